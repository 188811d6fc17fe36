/* tn-imputer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-imputer.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-prepare.h"
#include "tn-preparer-private.h"

static const char *const method_ids[] = { "none", "median", "mean", "most_frequent", "constant" };

/* What fills one column. */
typedef struct
{
  char *name;
  gboolean is_number;
  double value;
  char *text;      /* (nullable): nothing is filled in */
  char *indicator; /* (nullable): name of the flag added */
} Fill;

/**
 * tn_impute_method_to_id:
 *
 * Returns: the method's name in stored files and on the command line
 */
const char *
tn_impute_method_to_id (TnImputeMethod method)
{
  return method_ids[method];
}

gboolean
tn_impute_method_from_id (const char *id, TnImputeMethod *method)
{
  for (gsize i = 0; i < G_N_ELEMENTS (method_ids); i++)
    if (strcmp (id, method_ids[i]) == 0)
      {
        *method = (TnImputeMethod) i;
        return TRUE;
      }

  return FALSE;
}

static void
fill_clear (gpointer item)
{
  Fill *self = item;

  g_free (self->text);
  g_free (self->indicator);
}

/* --- Fitting --- */

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
most_frequent (double *values, gsize n)
{
  double best = values[0];
  gsize longest = 0;

  qsort (values, n, sizeof (double), compare_doubles);
  for (gsize i = 0; i < n;)
    {
      gsize end = i;

      while (end < n && values[end] == values[i])
        end++;
      if (end - i > longest)
        {
          longest = end - i;
          best = values[i];
        }
      i = end;
    }

  return best;
}

static double
mean_of (const double *values, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += (values[i] - sum) / (double) (i + 1);

  return sum;
}

static gboolean
learn_number (TnPreparer *self,
              Fill *fill,
              TnColumn *column,
              const TnField *field,
              const TnImputerParams *params,
              GError **error)
{
  gsize n = 0;
  g_autofree double *values = tn_prepare_dup_present (column, &n, error);

  if (values == NULL)
    return FALSE;
  fill->is_number = TRUE;
  fill->value = params->constant;
  if (params->number == TN_IMPUTE_NONE)
    fill->value = NAN;
  else if (params->number != TN_IMPUTE_CONSTANT && n == 0)
    {
      fill->value = 0;
      tn_prepare_note (self->findings, field,
                       N_ ("“{column}” is empty in the rows learned from and is filled with 0."));
    }
  else if (params->number == TN_IMPUTE_MEDIAN)
    fill->value = tn_prepare_quantile (values, n, 0.5);
  else if (params->number == TN_IMPUTE_MEAN)
    fill->value = mean_of (values, n);
  else if (params->number == TN_IMPUTE_MOST_FREQUENT)
    fill->value = most_frequent (values, n);

  return TRUE;
}

static gboolean
learn_category (Fill *fill, TnColumn *column, const TnImputerParams *params, GError **error)
{
  g_autofree guint64 *counts = NULL;
  g_autoptr (TnDictionary) dictionary = NULL;
  guint64 n_missing;
  guint32 n = 0, best = 0;

  if (params->category == TN_IMPUTE_NONE)
    return TRUE;
  if (params->category == TN_IMPUTE_CONSTANT)
    {
      fill->text = g_strdup (params->constant_text);
      return TRUE;
    }
  if (!tn_prepare_count_codes (column, &counts, &n, &n_missing, error) ||
      (dictionary = tn_column_get_dictionary (column, error)) == NULL)
    return FALSE;
  for (guint32 k = 1; k < n; k++)
    if (counts[k] > counts[best])
      best = k;
  fill->text = n > 0 && counts[best] > 0 ? tn_dictionary_dup (dictionary, best)
                                         : g_strdup (params->constant_text);

  return TRUE;
}

static gboolean
learn_fill (TnPreparer *self,
            gpointer item,
            TnColumn *column,
            const TnField *field,
            gpointer fit,
            GError **error)
{
  const TnImputerParams *params = fit;
  Fill *fill = item;
  gboolean is_number = tn_column_get_column_type (column) == TN_COLUMN_NUMBER;
  gsize n_missing = 0;

  if (!tn_column_count_missing (column, &n_missing, error) ||
      !(is_number ? learn_number (self, fill, column, field, params, error)
                  : learn_category (fill, column, params, error)))
    return FALSE;
  if (params->indicator && n_missing > 0)
    fill->indicator = g_strdup_printf ("%s is missing", field->name);

  return TRUE;
}

static gboolean
check_params (const TnImputerParams *params, GError **error)
{
  gboolean fine = params->number <= TN_IMPUTE_CONSTANT && params->category <= TN_IMPUTE_CONSTANT &&
                  params->category != TN_IMPUTE_MEDIAN && params->category != TN_IMPUTE_MEAN &&
                  isfinite (params->constant) && params->constant_text != NULL;

  if (!fine)
    tn_error_set (error, TN_ERROR_ARGUMENT,
                  N_ ("Categories can be filled with the most frequent one or a word, numbers also "
                      "with median, mean or a number: change the settings."),
                  NULL);

  return fine;
}

/* --- Applying --- */

static void
fill_numbers (const TnChunk *in, TnChunk *out, gpointer user_data)
{
  double value = *(double *) user_data;

  for (guint i = 0; i < in->n_rows; i++)
    out->number[i] = isfinite (in->number[i]) ? in->number[i] : value;
}

static void
fill_codes (const TnChunk *in, TnChunk *out, gpointer user_data)
{
  guint32 code = *(guint32 *) user_data;

  for (guint i = 0; i < in->n_rows; i++)
    out->code[i] = in->code[i] == TN_CODE_MISSING ? code : in->code[i];
}

static void
mark_missing (const TnChunk *in, TnChunk *out, gpointer user_data)
{
  for (guint i = 0; i < in->n_rows; i++)
    out->code[i] =
        in->kind == TN_CHUNK_NUMBER ? !isfinite (in->number[i]) : in->code[i] == TN_CODE_MISSING;
}

/* The dictionary with @text in it, and the code of that. */
static TnDictionary *
dictionary_with (TnDictionary *dictionary, const char *text, guint32 *code)
{
  TnDictionaryBuilder *builder;

  if (tn_dictionary_find (dictionary, text, strlen (text), code))
    return tn_dictionary_ref (dictionary);
  builder = tn_dictionary_builder_new ();
  for (guint32 i = 0; i < tn_dictionary_get_size (dictionary); i++)
    {
      gsize length;
      const char *old = tn_dictionary_get (dictionary, i, &length);

      tn_dictionary_builder_intern (builder, old, length);
    }
  *code = tn_dictionary_builder_intern (builder, text, strlen (text));

  return tn_dictionary_builder_end (builder);
}

static TnColumn *
fill_category (const Fill *fill, TnColumn *column, GCancellable *cancellable, GError **error)
{
  TnColumnType type = tn_column_get_column_type (column);
  g_autoptr (TnDictionary) old = tn_column_get_dictionary (column, error);
  g_autoptr (TnDictionary) dictionary = NULL;
  guint32 code = 0;

  if (old == NULL)
    return NULL;
  if (type == TN_COLUMN_FLAG)
    {
      /* A flag says yes or no; any other word leaves it as it is. */
      if (!tn_dictionary_find (old, fill->text, strlen (fill->text), &code))
        return tn_column_ref (column);
      dictionary = tn_dictionary_ref (old);
    }
  else
    dictionary = dictionary_with (old, fill->text, &code);

  return tn_prepare_map (column, type, dictionary, fill_codes, &code, cancellable, error);
}

static TnField *
indicator_field (const Fill *fill, const TnField *field)
{
  TnField *flag = tn_field_new (fill->indicator, TN_ROLE_FEATURE);

  flag->label = tn_message_take (tn_message_new (N_ ("{column} is missing")), "column",
                                 tn_prepare_label (field));
  flag->help =
      tn_message_take (tn_message_new (N_ ("Yes where “{column}” had no entry and was filled in.")),
                       "column", tn_prepare_label (field));

  return flag;
}

static gboolean
apply_fill (const TnPreparer *self,
            gconstpointer item,
            TnTable *table,
            TnTableBuilder *builder,
            GCancellable *cancellable,
            GError **error)
{
  const Fill *fill = item;
  const TnField *field = NULL;
  TnColumn *column =
      tn_prepare_find (table, fill->name,
                       fill->is_number ? TN_PREPARE_NUMBERS : TN_PREPARE_CATEGORIES, &field, error);
  g_autoptr (TnColumn) filled = NULL;
  g_autoptr (TnColumn) flags = NULL;

  if (column == NULL)
    return FALSE;
  if (fill->is_number)
    {
      double value = fill->value;

      filled =
          tn_prepare_map (column, TN_COLUMN_NUMBER, NULL, fill_numbers, &value, cancellable, error);
    }
  else
    filled = fill->text != NULL ? fill_category (fill, column, cancellable, error)
                                : tn_column_ref (column);
  if (filled == NULL)
    return FALSE;
  tn_table_builder_take (builder, tn_field_copy (field), g_steal_pointer (&filled));
  if (fill->indicator == NULL)
    return TRUE;

  flags = tn_prepare_map (column, TN_COLUMN_FLAG, NULL, mark_missing, NULL, cancellable, error);
  if (flags == NULL)
    return FALSE;
  tn_table_builder_take (builder, indicator_field (fill, field), g_steal_pointer (&flags));

  return TRUE;
}

/* --- Stored form --- */

static void
write_fill (gconstpointer item, GVariantBuilder *builder)
{
  const Fill *self = item;

  g_variant_builder_add (builder, "{sv}", "is-number", g_variant_new_boolean (self->is_number));
  tn_state_add_doubles (builder, "number", &self->value, 1);
  tn_state_add_strings (builder, "text", (const char *const *) &self->text,
                        self->text != NULL ? 1 : 0);
  tn_state_add_strings (builder, "indicator", (const char *const *) &self->indicator,
                        self->indicator != NULL ? 1 : 0);
}

static char *
take_optional (TnState *state, const char *field)
{
  gsize n = 0;
  g_auto (GStrv) texts = tn_state_dup_strings (state, field, G_MAXSIZE, &n);

  if (n > 1)
    tn_state_refuse (state, field);

  return n == 1 ? g_strdup (texts[0]) : NULL;
}

static void
read_fill (const TnPreparer *preparer, gpointer item, TnState *state)
{
  Fill *self = item;
  g_autofree double *number = NULL;

  self->is_number = tn_state_get_boolean (state, "is-number");
  number = tn_state_dup_doubles (state, "number", 1, TRUE, NULL);
  self->value = number != NULL ? number[0] : NAN;
  self->text = take_optional (state, "text");
  self->indicator = take_optional (state, "indicator");
  if (self->indicator != NULL && self->indicator[0] == '\0')
    tn_state_refuse (state, "indicator");
}

/* Fills columns in place; flags are added at the end. Infinite numbers count as missing. */
const TnPreparerKind tn_imputer = {
  .id = "imputer",
  .version = 2,
  .types = TN_PREPARE_NUMBERS | TN_PREPARE_CATEGORIES,
  .item_size = sizeof (Fill),
  .clear = fill_clear,
  .learn = learn_fill,
  .apply = apply_fill,
  .write = write_fill,
  .read = read_fill,
};

/**
 * tn_imputer_fit:
 * @table: the rows to learn from
 * @error: %TN_ERROR_LEAK when rows are not train rows, %TN_ERROR_NOT_FOUND, %TN_ERROR_DATA,
 *   %TN_ERROR_ARGUMENT
 *
 * Learns what stands in for missing cells of each column. Applying it fills columns in place
 * and adds flags at the end; infinite numbers count as missing.
 *
 * Returns: (transfer full) (nullable)
 */
TnPreparer *
tn_imputer_fit (TnTable *table,
                const TnImputerParams *params,
                TnProgress *progress,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (TnPreparer) self = _tn_preparer_begin (&tn_imputer, table, error);

  if (self == NULL || !check_params (params, error) ||
      !_tn_preparer_learn (self, table, params->columns, (gpointer) params, progress, cancellable,
                           error))
    return NULL;

  return g_steal_pointer (&self);
}

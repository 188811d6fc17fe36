/* tn-encoder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-encoder.h"

#include <math.h>
#include <string.h>

#include "tn-encoder-private.h"
#include "tn-error.h"
#include "tn-prepare.h"

static const char *const method_ids[] = { "one_hot", "ordinal", "target" };

/**
 * tn_encode_method_to_id:
 *
 * Returns: the method's name in stored files and on the command line
 */
const char *
tn_encode_method_to_id (TnEncodeMethod method)
{
  return method_ids[method];
}

gboolean
tn_encode_method_from_id (const char *id, TnEncodeMethod *method)
{
  for (gsize i = 0; i < G_N_ELEMENTS (method_ids); i++)
    if (strcmp (id, method_ids[i]) == 0)
      {
        *method = (TnEncodeMethod) i;
        return TRUE;
      }

  return FALSE;
}

static void
clear_code (gpointer item)
{
  TnCode *self = item;

  g_strfreev (self->kept);
  g_strfreev (self->rare);
  g_free (self->rates);
}

/* --- Places: what a row's category is to the encoder --- */

/* Where a column's codes go: 0 … n_kept − 1 the kept ones, then other, then missing. */
guint32 *
_tn_code_map (const TnCode *self, TnDictionary *dictionary, TnEncodeUnknown unknown, GError **error)
{
  guint32 size = tn_dictionary_get_size (dictionary), code;
  g_autofree guint32 *places = g_try_new (guint32, (gsize) size + 1);

  if (places == NULL)
    {
      tn_prepare_no_memory (error);
      return NULL;
    }
  for (guint32 i = 0; i < size; i++)
    places[i] = PLACE_UNKNOWN;
  for (guint32 k = 0; k < self->n_kept; k++)
    if (tn_dictionary_find (dictionary, self->kept[k], strlen (self->kept[k]), &code))
      places[code] = k;
  for (guint32 k = 0; k < self->n_rare; k++)
    if (tn_dictionary_find (dictionary, self->rare[k], strlen (self->rare[k]), &code))
      places[code] = self->n_kept;
  for (guint32 i = 0; i < size; i++)
    if (places[i] == PLACE_UNKNOWN && unknown == TN_ENCODE_UNKNOWN_OTHER)
      places[i] = self->n_kept;
    else if (places[i] == PLACE_UNKNOWN && unknown == TN_ENCODE_UNKNOWN_MISSING)
      places[i] = self->n_kept + 1;

  return g_steal_pointer (&places);
}

/* --- Learning categories --- */

typedef struct
{
  guint32 code;
  guint64 rows;
} Count;

/* Most rows first; of ties the one that came first. */
static int
compare_counts (gconstpointer a, gconstpointer b)
{
  const Count *x = a, *y = b;

  if (x->rows != y->rows)
    return x->rows < y->rows ? 1 : -1;

  return (x->code > y->code) - (x->code < y->code);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* The categories that get a place of their own, by text, and the pooled ones. */
static void
split_categories (TnCode *self,
                  TnDictionary *dictionary,
                  const guint64 *counts,
                  guint32 size,
                  const TnEncoderParams *params,
                  gboolean is_flag)
{
  g_autofree Count *order = g_new (Count, (gsize) size + 1);
  guint32 n = 0;

  for (guint32 i = 0; i < size; i++)
    if (counts[i] > 0)
      order[n++] = (Count){ i, counts[i] };
  qsort (order, n, sizeof (Count), compare_counts);
  self->kept = g_new0 (char *, (gsize) n + 1);
  self->rare = g_new0 (char *, (gsize) n + 1);
  for (guint32 i = 0; i < n; i++)
    {
      char *text = tn_dictionary_dup (dictionary, order[i].code);

      if (is_flag || (order[i].rows >= params->min_count && i < params->max_categories))
        self->kept[self->n_kept++] = text;
      else
        self->rare[self->n_rare++] = text;
    }
  qsort (self->kept, self->n_kept, sizeof (char *), compare_texts);
  qsort (self->rare, self->n_rare, sizeof (char *), compare_texts);
}

static void
note_pooled (TnPreparer *self, const TnCode *code, const TnField *field)
{
  TnMessage *message;

  if (code->n_rare == 0)
    return;
  message = tn_message_new_plural (
      TN_PLURAL ("{n} rare category of “{column}” is taken as “other”.",
                 "{n} rare categories of “{column}” are taken together as “other”."),
      code->n_rare);
  tn_message_count (message, "n", code->n_rare);
  tn_message_take (message, "column", tn_prepare_label (field));
  g_ptr_array_add (self->findings, message);
}

static gboolean
learn_categories (TnPreparer *self,
                  TnCode *code,
                  TnColumn *column,
                  const TnField *field,
                  const TnEncoderParams *params,
                  GError **error)
{
  g_autofree guint64 *counts = NULL;
  g_autoptr (TnDictionary) dictionary = tn_column_get_dictionary (column, error);
  guint64 n_missing = 0;
  guint32 size = 0;

  if (dictionary == NULL || !tn_prepare_count_codes (column, &counts, &size, &n_missing, error))
    return FALSE;
  code->is_flag = tn_column_get_column_type (column) == TN_COLUMN_FLAG;
  code->has_missing = n_missing > 0;
  split_categories (code, dictionary, counts, size, params, code->is_flag);
  note_pooled (self, code, field);

  return TRUE;
}

static gboolean
check_params (const TnEncoderParams *params, GError **error)
{
  gboolean fine = params->method <= TN_ENCODE_TARGET &&
                  params->unknown <= TN_ENCODE_UNKNOWN_REFUSE && params->max_categories >= 1 &&
                  params->max_categories <= 100000 && params->smoothing >= 0 &&
                  isfinite (params->smoothing) && params->n_folds >= 2 && params->n_folds <= 1000;

  if (!fine)
    tn_error_set (
        error, TN_ERROR_ARGUMENT,
        N_ ("Encoding keeps 1 to 100,000 categories, smooths by 0 rows or more and uses 2 "
            "to 1,000 folds: change the settings."),
        NULL);

  return fine;
}

/* What learning a column needs beside the column. */
typedef struct
{
  const TnEncoderParams *params;
  TnTarget target;
  TnTableBuilder *builder; /* (nullable): gets the rates of train rows */
} Fit;

static gboolean
learn_code (TnPreparer *self,
            gpointer item,
            TnColumn *column,
            const TnField *field,
            gpointer user_data,
            GError **error)
{
  Fit *fit = user_data;

  return learn_categories (self, item, column, field, fit->params, error) &&
         (fit->params->method != TN_ENCODE_TARGET ||
          _tn_code_learn_rates (item, column, field, &fit->target, fit->params, fit->builder,
                                error));
}

/* --- Applying --- */

typedef struct
{
  const TnCode *code;
  const guint32 *places;
  guint32 size;
  guint32 wanted;       /* one-hot: the place that is 1 */
  const double *values; /* otherwise: the value of each place */
} Coding;

static void
mark_place (const TnChunk *in, TnChunk *out, gpointer user_data)
{
  const Coding *work = user_data;

  for (guint i = 0; i < in->n_rows; i++)
    out->number[i] =
        _tn_code_place (work->code, work->places, work->size, in->code[i]) == work->wanted;
}

static void
look_up_values (const TnChunk *in, TnChunk *out, gpointer user_data)
{
  const Coding *work = user_data;

  for (guint i = 0; i < in->n_rows; i++)
    out->number[i] =
        work->values[_tn_code_place (work->code, work->places, work->size, in->code[i])];
}

/* A name of its own even where a category is called like one of ours. */
static char *
category_name (const TnCode *code, guint32 place)
{
  const char *category = place < code->n_kept    ? code->kept[place]
                         : place == code->n_kept ? "other"
                                                 : "missing";
  gboolean taken = FALSE;

  for (guint32 k = 0; place >= code->n_kept && k < code->n_kept; k++)
    taken = taken || strcmp (code->kept[k], category) == 0;

  return g_strdup_printf (taken ? "%s=(%s)" : "%s=%s", code->name, category);
}

static TnField *
category_field (const TnCode *code, guint32 place, const TnField *field)
{
  g_autofree char *name =
      code->is_flag && place < code->n_kept ? g_strdup (code->name) : category_name (code, place);
  TnField *mark = tn_field_new (name, TN_ROLE_FEATURE);

  if (code->is_flag && place < code->n_kept)
    mark->label = tn_prepare_label (field);
  else if (place < code->n_kept)
    mark->label = tn_message_text (tn_message_new (N_ ("{column}: {category}")), "category",
                                   code->kept[place]);
  else
    mark->label =
        tn_message_new (place == code->n_kept ? N_ ("{column}: other") : N_ ("{column}: missing"));
  if (!(code->is_flag && place < code->n_kept))
    tn_message_take (mark->label, "column", tn_prepare_label (field));

  return mark;
}

/* One column of marks a category. A flag needs one only: “no” is what “yes” is not. */
static gboolean
apply_one_hot (Coding *work,
               TnColumn *column,
               const TnField *field,
               TnTableBuilder *builder,
               GCancellable *cancellable,
               GError **error)
{
  const TnCode *code = work->code;
  guint32 n = code->n_kept + 2;

  if (!code->is_flag)
    tn_table_builder_remove (builder, code->name);
  for (guint32 place = 0; place < n; place++)
    {
      TnColumn *marks;

      if ((place == code->n_kept && code->n_rare == 0) ||
          (place == code->n_kept + 1 && !code->has_missing) ||
          (code->is_flag && place < code->n_kept && strcmp (code->kept[place], "yes") != 0))
        continue;
      work->wanted = place;
      marks = tn_prepare_map (column, TN_COLUMN_NUMBER, NULL, mark_place, work, cancellable, error);
      if (marks == NULL)
        return FALSE;
      tn_table_builder_take (builder, category_field (code, place, field), marks);
    }
  /* A flag that was always “no”, or always missing, still becomes a number. */
  if (code->is_flag && !g_strv_contains ((const char *const *) code->kept, "yes"))
    {
      TnColumn *none;

      work->wanted = PLACE_UNKNOWN - 1;
      none = tn_prepare_map (column, TN_COLUMN_NUMBER, NULL, mark_place, work, cancellable, error);
      if (none == NULL)
        return FALSE;
      tn_table_builder_take (builder, tn_field_copy (field), none);
    }

  return TRUE;
}

static gboolean
apply_values (gboolean ordinal,
              Coding *work,
              TnColumn *column,
              const TnField *field,
              TnTableBuilder *builder,
              GCancellable *cancellable,
              GError **error)
{
  const TnCode *code = work->code;
  g_autofree double *ranks = g_new (double, code->n_kept + 2);
  TnColumn *values;

  for (guint32 k = 0; k < code->n_kept; k++)
    ranks[k] = k;
  /* Pooled ones follow the known ones; where nothing was pooled there is no such place. */
  ranks[code->n_kept] = code->n_rare > 0 ? code->n_kept : NAN;
  ranks[code->n_kept + 1] = NAN;
  work->values = ordinal ? ranks : code->rates;
  values =
      tn_prepare_map (column, TN_COLUMN_NUMBER, NULL, look_up_values, work, cancellable, error);
  if (values == NULL)
    return FALSE;
  if (!ordinal)
    tn_table_builder_remove (builder, code->name);
  tn_table_builder_take (
      builder, ordinal ? tn_field_copy (field) : _tn_code_rate_field (code, field), values);

  return TRUE;
}

/* A category never seen before, where that is not allowed. */
static gboolean
refuse_unknown (const TnCode *code,
                TnColumn *column,
                TnDictionary *dictionary,
                const guint32 *places,
                guint32 size,
                GError **error)
{
  for (gsize c = 0; c < tn_column_get_n_chunks (column); c++)
    {
      g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, c, error);

      if (chunk == NULL)
        return TRUE;
      for (guint i = 0; i < chunk->n_rows; i++)
        if (_tn_code_place (code, places, size, chunk->code[i]) == PLACE_UNKNOWN)
          {
            g_autofree char *text = tn_dictionary_dup (dictionary, chunk->code[i]);

            tn_error_set (error, TN_ERROR_DATA,
                          N_ ("“{column}” holds “{category}”, which was not there to learn from: "
                              "correct it, or let unknown categories count as “other”."),
                          "column", code->name, "category", text, NULL);
            tn_error_place (error, NULL, code->name, 0);
            return TRUE;
          }
    }

  return FALSE;
}

static gboolean
apply_code (const TnPreparer *self,
            gconstpointer item,
            TnTable *table,
            TnTableBuilder *builder,
            GCancellable *cancellable,
            GError **error)
{
  const TnCode *code = item;
  TnEncodeMethod method = (TnEncodeMethod) self->choices[CHOICE_METHOD];
  TnEncodeUnknown unknown = (TnEncodeUnknown) self->choices[CHOICE_UNKNOWN];
  const TnField *field = NULL;
  TnColumn *column = tn_prepare_find (table, code->name, TN_PREPARE_CATEGORIES, &field, error);
  g_autoptr (TnDictionary) dictionary = NULL;
  g_autofree guint32 *places = NULL;
  Coding work;

  if (column == NULL || (dictionary = tn_column_get_dictionary (column, error)) == NULL ||
      (places = _tn_code_map (code, dictionary, unknown, error)) == NULL)
    return FALSE;
  work = (Coding){ code, places, tn_dictionary_get_size (dictionary) };
  if (unknown == TN_ENCODE_UNKNOWN_REFUSE &&
      refuse_unknown (code, column, dictionary, places, work.size, error))
    return FALSE;
  if (method == TN_ENCODE_ONE_HOT)
    return apply_one_hot (&work, column, field, builder, cancellable, error);

  return apply_values (method == TN_ENCODE_ORDINAL, &work, column, field, builder, cancellable,
                       error);
}

const TnPreparerKind tn_encoder = {
  .id = "encoder",
  .version = 2,
  .types = TN_PREPARE_CATEGORIES,
  .n_choices = 2,
  .highest = { TN_ENCODE_TARGET, TN_ENCODE_UNKNOWN_REFUSE },
  .item_size = sizeof (TnCode),
  .clear = clear_code,
  .learn = learn_code,
  .apply = apply_code,
  .write = _tn_code_write,
  .read = _tn_code_read,
};

/* --- Fitting --- */

static TnPreparer *
learn (TnTable *table,
       const TnEncoderParams *params,
       TnTableBuilder *builder,
       TnProgress *progress,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (TnPreparer) self = _tn_preparer_begin (&tn_encoder, table, error);
  g_auto (TnTarget) target = { NULL };
  Fit fit;

  if (self == NULL || !check_params (params, error) ||
      (params->method == TN_ENCODE_TARGET && !_tn_target_init (&target, table, params, error)))
    return NULL;
  self->choices[CHOICE_METHOD] = params->method;
  self->choices[CHOICE_UNKNOWN] = params->unknown;
  fit = (Fit){ params, target, builder };
  if (!_tn_preparer_learn (self, table, params->columns, &fit, progress, cancellable, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * tn_encoder_fit:
 * @table: the rows to learn from
 * @error: %TN_ERROR_LEAK when rows are not train rows, %TN_ERROR_NOT_FOUND, %TN_ERROR_DATA,
 *   %TN_ERROR_ARGUMENT
 *
 * Learns the categories of each column, and for target encoding their rates.
 *
 * Applying it replaces each column by its numbers. One-hot columns are named "column=category"
 * and stand at the end, in the order of the categories' text; ordinal ones keep name and place;
 * rates are named "column=rate". A category never seen before is refused where the parameters
 * say so (%TN_ERROR_DATA).
 *
 * Returns: (transfer full) (nullable)
 */
TnPreparer *
tn_encoder_fit (TnTable *table,
                const TnEncoderParams *params,
                TnProgress *progress,
                GCancellable *cancellable,
                GError **error)
{
  return learn (table, params, NULL, progress, cancellable, error);
}

/**
 * tn_encoder_fit_apply:
 * @table: the rows to learn from
 * @out: (out) (transfer full): the same rows, encoded. Target encoding gives each row a rate
 *   from the rows of other customers only, so that a learner after it does not see a row's
 *   own outcome; tn_preparer_apply() on the same rows would
 *
 * Returns: (transfer full) (nullable)
 */
TnPreparer *
tn_encoder_fit_apply (TnTable *table,
                      const TnEncoderParams *params,
                      TnTable **out,
                      TnProgress *progress,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (TnTableBuilder) builder = tn_table_builder_new_from (table);
  g_autoptr (TnPreparer) self = learn (table, params, builder, progress, cancellable, error);

  if (self == NULL)
    return NULL;
  *out = params->method == TN_ENCODE_TARGET
             ? tn_table_builder_end (g_steal_pointer (&builder))
             : tn_preparer_apply (self, table, NULL, cancellable, error);

  return *out != NULL ? g_steal_pointer (&self) : NULL;
}

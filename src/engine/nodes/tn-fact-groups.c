/* tn-fact-groups.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-fact-groups.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tn-field-unit.h"
#include "tn-keys.h"

/* A group of fewer says nothing on its own. */
#define LEAST_ROWS 30
#define MAX_GROUPS 8

void
tn_fact_groups_free (TnFactGroups *self)
{
  for (guint i = 0; i < self->n_groups; i++)
    tn_message_unref (self->labels[i]);
  g_free (self->labels);
  g_free (self->group);
  g_free (self);
}

static TnFactGroups *
groups_alloc (gsize n_rows, GError **error)
{
  gint32 *group = tn_keys_try_alloc (n_rows, sizeof (gint32), error);
  TnFactGroups *self;

  if (group == NULL)
    return NULL;
  self = g_new0 (TnFactGroups, 1);
  self->n_rows = n_rows;
  self->group = group;
  self->labels = g_new0 (TnMessage *, MAX_GROUPS + 1);
  for (gsize i = 0; i < n_rows; i++)
    self->group[i] = -1;

  return self;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Two digits are enough for the border of a group. */
static double
round_border (double value, gboolean is_whole)
{
  double step;

  if (value == 0 || !isfinite (value))
    return value;
  step = pow (10, floor (log10 (fabs (value))) - 1);
  if (fabs (value) < 1)
    step = MAX (step, 0.01);
  if (is_whole)
    step = MAX (step, 1);

  return round (value / step) * step;
}

/* Borders between groups of about equal size; rising, each above the least value. */
static guint
choose_borders (const double *sorted, gsize n, guint most, gboolean is_whole, double *borders)
{
  guint wanted = (guint) MIN (most, n / LEAST_ROWS), n_borders = 0;

  for (guint i = 1; i < wanted; i++)
    {
      double border = round_border (sorted[i * n / wanted], is_whole);
      double before = n_borders > 0 ? borders[n_borders - 1] : sorted[0];

      if (border > before && border <= sorted[n - 1])
        borders[n_borders++] = border;
    }

  return n_borders;
}

static TnMessage *
say_border (const TnTable *facts, const TnField *field, double value, const char *currency)
{
  if (tn_fact_is_money (facts, field))
    return tn_say_amount (value, currency);
  if (g_strcmp0 (field->unit, TN_FIELD_UNIT_SHARE) == 0)
    return tn_message_percent (tn_message_new ("{value}"), "value", value, 0);

  return tn_message_number (tn_message_new ("{value}"), "value", value,
                            value == floor (value) ? 0
                            : fabs (value) < 1     ? 2
                                                   : 1);
}

static TnMessage *
say_range (const TnTable *facts,
           const TnField *field,
           const double *borders,
           guint n,
           guint at,
           double least,
           gboolean is_whole,
           const char *currency)
{
  double from = at > 0 ? borders[at - 1] : least;
  double to = at < n ? (is_whole ? borders[at] - 1 : borders[at]) : NAN;
  TnMessage *message;

  if (at == n)
    return tn_message_take (tn_message_new ("{from}+"), "from",
                            say_border (facts, field, from, currency));
  if (at == 0 && !(is_whole && from == to))
    return tn_message_take (tn_message_new ("<{to}"), "to",
                            say_border (facts, field, borders[0], currency));
  if (is_whole && from == to)
    return say_border (facts, field, from, currency);
  message = tn_message_take (tn_message_new ("{from}–{to}"), "from",
                             say_border (facts, field, from, currency));

  /* The currency is said once: "£130–340". */
  return tn_message_take (message, "to", say_border (facts, field, to, ""));
}

static guint
find_group (const double *borders, guint n, double value)
{
  guint at = 0;

  while (at < n && value >= borders[at])
    at++;

  return at;
}

/* Days are counted in full. */
static double *
read_values (TnTable *facts,
             guint column,
             const gsize *rows,
             gsize n_rows,
             gboolean *is_whole,
             GError **error)
{
  g_autofree double *all = tn_column_dup_numbers (tn_table_get_column (facts, column), error);
  gboolean is_days = g_strcmp0 (tn_table_get_field (facts, column)->unit, TN_FIELD_UNIT_DAYS) == 0;
  double *values;

  if (all == NULL)
    return NULL;
  values = tn_keys_try_alloc (n_rows, sizeof (double), error);
  if (values == NULL)
    return NULL;
  *is_whole = TRUE;
  for (gsize i = 0; i < n_rows; i++)
    {
      values[i] = is_days ? floor (all[rows[i]]) : all[rows[i]];
      *is_whole = *is_whole && (!isfinite (values[i]) || values[i] == floor (values[i]));
    }

  return values;
}

static TnFactGroups *
group_numbers (TnTable *facts,
               guint column,
               const gsize *rows,
               gsize n_rows,
               guint most,
               const char *currency,
               GError **error)
{
  gboolean is_whole;
  g_autofree double *values = read_values (facts, column, rows, n_rows, &is_whole, error);
  g_autofree double *sorted = NULL;
  double borders[MAX_GROUPS];
  gsize n_known = 0;
  guint n_borders = 0;
  TnFactGroups *self;

  sorted = values != NULL ? tn_keys_try_alloc (n_rows, sizeof (double), error) : NULL;
  self = sorted != NULL ? groups_alloc (n_rows, error) : NULL;
  if (self == NULL)
    return NULL;
  for (gsize i = 0; i < n_rows; i++)
    if (isfinite (values[i]))
      sorted[n_known++] = values[i];
  if (n_known == 0)
    return self;

  qsort (sorted, n_known, sizeof (double), compare_doubles);
  n_borders = choose_borders (sorted, n_known, MIN (most, MAX_GROUPS), is_whole, borders);
  for (gsize i = 0; i < n_rows; i++)
    if (isfinite (values[i]))
      self->group[i] = (gint32) find_group (borders, n_borders, values[i]);
  self->n_groups = n_borders + 1;
  for (guint i = 0; i <= n_borders; i++)
    self->labels[i] = say_range (facts, tn_table_get_field (facts, column), borders, n_borders, i,
                                 sorted[0], is_whole, currency);

  return self;
}

typedef struct
{
  guint32 code;
  gsize n;
} Counted;

static int
compare_counted (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Counted *x = a, *y = b;
  TnDictionary *dictionary = user_data;

  if (x->n != y->n)
    return x->n < y->n ? 1 : -1;

  return strcmp (tn_dictionary_get (dictionary, x->code, NULL),
                 tn_dictionary_get (dictionary, y->code, NULL));
}

/* The most frequent values; the rest together. */
static TnFactGroups *
group_codes (TnTable *facts,
             guint column,
             const gsize *rows,
             gsize n_rows,
             guint most,
             GError **error)
{
  TnColumn *at = tn_table_get_column (facts, column);
  g_autofree guint32 *codes = tn_column_dup_codes (at, error);
  g_autoptr (TnDictionary) dictionary = codes != NULL ? tn_column_get_dictionary (at, error) : NULL;
  g_autofree Counted *counted = NULL;
  g_autofree gint32 *group = NULL;
  guint32 n_codes;
  gsize n_rest = 0;
  TnFactGroups *self;

  if (dictionary == NULL)
    return NULL;
  n_codes = tn_dictionary_get_size (dictionary);
  counted = tn_keys_try_alloc (n_codes + 1, sizeof (Counted), error);
  group = counted != NULL ? tn_keys_try_alloc (n_codes + 1, sizeof (gint32), error) : NULL;
  self = group != NULL ? groups_alloc (n_rows, error) : NULL;
  if (self == NULL)
    return NULL;
  for (guint32 i = 0; i < n_codes; i++)
    counted[i].code = i;
  for (gsize i = 0; i < n_rows; i++)
    if (codes[rows[i]] != TN_CODE_MISSING)
      counted[codes[rows[i]]].n++;
  qsort_r (counted, n_codes, sizeof (Counted), compare_counted, dictionary);

  for (guint32 i = 0; i < n_codes; i++)
    {
      gboolean is_own = counted[i].n >= LEAST_ROWS &&
                        self->n_groups < MIN (most, MAX_GROUPS) - (n_codes > most ? 1 : 0);

      group[counted[i].code] = is_own ? (gint32) self->n_groups : -2;
      if (is_own)
        self->labels[self->n_groups++] =
            tn_message_new_literal (tn_dictionary_get (dictionary, counted[i].code, NULL));
      else
        n_rest += counted[i].n;
    }
  for (gsize i = 0; i < n_rows; i++)
    {
      gint32 its = codes[rows[i]] != TN_CODE_MISSING ? group[codes[rows[i]]] : -1;

      self->group[i] = its == -2 ? (n_rest >= LEAST_ROWS ? (gint32) self->n_groups : -1) : its;
    }
  if (n_rest >= LEAST_ROWS)
    self->labels[self->n_groups++] = tn_message_new (N_ ("others"));

  return self;
}

/**
 * tn_fact_groups_new:
 * @column: of @facts
 * @rows: (array length=n_rows): customers, as rows of @facts
 * @most: groups, 2 to 8
 * @currency: three letters, or ""
 *
 * Numbers are cut between quantiles at round borders, categories are taken by how many have them.
 *
 * Returns: (transfer full): the groups; one or none when the fact does not tell customers apart
 */
TnFactGroups *
tn_fact_groups_new (TnTable *facts,
                    guint column,
                    const gsize *rows,
                    gsize n_rows,
                    guint most,
                    const char *currency,
                    GError **error)
{
  switch (tn_column_get_column_type (tn_table_get_column (facts, column)))
    {
    case TN_COLUMN_NUMBER:
      return group_numbers (facts, column, rows, n_rows, most, currency, error);
    case TN_COLUMN_CATEGORY:
    case TN_COLUMN_FLAG:
      return group_codes (facts, column, rows, n_rows, most, error);
    case TN_COLUMN_TIME:
    case TN_COLUMN_TEXT:
    default:
      return groups_alloc (n_rows, error);
    }
}

/**
 * tn_fact_groups_new_orders:
 * @facts: with the number of orders so far
 * @rows: (array length=n_rows): customers
 *
 * Returns: (transfer full): customers with one order, two or three, four or more
 */
TnFactGroups *
tn_fact_groups_new_orders (TnTable *facts, const gsize *rows, gsize n_rows, GError **error)
{
  static const char *const labels[] = { N_ ("One order"), N_ ("2 or 3 orders"), N_ ("4 or more") };
  static const double borders[] = { 2, 4 };
  gboolean is_whole;
  g_autofree double *values = read_values (facts, (guint) tn_table_find (facts, "orders_all"), rows,
                                           n_rows, &is_whole, error);
  TnFactGroups *self;

  self = values != NULL ? groups_alloc (n_rows, error) : NULL;
  if (self == NULL)
    return NULL;
  self->n_groups = G_N_ELEMENTS (labels);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    self->labels[i] = tn_message_new (labels[i]);
  for (gsize i = 0; i < n_rows; i++)
    if (isfinite (values[i]))
      self->group[i] = (gint32) find_group (borders, G_N_ELEMENTS (borders), values[i]);

  return self;
}

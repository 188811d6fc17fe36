/* tn-column-chart.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-column-chart.h"

#include <math.h>

#include "tn-chart-kinds.h"
#include "tn-error.h"
#include "tn-field-unit.h"
#include "tn-metric.h"

#define MOST_KINDS 15 /* bars that can be read; the rest is one more */
#define CHECK_ROWS 4096

/* Words */

static TnMessage *
name_of (TnTable *table, guint column)
{
  const TnField *field = tn_table_get_field (table, column);

  return field->label != NULL ? tn_message_ref (field->label)
                              : tn_message_new_literal (field->name);
}

/* What is measured and in which unit; of a time the zone whose clock it is. */
static TnMessage *
say_axis (TnTable *table, guint column)
{
  const TnField *field = tn_table_get_field (table, column);
  TnColumnType type = tn_column_get_column_type (tn_table_get_column (table, column));
  TnMessage *label;

  if (type == TN_COLUMN_NUMBER ? field->unit == NULL : field->zone == NULL)
    return name_of (table, column);
  label =
      tn_message_take (tn_message_new (N_ ("{name} ({unit})")), "name", name_of (table, column));

  return tn_message_take (label, "unit",
                          type == TN_COLUMN_NUMBER ? tn_field_unit_get_name (field->unit)
                                                   : tn_message_new_literal (field->zone));
}

static TnMessage *
say_title (TnTable *table, guint x_column, guint y_column, const char *id)
{
  TnMessage *title = tn_message_new (id);

  tn_message_take (title, "y", name_of (table, y_column));

  return tn_message_take (title, "x", name_of (table, x_column));
}

/* Values */

static void
set_no_space (GError **error)
{
  tn_error_set (error, TN_ERROR_SPACE,
                N_ ("There is not enough memory to compare these columns; close other programs."),
                NULL);
}

static double *
read_times (TnColumn *column, GError **error)
{
  g_autofree gint64 *times = tn_column_dup_times (column, error);
  gsize n = tn_column_get_n_rows (column);
  double *values = times != NULL ? g_try_new (double, MAX (n, 1)) : NULL;

  if (times != NULL && values == NULL)
    set_no_space (error);
  for (gsize i = 0; values != NULL && i < n; i++)
    values[i] = times[i] == TN_TIME_MISSING ? NAN : (double) times[i];

  return values;
}

static double *
read_values (TnTable *table, guint index, GError **error)
{
  TnColumn *column = tn_table_get_column (table, index);

  return tn_column_get_column_type (column) == TN_COLUMN_TIME
             ? read_times (column, error)
             : tn_column_dup_numbers (column, error);
}

/* Moments as the shop's clock shows them. */
static gboolean
move_to_zone (const char *zone, gsize n, double *values, GCancellable *cancellable, GError **error)
{
  g_autoptr (GTimeZone) local = zone != NULL ? g_time_zone_new_identifier (zone) : NULL;

  for (gsize i = 0; local != NULL && i < n; i++)
    {
      gint64 seconds;
      int span;

      if (i % CHECK_ROWS == 0 && tn_cancelled (cancellable, error))
        return FALSE;
      if (!isfinite (values[i]))
        continue;
      seconds = (gint64) floor (values[i] / G_USEC_PER_SEC);
      span = g_time_zone_find_interval (local, G_TIME_TYPE_UNIVERSAL, seconds);
      if (span >= 0)
        values[i] += (double) g_time_zone_get_offset (local, span) * G_USEC_PER_SEC;
    }

  return TRUE;
}

/* Points */

static void
set_axis (TnAxis *axis, TnTable *table, guint column)
{
  if (tn_column_get_column_type (tn_table_get_column (table, column)) != TN_COLUMN_TIME)
    return;
  axis->unit = TN_UNIT_DATE;
  axis->scale = TN_SCALE_TIME;
}

static TnChart *
make_points (TnTable *table,
             guint x_column,
             guint y_column,
             TnMessage **finding,
             TnAssociation *association,
             GCancellable *cancellable,
             GError **error)
{
  gsize n = tn_table_get_n_rows (table);
  g_autofree double *x = read_values (table, x_column, error);
  g_autofree double *y = x != NULL ? read_values (table, y_column, error) : NULL;
  TnPanel *panel;
  TnChart *chart;

  if (y == NULL ||
      !tn_associate (table, x_column, y_column, x, y, association, cancellable, error) ||
      !move_to_zone (tn_table_get_field (table, x_column)->zone, n, x, cancellable, error) ||
      !move_to_zone (tn_table_get_field (table, y_column)->zone, n, y, cancellable, error))
    return NULL;
  chart = tn_chart_scatter (say_title (table, x_column, y_column, N_ ("{y} against {x}")), NULL,
                            say_axis (table, x_column), say_axis (table, y_column), 1, n, x, y);
  panel = g_ptr_array_index (tn_chart_get_panels (chart), 0);
  set_axis (&panel->x, table, x_column);
  set_axis (&panel->y, table, y_column);
  *finding = tn_association_say (association, name_of (table, x_column), name_of (table, y_column));
  tn_chart_add_fact (chart, tn_message_ref (*finding));

  return chart;
}

/* Averages by kind */

typedef struct
{
  guint32 code;
  gsize n;
  double mean, squares; /* of the differences from the mean */
} Kind;

/* Welford's update: no large sums are subtracted from each other. */
static void
kind_add (Kind *self, double value)
{
  double before = value - self->mean;

  self->n++;
  self->mean += before / (double) self->n;
  self->squares += before * (value - self->mean);
}

/* Both as one: Chan, Golub & LeVeque 1979. */
static void
kind_merge (Kind *self, const Kind *other)
{
  double n = (double) self->n + (double) other->n, apart = other->mean - self->mean;

  if (other->n == 0)
    return;
  self->squares += other->squares + apart * apart * (double) self->n * (double) other->n / n;
  self->mean += apart * (double) other->n / n;
  self->n += other->n;
}

static int
compare_kinds (gconstpointer a, gconstpointer b)
{
  const Kind *left = a, *right = b;

  if (left->n != right->n)
    return left->n > right->n ? -1 : 1;

  return left->code < right->code ? -1 : left->code > right->code;
}

/* The most frequent first. */
static GArray *
count_kinds (const guint32 *codes,
             gsize n_kinds,
             const double *values,
             gsize n,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GArray) kinds = g_array_new (FALSE, TRUE, sizeof (Kind));

  g_array_set_size (kinds, (guint) n_kinds);
  for (guint i = 0; i < kinds->len; i++)
    g_array_index (kinds, Kind, i).code = i;
  for (gsize i = 0; i < n; i++)
    {
      if (i % CHECK_ROWS == 0 && tn_cancelled (cancellable, error))
        return NULL;
      if (codes[i] != TN_CODE_MISSING && codes[i] < n_kinds && isfinite (values[i]))
        kind_add (&g_array_index (kinds, Kind, codes[i]), values[i]);
    }
  g_array_sort (kinds, compare_kinds);

  return g_steal_pointer (&kinds);
}

/* @name: (transfer full) */
static TnEstimate
make_estimate (const Kind *kind, TnMessage *name)
{
  double half = kind->n > 1
                    ? TN_Z95 * sqrt (kind->squares / ((double) kind->n - 1) / (double) kind->n)
                    : (double) NAN;
  TnMessage *rows =
      tn_message_count (tn_message_new_plural (TN_PLURAL ("{n} row", "{n} rows"), (gint64) kind->n),
                        "n", (gint64) kind->n);

  return (TnEstimate){ name, rows, 1, TRUE, kind->mean, kind->mean - half, kind->mean + half };
}

static TnMessage *
name_kind (const TnDictionary *dictionary, guint32 code)
{
  g_autofree char *text = tn_dictionary_dup (dictionary, code);

  return tn_message_new_literal (text);
}

/* What has no bar of its own is one bar at the end. */
static GArray *
make_estimates (GArray *kinds, const TnDictionary *dictionary)
{
  GArray *estimates = g_array_new (FALSE, FALSE, sizeof (TnEstimate));
  Kind rest = { 0 };
  guint n_rest = 0;

  for (guint i = 0; i < kinds->len && g_array_index (kinds, Kind, i).n > 0; i++)
    {
      const Kind *kind = &g_array_index (kinds, Kind, i);
      TnEstimate estimate;

      if (i >= MOST_KINDS)
        {
          kind_merge (&rest, kind);
          n_rest++;
          continue;
        }
      estimate = make_estimate (kind, name_kind (dictionary, kind->code));
      g_array_append_val (estimates, estimate);
    }
  if (n_rest > 0)
    {
      TnEstimate estimate = make_estimate (
          &rest, tn_message_count (tn_message_new_plural (
                                       TN_PLURAL ("{n} other kind", "{n} other kinds"), n_rest),
                                   "n", n_rest));

      estimate.strong = FALSE;
      g_array_append_val (estimates, estimate);
    }

  return estimates;
}

/* Whether the averages of the largest and the smallest are surely apart. */
static TnMessage *
say_kinds (TnTable *table, guint x_column, guint y_column, GArray *estimates)
{
  const TnEstimate *most = NULL, *least = NULL;
  TnMessage *finding;

  for (guint i = 0; i < estimates->len; i++)
    {
      const TnEstimate *at = &g_array_index (estimates, TnEstimate, i);

      if (!isfinite (at->low) || !at->strong)
        continue;
      most = most == NULL || at->value > most->value ? at : most;
      least = least == NULL || at->value < least->value ? at : least;
    }
  if (most == NULL || most == least || most->low <= least->high)
    return tn_message_take (
        say_title (table, x_column, y_column,
                   N_ ("The data do not show that {y} on average differs by {x}.")),
        "x", name_of (table, x_column));
  finding = say_title (table, x_column, y_column,
                       N_ ("Of the kinds of {x}, {y} is on average highest for {most} and lowest "
                           "for {least}."));
  tn_message_take (finding, "most", tn_message_ref (most->name));

  return tn_message_take (finding, "least", tn_message_ref (least->name));
}

static TnChart *
make_bars (TnTable *table,
           guint x_column,
           guint y_column,
           TnMessage **finding,
           GCancellable *cancellable,
           GError **error)
{
  TnColumn *column = tn_table_get_column (table, x_column);
  g_autoptr (TnDictionary) dictionary = tn_column_get_dictionary (column, error);
  g_autofree guint32 *codes = dictionary != NULL ? tn_column_dup_codes (column, error) : NULL;
  g_autofree double *values =
      codes != NULL ? tn_column_dup_numbers (tn_table_get_column (table, y_column), error) : NULL;
  g_autoptr (GArray) kinds = NULL;
  g_autoptr (GArray) estimates = NULL;
  TnMessage *subtitle;

  if (values == NULL)
    return NULL;
  kinds = count_kinds (codes, tn_dictionary_get_size (dictionary), values,
                       tn_table_get_n_rows (table), cancellable, error);
  if (kinds == NULL)
    return NULL;
  estimates = make_estimates (kinds, dictionary);
  *finding = say_kinds (table, x_column, y_column, estimates);
  subtitle = tn_message_new (N_ ("average of each kind with its 95% interval, the most frequent "
                                 "first"));

  return tn_chart_forest (say_title (table, x_column, y_column, N_ ("{y} by {x}")), subtitle,
                          say_axis (table, y_column), TN_UNIT_NUMBER, NULL, 2, estimates->len,
                          (const TnEstimate *) estimates->data, -1);
}

/* Which columns go together */

static gboolean
is_measured (TnColumnType type)
{
  return type == TN_COLUMN_NUMBER || type == TN_COLUMN_TIME;
}

static gboolean
is_name (TnTable *table, guint column)
{
  TnRole role = tn_table_get_field (table, column)->role;

  return (role == TN_ROLE_CUSTOMER || role == TN_ROLE_ORDER) &&
         tn_column_get_column_type (tn_table_get_column (table, column)) != TN_COLUMN_TIME;
}

/**
 * tn_column_chart_refuse:
 * @x_column: across
 * @y_column: upwards
 *
 * Returns: (transfer full) (nullable): why there is no picture of these two columns; %NULL where
 *   there is one: two columns of numbers or times, or numbers by kind
 */
TnMessage *
tn_column_chart_refuse (TnTable *table, guint x_column, guint y_column)
{
  TnColumnType x = tn_column_get_column_type (tn_table_get_column (table, x_column));
  TnColumnType y = tn_column_get_column_type (tn_table_get_column (table, y_column));

  if (x_column == y_column)
    return tn_message_new (N_ ("A column is not compared with itself; choose another."));
  if (is_name (table, x_column) || is_name (table, y_column))
    return tn_message_new (N_ ("Each customer and order has a name of its own, so there is nothing "
                               "to compare by; choose another column."));
  if ((is_measured (x) && is_measured (y)) ||
      (tn_column_type_get_kind (x) == TN_CHUNK_CODE && y == TN_COLUMN_NUMBER))
    return NULL;

  return tn_message_new (
      N_ ("Numbers and dates can be compared with each other, and numbers by the "
          "kinds of a category; choose another column."));
}

/**
 * tn_column_chart_new:
 * @x_column: of numbers, times or kinds: across
 * @y_column: of numbers or times: upwards; of numbers where @x_column has kinds
 * @finding: (out): what the picture shows, in one sentence
 * @association: (out): of points how much they go together; no rows where kinds are compared
 *
 * Points of two columns, with the clock of their zones; or the average of a number by kind with its
 * 95 % interval, for the most frequent kinds. Both take rows as independent of each other. Errors:
 * %TN_ERROR_ARGUMENT for columns of other types, %TN_ERROR_SPACE, %G_IO_ERROR_CANCELLED, and those
 * of reading.
 *
 * Returns: (transfer full): the chart
 */
TnChart *
tn_column_chart_new (TnTable *table,
                     guint x_column,
                     guint y_column,
                     TnMessage **finding,
                     TnAssociation *association,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (TnMessage) wrong = tn_column_chart_refuse (table, x_column, y_column);

  *finding = NULL;
  *association = (TnAssociation){ 0, NAN, NAN, NAN };
  if (wrong != NULL)
    {
      tn_error_take (error, TN_ERROR_ARGUMENT, g_steal_pointer (&wrong));
      return NULL;
    }
  if (is_measured (tn_column_get_column_type (tn_table_get_column (table, x_column))))
    return make_points (table, x_column, y_column, finding, association, cancellable, error);

  return make_bars (table, x_column, y_column, finding, cancellable, error);
}

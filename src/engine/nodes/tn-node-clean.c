/* tn-node-clean.c: takes out exact repeats and rows that count for nothing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-calendar.h"
#include "tn-cancellations.h"
#include "tn-error.h"
#include "tn-events.h"
#include "tn-fitted.h"
#include "tn-keys.h"
#include "tn-repeats.h"
#include "tn-stray-dates.h"

extern const TnNodeSpec tn_node_clean;

/* Marks rows whose cell in @column (nullable) is missing. */
static gboolean
mark_missing (TnColumn *column,
              guint8 *dropped,
              gsize *n_dropped,
              GCancellable *cancellable,
              GError **error)
{
  for (gsize i = 0; column != NULL && i < tn_column_get_n_chunks (column); i++)
    {
      g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, i, error);

      if (chunk == NULL || tn_cancelled (cancellable, error))
        return FALSE;
      for (guint row = 0; row < chunk->n_rows; row++)
        if (!dropped[i * TN_CHUNK_ROWS + row] && tn_chunk_is_missing (chunk, row))
          {
            dropped[i * TN_CHUNK_ROWS + row] = TRUE;
            (*n_dropped)++;
          }
    }

  return TRUE;
}

static TnColumn *
find_role (TnTable *table, TnRole role)
{
  int place = tn_table_find_role (table, role);

  return place >= 0 ? tn_table_get_column (table, place) : NULL;
}

static gpointer
alloc_rows (gsize n, gsize size, GError **error)
{
  gpointer rows = g_try_malloc0_n (MAX (n, 1), size);

  if (rows == NULL)
    tn_error_set (error, TN_ERROR_SPACE,
                  N_ ("There is not enough free memory to clean this data set."), NULL);

  return rows;
}

static TnTable *
keep_rows (TnTable *table, const guint8 *dropped, gsize n_dropped, GError **error)
{
  gsize n = tn_table_get_n_rows (table), n_kept = 0;
  g_autoptr (GBytes) bytes = NULL;
  gsize *rows;

  if (n_dropped == 0)
    return tn_table_ref (table);
  rows = alloc_rows (n - n_dropped, sizeof (gsize), error);
  if (rows == NULL)
    return NULL;
  for (gsize i = 0; i < n; i++)
    if (!dropped[i])
      rows[n_kept++] = i;
  bytes = g_bytes_new_take (rows, n_kept * sizeof (gsize));

  return tn_table_try_new_view (table, bytes, error);
}

static void
say_dropped (TnStep *step, const char *code, const char *one, const char *other, gsize n)
{
  if (n > 0)
    tn_step_warn (step, code, tn_message_new_plural (one, other, n));
}

static gboolean
drop_repeats (TnStep *step, TnTable *table, guint8 *dropped, gsize *n_dropped, GError **error)
{
  gsize n = 0;

  if (!tn_params_get_bool (tn_step_get_params (step), "repeats"))
    return TRUE;
  if (!tn_mark_repeats (table, dropped, &n, tn_step_get_cancellable (step), error))
    return FALSE;
  say_dropped (step, "clean.repeats",
               TN_PLURAL (N_ ("{n} row was an exact repeat of another and was left out."),
                          N_ ("{n} rows were exact repeats of others and were left out.")),
               n);
  *n_dropped += n;

  return TRUE;
}

/* Rows that cannot be placed: nobody's, or of no day. */
static gboolean
drop_unplaced (TnStep *step, TnTable *table, guint8 *dropped, gsize *n_dropped, GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  GCancellable *cancellable = tn_step_get_cancellable (step);
  gsize n_nobody = 0, n_never = 0;

  if (tn_params_get_bool (params, "without_customer") &&
      !mark_missing (find_role (table, TN_ROLE_CUSTOMER), dropped, &n_nobody, cancellable, error))
    return FALSE;
  if (tn_params_get_bool (params, "without_time") &&
      !mark_missing (find_role (table, TN_ROLE_TIME), dropped, &n_never, cancellable, error))
    return FALSE;
  say_dropped (step, "clean.without_customer",
               TN_PLURAL (N_ ("{n} row names no customer and was left out."),
                          N_ ("{n} rows name no customer and were left out.")),
               n_nobody);
  say_dropped (step, "clean.without_time",
               TN_PLURAL (N_ ("{n} row has no date and was left out."),
                          N_ ("{n} rows have no date and were left out.")),
               n_never);
  *n_dropped += n_nobody + n_never;

  return TRUE;
}

/* Rows with nothing in a column that must have something, each column counted by itself. */
static gboolean
drop_incomplete (TnStep *step, TnTable *table, guint8 *dropped, gsize *n_dropped, GError **error)
{
  g_auto (GStrv) names = tn_params_get_lines (tn_step_get_params (step), "required");

  for (guint i = 0; names[i] != NULL; i++)
    {
      TnColumn *column = tn_keys_require (table, names[i], error);
      gsize n = 0;

      if (column == NULL ||
          !mark_missing (column, dropped, &n, tn_step_get_cancellable (step), error))
        return FALSE;
      if (n > 0)
        tn_step_warn (
            step, "clean.incomplete",
            tn_message_text (
                tn_message_new_plural (
                    TN_PLURAL (N_ ("{n} row has nothing in “{column}” and was left out."),
                               N_ ("{n} rows have nothing in “{column}” and were left out.")),
                    n),
                "column", names[i]));
      *n_dropped += n;
    }

  return TRUE;
}

/* The moment as the clock of the log's time zone shows it. */
static gint64
to_local (TnTable *table, gint64 time)
{
  int place = tn_table_find_role (table, TN_ROLE_TIME);
  g_autoptr (TnCalendar) calendar =
      tn_calendar_new (tn_table_get_field (table, place)->zone, time - TN_DAY, time + TN_DAY);

  return tn_calendar_to_local (calendar, time);
}

/* Which row it is: its place in the data and its date. */
static void
say_row (TnStep *step, const char *code, TnMessage *message, TnTable *table, gsize row, gint64 time)
{
  tn_message_count (message, "row", (gint64) row + 1);
  tn_step_warn (step, code, tn_message_date (message, "date", to_local (table, time)));
}

static gboolean
drop_strays (TnStep *step, TnTable *table, guint8 *dropped, gsize *n_dropped, GError **error)
{
  gint64 last = tn_params_get_date (tn_step_get_params (step), "last_day");
  TnStrayDates found;

  if (!tn_mark_stray_dates (table, last, dropped, &found, tn_step_get_cancellable (step), error))
    return FALSE;
  *n_dropped += found.n_marked;
  if (found.n_marked > 0 && last != TN_TIME_MISSING)
    say_row (step, "clean.stray_dates",
             tn_message_new_plural (
                 TN_PLURAL ("{n} row comes after the last day of the data and was left out: row "
                            "{row}, dated {date}.",
                            "{n} rows come after the last day of the data and were left out; the "
                            "first is row {row}, dated {date}."),
                 (gint64) found.n_marked),
             table, found.row, found.date);
  else if (found.n_marked > 0)
    say_row (step, "clean.stray_dates",
             tn_message_new_plural (
                 TN_PLURAL ("{n} row comes more than a year after all others and was left out: row "
                            "{row}, dated {date}. Correct it, or set the last day of the data.",
                            "{n} rows come more than a year after all others and were left out; "
                            "the first is row {row}, dated {date}. Correct them, or set the last "
                            "day of the data."),
                 (gint64) found.n_marked),
             table, found.row, found.date);
  if (found.n_far > 0)
    say_row (step, "clean.far_dates",
             tn_message_new_plural (
                 TN_PLURAL ("{n} row comes more than a year after all others: row {row}, dated "
                            "{date}. It counts, and everyone silent until then as gone. If its "
                            "date is wrong, set the last day of the data.",
                            "{n} rows come more than a year after all others; the first is row "
                            "{row}, dated {date}. They count, and everyone silent until then as "
                            "gone. If their dates are wrong, set the last day of the data."),
                 (gint64) found.n_far),
             table, found.far_row, found.far_date);

  return TRUE;
}

static gboolean
fit (TnStep *step, TnNodeState **state, GError **error)
{
  g_autoptr (TnReading) reading = tn_cancellations_learn (step, tn_step_get_table (step, 0), error);
  g_autoptr (GPtrArray) sentences = NULL;

  if (reading == NULL)
    return FALSE;
  sentences = tn_reading_say (reading);
  for (guint i = 0; i < sentences->len; i++)
    tn_step_warn (step, "clean.reading", tn_message_ref (g_ptr_array_index (sentences, i)));
  *state = tn_fitted_to_state (&tn_node_clean, tn_reading_to_variant (reading));

  return TRUE;
}

static TnReading *
reading_from_state (const TnNodeState *state, GError **error)
{
  GVariant *fields = tn_fitted_get_fields (&tn_node_clean, state, error);
  TnReading *reading = fields != NULL ? tn_reading_from_variant (fields) : NULL;

  if (fields != NULL && reading == NULL)
    tn_fitted_set_damaged (&tn_node_clean, error);

  return reading;
}

static gboolean
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  TnTable *table = tn_step_get_table (step, 0);
  gsize n_dropped = 0;
  g_autofree guint8 *dropped = alloc_rows (tn_table_get_n_rows (table), 1, error);
  g_autoptr (TnReading) reading = NULL;
  g_autoptr (TnTable) marked = NULL;
  g_autoptr (TnTable) cleaned = NULL;

  if (dropped == NULL)
    return FALSE;
  reading = reading_from_state (state, error);
  if (reading == NULL || !drop_repeats (step, table, dropped, &n_dropped, error) ||
      !drop_unplaced (step, table, dropped, &n_dropped, error) ||
      !drop_incomplete (step, table, dropped, &n_dropped, error) ||
      !drop_strays (step, table, dropped, &n_dropped, error))
    return FALSE;
  marked = tn_cancellations_mark (step, reading, table, dropped, &n_dropped, error);
  if (marked == NULL)
    return FALSE;
  cleaned = keep_rows (marked, dropped, n_dropped, error);
  if (cleaned == NULL)
    return FALSE;
  outputs[0] = tn_packet_new_table (TN_PORT_EVENTS, cleaned);

  return TRUE;
}

static const TnPortSpec inputs[] = { { "events", TN_PORT_EVENTS, N_ ("Events") }, { NULL } };
static const TnPortSpec outputs[] = { { "events", TN_PORT_EVENTS, N_ ("Clean events") }, { NULL } };

static const TnChoice cancellations[] = {
  { "keep", N_ ("Keep them as returns: facts about customers use them") },
  { "undo", N_ ("Leave them out, each with the order line it undoes") },
  { "drop", N_ ("Leave them out alone: the orders they undo stay") },
  { NULL },
};

static const TnParamSpec params[] = {
  { "repeats", TN_PARAM_BOOL, N_ ("Leave out exact repeats"),
    N_ ("A row that equals an earlier one in every column is left out."), 1,
    .why = N_ ("Exports often write a row twice; two equal lines of one order are seldom meant.") },
  { "without_customer", TN_PARAM_BOOL, N_ ("Leave out rows without a customer"),
    N_ ("They cannot be assigned to anyone."), 1 },
  { "without_time", TN_PARAM_BOOL, N_ ("Leave out rows without a date"),
    N_ ("It is not known whether they were before or after the cut date."), 1 },
  { "required", TN_PARAM_COLUMNS, N_ ("Columns that must be filled in"),
    N_ ("Rows with nothing in one of these columns are left out, and counted for each column."),
    .text = "" },
  { "cancellations", TN_PARAM_CHOICE, N_ ("Returns and cancellations"),
    N_ ("What becomes of rows that take an order back. A row with its order line is matched by "
        "customer, item, quantity and an earlier time."),
    .text = "keep", .choices = cancellations,
    .why = N_ ("Who sends much back tells something, and the order itself was made.") },
  { "cancel_prefix", TN_PARAM_TEXT, N_ ("Cancellations begin with"),
    N_ ("How order numbers of cancellations begin, such as C; empty takes what always comes with "
        "negative quantities, “-” nothing."),
    .text = "" },
  { "status_column", TN_PARAM_COLUMN, N_ ("Column with the order's status"),
    N_ ("The column that says whether an order was cancelled. One that is changed after the order "
        "lets later cancellations into earlier dates; empty takes none."),
    .text = "" },
  { "cancel_statuses", TN_PARAM_TEXT, N_ ("Status of a cancellation"),
    N_ ("Which words of that column say cancelled or returned, separated by commas; empty takes "
        "the usual ones."),
    .text = "" },
  { "order_types", TN_PARAM_TEXT, N_ ("Event types that count as an order"),
    N_ ("Such as order, purchase; empty takes the usual words found in these data, “-” none, so "
        "that an order number or an amount makes the order."),
    .text = "" },
  { "return_types", TN_PARAM_TEXT, N_ ("Event types that count as a return"),
    N_ ("Such as return, refund; empty takes the usual words found in these data, “-” none."),
    .text = "", .advanced = TRUE },
  { "free_orders", TN_PARAM_BOOL, N_ ("Count orders without a price"),
    N_ ("Rows whose amount is zero make an order too; otherwise they count as other events."), 0,
    .advanced = TRUE },
  { "last_day", TN_PARAM_DATE, N_ ("Last day of the data"),
    N_ ("Rows after this day are left out; empty leaves out rows dated more than a year after "
        "nearly all others."),
    .text = "", .advanced = TRUE },
  { NULL },
};

const TnNodeSpec tn_node_clean = {
  .id = "clean",
  .version = 3,
  .group = "prepare",
  .title = N_ ("Clean"),
  .words = N_ ("cleanse; remove duplicates; deduplicate; returns; refunds; cancelled orders; "
               "outliers; bad rows; tidy data"),
  .summary = N_ ("Leaves out exact repeats and rows that cannot be used, counts them, and tells "
                 "orders from returns."),
  .learns = N_ ("How orders, returns and cancellations are told apart."),
  .method = N_ ("Exact repeats and rows without customer or date were left out and counted; orders "
                "were told from returns and cancellations."),
  .inputs = inputs,
  .outputs = outputs,
  .params = params,
  .fit = fit,
  .apply = apply,
};

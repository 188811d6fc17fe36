/* tn-node-clean.c: takes out exact repeats and rows that count for nothing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "tn-repeats.h"
#include "tn-step.h"
#include "tn-stray-dates.h"

extern const TnNodeSpec tn_node_clean;

/* Marks rows whose cell in the first column of @role is missing. */
static gboolean
mark_missing (TnTable *table,
              TnRole role,
              guint8 *dropped,
              gsize *n_dropped,
              GCancellable *cancellable,
              GError **error)
{
  int place = tn_table_find_role (table, role);
  TnColumn *column = place >= 0 ? tn_table_get_column (table, place) : NULL;

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
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  GCancellable *cancellable = tn_step_get_cancellable (step);
  TnTable *table = tn_step_get_table (step, 0);
  gsize n = tn_table_get_n_rows (table), n_repeats = 0, n_nobody = 0, n_never = 0, n_stray;
  gint64 limit;
  g_autofree guint8 *dropped = alloc_rows (n, 1, error);
  g_autoptr (TnTable) cleaned = NULL;

  if (dropped == NULL)
    return FALSE;
  if (tn_params_get_bool (params, "repeats") &&
      !tn_mark_repeats (table, dropped, &n_repeats, cancellable, error))
    return FALSE;
  if (tn_params_get_bool (params, "without_customer") &&
      !mark_missing (table, TN_ROLE_CUSTOMER, dropped, &n_nobody, cancellable, error))
    return FALSE;
  if (tn_params_get_bool (params, "without_time") &&
      !mark_missing (table, TN_ROLE_TIME, dropped, &n_never, cancellable, error))
    return FALSE;
  if (!tn_mark_stray_dates (table, tn_params_get_date (params, "last_day"), dropped, &n_stray,
                            &limit, cancellable, error))
    return FALSE;
  if (n_stray > 0)
    tn_step_warn (
        step, "clean.stray_dates",
        tn_message_date (
            tn_message_new_plural (
                TN_PLURAL (
                    N_ ("{n} row is dated {date} or later, after all others, and was left out. "
                        "Correct it, or set the last day of the data."),
                    N_ ("{n} rows are dated {date} or later, after all others, and were left "
                        "out. Correct them, or set the last day of the data.")),
                n_stray),
            "date", limit));

  say_dropped (step, "clean.repeats",
               TN_PLURAL (N_ ("{n} row was an exact repeat of another and was left out."),
                          N_ ("{n} rows were exact repeats of others and were left out.")),
               n_repeats);
  say_dropped (step, "clean.without_customer",
               TN_PLURAL (N_ ("{n} row names no customer and was left out."),
                          N_ ("{n} rows name no customer and were left out.")),
               n_nobody);
  say_dropped (step, "clean.without_time",
               TN_PLURAL (N_ ("{n} row has no date and was left out."),
                          N_ ("{n} rows have no date and were left out.")),
               n_never);
  cleaned = keep_rows (table, dropped, n_repeats + n_nobody + n_never + n_stray, error);
  if (cleaned == NULL)
    return FALSE;
  outputs[0] = tn_packet_new_table (TN_PORT_EVENTS, cleaned);

  return TRUE;
}

static const TnPortSpec inputs[] = { { "events", TN_PORT_EVENTS, N_ ("Events") }, { NULL } };
static const TnPortSpec outputs[] = { { "events", TN_PORT_EVENTS, N_ ("Clean events") }, { NULL } };

static const TnParamSpec params[] = {
  { "repeats", TN_PARAM_BOOL, N_ ("Leave out exact repeats"),
    N_ ("A row that equals an earlier one in every column is left out."), 1,
    .why = N_ ("Exports often write a row twice; two equal lines of one order are seldom meant.") },
  { "without_customer", TN_PARAM_BOOL, N_ ("Leave out rows without a customer"),
    N_ ("They cannot be assigned to anyone."), 1 },
  { "without_time", TN_PARAM_BOOL, N_ ("Leave out rows without a date"),
    N_ ("It is not known whether they were before or after the cut date."), 1 },
  { "last_day", TN_PARAM_DATE, N_ ("Last day of the data"),
    N_ ("Rows after this day are left out; empty leaves out rows dated more than a year after "
        "nearly all others."),
    .text = "", .advanced = TRUE },
  { NULL },
};

const TnNodeSpec tn_node_clean = {
  .id = "clean",
  .version = 1,
  .group = "prepare",
  .title = N_ ("Clean"),
  .summary = N_ ("Leaves out exact repeats and rows that cannot be used, and counts them."),
  .method = N_ ("Exact repeats and rows without customer or date were left out and counted."),
  .inputs = inputs,
  .outputs = outputs,
  .params = params,
  .apply = apply,
};

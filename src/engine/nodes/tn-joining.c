/* tn-joining.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-joining.h"

#include "tn-error.h"
#include "tn-join.h"
#include "tn-memory.h"

/* Of one number, and of what finds one event. */
#define CELL_BYTES  8
#define EVENT_BYTES 48

static const TnChoice kinds[] = {
  { "left", N_ ("Keep every row, with gaps where nothing matches") },
  { "inner", N_ ("Keep only rows that match") },
  { NULL },
};

const TnParamSpec tn_joining_params[] = {
  { "keys", TN_PARAM_COLUMNS, N_ ("Compare"), N_ ("The columns that must agree, one a line."),
    .text = "" },
  { "right_keys", TN_PARAM_COLUMNS, N_ ("With"),
    N_ ("The columns of the second table in the same order; empty if they are called the same."),
    .text = "" },
  { "kind", TN_PARAM_CHOICE, N_ ("Rows without a match"),
    N_ ("What becomes of rows that match nothing."), .text = "left", .choices = kinds },
  { "time", TN_PARAM_COLUMN, N_ ("Date of the row"),
    N_ ("With a date in both tables, each row gets the latest matching one strictly before its own "
        "date."),
    .text = "", .takes = TN_TAKES_DATES },
  { "right_time", TN_PARAM_COLUMN, N_ ("Date in the second table"),
    N_ ("Since when its row was true."), .text = "", .takes = TN_TAKES_DATES },
  { "max_rows", TN_PARAM_NUMBER, N_ ("Rows at most"),
    N_ ("A join that would make more rows than this is not done; 0 for a million, or ten times the "
        "first table where that is more."),
    0, 0, 1e12, .unit = N_ ("rows"), .zero = N_ ("automatic"), .advanced = TRUE },
  { NULL },
};

static const char *
find_role_name (TnTable *table, TnRole role)
{
  int place = tn_table_find_role (table, role);

  return place >= 0 ? tn_table_get_field (table, place)->name : NULL;
}

/* Rows as of a cut date may only see what was true before it, whatever other dates they
 * have; events what was true before they happened. */
static const char *
choose_time (TnTable *left, TnPortType type, const char *asked, GError **error)
{
  const char *cut = find_role_name (left, TN_ROLE_CUT);
  const char *own = cut == NULL ? find_role_name (left, TN_ROLE_TIME) : cut;

  if (*asked != '\0' && cut != NULL && !g_str_equal (asked, cut))
    {
      tn_error_set (error, TN_ERROR_LEAK,
                    N_ ("These rows know nothing from the cut date on, so only what was true "
                        "before “{column}” may be joined. Leave “Date of the row” empty."),
                    "column", cut, NULL);
      return NULL;
    }
  if (*asked != '\0')
    return asked;
  if (own == NULL)
    tn_error_set (error, TN_ERROR_ARGUMENT,
                  type == TN_PORT_EVENTS
                      ? N_ ("These events have no date. Say which column is the date.")
                      : N_ ("Only the second table has a date. Name that of the first in “Date of "
                            "the row”."),
                  NULL);

  return own;
}

static gboolean
check_keys (char **keys, char **right_keys, GError **error)
{
  if (keys[0] == NULL)
    {
      tn_error_set (error, TN_ERROR_ARGUMENT, N_ ("Say which columns must agree, one a line."),
                    NULL);
      return FALSE;
    }
  if (right_keys[0] != NULL && g_strv_length (right_keys) != g_strv_length (keys))
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("The two lists of columns to compare are not equally long. Name as many on "
                        "both sides."),
                    NULL);
      return FALSE;
    }

  return TRUE;
}

/* Something with a date of its own, joined to events or to rows as of a cut without saying
 * which date that is, could bring in the future. */
static gboolean
check_time (TnTable *left, TnTable *right, TnPortType type, const char *right_time, GError **error)
{
  const char *dated = find_role_name (right, TN_ROLE_TIME);

  if ((type != TN_PORT_EVENTS && tn_table_find_role (left, TN_ROLE_CUT) < 0) || dated == NULL ||
      *right_time != '\0')
    return TRUE;
  tn_error_set (error, TN_ERROR_LEAK,
                N_ ("The second table has a date ({column}), so it may hold what came after the "
                    "cut date. Name that date in “Date in the second table”."),
                "column", dated, NULL);

  return FALSE;
}

/* How a key is written: the first that is there. */
static char *
dup_example (TnTable *table, const char *name)
{
  int place = tn_table_find (table, name);
  gsize n = place >= 0 ? tn_table_get_n_rows (table) : 0;

  for (gsize i = 0; i < n; i++)
    {
      char *cell = tn_column_dup_cell (tn_table_get_column (table, (guint) place), i, NULL);

      if (cell != NULL)
        return cell;
    }

  return NULL;
}

/* Two tables of which nothing fits mostly write the same thing in two ways. */
static void
warn_of_no_match (TnStep *step, const TnJoinPlan *plan, const TnJoinParams *how)
{
  g_autofree char *left = NULL;
  g_autofree char *right = NULL;
  TnMessage *message;

  if (tn_join_plan_get_n_matched (plan) > 0 || how->left_time != NULL)
    return;
  left = dup_example (tn_step_get_table (step, 0), how->left_keys[0]);
  right = dup_example (tn_step_get_table (step, 1), how->right_keys[0]);
  if (left == NULL || right == NULL)
    return;
  message = tn_message_new (
      N_ ("No row finds a match, so nothing is added. “{left}” of the first table reads such as "
          "“{one}”, “{right}” of the second such as “{other}”: write them alike before importing, "
          "or compare other columns."));
  message = tn_message_text (message, "left", how->left_keys[0]);
  message = tn_message_text (message, "one", left);
  message = tn_message_text (message, "right", how->right_keys[0]);
  tn_step_warn (step, "join.no_match", tn_message_text (message, "other", right));
}

/* What is joined is held once, and the next step may make as much of it again; events are sorted
 * by an index. Only what grows is looked at: the rest was held against memory before the run. */
static gboolean
require_memory (const TnJoinPlan *plan,
                TnTable *left,
                TnTable *right,
                TnPortType type,
                GError **error)
{
  guint64 n = tn_join_plan_get_n_rows (plan);
  guint n_columns = tn_table_get_n_columns (left) + tn_table_get_n_columns (right);
  double row = 2.0 * CELL_BYTES * n_columns + (type == TN_PORT_EVENTS ? EVENT_BYTES : 0);
  double need = (double) n * row, have = (double) tn_memory_available ();
  TnMessage *message;

  if (n <= tn_table_get_n_rows (left) || n > tn_join_plan_get_max_rows (plan) || need <= have)
    return TRUE;
  message = tn_message_new (
      N_ ("This join would make {rows} rows of {left}, which need about {need} GB of memory, and "
          "{have} GB are free. Add a key column, group the second table by its keys first, or use "
          "a sample."));
  message = tn_message_count (message, "rows", (gint64) n);
  message = tn_message_count (message, "left", (gint64) tn_table_get_n_rows (left));
  message = tn_message_number (message, "need", need / 1e9, 1);
  tn_error_take (error, TN_ERROR_SPACE, tn_message_number (message, "have", have / 1e9, 1));

  return FALSE;
}

/**
 * tn_joining_apply:
 * @type: of the first input and the output
 *
 * Joins the second table to the first; says the match rate, and refuses an explosion of rows and
 * what would not fit in memory, before it is made.
 */
gboolean
tn_joining_apply (TnStep *step, TnPortType type, TnPacket **outputs, GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  TnTable *left = tn_step_get_table (step, 0), *right = tn_step_get_table (step, 1);
  const char *right_time = tn_params_get_text (params, "right_time");
  g_auto (GStrv) keys = tn_params_get_lines (params, "keys");
  g_auto (GStrv) right_keys = tn_params_get_lines (params, "right_keys");
  g_autoptr (TnJoinPlan) plan = NULL;
  g_autoptr (TnTable) joined = NULL;
  TnJoinParams how = { 0 };

  if (!check_keys (keys, right_keys, error) || !check_time (left, right, type, right_time, error))
    return FALSE;
  how.kind = tn_params_is_choice (params, "kind", "inner") ? TN_JOIN_INNER : TN_JOIN_LEFT;
  how.left_keys = (const char *const *) keys;
  how.right_keys = (const char *const *) (right_keys[0] != NULL ? right_keys : keys);
  how.n_keys = g_strv_length (keys);
  how.max_rows = (guint64) tn_params_get_number (params, "max_rows");
  if (*right_time != '\0')
    {
      how.left_time = choose_time (left, type, tn_params_get_text (params, "time"), error);
      how.right_time = right_time;
      if (how.left_time == NULL)
        return FALSE;
    }

  plan = tn_join_plan (left, right, &how, tn_step_get_cancellable (step), error);
  if (plan == NULL)
    return FALSE;
  tn_step_warn (step, "join.plan", tn_join_plan_say (plan));
  warn_of_no_match (step, plan, &how);
  if (!require_memory (plan, left, right, type, error))
    return FALSE;
  joined = tn_join_run (plan, tn_step_get_progress (step), tn_step_get_cancellable (step), error);
  if (joined == NULL)
    return FALSE;
  outputs[0] = tn_packet_new_table (type, joined);

  return TRUE;
}

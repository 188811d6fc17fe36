/* test-prepare.c: the nodes that bring data in, choose, clean, join and turn into numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "nodes-support.h"
#include "tn-encoder.h"
#include "tn-error.h"
#include "tn-imputer.h"
#include "tn-nodes.h"
#include "tn-scaler.h"

static void
assert_cells (Lab *lab, const char *output, const char *column, const char *expected)
{
  g_autofree char *cells = lab_cells (lab_table (lab, output), column);

  g_assert_cmpstr (cells, ==, expected);
}

static TnTable *
small_log (void)
{
  return lab_table_of ("who:customer:a a b - c a",
                       "when:time:2026-01-01 2026-01-01 2026-01-02 "
                       "2026-01-03 - 2026-01-04",
                       "what:item:x x y y z -", "amount:amount:1 1 2 3 4 -", NULL);
}

static void
test_dataset (void)
{
  g_autoptr (Lab) lab = lab_new ("d dataset", "d.name=log", NULL);

  lab_put (lab, "log", small_log ());
  lab_run (lab);
  lab_assert_equal (lab_table (lab, "d.events"), g_hash_table_lookup (lab->tables, "log"));
  lab_assert_equal (lab_table (lab, "d.table"), g_hash_table_lookup (lab->tables, "log"));
  lab_set (lab, "d.name=other");
  lab_run_refused (lab, TN_ERROR_NOT_FOUND, "d");
  lab_set (lab, "d.name=");
  lab_run_refused (lab, TN_ERROR_ARGUMENT, "d");
}

static void
test_clean (void)
{
  g_autoptr (Lab) lab = lab_new ("d dataset", "d.name=log", "c clean", "d.events > c.events", NULL);

  lab_put (lab, "log", small_log ());
  lab_run (lab);
  assert_cells (lab, "c.events", "amount", "1 2 -");
  g_assert_nonnull (strstr (lab_find_warning (lab, "clean.repeats"), "1 row was"));
  g_assert_nonnull (strstr (lab_find_warning (lab, "clean.without_customer"), "1 row"));
  g_assert_nonnull (strstr (lab_find_warning (lab, "clean.without_time"), "1 row"));
  lab_set (lab, "c.repeats=no");
  lab_set (lab, "c.without_time=no");
  lab_run (lab);
  assert_cells (lab, "c.events", "amount", "1 1 2 4 -");
  g_assert_null (lab_find_warning (lab, "clean.repeats"));
  g_assert_cmpuint (lab->warnings->len, ==, 1);
}

/* Customer a orders and takes it back a week later; b takes back what nobody bought. */
static TnTable *
returned_log (void)
{
  return lab_table_of ("who:customer:a a a b b b - b",
                       "when:time:2026-01-01 2026-01-05 2026-01-08 2026-01-02 2026-01-09 "
                       "2026-01-10 2026-01-11 2026-01-12",
                       "number:order:1 2 C3 4 C5 C6 7 8", "what:item:x y x z z w x z",
                       "pieces:quantity:2 1 -2 1 1 -3 1 2", "paid:amount:10 5 -10 7 7 -9 1 14",
                       "note:none:p - p p p p p -", NULL);
}

static void
test_cancellations (void)
{
  g_autoptr (Lab) lab = lab_new ("d dataset", "d.name=log", "c clean", "d.events > c.events", NULL);

  lab_put (lab, "log", returned_log ());
  lab_run (lab);
  assert_cells (lab, "c.events", "number", "1 2 C3 4 C5 C6 8");
  /* C5 has a positive quantity: what two negative numbers show is too little for a prefix. */
  assert_cells (lab, "c.events", "line", "order order return order order return order");
  g_assert_nonnull (strstr (lab_find_warning (lab, "clean.returns"), "2 rows are returns"));
  g_assert_null (lab_find_warning (lab, "clean.reading"));

  lab_set (lab, "c.cancel_prefix=C");
  lab_run (lab);
  assert_cells (lab, "c.events", "line", "order order return order return return order");
  g_assert_nonnull (strstr (lab_find_warning (lab, "clean.returns"), "3 rows are returns"));
  g_assert_nonnull (strstr (lab_find_warning (lab, "clean.reading"), "begin with “C”"));

  lab_set (lab, "c.cancellations=undo");
  lab_run (lab);
  assert_cells (lab, "c.events", "number", "1 2 4 C6 8");
  assert_cells (lab, "c.events", "line", "order order order return order");
  assert_cells (lab, "c.events", "undone", "2026-01-08 - 2026-01-09 - -");
  g_assert_nonnull (strstr (lab_find_warning (lab, "clean.undone"), "2 returns"));
  g_assert_nonnull (strstr (lab_find_warning (lab, "clean.not_undone"), "1 return"));
  g_assert_null (lab_find_warning (lab, "clean.returns"));

  lab_set (lab, "c.cancellations=drop");
  lab_run (lab);
  assert_cells (lab, "c.events", "number", "1 2 4 8");
  g_assert_nonnull (strstr (lab_find_warning (lab, "clean.returns"), "3 rows were returns"));
}

static void
test_required (void)
{
  g_autoptr (Lab) lab = lab_new ("d dataset", "d.name=log", "c clean", "d.events > c.events",
                                 "c.required=note\nwho", "c.without_customer=no", NULL);

  lab_put (lab, "log", returned_log ());
  lab_run (lab);
  assert_cells (lab, "c.events", "number", "1 C3 4 C5 C6");
  g_assert_nonnull (strstr (lab_find_warning (lab, "clean.incomplete"), "2 rows have nothing"));
  lab_set (lab, "c.required=no such");
  lab_run_refused (lab, TN_ERROR_NOT_FOUND, "c");
}

static void
test_order_types (void)
{
  g_autoptr (Lab) lab = lab_new ("d dataset", "d.name=log", "c clean", "d.events > c.events", NULL);

  lab_put (lab, "log",
           lab_table_of ("who:customer:a a a a", "what:event:order Bestellung view refund",
                         "when:time:2026-01-01 2026-01-02 2026-01-03 2026-01-04",
                         "paid:amount:10 10 - 10", NULL));
  lab_run (lab);
  assert_cells (lab, "c.events", "line", "order other other return");
  g_assert_nonnull (strstr (lab_find_warning (lab, "clean.reading"), "“order”"));
  lab_set (lab, "c.order_types=Order, bestellung");
  lab_set (lab, "c.return_types=-");
  lab_run (lab);
  assert_cells (lab, "c.events", "line", "order order other other");
  lab_set (lab, "c.order_types=purchase");
  lab_run_refused (lab, TN_ERROR_ARGUMENT, "c");
  lab_set (lab, "c.order_types=");
  lab_set (lab, "c.status_column=who");
  lab_run_refused (lab, TN_ERROR_ARGUMENT, "c");
  lab_set (lab, "c.cancel_statuses=a");
  lab_run (lab);
  assert_cells (lab, "c.events", "line", "return return return return");
  lab_set (lab, "c.cancellations=undo");
  lab_run_refused (lab, TN_ERROR_DATA, "c");
}

/* What was learned from one log reads the next: a word that only the next has is no order. */
static void
test_reading_is_kept (void)
{
  g_autoptr (Lab) lab = lab_new ("d dataset", "d.name=log", "c clean", "d.events > c.events", NULL);
  g_autoptr (Lab) other =
      lab_new ("d dataset", "d.name=log", "c clean", "d.events > c.events", NULL);
  g_autoptr (GError) error = NULL;

  lab_put (lab, "log",
           lab_table_of ("who:customer:a a", "what:event:order view",
                         "when:time:2026-01-01 2026-01-02", "paid:amount:10 10", NULL));
  lab_put (other, "log",
           lab_table_of ("who:customer:a a a", "what:event:view purchase order",
                         "when:time:2026-02-01 2026-02-02 2026-02-03", "paid:amount:10 10 10",
                         NULL));
  lab_run (lab);
  g_assert_true (lab_score (lab, other, "c", TN_TIME_MISSING, &error));
  g_assert_no_error (error);
  assert_cells (other, "c.events", "line", "other other order");
}

/* The same without the step “clean”: the cut dates' step keeps it. */
static void
test_reading_without_clean (void)
{
  g_autoptr (Lab) lab = lab_new ("d dataset", "d.name=log", "c define_churn", "d.events > c.events",
                                 "c.horizon_days=30", "c.cuts=2026-02-15", NULL);
  g_autoptr (Lab) other =
      lab_new ("d dataset", "d.name=log", "c define_churn", "d.events > c.events", NULL);
  g_autoptr (GError) error = NULL;

  lab_put (lab, "log",
           lab_table_of ("who:customer:a b b b b", "what:event:order order order view order",
                         "when:time:2026-01-01 2026-01-02 2026-02-20 2026-03-01 2026-06-01",
                         "paid:amount:10 10 10 10 10", NULL));
  lab_put (other, "log",
           lab_table_of ("who:customer:a b c", "what:event:purchase view view",
                         "when:time:2026-07-01 2026-07-02 2026-07-03", "paid:amount:10 10 10",
                         NULL));
  lab_run (lab);
  g_assert_nonnull (strstr (lab_find_warning (lab, "events.reading"), "“order”"));
  /* By its own lights every row of the other log with an amount would be an order. */
  g_assert_false (lab_score (lab, other, "c", TN_TIME_MISSING, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "No row of this log is an order"));
}

static TnTable *
with_zone (TnTable *table, const char *name, const char *zone)
{
  TnTableBuilder *builder = tn_table_builder_new_from (table);
  int place = tn_table_find (table, name);
  TnField *field = tn_field_copy (tn_table_get_field (table, place));

  field->zone = g_strdup (zone);
  tn_table_builder_take (builder, field, tn_column_ref (tn_table_get_column (table, place)));
  tn_table_unref (table);

  return tn_table_builder_end (builder);
}

/* Clocks in Berlin change on 29 March 2026: that day begins at 23:00 UTC, the next at 22:00.
 * Who ordered half an hour after the one midnight or before the other is not of the past. */
static void
test_typed_cuts (void)
{
  g_autoptr (Lab) lab = lab_new ("d dataset", "d.name=log", "c define_churn", "d.events > c.events",
                                 "c.horizon_days=30", "c.cuts=2026-03-30\n2026-03-29", NULL);

  lab_put (lab, "log",
           with_zone (lab_table_of ("who:customer:a b c z a",
                                    "when:time:2026-03-28T22:30 2026-03-28T23:30 "
                                    "2026-03-29T22:30 2026-06-01 2026-04-10",
                                    "paid:amount:1 1 1 1 1", NULL),
                      "when", "Europe/Berlin"));
  lab_run (lab);
  assert_cells (lab, "c.table", "customer", "a a b a b c z");
  assert_cells (lab, "c.table", "cut",
                "2026-03-28 23:00:00 2026-03-29 22:00:00 2026-03-29 22:00:00 "
                "2026-06-01 22:00:00 2026-06-01 22:00:00 2026-06-01 22:00:00 "
                "2026-06-01 22:00:00");
}

/* The last day of the data is the shop's day too. */
static void
test_last_day (void)
{
  g_autoptr (Lab) lab = lab_new ("d dataset", "d.name=log", "c clean", "d.events > c.events",
                                 "c.last_day=2026-03-29", NULL);

  lab_put (lab, "log",
           with_zone (lab_table_of ("who:customer:a b c",
                                    "when:time:2026-03-28T23:30 2026-03-29T21:30 "
                                    "2026-03-29T22:30",
                                    "paid:amount:1 1 1", NULL),
                      "when", "Europe/Berlin"));
  lab_run (lab);
  assert_cells (lab, "c.events", "who", "a b");
  g_assert_nonnull (strstr (lab_find_warning (lab, "clean.stray_dates"), "30 March 2026"));
}

static void
test_choose_columns (void)
{
  g_autoptr (Lab) lab =
      lab_new ("d dataset", "d.name=t", "c choose_columns", "d.table > c.table", NULL);
  TnTable *out;

  lab_put (lab, "t",
           lab_table_of ("id:customer:a b", "x:number:1 2", "plan:none:p q",
                         "seen:date:2026-01-01 -", "sex:sensitive:f m", "churn:target:yes no",
                         NULL));
  lab_run (lab);
  out = lab_table (lab, "c.table");
  g_assert_cmpuint (tn_table_get_n_columns (out), ==, 6);
  g_assert_cmpint (tn_table_get_field (out, tn_table_find (out, "x"))->role, ==, TN_ROLE_FEATURE);
  g_assert_cmpint (tn_table_get_field (out, tn_table_find (out, "plan"))->role, ==,
                   TN_ROLE_FEATURE);
  g_assert_cmpint (tn_table_get_field (out, tn_table_find (out, "seen"))->role, ==, TN_ROLE_NONE);
  g_assert_cmpint (tn_table_get_field (out, tn_table_find (out, "sex"))->role, ==,
                   TN_ROLE_SENSITIVE);
  g_assert_cmpint (tn_table_get_field (out, tn_table_find (out, "churn"))->role, ==,
                   TN_ROLE_TARGET);

  lab_set (lab, "c.keep=id\nx\nchurn");
  lab_set (lab, "c.drop=x");
  lab_set (lab, "c.facts=no");
  lab_run (lab);
  out = lab_table (lab, "c.table");
  g_assert_cmpuint (tn_table_get_n_columns (out), ==, 2);
  g_assert_cmpint (tn_table_find (out, "x"), ==, -1);
  lab_set (lab, "c.keep=id\nno such");
  lab_run_refused (lab, TN_ERROR_ARGUMENT, "c");
}

static void
test_filter (void)
{
  g_autoptr (Lab) lab =
      lab_new ("d dataset", "d.name=log", "f filter", "d.table > f.table", "e filter_events",
               "d.events > e.events", "f.conditions=amount > 1\nwhat = y", "e.match=any",
               "e.conditions=amount > 3\nwho is missing", NULL);

  lab_put (lab, "log", small_log ());
  lab_run (lab);
  assert_cells (lab, "f.table", "amount", "2 3");
  assert_cells (lab, "e.events", "amount", "3 4");
  g_assert_cmpuint (lab->warnings->len, ==, 2);
  g_assert_nonnull (strstr (lab_find_warning (lab, "filter.left_out"), "4 rows"));
  lab_set (lab, "e.conditions=amount is great");
  lab_run_refused (lab, TN_ERROR_ARGUMENT, "e");
}

static TnTable *
items (void)
{
  return lab_table_of ("code:item:x y", "cost:number:10 20", NULL);
}

static void
test_join (void)
{
  g_autoptr (Lab) lab =
      lab_new ("d dataset", "d.name=log", "i dataset", "i.name=items", "j join_events",
               "d.events > j.events", "i.table > j.second", "k join", "d.table > k.table",
               "i.table > k.second", "j.keys=what", "j.right_keys=code", "k.keys=what",
               "k.right_keys=code", "k.kind=inner", NULL);

  lab_put (lab, "log", small_log ());
  lab_put (lab, "items", items ());
  lab_run (lab);
  assert_cells (lab, "j.events", "cost", "10 10 20 20 - -");
  assert_cells (lab, "k.table", "cost", "10 10 20 20");
  g_assert_nonnull (lab_find_warning (lab, "join.plan"));
  lab_set (lab, "k.keys=what\nwho");
  lab_run_refused (lab, TN_ERROR_ARGUMENT, "k");
  lab_set (lab, "k.keys=");
  lab_run_refused (lab, TN_ERROR_ARGUMENT, "k");
}

static void
test_explosion (void)
{
  g_autoptr (Lab) lab =
      lab_new ("d dataset", "d.name=a", "e dataset", "e.name=a", "j join", "d.table > j.table",
               "e.table > j.second", "j.keys=k", "j.max_rows=99", NULL);

  lab_put (lab, "a",
           lab_table_of ("k:none:x x x x x x x x x x", "v:number:1 2 3 4 5 6 7 8 9 0", NULL));
  lab_run_refused (lab, TN_ERROR_ARGUMENT, "j");
  lab_set (lab, "j.max_rows=100");
  lab_run (lab);
  g_assert_cmpuint (tn_table_get_n_rows (lab_table (lab, "j.table")), ==, 100);
}

static void
test_no_match (void)
{
  g_autoptr (Lab) lab =
      lab_new ("d dataset", "d.name=a", "e dataset", "e.name=b", "j join", "d.table > j.table",
               "e.table > j.second", "j.keys=k", "j.right_keys=id", NULL);
  const char *said;

  lab_put (lab, "a", lab_table_of ("k:none:- a-0017 a-0018", NULL));
  lab_put (lab, "b", lab_table_of ("id:none:K-17 K-18", "v:number:1 2", NULL));
  lab_run (lab);
  said = lab_find_warning (lab, "join.no_match");
  g_assert_nonnull (said);
  g_assert_nonnull (strstr (said, "“a-0017”"));
  g_assert_nonnull (strstr (said, "“K-17”"));
  lab_put (lab, "b", lab_table_of ("id:none:a-0017 K-18", "v:number:1 2", NULL));
  lab_run (lab);
  g_assert_null (lab_find_warning (lab, "join.no_match"));
}

/* Allowed by its setting, and too much for any computer: 65,000 × 65,000 rows. */
static void
test_join_memory (void)
{
  g_autoptr (GString) text = g_string_new ("k:none:");
  g_autoptr (GError) error = NULL;
  g_autoptr (Lab) lab =
      lab_new ("d dataset", "d.name=a", "e dataset", "e.name=a", "j join", "d.table > j.table",
               "e.table > j.second", "j.keys=k", "j.max_rows=1e12", NULL);

  for (guint i = 0; i < 65000; i++)
    g_string_append (text, "x ");
  lab_put (lab, "a", lab_table_of (text->str, NULL));
  lab_run_refused_somewhere (lab, &error);
  g_assert_error (error, TN_ERROR, TN_ERROR_SPACE);
  g_assert_cmpstr (tn_error_get_node (error), ==, "j");
  g_assert_nonnull (strstr (error->message, "4,225,000,000 rows of 65,000"));
  g_assert_nonnull (strstr (error->message, "GB are free"));
}

static Lab *
new_cut_lab (const char *node)
{
  g_autofree char *step = g_strdup_printf ("j %s", node);
  gboolean events = g_str_equal (node, "join_events");
  Lab *lab = lab_new ("d dataset", "d.name=rows", "p dataset", "p.name=prices", step,
                      events ? "d.events > j.events" : "d.table > j.table", "p.table > j.second",
                      "j.keys=who", NULL);

  return lab;
}

static TnTable *
dated (void)
{
  return lab_table_of ("who:customer:a a a b",
                       "since:time:2026-01-01 2026-02-01 2026-03-01 "
                       "2026-05-01",
                       "level:number:1 2 3 9", NULL);
}

/* What is dated at the cut or after it never comes in. */
static void
test_as_of (void)
{
  g_autoptr (Lab) lab = new_cut_lab ("join");

  lab_put (lab, "rows",
           lab_table_of ("who:customer:a a a b b",
                         "at:cut:2026-01-01 2026-02-01 "
                         "2026-02-02 2026-05-01 2026-05-02",
                         "left_at:date:2026-12-01 2026-12-01 2026-12-01 2026-12-01 "
                         "2026-12-01",
                         NULL));
  lab_put (lab, "prices", dated ());
  lab_run_refused (lab, TN_ERROR_LEAK, "j");
  lab_set (lab, "j.right_time=since");
  lab_run (lab);
  assert_cells (lab, "j.table", "level", "- 1 2 - 9");
  lab_set (lab, "j.time=at");
  lab_run (lab);
  assert_cells (lab, "j.table", "level", "- 1 2 - 9");
  /* A later date of the row must not open the door. */
  lab_set (lab, "j.time=left_at");
  lab_run_refused (lab, TN_ERROR_LEAK, "j");
}

static void
test_as_of_events (void)
{
  g_autoptr (Lab) lab = new_cut_lab ("join_events");

  lab_put (lab, "rows",
           lab_table_of ("who:customer:a a b",
                         "when:time:2026-02-01 2026-04-01 "
                         "2026-04-01",
                         NULL));
  lab_put (lab, "prices", dated ());
  lab_run_refused (lab, TN_ERROR_LEAK, "j");
  lab_set (lab, "j.right_time=since");
  lab_run (lab);
  assert_cells (lab, "j.events", "level", "1 3 -");
  lab_set (lab, "j.right_time=level");
  lab_run_refused (lab, TN_ERROR_ARGUMENT, "j");
}

/* Right rows at random times against a search row by row. */
static void
test_as_of_naive (void)
{
  for (guint run = 0; run < 20; run++)
    {
      g_autoptr (Lab) lab = new_cut_lab ("join");
      g_autoptr (GString) who = g_string_new ("who:customer:");
      g_autoptr (GString) at = g_string_new ("at:cut:");
      g_autoptr (GString) right_who = g_string_new ("who:customer:");
      g_autoptr (GString) since = g_string_new ("since:time:");
      g_autoptr (GString) level = g_string_new ("level:number:");
      int keys[40], days[40], right_keys[30], right_days[30];
      g_autofree double *found = NULL;

      for (int i = 0; i < 40; i++)
        {
          keys[i] = g_test_rand_int_range (0, 4);
          days[i] = g_test_rand_int_range (1, 29);
          g_string_append_printf (who, "k%d ", keys[i]);
          g_string_append_printf (at, "2026-01-%02d ", days[i]);
        }
      for (int i = 0; i < 30; i++)
        {
          right_keys[i] = g_test_rand_int_range (0, 4);
          right_days[i] = g_test_rand_int_range (1, 29);
          g_string_append_printf (right_who, "k%d ", right_keys[i]);
          g_string_append_printf (since, "2026-01-%02d ", right_days[i]);
          /* Of equal dates any may come: the level says the date. */
          g_string_append_printf (level, "%d ", right_days[i]);
        }
      lab_put (lab, "rows", lab_table_of (who->str, at->str, NULL));
      lab_put (lab, "prices", lab_table_of (right_who->str, since->str, level->str, NULL));
      lab_set (lab, "j.right_time=since");
      lab_run (lab);
      found = lab_numbers (lab_table (lab, "j.table"), "level");
      for (int i = 0; i < 40; i++)
        {
          int best = -1;

          for (int j = 0; j < 30; j++)
            if (right_keys[j] == keys[i] && right_days[j] < days[i])
              best = MAX (best, right_days[j]);
          g_assert_true (best < 0 ? isnan (found[i]) : found[i] == best);
        }
    }
}

/* Rows 0 to 5 train, 6 and 7 test. */
static TnRowRole
first_six (gsize row)
{
  return row < 6 ? TN_ROW_TRAIN : TN_ROW_TEST;
}

static Lab *
new_step_lab (const char *node)
{
  g_autofree char *step = g_strdup_printf ("s %s", node);

  return lab_new ("d dataset", "d.name=t", step, "d.table > s.table", NULL);
}

static void
put_with_roles (Lab *lab, TnTable *table)
{
  lab_put (lab, "t", lab_with_roles (table, first_six));
  tn_table_unref (table);
}

static void
test_impute (void)
{
  g_autoptr (Lab) lab = new_step_lab ("impute");

  put_with_roles (
      lab, lab_table_of ("x:feature:1 2 3 - 3 5 - 1000", "key:customer:a b c d e f g h", NULL));
  lab_run (lab);
  assert_cells (lab, "s.table", "x", "1 2 3 3 3 5 3 1000");
  g_assert_cmpuint (tn_table_get_n_columns (lab_table (lab, "s.table")), ==, 3);
  lab_set (lab, "s.number=mean");
  lab_set (lab, "s.indicator=no");
  lab_run (lab);
  assert_cells (lab, "s.table", "x", "1 2 3 2.8 3 5 2.8 1000");
  lab_set (lab, "s.columns=nobody");
  lab_run_refused (lab, TN_ERROR_NOT_FOUND, "s");
}

static void
test_impute_most_frequent (void)
{
  g_autoptr (Lab) lab = new_step_lab ("impute");

  put_with_roles (lab, lab_table_of ("x:feature:1 1 7 - 8 9 - 1000", NULL));
  lab_set (lab, "s.number=most_frequent");
  lab_run (lab);
  assert_cells (lab, "s.table", "x", "1 1 7 1 8 9 1 1000");
}

/* A choice the learner does not know would silently be its default. */
static void
test_choices_are_known (void)
{
  static const char *const nodes[][2] = {
    { "impute", "number" }, { "impute", "category" }, { "encode", "method" }, { "scale", "method" }
  };

  tn_nodes_init ();
  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    {
      const TnParamSpec *param =
          tn_node_spec_find_param (tn_node_registry_find (nodes[i][0]), nodes[i][1]);

      for (const TnChoice *choice = param->choices; choice->id != NULL; choice++)
        switch (nodes[i][0][0])
          {
          case 'i':
            g_assert_true (tn_impute_method_from_id (choice->id, &(TnImputeMethod){ 0 }));
            break;
          case 'e':
            g_assert_true (tn_encode_method_from_id (choice->id, &(TnEncodeMethod){ 0 }));
            break;
          default:
            g_assert_true (tn_scale_method_from_id (choice->id, &(TnScaleMethod){ 0 }));
            break;
          }
    }
}

static void
test_scale (void)
{
  g_autoptr (Lab) lab = new_step_lab ("scale");
  g_autofree double *x = NULL;

  put_with_roles (lab, lab_table_of ("x:feature:-1 1 -1 1 -1 1 3 1000", NULL));
  lab_run (lab);
  x = lab_numbers (lab_table (lab, "s.table"), "x");
  /* Centre 0 and spread from the train rows alone; the far test row is cut at 5. */
  g_assert_cmpfloat_with_epsilon (x[0], -x[1], 1e-12);
  g_assert_cmpfloat_with_epsilon (x[6], 3 * x[1], 1e-12);
  g_assert_cmpfloat (x[7], ==, 5);
}

static void
test_encode (void)
{
  g_autoptr (Lab) lab = new_step_lab ("encode");
  TnTable *out;

  put_with_roles (lab, lab_table_of ("plan:feature:p p p q q - p new",
                                     "churn:target:yes no yes no no no - -", NULL));
  lab_set (lab, "s.min_count=1");
  lab_run (lab);
  out = lab_table (lab, "s.table");
  g_assert_cmpint (tn_table_find (out, "plan"), ==, -1);
  for (guint i = 0; i < tn_table_get_n_columns (out); i++)
    g_assert_null (strstr (tn_table_get_field (out, i)->name, "new"));
  lab_set (lab, "s.method=ordinal");
  lab_run (lab);
  lab_set (lab, "s.method=target");
  lab_run (lab);
}

static TnRowRole
every_third (gsize row)
{
  return row % 3 == 2 ? TN_ROW_TEST : TN_ROW_TRAIN;
}

/* Every customer has a category of their own, and noise for an answer: a rate that saw the
 * row's own answer gives it away, one learned without it knows nothing. */
static void
test_target_encoding (void)
{
  g_autoptr (Lab) lab = new_step_lab ("encode");
  g_autoptr (GString) who = g_string_new ("who:customer:");
  g_autoptr (GString) plan = g_string_new ("plan:feature:");
  g_autoptr (GString) churn = g_string_new ("churn:target:");
  g_autoptr (GString) row = g_string_new ("row:number:");
  g_autoptr (TnTable) table = NULL;
  g_autofree double *rates = NULL;
  g_autofree double *rows = NULL;
  TnTable *out;

  for (guint i = 0; i < 300; i++)
    {
      g_string_append_printf (who, "w%u ", i);
      g_string_append_printf (plan, "p%u ", i / 3);
      g_string_append_printf (churn, "%s ", i % 3 == 0 ? "yes" : "no");
      g_string_append_printf (row, "%u ", i);
    }
  table = lab_table_of (who->str, plan->str, churn->str, row->str, NULL);
  lab_put (lab, "t", lab_with_roles (table, every_third));
  lab_set (lab, "s.method=target");
  lab_set (lab, "s.min_count=1");
  lab_set (lab, "s.max_categories=10000");
  lab_set (lab, "s.smoothing=1");
  lab_run (lab);
  out = lab_table (lab, "s.table");
  rows = lab_numbers (out, "row");
  for (guint i = 0; i < 300; i++)
    g_assert_cmpfloat (rows[i], ==, i);
  for (guint i = 0; i < tn_table_get_n_columns (out); i++)
    if (tn_table_get_field (out, i)->role == TN_ROLE_FEATURE)
      rates = lab_numbers (out, tn_table_get_field (out, i)->name);
  g_assert_nonnull (rates);
  for (guint i = 0; i < 300; i += 3)
    {
      /* The leaver's own rate rests at most on the stayer beside it, and the reverse. */
      g_assert_cmpfloat (rates[i], <, 0.55);
      g_assert_cmpfloat (rates[i + 1], >, 0.4);
      /* The test row sees both: half of them left, smoothed towards a half. */
      g_assert_cmpfloat_with_epsilon (rates[i + 2], 0.5, 1e-9);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/gives-the-table-named", test_dataset);
  g_test_add_func ("/clean/leaves-out-and-counts", test_clean);
  g_test_add_func ("/clean/does-with-cancellations-what-is-set", test_cancellations);
  g_test_add_func ("/clean/columns-that-must-be-filled-in", test_required);
  g_test_add_func ("/clean/types-of-orders-are-found-or-set", test_order_types);
  g_test_add_func ("/clean/reads-the-next-log-as-it-learned", test_reading_is_kept);
  g_test_add_func ("/clean/last-day-is-of-the-zone", test_last_day);
  g_test_add_func ("/define-churn/reads-the-next-log-as-it-learned", test_reading_without_clean);
  g_test_add_func ("/define-churn/typed-dates-begin-at-the-zone's-midnight", test_typed_cuts);
  g_test_add_func ("/choose-columns/says-what-is-learned-from", test_choose_columns);
  g_test_add_func ("/filter/keeps-rows-and-says-how-many-went", test_filter);
  g_test_add_func ("/join/adds-columns", test_join);
  g_test_add_func ("/join/refuses-an-explosion-of-rows", test_explosion);
  g_test_add_func ("/join/no-match-shows-how-both-write-their-keys", test_no_match);
  g_test_add_func ("/join/refuses-what-does-not-fit-in-memory", test_join_memory);
  g_test_add_func ("/join/nothing-from-the-cut-on-comes-in", test_as_of);
  g_test_add_func ("/join/nothing-after-the-event-comes-in", test_as_of_events);
  g_test_add_func ("/join/as-of-equals-a-search-row-by-row", test_as_of_naive);
  g_test_add_func ("/impute/learns-from-train-rows-alone", test_impute);
  g_test_add_func ("/impute/takes-the-most-frequent-number", test_impute_most_frequent);
  g_test_add_func ("/prepare/every-choice-is-known-to-its-learner", test_choices_are_known);
  g_test_add_func ("/scale/learns-from-train-rows-alone", test_scale);
  g_test_add_func ("/encode/knows-categories-of-train-rows-alone", test_encode);
  g_test_add_func ("/encode/rates-of-train-rows-do-not-know-their-answer", test_target_encoding);

  return g_test_run ();
}

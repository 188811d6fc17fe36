/* test-plan.c: what is found in a file is seen, corrected and used again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "cli-support.h"
#include "tn-json.h"

/* A shop of the United States: no day beyond the twelfth, so nothing in it says what comes
 * first. */
#define US_SHOP                           \
  "Order,Customer,Order Date,Price\n"     \
  "1,Ann,03/04/2026 10:00,\"1,200.50\"\n" \
  "2,Bob,03/05/2026 23:30,12.00\n"        \
  "3,Ann,04/06/2026 12:00,3.25\n"         \
  "4,Cid,05/07/2026 12:00,7.10\n"         \
  "5,Cid,05/08/2026 12:00,1.50\n"         \
  "6,Bob,06/09/2026 12:00,8.00\n"

static JsonObject *
get_object (const Said *said)
{
  g_assert_cmpint (said->status, ==, 0);
  g_assert_nonnull (said->json);

  return json_node_get_object (said->json);
}

static JsonObject *
find_column (JsonArray *columns, const char *name)
{
  for (guint i = 0; i < json_array_get_length (columns); i++)
    {
      JsonObject *column = json_array_get_object_element (columns, i);

      if (strcmp (json_object_get_string_member (column, "name"), name) == 0)
        return column;
    }

  return NULL;
}

/* What a column is in the table that came or would come of it. */
static const char *
get_type (const Said *said, const char *name)
{
  JsonObject *column =
      find_column (json_object_get_array_member (get_object (said), "columns"), name);

  g_assert_nonnull (column);

  return json_object_get_string_member (column, "type");
}

static JsonObject *
get_plan (const Said *said)
{
  JsonArray *files = json_object_get_array_member (get_object (said), "files");

  return json_object_get_object_member (json_array_get_object_element (files, 0), "plan");
}

/* How a column is read, in the plan of a dry run. */
static JsonObject *
get_planned (const Said *said, const char *name)
{
  JsonObject *column =
      find_column (json_object_get_array_member (get_plan (said), "columns"), name);

  g_assert_nonnull (column);

  return column;
}

/* The moments of a column as they are exported: a run is not needed to see them. */
static gint64
get_first (const Said *said, const char *name)
{
  return json_object_get_int_member (get_planned (said, name), "first");
}

static gint64
moment (int month, int day, int hour)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (2026, month, day, hour, 0, 0);

  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

#define DRY(...) cli_say_to ("import", "a.tenure", __VA_ARGS__, "--dry-run", "--json", NULL)

/* Day first is a guess; the sentence names the option that says otherwise, and it does. */
static void
test_us_shop (void)
{
  g_autoptr (Said) asked = NULL;
  g_autoptr (Said) chinese = NULL;
  g_autoptr (Said) wrong = NULL;
  g_autoptr (Said) right = NULL;
  g_autoptr (Said) told = NULL;
  g_autoptr (Said) all = NULL;

  cli_scene ();
  cli_write ("us.csv", US_SHOP);
  cli_do ("new", "a.tenure", NULL);
  asked = cli_say_to ("import", "a.tenure", "us.csv", NULL);
  g_assert_cmpint (asked->status, ==, 0);
  g_assert_nonnull (strstr (asked->out, "they are read day first."));
  g_assert_nonnull (strstr (asked->out, "--again --name us --date-order 'Order Date=mdy'"));
  chinese = cli_say_to ("import", "a.tenure", "us.csv", "--dry-run", "--lang", "zh_CN", NULL);
  g_assert_nonnull (strstr (chinese->out, "--date-order 'Order Date=mdy'"));
  g_assert_null (strstr (chinese->out, "they are"));

  wrong = DRY ("us.csv");
  g_assert_true (json_object_get_boolean_member (get_planned (wrong, "Order Date"), "ambiguous"));
  g_assert_cmpint (get_first (wrong, "Order Date"), ==, moment (4, 3, 10));
  right = DRY ("us.csv", "--date-order", "Order Date=mdy");
  g_assert_false (json_object_get_boolean_member (get_planned (right, "Order Date"), "ambiguous"));
  g_assert_cmpint (get_first (right, "Order Date"), ==, moment (3, 4, 10));
  all = DRY ("us.csv", "--date-order", "mdy");
  g_assert_cmpint (get_first (all, "Order Date"), ==, moment (3, 4, 10));
  told = cli_say_to ("import", "a.tenure", "us.csv", "--date-order", "Order Date=mdy", NULL);
  g_assert_cmpint (told->status, ==, 0);
  g_assert_null (strstr (told->out, "day first"));
}

/* The clock of the file is that of New York, four hours behind in April and five in winter. */
static void
test_zone (void)
{
  g_autoptr (Said) said = NULL;
  g_autoptr (Said) one = NULL;
  g_autoptr (Said) none = NULL;

  cli_scene ();
  cli_write ("us.csv", US_SHOP);
  said = DRY ("us.csv", "--zone", "America/New_York", "--date-order", "mdy");
  g_assert_cmpint (get_first (said, "Order Date"), ==, moment (3, 4, 15));
  one = DRY ("us.csv", "--zone", "Order Date=America/New_York");
  g_assert_cmpint (get_first (one, "Order Date"), ==, moment (4, 3, 14));
  /* The order of day and month stays a question. */
  g_assert_true (json_object_get_boolean_member (get_planned (one, "Order Date"), "ambiguous"));
  none = cli_say_to ("import", "a.tenure", "us.csv", "--zone", "Mars/Olympus", "--dry-run", NULL);
  g_assert_cmpint (none->status, ==, 1);
  g_assert_nonnull (strstr (none->err, "Mars/Olympus"));
}

static void
test_dialect (void)
{
  g_autoptr (Said) tab = NULL;
  g_autoptr (Said) semicolon = NULL;
  g_autoptr (Said) quote = NULL;
  g_autoptr (Said) none = NULL;
  g_autoptr (Said) odd = NULL;

  cli_scene ();
  /* Commas inside, so that both delimiters cut it into equal rows. */
  cli_write ("both.csv", "a,x;b,y\n1,5;2,5\n3,5;4,5\n6,5;7,5\n");
  semicolon = DRY ("both.csv", "--delimiter", ";");
  g_assert_cmpstr (get_type (semicolon, "a,x"), ==, "number");
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (get_object (semicolon), "columns")), ==,
      2);
  tab = DRY ("both.csv", "--delimiter", "tab");
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (get_object (tab), "columns")), ==, 1);
  cli_write ("quoted.csv", "a,b\n'1,5',x\n'2,5',y\n'3,5',z\n");
  quote = DRY ("quoted.csv", "--quote", "'", "--decimal", "a=,");
  g_assert_cmpstr (get_type (quote, "a"), ==, "number");
  g_assert_cmpint (json_object_get_int_member (get_object (quote), "problem_cells"), ==, 0);
  none = DRY ("quoted.csv", "--quote", "none");
  g_assert_cmpstr (json_object_get_string_member (
                       json_object_get_object_member (get_plan (none), "dialect"), "quote"),
                   ==, "");
  odd = cli_say_to ("import", "a.tenure", "both.csv", "--delimiter", "ab", "--dry-run", NULL);
  g_assert_cmpint (odd->status, ==, 1);
  g_assert_nonnull (strstr (odd->err, "“ab”"));
}

static void
test_header (void)
{
  g_autoptr (Said) found = NULL;
  g_autoptr (Said) no = NULL;
  g_autoptr (Said) two = NULL;
  g_autoptr (Said) skip = NULL;

  cli_scene ();
  cli_write ("words.csv", "name,city\nAnn,Rome\nBob,Oslo\nCid,Bonn\n");
  found = DRY ("words.csv");
  g_assert_cmpint (json_object_get_int_member (get_object (found), "rows"), ==, 3);
  no = DRY ("words.csv", "--no-header");
  g_assert_cmpint (json_object_get_int_member (get_object (no), "rows"), ==, 4);
  two = DRY ("words.csv", "--header", "2");
  g_assert_cmpint (json_object_get_int_member (get_object (two), "rows"), ==, 2);
  g_assert_cmpstr (get_type (two, "name Ann"), ==, "category");
  skip = DRY ("words.csv", "--skip", "2", "--no-header");
  g_assert_cmpint (json_object_get_int_member (get_object (skip), "rows"), ==, 2);
}

static void
test_cells (void)
{
  g_autoptr (Said) found = NULL;
  g_autoptr (Said) comma = NULL;
  g_autoptr (Said) missing = NULL;
  g_autoptr (Said) renamed = NULL;
  g_autoptr (Said) left = NULL;
  g_autoptr (Said) nobody = NULL;

  cli_scene ();
  cli_write ("cells.csv", "who;price;left\nAnn;1.234;none yet\nBob;2.500;none yet\n"
                          "Cid;3.125;2026-01-02\nDan;4.750;2026-01-03\n");
  found = DRY ("cells.csv");
  g_assert_cmpstr (json_object_get_string_member (get_planned (found, "price"), "decimal"), ==,
                   ".");
  comma = DRY ("cells.csv", "--decimal", ",");
  g_assert_cmpstr (json_object_get_string_member (get_planned (comma, "price"), "decimal"), ==,
                   ",");
  g_assert_cmpstr (json_object_get_string_member (get_planned (comma, "price"), "group"), ==, ".");
  g_assert_cmpstr (get_type (comma, "who"), ==, "category");

  g_assert_cmpstr (get_type (found, "left"), ==, "category");
  missing = DRY ("cells.csv", "--missing", "left=none yet");
  g_assert_cmpstr (get_type (missing, "left"), ==, "time");
  g_assert_cmpint (json_object_get_int_member (get_planned (missing, "left"), "missing"), ==, 2);

  renamed = DRY ("cells.csv", "--rename", "price=price=net", "--type", "price=category");
  g_assert_cmpstr (get_type (renamed, "price=net"), ==, "category");
  left = DRY ("cells.csv", "--leave-out", "left");
  g_assert_null (find_column (json_object_get_array_member (get_object (left), "columns"), "left"));
  nobody =
      cli_say_to ("import", "a.tenure", "cells.csv", "--leave-out", "right", "--dry-run", NULL);
  g_assert_cmpint (nobody->status, ==, 1);
  g_assert_nonnull (strstr (nobody->err, "“right”"));
}

/* Chinese in GB18030 that somebody insists is Latin-1 becomes other words, not other rows. */
static void
test_encoding (void)
{
  g_autofree char *text =
      g_convert ("客户,城市\n张三,上海\n李四,北京\n", -1, "GB18030", "UTF-8", NULL, NULL, NULL);
  g_autoptr (Said) right = NULL;
  g_autoptr (Said) wrong = NULL;
  g_autoptr (Said) none = NULL;

  cli_scene ();
  cli_write ("gb.csv", text);
  right = DRY ("gb.csv", "--encoding", "gb18030");
  g_assert_cmpstr (get_type (right, "城市"), ==, "category");
  wrong = DRY ("gb.csv", "--encoding", "WINDOWS-1252");
  g_assert_cmpint (json_object_get_int_member (get_object (wrong), "rows"), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (get_plan (wrong), "encoding"), ==,
                   "WINDOWS-1252");
  none = cli_say_to ("import", "a.tenure", "gb.csv", "--encoding", "klingon", "--dry-run", NULL);
  g_assert_cmpint (none->status, ==, 1);
  g_assert_nonnull (strstr (none->err, "“klingon”"));
}

/* A dry run says what and why, and leaves nothing: not even the project has to be there. */
static void
test_dry_run (void)
{
  g_autoptr (Said) said = NULL;
  g_autoptr (Said) listed = NULL;

  cli_scene ();
  cli_write ("us.csv", US_SHOP);
  said = cli_say_to ("import", "none.tenure", "us.csv", "--dry-run", NULL);
  g_assert_cmpint (said->status, ==, 0);
  g_assert_nonnull (strstr (said->out, "Its name, Customer, says so."));
  g_assert_nonnull (strstr (said->out, "nothing was stored"));
  g_assert_false (g_file_test ("none.tenure", G_FILE_TEST_EXISTS));
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "us.csv", "--dry-run", NULL);
  listed = cli_say_to ("datasets", "a.tenure", "--json", NULL);
  g_assert_null (strstr (listed->out, "us"));
}

static void
replace_in_file (const char *name, const char *from, const char *to)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *changed = NULL;

  g_assert_true (g_file_get_contents (name, &text, NULL, NULL));
  parts = g_strsplit (text, from, -1);
  g_assert_cmpuint (g_strv_length (parts), >, 1);
  changed = g_strjoinv (to, parts);
  cli_write (name, changed);
}

/* Written, changed with an editor, applied to the next file of the same shop. */
static void
test_plan_file (void)
{
  g_autoptr (Said) again = NULL;
  g_autoptr (Said) changed = NULL;
  g_autoptr (Said) typo = NULL;
  g_autoptr (Said) other = NULL;
  g_autoptr (Said) stored = NULL;

  cli_scene ();
  cli_write ("us.csv", US_SHOP);
  cli_write ("next.csv", "Order,Customer,Order Date,Price\n7,Eve,13/14/2026 10:00,1\n"
                         "8,Eve,10/11/2026 10:00,2\n");
  cli_do ("import", "a.tenure", "us.csv", "--dry-run", "--date-order", "mdy", "--zone",
          "America/New_York", "--rename", "Price=Net", "--plan-out", "plan.json", NULL);
  again = DRY ("us.csv", "--plan", "plan.json");
  g_assert_cmpint (get_first (again, "Order Date"), ==, moment (3, 4, 15));
  g_assert_cmpstr (get_type (again, "Net"), ==, "number");

  replace_in_file ("plan.json", "\"type\" : \"number\"", "\"type\" : \"category\"");
  changed = DRY ("next.csv", "--plan", "plan.json");
  g_assert_cmpstr (get_type (changed, "Net"), ==, "category");
  g_assert_cmpint (get_first (changed, "Order Date"), ==, moment (10, 11, 14));
  /* What was decided stays, also against the file: the cell is a problem. */
  g_assert_cmpint (json_object_get_int_member (get_object (changed), "problem_cells"), ==, 1);
  cli_do ("new", "a.tenure", NULL);
  stored = cli_say_to ("import", "a.tenure", "us.csv", "--plan", "plan.json", "--json", NULL);
  g_assert_cmpstr (get_type (stored, "Net"), ==, "category");

  replace_in_file ("plan.json", "\"type\" : \"category\"", "\"type\" : \"colour\"");
  typo = cli_say_to ("import", "a.tenure", "us.csv", "--plan", "plan.json", NULL);
  g_assert_cmpint (typo->status, ==, 1);
  g_assert_nonnull (strstr (typo->err, "colour"));
  other = cli_say_to ("import", "a.tenure", "us.csv", "--plan", "us.csv", NULL);
  g_assert_cmpint (other->status, ==, 1);
  g_assert_nonnull (strstr (other->err, "--plan-out"));
}

/* Corrections hold for what is read again, and the file's own decisions before them. */
static void
test_again (void)
{
  g_autoptr (Said) first = NULL;
  g_autoptr (Said) second = NULL;

  cli_scene ();
  cli_write ("us.csv", US_SHOP);
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "us.csv", "--delimiter", ",", "--rename", "Price=Net", NULL);
  first = cli_say_to ("import", "a.tenure", "--again", "--name", "us", "--date-order", "mdy",
                      "--dry-run", "--json", NULL);
  g_assert_cmpint (get_first (first, "Order Date"), ==, moment (3, 4, 10));
  g_assert_cmpstr (get_type (first, "Net"), ==, "number");
  cli_do ("import", "a.tenure", "--again", "--name", "us", "--date-order", "mdy", NULL);
  second =
      cli_say_to ("import", "a.tenure", "--again", "--name", "us", "--dry-run", "--json", NULL);
  g_assert_cmpint (get_first (second, "Order Date"), ==, moment (3, 4, 10));
}

/* A name nobody chose replaces nothing; a chosen one replaces, says so, and undo brings it back. */
static void
test_names (void)
{
  g_autoptr (Said) second = NULL;
  g_autoptr (Said) third = NULL;
  g_autoptr (Said) replaced = NULL;
  g_autoptr (Said) before = NULL;

  cli_scene ();
  cli_write ("u.csv", US_SHOP);
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "u.csv", NULL);
  second = cli_say_to ("import", "a.tenure", "u.csv", NULL);
  g_assert_cmpint (second->status, ==, 0);
  g_assert_nonnull (strstr (second->out, "“u-2”"));
  third = cli_say_to ("import", "a.tenure", "u.csv", "--json", NULL);
  g_assert_cmpstr (json_object_get_string_member (get_object (third), "name"), ==, "u-3");
  g_assert_false (json_object_get_boolean_member (get_object (third), "replaced"));

  cli_write ("v.csv", "a,b\n1,2\n3,4\n");
  replaced = cli_say_to ("import", "a.tenure", "v.csv", "--name", "u", NULL);
  g_assert_cmpint (replaced->status, ==, 0);
  g_assert_nonnull (strstr (replaced->out, "“u” was replaced."));
  cli_do ("undo", "a.tenure", NULL);
  before = cli_say_to ("describe", "a.tenure", "u", "--json", NULL);
  g_assert_cmpint (json_object_get_int_member (get_object (before), "rows"), ==, 6);
}

/* Rows that were set aside, with where and why; a spreadsheet runs none of them. */
static void
test_problems (void)
{
  g_autoptr (GString) csv = g_string_new ("id,price\n");
  g_autoptr (Said) shown = NULL;
  g_autoptr (Said) as_json = NULL;
  g_autoptr (Said) chinese = NULL;
  g_autoptr (Said) described = NULL;
  g_autofree char *written = NULL;
  JsonObject *problem;

  for (guint i = 0; i < 400; i++)
    g_string_append_printf (csv, "c%u,%u\n", i, i);
  g_string_append (csv, "=cmd|calc\nc401,\033[31mred\nc402,1,2,3\n");
  cli_scene ();
  cli_write ("u.csv", csv->str);
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "u.csv", NULL);
  described = cli_say_to ("describe", "a.tenure", "--json", NULL);
  g_assert_cmpint (json_object_get_int_member (get_object (described), "rows"), ==, 401);
  g_assert_cmpint (json_object_get_int_member (get_object (described), "problem_rows"), ==, 2);

  as_json = cli_say_to ("problems", "a.tenure", "u", "--json", NULL);
  g_assert_cmpint (json_object_get_int_member (get_object (as_json), "problem_cells"), ==, 1);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (get_object (as_json), "problems")), ==,
      3);
  problem = json_array_get_object_element (
      json_object_get_array_member (get_object (as_json), "problems"), 0);
  g_assert_cmpint (json_object_get_int_member (problem, "line"), ==, 402);
  g_assert_cmpstr (json_object_get_string_member (problem, "reason"), ==, "short");
  g_assert_cmpstr (json_object_get_string_member (problem, "text"), ==, "=cmd|calc");

  shown = cli_say_to ("problems", "a.tenure", NULL);
  g_assert_nonnull (strstr (shown->out, "fewer cells than the header"));
  g_assert_null (strchr (shown->out, '\033'));
  chinese = cli_say_to ("problems", "a.tenure", "--out", "p.csv", "--lang", "zh_CN", NULL);
  g_assert_cmpint (chinese->status, ==, 0);
  g_assert_true (g_file_get_contents ("p.csv", &written, NULL, NULL));
  g_assert_nonnull (strstr (written, "\n402,,"));
  g_assert_nonnull (strstr (written, ",\"'=cmd|calc\""));
  g_assert_null (strstr (written, "This row"));
}

static void
test_no_problems (void)
{
  g_autoptr (Said) said = NULL;
  g_autofree char *written = NULL;

  cli_scene ();
  cli_write ("u.csv", "a,b\n1,2\n3,4\n");
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "u.csv", NULL);
  said = cli_say_to ("problems", "a.tenure", "u", "--out", "p.csv", NULL);
  g_assert_cmpint (said->status, ==, 0);
  g_assert_nonnull (strstr (said->out, "no problem rows"));
  g_assert_true (g_file_get_contents ("p.csv", &written, NULL, NULL));
  g_assert_nonnull (strstr (written, "line,column,reason,text"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli/plan/day-or-month-first-is-asked", test_us_shop);
  g_test_add_func ("/cli/plan/time-zone", test_zone);
  g_test_add_func ("/cli/plan/delimiter-and-quote", test_dialect);
  g_test_add_func ("/cli/plan/header-and-lines-above", test_header);
  g_test_add_func ("/cli/plan/decimals-missing-names", test_cells);
  g_test_add_func ("/cli/plan/encoding", test_encoding);
  g_test_add_func ("/cli/plan/dry-run-stores-nothing", test_dry_run);
  g_test_add_func ("/cli/plan/written-changed-and-used-again", test_plan_file);
  g_test_add_func ("/cli/plan/corrections-of-what-was-imported", test_again);
  g_test_add_func ("/cli/plan/free-name-or-said-replacement", test_names);
  g_test_add_func ("/cli/problems/line-reason-and-text", test_problems);
  g_test_add_func ("/cli/problems/none", test_no_problems);

  return g_test_run ();
}

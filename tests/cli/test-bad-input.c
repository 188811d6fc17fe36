/* test-bad-input.c: one sentence that names the place and the remedy, and nothing else
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli-support.h"
#include "shop-support.h"
#include "tn-json.h"

#define HEADER "OrderNo,CustomerNo,OrderDate,Sku,Quantity,Price\n"

/* What went wrong, in both forms: a sentence for people, an object for programs. @words: what
 * the sentence must name, separated by blanks. */
static void
assert_sentence (const char *const *args, const char *code, const char *words)
{
  g_auto (GStrv) needed = g_strsplit (words, " ", -1);
  g_autoptr (Said) said = cli_say_to_argv (args);
  g_autoptr (Said) as_json = NULL;
  g_autoptr (GPtrArray) with_json = g_ptr_array_new ();
  JsonObject *error;

  g_test_message ("%s %s: %s", args[0], args[1] != NULL ? args[1] : "", said->err);
  g_assert_cmpint (said->status, ==, 1);
  g_assert_true (g_str_has_suffix (said->err, ".\n"));
  g_assert_true (strchr (said->err, '\n') == said->err + strlen (said->err) - 1);
  for (guint i = 0; needed[i] != NULL; i++)
    g_assert_nonnull (strstr (said->err, needed[i]));

  for (guint i = 0; args[i] != NULL; i++)
    g_ptr_array_add (with_json, (gpointer) args[i]);
  g_ptr_array_add (with_json, (gpointer) "--json");
  g_ptr_array_add (with_json, NULL);
  as_json = cli_say_to_argv ((const char *const *) with_json->pdata);
  g_assert_cmpint (as_json->status, ==, 1);
  g_assert_nonnull (as_json->json);
  error = json_object_get_object_member (json_node_get_object (as_json->json), "error");
  g_assert_cmpstr (json_object_get_string_member (error, "code"), ==, code);
  g_assert_true (json_object_has_member (error, "node") &&
                 json_object_has_member (error, "column") &&
                 json_object_has_member (error, "line"));
  {
    g_autofree char *line = g_strconcat (json_object_get_string_member (error, "text"), "\n", NULL);

    g_assert_cmpstr (line, ==, said->err);
  }
}

#define SAYS(code, words, ...) assert_sentence ((const char *[]){ __VA_ARGS__, NULL }, code, words)

static void
test_files (void)
{
  cli_scene ();
  cli_do ("new", "a.tenure", NULL);
  cli_write ("empty.csv", "");
  cli_write ("head.csv", HEADER);
  cli_write ("picture.csv", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
  cli_write ("good.csv", HEADER "1,a,2024-01-01,x,1,2\n");

  SAYS ("data", "empty.csv", "import", "a.tenure", "empty.csv");
  SAYS ("not_found", "absent.csv", "import", "a.tenure", "absent.csv");
  SAYS ("not_found", "absent.tenure", "import", "absent.tenure", "good.csv");
  SAYS ("format", "picture.csv CSV", "import", "a.tenure", "picture.csv");
  SAYS ("data", "head.csv rows", "import", "a.tenure", "head.csv");
  SAYS ("format", "good.csv", "datasets", "good.csv");
  SAYS ("argument", "Nobody", "import", "a.tenure", "good.csv", "--role", "Nobody=customer");
  SAYS ("argument", "king customer", "import", "a.tenure", "good.csv", "--role", "CustomerNo=king");
  SAYS ("argument", "colour", "import", "a.tenure", "good.csv", "--type", "CustomerNo=colour");
}

static void
test_names (void)
{
  cli_scene ();
  cli_do ("new", "a.tenure", NULL);
  cli_write ("good.csv", HEADER "1,a,2024-01-01,x,1,2\n");
  SAYS ("not_found", "data", "describe", "a.tenure");
  SAYS ("not_found", "nothing", "describe", "a.tenure", "nothing");
  SAYS ("not_found", "oracle templates", "templates", "oracle");
  SAYS ("not_found", "oracle nodes", "nodes", "oracle");
  SAYS ("not_found", "oracle templates", "apply", "a.tenure", "oracle");
  SAYS ("not_found", "pipeline template", "run", "a.tenure");
  SAYS ("not_found", "nothing", "run", "a.tenure", "nothing");
  SAYS ("not_found", "nothing", "apply", "a.tenure", "churn", "--data", "nothing");
  SAYS ("not_found", "run", "results", "a.tenure");
  SAYS ("not_found", "7", "results", "a.tenure", "7");
  cli_do ("import", "a.tenure", "good.csv", NULL);
  SAYS ("argument", "nobody.plus", "apply", "a.tenure", "churn", "--set", "nobody.plus=1");
  SAYS ("argument", "rounds Gradient 10000", "apply", "a.tenure", "churn", "--set",
        "boosting.rounds=0");
  SAYS ("argument", "STEP.SETTING=VALUE", "apply", "a.tenure", "churn", "--set", "boosting");
}

static void
test_roles (void)
{
  cli_scene ();
  cli_do ("new", "a.tenure", NULL);
  cli_write ("undated.csv", "CustomerNo,Sku,Price\nC1,x,2.5\nC2,y,3.5\nC1,x,7.5\n");
  cli_write ("nobody.csv", "OrderDate,Price\n2024-01-01,2.5\n2024-02-01,3.5\n");
  cli_do ("import", "a.tenure", "undated.csv", "--role", "CustomerNo=customer", NULL);
  cli_do ("import", "a.tenure", "nobody.csv", NULL);
  SAYS ("data", "time", "apply", "a.tenure", "churn", "--data", "undated");
  SAYS ("data", "customer", "apply", "a.tenure", "churn", "--data", "nobody");
}

/* An order log that cannot answer the question: the run says why. @setting may be %NULL. */
static void
assert_run_says (const char *csv, const char *setting, const char *words)
{
  cli_scene ();
  cli_write ("orders.csv", csv);
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "orders.csv", "--role", "CustomerNo=customer", "--role",
          "OrderDate=time", NULL);
  if (setting != NULL)
    cli_do ("apply", "a.tenure", "churn", "--set", setting, NULL);
  else
    cli_do ("apply", "a.tenure", "churn", NULL);
  SAYS ("data", words, "run", "a.tenure");
}

/* Orders of @n customers every @gap days until day @last. */
static char *
make_orders (guint n, guint gap, guint last)
{
  GString *text = g_string_new (HEADER);

  for (guint i = 0; i < n; i++)
    for (guint day = i % gap; day <= last; day += gap)
      {
        g_autoptr (GDateTime) start = g_date_time_new_utc (2023, 1, 1, 12, 0, 0);
        g_autoptr (GDateTime) when = g_date_time_add_days (start, (int) day);
        g_autofree char *date = g_date_time_format (when, "%Y-%m-%d %H:%M:%S");

        g_string_append_printf (text, "O%u-%u,C%u,%s,S%u,1,%u.50\n", i, day, i, date, day % 7,
                                5 + i % 9);
      }

  return g_string_free (text, FALSE);
}

static void
test_one_customer (void)
{
  g_autofree char *csv = make_orders (1, 10, 700);

  assert_run_says (csv, NULL, "Choose");
}

static void
test_nobody_left (void)
{
  g_autofree char *csv = make_orders (60, 10, 700);

  assert_run_says (csv, "churn.horizon_days=90", "Nobody period");
}

/* Everybody orders in January 2023, one customer once more two years later: all others left. */
static void
test_everybody_left (void)
{
  g_autoptr (GString) csv = g_string_new (HEADER);

  for (guint i = 0; i < 60; i++)
    g_string_append_printf (
        csv, "O%u,C%u,2023-01-%02u 10:00:00,S,1,5.50\nP%u,C%u,2023-01-%02u 11:00:00,S,1,5.50\n", i,
        i, 1 + i % 20, i, i, 2 + i % 20);
  g_string_append (csv, "Z,Z,2025-01-01 10:00:00,S,1,1.50\nZZ,Z,2025-01-02 10:00:00,S,1,1.50\n");
  assert_run_says (csv->str, "churn.horizon_days=60", "verybody period");
}

static void
test_window_beyond_data (void)
{
  g_autofree char *csv = make_orders (60, 10, 200);

  assert_run_says (csv, "churn.horizon_days=3000", "3,000 shorter");
}

static void
test_one_class (void)
{
  g_autoptr (GString) csv = g_string_new ("CustomerNo,Age,Churn\n");

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (csv, "C%u,%u,no\n", i, 20 + i % 50);
  cli_scene ();
  cli_write ("table.csv", csv->str);
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "table.csv", "--role", "CustomerNo=customer", "--role",
          "Churn=target", NULL);
  cli_do ("apply", "a.tenure", "churn", NULL);
  SAYS ("data", "Churn Choose", "run", "a.tenure");
}

/* Odd but usable: imports, and says what is odd or keeps names apart. */
static void
test_odd_but_usable (void)
{
  g_autoptr (Said) said = NULL;
  JsonArray *columns;

  cli_scene ();
  cli_do ("new", "a.tenure", NULL);
  cli_write ("twice.csv", "CustomerNo,Price,Price\nC1,1,2\nC2,3,4\n");
  said = cli_say_to ("import", "a.tenure", "twice.csv", "--json", NULL);
  g_assert_cmpint (said->status, ==, 0);
  columns = json_object_get_array_member (json_node_get_object (said->json), "columns");
  g_assert_cmpuint (json_array_get_length (columns), ==, 3);
  g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (columns, 1), "name"), !=,
      json_object_get_string_member (json_array_get_object_element (columns, 2), "name"));
}

/* Root may write everywhere but where nothing can be written. */
static void
test_unwritable (void)
{
  cli_scene ();
  cli_write ("file", "");
  g_assert_cmpint (mkdir ("locked", 0500), ==, 0);
  if (geteuid () == 0)
    SAYS ("space", "/proc", "new", "/proc/a.tenure");
  else
    SAYS ("io", "locked", "new", "locked/a.tenure");
  SAYS ("not_found", "nowhere", "new", "nowhere/a.tenure");
}

static void
assert_usage (const char *const *args)
{
  g_autoptr (Said) said = cli_say_to_argv (args);

  g_assert_cmpint (said->status, ==, 2);
  g_assert_cmpuint (strlen (said->err), >, 0);
}

#define USAGE(...) assert_usage ((const char *[]){ __VA_ARGS__, NULL })

static void
test_usage (void)
{
  cli_scene ();
  USAGE (NULL);
  USAGE ("dance");
  USAGE ("new");
  USAGE ("new", "a.tenure", "b.tenure");
  USAGE ("import", "a.tenure");
  USAGE ("run", "a.tenure", "--frobnicate");
  USAGE ("run", "a.tenure", "--seed", "many");
  USAGE ("nodes", "--lang", "tlh");
}

/* What others rely on: shapes of the objects that verbs print. */
static void
test_shapes (void)
{
  g_autoptr (Said) said = NULL;
  g_autoptr (Said) templates = NULL;
  JsonObject *object;

  cli_scene ();
  {
    g_autofree char *csv = shop_write_csv (".", 60, 1);
  }
  cli_do ("new", "a.tenure", "--quiet", NULL);
  said = cli_say_to ("import", "a.tenure", "orders.csv", "--json", NULL);
  object = json_node_get_object (said->json);
  g_assert_cmpstr (tn_json_string (object, "name", NULL), ==, "orders");
  g_assert_true (json_object_has_member (object, "rows") &&
                 json_object_has_member (object, "problem_rows"));
  object = json_array_get_object_element (json_object_get_array_member (object, "columns"), 1);
  g_assert_cmpstr (tn_json_string (object, "role", NULL), ==, "customer");
  g_assert_true (json_object_has_member (object, "missing") &&
                 json_object_has_member (object, "distinct"));
  templates = cli_say_to ("templates", "churn", "--json", NULL);
  object = json_node_get_object (templates->json);
  g_assert_true (json_object_has_member (object, "question") &&
                 json_object_has_member (object, "needs"));
  object = json_array_get_object_element (json_object_get_array_member (object, "parameters"), 0);
  g_assert_nonnull (strchr (tn_json_string (object, "name", ""), '.'));
  g_assert_true (json_object_has_member (object, "type") &&
                 json_object_has_member (object, "default") &&
                 json_object_has_member (object, "help"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bad-input/files-that-are-none", test_files);
  g_test_add_func ("/bad-input/names-that-nobody-has", test_names);
  g_test_add_func ("/bad-input/no-date-or-no-customer", test_roles);
  g_test_add_func ("/bad-input/one-customer", test_one_customer);
  g_test_add_func ("/bad-input/nobody-left", test_nobody_left);
  g_test_add_func ("/bad-input/everybody-left", test_everybody_left);
  g_test_add_func ("/bad-input/window-beyond-the-data", test_window_beyond_data);
  g_test_add_func ("/bad-input/target-of-one-class", test_one_class);
  g_test_add_func ("/bad-input/odd-but-usable", test_odd_but_usable);
  g_test_add_func ("/bad-input/unwritable-folder", test_unwritable);
  g_test_add_func ("/bad-input/wrong-usage-is-two", test_usage);
  g_test_add_func ("/bad-input/objects-have-their-shape", test_shapes);

  return g_test_run ();
}

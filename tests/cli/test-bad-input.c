/* test-bad-input.c: one sentence that names the place and the remedy, and nothing else
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli-support.h"
#include "shop-support.h"
#include "tn-json.h"

#define HEADER "OrderNo,CustomerNo,OrderDate,Sku,Quantity,Price\n"

/* What people are told, less the repairs that are listed under it. */
static char *
dup_sentence (const Said *said)
{
  return g_strndup (said->err, strcspn (said->err, "\n"));
}

/* People are told the step before the sentence, programs beside it. */
static void
assert_same_text (JsonObject *error, const char *said)
{
  const char *node = tn_json_string (error, "node", NULL);
  const char *line = json_object_get_string_member (error, "text");

  if (node == NULL)
    g_assert_cmpstr (line, ==, said);
  else
    {
      g_assert_true (g_str_has_suffix (said, line));
      g_assert_nonnull (strstr (said, node));
    }
}

/* What went wrong, in both forms: a sentence for people, an object for programs. @words: what
 * the sentence must name, separated by blanks. */
static void
assert_sentence (const char *const *args, const char *code, const char *words)
{
  g_auto (GStrv) needed = g_strsplit (words, " ", -1);
  g_autoptr (Said) said = cli_say_to_argv (args);
  g_autofree char *sentence = dup_sentence (said);
  g_autoptr (Said) as_json = NULL;
  g_autoptr (GPtrArray) with_json = g_ptr_array_new ();
  JsonObject *error;

  g_test_message ("%s %s: %s", args[0], args[1] != NULL ? args[1] : "", said->err);
  g_assert_cmpint (said->status, ==, 1);
  g_assert_true (g_str_has_suffix (sentence, "."));
  for (guint i = 0; needed[i] != NULL; i++)
    g_assert_nonnull (strstr (sentence, needed[i]));

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
  assert_same_text (error, sentence);
}

/* The same in Chinese: one sentence of Chinese, with the same names in it. */
static void
assert_chinese (const char *const *args, const char *english)
{
  g_autoptr (GPtrArray) with_lang = g_ptr_array_new ();
  g_autoptr (Said) said = NULL;
  g_autofree char *sentence = NULL;

  for (guint i = 0; args[i] != NULL; i++)
    g_ptr_array_add (with_lang, (gpointer) args[i]);
  g_ptr_array_add (with_lang, (gpointer) "--lang");
  g_ptr_array_add (with_lang, (gpointer) "zh_CN");
  g_ptr_array_add (with_lang, NULL);
  said = cli_say_to_argv ((const char *const *) with_lang->pdata);

  g_test_message ("%s", said->err);
  g_assert_cmpint (said->status, ==, 1);
  sentence = dup_sentence (said);
  g_assert_true (g_str_has_suffix (sentence, "。"));
  g_assert_cmpstr (said->err, !=, english);
}

static void
assert_said (const char *const *args, const char *code, const char *words)
{
  g_autoptr (Said) said = NULL;

  assert_sentence (args, code, words);
  said = cli_say_to_argv (args);
  assert_chinese (args, said->err);
}

#define SAYS(code, words, ...) assert_said ((const char *[]){ __VA_ARGS__, NULL }, code, words)

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
  SAYS ("data", "says when time", "apply", "a.tenure", "churn", "--data", "undated");
  SAYS ("data", "who ordered customer", "apply", "a.tenure", "churn", "--data", "nobody");
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

/* A header of a million columns: refused by its count, in no time and no memory to speak of. */
static void
test_wide_header (void)
{
  guint n = g_test_slow () ? 1000000 : 100000;
  g_autoptr (GString) csv = g_string_new ("c0");

  for (guint i = 1; i < n; i++)
    g_string_append_printf (csv, ",c%u", i);
  g_string_append (csv, "\n1\n");
  cli_scene ();
  cli_write ("wide.csv", csv->str);
  cli_do ("new", "a.tenure", NULL);
  SAYS ("data", n == 100000 ? "wide.csv 100,000 choose" : "wide.csv 1,000,000 choose", "import",
        "a.tenure", "wide.csv");
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

  assert_run_says (csv, "churn.horizon_days=30", "only one customer Import");
}

static void
test_nobody_left (void)
{
  g_autofree char *csv = make_orders (60, 10, 700);

  assert_run_says (csv, "churn.horizon_days=90", "None 60 shorter");
}

/* Everybody orders in January 2023, one customer once more later: all others left. */
static char *
make_left (const char *year_and_month)
{
  GString *csv = g_string_new (HEADER);

  for (guint i = 0; i < 60; i++)
    g_string_append_printf (
        csv, "O%u,C%u,2023-01-%02u 10:00:00,S,1,5.50\nP%u,C%u,2023-01-%02u 11:00:00,S,1,5.50\n", i,
        i, 1 + i % 20, i, i, 2 + i % 20);
  g_string_append_printf (csv, "Z,Z,%s-01 10:00:00,S,1,1.50\nZZ,Z,%s-02 10:00:00,S,1,1.50\n",
                          year_and_month, year_and_month);

  return g_string_free (csv, FALSE);
}

/* Two years later those dates are suspected themselves. */
static void
test_everybody_left (void)
{
  g_autofree char *csv = make_left ("2023-12");
  g_autofree char *late = make_left ("2025-01");

  assert_run_says (csv, "churn.horizon_days=60", "All customers longer");
  assert_run_says (late, "churn.horizon_days=60", "2 122 2025 last January 2023");
}

static void
test_window_beyond_data (void)
{
  g_autofree char *csv = make_orders (60, 10, 200);

  assert_run_says (csv, "churn.horizon_days=3000", "3,000 shorter");
}

/* A cut date so late that its window is not over: the last one that works is named. */
static void
test_cut_too_late (void)
{
  g_autofree char *csv = make_orders (60, 10, 400);

  cli_scene ();
  cli_write ("orders.csv", csv);
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "orders.csv", "--role", "CustomerNo=customer", "--role",
          "OrderDate=time", NULL);
  cli_do ("apply", "a.tenure", "churn", "--set", "churn.horizon_days=60", "--set",
          "churn.cuts=2024-01-15", NULL);
  SAYS ("data", "January 2024 60 days last", "run", "a.tenure");
  cli_do ("apply", "a.tenure", "churn", "--set", "churn.horizon_days=60", "--set",
          "churn.cuts=2022-01-15", NULL);
  SAYS ("data", "January 2022 later", "run", "a.tenure");
  cli_do ("apply", "a.tenure", "churn", "--set", "churn.cuts=soon", NULL);
  SAYS ("argument", "soon 2026-03-01", "run", "a.tenure");
}

/* Whether one of the run's notes has this code, and what it says. */
static char *
find_note (const char *code)
{
  g_autoptr (Said) said = cli_say_to ("results", "a.tenure", "--json", NULL);
  JsonArray *notes = json_object_get_array_member (json_node_get_object (said->json), "warnings");

  for (guint i = 0; i < json_array_get_length (notes); i++)
    {
      JsonObject *note = json_array_get_object_element (notes, i);

      if (g_strcmp0 (tn_json_string (note, "code", NULL), code) == 0)
        return g_strdup (tn_json_string (note, "text", NULL));
    }

  return NULL;
}

/* One order dated 2099 does not make everyone a leaver: it is left out, counted and said. */
static void
test_future_dates (void)
{
  g_autofree char *orders = make_orders (120, 37, 700);
  g_autofree char *csv = g_strconcat (orders, "F,C1,2099-05-01 10:00:00,S1,1,5.50\n", NULL);
  g_autofree char *note = NULL;

  cli_scene ();
  cli_write ("orders.csv", csv);
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "orders.csv", "--role", "CustomerNo=customer", "--role",
          "OrderDate=time", NULL);
  cli_do ("apply", "a.tenure", "churn", "--set", "churn.horizon_days=30", "--set",
          "boosting.rounds=5", "--set", "evaluate.resamples=100", NULL);
  cli_do ("run", "a.tenure", NULL);
  note = find_note ("clean.stray_dates");
  g_test_message ("%s", note);
  g_assert_nonnull (note);
  g_assert_nonnull (strstr (note, "1 row"));
  g_assert_nonnull (strstr (note, "left out"));
}

/* A file system of one megabyte, seen by this process and its children alone. */
static gboolean
mount_small (const char *folder, unsigned long flags)
{
  return unshare (CLONE_NEWNS) == 0 && mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
         mount ("tmpfs", folder, "tmpfs", flags, "size=1m") == 0;
}

/* What does not fit is said, and the file that was there is whole. */
static void
test_full_disk (void)
{
  g_autoptr (GString) csv = g_string_new (HEADER);
  g_autoptr (Said) said = NULL;

  /* Numbers that no compression makes small. */
  for (guint i = 0; i < 150000; i++)
    g_string_append_printf (csv, "%08x%08x%08x,C%u,2024-01-%02u,x,1,2\n",
                            (guint) g_test_rand_int (), (guint) g_test_rand_int (),
                            (guint) g_test_rand_int (), i % 1000, 1 + i % 28);

  cli_scene ();
  g_assert_cmpint (mkdir ("small", 0700), ==, 0);
  if (!mount_small ("small", 0))
    {
      g_test_skip ("no file system can be mounted here");
      return;
    }
  cli_write ("orders.csv", csv->str);
  cli_write ("few.csv", HEADER "1,a,2024-01-01,x,1,2\n");
  cli_do ("new", "small/a.tenure", NULL);
  cli_do ("import", "small/a.tenure", "few.csv", NULL);
  SAYS ("space", "small left room", "import", "small/a.tenure", "orders.csv");
  said = cli_say_to ("describe", "small/a.tenure", "few", "--json", NULL);
  g_assert_cmpint (said->status, ==, 0);
  g_assert_cmpint (tn_json_int (json_node_get_object (said->json), "rows", 0), ==, 1);
  g_assert_cmpint (umount ("small"), ==, 0);
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
  g_assert_nonnull (strstr (said->out, "more than one column “Price”"));
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
  g_assert_cmpint (mkdir ("locked", 0500), ==, 0);
  if (geteuid () != 0 || mount_small ("locked", MS_RDONLY))
    SAYS ("io", "a.tenure Choose", "new", "locked/a.tenure");
  else
    SAYS ("space", "/proc", "new", "/proc/a.tenure");
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

/* One sentence that names what was written, in the language that was asked for, and as data. */
static void
assert_usage_says (const char *const *args, const char *given)
{
  g_autoptr (GPtrArray) more = g_ptr_array_new ();
  g_autoptr (Said) said = cli_say_to_argv (args);
  g_autoptr (Said) chinese = NULL;
  JsonObject *error;

  g_test_message ("%s", said->err);
  g_assert_cmpint (said->status, ==, 2);
  g_assert_nonnull (strstr (said->err, given));
  g_assert_true (g_str_has_suffix (said->err, ".\n"));
  for (guint i = 0; args[i] != NULL; i++)
    g_ptr_array_add (more, (gpointer) args[i]);
  /* Before the option that has no value. */
  g_ptr_array_insert (more, 1, (gpointer) "--lang=zh_CN");
  g_ptr_array_insert (more, 1, (gpointer) "--json");
  g_ptr_array_add (more, NULL);
  chinese = cli_say_to_argv ((const char *const *) more->pdata);
  g_assert_cmpint (chinese->status, ==, 2);
  g_assert_true (g_str_has_suffix (chinese->err, "。\n"));
  g_assert_nonnull (strstr (chinese->err, given));
  g_assert_nonnull (chinese->json);
  error = json_object_get_object_member (json_node_get_object (chinese->json), "error");
  g_assert_cmpstr (json_object_get_string_member (error, "code"), ==, "argument");
}

#define USAGE_SAYS(given, ...) assert_usage_says ((const char *[]){ __VA_ARGS__, NULL }, given)

static void
test_numbers (void)
{
  static const char *const no_runs[] = { "foo", "3x",  "0", "-1",
                                         "+1",  "1.0", "",  "99999999999999999999" };
  static const char *const verbs[] = { "results", "runs", "report", "export" };

  cli_scene ();
  for (guint i = 0; i < G_N_ELEMENTS (no_runs); i++)
    if (*no_runs[i] != '-')
      USAGE_SAYS (no_runs[i], "results", "a.tenure", no_runs[i]);
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    USAGE_SAYS ("“foo”", verbs[i], "a.tenure", "foo");
  USAGE_SAYS ("“foo”", "score", "a.tenure", "foo", "--data", "x.csv", "--out", "y.csv");
  USAGE_SAYS ("“1x”", "run", "a.tenure", "--seed", "1x");
  USAGE_SAYS ("“-1”", "run", "a.tenure", "--seed=-1");
  USAGE_SAYS ("“0x10”", "run", "a.tenure", "--threads", "0x10");
  USAGE_SAYS ("“2,5”", "run", "a.tenure", "--stop-after", "2,5");
  USAGE_SAYS ("“ten”", "synth", "--customers", "ten");
  USAGE_SAYS ("months", "synth", "--months", "121");
}

static void
test_options (void)
{
  cli_scene ();
  USAGE_SAYS ("“--frobnicate”", "run", "a.tenure", "--frobnicate");
  USAGE_SAYS ("“-x”", "run", "a.tenure", "-x");
  USAGE_SAYS ("--seed", "run", "a.tenure", "--seed");
  USAGE_SAYS ("--quiet", "run", "a.tenure", "--quiet=yes");
  USAGE_SAYS ("tenure-cli new PROJECT", "new");
  USAGE_SAYS ("“tlh”", "nodes", "--lang", "tlh");
  USAGE_SAYS ("“dance”", "dance");
  USAGE_SAYS ("UTF-8", "run", "\xff\xfe");
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
  g_test_add_func ("/bad-input/a-million-columns", test_wide_header);
  g_test_add_func ("/bad-input/cut-date-that-cannot-be", test_cut_too_late);
  g_test_add_func ("/bad-input/dates-of-the-future", test_future_dates);
  g_test_add_func ("/bad-input/full-disk", test_full_disk);
  g_test_add_func ("/bad-input/target-of-one-class", test_one_class);
  g_test_add_func ("/bad-input/odd-but-usable", test_odd_but_usable);
  g_test_add_func ("/bad-input/unwritable-folder", test_unwritable);
  g_test_add_func ("/bad-input/wrong-usage-is-two", test_usage);
  g_test_add_func ("/bad-input/numbers-are-numbers", test_numbers);
  g_test_add_func ("/bad-input/options-are-known", test_options);
  g_test_add_func ("/bad-input/objects-have-their-shape", test_shapes);

  return g_test_run ();
}

/* test-project.c: passwords, the version before, repairs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli-support.h"
#include "shop-support.h"
#include "tn-json.h"

#define ORDERS "OrderNo,CustomerNo,OrderDate\n1,secret-name,2024-01-01\n2,b,2024-01-02\n"

/* A terminal that answers nothing for so long answers no more. */
#define PATIENCE_MS 60000

static gint64
get_int (const Said *said, const char *name)
{
  g_assert_cmpint (said->status, ==, 0);
  g_assert_nonnull (said->json);

  return tn_json_int (json_node_get_object (said->json), name, -1);
}

static gboolean
file_holds (const char *file, const char *text)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (file, &bytes, &length, NULL));

  return g_strstr_len (bytes, length, text) != NULL || memmem (bytes, length, text, strlen (text));
}

static void
assert_refused (const Said *said)
{
  g_assert_cmpint (said->status, ==, 1);
  g_assert_nonnull (said->json);
  g_assert_cmpstr (
      json_object_get_string_member (
          json_object_get_object_member (json_node_get_object (said->json), "error"), "code"),
      ==, "password");
}

static void
test_password (void)
{
  g_autoptr (Said) without = NULL;
  g_autoptr (Said) wrong = NULL;
  g_autoptr (Said) right = NULL;
  g_autoptr (Said) old = NULL;
  g_autoptr (Said) removed = NULL;
  g_autoptr (Said) open = NULL;

  cli_scene ();
  cli_write ("orders.csv", ORDERS);
  cli_write ("one.txt", "first secret\nsecond line\n");
  cli_write ("two.txt", "other secret");
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "orders.csv", NULL);
  cli_do ("password", "a.tenure", "--new-password-file", "one.txt", NULL);
  g_assert_false (file_holds ("a.tenure", "SQLite format 3"));
  without = cli_say_to ("describe", "a.tenure", "--json", NULL);
  assert_refused (without);
  wrong = cli_say_to ("describe", "a.tenure", "--password-file", "two.txt", "--json", NULL);
  assert_refused (wrong);
  right = cli_say_to ("describe", "a.tenure", "--password-file", "one.txt", "--json", NULL);
  g_assert_cmpint (get_int (right, "rows"), ==, 2);

  cli_do ("password", "a.tenure", "--password-file", "one.txt", "--new-password-file", "two.txt",
          NULL);
  old = cli_say_to ("describe", "a.tenure", "--password-file", "one.txt", "--json", NULL);
  assert_refused (old);
  removed =
      cli_say_to ("password", "a.tenure", "--password-file", "two.txt", "--remove", "--json", NULL);
  g_assert_cmpint (removed->status, ==, 0);
  g_assert_false (json_object_get_boolean_member (json_node_get_object (removed->json), "sealed"));
  open = cli_say_to ("describe", "a.tenure", "--json", NULL);
  g_assert_cmpint (get_int (open, "rows"), ==, 2);
}

static void
test_new_with_password (void)
{
  g_autoptr (Said) without = NULL;
  g_autoptr (Said) with = NULL;
  g_autoptr (Said) empty = NULL;
  g_autoptr (Said) absent = NULL;

  cli_scene ();
  cli_write ("orders.csv", ORDERS);
  cli_write ("word.txt", "first secret\n");
  cli_write ("empty.txt", "\nword\n");
  cli_do ("new", "a.tenure", "--password-file", "word.txt", NULL);
  without = cli_say_to ("import", "a.tenure", "orders.csv", "--json", NULL);
  assert_refused (without);
  cli_do ("import", "a.tenure", "orders.csv", "--password-file", "word.txt", NULL);
  g_assert_false (file_holds ("a.tenure", "secret-name"));
  with = cli_say_to ("describe", "a.tenure", "--password-file", "word.txt", "--json", NULL);
  g_assert_cmpint (get_int (with, "rows"), ==, 2);
  empty = cli_say_to ("describe", "a.tenure", "--password-file", "empty.txt", NULL);
  g_assert_cmpint (empty->status, ==, 1);
  g_assert_nonnull (strstr (empty->err, "empty.txt"));
  absent = cli_say_to ("describe", "a.tenure", "--password-file", "absent.txt", NULL);
  g_assert_cmpint (absent->status, ==, 1);
  g_assert_nonnull (strstr (absent->err, "absent.txt"));
}

/* Everything that comes until @wanted does. */
static char *
read_until (int terminal, const char *wanted)
{
  GString *text = g_string_new (NULL);
  char bytes[256];

  while (wanted == NULL || strstr (text->str, wanted) == NULL)
    {
      struct pollfd input = { terminal, POLLIN, 0 };
      gssize n;

      g_assert_cmpint (poll (&input, 1, PATIENCE_MS), >, 0);
      n = read (terminal, bytes, sizeof bytes);
      /* The other end is closed: EIO. */
      if (n <= 0)
        break;
      g_string_append_len (text, bytes, n);
    }

  return g_string_free (text, FALSE);
}

static void
type (int terminal, const char *line)
{
  g_assert_cmpint (write (terminal, line, strlen (line)), ==, (gssize) strlen (line));
}

/* Types @lines, each when @prompts asks for it. Gives all that the terminal showed. */
static char *
talk (const char *const *args, const char *const *prompts, const char *const *lines, int *status)
{
  GString *shown = g_string_new (NULL);
  g_autofree char *rest = NULL;
  int terminal;
  pid_t pid = forkpty (&terminal, NULL, NULL, NULL);

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      execv (args[0], (char *const *) args);
      _exit (127);
    }
  for (guint i = 0; prompts[i] != NULL; i++)
    {
      g_autofree char *before = read_until (terminal, prompts[i]);

      g_string_append (shown, before);
      type (terminal, lines[i]);
    }
  rest = read_until (terminal, NULL);
  g_string_append (shown, rest);
  g_assert_cmpint (waitpid (pid, status, 0), ==, pid);
  g_assert_true (WIFEXITED (*status));
  *status = WEXITSTATUS (*status);
  close (terminal);

  return g_string_free (shown, FALSE);
}

/* On a terminal it is asked for, not shown, and asked for again when it does not fit. */
static void
test_prompt (void)
{
  const char *const set[] = { shop_program (), "password", "a.tenure", NULL };
  const char *const look[] = { shop_program (), "describe", "a.tenure", NULL };
  g_autofree char *differ = NULL;
  g_autofree char *sealed = NULL;
  g_autofree char *opened = NULL;
  g_autofree char *refused = NULL;
  int status, ends[2];

  if (openpty (&ends[0], &ends[1], NULL, NULL, NULL) != 0)
    {
      g_test_skip ("There are no pseudo-terminals here: /dev/pts is not mounted.");
      return;
    }
  close (ends[0]);
  close (ends[1]);
  cli_scene ();
  cli_write ("orders.csv", ORDERS);
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "orders.csv", NULL);
  differ = talk (set, (const char *[]){ "New password:", "Once more:", NULL },
                 (const char *[]){ "open sesame\n", "open barley\n" }, &status);
  g_assert_cmpint (status, ==, 1);
  g_assert_nonnull (strstr (differ, "not the same"));
  sealed = talk (set, (const char *[]){ "New password:", "Once more:", NULL },
                 (const char *[]){ "open sesame\n", "open sesame\n" }, &status);
  g_assert_cmpint (status, ==, 0);
  g_assert_null (strstr (sealed, "sesame"));

  opened = talk (look, (const char *[]){ "Password of a.tenure:", "Password of a.tenure:", NULL },
                 (const char *[]){ "open barley\n", "open sesame\n" }, &status);
  g_assert_cmpint (status, ==, 0);
  g_assert_null (strstr (opened, "sesame"));
  g_assert_null (strstr (opened, "barley"));
  g_assert_nonnull (strstr (opened, "CustomerNo"));
  refused = talk (look,
                  (const char *[]){ "Password of a.tenure:", "Password of a.tenure:",
                                    "Password of a.tenure:", NULL },
                  (const char *[]){ "a\n", "b\n", "c\n" }, &status);
  g_assert_cmpint (status, ==, 1);
  g_assert_null (strstr (refused, "CustomerNo"));
}

/* One save back, and forth again by the same words. */
static void
test_previous (void)
{
  g_autoptr (Said) none = NULL;
  g_autoptr (Said) told = NULL;
  g_autoptr (Said) before = NULL;
  g_autoptr (Said) after = NULL;

  cli_scene ();
  cli_write ("one.csv", "a,b\n1,2\n");
  cli_write ("two.csv", "a,b\n1,2\n3,4\n");
  none = cli_say_to ("previous", "a.tenure", NULL);
  g_assert_cmpint (none->status, ==, 1);
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "one.csv", "--name", "u", NULL);
  cli_do ("import", "a.tenure", "two.csv", "--name", "u", NULL);
  told = cli_say_to ("previous", "a.tenure", "--json", NULL);
  g_assert_cmpint (get_int (told, "save"), >, 0);
  g_assert_cmpint (get_int (told, "bytes"), >, 0);
  g_assert_false (
      json_object_get_boolean_member (json_node_get_object (told->json), "brought_back"));

  cli_do ("previous", "a.tenure", "--bring-back", NULL);
  before = cli_say_to ("describe", "a.tenure", "u", "--json", NULL);
  g_assert_cmpint (get_int (before, "rows"), ==, 1);
  cli_do ("previous", "a.tenure", "--bring-back", NULL);
  after = cli_say_to ("describe", "a.tenure", "u", "--json", NULL);
  g_assert_cmpint (get_int (after, "rows"), ==, 2);
}

/* A run that stumbles offers what to do; “fix” lists it, does it, and then it runs. */
static void
test_fix (void)
{
  g_autofree char *csv = shop_make_csv (120, 1);
  g_autoptr (Said) stumbled = NULL;
  g_autoptr (Said) listed = NULL;
  g_autoptr (Said) odd = NULL;
  g_autoptr (Said) fixed = NULL;
  g_autoptr (Said) nothing = NULL;

  cli_scene ();
  cli_write ("orders.csv", csv);
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "orders.csv", NULL);
  cli_do ("apply", "a.tenure", "churn", "--set", "churn.horizon_days=3000", "--set",
          "boosting.rounds=5", "--set", "evaluate.resamples=100", "--set", "list.explained=5",
          NULL);
  stumbled = cli_say_to ("run", "a.tenure", NULL);
  g_assert_cmpint (stumbled->status, ==, 1);
  g_assert_nonnull (strstr (stumbled->err, "tenure-cli fix a.tenure churn 1"));
  listed = cli_say_to ("fix", "a.tenure", "churn", NULL);
  g_assert_cmpint (listed->status, ==, 0);
  g_assert_nonnull (strstr (listed->out, "  1. "));
  /* A number with something behind it is no number. */
  odd = cli_say_to ("fix", "a.tenure", "churn", "1x", NULL);
  g_assert_cmpint (odd->status, ==, 1);
  g_assert_nonnull (strstr (odd->err, "“1x”"));
  fixed = cli_say_to ("fix", "a.tenure", "churn", "1", NULL);
  g_assert_cmpint (fixed->status, ==, 0);
  nothing = cli_say_to ("fix", "a.tenure", "churn", NULL);
  g_assert_null (strstr (nothing->out, "  1. "));
  cli_do ("run", "a.tenure", NULL);
}

static guint
count_in (const char *text, const char *words)
{
  guint n = 0;

  for (const char *at = strstr (text, words); at != NULL; at = strstr (at + 1, words))
    n++;

  return n;
}

/* Each finding once, in the order of the pipeline, and each step by one name. */
static void
test_several_findings (void)
{
  g_autofree char *csv = shop_make_csv (60, 1);
  g_autoptr (Said) read = NULL;
  g_autoptr (Said) failed = NULL;
  g_autoptr (Said) json = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GString) changed = NULL;
  const char *clean, *depth;

  cli_scene ();
  cli_write ("orders.csv", csv);
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "orders.csv", NULL);
  cli_do ("apply", "a.tenure", "churn", "--set", "boosting.depth=3", "--set",
          "clean.last_day=2025-12-01", NULL);
  cli_do ("pipeline", "a.tenure", "churn", "--out", "p.json", NULL);
  g_assert_true (g_file_get_contents ("p.json", &text, NULL, NULL));
  changed = g_string_new (text);
  g_assert_cmpuint (g_string_replace (changed, "2025-12-01", "soon", 0), ==, 1);
  g_assert_cmpuint (g_string_replace (changed, "\"depth\" : 3", "\"depth\" : 99", 0) +
                        g_string_replace (changed, "\"depth\": 3", "\"depth\": 99", 0),
                    ==, 1);
  cli_write ("p.json", changed->str);
  read = cli_say_to ("pipeline", "a.tenure", "churn", "--in", "p.json", NULL);

  failed = cli_say_to ("run", "a.tenure", NULL);
  g_assert_cmpint (failed->status, ==, 1);
  clean = strstr (failed->err, "“last_day” of “Clean”");
  depth = strstr (failed->err, "“depth” of “Gradient boosting”");
  g_assert_nonnull (clean);
  g_assert_nonnull (depth);
  g_assert_true (clean < depth);
  g_assert_cmpuint (count_in (failed->err, "“last_day” of"), ==, 1);
  g_assert_cmpuint (count_in (failed->err, "“depth” of"), ==, 1);
  g_assert_cmpuint (count_in (failed->err, "In the step"), ==, 0);
  json = cli_say_to ("run", "a.tenure", "--json", NULL);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (
          json_object_get_object_member (json_node_get_object (json->json), "error"), "issues")),
      ==, 2);
}

/* Undone like any edit; who reads a data set follows its new name. */
static void
test_names (void)
{
  g_autofree char *csv = shop_make_csv (60, 1);
  g_autoptr (Said) taken = NULL;
  g_autoptr (Said) unknown = NULL;
  g_autoptr (Said) wrong = NULL;
  g_autoptr (Said) gone = NULL;
  g_autoptr (Said) listed = NULL;
  g_autoptr (Said) left = NULL;
  g_autoptr (Said) back = NULL;

  cli_scene ();
  cli_write ("orders.csv", csv);
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "orders.csv", NULL);
  cli_do ("apply", "a.tenure", "churn", NULL);
  cli_do ("rename", "a.tenure", "dataset", "orders", "sales", NULL);
  listed = cli_say_to ("fix", "a.tenure", "churn", NULL);
  g_assert_cmpint (listed->status, ==, 0);
  g_assert_nonnull (strstr (listed->out, "Nothing keeps this pipeline"));
  cli_do ("rename", "a.tenure", "pipeline", "churn", "leavers", NULL);
  taken = cli_say_to ("rename", "a.tenure", "dataset", "sales", "sales", NULL);
  g_assert_cmpint (taken->status, ==, 1);
  unknown = cli_say_to ("delete", "a.tenure", "pipeline", "churn", NULL);
  g_assert_cmpint (unknown->status, ==, 1);
  g_assert_nonnull (strstr (unknown->err, "“churn”"));
  wrong = cli_say_to ("delete", "a.tenure", "run", "1", NULL);
  g_assert_cmpint (wrong->status, ==, 2);

  gone = cli_say_to ("delete", "a.tenure", "dataset", "sales", NULL);
  g_assert_cmpint (gone->status, ==, 0);
  g_assert_nonnull (strstr (gone->out, "leavers still reads"));
  left = cli_say_to ("datasets", "a.tenure", NULL);
  g_assert_null (strstr (left->out, "sales"));
  g_assert_nonnull (strstr (left->out, "No data sets yet"));
  cli_do ("undo", "a.tenure", NULL);
  back = cli_say_to ("datasets", "a.tenure", NULL);
  g_assert_cmpstr (back->out, ==, "sales\n");
  cli_do ("undo", "a.tenure", NULL);
  cli_do ("undo", "a.tenure", NULL);
  g_clear_pointer (&back, said_free);
  back = cli_say_to ("describe", "a.tenure", "orders", NULL);
  g_assert_cmpint (back->status, ==, 0);
}

static void
assert_said (Said *said, int status, const char *words)
{
  g_assert_cmpint (said->status, ==, status);
  if (strstr (status == 0 ? said->out : said->err, words) == NULL)
    g_error ("“%s” is not in “%s%s”", words, said->out, said->err);
  said_free (said);
}

/* What is not there yet is said, and so is what was given by mistake. */
static void
test_small_words (void)
{
  g_autoptr (Said) made = NULL;
  g_autoptr (Said) nodes = NULL;
  JsonArray *files;

  cli_scene ();
  cli_do ("new", "a.tenure", NULL);
  assert_said (cli_say_to ("runs", "a.tenure", NULL), 0, "No runs yet: tenure-cli run a.tenure");
  assert_said (cli_say_to ("datasets", "a.tenure", NULL), 0, "No data sets yet");
  assert_said (cli_say_to ("history", "a.tenure", NULL), 0, "No changes yet");
  cli_write ("a.json", "[\n  { \"a\": 1 },\n  { \"a\": 2 }\n]\n");
  cli_write ("lines.json", "{\"a\":1,\"b\":2}\n{\"a\":3,\"b\":4}\n");
  assert_said (cli_say_to ("import", "a.tenure", "a.json", NULL), 1, "a.json is JSON");
  assert_said (cli_say_to ("import", "a.tenure", "lines.json", NULL), 1, "lines.json is JSON");
  assert_said (cli_say_to ("worker", "abc", NULL), 1, "");
  made = cli_say_to ("synth", "--customers", "20", "--months", "3", "--out", "s", "--json", NULL);
  files = json_object_get_array_member (json_node_get_object (made->json), "files");
  g_assert_cmpuint (json_array_get_length (files), ==, 9);
  for (guint i = 0; i < 9; i++)
    {
      JsonObject *file = json_array_get_object_element (files, i);

      g_assert_true (
          g_file_test (json_object_get_string_member (file, "file"), G_FILE_TEST_EXISTS));
      g_assert_cmpint (json_object_get_int_member (file, "rows"), >=, 0);
    }
  nodes = cli_say_to ("nodes", "boosting", "--json", NULL);
  g_assert_nonnull (strstr (nodes->out, " : 0.05"));
  g_assert_null (strstr (nodes->out, "0000000"));
}

static void
replace_in_file (const char *file, const char *from, const char *to)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GString) text = NULL;

  g_assert_true (g_file_get_contents (file, &bytes, NULL, NULL));
  text = g_string_new (bytes);
  g_assert_cmpuint (g_string_replace (text, from, to, 1), ==, 1);
  g_assert_true (g_file_set_contents (file, text->str, -1, NULL));
}

static guint
count_pipelines (void)
{
  g_autoptr (Said) said = cli_say_to ("pipeline", "a.tenure", "--json", NULL);

  return json_array_get_length (
      json_object_get_array_member (json_node_get_object (said->json), "pipelines"));
}

/* What the window can lay out, an editor and the command line can: here a step no question has. */
static void
test_pipeline_file (void)
{
  g_autofree char *csv = shop_make_csv (30, 1);
  g_autoptr (Said) read = NULL;
  g_autoptr (Said) shown = NULL;
  g_autoptr (Said) broken = NULL;
  g_autoptr (Said) refused = NULL;
  g_autoptr (Said) absent = NULL;

  cli_scene ();
  cli_write ("orders.csv", csv);
  cli_write ("odd.json", "{\"nodes\": 3}");
  cli_do ("new", "a.tenure", NULL);
  g_assert_cmpuint (count_pipelines (), ==, 0);
  cli_do ("import", "a.tenure", "orders.csv", NULL);
  cli_do ("apply", "a.tenure", "churn", NULL);
  cli_do ("pipeline", "a.tenure", "churn", "--out", "churn.json", NULL);
  replace_in_file ("churn.json", "\"nodes\" : [",
                   "\"nodes\" : [ {\"id\": \"keep\", \"type\": \"filter_events\","
                   " \"params\": {\"conditions\": \"Quantity > 0\"}},");
  replace_in_file ("churn.json", "\"links\" : [",
                   "\"links\" : [ {\"from\": \"data\", \"output\": \"events\","
                   " \"to\": \"keep\", \"input\": \"events\"},");
  read = cli_say_to ("pipeline", "a.tenure", "kept", "--in", "churn.json", "--json", NULL);
  g_assert_cmpint (read->status, ==, 0);
  g_assert_cmpuint (count_pipelines (), ==, 2);
  shown = cli_say_to ("pipeline", "a.tenure", "kept", NULL);
  g_assert_nonnull (strstr (shown->out, "keep "));
  g_assert_nonnull (strstr (shown->out, "conditions = \"Quantity > 0\""));
  g_assert_nonnull (strstr (shown->out, "events <- data.events"));
  cli_do ("undo", "a.tenure", NULL);
  g_assert_cmpuint (count_pipelines (), ==, 1);

  broken = cli_say_to ("pipeline", "a.tenure", "kept", "--in", "orders.csv", NULL);
  g_assert_cmpint (broken->status, ==, 1);
  g_assert_nonnull (strstr (broken->err, "orders.csv"));
  refused = cli_say_to ("pipeline", "a.tenure", "kept", "--in", "odd.json", NULL);
  g_assert_cmpint (refused->status, ==, 1);
  absent = cli_say_to ("pipeline", "a.tenure", "kept", "--in", "absent.json", NULL);
  g_assert_cmpint (absent->status, ==, 1);
  g_assert_nonnull (strstr (absent->err, "absent.json"));
  g_assert_cmpuint (count_pipelines (), ==, 1);
}

/* No reason asked for is no sign of want of memory, and is not told as want of signs. */
static void
test_no_reasons (void)
{
  g_autofree char *csv = shop_make_csv (120, 1);
  g_autofree char *odd = g_strconcat (csv, "Z9,C1,2024-01-05 10:00:00,S1,abc,2\n", NULL);
  g_autoptr (Said) altered = NULL;
  g_autoptr (Said) other = NULL;

  cli_scene ();
  cli_write ("orders.csv", csv);
  cli_write ("other.csv", "OrderNo,Buyer,OrderDate\n1,a,2024-01-01\n2,b,2024-01-02\n");
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "orders.csv", NULL);
  cli_do ("apply", "a.tenure", "churn", "--set", "boosting.rounds=5", "--set",
          "evaluate.resamples=100", "--set", "list.model=boosting", "--set", "list.explained=0",
          NULL);
  cli_do ("run", "a.tenure", NULL);
  cli_do ("report", "a.tenure", "--out", "a.html", NULL);
  g_assert_true (file_holds ("a.html", "Not worked out for this customer"));
  g_assert_false (file_holds ("a.html", "No sign stands out"));

  /* Nothing is left out or altered without a word. */
  cli_write ("odd.csv", odd);
  altered = cli_say_to ("score", "a.tenure", "--data", "odd.csv", "--out", "s.csv", NULL);
  g_assert_cmpint (altered->status, ==, 0);
  g_assert_nonnull (strstr (altered->out, "1 cell of Quantity does not fit"));

  /* What the file lacks is told, not what a step would have made of it. */
  other = cli_say_to ("score", "a.tenure", "--data", "other.csv", "--out", "s.csv", NULL);
  g_assert_cmpint (other->status, ==, 1);
  g_assert_nonnull (strstr (other->err, "The new file has no column “"));
}

static JsonObject *
get_list (Said *said)
{
  return json_object_get_object_member (
      json_object_get_object_member (json_node_get_object (said->json), "results"), "list");
}

static gboolean
has_profit (Said *said)
{
  JsonArray *metrics = json_object_get_array_member (json_node_get_object (said->json), "metrics");

  for (guint i = 0; i < json_array_get_length (metrics); i++)
    if (g_str_equal (
            json_object_get_string_member (json_array_get_object_element (metrics, i), "metric"),
            "profit"))
      return TRUE;

  return FALSE;
}

/* What a run asks for is stated by the command it names; nothing is learned again for it. */
static void
test_set (void)
{
  g_autofree char *csv = shop_make_csv (120, 1);
  g_autoptr (Said) asked = NULL;
  g_autoptr (Said) before = NULL;
  g_autoptr (Said) bad = NULL;
  g_autoptr (Said) empty = NULL;
  g_autoptr (Said) ran = NULL;
  g_autoptr (Said) after = NULL;
  g_autoptr (Said) log = NULL;

  cli_scene ();
  cli_write ("orders.csv", csv);
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "orders.csv", NULL);
  cli_do ("apply", "a.tenure", "churn", "--set", "boosting.rounds=5", "--set",
          "evaluate.resamples=100", "--set", "list.explained=5", NULL);
  asked = cli_say_to ("run", "a.tenure", NULL);
  g_assert_cmpint (asked->status, ==, 0);
  g_assert_nonnull (strstr (asked->out, "Which currency are the amounts in?"));
  g_assert_nonnull (strstr (asked->out, "tenure-cli set a.tenure value.currency=GBP"));
  g_assert_nonnull (strstr (asked->out, "tenure-cli set a.tenure value.margin=40 value.cost=2"));
  before = cli_say_to ("results", "a.tenure", "--json", NULL);
  g_assert_false (has_profit (before));
  g_assert_false (json_object_get_boolean_member (get_list (before), "currency_known"));

  bad = cli_say_to ("set", "a.tenure", "value.margin=140", NULL);
  g_assert_cmpint (bad->status, ==, 1);
  empty = cli_say_to ("set", "a.tenure", NULL);
  g_assert_cmpint (empty->status, ==, 2);
  cli_do ("set", "a.tenure", "value.margin=40", "list.cost=2", "value.currency=GBP", NULL);
  ran = cli_say_to ("run", "a.tenure", NULL);
  g_assert_cmpint (ran->status, ==, 0);
  g_assert_null (strstr (ran->out, "tenure-cli set"));
  after = cli_say_to ("results", "a.tenure", "--json", NULL);
  g_assert_true (has_profit (after));
  g_assert_cmpfloat (json_object_get_double_member (get_list (after), "margin"), ==, 0.4);
  g_assert_cmpfloat (json_object_get_double_member (get_list (after), "cost"), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (get_list (after), "currency"), ==, "GBP");
  /* Nothing in the folds was carried out again. */
  log = cli_say_to ("runs", "a.tenure", "2", "--log", "--json", NULL);
  g_assert_cmpint (log->status, ==, 0);
  g_assert_null (strstr (log->out, "\"fold\":0"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli/password/set-changed-and-removed", test_password);
  g_test_add_func ("/cli/password/of-a-new-project", test_new_with_password);
  g_test_add_func ("/cli/password/asked-on-a-terminal", test_prompt);
  g_test_add_func ("/cli/previous/there-and-back", test_previous);
  g_test_add_func ("/cli/fix/lists-and-does", test_fix);
  g_test_add_func ("/cli/fix/several-findings-are-told-once-in-order", test_several_findings);
  g_test_add_func ("/cli/names/are-changed-and-taken-away", test_names);
  g_test_add_func ("/cli/words/of-what-is-not-there", test_small_words);
  g_test_add_func ("/cli/pipeline/written-changed-and-read", test_pipeline_file);
  g_test_add_func ("/cli/run/no-reasons-asked-for", test_no_reasons);
  g_test_add_func ("/cli/set/states-what-a-run-asks-for", test_set);

  return g_test_run ();
}

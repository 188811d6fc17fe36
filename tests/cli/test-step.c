/* test-step.c: pipelines changed, drawn, copied and looked at from the command line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "cli-support.h"
#include "shop-support.h"
#include "tn-json.h"

static void
make_project (guint n_customers)
{
  g_autofree char *directory = NULL;

  cli_scene ();
  directory = g_get_current_dir ();
  g_setenv ("XDG_DATA_HOME", directory, TRUE);
  g_free (shop_write_csv (".", n_customers, 1));
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "orders.csv", NULL);
  cli_do ("apply", "a.tenure", "churn", "--set", "churn.horizon_days=60", NULL);
}

static JsonObject *
get (const Said *said)
{
  g_assert_cmpint (said->status, ==, 0);
  g_assert_nonnull (said->json);

  return json_node_get_object (said->json);
}

static guint
count_steps (void)
{
  g_autoptr (Said) said = cli_say_to ("pipeline", "a.tenure", "churn", "--json", NULL);

  return json_array_get_length (json_object_get_array_member (get (said), "nodes"));
}

static gboolean
shows (const char *text)
{
  g_autoptr (Said) said = cli_say_to ("pipeline", "a.tenure", "churn", NULL);

  g_assert_cmpint (said->status, ==, 0);

  return strstr (said->out, text) != NULL;
}

/* --- Drawing --- */

static void
test_arrange (void)
{
  g_autoptr (Said) first = NULL;
  g_autoptr (Said) again = NULL;
  g_autoptr (Said) drawn = NULL;
  g_autoptr (Said) taken = NULL;
  g_autoptr (Said) refused = NULL;
  g_autofree char *text = NULL;
  g_autofree char *again_text = NULL;

  make_project (20);
  first = cli_say_to ("pipeline", "a.tenure", "churn", "--arrange", "--json", NULL);
  g_assert_cmpint (tn_json_int (get (first), "crossings", -1), >=, 0);
  again = cli_say_to ("pipeline", "a.tenure", "churn", "--arrange", "--json", NULL);
  g_assert_cmpint (tn_json_int (get (again), "moved", -1), ==, 0);
  drawn = cli_say_to ("pipeline", "a.tenure", "churn", "--out", "drawn.json", "--json", NULL);
  g_assert_true (json_object_has_member (get (drawn), "board"));

  /* The same file gives the same drawing under another name, and goes on to be the same file. */
  taken = cli_say_to ("pipeline", "a.tenure", "twin", "--in", "drawn.json", "--json", NULL);
  get (taken);
  cli_do ("pipeline", "a.tenure", "twin", "--out", "again.json", NULL);
  g_assert_true (g_file_get_contents ("drawn.json", &text, NULL, NULL));
  g_assert_true (g_file_get_contents ("again.json", &again_text, NULL, NULL));
  g_assert_cmpstr (text, ==, again_text);
  cli_do ("rename", "a.tenure", "pipeline", "twin", "other", NULL);
  g_clear_pointer (&again_text, g_free);
  cli_do ("pipeline", "a.tenure", "other", "--out", "again.json", NULL);
  g_assert_true (g_file_get_contents ("again.json", &again_text, NULL, NULL));
  g_assert_cmpstr (text, ==, again_text);

  refused = cli_say_to ("pipeline", "a.tenure", "churn", "--arrange", "--out", "x.json", NULL);
  g_assert_cmpint (refused->status, ==, 2);
}

static void
test_bad_drawing (void)
{
  static const char *const boards[] = { "[]", "{\"places\": {\"clean\": [1e9, 0]}}",
                                        "{\"notes\": [{\"id\": \"n\"}]}" };

  make_project (20);
  for (guint i = 0; i < G_N_ELEMENTS (boards); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"nodes\": [], \"board\": %s}", boards[i]);
      g_autoptr (Said) said = NULL;

      cli_write ("bad.json", text);
      said = cli_say_to ("pipeline", "a.tenure", "churn", "--in", "bad.json", NULL);
      g_assert_cmpint (said->status, ==, 1);
      g_assert_null (strchr (said->err, '{'));
    }
  g_assert_cmpuint (count_steps (), >, 10);
}

/* --- Steps --- */

static void
test_steps (void)
{
  guint n;

  make_project (20);
  cli_do ("pipeline", "a.tenure", "churn", "--arrange", NULL);
  n = count_steps ();
  cli_do ("step", "a.tenure", "churn", "add", "filter_events", "--after", "data", NULL);
  g_assert_cmpuint (count_steps (), ==, n + 1);
  g_assert_true (shows ("events <- filter_events.events"));
  cli_do ("undo", "a.tenure", NULL);
  g_assert_cmpuint (count_steps (), ==, n);
  cli_do ("step", "a.tenure", "churn", "replace", "base_rate", "recency_rule", NULL);
  g_assert_cmpuint (count_steps (), ==, n);
  cli_do ("step", "a.tenure", "churn", "duplicate", "boosting", NULL);
  g_assert_true (shows ("boosting_2"));
  cli_do ("step", "a.tenure", "churn", "unlink", "boosting_2.scores", "evaluate.scores", NULL);
  g_assert_false (shows ("scores <- boosting_2.scores\n    scores <- boosting_2"));
  cli_do ("step", "a.tenure", "churn", "link", "boosting_2.scores", "evaluate.scores", NULL);
  cli_do ("step", "a.tenure", "churn", "remove", "boosting_2", NULL);
  g_assert_cmpuint (count_steps (), ==, n);
}

static void
test_paste (void)
{
  g_autoptr (Said) fits = NULL;
  g_autoptr (Said) pasted = NULL;
  g_autoptr (Said) left = NULL;
  guint n;

  make_project (20);
  n = count_steps ();
  cli_do ("step", "a.tenure", "churn", "copy", "data", "clean", "--out", "part.json", NULL);
  pasted = cli_say_to ("step", "a.tenure", "churn", "paste", "part.json", NULL);
  g_assert_cmpint (pasted->status, ==, 0);
  g_assert_nonnull (strstr (pasted->out, "clean_2"));
  g_assert_cmpuint (count_steps (), ==, n + 2);

  /* Into a project that has no such data set: it is left, and told. */
  cli_do ("new", "b.tenure", NULL);
  cli_write ("few.csv", "OrderNo,CustomerNo,OrderDate\n1,a,2024-01-01\n2,b,2024-01-02\n");
  cli_do ("import", "b.tenure", "few.csv", NULL);
  left = cli_say_to ("pipeline", "b.tenure", "churn", "--in", "part.json", NULL);
  g_assert_cmpint (left->status, ==, 0);
  g_assert_nonnull (strstr (left->out, "orders"));

  fits = cli_say_to ("step", "a.tenure", "churn", "fits", "evaluate.result", "--json", NULL);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (get (fits), "fits")), >=,
                    2);
}

static void
test_bad_steps (void)
{
  static const struct
  {
    int status;
    const char *args[6];
  } bad[] = {
    { 2, { "explode" } },
    { 2, { "add" } },
    { 2, { "remove", "a", "b" } },
    { 2, { "copy" } },
    { 1, { "add", "nonsense" } },
    { 1, { "add", "scale", "--after", "nobody" } },
    { 1, { "remove", "nobody" } },
    { 1, { "replace", "boosting", "nonsense" } },
    { 1, { "replace", "boosting", "boosting" } },
    { 1, { "duplicate", "nobody" } },
    { 1, { "link", "clean", "churn" } },
    { 1, { "link", "clean.events", "churn.nothing" } },
    { 1, { "link", "clean.events", "split.table" } },
    { 1, { "link", "nobody.events", "churn.events" } },
    { 1, { "unlink", "clean.events", "report.results" } },
    { 1, { "copy", "nobody" } },
    { 1, { "paste", "absent.json" } },
    { 1, { "paste", "orders.csv" } },
    { 1, { "fits", "clean" } },
    { 1, { "fits", "clean.nothing" } },
  };
  guint n;

  make_project (20);
  n = count_steps ();
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const char *args[16] = { "step", "a.tenure", "churn" };
      g_autoptr (Said) said = NULL;
      g_autofree char *shown = NULL;

      for (guint k = 0; k < G_N_ELEMENTS (bad[i].args) && bad[i].args[k] != NULL; k++)
        args[3 + k] = bad[i].args[k];
      shown = g_strjoinv (" ", (char **) args);
      said = cli_say_to_argv (args);
      g_test_message ("%s: %s", shown, said->err);
      g_assert_cmpint (said->status, ==, bad[i].status);
      g_assert_cmpuint (strlen (said->err), >, 10);
      g_assert_null (strchr (said->err, '{'));
    }
  g_assert_cmpuint (count_steps (), ==, n);
}

/* --- Templates of one's own --- */

static void
test_template (void)
{
  g_autoptr (Said) list = NULL;
  g_autoptr (Said) shown = NULL;
  static const char *const bad[][5] = {
    { "explode" },
    { "save", "a.tenure", "nobody", "A" },
    { "save", "a.tenure", "churn" },
    { "import", "orders.csv" },
    { "export", "nobody", "x.json" },
    { "remove", "nobody" },
  };

  make_project (20);
  cli_do ("template", "save", "a.tenure", "churn", "Leavers of the club", NULL);
  list = cli_say_to ("templates", NULL);
  g_assert_nonnull (strstr (list->out, "my-leavers-of-the-club Leavers of the club"));
  cli_do ("template", "export", "my-leavers-of-the-club", "club.json", NULL);
  cli_do ("template", "remove", "my-leavers-of-the-club", NULL);
  cli_do ("template", "import", "club.json", NULL);
  cli_do ("apply", "a.tenure", "my-leavers-of-the-club", "--name", "club", NULL);
  shown = cli_say_to ("pipeline", "a.tenure", "club", NULL);
  g_assert_nonnull (strstr (shown->out, "horizon_days = 60"));
  g_assert_nonnull (strstr (shown->out, "name = \"orders\""));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const char *args[8] = { "template" };
      g_autoptr (Said) said = NULL;

      for (guint k = 0; k < G_N_ELEMENTS (bad[i]) && bad[i][k] != NULL; k++)
        args[1 + k] = bad[i][k];
      said = cli_say_to_argv (args);
      g_assert_cmpint (said->status, !=, 0);
      g_assert_cmpuint (strlen (said->err), >, 10);
      g_assert_null (strchr (said->err, '{'));
    }
}

/* --- Looking at steps --- */

static void
test_preview (void)
{
  g_autoptr (Said) seen = NULL;
  g_autoptr (Said) less = NULL;
  g_autoptr (Said) nobody = NULL;
  g_autoptr (Said) no_rows = NULL;
  g_autoptr (Said) no_setting = NULL;

  make_project (60);
  seen = cli_say_to ("preview", "a.tenure", "churn", "features", "--json", NULL);
  g_assert_cmpint (tn_json_int (get (seen), "rows", 0), >, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (get (seen), "columns")), >,
                    5);
  less = cli_say_to ("preview", "a.tenure", "churn", "data", "--rows", "50", "--json", NULL);
  g_assert_cmpint (tn_json_int (get (less), "rows_read", 0), <,
                   tn_json_int (get (less), "rows_all", 0));
  /* A look changes nothing. */
  g_clear_pointer (&less, said_free);
  less = cli_say_to ("preview", "a.tenure", "churn", "clean", "--set", "clean.last_day=2024-06-01",
                     "--json", NULL);
  get (less);
  g_assert_false (shows ("2024-06-01"));

  nobody = cli_say_to ("preview", "a.tenure", "churn", "nobody", NULL);
  g_assert_cmpint (nobody->status, ==, 1);
  g_assert_nonnull (strstr (nobody->err, "nobody"));
  no_rows = cli_say_to ("preview", "a.tenure", "churn", "data", "--rows", "0", NULL);
  g_assert_cmpint (no_rows->status, ==, 2);
  no_setting =
      cli_say_to ("preview", "a.tenure", "churn", "data", "--set", "clean.nothing=1", NULL);
  g_assert_cmpint (no_setting->status, ==, 1);
}

static void
test_run_to (void)
{
  g_autoptr (Said) part = NULL;
  g_autoptr (Said) nobody = NULL;
  g_autoptr (Said) off = NULL;
  g_autofree char *text = NULL;

  make_project (60);
  part = cli_say_to ("run", "a.tenure", "churn", "--to", "features", "--json", NULL);
  text = tn_json_print (part->json, FALSE);
  get (part);
  g_assert_nonnull (strstr (text, "features"));
  g_assert_null (strstr (text, "boosting"));
  nobody = cli_say_to ("run", "a.tenure", "churn", "--to", "nobody", NULL);
  g_assert_cmpint (nobody->status, ==, 1);
  g_assert_nonnull (strstr (nobody->err, "nobody"));
  cli_do ("set", "a.tenure", "recency_rule=off", NULL);
  off = cli_say_to ("run", "a.tenure", "churn", "--to", "recency_rule", NULL);
  g_assert_cmpint (off->status, ==, 1);
}

/* --- What differs between runs --- */

static gboolean
tells (const Said *said, const char *what, const char *member, const char *value)
{
  JsonArray *changes = json_object_get_array_member (get (said), "changes");

  for (guint i = 0; i < json_array_get_length (changes); i++)
    {
      JsonObject *change = json_array_get_object_element (changes, i);

      if (g_str_equal (tn_json_string (change, "what", ""), what) &&
          g_str_equal (tn_json_string (change, member, ""), value))
        return TRUE;
    }

  return FALSE;
}

static void
test_diff (void)
{
  g_autoptr (Said) same = NULL;
  g_autoptr (Said) differ = NULL;
  g_autoptr (Said) words = NULL;
  g_autoptr (Said) data = NULL;
  g_autoptr (Said) absent = NULL;
  g_autoptr (Said) no_number = NULL;
  g_autoptr (Said) again = NULL;
  g_autoptr (Said) wrong = NULL;
  g_autoptr (Said) nobody = NULL;
  g_autofree char *csv = NULL;

  make_project (60);
  cli_do ("run", "a.tenure", "churn", "--to", "features", NULL);
  cli_do ("pipeline", "a.tenure", "churn", "--arrange", NULL);
  cli_do ("run", "a.tenure", "churn", "--to", "features", NULL);
  same = cli_say_to ("runs", "a.tenure", "diff", "1", "2", "--json", NULL);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (get (same), "changes")),
                    ==, 0);

  cli_do ("set", "a.tenure", "churn.horizon_days=45", NULL);
  cli_do ("set", "a.tenure", "churn.active_days=300", NULL);
  cli_do ("step", "a.tenure", "churn", "add", "filter_events", "--after", "data", NULL);
  cli_do ("set", "a.tenure", "filter_events.conditions=Quantity > 0", NULL);
  cli_do ("run", "a.tenure", "churn", "--to", "features", "--seed", "7", NULL);
  differ = cli_say_to ("runs", "a.tenure", "diff", "1", "3", "--json", NULL);
  g_assert_true (tells (differ, "setting", "param", "horizon_days"));
  g_assert_true (tells (differ, "step_added", "node", "filter_events"));
  g_assert_true (tells (differ, "link_removed", "node", "clean"));
  g_assert_true (tells (differ, "seed", "what", "seed"));
  words = cli_say_to ("runs", "a.tenure", "diff", "3", "1", NULL);
  g_assert_nonnull (strstr (words->out, "was 45 days and is 60 days"));
  g_assert_nonnull (strstr (words->out, "was 300 days and is everyone"));
  g_assert_null (strchr (words->out, '{'));

  /* As it was, whatever the pipeline is by now. */
  cli_do ("run", "a.tenure", "--again", "1", NULL);
  again = cli_say_to ("runs", "a.tenure", "diff", "1", "4", "--json", NULL);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (get (again), "changes")),
                    ==, 0);
  wrong = cli_say_to ("run", "a.tenure", "--again", "1", "--seed", "3", NULL);
  g_assert_cmpint (wrong->status, ==, 2);
  nobody = cli_say_to ("run", "a.tenure", "--again", "99", NULL);
  g_assert_cmpint (nobody->status, ==, 1);

  /* Another file under the same name. */
  g_assert_true (g_file_get_contents ("orders.csv", &csv, NULL, NULL));
  *strrchr (g_strchomp (csv), '\n') = '\0';
  cli_write ("orders.csv", csv);
  cli_do ("import", "a.tenure", "orders.csv", "--name", "fewer", NULL);
  cli_do ("set", "a.tenure", "data.name=fewer", NULL);
  cli_do ("run", "a.tenure", "churn", "--to", "features", "--seed", "7", NULL);
  data = cli_say_to ("runs", "a.tenure", "diff", "3", "5", "--json", NULL);
  g_assert_true (tells (data, "data_added", "dataset", "fewer"));
  g_assert_true (tells (data, "data_removed", "dataset", "orders"));

  absent = cli_say_to ("runs", "a.tenure", "diff", "1", "99", NULL);
  g_assert_cmpint (absent->status, ==, 1);
  no_number = cli_say_to ("runs", "a.tenure", "diff", "1", "last", NULL);
  g_assert_cmpint (no_number->status, ==, 2);
}

/* --- What a person says of a run --- */

static JsonObject *
get_run (guint index)
{
  g_autoptr (Said) said = cli_say_to ("runs", "a.tenure", "--json", NULL);

  return json_object_ref (
      json_array_get_object_element (json_object_get_array_member (get (said), "runs"), index));
}

static void
test_labels (void)
{
  g_autoptr (JsonObject) first = NULL;
  g_autoptr (JsonObject) thrown = NULL;
  g_autoptr (JsonObject) back = NULL;
  g_autoptr (Said) list = NULL;
  g_autoptr (Said) few = NULL;
  g_autoptr (Said) unknown = NULL;

  make_project (60);
  cli_do ("run", "a.tenure", "churn", "--to", "features", NULL);
  cli_do ("runs", "a.tenure", "pin", "1", NULL);
  cli_do ("runs", "a.tenure", "name", "1", "as it was", NULL);
  cli_do ("runs", "a.tenure", "note", "1", "before the summer", NULL);
  first = get_run (0);
  g_assert_true (json_object_get_boolean_member (first, "pinned"));
  g_assert_cmpstr (json_object_get_string_member (first, "name"), ==, "as it was");
  g_assert_cmpstr (json_object_get_string_member (first, "note"), ==, "before the summer");

  cli_do ("runs", "a.tenure", "delete", "1", NULL);
  thrown = get_run (0);
  g_assert_true (json_object_get_boolean_member (thrown, "deleted"));
  list = cli_say_to ("runs", "a.tenure", NULL);
  g_assert_null (strstr (list->out, "as it was"));
  cli_do ("undo", "a.tenure", NULL);
  back = get_run (0);
  g_assert_false (json_object_get_boolean_member (back, "deleted"));
  g_assert_cmpstr (json_object_get_string_member (back, "name"), ==, "as it was");

  few = cli_say_to ("runs", "a.tenure", "name", "1", NULL);
  g_assert_cmpint (few->status, ==, 2);
  unknown = cli_say_to ("runs", "a.tenure", "pin", "9", NULL);
  g_assert_cmpint (unknown->status, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pipeline/arranged-once-it-rests", test_arrange);
  g_test_add_func ("/pipeline/a-bad-drawing-changes-nothing", test_bad_drawing);
  g_test_add_func ("/step/steps-and-links-are-changed", test_steps);
  g_test_add_func ("/step/copied-and-pasted", test_paste);
  g_test_add_func ("/step/what-cannot-be-is-one-sentence", test_bad_steps);
  g_test_add_func ("/template/kept-exported-and-applied", test_template);
  g_test_add_func ("/preview/a-look-changes-nothing", test_preview);
  g_test_add_func ("/run/up-to-one-step", test_run_to);
  g_test_add_func ("/runs/says-what-differs", test_diff);
  g_test_add_func ("/runs/names-and-deletes", test_labels);

  return g_test_run ();
}

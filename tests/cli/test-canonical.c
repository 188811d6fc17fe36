/* test-canonical.c: what a project is made of, as text that is equal where the work is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "cli-support.h"
#include "tn-json.h"

static void
make_scene (void)
{
  g_autofree char *directory = NULL;

  cli_scene ();
  directory = g_get_current_dir ();
  g_setenv ("XDG_DATA_HOME", directory, TRUE);
  cli_write ("orders.csv", "order,customer,day,amount\n"
                           "1,a,2024-01-01,10\n2,b,2024-01-02,20\n3,a,2024-02-03,30\n");
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "orders.csv", NULL);
}

static char *export(const char *project)
{
  g_autoptr (Said) said = cli_say_to ("export", project, "--canonical", NULL);

  g_assert_cmpint (said->status, ==, 0);
  g_assert_true (g_utf8_validate (said->out, -1, NULL));

  return g_steal_pointer (&said->out);
}

static void
lay_out (const char *project, const char *name)
{
  cli_do ("apply", project, "churn", "--name", name, "--set", "churn.horizon_days=60", NULL);
}

/* Back and forth in the history the same bytes come again. */
static void
test_history (void)
{
  g_autofree char *first = NULL;
  g_autofree char *laid = NULL;
  g_autofree char *set = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *redone = NULL;

  make_scene ();
  first = export("a.tenure");
  lay_out ("a.tenure", "churn");
  laid = export("a.tenure");
  cli_do ("set", "a.tenure", "churn.horizon_days=90", NULL);
  set = export("a.tenure");
  g_assert_cmpstr (first, !=, laid);
  g_assert_cmpstr (laid, !=, set);
  cli_do ("undo", "a.tenure", NULL);
  cli_do ("undo", "a.tenure", NULL);
  undone = export("a.tenure");
  g_assert_cmpstr (undone, ==, first);
  cli_do ("redo", "a.tenure", NULL);
  cli_do ("redo", "a.tenure", NULL);
  redone = export("a.tenure");
  g_assert_cmpstr (redone, ==, set);
}

/* In which order things were made is not part of them. */
static void
test_order_of_making (void)
{
  g_autofree char *one = NULL;
  g_autofree char *other = NULL;

  make_scene ();
  lay_out ("a.tenure", "first");
  lay_out ("a.tenure", "second");
  one = export("a.tenure");
  for (guint i = 0; i < 2; i++)
    cli_do ("undo", "a.tenure", NULL);
  lay_out ("a.tenure", "second");
  lay_out ("a.tenure", "first");
  other = export("a.tenure");
  g_assert_cmpstr (one, ==, other);
}

static void
assert_sorted (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr (GList) names = json_object_get_members (json_node_get_object (node));

      for (GList *at = names; at != NULL; at = at->next)
        {
          if (at->next != NULL)
            g_assert_cmpint (strcmp (at->data, at->next->data), <, 0);
          assert_sorted (json_object_get_member (json_node_get_object (node), at->data));
        }
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      assert_sorted (json_array_get_element (json_node_get_array (node), i));
}

static void
test_form (void)
{
  static const char *const kinds[] = { "board", "dataset", "pipeline" };
  g_autofree char *text = NULL;
  g_autofree char *file = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *documents;

  make_scene ();
  lay_out ("a.tenure", "churn");
  cli_do ("pipeline", "a.tenure", "churn", "--arrange", NULL);
  text = export("a.tenure");
  cli_do ("export", "a.tenure", "--canonical", "--out", "all.json", NULL);
  g_assert_true (g_file_get_contents ("all.json", &file, NULL, NULL));
  g_assert_cmpstr (text, ==, file);
  node = tn_json_parse (text, -1, NULL);
  g_assert_nonnull (node);
  assert_sorted (node);
  documents = tn_json_array (json_node_get_object (node), "documents");
  g_assert_cmpuint (json_array_get_length (documents), ==, G_N_ELEMENTS (kinds));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_assert_cmpstr (tn_json_string (json_array_get_object_element (documents, i), "kind", ""), ==,
                     kinds[i]);
}

static void
test_refused (void)
{
  g_autoptr (Said) absent = NULL;
  g_autoptr (Said) run = NULL;
  g_autoptr (Said) nowhere = NULL;

  make_scene ();
  absent = cli_say_to ("export", "absent.tenure", "--canonical", NULL);
  g_assert_cmpint (absent->status, ==, 1);
  run = cli_say_to ("export", "a.tenure", "1", "--canonical", NULL);
  g_assert_cmpint (run->status, ==, 2);
  nowhere = cli_say_to ("export", "a.tenure", "--canonical", "--out", "no/such/all.json", NULL);
  g_assert_cmpint (nowhere->status, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/canonical/history-brings-the-same-bytes", test_history);
  g_test_add_func ("/canonical/order-of-making-does-not-count", test_order_of_making);
  g_test_add_func ("/canonical/members-and-documents-are-sorted", test_form);
  g_test_add_func ("/canonical/what-it-cannot-is-refused", test_refused);

  return g_test_run ();
}

/* test-edit.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "store-support.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-test.h"

static TnProject *
new_project (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = store_path (dir, "shop.tenure");

  return store_create (path);
}

static gboolean
edit_json (TnProject *project, const char *json, GError **error)
{
  g_autoptr (JsonNode) commands = tn_json_parse (json, -1, NULL);
  g_autoptr (TnEdit) edit = tn_edit_new_from_json (commands, tn_message_new_literal (json), error);

  return edit != NULL && tn_project_edit (project, edit, error);
}

static void
assert_document (TnProject *project, const char *id, const char *json)
{
  g_autofree char *body = store_get (project, "pipeline", id);
  g_autoptr (JsonNode) found = body != NULL ? tn_json_parse (body, -1, NULL) : NULL;
  g_autoptr (JsonNode) expected = json != NULL ? tn_json_parse (json, -1, NULL) : NULL;

  if (expected == NULL)
    g_assert_null (found);
  else if (found == NULL || !json_node_equal (found, expected))
    g_error ("%s is %s, not %s", id, body, json);
}

static void
test_set_changes_one_place (void)
{
  TnProject *project = new_project ();
  g_autoptr (GError) error = NULL;

  store_put (project, "pipeline", "a", "{\"nodes\":[{\"max\":1},{\"max\":2}],\"name\":\"x\"}");
  edit_json (
      project,
      "{\"do\":\"set\",\"kind\":\"pipeline\",\"id\":\"a\",\"path\":[\"nodes\",\"1\",\"max\"],"
      "\"value\":9}",
      &error);
  g_assert_no_error (error);
  assert_document (project, "a", "{\"nodes\":[{\"max\":1},{\"max\":9}],\"name\":\"x\"}");
  edit_json (project,
             "{\"do\":\"set\",\"kind\":\"pipeline\",\"id\":\"a\",\"path\":[\"nodes\",\"0\"]}",
             &error);
  g_assert_no_error (error);
  assert_document (project, "a", "{\"nodes\":[{\"max\":9}],\"name\":\"x\"}");
  g_assert_true (tn_project_undo (project, NULL, &error));
  assert_document (project, "a", "{\"nodes\":[{\"max\":1},{\"max\":9}],\"name\":\"x\"}");
  g_assert_true (tn_project_undo (project, NULL, &error));
  assert_document (project, "a", "{\"nodes\":[{\"max\":1},{\"max\":2}],\"name\":\"x\"}");
  g_assert_true (tn_project_undo (project, NULL, &error));
  assert_document (project, "a", NULL);
  g_assert_false (tn_project_undo (project, NULL, &error));
  g_assert_no_error (error);
  store_close (project);
}

/* Either all commands of an edit, or none. */
static void
test_edit_is_all_or_nothing (void)
{
  static const char *const wrong[] = {
    "[{\"do\":\"delete\",\"kind\":\"pipeline\",\"id\":\"a\"},"
    "{\"do\":\"delete\",\"kind\":\"pipeline\",\"id\":\"a\"}]",
    "[{\"do\":\"rename\",\"kind\":\"pipeline\",\"id\":\"a\",\"to\":\"b\"},"
    "{\"do\":\"rename\",\"kind\":\"pipeline\",\"id\":\"none\",\"to\":\"c\"}]",
    "{\"do\":\"rename\",\"kind\":\"pipeline\",\"id\":\"a\",\"to\":\"other\"}",
    "{\"do\":\"set\",\"kind\":\"pipeline\",\"id\":\"a\",\"path\":[\"x\",\"y\"],\"value\":1}",
    "{\"do\":\"set\",\"kind\":\"pipeline\",\"id\":\"a\",\"path\":[\"list\",\"7\"],\"value\":1}",
    "{\"do\":\"set\",\"kind\":\"pipeline\",\"id\":\"a\",\"path\":[\"list\",\"-1\"]}",
    "{\"do\":\"set\",\"kind\":\"pipeline\",\"id\":\"a\",\"path\":[]}",
    "{\"do\":\"set\",\"kind\":\"pipeline\",\"id\":\"a\",\"path\":[3]}",
    "{\"do\":\"fly\",\"kind\":\"pipeline\",\"id\":\"a\"}",
    "{\"do\":\"put\",\"kind\":\"pipeline\",\"id\":\"a\"}",
    "[17]",
    "null",
  };
  TnProject *project = new_project ();

  store_put (project, "pipeline", "a", "{\"list\":[1],\"n\":1}");
  store_put (project, "pipeline", "other", "{}");
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) history = NULL;

      g_assert_false (edit_json (project, wrong[i], &error));
      g_assert_true (error != NULL && error->domain == TN_ERROR);
      assert_document (project, "a", "{\"list\":[1],\"n\":1}");
      history = tn_project_list_history (project, 10, NULL);
      g_assert_cmpuint (history->len, ==, 2);
    }
  store_close (project);
}

static void
test_new_edit_ends_redo (void)
{
  TnProject *project = new_project ();
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (TnMessage) label = NULL;
  const TnHistoryEntry *entry;

  store_put (project, "pipeline", "a", "1");
  store_put (project, "pipeline", "b", "2");
  g_assert_true (tn_project_undo (project, &label, NULL));
  g_assert_nonnull (label);
  history = tn_project_list_history (project, 10, NULL);
  entry = g_ptr_array_index (history, 0);
  g_assert_true (entry->undone);
  store_put (project, "pipeline", "c", "3");
  g_assert_false (tn_project_redo (project, NULL, NULL));
  g_ptr_array_unref (history);
  history = tn_project_list_history (project, 10, NULL);
  g_assert_cmpuint (history->len, ==, 2);
  g_assert_true (tn_project_undo (project, NULL, NULL));
  g_assert_true (tn_project_undo (project, NULL, NULL));
  g_assert_false (tn_project_undo (project, NULL, NULL));
  g_assert_true (tn_project_redo (project, NULL, NULL));
  assert_document (project, "a", "1");
  assert_document (project, "c", NULL);
  store_close (project);
}

static JsonNode *
sorted_copy (JsonNode *node)
{
  g_autoptr (GList) names = NULL;
  JsonObject *object;
  JsonNode *copy;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return json_node_copy (node);
  names =
      g_list_sort (json_object_get_members (json_node_get_object (node)), (GCompareFunc) strcmp);
  object = json_object_new ();
  for (GList *l = names; l != NULL; l = l->next)
    json_object_set_member (
        object, l->data,
        sorted_copy (json_object_get_member (json_node_get_object (node), l->data)));
  copy = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (copy, object);

  return copy;
}

/* The naive twin: the whole state as text. Members are sorted, for one removed and put
 * back comes last. */
static char *
describe_state (TnProject *project)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *id = g_strdup_printf ("p%u", i);
      g_autoptr (TnRecord) document = tn_project_get_document (project, "pipeline", id, NULL);
      g_autoptr (JsonNode) sorted = document != NULL ? sorted_copy (document->body) : NULL;
      g_autofree char *body = sorted != NULL ? tn_json_print (sorted, FALSE) : NULL;

      g_string_append_printf (text, "%s=%s;", id, body != NULL ? body : "none");
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_random_command (TnEdit *edit)
{
  g_autofree char *id = g_strdup_printf ("p%d", g_test_rand_int_range (0, 4));
  g_autofree char *other = g_strdup_printf ("p%d", g_test_rand_int_range (0, 4));
  g_autofree char *step = g_strdup_printf ("%d", g_test_rand_int_range (0, 3));
  g_autofree char *json =
      g_strdup_printf ("{\"list\":[%d,%d],\"x\":{\"0\":%d}}", g_test_rand_int_range (0, 9),
                       g_test_rand_int_range (0, 9), g_test_rand_int_range (0, 9));
  g_autoptr (JsonNode) body = tn_json_parse (json, -1, NULL);
  const char *path[] = { g_test_rand_bit () ? "list" : "x", step, NULL };

  switch (g_test_rand_int_range (0, 6))
    {
    case 0:
    case 1:
      tn_edit_put (edit, "pipeline", id, 1, body);
      break;
    case 2:
      tn_edit_delete (edit, "pipeline", id);
      break;
    case 3:
      tn_edit_rename (edit, "pipeline", id, other);
      break;
    case 4:
      tn_edit_set (edit, "pipeline", id, path, NULL);
      break;
    default:
      tn_edit_set (edit, "pipeline", id, path, body);
    }
}

static void
test_undo_returns_to_every_earlier_state (void)
{
  guint n_rounds = g_test_slow () ? 60 : 3;

  for (guint round = 0; round < n_rounds; round++)
    {
      TnProject *project = new_project ();
      g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func (g_free);
      guint at = 0;

      g_ptr_array_add (states, describe_state (project));
      for (guint step = 0; step < 60; step++)
        {
          g_autofree char *state = NULL;
          int draw = g_test_rand_int_range (0, 10);

          if (draw < 3 && at > 0)
            {
              g_assert_true (tn_project_undo (project, NULL, NULL));
              at--;
            }
          else if (draw < 5 && at + 1 < states->len)
            {
              g_assert_true (tn_project_redo (project, NULL, NULL));
              at++;
            }
          else
            {
              g_autoptr (TnEdit) edit = tn_edit_new (NULL);

              for (int i = g_test_rand_int_range (1, 4); i > 0; i--)
                add_random_command (edit);
              if (tn_project_edit (project, edit, NULL))
                {
                  g_ptr_array_set_size (states, ++at);
                  g_ptr_array_add (states, describe_state (project));
                }
            }
          state = describe_state (project);
          g_assert_cmpstr (state, ==, g_ptr_array_index (states, at));
        }
      store_close (project);
    }
}

static void
test_history_survives_saving_elsewhere (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = store_path (dir, "shop.tenure");
  TnProject *project = tn_project_create (path, NULL);
  g_autoptr (GError) error = NULL;

  store_put (project, "pipeline", "a", "1");
  store_put (project, "pipeline", "a", "2");
  tn_project_save (project, TN_SAVE_DEFAULT, NULL, NULL, &error);
  store_close (project);
  g_free (store_directory ());
  project = store_open (path, TN_OPEN_EDIT);
  g_assert_true (tn_project_undo (project, NULL, &error));
  assert_document (project, "a", "1");
  store_close (project);
}

/* Unknown node types and huge texts of a newer version come back as they were. */
static void
test_documents_are_kept_as_they_are (void)
{
  TnProject *project = new_project ();
  g_autoptr (GString) big = g_string_new ("{\"nodes\":[");
  g_autoptr (TnRecord) document = NULL;
  g_autoptr (TnEdit) edit = tn_edit_new (NULL);
  g_autoptr (JsonNode) body = NULL;
  g_autofree char *printed = NULL;
  g_autofree char *back = NULL;
  guint n = g_test_slow () ? 100000 : 10000;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (big, "%s{\"type\":\"of-the-future\",\"id\":%u}", i > 0 ? "," : "",
                            i % 7);
  g_string_append (big, "],\"text\":\"");
  for (guint i = 0; i < 10 * n; i++)
    g_string_append (big, "0123456789");
  g_string_append (big, "\"}");
  body = tn_json_parse (big->str, big->len, NULL);
  tn_edit_put (edit, "pipeline", "big", 77, body);
  g_assert_true (tn_project_edit (project, edit, NULL));
  document = tn_project_get_document (project, "pipeline", "big", NULL);
  g_assert_cmpint (document->version, ==, 77);
  printed = tn_json_print (body, FALSE);
  back = tn_json_print (document->body, FALSE);
  g_assert_cmpstr (printed, ==, back);
  store_close (project);
}

static gpointer
edit_in_worker (gpointer data)
{
  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *id = g_strdup_printf ("%p-%u", (gpointer) g_thread_self (), i);

      store_put (data, "pipeline", id, "1");
    }

  return NULL;
}

static void
test_threads_may_edit_and_read_at_once (void)
{
  TnProject *project = new_project ();
  GThread *threads[3];
  g_auto (GStrv) ids = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("edit", edit_in_worker, project);
  for (guint i = 0; i < 100; i++)
    g_strfreev (tn_project_list_documents (project, "pipeline", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  ids = tn_project_list_documents (project, "pipeline", NULL);
  g_assert_cmpuint (g_strv_length (ids), ==, 150);
  store_close (project);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/edit/set-changes-one-place-and-can-be-taken-back", test_set_changes_one_place);
  g_test_add_func ("/edit/is-all-or-nothing", test_edit_is_all_or_nothing);
  g_test_add_func ("/edit/new-edit-ends-redo", test_new_edit_ends_redo);
  g_test_add_func ("/edit/undo-returns-to-every-earlier-state",
                   test_undo_returns_to_every_earlier_state);
  g_test_add_func ("/edit/history-survives-saving-and-opening-elsewhere",
                   test_history_survives_saving_elsewhere);
  g_test_add_func ("/edit/documents-are-kept-as-they-are", test_documents_are_kept_as_they_are);
  g_test_add_func ("/edit/threads-may-edit-and-read-at-once",
                   test_threads_may_edit_and_read_at_once);

  return g_test_run ();
}

/* test-import-model.c: an import as it is planned, corrected, taken back and done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "tn-edit.h"
#include "tn-error.h"
#include "tn-nodes.h"
#include "tn-workbook.h"
#include "wb-import.h"
#include "wb-keyring.h"
#include "wb-test-files.h"
#include "wb-test.h"
#include "wb-words.h"

typedef struct
{
  char *folder;
  WbImport *import;
  WbProject *done;
  char *failure;
  gboolean unreadable;
  guint n_looked, n_checked;
} Scene;

static void
on_looked (WbImport *import, Scene *scene)
{
  scene->n_looked++;
}

static void
on_checked (WbImport *import, Scene *scene)
{
  scene->n_checked++;
}

static void
on_failed (WbImport *import, const GError *error, gboolean unreadable, Scene *scene)
{
  g_free (scene->failure);
  scene->failure = g_strdup (error->message);
  scene->unreadable = unreadable;
}

static void
on_done (WbImport *import, WbProject *project, Scene *scene)
{
  scene->done = g_object_ref (project);
}

static void
scene_begin (Scene *scene, WbProject *project)
{
  scene->import = wb_import_new (project, NULL);
  g_signal_connect (scene->import, "looked", G_CALLBACK (on_looked), scene);
  g_signal_connect (scene->import, "checked", G_CALLBACK (on_checked), scene);
  g_signal_connect (scene->import, "failed", G_CALLBACK (on_failed), scene);
  g_signal_connect (scene->import, "done", G_CALLBACK (on_done), scene);
}

static void
scene_end_import (Scene *scene)
{
  wb_test_settle ();
  g_signal_handlers_disconnect_by_data (scene->import, scene);
  g_clear_object (&scene->import);
  g_clear_pointer (&scene->failure, g_free);
}

static void
scene_init (Scene *scene, WbProject *project)
{
  memset (scene, 0, sizeof *scene);
  scene->folder = g_dir_make_tmp ("tenure-import-XXXXXX", NULL);
  scene_begin (scene, project);
}

static void
scene_clear (Scene *scene)
{
  GDir *dir;
  const char *name;

  scene_end_import (scene);
  if (scene->done != NULL)
    wb_project_close (scene->done);
  wb_test_settle ();
  g_clear_object (&scene->done);
  dir = g_dir_open (scene->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (scene->folder, name, NULL);

      g_remove (path);
    }
  g_dir_close (dir);
  g_rmdir (scene->folder);
  g_free (scene->folder);
}

static void
add (Scene *scene, const char *path)
{
  const char *paths[] = { path, NULL };

  wb_import_add (scene->import, paths);
  wb_test_settle ();
}

static guint
find (Scene *scene, const char *name)
{
  int index = tn_import_plan_find (wb_import_get_plan (scene->import), name);

  g_assert_cmpint (index, >=, 0);

  return (guint) index;
}

static const TnImportColumn *
get_column (Scene *scene, const char *name)
{
  return tn_import_plan_get_column (wb_import_get_plan (scene->import), find (scene, name));
}

static void
start (Scene *scene)
{
  g_assert_true (wb_import_can_start (scene->import));
  wb_import_start (scene->import);
  wb_test_settle ();
  if (scene->failure != NULL)
    g_test_message ("%s", scene->failure);
  g_assert_nonnull (scene->done);
}

static char *
get_cell (WbProject *project, const char *dataset, const char *column, gsize row)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTable) table =
      tn_project_load_dataset (wb_project_get_store (project), dataset, &error);
  int index;

  g_assert_no_error (error);
  index = tn_table_find (table, column);
  g_assert_cmpint (index, >=, 0);

  return tn_column_dup_cell (tn_table_get_column (table, (guint) index), row, NULL);
}

/* Excel */

static void
test_sheet_is_chosen (void)
{
  Scene scene;
  g_autofree char *book = NULL;
  g_autofree char *cell = NULL;

  scene_init (&scene, NULL);
  book = wb_test_write_book (scene.folder, "shop.xlsx", 60);
  add (&scene, book);
  g_assert_true (wb_import_is_workbook (scene.import));
  g_assert_cmpuint (wb_import_get_preview (scene.import)->sheets->len, ==, 3);
  g_assert_cmpint (wb_import_get_check (scene.import)->summary.n_rows, ==, 60);
  g_assert_cmpint (get_column (&scene, "Order Date")->type, ==, TN_COLUMN_TIME);
  wb_import_set_sheet (scene.import, "Returns");
  wb_test_settle ();
  g_assert_cmpint (wb_import_get_check (scene.import)->summary.n_rows, ==, 7);
  wb_import_undo (scene.import);
  wb_test_settle ();
  g_assert_cmpint (wb_import_get_check (scene.import)->summary.n_rows, ==, 60);
  wb_import_redo (scene.import);
  wb_test_settle ();
  start (&scene);
  cell = get_cell (scene.done, "shop", "Order No", 6);
  g_assert_cmpstr (cell, ==, "5006");
  scene_clear (&scene);
}

/* Several files */

static void
test_files_are_appended (void)
{
  Scene scene;
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autofree char *other = NULL;
  const char *paths[3] = { NULL };

  scene_init (&scene, NULL);
  one =
      wb_test_write_text (scene.folder, "one.csv", "id,day,sum\n1,2026-01-02,3\n2,2026-01-03,4\n");
  two = wb_test_write_text (scene.folder, "two.csv", "sum,id,day\n5,3,2026-02-02\n");
  other = wb_test_write_text (scene.folder, "other.csv", "id,day,pieces\n1,2026-01-02,3\n");
  paths[0] = one;
  paths[1] = two;
  wb_import_add (scene.import, paths);
  wb_test_settle ();
  g_assert_cmpuint (wb_import_get_n_files (scene.import), ==, 2);
  g_assert_cmpint (wb_import_get_check (scene.import)->summary.n_rows, ==, 3);
  g_assert_cmpint (wb_import_get_check (scene.import)->parts[1].n_rows, ==, 1);

  /* Of another shape: left out, with one sentence that names the column, and no step. */
  g_assert_false (wb_import_can_undo (scene.import));
  add (&scene, other);
  g_assert_cmpuint (wb_import_get_n_files (scene.import), ==, 2);
  g_assert_nonnull (scene.failure);
  g_assert_nonnull (strstr (scene.failure, "“sum”"));
  g_assert_nonnull (strstr (scene.failure, "other.csv"));
  g_assert_false (scene.unreadable);
  g_assert_false (wb_import_can_undo (scene.import));
  g_assert_true (wb_import_can_start (scene.import));

  wb_import_remove (scene.import, 0);
  wb_test_settle ();
  g_assert_cmpuint (wb_import_get_n_files (scene.import), ==, 1);
  g_assert_cmpstr (wb_import_get_file_name (scene.import, 0), ==, "two.csv");
  wb_import_undo (scene.import);
  wb_test_settle ();
  g_assert_cmpuint (wb_import_get_n_files (scene.import), ==, 2);
  start (&scene);
  {
    g_autofree char *cell = get_cell (scene.done, "one", "sum", 2);

    g_assert_cmpstr (cell, ==, "5");
  }
  scene_clear (&scene);
}

/* Marks of “not known” and the zone of the clock: for all columns, in every file, and back. */
static void
test_meaning_is_chosen (void)
{
  static const char *const marks[] = { "none", "?", NULL };
  Scene scene;
  const TnImportColumn *column;
  g_autofree char *path = NULL;

  scene_init (&scene, NULL);
  path = wb_test_write_text (scene.folder, "one.csv",
                             "id,time,sum\n1,2026-01-02 10:00,3\n2,2026-07-03 10:00,?\n3,none,5\n");
  add (&scene, path);
  wb_import_set_missing (scene.import, marks);
  wb_test_settle ();
  wb_import_set_zone (scene.import, "Asia/Shanghai");
  wb_test_settle ();
  column = tn_import_plan_get_column (wb_import_get_plan (scene.import), find (&scene, "sum"));
  g_assert_cmpstr (column->missing[0], ==, "none");
  g_assert_cmpstr (column->missing[1], ==, "?");
  g_assert_cmpint (column->type, ==, TN_COLUMN_NUMBER);
  column = tn_import_plan_get_column (wb_import_get_plan (scene.import), find (&scene, "time"));
  g_assert_cmpstr (column->zone, ==, "Asia/Shanghai");
  g_assert_cmpint (wb_import_get_check (scene.import)->summary.n_rows, ==, 3);
  column = wb_import_get_checked (scene.import, "sum");
  g_assert_cmpint (column->n_missing, ==, 1);
  g_assert_cmpint (column->n_problems, ==, 0);
  column = wb_import_get_checked (scene.import, "time");
  g_assert_cmpint (column->n_missing, ==, 1);
  /* Ten o'clock there is two o'clock here. */
  g_assert_cmpint (column->first, ==, G_GINT64_CONSTANT (1767319200000000));
  wb_import_undo (scene.import);
  wb_test_settle ();
  column = wb_import_get_checked (scene.import, "time");
  g_assert_cmpint (column->first, ==, G_GINT64_CONSTANT (1767348000000000));
  scene_clear (&scene);
}

/* A correction holds in every file, whatever the order of its columns. */
static void
test_corrections_reach_all_files (void)
{
  Scene scene;
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  const char *paths[3] = { NULL };

  scene_init (&scene, NULL);
  one =
      wb_test_write_text (scene.folder, "one.csv", "id,day,sum\n1,2026-01-02,3\n2,2026-01-03,4\n");
  two = wb_test_write_text (scene.folder, "two.csv", "sum,id,day\n5,3,2026-02-02\n");
  paths[0] = one;
  paths[1] = two;
  wb_import_add (scene.import, paths);
  wb_test_settle ();
  wb_import_show (scene.import, 1);
  wb_test_settle ();
  g_assert_cmpuint (find (&scene, "sum"), ==, 0);
  wb_import_set_type (scene.import, 0, TN_COLUMN_CATEGORY);
  wb_test_settle ();
  wb_import_set_included (scene.import, find (&scene, "day"), FALSE);
  wb_test_settle ();
  wb_import_show (scene.import, 0);
  wb_test_settle ();
  g_assert_cmpint (get_column (&scene, "sum")->type, ==, TN_COLUMN_CATEGORY);
  g_assert_false (get_column (&scene, "day")->included);
  g_assert_true (wb_import_can_start (scene.import));
  scene_clear (&scene);
}

/* Corrections and their undo */

static void
test_steps_are_taken_back (void)
{
  Scene scene;
  g_autofree char *path = NULL;

  scene_init (&scene, NULL);
  path = wb_test_write_people (scene.folder, "people.csv", 200);
  add (&scene, path);
  g_assert_cmpint (get_column (&scene, "amount")->role, ==, TN_ROLE_AMOUNT);
  wb_import_set_role (scene.import, find (&scene, "email"), TN_ROLE_CUSTOMER);
  wb_test_settle ();
  wb_import_set_type (scene.import, find (&scene, "amount"), TN_COLUMN_CATEGORY);
  wb_test_settle ();
  wb_import_set_decimal (scene.import, ',');
  wb_test_settle ();
  for (int i = 0; i < 3; i++)
    {
      g_assert_true (wb_import_can_undo (scene.import));
      wb_import_undo (scene.import);
      wb_test_settle ();
    }
  g_assert_false (wb_import_can_undo (scene.import));
  g_assert_cmpint (get_column (&scene, "email")->role, !=, TN_ROLE_CUSTOMER);
  g_assert_cmpint (get_column (&scene, "amount")->type, ==, TN_COLUMN_NUMBER);
  wb_import_redo (scene.import);
  wb_test_settle ();
  g_assert_cmpint (get_column (&scene, "email")->role, ==, TN_ROLE_CUSTOMER);
  /* Something new takes the place of what was taken back. */
  wb_import_set_role (scene.import, find (&scene, "phone"), TN_ROLE_IGNORE);
  wb_test_settle ();
  g_assert_false (wb_import_can_redo (scene.import));
  scene_clear (&scene);
}

static void
test_check_says_problems (void)
{
  Scene scene;
  g_autofree char *path = NULL;
  const WbCheck *check;
  gint64 line = 0;

  scene_init (&scene, NULL);
  path = wb_test_write_people (scene.folder, "people.csv", 300);
  add (&scene, path);
  check = wb_import_get_check (scene.import);
  g_assert_cmpint (check->summary.n_rows, ==, 300);
  g_assert_cmpint (check->summary.n_problem_rows, ==, 1);
  g_assert_cmpint (check->summary.n_problem_cells, ==, 2);
  g_assert_cmpuint (check->problems->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const TnTrialProblem *problem = g_ptr_array_index (check->problems, i);

      g_assert_cmpint (problem->line, >, line);
      line = problem->line;
    }
  g_assert_cmpint (check->n_bytes, >, 300 * (8 + 8 + 4 + 4 + 4));
  g_assert_cmpfloat (wb_import_estimate_seconds (scene.import), >, 0);
  scene_clear (&scene);
}

/* Nothing of a person is on the screen, asked or not. */
static void
test_preview_is_masked (void)
{
  Scene scene;
  g_autofree char *path = NULL;
  g_autofree char *mail = NULL;
  TnTable *table;

  scene_init (&scene, NULL);
  path = wb_test_write_people (scene.folder, "people.csv", 200);
  add (&scene, path);
  table = wb_import_get_preview (scene.import)->table;
  mail = tn_column_dup_cell (tn_table_get_column (table, find (&scene, "email")), 0, NULL);
  g_assert_cmpstr (mail, ==, "ann••••••••••.org");
  scene_clear (&scene);
}

/* Stopping */

static void
test_stop_leaves_nothing (void)
{
  Scene scene;
  g_autofree char *path = NULL;
  WbProject *project = wb_test_project ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = NULL;

  scene_init (&scene, project);
  path = wb_test_write_people (scene.folder, "people.csv", 20000);
  add (&scene, path);
  wb_import_start (scene.import);
  g_assert_true (wb_import_is_importing (scene.import));
  wb_import_stop (scene.import);
  g_assert_false (wb_import_is_importing (scene.import));
  wb_test_settle ();
  g_assert_null (scene.done);
  g_assert_null (scene.failure);
  names = tn_project_list_documents (wb_project_get_store (project), TN_DOCUMENT_DATASET, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (names), ==, 0);
  /* And it can begin anew. */
  start (&scene);
  scene_clear (&scene);
  g_object_unref (project);
}

static void
test_second_of_a_name (void)
{
  Scene scene;
  g_autofree char *path = NULL;
  WbProject *project;
  g_autofree char *cell = NULL;

  scene_init (&scene, NULL);
  path = wb_test_write_people (scene.folder, "people.csv", 200);
  add (&scene, path);
  start (&scene);
  project = scene.done;
  scene_end_import (&scene);
  scene_begin (&scene, project);
  add (&scene, path);
  start (&scene);
  cell = get_cell (project, "people-2", "order_no", 0);
  g_assert_cmpstr (cell, ==, "10000");
  g_object_unref (project); /* told of once more */
  scene_clear (&scene);
}

/* Importing again */

static guint
count_history (WbProject *project)
{
  g_autoptr (GPtrArray) history =
      tn_project_list_history (wb_project_get_store (project), 1000, NULL);

  return history->len;
}

static void
again (Scene *scene, const char *dataset)
{
  WbProject *project = scene->done;

  scene_end_import (scene);
  scene_begin (scene, project);
  wb_import_again (scene->import, dataset);
  wb_test_settle ();
  g_assert_null (scene->failure);
}

static void
test_again_is_one_step (void)
{
  Scene scene;
  g_autofree char *path = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *undone = NULL;
  guint n;

  scene_init (&scene, NULL);
  path = wb_test_write_text (scene.folder, "days.csv",
                             "who,day,sum\nann,03/04/2026,1\nbob,05/06/2026,2\ncyd,07/08/2026,3\n");
  add (&scene, path);
  wb_import_set_role (scene.import, find (&scene, "who"), TN_ROLE_CUSTOMER);
  wb_test_settle ();
  start (&scene);
  before = get_cell (scene.done, "days", "day", 0);
  n = count_history (scene.done);
  again (&scene, "days");
  g_assert_cmpint (get_column (&scene, "who")->role, ==, TN_ROLE_CUSTOMER);
  wb_import_set_date_order (scene.import, -1,
                            get_column (&scene, "day")->layout.order == TN_TIME_DMY ? TN_TIME_MDY
                                                                                    : TN_TIME_DMY);
  wb_test_settle ();
  start (&scene);
  after = get_cell (scene.done, "days", "day", 0);
  g_assert_cmpstr (before, !=, after);
  g_assert_cmpuint (count_history (scene.done), ==, n + 1);
  wb_project_undo (scene.done);
  wb_test_settle ();
  undone = get_cell (scene.done, "days", "day", 0);
  g_assert_cmpstr (undone, ==, before);
  g_object_unref (scene.done);
  scene_clear (&scene);
}

/* A role that was changed on the data page stays. */
static void
test_again_keeps_roles (void)
{
  Scene scene;
  g_autofree char *path = NULL;
  g_autoptr (TnEdit) edit = tn_edit_new (tn_message_new_literal ("role"));
  g_autoptr (TnField) field = tn_field_new ("phone", TN_ROLE_CUSTOMER);
  g_autoptr (GError) error = NULL;

  scene_init (&scene, NULL);
  path = wb_test_write_people (scene.folder, "people.csv", 200);
  add (&scene, path);
  start (&scene);
  field->label = tn_message_new_literal ("whom we call");
  tn_edit_set_field (edit, wb_project_get_store (scene.done), "people", field, &error);
  g_assert_no_error (error);
  tn_project_edit (wb_project_get_store (scene.done), edit, &error);
  g_assert_no_error (error);
  again (&scene, "people");
  g_assert_cmpint (get_column (&scene, "phone")->role, ==, TN_ROLE_CUSTOMER);
  wb_import_set_type (scene.import, find (&scene, "amount"), TN_COLUMN_CATEGORY);
  wb_test_settle ();
  start (&scene);
  {
    g_autoptr (TnTable) table =
        tn_project_load_dataset (wb_project_get_store (scene.done), "people", &error);
    const TnField *now = tn_table_get_field (table, (guint) tn_table_find (table, "phone"));

    g_assert_cmpint (now->role, ==, TN_ROLE_CUSTOMER);
    g_assert_nonnull (now->label);
  }
  g_object_unref (scene.done);
  scene_clear (&scene);
}

static void
test_again_asks_where (void)
{
  Scene scene;
  g_autofree char *path = NULL;
  g_autofree char *moved = NULL;
  WbProject *project;

  scene_init (&scene, NULL);
  path = wb_test_write_people (scene.folder, "people.csv", 200);
  moved = g_build_filename (scene.folder, "elsewhere.csv", NULL);
  add (&scene, path);
  start (&scene);
  g_assert_cmpint (g_rename (path, moved), ==, 0);
  project = scene.done;
  scene_end_import (&scene);
  scene_begin (&scene, project);
  wb_import_again (scene.import, "people");
  wb_test_settle ();
  g_assert_nonnull (scene.failure);
  g_assert_true (scene.unreadable);
  g_assert_false (wb_import_can_start (scene.import));
  wb_import_locate (scene.import, moved);
  wb_test_settle ();
  g_assert_true (wb_import_can_start (scene.import));
  scene_clear (&scene);
}

/* Pseudonyms */

static void
test_key_goes_to_the_keyring (void)
{
  Scene scene;
  g_autofree char *path = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (TnPseudonymKey) found = NULL;
  g_autofree char *id = NULL;
  WbProject *project;

  scene_init (&scene, NULL);
  path = wb_test_write_people (scene.folder, "people.csv", 200);
  add (&scene, path);
  g_assert_cmpint (wb_import_get_key_state (scene.import), ==, WB_IMPORT_KEY_NONE);
  wb_import_replace_people (scene.import);
  wb_test_settle ();
  g_assert_true (get_column (&scene, "email")->pseudonym);
  g_assert_true (get_column (&scene, "phone")->pseudonym);
  if (wb_import_get_key_state (scene.import) != WB_IMPORT_KEY_RING)
    {
      g_test_skip ("no keyring answers");
      scene_clear (&scene);
      return;
    }
  start (&scene);
  first = get_cell (scene.done, "people", "email", 0);
  g_assert_cmpuint (strlen (first), ==, TN_PSEUDONYM_LENGTH);
  id = tn_project_find_key_id (wb_project_get_store (scene.done));
  g_assert_true (wb_keyring_find (id, &found, NULL, NULL));
  g_assert_cmpstr (tn_pseudonym_key_get_id (found), ==, id);

  /* A second data set of the project has the same key without asking. */
  project = scene.done;
  scene_end_import (&scene);
  scene_begin (&scene, project);
  add (&scene, path);
  wb_import_replace_people (scene.import);
  wb_test_settle ();
  g_assert_cmpint (wb_import_get_key_state (scene.import), ==, WB_IMPORT_KEY_RING);
  start (&scene);
  second = get_cell (scene.done, "people-2", "email", 0);
  g_assert_cmpstr (second, ==, first);
  g_object_unref (project);
  scene_clear (&scene);
}

static void
test_key_in_a_file (void)
{
  Scene scene;
  g_autofree char *path = NULL;
  g_autofree char *key_path = NULL;
  g_autofree char *cell = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (TnPseudonymKey) key = tn_pseudonym_key_new ();
  g_autoptr (GError) error = NULL;
  char made[TN_PSEUDONYM_LENGTH];

  scene_init (&scene, NULL);
  path = wb_test_write_people (scene.folder, "people.csv", 200);
  key_path = g_build_filename (scene.folder, "shop.key", NULL);
  g_assert_true (tn_pseudonym_key_write (key, key_path, NULL));
  add (&scene, path);
  wb_import_set_pseudonym (scene.import, find (&scene, "email"), TRUE);
  wb_test_settle ();
  g_assert_false (wb_import_read_key (scene.import, path, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_KEY);
  g_clear_error (&error);
  g_assert_true (wb_import_read_key (scene.import, key_path, &error));
  g_assert_no_error (error);
  wb_test_settle ();
  g_assert_cmpint (wb_import_get_key_state (scene.import), ==, WB_IMPORT_KEY_FILE);
  start (&scene);
  tn_pseudonym_make (key, "anna0@example.org", strlen ("anna0@example.org"), made);
  expected = g_strndup (made, sizeof made);
  cell = get_cell (scene.done, "people", "email", 0);
  g_assert_cmpstr (cell, ==, expected);

  /* Imported again, it is this key and no other; and what was plain before is told of. */
  again (&scene, "people");
  g_assert_cmpint (wb_import_get_key_state (scene.import), ==, WB_IMPORT_KEY_LOST);
  g_assert_false (wb_import_can_start (scene.import));
  g_assert_false (wb_import_has_plain_past (scene.import));
  {
    g_autoptr (TnPseudonymKey) other = tn_pseudonym_key_new ();
    g_autofree char *other_path = g_build_filename (scene.folder, "other.key", NULL);

    tn_pseudonym_key_write (other, other_path, NULL);
    g_assert_false (wb_import_read_key (scene.import, other_path, &error));
    g_assert_error (error, TN_ERROR, TN_ERROR_KEY);
  }
  g_assert_true (wb_import_read_key (scene.import, key_path, NULL));
  wb_test_settle ();
  g_assert_true (wb_import_can_start (scene.import));
  wb_import_set_pseudonym (scene.import, find (&scene, "phone"), TRUE);
  wb_test_settle ();
  g_assert_true (wb_import_has_plain_past (scene.import));
  scene_clear (&scene);
}

/* In a process whose bus is nowhere. */
static void
test_no_keyring (void)
{
  Scene scene;
  g_autofree char *path = NULL;
  g_autofree char *key_path = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  g_setenv ("SECRET_BACKEND", "service", TRUE);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  scene_init (&scene, NULL);
  path = wb_test_write_people (scene.folder, "people.csv", 200);
  key_path = g_build_filename (scene.folder, "new.key", NULL);
  add (&scene, path);
  wb_import_replace_people (scene.import);
  wb_test_settle ();
  g_assert_cmpint (wb_import_get_key_state (scene.import), ==, WB_IMPORT_KEY_HOMELESS);
  g_assert_false (wb_import_can_start (scene.import));
  g_assert_true (wb_import_write_key (scene.import, key_path, &error));
  g_assert_no_error (error);
  wb_test_settle ();
  start (&scene);
  g_assert_true (g_file_test (key_path, G_FILE_TEST_IS_REGULAR));
  scene_clear (&scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  wb_language_choose ("en");
  tn_nodes_init ();
  g_test_add_func ("/import/sheet-is-chosen-and-taken-back", test_sheet_is_chosen);
  g_test_add_func ("/import/files-of-one-shape-are-appended", test_files_are_appended);
  g_test_add_func ("/import/corrections-reach-all-files", test_corrections_reach_all_files);
  g_test_add_func ("/import/meaning-of-cells-is-chosen", test_meaning_is_chosen);
  g_test_add_func ("/import/steps-are-taken-back", test_steps_are_taken_back);
  g_test_add_func ("/import/check-says-problems-memory-time", test_check_says_problems);
  g_test_add_func ("/import/preview-masks-people", test_preview_is_masked);
  g_test_add_func ("/import/stopped-leaves-nothing", test_stop_leaves_nothing);
  g_test_add_func ("/import/second-of-a-name-replaces-nothing", test_second_of_a_name);
  g_test_add_func ("/import/again-is-one-step", test_again_is_one_step);
  g_test_add_func ("/import/again-keeps-roles-and-labels", test_again_keeps_roles);
  g_test_add_func ("/import/again-asks-where-the-file-is", test_again_asks_where);
  g_test_add_func ("/import/key-goes-to-the-keyring", test_key_goes_to_the_keyring);
  g_test_add_func ("/import/key-in-a-file", test_key_in_a_file);
  g_test_add_func ("/import/key-without-a-keyring", test_no_keyring);

  return g_test_run ();
}

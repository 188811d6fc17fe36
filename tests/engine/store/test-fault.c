/* test-fault.c: every write, sync and rename fails once, and from then on
 *
 * What the store does is done again and again, and each time the next call that changes a
 * file fails, until none is left to fail. Afterwards everything acknowledged is there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "fault-io.h"
#include "store-support.h"
#include "tn-error.h"
#include "tn-file.h"
#include "tn-project-private.h"
#include "tn-test.h"

#define N_ROWS   3000
#define MAX_CALL 2000

/* So many calls of a save are writes of the copy without free pages, and more. */
#define HOLLOW_BULK 180

typedef struct
{
  char *dir;
  char *path;
  TnProject *project;    /* %NULL: closed */
  GPtrArray *acked;      /* of edits, by name */
  const char *tried;     /* an edit that may be there */
  gboolean table_acked;  /* likewise the data set */
  GBytes *before;        /* the file before the fault */
  TnTableWriter *writer; /* filled and not published */
  char *target;          /* to be made */
} Scene;

/* For those that are sealed; the others do not look at it. */
#define PASSWORD "secret"

static TnProject *
open_any (const char *path)
{
  g_autoptr (GError) error = NULL;
  TnProject *project =
      tn_project_open_with_password (path, TN_OPEN_EDIT, PASSWORD, NULL, NULL, &error);

  g_assert_no_error (error);

  return project;
}

static void
acknowledge (Scene *scene, const char *id)
{
  g_ptr_array_add (scene->acked, g_strdup (id));
}

static void
put (Scene *scene, const char *id)
{
  store_put (scene->project, "pipeline", id, "{\"days\":90}");
  acknowledge (scene, id);
}

static GBytes *
read_file (const char *path)
{
  char *bytes;
  gsize size;

  if (!g_file_get_contents (path, &bytes, &size, NULL))
    return NULL;

  return g_bytes_new_take (bytes, size);
}

static Scene
scene_new (void)
{
  Scene scene = { 0 };
  g_autoptr (GError) error = NULL;

  scene.dir = store_directory ();
  scene.path = store_path (scene.dir, "shop.tenure");
  scene.acked = g_ptr_array_new_with_free_func (g_free);
  scene.project = tn_project_create (scene.path, &error);
  g_assert_no_error (error);
  put (&scene, "one");
  tn_project_save (scene.project, TN_SAVE_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  put (&scene, "two");

  return scene;
}

static void
scene_clear (Scene *scene)
{
  g_clear_pointer (&scene->writer, tn_table_writer_free);
  if (scene->project != NULL)
    store_close (scene->project);
  tn_file_remove_tree (scene->dir);
  g_ptr_array_unref (scene->acked);
  g_clear_pointer (&scene->before, g_bytes_unref);
  g_free (scene->target);
  g_free (scene->path);
  g_free (scene->dir);
}

/* What is done. */

typedef struct
{
  const char *name;
  void (*prepare) (Scene *scene);
  gboolean (*act) (Scene *scene, GError **error);
} Act;

static gboolean
act_edit (Scene *scene, GError **error)
{
  g_autoptr (TnEdit) edit = tn_edit_new (NULL);
  g_autoptr (JsonNode) body = json_node_init_int (json_node_alloc (), 7);

  tn_edit_put (edit, "pipeline", "tried", 1, body);
  scene->tried = "tried";
  if (!tn_project_edit (scene->project, edit, error))
    return FALSE;
  acknowledge (scene, "tried");

  return TRUE;
}

static void
prepare_publish (Scene *scene)
{
  g_autoptr (TnTable) table = store_make_table (N_ROWS, 1);
  g_autoptr (GError) error = NULL;

  scene->writer = tn_table_writer_new (scene->project, &error);
  g_assert_no_error (error);
  store_fill_writer (scene->writer, table);
}

static gboolean
act_publish (Scene *scene, GError **error)
{
  g_autoptr (TnTableWriter) writer = NULL;

  if (scene->writer == NULL) /* again: the first one is used up */
    prepare_publish (scene);
  writer = g_steal_pointer (&scene->writer);
  if (tn_project_add_dataset (scene->project, "orders", writer, NULL, NULL,
                              tn_message_new_literal ("Import"), error) == 0)
    return FALSE;
  scene->table_acked = TRUE;

  return TRUE;
}

static gboolean
act_save (Scene *scene, GError **error)
{
  return tn_project_save (scene->project, TN_SAVE_DEFAULT, NULL, NULL, error);
}

/* Half of the store are free pages: the way through VACUUM INTO. */
static void
prepare_hollow (Scene *scene)
{
  g_autoptr (TnTable) table = store_make_table (100000, 2);
  g_autoptr (GError) error = NULL;

  tn_project_add_table (scene->project, table, NULL, NULL, &error);
  g_assert_no_error (error);
  store_close (g_steal_pointer (&scene->project));
  scene->project = store_open (scene->path, TN_OPEN_EDIT);
  put (scene, "three");
}

static gboolean
act_seal (Scene *scene, GError **error)
{
  g_autoptr (TnSeal) seal = tn_seal_new_with_cost (PASSWORD, 1, 8192, NULL);

  return tn_project_set_seal (scene->project, seal, NULL, NULL, error);
}

static void
prepare_sealed (Scene *scene)
{
  g_assert_true (act_seal (scene, NULL));
  put (scene, "three");
}

static void
prepare_closed_sealed (Scene *scene)
{
  g_assert_true (act_seal (scene, NULL));
  store_close (g_steal_pointer (&scene->project));
}

/* What comes back does not have the second edit; done again, it does. */
static void
prepare_previous (Scene *scene)
{
  g_autoptr (GError) error = NULL;

  tn_project_save (scene->project, TN_SAVE_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  g_ptr_array_set_size (scene->acked, 1);
}

static gboolean
act_bring_back (Scene *scene, GError **error)
{
  return tn_project_bring_back_previous (scene->project, NULL, NULL, error);
}

static void
prepare_save_as (Scene *scene)
{
  scene->target = store_path (scene->dir, "other.tenure");
}

static gboolean
act_save_as (Scene *scene, GError **error)
{
  return tn_project_save_as (scene->project, scene->target, TN_SAVE_DEFAULT, NULL, NULL, error);
}

static void
prepare_closed (Scene *scene)
{
  store_close (g_steal_pointer (&scene->project));
}

static gboolean
act_open (Scene *scene, GError **error)
{
  scene->project =
      tn_project_open_with_password (scene->path, TN_OPEN_EDIT, PASSWORD, NULL, NULL, error);

  return scene->project != NULL;
}

/* On a computer that has not seen the file. */
static void
prepare_foreign (Scene *scene)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sessions = store_path (scene->dir, "sessions-elsewhere");

  tn_project_save (scene->project, TN_SAVE_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  store_close (g_steal_pointer (&scene->project));
  g_setenv ("TENURE_SESSIONS", sessions, TRUE);
}

static void
prepare_create (Scene *scene)
{
  store_close (g_steal_pointer (&scene->project));
  g_unlink (scene->path);
  g_ptr_array_set_size (scene->acked, 0);
}

static gboolean
act_create (Scene *scene, GError **error)
{
  scene->project = tn_project_create (scene->path, error);

  return scene->project != NULL;
}

static const Act acts[] = {
  { "edit", NULL, act_edit },
  { "publish", prepare_publish, act_publish },
  { "save", NULL, act_save },
  { "save-hollow", prepare_hollow, act_save },
  { "save-sealed", prepare_sealed, act_save },
  { "seal", NULL, act_seal },
  { "open-sealed", prepare_closed_sealed, act_open },
  { "bring-back", prepare_previous, act_bring_back },
  { "save-as", prepare_save_as, act_save_as },
  { "open", prepare_closed, act_open },
  { "open-foreign", prepare_foreign, act_open },
  { "create", prepare_create, act_create },
};

/* What must be true. */

static void
check_sentence (Scene *scene, const GError *error)
{
  const char *text = error->message;
  gsize length = strlen (text);

  g_assert_true (error->domain == TN_ERROR);
  g_assert_true (error->code == TN_ERROR_SPACE || error->code == TN_ERROR_IO);
  g_assert_null (strchr (text, '\n'));
  g_assert_cmpint (text[length - 1], ==, '.');
  g_assert_null (strstr (text, "error 0"));
  /* The file that was chosen, or the folder where the store is kept. */
  g_assert_true (strstr (text, "shop.tenure") != NULL || strstr (text, "other.tenure") != NULL ||
                 strstr (text, scene->dir) != NULL);
}

static void
check_content (Scene *scene, TnProject *project)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = tn_project_list_documents (project, "pipeline", &error);
  g_autoptr (TnTable) table = NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < scene->acked->len; i++)
    g_assert_true (
        g_strv_contains ((const char *const *) ids, g_ptr_array_index (scene->acked, i)));
  table = tn_project_load_dataset (project, "orders", &error);
  if (table != NULL)
    {
      g_autoptr (TnTable) expected = store_make_table (N_ROWS, 1);

      store_assert_equal_tables (table, expected);
    }
  else
    {
      g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
      g_assert_false (scene->table_acked);
    }
}

/* The file by itself, on a computer that has not seen it: old or new, and whole. */
static void
check_file (Scene *scene, const char *path)
{
  g_autoptr (GBytes) now = read_file (path);
  g_autofree char *sessions = g_strdup (g_getenv ("TENURE_SESSIONS"));
  g_autofree char *elsewhere = NULL;
  g_autofree char *copy = NULL;
  g_autofree char *body = NULL;
  TnProject *project;

  if (now == NULL || (scene->before != NULL && g_bytes_equal (now, scene->before)))
    return;
  elsewhere = store_directory ();
  copy = store_path (elsewhere, "copy.tenure");
  g_assert_true (
      g_file_set_contents (copy, g_bytes_get_data (now, NULL), g_bytes_get_size (now), NULL));
  project = open_any (copy);
  g_assert_null (tn_project_get_notice (project));
  if (scene->acked->len > 0)
    {
      body = store_get (project, "pipeline", "one");
      g_assert_nonnull (body);
    }
  store_close (project);
  tn_file_remove_tree (elsewhere);
  g_setenv ("TENURE_SESSIONS", sessions, TRUE);
}

static void
copy_into (const char *from, const char *to, const char *name)
{
  g_autofree char *source = g_build_filename (from, name, NULL);
  g_autofree char *target = g_build_filename (to, name, NULL);
  g_autoptr (GBytes) bytes = read_file (source);

  if (bytes != NULL)
    g_assert_true (g_file_set_contents (target, g_bytes_get_data (bytes, NULL),
                                        g_bytes_get_size (bytes), NULL));
}

/* What another process finds after this one is killed at this moment. */
static void
check_as_if_killed (Scene *scene)
{
  g_autofree char *sessions = g_strdup (g_getenv ("TENURE_SESSIONS"));
  const char *session = tn_project_get_session (scene->project);
  g_autofree char *uuid = g_path_get_basename (session);
  g_autofree char *elsewhere = store_directory ();
  g_autofree char *copy = g_build_filename (elsewhere, "sessions", uuid, NULL);
  g_autoptr (GError) error = NULL;
  TnProject *project;

  g_assert_cmpint (g_mkdir_with_parents (copy, 0700), ==, 0);
  copy_into (session, copy, "live.db");
  copy_into (session, copy, "live.db-wal");
  copy_into (session, copy, "session.json");
  project = tn_project_open_unsaved_with_password (copy, PASSWORD, &error);
  g_assert_no_error (error);
  check_content (scene, project);
  store_close (project);
  tn_file_remove_tree (elsewhere);
  g_setenv ("TENURE_SESSIONS", sessions, TRUE);
}

static void
check_folder (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_true (g_str_equal (name, "shop.tenure") || g_str_equal (name, "other.tenure") ||
                   g_str_has_prefix (name, "sessions"));
}

static void
check_after (Scene *scene)
{
  if (scene->project == NULL)
    return;
  check_as_if_killed (scene);
  check_file (scene, scene->path);
  if (scene->target != NULL)
    check_file (scene, scene->target);
}

/* Where a save under another name got as far as that, the project goes on there. */
static const char *
current_path (Scene *scene)
{
  return scene->target != NULL && g_file_test (scene->target, G_FILE_TEST_EXISTS) ? scene->target
                                                                                  : scene->path;
}

/* It goes on: with what was open, or, as if the person gave up, after opening anew. */
static void
go_on (Scene *scene, const Act *act, gboolean ended, gboolean give_up)
{
  g_autoptr (GError) error = NULL;

  if (give_up && scene->project != NULL)
    {
      g_clear_pointer (&scene->writer, tn_table_writer_free);
      tn_project_close (scene->project, NULL);
      tn_project_unref (g_steal_pointer (&scene->project));
    }
  fault_disarm ();
  if (give_up && scene->acked->len > 0)
    {
      scene->project = open_any (current_path (scene));
      check_content (scene, scene->project);
      if (act->act == act_open)
        ended = TRUE;
    }
  if (!ended)
    {
      act->act (scene, &error);
      g_assert_no_error (error);
    }
  if (scene->project == NULL)
    return;
  put (scene, "later");
  tn_project_save (scene->project, TN_SAVE_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  store_close (g_steal_pointer (&scene->project));
  scene->project = open_any (current_path (scene));
  check_content (scene, scene->project);
  check_folder (scene->dir);
}

/* Returns whether there was a call left to fail. */
static gboolean
fail_once (const Act *act, guint nth, int errnum, gboolean sticky, GHashTable *calls, guint *n_told)
{
  Scene scene = scene_new ();
  g_autoptr (GError) error = NULL;
  gboolean ended;
  const char *hit;

  if (act->prepare != NULL)
    act->prepare (&scene);
  scene.before = read_file (scene.path);
  fault_arm (scene.dir, nth, errnum, sticky);
  ended = act->act (&scene, &error);
  hit = fault_get_hit ();
  g_assert_true (ended == (error == NULL));
  if (hit != NULL)
    g_hash_table_add (calls, (gpointer) hit);
  else
    g_assert_no_error (error);
  if (!ended)
    {
      *n_told += 1;
      check_sentence (&scene, error);
    }
  check_after (&scene);
  go_on (&scene, act, ended, nth % 2 == 0);
  scene_clear (&scene);

  return hit != NULL;
}

/* The short form leaves out some of the calls where there are many that are alike; which ones
 * is drawn, so that none is left out for good. */
static guint
step (const Act *act, guint nth)
{
  if (g_test_slow ())
    return 1;
  if (act->prepare == prepare_hollow)
    return nth > 10 && nth < HOLLOW_BULK ? 23 : 3;
  if (act->prepare == prepare_foreign || act->prepare == prepare_closed_sealed ||
      act->act == act_create || act->act == act_bring_back)
    return 5;

  return act->prepare == NULL && act->act == act_edit ? 1 : 2;
}

static void
test_fault (gconstpointer data)
{
  static const int errnums[] = { EIO, ENOSPC, EDQUOT };
  const Act *act = data;
  g_autoptr (GHashTable) calls = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree const char **names = NULL;
  g_autofree char *list = NULL;
  guint first = g_test_rand_int_range (0, 6);
  guint n_variants = g_test_slow () ? 6 : 1;
  guint n_rounds = 0, n_told = 0;

  for (guint variant = 0; variant < n_variants; variant++)
    for (guint nth = g_test_rand_int_range (1, 1 + step (act, 1)); nth < MAX_CALL;
         nth += step (act, nth))
      {
        /* In the short form every moment comes with one of the six. */
        guint which = g_test_slow () ? variant : (nth + first) % 6;

        if (!fail_once (act, nth, errnums[which % 3], which >= 3, calls, &n_told))
          break;
        n_rounds++;
      }
  names = (const char **) g_hash_table_get_keys_as_array (calls, NULL);
  list = g_strjoinv (", ", (char **) names);
  g_test_message ("%s: failed at %u moments (%s), told of %u", act->name, n_rounds, list, n_told);
  g_assert_cmpuint (n_rounds, >, 4);
  g_assert_cmpuint (n_rounds, <, n_variants * (MAX_CALL - 1));
  g_assert_cmpuint (n_told, >, 2);
}

/* The folder went away with its stick; later it is there again. */
static void
test_folder_that_is_gone (void)
{
  Scene scene = scene_new ();
  g_autofree char *stick = store_path (scene.dir, "stick");
  g_autofree char *away = store_path (scene.dir, "away");
  g_autofree char *path = store_path (stick, "shop.tenure");
  g_autofree char *other = store_path (scene.dir, "other.tenure");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (stick, 0700), ==, 0);
  tn_project_save_as (scene.project, path, TN_SAVE_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  put (&scene, "three");
  g_assert_cmpint (g_rename (stick, away), ==, 0);
  g_assert_cmpint (tn_project_check_target (scene.project), ==, TN_TARGET_MISSING);
  g_assert_false (tn_project_save (scene.project, TN_SAVE_DEFAULT, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "shop.tenure"));
  g_assert_nonnull (strstr (error->message, "another name"));
  g_clear_error (&error);
  put (&scene, "four");
  g_assert_true (tn_project_has_unsaved (scene.project));
  check_as_if_killed (&scene);

  tn_project_save_as (scene.project, other, TN_SAVE_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (tn_project_has_unsaved (scene.project));
  g_assert_cmpint (g_rename (away, stick), ==, 0);
  tn_project_save_as (scene.project, path, TN_SAVE_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  store_close (g_steal_pointer (&scene.project));
  scene.project = store_open (path, TN_OPEN_EDIT);
  check_content (&scene, scene.project);
  scene_clear (&scene);
}

static void
open_and_close_again_and_again (void)
{
  struct rlimit limit = { 64, 64 };
  guint n = g_test_slow () ? 1000 : 50;
  Scene scene = scene_new ();
  g_autoptr (TnTable) table = store_make_table (N_ROWS, 1);
  g_autoptr (GError) error = NULL;
  guint before = 0;

  setrlimit (RLIMIT_NOFILE, &limit);
  store_add_dataset (scene.project, "orders", table);
  scene.table_acked = TRUE;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("p%u", i % 20);

      put (&scene, id);
      if (i % 5 == 0)
        tn_project_save (scene.project, TN_SAVE_DEFAULT, NULL, NULL, &error);
      g_assert_no_error (error);
      if (i % 10 == 3)
        store_close (store_open (scene.path, TN_OPEN_READ_ONLY));
      store_close (g_steal_pointer (&scene.project));
      if (i == 3)
        before = store_count_descriptors ();
      scene.project = store_open (scene.path, TN_OPEN_EDIT);
      if (i % 25 == 0)
        check_content (&scene, scene.project);
    }
  store_close (g_steal_pointer (&scene.project));
  g_assert_cmpuint (store_count_descriptors (), ==, before);
  scene_clear (&scene);
}

/* In a child: the limit cannot be raised again. */
static void
test_few_descriptors_last (void)
{
  int status;
  pid_t pid = fork ();

  if (pid == 0)
    {
      open_and_close_again_and_again ();
      _exit (0);
    }
  waitpid (pid, &status, 0);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  /* First: a fork of a process with open stores would share their locks. */
  g_test_add_func ("/fault/few-descriptors-last", test_few_descriptors_last);
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/fault/nothing-acknowledged-is-lost/%s", acts[i].name);

      g_test_add_data_func (path, &acts[i], test_fault);
    }
  g_test_add_func ("/fault/folder-that-is-gone-loses-nothing", test_folder_that_is_gone);

  return g_test_run ();
}

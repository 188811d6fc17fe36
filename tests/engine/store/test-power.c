/* test-power.c: the power fails, and what was not synced is lost, torn or reordered
 *
 * A file system layer under SQLite notes every write and sync while a project is edited
 * and filled. Then the disk is rebuilt as it may look after a power cut at many moments:
 * what was synced is there; of the rest any part, in 512-byte pieces.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "store-support.h"
#include "tn-error.h"
#include "tn-random.h"
#include "tn-test.h"

#define N_ROWS  70000
#define SECTOR  512
#define N_EDITS 20

typedef enum
{
  OP_WRITE,
  OP_SYNC,
  OP_TRUNCATE,
  OP_EDIT_DONE, /* the call that returned before */
  OP_TABLE_DONE,
} OpKind;

typedef struct
{
  OpKind kind;
  const char *file;
  gint64 offset;
  GBytes *data;
} Op;

static GMutex log_lock;
static GPtrArray *op_log; /* %NULL: nothing is noted */
static GHashTable *files; /* sqlite3_file → File; kinds of file differ in their methods */
static int (*real_open) (sqlite3_vfs *, const char *, sqlite3_file *, int, int *);

typedef struct
{
  const char *name;
  const sqlite3_io_methods *real;
  sqlite3_io_methods noting;
} File;

static GPtrArray *entries; /* all File, freed at the end */

static File *
find_file (sqlite3_file *file)
{
  File *found;

  g_mutex_lock (&log_lock);
  found = g_hash_table_lookup (files, file);
  g_mutex_unlock (&log_lock);

  return found;
}

static void
op_free (gpointer data)
{
  Op *op = data;

  g_clear_pointer (&op->data, g_bytes_unref);
  g_free (op);
}

static void
note (OpKind kind, sqlite3_file *file, gint64 offset, const void *data, int size)
{
  Op *op = g_new0 (Op, 1);
  const char *name = file != NULL ? find_file (file)->name : NULL;

  g_mutex_lock (&log_lock);
  op->kind = kind;
  op->file = name;
  op->offset = offset;
  if (data != NULL)
    op->data = g_bytes_new (data, size);
  g_ptr_array_add (op_log, op);
  g_mutex_unlock (&log_lock);
}

static int
note_write (sqlite3_file *file, const void *data, int size, sqlite3_int64 offset)
{
  note (OP_WRITE, file, offset, data, size);

  return find_file (file)->real->xWrite (file, data, size, offset);
}

static int
note_sync (sqlite3_file *file, int flags)
{
  int rc = find_file (file)->real->xSync (file, flags);

  note (OP_SYNC, file, 0, NULL, 0);

  return rc;
}

static int
note_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  note (OP_TRUNCATE, file, size, NULL, 0);

  return find_file (file)->real->xTruncate (file, size);
}

static int
note_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
  int rc = real_open (vfs, name, file, flags, out);

  if (rc == SQLITE_OK && file->pMethods != NULL && name != NULL)
    {
      g_autofree char *base = g_path_get_basename (name);
      File *entry = g_new0 (File, 1);

      entry->name = g_intern_string (base);
      entry->real = file->pMethods;
      entry->noting = *file->pMethods;
      entry->noting.xWrite = note_write;
      entry->noting.xSync = note_sync;
      entry->noting.xTruncate = note_truncate;
      file->pMethods = &entry->noting;
      g_mutex_lock (&log_lock);
      g_ptr_array_add (entries, entry);
      g_hash_table_insert (files, file, entry);
      g_mutex_unlock (&log_lock);
    }

  return rc;
}

/* The disk. */

static void
put_bytes (GByteArray *image, gint64 offset, const guint8 *data, gsize size)
{
  guint before = image->len;

  if (offset + size > image->len)
    {
      g_byte_array_set_size (image, offset + size);
      if (offset > before)
        memset (image->data + before, 0, offset - before);
    }
  memcpy (image->data + offset, data, size);
}

static void
apply (GByteArray *image, const Op *op)
{
  gsize size;

  if (op->kind == OP_TRUNCATE)
    g_byte_array_set_size (image, op->offset);
  else
    {
      const guint8 *data = g_bytes_get_data (op->data, &size);

      put_bytes (image, op->offset, data, size);
    }
}

/* Some sectors of a write that was not synced, or none, or all. */
static void
apply_torn (GByteArray *image, const Op *op, TnRandom *random)
{
  guint fate = tn_random_below (random, 3);
  gsize size;
  const guint8 *data;

  if (op->kind == OP_TRUNCATE || fate == 0)
    {
      if (fate == 1)
        apply (image, op);
      return;
    }
  data = g_bytes_get_data (op->data, &size);
  for (gsize at = 0; at < size; at += SECTOR)
    if (fate == 1 || tn_random_below (random, 2) == 0)
      put_bytes (image, op->offset + at, data + at, MIN (SECTOR, size - at));
}

/* @file as it is when the power fails before operation @moment. */
static GByteArray *
rebuild (const char *file, GBytes *before, guint moment, TnRandom *random)
{
  GByteArray *image = g_byte_array_new ();
  g_autoptr (GPtrArray) pending = g_ptr_array_new ();

  if (before != NULL)
    g_byte_array_append (image, g_bytes_get_data (before, NULL), g_bytes_get_size (before));
  for (guint i = 0; i < moment; i++)
    {
      const Op *op = g_ptr_array_index (op_log, i);

      if (op->file == NULL || strcmp (op->file, file) != 0)
        continue;
      if (op->kind != OP_SYNC)
        {
          g_ptr_array_add (pending, (gpointer) op);
          continue;
        }
      for (guint j = 0; j < pending->len; j++)
        apply (image, g_ptr_array_index (pending, j));
      g_ptr_array_set_size (pending, 0);
    }
  for (guint j = 0; j < pending->len; j++)
    apply_torn (image, g_ptr_array_index (pending, j), random);

  return image;
}

typedef struct
{
  char *dir;
  char *path;
  char *session; /* where it was */
  GBytes *store; /* before anything was noted */
} Scene;

static void
live (Scene *scene)
{
  sqlite3_vfs *vfs = sqlite3_vfs_find (NULL);
  g_autoptr (TnTable) table = store_make_table (N_ROWS, 3);
  TnProject *project;
  char *bytes;
  gsize size;

  scene->dir = store_directory ();
  scene->path = store_path (scene->dir, "shop.tenure");
  project = tn_project_create (scene->path, NULL);
  scene->session = g_strdup (tn_project_get_session (project));
  store_close (project);
  {
    g_autofree char *store = g_build_filename (scene->session, "live.db", NULL);

    g_assert_true (g_file_get_contents (store, &bytes, &size, NULL));
    scene->store = g_bytes_new_take (bytes, size);
  }

  op_log = g_ptr_array_new_with_free_func (op_free);
  files = g_hash_table_new (NULL, NULL);
  entries = g_ptr_array_new_with_free_func (g_free);
  real_open = vfs->xOpen;
  vfs->xOpen = note_open;
  project = store_open (scene->path, TN_OPEN_EDIT);
  for (guint i = 0; i < N_EDITS; i++)
    {
      g_autofree char *id = g_strdup_printf ("p%u", i);

      store_put (project, "pipeline", id, "{\"days\":90}");
      note (OP_EDIT_DONE, NULL, 0, NULL, 0);
      if (i == N_EDITS / 2)
        {
          store_add_dataset (project, "orders", table);
          note (OP_TABLE_DONE, NULL, 0, NULL, 0);
        }
    }
  vfs->xOpen = real_open;
  /* The files keep the noting methods until they are closed. */
  store_close (project);
}

static void
write_image (const char *session, const char *file, GBytes *before, guint moment, TnRandom *random)
{
  g_autofree char *path = g_build_filename (session, file, NULL);
  g_autoptr (GByteArray) image = rebuild (file, before, moment, random);

  g_assert_true (g_file_set_contents (path, (const char *) image->data, image->len, NULL));
}

static guint
count_done (guint moment, OpKind kind)
{
  guint n = 0;

  for (guint i = 0; i < moment; i++)
    n += ((const Op *) g_ptr_array_index (op_log, i))->kind == kind;

  return n;
}

static void
check_moment (Scene *scene, guint moment, TnRandom *random)
{
  g_autofree char *sessions = tn_test_directory ();
  g_autofree char *uuid = g_path_get_basename (scene->session);
  g_autofree char *session = g_build_filename (sessions, uuid, NULL);
  g_autofree char *record = g_build_filename (scene->session, "session.json", NULL);
  g_autofree char *record_copy = g_build_filename (session, "session.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (TnTable) table = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = NULL;
  TnProject *project;

  g_mkdir_with_parents (session, 0700);
  write_image (session, "live.db", scene->store, moment, random);
  write_image (session, "live.db-wal", NULL, moment, random);
  g_file_get_contents (record, &text, NULL, NULL);
  g_file_set_contents (record_copy, text, -1, NULL);
  g_setenv ("TENURE_SESSIONS", sessions, TRUE);

  project = store_open (scene->path, TN_OPEN_EDIT);
  ids = tn_project_list_documents (project, "pipeline", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (ids), >=, count_done (moment, OP_EDIT_DONE));
  table = tn_project_load_dataset (project, "orders", &error);
  if (table == NULL)
    {
      g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
      g_assert_cmpuint (count_done (moment, OP_TABLE_DONE), ==, 0);
    }
  else
    {
      g_autoptr (TnTable) expected = store_make_table (N_ROWS, 3);

      store_assert_equal_tables (table, expected);
    }
  store_put (project, "pipeline", "after", "1");
  store_close (project);
}

static void
test_acknowledged_survives_a_power_cut (void)
{
  guint n = g_test_slow () ? 400 : 40;
  Scene scene;
  TnRandom random;
  guint n_ops;

  tn_random_init (&random, (guint64) g_test_rand_int (), 1);
  live (&scene);
  n_ops = op_log->len;
  g_assert_cmpuint (count_done (n_ops, OP_SYNC), >, N_EDITS);
  for (guint i = 0; i < n; i++)
    check_moment (&scene, 1 + tn_random_below (&random, n_ops), &random);
  g_test_message ("%u writes and syncs, power cut at %u of them", n_ops, n);
  g_bytes_unref (scene.store);
  g_free (scene.session);
  g_free (scene.path);
  g_free (scene.dir);
  g_ptr_array_unref (op_log);
  g_hash_table_unref (files);
  g_ptr_array_unref (entries);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/power/acknowledged-survives-a-power-cut",
                   test_acknowledged_survives_a_power_cut);

  return g_test_run ();
}

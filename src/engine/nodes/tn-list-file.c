/* tn-list-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-list-file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "tn-error.h"
#include "tn-json.h"
#include "tn-list-export.h"
#include "tn-list-manifest.h"
#include "tn-space.h"
#include "tn-table-file.h"
#include "tn-xlsx-writer.h"

#define READ_BYTES (24 * 1024)

/* A list on its way to a file. */
typedef struct
{
  TnRun *run;
  TnTable *stored;
  TnListSearch *search;
  TnTable *table; /* as it is written */
  JsonNode *document;
  TnListFilter everybody;
  TnListManifest manifest;
} Writing;

static void
writing_clear (Writing *self)
{
  g_clear_pointer (&self->run, tn_run_free);
  g_clear_pointer (&self->stored, tn_table_unref);
  g_clear_pointer (&self->search, tn_list_search_unref);
  g_clear_pointer (&self->table, tn_table_unref);
  g_clear_pointer (&self->document, json_node_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writing, writing_clear)

/* Rows of the stored list as rows of a view. */
static TnTable *
select_rows (TnTable *table, GBytes *found, GError **error)
{
  gsize size;
  const guint32 *from = g_bytes_get_data (found, &size);
  gsize n = size / sizeof (guint32);
  gsize *rows = tn_space_try_alloc (n, sizeof (gsize), error);
  g_autoptr (GBytes) bytes = NULL;

  if (rows == NULL)
    return NULL;
  for (gsize i = 0; i < n; i++)
    rows[i] = from[i];
  bytes = g_bytes_new_with_free_func (rows, n * sizeof (gsize), free, rows);

  return tn_table_try_new_view (table, bytes, error);
}

/* What the step says of its list as a whole. */
static void
read_document (Writing *self, TnProject *project, const char *node)
{
  g_autoptr (GPtrArray) outputs = tn_project_list_outputs (project, self->run->id, NULL);

  for (guint i = 0; outputs != NULL && self->document == NULL && i < outputs->len; i++)
    {
      const TnOutput *at = g_ptr_array_index (outputs, i);
      g_autoptr (TnOutput) output = NULL;

      if (at->table == 0 ||
          (node != NULL ? !g_str_equal (at->node, node) : !g_str_equal (at->type, "list")))
        continue;
      output = tn_project_get_output (project, self->run->id, at->node, at->name, NULL);
      if (output != NULL && output->body != NULL && JSON_NODE_HOLDS_OBJECT (output->body))
        self->document = json_node_copy (output->body);
    }
}

static gboolean
prepare (Writing *self,
         TnProject *project,
         const TnListJob *job,
         GCancellable *cancellable,
         GError **error)
{
  const TnListFilter *filter = job->filter != NULL ? job->filter : &self->everybody;
  g_autoptr (GBytes) found = NULL;
  g_autoptr (TnTable) chosen = NULL;

  tn_list_filter_init (&self->everybody);
  self->stored = tn_list_load (project, job->run, job->node, &self->run, error);
  self->search =
      self->stored != NULL ? tn_list_search_new (self->stored, cancellable, error) : NULL;
  found =
      self->search != NULL ? tn_list_search_find (self->search, filter, cancellable, error) : NULL;
  if (found == NULL)
    return FALSE;
  chosen = tn_list_filter_is_all (filter) ? tn_table_ref (self->stored)
                                          : select_rows (self->stored, found, error);
  self->table = chosen != NULL ? tn_list_dress (chosen, self->run, job->language, error) : NULL;
  if (self->table == NULL)
    return FALSE;
  read_document (self, project, job->node);
  self->manifest =
      (TnListManifest){ .run = self->run,
                        .node = job->node,
                        .document =
                            self->document != NULL ? json_node_get_object (self->document) : NULL,
                        .search = self->search,
                        .filter = filter,
                        .n_rows = g_bytes_get_size (found) / sizeof (guint32),
                        .table = self->table,
                        .language = job->language };

  return TRUE;
}

/* Of what was written, so that a list and a manifest that do not belong together are told apart. */
static char *
hash_file (const TnFileReplace *file, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *block = g_malloc (READ_BYTES);
  gint64 at = 0;
  gssize n;

  while ((n = pread (file->fd, block, READ_BYTES, at)) > 0)
    {
      g_checksum_update (sum, block, n);
      at += n;
    }
  if (n == 0)
    return g_strdup (g_checksum_get_string (sum));
  tn_file_replace_set_error (file, errno, error);

  return NULL;
}

/* The parts of the manifest, @files[0] and [1]; the list is @files[2]. */
static gboolean
write_parts (const Writing *self,
             const TnWriteOptions *options,
             TnFileReplace files[3],
             TnProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  g_autofree char *name = g_path_get_basename (files[2].path);
  g_autofree char *json = NULL;
  g_autofree char *text = NULL;
  g_autofree char *sha256 = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (!tn_csv_write_part (self->table, &files[2], options, progress, cancellable, error))
    return FALSE;
  sha256 = hash_file (&files[2], error);
  if (sha256 == NULL)
    return FALSE;
  node = tn_list_manifest_to_json (&self->manifest, name, sha256);
  json = tn_json_print (node, TRUE);
  text = tn_list_manifest_to_text (&self->manifest, name, sha256);

  return tn_file_replace_write (&files[0], json, strlen (json), error) &&
         tn_file_replace_write (&files[0], "\n", 1, error) &&
         tn_file_replace_write (&files[1], "\xef\xbb\xbf", 3, error) &&
         tn_file_replace_write (&files[1], text, strlen (text), error);
}

/* The manifest gets its names first: a list without one is what must not be. */
static gboolean
write_csv (const Writing *self,
           const char *out,
           const TnWriteOptions *options,
           TnProgress *progress,
           GCancellable *cancellable,
           GError **error)
{
  g_auto (GStrv) companions = tn_list_file_get_companions (out);
  const char *paths[3] = { companions[0], companions[1], out };
  TnFileReplace files[3];
  guint n = 0;
  gboolean ok = TRUE;

  while (ok && n < 3)
    {
      ok = tn_file_replace_begin (&files[n], paths[n], error);
      n += ok ? 1 : 0;
    }
  if (ok && write_parts (self, options, files, progress, cancellable, error))
    return tn_file_replace_commit_all (files, 3, error);
  for (guint i = 0; i < n; i++)
    tn_file_replace_abort (&files[i]);

  return FALSE;
}

/**
 * tn_list_file_get_companions:
 * @out: file of a list
 *
 * Returns: (transfer full): the files that are written beside it: the manifest for programs and the
 *   one for people; none for a workbook, which has it as a second sheet
 */
char **
tn_list_file_get_companions (const char *out)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new ();

  if (g_str_has_suffix (out, ".csv"))
    {
      g_autofree char *stem = g_strndup (out, strlen (out) - strlen (".csv"));

      g_ptr_array_add (files, g_strconcat (stem, ".manifest.json", NULL));
      g_ptr_array_add (files, g_strconcat (stem, ".manifest.txt", NULL));
    }
  g_ptr_array_add (files, NULL);

  return (char **) g_ptr_array_steal (files, NULL);
}

/**
 * tn_list_write:
 * @n_rows: (out) (optional): customers written
 * @progress: (nullable): how far it is
 * @error: as tn_list_load(), tn_list_filter_check() and tn_table_file_write()
 *
 * Writes who is asked for, with a manifest: beside a .csv file two files of its name, in a workbook
 * a second sheet. List and manifest are there together or not at all; should the computer stop
 * between their names, the sum in the manifest tells that the list is another one.
 */
gboolean
tn_list_write (TnProject *project,
               const TnListJob *job,
               gsize *n_rows,
               TnProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  g_auto (Writing) self = { 0 };
  g_autoptr (TnTable) about = NULL;
  TnWriteOptions options;

  if (!tn_table_file_check (job->out, error) ||
      (job->filter != NULL && !tn_list_filter_check (job->filter, error)) ||
      !prepare (&self, project, job, cancellable, error))
    return FALSE;
  if (n_rows != NULL)
    *n_rows = self.manifest.n_rows;
  tn_write_options_init (&options);
  options.language = job->language;
  if (g_str_has_suffix (job->out, ".csv"))
    return write_csv (&self, job->out, &options, progress, cancellable, error);
  about = tn_list_manifest_to_table (&self.manifest);
  options.name = tn_language_lookup (job->language, N_ ("Customer list"));
  options.about = about;
  options.about_name = tn_language_lookup (job->language, N_ ("About this list"));

  return tn_xlsx_write (self.table, job->out, &options, progress, cancellable, error);
}

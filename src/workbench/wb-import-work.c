/* wb-import-work.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-import-work.h"

#include <string.h>

#include "tn-table-sink.h"
#include "wb-open.h"

#define SAMPLE_BYTES 65536
#define SHOWN_BYTES  160

static const char *const encodings[WB_N_READINGS] = { "UTF-8", "GB18030", "BIG5" };

void
wb_preview_free (WbPreview *self)
{
  g_clear_pointer (&self->source, tn_source_unref);
  g_clear_pointer (&self->plan, tn_import_plan_free);
  g_clear_pointer (&self->table, tn_table_unref);
  for (guint i = 0; i < WB_N_READINGS; i++)
    g_free (self->readings[i].text);
  g_free (self);
}

void
wb_check_free (WbCheck *self)
{
  g_clear_pointer (&self->plan, tn_import_plan_free);
  g_free (self);
}

/* Looking */

typedef struct
{
  char *path;
  TnSource *source;
  TnImportPlan *plan;
  gboolean keep;
} Look;

static void
look_free (gpointer data)
{
  Look *self = data;

  g_free (self->path);
  g_clear_pointer (&self->source, tn_source_unref);
  g_clear_pointer (&self->plan, tn_import_plan_free);
  g_free (self);
}

/* The first line with a letter that is not English: there the encodings differ. */
static gboolean
find_line (const char *bytes, gsize n, gsize *start, gsize *length)
{
  for (gsize i = 0; i < n; i++)
    if ((guchar) bytes[i] >= 0x80)
      {
        gsize from = i, to = i;

        while (from > 0 && bytes[from - 1] != '\n')
          from--;
        while (to < n && bytes[to] != '\n' && to - from < SHOWN_BYTES)
          to++;
        *start = from;
        *length = to - from;
        return TRUE;
      }

  return FALSE;
}

static void
read_in_encodings (WbPreview *self)
{
  g_autofree char *bytes = g_malloc (SAMPLE_BYTES);
  gssize n = tn_source_read (self->source, 0, bytes, SAMPLE_BYTES, NULL);
  gsize start, length;

  for (guint i = 0; i < WB_N_READINGS; i++)
    self->readings[i].encoding = encodings[i];
  if (n <= 0 || !find_line (bytes, n, &start, &length))
    return;
  for (guint i = 0; i < WB_N_READINGS; i++)
    {
      char *text = i == 0 ? g_utf8_make_valid (bytes + start, length)
                          : g_convert_with_fallback (bytes + start, length, "UTF-8", encodings[i],
                                                     "\357\277\275", NULL, NULL, NULL);

      self->readings[i].text = text != NULL ? g_strstrip (text) : g_strdup ("\357\277\275");
    }
}

static gboolean
read_rows (WbPreview *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnImportPlan) plan = tn_import_plan_copy (self->plan);
  g_autoptr (TnMemorySink) sink = tn_memory_sink_new ();
  TnImportOptions options = { .max_rows = WB_PREVIEW_ROWS };
  TnImportSummary summary;

  if (!tn_import_run (self->source, plan, &options, &tn_memory_sink, sink, &summary, NULL,
                      cancellable, error))
    return FALSE;
  self->table = tn_table_ref (tn_memory_sink_get_table (sink));
  self->n_problems = summary.n_problem_rows;

  return TRUE;
}

static gpointer
look_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Look *look = data;
  g_autoptr (WbPreview) preview = g_new0 (WbPreview, 1);

  preview->source = look->source != NULL ? tn_source_ref (look->source)
                                         : tn_source_open (look->path, cancellable, error);
  if (preview->source == NULL)
    return NULL;
  preview->plan = look->keep
                      ? tn_import_plan_copy (look->plan)
                      : tn_import_detect (preview->source, look->plan, NULL, cancellable, error);
  if (preview->plan == NULL || !read_rows (preview, cancellable, error))
    return NULL;
  read_in_encodings (preview);

  return g_steal_pointer (&preview);
}

void
wb_import_look (gpointer owner,
                const char *path,
                TnSource *source,
                const TnImportPlan *plan,
                gboolean keep,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  Look *look = g_new0 (Look, 1);

  look->path = g_strdup (path);
  look->source = source != NULL ? tn_source_ref (source) : NULL;
  look->plan = plan != NULL ? tn_import_plan_copy (plan) : NULL;
  look->keep = keep && plan != NULL;
  wb_work_start (WB_LANE_LOOK, owner, look_in_worker, look, look_free,
                 (GDestroyNotify) wb_preview_free, cancellable, callback, user_data);
}

typedef struct
{
  TnProject *store; /* nullable */
  TnSource *source;
  TnImportPlan *plan;
  char *question;
  TnProgress *progress;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  g_clear_pointer (&self->store, tn_project_unref);
  tn_source_unref (self->source);
  tn_import_plan_free (self->plan);
  g_free (self->question);
  g_clear_pointer (&self->progress, tn_progress_unref);
  g_free (self);
}

static Reading *
reading_new (TnSource *source, const TnImportPlan *plan, TnProgress *progress)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->source = tn_source_ref (source);
  reading->plan = tn_import_plan_copy (plan);
  reading->progress = progress != NULL ? tn_progress_ref (progress) : NULL;

  return reading;
}

static gpointer
check_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Reading *reading = data;
  g_autoptr (WbCheck) check = g_new0 (WbCheck, 1);

  check->plan = tn_import_plan_copy (reading->plan);

  return tn_import_run (reading->source, check->plan, NULL, &tn_null_sink, NULL, &check->summary,
                        reading->progress, cancellable, error)
             ? g_steal_pointer (&check)
             : NULL;
}

void
wb_import_check (gpointer owner,
                 TnSource *source,
                 const TnImportPlan *plan,
                 TnProgress *progress,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  wb_work_start (WB_LANE_LONG, owner, check_in_worker, reading_new (source, plan, progress),
                 reading_free, (GDestroyNotify) wb_check_free, cancellable, callback, user_data);
}

/* Bringing in */

typedef struct
{
  TnProject *store;
  WbState *state;
} Brought;

static void
brought_free (gpointer data)
{
  Brought *self = data;

  g_clear_pointer (&self->store, tn_project_unref);
  g_clear_pointer (&self->state, wb_state_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Brought, brought_free)

/* "Orders 2024.csv.gz" is called "Orders 2024". */
static char *
make_name (TnSource *source)
{
  g_autofree char *base = g_path_get_basename (tn_source_get_name (source));
  char *dot = strchr (base, '.');

  if (dot != NULL && dot != base)
    *dot = '\0';

  return g_steal_pointer (&base);
}

static gpointer
bring_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Reading *reading = data;
  g_autoptr (Brought) brought = g_new0 (Brought, 1);
  g_autofree char *name = make_name (reading->source);
  TnImportSummary summary;

  brought->store =
      reading->store != NULL ? tn_project_ref (reading->store) : tn_project_create (NULL, error);
  if (brought->store == NULL ||
      !wb_import_into (brought->store, name, reading->source, reading->plan, reading->question,
                       &summary, reading->progress, cancellable, error))
    return NULL;
  brought->state = wb_state_read (brought->store, error);

  return brought->state != NULL ? g_steal_pointer (&brought) : NULL;
}

void
wb_import_bring (gpointer owner,
                 WbProject *project,
                 TnSource *source,
                 const TnImportPlan *plan,
                 const char *question,
                 TnProgress *progress,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  Reading *reading = reading_new (source, plan, progress);

  reading->store = project != NULL ? tn_project_ref (wb_project_get_store (project)) : NULL;
  reading->question = g_strdup (question);
  wb_work_start (WB_LANE_LONG, owner, bring_in_worker, reading, reading_free, brought_free,
                 cancellable, callback, user_data);
}

/**
 * wb_import_finish:
 * @project: (nullable): the one that was given
 *
 * Returns: (transfer full): the project with the data set in it
 */
WbProject *
wb_import_finish (GAsyncResult *result, WbProject *project, GError **error)
{
  g_autoptr (Brought) brought = wb_work_finish (result, error);

  if (brought == NULL)
    return NULL;
  if (project != NULL)
    {
      wb_project_refresh (project);
      return g_object_ref (project);
    }

  return wb_project_new (g_steal_pointer (&brought->store), g_steal_pointer (&brought->state));
}

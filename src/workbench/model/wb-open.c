/* wb-open.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-open.h"

#include <string.h>

#include "tn-error.h"
#include "tn-import-dataset.h"
#include "tn-pipeline-run.h"
#include "tn-sample-shop.h"
#include "tn-template.h"
#include "wb-words.h"

typedef enum
{
  OPEN_FILE,
  OPEN_UNSAVED,
  OPEN_SAMPLE,
  OPEN_NEW,
} OpenKind;

typedef struct
{
  OpenKind kind;
  char *path;
  TnOpenMode mode;
  char *password; /* nullable */
  TnProgress *progress;
} Open;

/* What is handed back: a project and what it holds. */
typedef struct
{
  TnProject *store;
  WbState *state;
} Opened;

static void
open_free (gpointer data)
{
  Open *self = data;

  g_free (self->path);
  if (self->password != NULL)
    memset (self->password, 0, strlen (self->password));
  g_free (self->password);
  g_clear_pointer (&self->progress, tn_progress_unref);
  g_free (self);
}

static void
opened_free (gpointer data)
{
  Opened *self = data;

  g_clear_pointer (&self->store, tn_project_unref);
  g_clear_pointer (&self->state, wb_state_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opened, opened_free)

/**
 * wb_ask:
 * @dataset: name of the data set
 * @question: id of a template
 *
 * Lays out the pipeline that answers @question, as a step of the history.
 */
gboolean
wb_ask (TnProject *project, const char *dataset, const char *question, GError **error)
{
  const TnTemplate *template = tn_template_find (question);
  g_autoptr (TnTable) table = tn_project_load_dataset (project, dataset, error);
  g_autoptr (TnGraph) graph = table != NULL ? template->build (dataset, table, error) : NULL;
  g_autoptr (TnBoard) board = graph != NULL ? tn_graph_draw_lanes (graph, wb_language ()) : NULL;

  return graph != NULL &&
         tn_project_lay_out (project, question, graph, board,
                             tn_message_take (tn_message_new (N_ ("Ask: {question}")), "question",
                                              tn_message_new (template->question)),
                             error);
}

static TnProject *
make_sample (const Open *open, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnProject) project = tn_project_create (NULL, error);
  g_autoptr (TnDataset) dataset =
      project != NULL
          ? tn_project_import_sample (project, WB_DATASET, open->progress, cancellable, error)
          : NULL;

  if (dataset == NULL || !wb_ask (project, WB_DATASET, "churn", error))
    return NULL;

  return g_steal_pointer (&project);
}

static TnProject *
get_store (const Open *open, GCancellable *cancellable, GError **error)
{
  switch (open->kind)
    {
    case OPEN_FILE:
      return tn_project_open_with_password (open->path, open->mode, open->password, open->progress,
                                            cancellable, error);
    case OPEN_UNSAVED:
      return tn_project_open_unsaved_with_password (open->path, open->password, error);
    case OPEN_SAMPLE:
      return make_sample (open, cancellable, error);
    default:
      return tn_project_create (NULL, error);
    }
}

static gpointer
open_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (Opened) opened = g_new0 (Opened, 1);

  opened->store = get_store (data, cancellable, error);
  opened->state = opened->store != NULL ? wb_state_read (opened->store, error) : NULL;

  return opened->state != NULL ? g_steal_pointer (&opened) : NULL;
}

static void
start (OpenKind kind,
       gpointer owner,
       const char *path,
       TnOpenMode mode,
       const char *password,
       TnProgress *progress,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  Open *open = g_new0 (Open, 1);

  open->kind = kind;
  open->path = g_strdup (path);
  open->mode = mode;
  open->password = g_strdup (password);
  open->progress = progress != NULL ? tn_progress_ref (progress) : NULL;
  wb_work_start (WB_LANE_LONG, owner, open_in_worker, open, open_free, opened_free, cancellable,
                 callback, user_data);
}

void
wb_open_file (gpointer owner,
              const char *path,
              TnOpenMode mode,
              const char *password,
              TnProgress *progress,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  start (OPEN_FILE, owner, path, mode, password, progress, cancellable, callback, user_data);
}

void
wb_open_unsaved (gpointer owner,
                 const char *directory,
                 const char *password,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  start (OPEN_UNSAVED, owner, directory, TN_OPEN_EDIT, password, NULL, NULL, callback, user_data);
}

void
wb_open_sample (gpointer owner,
                TnProgress *progress,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  start (OPEN_SAMPLE, owner, NULL, TN_OPEN_EDIT, NULL, progress, cancellable, callback, user_data);
}

void
wb_open_new (gpointer owner, GAsyncReadyCallback callback, gpointer user_data)
{
  start (OPEN_NEW, owner, NULL, TN_OPEN_EDIT, NULL, NULL, NULL, callback, user_data);
}

WbProject *
wb_open_finish (GAsyncResult *result, GError **error)
{
  g_autoptr (Opened) opened = wb_work_finish (result, error);

  if (opened == NULL)
    return NULL;

  return wb_project_new (g_steal_pointer (&opened->store), g_steal_pointer (&opened->state));
}

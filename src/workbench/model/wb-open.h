/* wb-open.h: projects are opened, made and asked off the main loop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-import.h"
#include "wb-project.h"

G_BEGIN_DECLS

#define WB_DATASET "orders"

/* @password is %NULL unless the project is sealed. Each hands a #WbProject to wb_open_finish().
 * @owner is kept until then. */
void wb_open_file (gpointer owner,
                   const char *path,
                   TnOpenMode mode,
                   const char *password,
                   TnProgress *progress,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data);
void wb_open_unsaved (gpointer owner,
                      const char *directory,
                      const char *password,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
void wb_open_sample (gpointer owner,
                     TnProgress *progress,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data);
void wb_open_new (gpointer owner, GAsyncReadyCallback callback, gpointer user_data);
WbProject *wb_open_finish (GAsyncResult *result, GError **error);

/* On any thread: lays out the answer to a question. */
gboolean wb_ask (TnProject *project, const char *dataset, const char *question, GError **error);

G_END_DECLS

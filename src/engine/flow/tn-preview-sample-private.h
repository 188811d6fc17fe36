/* tn-preview-sample-private.h: rows of data sets that are looked at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-packet.h"
#include "tn-project.h"

G_BEGIN_DECLS

/* Rows of one data set, in memory. */
typedef struct
{
  gint64 id;    /* of the data set's table: another import is another sample */
  char *fields; /* names, types, roles: so is another meaning */
  TnPacket *packet;
  gint64 n_read, n_all;
} TnPreviewSample;

void _tn_preview_sample_free (gpointer data);
TnPreviewSample *_tn_preview_sample_take (TnProject *project,
                                          GHashTable *samples,
                                          const char *name,
                                          gsize n_rows,
                                          GCancellable *cancellable,
                                          GError **error);

G_END_DECLS

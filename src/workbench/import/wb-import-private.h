/* wb-import-private.h: what the files of the import share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-import.h"

G_BEGIN_DECLS

struct _WbImport
{
  GObject parent_instance;

  WbProject *project; /* nullable: a new one is made */
  char *question;     /* nullable */
  char *dataset;      /* nullable: the one that is imported again */
  WbRecalled *recalled;
  TnMessage *label; /* nullable: for the history */

  WbDraft *draft; /* of the moment */
  guint shown;
  GPtrArray *undo, *redo; /* of WbDraft */
  WbPreview *preview;     /* nullable */
  WbCheck *check;         /* nullable: of the draft of the moment */
  gboolean usable;        /* the draft of the moment was looked at with success */
  guint n_looking;
  gboolean importing;

  GCancellable *looking;
  GCancellable *checking;
  gint64 begun; /* the check or import, for the time left */

  TnPseudonymKey *key; /* nullable */
  WbImportKey key_state;
  char *key_file;
  gboolean key_is_new;
};

/* The draft to be changed; the one before can be had back. */
WbDraft *_wb_import_begin_step (WbImport *self);
/* @keep: types and roles stay as they are; otherwise everything not decided is found anew. */
void _wb_import_look (WbImport *self, gboolean keep);

/* The key of the draft of the moment: sought where one is needed. */
void _wb_import_update_key (WbImport *self);
void _wb_import_tell_key (WbImport *self);

G_END_DECLS

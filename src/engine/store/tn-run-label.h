/* tn-run-label.h: what a person says of a run: its name, a note, whether it is pinned or thrown
 * away
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-edit.h"
#include "tn-run.h"

G_BEGIN_DECLS

#define TN_DOCUMENT_RUN_LABEL "run-label"

/**
 * TnRunLabel:
 * @name: (nullable)
 * @note: (nullable)
 * @pinned: stands before the others
 * @deleted: thrown away: it is in no list and no answer, and can be brought back
 *
 * A label is a document beside the run, which itself never changes: an edit like any other, so that
 * undo takes back a name, a note and a deletion.
 */
typedef struct
{
  char *name;
  char *note;
  gboolean pinned;
  gboolean deleted;
} TnRunLabel;

void tn_run_label_clear (TnRunLabel *self);

/* All zero for a run nobody said anything of. */
gboolean tn_project_get_run_label (TnProject *self, gint64 run, TnRunLabel *label, GError **error);
/* (element-type gint64 TnRunLabel): those that were said */
GHashTable *tn_project_list_run_labels (TnProject *self, GError **error);

void tn_edit_put_run_label (TnEdit *self, gint64 run, const TnRunLabel *label);
/* The step of the history says which of the four changed. */
TnEdit *tn_run_label_edit (gint64 run, const TnRunLabel *before, const TnRunLabel *after);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnRunLabel, tn_run_label_clear)

G_END_DECLS

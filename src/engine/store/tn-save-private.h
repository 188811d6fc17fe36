/* tn-save-private.h: one save, from the store at rest to the chosen file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-project-private.h"

G_BEGIN_DECLS

/**
 * TnSaving:
 * @project: whose store is saved; its save lock is held
 * @target: the file that is written or replaced
 * @flags: as of tn_project_save()
 * @identity: of what is written; known when the store is at rest
 * @extent: likewise
 * @cancellable: (nullable): to give up
 */
typedef struct
{
  TnProject *project;
  const char *target;
  TnSaveFlags flags;
  TnFileIdentity *identity;
  TnExtent extent;
  GCancellable *cancellable;
} TnSaving;

gboolean tn_saving_require_room (const TnSaving *self, const char *store, GError **error);
gboolean tn_saving_replace (const TnSaving *self,
                            const char *store,
                            TnProgress *progress,
                            GError **error);

G_END_DECLS

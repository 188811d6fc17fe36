/* tn-seal.h: a project file under a password
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-progress.h"
#include "tn-session.h"

G_BEGIN_DECLS

#define TN_SEAL_HEAD_BYTES 225

/**
 * TnSeal:
 *
 * A key and how it is made of a password. Immutable, reference-counted; the key is kept
 * out of swap where the system permits, and overwritten at the end.
 */
typedef struct _TnSeal TnSeal;

TnSeal *tn_seal_new (const char *password, GError **error);
TnSeal *tn_seal_new_with_cost (const char *password,
                               guint64 passes,
                               guint64 memory,
                               GError **error);
TnSeal *tn_seal_open (const guint8 *head,
                      gsize size,
                      const char *password,
                      const char *name,
                      GError **error);
TnSeal *tn_seal_open_file (const char *path, const char *password, GError **error);
TnSeal *tn_seal_ref (TnSeal *self);
void tn_seal_unref (TnSeal *self);
char *tn_seal_to_text (TnSeal *self);
TnSeal *tn_seal_open_text (const char *text,
                           const char *password,
                           const char *name,
                           GError **error);

gboolean tn_seal_is_head (const guint8 *head, gsize size);
TnFileIdentity *tn_seal_read_identity (const guint8 *head,
                                       gsize size,
                                       const char *name,
                                       GError **error);
gboolean tn_seal_write (TnSeal *self,
                        const TnFileIdentity *identity,
                        int from,
                        int to,
                        const char *to_path,
                        TnProgress *progress,
                        GCancellable *cancellable,
                        GError **error);
gboolean tn_seal_read (TnSeal *self,
                       const char *from_path,
                       const char *to_path,
                       gboolean *whole,
                       TnProgress *progress,
                       GCancellable *cancellable,
                       GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnSeal, tn_seal_unref)

G_END_DECLS

/* tn-session.h: the directory of a live store, its lock and what it remembers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TN_SESSION_STORE    "live.db"
#define TN_SESSION_CACHE    "cache.db"
#define TN_SESSION_PREVIOUS "previous.tenure"
#define TN_SESSION_LOOK     "tenure-look-"
#define TN_SESSION_ASIDE    "unsaved-"

/**
 * TnLock:
 *
 * Who may change a session. Held by an open file lock, which ends with the process;
 * every holder makes the lock file anew, so a process left over from an earlier holder
 * sees that it has been replaced.
 */
typedef struct _TnLock TnLock;

TnLock *tn_lock_acquire (const char *directory, gboolean take_over, GError **error);
TnLock *tn_lock_adopt (const char *directory, GError **error);
gboolean tn_lock_check (TnLock *self, GError **error);
void tn_lock_release (TnLock *self);

/**
 * TnSessionRecord:
 * @path: (nullable): the file the user chose
 * @file: (nullable): save id of that file when it was last written or read here
 * @revision: revision of the live store that the file holds
 * @edit: id of the last edit that the file holds; 0 where that is not known
 * @run: id of the last run that the file holds
 * @seal: (nullable): of a project under a password: by which that can be tried
 */
typedef struct
{
  char *path;
  char *file;
  gint64 revision;
  gint64 edit;
  gint64 run;
  char *seal;
} TnSessionRecord;

void tn_session_record_free (TnSessionRecord *self);
TnSessionRecord *tn_session_record_load (const char *directory);
gboolean tn_session_record_store (const TnSessionRecord *self,
                                  const char *directory,
                                  GError **error);

void tn_session_set_errno (GError **error, int errnum, const char *path);
char *tn_session_get_root (GError **error);
char *tn_session_find_by_path (const char *root, const char *path);
char *tn_session_make_directory (const char *root, const char *prefix, GError **error);
void tn_session_sweep (const char *root);
void tn_session_mark_used (const char *root, const char *directory);
gboolean tn_session_has_store (const char *directory);
void tn_session_prune (const char *root);
gboolean tn_session_is_spare (const char *directory);

/**
 * TnFileIdentity:
 * @uuid: of the project
 * @generation: how often it was saved
 * @save_id: of this very save
 * @revision: changes it holds
 * @version: of its layout
 * @size: bytes of the file
 * @sealed: a password is needed to read it
 */
typedef struct
{
  char *uuid;
  gint64 generation;
  char *save_id;
  gint64 revision;
  int version;
  goffset size;
  gboolean sealed;
} TnFileIdentity;

void tn_file_identity_free (TnFileIdentity *self);
TnFileIdentity *tn_file_identity_read (const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnLock, tn_lock_release)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnSessionRecord, tn_session_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnFileIdentity, tn_file_identity_free)

G_END_DECLS

/* tn-project.h: a project file, its live store, and saving
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-progress.h"

G_BEGIN_DECLS

#define TN_PROJECT_APPLICATION_ID 0x546e7552 /* "TnuR", big-endian at offset 68 */
#define TN_PROJECT_VERSION        1          /* user_version, at offset 60 */

/**
 * TnProject:
 *
 * An open project: a live store in the user's data directory, of which the chosen
 * file is a checked copy. Reference-counted; every function may be called on any
 * thread; readers never wait for a writer. Tables that were loaded stay readable
 * as long as they are held, also after closing.
 */
typedef struct _TnProject TnProject;

/**
 * TnOpenMode:
 * @TN_OPEN_EDIT: to change it; %TN_ERROR_BUSY when it is open elsewhere
 * @TN_OPEN_TAKE_OVER: to change it; whoever has it open can only read from now on
 * @TN_OPEN_READ_ONLY: to look; works while it is open elsewhere
 */
typedef enum
{
  TN_OPEN_EDIT,
  TN_OPEN_TAKE_OVER,
  TN_OPEN_READ_ONLY,
} TnOpenMode;

/**
 * TnTargetState:
 * @TN_TARGET_SAME: the chosen file is what was last saved or opened here
 * @TN_TARGET_NONE: no file was chosen yet
 * @TN_TARGET_MISSING: the file is gone
 * @TN_TARGET_CHANGED: somebody else wrote the file since
 */
typedef enum
{
  TN_TARGET_SAME,
  TN_TARGET_NONE,
  TN_TARGET_MISSING,
  TN_TARGET_CHANGED,
} TnTargetState;

/**
 * TnSaveFlags:
 * @TN_SAVE_OVERWRITE: also when the file was changed by somebody else
 * @TN_SAVE_ALWAYS: also when nothing changed
 * @TN_SAVE_KEEP_PREVIOUS: keep the previous version whatever its size (below 256 MB it is kept)
 */
typedef enum
{
  TN_SAVE_DEFAULT = 0,
  TN_SAVE_OVERWRITE = 1 << 0,
  TN_SAVE_ALWAYS = 1 << 1,
  TN_SAVE_KEEP_PREVIOUS = 1 << 2,
} TnSaveFlags;

TnProject *tn_project_create (const char *path, GError **error);
TnProject *tn_project_open (const char *path,
                            TnOpenMode mode,
                            TnProgress *progress,
                            GCancellable *cancellable,
                            GError **error);
TnProject *tn_project_open_with_password (const char *path,
                                          TnOpenMode mode,
                                          const char *password,
                                          TnProgress *progress,
                                          GCancellable *cancellable,
                                          GError **error);
TnProject *tn_project_open_session (const char *directory, GError **error);
TnProject *tn_project_look_session (const char *directory, GError **error);

/**
 * TnUnsaved:
 * @directory: of the live store
 * @path: (nullable): the file it was opened from or saved to
 * @n_edits: how many edits were made since; 0 also where some were taken back
 * @n_runs: how many runs were begun since
 * @last: (nullable): what the last of these edits did
 * @time: when something was last done, microseconds since 1970; 0 where that is not known
 *
 * What the file does not hold.
 */
typedef struct
{
  char *directory;
  char *path;
  gint64 n_edits;
  gint64 n_runs;
  TnMessage *last;
  gint64 time;
} TnUnsaved;

void tn_unsaved_free (TnUnsaved *self);
GPtrArray *tn_project_list_unsaved (GError **error);
TnUnsaved *tn_project_get_unsaved (TnProject *self, GError **error);
TnProject *tn_project_open_unsaved (const char *directory, GError **error);
TnProject *tn_project_open_unsaved_with_password (const char *directory,
                                                  const char *password,
                                                  GError **error);

/**
 * TnStorage:
 * @folder: where open projects are kept while they are worked on
 * @bytes: of all that lies there
 * @spare: of that, what can be made again: results of steps, and stores of projects that are
 *   closed and whose files hold everything
 */
typedef struct
{
  char *folder;
  gint64 bytes;
  gint64 spare;
} TnStorage;

void tn_storage_free (TnStorage *self);
TnStorage *tn_storage_measure (GError **error);
gint64 tn_storage_clear (GError **error);

TnProject *tn_project_ref (TnProject *self);
void tn_project_unref (TnProject *self);
gboolean tn_project_close (TnProject *self, GError **error);

const char *tn_project_get_path (TnProject *self);
const char *tn_project_get_uuid (TnProject *self);
const char *tn_project_get_session (TnProject *self);
gint64 tn_project_get_generation (TnProject *self);
gboolean tn_project_is_read_only (TnProject *self);
gboolean tn_project_has_unsaved (TnProject *self);
const TnMessage *tn_project_get_notice (TnProject *self);
void tn_project_set_memory_budget (TnProject *self, gsize bytes);

TnTargetState tn_project_check_target (TnProject *self);
gboolean tn_project_save (TnProject *self,
                          TnSaveFlags flags,
                          TnProgress *progress,
                          GCancellable *cancellable,
                          GError **error);
gboolean tn_project_save_as (TnProject *self,
                             const char *path,
                             TnSaveFlags flags,
                             TnProgress *progress,
                             GCancellable *cancellable,
                             GError **error);

void tn_project_set_periodic_copy (TnProject *self, gboolean on);

/**
 * TnPrevious:
 * @generation: as which save it was written
 * @n_changes: how many edits were made or taken back since; a run is none
 * @size: bytes
 */
typedef struct
{
  gint64 generation;
  gint64 n_changes;
  goffset size;
} TnPrevious;

TnPrevious *tn_project_get_previous (TnProject *self, GError **error);
gboolean tn_project_bring_back_previous (TnProject *self,
                                         TnProgress *progress,
                                         GCancellable *cancellable,
                                         GError **error);

gboolean tn_project_is_sealed (TnProject *self);
gboolean tn_project_set_password (TnProject *self,
                                  const char *password,
                                  TnProgress *progress,
                                  GCancellable *cancellable,
                                  GError **error);

/* Every stored piece is read and its checksum compared: (element-type TnMessage). */
GPtrArray *tn_project_find_damage (TnProject *self,
                                   TnProgress *progress,
                                   GCancellable *cancellable,
                                   GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnProject, tn_project_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnUnsaved, tn_unsaved_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnStorage, tn_storage_free)

G_END_DECLS

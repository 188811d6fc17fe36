/* tn-project-private.h: what the files of the store share about a project
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-chunk-cache.h"
#include "tn-codec.h"
#include "tn-database.h"
#include "tn-project.h"
#include "tn-seal.h"
#include "tn-session.h"

G_BEGIN_DECLS

struct _TnProject
{
  gatomicrefcount ref_count;
  char *session;     /* directory of the live store */
  const char *store; /* name of the store in it */
  char *uuid;
  gboolean read_only;
  gboolean scratch; /* the directory goes when the project does */
  int closed;       /* atomic */

  GMutex write_lock;  /* guards the writer */
  TnDatabase *writer; /* %NULL when read-only */
  TnLock *lock;       /* %NULL when read-only */

  GMutex reader_lock; /* guards the idle readers */
  GPtrArray *readers;

  GMutex state_lock; /* guards what follows */
  TnSessionRecord *record;
  TnMessage *notice;
  gint64 revision;
  GHashTable *begun; /* run → monotonic time at which it began here */

  GMutex save_lock;   /* one save at a time; guards @copy_fd */
  int copy_fd;        /* the store, read to copy it; -1 before the first save */
  TnSeal *seal;       /* (nullable): of the file under a password; set under @save_lock */
  gboolean resealing; /* the password is being set, changed or removed */
  GMutex fold_lock;   /* one checkpoint at a time: SQLite gives up on the second */
  TnChunkCache *cache;

  GMutex tidy_lock; /* guards what follows: the thread that checkpoints */
  GCond tidy_wanted;
  GThread *tidy;
  gboolean tidy_due;
  gboolean tidy_end;
  gint64 copy_interval; /* microseconds between periodic copies; 0: none are made */
  gint64 copy_next;     /* monotonic time of the next */
  GCancellable *copy_stop;

  gboolean copied;      /* the file is a periodic copy; guarded by @save_lock like what follows */
  gint64 save_duration; /* microseconds the last save took; 0: not known */
  goffset save_size;    /* bytes it wrote */
};

/**
 * TnExtent:
 * @revision: of the store
 * @edit: id of the last edit; 0 without
 * @run: id of the last run; 0 without
 *
 * How far a file goes.
 */
typedef struct
{
  gint64 revision;
  gint64 edit;
  gint64 run;
} TnExtent;

gboolean tn_extent_read (TnDatabase *database, TnExtent *extent, GError **error);

/**
 * TnWriteKind:
 * @TN_WRITE_CHANGE: a change of the project: on disk when the call returns
 * @TN_WRITE_QUIET: the same, but nothing that would have to be saved
 * @TN_WRITE_STAGED: bulk that may be lost in a power cut, as it is not published yet
 */
typedef enum
{
  TN_WRITE_CHANGE,
  TN_WRITE_QUIET,
  TN_WRITE_STAGED,
} TnWriteKind;

typedef gboolean (*TnWriteFunc) (TnDatabase *database, gpointer data, GError **error);

gboolean tn_project_write (TnProject *self,
                           TnWriteKind kind,
                           TnWriteFunc func,
                           gpointer data,
                           GError **error);
gboolean tn_project_attach (TnProject *self, const char *store, GError **error);
void tn_project_detach (TnProject *self);
TnDatabase *tn_project_borrow_reader (TnProject *self, GError **error);
void tn_project_return_reader (TnProject *self, TnDatabase *database);

TnProject *tn_project_new_for_session (const char *session, TnLock *lock, GError **error);
TnProject *tn_project_new_for_cache (const char *session, const char *store, GError **error);
gboolean tn_project_recover (TnProject *self, GError **error);
gboolean tn_project_checkpoint (TnProject *self, int mode, GError **error);
gsize tn_project_get_wal_size (TnProject *self);
char *tn_save_temporary_name (TnProject *self, const char *target);
gboolean tn_project_set_seal (TnProject *self,
                              TnSeal *seal,
                              TnProgress *progress,
                              GCancellable *cancellable,
                              GError **error);
void tn_project_set_copy_interval (TnProject *self, gint64 microseconds);
void tn_project_copy_periodically (TnProject *self);
void tn_project_end_periodic (TnProject *self);
void tn_project_set_notice (TnProject *self, TnMessage *notice);
gboolean tn_project_remember_file (TnProject *self,
                                   const char *path,
                                   const char *file,
                                   const TnExtent *extent,
                                   GError **error);
gboolean tn_project_write_sweep (TnDatabase *database, gpointer data, GError **error);

/**
 * TnPieceRef:
 * @id: where it is; 0 where the file has lost it
 * @mark: the beginning of its hash
 */
typedef struct
{
  gint64 id;
  gint64 mark;
} TnPieceRef;

/* Pieces: stored once under their hash. */
gboolean tn_piece_store (TnDatabase *database, const TnPiece *piece, gint64 *id, GError **error);
gboolean tn_piece_load_chunk (TnDatabase *database,
                              const TnPieceRef *ref,
                              TnChunk **chunk,
                              GError **error);
GBytes *tn_piece_load_bytes (TnDatabase *database, const TnPieceRef *ref, GError **error);

G_END_DECLS

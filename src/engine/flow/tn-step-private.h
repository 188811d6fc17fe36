/* tn-step-private.h: made by the runner
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-runner.h"
#include "tn-step.h"

G_BEGIN_DECLS

/* One link into the step. */
typedef struct
{
  const char *node_id;
  const TnNodeSpec *spec;
  TnPacket *packet;     /* as the verb may see it; not for gathering */
  TnTable *validate;    /* for fit: the rows to choose by, or %NULL */
  TnPacket **packets;   /* for gathering: by fold; borrowed */
  TnNodeState **states; /* likewise, of the node the link comes from */
} TnStepLink;

/* Where a setting it reads stands; %NULL both where no such node is upstream. */
typedef struct
{
  const char *node_id;
  const TnParams *params;
} TnStepRead;

/* What a verb warned of. */
typedef struct
{
  char *code;
  TnMessage *message;
} TnStepNote;

typedef struct
{
  GPtrArray *fit; /* (nullable): of TnStepNote; said while learning */
  GPtrArray *apply;
} TnStepNotes;

void tn_step_notes_add (GPtrArray **notes, const char *code, const TnMessage *message);
void tn_step_notes_clear (TnStepNotes *self);

#define TN_CHECKPOINT_ID      "checkpoint"
#define TN_CHECKPOINT_VERSION 1

/* Where learning ends when it is asked to stop. All under @lock. */
typedef struct
{
  GMutex *lock;
  guint before;      /* stops that were asked for before the fit began: not meant for it */
  guint *limit;      /* of the node: as many rounds as its stopped fits had done; 0 without any */
  gboolean *stopped; /* of the cell */
} TnStepStop;

struct _TnStep
{
  const TnNodeSpec *spec;
  const char *node_id;
  const TnParams *params;
  const TnStepRead *reads;  /* one for each setting it reads; borrowed */
  GArray **ports;           /* of TnStepLink, one array an input port */
  TnNodeState **own_states; /* of a final fit that comes last: what the folds learned; borrowed */
  guint64 seed;
  gsize contacts; /* of a list of the pipeline, 0 without */
  guint fold;
  guint n_folds;
  const TnFolds *folds;
  gboolean scoring;
  gint64 as_of;
  TnNodeState *kept; /* (nullable): of a node that gathers */
  const TnRunnerHooks *hooks;
  gpointer hook_data;
  TnProgress *progress;
  GPtrArray *offers;  /* (nullable): of TnRepair; under @notes_lock */
  TnStepNotes *notes; /* (nullable): under @notes_lock */
  GMutex *notes_lock;
  gboolean notes_fit;
  char *checkpoint_key; /* (nullable): where checkpoints are kept, while fitting */
  GVariant *checkpoint; /* (nullable): the latest, of type a{sv} */
  TnStepStop stop;      /* @lock is %NULL for a fit that ends by itself only */
  GCancellable *cancellable;
};

G_END_DECLS

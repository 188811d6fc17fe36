/* tn-step.h: what a node's verbs are given
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-folds.h"
#include "tn-packet.h"
#include "tn-params.h"
#include "tn-progress.h"
#include "tn-repair.h"
#include "tn-round.h"

G_BEGIN_DECLS

/**
 * TnStep:
 *
 * One carrying out of a node, in one fold or before any: its settings, its inputs as
 * this verb may see them, and where to report. Fit sees views of the train rows;
 * validate rows are asked for apart.
 */

const TnParams *tn_step_get_params (const TnStep *self);
/* Settings of the nearest node upstream, which the description must name as read. */
const char *tn_step_get_read_node (const TnStep *self, const char *node, const char *param);
double tn_step_read_number (const TnStep *self,
                            const char *node,
                            const char *param,
                            double fallback);
const char *tn_step_read_text (const TnStep *self,
                               const char *node,
                               const char *param,
                               const char *fallback);
const char *tn_step_get_node_id (const TnStep *self);
guint64 tn_step_get_seed (const TnStep *self);
TnProgress *tn_step_get_progress (const TnStep *self);
GCancellable *tn_step_get_cancellable (const TnStep *self);
guint tn_step_get_fold (const TnStep *self);
guint tn_step_get_n_folds (const TnStep *self);
gboolean tn_step_is_final (const TnStep *self);

/* Scoring new data with stored states: no labels are made, rows are as of one moment. */
gboolean tn_step_is_scoring (const TnStep *self);
gint64 tn_step_get_as_of (const TnStep *self);

guint tn_step_count_links (const TnStep *self, guint port);
TnPacket *tn_step_get_input (const TnStep *self, guint port, guint link);
TnTable *tn_step_get_table (const TnStep *self, guint port);
TnTable *tn_step_get_validate (const TnStep *self, guint port);
const char *tn_step_get_input_node (const TnStep *self, guint port, guint link);
const TnNodeSpec *tn_step_get_input_spec (const TnStep *self, guint port, guint link);

/* Of a node that gathers: fold below the number of folds, or that number for the final fit. */
TnPacket *tn_step_get_fold_input (const TnStep *self, guint port, guint link, guint fold);
const TnNodeState *tn_step_get_fold_state (const TnStep *self, guint port, guint link, guint fold);
/* Of a final fit that comes last: what this node learned in a fold, or %NULL. */
const TnNodeState *tn_step_get_own_state (const TnStep *self, guint fold);
const TnFolds *tn_step_get_folds (const TnStep *self);

/* Of a node that gathers: what it learned from the folds, for its verb finish. @state: (transfer
 * full). */
void tn_step_keep_state (TnStep *step, TnNodeState *state);

/* A data set of the project, by its name. */
TnPacket *tn_step_load (const TnStep *self, const char *dataset, GError **error);

/* What a person should know; kept with the run. @message: (transfer full). */
void tn_step_warn (const TnStep *self, const char *code, TnMessage *message);
/* Before it gives up: a way out that can be taken at one click. @repair: (transfer full). */
void tn_step_offer (const TnStep *self, TnRepair *repair);
/* Likewise: another number for one of its own settings. @text: (transfer full). */
void tn_step_offer_int (const TnStep *self, const char *param, gint64 value, TnMessage *text);
/* A point of a live curve; %FALSE when the learner should stop and keep its best. */
gboolean tn_step_curve (const TnStep *self, const TnRound *round);
/* How many customers a list further on would contact; 0 when none says it. Never for results. */
gsize tn_step_get_contacts (const TnStep *self);

/* How far a long fit is, under a name of the node's; kept until the step is done. What comes
 * back is of unknown origin: its type and its values are to be checked. */
GVariant *tn_step_recall_checkpoint (const TnStep *self, const char *name);
void tn_step_keep_checkpoint (TnStep *self, const char *name, GVariant *state);
/* Seconds between two checkpoints; 0 for as many as the learner thinks right. */
double tn_step_get_checkpoint_seconds (const TnStep *self);

G_END_DECLS

/* wb-step-change.h: changes of the pipeline shown, each one step of the history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-steps.h"

G_BEGIN_DECLS

/* Without a pipeline: one that has no steps yet. */
void wb_steps_begin (WbSteps *self);
/* A step that brings data in is of the newest data set, where there is one. */
void wb_steps_name_data (WbSteps *self, TnGraph *graph, const char *node);
/* Each gives %FALSE when there is nothing to do. */
gboolean wb_steps_add (WbSteps *self, const char *type, const char *after);
gboolean wb_steps_replace (WbSteps *self, const char *node, const char *type);
/* All that are chosen. */
gboolean wb_steps_remove (WbSteps *self);
gboolean wb_steps_duplicate (WbSteps *self);
gboolean wb_steps_switch (WbSteps *self);
/* These say by the project why they cannot. */
gboolean wb_steps_move (WbSteps *self, const char *node, int by);
gboolean wb_steps_place (WbSteps *self, const char *node, const char *after);

void wb_steps_draw (WbSteps *self, TnGraph *graph, TnBoard *board, TnMessage *label);
void wb_steps_put (WbSteps *self, TnGraph *graph, const char *label, const char *title);

G_END_DECLS

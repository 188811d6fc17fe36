/* tn-run-control.h: what a person wishes of a run that goes on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reference-counted; safe on any thread. Handed to tn_worker_run_order(), which carries it out. */
typedef struct _TnRunControl TnRunControl;

TnRunControl *tn_run_control_new (void);
TnRunControl *tn_run_control_ref (TnRunControl *self);
void tn_run_control_unref (TnRunControl *self);

/* Learners that are learning stop and keep their best; the run goes on. */
void tn_run_control_stop (TnRunControl *self);
gboolean tn_run_control_is_stopping (TnRunControl *self);

/* The run rests, and frees the processor, until it is told to go on. */
void tn_run_control_pause (TnRunControl *self, gboolean pause);
gboolean tn_run_control_is_paused (TnRunControl *self);

/* For who carries it out: becomes readable when something was wished. */
int tn_run_control_get_fd (TnRunControl *self);
void tn_run_control_heard (TnRunControl *self);
guint tn_run_control_get_n_stops (TnRunControl *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnRunControl, tn_run_control_unref)

G_END_DECLS

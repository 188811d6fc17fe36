/* tn-progress.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-progress.h"

struct _TnProgress
{
  gatomicrefcount ref_count;

  /* A part reports to its whole; the outermost calls @func. */
  TnProgress *whole;
  double from, to;

  TnProgressFunc func;
  gpointer user_data;
  GMutex lock; /* held while @func runs: one call at a time */
  double fraction;
  TnMessage *phase;
};

/**
 * tn_progress_new:
 * @func: told of every report
 * @user_data: for @func
 *
 * Returns: (transfer full): a progress from 0 to 1
 */
TnProgress *
tn_progress_new (TnProgressFunc func, gpointer user_data)
{
  TnProgress *self = g_new0 (TnProgress, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->func = func;
  self->user_data = user_data;
  self->to = 1;

  return self;
}

/**
 * tn_progress_new_part:
 * @whole: (nullable): what it is a part of
 * @from: where in @whole the part begins, 0 to 1
 * @to: where it ends
 *
 * Returns: (transfer full) (nullable): a progress of its own; %NULL for %NULL
 */
TnProgress *
tn_progress_new_part (TnProgress *whole, double from, double to)
{
  TnProgress *self;

  if (whole == NULL)
    return NULL;

  self = tn_progress_new (NULL, NULL);
  self->whole = tn_progress_ref (whole);
  self->from = from;
  self->to = to;

  return self;
}

TnProgress *
tn_progress_ref (TnProgress *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tn_progress_unref (TnProgress *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->whole, tn_progress_unref);
  g_clear_pointer (&self->phase, tn_message_unref);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * tn_progress_report:
 * @self: (nullable): a progress
 * @fraction: the part done, clamped to 0 … 1; a smaller one than before is ignored
 *
 * May be called from any thread.
 */
void
tn_progress_report (TnProgress *self, double fraction)
{
  if (self == NULL)
    return;

  fraction = CLAMP (fraction, 0, 1);
  if (self->whole != NULL)
    {
      tn_progress_report (self->whole, self->from + (self->to - self->from) * fraction);
      return;
    }

  g_mutex_lock (&self->lock);
  if (fraction > self->fraction)
    {
      self->fraction = fraction;
      if (self->func != NULL)
        self->func (self->fraction, self->phase, self->user_data);
    }
  g_mutex_unlock (&self->lock);
}

/**
 * tn_progress_say:
 * @self: (nullable): a progress
 * @phase: (transfer full): what is being done now
 *
 * Names the phase that begins.
 */
void
tn_progress_say (TnProgress *self, TnMessage *phase)
{
  if (self == NULL)
    {
      tn_message_unref (phase);
      return;
    }
  if (self->whole != NULL)
    {
      tn_progress_say (self->whole, phase);
      return;
    }

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->phase, tn_message_unref);
  self->phase = phase;
  if (self->func != NULL)
    self->func (self->fraction, self->phase, self->user_data);
  g_mutex_unlock (&self->lock);
}

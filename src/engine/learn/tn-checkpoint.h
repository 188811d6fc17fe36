/* tn-checkpoint.h: how a long fit is gone on with after its process ended
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TN_CHECKPOINT_SECONDS 5.0

/**
 * TnCheckpoint:
 * @recall: gives what was kept last, (transfer full), or %NULL
 * @keep: keeps @state (floating) instead of what was kept before
 * @user_data: for both
 * @seconds: between two
 *
 * A place where a fit keeps how far it is. What comes back is checked like any stored state: a
 * fit that cannot use it begins anew. A fit that goes on gives the bytes of one that was never
 * interrupted.
 */
typedef struct
{
  GVariant *(*recall) (gpointer user_data);
  void (*keep) (GVariant *state, gpointer user_data);
  gpointer user_data;
  double seconds;
} TnCheckpoint;

static inline gboolean
tn_checkpoint_is_due (const TnCheckpoint *self, gint64 *last)
{
  gint64 now = g_get_monotonic_time ();

  if (self == NULL || (double) (now - *last) < self->seconds * G_USEC_PER_SEC)
    return FALSE;
  *last = now;

  return TRUE;
}

G_END_DECLS

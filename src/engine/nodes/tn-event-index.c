/* tn-event-index.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-event-index.h"

static gpointer
make_events (TnPacket *packet, gpointer user_data, GError **error)
{
  TnStep *step = user_data;
  TnEventsParams params = TN_EVENTS_PARAMS_INIT;

  return tn_events_new (tn_packet_get_table (packet), &params, NULL, tn_step_get_cancellable (step),
                        error);
}

/**
 * tn_step_get_events:
 * @port: an input of events
 *
 * Returns: (transfer none) (nullable): the events of the port by customer and time, as long as the
 *   step
 */
TnEvents *
tn_step_get_events (TnStep *step, guint port, GError **error)
{
  return tn_packet_get_extra (tn_step_get_input (step, port, 0), "events", make_events, step,
                              (GDestroyNotify) tn_events_unref, error);
}

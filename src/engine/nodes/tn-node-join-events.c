/* tn-node-join-events.c: adds columns of a second table, such as items, to events.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-joining.h"

extern const TnNodeSpec tn_node_join_events;

static gboolean
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  return tn_joining_apply (step, TN_PORT_EVENTS, outputs, error);
}

static const TnPortSpec inputs[] = {
  { "events", TN_PORT_EVENTS, N_ ("Events") },
  { "second", TN_PORT_TABLE, N_ ("Second table") },
  { NULL },
};
static const TnPortSpec outputs[] = { { "events", TN_PORT_EVENTS, N_ ("Joined") }, { NULL } };

const TnNodeSpec tn_node_join_events = {
  .id = "join_events",
  .version = 1,
  .group = "prepare",
  .title = N_ ("Join to events"),
  .words = N_ ("merge; lookup; vlookup; combine; add item details; attach products; enrich orders"),
  .summary = N_ ("Adds columns of a second table, such as items, to events."),
  .inputs = inputs,
  .outputs = outputs,
  .params = tn_joining_params,
  .apply = apply,
};

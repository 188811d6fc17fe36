/* tn-node-filter-events.c: keeps the events that meet conditions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-filter.h"

extern const TnNodeSpec tn_node_filter_events;

static gboolean
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  return tn_filter_apply (step, TN_PORT_EVENTS, outputs, error);
}

static const TnPortSpec inputs[] = { { "events", TN_PORT_EVENTS, N_ ("Events") }, { NULL } };
static const TnPortSpec outputs[] = { { "events", TN_PORT_EVENTS, N_ ("Rows kept") }, { NULL } };

const TnNodeSpec tn_node_filter_events = {
  .id = "filter_events",
  .version = 1,
  .group = "prepare",
  .title = N_ ("Filter events"),
  .words = N_ (
      "where; condition; keep some orders; only orders that; subset; exclude orders; drop rows"),
  .summary = N_ ("Keeps the events that meet conditions."),
  .method = N_ ("Only rows that met the conditions were used: {conditions}."),
  .inputs = inputs,
  .outputs = outputs,
  .params = tn_filter_params,
  .flags = TN_NODE_CHANGES_ROWS,
  .apply = apply,
};

/* tn-node-filter.c: keeps the rows that meet conditions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-filter.h"

extern const TnNodeSpec tn_node_filter;

static gboolean
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  return tn_filter_apply (step, TN_PORT_TABLE, outputs, error);
}

static const TnPortSpec inputs[] = { { "table", TN_PORT_TABLE, N_ ("Table") }, { NULL } };
static const TnPortSpec outputs[] = { { "table", TN_PORT_TABLE, N_ ("Rows kept") }, { NULL } };

const TnNodeSpec tn_node_filter = {
  .id = "filter",
  .version = 1,
  .group = "prepare",
  .title = N_ ("Filter rows"),
  .words = N_ ("where; condition; keep some customers; only rows that; subset; exclude; drop rows"),
  .summary = N_ ("Keeps the rows that meet conditions."),
  .method = N_ ("Only rows that met the conditions were used: {conditions}."),
  .inputs = inputs,
  .outputs = outputs,
  .params = tn_filter_params,
  .flags = TN_NODE_CHANGES_ROWS,
  .apply = apply,
};

/* tn-node-join.c: adds columns of a second table to the first, by keys and, with dates, only what
 * was true before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-joining.h"

extern const TnNodeSpec tn_node_join;

static gboolean
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  return tn_joining_apply (step, TN_PORT_TABLE, outputs, error);
}

static const TnPortSpec inputs[] = {
  { "table", TN_PORT_TABLE, N_ ("Table") },
  { "second", TN_PORT_TABLE, N_ ("Second table") },
  { NULL },
};
static const TnPortSpec outputs[] = { { "table", TN_PORT_TABLE, N_ ("Joined") }, { NULL } };

const TnNodeSpec tn_node_join = {
  .id = "join",
  .version = 1,
  .group = "prepare",
  .title = N_ ("Join tables"),
  .words = N_ ("merge; lookup; vlookup; combine two tables; add customer details; attach; enrich"),
  .summary = N_ ("Adds columns of a second table to the first, by keys and, with dates, only what "
                 "was true before."),
  .inputs = inputs,
  .outputs = outputs,
  .params = tn_joining_params,
  .apply = apply,
};

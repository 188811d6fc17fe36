/* tn-node-value.c: what each customer is expected to bring in the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-event-index.h"
#include "tn-value.h"

extern const TnNodeSpec tn_node_value;

static gboolean
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  TnEvents *events = tn_step_get_events (step, 0, error);
  TnValueParams how = TN_VALUE_PARAMS_INIT;
  g_autoptr (TnTable) table = NULL;

  if (events == NULL)
    return FALSE;
  how.days = tn_params_get_int (params, "days");
  how.cap = tn_params_get_number (params, "cap");
  table = tn_value_expected (events, tn_step_get_table (step, 1), &how, tn_step_get_progress (step),
                             tn_step_get_cancellable (step), error);
  if (table == NULL)
    return FALSE;
  outputs[0] = tn_packet_new_table (TN_PORT_TABLE, table);

  return TRUE;
}

static const TnPortSpec inputs[] = {
  { "events", TN_PORT_EVENTS, N_ ("Events") },
  { "table", TN_PORT_TABLE, N_ ("Customers at each date") },
  { NULL },
};
static const TnPortSpec outputs[] = { { "table", TN_PORT_TABLE, N_ ("Customers with value") },
                                      { NULL } };

static const TnParamSpec params[] = {
  { "days", TN_PARAM_INT, N_ ("Window"), N_ ("Over how many days the expected revenue is counted."),
    90, 1, 3650, .unit = N_ ("days") },
  { "cap", TN_PARAM_NUMBER, N_ ("Cap large orders at"),
    N_ ("Orders above this share of all orders count as that value, so that one order does not "
        "decide."),
    0.99, 0.5, 1, .advanced = TRUE },
  { NULL },
};

const TnNodeSpec tn_node_value = {
  .id = "value",
  .version = 1,
  .group = "features",
  .title = N_ ("Expected revenue"),
  .summary = N_ ("Estimates what each customer would bring in the coming days, less returns, "
                 "pulled towards the "
                 "shop's average when little is known."),
  .method = N_ (
      "Expected net revenue came from each customer's own rate and order value, pulled towards the "
      "shop's average."),
  .inputs = inputs,
  .outputs = outputs,
  .params = params,
  .apply = apply,
};

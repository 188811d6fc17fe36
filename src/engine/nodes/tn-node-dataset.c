/* tn-node-dataset.c: brings a data set of the project in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "tn-step.h"

extern const TnNodeSpec tn_node_dataset;

static gboolean
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  const char *name = tn_params_get_text (tn_step_get_params (step), "name");
  g_autoptr (TnPacket) loaded = NULL;
  TnTable *table;

  if (*name == '\0')
    {
      tn_error_set (error, TN_ERROR_ARGUMENT, N_ ("Say which data set to use."), NULL);
      return FALSE;
    }
  loaded = tn_step_load (step, name, error);
  if (loaded == NULL)
    return FALSE;

  table = tn_packet_get_table (loaded);
  outputs[0] = tn_packet_new_table (TN_PORT_EVENTS, table);
  outputs[1] = tn_packet_new_table (TN_PORT_TABLE, table);
  tn_packet_set_key (outputs[0], tn_packet_get_key (loaded));
  tn_packet_set_key (outputs[1], tn_packet_get_key (loaded));

  return TRUE;
}

static const TnPortSpec outputs[] = {
  { "events", TN_PORT_EVENTS, N_ ("Events") },
  { "table", TN_PORT_TABLE, N_ ("Table") },
  { NULL },
};

static const TnParamSpec params[] = {
  { "name", TN_PARAM_TEXT, N_ ("Data set"), N_ ("The name of the data set in this project."),
    .text = "" },
  { NULL },
};

const TnNodeSpec tn_node_dataset = {
  .id = "dataset",
  .version = 1,
  .group = "prepare",
  .title = N_ ("Data set"),
  .summary = N_ ("Brings imported data into the pipeline, as events or as a table of customers."),
  .outputs = outputs,
  .params = params,
  .flags = TN_NODE_SOURCE,
  .apply = apply,
};

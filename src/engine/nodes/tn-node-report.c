/* tn-node-report.c: what the report of a run says of itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-json.h"
#include "tn-step.h"

extern const TnNodeSpec tn_node_report;

static gboolean
gather (TnStep *step, TnPacket **outputs, GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *parts = json_array_new ();

  json_object_set_string_member (object, "kind", "report");
  json_object_set_string_member (object, "title", tn_params_get_text (params, "title"));
  json_object_set_string_member (object, "shop", tn_params_get_text (params, "shop"));
  json_object_set_int_member (object, "listed", tn_params_get_int (params, "listed"));
  for (guint i = 0; i < tn_step_count_links (step, 0); i++)
    json_array_add_string_element (parts, tn_step_get_input_node (step, 0, i));
  json_object_set_array_member (object, "parts", parts);
  json_node_take_object (node, object);
  outputs[0] = tn_packet_new_result (node, NULL);

  return TRUE;
}

static const TnPortSpec inputs[] = {
  { "results", TN_PORT_RESULT, N_ ("Results"), .many = TRUE },
  { NULL },
};
static const TnPortSpec outputs[] = { { "result", TN_PORT_RESULT, N_ ("Report") }, { NULL } };

static const TnParamSpec params[] = {
  { "title", TN_PARAM_TEXT, N_ ("Title"),
    N_ ("The question at the top; empty for the template's own."), .text = "" },
  { "shop", TN_PARAM_TEXT, N_ ("Shop"),
    N_ ("The shop's name, as it stands at the top of each page."), .text = "" },
  { "listed", TN_PARAM_INT, N_ ("Customers listed"),
    N_ ("So many of the first customers stand in the report."), 22, 1, 2000 },
  { NULL },
};

const TnNodeSpec tn_node_report = {
  .id = "report",
  .version = 1,
  .group = "judge",
  .title = N_ ("Report"),
  .words = N_ ("document; pdf; page; summary; print; show the boss; present results; share"),
  .summary = N_ ("Puts the results together into pages for the boss, in English and Chinese."),
  .inputs = inputs,
  .outputs = outputs,
  .params = params,
  .flags = TN_NODE_GATHERS,
  .gather = gather,
};

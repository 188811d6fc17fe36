/* tn-node-dataset.c: brings a data set of the project in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "tn-row-names.h"
#include "tn-sample.h"
#include "tn-step.h"

extern const TnNodeSpec tn_node_dataset;

/* Whole customers: half of someone's orders would be another customer. */
static TnTable *
take_share (TnStep *step, TnTable *table, GError **error)
{
  double share = tn_params_get_number (tn_step_get_params (step), "share");
  int place = tn_table_find_role (table, TN_ROLE_CUSTOMER);

  if (share >= 1 || tn_step_is_scoring (step))
    return tn_table_ref (table);
  if (place < 0)
    return tn_sample_uniform (table, (gsize) (tn_table_get_n_rows (table) * share),
                              tn_step_get_seed (step), tn_step_get_cancellable (step), error);

  return tn_sample_by_customer (table, tn_table_get_field (table, place)->name, share,
                                tn_step_get_seed (step), tn_step_get_cancellable (step), error);
}

/* Rows are named where they are customers, not where they are events. */
static TnTable *
without_names (TnTable *table)
{
  TnTableBuilder *builder;
  int place = tn_table_find_role (table, TN_ROLE_CUSTOMER);

  if (place < 0 || !tn_field_is_row_name (tn_table_get_field (table, place)))
    return tn_table_ref (table);
  builder = tn_table_builder_new_from (table);
  tn_table_builder_remove (builder, tn_table_get_field (table, place)->name);

  return tn_table_builder_end (builder);
}

static gboolean
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  const char *name = tn_params_get_text (tn_step_get_params (step), "name");
  g_autoptr (TnPacket) loaded = NULL;
  g_autoptr (TnTable) events = NULL;
  g_autoptr (TnTable) named = NULL;
  g_autoptr (TnTable) table = NULL;

  if (*name == '\0')
    {
      tn_error_set (error, TN_ERROR_ARGUMENT, N_ ("Say which data set to use."), NULL);
      return FALSE;
    }
  loaded = tn_step_load (step, name, error);
  if (loaded == NULL)
    return FALSE;

  named = tn_name_rows (step, tn_packet_get_table (loaded), error);
  table = named != NULL ? take_share (step, named, error) : NULL;
  events = table != NULL ? without_names (table) : NULL;
  if (events == NULL)
    return FALSE;
  outputs[0] = tn_packet_new_table (TN_PORT_EVENTS, events);
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
  { "share", TN_PARAM_NUMBER, N_ ("Share of customers"),
    N_ ("Less than 1 takes so many of the customers, chosen by lot, with everything they did."), 1,
    0.001, 1, .advanced = TRUE },
  { NULL },
};

const TnNodeSpec tn_node_dataset = {
  .id = "dataset",
  .version = 2,
  .group = "prepare",
  .title = N_ ("Data set"),
  .words =
      N_ ("source; input; import; load a file; open; csv; excel; orders; where data come from"),
  .summary = N_ ("Brings imported data into the pipeline, as events or as a table of customers."),
  .outputs = outputs,
  .params = params,
  .flags = TN_NODE_SOURCE,
  .apply = apply,
};

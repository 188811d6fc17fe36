/* tn-template-churn.c: “Who will leave?”
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "tn-template.h"

extern const TnTemplate tn_template_churn;

typedef struct
{
  const char *from;
  const char *from_port;
  const char *to;
  const char *to_port;
} Wire;

static gboolean
add_wires (TnGraph *graph, const Wire *wires, guint n_wires, GError **error)
{
  for (guint i = 0; i < n_wires; i++)
    if (!tn_graph_link (graph, wires[i].from, wires[i].from_port, wires[i].to, wires[i].to_port,
                        error))
      return FALSE;

  return TRUE;
}

/* From the split on, both shapes of data go the same way. */
static gboolean
add_models (TnGraph *graph, gboolean with_recency, GError **error)
{
  static const Wire wires[] = {
    { "split", "table", "base_rate", "table" },      { "split", "table", "impute", "table" },
    { "impute", "table", "encode", "table" },        { "encode", "table", "scale", "table" },
    { "scale", "table", "logistic", "table" },       { "encode", "table", "boosting", "table" },
    { "base_rate", "scores", "evaluate", "scores" },
  };
  static const Wire recency_wires[] = {
    { "split", "table", "recency_rule", "table" },
    { "recency_rule", "scores", "evaluate", "scores" },
  };
  static const Wire model_wires[] = {
    { "logistic", "scores", "evaluate", "scores" }, { "boosting", "scores", "evaluate", "scores" },
    { "logistic", "scores", "list", "scores" },     { "boosting", "scores", "list", "scores" },
    { "logistic", "model", "list", "models" },      { "boosting", "model", "list", "models" },
    { "evaluate", "result", "list", "evaluation" }, { "evaluate", "result", "report", "results" },
    { "list", "result", "report", "results" },
  };

  tn_graph_add_node (graph, "split", "split");
  tn_graph_add_node (graph, "impute", "impute");
  tn_graph_add_node (graph, "encode", "encode");
  tn_graph_add_node (graph, "scale", "scale");
  tn_graph_add_node (graph, "base_rate", "base_rate");
  if (with_recency)
    tn_graph_add_node (graph, "recency_rule", "recency_rule");
  tn_graph_add_node (graph, "logistic", "logistic");
  tn_graph_add_node (graph, "boosting", "boosting");
  tn_graph_add_node (graph, "evaluate", "evaluate");
  tn_graph_add_node (graph, "list", "list");
  tn_graph_add_node (graph, "report", "report");

  return add_wires (graph, wires, G_N_ELEMENTS (wires), error) &&
         (!with_recency || add_wires (graph, recency_wires, G_N_ELEMENTS (recency_wires), error)) &&
         add_wires (graph, model_wires, G_N_ELEMENTS (model_wires), error);
}

static gboolean
add_event_steps (TnGraph *graph, GError **error)
{
  static const Wire wires[] = {
    { "data", "events", "clean", "events" },     { "clean", "events", "churn", "events" },
    { "clean", "events", "features", "events" }, { "churn", "table", "features", "rows" },
    { "clean", "events", "value", "events" },    { "features", "table", "value", "table" },
    { "value", "table", "split", "table" },      { "value", "table", "list", "facts" },
  };

  tn_graph_add_node (graph, "clean", "clean");
  tn_graph_add_node (graph, "churn", "define_churn");
  tn_graph_add_node (graph, "features", "asof_features");
  tn_graph_add_node (graph, "value", "value");

  return add_wires (graph, wires, G_N_ELEMENTS (wires), error);
}

static gboolean
add_table_steps (TnGraph *graph, GError **error)
{
  static const Wire wires[] = {
    { "data", "table", "columns", "table" },
    { "columns", "table", "split", "table" },
    { "columns", "table", "list", "facts" },
  };

  tn_graph_add_node (graph, "columns", "choose_columns");

  return add_wires (graph, wires, G_N_ELEMENTS (wires), error);
}

/* Who and when: without them a log answers nothing. */
static gboolean
check_roles (TnTable *table, const char *dataset, GError **error)
{
  if (tn_table_find_role (table, TN_ROLE_CUSTOMER) < 0)
    tn_error_set (error, TN_ERROR_DATA,
                  N_ ("No column of “{data}” says who ordered. Give the one that does the role "
                      "“customer”; in a table that says who left, give that column the role "
                      "“target”."),
                  "data", dataset, NULL);
  else if (tn_table_find_role (table, TN_ROLE_TIME) < 0)
    tn_error_set (error, TN_ERROR_DATA,
                  N_ ("No column of “{data}” says when orders were made. Give the one that does "
                      "the role “time”, or import a file with dates; in a table that says who "
                      "left, give that column the role “target”."),
                  "data", dataset, NULL);
  else
    return TRUE;

  return FALSE;
}

static TnGraph *
build (const char *dataset, TnTable *table, GError **error)
{
  g_autoptr (TnGraph) graph = tn_graph_new ();
  gboolean is_customer_table = table != NULL && tn_table_find_role (table, TN_ROLE_TARGET) >= 0;

  if (table != NULL && !is_customer_table && !check_roles (table, dataset, error))
    return NULL;

  tn_graph_set_template (graph, "churn");
  tn_graph_add_node (graph, "data", "dataset");
  tn_graph_set_value (graph, "data", "name", json_node_init_string (json_node_alloc (), dataset));
  if (!add_models (graph, !is_customer_table, error) ||
      !(is_customer_table ? add_table_steps (graph, error) : add_event_steps (graph, error)))
    return NULL;

  return g_steal_pointer (&graph);
}

static const char *const needs[] = { "customer|target", "time|target", NULL };

const TnTemplate tn_template_churn = {
  .id = "churn",
  .question = N_ ("Who will leave?"),
  .summary = N_ ("Ranks today's customers by their chance of not ordering again, with reasons."),
  .wants = N_ ("Needs orders, or a table of customers"),
  .needs = needs,
  .build = build,
};

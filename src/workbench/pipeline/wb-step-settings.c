/* wb-step-settings.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-step-settings.h"

#include <string.h>

#include "tn-graph-edit.h"
#include "tn-json.h"
#include "wb-param-row.h"
#include "wb-ui.h"

struct _WbStepSettings
{
  AdwBin parent_instance;

  WbProject *project;
  char *node;
  GPtrArray *rows;          /* of WbParamRow, borrowed */
  AdwExpanderRow *advanced; /* nullable */
};

enum
{
  TYPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbStepSettings, wb_step_settings, ADW_TYPE_BIN)

static const TnGraphNode *
get_node (WbStepSettings *self)
{
  TnGraph *graph = wb_project_get_state (self->project)->graph;
  int place = graph != NULL ? tn_graph_find_node (graph, self->node) : -1;

  return place >= 0 ? tn_graph_get_node (graph, place) : NULL;
}

/* Nothing is stored yet; what it would give can be looked at. */
static void
on_typed (WbParamRow *row, JsonNode *value, WbStepSettings *self)
{
  g_autoptr (TnGraph) graph =
      tn_graph_with_value (wb_project_get_state (self->project)->graph, self->node,
                           wb_param_row_get_spec (row)->id, tn_json_copy (value));

  g_signal_emit (self, signals[TYPED], 0, graph);
}

static void
on_set (WbParamRow *row, JsonNode *value, WbStepSettings *self)
{
  const WbState *state = wb_project_get_state (self->project);
  const TnParamSpec *spec = wb_param_row_get_spec (row);
  const TnGraphNode *node = get_node (self);
  g_autoptr (TnGraph) graph = NULL;
  TnMessage *label;
  TnEdit *edit;

  if (node == NULL)
    return;
  graph = tn_graph_with_value (state->graph, self->node, spec->id,
                               value != NULL ? tn_json_copy (value) : NULL);
  label = tn_message_new (value != NULL ? N_ ("Set “{setting}” of {step}")
                                        : N_ ("Set “{setting}” of {step} back"));
  label = tn_message_take (label, "setting", tn_message_new (spec->title));
  label = tn_message_take (label, "step", tn_message_new (node->spec->title));
  edit = tn_edit_new (label);
  tn_edit_put_pipeline (edit, state->pipeline, graph);
  wb_project_edit (self->project, edit);
}

/* What arrives */

/* Settings of the second table of a join are called so. */
static TnTable *
find_arriving (const TnPreview *preview, const TnNodeSpec *spec, const char *param)
{
  guint place = g_str_has_prefix (param, "right_") ? 1 : 0;
  const char *port = place < tn_node_spec_count_inputs (spec) ? spec->inputs[place].id : NULL;

  for (guint i = 0; port != NULL && i < preview->inputs->len; i++)
    {
      const TnPreviewInput *input = g_ptr_array_index (preview->inputs, i);

      if (g_str_equal (input->port, port))
        return input->table;
    }

  return preview->inputs->len > 0
             ? ((const TnPreviewInput *) g_ptr_array_index (preview->inputs, 0))->table
             : NULL;
}

/* “horizon.proposed” is about “horizon_days”: the reason stands at its setting. */
static WbParamRow *
find_row_of (WbStepSettings *self, const char *code)
{
  const char *dot = strchr (code, '.');
  g_autofree char *stem = dot != NULL ? g_strndup (code, (gsize) (dot - code)) : NULL;

  for (guint i = 0; stem != NULL && i < self->rows->len; i++)
    {
      WbParamRow *row = g_ptr_array_index (self->rows, i);

      if (g_str_has_prefix (wb_param_row_get_spec (row)->id, stem))
        return row;
    }

  return NULL;
}

/**
 * wb_step_settings_set_preview:
 *
 * Columns to choose from are those that arrive; what the step says of its data stands at the
 * setting it is about.
 */
void
wb_step_settings_set_preview (WbStepSettings *self, const TnPreview *preview)
{
  const TnGraphNode *node = get_node (self);

  if (node == NULL || node->spec == NULL)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    {
      WbParamRow *row = g_ptr_array_index (self->rows, i);

      wb_param_row_set_columns (
          row, find_arriving (preview, node->spec, wb_param_row_get_spec (row)->id));
      wb_param_row_set_reason (row, NULL);
    }
  for (guint i = 0; i < preview->notes->len; i++)
    {
      const TnPreviewNote *note = g_ptr_array_index (preview->notes, i);
      WbParamRow *row = find_row_of (self, note->code);
      g_autofree char *text = row != NULL ? wb_say_message (note->message) : NULL;

      if (row != NULL)
        wb_param_row_set_reason (row, text);
    }
}

/* Names a text may be: data sets of the project, models of the pipeline. */
static void
offer_names (WbStepSettings *self, const TnGraphNode *node)
{
  const WbState *state = wb_project_get_state (self->project);
  gboolean is_source = node->spec->flags & TN_NODE_SOURCE;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GPtrArray) details = g_ptr_array_new ();

  for (guint i = 0; is_source && i < state->datasets->len; i++)
    {
      g_ptr_array_add (names, ((const TnDataset *) g_ptr_array_index (state->datasets, i))->name);
      g_ptr_array_add (details, (char *) "");
    }
  for (guint i = 0; !is_source && i < tn_graph_get_n_nodes (state->graph); i++)
    {
      const TnGraphNode *at = tn_graph_get_node (state->graph, i);

      if (at->spec == NULL || !(at->spec->flags & TN_NODE_LEARNER))
        continue;
      g_ptr_array_add (names, at->id);
      g_ptr_array_add (details, (char *) wb_say (at->spec->title));
    }
  g_ptr_array_add (names, NULL);
  g_ptr_array_add (details, NULL);
  for (guint i = 0; i < self->rows->len; i++)
    {
      WbParamRow *row = g_ptr_array_index (self->rows, i);
      const TnParamSpec *spec = wb_param_row_get_spec (row);

      if (g_str_equal (spec->id, is_source ? "name" : "model"))
        wb_param_row_set_names (row, (const char *const *) names->pdata,
                                (const char *const *) details->pdata);
    }
}

static void
show_advanced (WbStepSettings *self, const TnGraphNode *node)
{
  gint64 n = 0, n_set = 0;
  g_autofree char *text = NULL;

  for (const TnParamSpec *at = node->spec->params; at != NULL && at->id != NULL; at++)
    if (at->advanced)
      {
        n++;
        n_set += json_object_has_member (node->values, at->id);
      }
  if (self->advanced == NULL)
    return;
  text =
      n_set == 0
          ? wb_say_count (TN_PLURAL ("{n} setting, as usual", "{n} settings, all as usual"), "n", n)
          : wb_say_count (TN_PLURAL ("{n} setting was changed", "{n} settings were changed"), "n",
                          n_set);
  adw_expander_row_set_subtitle (self->advanced, text);
}

void
wb_step_settings_update (WbStepSettings *self)
{
  const TnGraphNode *node = get_node (self);

  if (node == NULL || node->spec == NULL)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    {
      WbParamRow *row = g_ptr_array_index (self->rows, i);
      const char *id = wb_param_row_get_spec (row)->id;

      wb_param_row_show (row, json_object_has_member (node->values, id)
                                  ? json_object_get_member (node->values, id)
                                  : NULL);
    }
  offer_names (self, node);
  show_advanced (self, node);
}

static GtkWidget *
make_row (WbStepSettings *self, const TnParamSpec *spec)
{
  GtkWidget *row = wb_param_row_new (spec);
  GtkWidget *list_row = gtk_list_box_row_new ();

  wb_param_row_set_node (WB_PARAM_ROW (row), tn_node_registry_find (get_node (self)->type));
  g_signal_connect (row, "set", G_CALLBACK (on_set), self);
  g_signal_connect (row, "typed", G_CALLBACK (on_typed), self);
  g_ptr_array_add (self->rows, row);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (list_row), row);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (list_row), FALSE);
  gtk_widget_set_focusable (list_row, FALSE);

  return list_row;
}

static GtkWidget *
make_settings (WbStepSettings *self, const TnNodeSpec *spec)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  for (const TnParamSpec *at = spec->params; at != NULL && at->id != NULL; at++)
    if (!at->advanced)
      gtk_list_box_append (GTK_LIST_BOX (list), make_row (self, at));
  for (const TnParamSpec *at = spec->params; at != NULL && at->id != NULL; at++)
    {
      if (!at->advanced)
        continue;
      if (self->advanced == NULL)
        {
          self->advanced = ADW_EXPANDER_ROW (adw_expander_row_new ());
          adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->advanced),
                                         wb_say (N_ ("Advanced")));
          wb_name_widget (self->advanced, wb_say (N_ ("Advanced")));
          gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (self->advanced));
        }
      adw_expander_row_add_row (self->advanced, make_row (self, at));
    }

  return list;
}

static void
wb_step_settings_finalize (GObject *object)
{
  WbStepSettings *self = WB_STEP_SETTINGS (object);

  g_ptr_array_unref (self->rows);
  g_clear_object (&self->project);
  g_free (self->node);

  G_OBJECT_CLASS (wb_step_settings_parent_class)->finalize (object);
}

static void
wb_step_settings_class_init (WbStepSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_step_settings_finalize;
  signals[TYPED] = g_signal_new ("typed", WB_TYPE_STEP_SETTINGS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
wb_step_settings_init (WbStepSettings *self)
{
  self->rows = g_ptr_array_new ();
}

/**
 * wb_step_settings_new:
 * @node: of the pipeline shown, of a kind this program knows
 */
GtkWidget *
wb_step_settings_new (WbProject *project, const char *node)
{
  WbStepSettings *self = g_object_new (WB_TYPE_STEP_SETTINGS, NULL);
  const TnNodeSpec *spec;

  self->project = g_object_ref (project);
  self->node = g_strdup (node);
  spec = get_node (self)->spec;
  adw_bin_set_child (ADW_BIN (self),
                     spec->params != NULL && spec->params[0].id != NULL
                         ? make_settings (self, spec)
                         : wb_label_new (wb_say (N_ ("This step has no settings.")), "dim-label"));
  wb_step_settings_update (self);

  return GTK_WIDGET (self);
}

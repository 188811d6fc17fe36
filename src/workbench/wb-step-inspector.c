/* wb-step-inspector.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-step-inspector.h"

#include "tn-pipeline-run.h"
#include "wb-graph-edit.h"
#include "wb-param-row.h"
#include "wb-ui.h"

struct _WbStepInspector
{
  AdwBin parent_instance;

  WbProject *project;
  char *node;
  GPtrArray *rows; /* of WbParamRow, borrowed */
  GtkWidget *issues;
  AdwExpanderRow *advanced; /* nullable */
};

G_DEFINE_FINAL_TYPE (WbStepInspector, wb_step_inspector, ADW_TYPE_BIN)

static const TnGraphNode *
get_node (WbStepInspector *self)
{
  TnGraph *graph = wb_project_get_state (self->project)->graph;
  int place = graph != NULL ? tn_graph_find_node (graph, self->node) : -1;

  return place >= 0 ? tn_graph_get_node (graph, place) : NULL;
}

static void
on_set (WbParamRow *row, JsonNode *value, WbStepInspector *self)
{
  const WbState *state = wb_project_get_state (self->project);
  const TnParamSpec *spec = wb_param_row_get_spec (row);
  const TnGraphNode *node = get_node (self);
  g_autoptr (TnGraph) graph = NULL;
  TnMessage *label;
  TnEdit *edit;

  if (node == NULL)
    return;
  graph = wb_graph_set (state->graph, self->node, spec->id,
                        value != NULL ? json_node_copy (value) : NULL);
  label = tn_message_new (value != NULL ? N_ ("Set “{setting}” of {step}")
                                        : N_ ("Set “{setting}” of {step} back"));
  label = tn_message_take (label, "setting", tn_message_new (spec->title));
  label = tn_message_take (label, "step", tn_message_new (node->spec->title));
  edit = tn_edit_new (label);
  tn_edit_put_pipeline (edit, state->pipeline, graph);
  wb_project_edit (self->project, edit);
}

/* What the checks say of this step. */
static void
show_issues (WbStepInspector *self)
{
  TnGraph *graph = wb_project_get_state (self->project)->graph;
  g_autoptr (GPtrArray) issues = tn_graph_check (graph);

  wb_box_clear (self->issues);
  for (guint i = 0; i < issues->len; i++)
    {
      const TnGraphIssue *issue = g_ptr_array_index (issues, i);
      g_autofree char *text = NULL;
      GtkWidget *label;

      if (g_strcmp0 (issue->node, self->node) != 0)
        continue;
      text = wb_say_message (issue->message);
      label = wb_label_new (text, "note");
      gtk_widget_add_css_class (label, "warning-note");
      gtk_box_append (GTK_BOX (self->issues), label);
    }
}

static void
show_advanced (WbStepInspector *self, const TnGraphNode *node)
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

gboolean
wb_step_inspector_update (WbStepInspector *self)
{
  const TnGraphNode *node = get_node (self);

  if (node == NULL || node->spec == NULL)
    return FALSE;
  for (guint i = 0; i < self->rows->len; i++)
    {
      WbParamRow *row = g_ptr_array_index (self->rows, i);
      const char *id = wb_param_row_get_spec (row)->id;

      wb_param_row_show (row, json_object_has_member (node->values, id)
                                  ? json_object_get_member (node->values, id)
                                  : NULL);
    }
  show_issues (self);
  show_advanced (self, node);

  return TRUE;
}

static GtkWidget *
make_row (WbStepInspector *self, const TnParamSpec *spec)
{
  GtkWidget *row = wb_param_row_new (spec);
  GtkWidget *list_row = gtk_list_box_row_new ();

  g_signal_connect (row, "set", G_CALLBACK (on_set), self);
  g_ptr_array_add (self->rows, row);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (list_row), row);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (list_row), FALSE);
  gtk_widget_set_focusable (list_row, FALSE);

  return list_row;
}

static GtkWidget *
make_settings (WbStepInspector *self, const TnNodeSpec *spec)
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
          gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (self->advanced));
        }
      adw_expander_row_add_row (self->advanced, make_row (self, at));
    }

  return list;
}

static void
fill (WbStepInspector *self, const TnGraphNode *node)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 18);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  adw_bin_set_child (ADW_BIN (self), box);
  if (node->spec == NULL)
    {
      gtk_box_append (GTK_BOX (box), wb_label_new (node->type, "title-3"));
      gtk_box_append (GTK_BOX (box),
                      wb_label_new (wb_say (N_ ("This step was made by a newer Tenure. It is kept "
                                                "as it is.")),
                                    "dim-label"));
      return;
    }
  gtk_box_append (GTK_BOX (box), wb_label_new (wb_say (node->spec->title), "title-3"));
  gtk_box_append (GTK_BOX (box), wb_label_new (wb_say (node->spec->summary), "dim-label"));
  self->issues = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (box), self->issues);
  if (node->spec->params != NULL && node->spec->params[0].id != NULL)
    gtk_box_append (GTK_BOX (box), make_settings (self, node->spec));
  else
    gtk_box_append (GTK_BOX (box),
                    wb_label_new (wb_say (N_ ("This step has no settings.")), "dim-label"));
  if (node->spec->learns != NULL)
    {
      gtk_box_append (GTK_BOX (box), wb_label_new (wb_say (N_ ("What it learns")), "heading"));
      gtk_box_append (GTK_BOX (box), wb_label_new (wb_say (node->spec->learns), "dim-label"));
    }
  wb_step_inspector_update (self);
}

static void
wb_step_inspector_finalize (GObject *object)
{
  WbStepInspector *self = WB_STEP_INSPECTOR (object);

  g_ptr_array_unref (self->rows);
  g_clear_object (&self->project);
  g_free (self->node);

  G_OBJECT_CLASS (wb_step_inspector_parent_class)->finalize (object);
}

static void
wb_step_inspector_class_init (WbStepInspectorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_step_inspector_finalize;
}

static void
wb_step_inspector_init (WbStepInspector *self)
{
  self->rows = g_ptr_array_new ();
}

/**
 * wb_step_inspector_new:
 * @node: of the pipeline shown
 */
GtkWidget *
wb_step_inspector_new (WbProject *project, const char *node)
{
  WbStepInspector *self = g_object_new (WB_TYPE_STEP_INSPECTOR, NULL);

  self->project = g_object_ref (project);
  self->node = g_strdup (node);
  fill (self, get_node (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self), !wb_project_get_state (project)->read_only);

  return GTK_WIDGET (self);
}

const char *
wb_step_inspector_get_node (WbStepInspector *self)
{
  return self->node;
}

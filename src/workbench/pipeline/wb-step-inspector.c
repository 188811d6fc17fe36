/* wb-step-inspector.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-step-inspector.h"

#include <string.h>

#include "tn-graph-edit.h"
#include "tn-json.h"
#include "tn-pipeline-run.h"
#include "wb-param-row.h"
#include "wb-ui.h"

struct _WbStepInspector
{
  AdwBin parent_instance;

  WbProject *project;
  char *node;
  GPtrArray *rows;   /* of WbParamRow, borrowed */
  GPtrArray *found;  /* nullable: of TnGraphIssue: what keeps the pipeline from running */
  GtkWidget *issues; /* %NULL of a step of a newer program */
  GtkSwitch *on;
  GtkImage *state_icon;
  GtkLabel *state;
  GtkWidget *why_box;
  GtkWidget *why;
  GtkWidget *run;
  gboolean showing;         /* the program turns the switch, nobody else */
  AdwExpanderRow *advanced; /* nullable */
};

enum
{
  TYPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbStepInspector, wb_step_inspector, ADW_TYPE_BIN)

static const TnGraphNode *
get_node (WbStepInspector *self)
{
  TnGraph *graph = wb_project_get_state (self->project)->graph;
  int place = graph != NULL ? tn_graph_find_node (graph, self->node) : -1;

  return place >= 0 ? tn_graph_get_node (graph, place) : NULL;
}

/* Nothing is stored yet; what it would give can be looked at. */
static void
on_typed (WbParamRow *row, JsonNode *value, WbStepInspector *self)
{
  g_autoptr (TnGraph) graph =
      tn_graph_with_value (wb_project_get_state (self->project)->graph, self->node,
                           wb_param_row_get_spec (row)->id, tn_json_copy (value));

  g_signal_emit (self, signals[TYPED], 0, graph);
}

static void
on_switched (GtkSwitch *control, GParamSpec *pspec, WbStepInspector *self)
{
  const WbState *state = wb_project_get_state (self->project);
  const TnGraphNode *node = get_node (self);
  gboolean off = !gtk_switch_get_active (control);
  g_autoptr (TnGraph) graph = NULL;
  TnEdit *edit;

  if (self->showing || node == NULL)
    return;
  graph = tn_graph_switch (state->graph, self->node, off);
  edit = tn_edit_new (
      tn_message_take (tn_message_new (off ? N_ ("Switch {step} off") : N_ ("Switch {step} on")),
                       "step", tn_message_new (node->spec->title)));
  tn_edit_put_pipeline (edit, state->pipeline, graph);
  wb_project_edit (self->project, edit);
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

/* Ways out */

static void
on_repair (GtkButton *button, WbStepInspector *self)
{
  const TnRepair *repair = g_object_get_data (G_OBJECT (button), "repair");

  wb_project_repair (self->project, repair);
}

static GtkWidget *
make_repair (WbStepInspector *self, TnRepair *repair, gboolean first)
{
  g_autofree char *text = wb_say_message (tn_repair_get_text (repair));
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  wb_name_widget (button, text);
  if (first)
    gtk_widget_add_css_class (button, "suggested-action");
  g_object_set_data_full (G_OBJECT (button), "repair", tn_repair_ref (repair),
                          (GDestroyNotify) tn_repair_unref);
  g_signal_connect (button, "clicked", G_CALLBACK (on_repair), self);

  return button;
}

static GtkWidget *
make_issue (WbStepInspector *self, const TnGraphIssue *issue)
{
  g_autofree char *text = wb_say_message (issue->message);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_add_css_class (box, "note");
  gtk_widget_add_css_class (box, "warning-note");
  gtk_box_append (GTK_BOX (box), wb_label_new (text, NULL));
  for (guint i = 0; i < issue->repairs->len; i++)
    gtk_box_append (GTK_BOX (box),
                    make_repair (self, g_ptr_array_index (issue->repairs, i), i == 0));

  return box;
}

/* What the checks say of this step, and of the whole. */
static void
show_issues (WbStepInspector *self)
{
  wb_box_clear (self->issues);
  for (guint i = 0; self->found != NULL && i < self->found->len; i++)
    {
      const TnGraphIssue *issue = g_ptr_array_index (self->found, i);

      if (issue->node == NULL || g_str_equal (issue->node, self->node))
        gtk_box_append (GTK_BOX (self->issues), make_issue (self, issue));
    }
}

void
wb_step_inspector_set_issues (WbStepInspector *self, GPtrArray *issues)
{
  g_ptr_array_ref (issues);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->found = issues;
  if (self->issues != NULL)
    show_issues (self);
}

void
wb_step_inspector_set_state (WbStepInspector *self, const WbStepState *state)
{
  g_autofree char *result = wb_step_state_say_result (state);
  const char *standing = wb_standing_say (state->standing);
  g_autofree char *text =
      result != NULL ? g_strdup_printf ("%s · %s", standing, result) : g_strdup (standing);

  if (self->issues == NULL)
    return;
  gtk_image_set_from_icon_name (self->state_icon, wb_standing_get_icon (state->standing));
  gtk_label_set_text (self->state, text);
  gtk_widget_set_sensitive (self->run, state->standing > WB_STANDING_UNREADY &&
                                           state->standing != WB_STANDING_RUNNING &&
                                           state->standing != WB_STANDING_WAITING);
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
find_row_of (WbStepInspector *self, const char *code)
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

static void
show_why (WbStepInspector *self, const TnPreview *preview)
{
  wb_box_clear (self->why);
  for (guint i = 0; i < self->rows->len; i++)
    wb_param_row_set_reason (g_ptr_array_index (self->rows, i), NULL);
  for (guint i = 0; i < preview->notes->len; i++)
    {
      const TnPreviewNote *note = g_ptr_array_index (preview->notes, i);
      g_autofree char *text = wb_say_message (note->message);
      WbParamRow *row = find_row_of (self, note->code);

      if (row != NULL)
        wb_param_row_set_reason (row, text);
      else
        gtk_box_append (GTK_BOX (self->why), wb_label_new (text, "dim-label"));
    }
  gtk_widget_set_visible (self->why_box, gtk_widget_get_first_child (self->why) != NULL);
}

/**
 * wb_step_inspector_set_preview:
 *
 * Columns to choose from are those that arrive; what the step says of its data is why.
 */
void
wb_step_inspector_set_preview (WbStepInspector *self, const TnPreview *preview)
{
  const TnGraphNode *node = get_node (self);

  if (node == NULL || node->spec == NULL)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    {
      WbParamRow *row = g_ptr_array_index (self->rows, i);

      wb_param_row_set_columns (
          row, find_arriving (preview, node->spec, wb_param_row_get_spec (row)->id));
    }
  show_why (self, preview);
}

/* Names a text may be: data sets of the project, models of the pipeline. */
static void
offer_names (WbStepInspector *self, const TnGraphNode *node)
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
  offer_names (self, node);
  self->showing = TRUE;
  gtk_switch_set_active (self->on, !tn_graph_node_is_off (node));
  self->showing = FALSE;
  show_advanced (self, node);

  return TRUE;
}

static GtkWidget *
make_row (WbStepInspector *self, const TnParamSpec *spec)
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

/* Title, and whether it is carried out. */
static GtkWidget *
make_head (WbStepInspector *self, const TnNodeSpec *spec)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *title = wb_label_new (wb_say (spec->title), "title-3");
  g_autofree char *name = wb_say_text (N_ ("Carry out “{step}”"), "step", wb_say (spec->title));

  self->on = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->on), GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->on),
                               wb_say (N_ ("A step that is off stays here and is passed over")));
  wb_name_widget (self->on, name);
  g_signal_connect (self->on, "notify::active", G_CALLBACK (on_switched), self);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->on));

  return head;
}

static GtkWidget *
make_state (WbStepInspector *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->state_icon = GTK_IMAGE (gtk_image_new ());
  self->state = GTK_LABEL (wb_label_new (NULL, "dim-label"));
  gtk_widget_set_hexpand (GTK_WIDGET (self->state), TRUE);
  self->run = gtk_button_new_with_label (wb_say (N_ ("Run up to Here")));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->run), "s", self->node);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->run), "win.run-to");
  gtk_widget_set_valign (self->run, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state_icon));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state));
  gtk_box_append (GTK_BOX (box), self->run);

  return box;
}

static GtkWidget *
make_why (WbStepInspector *self)
{
  self->why_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->why = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (self->why_box),
                  wb_label_new (wb_say (N_ ("What it says of your data")), "heading"));
  gtk_box_append (GTK_BOX (self->why_box), self->why);
  gtk_widget_set_visible (self->why_box, FALSE);

  return self->why_box;
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
  wb_set_help (self, node->type);
  if (node->spec == NULL)
    {
      gtk_box_append (GTK_BOX (box), wb_label_new (node->type, "title-3"));
      gtk_box_append (GTK_BOX (box),
                      wb_label_new (wb_say (N_ ("This step was made by a newer Tenure. It is kept "
                                                "as it is.")),
                                    "dim-label"));
      return;
    }
  gtk_box_append (GTK_BOX (box), make_head (self, node->spec));
  gtk_box_append (GTK_BOX (box), wb_label_new (wb_say (node->spec->summary), "dim-label"));
  gtk_box_append (GTK_BOX (box), make_state (self));
  self->issues = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (box), self->issues);
  if (node->spec->params != NULL && node->spec->params[0].id != NULL)
    gtk_box_append (GTK_BOX (box), make_settings (self, node->spec));
  else
    gtk_box_append (GTK_BOX (box),
                    wb_label_new (wb_say (N_ ("This step has no settings.")), "dim-label"));
  gtk_box_append (GTK_BOX (box), make_why (self));
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
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_object (&self->project);
  g_free (self->node);

  G_OBJECT_CLASS (wb_step_inspector_parent_class)->finalize (object);
}

static void
wb_step_inspector_class_init (WbStepInspectorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_step_inspector_finalize;
  signals[TYPED] = g_signal_new ("typed", WB_TYPE_STEP_INSPECTOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
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

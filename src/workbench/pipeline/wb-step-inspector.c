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
#include "wb-step-data.h"
#include "wb-step-outcome.h"
#include "wb-step-settings.h"
#include "wb-step-why.h"
#include "wb-ui.h"

struct _WbStepInspector
{
  AdwBin parent_instance;

  WbProject *project;
  char *node;
  GPtrArray *found;  /* nullable: of TnGraphIssue: what keeps the pipeline from running */
  GtkWidget *issues; /* %NULL of a step of a newer program */
  GtkSwitch *on;
  GtkImage *state_icon;
  GtkLabel *state;
  GtkWidget *run;
  gboolean showing; /* the program turns the switch, nobody else */
  GtkStack *tabs;
  WbStepSettings *settings;
  WbStepData *data;
  WbStepOutcome *outcome;
  WbStepWhy *why;
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
  wb_step_outcome_set_state (self->outcome, state);
}

gboolean
wb_step_inspector_update (WbStepInspector *self)
{
  const TnGraphNode *node = get_node (self);

  if (node == NULL || node->spec == NULL)
    return FALSE;
  wb_step_settings_update (self->settings);
  wb_step_why_set_node (self->why, node);
  self->showing = TRUE;
  gtk_switch_set_active (self->on, !tn_graph_node_is_off (node));
  self->showing = FALSE;

  return TRUE;
}

/* A step is of one kind as long as it is here; what is not known yet says so. */
void
wb_step_inspector_set_preview (WbStepInspector *self, const TnPreview *preview)
{
  if (self->issues == NULL)
    return;
  wb_step_settings_set_preview (self->settings, preview);
  wb_step_data_set_preview (self->data, preview);
  wb_step_why_set_preview (self->why, preview);
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

static void
on_typed (WbStepSettings *settings, TnGraph *graph, WbStepInspector *self)
{
  g_signal_emit (self, signals[TYPED], 0, graph);
}

static GtkWidget *
make_tabs (WbStepInspector *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *switcher = gtk_stack_switcher_new ();

  self->settings = WB_STEP_SETTINGS (wb_step_settings_new (self->project, self->node));
  self->data = WB_STEP_DATA (wb_step_data_new ());
  self->outcome = WB_STEP_OUTCOME (wb_step_outcome_new (self->project, self->node));
  self->why = WB_STEP_WHY (wb_step_why_new ());
  g_signal_connect (self->settings, "typed", G_CALLBACK (on_typed), self);
  self->tabs = GTK_STACK (gtk_stack_new ());
  /* Both: a page that is not shown is measured at its least height else, and is wide then. */
  gtk_stack_set_vhomogeneous (self->tabs, FALSE);
  gtk_stack_set_hhomogeneous (self->tabs, FALSE);
  gtk_stack_add_titled (self->tabs, GTK_WIDGET (self->settings), "settings",
                        wb_say (N_ ("Settings")));
  gtk_stack_add_titled (self->tabs, GTK_WIDGET (self->data), "data", wb_say (N_ ("Data")));
  gtk_stack_add_titled (self->tabs, GTK_WIDGET (self->outcome), "result", wb_say (N_ ("Result")));
  gtk_stack_add_titled (self->tabs, GTK_WIDGET (self->why), "why", wb_say (N_ ("Why")));
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), self->tabs);
  gtk_widget_add_css_class (switcher, "step-tabs");
  gtk_box_append (GTK_BOX (box), switcher);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->tabs));

  return box;
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
  gtk_box_append (GTK_BOX (box), make_tabs (self));
  wb_step_inspector_update (self);
}

static void
wb_step_inspector_finalize (GObject *object)
{
  WbStepInspector *self = WB_STEP_INSPECTOR (object);

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

const char *
wb_step_inspector_get_tab (WbStepInspector *self)
{
  return self->tabs != NULL ? gtk_stack_get_visible_child_name (self->tabs) : "settings";
}

void
wb_step_inspector_set_tab (WbStepInspector *self, const char *tab)
{
  if (self->tabs != NULL)
    gtk_stack_set_visible_child_name (self->tabs, tab);
}

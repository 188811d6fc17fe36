/* wb-pipeline-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-pipeline-page.h"

#include <string.h>

#include "tn-pipeline-run.h"
#include "tn-template.h"
#include "wb-graph-edit.h"
#include "wb-step-inspector.h"
#include "wb-ui.h"

struct _WbPipelinePage
{
  AdwBin parent_instance;

  WbProject *project;
  char *selected; /* nullable: id of a step */
  guint *order;   /* nullable: places in the pipeline, row by row: as they run */
  gboolean filling;

  GtkStack *stack;
  AdwStatusPage *empty;
  AdwLeaflet *leaflet;
  GtkMenuButton *add;
  GtkListBox *steps;
  AdwBin *inspector; /* %NULL once disposed of */
  GtkWidget *back_bar;
};

G_DEFINE_FINAL_TYPE (WbPipelinePage, wb_pipeline_page, ADW_TYPE_BIN)

/* How a step stands: by what the shown run was made with */

static const TnGraphNode *
find_in (TnGraph *graph, const char *id)
{
  int place = graph != NULL ? tn_graph_find_node (graph, id) : -1;

  return place >= 0 ? tn_graph_get_node (graph, place) : NULL;
}

static gboolean
has_same_settings (const TnGraphNode *a, const TnGraphNode *b)
{
  g_autoptr (JsonNode) x = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonNode) y = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (x, a->values);
  json_node_set_object (y, b->values);

  return g_str_equal (a->type, b->type) && json_node_equal (x, y);
}

/* Nothing that leads to @place was changed since @then. */
static gboolean
is_fresh (TnGraph *now, TnGraph *then, guint place)
{
  const TnGraphNode *node = tn_graph_get_node (now, place);
  const TnGraphNode *before = find_in (then, node->id);
  guint n_now = 0, n_then = 0;
  int old = then != NULL ? tn_graph_find_node (then, node->id) : -1;

  if (before == NULL || !has_same_settings (node, before))
    return FALSE;
  for (guint i = 0; i < tn_graph_get_n_links (now); i++)
    {
      const TnGraphLink *link = tn_graph_get_link (now, i);

      if (link->to != place)
        continue;
      n_now++;
      if (!is_fresh (now, then, link->from))
        return FALSE;
    }
  for (guint i = 0; i < tn_graph_get_n_links (then); i++)
    n_then += (int) tn_graph_get_link (then, i)->to == old;

  return n_now == n_then;
}

static const char *
say_state (WbPipelinePage *self, TnGraph *then, guint place, gboolean has_issue, const char **icon)
{
  TnGraph *now = wb_project_get_state (self->project)->graph;
  const TnGraphNode *before = find_in (then, tn_graph_get_node (now, place)->id);

  if (has_issue)
    {
      *icon = "dialog-warning-symbolic";
      return wb_say (N_ ("Cannot run yet"));
    }
  if (then == NULL || before == NULL)
    {
      *icon = "tenure-clock-symbolic";
      return wb_say (N_ ("Not run yet"));
    }
  if (is_fresh (now, then, place))
    {
      *icon = "object-select-symbolic";
      return wb_say (N_ ("Done"));
    }
  *icon = "view-refresh-symbolic";

  return has_same_settings (tn_graph_get_node (now, place), before)
             ? wb_say (N_ ("Needs a new run"))
             : wb_say (N_ ("Settings changed"));
}

/* Rows */

static char *
say_value (const TnParamSpec *spec, JsonNode *value)
{
  for (const TnChoice *at = spec->choices; at != NULL && at->id != NULL; at++)
    if (JSON_NODE_HOLDS_VALUE (value) && g_strcmp0 (json_node_get_string (value), at->id) == 0)
      return g_strdup (wb_say (at->title));
  if (json_node_get_value_type (value) == G_TYPE_STRING)
    return json_node_dup_string (value);
  if (json_node_get_value_type (value) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (value) ? wb_say (N_ ("on")) : wb_say (N_ ("off")));

  return tn_language_format_round (wb_language (), json_node_get_double (value), 6);
}

/* What differs from the usual, else the summary. */
static char *
say_settings (const TnGraphNode *node)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const TnParamSpec *at = node->spec->params; at != NULL && at->id != NULL; at++)
    {
      g_autofree char *value = NULL;

      if (!json_object_has_member (node->values, at->id))
        continue;
      value = say_value (at, json_object_get_member (node->values, at->id));
      g_strdelimit (value, "\n", ' ');
      g_string_append_printf (text, "%s%s %s", text->len > 0 ? " · " : "", wb_say (at->title),
                              value);
    }

  return g_strdup (text->len > 0 ? text->str : wb_say (node->spec->summary));
}

static GtkWidget *
make_row (WbPipelinePage *self, TnGraph *then, guint place, gboolean has_issue)
{
  const TnGraphNode *node = tn_graph_get_node (wb_project_get_state (self->project)->graph, place);
  GtkWidget *row = adw_action_row_new ();
  const char *icon;
  const char *state = say_state (self, then, place, has_issue, &icon);
  g_autofree char *title =
      g_markup_escape_text (node->spec != NULL ? wb_say (node->spec->title) : node->type, -1);
  g_autofree char *settings = node->spec != NULL ? say_settings (node) : g_strdup (node->type);
  g_autofree char *subtitle = g_markup_escape_text (settings, -1);
  GtkWidget *label = gtk_label_new (state);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (icon));
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "caption");
  if (!g_str_equal (icon, "object-select-symbolic"))
    gtk_widget_add_css_class (label, "stale-mark");
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);

  return row;
}

/* Of several issues the step is what counts here; the inspector says them. */
static gboolean
has_issue (GPtrArray *issues, const char *node)
{
  for (guint i = 0; i < issues->len; i++)
    if (g_strcmp0 (((TnGraphIssue *) g_ptr_array_index (issues, i))->node, node) == 0)
      return TRUE;

  return FALSE;
}

/* A pipeline that runs in a circle has no order: as it was drawn then. */
static guint
get_place (WbPipelinePage *self, guint row)
{
  return self->order != NULL ? self->order[row] : row;
}

static void
fill_steps (WbPipelinePage *self)
{
  TnGraph *graph = wb_project_get_state (self->project)->graph;
  const TnRun *run = wb_project_get_shown_run (self->project);
  g_autoptr (TnGraph) then =
      run != NULL && run->snapshot != NULL ? tn_graph_from_json (run->snapshot, NULL) : NULL;
  g_autoptr (GPtrArray) issues = tn_graph_check (graph);

  self->filling = TRUE;
  wb_list_clear (self->steps);
  g_free (self->order);
  self->order = tn_graph_sort (graph, NULL);
  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    {
      guint place = get_place (self, i);
      const TnGraphNode *node = tn_graph_get_node (graph, place);

      gtk_list_box_append (self->steps, make_row (self, then, place, has_issue (issues, node->id)));
      if (g_strcmp0 (node->id, self->selected) == 0)
        gtk_list_box_select_row (self->steps, gtk_list_box_get_row_at_index (self->steps, i));
    }
  self->filling = FALSE;
}

static void
update_actions (WbPipelinePage *self)
{
  const WbState *state = wb_project_get_state (self->project);
  gboolean can = self->selected != NULL && !state->read_only;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.move", can);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.duplicate", can);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.remove", can);
  gtk_widget_set_sensitive (GTK_WIDGET (self->add), state->graph != NULL && !state->read_only);
}

/* The inspector stays while somebody types in it; it only learns what is new. */
static void
show_inspector (WbPipelinePage *self)
{
  GtkWidget *old = adw_bin_get_child (self->inspector);

  if (old != NULL && self->selected != NULL &&
      g_str_equal (wb_step_inspector_get_node (WB_STEP_INSPECTOR (old)), self->selected) &&
      wb_step_inspector_update (WB_STEP_INSPECTOR (old)))
    return;
  adw_bin_set_child (self->inspector, self->selected != NULL
                                          ? wb_step_inspector_new (self->project, self->selected)
                                          : NULL);
}

static void
make_empty (WbPipelinePage *self)
{
  const TnTemplate *template = tn_template_list ()[0];
  GtkWidget *button = gtk_button_new_with_label (wb_say (template->question));

  gtk_widget_add_css_class (button, "pill");
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.ask-here");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", template->id);
  adw_status_page_set_child (self->empty, button);
}

static void
on_changed (WbProject *project, WbPipelinePage *self)
{
  const WbState *state = wb_project_get_state (project);

  gtk_stack_set_visible_child_name (self->stack, state->graph != NULL ? "pipeline" : "empty");
  if (state->graph == NULL)
    {
      g_clear_pointer (&self->selected, g_free);
      adw_bin_set_child (self->inspector, NULL);
      make_empty (self);
      update_actions (self);
      return;
    }
  if (self->selected == NULL || tn_graph_find_node (state->graph, self->selected) < 0)
    {
      g_free (self->selected);
      self->selected = tn_graph_get_n_nodes (state->graph) > 0
                           ? g_strdup (tn_graph_get_node (state->graph, 0)->id)
                           : NULL;
    }
  fill_steps (self);
  show_inspector (self);
  update_actions (self);
}

static void
select_step (WbPipelinePage *self, const char *node)
{
  g_free (self->selected);
  self->selected = g_strdup (node);
  show_inspector (self);
  update_actions (self);
}

static void
on_row_selected (GtkListBox *list, GtkListBoxRow *row, WbPipelinePage *self)
{
  TnGraph *graph;

  /* The list lets go of its rows when it ends, too. */
  if (self->filling || row == NULL || self->project == NULL)
    return;
  graph = wb_project_get_state (self->project)->graph;
  select_step (self,
               tn_graph_get_node (graph, get_place (self, gtk_list_box_row_get_index (row)))->id);
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, WbPipelinePage *self)
{
  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child_name (self->leaflet, "inspector");
}

static void
on_back (GtkButton *button, WbPipelinePage *self)
{
  adw_leaflet_set_visible_child_name (self->leaflet, "list");
}

static void
on_folded (WbPipelinePage *self)
{
  gtk_widget_set_visible (self->back_bar, adw_leaflet_get_folded (self->leaflet));
}

/* Changes */

static const char *
get_title (TnGraph *graph, const char *node)
{
  const TnGraphNode *found = find_in (graph, node);

  return found != NULL && found->spec != NULL ? found->spec->title : node;
}

static void
put (WbPipelinePage *self, TnGraph *graph, const char *label, const char *title)
{
  const WbState *state = wb_project_get_state (self->project);
  TnEdit *edit =
      tn_edit_new (tn_message_take (tn_message_new (label), "step", tn_message_new (title)));

  tn_edit_put_pipeline (edit, state->pipeline, graph);
  wb_project_edit (self->project, edit);
}

static void
do_move (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbPipelinePage *self = WB_PIPELINE_PAGE (widget);
  TnGraph *graph = wb_project_get_state (self->project)->graph;
  g_autoptr (TnGraph) changed =
      wb_graph_move (graph, self->selected, g_variant_get_int32 (parameter));

  if (changed != NULL)
    put (self, changed, N_ ("Move {step}"), get_title (graph, self->selected));
  else
    gtk_widget_error_bell (widget);
}

static void
do_duplicate (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbPipelinePage *self = WB_PIPELINE_PAGE (widget);
  TnGraph *graph = wb_project_get_state (self->project)->graph;
  g_autofree char *id = NULL;
  g_autoptr (TnGraph) changed = wb_graph_duplicate (graph, self->selected, &id);

  if (changed == NULL)
    return;
  put (self, changed, N_ ("Duplicate {step}"), get_title (graph, self->selected));
  g_free (self->selected);
  self->selected = g_steal_pointer (&id);
}

static void
do_remove (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbPipelinePage *self = WB_PIPELINE_PAGE (widget);
  TnGraph *graph = wb_project_get_state (self->project)->graph;
  g_autoptr (TnGraph) changed = wb_graph_remove (graph, self->selected);

  if (changed != NULL)
    put (self, changed, N_ ("Remove {step}"), get_title (graph, self->selected));
}

/* Adding: a list of all steps, found by typing */

static const char *
say_group (const char *group)
{
  static const struct
  {
    const char *id;
    const char *name;
  } groups[] = { { "prepare", N_ ("Prepare") },
                 { "features", N_ ("Describe") },
                 { "model", N_ ("Predict") },
                 { "judge", N_ ("Judge and deliver") } };

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_str_equal (groups[i].id, group))
      return wb_say (groups[i].name);

  return group;
}

static void
on_add_activated (GtkListBox *list, GtkListBoxRow *row, WbPipelinePage *self)
{
  const TnNodeSpec *spec = g_object_get_data (G_OBJECT (row), "spec");
  TnGraph *graph = wb_project_get_state (self->project)->graph;
  g_autofree char *id = NULL;
  g_autoptr (TnGraph) changed = wb_graph_insert (graph, spec->id, self->selected, &id);

  gtk_menu_button_popdown (self->add);
  if (changed == NULL)
    return;
  put (self, changed, N_ ("Add {step}"), spec->title);
  g_free (self->selected);
  self->selected = g_steal_pointer (&id);
}

static gboolean
is_wanted (GtkListBoxRow *row, gpointer search)
{
  const TnNodeSpec *spec = g_object_get_data (G_OBJECT (row), "spec");
  g_autofree char *needle = g_utf8_casefold (gtk_editable_get_text (search), -1);
  g_autofree char *title = g_utf8_casefold (wb_say (spec->title), -1);
  g_autofree char *summary = g_utf8_casefold (wb_say (spec->summary), -1);

  return strstr (title, needle) != NULL || strstr (summary, needle) != NULL;
}

static GtkWidget *
make_choice (const TnNodeSpec *spec)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_markup_escape_text (wb_say (spec->title), -1);
  g_autofree char *summary = g_markup_escape_text (wb_say (spec->summary), -1);
  GtkWidget *group = gtk_label_new (say_group (spec->group));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), summary);
  gtk_widget_add_css_class (group, "chip");
  gtk_widget_set_valign (group, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), group);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "spec", (gpointer) spec);

  return row;
}

static GtkWidget *
make_palette (WbPipelinePage *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *search = gtk_search_entry_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_list_box_new ();

  for (const TnNodeSpec *const *at = tn_node_registry_list (); *at != NULL; at++)
    gtk_list_box_append (GTK_LIST_BOX (list), make_choice (*at));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (list), is_wanted, search, NULL);
  wb_name_widget (search, wb_say (N_ ("Find a step")));
  g_signal_connect_swapped (search, "search-changed", G_CALLBACK (gtk_list_box_invalidate_filter),
                            list);
  g_signal_connect (list, "row-activated", G_CALLBACK (on_add_activated), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request (scrolled, 330, 400);
  gtk_box_append (GTK_BOX (box), search);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_popover_set_child (GTK_POPOVER (popover), box);

  return popover;
}

/* The widget */

static void
wb_pipeline_page_dispose (GObject *object)
{
  WbPipelinePage *self = WB_PIPELINE_PAGE (object);

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);
  self->inspector = NULL;
  g_clear_object (&self->project);

  G_OBJECT_CLASS (wb_pipeline_page_parent_class)->dispose (object);
}

static void
wb_pipeline_page_finalize (GObject *object)
{
  g_free (WB_PIPELINE_PAGE (object)->selected);
  g_free (WB_PIPELINE_PAGE (object)->order);

  G_OBJECT_CLASS (wb_pipeline_page_parent_class)->finalize (object);
}

static void
wb_pipeline_page_class_init (WbPipelinePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_pipeline_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_pipeline_page_finalize;
  gtk_widget_class_install_action (widget_class, "page.move", "i", do_move);
  gtk_widget_class_install_action (widget_class, "page.duplicate", NULL, do_duplicate);
  gtk_widget_class_install_action (widget_class, "page.remove", NULL, do_remove);
}

static void
wb_pipeline_page_init (WbPipelinePage *self)
{
  g_autoptr (GtkBuilder) ui = wb_ui_new ("pipeline-page");

  self->stack = wb_ui_get (ui, "root");
  self->empty = wb_ui_get (ui, "empty");
  self->leaflet = wb_ui_get (ui, "leaflet");
  self->add = wb_ui_get (ui, "add");
  self->steps = wb_ui_get (ui, "steps");
  self->inspector = wb_ui_get (ui, "inspector");
  self->back_bar = wb_ui_get (ui, "back_bar");
  wb_name_widget (wb_ui_get (ui, "up"), wb_say (N_ ("Move up")));
  wb_name_widget (wb_ui_get (ui, "down"), wb_say (N_ ("Move down")));
  wb_name_widget (wb_ui_get (ui, "duplicate"), wb_say (N_ ("Duplicate the step")));
  wb_name_widget (wb_ui_get (ui, "remove"), wb_say (N_ ("Remove the step")));
  wb_name_widget (wb_ui_get (ui, "back"), wb_say (N_ ("Back to the steps")));
  gtk_menu_button_set_popover (self->add, make_palette (self));
  g_signal_connect (self->steps, "row-selected", G_CALLBACK (on_row_selected), self);
  g_signal_connect (self->steps, "row-activated", G_CALLBACK (on_row_activated), self);
  g_signal_connect (wb_ui_get (ui, "back"), "clicked", G_CALLBACK (on_back), self);
  g_signal_connect_swapped (self->leaflet, "notify::folded", G_CALLBACK (on_folded), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

GtkWidget *
wb_pipeline_page_new (WbProject *project)
{
  WbPipelinePage *self = g_object_new (WB_TYPE_PIPELINE_PAGE, NULL);

  self->project = g_object_ref (project);
  g_signal_connect (project, "changed", G_CALLBACK (on_changed), self);
  on_changed (project, self);

  return GTK_WIDGET (self);
}

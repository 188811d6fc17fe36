/* wb-pipeline-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-pipeline-page.h"

#include "tn-error.h"
#include "tn-pipeline-check.h"
#include "tn-template.h"
#include "wb-graph-edit.h"
#include "wb-palette.h"
#include "wb-preview-pane.h"
#include "wb-step-inspector.h"
#include "wb-step-row.h"
#include "wb-ui.h"

struct _WbPipelinePage
{
  AdwBin parent_instance;

  WbProject *project;
  char *selected;    /* nullable: id of a step */
  GPtrArray *issues; /* of TnGraphIssue */
  WbStepState *states;
  GCancellable *checking; /* nullable */
  gboolean filling;
  gboolean replacing; /* the palette is opened to replace */

  GtkStack *stack;
  AdwStatusPage *empty;
  AdwLeaflet *leaflet;
  GtkMenuButton *add;
  GtkMenuButton *more;
  WbPalette *palette;
  GtkListBox *steps;
  AdwBin *inspector; /* %NULL once disposed of */
  AdwBin *preview_bin;
  AdwBin *preview_folded; /* beside the settings, where only one of both is shown */
  WbPreviewPane *preview; /* nullable */
  GtkWidget *back_bar;
};

G_DEFINE_FINAL_TYPE (WbPipelinePage, wb_pipeline_page, ADW_TYPE_BIN)

static TnGraph *
get_graph (WbPipelinePage *self)
{
  return wb_project_get_state (self->project)->graph;
}

static const TnGraphNode *
find_in (TnGraph *graph, const char *id)
{
  int place = graph != NULL && id != NULL ? tn_graph_find_node (graph, id) : -1;

  return place >= 0 ? tn_graph_get_node (graph, (guint) place) : NULL;
}

static const char *
get_title (TnGraph *graph, const char *node)
{
  const TnGraphNode *found = find_in (graph, node);

  return found != NULL && found->spec != NULL ? found->spec->title : node;
}

/* The list */

static WbStepRow *
get_row (WbPipelinePage *self, guint index)
{
  return (WbStepRow *) gtk_list_box_get_row_at_index (self->steps, (int) index);
}

static void
show_rows (WbPipelinePage *self)
{
  TnGraph *graph = get_graph (self);
  WbStepRow *row;

  for (guint i = 0; (row = get_row (self, i)) != NULL; i++)
    {
      int place = tn_graph_find_node (graph, wb_step_row_get_node (row));

      if (place >= 0)
        wb_step_row_show (row, tn_graph_get_node (graph, (guint) place), &self->states[place],
                          self->issues);
    }
}

static void
show_inspected (WbPipelinePage *self)
{
  GtkWidget *inspector = adw_bin_get_child (self->inspector);
  int place = self->selected != NULL ? tn_graph_find_node (get_graph (self), self->selected) : -1;

  if (inspector == NULL || place < 0)
    return;
  wb_step_inspector_set_issues (WB_STEP_INSPECTOR (inspector), self->issues);
  wb_step_inspector_set_state (WB_STEP_INSPECTOR (inspector), &self->states[place]);
}

static void
read_states (WbPipelinePage *self)
{
  g_free (self->states);
  self->states = wb_step_states_read (self->project, self->issues);
  show_rows (self);
  show_inspected (self);
}

/* Whether the rows are those of the steps, in their order. */
static gboolean
has_rows_of (WbPipelinePage *self, TnGraph *graph, const guint *order)
{
  guint n = tn_graph_get_n_nodes (graph);
  WbStepRow *row;

  for (guint i = 0; i < n; i++)
    {
      row = get_row (self, i);
      if (row == NULL || !g_str_equal (wb_step_row_get_node (row),
                                       tn_graph_get_node (graph, order != NULL ? order[i] : i)->id))
        return FALSE;
    }

  return get_row (self, n) == NULL;
}

static void
on_row_repair (WbStepRow *row, TnRepair *repair, WbPipelinePage *self)
{
  wb_project_repair (self->project, repair);
}

static void on_row_dropped (WbStepRow *row, const char *node, WbPipelinePage *self);

/* A pipeline that runs in a circle has no order: as it was drawn then. Rows stay while they may:
 * the keyboard's place is on one of them. */
static void
fill_steps (WbPipelinePage *self)
{
  TnGraph *graph = get_graph (self);
  g_autofree guint *order = tn_graph_sort (graph, NULL);

  if (has_rows_of (self, graph, order))
    return;
  self->filling = TRUE;
  wb_list_clear (self->steps);
  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    {
      GtkWidget *row =
          wb_step_row_new (tn_graph_get_node (graph, order != NULL ? order[i] : i)->id);

      g_signal_connect (row, "repair", G_CALLBACK (on_row_repair), self);
      g_signal_connect (row, "dropped", G_CALLBACK (on_row_dropped), self);
      gtk_list_box_append (self->steps, row);
    }
  self->filling = FALSE;
}

static void
mark_selected (WbPipelinePage *self)
{
  WbStepRow *row;

  self->filling = TRUE;
  for (guint i = 0; (row = get_row (self, i)) != NULL; i++)
    if (g_strcmp0 (wb_step_row_get_node (row), self->selected) == 0)
      gtk_list_box_select_row (self->steps, GTK_LIST_BOX_ROW (row));
  self->filling = FALSE;
}

/* Checking: what the graph lacks at once, what its data lack as soon as that is known */

typedef struct
{
  TnProject *store;
  char *pipeline;
} CheckWork;

static void
check_free (gpointer data)
{
  CheckWork *self = data;

  tn_project_unref (self->store);
  g_free (self->pipeline);
  g_free (self);
}

static gpointer
check_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  CheckWork *self = data;

  return tn_project_check_pipeline (self->store, self->pipeline, error);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbPipelinePage *self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *issues = wb_work_finish (result, &error);

  if (issues == NULL || self->inspector == NULL || get_graph (self) == NULL)
    {
      g_clear_pointer (&issues, g_ptr_array_unref);
      return;
    }
  g_clear_object (&self->checking);
  g_ptr_array_unref (self->issues);
  self->issues = issues;
  read_states (self);
}

static void
stop_checking (WbPipelinePage *self)
{
  if (self->checking != NULL)
    g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
}

static void
check (WbPipelinePage *self)
{
  CheckWork *work = g_new0 (CheckWork, 1);

  stop_checking (self);
  g_clear_pointer (&self->issues, g_ptr_array_unref);
  self->issues = tn_graph_check (get_graph (self));
  self->checking = g_cancellable_new ();
  work->store = tn_project_ref (wb_project_get_store (self->project));
  work->pipeline = g_strdup (wb_project_get_state (self->project)->pipeline);
  wb_work_start (WB_LANE_LOOK, self, check_in_worker, work, check_free,
                 (GDestroyNotify) g_ptr_array_unref, self->checking, on_checked, self);
}

/* The chosen step */

static void
update_actions (WbPipelinePage *self)
{
  static const char *const names[] = { "page.move",   "page.duplicate", "page.remove",
                                       "page.switch", "page.replace",   "page.run-to" };
  const WbState *state = wb_project_get_state (self->project);
  gboolean can = self->selected != NULL && !state->read_only;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), names[i], can);
  gtk_widget_set_sensitive (GTK_WIDGET (self->add), state->graph != NULL && !state->read_only);
  gtk_widget_set_sensitive (GTK_WIDGET (self->more), can);
}

static void
on_typed (WbStepInspector *inspector, TnGraph *graph, WbPipelinePage *self)
{
  wb_preview_pane_show (self->preview, graph, self->selected);
}

static void
on_looked (WbPreviewPane *pane, WbPipelinePage *self)
{
  GtkWidget *inspector = adw_bin_get_child (self->inspector);
  const TnPreview *preview = wb_preview_pane_get (pane);

  if (inspector != NULL && preview != NULL)
    wb_step_inspector_set_preview (WB_STEP_INSPECTOR (inspector), preview);
}

/* Under the list; where list and settings are two pages, under the settings and folded. */
static void
place_preview (WbPipelinePage *self)
{
  gboolean folded = adw_leaflet_get_folded (self->leaflet);

  adw_bin_set_child (self->preview_bin, NULL);
  adw_bin_set_child (self->preview_folded, NULL);
  adw_bin_set_child (folded ? self->preview_folded : self->preview_bin, GTK_WIDGET (self->preview));
  wb_preview_pane_set_open (self->preview, !folded);
}

static void
show_preview (WbPipelinePage *self)
{
  if (self->preview == NULL)
    {
      self->preview = WB_PREVIEW_PANE (wb_preview_pane_new (wb_project_get_store (self->project)));
      g_signal_connect (self->preview, "looked", G_CALLBACK (on_looked), self);
      g_signal_connect_swapped (self->preview, "go", G_CALLBACK (wb_pipeline_page_choose), self);
      g_object_ref_sink (self->preview);
      place_preview (self);
    }
  if (self->selected != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    wb_preview_pane_show (self->preview, get_graph (self), self->selected);
}

/* The inspector stays while somebody types in it; it only learns what is new. */
static void
show_inspector (WbPipelinePage *self)
{
  GtkWidget *old = adw_bin_get_child (self->inspector);
  GtkWidget *made;

  if (old != NULL && self->selected != NULL &&
      g_str_equal (wb_step_inspector_get_node (WB_STEP_INSPECTOR (old)), self->selected) &&
      wb_step_inspector_update (WB_STEP_INSPECTOR (old)))
    return;
  made = self->selected != NULL ? wb_step_inspector_new (self->project, self->selected) : NULL;
  adw_bin_set_child (self->inspector, made);
  if (made != NULL)
    g_signal_connect (made, "typed", G_CALLBACK (on_typed), self);
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
choose_first (WbPipelinePage *self, TnGraph *graph)
{
  if (self->selected != NULL && tn_graph_find_node (graph, self->selected) >= 0)
    return;
  g_free (self->selected);
  self->selected =
      tn_graph_get_n_nodes (graph) > 0 ? g_strdup (tn_graph_get_node (graph, 0)->id) : NULL;
}

static void
on_changed (WbProject *project, WbPipelinePage *self)
{
  TnGraph *graph = get_graph (self);

  gtk_stack_set_visible_child_name (self->stack, graph != NULL ? "pipeline" : "empty");
  if (graph == NULL)
    {
      stop_checking (self);
      g_clear_pointer (&self->selected, g_free);
      adw_bin_set_child (self->inspector, NULL);
      make_empty (self);
      update_actions (self);
      return;
    }
  choose_first (self, graph);
  check (self);
  fill_steps (self);
  mark_selected (self);
  show_inspector (self);
  read_states (self);
  show_preview (self);
  update_actions (self);
}

static void
on_run_changed (WbProject *project, WbPipelinePage *self)
{
  if (get_graph (self) != NULL && self->issues != NULL)
    read_states (self);
}

/* What learners gave is there now. */
static void
on_run_ended (WbProject *project, WbPipelinePage *self)
{
  if (self->preview != NULL)
    wb_preview_pane_renew (self->preview);
}

static void
select_step (WbPipelinePage *self, const char *node)
{
  g_free (self->selected);
  self->selected = g_strdup (node);
  show_inspector (self);
  show_inspected (self);
  show_preview (self);
  update_actions (self);
}

static void
on_row_selected (GtkListBox *list, GtkListBoxRow *row, WbPipelinePage *self)
{
  /* The list lets go of its rows when it ends, too. */
  if (self->filling || row == NULL || self->project == NULL)
    return;
  select_step (self, wb_step_row_get_node (WB_STEP_ROW (row)));
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
  if (self->preview != NULL)
    place_preview (self);
}

void
wb_pipeline_page_choose (WbPipelinePage *self, const char *node)
{
  select_step (self, node);
  mark_selected (self);
  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child_name (self->leaflet, "inspector");
}

/* Changes */

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
refuse_move (WbPipelinePage *self, const char *title)
{
  g_autoptr (GError) error = NULL;

  tn_error_take (&error, TN_ERROR_ARGUMENT,
                 tn_message_take (tn_message_new (N_ ("“{step}” cannot stand there: it, or a step "
                                                      "after it, would miss what it needs.")),
                                  "step", tn_message_new (title)));
  gtk_widget_error_bell (GTK_WIDGET (self));
  wb_project_fail (self->project, error);
}

/* The step @node takes its main input from (@up), or gives its main output to. */
static const char *
find_neighbour (TnGraph *graph, const char *node, gboolean up)
{
  const TnGraphNode *self = find_in (graph, node);
  guint place = (guint) tn_graph_find_node (graph, node);

  for (guint i = 0; self != NULL && self->spec != NULL && i < tn_graph_get_n_links (graph); i++)
    {
      const TnGraphLink *link = tn_graph_get_link (graph, i);

      if (up ? link->to == place && link->to_port == 0 : link->from == place)
        return tn_graph_get_node (graph, up ? link->from : link->to)->id;
    }

  return NULL;
}

/* Before the step it follows, or behind the one that follows it; where it is linked to neither,
 * only the order of the list changes. */
static TnGraph *
move (TnGraph *graph, const char *node, int by)
{
  const char *next = find_neighbour (graph, node, by < 0);
  const char *after = next != NULL && by < 0 ? find_neighbour (graph, next, TRUE) : next;
  TnGraph *changed = wb_graph_move (graph, node, by);

  if (changed == NULL && after != NULL)
    changed = wb_graph_place (graph, node, after);

  return changed;
}

static void
do_move (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbPipelinePage *self = WB_PIPELINE_PAGE (widget);
  TnGraph *graph = get_graph (self);
  g_autoptr (TnGraph) changed = move (graph, self->selected, g_variant_get_int32 (parameter));

  if (changed != NULL)
    put (self, changed, N_ ("Move {step}"), get_title (graph, self->selected));
  else
    refuse_move (self, get_title (graph, self->selected));
}

static void
on_row_dropped (WbStepRow *row, const char *node, WbPipelinePage *self)
{
  TnGraph *graph = get_graph (self);
  g_autoptr (TnGraph) changed = wb_graph_place (graph, node, wb_step_row_get_node (row));

  if (changed != NULL)
    put (self, changed, N_ ("Move {step}"), get_title (graph, node));
  else
    refuse_move (self, get_title (graph, node));
}

/* What is new is chosen as soon as it is there. */
static void
choose_next (WbPipelinePage *self, char *id)
{
  g_free (self->selected);
  self->selected = id;
}

static void
do_duplicate (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbPipelinePage *self = WB_PIPELINE_PAGE (widget);
  TnGraph *graph = get_graph (self);
  char *id = NULL;
  g_autoptr (TnGraph) changed = wb_graph_duplicate (graph, self->selected, &id);

  if (changed == NULL)
    return;
  put (self, changed, N_ ("Duplicate {step}"), get_title (graph, self->selected));
  choose_next (self, id);
}

static void
do_remove (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbPipelinePage *self = WB_PIPELINE_PAGE (widget);
  TnGraph *graph = get_graph (self);
  g_autoptr (TnGraph) changed = wb_graph_remove (graph, self->selected);

  if (changed != NULL)
    put (self, changed, N_ ("Remove {step}"), get_title (graph, self->selected));
}

static void
do_switch (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbPipelinePage *self = WB_PIPELINE_PAGE (widget);
  TnGraph *graph = get_graph (self);
  const TnGraphNode *node = find_in (graph, self->selected);
  gboolean off = node != NULL && !tn_graph_node_is_off (node);
  g_autoptr (TnGraph) changed = node != NULL ? wb_graph_switch (graph, self->selected, off) : NULL;

  if (changed != NULL)
    put (self, changed, off ? N_ ("Switch {step} off") : N_ ("Switch {step} on"),
         get_title (graph, self->selected));
}

static void
do_run_to (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbPipelinePage *self = WB_PIPELINE_PAGE (widget);

  gtk_widget_activate_action (widget, "win.run-to", "s", self->selected);
}

static void
do_add (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_menu_button_popup (WB_PIPELINE_PAGE (widget)->add);
}

static void
do_replace (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbPipelinePage *self = WB_PIPELINE_PAGE (widget);

  self->replacing = TRUE;
  gtk_menu_button_popup (self->add);
}

/* The palette */

static void
before_palette (GtkMenuButton *button, gpointer user_data)
{
  WbPipelinePage *self = user_data;

  if (get_graph (self) != NULL)
    wb_palette_set_place (self->palette, get_graph (self), self->selected, self->replacing);
  self->replacing = FALSE;
}

static void
on_palette_chosen (WbPalette *palette, const char *type, gboolean replace, WbPipelinePage *self)
{
  TnGraph *graph = get_graph (self);
  const TnNodeSpec *spec = tn_node_registry_find (type);
  g_autofree char *id = NULL;
  g_autoptr (TnGraph) changed = replace ? wb_graph_replace (graph, self->selected, type)
                                        : wb_graph_insert (graph, type, self->selected, &id);

  if (changed == NULL)
    return;
  put (self, changed, replace ? N_ ("Put {step} in its place") : N_ ("Add {step}"), spec->title);
  if (id != NULL)
    choose_next (self, g_steal_pointer (&id));
  else
    /* Another kind has other settings. */
    adw_bin_set_child (self->inspector, NULL);
}

/* Keys and menus */

static GMenuModel *
make_menu (gboolean whole)
{
  GMenu *menu = g_menu_new ();

  if (whole)
    g_menu_append (menu, wb_say (N_ ("Add a Step after This…")), "page.add");
  g_menu_append (menu, wb_say (N_ ("Replace with…")), "page.replace");
  g_menu_append (menu, wb_say (N_ ("Switch On or Off")), "page.switch");
  g_menu_append (menu, wb_say (N_ ("Run up to Here")), "page.run-to");
  if (whole)
    {
      g_menu_append (menu, wb_say (N_ ("Duplicate")), "page.duplicate");
      g_menu_append (menu, wb_say (N_ ("Move up")), "page.move(-1)");
      g_menu_append (menu, wb_say (N_ ("Move down")), "page.move(1)");
      g_menu_append (menu, wb_say (N_ ("Remove")), "page.remove");
    }

  return G_MENU_MODEL (menu);
}

static void
on_menu_closed (GtkPopover *menu)
{
  /* The chosen action goes first. */
  g_idle_add_once ((GSourceOnceFunc) gtk_widget_unparent, menu);
}

static void
show_menu (WbPipelinePage *self, double x, double y)
{
  g_autoptr (GMenuModel) model = make_menu (TRUE);
  GtkWidget *menu = gtk_popover_menu_new_from_model (model);

  gtk_widget_set_parent (menu, GTK_WIDGET (self));
  gtk_popover_set_has_arrow (GTK_POPOVER (menu), FALSE);
  gtk_popover_set_pointing_to (GTK_POPOVER (menu), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  g_signal_connect (menu, "closed", G_CALLBACK (on_menu_closed), NULL);
  gtk_popover_popup (GTK_POPOVER (menu));
}

static void
on_pressed (GtkGestureClick *click, int n, double x, double y, WbPipelinePage *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_y (self->steps, (int) y);
  double page_x, page_y;

  if (row == NULL)
    return;
  gtk_list_box_select_row (self->steps, row);
  gtk_widget_translate_coordinates (GTK_WIDGET (self->steps), GTK_WIDGET (self), x, y, &page_x,
                                    &page_y);
  show_menu (self, page_x, page_y);
}

static gboolean
on_menu_key (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  WbPipelinePage *self = user_data;
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->steps);
  double x, y;

  if (row == NULL)
    return FALSE;
  gtk_widget_translate_coordinates (GTK_WIDGET (row), GTK_WIDGET (self), 40, 30, &x, &y);
  show_menu (self, x, y);

  return TRUE;
}

static void
add_key (GtkEventController *keys, const char *trigger, const char *action, int by)
{
  GtkShortcut *shortcut =
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string (trigger), gtk_named_action_new (action));

  if (by != 0)
    gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (by));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), shortcut);
}

static void
add_keys (WbPipelinePage *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->steps), GTK_EVENT_CONTROLLER (click));
  add_key (keys, "<Alt>Up", "page.move", -1);
  add_key (keys, "<Alt>Down", "page.move", 1);
  add_key (keys, "Delete", "page.remove", 0);
  add_key (keys, "<Control>d", "page.duplicate", 0);
  add_key (keys, "<Shift>Return", "page.run-to", 0);
  add_key (keys, "n|slash", "page.add", 0);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Shift>F10|Menu"),
                        gtk_callback_action_new (on_menu_key, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->steps), keys);
}

/* The widget */

static void
wb_pipeline_page_map (GtkWidget *widget)
{
  WbPipelinePage *self = WB_PIPELINE_PAGE (widget);

  GTK_WIDGET_CLASS (wb_pipeline_page_parent_class)->map (widget);
  /* Of a page nobody sees nothing is looked at. */
  if (self->project != NULL && get_graph (self) != NULL)
    show_preview (self);
}

static void
wb_pipeline_page_dispose (GObject *object)
{
  WbPipelinePage *self = WB_PIPELINE_PAGE (object);

  stop_checking (self);
  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);
  self->inspector = NULL;
  g_clear_object (&self->preview);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (wb_pipeline_page_parent_class)->dispose (object);
}

static void
wb_pipeline_page_finalize (GObject *object)
{
  WbPipelinePage *self = WB_PIPELINE_PAGE (object);

  g_free (self->selected);
  g_free (self->states);
  g_clear_pointer (&self->issues, g_ptr_array_unref);

  G_OBJECT_CLASS (wb_pipeline_page_parent_class)->finalize (object);
}

static void
wb_pipeline_page_class_init (WbPipelinePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_pipeline_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_pipeline_page_finalize;
  widget_class->map = wb_pipeline_page_map;
  gtk_widget_class_install_action (widget_class, "page.move", "i", do_move);
  gtk_widget_class_install_action (widget_class, "page.duplicate", NULL, do_duplicate);
  gtk_widget_class_install_action (widget_class, "page.remove", NULL, do_remove);
  gtk_widget_class_install_action (widget_class, "page.switch", NULL, do_switch);
  gtk_widget_class_install_action (widget_class, "page.run-to", NULL, do_run_to);
  gtk_widget_class_install_action (widget_class, "page.add", NULL, do_add);
  gtk_widget_class_install_action (widget_class, "page.replace", NULL, do_replace);
}

static void
name_widgets (GtkBuilder *ui)
{
  wb_name_widget (wb_ui_get (ui, "up"), wb_say (N_ ("Move up")));
  wb_name_widget (wb_ui_get (ui, "down"), wb_say (N_ ("Move down")));
  wb_name_widget (wb_ui_get (ui, "duplicate"), wb_say (N_ ("Duplicate the step")));
  wb_name_widget (wb_ui_get (ui, "remove"), wb_say (N_ ("Remove the step")));
  wb_name_widget (wb_ui_get (ui, "more"), wb_say (N_ ("More for this step")));
  wb_name_widget (wb_ui_get (ui, "back"), wb_say (N_ ("Back to the steps")));
  wb_name_widget (wb_ui_get (ui, "steps"), wb_say (N_ ("Steps of the pipeline")));
}

static void
wb_pipeline_page_init (WbPipelinePage *self)
{
  g_autoptr (GtkBuilder) ui = wb_ui_new ("pipeline-page");
  g_autoptr (GMenuModel) menu = make_menu (FALSE);

  self->stack = wb_ui_get (ui, "root");
  self->empty = wb_ui_get (ui, "empty");
  self->leaflet = wb_ui_get (ui, "leaflet");
  self->add = wb_ui_get (ui, "add");
  self->more = wb_ui_get (ui, "more");
  self->steps = wb_ui_get (ui, "steps");
  self->inspector = wb_ui_get (ui, "inspector");
  self->preview_bin = wb_ui_get (ui, "preview");
  self->preview_folded = wb_ui_get (ui, "preview_folded");
  self->back_bar = wb_ui_get (ui, "back_bar");
  name_widgets (ui);
  self->palette = WB_PALETTE (wb_palette_new ());
  g_signal_connect (self->palette, "chosen", G_CALLBACK (on_palette_chosen), self);
  gtk_menu_button_set_popover (self->add, GTK_WIDGET (self->palette));
  gtk_menu_button_set_create_popup_func (self->add, before_palette, self, NULL);
  gtk_menu_button_set_menu_model (self->more, menu);
  g_signal_connect (self->steps, "row-selected", G_CALLBACK (on_row_selected), self);
  g_signal_connect (self->steps, "row-activated", G_CALLBACK (on_row_activated), self);
  g_signal_connect (wb_ui_get (ui, "back"), "clicked", G_CALLBACK (on_back), self);
  g_signal_connect_swapped (self->leaflet, "notify::folded", G_CALLBACK (on_folded), self);
  add_keys (self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

GtkWidget *
wb_pipeline_page_new (WbProject *project)
{
  WbPipelinePage *self = g_object_new (WB_TYPE_PIPELINE_PAGE, NULL);

  self->project = g_object_ref (project);
  g_signal_connect (project, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (project, "run-changed", G_CALLBACK (on_run_changed), self);
  g_signal_connect (project, "run-ended", G_CALLBACK (on_run_ended), self);
  on_changed (project, self);

  return GTK_WIDGET (self);
}

/* wb-pipeline-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-pipeline-page.h"

#include "tn-template.h"
#include "wb-canvas-pane.h"
#include "wb-palette.h"
#include "wb-preview-pane.h"
#include "wb-refusal.h"
#include "wb-settings.h"
#include "wb-step-change.h"
#include "wb-step-facts.h"
#include "wb-step-inspector.h"
#include "wb-step-list.h"
#include "wb-ui.h"

struct _WbPipelinePage
{
  AdwBin parent_instance;

  WbProject *project;
  WbSteps *steps;
  gboolean replacing; /* the palette is opened to replace */
  gboolean beginning; /* the keyboard goes to the steps once there is a pipeline */

  GtkStack *stack;
  AdwStatusPage *empty;
  AdwLeaflet *leaflet;
  GtkStack *views;
  GtkWidget *canvas;   /* with its bars */
  GtkWidget *as_cards; /* back from the list */
  GtkWidget *in_list;  /* what is for the list alone */
  WbPalette *finder;   /* the palette at a place of the canvas */
  GtkMenuButton *add;
  GtkMenuButton *more;
  WbPalette *palette;
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

/* The chosen step */

static void
show_inspected (WbPipelinePage *self)
{
  GtkWidget *inspector = adw_bin_get_child (self->inspector);
  const char *chosen = wb_steps_get_chosen (self->steps);
  TnGraph *graph = get_graph (self);
  int place = graph != NULL && chosen != NULL ? tn_graph_find_node (graph, chosen) : -1;

  if (inspector == NULL || place < 0)
    return;
  wb_step_inspector_set_issues (WB_STEP_INSPECTOR (inspector), wb_steps_get_issues (self->steps));
  wb_step_inspector_set_state (WB_STEP_INSPECTOR (inspector),
                               &wb_steps_get_states (self->steps)[place]);
}

static void
update_actions (WbPipelinePage *self)
{
  static const char *const names[] = { "page.move",   "page.duplicate", "page.remove",
                                       "page.switch", "page.replace",   "page.run-to" };
  gboolean may = wb_steps_may_change (self->steps);
  gboolean can = may && wb_steps_get_chosen (self->steps) != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), names[i], can);
  gtk_widget_set_sensitive (GTK_WIDGET (self->add), may);
  gtk_widget_set_sensitive (GTK_WIDGET (self->more), can);
}

static void
on_typed (WbStepInspector *inspector, TnGraph *graph, WbPipelinePage *self)
{
  wb_preview_pane_show (self->preview, graph, wb_steps_get_chosen (self->steps));
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
  const char *chosen = wb_steps_get_chosen (self->steps);

  if (self->preview == NULL)
    {
      self->preview = WB_PREVIEW_PANE (wb_preview_pane_new (wb_project_get_store (self->project)));
      g_signal_connect (self->preview, "looked", G_CALLBACK (on_looked), self);
      g_signal_connect_swapped (self->preview, "go", G_CALLBACK (wb_pipeline_page_choose), self);
      g_object_ref_sink (self->preview);
      place_preview (self);
    }
  if (chosen != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    wb_preview_pane_show (self->preview, get_graph (self), chosen);
}

/* The inspector stays while somebody types in it; it only learns what is new. */
static void
show_inspector (WbPipelinePage *self)
{
  GtkWidget *old = adw_bin_get_child (self->inspector);
  const char *chosen = wb_steps_get_chosen (self->steps);
  g_autofree char *tab =
      old != NULL ? g_strdup (wb_step_inspector_get_tab (WB_STEP_INSPECTOR (old))) : NULL;
  GtkWidget *made;

  if (old != NULL && chosen != NULL &&
      g_str_equal (wb_step_inspector_get_node (WB_STEP_INSPECTOR (old)), chosen) &&
      wb_step_inspector_update (WB_STEP_INSPECTOR (old)))
    return;
  made = chosen != NULL ? wb_step_inspector_new (self->project, chosen) : NULL;
  adw_bin_set_child (self->inspector, made);
  if (made == NULL)
    return;
  g_signal_connect (made, "typed", G_CALLBACK (on_typed), self);
  if (tab != NULL)
    wb_step_inspector_set_tab (WB_STEP_INSPECTOR (made), tab);
}

static GtkWidget *
add_pill (GtkWidget *box, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (button, "pill");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (box), button);

  return button;
}

static void
make_empty (WbPipelinePage *self)
{
  const TnTemplate *template = tn_template_list ()[0];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *ask = add_pill (box, wb_say (template->question), "win.ask-here");

  gtk_widget_add_css_class (ask, "suggested-action");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (ask), "s", template->id);
  add_pill (box, wb_say (N_ ("Begin with an Empty Canvas")), "page.begin");
  adw_status_page_set_child (self->empty, box);
}

static void
on_changed (WbSteps *steps, WbPipelinePage *self)
{
  TnGraph *graph = get_graph (self);

  gtk_stack_set_visible_child_name (self->stack, graph != NULL ? "pipeline" : "empty");
  if (graph == NULL)
    {
      adw_bin_set_child (self->inspector, NULL);
      make_empty (self);
      update_actions (self);
      return;
    }
  show_inspector (self);
  show_preview (self);
  update_actions (self);
  if (self->beginning && self->canvas == gtk_stack_get_visible_child (self->views))
    gtk_widget_grab_focus (GTK_WIDGET (wb_canvas_pane_get_canvas (WB_CANVAS_PANE (self->canvas))));
  self->beginning = FALSE;
}

/* What learners gave is there now. */
static void
on_run_ended (WbProject *project, WbPipelinePage *self)
{
  if (self->preview != NULL)
    wb_preview_pane_renew (self->preview);
}

static void
on_chosen (WbSteps *steps, WbPipelinePage *self)
{
  if (get_graph (self) == NULL)
    return;
  show_inspector (self);
  show_inspected (self);
  show_preview (self);
  update_actions (self);
}

/* Its settings; with @grab, the keyboard goes there. */
static void
open_inspector (WbPipelinePage *self, gboolean grab)
{
  GtkWidget *inspector = adw_bin_get_child (self->inspector);

  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child_name (self->leaflet, "inspector");
  if (grab && inspector != NULL)
    gtk_widget_child_focus (inspector, GTK_DIR_TAB_FORWARD);
}

static void
on_opened (WbPipelinePage *self)
{
  open_inspector (self, FALSE);
}

static void
on_canvas_opened (WbPipelinePage *self)
{
  open_inspector (self, TRUE);
}

/* Cards or a list: as it was chosen last, and a list where there is no room for cards. */
static void
update_view (WbPipelinePage *self)
{
  gboolean folded = adw_leaflet_get_folded (self->leaflet);
  g_autofree char *wanted = g_settings_get_string (wb_settings (), "pipeline-view");
  gboolean cards = !folded && g_str_equal (wanted, "cards");

  gtk_stack_set_visible_child_name (self->views, cards ? "cards" : "list");
  gtk_widget_set_visible (self->as_cards, !folded && !cards);
  gtk_widget_set_visible (self->in_list, !cards);
}

static void
do_as_list (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbPipelinePage *self = WB_PIPELINE_PAGE (widget);
  gboolean cards = g_str_equal (gtk_stack_get_visible_child_name (self->views), "cards");

  g_settings_set_string (wb_settings (), "pipeline-view", cards ? "list" : "cards");
  update_view (self);
  gtk_widget_child_focus (GTK_WIDGET (self->views), GTK_DIR_TAB_FORWARD);
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
  update_view (self);
}

void
wb_pipeline_page_choose (WbPipelinePage *self, const char *node)
{
  wb_steps_choose (self->steps, node);
  on_opened (self);
}

/* Changes */

static void
do_move (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbPipelinePage *self = WB_PIPELINE_PAGE (widget);

  if (!wb_steps_move (self->steps, wb_steps_get_chosen (self->steps),
                      g_variant_get_int32 (parameter)))
    gtk_widget_error_bell (widget);
}

static void
do_duplicate (GtkWidget *widget, const char *name, GVariant *parameter)
{
  wb_steps_duplicate (WB_PIPELINE_PAGE (widget)->steps);
}

static void
do_remove (GtkWidget *widget, const char *name, GVariant *parameter)
{
  wb_steps_remove (WB_PIPELINE_PAGE (widget)->steps);
}

static void
do_switch (GtkWidget *widget, const char *name, GVariant *parameter)
{
  wb_steps_switch (WB_PIPELINE_PAGE (widget)->steps);
}

static void
do_run_to (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbPipelinePage *self = WB_PIPELINE_PAGE (widget);

  gtk_widget_activate_action (widget, "win.run-to", "s", wb_steps_get_chosen (self->steps));
}

static void
do_add (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbPipelinePage *self = WB_PIPELINE_PAGE (widget);
  WbCanvas *canvas = wb_canvas_pane_get_canvas (WB_CANVAS_PANE (self->canvas));

  if (gtk_widget_get_mapped (GTK_WIDGET (canvas)) && wb_canvas_get_link (canvas) >= 0)
    wb_canvas_ask_for_link (canvas);
  else if (gtk_widget_get_mapped (GTK_WIDGET (canvas)))
    wb_canvas_ask_for_step (canvas);
  else
    gtk_menu_button_popup (self->add);
}

/* Who begins goes on there. */
static void
do_begin (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbPipelinePage *self = WB_PIPELINE_PAGE (widget);

  self->beginning = TRUE;
  wb_steps_begin (self->steps);
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
    wb_palette_set_place (self->palette, get_graph (self), wb_steps_get_chosen (self->steps),
                          self->replacing);
  self->replacing = FALSE;
}

static void
on_palette_chosen (WbPalette *palette, const char *type, gboolean replace, WbPipelinePage *self)
{
  const char *chosen = wb_steps_get_chosen (self->steps);

  if (!replace)
    wb_steps_add (self->steps, type, chosen);
  else if (wb_steps_replace (self->steps, chosen, type))
    /* Another kind has other settings. */
    adw_bin_set_child (self->inspector, NULL);
}

/* On the canvas */

/* Behind a port, only what can stand there. */
static void
offer_fits (WbPipelinePage *self, const WbScene *scene, WbPort port)
{
  const TnPortSpec *spec = wb_scene_get_port_spec (scene, port);
  const char *node = scene->cards[port.card].node->id;
  g_autofree char *where =
      wb_say_text (port.output ? N_ ("Can take {kind}") : N_ ("Can give {kind}"), "kind",
                   wb_port_say (spec->type));
  g_autoptr (GPtrArray) fits = port.output ? tn_graph_list_takers (scene->graph, node, spec->id)
                                           : tn_graph_list_givers (scene->graph, node, spec->id);

  wb_palette_set_fits (self->finder, fits, where);
}

static void
offer_between (WbPipelinePage *self, guint link)
{
  g_autoptr (GPtrArray) fits = tn_graph_list_between (get_graph (self), link);

  wb_palette_set_fits (self->finder, fits, wb_say (N_ ("Can stand in this link")));
}

/* A step is looked for at a place: behind a port, or behind what is chosen. */
static void
on_find (WbCanvas *canvas, double x, double y, WbPipelinePage *self)
{
  WbPort port = wb_canvas_get_open_port (canvas);
  int link = wb_canvas_get_link (canvas);

  if (!wb_steps_may_change (self->steps))
    return;
  if (port.card >= 0)
    offer_fits (self, wb_canvas_get_scene (canvas), port);
  else if (link >= 0)
    offer_between (self, (guint) link);
  else
    wb_palette_set_place (self->finder, get_graph (self), wb_steps_get_chosen (self->steps), FALSE);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->finder),
                               &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->finder));
}

static void
on_finder_closed (GtkPopover *finder, WbCanvas *canvas)
{
  gtk_widget_grab_focus (GTK_WIDGET (canvas));
}

static void
on_found (WbPalette *palette, const char *type, gboolean replace, WbCanvas *canvas)
{
  wb_canvas_add (canvas, type);
}

static void
on_refused (WbCanvas *canvas,
            const char *said,
            GPtrArray *ways,
            double x,
            double y,
            WbPipelinePage *self)
{
  wb_refusal_show (GTK_WIDGET (canvas), self->project, said, ways, x, y);
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
show_menu (WbPipelinePage *self, double x, double y, GtkWidget *view)
{
  g_autoptr (GMenuModel) model = make_menu (TRUE);
  g_autoptr (GMenuModel) more = WB_IS_CANVAS (view) ? wb_canvas_make_menu (WB_CANVAS (view)) : NULL;
  /* The actions of the canvas are known to what is in it. */
  GtkWidget *parent = more != NULL ? view : GTK_WIDGET (self);
  GtkWidget *menu;
  double page_x, page_y;

  if (more != NULL)
    g_menu_append_section (G_MENU (model), NULL, more);
  menu = gtk_popover_menu_new_from_model (model);
  gtk_widget_set_parent (menu, parent);
  gtk_popover_set_has_arrow (GTK_POPOVER (menu), FALSE);
  gtk_widget_translate_coordinates (view, parent, x, y, &page_x, &page_y);
  gtk_popover_set_pointing_to (GTK_POPOVER (menu),
                               &(GdkRectangle){ (int) page_x, (int) page_y, 1, 1 });
  g_signal_connect (menu, "closed", G_CALLBACK (wb_popover_drop), NULL);
  gtk_popover_popup (GTK_POPOVER (menu));
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

  add_key (keys, "<Alt>Up", "page.move", -1);
  add_key (keys, "<Alt>Down", "page.move", 1);
  add_key (keys, "Delete", "page.remove", 0);
  add_key (keys, "<Control>d", "page.duplicate", 0);
  add_key (keys, "<Shift>Return", "page.run-to", 0);
  add_key (keys, "n|slash", "page.add", 0);
  gtk_widget_add_controller (GTK_WIDGET (self->views), keys);
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

  if (self->steps != NULL)
    g_signal_handlers_disconnect_by_data (self->steps, self);
  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);
  self->inspector = NULL;
  if (self->finder != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->finder));
  self->finder = NULL;
  g_clear_object (&self->preview);
  g_clear_object (&self->steps);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (wb_pipeline_page_parent_class)->dispose (object);
}

static void
wb_pipeline_page_class_init (WbPipelinePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_pipeline_page_dispose;
  widget_class->map = wb_pipeline_page_map;
  gtk_widget_class_install_action (widget_class, "page.move", "i", do_move);
  gtk_widget_class_install_action (widget_class, "page.duplicate", NULL, do_duplicate);
  gtk_widget_class_install_action (widget_class, "page.remove", NULL, do_remove);
  gtk_widget_class_install_action (widget_class, "page.switch", NULL, do_switch);
  gtk_widget_class_install_action (widget_class, "page.run-to", NULL, do_run_to);
  gtk_widget_class_install_action (widget_class, "page.add", NULL, do_add);
  gtk_widget_class_install_action (widget_class, "page.begin", NULL, do_begin);
  gtk_widget_class_install_action (widget_class, "page.replace", NULL, do_replace);
  gtk_widget_class_install_action (widget_class, "page.as-list", NULL, do_as_list);
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
  self->views = wb_ui_get (ui, "views");
  self->inspector = wb_ui_get (ui, "inspector");
  self->preview_bin = wb_ui_get (ui, "preview");
  self->preview_folded = wb_ui_get (ui, "preview_folded");
  self->back_bar = wb_ui_get (ui, "back_bar");
  self->as_cards = wb_ui_get (ui, "as_cards");
  self->in_list = wb_ui_get (ui, "in_list");
  name_widgets (ui);
  self->palette = WB_PALETTE (wb_palette_new ());
  g_signal_connect (self->palette, "chosen", G_CALLBACK (on_palette_chosen), self);
  gtk_menu_button_set_popover (self->add, GTK_WIDGET (self->palette));
  gtk_menu_button_set_create_popup_func (self->add, before_palette, self, NULL);
  gtk_menu_button_set_menu_model (self->more, menu);
  g_signal_connect (wb_ui_get (ui, "back"), "clicked", G_CALLBACK (on_back), self);
  g_signal_connect_swapped (self->leaflet, "notify::folded", G_CALLBACK (on_folded), self);
  add_keys (self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

static void
add_canvas (WbPipelinePage *self)
{
  WbCanvas *canvas;

  self->canvas = wb_canvas_pane_new (self->steps);
  canvas = wb_canvas_pane_get_canvas (WB_CANVAS_PANE (self->canvas));
  self->finder = WB_PALETTE (wb_palette_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->finder), GTK_WIDGET (canvas));
  g_signal_connect (self->finder, "chosen", G_CALLBACK (on_found), canvas);
  g_signal_connect (self->finder, "closed", G_CALLBACK (on_finder_closed), canvas);
  g_signal_connect_swapped (canvas, "opened", G_CALLBACK (on_canvas_opened), self);
  g_signal_connect_swapped (canvas, "menu", G_CALLBACK (show_menu), self);
  g_signal_connect (canvas, "find", G_CALLBACK (on_find), self);
  g_signal_connect (canvas, "refused", G_CALLBACK (on_refused), self);
  gtk_stack_add_named (self->views, self->canvas, "cards");
}

static void
add_views (WbPipelinePage *self)
{
  GtkWidget *list = wb_step_list_new (self->steps);

  add_canvas (self);
  g_signal_connect_swapped (list, "opened", G_CALLBACK (on_opened), self);
  g_signal_connect_swapped (list, "menu", G_CALLBACK (show_menu), self);
  gtk_stack_add_named (self->views, list, "list");
  update_view (self);
}

GtkWidget *
wb_pipeline_page_new (WbProject *project)
{
  WbPipelinePage *self = g_object_new (WB_TYPE_PIPELINE_PAGE, NULL);

  self->project = g_object_ref (project);
  self->steps = wb_steps_new (project);
  add_views (self);
  g_signal_connect (self->steps, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->steps, "facts-changed", G_CALLBACK (show_inspected), self);
  g_signal_connect (self->steps, "chosen", G_CALLBACK (on_chosen), self);
  g_signal_connect (project, "run-ended", G_CALLBACK (on_run_ended), self);
  on_changed (self->steps, self);
  show_inspected (self);

  return GTK_WIDGET (self);
}

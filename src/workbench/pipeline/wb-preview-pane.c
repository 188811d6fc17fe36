/* wb-preview-pane.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-preview-pane.h"

#include "tn-error.h"
#include "wb-grid.h"
#include "wb-ui.h"
#include "wb-work.h"

/* Between two keystrokes nothing is looked at. */
#define PATIENCE_MS 150
#define BODY_HEIGHT 190

struct _WbPreviewPane
{
  AdwBin parent_instance;

  TnPreviewer *previewer;
  TnGraph *graph;
  JsonNode *asked; /* nullable: the graph, to know it again */
  char *node;
  TnPreview *preview;
  GCancellable *cancellable;
  guint timeout;

  GtkToggleButton *toggle;
  GtkLabel *title;
  GtkLabel *said;
  char *sentence; /* nullable */
  GtkWidget *spinner;
  GtkWidget *body;
  GtkWidget *wrong;
  GtkLabel *wrong_text;
  GtkWidget *run;
  GtkWidget *go;
  char *place; /* nullable: the step that cannot go on, where it is another */
  GtkStack *stack;
  WbGrid *grid;
};

enum
{
  LOOKED,
  GO,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbPreviewPane, wb_preview_pane, ADW_TYPE_BIN)

/* Looking */

typedef struct
{
  TnPreviewer *previewer;
  TnGraph *graph;
  char *node;
} Look;

static void
look_free (gpointer data)
{
  Look *self = data;

  tn_previewer_unref (self->previewer);
  tn_graph_unref (self->graph);
  g_free (self->node);
  g_free (self);
}

static gpointer
look_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Look *self = data;

  return tn_previewer_look (self->previewer, self->graph, self->node, cancellable, error);
}

/* What there is to say */

/* What is said in full below needs not be said twice. */
static void
show_said (WbPreviewPane *self)
{
  gboolean open = gtk_toggle_button_get_active (self->toggle);
  gboolean below = open && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "wrong") == 0;

  gtk_label_set_text (self->said, below || self->sentence == NULL ? "" : self->sentence);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->said), self->sentence);
}

static void
say (WbPreviewPane *self, const char *text)
{
  g_free (self->sentence);
  self->sentence = g_strdup (text);
  show_said (self);
}

static void
show_wrong (WbPreviewPane *self, const char *text, gboolean can_run, const char *icon)
{
  GtkWidget *image = gtk_widget_get_first_child (self->wrong);

  gtk_image_set_from_icon_name (GTK_IMAGE (image), icon);
  gtk_label_set_text (self->wrong_text, text);
  gtk_widget_set_visible (self->run, can_run);
  gtk_widget_set_visible (self->go, FALSE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->run), "s", self->node);
  gtk_stack_set_visible_child_name (self->stack, "wrong");
  show_said (self);
}

static void
show_preview (WbPreviewPane *self)
{
  g_autofree char *needs =
      self->preview->needs != NULL ? wb_say_message (self->preview->needs) : NULL;
  g_autofree char *rows = NULL;
  g_autoptr (WbSheet) sheet = NULL;
  g_autofree guint *columns = NULL;
  guint n;

  if (self->preview->table == NULL)
    {
      const char *text = needs != NULL ? needs : wb_say (N_ ("This step gives no table."));

      say (self, text);
      show_wrong (self, text, self->preview->run == 0, "dialog-information-symbolic");
      return;
    }
  rows = wb_say_take (tn_preview_say_rows (self->preview));
  say (self, rows);
  sheet = wb_sheet_new (self->preview->table);
  n = tn_table_get_n_columns (self->preview->table);
  columns = g_new (guint, n + 1);
  for (guint i = 0; i < n; i++)
    columns[i] = i;
  wb_grid_set_sheet (self->grid, sheet);
  wb_grid_set_columns (self->grid, columns, n);
  gtk_stack_set_visible_child_name (self->stack, "grid");
  show_said (self);
}

/* The place is said when it is another step than the one that is looked at. */
static void
show_error (WbPreviewPane *self, const GError *error)
{
  g_autofree char *text = wb_say_error (error);
  const char *node = tn_error_get_node (error);
  int place = node != NULL && g_strcmp0 (node, self->node) != 0
                  ? tn_graph_find_node (self->graph, node)
                  : -1;
  const TnNodeSpec *spec = place >= 0 ? tn_graph_get_node (self->graph, (guint) place)->spec : NULL;
  g_autofree char *whole =
      spec != NULL ? g_strdup_printf ("%s: %s", wb_say (spec->title), text) : g_strdup (text);

  say (self, whole);
  show_wrong (self, whole, FALSE, "dialog-warning-symbolic");
  g_free (self->place);
  self->place = spec != NULL ? g_strdup (node) : NULL;
  gtk_widget_set_visible (self->go, spec != NULL);
  if (spec != NULL)
    {
      g_autofree char *label = wb_say_text (N_ ("Go to “{step}”"), "step", wb_say (spec->title));

      gtk_button_set_label (GTK_BUTTON (self->go), label);
    }
}

static void
set_looking (WbPreviewPane *self, gboolean looking)
{
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), looking);
  gtk_widget_set_visible (self->spinner, looking);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbPreviewPane *self = user_data;
  g_autoptr (GError) error = NULL;
  TnPreview *preview = wb_work_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  set_looking (self, FALSE);
  g_clear_pointer (&self->preview, tn_preview_free);
  self->preview = preview;
  if (preview != NULL)
    show_preview (self);
  else
    show_error (self, error);
  g_signal_emit (self, signals[LOOKED], 0);
}

static void
stop (WbPreviewPane *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static gboolean
look_cb (gpointer user_data)
{
  WbPreviewPane *self = user_data;
  Look *look = g_new0 (Look, 1);

  self->timeout = 0;
  self->cancellable = g_cancellable_new ();
  look->previewer = tn_previewer_ref (self->previewer);
  look->graph = tn_graph_ref (self->graph);
  look->node = g_strdup (self->node);
  set_looking (self, TRUE);
  wb_work_start (WB_LANE_LOOK, self, look_in_worker, look, look_free,
                 (GDestroyNotify) tn_preview_free, self->cancellable, on_looked, self);

  return G_SOURCE_REMOVE;
}

static void
show_title (WbPreviewPane *self)
{
  int place = tn_graph_find_node (self->graph, self->node);
  const TnNodeSpec *spec = place >= 0 ? tn_graph_get_node (self->graph, (guint) place)->spec : NULL;
  const char *title = spec != NULL ? wb_say (spec->title) : self->node;

  gtk_label_set_text (self->title, title);
}

void
wb_preview_pane_show (WbPreviewPane *self, TnGraph *graph, const char *node)
{
  JsonNode *asked = tn_graph_to_json (graph);
  gboolean same_node = g_strcmp0 (node, self->node) == 0;

  if (same_node && self->asked != NULL && json_node_equal (asked, self->asked))
    {
      json_node_unref (asked);
      return;
    }
  g_clear_pointer (&self->asked, json_node_unref);
  self->asked = asked;
  tn_graph_ref (graph);
  g_clear_pointer (&self->graph, tn_graph_unref);
  self->graph = graph;
  g_free (self->node);
  self->node = g_strdup (node);
  show_title (self);
  stop (self);
  self->timeout = g_timeout_add (same_node ? PATIENCE_MS : 1, look_cb, self);
}

void
wb_preview_pane_renew (WbPreviewPane *self)
{
  if (self->node == NULL)
    return;
  stop (self);
  self->timeout = g_timeout_add (1, look_cb, self);
}

void
wb_preview_pane_set_open (WbPreviewPane *self, gboolean open)
{
  gtk_toggle_button_set_active (self->toggle, open);
}

const TnPreview *
wb_preview_pane_get (WbPreviewPane *self)
{
  return wb_preview_pane_is_looking (self) ? NULL : self->preview;
}

gboolean
wb_preview_pane_is_looking (WbPreviewPane *self)
{
  return self->timeout != 0 || self->cancellable != NULL;
}

/* The widget */

static void
on_toggled (GtkToggleButton *toggle, WbPreviewPane *self)
{
  gboolean open = gtk_toggle_button_get_active (toggle);

  gtk_widget_set_visible (self->body, open);
  show_said (self);
  gtk_button_set_icon_name (GTK_BUTTON (toggle), open ? "go-down-symbolic" : "go-up-symbolic");
  wb_name_widget (toggle,
                  open ? wb_say (N_ ("Hide the preview")) : wb_say (N_ ("Show the preview")));
}

static void
on_go (GtkButton *button, WbPreviewPane *self)
{
  g_signal_emit (self, signals[GO], 0, self->place);
}

static GtkWidget *
make_head (WbPreviewPane *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  gtk_widget_add_css_class (head, "page-bar");
  gtk_label_set_wrap (self->title, FALSE);
  gtk_label_set_ellipsize (self->title, PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap (self->said, FALSE);
  gtk_label_set_ellipsize (self->said, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->said), TRUE);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->said));
  gtk_box_append (GTK_BOX (head), self->spinner);
  gtk_widget_add_css_class (GTK_WIDGET (self->toggle), "flat");
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->toggle));

  return head;
}

static GtkWidget *
make_wrong (WbPreviewPane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->wrong_text));
  gtk_widget_set_valign (self->run, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), self->run);
  gtk_widget_set_valign (self->go, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), self->go);

  return box;
}

static GtkWidget *
make_body (WbPreviewPane *self)
{
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->grid));
  gtk_stack_add_named (self->stack, scrolled, "grid");
  gtk_stack_add_named (self->stack, self->wrong, "wrong");
  gtk_widget_set_size_request (GTK_WIDGET (self->stack), -1, BODY_HEIGHT);
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (self->stack));

  return body;
}

static void
wb_preview_pane_dispose (GObject *object)
{
  WbPreviewPane *self = WB_PREVIEW_PANE (object);

  stop (self);
  g_clear_pointer (&self->preview, tn_preview_free);
  g_clear_pointer (&self->previewer, tn_previewer_unref);
  g_clear_pointer (&self->graph, tn_graph_unref);
  g_clear_pointer (&self->asked, json_node_unref);
  g_clear_pointer (&self->node, g_free);
  g_clear_pointer (&self->sentence, g_free);
  g_clear_pointer (&self->place, g_free);

  G_OBJECT_CLASS (wb_preview_pane_parent_class)->dispose (object);
}

static void
wb_preview_pane_class_init (WbPreviewPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_preview_pane_dispose;
  signals[LOOKED] = g_signal_new ("looked", WB_TYPE_PREVIEW_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  signals[GO] = g_signal_new ("go", WB_TYPE_PREVIEW_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
wb_preview_pane_init (WbPreviewPane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->title = GTK_LABEL (wb_label_new (NULL, "heading"));
  self->said = GTK_LABEL (wb_label_new (NULL, "dim-label"));
  self->spinner = gtk_spinner_new ();
  self->toggle = GTK_TOGGLE_BUTTON (gtk_toggle_button_new ());
  self->wrong_text = GTK_LABEL (wb_label_new (NULL, NULL));
  self->run = gtk_button_new_with_label (wb_say (N_ ("Run up to Here")));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->run), "s", "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->run), "win.run-to");
  self->go = gtk_button_new ();
  g_signal_connect (self->go, "clicked", G_CALLBACK (on_go), self);
  self->wrong = make_wrong (self);
  self->stack = GTK_STACK (gtk_stack_new ());
  self->grid = WB_GRID (wb_grid_new ());
  wb_name_widget (self->grid, wb_say (N_ ("Preview")));
  self->body = make_body (self);
  g_signal_connect (self->toggle, "toggled", G_CALLBACK (on_toggled), self);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), make_head (self));
  gtk_box_append (GTK_BOX (box), self->body);
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_visible (self->body, FALSE);
  on_toggled (self->toggle, self);
  set_looking (self, FALSE);
}

GtkWidget *
wb_preview_pane_new (TnProject *project)
{
  WbPreviewPane *self = g_object_new (WB_TYPE_PREVIEW_PANE, NULL);

  self->previewer = tn_previewer_new (project, 0);

  return GTK_WIDGET (self);
}

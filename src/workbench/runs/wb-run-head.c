/* wb-run-head.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-run-head.h"

#include "wb-run-row.h"
#include "wb-toast.h"
#include "wb-ui.h"

struct _WbRunHead
{
  AdwBin parent_instance;

  WbProject *project;
  gint64 run;
  gboolean showing;

  GtkLabel *title;
  GtkLabel *note;
  GtkWidget *pin;
  GtkWidget *more;
  GtkWidget *name_row;
  GtkWidget *note_row;
};

G_DEFINE_FINAL_TYPE (WbRunHead, wb_run_head, ADW_TYPE_BIN)

/* Each change is a step that undo takes back. */
static void
change (WbRunHead *self, const TnRunLabel *after)
{
  const WbState *state = wb_project_get_state (self->project);
  const TnRun *run = wb_state_find_run (state, self->run);

  if (run != NULL)
    wb_project_edit (self->project,
                     tn_run_label_edit (self->run, wb_state_get_label (state, run), after));
}

static TnRunLabel
get_label (WbRunHead *self)
{
  const WbState *state = wb_project_get_state (self->project);
  const TnRun *run = wb_state_find_run (state, self->run);

  return run != NULL ? *wb_state_get_label (state, run) : (TnRunLabel){ 0 };
}

static void
on_pinned (GtkToggleButton *button, WbRunHead *self)
{
  TnRunLabel label = get_label (self);

  if (self->showing)
    return;
  label.pinned = gtk_toggle_button_get_active (button);
  change (self, &label);
}

static char *
dup_text (GtkWidget *row)
{
  char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));

  if (*text == '\0')
    g_clear_pointer (&text, g_free);

  return text;
}

static void
on_named (AdwEntryRow *row, WbRunHead *self)
{
  TnRunLabel label = get_label (self);
  g_autofree char *text = dup_text (GTK_WIDGET (row));

  label.name = text;
  change (self, &label);
}

static void
on_noted (AdwEntryRow *row, WbRunHead *self)
{
  TnRunLabel label = get_label (self);
  g_autofree char *text = dup_text (GTK_WIDGET (row));

  label.note = text;
  change (self, &label);
}

static void
on_delete (GtkButton *button, WbRunHead *self)
{
  TnRunLabel label = get_label (self);
  g_autofree char *text =
      wb_say_text (N_ ("“{run}” deleted"), "run", gtk_label_get_text (self->title));

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->more));
  label.deleted = TRUE;
  wb_toast_offer (GTK_WIDGET (self), text, "win.undo", wb_say (N_ ("_Undo")));
  change (self, &label);
}

static void
on_again (GtkButton *button, WbRunHead *self)
{
  const TnRun *run = wb_state_find_run (wb_project_get_state (self->project), self->run);

  if (run != NULL)
    wb_project_run_again (self->project, run);
}

static GtkWidget *
make_entry (WbRunHead *self, GtkWidget *list, const char *title, GCallback apply)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  wb_name_widget (row, title);
  g_signal_connect (row, "apply", apply, self);
  gtk_list_box_append (GTK_LIST_BOX (list), row);

  return row;
}

static GtkWidget *
make_popover (WbRunHead *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *remove = gtk_button_new_with_label (wb_say (N_ ("Delete Run")));

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_size_request (list, 260, -1);
  self->name_row = make_entry (self, list, wb_say (N_ ("Name of the run")), G_CALLBACK (on_named));
  self->note_row = make_entry (self, list, wb_say (N_ ("Note")), G_CALLBACK (on_noted));
  g_signal_connect (remove, "clicked", G_CALLBACK (on_delete), self);
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (GTK_BOX (box), remove);
  gtk_popover_set_child (GTK_POPOVER (popover), box);

  return popover;
}

static void
wb_run_head_dispose (GObject *object)
{
  WbRunHead *self = WB_RUN_HEAD (object);

  g_clear_object (&self->project);

  G_OBJECT_CLASS (wb_run_head_parent_class)->dispose (object);
}

static void
wb_run_head_class_init (WbRunHeadClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_run_head_dispose;
}

static void
wb_run_head_init (WbRunHead *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *again = wb_icon_button_new ("view-refresh-symbolic",
                                         wb_say (N_ ("Run this again, with its settings")));

  self->title = GTK_LABEL (wb_label_new ("", "title-3"));
  self->note = GTK_LABEL (wb_label_new ("", "dim-label"));
  self->pin = gtk_toggle_button_new ();
  self->more = gtk_menu_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (self->pin), "view-pin-symbolic");
  wb_name_widget (self->pin, wb_say (N_ ("Keep this run before the others")));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->more), "view-more-symbolic");
  wb_name_widget (self->more, wb_say (N_ ("Name, note, delete")));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->more), make_popover (self));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->note));
  gtk_box_append (GTK_BOX (box), words);
  for (guint i = 0; i < 3; i++)
    {
      GtkWidget *button = i == 0 ? again : i == 1 ? self->pin : self->more;

      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_valign (button, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (box), button);
    }
  g_signal_connect (again, "clicked", G_CALLBACK (on_again), self);
  g_signal_connect (self->pin, "toggled", G_CALLBACK (on_pinned), self);
  adw_bin_set_child (ADW_BIN (self), box);
}

void
wb_run_head_update (WbRunHead *self, const TnRun *run)
{
  const TnRunLabel *label = wb_state_get_label (wb_project_get_state (self->project), run);
  g_autofree char *title = wb_run_say_title (run, label);

  self->showing = TRUE;
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->note, label->note != NULL ? label->note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), label->note != NULL);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->pin), label->pinned);
  if (!gtk_widget_get_mapped (self->name_row))
    {
      gtk_editable_set_text (GTK_EDITABLE (self->name_row), label->name != NULL ? label->name : "");
      gtk_editable_set_text (GTK_EDITABLE (self->note_row), label->note != NULL ? label->note : "");
    }
  self->showing = FALSE;
}

GtkWidget *
wb_run_head_new (WbProject *project, const TnRun *run)
{
  WbRunHead *self = g_object_new (WB_TYPE_RUN_HEAD, NULL);

  self->project = g_object_ref (project);
  self->run = run->id;
  wb_run_head_update (self, run);

  return GTK_WIDGET (self);
}

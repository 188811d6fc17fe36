/* pictures-dialogs.c: windows and dialogs beside the pages, and the start page in other states
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "pictures.h"
#include "tn-edit.h"
#include "tn-error.h"
#include "wb-question-card.h"
#include "wb-settings.h"
#include "wb-start-page.h"
#include "wb-work.h"

#define MANY            12
#define SHORTCUTS_WIDTH 1000
#define LONG_NAME \
  "winter coupon test 2025 of the shops in the north with everything that came after"

/* What stands before the others. */
static GtkWindow *
find_newest (GType type)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());
  GtkWindow *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type) && gtk_widget_get_mapped (GTK_WIDGET (window)))
        found = window;
    }

  return found;
}

static GtkWindow *
wait_for (GType type)
{
  GtkWindow *found;

  while ((found = find_newest (type)) == NULL)
    g_main_context_iteration (NULL, TRUE);

  return found;
}

/* A dialog and what is behind it, or the dialog alone: it is a window of its own. */
static void
take_and_close (Pictures *self, GtkWindow *dialog, const char *page)
{
  pictures_take_window (self, GTK_WIDGET (dialog), page);
  gtk_window_destroy (dialog);
}

/* Several looks may be pictured at once. */
static char *
make_path (Pictures *self, const char *name)
{
  g_autofree char *folder = g_build_filename (self->folder, self->label, NULL);

  g_mkdir_with_parents (folder, 0777);

  return g_build_filename (folder, name, NULL);
}

static char *
make_project (Pictures *self, const char *name, const char *password)
{
  char *file = make_path (self, name);
  g_autoptr (GError) error = NULL;
  TnProject *project;

  g_unlink (file);
  project = tn_project_create (file, &error);
  g_assert_no_error (error);
  if (password != NULL)
    tn_project_set_password (project, password, NULL, NULL, &error);
  g_assert_no_error (error);
  tn_project_close (project, NULL);
  tn_project_unref (project);

  return file;
}

static GtkWidget *
open_window (Pictures *self)
{
  GtkWidget *window =
      GTK_WIDGET (wb_window_new (gtk_window_get_application (GTK_WINDOW (self->window))));

  gtk_window_set_default_size (GTK_WINDOW (window), self->width, self->height);
  gtk_window_present (GTK_WINDOW (window));

  return window;
}

static void
open_path (GtkWidget *window, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  wb_window_open_file (WB_WINDOW (window), file);
}

static void
take_about (Pictures *self)
{
  GtkWidget *window = GTK_WIDGET (self->window);

  gtk_widget_activate_action (window, "app.about", NULL);
  take_and_close (self, wait_for (ADW_TYPE_ABOUT_WINDOW), "about");
  /* GTK's own, which is never narrower than its two columns. */
  if (self->width < SHORTCUTS_WIDTH)
    return;
  gtk_widget_activate_action (window, "win.show-help-overlay", NULL);
  pictures_take_window (self, GTK_WIDGET (wait_for (GTK_TYPE_SHORTCUTS_WINDOW)), "shortcuts");
  gtk_window_close (wait_for (GTK_TYPE_SHORTCUTS_WINDOW));
}

/* Somebody else has it open; then it is under a password; then it is no project at all. */
static void
take_refusals (Pictures *self)
{
  g_autofree char *held = make_project (self, "held.tenure", NULL);
  g_autofree char *sealed = make_project (self, "sealed.tenure", "open sesame");
  g_autofree char *broken = make_path (self, "broken.tenure");
  TnProject *other = tn_project_open (held, TN_OPEN_EDIT, NULL, NULL, NULL);
  GtkWidget *window = open_window (self);

  open_path (window, held);
  take_and_close (self, wait_for (ADW_TYPE_MESSAGE_DIALOG), "dialog-elsewhere");
  open_path (window, sealed);
  take_and_close (self, wait_for (ADW_TYPE_MESSAGE_DIALOG), "dialog-password");
  g_assert_true (g_file_set_contents (broken, "no project", -1, NULL));
  open_path (window, broken);
  take_and_close (self, wait_for (ADW_TYPE_MESSAGE_DIALOG), "dialog-error");
  gtk_window_destroy (GTK_WINDOW (window));
  tn_project_close (other, NULL);
  tn_project_unref (other);
}

/* Brought back after a crash, and only to be looked at: each under a long name. */
static void
take_notices (Pictures *self)
{
  g_autofree char *file = make_project (self, LONG_NAME ".tenure", NULL);
  TnProject *before = tn_project_open (file, TN_OPEN_EDIT, NULL, NULL, NULL);
  g_autoptr (TnEdit) edit = tn_edit_new (tn_message_new (N_ ("Rename a column")));
  g_autoptr (JsonNode) body = json_from_string ("{}", NULL);
  TnProject *other;
  GtkWidget *window;

  tn_edit_put (edit, "note", "name", 1, body);
  tn_project_edit (before, edit, NULL);
  tn_project_close (before, NULL);
  tn_project_unref (before);
  window = open_window (self);
  open_path (window, file);
  pictures_settle (window);
  pictures_take_window (self, window, "recovered");
  gtk_window_destroy (GTK_WINDOW (window));
  wb_work_drain ();

  other = tn_project_open (file, TN_OPEN_TAKE_OVER, NULL, NULL, NULL);
  window = open_window (self);
  open_path (window, file);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (wait_for (ADW_TYPE_MESSAGE_DIALOG)), "look");
  pictures_settle (window);
  pictures_take_window (self, window, "only-to-look");
  gtk_window_destroy (GTK_WINDOW (window));
  tn_project_close (other, NULL);
  tn_project_unref (other);
}

/* @css_class: (nullable): of what is looked for; otherwise it is the start page */
static GtkWidget *
find_widget (GtkWidget *widget, const char *css_class)
{
  if (css_class != NULL ? gtk_widget_has_css_class (widget, css_class) : WB_IS_START_PAGE (widget))
    return widget;
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    {
      GtkWidget *found = find_widget (at, css_class);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Many recent projects; a file is dragged over the page that answers nothing. */
static void
take_start_full (Pictures *self)
{
  g_autofree char *orders =
      g_build_filename (g_getenv ("TENURE_DATA"), "sample", "orders.csv.gz", NULL);
  g_autofree char *items =
      g_build_filename (g_getenv ("TENURE_DATA"), "sample", "items.csv.gz", NULL);
  g_autoptr (GVariant) before = wb_recent_get ();
  g_autofree char *there = make_project (self, "spring.tenure", NULL);
  GtkWidget *window, *page;

  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *path = g_strdup_printf ("/home/anna/Documents/shop %u.tenure", 2014 + i);

      wb_recent_add (path, "20065");
    }
  wb_recent_add ("/home/anna/" LONG_NAME ".tenure", "1000000");
  wb_recent_add (there, "1");
  window = open_window (self);
  pictures_settle (window);
  pictures_take_window (self, window, "start-full");
  page = find_widget (window, NULL);
  wb_start_page_look_at (WB_START_PAGE (page), orders);
  pictures_settle (window);
  pictures_take_window (self, window, "start-fits");
  wb_start_page_look_at (WB_START_PAGE (page), items);
  pictures_settle (window);
  pictures_take_window (self, window, "start-lacks");
  wb_start_page_look_at (WB_START_PAGE (page), orders);
  gtk_widget_set_visible (find_widget (window, "drop-sign"), TRUE);
  pictures_take_window (self, window, "start-drop");
  gtk_window_destroy (GTK_WINDOW (window));
  wb_recent_set (before);
}

void
pictures_take_dialogs (Pictures *self)
{
  take_about (self);
  take_start_full (self);
  take_refusals (self);
  take_notices (self);
}

/* wb-chooser.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-chooser.h"

#include "wb-words.h"

#define PORTAL_NAME  "org.freedesktop.portal.Desktop"
#define PORTAL_PATH  "/org/freedesktop/portal/desktop"
#define FILE_CHOOSER "org.freedesktop.portal.FileChooser"

gboolean
wb_is_sandboxed (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

static void
tell (GtkWindow *window)
{
  GtkWidget *dialog = adw_message_dialog_new (
      window, wb_say (N_ ("No file can be chosen")),
      wb_say (N_ ("Tenure runs in a sandbox and sees only files that the desktop hands to it, and "
                  "this desktop has no chooser for that. Install “xdg-desktop-portal” and its part "
                  "for your desktop, then start Tenure again.")));

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", wb_say (N_ ("Close")));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWindow) window = user_data;
  g_autoptr (GVariant) version =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  /* Somebody may have closed the window meanwhile. */
  if (version == NULL && gtk_widget_get_mapped (GTK_WIDGET (window)))
    tell (window);
}

void
wb_chooser_explain (GtkWindow *window, GDBusConnection *bus)
{
  g_dbus_connection_call (bus, PORTAL_NAME, PORTAL_PATH, "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", FILE_CHOOSER, "version"), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_asked, g_object_ref (window));
}

static void
on_bus (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWindow) window = user_data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (bus != NULL)
    wb_chooser_explain (window, bus);
  else
    tell (window);
}

/* The answer of the dialog does not tell a desktop that has nothing to show from a person who
 * cancels, so the desktop itself is asked. */
void
wb_chooser_show (GtkFileChooserNative *dialog)
{
  GtkWindow *window = gtk_native_dialog_get_transient_for (GTK_NATIVE_DIALOG (dialog));

  if (window != NULL && wb_is_sandboxed ())
    g_bus_get (G_BUS_TYPE_SESSION, NULL, on_bus, g_object_ref (window));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

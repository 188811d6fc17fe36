/* wb-toast.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-toast.h"

/* The window's content, or that of the window a dialog stands before. */
static AdwToastOverlay *
find_overlay (GtkWidget *from)
{
  GtkRoot *root = gtk_widget_get_root (from);

  while (root != NULL && !ADW_IS_APPLICATION_WINDOW (root))
    root =
        GTK_IS_WINDOW (root) ? GTK_ROOT (gtk_window_get_transient_for (GTK_WINDOW (root))) : NULL;
  if (root != NULL)
    {
      GtkWidget *content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (root));

      g_return_val_if_fail (ADW_IS_TOAST_OVERLAY (content), NULL);
      return ADW_TOAST_OVERLAY (content);
    }

  return NULL;
}

void
wb_toast_show (GtkWidget *from, AdwToast *toast)
{
  AdwToastOverlay *overlay = find_overlay (from);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (overlay, toast);
  else
    g_object_unref (toast);
}

void
wb_toast_offer (GtkWidget *from, const char *text, const char *action, const char *label)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_button_label (toast, label);
  adw_toast_set_detailed_action_name (toast, action);
  wb_toast_show (from, toast);
}

void
wb_toast (GtkWidget *from, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  wb_toast_show (from, adw_toast_new (escaped));
}

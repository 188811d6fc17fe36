/* wb-window-help.c: what F1 and the menu say of the keys and of what is in front of a person
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-help-window.h"
#include "wb-ui.h"
#include "wb-window-private.h"

/* Pages of the handbook by the pages of a window. */
static const struct
{
  const char *page;
  const char *topic;
} topics[] = {
  { "data", "import" },         { "pipeline", "pipeline" }, { "runs", "reading-results" },
  { "customers", "customers" }, { "report", "report" },
};

static const char *
get_page_topic (WbWindow *self)
{
  const char *place = gtk_stack_get_visible_child_name (self->places);
  const char *page = adw_view_stack_get_visible_child_name (self->pages);

  if (g_strcmp0 (place, "import") == 0)
    return "import";
  if (self->project == NULL)
    return "first-answer";
  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    if (g_strcmp0 (topics[i].page, page) == 0)
      return topics[i].topic;

  return "first-answer";
}

void
_wb_window_help (WbWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  const char *topic = focus != NULL ? wb_get_help (focus) : NULL;

  wb_help_show (gtk_window_get_application (GTK_WINDOW (self)),
                topic != NULL ? topic : get_page_topic (self));
}

void
_wb_window_make_keys (WbWindow *self)
{
  g_autoptr (GtkBuilder) ui = wb_ui_new ("shortcuts");

  gtk_application_window_set_help_overlay (GTK_APPLICATION_WINDOW (self), wb_ui_get (ui, "root"));
}

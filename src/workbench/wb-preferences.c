/* wb-preferences.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-preferences.h"

#include "wb-settings.h"
#include "wb-ui.h"

/* A key of few values as a row. The first value is the default. */
typedef struct
{
  const char *key;
  const char *values[4];
} Choice;

static const Choice languages = { "language", { "", "en", "zh_CN" } };
static const Choice colours = { "colours", { "system", "light", "dark" } };

static void
on_selected (AdwComboRow *row, GParamSpec *pspec, gpointer user_data)
{
  const Choice *choice = user_data;
  guint selected = adw_combo_row_get_selected (row);

  if (selected < G_N_ELEMENTS (choice->values) && choice->values[selected] != NULL)
    g_settings_set_string (wb_settings (), choice->key, choice->values[selected]);
}

static GtkWidget *
make_row (const Choice *choice, const char *title, const char *const *names)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) model = gtk_string_list_new (names);
  g_autofree char *now = g_settings_get_string (wb_settings (), choice->key);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  for (guint i = 0; choice->values[i] != NULL; i++)
    if (g_str_equal (choice->values[i], now))
      adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
  g_signal_connect (row, "notify::selected", G_CALLBACK (on_selected), (gpointer) choice);

  return row;
}

/**
 * wb_preferences_show:
 * @parent: over which window
 *
 * What is chosen holds at once.
 */
void
wb_preferences_show (GtkWindow *parent)
{
  const char *language_names[] = { wb_say (N_ ("As the desktop")), "English", "简体中文", NULL };
  const char *colour_names[] = { wb_say (N_ ("As the desktop")), wb_say (N_ ("Light")),
                                 wb_say (N_ ("Dark")), NULL };
  GtkWidget *window = adw_preferences_window_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             make_row (&languages, wb_say (N_ ("Language")), language_names));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             make_row (&colours, wb_say (N_ ("Colours")), colour_names));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), ADW_PREFERENCES_PAGE (page));
  adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (window), FALSE);
  gtk_window_set_title (GTK_WINDOW (window), wb_say (N_ ("Preferences")));
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_present (GTK_WINDOW (window));
}

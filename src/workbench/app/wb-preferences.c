/* wb-preferences.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-preferences.h"

#include <unistd.h>

#include "wb-settings.h"
#include "wb-storage-group.h"
#include "wb-ui.h"

#define MAX_CHOICES 12
#define WIDTH       640
#define HEIGHT      700

/* A key of few values as a row. */
typedef struct
{
  const char *key;
  GPtrArray *values; /* of GVariant */
  GPtrArray *names;
} Choice;

static void fill (AdwPreferencesWindow *window);

static void
choice_free (gpointer data, GClosure *closure)
{
  Choice *self = data;

  g_ptr_array_unref (self->values);
  g_ptr_array_unref (self->names);
  g_free (self);
}

static Choice *
choice_new (const char *key)
{
  Choice *self = g_new0 (Choice, 1);

  self->key = key;
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  self->names = g_ptr_array_new_with_free_func (g_free);

  return self;
}

/* @value: floating */
static void
choice_add (Choice *self, GVariant *value, const char *name)
{
  g_ptr_array_add (self->values, g_variant_ref_sink (value));
  g_ptr_array_add (self->names, g_strdup (name));
}

static void
on_selected (AdwComboRow *row, GParamSpec *pspec, Choice *choice)
{
  guint selected = adw_combo_row_get_selected (row);

  if (selected < choice->values->len)
    g_settings_set_value (wb_settings (), choice->key,
                          g_ptr_array_index (choice->values, selected));
}

/* @choice: (transfer full) */
static GtkWidget *
make_row (Choice *choice, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  g_autoptr (GVariant) now = g_settings_get_value (wb_settings (), choice->key);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  for (guint i = 0; i < choice->names->len; i++)
    gtk_string_list_append (model, g_ptr_array_index (choice->names, i));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  for (guint i = 0; i < choice->values->len; i++)
    if (g_variant_equal (g_ptr_array_index (choice->values, i), now))
      adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
  g_signal_connect_data (row, "notify::selected", G_CALLBACK (on_selected), choice, choice_free, 0);

  return row;
}

static GtkWidget *
make_switch (const char *key, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle, -1);
  g_settings_bind (wb_settings (), key, toggle, "active", G_SETTINGS_BIND_DEFAULT);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);

  return row;
}

/* How it looks */

static Choice *
list_languages (void)
{
  Choice *choice = choice_new ("language");

  choice_add (choice, g_variant_new_string (""), wb_say (N_ ("As the desktop")));
  choice_add (choice, g_variant_new_string ("en"), "English");
  choice_add (choice, g_variant_new_string ("zh_CN"), "简体中文");

  return choice;
}

static Choice *
list_colours (void)
{
  Choice *choice = choice_new ("colours");

  choice_add (choice, g_variant_new_string ("system"), wb_say (N_ ("As the desktop")));
  choice_add (choice, g_variant_new_string ("light"), wb_say (N_ ("Light")));
  choice_add (choice, g_variant_new_string ("dark"), wb_say (N_ ("Dark")));

  return choice;
}

static GtkWidget *
make_look (void)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), wb_say (N_ ("Look")));
  adw_preferences_group_add (
      ADW_PREFERENCES_GROUP (group),
      make_row (list_languages (), wb_say (N_ ("Language")),
                wb_say (N_ ("Holds at once; for the dialogs of the desktop, at the next start."))));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             make_row (list_colours (), wb_say (N_ ("Colours")), NULL));

  return group;
}

/* What a run may take. A value that was set elsewhere, and is no power of two, is offered too. */

static void
add_powers (Choice *choice, int now, int most, char *(*say) (int) )
{
  for (int n = 1; n <= most && choice->values->len < MAX_CHOICES; n *= 2)
    {
      g_autofree char *name = say (n);
      g_autofree char *name_now = say (MAX (now, 1));

      if (now > n / 2 && now < n)
        choice_add (choice, g_variant_new_int32 (now), name_now);
      choice_add (choice, g_variant_new_int32 (n), name);
    }
  if (choice->values->len > 1 &&
      now > g_variant_get_int32 (g_ptr_array_index (choice->values, choice->values->len - 1)))
    {
      g_autofree char *name_now = say (now);

      choice_add (choice, g_variant_new_int32 (now), name_now);
    }
}

static char *
say_threads (int n)
{
  return tn_language_format_count (wb_language (), n);
}

static char *
say_gigabytes (int n)
{
  return wb_say_size (n * G_GINT64_CONSTANT (1000000000));
}

static Choice *
list_threads (void)
{
  Choice *choice = choice_new ("threads");
  int n = (int) g_get_num_processors ();
  g_autofree char *all = wb_say_count (TN_PLURAL ("All {n}", "All {n}"), "n", n);

  choice_add (choice, g_variant_new_int32 (0), all);
  add_powers (choice, g_settings_get_int (wb_settings (), "threads"), n - 1, say_threads);

  return choice;
}

static Choice *
list_memory (void)
{
  Choice *choice = choice_new ("memory");
  gint64 memory = (gint64) sysconf (_SC_PHYS_PAGES) * sysconf (_SC_PAGESIZE);

  choice_add (choice, g_variant_new_int32 (0), wb_say (N_ ("What is free")));
  add_powers (choice, g_settings_get_int (wb_settings (), "memory"), (int) (memory / 1000000000),
              say_gigabytes);

  return choice;
}

static GtkWidget *
make_runs (void)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), wb_say (N_ ("Runs")));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         wb_say (N_ ("Holds from the next run on.")));
  adw_preferences_group_add (
      ADW_PREFERENCES_GROUP (group),
      make_row (list_threads (), wb_say (N_ ("Processors used at once")),
                wb_say (N_ ("The answer is the same with any number; fewer leave room for other "
                            "programs."))));
  adw_preferences_group_add (
      ADW_PREFERENCES_GROUP (group),
      make_row (list_memory (), wb_say (N_ ("Memory at most")),
                wb_say (N_ ("A run that needs more memory than this says so before it begins."))));

  return group;
}

static GtkWidget *
make_saving (void)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), wb_say (N_ ("Saving")));
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (group),
      wb_say (N_ ("Every change is kept on this computer at once, whatever is chosen here.")));
  adw_preferences_group_add (
      ADW_PREFERENCES_GROUP (group),
      make_switch ("periodic-copy", wb_say (N_ ("Write the file every ten minutes")),
                   wb_say (N_ ("While that takes less than two seconds. It is always written when "
                               "you save or close."))));
  adw_preferences_group_add (
      ADW_PREFERENCES_GROUP (group),
      make_switch ("keep-previous", wb_say (N_ ("Keep the version before of large projects")),
                   wb_say (N_ ("Below 256 MB it is always kept until the next save."))));

  return group;
}

/* A page is said anew as a whole when the language changes: after the row has done its work. */
static gboolean
refill_cb (gpointer data)
{
  fill (data);

  return G_SOURCE_REMOVE;
}

static void
on_language_changed (GSettings *settings, const char *key, AdwPreferencesWindow *window)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, refill_cb, g_object_ref (window), g_object_unref);
}

static void
fill (AdwPreferencesWindow *window)
{
  GtkWidget *page = adw_preferences_page_new ();
  AdwPreferencesPage *before = g_object_get_data (G_OBJECT (window), "page");

  gtk_window_set_title (GTK_WINDOW (window), wb_say (N_ ("Preferences")));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (make_look ()));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (make_saving ()));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (make_runs ()));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                            ADW_PREFERENCES_GROUP (wb_storage_group_new ()));
  if (before != NULL)
    adw_preferences_window_remove (window, before);
  adw_preferences_window_add (window, ADW_PREFERENCES_PAGE (page));
  g_object_set_data (G_OBJECT (window), "page", page);
}

/**
 * wb_preferences_show:
 * @parent: over which window
 *
 * What is chosen holds at once.
 *
 * Returns: (transfer none): the window
 */
GtkWindow *
wb_preferences_show (GtkWindow *parent)
{
  GtkWidget *window = adw_preferences_window_new ();

  adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (window), FALSE);
  fill (ADW_PREFERENCES_WINDOW (window));
  g_signal_connect_object (wb_settings (), "changed::language", G_CALLBACK (on_language_changed),
                           window, 0);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (
      GTK_WINDOW (window), CLAMP (gtk_widget_get_width (GTK_WIDGET (parent)), 360, WIDTH), HEIGHT);
  gtk_window_present (GTK_WINDOW (window));

  return GTK_WINDOW (window);
}

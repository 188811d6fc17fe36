/* wb-application.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-application.h"

#include "tn-memory.h"
#include "tn-nodes.h"
#include "wb-preferences.h"
#include "wb-settings.h"
#include "wb-ui.h"
#include "wb-window.h"
#include "wb-work.h"

struct _WbApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (WbApplication, wb_application, ADW_TYPE_APPLICATION)

/* Which installed family a name such as "Sans" stands for. */
static char *
find_family (const PangoFontDescription *wanted)
{
  PangoFontMap *map = pango_cairo_font_map_get_default ();
  PangoContext *context = pango_font_map_create_context (map);
  PangoFont *font = pango_font_map_load_font (map, context, wanted);
  PangoFontDescription *found = font != NULL ? pango_font_describe (font) : NULL;
  char *family = g_strdup (pango_font_description_get_family (found != NULL ? found : wanted));

  g_clear_pointer (&found, pango_font_description_free);
  g_clear_object (&font);
  g_object_unref (context);

  return family;
}

/* The user's font, and behind it one whose Chinese letters are those of China: without a
 * Chinese locale the system would take Japanese ones. */
static void
choose_font (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  g_autofree char *font = NULL;
  PangoFontDescription *description;
  g_autofree char *family = NULL;
  g_autofree char *families = NULL;
  g_autofree char *whole = NULL;

  if (settings == NULL)
    return;
  g_object_get (settings, "gtk-font-name", &font, NULL);
  description = pango_font_description_from_string (font);
  family = find_family (description);
  families = g_strconcat (family, ",Noto Sans CJK SC", NULL);
  pango_font_description_set_family (description, families);
  whole = pango_font_description_to_string (description);
  pango_font_description_free (description);
  g_object_set (settings, "gtk-font-name", whole, NULL);
}

static void
choose_colours (void)
{
  g_autofree char *colours = g_settings_get_string (wb_settings (), "colours");
  AdwColorScheme scheme = g_str_equal (colours, "light")  ? ADW_COLOR_SCHEME_FORCE_LIGHT
                          : g_str_equal (colours, "dark") ? ADW_COLOR_SCHEME_FORCE_DARK
                                                          : ADW_COLOR_SCHEME_DEFAULT;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
}

static void
on_colours_changed (GSettings *settings, const char *key, gpointer user_data)
{
  choose_colours ();
}

static void
choose_memory (void)
{
  tn_memory_set_limit (g_settings_get_int (wb_settings (), "memory") *
                       G_GINT64_CONSTANT (1000000000));
}

static void
on_memory_changed (GSettings *settings, const char *key, gpointer user_data)
{
  choose_memory ();
}

static void
choose_language (void)
{
  g_autofree char *id = g_settings_get_string (wb_settings (), "language");

  wb_language_choose (id);
}

/* Windows say everything once more in the language that was chosen. */
static void
on_language_changed (GSettings *settings, const char *key, gpointer user_data)
{
  choose_language ();
  for (GList *at = gtk_application_get_windows (user_data); at != NULL; at = at->next)
    if (WB_IS_WINDOW (at->data))
      wb_window_rebuild (at->data);
}

/* Actions */

static WbWindow *
open_window (WbApplication *self)
{
  WbWindow *window = wb_window_new (GTK_APPLICATION (self));

  gtk_window_present (GTK_WINDOW (window));

  return window;
}

static void
do_new_window (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_window (user_data);
}

static void
do_sample (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_widget_activate_action (GTK_WIDGET (open_window (user_data)), "win.sample", NULL);
}

static void
do_preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  wb_preferences_show (gtk_application_get_active_window (user_data));
}

/* For a report of a problem; of the data nothing. */
static char *
describe_program (void)
{
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);

  return g_strdup_printf ("Tenure %s\nGTK %u.%u.%u\nlibadwaita %u.%u.%u\nGLib %u.%u.%u\n%s\n"
                          "Language: %s\nProcessors: %u\n",
                          TN_VERSION, gtk_get_major_version (), gtk_get_minor_version (),
                          gtk_get_micro_version (), adw_get_major_version (),
                          adw_get_minor_version (), adw_get_micro_version (), glib_major_version,
                          glib_minor_version, glib_micro_version, system != NULL ? system : "?",
                          tn_language_get_id (wb_language ()), g_get_num_processors ());
}

static void
do_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autofree char *debug_info = describe_program ();
  const char *developers[] = { wb_say (N_ ("The Tenure contributors")), NULL };

  adw_show_about_window (
      gtk_application_get_active_window (user_data), "application-name", "Tenure",
      "application-icon", TN_APP_ID, "version", TN_VERSION, "developer-name", developers[0],
      "developers", developers, "license-type", GTK_LICENSE_GPL_3_0, "website",
      "https://github.com/tenureworkbench/tenure", "issue-url",
      "https://github.com/tenureworkbench/tenure/issues", "debug-info", debug_info,
      "debug-info-filename", "tenure.txt", "comments",
      wb_say (N_ ("Who is about to leave a shop, why, and what to do. Everything is worked out on "
                  "this computer.")),
      NULL);
}

/* The window that has a project open: by its file, or by its session where it has none. */
static WbWindow *
find_window (WbApplication *self, const char *path, const char *session)
{
  for (GList *at = gtk_application_get_windows (GTK_APPLICATION (self)); at != NULL; at = at->next)
    {
      WbProject *project = WB_IS_WINDOW (at->data) ? wb_window_get_project (at->data) : NULL;

      if (project == NULL)
        continue;
      if (path != NULL && g_strcmp0 (wb_project_get_state (project)->path, path) == 0)
        return at->data;
      if (session != NULL &&
          g_strcmp0 (tn_project_get_session (wb_project_get_store (project)), session) == 0)
        return at->data;
    }

  return NULL;
}

/* A notification shows its project: in the window that has it, or in a new one when that was
 * closed meanwhile. */
static void
do_show (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *where;
  gboolean is_session;
  WbWindow *window;

  g_variant_get (parameter, "(&sb)", &where, &is_session);
  window = find_window (user_data, is_session ? NULL : where, is_session ? where : NULL);
  if (window == NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (open_window (user_data)),
                                  is_session ? "win.open-unsaved" : "win.open-path", "s", where);
      return;
    }
  wb_window_show_page (window, "runs");
  gtk_window_present (GTK_WINDOW (window));
}

static void
do_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (user_data));

  for (GList *at = windows; at != NULL; at = at->next)
    gtk_window_close (at->data);
  g_list_free (windows);
}

static const GActionEntry actions[] = {
  { .name = "new-window", .activate = do_new_window },
  { .name = "sample", .activate = do_sample },
  { .name = "preferences", .activate = do_preferences },
  { .name = "about", .activate = do_about },
  { .name = "show", .activate = do_show, .parameter_type = "(sb)" },
  { .name = "quit", .activate = do_quit },
};

static const struct
{
  const char *action;
  const char *keys[3];
} accelerators[] = {
  { "app.new-window", { "<Control>n" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.quit", { "<Control>q" } },
  { "win.open", { "<Control>o" } },
  { "win.import", { "<Control>i" } },
  { "win.save", { "<Control>s" } },
  { "win.save-as", { "<Control><Shift>s" } },
  { "win.undo", { "<Control>z" } },
  { "win.redo", { "<Control><Shift>z", "<Control>y" } },
  { "win.run", { "<Control>r" } },
  { "win.pause-run", { "<Control><Shift>r" } },
  { "win.help", { "F1" } },
  { "win.show-help-overlay", { "<Control>question" } },
  { "win.find", { "<Control>f" } },
  { "win.jump", { "<Control>g" } },
  { "window.close", { "<Control>w" } },
  { "win.page::data", { "<Alt>1" } },
  { "win.page::pipeline", { "<Alt>2" } },
  { "win.page::runs", { "<Alt>3" } },
  { "win.page::customers", { "<Alt>4" } },
  { "win.page::report", { "<Alt>5" } },
};

static void
wb_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (wb_application_parent_class)->startup (application);

  tn_nodes_init ();
  choose_language ();
  choose_font ();
  choose_colours ();
  choose_memory ();
  g_signal_connect (wb_settings (), "changed::memory", G_CALLBACK (on_memory_changed), NULL);
  g_signal_connect (wb_settings (), "changed::colours", G_CALLBACK (on_colours_changed), NULL);
  g_signal_connect_object (wb_settings (), "changed::language", G_CALLBACK (on_language_changed),
                           application, 0);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/io/github/tenureworkbench/Tenure/icons");
  gtk_window_set_default_icon_name (TN_APP_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accelerators[i].action,
                                           accelerators[i].keys);
}

static void
wb_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    open_window (WB_APPLICATION (application));
  else
    gtk_window_present (window);
}

static void
wb_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *path = g_file_get_path (files[i]);
      WbWindow *window =
          path != NULL ? find_window (WB_APPLICATION (application), path, NULL) : NULL;

      /* Maybe behind a closed window, where a run goes on. */
      if (window != NULL)
        gtk_window_present (GTK_WINDOW (window));
      else
        wb_window_open_file (open_window (WB_APPLICATION (application)), files[i]);
    }
}

/* What the desktop file starts where there is no D-Bus to ask. */
static int
wb_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  static const char *const names[] = { "new-window", "sample" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_variant_dict_contains (options, names[i]))
      {
        g_autoptr (GError) error = NULL;

        if (!g_application_register (application, NULL, &error))
          {
            g_printerr ("%s\n", error->message);
            return 1;
          }
        g_action_group_activate_action (G_ACTION_GROUP (application), names[i], NULL);
        /* The first instance goes on with its window; another has asked the first. */
        return g_application_get_is_remote (application) ? 0 : -1;
      }

  return -1;
}

static void
wb_application_shutdown (GApplication *application)
{
  /* Everything that was asked for is stored before the program ends. */
  wb_work_drain ();

  G_APPLICATION_CLASS (wb_application_parent_class)->shutdown (application);
}

static void
wb_application_class_init (WbApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = wb_application_startup;
  application_class->activate = wb_application_activate;
  application_class->open = wb_application_open;
  application_class->shutdown = wb_application_shutdown;
  application_class->handle_local_options = wb_application_handle_local_options;
}

static void
wb_application_init (WbApplication *self)
{
  const GOptionEntry entries[] = {
    { "new-window", 0, 0, G_OPTION_ARG_NONE, NULL, wb_say (N_ ("New window")), NULL },
    { "sample", 0, 0, G_OPTION_ARG_NONE, NULL, wb_say (N_ ("Try the sample shop")), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), entries);
}

WbApplication *
wb_application_new (GApplicationFlags flags)
{
  return g_object_new (WB_TYPE_APPLICATION, "application-id", TN_APP_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN | flags, "resource-base-path",
                       "/io/github/tenureworkbench/Tenure", NULL);
}

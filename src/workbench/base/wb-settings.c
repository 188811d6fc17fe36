/* wb-settings.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-settings.h"

#define MAX_RECENT 20

/* Installed, or beside the program where it was built. */
static GSettingsSchema *
find_schema (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  GSettingsSchema *schema =
      source != NULL ? g_settings_schema_source_lookup (source, TN_APP_ID, TRUE) : NULL;
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);

  for (guint up = 0; schema == NULL && self != NULL && up < 4; up++)
    {
      g_autofree char *dir = g_path_get_dirname (self);
      g_autofree char *schemas = g_build_filename (dir, "data", NULL);
      g_autoptr (GSettingsSchemaSource) built =
          g_settings_schema_source_new_from_directory (schemas, source, TRUE, NULL);

      if (built != NULL)
        schema = g_settings_schema_source_lookup (built, TN_APP_ID, FALSE);
      g_free (self);
      self = g_steal_pointer (&dir);
    }

  return schema;
}

/**
 * wb_settings:
 *
 * Returns: (transfer none): the settings of the application
 */
GSettings *
wb_settings (void)
{
  static GSettings *settings;

  if (settings == NULL)
    {
      g_autoptr (GSettingsSchema) schema = find_schema ();

      if (schema == NULL)
        g_error ("The settings schema %s is not installed.", TN_APP_ID);
      settings = g_settings_new_full (schema, NULL, NULL);
    }

  return settings;
}

static void
recent_free (gpointer data)
{
  WbRecent *self = data;

  g_free (self->path);
  g_free (self->about);
  g_free (self);
}

GPtrArray *
wb_recent_list (void)
{
  g_autoptr (GVariant) value = g_settings_get_value (wb_settings (), "recent");
  GPtrArray *list = g_ptr_array_new_with_free_func (recent_free);
  GVariantIter iter;
  const char *path, *about;
  gint64 time;

  g_variant_iter_init (&iter, value);
  while (g_variant_iter_next (&iter, "(&sx&s)", &path, &time, &about))
    {
      WbRecent *recent = g_new0 (WbRecent, 1);

      recent->path = g_strdup (path);
      recent->time = time;
      recent->about = g_strdup (about);
      g_ptr_array_add (list, recent);
    }

  return list;
}

static void
write_list (const char *first, const char *about, const char *without)
{
  g_autoptr (GPtrArray) list = wb_recent_list ();
  GVariantBuilder builder;
  guint n = 0;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sxs)"));
  if (first != NULL)
    {
      g_variant_builder_add (&builder, "(sxs)", first, g_get_real_time (), about);
      n++;
    }
  for (guint i = 0; i < list->len && n < MAX_RECENT; i++)
    {
      const WbRecent *recent = g_ptr_array_index (list, i);

      if (g_strcmp0 (recent->path, first) == 0 || g_strcmp0 (recent->path, without) == 0)
        continue;
      g_variant_builder_add (&builder, "(sxs)", recent->path, recent->time, recent->about);
      n++;
    }
  g_settings_set_value (wb_settings (), "recent", g_variant_builder_end (&builder));
}

void
wb_recent_add (const char *path, const char *about)
{
  write_list (path, about, NULL);
}

void
wb_recent_remove (const char *path)
{
  write_list (NULL, NULL, path);
}

void
wb_recent_move (const char *path, const char *to)
{
  g_autoptr (GPtrArray) list = wb_recent_list ();
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sxs)"));
  for (guint i = 0; i < list->len; i++)
    {
      const WbRecent *recent = g_ptr_array_index (list, i);

      if (g_strcmp0 (recent->path, to) != 0)
        g_variant_builder_add (&builder, "(sxs)",
                               g_strcmp0 (recent->path, path) == 0 ? to : recent->path,
                               recent->time, recent->about);
    }
  g_settings_set_value (wb_settings (), "recent", g_variant_builder_end (&builder));
}

/**
 * wb_recent_get:
 *
 * Returns: (transfer full): the whole list
 */
GVariant *
wb_recent_get (void)
{
  return g_settings_get_value (wb_settings (), "recent");
}

void
wb_recent_set (GVariant *list)
{
  g_settings_set_value (wb_settings (), "recent", list);
}

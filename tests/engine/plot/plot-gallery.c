/* plot-gallery.c: writes every chart × look × language as pictures
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * plot-gallery [DIRECTORY [KIND or "" [WIDTH]]]
 */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gstdio.h>

#include "plot-samples.h"

static gboolean
write_one (const PlotSample *sample,
           const TnChart *chart,
           TnPlotLook look,
           const char *id,
           TnPictureFormat format,
           const char *directory,
           double narrow,
           GError **error)
{
  static const char *const endings[] = { "png", "pdf", "svg" };
  const TnPlotStyle *style = tn_plot_style_get (look);
  const TnLanguage *language = tn_language_get (id);
  double size = style->text_size / 11;
  double width = (narrow > 0 ? narrow : sample->width) * size;
  double height = sample->height > 0 ? sample->height * size
                                     : tn_chart_get_height (chart, width, style, language);
  g_autoptr (GBytes) bytes = tn_chart_to_picture (
      chart, format, width, height, look == TN_PLOT_PRINT && format == TN_PICTURE_PNG ? 2 : 1,
      style, language, error);
  g_autofree char *name =
      g_strdup_printf ("%s-%s-%s.%s", sample->name, tn_plot_look_id (look), id, endings[format]);
  g_autofree char *path = g_build_filename (directory, name, NULL);

  if (bytes == NULL)
    return FALSE;

  return g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                              (gssize) g_bytes_get_size (bytes), error);
}

static gboolean
write_all (const char *directory, const char *only, double narrow, GError **error)
{
  for (guint i = 0; i < n_plot_samples; i++)
    {
      const PlotSample *sample = &plot_samples[i];
      if (only != NULL && strcmp (only, sample->name) != 0)
        continue;
      for (guint look = 0; look < TN_PLOT_N_LOOKS; look++)
        for (const char *const *id = tn_language_list (); *id != NULL; id++)
          {
            g_autoptr (TnChart) chart = sample->make (strcmp (*id, "zh_CN") == 0);

            if (!write_one (sample, chart, look, *id, TN_PICTURE_PNG, directory, narrow, error))
              return FALSE;
            if (look == TN_PLOT_PRINT &&
                (!write_one (sample, chart, look, *id, TN_PICTURE_PDF, directory, narrow, error) ||
                 !write_one (sample, chart, look, *id, TN_PICTURE_SVG, directory, narrow, error)))
              return FALSE;
          }
    }

  return TRUE;
}

int
main (int argc, char **argv)
{
  const char *directory = argc > 1 ? argv[1] : "plot-gallery";
  g_autoptr (GError) error = NULL;

  if (g_mkdir_with_parents (directory, 0755) != 0 ||
      !write_all (directory, argc > 2 && *argv[2] != '\0' ? argv[2] : NULL,
                  argc > 3 ? g_ascii_strtod (argv[3], NULL) : 0, &error))
    {
      g_printerr ("%s\n", error != NULL ? error->message : directory);
      return EXIT_FAILURE;
    }
  g_print ("%u charts in %s\n", n_plot_samples, directory);

  return EXIT_SUCCESS;
}

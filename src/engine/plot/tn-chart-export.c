/* tn-chart-export.c: charts as PNG, PDF and SVG
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include <cairo-pdf.h>
#include <cairo-svg.h>

#include "tn-chart-private.h"
#include "tn-error.h"

#define MAX_PIXELS 16000

static cairo_status_t
append (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

static void
set_metadata (cairo_surface_t *surface, const TnChart *chart, const TnLanguage *language)
{
  g_autofree char *title = chart->title != NULL ? tn_message_say (chart->title, language) : NULL;

  /* The same chart is the same bytes: no date of making. */
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
  if (title != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
}

static cairo_surface_t *
open_surface (TnPictureFormat format, GByteArray *bytes, double width, double height, double scale)
{
  cairo_surface_t *surface;

  switch (format)
    {
    case TN_PICTURE_PDF:
      return cairo_pdf_surface_create_for_stream (append, bytes, width * scale, height * scale);
    case TN_PICTURE_SVG:
      surface = cairo_svg_surface_create_for_stream (append, bytes, width * scale, height * scale);
      cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
      return surface;
    default:
      return cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) ceil (width * scale),
                                         (int) ceil (height * scale));
    }
}

/* Whether an id of cairo's stands at @p: letters, then figures, then the end of the name. */
static gsize
id_length (const char *p, gsize *n_letters)
{
  gsize n = 0;

  while (g_ascii_isalpha (p[n]))
    n++;
  *n_letters = n;
  while (g_ascii_isdigit (p[n]))
    n++;

  return n > *n_letters && *n_letters > 0 && (p[n] == '"' || p[n] == ')') ? n : 0;
}

/* cairo numbers the surfaces of an SVG file through the life of the process. Numbering them
 * through the file makes the same chart the same bytes. */
static GBytes *
renumber_svg (GByteArray *bytes)
{
  static const char *const starts[] = { "id=\"", "href=\"#", "url(#" };
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GString *out = g_string_sized_new (bytes->len + 64);
  const char *p;

  g_byte_array_append (bytes, (const guint8 *) "", 1);
  for (p = (const char *) bytes->data; *p != '\0';)
    {
      gsize skip = 0, length = 0, n_letters = 0;

      for (guint i = 0; i < G_N_ELEMENTS (starts) && skip == 0; i++)
        if (g_str_has_prefix (p, starts[i]))
          skip = strlen (starts[i]);
      if (skip > 0)
        length = id_length (p + skip, &n_letters);
      if (length == 0)
        {
          g_string_append_c (out, *p++);
          continue;
        }
      g_string_append_len (out, p, (gssize) (skip + n_letters));
      {
        char *id = g_strndup (p + skip, length);
        guint number = GPOINTER_TO_UINT (g_hash_table_lookup (ids, id));

        if (number == 0)
          {
            number = g_hash_table_size (ids) + 1;
            g_hash_table_insert (ids, g_steal_pointer (&id), GUINT_TO_POINTER (number));
          }
        g_string_append_printf (out, "%u", number);
        g_free (id);
      }
      p += skip + length;
    }

  return g_string_free_to_bytes (out);
}

/**
 * tn_chart_to_picture:
 * @self: a chart
 * @format: which file
 * @width: in pixels (PNG, SVG) or points (PDF)
 * @height: in the same
 * @scale: how large one of them becomes: 2 makes a PNG of twice as many pixels
 * @style: colours and sizes
 * @language: the language
 * @error: return location
 *
 * Makes a file in memory. The same chart gives the same bytes.
 *
 * Errors: %TN_ERROR_ARGUMENT for a size that is not between 1 and 16,000;
 * %TN_ERROR_SPACE where memory is too small.
 *
 * Returns: (transfer full): the file
 */
GBytes *
tn_chart_to_picture (const TnChart *self,
                     TnPictureFormat format,
                     double width,
                     double height,
                     double scale,
                     const TnPlotStyle *style,
                     const TnLanguage *language,
                     GError **error)
{
  return tn_chart_to_picture_of (self, NULL, format, width, height, scale, style, language, error);
}

/**
 * tn_chart_to_picture_of:
 * @zoom: (nullable): the part that is shown
 *
 * As tn_chart_to_picture().
 *
 * Returns: (transfer full): the file
 */
GBytes *
tn_chart_to_picture_of (const TnChart *self,
                        const TnZoom *zoom,
                        TnPictureFormat format,
                        double width,
                        double height,
                        double scale,
                        const TnPlotStyle *style,
                        const TnLanguage *language,
                        GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  g_return_val_if_fail (self != NULL && style != NULL && language != NULL, NULL);

  if (!(width * scale >= 1 && height * scale >= 1 && width * scale <= MAX_PIXELS &&
        height * scale <= MAX_PIXELS && scale > 0))
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("A picture is between 1 and 16,000 wide and high; choose another size."),
                    NULL);
      return NULL;
    }
  surface = open_surface (format, bytes, width, height, scale);
  if (format == TN_PICTURE_PDF)
    set_metadata (surface, self, language);
  cr = cairo_create (surface);
  cairo_scale (cr, scale, scale);
  {
    g_autoptr (TnFigure) figure = tn_figure_new (self, zoom, width, height, style, language, NULL);

    tn_figure_draw (figure, cr);
  }
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (format == TN_PICTURE_PNG && status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream (surface, append, bytes);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      tn_error_set (error, TN_ERROR_SPACE,
                    N_ ("There is not enough memory for a picture of this size; make it smaller."),
                    NULL);
      return NULL;
    }

  if (format == TN_PICTURE_SVG)
    return renumber_svg (bytes);

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

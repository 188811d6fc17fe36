/* tn-png.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-png.h"

#include <string.h>

#include "tn-document-file.h"
#include "tn-error.h"
#include "tn-layout.h"

#define MIN_DPI 36.0
#define MAX_DPI 600.0

static cairo_status_t
write_in_memory (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static GBytes *
render_page (const TnLayout *layout,
             guint page,
             double dpi,
             GCancellable *cancellable,
             GError **error)
{
  cairo_surface_t *surface = tn_layout_draw_page (layout, page, dpi / 72, cancellable, error);
  GByteArray *bytes;
  cairo_status_t status;

  if (surface == NULL)
    return NULL;
  bytes = g_byte_array_new ();
  status = cairo_surface_write_to_png_stream (surface, write_in_memory, bytes);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (bytes);
  g_byte_array_unref (bytes);
  tn_error_set (error, TN_ERROR_SPACE,
                N_ ("Memory ran out while a page was drawn; choose a lower resolution."), NULL);
  return NULL;
}

/* "report.png" for a single page, else "report-1.png", "report-2.png" … */
static char *
page_file (const char *file, guint page, guint n_pages)
{
  gsize stem = strlen (file);

  if (n_pages == 1)
    return g_strdup (file);
  if (stem > 4 && g_ascii_strcasecmp (file + stem - 4, ".png") == 0)
    stem -= 4;
  return g_strdup_printf ("%.*s-%u.png", (int) stem, file, page + 1);
}

/**
 * tn_png_write:
 * @document: a document
 * @language: in which language
 * @file: where to; pages of several are numbered before the ending
 * @dpi: pixels an inch, 36 to 600
 * @progress: (nullable): how far
 * @cancellable: (nullable): to give up
 * @error: TN_ERROR_IO, TN_ERROR_SPACE, or G_IO_ERROR_CANCELLED
 *
 * Each page is written whole or not at all. Pages written before an error stay.
 *
 * Returns: (transfer full) (element-type filename) (nullable): the files, in order
 */
GPtrArray *
tn_png_write (const TnDocument *document,
              const TnLanguage *language,
              const char *file,
              double dpi,
              TnProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (TnProgress) laying = progress ? tn_progress_new_part (progress, 0, 0.3) : NULL;
  g_autoptr (TnLayout) layout = tn_layout_new (document, language, laying, cancellable, error);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  guint n_pages = layout == NULL ? 0 : tn_layout_get_n_pages (layout);

  if (layout == NULL)
    return NULL;
  for (guint i = 0; i < n_pages; i++)
    {
      char *name = page_file (file, i, n_pages);
      g_autoptr (GBytes) bytes = NULL;

      g_ptr_array_add (files, name);
      if (tn_cancelled (cancellable, error))
        return NULL;
      bytes = render_page (layout, i, CLAMP (dpi, MIN_DPI, MAX_DPI), cancellable, error);
      if (bytes == NULL || !_tn_document_write_bytes (bytes, name, cancellable, error))
        return NULL;
      tn_progress_report (progress, 0.3 + 0.7 * (i + 1) / n_pages);
    }
  return g_steal_pointer (&files);
}

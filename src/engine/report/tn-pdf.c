/* tn-pdf.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-pdf.h"

#include <string.h>

#include <cairo-pdf.h>

#include "tn-document-file.h"
#include "tn-error.h"
#include "tn-layout-private.h"
#include "tn-pdf-catalog.h"

static cairo_status_t
write_in_memory (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
set_metadata (cairo_surface_t *surface,
              cairo_pdf_metadata_t field,
              const TnMessage *message,
              const TnLanguage *language)
{
  g_autofree char *said = NULL;

  if (message == NULL)
    return;
  said = _tn_inline_say (message, language);
  cairo_pdf_surface_set_metadata (surface, field, said);
}

/* cairo would write the time of day; the document's own, or none, makes the same bytes. */
static void
set_all_metadata (cairo_surface_t *surface, const TnDocument *document, const TnLanguage *language)
{
  g_autoptr (GDateTime) date =
      document->time != 0 ? g_date_time_new_from_unix_utc (document->time / G_USEC_PER_SEC) : NULL;
  g_autofree char *time = date != NULL ? g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ") : NULL;

  set_metadata (surface, CAIRO_PDF_METADATA_TITLE, document->title, language);
  set_metadata (surface, CAIRO_PDF_METADATA_AUTHOR, document->author, language);
  set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, document->subject, language);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Tenure");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, time);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_MOD_DATE, time);
}

static char *
outline_place (const TnOutline *entry)
{
  char x[G_ASCII_DTOSTR_BUF_SIZE];
  char y[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (x, sizeof x, "%.0f", TN_PAGE_LEFT);
  g_ascii_formatd (y, sizeof y, "%.0f", MAX (0, entry->y - 8));
  return g_strdup_printf ("page=%u pos=[%s %s]", entry->page + 1, x, y);
}

/* Bookmarks: the cover and first-level headings on top, the others below the last
 * heading of a higher level. */
static void
add_outline (cairo_surface_t *surface, const TnLayout *layout)
{
  int parents[4] = { CAIRO_PDF_OUTLINE_ROOT, CAIRO_PDF_OUTLINE_ROOT, CAIRO_PDF_OUTLINE_ROOT,
                     CAIRO_PDF_OUTLINE_ROOT };

  for (guint i = 0; i < layout->outline->len; i++)
    {
      const TnOutline *entry = &g_array_index (layout->outline, TnOutline, i);
      int level = MAX (1, entry->level);
      g_autofree char *place = outline_place (entry);
      int id;

      if (entry->text[0] == '\0')
        continue;
      id = cairo_pdf_surface_add_outline (surface, parents[level - 1], entry->text, place,
                                          level == 1 ? CAIRO_PDF_OUTLINE_FLAG_OPEN : 0);
      for (int deeper = level; deeper < 4; deeper++)
        parents[deeper] = id;
    }
}

static gboolean
draw_pages (TnPainter *painter,
            const TnLayout *layout,
            TnProgress *progress,
            GCancellable *cancellable,
            GError **error)
{
  guint n_pages = tn_layout_get_n_pages (layout);

  for (guint i = 0; i < n_pages; i++)
    {
      if (tn_cancelled (cancellable, error))
        return FALSE;
      _tn_layout_paint_page (layout, painter, i);
      if (tn_cancelled (cancellable, error))
        return FALSE;
      cairo_show_page (painter->cr);
      tn_progress_report (progress, (i + 1.0) / n_pages);
    }
  _tn_painter_enter (painter, NULL);
  return TRUE;
}

static gboolean
check_status (cairo_status_t status, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  if (status == CAIRO_STATUS_NO_MEMORY)
    tn_error_set (error, TN_ERROR_SPACE,
                  N_ ("Memory ran out while the report was drawn; close other programs and write "
                      "it again."),
                  NULL);
  else
    tn_error_take (error, TN_ERROR_IO,
                   tn_message_text (tn_message_new (N_ ("The report could not be drawn: {why}. "
                                                        "Write it as HTML instead.")),
                                    "why", cairo_status_to_string (status)));
  return FALSE;
}

static GByteArray *
render (const TnLayout *layout,
        TnPainter *painter,
        TnProgress *progress,
        GCancellable *cancellable,
        GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (
      write_in_memory, bytes, TN_LAYOUT_WIDTH, TN_LAYOUT_HEIGHT);
  gboolean done;
  cairo_status_t status;

  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_5);
  set_all_metadata (surface, layout->document, layout->language);
  painter->cr = cairo_create (surface);
  done = draw_pages (painter, layout, progress, cancellable, error);
  if (done)
    add_outline (surface, layout);
  status = cairo_status (painter->cr);
  cairo_destroy (painter->cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (!done || !check_status (status, error))
    return NULL;
  return g_steal_pointer (&bytes);
}

/**
 * tn_pdf_render:
 * @document: a document
 * @language: in which language
 * @progress: (nullable): how far
 * @cancellable: (nullable): to give up
 * @error: TN_ERROR_SPACE, or G_IO_ERROR_CANCELLED
 *
 * Renders A4 pages: vector, text that can be selected, bookmarks, links, and a tagged
 * structure with alternative texts of pictures and the language. The bytes depend on
 * document, language and the installed fonts and libraries alone.
 *
 * Returns: (transfer full) (nullable): the file
 */
GBytes *
tn_pdf_render (const TnDocument *document,
               const TnLanguage *language,
               TnProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (TnProgress) laying = progress ? tn_progress_new_part (progress, 0, 0.6) : NULL;
  g_autoptr (TnProgress) drawing = progress ? tn_progress_new_part (progress, 0.6, 1) : NULL;
  g_autoptr (TnLayout) layout = tn_layout_new (document, language, laying, cancellable, error);
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  g_autoptr (GPtrArray) figures = g_ptr_array_new ();
  g_autoptr (GString) scopes = g_string_new (NULL);
  TnPainter painter = { .colour = document->colour,
                        .tagged = TRUE,
                        .cancellable = cancellable,
                        .open = open,
                        .figures = figures,
                        .scopes = scopes };
  GByteArray *bytes;

  if (layout == NULL)
    return NULL;
  bytes = render (layout, &painter, drawing, cancellable, error);
  if (bytes == NULL)
    return NULL;
  return _tn_pdf_complete (bytes, &painter, language);
}

/**
 * tn_pdf_write:
 * @document: a document
 * @language: in which language
 * @file: where to; replaced as a whole or left as it was
 * @progress: (nullable): how far
 * @cancellable: (nullable): to give up
 * @error: TN_ERROR_IO, TN_ERROR_SPACE, or G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when @file is written, safe on the disk
 */
gboolean
tn_pdf_write (const TnDocument *document,
              const TnLanguage *language,
              const char *file,
              TnProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GBytes) bytes = tn_pdf_render (document, language, progress, cancellable, error);

  return bytes != NULL && _tn_document_write_bytes (bytes, file, cancellable, error);
}

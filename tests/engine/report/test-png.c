/* test-png.c: pages as pictures
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "report-sample.h"
#include "tn-error.h"
#include "tn-layout.h"
#include "tn-png.h"
#include "tn-test.h"

/* One line a page. */
static TnDocument *
new_document (guint n_pages)
{
  TnDocumentBuilder *builder = tn_document_builder_new (tn_message_new_literal ("Pages"));

  for (guint i = 0; i < n_pages; i++)
    {
      if (i > 0)
        tn_document_builder_page_break (builder);
      tn_document_builder_paragraph (builder, tn_text_new (tn_message_new_literal ("One line.")));
    }

  return tn_document_builder_end (builder);
}

static GPtrArray *
write_pages (const TnDocument *document, const char *name, double dpi)
{
  g_autofree char *directory = tn_test_directory ();
  g_autofree char *file = g_build_filename (directory, name, NULL);
  g_autoptr (GError) error = NULL;
  GPtrArray *pages = tn_png_write (document, tn_language_get ("en"), file, dpi, NULL, NULL, &error);

  g_assert_no_error (error);

  return pages;
}

static void
assert_size (const char *file, int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create_from_png (file);

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, width);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, height);
  cairo_surface_destroy (surface);
}

static void
test_pages (void)
{
  g_autoptr (TnDocument) document = report_sample_new (FALSE);
  g_autoptr (GPtrArray) pages = write_pages (document, "report.png", 72);

  g_assert_cmpuint (pages->len, ==, 6);
  for (guint i = 0; i < pages->len; i++)
    {
      g_autofree char *name = g_strdup_printf ("/report-%u.png", i + 1);

      g_assert_true (g_str_has_suffix (g_ptr_array_index (pages, i), name));
      assert_size (g_ptr_array_index (pages, i), 595, 842);
    }
}

static void
test_names (void)
{
  g_autoptr (TnDocument) one = new_document (1);
  g_autoptr (TnDocument) two = new_document (2);
  g_autoptr (GPtrArray) alone = write_pages (one, "alone.png", 72);
  g_autoptr (GPtrArray) bare = write_pages (two, "pages", 36);
  g_autoptr (GPtrArray) loud = write_pages (two, "PAGES.PNG", 36);

  g_assert_cmpuint (alone->len, ==, 1);
  g_assert_true (g_str_has_suffix (g_ptr_array_index (alone, 0), "/alone.png"));
  g_assert_true (g_str_has_suffix (g_ptr_array_index (bare, 1), "/pages-2.png"));
  g_assert_true (g_str_has_suffix (g_ptr_array_index (loud, 1), "/PAGES-2.png"));
}

static void
test_resolution (void)
{
  g_autoptr (TnDocument) one = new_document (1);
  g_autoptr (GPtrArray) least = write_pages (one, "least.png", -1);
  g_autoptr (GPtrArray) usual = write_pages (one, "usual.png", TN_PNG_DPI);
  g_autoptr (GPtrArray) most = write_pages (one, "most.png", 1e9);

  assert_size (g_ptr_array_index (least, 0), 298, 421);
  assert_size (g_ptr_array_index (usual, 0), 1191, 1684);
  assert_size (g_ptr_array_index (most, 0), 4961, 7016);
}

/* Twice as many pixels a point, and what stands there stays where it is: the mean of four
 * pixels is about the one of the smaller picture. */
static void
test_scale (void)
{
  g_autoptr (TnDocument) document = report_sample_new (FALSE);
  g_autoptr (TnLayout) layout = tn_layout_new (document, tn_language_get ("en"), NULL, NULL, NULL);
  cairo_surface_t *small = tn_layout_draw_page (layout, 1, 1, NULL, NULL);
  cairo_surface_t *large = tn_layout_draw_page (layout, 1, 2, NULL, NULL);
  int width = cairo_image_surface_get_width (small),
      height = cairo_image_surface_get_height (small);
  double sum = 0, ink = 0;

  for (int y = 0; y < height; y++)
    {
      const guint8 *row =
          cairo_image_surface_get_data (small) + (gsize) y * cairo_image_surface_get_stride (small);
      const guint8 *upper = cairo_image_surface_get_data (large) +
                            (gsize) 2 * y * cairo_image_surface_get_stride (large);
      const guint8 *lower = upper + cairo_image_surface_get_stride (large);

      for (int x = 0; x < width; x++)
        {
          double mean = (upper[8 * x] + upper[8 * x + 4] + lower[8 * x] + lower[8 * x + 4]) / 4.0;

          sum += fabs (row[4 * x] - mean);
          ink += 255 - row[4 * x];
        }
    }
  g_assert_cmpfloat (ink, >, 0.01 * 255 * width * height);
  g_assert_cmpfloat (sum, <, 0.2 * ink);
  cairo_surface_destroy (small);
  cairo_surface_destroy (large);
}

static void
test_cancel (void)
{
  g_autoptr (TnDocument) document = new_document (2);
  g_autoptr (TnLayout) layout = tn_layout_new (document, tn_language_get ("en"), NULL, NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (tn_layout_draw_page (layout, 0, 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_unwritable (void)
{
  g_autoptr (TnDocument) document = new_document (2);
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;

  g_assert_null (tn_png_write (document, tn_language_get ("en"), "/nowhere/at/all/report.png", 72,
                               NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_IO);
  said = tn_error_render (error, tn_language_get ("en"));
  g_assert_nonnull (strstr (said, "report-1.png"));
}

/* A page no image can be as large as. */
static void
test_no_memory (void)
{
  g_autoptr (TnDocument) document = new_document (2);
  g_autoptr (TnLayout) layout = tn_layout_new (document, tn_language_get ("en"), NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_layout_draw_page (layout, 0, 1e5, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_SPACE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/png/one-picture-a-page", test_pages);
  g_test_add_func ("/png/pages-of-several-are-numbered-before-the-ending", test_names);
  g_test_add_func ("/png/resolution-is-36-to-600", test_resolution);
  g_test_add_func ("/png/scale-changes-pixels-and-not-places", test_scale);
  g_test_add_func ("/png/cancelled-page-is-no-picture", test_cancel);
  g_test_add_func ("/png/unwritable-file-is-named", test_unwritable);
  g_test_add_func ("/png/page-too-large-for-memory-is-refused", test_no_memory);
  return g_test_run ();
}

/* test-layout.c: what stands where on the pages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "report-random.h"
#include "report-sample.h"
#include "tn-chart-kinds.h"
#include "tn-layout-private.h"
#include "tn-layout.h"
#include "tn-scene.h"

#define TOLERANCE 0.05

static TnLayout *
lay_out (const TnDocument *document, const char *language)
{
  g_autoptr (GError) error = NULL;
  TnLayout *layout = tn_layout_new (document, tn_language_get (language), NULL, NULL, &error);

  g_assert_no_error (error);
  return layout;
}

static gboolean
boxes_overlap (const TnLayoutBox *a, const TnLayoutBox *b)
{
  return a->page == b->page && a->x + a->width > b->x + TOLERANCE &&
         b->x + b->width > a->x + TOLERANCE && a->y + a->height > b->y + TOLERANCE &&
         b->y + b->height > a->y + TOLERANCE;
}

static gboolean
box_contains (const TnLayoutBox *outer, const TnLayoutBox *inner)
{
  return inner->x >= outer->x - TOLERANCE && inner->y >= outer->y - TOLERANCE &&
         inner->x + inner->width <= outer->x + outer->width + TOLERANCE &&
         inner->y + inner->height <= outer->y + outer->height + TOLERANCE;
}

static void
assert_inside_page (const TnLayoutBox *box)
{
  g_assert_true (isfinite (box->x) && isfinite (box->y));
  g_assert_cmpfloat (box->x, >=, TN_PAGE_LEFT - TOLERANCE);
  g_assert_cmpfloat (box->x + box->width, <=, TN_LAYOUT_WIDTH - TN_PAGE_LEFT + TOLERANCE);
  if (box->kind == TN_LAYOUT_STRIP)
    return;
  g_assert_cmpfloat (box->y, >=, TN_PAGE_TOP - TOLERANCE);
  if (box->y + box->height > TN_PAGE_BOTTOM + TOLERANCE)
    g_error ("page %u: kind %d at %g,%g %gx%g reaches below %g", box->page + 1, box->kind, box->x,
             box->y, box->width, box->height, TN_PAGE_BOTTOM);
}

static void
assert_boxes_apart (const TnLayout *layout)
{
  guint n;
  const TnLayoutBox *boxes = tn_layout_get_boxes (layout, &n);

  for (guint i = 0; i < n; i++)
    {
      assert_inside_page (&boxes[i]);
      for (guint j = i + 1; j < n && boxes[j].page == boxes[i].page; j++)
        {
          const TnLayoutBox *panel = boxes[i].kind == TN_LAYOUT_PANEL   ? &boxes[i]
                                     : boxes[j].kind == TN_LAYOUT_PANEL ? &boxes[j]
                                                                        : NULL;
          const TnLayoutBox *other = panel == &boxes[i] ? &boxes[j] : &boxes[i];

          if (!boxes_overlap (&boxes[i], &boxes[j]))
            continue;
          if (panel == NULL)
            g_error ("page %u: kind %d at %g,%g %gx%g lies over kind %d at %g,%g %gx%g",
                     boxes[i].page + 1, boxes[i].kind, boxes[i].x, boxes[i].y, boxes[i].width,
                     boxes[i].height, boxes[j].kind, boxes[j].x, boxes[j].y, boxes[j].width,
                     boxes[j].height);
          g_assert_true (box_contains (panel, other) ||
                         (other->kind == TN_LAYOUT_PANEL && box_contains (other, panel)));
        }
    }
}

static void
count_flow (const TnFlow *flow, GHashTable *wanted)
{
  for (guint i = 0; i < flow->pieces->len; i++)
    {
      const TnPiece *piece = &g_array_index (flow->pieces, TnPiece, i);

      if (piece->kind == TN_PIECE_LINE || piece->kind == TN_PIECE_ROW ||
          piece->kind == TN_PIECE_FIGURE)
        g_hash_table_add (wanted, (gpointer) piece);
      for (guint j = 0; j < piece->n_flows; j++)
        count_flow (piece->flows[j], wanted);
    }
}

/* Every line, row and picture stands on a page, once. */
static void
assert_nothing_lost (const TnLayout *layout)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);

  count_flow (layout->flow, wanted);
  for (guint i = 0; i < layout->placed->len; i++)
    {
      const TnPlaced *placed = &g_array_index (layout->placed, TnPlaced, i);

      if (placed->piece->kind == TN_PIECE_LINE)
        for (guint k = placed->piece->line; k < placed->line_to; k++)
          g_assert_true (g_hash_table_remove (wanted, placed->piece + (k - placed->piece->line)));
      else if (placed->piece->kind == TN_PIECE_ROW || placed->piece->kind == TN_PIECE_FIGURE)
        g_assert_true (g_hash_table_remove (wanted, placed->piece));
    }
  g_assert_cmpuint (g_hash_table_size (wanted), ==, 0);
}

/* What is really painted, not what was planned. */
static void
assert_ink_inside (const TnLayout *layout)
{
  for (guint i = 0; i < tn_layout_get_n_pages (layout); i++)
    {
      cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
      TnPainter painter = { .cr = cairo_create (surface) };
      double x, y, width, height;

      _tn_layout_paint_page (layout, &painter, i);
      g_assert_cmpint (cairo_status (painter.cr), ==, CAIRO_STATUS_SUCCESS);
      cairo_destroy (painter.cr);
      cairo_recording_surface_ink_extents (surface, &x, &y, &width, &height);
      cairo_surface_destroy (surface);
      g_assert_cmpfloat (x, >=, 0);
      g_assert_cmpfloat (y, >=, 0);
      g_assert_cmpfloat (x + width, <=, TN_LAYOUT_WIDTH);
      g_assert_cmpfloat (y + height, <=, TN_LAYOUT_HEIGHT);
    }
}

static void
test_random_boxes (void)
{
  guint n_rounds = g_test_slow () ? 150 : 10;

  for (guint i = 0; i < n_rounds; i++)
    {
      g_autoptr (TnDocument) document =
          report_random_new (g_test_rand_int_range (1, 40), g_test_rand_int_range (1, 4),
                             g_test_rand_bit () ? TN_DOCUMENT_NOTES_PAGE : TN_DOCUMENT_NOTES_END);
      g_autoptr (TnLayout) layout = lay_out (document, g_test_rand_bit () ? "en" : "zh_CN");

      assert_boxes_apart (layout);
      assert_nothing_lost (layout);
      if (i % 5 == 0)
        assert_ink_inside (layout);
    }
}

static void
test_sample_boxes (void)
{
  for (int chinese = 0; chinese < 2; chinese++)
    {
      g_autoptr (TnDocument) document = report_sample_new (chinese);
      g_autoptr (TnLayout) layout = lay_out (document, chinese ? "zh_CN" : "en");

      assert_boxes_apart (layout);
      assert_nothing_lost (layout);
      assert_ink_inside (layout);
      g_assert_cmpuint (tn_layout_get_n_pages (layout), <=, 7);
    }
}

static TnText *
literal (const char *text)
{
  return tn_text_new (tn_message_new_literal (text));
}

/* Paragraphs and two charts of rows, about a page in all. */
static TnDocument *
make_full_page (guint n_paragraphs)
{
  TnDocumentBuilder *builder = tn_document_builder_new (tn_message_new_literal ("Rows"));

  for (guint i = 0; i < n_paragraphs; i++)
    tn_document_builder_paragraph (builder, literal ("What was known at each cut date."));
  for (guint i = 0; i < 2; i++)
    {
      TnEstimate items[9];

      for (guint k = 0; k < G_N_ELEMENTS (items); k++)
        items[k] = (TnEstimate){ .name = tn_message_new_literal ("Rehearsal"),
                                 .detail = tn_message_new_literal ("1 September 2011"),
                                 .value = 0.1 * k,
                                 .low = NAN,
                                 .high = NAN };
      tn_document_builder_chart (
          builder,
          tn_chart_bars (NULL, NULL, NULL, TN_UNIT_SHARE, NULL, 0, G_N_ELEMENTS (items), items),
          NULL, NULL);
    }
  return tn_document_builder_end (builder);
}

/* Counts charts that are flatter, and those that are taller than they should be by themselves. */
static void
count_reshaped (const TnFlow *flow, guint *n_squeezed, guint *n_stretched)
{
  for (guint i = 0; i < flow->pieces->len; i++)
    {
      const TnPiece *piece = &g_array_index (flow->pieces, TnPiece, i);
      TnPlotStyle style = *tn_plot_style_get (TN_PLOT_PRINT);
      g_autoptr (TnScene) scene = NULL;

      if (piece->kind != TN_PIECE_FIGURE)
        continue;
      style.titles = style.paint_paper = FALSE;
      scene = tn_chart_lay_out (piece->block->figure->chart, piece->width, piece->height, &style,
                                tn_language_get ("en"));
      for (guint k = 0; k < scene->items->len; k++)
        {
          const TnItem *item = g_ptr_array_index (scene->items, k);

          if (item->kind == TN_ITEM_TEXT)
            g_assert_null (strstr (pango_layout_get_text (item->layout), "not shown"));
        }
      *n_squeezed += piece->height < piece->natural;
      *n_stretched += piece->height > piece->natural;
      g_assert_cmpfloat (piece->height, <=, 1.36 * piece->natural);
    }
}

/* A chart is made flatter only as far as all its rows are drawn; then the page breaks. Where a page
 * would stay empty below, charts grow, and never onto another page. */
static void
test_charts_fill_pages (void)
{
  guint n_squeezed = 0, n_stretched = 0, last = 1;

  for (guint n = 0; n < 40; n++)
    {
      g_autoptr (TnDocument) document = make_full_page (n);
      g_autoptr (TnLayout) layout = lay_out (document, "en");

      count_reshaped (layout->flow, &n_squeezed, &n_stretched);
      assert_boxes_apart (layout);
      assert_nothing_lost (layout);
      /* More lines never need fewer pages. */
      g_assert_cmpuint (layout->pages->len, >=, last);
      last = layout->pages->len;
    }
  g_assert_cmpuint (n_squeezed, >, 0);
  g_assert_cmpuint (n_stretched, >, 0);
}

static TnDocument *
make_long_table (guint n_rows, const char *cell)
{
  TnDocumentBuilder *builder = tn_document_builder_new (tn_message_new_literal ("Table"));
  TnGrid *grid = tn_grid_new (literal ("All customers"));

  tn_grid_add_column (grid, literal ("Customer"), TN_GRID_START);
  tn_grid_add_column (grid, literal ("Reasons"), TN_GRID_START);
  for (guint i = 0; i < n_rows; i++)
    {
      tn_grid_add_row (grid, TN_GRID_ROW_PLAIN);
      tn_grid_add_text (grid, literal ("12378"));
      tn_grid_add_text (grid, literal (cell));
    }
  tn_document_builder_grid (builder, grid, NULL);
  return tn_document_builder_end (builder);
}

static void
test_head_repeated (void)
{
  g_autoptr (TnDocument) document = make_long_table (200, "One order, 128 days ago");
  g_autoptr (TnLayout) layout = lay_out (document, "en");
  guint n_pages = tn_layout_get_n_pages (layout);
  g_autofree guint *heads = g_new0 (guint, n_pages);
  g_autofree guint *rows = g_new0 (guint, n_pages);
  guint n_rows = 0;
  guint n;
  const TnLayoutBox *boxes = tn_layout_get_boxes (layout, &n);

  g_assert_cmpuint (n_pages, >, 3);
  for (guint i = 0; i < n; i++)
    {
      if (boxes[i].kind == TN_LAYOUT_HEAD)
        heads[boxes[i].page]++;
      if (boxes[i].kind != TN_LAYOUT_ROW)
        continue;
      g_assert_cmpuint (heads[boxes[i].page], ==, 1);
      rows[boxes[i].page]++;
      n_rows++;
    }
  g_assert_cmpuint (n_rows, ==, 200);
  for (guint i = 0; i < n_pages; i++)
    g_assert_cmpuint (rows[i], >=, 2);
}

static void
test_huge_cell (void)
{
  g_autofree char *cell = g_strnfill (300000, 'x');
  g_autoptr (TnDocument) document = make_long_table (3, cell);
  g_autoptr (TnLayout) layout = lay_out (document, "en");

  assert_boxes_apart (layout);
  assert_ink_inside (layout);
}

/* Headings with a paragraph each, of all heights: no heading ends a page, and no page
 * starts or ends with a lone line of a paragraph. */
static void
test_keeps_together (void)
{
  for (int filler = 0; filler < 7; filler++)
    {
      TnDocumentBuilder *builder = tn_document_builder_new (tn_message_new_literal ("Keep"));
      g_autoptr (TnDocument) document = NULL;
      g_autoptr (TnLayout) layout = NULL;

      for (int i = 0; i < filler; i++)
        tn_document_builder_small (builder, literal ("filler"));
      for (int i = 0; i < 30; i++)
        {
          g_autofree char *text = g_strnfill (200 + 60 * (i % 7), i % 5 == 0 ? 'W' : 'i');

          for (char *p = text + 7; p < text + strlen (text); p += 8)
            *p = ' ';
          tn_document_builder_heading (builder, 1 + i % 3, literal ("A heading"), NULL);
          tn_document_builder_paragraph (builder, literal (text));
        }
      document = tn_document_builder_end (builder);
      layout = lay_out (document, "en");
      for (guint p = 0; p < layout->pages->len; p++)
        {
          const TnPage *page = &g_array_index (layout->pages, TnPage, p);
          const TnPlaced *first = &g_array_index (layout->placed, TnPlaced, page->first);
          const TnPlaced *last = first + page->n_placed - 1;

          g_assert_cmpint (last->piece->para->style, !=, TN_TYPE_H1);
          g_assert_cmpint (last->piece->para->style, !=, TN_TYPE_H2);
          g_assert_cmpint (last->piece->para->style, !=, TN_TYPE_H3);
          if (last->line_to < last->piece->para->n_lines)
            g_assert_cmpuint (last->line_to - last->piece->line, >=, 2);
          if (first->piece->line > 0)
            g_assert_cmpuint (first->line_to - first->piece->line, >=, 2);
        }
    }
}

static void
test_chinese_breaks (void)
{
  static const char *const closing = "，。；：？！）”、》";
  TnDocumentBuilder *builder = tn_document_builder_new (tn_message_new_literal ("换行"));
  g_autoptr (TnDocument) document = NULL;
  g_autoptr (TnLayout) layout = NULL;
  guint n_lines = 0;

  for (int i = 0; i < 60; i++)
    {
      g_autofree char *start = g_strnfill (i, 'i');
      g_autofree char *text =
          g_strconcat (start,
                       "流失的人里，近三分之二在这 180 天里只下过 1 单。“活跃”指近 180 "
                       "天下过单；“流失”指从该日起 90 "
                       "天内不下单（截至该日）。用户、订单、退货都已核对。",
                       NULL);

      tn_document_builder_paragraph (builder, literal (text));
    }
  document = tn_document_builder_end (builder);
  layout = lay_out (document, "zh_CN");
  for (guint i = 0; i < layout->paras->len; i++)
    {
      const TnPara *para = g_ptr_array_index (layout->paras, i);

      for (guint k = 1; k < para->n_lines; k++)
        {
          gunichar letter =
              g_utf8_get_char (para->text->text + _tn_para_line_start (para, layout->type, k));

          g_assert_null (g_utf8_strchr (closing, -1, letter));
          n_lines++;
        }
    }
  g_assert_cmpuint (n_lines, >=, 60);
}

static void
test_columns_balanced (void)
{
  TnDocumentBuilder *builder = tn_document_builder_new (tn_message_new_literal ("Balanced"));
  g_autoptr (TnDocument) document = NULL;
  g_autoptr (TnLayout) layout = NULL;
  double bottoms[2] = { 0, 0 };
  guint n;
  const TnLayoutBox *boxes;

  tn_document_builder_begin_balanced (builder);
  for (int i = 0; i < 40; i++)
    tn_document_builder_small (builder, literal ("One line"));
  tn_document_builder_end_block (builder);
  document = tn_document_builder_end (builder);
  layout = lay_out (document, "en");
  boxes = tn_layout_get_boxes (layout, &n);
  for (guint i = 0; i < n; i++)
    if (boxes[i].kind == TN_LAYOUT_LINE)
      {
        double *bottom = &bottoms[boxes[i].x > TN_LAYOUT_WIDTH / 2];

        *bottom = MAX (*bottom, boxes[i].y + boxes[i].height);
      }
  g_assert_cmpuint (tn_layout_get_n_pages (layout), ==, 1);
  g_assert_cmpfloat (fabs (bottoms[0] - bottoms[1]), <, TOLERANCE);
}

static void
test_page_notes (void)
{
  TnDocumentBuilder *builder = tn_document_builder_new (tn_message_new_literal ("Notes"));
  g_autoptr (TnDocument) document = NULL;
  g_autoptr (TnLayout) layout = NULL;
  guint n_noted = 0;

  for (int i = 0; i < 80; i++)
    {
      g_autofree char *id = g_strdup_printf ("n-%d", i);

      tn_document_builder_define_note (builder, id, tn_message_new_literal ("Term"),
                                       tn_message_new_literal ("What it means."));
      tn_document_builder_paragraph (builder, tn_text_note (literal ("A sentence."), id));
    }
  document = tn_document_builder_end (builder);
  layout = lay_out (document, "en");
  assert_boxes_apart (layout);
  /* Each note stands on the page whose text refers to it. */
  for (guint p = 0; p < layout->pages->len; p++)
    {
      const TnPage *page = &g_array_index (layout->pages, TnPage, p);

      g_assert_nonnull (page->notes);
      g_assert_cmpuint (page->notes->len, ==, page->n_placed);
      for (guint i = 0; i < page->notes->len; i++)
        g_assert_cmpuint (g_array_index (page->notes, guint, i), ==, n_noted + i);
      n_noted += page->notes->len;
    }
  g_assert_cmpuint (n_noted, ==, 80);
}

static void
draw_nothing (cairo_t *cr,
              double width,
              double height,
              const TnLanguage *language,
              gboolean dark,
              gpointer data)
{
}

/* Notes of a panel that fills its page go to the next; a picture as tall as that page leaves it to
 * them. */
static void
test_tall_picture_leaves_notes_alone (void)
{
  TnDocumentBuilder *builder = tn_document_builder_new (tn_message_new_literal ("Notes"));
  g_autoptr (TnDocument) document = NULL;
  g_autoptr (TnLayout) layout = NULL;
  guint n_boxes, n_figures = 0;
  const TnLayoutBox *boxes;

  tn_document_builder_begin_panel (builder, TN_DOCUMENT_PANEL_WASH);
  for (int i = 0; i < 40; i++)
    {
      g_autofree char *id = g_strdup_printf ("n-%d", i);

      tn_document_builder_define_note (builder, id, tn_message_new_literal ("Term"),
                                       tn_message_new_literal ("What it means."));
      tn_document_builder_paragraph (builder, tn_text_note (literal ("A sentence."), id));
    }
  tn_document_builder_end_block (builder);
  tn_document_builder_draw (builder, NULL, tn_message_new_literal ("a tall box"), 3, draw_nothing,
                            NULL, NULL, NULL);
  document = tn_document_builder_end (builder);
  layout = lay_out (document, "en");
  assert_boxes_apart (layout);
  boxes = tn_layout_get_boxes (layout, &n_boxes);
  for (guint i = 0; i < n_boxes; i++)
    n_figures += boxes[i].kind == TN_LAYOUT_FIGURE;
  g_assert_cmpuint (n_figures, ==, 1);
}

static void
test_references_name_pages (void)
{
  TnDocumentBuilder *builder = tn_document_builder_new (tn_message_new_literal ("Pages"));
  g_autoptr (TnDocument) document = NULL;
  g_autoptr (TnLayout) layout = NULL;
  const TnPara *para;

  tn_document_builder_paragraph (builder, tn_text_new (tn_text_fill_reference (
                                              tn_message_new ("See {there}."), "there", "there")));
  for (int i = 0; i < 3; i++)
    tn_document_builder_page_break (builder), tn_document_builder_small (builder, literal ("-"));
  tn_document_builder_heading (builder, 1, literal ("The list"), "there");
  document = tn_document_builder_end (builder);
  layout = lay_out (document, "en");
  para = g_ptr_array_index (layout->paras, 0);
  g_assert_cmpstr (para->text->text, ==, "See “The list” (page 4).");
}

static void
test_empty (void)
{
  g_autoptr (TnDocument) document =
      tn_document_builder_end (tn_document_builder_new (tn_message_new_literal ("")));
  g_autoptr (TnLayout) layout = lay_out (document, "en");

  g_assert_cmpuint (tn_layout_get_n_pages (layout), ==, 1);
}

static void
test_cancel (void)
{
  g_autoptr (TnDocument) document = make_long_table (2000, "One order");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (tn_layout_new (document, tn_language_get ("en"), NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/charts-fill-pages-and-keep-their-rows", test_charts_fill_pages);
  g_test_add_func ("/layout/random-boxes-stay-inside-and-apart", test_random_boxes);
  g_test_add_func ("/layout/sample-boxes-stay-inside-and-apart", test_sample_boxes);
  g_test_add_func ("/layout/head-of-table-is-repeated-on-each-page", test_head_repeated);
  g_test_add_func ("/layout/huge-cell-stays-on-its-page", test_huge_cell);
  g_test_add_func ("/layout/heading-stays-with-what-follows", test_keeps_together);
  g_test_add_func ("/layout/chinese-line-starts-with-no-closing-mark", test_chinese_breaks);
  g_test_add_func ("/layout/balanced-columns-end-together", test_columns_balanced);
  g_test_add_func ("/layout/tall-picture-leaves-notes-alone", test_tall_picture_leaves_notes_alone);
  g_test_add_func ("/layout/note-stands-on-the-page-of-its-mark", test_page_notes);
  g_test_add_func ("/layout/reference-names-the-page", test_references_name_pages);
  g_test_add_func ("/layout/empty-document-is-one-page", test_empty);
  g_test_add_func ("/layout/cancelled-layout-gives-nothing", test_cancel);
  return g_test_run ();
}

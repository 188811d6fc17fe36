/* report-random.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "report-random.h"

#include <math.h>

#define MAX_DEPTH 3
#define N_NOTES   6

typedef struct
{
  TnDocumentBuilder *doc;
  guint factor; /* texts are so many times longer */
  guint n_anchors;
  gboolean on_top; /* no container is open */
} Random;

/* Words of several scripts, some of them hostile to typesetting. */
static const char *const words[] = {
  "a",
  "of",
  "customers",
  "£1,000",
  "0.638–0.680",
  "−149",
  "ordered",
  "“leave”",
  "90",
  "days.",
  "流失",
  "活跃用户，",
  "在 90 天内不再下单。",
  "（三分之一略多）",
  "2012年3月7日",
  "שלום",
  "مرحبا",
  "ไม่มีช่องว่างระหว่างคำ",
  "ÅÉÎ̈̃",
  "z̸̡̢a̷lg̴o",
  "🙂",
  "http://example.com/a/very/long/path/without/any/break/at/all",
  "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
  "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
  "<script>",
  "&amp;",
  "\x01\x02",
  "\xe2\x80\xae"
  "override",
  "{brace}",
  "\xff\xfe",
  "",
};

char *
report_random_text (guint max_words)
{
  GString *text = g_string_new (NULL);
  guint n = g_test_rand_int_range (0, max_words + 1);

  for (guint i = 0; i < n; i++)
    {
      g_string_append (text, words[g_test_rand_int_range (0, G_N_ELEMENTS (words))]);
      if (g_test_rand_int_range (0, 8) > 0)
        g_string_append_c (text, ' ');
    }
  return g_string_free (text, FALSE);
}

static TnText *
random_text (const Random *self, guint max_words)
{
  g_autofree char *first = report_random_text (max_words * self->factor);
  TnText *text = tn_text_new_styled (tn_message_new_literal (first),
                                     g_test_rand_int_range (TN_TEXT_PLAIN, TN_TEXT_CODE + 1));

  if (g_test_rand_int_range (0, 3) == 0)
    {
      g_autofree char *id = g_strdup_printf ("n%d", g_test_rand_int_range (0, N_NOTES + 1));

      tn_text_note (text, id);
    }
  if (g_test_rand_int_range (0, 3) == 0)
    {
      g_autofree char *more = report_random_text (max_words * self->factor);

      tn_text_add (text, tn_message_new_literal (more), TN_TEXT_STRONG);
    }
  if (g_test_rand_int_range (0, 6) == 0)
    tn_text_add (text,
                 tn_text_fill_reference (tn_message_new ("See {there}."), "there",
                                         g_test_rand_bit () ? "anchor-0" : "nowhere"),
                 TN_TEXT_PLAIN);
  return text;
}

static void
draw_something (cairo_t *cr,
                double width,
                double height,
                const TnLanguage *language,
                gboolean dark,
                gpointer user_data)
{
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_set_source_rgb (cr, 0.2, 0.4, 0.6);
  cairo_fill (cr);
}

static void
add_cell (const Random *self, TnGrid *grid)
{
  double value = g_test_rand_int_range (0, 5) == 0 ? NAN : g_test_rand_double_range (-2, 2);

  switch (g_test_rand_int_range (0, 6))
    {
    case 0:
      tn_grid_add_text (grid, random_text (self, 3));
      break;
    case 1:
      tn_grid_add_lines (grid, random_text (self, 2), random_text (self, 2));
      break;
    case 2:
      tn_grid_add_beside (grid, random_text (self, 1), random_text (self, 1));
      break;
    case 3:
      tn_grid_add_bar (grid, g_test_rand_bit () ? TN_GRID_BAR_INTERVAL : TN_GRID_BAR_LENGTH,
                       TN_GRID_TONE_RUST, value, value - 0.1, value + 0.1, random_text (self, 1),
                       NULL);
      break;
    case 4:
      tn_grid_add_tag (grid, random_text (self, 2), g_test_rand_bit ());
      break;
    default:
      tn_grid_add_empty (grid);
    }
}

static void
add_grid (Random *self, const char *anchor)
{
  TnGrid *grid = tn_grid_new (g_test_rand_bit () ? random_text (self, 8) : NULL);
  guint n_columns = g_test_rand_int_range (0, 12) == 0 ? 40 : g_test_rand_int_range (1, 9);
  guint n_rows = g_test_rand_int_range (0, 25);

  for (guint j = 0; j < n_columns; j++)
    tn_grid_add_column (grid, g_test_rand_bit () ? random_text (self, 2) : NULL,
                        g_test_rand_int_range (TN_GRID_START, TN_GRID_CENTER + 1));
  if (g_test_rand_bit ())
    tn_grid_add_group (grid, random_text (self, 2), n_columns / 2, n_columns - n_columns / 2);
  if (g_test_rand_bit ())
    tn_grid_set_footer (grid, random_text (self, 12));
  tn_grid_set_dense (grid, g_test_rand_bit ());
  for (guint i = 0; i < n_rows; i++)
    {
      tn_grid_add_row (grid, g_test_rand_int_range (TN_GRID_ROW_PLAIN, TN_GRID_ROW_STRONG + 1));
      for (guint j = 0; j < n_columns; j++)
        add_cell (self, grid);
    }
  tn_document_builder_grid (self->doc, grid, anchor);
}

static void add_blocks (Random *self, guint n_blocks, guint depth);

static void
add_list (Random *self)
{
  static void (*const begin[]) (TnDocumentBuilder *) = {
    tn_document_builder_begin_actions,     tn_document_builder_begin_warnings,
    tn_document_builder_begin_bullets,     tn_document_builder_begin_steps,
    tn_document_builder_begin_definitions, tn_document_builder_begin_pairs,
  };
  guint n_items = g_test_rand_int_range (0, 6);

  begin[g_test_rand_int_range (0, G_N_ELEMENTS (begin))](self->doc);
  for (guint i = 0; i < n_items; i++)
    tn_document_builder_item (self->doc, random_text (self, 5), random_text (self, 30));
  tn_document_builder_end_block (self->doc);
}

static void
add_container (Random *self, guint depth)
{
  gboolean on_top = self->on_top;
  guint n = g_test_rand_int_range (0, 5);

  self->on_top = FALSE;
  switch (g_test_rand_int_range (0, 3))
    {
    case 0:
      tn_document_builder_begin_columns (self->doc, g_test_rand_double_range (0, 1));
      add_blocks (self, n, depth + 1);
      tn_document_builder_next_column (self->doc);
      add_blocks (self, g_test_rand_int_range (0, 5), depth + 1);
      break;
    case 1:
      tn_document_builder_begin_balanced (self->doc);
      add_blocks (self, n, depth + 1);
      break;
    default:
      tn_document_builder_begin_panel (self->doc, g_test_rand_bit () ? TN_DOCUMENT_PANEL_BOX
                                                                     : TN_DOCUMENT_PANEL_WASH);
      add_blocks (self, n, depth + 1);
    }
  tn_document_builder_end_block (self->doc);
  self->on_top = on_top;
}

static void
add_block (Random *self, guint depth)
{
  TnDocumentBuilder *doc = self->doc;
  g_autofree char *anchor = g_strdup_printf ("anchor-%u", self->n_anchors);

  switch (g_test_rand_int_range (0, 14))
    {
    case 0:
      tn_document_builder_kicker (doc, random_text (self, 3));
      break;
    case 1:
      tn_document_builder_cover (doc, random_text (self, 20));
      break;
    case 2:
    case 3:
      self->n_anchors++;
      tn_document_builder_heading (doc, g_test_rand_int_range (1, 4), random_text (self, 6),
                                   anchor);
      break;
    case 4:
      tn_document_builder_lead (doc, random_text (self, 30));
      break;
    case 5:
    case 6:
      tn_document_builder_paragraph (doc, random_text (self, 60));
      break;
    case 7:
      tn_document_builder_small (doc, random_text (self, 30));
      break;
    case 8:
      tn_document_builder_big_number (doc, random_text (self, 4), random_text (self, 2),
                                      random_text (self, 10));
      break;
    case 9:
      tn_document_builder_rule (doc);
      break;
    case 10:
      if (self->on_top && g_test_rand_bit ())
        tn_document_builder_page_break (doc);
      else
        tn_document_builder_notes (doc);
      break;
    case 11:
      self->n_anchors++;
      if (g_test_rand_bit ())
        add_grid (self, anchor);
      else
        tn_document_builder_draw (doc, random_text (self, 12), tn_message_new_literal ("a box"),
                                  g_test_rand_double_range (0.05, 3), draw_something, NULL, NULL,
                                  anchor);
      break;
    case 12:
      add_list (self);
      break;
    default:
      if (depth < MAX_DEPTH)
        add_container (self, depth);
    }
}

static void
add_blocks (Random *self, guint n_blocks, guint depth)
{
  for (guint i = 0; i < n_blocks; i++)
    add_block (self, depth);
}

TnDocument *
report_random_new (guint n_blocks, guint length_factor, TnDocumentNotes notes)
{
  g_autofree char *title = report_random_text (6);
  Random self = { .factor = length_factor, .on_top = TRUE };

  self.doc = tn_document_builder_new (tn_message_new_literal (title));
  tn_document_builder_set_header (self.doc, tn_message_new_literal (title),
                                  tn_message_new_literal (title));
  tn_document_builder_set_footer (self.doc, tn_message_new_literal (title));
  tn_document_builder_set_notes (self.doc, notes);
  for (guint i = 0; i < N_NOTES; i++)
    {
      g_autofree char *id = g_strdup_printf ("n%u", i);
      g_autofree char *text = report_random_text (40 * length_factor);

      tn_document_builder_define_note (self.doc, id, tn_message_new_literal (id),
                                       tn_message_new_literal (text));
    }
  add_blocks (&self, n_blocks, 0);
  return tn_document_builder_end (self.doc);
}

/* bench-report.c: time and memory of a report of five hundred pages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <sys/resource.h>

#include "tn-html.h"
#include "tn-layout.h"
#include "tn-pdf.h"

#define N_ROWS 12500

static TnText *
literal (const char *text)
{
  return tn_text_new (tn_message_new_literal (text));
}

/* A list of customers with reasons, as long as it takes. */
static TnDocument *
make_list (void)
{
  TnDocumentBuilder *builder = tn_document_builder_new (tn_message_new_literal ("Everybody"));
  TnGrid *grid = tn_grid_new (literal ("All customers, by their chance of leaving"));
  static const char *const titles[] = { "",           "Customer",    "Chance of leaving",
                                        "Last order", "Usual order", "Main reasons",
                                        "Offer" };

  for (guint j = 0; j < G_N_ELEMENTS (titles); j++)
    tn_grid_add_column (grid, literal (titles[j]), j == 0 ? TN_GRID_END : TN_GRID_START);
  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autofree char *rank = g_strdup_printf ("%u", i + 1);
      g_autofree char *customer = g_strdup_printf ("%u", 10000 + i);
      double chance = 1 - (double) i / N_ROWS;

      tn_grid_add_row (grid, i % 4 == 3 ? TN_GRID_ROW_QUIET : TN_GRID_ROW_PLAIN);
      tn_grid_add_text (grid, literal (rank));
      tn_grid_add_text (grid, literal (customer));
      tn_grid_add_bar (grid, TN_GRID_BAR_INTERVAL, TN_GRID_TONE_RUST, chance, chance - 0.1,
                       chance + 0.1, literal ("56%"), literal ("42–65"));
      tn_grid_add_text (grid, literal ("18 Aug"));
      tn_grid_add_text (grid, literal ("£1,000"));
      tn_grid_add_text (grid,
                        literal ("One order, 112 days ago; dear items, £4.12 each, and only 16 "
                                 "different products"));
      tn_grid_add_tag (grid, literal ("£5 voucher"), TRUE);
    }
  tn_document_builder_grid (builder, grid, NULL);
  return tn_document_builder_end (builder);
}

static double
peak_megabytes (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024.0;
}

int
main (int argc, char **argv)
{
  const TnLanguage *language = tn_language_get (argc > 1 ? argv[1] : "en");
  g_autoptr (TnDocument) document = make_list ();
  gint64 start = g_get_monotonic_time ();
  g_autoptr (TnLayout) layout = tn_layout_new (document, language, NULL, NULL, NULL);
  gint64 laid_out = g_get_monotonic_time ();
  g_autoptr (GBytes) pdf = tn_pdf_render (document, language, NULL, NULL, NULL);
  gint64 rendered = g_get_monotonic_time ();
  g_autoptr (GBytes) html = tn_html_render (document, language, NULL, NULL, NULL);
  gint64 end = g_get_monotonic_time ();

  g_print ("%u pages: layout %.1f s, PDF with layout %.1f s (%.1f MB), HTML %.1f s (%.1f MB), "
           "peak %.0f MB\n",
           tn_layout_get_n_pages (layout), (laid_out - start) / 1e6, (rendered - laid_out) / 1e6,
           g_bytes_get_size (pdf) / 1048576.0, (end - rendered) / 1e6,
           g_bytes_get_size (html) / 1048576.0, peak_megabytes ());
  return 0;
}

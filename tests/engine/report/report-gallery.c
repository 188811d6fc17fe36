/* report-gallery.c: the sample report in both languages as PDF, PNG pages and HTML
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "report-sample.h"
#include "tn-html.h"
#include "tn-pdf.h"
#include "tn-png.h"

static gboolean
write_all (const char *directory, const char *id, gboolean chinese, GError **error)
{
  const TnLanguage *language = tn_language_get (id);
  g_autoptr (TnDocument) document = report_sample_new (chinese);
  g_autofree char *stem = g_strdup_printf ("%s/report-%s", directory, chinese ? "zh" : "en");
  g_autofree char *pdf = g_strconcat (stem, ".pdf", NULL);
  g_autofree char *html = g_strconcat (stem, ".html", NULL);
  g_autofree char *png = g_strconcat (stem, ".png", NULL);
  g_autoptr (GPtrArray) pages = NULL;

  if (!tn_pdf_write (document, language, pdf, NULL, NULL, error) ||
      !tn_html_write (document, language, html, NULL, NULL, error))
    return FALSE;
  pages = tn_png_write (document, language, png, 110, NULL, NULL, error);
  return pages != NULL;
}

int
main (int argc, char **argv)
{
  const char *directory = argc > 1 ? argv[1] : ".";
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (directory, 0755);
  if (write_all (directory, "en", FALSE, &error) && write_all (directory, "zh_CN", TRUE, &error))
    return 0;
  g_printerr ("%s\n", error->message);
  return 1;
}

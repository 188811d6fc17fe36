/* test-html.c: single-file HTML of documents
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "report-random.h"
#include "report-sample.h"
#include "tn-document-inline.h"
#include "tn-error.h"
#include "tn-html.h"

static TnText *
literal (const char *text)
{
  return tn_text_new (tn_message_new_literal (text));
}

static char *
render (const TnDocument *document, const char *language)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      tn_html_render (document, tn_language_get (language), NULL, NULL, &error);
  gsize size;
  const char *data;

  g_assert_no_error (error);
  data = g_bytes_get_data (bytes, &size);
  g_assert_null (memchr (data, '\0', size));
  g_assert_true (g_utf8_validate (data, size, NULL));
  return g_strndup (data, size);
}

/* Reads the file as a browser would as far as tags go: all are known, closed in order,
 * and their attributes are quoted. Returns how many there are. */
static guint
check_tags (const char *html)
{
  static const char *const voids[] = { "meta", "hr", "!DOCTYPE", NULL };
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_free);
  guint n_tags = 0;

  for (const char *p = strchr (html, '<'); p != NULL; p = strchr (p, '<'), n_tags++)
    {
      gboolean closing = p[1] == '/';
      const char *start = p + 1 + closing;
      g_autofree char *name = g_strndup (start, strcspn (start, " />\n"));
      gboolean in_quotes = FALSE;

      for (p = start; *p != '\0' && (in_quotes || *p != '>'); p++)
        {
          in_quotes ^= *p == '"';
          if (!in_quotes)
            g_assert_cmpint (*p, !=, '<');
        }
      g_assert_cmpint (*p, ==, '>');
      if (closing)
        {
          g_assert_cmpuint (open->len, >, 0);
          g_assert_cmpstr (g_ptr_array_index (open, open->len - 1), ==, name);
          g_ptr_array_remove_index (open, open->len - 1);
        }
      else if (p[-1] != '/' && !g_strv_contains (voids, name))
        g_ptr_array_add (open, g_steal_pointer (&name));
    }
  g_assert_cmpuint (open->len, ==, 0);
  return n_tags;
}

/* No script, no handler, and no address that a browser would go to by itself. */
static void
check_inert (const char *html)
{
  static const char *const never[] = { "<script",     "<img",    "<iframe", "<object",
                                       "<embed",      "<link",   "<base",   "<form",
                                       "<a href=\"h", "@import", " onload", " onerror",
                                       "javascript:", NULL };
  g_autofree char *lower = g_ascii_strdown (html, -1);
  const char *style_end = strstr (lower, "</style>");

  for (guint i = 0; never[i] != NULL; i++)
    if (strstr (lower, never[i]) != NULL)
      g_error ("the file has %s", never[i]);
  g_assert_nonnull (strstr (html, "default-src 'none'"));
  for (const char *p = strstr (lower, "url("); p != NULL; p = strstr (p + 1, "url("))
    g_assert_true (p > style_end && p[4] == '#');
  for (const char *p = strstr (lower, "href=\""); p != NULL; p = strstr (p + 1, "href=\""))
    g_assert_true (p[6] == '#' || g_str_has_prefix (p + 6, "data:image/png;base64,"));
}

static void
check_ids (const char *html)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (const char *p = strstr (html, " id=\""); p != NULL; p = strstr (p + 1, " id=\""))
    g_assert_true (g_hash_table_add (ids, g_strndup (p + 5, strcspn (p + 5, "\""))));
  for (const char *p = strstr (html, "href=\"#"); p != NULL; p = strstr (p + 1, "href=\"#"))
    {
      g_autofree char *id = g_strndup (p + 7, strcspn (p + 7, "\""));

      if (!g_hash_table_contains (ids, id))
        g_error ("nothing is called %s", id);
    }
}

/* What the process drew before does not show: here the same, once more. */
static void
test_same_bytes (void)
{
  g_autoptr (TnDocument) document = report_sample_new (FALSE);
  g_autofree char *first = render (document, "en");
  g_autofree char *second = render (document, "en");

  g_assert_nonnull (strstr (first, "<svg"));
  g_assert_null (strstr (first, "\"surface"));
  g_assert_true (g_str_equal (first, second));
}

static void
test_sample (void)
{
  for (int chinese = 0; chinese < 2; chinese++)
    {
      g_autoptr (TnDocument) document = report_sample_new (chinese);
      g_autofree char *html = render (document, chinese ? "zh_CN" : "en");

      g_assert_cmpuint (check_tags (html), >, 500);
      check_inert (html);
      check_ids (html);
      g_assert_nonnull (strstr (html, chinese ? "<html lang=\"zh-CN\">" : "<html lang=\"en\">"));
      g_assert_nonnull (strstr (html, "scope=\"col\""));
      g_assert_nonnull (strstr (html, "scope=\"row\""));
      g_assert_nonnull (strstr (html, "role=\"img\" aria-label=\""));
      g_assert_nonnull (strstr (html, "prefers-color-scheme:dark"));
      g_assert_nonnull (strstr (html, "width=device-width"));
      g_assert_nonnull (strstr (html, "@media print"));
      g_assert_nonnull (strstr (html, chinese ? "店里 3,472 位活跃用户中" : "About 1,260"));
    }
}

static void
test_hostile (void)
{
  static const char *const evil[] = {
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</style></title></main><script>",
    "<!--",
    "]]>",
    "\x01\x02\x1b[31m",
    "\xe2\x80\xae"
    "gpj.exe",
    "\xff\xfe\xfd",
    "&lt;script&gt;",
    "javascript:alert(1)//",
  };

  for (guint i = 0; i < G_N_ELEMENTS (evil) - 1; i++)
    {
      TnDocumentBuilder *builder = tn_document_builder_new (tn_message_new_literal (evil[i]));
      TnGrid *grid = tn_grid_new (literal (evil[i]));
      g_autoptr (TnDocument) document = NULL;
      g_autofree char *html = NULL;

      tn_document_builder_set_header (builder, tn_message_new_literal (evil[i]),
                                      tn_message_new_literal (evil[i]));
      tn_document_builder_set_subject (builder, tn_message_new_literal (evil[i]));
      tn_document_builder_define_note (builder, "n", tn_message_new_literal (evil[i]),
                                       tn_message_new_literal (evil[i]));
      tn_document_builder_heading (builder, 1, literal (evil[i]), "top");
      tn_document_builder_paragraph (builder, tn_text_note (literal (evil[i]), "n"));
      tn_grid_add_column (grid, literal (evil[i]), TN_GRID_START);
      tn_grid_add_row (grid, TN_GRID_ROW_PLAIN);
      tn_grid_add_tag (grid, literal (evil[i]), TRUE);
      tn_document_builder_grid (builder, grid, NULL);
      document = tn_document_builder_end (builder);
      html = render (document, "en");
      check_tags (html);
      g_assert_null (strstr (html, "<script"));
      g_assert_null (strstr (html, "<img"));
      g_assert_null (strstr (html, "<!--"));
      g_assert_null (strstr (html, "\xe2\x80\xae"));
      g_assert_null (strchr (html, '\x1b'));
      check_ids (html);
    }
}

static void
test_escaped_exactly (void)
{
  TnDocumentBuilder *builder = tn_document_builder_new (tn_message_new_literal ("t"));
  g_autoptr (TnDocument) document = NULL;
  g_autofree char *html = NULL;

  tn_document_builder_paragraph (builder, literal ("a<b>&\"'c"));
  document = tn_document_builder_end (builder);
  html = render (document, "en");
  g_assert_nonnull (strstr (html, "<p>a&lt;b&gt;&amp;&quot;&#39;c</p>"));
}

static void
test_random (void)
{
  for (int i = 0; i < (g_test_slow () ? 300 : 30); i++)
    {
      g_autoptr (TnDocument) document =
          report_random_new (20, 1, i % 2 ? TN_DOCUMENT_NOTES_PAGE : TN_DOCUMENT_NOTES_END);
      g_autofree char *html = render (document, i % 3 ? "en" : "zh_CN");

      check_tags (html);
      g_assert_null (strstr (html, "<script"));
      check_ids (html);
    }
}

static void
test_cancel (void)
{
  g_autoptr (TnDocument) document = report_sample_new (FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (tn_html_render (document, tn_language_get ("en"), NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_clean (void)
{
  static const char *const pairs[][2] = {
    { "plain", "plain" },
    { "a\x01"
      "b\x7f"
      "c",
      "abc" },
    { "line\nbreak\tand\r\ntab", "line break and tab" },
    { "\xe2\x80\xaeright\xe2\x81\xa6", "right" },
    { "\xef\xa3\xb1note\xef\xa3\xb0", "note" },
    { "e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81", "e\xcc\x81\xcc\x81\xcc\x81\xcc\x81" },
    { "\xff", "\xef\xbf\xbd" },
    { "", "" },
  };
  g_autofree char *huge = g_strnfill (1 << 20, 'x');
  g_autofree char *cut = _tn_inline_clean (huge);

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *clean = _tn_inline_clean (pairs[i][0]);

      g_assert_cmpstr (clean, ==, pairs[i][1]);
    }
  g_assert_cmpint (g_utf8_strlen (cut, -1), ==, TN_INLINE_MAX_LETTERS + 1);
  g_assert_true (g_str_has_suffix (cut, "…"));
}

static void
test_notes_numbered (void)
{
  TnDocumentBuilder *builder = tn_document_builder_new (tn_message_new_literal ("t"));
  g_autoptr (TnDocument) document = NULL;
  g_autofree char *html = NULL;

  for (int i = 0; i < 3; i++)
    {
      g_autofree char *id = g_strdup_printf ("n%d", i);

      tn_document_builder_define_note (builder, id, tn_message_new_literal (id),
                                       tn_message_new_literal ("text"));
    }
  tn_document_builder_paragraph (builder, tn_text_note (literal ("One"), "n2"));
  tn_document_builder_paragraph (builder, tn_text_note (literal ("Two"), "n0"));
  tn_document_builder_paragraph (builder, tn_text_note (literal ("Again"), "n2"));
  tn_document_builder_paragraph (builder, tn_text_note (literal ("None"), "unknown"));
  document = tn_document_builder_end (builder);
  html = render (document, "en");
  g_assert_nonnull (strstr (html, "One<sup><a href=\"#note-n2\" id=\"from-n2\">1</a></sup>"));
  g_assert_nonnull (strstr (html, "Two<sup><a href=\"#note-n0\" id=\"from-n0\">2</a></sup>"));
  g_assert_nonnull (strstr (html, "Again<sup><a href=\"#note-n2\">1</a></sup>"));
  g_assert_nonnull (strstr (html, "<p>None</p>"));
  g_assert_null (strstr (html, "note-n1"));
}

/* Every chart is also there as a table, with all its cells, whatever stands in them. */
static void
charts_have_their_figures (void)
{
  TnDocumentBuilder *builder = tn_document_builder_new (tn_message_new_literal ("Charts"));
  TnChart *chart = tn_chart_new ("test", NULL, NULL);
  TnMessage *heads[] = { tn_message_new_literal ("Who & <b>"), tn_message_new_literal ("Share") };
  TnMessage *cells[] = { tn_message_new_literal ("</td>"), tn_message_new_literal ("38%") };
  g_autoptr (TnDocument) document = NULL;
  g_autofree char *html = NULL;

  tn_chart_set_head (chart, 2, heads);
  tn_chart_add_row (chart, cells);
  tn_chart_set_empty (chart, tn_message_new_literal ("Nothing to draw"));
  tn_document_builder_chart (builder, chart, NULL, "chart");
  document = tn_document_builder_end (builder);
  html = render (document, "en");
  check_tags (html);
  g_assert_nonnull (strstr (html, "<details class=\"data\"><summary>Figures of this picture"));
  g_assert_nonnull (strstr (html, "<th scope=\"col\">Who &amp; &lt;b&gt;</th>"));
  g_assert_nonnull (strstr (html, "<th scope=\"row\">&lt;/td&gt;</th><td>38%</td></tr>"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/html/sample-is-well-formed-and-loads-nothing", test_sample);
  g_test_add_func ("/html/drawn-again-has-the-same-bytes", test_same_bytes);
  g_test_add_func ("/html/hostile-content-is-inert", test_hostile);
  g_test_add_func ("/html/charts-have-their-figures", charts_have_their_figures);
  g_test_add_func ("/html/special-letters-are-escaped", test_escaped_exactly);
  g_test_add_func ("/html/random-documents-are-well-formed", test_random);
  g_test_add_func ("/html/cancelled-rendering-gives-nothing", test_cancel);
  g_test_add_func ("/html/texts-of-unknown-origin-are-cleaned", test_clean);
  g_test_add_func ("/html/notes-are-numbered-by-first-mark", test_notes_numbered);
  return g_test_run ();
}

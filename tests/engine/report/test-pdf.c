/* test-pdf.c: PDF and PNG files of documents
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#include "report-random.h"
#include "report-sample.h"
#include "tn-error.h"
#include "tn-html.h"
#include "tn-pdf.h"
#include "tn-test.h"

static const char *program; /* this test, to run in other locales */

static TnText *
literal (const char *text)
{
  return tn_text_new (tn_message_new_literal (text));
}

static GBytes *
render (const TnDocument *document, const char *language)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = tn_pdf_render (document, tn_language_get (language), NULL, NULL, &error);

  g_assert_no_error (error);
  return bytes;
}

static char *
write_sample (gboolean chinese)
{
  g_autoptr (TnDocument) document = report_sample_new (chinese);
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = tn_test_directory ();
  char *file = g_build_filename (directory, "report.pdf", NULL);

  tn_pdf_write (document, tn_language_get (chinese ? "zh_CN" : "en"), file, NULL, NULL, &error);
  g_assert_no_error (error);
  return file;
}

/* Runs a tool on a file; %NULL after marking the test skipped when it is not installed. */
static char *
run_tool (int *status, const char *tool, const char *option, const char *file, const char *out)
{
  const char *arguments[] = { tool, option, file, out, NULL };
  g_autofree char *path = g_find_program_in_path (tool);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  if (path == NULL)
    {
      g_test_skip ("poppler-utils or qpdf are not installed");
      return NULL;
    }
  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                NULL, NULL, &text, NULL, status, &error);
  g_assert_no_error (error);
  return text;
}

static void
assert_in_order (const char *text, const char *const *parts)
{
  const char *at = text;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *found = strstr (at, parts[i]);

      if (found == NULL)
        g_error ("“%s” is not in the text, or not in its place", parts[i]);
      at = found + strlen (parts[i]);
    }
}

static void
test_text_english (void)
{
  static const char *const parts[] = { "Who will leave?",
                                       "About 1,260 of the shop’s 3,472 active",
                                       "Margin at stake",
                                       "£126,600",
                                       "Three things to do",
                                       "Send a £5 voucher to 450 customers this week.",
                                       "How we know: four rehearsals",
                                       "Which method to trust",
                                       "Gradient boosting",
                                       "Whom to write to first",
                                       "One order, 128 days ago",
                                       "How it was done, in plain words",
                                       "Words used",
                                       NULL };
  g_autofree char *file = write_sample (FALSE);
  int status;
  g_autofree char *text = run_tool (&status, "pdftotext", "-raw", file, "-");

  if (text == NULL)
    return;
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  assert_in_order (text, parts);
  assert_in_order (text, (const char *const[]){ "1 of 6", "6 of 6", NULL });
}

static void
test_text_chinese (void)
{
  static const char *const parts[] = { "谁会流失？",
                                       "店里 3,472 位活跃用户中",
                                       "90 天内面临损失的毛利",
                                       "£126,600",
                                       "三项行动",
                                       "本周给 450 位用户发 £5 优惠券。",
                                       "该信哪种方法",
                                       "梯度提升树",
                                       "先写给谁",
                                       "1 单，128 天前",
                                       "具体怎么做的",
                                       "术语注释",
                                       NULL };
  g_autofree char *file = write_sample (TRUE);
  int status;
  g_autofree char *text = run_tool (&status, "pdftotext", "-raw", file, "-");

  if (text == NULL)
    return;
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  assert_in_order (text, parts);
}

static void
test_qpdf (void)
{
  for (int chinese = 0; chinese < 2; chinese++)
    {
      g_autofree char *file = write_sample (chinese);
      int status;
      g_autofree char *text = run_tool (&status, "qpdf", "--check", file, NULL);

      if (text == NULL)
        return;
      g_assert_true (g_spawn_check_wait_status (status, NULL));
      g_assert_nonnull (strstr (text, "No syntax or stream encoding errors"));
    }
}

static void
test_structure (void)
{
  static const char *const names[] = { "H1", "H2",     "H3", "P",  "Table", "TR",    "TH",
                                       "TD", "Figure", "L",  "LI", "Lbl",   "LBody", "Link" };
  g_autofree char *file = write_sample (FALSE);
  int status;
  g_autofree char *text = run_tool (&status, "pdfinfo", "-struct", file, NULL);
  g_autofree char *flat = NULL;

  if (text == NULL)
    return;
  g_assert_true (g_str_has_prefix (text, "Document\n"));
  g_assert_null (strstr (text, "\nDocument"));
  flat = g_strdelimit (g_strdup (text), "\n:", ' ');
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_strdup_printf (" %s ", names[i]);

      if (strstr (flat, name) == NULL)
        g_error ("no %s in the structure", names[i]);
    }
}

/* What cairo does not write: language, alternative texts, scopes; and what it does. */
static void
test_catalogue (void)
{
  static const char *const wanted[] = {
    "/Lang (zh-CN)", "/DisplayDocTitle true", "/StructTreeRoot", "/Outlines", "/MarkInfo",
    "/Alt <",        "/Scope /Column",        "/Scope /Row",     "/Dest"
  };
  g_autofree char *file = write_sample (TRUE);
  int status;
  g_autofree char *text = run_tool (&status, "qpdf", "--qdf", file, "-");

  if (text == NULL)
    return;
  /* The text holds zeros in its fonts: look at the file instead. */
  {
    g_autofree char *plain = g_strconcat (file, ".plain", NULL);
    g_autofree char *ignored = run_tool (&status, "qpdf", "--qdf", file, plain);
    g_autofree char *data = NULL;
    gsize size;

    g_assert_true (g_file_get_contents (plain, &data, &size, NULL));
    for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
      if (memmem (data, size, wanted[i], strlen (wanted[i])) == NULL)
        g_error ("no %s in the file", wanted[i]);
  }
}

static void
test_metadata (void)
{
  g_autofree char *file = write_sample (FALSE);
  int status;
  g_autofree char *text = run_tool (&status, "pdfinfo", "-isodates", file, NULL);

  if (text == NULL)
    return;
  g_assert_nonnull (strstr (text, "Who will leave?"));
  g_assert_nonnull (strstr (text, "2011-12-12T00:00:00Z"));
  g_assert_nonnull (strstr (text, "Tagged:          yes"));
  g_assert_nonnull (strstr (text, "595.276 x 841.89 pts (A4)"));
}

static void
test_same_bytes (void)
{
  for (int chinese = 0; chinese < 2; chinese++)
    {
      g_autoptr (TnDocument) document = report_sample_new (chinese);
      g_autoptr (TnDocument) again = report_sample_new (chinese);
      g_autoptr (GBytes) first = render (document, chinese ? "zh_CN" : "en");
      g_autoptr (GBytes) second = render (again, chinese ? "zh_CN" : "en");

      g_assert_true (g_bytes_equal (first, second));
    }
}

static char *
read_whole (const char *directory, const char *name, gsize *size)
{
  g_autofree char *file = g_build_filename (directory, name, NULL);
  char *data = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (file, &data, size, &error);
  g_assert_no_error (error);
  return data;
}

static void
render_in_locale (const char *locale, const char *language_list, const char *directory)
{
  g_auto (GStrv) environment = g_get_environ ();
  char *arguments[] = { (char *) program, (char *) "--render", (char *) directory, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  environment = g_environ_setenv (environment, "LC_ALL", locale, TRUE);
  environment = g_environ_setenv (environment, "LANGUAGE", language_list, TRUE);
  environment =
      g_environ_setenv (environment, "TZ", language_list[0] == 'd' ? "Asia/Tokyo" : "UTC", TRUE);
  g_spawn_sync (NULL, arguments, environment, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

static void
test_locales (void)
{
  static const char *const names[] = { "en.pdf", "zh.pdf", "en.html", "zh.html" };
  static const char *const locales[][2] = { { "C", "en" },
                                            { "C.UTF-8", "zh_CN:en" },
                                            { "de_DE.UTF-8", "de:ja" } };
  g_autofree char *directories[3] = { NULL };

  for (int i = 0; i < 3; i++)
    {
      directories[i] = tn_test_directory ();
      render_in_locale (locales[i][0], locales[i][1], directories[i]);
    }
  for (int i = 1; i < 3; i++)
    for (guint j = 0; j < G_N_ELEMENTS (names); j++)
      {
        gsize size_a;
        gsize size_b;
        g_autofree char *a = read_whole (directories[0], names[j], &size_a);
        g_autofree char *b = read_whole (directories[i], names[j], &size_b);

        g_assert_cmpmem (a, size_a, b, size_b);
      }
  for (int i = 0; i < 3; i++)
    g_clear_pointer (&directories[i], g_free);
}

/* What the spawned test does: a client that sets its locale, as windows do. */
static int
render_all (const char *directory)
{
  setlocale (LC_ALL, "");
  for (int chinese = 0; chinese < 2; chinese++)
    {
      g_autoptr (TnDocument) document = report_sample_new (chinese);
      const TnLanguage *language = tn_language_get (chinese ? "zh_CN" : "en");
      g_autofree char *pdf = g_strdup_printf ("%s/%s.pdf", directory, chinese ? "zh" : "en");
      g_autofree char *html = g_strdup_printf ("%s/%s.html", directory, chinese ? "zh" : "en");

      if (!tn_pdf_write (document, language, pdf, NULL, NULL, NULL) ||
          !tn_html_write (document, language, html, NULL, NULL, NULL))
        return 1;
    }
  return 0;
}

static TnDocument *
make_hostile (void)
{
  g_autofree char *huge = g_strnfill (1 << 20, 'x');
  TnDocumentBuilder *builder =
      tn_document_builder_new (tn_message_new_literal ("<script>alert(1)</script>)\\("));
  TnGrid *grid = tn_grid_new (literal ("</table><img src=http://example.com/x>"));

  tn_document_builder_define_note (builder, "note", tn_message_new_literal ("<b>"),
                                   tn_message_new_literal (") /URI (http://example.com)"));
  tn_document_builder_cover (builder, literal ("\xe2\x80\xae"
                                               "evil \x01\x1b[31m \xc2\x9b"));
  tn_document_builder_heading (builder, 1, literal ("dest='x' uri='http://example.com'"), "a-b");
  tn_document_builder_paragraph (builder, tn_text_note (literal (huge), "note"));
  tn_document_builder_paragraph (
      builder, literal ("\xef\xa3\xb1"
                        "note\xef\xa3\xb0 \xef\xa3\xb1 \xef\xa3\xb3 \xff\xfe'\"&<>"));
  tn_grid_add_column (grid, literal ("<th>"), TN_GRID_START);
  tn_grid_add_row (grid, TN_GRID_ROW_PLAIN);
  tn_grid_add_text (grid, literal (huge));
  tn_document_builder_grid (builder, grid, NULL);
  return tn_document_builder_end (builder);
}

static void
test_hostile (void)
{
  g_autoptr (TnDocument) document = make_hostile ();
  g_autoptr (GBytes) bytes = render (document, "en");
  g_autofree char *file =
      tn_test_file ("hostile.pdf", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  int status;
  g_autofree char *check = run_tool (&status, "qpdf", "--check", file, NULL);
  g_autofree char *text = run_tool (&status, "pdftotext", "-raw", file, "-");

  if (check == NULL || text == NULL)
    return;
  g_assert_nonnull (strstr (check, "No syntax or stream encoding errors"));
  g_assert_null (memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "/URI", 4));
  g_assert_null (strstr (text, "\xe2\x80\xae"));
  g_assert_null (strchr (text, '\x1b'));
}

static void
test_cancel_leaves_no_file (void)
{
  g_autoptr (TnDocument) document = report_sample_new (FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *directory = tn_test_directory ();
  g_autofree char *file = g_build_filename (directory, "report.pdf", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (tn_pdf_write (document, tn_language_get ("en"), file, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  dir = g_dir_open (directory, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
}

/* Cancels as soon as a share of the work is reported. */
static void
cancel_at (double fraction, const TnMessage *phase, gpointer user_data)
{
  if (fraction > 0.3)
    g_cancellable_cancel (user_data);
}

static void
test_cancel_midway (void)
{
  g_autoptr (TnDocument) document = report_sample_new (FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TnProgress) progress = tn_progress_new (cancel_at, cancellable);
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_pdf_render (document, tn_language_get ("en"), progress, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_unwritable (void)
{
  g_autoptr (TnDocument) document = report_sample_new (FALSE);
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;

  g_assert_false (tn_pdf_write (document, tn_language_get ("en"), "/nowhere/at/all/report.pdf",
                                NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_IO);
  said = tn_error_render (error, tn_language_get ("en"));
  g_assert_nonnull (strstr (said, "report.pdf"));
}

static void
test_random_files (void)
{
  for (int i = 0; i < (g_test_slow () ? 60 : 4); i++)
    {
      g_autoptr (TnDocument) document = report_random_new (12, 1, TN_DOCUMENT_NOTES_PAGE);
      g_autoptr (GBytes) bytes = render (document, i % 2 ? "en" : "zh_CN");
      g_autofree char *file =
          tn_test_file ("random.pdf", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      int status;
      g_autofree char *check = run_tool (&status, "qpdf", "--check", file, NULL);

      if (check == NULL)
        return;
      g_assert_nonnull (strstr (check, "No syntax or stream encoding errors"));
    }
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--render"))
    return render_all (argv[2]);
  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdf/english-text-is-in-reading-order", test_text_english);
  g_test_add_func ("/pdf/chinese-text-is-in-reading-order", test_text_chinese);
  g_test_add_func ("/pdf/qpdf-finds-no-error", test_qpdf);
  g_test_add_func ("/pdf/structure-is-tagged-under-one-document", test_structure);
  g_test_add_func ("/pdf/language-alternative-texts-and-scopes-are-there", test_catalogue);
  g_test_add_func ("/pdf/metadata-come-from-the-document", test_metadata);
  g_test_add_func ("/pdf/same-document-gives-same-bytes", test_same_bytes);
  g_test_add_func ("/pdf/every-locale-gives-same-bytes", test_locales);
  g_test_add_func ("/pdf/hostile-content-is-inert", test_hostile);
  g_test_add_func ("/pdf/cancelled-write-leaves-no-file", test_cancel_leaves_no_file);
  g_test_add_func ("/pdf/cancel-midway-gives-nothing", test_cancel_midway);
  g_test_add_func ("/pdf/unwritable-file-is-named", test_unwritable);
  g_test_add_func ("/pdf/random-documents-pass-qpdf", test_random_files);
  return g_test_run ();
}

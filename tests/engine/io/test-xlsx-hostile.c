/* test-xlsx-hostile.c: workbooks that mean harm, are broken, or are something else
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>
#include <sys/resource.h>

#include "tn-error.h"
#include "tn-test.h"
#include "xlsx-support.h"

#define RELS                                                                               \
  "<Relationships><Relationship Id='r' Type='x/officeDocument' Target='xl/workbook.xml'/>" \
  "</Relationships>"
#define BOOK_RELS \
  "<Relationships><Relationship Id='r' Type='x/worksheet' Target='s.xml'/></Relationships>"
#define BOOK "<workbook xmlns:r='x'><sheets><sheet name='A' r:id='r'/></sheets></workbook>"
#define SHEET                                                                                   \
  "<worksheet><sheetData><row><c t='inlineStr'><is><t>n</t></is></c></row><row><c><v>1</v></c>" \
  "</row></sheetData></worksheet>"

/* Refused with this code, in a sentence with the name of the file and these words. */
static void
assert_refused (GBytes *bytes, TnErrorCode code, const char *words)
{
  g_auto (XlsxRead) in = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (xlsx_read (&in, bytes, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, TN_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, "book.xlsx"));
  g_assert_nonnull (strstr (error->message, words));
  g_bytes_unref (bytes);
}

static GBytes *
with_part (const char *name, const char *text)
{
  const XlsxPart parts[] = {
    { "_rels/.rels", RELS },
    { "xl/_rels/workbook.xml.rels", BOOK_RELS },
    { "xl/workbook.xml", BOOK },
    { "xl/s.xml", SHEET },
    { name, text },
    { NULL, NULL },
  };

  return xlsx_zip (parts, NULL);
}

static void
test_names (void)
{
  g_auto (XlsxRead) in = { 0 };
  g_autoptr (GBytes) good = with_part ("xl/..media/a.b..c", "fine");

  xlsx_read_ok (&in, good, NULL);
  assert_refused (with_part ("../../etc/passwd", "x"), TN_ERROR_FORMAT, "points outside");
  assert_refused (with_part ("xl/a/../../../x", "x"), TN_ERROR_FORMAT, "points outside");
  assert_refused (with_part ("xl\\..\\..\\x", "x"), TN_ERROR_FORMAT, "points outside");
  assert_refused (with_part ("/etc/passwd", "x"), TN_ERROR_FORMAT, "points outside");
  assert_refused (with_part ("C:\\x", "x"), TN_ERROR_FORMAT, "points outside");
  assert_refused (with_part ("xl/s.xml", SHEET), TN_ERROR_FORMAT, "twice");
  assert_refused (with_part ("XL/S.xml", SHEET), TN_ERROR_FORMAT, "twice");
}

static void
test_external_target (void)
{
  XlsxPart parts[] = {
    { "_rels/.rels", RELS },
    { "xl/_rels/workbook.xml.rels",
      "<Relationships><Relationship Id='r' Type='x/worksheet' TargetMode='External' "
      "Target='file:///etc/passwd'/></Relationships>" },
    { "xl/workbook.xml", BOOK },
    { "xl/s.xml", SHEET },
    { NULL, NULL },
  };

  assert_refused (xlsx_zip (parts, NULL), TN_ERROR_DATA, "no sheet");
  parts[1].text = "<Relationships><Relationship Id='r' Type='x/worksheet' "
                  "Target='../../../../etc/passwd'/></Relationships>";
  assert_refused (xlsx_zip (parts, NULL), TN_ERROR_DATA, "no sheet");
}

static void
test_entities (void)
{
  static const char laughs[] =
      "<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;'>"
      "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'>]>"
      "<worksheet><sheetData><row><c t='inlineStr'><is><t>&d;</t></is></c></row></sheetData>"
      "</worksheet>";
  static const char outside[] =
      "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
      "<worksheet><sheetData><row><c t='inlineStr'><is><t>&e;</t></is></c></row></sheetData>"
      "</worksheet>";

  assert_refused (xlsx_book_with (laughs, NULL, NULL, NULL), TN_ERROR_FORMAT, "entities");
  assert_refused (xlsx_book_with (outside, NULL, NULL, NULL), TN_ERROR_FORMAT, "entities");
  assert_refused (xlsx_book_with (SHEET, laughs, NULL, NULL), TN_ERROR_FORMAT, "entities");
  assert_refused (xlsx_book_with (SHEET, NULL, laughs, NULL), TN_ERROR_FORMAT, "entities");
  assert_refused (xlsx_book_with (SHEET, NULL, NULL, outside), TN_ERROR_FORMAT, "entities");
}

static void
test_password (void)
{
  const XlsxPart parts[] = { { "_rels/.rels", RELS }, { NULL, NULL } };

  assert_refused (xlsx_zip (parts, "secret"), TN_ERROR_FORMAT, "protected by a password: open it");
}

/* What a workbook of ECMA-376 encryption or of BIFF looks like from outside. */
static void
test_old_kinds (void)
{
  static const char head[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
  static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
  g_autofree char *old = NULL;
  g_autofree char *bytes = g_malloc0 (4096);
  g_autofree char *locked = NULL;
  g_autoptr (GError) error = NULL;

  memcpy (bytes, head, 8);
  old = tn_test_file ("old.xls", bytes, 4096);
  g_assert_null (tn_source_open (old, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, "save it as XLSX"));
  g_clear_error (&error);
  memcpy (bytes + 1024, name, sizeof name - 1);
  locked = tn_test_file ("locked.xlsx", bytes, 4096);
  g_assert_null (tn_source_open (locked, NULL, &error));
  g_assert_nonnull (strstr (error->message, "locked.xlsx is protected by a password: open it"));
}

static void
test_other_archives (void)
{
  const XlsxPart ods[] = { { "mimetype", "application/vnd.oasis.opendocument.spreadsheet" },
                           { "content.xml", "<a/>" },
                           { NULL, NULL } };
  const XlsxPart zip[] = { { "orders.csv", "a,b\n1,2\n" }, { NULL, NULL } };
  const XlsxPart xlsb[] = { { "_rels/.rels", "<Relationships><Relationship Id='r' "
                                             "Type='x/officeDocument' Target='xl/workbook.bin'/>"
                                             "</Relationships>" },
                            { "xl/workbook.bin", "x" },
                            { NULL, NULL } };
  const XlsxPart docx[] = { { "_rels/.rels", "<Relationships><Relationship Id='r' "
                                             "Type='x/officeDocument' Target='word/document.xml'/>"
                                             "</Relationships>" },
                            { "word/document.xml", "<a/>" },
                            { NULL, NULL } };

  assert_refused (xlsx_zip (ods, NULL), TN_ERROR_FORMAT, "OpenDocument");
  assert_refused (xlsx_zip (zip, NULL), TN_ERROR_FORMAT, "ZIP archive");
  assert_refused (xlsx_zip (xlsb, NULL), TN_ERROR_FORMAT, "XLSB");
  assert_refused (xlsx_zip (docx, NULL), TN_ERROR_FORMAT, "document");
}

static void
test_empty_sheets (void)
{
  assert_refused (xlsx_book ("", NULL, NULL), TN_ERROR_DATA, "empty");
  assert_refused (xlsx_book ("<row><c t='inlineStr'><is><t>n</t></is></c></row>", NULL, NULL),
                  TN_ERROR_DATA, "no rows");
}

/* The most memory so far, in MiB. */
static long
get_peak (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return usage.ru_maxrss >> 10;
}

/* Each would be gigabytes; none may cost more memory than a workbook of its size. */
static void
test_bombs (void)
{
  gsize giga = g_test_slow () ? 1 : 8; /* an eighth in the short form */
  long before = get_peak ();

  /* Blanks, rows, and one text without end. */
  assert_refused (xlsx_bomb ("xl/worksheets/sheet1.xml", (1u << 30) / 16 / giga, "                ",
                             "<worksheet><sheetData>", "</sheetData></worksheet>"),
                  TN_ERROR_FORMAT, "far more");
  assert_refused (xlsx_bomb ("xl/worksheets/sheet1.xml", (1u << 30) / 32 / giga,
                             "<row><c><v>1</v></c></row>", "<worksheet><sheetData>",
                             "</sheetData></worksheet>"),
                  TN_ERROR_FORMAT, "far more");
  assert_refused (xlsx_bomb ("xl/sharedStrings.xml", (1u << 30) / 32 / giga,
                             "<si><t>aaaaaaaaaaaaaaa</t></si>", "<sst>", "</sst>"),
                  TN_ERROR_FORMAT, "far more");
  assert_refused (xlsx_bomb ("xl/sharedStrings.xml", (1u << 30) / 16 / giga, "aaaaaaaaaaaaaaaa",
                             "<sst><si><t>", "</t></si></sst>"),
                  TN_ERROR_FORMAT, "far more");
  /* One tag, and elements inside elements: the parser itself would grow. */
  assert_refused (xlsx_bomb ("xl/worksheets/sheet1.xml", 60u << 16, "aaaaaaaaaaaaaaaa",
                             "<worksheet a='", "'/>"),
                  TN_ERROR_FORMAT, "far more");
  assert_refused (xlsx_bomb ("xl/worksheets/sheet1.xml", 10u << 20, "<a>", "<worksheet>", ""),
                  TN_ERROR_FORMAT, "far more");
  assert_refused (xlsx_bomb ("xl/styles.xml", 60u << 16, "<!--aaaaaaaaa-->", "<styleSheet><!--",
                             "--></styleSheet>"),
                  TN_ERROR_FORMAT, "damaged");
  g_test_message ("peak %ld MiB more", get_peak () - before);
#if !defined(__SANITIZE_ADDRESS__) /* which keeps what was freed for a while */
  g_assert_cmpint (get_peak () - before, <, 160);
#endif
}

/* A text of a mebibyte, referred to without end. */
static void
test_string_bomb (void)
{
  g_autoptr (GString) strings = g_string_new ("<sst><si><t>");
  g_autoptr (GString) rows = g_string_new ("<row><c t='inlineStr'><is><t>n</t></is></c></row>");

  for (guint i = 0; i < 60000; i++)
    g_string_append (strings, "0123456789abcde\n");
  g_string_append (strings, "</t></si></sst>");
  for (guint i = 0; i < 4000; i++)
    g_string_append (rows, "<row><c t='s'><v>0</v></c></row>");
  assert_refused (xlsx_book (rows->str, strings->str, NULL), TN_ERROR_FORMAT, "far more");
}

static void
test_large_cell (void)
{
  g_autoptr (GString) rows = g_string_new ("<row><c t='inlineStr'><is><t>n</t></is></c></row>"
                                           "<row><c t='inlineStr'><is><t>");
  g_autoptr (GBytes) book = NULL;
  g_auto (XlsxRead) in = { 0 };

  for (guint i = 0; i < 400000; i++)
    g_string_append (rows, "中");
  g_string_append (rows, "</t></is></c></row><row><c><v>1</v></c></row><row><c><v>2</v></c></row>");
  book = xlsx_book (rows->str, NULL, NULL);
  xlsx_read_ok (&in, book, NULL);
  g_assert_cmpint (in.summary.n_rows, ==, 2);
  g_assert_cmpint (in.summary.n_problem_rows, ==, 1);
}

static void
test_columns_out_of_range (void)
{
  assert_refused (xlsx_book ("<row><c r='XFE1'><v>1</v></c></row>", NULL, NULL), TN_ERROR_FORMAT,
                  "damaged");
  assert_refused (xlsx_book ("<row><c t='s'><v>7</v></c></row>", "<sst/>", NULL), TN_ERROR_FORMAT,
                  "damaged");
  assert_refused (xlsx_book ("<row><c t='s'><v>-1</v></c></row>", "<sst/>", NULL), TN_ERROR_FORMAT,
                  "damaged");
}

static GBytes *
make_good_book (void)
{
  g_autoptr (GString) rows = g_string_new ("<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row>");

  for (guint i = 0; i < 60; i++)
    g_string_append_printf (rows,
                            "<row r='%u'><c r='A%u' t='s'><v>%u</v></c><c s='1'><v>%u.5</v></c>"
                            "</row>",
                            i + 2, i + 2, i % 3, 40000 + i);

  return xlsx_book (rows->str,
                    "<sst><si><t>word</t></si><si><t>day</t></si><si><t>x</t></si></sst>",
                    "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='22'/></cellXfs>"
                    "</styleSheet>");
}

/* Whatever is missing at the end, there is an error of ours or all rows. */
static void
try_bytes (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (TnSource) source = tn_source_open_bytes (bytes, "book.xlsx");
  g_auto (XlsxRead) in = { 0 };
  g_autoptr (GError) error = NULL;

  if (!tn_source_is_workbook (source))
    return;
  if (!xlsx_read (&in, bytes, NULL, &error))
    g_assert_true (error->domain == TN_ERROR);
}

static void
test_truncated (void)
{
  g_autoptr (GBytes) book = make_good_book ();
  gsize size;
  const guint8 *data = g_bytes_get_data (book, &size);

  for (gsize n = 0; n < size; n += g_test_slow () ? 1 : 7)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (data, n);
      g_autoptr (TnSource) source = tn_source_open_bytes (bytes, "book.xlsx");
      g_autoptr (GError) error = NULL;

      if (!tn_source_is_workbook (source))
        continue;
      g_assert_null (tn_import_detect (source, NULL, NULL, NULL, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_FORMAT);
      g_assert_nonnull (strstr (error->message, "damaged or cut off"));
    }
}

static void
test_flipped (void)
{
  g_autoptr (GBytes) book = make_good_book ();
  gsize size;
  const guint8 *data = g_bytes_get_data (book, &size);

  for (guint i = 0; i < (g_test_slow () ? 100000u : 1500u); i++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, size);

      for (int n = g_test_rand_int_range (1, 4); n > 0; n--)
        copy[g_test_rand_int_range (0, (int) size)] ^= (guint8) (1 << g_test_rand_int_range (0, 8));
      try_bytes (copy, size);
    }
}

/* Damage below a good archive: the XML is whatever it is. */
static void
test_flipped_xml (void)
{
  static const char sheet[] =
      "<worksheet><dimension ref='A1'/><cols><col min='1' max='3' hidden='1'/></cols><sheetData>"
      "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='inlineStr'><is><t>n</t></is></c></row>"
      "<row r='2' hidden='1'><c r='A2' s='1'><v>43831.5</v></c><c><f>A1</f><v>2</v></c></row>"
      "<row r='4'><c r='A4' s='1' t='e'><v>#N/A</v></c><c "
      "t='str'><f>A1</f><v>x_x000D_</v></c></row>"
      "</sheetData><mergeCells><mergeCell ref='A1:B1'/></mergeCells></worksheet>";

  for (guint i = 0; i < (g_test_slow () ? 100000u : 1500u); i++)
    {
      g_autofree char *copy = g_strdup (sheet);
      g_autoptr (GBytes) book = NULL;
      gsize size;
      const guint8 *data;

      for (int n = g_test_rand_int_range (1, 6); n > 0; n--)
        {
          char *p = copy + g_test_rand_int_range (0, sizeof sheet - 1);

          *p = g_test_rand_bit () ? sheet[g_test_rand_int_range (0, sizeof sheet - 1)]
                                  : (char) g_test_rand_int_range (1, 256);
        }
      book = xlsx_book_with (copy, NULL, "<sst><si><t>word</t></si></sst>",
                             "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs>"
                             "</styleSheet>");
      data = g_bytes_get_data (book, &size);
      try_bytes (data, size);
    }
}

static void
cancel_later (double fraction, const TnMessage *phase, gpointer user_data)
{
  if (fraction > 0.2)
    g_cancellable_cancel (user_data);
}

static void
test_cancel (void)
{
  g_autoptr (GString) rows = g_string_new ("<row><c t='inlineStr'><is><t>n</t></is></c></row>");
  g_autoptr (GBytes) book = NULL;
  g_autoptr (TnSource) source = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TnProgress) progress = tn_progress_new (cancel_later, cancellable);
  g_autoptr (TnMemorySink) sink = tn_memory_sink_new ();
  g_autoptr (TnImportPlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 600000; i++)
    g_string_append_printf (rows, "<row r='%u'><c><v>%u</v></c></row>", i + 2, i * 7919);
  book = xlsx_book (rows->str, NULL, NULL);
  source = tn_source_open_bytes (book, "book.xlsx");
  plan = tn_import_detect (source, NULL, NULL, cancellable, &error);
  g_assert_no_error (error);
  g_assert_false (tn_import_run (source, plan, NULL, &tn_memory_sink, sink, NULL, progress,
                                 cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  /* And at once where it was cancelled before. */
  g_assert_null (tn_import_detect (source, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/xlsx-hostile/names-that-lead-out-are-refused", test_names);
  g_test_add_func ("/xlsx-hostile/external-targets-are-not-followed", test_external_target);
  g_test_add_func ("/xlsx-hostile/entities-are-refused", test_entities);
  g_test_add_func ("/xlsx-hostile/encrypted-archive-is-refused", test_password);
  g_test_add_func ("/xlsx-hostile/old-and-locked-workbooks-are-named", test_old_kinds);
  g_test_add_func ("/xlsx-hostile/other-archives-are-named", test_other_archives);
  g_test_add_func ("/xlsx-hostile/empty-sheets-are-named", test_empty_sheets);
  g_test_add_func ("/xlsx-hostile/bombs-are-not-unpacked", test_bombs);
  g_test_add_func ("/xlsx-hostile/one-text-a-thousand-times", test_string_bomb);
  g_test_add_func ("/xlsx-hostile/cell-above-a-mebibyte-is-a-problem-row", test_large_cell);
  g_test_add_func ("/xlsx-hostile/columns-and-strings-out-of-range", test_columns_out_of_range);
  g_test_add_func ("/xlsx-hostile/cut-off-anywhere", test_truncated);
  g_test_add_func ("/xlsx-hostile/bits-flipped", test_flipped);
  g_test_add_func ("/xlsx-hostile/letters-of-a-sheet-changed", test_flipped_xml);
  g_test_add_func ("/xlsx-hostile/cancelled-on-the-way", test_cancel);

  return g_test_run ();
}

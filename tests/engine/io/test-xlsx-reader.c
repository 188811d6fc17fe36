/* test-xlsx-reader.c: sheets of workbooks come in like texts do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-csv-writer.h"
#include "tn-error.h"
#include "tn-pool.h"
#include "tn-test.h"
#include "tn-xlsx-writer.h"
#include "xlsx-support.h"

/* Styles 0 to 9. */
#define STYLES                                                                                \
  "<styleSheet><numFmts>"                                                                     \
  "<numFmt numFmtId='164' formatCode='yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;'/>" \
  "<numFmt numFmtId='165' formatCode='[$¥-804]#,##0.00'/>"                                   \
  "<numFmt numFmtId='166' formatCode='[h]:mm:ss'/>"                                           \
  "<numFmt numFmtId='167' formatCode='[Red]&quot;day &quot;0;-0'/>"                           \
  "</numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs>"                       \
  "<xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='22'/><xf numFmtId='20'/>"               \
  "<xf numFmtId='9'/><xf numFmtId='164'/><xf numFmtId='165'/><xf numFmtId='166'/>"            \
  "<xf numFmtId='167'/><xf numFmtId='10'/></cellXfs></styleSheet>"

#define WORKBOOK_1904                                \
  "<workbook xmlns:r='x'><workbookPr date1904='1'/>" \
  "<sheets><sheet name='Orders' sheetId='1' r:id='rId1'/></sheets></workbook>"

#define T(text)        "<c t='inlineStr'><is><t>" text "</t></is></c>"
#define N(text)        "<c><v>" text "</v></c>"
#define S(style, text) "<c s='" style "'><v>" text "</v></c>"

static void
assert_column (const XlsxRead *in, const char *name, const char *right)
{
  g_autofree char *text = xlsx_column (in, name);

  g_assert_cmpstr (text, ==, right);
}

static void
assert_book (GBytes *book, const char *name, const char *right)
{
  g_auto (XlsxRead) in = { 0 };

  xlsx_read_ok (&in, book, NULL);
  assert_column (&in, name, right);
  g_bytes_unref (book);
}

static gboolean
says (const TnImportPlan *plan, const char *words)
{
  g_autoptr (GPtrArray) sentences = tn_import_plan_describe (plan);

  for (guint i = 0; i < sentences->len; i++)
    {
      g_autofree char *text = tn_message_say (sentences->pdata[i], tn_language_get ("en"));

      if (strstr (text, words) != NULL)
        return TRUE;
    }

  return FALSE;
}

static void
test_numbers (void)
{
  assert_book (
      xlsx_book (
          "<row>" T ("size") "</row><row>" N ("1") "</row><row>" N ("-2.5") "</row><row>" N (
              "1.5E-2") "</row><row>" N ("0.10000000000000001") "</row><row>" N ("17850.0") "</"
                                                                                            "row>",
          NULL, NULL),
      "size", "number: 1|-2.5|0.015|0.1|17850");
}

/* Identifiers as Excel stores numbers: no exponent, no ".0", every digit there is. */
static void
test_identifiers (void)
{
  g_auto (XlsxRead) in = { 0 };
  g_autoptr (GBytes) book = xlsx_book (
      "<row>" T ("customer id")
          T ("order no") "</row>"
                         "<row>" N ("17850.0") T (
                             "1234567890123456789") "</row>"
                                                    "<row>" N ("1.23456789012346E+18") T (
                                                        "00123") "</row>"
                                                                 "<row>" N ("9007199254740993")
                                                                     T ("922337203685477580"
                                                                        "8") "</row>"
                                                                             "<row>" N ("9007199254"
                                                                                        "740992")
                                                                                 T ("12") "<"
                                                                                          "/"
                                                                                          "r"
                                                                                          "o"
                                                                                          "w"
                                                                                          ">",
      NULL, NULL);

  xlsx_read_ok (&in, book, NULL);
  assert_column (&in, "customer id",
                 "category: 17850|1234567890123460000|9007199254740993|9007199254740992");
  assert_column (&in, "order no", "category: 1234567890123456789|00123|9223372036854775808|12");
  g_assert_cmpint (tn_import_plan_get_column (in.plan, 0)->n_inexact, ==, 3);
  g_assert_true (says (in.plan, "15 digits"));
}

/* Serials of ECMA-376 part 1, 18.17.4.1, and what Excel shows for them. */
static void
test_dates (void)
{
  g_auto (XlsxRead) in = { 0 };
  g_autoptr (GBytes) book = xlsx_book (
      "<row>" T ("day") T ("moment") T ("year")
          T ("gone") "</row>"
                     "<row>" S ("1", "1") S ("2", "46082.5625") S ("5", "43831")
                         S ("7",
                            "1.5") "</row>"
                                   "<row>" S ("1", "59") S ("2", "46082.000011574077")
                                       S ("5", "43832") S ("7", "0.25") "</row><row>" S ("1", "61")
                                           S ("2", "46082.999999999") S ("5", "43833")
                                               S ("7", "0") "</row>"
                                                            "<row>" S ("1", "2958465")
                                                                S ("2", "46083") S ("5", "43834")
                                                                    S ("7", "10.00001") "</row>",
      NULL, STYLES);

  xlsx_read_ok (&in, book, NULL);
  assert_column (&in, "day", "time: 1900-01-01|1900-02-28|1900-03-01|9999-12-31");
  assert_column (&in, "moment",
                 "time: 2026-03-01 13:30:00|2026-03-01 00:00:01|2026-03-02|2026-03-02");
  assert_column (&in, "year", "time: 2020-01-01|2020-01-02|2020-01-03|2020-01-04");
  assert_column (&in, "gone", "category: 36:00:00|06:00:00|00:00:00|240:00:00.864");
}

static void
test_leap_day (void)
{
  g_auto (XlsxRead) in = { 0 };
  g_autoptr (GString) rows = g_string_new ("<row>" T ("day") "</row>");
  g_autoptr (GBytes) book = NULL;
  g_autofree char *shown = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (rows, "<row>" S ("1", "%u") "</row>", i == 50 ? 60 : 40000 + i);
  book = xlsx_book (rows->str, NULL, STYLES);
  xlsx_read_ok (&in, book, NULL);
  g_assert_cmpint (in.summary.n_problem_cells, ==, 1);
  g_assert_cmpint (tn_import_plan_get_column (in.plan, 0)->type, ==, TN_COLUMN_TIME);
  shown = tn_column_dup_cell (
      tn_table_get_column (in.problems, tn_table_find (in.problems, "text")), 0, NULL);
  g_assert_cmpstr (shown, ==, "1900-02-29");
}

static void
test_dates_1904 (void)
{
  assert_book (xlsx_book_with (
                   "<worksheet><sheetData><row>" T ("day") "</row><row>" S (
                       "1", "0") "</row><row>" S ("2", "42369.5") "</row></sheetData></worksheet>",
                   WORKBOOK_1904, NULL, STYLES),
               "day", "time: 1904-01-01|2020-01-01 12:00:00");
}

static void
test_times_of_day (void)
{
  assert_book (xlsx_book ("<row>" T ("at") "</row><row>" S ("3", "0.5") "</row><row>" S (
                              "3", "0.99999999999") "</row>",
                          NULL, STYLES),
               "at", "category: 12:00:00|1900-01-01");
}

static void
test_percentages (void)
{
  g_auto (XlsxRead) in = { 0 };
  g_autoptr (GBytes) book = xlsx_book (
      "<row>" T ("share") T ("mixed")
          T ("price") "</row>"
                      "<row>" S ("4", "0.07") S ("4", "0.42")
                          S ("6", "1200") "</row>"
                                          "<row>" S ("9", "0.29") N ("0.5")
                                              S ("6", "-3.5") "</row>"
                                                              "<row>" S ("4", "1") S ("4", "1E-3")
                                                                  S ("6", "0") "</row>",
      NULL, STYLES);

  xlsx_read_ok (&in, book, NULL);
  assert_column (&in, "share", "number: 7|29|100");
  /* What Excel does not show in per cent is in per cent here, too, or it would be wrong. */
  assert_column (&in, "mixed", "number: 42|50|0.1");
  assert_column (&in, "price", "number: 1200|-3.5|0");
  g_assert_cmpstr (tn_import_plan_get_column (in.plan, 0)->format.unit, ==, "%");
  g_assert_cmpstr (tn_import_plan_get_column (in.plan, 2)->format.unit, ==, "¥");
}

static void
test_percentages_as_shares (void)
{
  g_auto (XlsxRead) in = { 0 };
  g_autoptr (GBytes) book = xlsx_book (
      "<row>" T ("share") "</row><row>" S ("4", "0.07") "</row><row>" S ("4", "0.2") "</row>", NULL,
      STYLES);
  g_autoptr (TnImportPlan) wish = NULL;

  xlsx_read_ok (&in, book, NULL);
  wish = g_steal_pointer (&in.plan);
  tn_import_plan_set_format (wish, 0, &(TnNumberFormat){ '.', 0, NULL });
  tn_import_plan_set_type (wish, 0, TN_COLUMN_NUMBER);
  xlsx_read_ok (&in, book, wish);
  assert_column (&in, "share", "number: 0.07|0.2");
}

static void
test_formats_are_told_apart (void)
{
  assert_book (
      xlsx_book ("<row>" T ("n") "</row><row>" S ("8", "5") "</row><row>" S ("8", "44000") "</row>",
                 NULL, STYLES),
      "n", "number: 5|44000");
}

static void
test_strings (void)
{
  g_auto (XlsxRead) in = { 0 };
  g_autoptr (GBytes) book =
      xlsx_book ("<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row>"
                 "<row><c t='s'><v>2</v></c><c t='inlineStr'><is><r><t>in</t></r><r><t>line</t></r>"
                 "<rPh sb='0' eb='1'><t>no</t></rPh></is></c></row>"
                 "<row><c t='s'><v>3</v></c><c t='str'><f>A1</f><v>made</v></c></row>"
                 "<row><c t='s'><v>4</v></c><c t='str'><f>A1</f><v></v></c></row>",
                 "<sst><si><t>word</t></si><si><r><rPr><b/></rPr><t>ri</t></r><r><t>ch</t></r></si>"
                 "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si>"
                 "<si><t xml:space='preserve'>a_x000D_\n b &amp; &#x1F600;</t></si>"
                 "<si><t>tab\there _x0001_ _x4E2D_</t></si></sst>",
                 NULL);

  xlsx_read_ok (&in, book, NULL);
  assert_column (&in, "word", "category: 東京|a\r\n b & 😀|tab\there _x0001_ 中");
  assert_column (&in, "rich", "category: inline|made|");
}

static void
test_flags (void)
{
  assert_book (xlsx_book ("<row>" T ("paid") "</row><row><c t='b'><v>1</v></c></row><row>"
                                             "<c t='b'><v>0</v></c></row>",
                          NULL, NULL),
               "paid", "flag: yes|no");
}

/* A formula has the value it had; without one, and with an error, the cell is a problem, and
 * the column stays what it is. */
static void
test_formulas_and_errors (void)
{
  g_auto (XlsxRead) in = { 0 };
  g_autoptr (GBytes) book = xlsx_book (
      "<row r='3'>" T ("n")
          T ("m") "</row>"
                  "<row r='4'><c><f>A1+1</f><v>7</v></c>" N (
                      "1") "</row>"
                           "<row r='5'><c><f>SUM(A1:A9)</f></c>" N (
                               "2") "</row>"
                                    "<row r='6'><c t='e'><v>#DIV/0!</v></c>" N (
                                        "3") "</row>"
                                             "<row r='7'><c t='e'><v>#N/A</v></c>" N (
                                                 "4") "</row>"
                                                      "<row r='9'>" N ("5") N ("5") "</row>",
      NULL, NULL);
  g_autofree char *reasons = NULL;
  g_autofree char *lines = NULL;
  g_autofree char *texts = NULL;
  g_autofree char *rows = NULL;
  XlsxRead problems = { 0 };

  xlsx_read_ok (&in, book, NULL);
  assert_column (&in, "n", "number: 7||||5");
  g_assert_cmpint (in.summary.n_problem_cells, ==, 2);
  g_assert_cmpint (tn_import_plan_get_column (in.plan, 0)->n_missing, ==, 1);
  g_assert_cmpint (tn_import_plan_get_column (in.plan, 0)->n_problems, ==, 2);
  /* Rows 1, 2 and 8 are not there. */
  g_assert_cmpint (in.summary.n_blank_lines, ==, 3);
  problems.table = in.problems;
  reasons = xlsx_column (&problems, "reason");
  lines = xlsx_column (&problems, "line");
  texts = xlsx_column (&problems, "text");
  rows = xlsx_column (&problems, "row");
  g_assert_cmpstr (reasons, ==, "category: formula|error");
  g_assert_cmpstr (lines, ==, "number: 5|6");
  g_assert_cmpstr (rows, ==, "number: 1|2");
  g_assert_cmpstr (texts, ==, "text: =SUM(A1:A9)|#DIV/0!");
}

/* A table that begins somewhere, with a title above, rows left out, cells in any order, and a
 * dimension that lies. */
static void
test_table_in_the_middle (void)
{
  g_auto (XlsxRead) in = { 0 };
  g_autoptr (GString) rows =
      g_string_new ("<row r='2'><c r='C2' t='inlineStr'><is><t>Sales of 2026</t></is></c></row>"
                    "<row r='4'><c r='E4' t='inlineStr'><is><t>price</t></is></c>"
                    "<c r='C4' t='inlineStr'><is><t>item</t></is></c>"
                    "<c r='D4' t='inlineStr'><is><t>pieces</t></is></c></row>");
  g_autoptr (GBytes) book = NULL;
  gint64 n_problems;

  for (guint i = 0; i < 30; i++)
    g_string_append_printf (rows,
                            "<row r='%u'><c r='C%u' t='inlineStr'><is><t>item %u</t></is></c>"
                            "<c r='E%u'><v>%u.5</v></c></row>",
                            6 + 2 * i, 6 + 2 * i, i % 7, 6 + 2 * i, i);
  g_string_append (rows, "<row r='70'><c r='AB70'><v>1</v></c></row>");
  g_string_append (rows, "<row r='71'><c r='A71'><v>1</v></c><c r='C71'><v>1</v></c></row>");
  book = xlsx_book (rows->str, NULL, NULL);
  xlsx_read_ok (&in, book, NULL);
  g_assert_cmpuint (tn_table_get_n_columns (in.table), ==, 3);
  g_assert_cmpint (in.summary.n_rows, ==, 30);
  n_problems = in.summary.n_problem_rows;
  g_assert_cmpint (n_problems, ==, 2);
  g_assert_cmpint (in.summary.n_blank_lines + in.summary.n_rows + n_problems, ==, 71 - 4);
  g_assert_cmpint (tn_import_plan_get_dialect (in.plan)->n_skip, ==, 3);
}

/* What detection saw can be said otherwise and applied again, also after being stored. */
static void
test_plan_is_corrected (void)
{
  g_auto (XlsxRead) in = { 0 };
  g_autoptr (GBytes) book = xlsx_book ("<row>" T ("k") T ("v") "</row><row>" T ("a")
                                           N ("1") "</row><row>" T ("b") N ("2") "</row>",
                                       NULL, NULL);
  g_autoptr (TnImportPlan) wish = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) json = NULL;
  TnCsvDialect dialect;

  xlsx_read_ok (&in, book, NULL);
  tn_import_plan_set_type (in.plan, 1, TN_COLUMN_CATEGORY);
  tn_import_plan_set_name (in.plan, 0, "key");
  json = tn_import_plan_to_json (in.plan);
  wish = tn_import_plan_from_json (json, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tn_import_plan_get_sheet (wish), ==, "Orders");
  xlsx_read_ok (&in, book, wish);
  assert_column (&in, "key", "category: a|b");
  assert_column (&in, "v", "category: 1|2");
  dialect = *tn_import_plan_get_dialect (in.plan);
  dialect.n_header = 0;
  tn_import_plan_free (g_steal_pointer (&wish));
  wish = tn_import_plan_copy (in.plan);
  tn_import_plan_set_dialect (wish, &dialect);
  xlsx_read_ok (&in, book, wish);
  g_assert_cmpint (in.summary.n_rows, ==, 3);
}

static void
test_sheets (void)
{
  static const char workbook[] =
      "<workbook xmlns:r='x'><sheets><sheet name='Notes' sheetId='4' state='hidden' r:id='rId1'/>"
      "<sheet name='Chart' sheetId='9' r:id='rId5'/>"
      "<sheet name='Übersicht' sheetId='2' r:id='rId2'/></sheets>"
      "<calcPr fullCalcOnLoad='1'/></workbook>";
  g_autoptr (GBytes) plain = xlsx_book ("", NULL, NULL);
  XlsxPart parts[] = {
    { "_rels/.rels", "<Relationships><Relationship Id='r' Type='x/officeDocument' "
                     "Target='/xl/workbook.xml'/></Relationships>" },
    { "xl/_rels/workbook.xml.rels",
      "<Relationships><Relationship Id='rId1' Type='x/worksheet' Target='worksheets/sheet1.xml'/>"
      "<Relationship Id='rId2' Type='x/worksheet' Target='worksheets\\sheet2.xml'/>"
      "<Relationship Id='rId5' Type='x/chartsheet' Target='c.xml'/></Relationships>" },
    { "XL/Workbook.xml", workbook },
    { "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row>" T ("secret") "</row><row>" N (
                                      "1") "</row></sheetData></worksheet>" },
    { "xl/worksheets/sheet2.xml",
      "<x:worksheet xmlns:x='y'><x:cols><x:col min='2' max='2' hidden='1'/></x:cols><x:sheetData>"
      "<x:row><x:c t='inlineStr'><x:is><x:t>seen</x:t></x:is></x:c><x:c t='inlineStr'><x:is>"
      "<x:t>n</x:t></x:is></x:c></x:row>"
      "<x:row hidden='1'><x:c><x:f>1+1</x:f><x:v>2</x:v></x:c><x:c><x:v>3</x:v></x:c></x:row>"
      "</x:sheetData><x:mergeCells><x:mergeCell ref='A1:B1'/></x:mergeCells></x:worksheet>" },
    { NULL, NULL },
  };
  g_autoptr (GBytes) book = xlsx_zip (parts, NULL);
  g_autoptr (TnSource) source = tn_source_open_bytes (book, "book.xlsx");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sheets = tn_source_list_sheets (source, NULL, &error);
  g_auto (XlsxRead) in = { 0 };
  g_autoptr (TnImportPlan) wish = tn_import_plan_new ();

  g_assert_no_error (error);
  g_assert_cmpuint (sheets->len, ==, 2);
  g_assert_cmpstr (((TnSheetInfo *) sheets->pdata[0])->name, ==, "Notes");
  g_assert_cmpint (((TnSheetInfo *) sheets->pdata[0])->state, ==, TN_SHEET_HIDDEN);
  g_assert_cmpint (((TnSheetInfo *) sheets->pdata[1])->n_rows, ==, 2);
  g_assert_cmpuint (((TnSheetInfo *) sheets->pdata[1])->n_columns, ==, 2);

  xlsx_read_ok (&in, book, NULL);
  assert_column (&in, "seen", "number: 2");
  g_assert_true (says (in.plan, "1 row is hidden"));
  g_assert_true (says (in.plan, "1 column is hidden"));
  g_assert_true (says (in.plan, "1 area of cells is merged"));
  g_assert_true (says (in.plan, "1 cell is a formula"));
  g_assert_true (says (in.plan, "The workbook has 2 sheets; “Übersicht” is read."));
  tn_import_plan_set_sheet (wish, "NOTES");
  xlsx_read_ok (&in, book, wish);
  assert_column (&in, "secret", "number: 1");
  g_assert_true (says (in.plan, "“Notes” is hidden"));
  tn_import_plan_set_sheet (wish, "Orders");
  g_assert_false (xlsx_read (&in, book, wish, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "Übersicht"));
}

/* Dates that Excel has as dates, among dates that somebody typed as text. */
static void
test_mixed_columns (void)
{
  g_auto (XlsxRead) in = { 0 };
  g_autoptr (GBytes) book = xlsx_book (
      "<row>" T ("day")
          T ("price") "</row>"
                      "<row>" S ("1", "46082")
                          T ("1,5") "</row>"
                                    "<row>" T ("25/02/2026")
                                        N ("2.25") "</row>"
                                                   "<row>" S ("2", "46083.5")
                                                       T ("1.200,75") "</row>"
                                                                      "<row>" T ("03/02/2026")
                                                                          N ("1E+3") "</row>",
      NULL, STYLES);

  xlsx_read_ok (&in, book, NULL);
  assert_column (&in, "day", "time: 2026-03-01|2026-02-25|2026-03-02 12:00:00|2026-02-03");
  assert_column (&in, "price", "number: 1.5|2.25|1200.75|1000");
}

/* The same table as CSV and as XLSX has the same columns. */
static void
test_same_as_csv (void)
{
  for (guint round = 0; round < (g_test_slow () ? 100u : 8u); round++)
    {
      g_autoptr (GString) text = g_string_new ("id,day,amount,word,note\n");
      g_autofree char *csv_path = NULL;
      g_autofree char *directory = tn_test_directory ();
      g_autofree char *path = g_build_filename (directory, "same.xlsx", NULL);
      g_autoptr (TnTable) first = NULL;
      g_autoptr (TnTable) second = NULL;
      g_autoptr (TnImportPlan) plan = NULL;
      g_autoptr (GError) error = NULL;

      for (guint i = 0; i < 300; i++)
        g_string_append_printf (text, "%05d,%04d-%02d-%02d %02d:%02d:%02d,%.*f,%s,\"%s %d\"\n",
                                g_test_rand_int_range (0, 99999),
                                g_test_rand_int_range (1901, 2100), g_test_rand_int_range (1, 13),
                                g_test_rand_int_range (1, 29), g_test_rand_int_range (0, 24),
                                g_test_rand_int_range (0, 60), g_test_rand_int_range (0, 60),
                                g_test_rand_int_range (0, 9), g_test_rand_double_range (-1e6, 1e6),
                                i % 5 == 0   ? ""
                                : i % 2 == 0 ? "red"
                                             : "蓝",
                                i % 3 == 0 ? "a \"\"quoted\"\" note, with a comma" : "日本\n語",
                                g_test_rand_int ());
      csv_path = tn_test_file ("same.csv", text->str, (gssize) text->len);
      first = tn_import_file (csv_path, NULL, NULL, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (tn_xlsx_write (first, path, NULL, NULL, NULL, &error));
      second = tn_import_file (path, NULL, &plan, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (tn_table_get_n_columns (second), ==, tn_table_get_n_columns (first));
      for (guint j = 0; j < tn_table_get_n_columns (first); j++)
        for (gsize i = 0; i < 300; i++)
          {
            g_autofree char *a = tn_column_dup_cell (tn_table_get_column (first, j), i, NULL);
            g_autofree char *b = tn_column_dup_cell (tn_table_get_column (second, j), i, NULL);

            g_assert_cmpstr (a, ==, b);
          }
    }
}

/* 1,048,576 rows, the first of them names. */
static void
test_full_sheet (void)
{
  g_auto (XlsxRead) in = { 0 };
  g_autoptr (GBytes) book =
      xlsx_bomb ("xl/worksheets/sheet1.xml", (1u << 20) - 1, "<row><c><v>2</v></c></row>",
                 "<worksheet><sheetData><row>" T ("n") "</row>", "</sheetData></worksheet>");
  TnColumn *column;
  double sum = 0;

  xlsx_read_ok (&in, book, NULL);
  g_assert_cmpint (in.summary.n_rows, ==, (1 << 20) - 1);
  column = tn_table_get_column (in.table, 0);
  for (gsize k = 0; k < tn_column_get_n_chunks (column); k++)
    {
      g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, k, NULL);

      for (guint i = 0; i < chunk->n_rows; i++)
        sum += chunk->number[i];
    }
  g_assert_cmpfloat (sum, ==, 2.0 * ((1 << 20) - 1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/xlsx/numbers-are-the-shortest-that-say-them", test_numbers);
  g_test_add_func ("/xlsx/identifiers-keep-their-digits", test_identifiers);
  g_test_add_func ("/xlsx/dates-are-days-since-1900", test_dates);
  g_test_add_func ("/xlsx/29-february-1900-is-a-problem", test_leap_day);
  g_test_add_func ("/xlsx/dates-are-days-since-1904", test_dates_1904);
  g_test_add_func ("/xlsx/times-of-day-are-words", test_times_of_day);
  g_test_add_func ("/xlsx/percentages-are-what-is-shown", test_percentages);
  g_test_add_func ("/xlsx/percentages-can-be-read-as-shares", test_percentages_as_shares);
  g_test_add_func ("/xlsx/colours-and-words-make-no-date", test_formats_are_told_apart);
  g_test_add_func ("/xlsx/shared-inline-and-rich-strings", test_strings);
  g_test_add_func ("/xlsx/booleans-are-flags", test_flags);
  g_test_add_func ("/xlsx/formulas-without-value-are-problems", test_formulas_and_errors);
  g_test_add_func ("/xlsx/table-in-the-middle-of-a-sheet", test_table_in_the_middle);
  g_test_add_func ("/xlsx/plan-is-corrected-and-applied-again", test_plan_is_corrected);
  g_test_add_func ("/xlsx/sheets-are-listed-and-chosen", test_sheets);
  g_test_add_func ("/xlsx/dates-typed-as-text-are-read-with-the-others", test_mixed_columns);
  g_test_add_func ("/xlsx/same-columns-as-from-csv", test_same_as_csv);
  g_test_add_func ("/xlsx/as-many-rows-as-a-sheet-holds", test_full_sheet);

  return g_test_run ();
}

/* fuzz-xlsx.c: no bytes may crash the reader of workbooks, hang it, or make it lose rows
 *
 * LLVMFuzzerTestOneInput() is for libFuzzer (clang -fsanitize=fuzzer -DTN_LIBFUZZER). The
 * first byte says what the rest is: a whole archive, or, as checksums would keep a fuzzer
 * from going deeper, the XML of one of its parts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdint.h>
#include <string.h>

#include "tn-error.h"
#include "tn-test.h"
#include "xlsx-support.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static const char *const seeds[] = {
  "<worksheet><dimension ref='A1:C9'/><cols><col min='1' max='2' hidden='1'/></cols><sheetData>"
  "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='inlineStr'><is><t>n</t></is></c></row>"
  "<row r='2' hidden='1'><c r='A2' s='1'><v>43831.5</v></c><c s='2'><f>A1</f><v>2</v></c></row>"
  "<row r='4'><c r='A4' s='1' t='e'><v>#N/A</v></c><c t='str'><f>A1</f><v>x_x000D_</v></c></row>"
  "<row r='9'><c t='b'><v>1</v></c><c t='d'><v>2026-01-01</v></c></row>"
  "</sheetData><mergeCells><mergeCell ref='A1:B1'/></mergeCells></worksheet>",
  "<sst count='2'><si><t>word</t></si><si><r><t>a</t></r><rPh><t>b</t></rPh></si></sst>",
  "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='[$-409]yyyy&quot;x&quot;\\-m;@'/>"
  "</numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='9'/></cellXfs>"
  "</styleSheet>",
  "<workbook xmlns:r='x'><workbookPr date1904='1'/><sheets><sheet name='A' r:id='rId1'/>"
  "<sheet name='B' state='hidden' r:id='rId1'/></sheets><calcPr fullCalcOnLoad='1'/></workbook>",
};

static void
read_once (GBytes *book)
{
  g_autoptr (TnSource) source = tn_source_open_bytes (book, "book.xlsx");
  g_autoptr (GError) error = NULL;
  g_auto (XlsxRead) in = { 0 };
  g_autoptr (GPtrArray) sheets = NULL;

  if (!tn_source_is_workbook (source))
    return;
  /* xlsx_read() asserts that no row is lost. */
  if (!xlsx_read (&in, book, NULL, &error))
    g_assert_true (error->domain == TN_ERROR);
  sheets = tn_source_list_sheets (source, NULL, NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = NULL;
  g_autoptr (GBytes) book = NULL;
  guint part;

  if (size == 0)
    return 0;
  part = data[0] % 5;
  if (part == 4)
    book = g_bytes_new (data + 1, size - 1);
  else
    {
      text = g_strndup ((const char *) data + 1, size - 1);
      book = xlsx_book_with (part == 0 ? text : seeds[0], part == 3 ? text : NULL,
                             part == 1 ? text : seeds[1], part == 2 ? text : seeds[2]);
    }
  read_once (book);

  return 0;
}

#ifndef TN_LIBFUZZER

static void
mutate (GByteArray *text)
{
  static const char *const pieces[] = { "<",    ">",     "'",     "&amp;",  "<v>",
                                        "</v>", "</c>",  "<row>", "t='s'",  "99999999999",
                                        "-1",   "1e999", "<is>",  "</row>", "r='ZZZ1'",
                                        "<t>",  "]]>",   "<!--",  "<f>",    "\xff" };

  for (int n = g_test_rand_int_range (1, 6); n > 0; n--)
    {
      guint at = (guint) g_test_rand_int_range (1, (gint32) text->len);
      const char *piece = pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))];
      gsize length = strlen (piece);

      switch (g_test_rand_int_range (0, 4))
        {
        case 0:
          text->data[at] ^= (guint8) (1 << g_test_rand_int_range (0, 8));
          break;
        case 1:
          if (text->len > 40)
            g_byte_array_remove_range (text, at, MIN (text->len - at, 10));
          break;
        default:
          g_byte_array_append (text, (const guint8 *) piece, (guint) length);
          memmove (text->data + at + length, text->data + at, text->len - length - at);
          memcpy (text->data + at, piece, length);
        }
      if (text->len < 2)
        return;
    }
}

static void
test_parts (void)
{
  guint n = g_test_slow () ? 200000 : 3000;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GByteArray) text = g_byte_array_new ();
      guint8 part = (guint8) (i % G_N_ELEMENTS (seeds));

      g_byte_array_append (text, &part, 1);
      g_byte_array_append (text, (const guint8 *) seeds[part], (guint) strlen (seeds[part]));
      mutate (text);
      LLVMFuzzerTestOneInput (text->data, text->len);
    }
}

static void
test_archives (void)
{
  g_autoptr (GBytes) book = xlsx_book_with (seeds[0], seeds[3], seeds[1], seeds[2]);
  guint n = g_test_slow () ? 100000 : 1500;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GByteArray) text = g_byte_array_new ();
      guint8 whole = 4;

      g_byte_array_append (text, &whole, 1);
      g_byte_array_append (text, g_bytes_get_data (book, NULL), (guint) g_bytes_get_size (book));
      for (int k = g_test_rand_int_range (1, 5); k > 0; k--)
        text->data[g_test_rand_int_range (1, (gint32) text->len)] ^=
            (guint8) (1 << g_test_rand_int_range (0, 8));
      LLVMFuzzerTestOneInput (text->data, text->len);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  if (argc > 1)
    {
      for (int i = 1; i < argc; i++)
        {
          g_autofree char *text = NULL;
          gsize size;

          if (g_file_get_contents (argv[i], &text, &size, NULL))
            LLVMFuzzerTestOneInput ((const uint8_t *) text, size);
        }
      return 0;
    }
  g_test_add_func ("/fuzz-xlsx/mutated-parts", test_parts);
  g_test_add_func ("/fuzz-xlsx/mutated-archives", test_archives);

  return g_test_run ();
}

#endif

/* xlsx-support.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "xlsx-support.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#define ROOT                                                                             \
  "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>" \
  "<Relationship Id='rId1' Type='http://schemas.openxmlformats.org/officeDocument/2006/" \
  "relationships/officeDocument' Target='xl/workbook.xml'/></Relationships>"

#define RELATIONS                                                                         \
  "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"  \
  "<Relationship Id='rId1' Type='http://x/relationships/worksheet' "                      \
  "Target='worksheets/sheet1.xml'/>"                                                      \
  "<Relationship Id='rId2' Type='http://x/relationships/worksheet' "                      \
  "Target='/xl/worksheets/sheet2.xml'/>"                                                  \
  "<Relationship Id='rId3' Type='http://x/relationships/sharedStrings' "                  \
  "Target='sharedStrings.xml'/>"                                                          \
  "<Relationship Id='rId4' Type='http://x/relationships/styles' Target='styles.xml'/>"    \
  "<Relationship Id='rId5' Type='http://x/relationships/chartsheet' Target='chart.xml'/>" \
  "</Relationships>"

#define WORKBOOK                                                                   \
  "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' "   \
  "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'>" \
  "<sheets><sheet name='Orders' sheetId='1' r:id='rId1'/></sheets></workbook>"

static void
add_part (struct archive *archive, const char *name, const void *data, gsize size)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, (la_int64_t) size);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
  archive_entry_free (entry);
  g_assert_cmpint (archive_write_data (archive, data, size), ==, (la_ssize_t) size);
}

static la_ssize_t
collect (struct archive *archive, void *user_data, const void *data, size_t size)
{
  g_byte_array_append (user_data, data, (guint) size);

  return (la_ssize_t) size;
}

static struct archive *
begin_zip (GByteArray *bytes, const char *password)
{
  struct archive *archive = archive_write_new ();

  archive_write_set_format_zip (archive);
  archive_write_set_bytes_in_last_block (archive, 1);
  if (password != NULL)
    {
      archive_write_set_options (archive, "zip:encryption=zipcrypt");
      archive_write_set_passphrase (archive, password);
    }
  g_assert_cmpint (archive_write_open (archive, bytes, NULL, collect, NULL), ==, ARCHIVE_OK);

  return archive;
}

static GBytes *
end_zip (struct archive *archive, GByteArray *bytes)
{
  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);

  return g_byte_array_free_to_bytes (bytes);
}

GBytes *
xlsx_zip (const XlsxPart *parts, const char *password)
{
  GByteArray *bytes = g_byte_array_new ();
  struct archive *archive = begin_zip (bytes, password);

  for (; parts->name != NULL; parts++)
    add_part (archive, parts->name, parts->text, strlen (parts->text));

  return end_zip (archive, bytes);
}

/* A workbook of which one part is @head, @piece many times, @tail: small when packed. */
GBytes *
xlsx_bomb (const char *name, gsize n_pieces, const char *piece, const char *head, const char *tail)
{
  static const XlsxPart parts[] = {
    { "_rels/.rels", ROOT },
    { "xl/_rels/workbook.xml.rels", RELATIONS },
    { "xl/workbook.xml", WORKBOOK },
    { "xl/styles.xml", "<styleSheet/>" },
    { "xl/sharedStrings.xml", "<sst><si><t>a</t></si></sst>" },
    { "xl/worksheets/sheet1.xml",
      "<worksheet><sheetData><row><c t='s'><v>0</v></c></row></sheetData></worksheet>" },
  };
  GByteArray *bytes = g_byte_array_new ();
  struct archive *archive = begin_zip (bytes, NULL);
  struct archive_entry *entry = archive_entry_new ();
  g_autoptr (GString) block = g_string_new (NULL);
  gsize n_block = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strcmp (parts[i].name, name) != 0)
      add_part (archive, parts[i].name, parts[i].text, strlen (parts[i].text));
  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_size (entry,
                          (la_int64_t) (strlen (head) + n_pieces * strlen (piece) + strlen (tail)));
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
  archive_entry_free (entry);
  archive_write_data (archive, head, strlen (head));
  while (n_pieces > 0)
    {
      if (n_block == 0 || n_block > n_pieces)
        {
          n_block = MIN (n_pieces, MAX (1, (1 << 20) / strlen (piece)));
          g_string_truncate (block, 0);
          for (gsize i = 0; i < n_block; i++)
            g_string_append (block, piece);
        }
      archive_write_data (archive, block->str, block->len);
      n_pieces -= n_block;
    }
  archive_write_data (archive, tail, strlen (tail));

  return end_zip (archive, bytes);
}

/* A workbook of one sheet; what is %NULL is left out or plain. */
GBytes *
xlsx_book_with (const char *sheet, const char *workbook, const char *strings, const char *styles)
{
  XlsxPart parts[8] = {
    { "[Content_Types].xml", "<Types/>" },
    { "_rels/.rels", ROOT },
    { "xl/_rels/workbook.xml.rels", RELATIONS },
    { "xl/workbook.xml", workbook != NULL ? workbook : WORKBOOK },
    { "xl/worksheets/sheet1.xml", sheet },
    { "xl/styles.xml", styles != NULL ? styles : "<styleSheet/>" },
    { strings != NULL ? "xl/sharedStrings.xml" : NULL, strings },
    { NULL, NULL },
  };

  return xlsx_zip (parts, NULL);
}

GBytes *
xlsx_book (const char *rows, const char *strings, const char *styles)
{
  g_autofree char *sheet =
      g_strdup_printf ("<?xml version='1.0' encoding='UTF-8'?><worksheet "
                       "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
                       "<dimension ref='A1:B2'/><sheetData>%s</sheetData></worksheet>",
                       rows);

  return xlsx_book_with (sheet, NULL, strings, styles);
}

void
xlsx_read_clear (XlsxRead *self)
{
  g_clear_pointer (&self->table, tn_table_unref);
  g_clear_pointer (&self->problems, tn_table_unref);
  g_clear_pointer (&self->plan, tn_import_plan_free);
}

/* Reads a workbook, and checks the promise that holds for every file. */
gboolean
xlsx_read (XlsxRead *self, GBytes *bytes, const TnImportPlan *wish, GError **error)
{
  g_autoptr (TnSource) source = tn_source_open_bytes (bytes, "book.xlsx");
  g_autoptr (TnMemorySink) sink = tn_memory_sink_new ();

  xlsx_read_clear (self);
  self->plan = tn_import_detect (source, wish, NULL, NULL, error);
  if (self->plan == NULL || !tn_import_run (source, self->plan, NULL, &tn_memory_sink, sink,
                                            &self->summary, NULL, NULL, error))
    return FALSE;
  self->table = tn_table_ref (tn_memory_sink_get_table (sink));
  self->problems = tn_table_ref (tn_memory_sink_get_problems (sink));
  g_assert_cmpint (self->summary.n_rows, ==, tn_table_get_n_rows (self->table));
  g_assert_cmpint (self->summary.n_problem_rows + self->summary.n_problem_cells, ==,
                   tn_table_get_n_rows (self->problems));

  return TRUE;
}

void
xlsx_read_ok (XlsxRead *self, GBytes *bytes, const TnImportPlan *wish)
{
  g_autoptr (GError) error = NULL;
  gboolean done = xlsx_read (self, bytes, wish, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

/* "number: 1|2||4": type and cells of a column. */
char *
xlsx_column (const XlsxRead *self, const char *name)
{
  int i = tn_table_find (self->table, name);
  GString *text = g_string_new (NULL);
  TnColumn *column;

  if (i < 0)
    g_error ("no column %s", name);
  column = tn_table_get_column (self->table, (guint) i);
  g_string_append_printf (text, "%s: ", tn_column_type_to_id (tn_column_get_column_type (column)));
  for (gsize row = 0; row < tn_table_get_n_rows (self->table); row++)
    {
      g_autofree char *cell = tn_column_dup_cell (column, row, NULL);

      g_string_append_printf (text, "%s%s", row > 0 ? "|" : "", cell != NULL ? cell : "");
    }

  return g_string_free (text, FALSE);
}

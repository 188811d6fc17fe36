/* test-import.c: files, workbooks and several files, imported and corrected later
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdio.h>
#include <string.h>
#include <xlsxwriter.h>

#include <glib/gstdio.h>

#include "cli-support.h"

static void
write_book (const char *name, int first)
{
  lxw_workbook *book = workbook_new (name);
  lxw_worksheet *sheet = workbook_add_worksheet (book, "Orders");
  lxw_worksheet *notes = workbook_add_worksheet (book, "Notes");
  static const char *const names[] = { "Order", "Customer", "Pieces" };

  worksheet_hide (notes);
  worksheet_write_string (notes, 0, 0, "note", NULL);
  worksheet_write_string (notes, 1, 0, "made by hand", NULL);
  for (lxw_col_t j = 0; j < 3; j++)
    worksheet_write_string (sheet, 0, j, names[j], NULL);
  for (int i = 0; i < 20; i++)
    {
      worksheet_write_number (sheet, (lxw_row_t) i + 1, 0, first + i, NULL);
      worksheet_write_string (sheet, (lxw_row_t) i + 1, 1, i % 2 == 0 ? "A" : "B", NULL);
      worksheet_write_number (sheet, (lxw_row_t) i + 1, 2, i, NULL);
    }
  g_assert_cmpint (workbook_close (book), ==, LXW_NO_ERROR);
}

static JsonObject *
get_column (const Said *said, const char *name)
{
  JsonArray *columns = json_object_get_array_member (json_node_get_object (said->json), "columns");

  for (guint i = 0; i < json_array_get_length (columns); i++)
    {
      JsonObject *column = json_array_get_object_element (columns, i);

      if (strcmp (json_object_get_string_member (column, "name"), name) == 0)
        return column;
    }

  return NULL;
}

static void
assert_rows (const Said *said, gint64 n)
{
  g_assert_cmpint (said->status, ==, 0);
  g_assert_nonnull (said->json);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (said->json), "rows"), ==, n);
}

static void
test_workbook (void)
{
  g_autoptr (Said) said = NULL;
  g_autoptr (Said) hidden = NULL;
  g_autoptr (Said) none = NULL;
  JsonObject *file;
  JsonArray *sheets;

  cli_scene ();
  write_book ("shop.xlsx", 100);
  cli_do ("new", "a.tenure", NULL);
  said = cli_say_to ("import", "a.tenure", "shop.xlsx", "--json", NULL);
  assert_rows (said, 20);
  file = json_array_get_object_element (
      json_object_get_array_member (json_node_get_object (said->json), "files"), 0);
  g_assert_cmpstr (json_object_get_string_member (file, "sheet"), ==, "Orders");
  sheets = json_object_get_array_member (file, "sheets");
  g_assert_cmpuint (json_array_get_length (sheets), ==, 2);
  g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (sheets, 1), "state"), ==,
      "hidden");
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (sheets, 0), "rows"),
                   ==, 21);
  hidden = cli_say_to ("import", "a.tenure", "shop.xlsx", "--sheet", "notes", "--name", "notes",
                       "--json", NULL);
  assert_rows (hidden, 1);
  none = cli_say_to ("import", "a.tenure", "shop.xlsx", "--sheet", "Totals", NULL);
  g_assert_cmpint (none->status, ==, 1);
  g_assert_nonnull (strstr (none->err, "Orders, Notes"));
}

static void
test_again (void)
{
  g_autoptr (Said) said = NULL;
  g_autoptr (Said) corrected = NULL;
  g_autoptr (Said) moved = NULL;
  g_autoptr (Said) found = NULL;
  g_autoptr (Said) changed = NULL;
  g_autoptr (Said) listed = NULL;

  cli_scene ();
  write_book ("one.xlsx", 100);
  cli_write ("two.csv", "Pieces,Order,Customer\n5,200,C\n6,201,C\n");
  cli_do ("new", "a.tenure", NULL);
  said = cli_say_to ("import", "a.tenure", "one.xlsx", "two.csv", "--name", "all", "--file-column",
                     "source", "--json", NULL);
  assert_rows (said, 22);
  g_assert_cmpint (json_object_get_int_member (get_column (said, "source"), "distinct"), ==, 2);

  corrected = cli_say_to ("import", "a.tenure", "--again", "--name", "all", "--type",
                          "Pieces=category", "--json", NULL);
  assert_rows (corrected, 22);
  g_assert_cmpstr (json_object_get_string_member (get_column (corrected, "Pieces"), "type"), ==,
                   "category");
  g_assert_nonnull (get_column (corrected, "source"));

  g_assert_cmpint (g_rename ("one.xlsx", "moved.xlsx"), ==, 0);
  moved = cli_say_to ("import", "a.tenure", "--again", "--name", "all", NULL);
  g_assert_cmpint (moved->status, ==, 1);
  g_assert_nonnull (strstr (moved->err, "one.xlsx"));
  /* What was corrected before stays so. */
  found = cli_say_to ("import", "a.tenure", "moved.xlsx", "two.csv", "--again", "--name", "all",
                      "--json", NULL);
  assert_rows (found, 22);
  g_assert_cmpstr (json_object_get_string_member (get_column (found, "Pieces"), "type"), ==,
                   "category");

  cli_write ("two.csv", "Pieces,Order,Customer\n7,200,C\n6,201,C\n");
  changed = cli_say_to ("import", "a.tenure", "--again", "--name", "all", NULL);
  g_assert_cmpint (changed->status, ==, 1);
  g_assert_nonnull (strstr (changed->err, "two.csv"));
  listed = cli_say_to ("describe", "a.tenure", "all", "--json", NULL);
  assert_rows (listed, 22);
}

static void
test_other_shape (void)
{
  g_autoptr (Said) said = NULL;
  g_autoptr (Said) listed = NULL;

  cli_scene ();
  cli_write ("one.csv", "a,b\n1,2\n");
  cli_write ("two.csv", "a,c\n1,2\n");
  cli_do ("new", "a.tenure", NULL);
  said = cli_say_to ("import", "a.tenure", "one.csv", "two.csv", NULL);
  g_assert_cmpint (said->status, ==, 1);
  g_assert_nonnull (strstr (said->err, "two.csv has no column “b”"));
  listed = cli_say_to ("datasets", "a.tenure", "--json", NULL);
  g_assert_null (strstr (listed->out, "one"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli/import/workbook-and-its-sheets", test_workbook);
  g_test_add_func ("/cli/import/again-with-a-correction", test_again);
  g_test_add_func ("/cli/import/other-shape-leaves-nothing", test_other_shape);

  return g_test_run ();
}

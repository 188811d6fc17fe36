/* wb-test-files.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-test-files.h"

#include <stdio.h>
#include <xlsxwriter.h>

char *
wb_test_write_text (const char *folder, const char *name, const char *text)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));

  return path;
}

char *
wb_test_write_people (const char *folder, const char *name, guint n_rows)
{
  static const char *const names[] = { "anna", "bert", "clara", "dora", "emil", "fritz", "gerda" };
  g_autoptr (GString) text = g_string_new ("order_no,email,phone,order_date,amount\n");

  for (guint i = 0; i < n_rows; i++)
    {
      if (i == n_rows / 3)
        g_string_append (text, "99001,cut.short@example.org\n");
      g_string_append_printf (text, "%u,%s%u@example.org,+44 161 555 %04u,2026-%02u-%02u,%s\n",
                              10000 + i, names[i % G_N_ELEMENTS (names)], i % 13, i % 91,
                              1 + i * 9 / n_rows, 1 + i % 28,
                              i == 7 || i == n_rows - 9 ? "on request"
                              : i % 2 == 0              ? "12.50"
                                                        : "8.25");
    }

  return wb_test_write_text (folder, name, text->str);
}

static void
write_sheet (lxw_workbook *book, const char *name, guint n_rows, gboolean hidden)
{
  static const char *const names[] = { "Order No", "Customer ID", "Order Date",
                                       "Product",  "Quantity",    "Amount" };
  static const char *const products[] = { "blue cup", "red cup", "pan", "tea towel" };
  lxw_worksheet *sheet = workbook_add_worksheet (book, name);
  lxw_format *day = workbook_add_format (book);

  format_set_num_format (day, "yyyy-mm-dd");
  for (lxw_col_t j = 0; j < G_N_ELEMENTS (names); j++)
    worksheet_write_string (sheet, 0, j, names[j], NULL);
  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *customer = g_strdup_printf ("C%03u", i % 37);

      worksheet_write_number (sheet, i + 1, 0, 5000 + i, NULL);
      worksheet_write_string (sheet, i + 1, 1, customer, NULL);
      worksheet_write_number (sheet, i + 1, 2, 45658 + i * 200 / n_rows, day);
      worksheet_write_string (sheet, i + 1, 3, products[i % G_N_ELEMENTS (products)], NULL);
      worksheet_write_number (sheet, i + 1, 4, 1 + i % 5, NULL);
      worksheet_write_number (sheet, i + 1, 5, (1 + i % 5) * 4.75, NULL);
    }
  if (hidden)
    worksheet_hide (sheet);
}

char *
wb_test_write_book (const char *folder, const char *name, guint n_rows)
{
  char *path = g_build_filename (folder, name, NULL);
  lxw_workbook *book = workbook_new (path);

  write_sheet (book, "Orders", n_rows, FALSE);
  write_sheet (book, "Returns", n_rows / 10 + 1, FALSE);
  write_sheet (book, "Notes", 2, TRUE);
  g_assert_cmpint (workbook_close (book), ==, LXW_NO_ERROR);

  return path;
}

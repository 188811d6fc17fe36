/* wb-test-files.h: files a shop would bring, made by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Each gives the path of a file in @folder: (transfer full). */
char *wb_test_write_text (const char *folder, const char *name, const char *text);
/* Orders of people with their mail and telephone; one row cut short, two cells that do not fit. */
char *wb_test_write_people (const char *folder, const char *name, guint n_rows);
/* A workbook: "Orders", "Returns" and a hidden "Notes". */
char *wb_test_write_book (const char *folder, const char *name, guint n_rows);

G_END_DECLS

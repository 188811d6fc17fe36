/* pictures-import.c: the states of the import page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pictures.h"
#include "wb-test-files.h"
#include "wb-test.h"

static void
open_import (Pictures *self, const char *path)
{
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.import-path", "s", path);
  pictures_settle (GTK_WIDGET (self->window));
}

static void
press (Pictures *self, const char *action)
{
  GtkWidget *page = wb_test_find (GTK_WIDGET (self->window), "WbImportPage");

  g_assert_true (gtk_widget_activate_action (page, action, NULL));
}

void
pictures_take_imports (Pictures *self)
{
  g_autofree char *people = wb_test_write_people (self->folder, "people.csv", 3000);
  g_autofree char *more = wb_test_write_people (self->folder, "people-later.csv", 500);
  g_autofree char *book = wb_test_write_book (self->folder, "orders.xlsx", 400);
  g_autofree char *other =
      wb_test_write_text (self->folder, "returns.csv", "order_no,reason\n10001,broken\n");
  g_autofree char *none = wb_test_write_text (self->folder, "nothing.csv", "\n\n");
  const char *later[] = { more, other, NULL };

  open_import (self, people);
  pictures_take (self, "import-people");
  press (self, "import.next-problem");
  press (self, "import.next-problem");
  pictures_take (self, "import-problems");
  press (self, "import.replace-people");
  pictures_settle (GTK_WIDGET (self->window));
  pictures_take (self, "import-pseudonyms");
  wb_window_import_files (self->window, later);
  pictures_take (self, "import-files");
  press (self, "import.cancel");
  open_import (self, book);
  pictures_take (self, "import-sheets");
  press (self, "import.cancel");
  open_import (self, none);
  pictures_take (self, "import-nothing");
  press (self, "import.cancel");
}

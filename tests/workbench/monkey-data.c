/* monkey-data.c: what a hand may do to a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "monkey.h"
#include "wb-data-page.h"
#include "wb-filter-bar.h"
#include "wb-grid.h"
#include "wb-keep-step.h"
#include "wb-test.h"

void
monkey_change_data (Monkey *self)
{
  static const char *const filters[] = {
    "", "anna", "amount over 10", "email is missing", "amount over", "金额 大于 5 或"
  };
  WbGrid *grid = WB_GRID (wb_test_find (self->data, "WbGrid"));
  WbSheet *sheet = wb_grid_get_sheet (grid);
  guint n = sheet != NULL ? wb_sheet_get_n_columns (sheet) : 0;
  guint column = monkey_pick (n);

  if (n == 0)
    return;
  switch (monkey_pick (10))
    {
    case 0:
      monkey_act (self->data, "page.set-role",
                  g_variant_new ("(uu)", column, monkey_pick (TN_N_ROLES)));
      break;
    case 1:
      monkey_act (self->data, "page.set-label",
                  g_variant_new ("(us)", column, monkey_pick (2) ? "" : "Ein \"Name\" 名"));
      break;
    case 2:
      monkey_act (self->data, "page.set-missing",
                  g_variant_new ("(uu)", column, monkey_pick (WB_N_MISSING_RULES)));
      break;
    case 3:
      monkey_act (self->data, "page.sort",
                  g_variant_new_string (monkey_pick (2) ? "ascending" : "descending"));
      break;
    case 4:
      monkey_act (self->data, monkey_pick (2) ? "page.freeze" : "page.hide", NULL);
      break;
    case 5:
      monkey_act (self->data, "page.show-column",
                  g_variant_new ("(ub)", column, monkey_pick (2) != 0));
      break;
    case 6:
      monkey_act (self->data, monkey_pick (2) ? "page.move" : "page.size",
                  g_variant_new_int32 (monkey_pick (2) ? 1 : -1));
      break;
    case 7:
      monkey_act (self->data, "page.keep", NULL);
      break;
    case 8:
      wb_grid_move_to (grid, monkey_pick (50), column);
      break;
    default:
      wb_filter_bar_set_text (WB_FILTER_BAR (wb_test_find (self->data, "WbFilterBar")),
                              filters[monkey_pick (G_N_ELEMENTS (filters))]);
    }
}

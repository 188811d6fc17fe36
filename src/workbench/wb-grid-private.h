/* wb-grid-private.h: what the aspects of the grid share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-grid.h"

G_BEGIN_DECLS

#define WB_GRID_ROW    28
#define WB_GRID_HEADER 96
#define WB_GRID_PAD    8
#define WB_GRID_LEAST  48
#define WB_GRID_USUAL  132

struct _WbGrid
{
  GtkWidget parent_instance;

  WbSheet *sheet;
  GArray *columns; /* of guint: columns of the table in the order shown */
  GArray *widths;  /* of int, by column of the table */
  GArray *starts;  /* of int: where each shown column begins, and behind them where the last ends */
  guint n_frozen;
  int gutter;

  GtkAdjustment *adjustments[2]; /* by GtkOrientation */
  guint policies[2];

  gsize row, anchor_row;     /* of the cursor, and where the selection began */
  guint place, anchor_place; /* likewise, among the columns shown */
  int sorted;
  gboolean descending;

  int resized; /* place of the column whose edge is dragged, or -1 */
  int resized_width;

  GPtrArray *rows; /* of WbGridProxy: undrawn, one a row in view */
};

typedef struct
{
  gsize first_row, last_row;     /* in view; last is behind the last */
  guint first_place, last_place; /* among the columns that scroll */
} WbGridView;

/* wb-grid.c */
void _wb_grid_get_view (WbGrid *self, WbGridView *view);
int _wb_grid_get_x (WbGrid *self, guint place);
int _wb_grid_get_width (WbGrid *self, guint place);
double _wb_grid_get_y (WbGrid *self, gsize row);
gboolean _wb_grid_is_selected (WbGrid *self, gsize row, guint place);

/* wb-grid-draw.c */
void _wb_grid_draw (WbGrid *self, GtkSnapshot *snapshot);
const char *_wb_grid_type_icon (TnColumnType type);

/* wb-grid-proxies.c */
void _wb_grid_place_proxies (WbGrid *self);
void _wb_grid_drop_proxies (WbGrid *self);

G_END_DECLS

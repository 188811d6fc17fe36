/* wb-grid-private.h: what the aspects of the grid share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-grid.h"
#include "wb-scrolling.h"

G_BEGIN_DECLS

#define WB_GRID_ROW    28
#define WB_GRID_HEADER 96
#define WB_GRID_PAD    8
#define WB_GRID_LEAST  48
#define WB_GRID_MOST   600
#define WB_GRID_USUAL  132
#define WB_GRID_BUTTON 22 /* at the end of a header: opens its menu */

struct _WbGrid
{
  GtkWidget parent_instance;

  WbSheet *sheet;
  GArray *columns; /* of guint: columns of the table in the order shown */
  GArray *widths;  /* of int, by column of the table */
  GArray *starts;  /* of int: where each shown column begins, and behind them where the last ends */
  GArray *marks;   /* of guint8, by column of the table: WB_GRID_PICKED, WB_GRID_FILTERED */
  guint n_frozen;
  int gutter;

  WbScrolling scrolling;

  gsize row, anchor_row;     /* of the cursor, and where the selection began */
  guint place, anchor_place; /* likewise, among the columns shown */
  int sorted;
  gboolean descending;

  int hovered; /* place of the header under the pointer, or -1 */
  int resized; /* place of the column whose edge is dragged, or -1 */
  int resized_width;
  int moved; /* place of the column that is dragged, or -1 */
  int drop;  /* place before which it would go, -1 while it has hardly moved */

  GPtrArray *headers; /* of WbGridProxy: undrawn, one a column in view */
  GPtrArray *rows;    /* likewise, one a row in view */
};

enum
{
  WB_GRID_PICKED = 1 << 0,
  WB_GRID_FILTERED = 1 << 1,
};

typedef enum
{
  WB_GRID_COLUMN_CHOSEN,
  WB_GRID_COLUMN_OPENED,
  WB_GRID_COLUMN_MENU,
  WB_GRID_ARRANGED,
  WB_GRID_N_SIGNALS,
} WbGridSignal;

typedef struct
{
  gsize first_row, last_row;     /* in view; last is behind the last */
  guint first_place, last_place; /* among the columns that scroll */
} WbGridView;

/* wb-grid.c */
guint _wb_grid_get_signal (WbGridSignal which);
double _wb_grid_get_scroll (WbGrid *self, GtkOrientation orientation);
void _wb_grid_get_view (WbGrid *self, WbGridView *view);
int _wb_grid_get_x (WbGrid *self, guint place);
int _wb_grid_get_width (WbGrid *self, guint place);
double _wb_grid_get_y (WbGrid *self, gsize row);
guint _wb_grid_find_place (WbGrid *self, double x);
gboolean _wb_grid_is_empty (WbGrid *self);
gboolean _wb_grid_is_selected (WbGrid *self, gsize row, guint place);
void _wb_grid_update (WbGrid *self);
void _wb_grid_update_starts (WbGrid *self);

/* wb-grid-columns.c */
guint _wb_grid_get_column (WbGrid *self, guint place);
gboolean _wb_grid_is_marked (WbGrid *self, guint column, guint8 mark);
void _wb_grid_pick (WbGrid *self, guint place, gboolean picked);
void _wb_grid_pick_range (WbGrid *self, guint from, guint to);
void _wb_grid_pick_only (WbGrid *self, int place);

/* wb-grid-keys.c */
void _wb_grid_set_cursor (WbGrid *self, gsize row, guint place, gboolean extend);
void _wb_grid_ask_menu (WbGrid *self, guint place);
void _wb_grid_add_keys (WbGrid *self);

/* wb-grid-pointer.c */
void _wb_grid_add_pointer (WbGrid *self);

/* wb-grid-draw.c */
void _wb_grid_draw (WbGrid *self, GtkSnapshot *snapshot);
const char *_wb_grid_type_icon (TnColumnType type);
int _wb_grid_measure_column (WbGrid *self, guint place);

/* wb-grid-proxies.c */
char *_wb_grid_say_cell (WbGrid *self, guint place, gsize row);
void _wb_grid_place_proxies (WbGrid *self);
void _wb_grid_drop_proxies (WbGrid *self);

G_END_DECLS

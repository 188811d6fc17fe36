/* tn-layout-grid.h: how a table is laid out, for those who lay it out and paint it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-layout-private.h"

G_BEGIN_DECLS

#define PAD_X       TN_MM (1.6)
#define PAD_Y       TN_MM (1.35)
#define DENSE_PAD_Y TN_MM (0.95)
#define BAR_WIDTH   54.0
#define BAR_MIN     34.0
#define BAR_GAP     4.0
#define TAG_PAD     TN_MM (1.5)
#define MAX_SAMPLE  1000 /* rows looked at for the widths of columns */
/* No cell is taller than these parts of a page; what is cut ends in an ellipsis. With a
 * repeated head a row then always has room. */
#define MAX_CELL   (TN_PAGE_HEIGHT * 0.26)
#define MAX_MORE   (TN_PAGE_HEIGHT * 0.14)
#define MAX_TITLE  (TN_PAGE_HEIGHT * 0.2)
#define MAX_GROUP  (TN_PAGE_HEIGHT * 0.08)
#define MIN_COLUMN 16.0 /* narrower than this, the table is drawn smaller as a whole */
#define SHORT_CELL 78.0 /* narrower cells keep to one line */
#define SHORT_HEAD 38.0
#define TWO_LINES  0.68 /* of a head that is broken once, not twice */
#define HEAD_LINE  1.1
#define HAIRLINE   0.6

struct _TnGridPlan
{
  const TnGrid *grid;
  double scale; /* of the whole table, below 1 when it has too many columns */
  double width; /* before scaling */
  guint n_columns;
  double *x;       /* of the text of each column */
  double *widths;  /* of the text of each column */
  double *figures; /* width of the widest figures beside a bar */
  TnTypeStyle cell_style;
  TnTypeStyle more_style;
  TnTypeStyle head_style;
  double pad_y;
  double groups_height;
  double head_height; /* with groups */
  double *row_heights;
  const TnTag *table_tag;
};

const TnGridColumn *_tn_grid_plan_column (const TnGridPlan *self, guint column);
const TnCell *_tn_grid_plan_cell (const TnGridPlan *self, guint row, guint column);
TnPara *_tn_grid_plan_text (const TnLayout *layout,
                            const TnText *text,
                            TnTypeStyle style,
                            double width,
                            double max_height);
double _tn_grid_plan_group_width (const TnGridPlan *self, const TnGridGroup *group);
TnPara *_tn_grid_plan_cell_text (const TnGridPlan *self,
                                 const TnLayout *layout,
                                 guint row,
                                 guint column);
double _tn_grid_plan_bar_width (const TnGridPlan *self, guint column);

G_END_DECLS

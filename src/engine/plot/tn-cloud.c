/* tn-cloud.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-cloud.h"

#include <math.h>

#include "tn-error.h"

/* Cells of the index along each axis: about four points in a cell of a million. */
#define MOST_CELLS 512
#define LOOK_EVERY 65536

struct _TnCloud
{
  gsize n, n_shown;
  const double *x, *y;
  double x_from, x_to, y_from, y_to;
  double x_cells, y_cells; /* cells for one unit of value */
  guint side;              /* cells along each axis; 0 without an index */
  guint32 *starts;         /* where the points of a cell begin in @order; one more at the end */
  guint32 *order;
};

static gboolean
is_shown (const TnCloud *self, gsize i)
{
  return isfinite (self->x[i]) && isfinite (self->y[i]);
}

static void
find_range (TnCloud *self)
{
  self->x_from = self->y_from = INFINITY;
  self->x_to = self->y_to = -INFINITY;
  for (gsize i = 0; i < self->n; i++)
    if (is_shown (self, i))
      {
        self->x_from = MIN (self->x_from, self->x[i]);
        self->x_to = MAX (self->x_to, self->x[i]);
        self->y_from = MIN (self->y_from, self->y[i]);
        self->y_to = MAX (self->y_to, self->y[i]);
        self->n_shown++;
      }
}

/* A cell of an axis; what is beyond an end is in the last cell before it. */
static guint
cell_at (double value, double from, double cells, guint side)
{
  double at = (value - from) * cells;

  return at >= side ? side - 1 : at > 0 ? (guint) at : 0;
}

static gsize
cell_of (const TnCloud *self, gsize i)
{
  return (gsize) cell_at (self->y[i], self->y_from, self->y_cells, self->side) * self->side +
         cell_at (self->x[i], self->x_from, self->x_cells, self->side);
}

/* Counts, then places, as a counting sort does. Without memory every search reads all points. */
static void
build_index (TnCloud *self)
{
  guint side = (guint) CLAMP (sqrt ((double) self->n_shown / 4), 1, MOST_CELLS);
  double width = self->x_to - self->x_from, height = self->y_to - self->y_from;
  gsize n_cells = (gsize) side * side;

  if (self->n_shown == 0 || self->n > G_MAXUINT32)
    return;
  self->starts = g_try_malloc0_n (n_cells + 2, sizeof *self->starts);
  self->order = g_try_malloc_n (self->n_shown, sizeof *self->order);
  if (self->starts == NULL || self->order == NULL)
    return;
  self->side = side;
  self->x_cells = width > 0 && isfinite (side / width) ? side / width : 0;
  self->y_cells = height > 0 && isfinite (side / height) ? side / height : 0;
  for (gsize i = 0; i < self->n; i++)
    if (is_shown (self, i))
      self->starts[cell_of (self, i) + 2]++;
  for (gsize c = 2; c < n_cells + 2; c++)
    self->starts[c] += self->starts[c - 1];
  for (gsize i = 0; i < self->n; i++)
    if (is_shown (self, i))
      self->order[self->starts[cell_of (self, i) + 1]++] = (guint32) i;
}

/**
 * tn_cloud_new:
 * @n: how many points
 * @x: (array length=n): places, kept by the caller; points that are not finite are left out
 * @y: (array length=n): places
 *
 * Sorts points into the cells of a grid. Takes about a tenth of a second for a million.
 *
 * Returns: (transfer full): the cloud
 */
TnCloud *
tn_cloud_new (gsize n, const double *x, const double *y)
{
  TnCloud *self = g_new0 (TnCloud, 1);

  self->n = n;
  self->x = x;
  self->y = y;
  find_range (self);
  build_index (self);

  return self;
}

void
tn_cloud_free (TnCloud *self)
{
  g_free (self->starts);
  g_free (self->order);
  g_free (self);
}

gsize
tn_cloud_get_n_shown (const TnCloud *self)
{
  return self->n_shown;
}

/**
 * tn_cloud_get_range:
 * @vertical: whether of y
 * @from: (out): the least value; above @to when there is no point
 * @to: (out): the largest
 */
void
tn_cloud_get_range (const TnCloud *self, gboolean vertical, double *from, double *to)
{
  *from = vertical ? self->y_from : self->x_from;
  *to = vertical ? self->y_to : self->x_to;
}

typedef struct
{
  const TnCloud *cloud;
  double x, y, x_weight, y_weight;
  double best;
  gssize found;
} Search;

static void
try_point (Search *self, gsize i)
{
  double dx = (self->cloud->x[i] - self->x) * self->x_weight;
  double dy = (self->cloud->y[i] - self->y) * self->y_weight;
  double far = dx * dx + dy * dy;

  /* Of points at one place the first row is found, whatever the order of the cells. */
  if (far < self->best || (far == self->best && (gssize) i < self->found))
    {
      self->best = far;
      self->found = (gssize) i;
    }
}

static void
try_cell (Search *self, int column, int row)
{
  const TnCloud *cloud = self->cloud;
  int side = (int) cloud->side;
  gsize cell;

  if (column < 0 || row < 0 || column >= side || row >= side)
    return;
  cell = (gsize) row * cloud->side + (gsize) column;
  for (guint32 k = cloud->starts[cell]; k < cloud->starts[cell + 1]; k++)
    try_point (self, cloud->order[k]);
}

/* How far away, at least, what lies outside the square of cells is. */
static double
least_outside (const Search *self, int column, int row, int ring)
{
  const TnCloud *cloud = self->cloud;
  int side = (int) cloud->side;
  double least = INFINITY;

  if (column - ring > 0)
    least = MIN (least,
                 (self->x - (cloud->x_from + (column - ring) / cloud->x_cells)) * self->x_weight);
  if (column + ring + 1 < side)
    least = MIN (least,
                 (cloud->x_from + (column + ring + 1) / cloud->x_cells - self->x) * self->x_weight);
  if (row - ring > 0)
    least =
        MIN (least, (self->y - (cloud->y_from + (row - ring) / cloud->y_cells)) * self->y_weight);
  if (row + ring + 1 < side)
    least =
        MIN (least, (cloud->y_from + (row + ring + 1) / cloud->y_cells - self->y) * self->y_weight);

  /* Cells are found by a rounded product: no closer than a hair. */
  return MAX (0, least * (1 - 1e-9));
}

/* Squares of cells around the place, until nothing outside them can be nearer. */
static void
search_cells (Search *self)
{
  const TnCloud *cloud = self->cloud;
  int column = (int) cell_at (self->x, cloud->x_from, cloud->x_cells, cloud->side);
  int row = (int) cell_at (self->y, cloud->y_from, cloud->y_cells, cloud->side);

  for (int ring = 0; ring < (int) cloud->side; ring++)
    {
      double outside;

      for (int at = -ring; at <= ring; at++)
        {
          try_cell (self, column + at, row - ring);
          if (ring > 0)
            try_cell (self, column + at, row + ring);
        }
      for (int at = 1 - ring; at < ring; at++)
        {
          try_cell (self, column - ring, row + at);
          try_cell (self, column + ring, row + at);
        }
      outside = least_outside (self, column, row, ring);
      if (self->found >= 0 && self->best <= outside * outside)
        break;
    }
}

/**
 * tn_cloud_find:
 * @x: a place, in values
 * @y: a place
 * @x_weight: how far apart two values of x are that differ by one, above 0: pixels
 * @y_weight: the same of y
 *
 * Finds the nearest point itself, not the cell it is drawn in.
 *
 * Returns: its index; of several equally near ones the lowest; -1 where there is none
 */
gssize
tn_cloud_find (const TnCloud *self, double x, double y, double x_weight, double y_weight)
{
  Search search = { self, x, y, x_weight, y_weight, INFINITY, -1 };

  g_return_val_if_fail (self != NULL, -1);

  if (!isfinite (x) || !isfinite (y) || !(x_weight > 0) || !(y_weight > 0))
    return -1;
  if (self->side > 0)
    search_cells (&search);
  else
    for (gsize i = 0; i < self->n; i++)
      if (is_shown (self, i))
        try_point (&search, i);

  return search.found;
}

static void
count_points (TnRaster *self, gsize from, gsize to)
{
  const TnRasterGrid *grid = &self->grid;
  const double *x = self->cloud->x, *y = self->cloud->y;
  double x_cells = grid->columns / (grid->x_to - grid->x_from);
  double y_cells = grid->rows / (grid->y_to - grid->y_from);

  /* The last cell holds its upper edge, so that the largest value is seen. */
  for (gsize i = from; i < to; i++)
    if (x[i] >= grid->x_from && x[i] <= grid->x_to && y[i] >= grid->y_from && y[i] <= grid->y_to)
      {
        guint column = MIN ((guint) ((x[i] - grid->x_from) * x_cells), grid->columns - 1);
        guint row = MIN ((guint) ((y[i] - grid->y_from) * y_cells), grid->rows - 1);

        self->counts[(gsize) row * grid->columns + column]++;
      }
}

/**
 * tn_raster_new:
 * @cloud: points
 * @grid: the part of the plane and its cells
 *
 * Counts points in cells. Errors: %TN_ERROR_SPACE, %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): the counts
 */
TnRaster *
tn_raster_new (const TnCloud *cloud,
               const TnRasterGrid *grid,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (TnRaster) self = g_new0 (TnRaster, 1);
  gsize n_cells = (gsize) grid->columns * grid->rows;

  g_atomic_ref_count_init (&self->ref_count);
  self->cloud = cloud;
  self->grid = *grid;
  self->counts = g_try_malloc0_n (MAX (n_cells, 1), sizeof *self->counts);
  if (self->counts == NULL)
    {
      tn_error_set (error, TN_ERROR_SPACE,
                    N_ ("There is not enough memory for a picture of this size; make it smaller."),
                    NULL);
      return NULL;
    }
  for (gsize i = 0; i < cloud->n; i += LOOK_EVERY)
    {
      if (tn_cancelled (cancellable, error))
        return NULL;
      count_points (self, i, MIN (cloud->n, i + LOOK_EVERY));
    }
  for (gsize i = 0; i < n_cells; i++)
    self->most = MAX (self->most, self->counts[i]);

  return g_steal_pointer (&self);
}

TnRaster *
tn_raster_ref (TnRaster *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tn_raster_unref (TnRaster *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->counts);
  g_free (self);
}

/* Whether these are the counts of these cells. */
gboolean
tn_raster_is_of (const TnRaster *self, const TnCloud *cloud, const TnRasterGrid *grid)
{
  return self->cloud == cloud && self->grid.x_from == grid->x_from &&
         self->grid.x_to == grid->x_to && self->grid.y_from == grid->y_from &&
         self->grid.y_to == grid->y_to && self->grid.columns == grid->columns &&
         self->grid.rows == grid->rows;
}

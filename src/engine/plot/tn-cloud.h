/* tn-cloud.h: very many points: counted in cells for the eye, found one by one for the pointer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* More points than these are drawn as counts. */
#define TN_CLOUD_FROM 20000

/**
 * TnCloud:
 *
 * Points with an index by place. Immutable; the points are borrowed.
 */
typedef struct _TnCloud TnCloud;

TnCloud *tn_cloud_new (gsize n, const double *x, const double *y);
void tn_cloud_free (TnCloud *self);
gsize tn_cloud_get_n_shown (const TnCloud *self);
void tn_cloud_get_range (const TnCloud *self, gboolean vertical, double *from, double *to);
gssize tn_cloud_find (const TnCloud *self, double x, double y, double x_weight, double y_weight);

/* A part of the plane cut into cells; from and to are values, rising. */
typedef struct
{
  double x_from, x_to, y_from, y_to;
  guint columns, rows;
} TnRasterGrid;

/**
 * TnRaster:
 * @cloud: what was counted, to tell rasters apart
 * @counts: (array length=columns*rows): row after row, the lowest values first
 * @most: in the fullest cell
 *
 * How many points are in each cell. Immutable; reference-counted.
 */
typedef struct
{
  gatomicrefcount ref_count;
  const TnCloud *cloud;
  TnRasterGrid grid;
  guint32 *counts;
  guint32 most;
} TnRaster;

TnRaster *tn_raster_new (const TnCloud *cloud,
                         const TnRasterGrid *grid,
                         GCancellable *cancellable,
                         GError **error);
TnRaster *tn_raster_ref (TnRaster *self);
void tn_raster_unref (TnRaster *self);
gboolean tn_raster_is_of (const TnRaster *self, const TnCloud *cloud, const TnRasterGrid *grid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnCloud, tn_cloud_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnRaster, tn_raster_unref)

G_END_DECLS

/* tn-layers-private.h: for the files of the layered drawing only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-layers.h"

G_BEGIN_DECLS

/**
 * TnSides:
 *
 * The edges of each vertex to the column on one side: neighbours of vertex v are
 * @ends[@begin[v]] … @ends[@begin[v + 1] - 1].
 */
typedef struct
{
  guint *begin;
  guint *ends;
} TnSides;

/**
 * TnColumns:
 * @begin: (array): where each column begins in @order; one more at the end
 * @order: (array): vertices, column by column, from the top
 * @place: (array): of each vertex in its column
 */
typedef struct
{
  const TnLayers *layers;
  guint *begin;
  guint *order;
  guint *place;
  TnSides left, right;
  double *old; /* of each vertex: where it was, interpolated where links pass; NULL without */
  guint *rank; /* of vertices of units with several columns: their order among each other */
} TnColumns;

/* Columns of units: fills @column and @n_columns; gives the direction each link is drawn in. */
TnLayersLink *tn_layers_choose_columns (TnLayers *self);
/* Fewest crossings that are found. */
guint tn_columns_order (TnColumns *self);
void tn_columns_place (const TnColumns *self, double *y);

G_END_DECLS

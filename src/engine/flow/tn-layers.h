/* tn-layers.h: a layered drawing: columns, order in them, and rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TN_LAYERS_NONE G_MAXUINT

typedef struct
{
  guint from, to;
} TnLayersLink;

/**
 * TnLayersUnit:
 * @span: columns it takes, at least 1
 * @height: in pixels
 * @old: where its top was, NAN when it was nowhere
 *
 * A card, or a group of cards that stays together.
 */
typedef struct
{
  guint span;
  double height;
  double old;
} TnLayersUnit;

/**
 * TnLayers:
 * @n_units: how many
 * @units: (array length=n_units)
 * @n_links: how many
 * @links: (array length=n_links): any, also circles and links to itself
 * @n_columns: of the drawing
 * @column: (array length=n_units): the first column of each
 * @y: (array length=n_units): its top, on dots of @grid
 * @n_crossings: of links, in this order
 * @n_vertices: units, a vertex a column, and places where links pass a column
 * @vertex_column: (array length=n_vertices)
 * @vertex_place: (array length=n_vertices): from the top
 * @vertex_unit: (array length=n_vertices): %TN_LAYERS_NONE where a link passes
 * @n_edges: pieces of links from one column to the next
 * @edges: (array length=n_edges): vertices
 */
typedef struct
{
  guint n_units;
  const TnLayersUnit *units;
  guint n_links;
  const TnLayersLink *links;
  double grid;
  double gap;

  guint n_columns;
  guint *column;
  double *y;
  guint n_crossings;

  guint n_vertices;
  guint *vertex_column;
  guint *vertex_place;
  guint *vertex_unit;
  guint n_edges;
  TnLayersLink *edges;
} TnLayers;

/* Of a connected graph or of any; parts that are not connected are not told apart. */
void tn_layers_init (TnLayers *self,
                     const TnLayersUnit *units,
                     guint n_units,
                     const TnLayersLink *links,
                     guint n_links,
                     double grid,
                     double gap);
void tn_layers_clear (TnLayers *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnLayers, tn_layers_clear)

G_END_DECLS

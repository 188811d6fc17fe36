/* wb-scene.h: where everything of a canvas is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-board.h"

G_BEGIN_DECLS

#define WB_PORT_RADIUS 8

/**
 * WbSceneCard:
 * @node: of the graph
 * @box: of its card; of its group's where that is folded
 * @group: the group it is in, or -1
 * @hidden: its group is folded
 */
typedef struct
{
  const TnGraphNode *node;
  TnBox box;
  int group;
  gboolean hidden;
} WbSceneCard;

/* From (@x0, @y0) to (@x1, @y1); @hidden inside a folded group. */
typedef struct
{
  guint from, from_port, to, to_port;
  double x0, y0, x1, y1;
  gboolean hidden;
} WbSceneLink;

/**
 * WbPort:
 * @card: place of the card, -1 for none
 * @output: whether it gives
 * @index: among the inputs or outputs
 */
typedef struct
{
  int card;
  gboolean output;
  guint index;
} WbPort;

/**
 * WbScene:
 *
 * A pipeline and its board as boxes and curves, in pixels at 100 %. Cards stand in the order of
 * the graph; @order is that of a run.
 */
typedef struct
{
  TnGraph *graph;
  TnBoard *board;
  WbSceneCard *cards;
  guint n_cards;
  WbSceneLink *links;
  guint n_links;
  guint *order;
} WbScene;

WbScene *wb_scene_new (TnGraph *graph, TnBoard *board);
void wb_scene_free (WbScene *self);

/* Links follow. */
void wb_scene_move (WbScene *self, guint card, double x, double y);
void wb_scene_update_links (WbScene *self);

/* As tn_board_get_group_box(), with its cards where they are while they are dragged. */
gboolean wb_scene_get_group_box (const WbScene *self, guint group, TnBox *box);
TnBox wb_scene_get_extent (const WbScene *self);
gboolean wb_box_meets (const TnBox *a, const TnBox *b);
const TnPortSpec *wb_scene_get_port_spec (const WbScene *self, WbPort port);
void wb_scene_get_port (const WbScene *self, WbPort port, double *x, double *y);

/* @t from 0 at its beginning to 1. */
void wb_scene_get_link_point (const WbSceneLink *link, double t, double *x, double *y);

/* What is there; -1 for nothing. */
int wb_scene_find_card (const WbScene *self, double x, double y);
WbPort wb_scene_find_port (const WbScene *self, double x, double y, double slack);
int wb_scene_find_link (const WbScene *self, double x, double y, double slack);
int wb_scene_find_group (const WbScene *self, double x, double y);
int wb_scene_find_note (const WbScene *self, double x, double y);

/* By the keyboard: along a link where one leads that way, else the nearest; -1 for none. */
int wb_scene_find_towards (const WbScene *self, guint card, int dx, int dy);
/* The one that runs before or after; -1 beyond the ends. */
int wb_scene_find_in_order (const WbScene *self, int card, int by);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbScene, wb_scene_free)

G_END_DECLS

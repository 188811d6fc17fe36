/* tn-arrange.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-arrange.h"

#include <math.h>

#include "tn-layers.h"

#define GAP_X    (TN_ARRANGE_COLUMN - TN_CARD_WIDTH)
#define GAP_Y    (TN_ARRANGE_ROW - TN_CARD_HEIGHT)
#define GAP_PART 36 /* between parts that are not linked, beside @GAP_Y */

static double
to_grid (double value)
{
  return round (value / TN_BOARD_GRID) * TN_BOARD_GRID + 0.0;
}

/* --- What is laid out as one: cards, or the groups and cards of a board --- */

typedef struct
{
  guint n;
  TnLayersUnit *units;
  double *old_x;
  GArray *links; /* of TnLayersLink */
  double *x, *y;
  double width, height;
  guint n_crossings;
} Sheet;

static void
sheet_init (Sheet *self, guint n)
{
  *self = (Sheet){ .n = n };
  self->units = g_new0 (TnLayersUnit, MAX (n, 1));
  self->old_x = g_new0 (double, MAX (n, 1));
  self->x = g_new0 (double, MAX (n, 1));
  self->y = g_new0 (double, MAX (n, 1));
  self->links = g_array_new (FALSE, FALSE, sizeof (TnLayersLink));
}

static void
sheet_clear (Sheet *self)
{
  g_free (self->units);
  g_free (self->old_x);
  g_free (self->x);
  g_free (self->y);
  g_clear_pointer (&self->links, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sheet, sheet_clear)

/* Units that hang together. */
typedef struct
{
  guint index; /* by the first of its units */
  GArray *units;
  GArray *links; /* by place in @units */
  double x, y;   /* where it was */
  double width, height;
} Part;

static void
part_free (gpointer data)
{
  Part *self = data;

  g_array_unref (self->units);
  g_array_unref (self->links);
  g_free (self);
}

static guint
find_root (guint *parents, guint at)
{
  while (parents[at] != at)
    at = parents[at] = parents[parents[at]];

  return at;
}

static GPtrArray *
find_parts (const Sheet *self)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (part_free);
  g_autofree guint *parents = g_new (guint, MAX (self->n, 1));
  g_autofree guint *places = g_new (guint, MAX (self->n, 1));
  g_autofree Part **of = g_new0 (Part *, MAX (self->n, 1));

  for (guint i = 0; i < self->n; i++)
    parents[i] = i;
  for (guint i = 0; i < self->links->len; i++)
    {
      const TnLayersLink *link = &g_array_index (self->links, TnLayersLink, i);
      guint a = find_root (parents, link->from), b = find_root (parents, link->to);

      parents[MAX (a, b)] = MIN (a, b);
    }
  for (guint i = 0; i < self->n; i++)
    {
      guint root = find_root (parents, i);
      Part *part = of[root];

      if (part == NULL)
        {
          part = of[root] = g_new0 (Part, 1);
          part->index = i;
          part->units = g_array_new (FALSE, FALSE, sizeof (guint));
          part->links = g_array_new (FALSE, FALSE, sizeof (TnLayersLink));
          part->x = part->y = INFINITY;
          g_ptr_array_add (parts, part);
        }
      places[i] = part->units->len;
      g_array_append_val (part->units, i);
      part->x = fmin (part->x, self->old_x[i]);
      part->y = fmin (part->y, self->units[i].old);
    }
  for (guint i = 0; i < self->links->len; i++)
    {
      TnLayersLink link = g_array_index (self->links, TnLayersLink, i);
      Part *part = of[find_root (parents, link.from)];

      link = (TnLayersLink){ places[link.from], places[link.to] };
      g_array_append_val (part->links, link);
    }

  return parts;
}

static void
lay_out_part (Sheet *self, Part *part)
{
  guint n = part->units->len;
  g_autofree TnLayersUnit *units = g_new (TnLayersUnit, n);
  g_auto (TnLayers) layers = { 0 };

  for (guint i = 0; i < n; i++)
    units[i] = self->units[g_array_index (part->units, guint, i)];
  tn_layers_init (&layers, units, n, (const TnLayersLink *) (gpointer) part->links->data,
                  part->links->len, TN_BOARD_GRID, GAP_Y);
  for (guint i = 0; i < n; i++)
    {
      guint unit = g_array_index (part->units, guint, i);

      self->x[unit] = layers.column[i] * TN_ARRANGE_COLUMN;
      self->y[unit] = layers.y[i];
      part->height = MAX (part->height, layers.y[i] + units[i].height);
    }
  part->width = layers.n_columns * TN_ARRANGE_COLUMN - GAP_X;
  self->n_crossings += layers.n_crossings;
}

/* From where they were, else the large ones first. */
static int
compare_parts (gconstpointer a, gconstpointer b)
{
  const Part *x = *(Part *const *) a, *y = *(Part *const *) b;

  if (isfinite (x->y) && isfinite (y->y) && x->y != y->y)
    return x->y < y->y ? -1 : 1;
  if (isfinite (x->x) && isfinite (y->x) && x->x != y->x)
    return x->x < y->x ? -1 : 1;
  if (!isfinite (x->y) && x->units->len != y->units->len)
    return x->units->len > y->units->len ? -1 : 1;

  return (x->index > y->index) - (x->index < y->index);
}

/* On shelves, from the left: the widest part decides, or a sheet of about two to one. */
static void
pack (Sheet *self, GPtrArray *parts)
{
  double area = 0, most = 0, x = 0, y = 0, shelf = 0;

  g_ptr_array_sort (parts, compare_parts);
  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = g_ptr_array_index (parts, i);

      area += (part->width + GAP_X) * (part->height + GAP_Y);
      most = MAX (most, part->width);
    }
  most = MAX (most, sqrt (2 * area));
  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = g_ptr_array_index (parts, i);

      if (x > 0 && x + part->width > most)
        {
          y += ceil ((shelf + GAP_Y) / TN_BOARD_GRID) * TN_BOARD_GRID + GAP_PART;
          x = shelf = 0;
        }
      for (guint k = 0; k < part->units->len; k++)
        {
          guint unit = g_array_index (part->units, guint, k);

          self->x[unit] += x;
          self->y[unit] += y;
        }
      self->width = MAX (self->width, x + part->width);
      self->height = MAX (self->height, y + part->height);
      shelf = MAX (shelf, part->height);
      x += part->width + GAP_X;
    }
}

static void
lay_out (Sheet *self)
{
  g_autoptr (GPtrArray) parts = find_parts (self);

  for (guint i = 0; i < parts->len; i++)
    lay_out_part (self, g_ptr_array_index (parts, i));
  pack (self, parts);
}

/* --- Pipelines --- */

/* Where the steps of a pipeline stand on sheets: each group has one, and one has the groups and all
 * other steps. */
typedef struct
{
  TnGraph *graph;
  const TnBoard *board;
  guint n_groups;
  Sheet *groups;
  Sheet top;
  int *group;         /* of each step, or -1 */
  guint *place;       /* of each step on its sheet */
  guint *group_place; /* of each group on the top one */
} Plan;

static void
plan_clear (Plan *self)
{
  for (guint i = 0; i < self->n_groups; i++)
    sheet_clear (&self->groups[i]);
  g_free (self->groups);
  sheet_clear (&self->top);
  g_free (self->group);
  g_free (self->place);
  g_free (self->group_place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static void
set_card (Plan *self, Sheet *sheet, guint place, const char *node)
{
  double x = NAN, y = NAN;

  tn_board_get_place (self->board, node, &x, &y);
  sheet->units[place] = (TnLayersUnit){ .span = 1, .height = TN_CARD_HEIGHT, .old = y };
  sheet->old_x[place] = x;
}

static void
plan_init (Plan *self, TnGraph *graph, const TnBoard *board)
{
  guint n = tn_graph_get_n_nodes (graph), n_top = 0;
  g_autofree guint *counts = NULL;

  *self = (Plan){ .graph = graph, .board = board, .n_groups = tn_board_get_n_groups (board) };
  counts = g_new0 (guint, self->n_groups + 1);
  self->groups = g_new0 (Sheet, self->n_groups + 1);
  self->group_place = g_new0 (guint, self->n_groups + 1);
  self->group = g_new (int, MAX (n, 1));
  self->place = g_new (guint, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    {
      self->group[i] = tn_board_find_group_of (board, tn_graph_get_node (graph, i)->id);
      /* The first of a group gives it its place. */
      if (self->group[i] >= 0 && counts[self->group[i]] == 0)
        self->group_place[self->group[i]] = n_top++;
      self->place[i] = self->group[i] >= 0 ? counts[self->group[i]]++ : n_top++;
    }
  sheet_init (&self->top, n_top);
  for (guint i = 0; i < self->n_groups; i++)
    sheet_init (&self->groups[i], counts[i]);
  for (guint i = 0; i < n; i++)
    set_card (self, self->group[i] >= 0 ? &self->groups[self->group[i]] : &self->top,
              self->place[i], tn_graph_get_node (graph, i)->id);
}

static void
add_links (Plan *self)
{
  for (guint i = 0; i < tn_graph_get_n_links (self->graph); i++)
    {
      const TnGraphLink *link = tn_graph_get_link (self->graph, i);
      int from = self->group[link->from], to = self->group[link->to];
      Sheet *sheet = from >= 0 && from == to ? &self->groups[from] : &self->top;
      TnLayersLink drawn = { self->place[link->from], self->place[link->to] };

      if (sheet == &self->top && from >= 0)
        drawn.from = self->group_place[from];
      if (sheet == &self->top && to >= 0)
        drawn.to = self->group_place[to];
      g_array_append_val (sheet->links, drawn);
    }
}

static void
lay_out_groups (Plan *self)
{
  for (guint i = 0; i < self->n_groups; i++)
    {
      Sheet *sheet = &self->groups[i];
      guint place = self->group_place[i];
      TnBox box = { NAN, NAN, 0, 0 };

      if (sheet->n == 0)
        continue;
      lay_out (sheet);
      box.x = box.y = INFINITY;
      for (guint k = 0; k < sheet->n; k++)
        {
          box.x = fmin (box.x, sheet->old_x[k]);
          box.y = fmin (box.y, sheet->units[k].old);
        }
      self->top.units[place] = (TnLayersUnit){
        .span = (guint) round ((sheet->width + GAP_X) / TN_ARRANGE_COLUMN),
        .height = sheet->height + 2 * TN_GROUP_PADDING + TN_GROUP_HEAD,
        .old = isfinite (box.y) ? box.y - TN_GROUP_PADDING - TN_GROUP_HEAD : NAN,
      };
      self->top.old_x[place] = isfinite (box.x) ? box.x : NAN;
      self->top.n_crossings += sheet->n_crossings;
    }
}

static void
get_arranged (const Plan *self, guint node, double *x, double *y)
{
  int group = self->group[node];
  guint place = group >= 0 ? self->group_place[group] : self->place[node];

  *x = self->top.x[place];
  *y = self->top.y[place];
  if (group < 0)
    return;
  *x += self->groups[group].x[self->place[node]];
  *y += self->groups[group].y[self->place[node]] + TN_GROUP_PADDING + TN_GROUP_HEAD;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
find_median (double *values, guint n)
{
  qsort (values, n, sizeof *values, compare_doubles);

  return values[n / 2];
}

/* The sheet is put where most cards stay. */
static void
find_shift (const Plan *self, double *x, double *y)
{
  guint n = tn_graph_get_n_nodes (self->graph), n_placed = 0;
  g_autofree double *dx = g_new (double, MAX (n, 1));
  g_autofree double *dy = g_new (double, MAX (n, 1));

  *x = *y = 0;
  for (guint i = 0; i < n; i++)
    {
      double old_x, old_y, new_x, new_y;

      if (!tn_board_get_place (self->board, tn_graph_get_node (self->graph, i)->id, &old_x, &old_y))
        continue;
      get_arranged (self, i, &new_x, &new_y);
      dx[n_placed] = old_x - new_x;
      dy[n_placed++] = old_y - new_y;
    }
  if (n_placed == 0)
    return;
  *x = to_grid (find_median (dx, n_placed));
  *y = to_grid (find_median (dy, n_placed));
}

/* --- Notes --- */

static gboolean
boxes_meet (const TnBox *a, const TnBox *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
         b->y < a->y + a->height;
}

/* The card a note stands nearest to. */
static const char *
find_anchor (TnGraph *graph, const TnBoard *board, const TnBox *note)
{
  const char *anchor = NULL;
  double least = INFINITY;

  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    {
      const char *id = tn_graph_get_node (graph, i)->id;
      double x, y, distance;

      if (!tn_board_get_place (board, id, &x, &y))
        continue;
      distance = fabs (x + TN_CARD_WIDTH / 2.0 - note->x - note->width / 2) +
                 fabs (y + TN_CARD_HEIGHT / 2.0 - note->y - note->height / 2);
      if (distance < least)
        {
          least = distance;
          anchor = id;
        }
    }

  return anchor;
}

static gboolean
note_is_free (TnGraph *graph, const TnBoard *board, guint index, const TnBox *box)
{
  for (guint i = 0; i < index; i++)
    if (boxes_meet (&tn_board_get_note (board, i)->box, box))
      return FALSE;
  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    {
      TnBox card = { .width = TN_CARD_WIDTH, .height = TN_CARD_HEIGHT };

      if (tn_board_get_place (board, tn_graph_get_node (graph, i)->id, &card.x, &card.y) &&
          boxes_meet (&card, box))
        return FALSE;
    }

  return TRUE;
}

/* A note goes with its card; where that is not free any more, above everything. */
static void
take_notes (TnGraph *graph, const TnBoard *before, TnBoard *board)
{
  TnBox extent;

  for (guint i = 0; i < tn_board_get_n_notes (before); i++)
    {
      const TnBoardNote *note = tn_board_get_note (before, i);
      const char *anchor = find_anchor (graph, before, &note->box);
      double old_x, old_y, new_x, new_y;
      TnBox box = note->box;

      if (anchor == NULL)
        continue;
      tn_board_get_place (before, anchor, &old_x, &old_y);
      tn_board_get_place (board, anchor, &new_x, &new_y);
      box.x += new_x - old_x;
      box.y += new_y - old_y;
      if (!note_is_free (graph, board, i, &box))
        {
          tn_board_get_extent (board, &extent);
          box.y = extent.y - box.height - TN_BOARD_GRID;
        }
      tn_board_set_note_box (board, note->id, &box);
    }
}

/* --- The whole --- */

static gboolean
has_places (TnGraph *graph, const TnBoard *board)
{
  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    if (tn_board_get_place (board, tn_graph_get_node (graph, i)->id, NULL, NULL))
      return TRUE;

  return FALSE;
}

static guint
count_moved (TnGraph *graph, const TnBoard *before, const TnBoard *after)
{
  guint n_moved = 0;

  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    {
      const char *id = tn_graph_get_node (graph, i)->id;
      double x, y, new_x, new_y;

      if (tn_board_get_place (before, id, &x, &y) && tn_board_get_place (after, id, &new_x, &new_y))
        n_moved += x != new_x || y != new_y;
    }

  return n_moved;
}

/**
 * tn_arrange:
 * @facts: (out) (optional)
 *
 * Lays out all steps from left to right, in columns (see tn_layers_init()). A group stays together
 * and nothing else stands in its box; a link that would have to enter a box it came out of goes
 * back. Parts that are not linked are put side by side. Steps keep their order where it costs no
 * crossing, and the whole stays where most of them were. Notes go with the card they are nearest
 * to. Equal graphs and boards give equal boards.
 *
 * Returns: (transfer full): may be changed
 */
TnBoard *
tn_arrange (TnGraph *graph, const TnBoard *board, TnArrangeFacts *facts)
{
  TnBoard *arranged = tn_board_copy (board);
  g_autoptr (TnBoard) known = tn_board_copy (board);
  g_auto (Plan) plan = { 0 };
  double dx, dy;

  if (has_places (graph, board))
    tn_arrange_missing (graph, known);
  plan_init (&plan, graph, known);
  add_links (&plan);
  lay_out_groups (&plan);
  lay_out (&plan.top);
  find_shift (&plan, &dx, &dy);
  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    {
      double x, y;

      get_arranged (&plan, i, &x, &y);
      tn_board_set_place (arranged, tn_graph_get_node (graph, i)->id, x + dx, y + dy);
    }
  take_notes (graph, known, arranged);
  if (facts != NULL)
    *facts = (TnArrangeFacts){ .n_crossings = plan.top.n_crossings,
                               .n_moved = count_moved (graph, board, arranged) };

  return arranged;
}

/* tn-template-draw.c: how the pipeline of a question is drawn at first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-arrange.h"
#include "tn-graph-private.h"
#include "tn-pipeline-run.h"
#include "tn-template.h"

#define NOTE_HEIGHT 108
#define NOTE_WIDTH  380 /* at most */

typedef enum
{
  LANE_PREPARE,
  LANE_FEATURES,
  LANE_MODEL,
  LANE_USE,
  N_LANES,
} Lane;

static const struct
{
  const char *title;
  const char *note;
} lanes[N_LANES] = {
  { N_ ("Prepare"), N_ ("Brings the data in and leaves out what cannot be used. Look at what "
                        "“Clean” counted before "
                        "you trust anything further on.") },
  { N_ ("Features"),
    N_ ("Who is asked about, at which dates, and what was known of each customer before that date. "
        "Nothing from after a date comes in.") },
  { N_ ("Model"),
    N_ ("Learns from earlier dates and is tested on later ones. The base rate and the recency rule "
        "are what a model has to beat.") },
  { N_ ("Use"),
    N_ ("Compares the models, ranks today's customers by what is at stake, and puts everything on "
        "pages to hand on.") },
};

/* Whether each step is a split or behind one. */
static gboolean *
find_split (TnGraph *graph)
{
  guint n = tn_graph_get_n_nodes (graph);
  gboolean *behind = g_new0 (gboolean, MAX (n, 1));
  g_autofree guint *order = tn_graph_sort (graph, NULL);
  g_auto (TnGraphEnds) in = { 0 };

  tn_graph_ends_init (&in, graph, TRUE);
  for (guint i = 0; i < n && order != NULL; i++)
    {
      const TnGraphNode *node = tn_graph_get_node (graph, order[i]);

      behind[order[i]] = node->spec != NULL && (node->spec->flags & TN_NODE_SPLITS);
      for (guint k = in.begin[order[i]]; k < in.begin[order[i] + 1]; k++)
        behind[order[i]] |= behind[tn_graph_get_link (graph, in.links[k])->from];
    }

  return behind;
}

static Lane
get_lane (const TnGraphNode *node, gboolean behind_split)
{
  if (node->spec != NULL && (node->spec->flags & TN_NODE_GATHERS))
    return LANE_USE;
  if (behind_split)
    return LANE_MODEL;

  return node->spec != NULL && g_strcmp0 (node->spec->group, "features") == 0 ? LANE_FEATURES
                                                                              : LANE_PREPARE;
}

/**
 * tn_graph_draw_lanes:
 * @language: of the titles and notes: they are the shop's own from then on
 *
 * Groups the steps in lanes (prepare, features, model, use), arranges them, and puts a note above
 * each that says what it is for.
 *
 * Returns: (transfer full)
 */
TnBoard *
tn_graph_draw_lanes (TnGraph *graph, const TnLanguage *language)
{
  g_autoptr (TnBoard) grouped = tn_board_new ();
  g_autofree gboolean *behind = find_split (graph);
  Lane shown[N_LANES];
  guint n_shown = 0;
  TnBoard *board;

  for (Lane lane = 0; lane < N_LANES; lane++)
    {
      g_autoptr (GPtrArray) members = g_ptr_array_new ();

      for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
        if (get_lane (tn_graph_get_node (graph, i), behind[i]) == lane)
          g_ptr_array_add (members, tn_graph_get_node (graph, i)->id);
      if (members->len == 0)
        continue;
      g_ptr_array_add (members, NULL);
      tn_board_add_group (grouped, tn_language_lookup (language, lanes[lane].title),
                          (const char *const *) members->pdata);
      shown[n_shown++] = lane;
    }
  board = tn_arrange (graph, grouped, NULL);
  for (guint i = 0; i < n_shown; i++)
    {
      TnBox box, note;

      tn_board_get_group_box (board, i, &box);
      note = (TnBox){ box.x, box.y - NOTE_HEIGHT - TN_BOARD_GRID, MIN (box.width, NOTE_WIDTH),
                      NOTE_HEIGHT };
      tn_board_add_note (board, tn_language_lookup (language, lanes[shown[i]].note), &note);
    }

  return board;
}

/**
 * tn_project_lay_out:
 * @label: (transfer full): what was done, for the history
 *
 * Puts a pipeline and how it is drawn into the project, as one step of the history.
 */
gboolean
tn_project_lay_out (TnProject *project,
                    const char *name,
                    TnGraph *graph,
                    const TnBoard *board,
                    TnMessage *label,
                    GError **error)
{
  g_autoptr (TnEdit) edit = tn_edit_new (label);

  tn_edit_put_pipeline (edit, name, graph);
  tn_edit_put_board (edit, name, board);

  return tn_project_edit (project, edit, error);
}

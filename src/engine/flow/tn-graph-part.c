/* tn-graph-part.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-graph-part.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-json.h"

#define MAX_ID 100

/* --- Whole pipelines --- */

/**
 * tn_pipeline_to_json:
 *
 * Returns: (transfer full)
 */
JsonNode *
tn_pipeline_to_json (TnGraph *graph, const TnBoard *board)
{
  JsonNode *node = tn_graph_to_json (graph);

  json_object_set_member (json_node_get_object (node), "board", tn_board_to_json (board));

  return node;
}

/* All of it but the board. */
static JsonNode *
dup_graph_part (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *graph = json_object_new ();
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *at = names; at != NULL; at = at->next)
    if (!g_str_equal (at->data, "board"))
      json_object_set_member (graph, at->data,
                              tn_json_copy (json_object_get_member (object, at->data)));
  json_node_take_object (node, graph);

  return node;
}

/**
 * tn_pipeline_from_json:
 * @node: of unknown origin
 * @error: %TN_ERROR_FORMAT
 *
 * Returns: (transfer full): the pipeline; it may be unsound
 */
TnGraph *
tn_pipeline_from_json (JsonNode *node, TnBoard **board, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *drawn = object != NULL ? json_object_get_member (object, "board") : NULL;
  g_autoptr (JsonNode) part = object != NULL ? dup_graph_part (object) : tn_json_copy (node);
  g_autoptr (TnGraph) graph = tn_graph_from_json (part, error);
  g_autoptr (TnBoard) read = NULL;

  if (graph == NULL)
    return NULL;
  read = drawn != NULL ? tn_board_from_json (drawn, error) : tn_board_new ();
  if (read == NULL)
    return NULL;
  if (board != NULL)
    *board = g_steal_pointer (&read);

  return g_steal_pointer (&graph);
}

/* --- Copying --- */

static GHashTable *
make_set (const char *const *ids)
{
  GHashTable *set = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    g_hash_table_add (set, (gpointer) ids[i]);

  return set;
}

static const char *
get_text (JsonNode *node, const char *name)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  return tn_json_string (object, name, "");
}

static JsonArray *
select_nodes (JsonArray *nodes, GHashTable *ids)
{
  JsonArray *selected = json_array_new ();

  for (guint i = 0; i < json_array_get_length (nodes); i++)
    {
      JsonNode *node = json_array_get_element (nodes, i);

      if (g_hash_table_contains (ids, get_text (node, "id")))
        json_array_add_element (selected, tn_json_copy (node));
    }

  return selected;
}

static JsonArray *
select_links (JsonArray *links, GHashTable *ids)
{
  JsonArray *selected = json_array_new ();

  for (guint i = 0; i < json_array_get_length (links); i++)
    {
      JsonNode *link = json_array_get_element (links, i);

      if (g_hash_table_contains (ids, get_text (link, "from")) &&
          g_hash_table_contains (ids, get_text (link, "to")))
        json_array_add_element (selected, tn_json_copy (link));
    }

  return selected;
}

static gboolean
has_all (GHashTable *ids, GPtrArray *nodes)
{
  for (guint i = 0; i < nodes->len; i++)
    if (!g_hash_table_contains (ids, g_ptr_array_index (nodes, i)))
      return FALSE;

  return TRUE;
}

static TnBoard *
select_board (const TnBoard *board, GHashTable *ids, GHashTable *notes)
{
  TnBoard *part = tn_board_new ();
  GHashTableIter at;
  gpointer id;

  g_hash_table_iter_init (&at, ids);
  while (g_hash_table_iter_next (&at, &id, NULL))
    {
      double x, y;

      if (tn_board_get_place (board, id, &x, &y))
        tn_board_set_place (part, id, x, y);
    }
  for (guint i = 0; i < tn_board_get_n_groups (board); i++)
    {
      const TnBoardGroup *group = tn_board_get_group (board, i);
      g_autoptr (GPtrArray) members = NULL;

      if (!has_all (ids, group->nodes))
        continue;
      members = g_ptr_array_copy (group->nodes, (GCopyFunc) g_strdup, NULL);
      g_ptr_array_set_free_func (members, g_free);
      g_ptr_array_add (members, NULL);
      tn_board_set_group_folded (
          part, tn_board_add_group (part, group->title, (const char *const *) members->pdata),
          group->folded);
    }
  for (guint i = 0; i < tn_board_get_n_notes (board); i++)
    {
      const TnBoardNote *note = tn_board_get_note (board, i);

      if (g_hash_table_contains (notes, note->id))
        tn_board_add_note (part, note->text, &note->box);
    }

  return part;
}

/**
 * tn_graph_part_to_text:
 * @ids: (array zero-terminated=1)
 * @notes: (array zero-terminated=1) (nullable)
 *
 * Returns: (transfer full): JSON of the same form as a whole pipeline's
 */
char *
tn_graph_part_to_text (TnGraph *graph,
                       const TnBoard *board,
                       const char *const *ids,
                       const char *const *notes)
{
  g_autoptr (GHashTable) id_set = make_set (ids);
  g_autoptr (GHashTable) note_set = make_set (notes);
  g_autoptr (JsonNode) whole = tn_graph_to_json (graph);
  g_autoptr (TnBoard) drawn = select_board (board, id_set, note_set);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *nodes = tn_json_array (json_node_get_object (whole), "nodes");
  JsonArray *links = tn_json_array (json_node_get_object (whole), "links");

  json_node_take_object (node, object);
  json_object_set_array_member (object, "nodes", select_nodes (nodes, id_set));
  json_object_set_array_member (object, "links", select_links (links, id_set));
  json_object_set_member (object, "board", tn_board_to_json (drawn));

  return tn_json_print (node, TRUE);
}

/* --- Pasting --- */

void
tn_pasted_clear (TnPasted *self)
{
  g_clear_pointer (&self->graph, tn_graph_unref);
  g_clear_pointer (&self->board, tn_board_unref);
  g_clear_pointer (&self->ids, g_strfreev);
  g_clear_pointer (&self->notes, g_strfreev);
}

static gboolean
set_paste_error (GError **error)
{
  tn_error_set (error, TN_ERROR_FORMAT,
                N_ ("This text holds no steps of a pipeline. Copy steps first, then paste them."),
                NULL);

  return FALSE;
}

/* %FALSE with one sentence. @graph: (out): what the text says, read as a pipeline of its own. */
static gboolean
read_part (const char *text, TnGraph **graph, TnBoard **board, GError **error)
{
  gsize size = strlen (text);
  g_autoptr (JsonNode) node =
      size <= TN_PART_MAX_BYTES ? tn_json_parse (text, (gssize) size, NULL) : NULL;
  JsonObject *object =
      node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonArray *nodes = tn_json_array (object, "nodes");
  JsonArray *links = tn_json_array (object, "links");

  if (nodes == NULL)
    return set_paste_error (error);
  if (json_array_get_length (nodes) > TN_PART_MAX_NODES ||
      (links != NULL && json_array_get_length (links) > 10 * TN_PART_MAX_NODES))
    {
      tn_error_set (error, TN_ERROR_FORMAT,
                    N_ ("This text holds more than 10,000 steps. Paste fewer at a time."), NULL);
      return FALSE;
    }
  *graph = tn_pipeline_from_json (node, board, error);
  if (*graph == NULL)
    return FALSE;

  return tn_graph_get_n_nodes (*graph) + tn_board_get_n_notes (*board) > 0 ||
         set_paste_error (error);
}

/* “clean_2” is a name made of “clean”; a name no command line could write is not kept. */
static char *
dup_stem (const char *id)
{
  gsize size = strlen (id);

  if (size == 0 || size > MAX_ID || strpbrk (id, ".= \t\r\n") != NULL)
    return g_strdup ("step");
  while (size > 0 && g_ascii_isdigit (id[size - 1]))
    size--;
  if (size > 1 && id[size] != '\0' && id[size - 1] == '_')
    return g_strndup (id, size - 1);

  return g_strdup (id);
}

/* New names by old ones, in the order of the part. @last: numbers given by stem */
static GHashTable *
name_nodes (TnGraph *graph, TnGraph *part, GStrvBuilder *ids)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) last = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < tn_graph_get_n_nodes (part); i++)
    {
      const char *id = tn_graph_get_node (part, i)->id;
      g_autofree char *stem = dup_stem (id);
      guint number = GPOINTER_TO_UINT (g_hash_table_lookup (last, stem));
      char *name = number == 0 ? g_strdup (stem) : NULL;

      for (number = MAX (number, 1); name == NULL || tn_graph_find_node (graph, name) >= 0 ||
                                     g_hash_table_contains (taken, name);)
        {
          g_free (name);
          name = g_strdup_printf ("%s_%u", stem, ++number);
        }
      g_hash_table_add (taken, name);
      g_hash_table_insert (last, g_steal_pointer (&stem), GUINT_TO_POINTER (number));
      g_hash_table_insert (names, (gpointer) id, name);
      g_strv_builder_add (ids, name);
    }

  return names;
}

/* The same object with other names in some members. */
static JsonNode *
rename_members (JsonNode *node, GHashTable *names, const char *const *members)
{
  JsonNode *renamed = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autoptr (GList) known = json_object_get_members (json_node_get_object (node));

  for (GList *at = known; at != NULL; at = at->next)
    {
      JsonNode *value = json_object_get_member (json_node_get_object (node), at->data);

      if (g_strv_contains (members, at->data))
        json_object_set_string_member (object, at->data,
                                       g_hash_table_lookup (names, json_node_get_string (value)));
      else
        json_object_set_member (object, at->data, tn_json_copy (value));
    }
  json_node_take_object (renamed, object);

  return renamed;
}

static TnGraph *
join_graphs (TnGraph *graph, TnGraph *part, GHashTable *names)
{
  static const char *const node_members[] = { "id", NULL };
  static const char *const link_members[] = { "from", "to", NULL };
  g_autoptr (JsonNode) whole = tn_graph_to_json (graph);
  g_autoptr (JsonNode) added = tn_graph_to_json (part);
  JsonArray *nodes = tn_json_array (json_node_get_object (whole), "nodes");
  JsonArray *links = tn_json_array (json_node_get_object (whole), "links");
  JsonArray *new_nodes = tn_json_array (json_node_get_object (added), "nodes");
  JsonArray *new_links = tn_json_array (json_node_get_object (added), "links");

  for (guint i = 0; i < json_array_get_length (new_nodes); i++)
    json_array_add_element (
        nodes, rename_members (json_array_get_element (new_nodes, i), names, node_members));
  for (guint i = 0; i < json_array_get_length (new_links); i++)
    {
      JsonNode *link = json_array_get_element (new_links, i);

      if (g_hash_table_contains (names, get_text (link, "from")) &&
          g_hash_table_contains (names, get_text (link, "to")))
        json_array_add_element (links, rename_members (link, names, link_members));
    }

  return tn_graph_from_json (whole, NULL);
}

static gboolean
is_taken (const TnBoard *board, TnGraph *graph, double x, double y)
{
  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    {
      double at_x, at_y;

      if (tn_board_get_place (board, tn_graph_get_node (graph, i)->id, &at_x, &at_y) &&
          fabs (at_x - x) < TN_BOARD_GRID && fabs (at_y - y) < TN_BOARD_GRID)
        return TRUE;
    }

  return FALSE;
}

/* As far as it takes that no new card lies on one of the old ones; of very many nobody looks. */
static void
find_shift (TnGraph *graph,
            const TnBoard *board,
            TnGraph *part,
            const TnBoard *drawn,
            double *x,
            double *y)
{
  gboolean taken = TRUE;

  *x = *y = 0;
  for (guint i = 0; taken && i < 100; i++)
    {
      taken = FALSE;
      *x += 2 * TN_BOARD_GRID;
      *y += 2 * TN_BOARD_GRID;
      for (guint k = 0; !taken && k < MIN (tn_graph_get_n_nodes (part), 1000); k++)
        {
          double at_x, at_y;

          taken = tn_board_get_place (drawn, tn_graph_get_node (part, k)->id, &at_x, &at_y) &&
                  is_taken (board, graph, at_x + *x, at_y + *y);
        }
    }
}

static void
join_boards (TnPasted *self,
             TnGraph *part,
             const TnBoard *drawn,
             GHashTable *names,
             double x,
             double y)
{
  g_autoptr (GStrvBuilder) notes = g_strv_builder_new ();

  for (guint i = 0; i < tn_graph_get_n_nodes (part); i++)
    {
      const char *id = tn_graph_get_node (part, i)->id;
      double at_x, at_y;

      if (tn_board_get_place (drawn, id, &at_x, &at_y))
        tn_board_set_place (self->board, g_hash_table_lookup (names, id), at_x + x, at_y + y);
    }
  for (guint i = 0; i < tn_board_get_n_groups (drawn); i++)
    {
      const TnBoardGroup *group = tn_board_get_group (drawn, i);
      g_autoptr (GPtrArray) members = g_ptr_array_new ();

      for (guint k = 0; k < group->nodes->len; k++)
        {
          gpointer name = g_hash_table_lookup (names, g_ptr_array_index (group->nodes, k));

          if (name != NULL)
            g_ptr_array_add (members, name);
        }
      if (members->len == 0)
        continue;
      g_ptr_array_add (members, NULL);
      tn_board_set_group_folded (
          self->board,
          tn_board_add_group (self->board, group->title, (const char *const *) members->pdata),
          group->folded);
    }
  for (guint i = 0; i < tn_board_get_n_notes (drawn); i++)
    {
      TnBox box = tn_board_get_note (drawn, i)->box;

      box.x += x;
      box.y += y;
      g_strv_builder_add (
          notes, tn_board_add_note (self->board, tn_board_get_note (drawn, i)->text, &box));
    }
  self->notes = g_strv_builder_end (notes);
}

/**
 * tn_graph_paste:
 * @pasted: (out caller-allocates): cleared with tn_pasted_clear()
 * @error: %TN_ERROR_FORMAT, %TN_ERROR_ARGUMENT when the pipeline would become too large
 *
 * Adds the steps of a text under names of their own, with their settings and the links among them.
 * Kinds of step nobody knows stay as they are; a data set that does not exist here is left for the
 * check to say.
 */
gboolean
tn_graph_paste (TnGraph *graph,
                const TnBoard *board,
                const char *text,
                const TnBox *at,
                TnPasted *pasted,
                GError **error)
{
  g_autoptr (TnGraph) part = NULL;
  g_autoptr (TnBoard) drawn = NULL;
  g_autoptr (GHashTable) names = NULL;
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  TnBox extent = { 0 };
  double x, y;

  if (!read_part (text, &part, &drawn, error))
    return FALSE;
  if (tn_graph_get_n_nodes (graph) + tn_graph_get_n_nodes (part) > TN_GRAPH_MAX_NODES ||
      tn_board_get_n_notes (board) + tn_board_get_n_notes (drawn) > TN_BOARD_MAX_NOTES ||
      tn_board_get_n_groups (board) + tn_board_get_n_groups (drawn) > TN_BOARD_MAX_GROUPS)
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("The pipeline would become too large. Paste fewer steps."), NULL);
      return FALSE;
    }
  find_shift (graph, board, part, drawn, &x, &y);
  if (at != NULL && tn_board_get_extent (drawn, &extent))
    {
      x = at->x - extent.x;
      y = at->y - extent.y;
    }
  names = name_nodes (graph, part, ids);
  *pasted = (TnPasted){ .graph = join_graphs (graph, part, names),
                        .board = tn_board_copy (board),
                        .ids = g_strv_builder_end (ids) };
  join_boards (pasted, part, drawn, names, x, y);

  return TRUE;
}

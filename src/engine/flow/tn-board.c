/* tn-board.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-board-private.h"

static void
group_free (gpointer data)
{
  TnBoardGroup *group = data;

  g_free (group->id);
  g_free (group->title);
  g_ptr_array_unref (group->nodes);
  json_object_unref (group->json);
  g_free (group);
}

static void
note_free (gpointer data)
{
  TnBoardNote *note = data;

  g_free (note->id);
  g_free (note->text);
  json_object_unref (note->json);
  g_free (note);
}

TnBoard *
tn_board_new (void)
{
  TnBoard *self = g_new0 (TnBoard, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->groups = g_ptr_array_new_with_free_func (group_free);
  self->notes = g_ptr_array_new_with_free_func (note_free);
  self->json = json_object_new ();

  return self;
}

TnBoard *
tn_board_ref (const TnBoard *self)
{
  TnBoard *mutable_self = (TnBoard *) self;

  g_atomic_ref_count_inc (&mutable_self->ref_count);

  return mutable_self;
}

void
tn_board_unref (TnBoard *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->places);
  g_hash_table_unref (self->members);
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->notes);
  json_object_unref (self->json);
  g_free (self);
}

/**
 * tn_board_copy:
 *
 * Returns: (transfer full): an equal board that may be changed
 */
TnBoard *
tn_board_copy (const TnBoard *self)
{
  g_autoptr (JsonNode) node = tn_board_to_json (self);

  return tn_board_from_json (node, NULL);
}

gboolean
tn_board_equal (const TnBoard *a, const TnBoard *b)
{
  g_autoptr (JsonNode) x = tn_board_to_json (a);
  g_autoptr (JsonNode) y = tn_board_to_json (b);

  return json_node_equal (x, y);
}

/* Texts are of people and of files: no longer than a board takes. */
static char *
dup_short (const char *text, glong most)
{
  return g_utf8_strlen (text, -1) <= most ? g_strdup (text) : g_utf8_substring (text, 0, most);
}

/* Not -0, which JSON would keep apart from 0. */
static double
to_place (double value)
{
  return isfinite (value) ? CLAMP (value, -TN_BOARD_MAX_PLACE, TN_BOARD_MAX_PLACE) + 0.0 : 0;
}

static TnBox
to_box (const TnBox *box)
{
  return (TnBox){ to_place (box->x), to_place (box->y),
                  isfinite (box->width) ? CLAMP (box->width, 1, TN_BOARD_MAX_SIZE) : 1,
                  isfinite (box->height) ? CLAMP (box->height, 1, TN_BOARD_MAX_SIZE) : 1 };
}

/* --- Places --- */

gboolean
tn_board_get_place (const TnBoard *self, const char *node, double *x, double *y)
{
  const TnBoardPlace *place = g_hash_table_lookup (self->places, node);

  if (place == NULL)
    return FALSE;
  if (x != NULL)
    *x = place->x;
  if (y != NULL)
    *y = place->y;

  return TRUE;
}

/**
 * tn_board_set_place:
 *
 * A place off the board is brought to its edge.
 */
void
tn_board_set_place (TnBoard *self, const char *node, double x, double y)
{
  TnBoardPlace *place = g_new (TnBoardPlace, 1);

  place->x = to_place (x);
  place->y = to_place (y);
  g_hash_table_insert (self->places, g_strdup (node), place);
}

void
tn_board_unset_place (TnBoard *self, const char *node)
{
  g_hash_table_remove (self->places, node);
}

guint
tn_board_get_n_places (const TnBoard *self)
{
  return g_hash_table_size (self->places);
}

/* --- Groups --- */

guint
tn_board_get_n_groups (const TnBoard *self)
{
  return self->groups->len;
}

const TnBoardGroup *
tn_board_get_group (const TnBoard *self, guint index)
{
  g_return_val_if_fail (index < self->groups->len, NULL);

  return g_ptr_array_index (self->groups, index);
}

int
tn_board_find_group (const TnBoard *self, const char *id)
{
  for (guint i = 0; i < self->groups->len; i++)
    if (g_str_equal (tn_board_get_group (self, i)->id, id))
      return (int) i;

  return -1;
}

int
tn_board_find_group_of (const TnBoard *self, const char *node)
{
  const TnBoardGroup *group = g_hash_table_lookup (self->members, node);
  guint index;

  return group != NULL && g_ptr_array_find (self->groups, group, &index) ? (int) index : -1;
}

static TnBoardGroup *
find_group (TnBoard *self, const char *id)
{
  int index = tn_board_find_group (self, id);

  return index >= 0 ? g_ptr_array_index (self->groups, (guint) index) : NULL;
}

static void
leave_group (TnBoard *self, const char *node)
{
  TnBoardGroup *group = g_hash_table_lookup (self->members, node);

  if (group == NULL)
    return;
  g_hash_table_remove (self->members, node);
  for (guint i = 0; i < group->nodes->len; i++)
    if (g_str_equal (g_ptr_array_index (group->nodes, i), node))
      {
        g_ptr_array_remove_index (group->nodes, i);
        break;
      }
}

static void
drop_empty_groups (TnBoard *self)
{
  for (guint i = self->groups->len; i-- > 0;)
    if (tn_board_get_group (self, i)->nodes->len == 0)
      g_ptr_array_remove_index (self->groups, i);
}

TnBoardGroup *
tn_board_take_group (TnBoard *self, const char *id, const char *title, JsonObject *json)
{
  TnBoardGroup *group = g_new0 (TnBoardGroup, 1);

  group->id = g_strdup (id);
  group->title = dup_short (title, TN_BOARD_MAX_TITLE);
  group->nodes = g_ptr_array_new_with_free_func (g_free);
  group->json = json;
  g_ptr_array_add (self->groups, group);

  return group;
}

void
tn_board_join_group (TnBoard *self, TnBoardGroup *group, const char *node)
{
  leave_group (self, node);
  g_ptr_array_add (group->nodes, g_strdup (node));
  g_hash_table_insert (self->members, g_strdup (node), group);
}

/**
 * tn_board_add_group:
 * @title: its first %TN_BOARD_MAX_TITLE characters are kept
 * @nodes: (array zero-terminated=1): at least one
 *
 * Groups that are empty by that go.
 */
const char *
tn_board_add_group (TnBoard *self, const char *title, const char *const *nodes)
{
  TnBoardGroup *group;
  char id[32];

  g_return_val_if_fail (nodes[0] != NULL, NULL);

  for (guint i = 1;; i++)
    {
      g_snprintf (id, sizeof id, "g%u", i);
      if (tn_board_find_group (self, id) < 0)
        break;
    }
  group = tn_board_take_group (self, id, title, json_object_new ());
  for (guint i = 0; nodes[i] != NULL; i++)
    tn_board_join_group (self, group, nodes[i]);
  drop_empty_groups (self);

  return group->id;
}

void
tn_board_set_group_title (TnBoard *self, const char *id, const char *title)
{
  TnBoardGroup *group = find_group (self, id);

  g_return_if_fail (group != NULL);

  g_free (group->title);
  group->title = dup_short (title, TN_BOARD_MAX_TITLE);
}

void
tn_board_set_group_folded (TnBoard *self, const char *id, gboolean folded)
{
  TnBoardGroup *group = find_group (self, id);

  g_return_if_fail (group != NULL);

  group->folded = folded;
}

/**
 * tn_board_set_group_nodes:
 * @nodes: (array zero-terminated=1): without any the group goes
 */
void
tn_board_set_group_nodes (TnBoard *self, const char *id, const char *const *nodes)
{
  TnBoardGroup *group = find_group (self, id);

  g_return_if_fail (group != NULL);

  for (guint i = 0; i < group->nodes->len; i++)
    g_hash_table_remove (self->members, g_ptr_array_index (group->nodes, i));
  g_ptr_array_set_size (group->nodes, 0);
  for (guint i = 0; nodes[i] != NULL; i++)
    tn_board_join_group (self, group, nodes[i]);
  drop_empty_groups (self);
}

void
tn_board_remove_group (TnBoard *self, const char *id)
{
  static const char *const none[] = { NULL };

  tn_board_set_group_nodes (self, id, none);
}

void
tn_board_remove_node (TnBoard *self, const char *node)
{
  g_hash_table_remove (self->places, node);
  leave_group (self, node);
  drop_empty_groups (self);
}

/* --- Boxes --- */

/* An empty box has no width. */
static void
box_add (TnBox *self, const TnBox *other)
{
  double right = MAX (self->x + self->width, other->x + other->width);
  double bottom = MAX (self->y + self->height, other->y + other->height);

  if (self->width <= 0)
    {
      *self = *other;
      return;
    }
  self->x = MIN (self->x, other->x);
  self->y = MIN (self->y, other->y);
  self->width = right - self->x;
  self->height = bottom - self->y;
}

static void
box_add_card (TnBox *self, const TnBoard *board, const char *node)
{
  TnBox card = { .width = TN_CARD_WIDTH, .height = TN_CARD_HEIGHT };

  if (tn_board_get_place (board, node, &card.x, &card.y))
    box_add (self, &card);
}

gboolean
tn_board_get_group_box (const TnBoard *self, guint index, TnBox *box)
{
  const TnBoardGroup *group = tn_board_get_group (self, index);

  *box = (TnBox){ 0 };
  for (guint i = 0; i < group->nodes->len; i++)
    box_add_card (box, self, g_ptr_array_index (group->nodes, i));
  if (box->width <= 0)
    return FALSE;
  if (group->folded)
    {
      box->width = TN_CARD_WIDTH;
      box->height = TN_CARD_HEIGHT;
      return TRUE;
    }
  box->x -= TN_GROUP_PADDING;
  box->y -= TN_GROUP_PADDING + TN_GROUP_HEAD;
  box->width += 2 * TN_GROUP_PADDING;
  box->height += 2 * TN_GROUP_PADDING + TN_GROUP_HEAD;

  return TRUE;
}

gboolean
tn_board_get_extent (const TnBoard *self, TnBox *box)
{
  GHashTableIter at;
  gpointer node;
  TnBox group;

  *box = (TnBox){ 0 };
  g_hash_table_iter_init (&at, self->places);
  while (g_hash_table_iter_next (&at, &node, NULL))
    box_add_card (box, self, node);
  for (guint i = 0; i < self->groups->len; i++)
    if (tn_board_get_group_box (self, i, &group))
      box_add (box, &group);
  for (guint i = 0; i < self->notes->len; i++)
    box_add (box, &tn_board_get_note (self, i)->box);

  return box->width > 0;
}

/* --- Notes --- */

guint
tn_board_get_n_notes (const TnBoard *self)
{
  return self->notes->len;
}

const TnBoardNote *
tn_board_get_note (const TnBoard *self, guint index)
{
  g_return_val_if_fail (index < self->notes->len, NULL);

  return g_ptr_array_index (self->notes, index);
}

int
tn_board_find_note (const TnBoard *self, const char *id)
{
  for (guint i = 0; i < self->notes->len; i++)
    if (g_str_equal (tn_board_get_note (self, i)->id, id))
      return (int) i;

  return -1;
}

static TnBoardNote *
find_note (TnBoard *self, const char *id)
{
  int index = tn_board_find_note (self, id);

  return index >= 0 ? g_ptr_array_index (self->notes, (guint) index) : NULL;
}

void
tn_board_take_note (TnBoard *self,
                    const char *id,
                    const char *text,
                    const TnBox *box,
                    JsonObject *json)
{
  TnBoardNote *note = g_new0 (TnBoardNote, 1);

  note->id = g_strdup (id);
  note->text = dup_short (text, TN_BOARD_MAX_TEXT);
  note->box = to_box (box);
  note->json = json;
  g_ptr_array_add (self->notes, note);
}

/**
 * tn_board_add_note:
 * @text: its first %TN_BOARD_MAX_TEXT characters are kept
 */
const char *
tn_board_add_note (TnBoard *self, const char *text, const TnBox *box)
{
  char id[32];

  for (guint i = 1;; i++)
    {
      g_snprintf (id, sizeof id, "n%u", i);
      if (tn_board_find_note (self, id) < 0)
        break;
    }
  tn_board_take_note (self, id, text, box, json_object_new ());

  return tn_board_get_note (self, self->notes->len - 1)->id;
}

void
tn_board_set_note_text (TnBoard *self, const char *id, const char *text)
{
  TnBoardNote *note = find_note (self, id);

  g_return_if_fail (note != NULL);

  g_free (note->text);
  note->text = dup_short (text, TN_BOARD_MAX_TEXT);
}

void
tn_board_set_note_box (TnBoard *self, const char *id, const TnBox *box)
{
  TnBoardNote *note = find_note (self, id);

  g_return_if_fail (note != NULL);

  note->box = to_box (box);
}

void
tn_board_remove_note (TnBoard *self, const char *id)
{
  TnBoardNote *note = find_note (self, id);

  if (note != NULL)
    g_ptr_array_remove (self->notes, note);
}

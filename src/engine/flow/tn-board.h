/* tn-board.h: how a pipeline is drawn: places of cards, groups, notes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-edit.h"
#include "tn-graph.h"

G_BEGIN_DECLS

#define TN_DOCUMENT_BOARD "board"

/* A card, in pixels at 100 %. */
#define TN_CARD_WIDTH  164
#define TN_CARD_HEIGHT 92
/* Dots of the board: what is arranged stands on them. */
#define TN_BOARD_GRID 18
/* The box of a group around its cards. */
#define TN_GROUP_PADDING 18
#define TN_GROUP_HEAD    36

#define TN_BOARD_MAX_PLACE  1e6
#define TN_BOARD_MAX_SIZE   1e4
#define TN_BOARD_MAX_GROUPS 10000
#define TN_BOARD_MAX_NOTES  10000
#define TN_BOARD_MAX_TITLE  200  /* characters */
#define TN_BOARD_MAX_TEXT   4000 /* characters */

/**
 * TnBox:
 *
 * Pixels at 100 %, from the top left.
 */
typedef struct
{
  double x, y, width, height;
} TnBox;

/**
 * TnBoardGroup:
 * @id: unique among the groups of the board
 * @title: as a person wrote it
 * @nodes: (element-type utf8): ids of its steps; a step is in one group at most
 * @folded: drawn as one card
 */
typedef struct
{
  char *id;
  char *title;
  GPtrArray *nodes;
  gboolean folded;
  JsonObject *json; /* what else the file said */
} TnBoardGroup;

typedef struct
{
  char *id;
  char *text;
  TnBox box;
  JsonObject *json; /* what else the file said */
} TnBoardNote;

/**
 * TnBoard:
 *
 * How one pipeline is drawn. A document of its own beside the pipeline, with the same name: an edit
 * changes it like any other, and no step reads it. It may know less, or more, than the steps the
 * pipeline has: see tn_board_fit(). Immutable once shared.
 */
typedef struct _TnBoard TnBoard;

TnBoard *tn_board_new (void);
TnBoard *tn_board_ref (const TnBoard *self);
void tn_board_unref (TnBoard *self);
TnBoard *tn_board_copy (const TnBoard *self);
gboolean tn_board_equal (const TnBoard *a, const TnBoard *b);

/* Top left of a card; %FALSE when nobody placed it. @x, @y: (out) (optional). */
gboolean tn_board_get_place (const TnBoard *self, const char *node, double *x, double *y);
void tn_board_set_place (TnBoard *self, const char *node, double x, double y);
void tn_board_unset_place (TnBoard *self, const char *node);
guint tn_board_get_n_places (const TnBoard *self);
/* The place and the membership; a group without steps goes. */
void tn_board_remove_node (TnBoard *self, const char *node);

guint tn_board_get_n_groups (const TnBoard *self);
const TnBoardGroup *tn_board_get_group (const TnBoard *self, guint index);
int tn_board_find_group (const TnBoard *self, const char *id);
/* The group a step is in, or -1. */
int tn_board_find_group_of (const TnBoard *self, const char *node);
/* Takes the steps out of other groups. Returns: (transfer none): the new group's id */
const char *tn_board_add_group (TnBoard *self, const char *title, const char *const *nodes);
void tn_board_set_group_title (TnBoard *self, const char *id, const char *title);
void tn_board_set_group_folded (TnBoard *self, const char *id, gboolean folded);
void tn_board_set_group_nodes (TnBoard *self, const char *id, const char *const *nodes);
/* Its steps stay. */
void tn_board_remove_group (TnBoard *self, const char *id);
/* Around the cards that have places; of a folded group one card. %FALSE when none has. */
gboolean tn_board_get_group_box (const TnBoard *self, guint index, TnBox *box);

guint tn_board_get_n_notes (const TnBoard *self);
const TnBoardNote *tn_board_get_note (const TnBoard *self, guint index);
int tn_board_find_note (const TnBoard *self, const char *id);
/* Returns: (transfer none): the new note's id */
const char *tn_board_add_note (TnBoard *self, const char *text, const TnBox *box);
void tn_board_set_note_text (TnBoard *self, const char *id, const char *text);
void tn_board_set_note_box (TnBoard *self, const char *id, const TnBox *box);
void tn_board_remove_note (TnBoard *self, const char *id);

/* Around everything that has a place; %FALSE when nothing has. */
gboolean tn_board_get_extent (const TnBoard *self, TnBox *box);

JsonNode *tn_board_to_json (const TnBoard *self);
TnBoard *tn_board_from_json (JsonNode *node, GError **error);

/* As it is drawn: of the steps @graph has, all of them placed. Others do not move. */
TnBoard *tn_board_fit (const TnBoard *self, TnGraph *graph);

/* As stored, an empty one when there is none. */
TnBoard *tn_project_get_board (TnProject *project, const char *pipeline, GError **error);
void tn_edit_put_board (TnEdit *edit, const char *pipeline, const TnBoard *board);
/* A pipeline and how it is drawn, as one. */
gboolean tn_edit_rename_pipeline (TnEdit *edit,
                                  TnProject *project,
                                  const char *name,
                                  const char *new_name,
                                  GError **error);
gboolean tn_edit_delete_pipeline (TnEdit *edit,
                                  TnProject *project,
                                  const char *name,
                                  GError **error);
gboolean tn_edit_copy_pipeline (TnEdit *edit,
                                TnProject *project,
                                const char *name,
                                const char *copy,
                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnBoard, tn_board_unref)

G_END_DECLS

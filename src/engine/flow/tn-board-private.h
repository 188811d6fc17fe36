/* tn-board-private.h: for the files of the board only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-board.h"
#include "tn-json.h"

G_BEGIN_DECLS

typedef struct
{
  double x, y;
} TnBoardPlace;

struct _TnBoard
{
  gatomicrefcount ref_count;
  GHashTable *places;  /* id of a step → TnBoardPlace */
  GHashTable *members; /* id of a step → its TnBoardGroup, owned by @groups */
  GPtrArray *groups;   /* of TnBoardGroup */
  GPtrArray *notes;    /* of TnBoardNote */
  JsonObject *json;    /* what else the file said, for what this version does not know */
};

/* @json: (transfer full). Ids are not looked at. */
TnBoardGroup *tn_board_take_group (TnBoard *self,
                                   const char *id,
                                   const char *title,
                                   JsonObject *json);
void tn_board_join_group (TnBoard *self, TnBoardGroup *group, const char *node);
void tn_board_take_note (TnBoard *self,
                         const char *id,
                         const char *text,
                         const TnBox *box,
                         JsonObject *json);

G_END_DECLS

/* tn-user-template.h: pipelines a person keeps to lay out again, in any project
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-board.h"

G_BEGIN_DECLS

#define TN_USER_TEMPLATE_MAX_TITLE 200 /* characters */

/**
 * TnUserTemplate:
 * @id: its file's name without ending
 * @title: as a person wrote it
 */
typedef struct
{
  char *id;
  char *title;
} TnUserTemplate;

void tn_user_template_free (TnUserTemplate *self);

/* (element-type TnUserTemplate): by title. Files that cannot be read are passed over. */
GPtrArray *tn_user_template_list (void);
gboolean tn_user_template_save (const char *title,
                                TnGraph *graph,
                                const TnBoard *board,
                                char **id,
                                GError **error);
/* @dataset: what its data steps read from then on. */
gboolean tn_user_template_lay_out (const char *id,
                                   const char *dataset,
                                   TnGraph **graph,
                                   TnBoard **board,
                                   GError **error);
gboolean tn_user_template_remove (const char *id, GError **error);
/* To a file of one's own, and from one: (out): its new id. */
gboolean tn_user_template_export (const char *id, const char *path, GError **error);
gboolean tn_user_template_import (const char *path, char **id, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnUserTemplate, tn_user_template_free)

G_END_DECLS

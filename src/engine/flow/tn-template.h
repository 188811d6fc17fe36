/* tn-template.h: questions that lay out a pipeline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-board.h"
#include "tn-import-plan.h"
#include "tn-table.h"

G_BEGIN_DECLS

/**
 * TnTemplate:
 * @id: for ever
 * @question: for people, translatable
 * @summary: one sentence, translatable
 * @wants: what file it takes, in a few words, translatable
 * @needs: roles a data set must have, %NULL-terminated ids; alternatives by "|"
 * @build: lays the pipeline out for a data set
 *
 * A template needs a data set and its columns' roles, and gives a pipeline that is
 * edited like any other afterwards.
 */
typedef struct
{
  const char *id;
  const char *question;
  const char *summary;
  const char *wants;
  const char *const *needs;
  TnGraph *(*build) (const char *dataset, TnTable *table, GError **error);
} TnTemplate;

const TnTemplate *const *tn_template_list (void);
const TnTemplate *tn_template_find (const char *id);
TnMessage *tn_template_say_lack (const TnTemplate *self, const TnImportPlan *plan);
/* In lanes with notes, as a question is laid out at first. */
TnBoard *tn_graph_draw_lanes (TnGraph *graph, const TnLanguage *language);
/* Pipeline and drawing as one step of the history. */
gboolean tn_project_lay_out (TnProject *project,
                             const char *name,
                             TnGraph *graph,
                             const TnBoard *board,
                             TnMessage *label,
                             GError **error);
JsonNode *tn_template_to_json (const TnTemplate *self, const TnLanguage *language);

G_END_DECLS

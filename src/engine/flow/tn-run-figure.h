/* tn-run-figure.h: what a run came to, in one line of the history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-run.h"

G_BEGIN_DECLS

/**
 * TnRunFigure:
 * @metric: id, as "auc"
 * @value: of the best model
 * @low: lower end of its 95% interval, or NaN
 * @high: upper end
 * @model: its name
 * @n_tied: how many models cannot be told apart from it, itself included; 1 when it stands alone
 */
typedef struct
{
  char *metric;
  double value, low, high;
  TnMessage *model;
  guint n_tied;
} TnRunFigure;

/* Of the document of an evaluation; %NULL when it is none. */
JsonObject *tn_run_figure_describe (JsonNode *document);
/* %FALSE when the run has none: it judges nothing, was not done, or is of an earlier version. */
gboolean tn_run_get_figure (const TnRun *run, TnRunFigure *figure);
double tn_run_get_model_figure (const TnRun *run, const char *model);
void tn_run_figure_clear (TnRunFigure *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnRunFigure, tn_run_figure_clear)

G_END_DECLS

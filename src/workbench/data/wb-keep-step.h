/* wb-keep-step.h: what is done to data on their page, as steps of the pipeline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-column.h"
#include "tn-graph.h"

G_BEGIN_DECLS

/**
 * WbMissingRule: what becomes of rows without a value in a column
 * @WB_MISSING_LEAVE: they stay as they are
 * @WB_MISSING_DROP: they are left out
 * @WB_MISSING_MEDIAN: filled with the middle value of the rows that are learned from
 * @WB_MISSING_MEAN: with their average
 * @WB_MISSING_FREQUENT: with their most frequent value
 */
typedef enum
{
  WB_MISSING_LEAVE,
  WB_MISSING_DROP,
  WB_MISSING_MEDIAN,
  WB_MISSING_MEAN,
  WB_MISSING_FREQUENT,
} WbMissingRule;

#define WB_N_MISSING_RULES 5

const char *wb_missing_rule_say (WbMissingRule rule);

/* Each gives a new graph; the old one (nullable) stays as it is. */
TnGraph *wb_keep_filter (TnGraph *graph,
                         const char *dataset,
                         const char *const *lines,
                         gboolean any);
TnGraph *wb_keep_missing (TnGraph *graph,
                          const char *dataset,
                          const char *column,
                          WbMissingRule rule);
WbMissingRule wb_keep_get_missing (TnGraph *graph, const char *dataset, const char *column);
/* Filling needs rows of customers: events are counted, not filled. */
gboolean wb_keep_can (TnGraph *graph, const char *dataset, TnColumnType type, WbMissingRule rule);

G_END_DECLS

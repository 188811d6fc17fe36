/* tn-list-figures.h: figures of a customer list for its report: groups, shares, dates
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-reasons.h"
#include "tn-score-pool.h"

G_BEGIN_DECLS

JsonNode *tn_list_parts_to_json (TnTable *facts,
                                 const TnReasons *reasons,
                                 const gsize *rows,
                                 const double *chances,
                                 const double *stakes,
                                 gsize n_rows,
                                 const char *currency,
                                 GError **error);
JsonNode *tn_list_shares_to_json (TnTable *facts,
                                  const TnReasons *reasons,
                                  const TnScorePool *pool,
                                  guint n_folds,
                                  gboolean last_only,
                                  const char *currency,
                                  GError **error);
JsonNode *tn_list_cuts_to_json (TnTable *scores, GError **error);

G_END_DECLS

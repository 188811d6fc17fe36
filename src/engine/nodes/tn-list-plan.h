/* tn-list-plan.h: who is contacted, and who is left alone so that the effect can be measured
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What happens to a customer of the list. */
typedef enum
{
  TN_PLAN_NONE, /* not among those to contact */
  TN_PLAN_CONTACT,
  TN_PLAN_HOLD_OUT,
} TnPlan;

/* The words of the list's column, by #TnPlan. */
extern const char *const tn_plan_ids[];

gboolean tn_list_plan_draw (const char *const *names,
                            const double *chances,
                            gsize n,
                            double share,
                            guint64 seed,
                            guint8 *plan,
                            GError **error);
JsonNode *tn_list_plan_to_json (const double *chances, const guint8 *plan, gsize n, double share);

G_END_DECLS

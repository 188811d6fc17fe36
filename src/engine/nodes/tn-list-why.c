/* tn-list-why.c: reasons of the first customers, and figures of groups
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-list-figures.h"
#include "tn-list-private.h"
#include "tn-reasons.h"
#include "tn-space.h"

/* Groups of today's customers and of the tested ones, for a reader of the list. */
static gboolean
find_figures (TnList *self,
              const TnReasons *reasons,
              const TnScorePool *pool,
              const gsize *rows,
              GError **error)
{
  TnTable *facts = tn_step_get_table (self->step, TN_LIST_IN_FACTS);
  gboolean has_dates = tn_table_find_role (self->scores, TN_ROLE_CUT) >= 0;
  g_autofree double *chances = tn_space_try_alloc (self->n_entries, sizeof (double), error);
  g_autofree double *stakes =
      chances != NULL ? tn_space_try_alloc (self->n_entries, sizeof (double), error) : NULL;
  g_autoptr (GError) parts_error = NULL;
  gboolean has_stakes = FALSE;

  if (stakes == NULL)
    return FALSE;
  for (gsize i = 0; i < self->n_entries; i++)
    {
      chances[i] = self->entries[i].chance;
      has_stakes = has_stakes || isfinite (self->entries[i].stake);
      stakes[i] = isfinite (self->entries[i].stake) ? self->entries[i].stake : 0;
    }
  self->parts = tn_list_parts_to_json (facts, reasons, rows, chances, has_stakes ? stakes : NULL,
                                       self->n_entries, self->currency, &parts_error);
  if (parts_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&parts_error));
      return FALSE;
    }
  if (reasons == NULL)
    return TRUE;
  self->shares = tn_list_shares_to_json (facts, reasons, pool, tn_step_get_n_folds (self->step),
                                         has_dates, self->currency, error);

  return self->shares != NULL;
}

static gboolean
explain_first (TnList *self, TnReasons *reasons, GError **error)
{
  gsize most = (gsize) tn_params_get_int (tn_step_get_params (self->step), "explained");
  g_autofree gsize *first = NULL;

  self->importance = tn_reasons_importance_to_json (reasons);
  self->topics = tn_reasons_topics_to_json (reasons);
  most = MIN (self->n_entries, most);
  first = tn_space_try_alloc (most, sizeof (gsize), error);
  self->reasons = first != NULL ? tn_space_try_alloc (most, sizeof (GPtrArray *), error) : NULL;
  if (self->reasons == NULL)
    return FALSE;
  self->n_explained = most;
  for (gsize i = 0; i < self->n_explained; i++)
    first[i] = i;

  return tn_reasons_explain (reasons, first, self->n_explained, self->reasons, error);
}

gboolean
tn_list_find_reasons (TnList *self, const TnScorePool *pool, GError **error)
{
  g_autofree gsize *rows = tn_space_try_alloc (self->n_entries, sizeof (gsize), error);
  g_autoptr (TnReasons) reasons = NULL;
  g_autoptr (GError) reasons_error = NULL;

  if (rows == NULL)
    return FALSE;
  for (gsize i = 0; i < self->n_entries; i++)
    rows[i] = self->entries[i].row;
  reasons = tn_reasons_new (self->step, tn_step_get_table (self->step, TN_LIST_IN_FACTS),
                            tn_step_get_input (self->step, TN_LIST_IN_MODELS, self->link),
                            tn_step_get_input_spec (self->step, TN_LIST_IN_MODELS, self->link),
                            rows, self->n_entries, self->currency, &reasons_error);
  if (reasons_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reasons_error));
      return FALSE;
    }

  return find_figures (self, reasons, pool, rows, error) &&
         (reasons == NULL || explain_first (self, reasons, error));
}

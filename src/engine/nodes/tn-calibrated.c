/* tn-calibrated.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-calibrated.h"

#include <string.h>

#include "tn-keys.h"

/* With fewer rows the curve would follow luck: the chances stay as the model gave them. */
#define FEWEST_ROWS 100

/* Scores and outcomes a calibrator may learn from. */
typedef struct
{
  TnItems *scores;
  TnItems *labels;
  guint n_leavers;
} Known;

static void
known_clear (Known *self)
{
  tn_items_free (self->scores);
  tn_items_free (self->labels);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Known, known_clear)

static void
known_init (Known *self)
{
  self->scores = tn_items_new (sizeof (double));
  self->labels = tn_items_new (sizeof (double));
  self->n_leavers = 0;
}

/* Room for all rows of @pool. */
static gboolean
known_reserve (Known *self, const TnScorePool *pool, GError **error)
{
  return tn_items_reserve (self->scores, pool->scores->len, error) &&
         tn_items_reserve (self->labels, pool->scores->len, error);
}

static void
known_add (Known *self, const TnScorePool *pool, gsize place)
{
  double label = pool->labels->data[place];

  tn_items_append (self->scores, &g_array_index (pool->scores, double, place), 1, NULL);
  tn_items_append (self->labels, &label, 1, NULL);
  self->n_leavers += pool->labels->data[place];
}

static gboolean
known_is_enough (const Known *self)
{
  return self->scores->len >= FEWEST_ROWS && self->n_leavers > 0 &&
         self->n_leavers < self->scores->len;
}

/* Test rows of the folds with an earlier cut that this fold may learn from: the guards of the split
 * have seen to it that their outcomes were known by its cut. Their scores come from models that saw
 * none of this fold's answers, which is not so of k folds. */
static void
add_earlier_folds (Known *self, const TnScorePool *test, const TnFolds *folds, guint fold)
{
  const TnFold *at = tn_folds_get_fold (folds, fold);
  const guint8 *roles = g_bytes_get_data (at->row_roles, NULL);

  for (gsize i = 0; i < test->scores->len; i++)
    {
      gsize row = g_array_index (test->rows, gsize, i);
      const TnFold *other = tn_folds_get_fold (folds, g_array_index (test->folds, guint32, i));

      if (other->cut < at->cut && row < tn_folds_get_n_rows (folds) &&
          (roles[row] == TN_ROW_TRAIN || roles[row] == TN_ROW_VALIDATE))
        known_add (self, test, i);
    }
}

static void
add_validate (Known *self, const TnScorePool *validate, guint fold)
{
  for (gsize i = 0; i < validate->scores->len; i++)
    if (g_array_index (validate->folds, guint32, i) == fold)
      known_add (self, validate, i);
}

static TnCalibrator *
fit (const Known *known, TnStep *step, GError **error)
{
  return tn_calibrator_fit (TN_CALIBRATOR_PLATT, (const double *) known->scores->data,
                            (const double *) known->labels->data, NULL, known->scores->len,
                            tn_step_get_cancellable (step), error);
}

static void
apply (const TnCalibrator *calibrator, const TnScorePool *pool, guint fold, double *chances)
{
  for (gsize i = 0; i < pool->scores->len; i++)
    if (g_array_index (pool->folds, guint32, i) == fold)
      tn_calibrator_apply (calibrator, &g_array_index (pool->scores, double, i), 1, &chances[i]);
}

/* Where no earlier fold is known, the fold's own rows to choose by do, which were scored by a model
 * that had not learned from them. */
static gboolean
calibrate_fold (TnCalibrated *self, TnStep *step, guint fold, GError **error)
{
  g_autoptr (TnCalibrator) calibrator = NULL;
  g_auto (Known) known;

  known_init (&known);
  if (!known_reserve (&known, &self->test, error))
    return FALSE;
  add_earlier_folds (&known, &self->test, tn_step_get_folds (step), fold);
  if (!known_is_enough (&known))
    {
      if (!known_reserve (&known, &self->validate, error))
        return FALSE;
      add_validate (&known, &self->validate, fold);
    }
  if (!known_is_enough (&known))
    return TRUE;
  calibrator = fit (&known, step, error);
  if (calibrator == NULL)
    return FALSE;
  apply (calibrator, &self->test, fold, self->test_chances);
  apply (calibrator, &self->validate, fold, self->validate_chances);
  self->is_calibrated = TRUE;

  return TRUE;
}

static double *
copy_scores (const TnScorePool *pool, GError **error)
{
  gsize n = pool->scores->len;
  double *copy = tn_keys_try_alloc (n, sizeof (double), error);

  if (copy != NULL && n > 0)
    memcpy (copy, pool->scores->data, n * sizeof (double));

  return copy;
}

/* Days since the last order and the like are no chances, and no curve makes them such. */
static gboolean
are_chances (const TnScorePool *pool)
{
  for (gsize i = 0; i < pool->scores->len; i++)
    {
      double score = g_array_index (pool->scores, double, i);

      if (!(score >= 0 && score <= 1))
        return FALSE;
    }

  return TRUE;
}

/**
 * tn_calibrated_read:
 * @self: (out caller-allocates): cleared by tn_calibrated_clear(), also after an error
 * @step: of a node that gathers
 * @port: an input of scores
 *
 * Reads the scores of a learner and turns those of each fold into chances by a curve (Platt 1999)
 * learned from out-of-fold scores of other rows: the test rows of earlier cuts whose outcome was
 * known by this one or, where there are none, the fold's own rows to choose by. No answer of a
 * tested row has any part in its chance. Rules without a model stay as they are.
 */
gboolean
tn_calibrated_read (TnCalibrated *self, TnStep *step, guint port, guint link, GError **error)
{
  gboolean is_rule = (tn_step_get_input_spec (step, port, link)->flags & TN_NODE_BASELINE) != 0;

  if (!tn_score_pool_read (&self->test, step, port, link, TN_ROW_TEST, error) ||
      !tn_score_pool_read (&self->validate, step, port, link, TN_ROW_VALIDATE, error))
    return FALSE;
  self->test_chances = copy_scores (&self->test, error);
  self->validate_chances = self->test_chances != NULL ? copy_scores (&self->validate, error) : NULL;
  if (self->validate_chances == NULL)
    return FALSE;
  if (is_rule || tn_step_get_folds (step) == NULL || !are_chances (&self->test) ||
      !are_chances (&self->validate))
    return TRUE;
  for (guint fold = 0; fold < tn_step_get_n_folds (step); fold++)
    if (!calibrate_fold (self, step, fold, error))
      return FALSE;

  return TRUE;
}

void
tn_calibrated_clear (TnCalibrated *self)
{
  tn_score_pool_clear (&self->test);
  tn_score_pool_clear (&self->validate);
  g_clear_pointer (&self->test_chances, g_free);
  g_clear_pointer (&self->validate_chances, g_free);
}

static TnScored *
to_scored (const TnScorePool *pool, const double *chances, GError **error)
{
  TnScoredInput input = { .n_rows = pool->scores->len,
                          .score = chances,
                          .label = pool->labels->data,
                          .customer = (const guint32 *) pool->customers->data,
                          .fold = (const guint32 *) pool->folds->data };

  return tn_scored_new (&input, error);
}

/**
 * tn_calibrated_dup_test:
 *
 * Returns: (transfer full) (nullable): the scores of the test rows of all folds
 */
TnScored *
tn_calibrated_dup_test (const TnCalibrated *self, GError **error)
{
  return to_scored (&self->test, (const double *) self->test.scores->data, error);
}

/**
 * tn_calibrated_dup_chances:
 *
 * Returns: (transfer full) (nullable): the chances of the same rows
 */
TnScored *
tn_calibrated_dup_chances (const TnCalibrated *self, GError **error)
{
  return to_scored (&self->test, self->test_chances, error);
}

/**
 * tn_calibrated_dup_validate:
 *
 * Returns: (transfer full) (nullable): the chances of the rows to choose by; %NULL without error
 *   when there are none
 */
TnScored *
tn_calibrated_dup_validate (const TnCalibrated *self, GError **error)
{
  return self->validate.scores->len > 0 ? to_scored (&self->validate, self->validate_chances, error)
                                        : NULL;
}

/**
 * tn_calibrated_fit_all:
 *
 * Returns: (transfer full) (nullable): a calibrator learned from the test rows of all folds; %NULL
 *   without error where the chances stay as the model gave them
 */
TnCalibrator *
tn_calibrated_fit_all (const TnCalibrated *self, TnStep *step, GError **error)
{
  g_auto (Known) known;

  known_init (&known);
  if (!self->is_calibrated || !known_reserve (&known, &self->test, error))
    return NULL;
  for (gsize i = 0; i < self->test.scores->len; i++)
    known_add (&known, &self->test, i);

  return fit (&known, step, error);
}

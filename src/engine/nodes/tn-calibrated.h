/* tn-calibrated.h: out-of-fold scores as chances, without a look at the rows they are tested on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-calibrator.h"
#include "tn-score-pool.h"

G_BEGIN_DECLS

/**
 * TnCalibrated:
 * @test: test rows of all folds, with the scores of the learner
 * @validate: rows to choose by, likewise
 * @test_chances: (array): one for each row of @test
 * @validate_chances: (array): one for each row of @validate
 * @is_calibrated: whether any fold had a calibrator; the chances are the scores otherwise
 */
typedef struct
{
  TnScorePool test;
  TnScorePool validate;
  double *test_chances;
  double *validate_chances;
  gboolean is_calibrated;
} TnCalibrated;

gboolean tn_calibrated_read (TnCalibrated *self,
                             TnStep *step,
                             guint port,
                             guint link,
                             GError **error);
void tn_calibrated_clear (TnCalibrated *self);
TnScored *tn_calibrated_dup_test (const TnCalibrated *self, GError **error);
TnScored *tn_calibrated_dup_chances (const TnCalibrated *self, GError **error);
TnScored *tn_calibrated_dup_validate (const TnCalibrated *self, GError **error);

/* Of all test rows: what today's customers are given their chances by. */
TnCalibrator *tn_calibrated_fit_all (const TnCalibrated *self, TnStep *step, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnCalibrated, tn_calibrated_clear)

G_END_DECLS

/* tn-evaluation.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-evaluation.h"

#include <math.h>
#include <stdlib.h>

#include "tn-comparison-private.h"
#include "tn-error.h"
#include "tn-evaluation-private.h"
#include "tn-judge-narrator.h"
#include "tn-judgement-private.h"
#include "tn-scored-private.h"

#define MAX_FOLDS 100

TnEvaluation *
_tn_evaluation_new_empty (void)
{
  TnEvaluation *self = g_new0 (TnEvaluation, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->models = g_ptr_array_new ();
  self->folds = g_ptr_array_new_with_free_func ((GDestroyNotify) _tn_judged_fold_free);
  self->comparisons = g_array_new (FALSE, FALSE, sizeof (TnComparison));
  self->findings = tn_findings_new ();

  return self;
}

void
_tn_judged_model_free (TnJudgedModel *self, guint n_folds)
{
  g_clear_pointer (&self->label, tn_message_unref);
  g_clear_pointer (&self->pooled, tn_judgement_unref);
  for (guint i = 0; self->folds != NULL && i < n_folds; i++)
    g_clear_pointer (&self->folds[i], tn_judgement_unref);
  g_free (self->folds);
  g_free (self);
}

void
_tn_judged_fold_free (TnJudgedFold *self)
{
  g_free (self->name);
  g_free (self);
}

/**
 * tn_evaluation_ref:
 *
 * Returns: (transfer full): @self
 */
TnEvaluation *
tn_evaluation_ref (TnEvaluation *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * tn_evaluation_unref:
 * @self: (transfer full): an evaluation
 */
void
tn_evaluation_unref (TnEvaluation *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < self->models->len; i++)
    _tn_judged_model_free (g_ptr_array_index (self->models, i), self->folds->len);
  g_ptr_array_unref (self->models);
  g_ptr_array_unref (self->folds);
  g_array_unref (self->comparisons);
  g_ptr_array_unref (self->findings);
  g_free (self);
}

/* The making of one evaluation. Contenders are sorted: baselines first, else as given. */
typedef struct
{
  const TnContender **contenders;
  guint n;
  const TnJudgeOptions *options;
  TnScored **pooled; /* test rows of all folds, by contender */
  TnEvaluation *result;
  TnProgress *progress;
  GCancellable *cancellable;
} Making;

/* Metrics are told apart by the name of their split, so no two may be called the same. */
static char *
unique_name (const TnEvaluation *self, const char *name)
{
  gboolean taken = g_str_equal (name, "pooled");

  for (guint i = 0; i < self->folds->len; i++)
    taken = taken || g_str_equal (tn_evaluation_get_fold (self, i)->name, name);

  return taken ? g_strdup_printf ("%s (%u)", name, self->folds->len + 1) : g_strdup (name);
}

static void
add_fold (TnEvaluation *self, const TnFold *fold, guint index, const TnScored *test)
{
  TnJudgedFold *judged = g_new0 (TnJudgedFold, 1);
  g_autofree char *plain = g_strdup_printf ("fold %u", index + 1);

  judged->name = unique_name (self, fold != NULL ? fold->name : plain);
  judged->cut = fold != NULL ? fold->cut : TN_TIME_MISSING;
  judged->n_train = fold != NULL ? fold->count[TN_ROW_TRAIN] : 0;
  judged->n_validate = fold != NULL ? fold->count[TN_ROW_VALIDATE] : 0;
  judged->n_test = tn_scored_get_n_rows (test);
  judged->base_rate = tn_scored_get_base_rate (test);
  g_ptr_array_add (self->folds, judged);
}

static gboolean
check_contenders (Making *self, const TnFolds *folds, GError **error)
{
  const TnScored *first = self->contenders[0]->test;
  guint n_folds = tn_scored_get_n_folds (first);

  for (guint i = 1; i < self->n; i++)
    if (!tn_scored_has_same_rows (first, self->contenders[i]->test))
      {
        tn_error_set (
            error, TN_ERROR_ARGUMENT,
            N_ ("The models “{a}” and “{b}” were judged on different rows, so they cannot "
                "be compared. Evaluate both on the same split."),
            "a", self->contenders[0]->id, "b", self->contenders[i]->id, NULL);
        return FALSE;
      }
  if (n_folds > MAX_FOLDS || (folds != NULL && n_folds > tn_folds_get_n_folds (folds)))
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("The scores name a fold that the split does not have. Run the steps after "
                        "the split again."),
                    NULL);
      return FALSE;
    }

  return TRUE;
}

/* Validate rows of one fold are test rows of others, so no threshold is chosen on all of them and
 * then judged on the same: each fold's decisions are its own, and these are pooled. */
static double *
choose_thresholds (const TnContender *contender, guint n_folds, gboolean *any)
{
  double *thresholds = g_new (double, n_folds);

  *any = FALSE;
  for (guint i = 0; i < n_folds; i++)
    {
      /* A fold without validate rows has no threshold of its own. */
      g_autoptr (TnScored) validate =
          contender->validate != NULL ? tn_scored_select_fold (contender->validate, i, NULL) : NULL;

      thresholds[i] = validate != NULL ? tn_scored_best_f1_threshold (validate) : (double) NAN;
      *any = *any || !isnan (thresholds[i]);
    }

  return thresholds;
}

static TnSweep *
sweep_of (const Making *self, guint index, gint fold, TnScored *test, GError **error)
{
  const TnContender *contender = self->contenders[index];
  guint n_folds = tn_scored_get_n_folds (contender->test);
  TnJudgeOptions options = *self->options;
  gboolean any;
  g_autofree double *thresholds = choose_thresholds (contender, n_folds, &any);

  if (fold >= 0 || n_folds == 1)
    options.threshold_best = thresholds[MAX (fold, 0)];
  else if (any)
    options.fold_thresholds = thresholds;

  return tn_sweep_new (test, &options, error);
}

static void
clear_sweeps (TnSweep **sweeps, guint n)
{
  for (guint i = 0; i < n; i++)
    g_clear_pointer (&sweeps[i], tn_sweep_free);
  g_free (sweeps);
}

/* Chances ranked by the scores they came from; scores as they are otherwise. */
static TnScored *
select_fold (const TnContender *contender, guint32 fold, GError **error)
{
  g_autoptr (TnScored) test = tn_scored_select_fold (contender->test, fold, error);
  g_autoptr (TnScored) chances = NULL;

  if (test == NULL || contender->chances == NULL)
    return g_steal_pointer (&test);
  chances = tn_scored_select_fold (contender->chances, fold, error);

  return chances != NULL ? tn_scored_rank (chances, test, FALSE, error) : NULL;
}

/* The scores of one fold of every model: test rows, and validate rows where there are any. */
static gboolean
make_sweeps (const Making *self, gint fold, TnSweep **sweeps, GError **error)
{
  for (guint i = 0; i < self->n; i++)
    {
      const TnContender *contender = self->contenders[i];
      g_autoptr (TnScored) test = fold < 0 ? tn_scored_ref (self->pooled[i])
                                           : select_fold (contender, (guint32) fold, error);

      if (test == NULL)
        return FALSE;
      sweeps[i] = sweep_of (self, i, fold, test, error);
      if (sweeps[i] == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
needs_resamples (const TnSweep *sweep)
{
  return sweep->options.n_resamples > 0 && sweep->scored->n_positive > 0 &&
         sweep->scored->n_positive < sweep->scored->n_rows;
}

static const char *const compared[] = { "auc", "pr_auc", "log_loss", "lift_10", "profit" };

static gboolean
compare_pair (const Making *self,
              gint fold,
              TnSweep *const *sweeps,
              const double *samples,
              guint a,
              guint b,
              GError **error)
{
  gsize size = (gsize) self->options->n_resamples * TN_SWEEP_WIDTH;
  const char *split =
      fold < 0 ? "pooled" : tn_evaluation_get_fold (self->result, (guint) fold)->name;

  /* Within one fold the order of customers is what is compared. */
  for (guint m = 0; m < (fold < 0 ? G_N_ELEMENTS (compared) : 1); m++)
    {
      TnComparison comparison = { .a = g_intern_string (self->contenders[a]->id),
                                  .b = g_intern_string (self->contenders[b]->id),
                                  .split = g_intern_string (split) };
      TnSweepValue unused;

      if (!_tn_judge_find_value (sweeps[a], compared[m], &unused))
        continue;
      if (!_tn_comparison_fill (sweeps[a], sweeps[b], samples != NULL ? samples + a * size : NULL,
                                samples != NULL ? samples + b * size : NULL, compared[m],
                                (double) NAN, &comparison, self->cancellable, error))
        return FALSE;
      /* No figure in one of them (days are no probabilities): nothing to compare. */
      if (m == 0 || !isnan (comparison.metric.value))
        g_array_append_val (self->result->comparisons, comparison);
    }

  return TRUE;
}

/* Judges all models on one fold, or pooled (@fold below 0), from the same resamples. */
static gboolean
judge_fold (Making *self, gint fold, double from, double to, GError **error)
{
  TnSweep **sweeps = g_new0 (TnSweep *, self->n);
  g_autoptr (TnProgress) progress =
      self->progress != NULL ? tn_progress_new_part (self->progress, from, to) : NULL;
  g_autofree double *samples = NULL;
  gsize size = (gsize) self->options->n_resamples * TN_SWEEP_WIDTH;
  gboolean done = make_sweeps (self, fold, sweeps, error);

  if (done && needs_resamples (sweeps[0]))
    {
      samples = tn_sweep_bootstrap (sweeps, self->n, progress, self->cancellable, error);
      done = samples != NULL;
    }
  for (guint i = 0; done && i < self->n; i++)
    {
      TnJudgedModel *model = g_ptr_array_index (self->result->models, i);
      TnJudgement *judgement =
          _tn_judgement_make (sweeps[i], samples != NULL ? samples + i * size : NULL, fold < 0,
                              self->cancellable, error);

      done = judgement != NULL;
      if (fold < 0)
        model->pooled = judgement;
      else
        model->folds[fold] = judgement;
    }
  for (guint a = 1; done && a < self->n; a++)
    for (guint b = 0; done && b < a; b++)
      done = compare_pair (self, fold, sweeps, samples, a, b, error);
  clear_sweeps (sweeps, self->n);

  return done;
}

static gboolean
is_tied (guint a, guint b, gpointer user_data)
{
  const TnEvaluation *self = user_data;
  const TnJudgedModel *x = g_ptr_array_index (self->models, a);
  const TnJudgedModel *y = g_ptr_array_index (self->models, b);
  const TnComparison *comparison = tn_evaluation_find_comparison (self, x->id, y->id, "auc");

  return comparison != NULL &&
         (comparison->verdict == TN_VERDICT_TIE || comparison->verdict == TN_VERDICT_UNKNOWN);
}

static void
rank_models (TnEvaluation *self)
{
  guint n = self->models->len;
  g_autofree double *values = g_new (double, n);
  g_autofree TnRank *ranks = g_new (TnRank, n);

  for (guint i = 0; i < n; i++)
    values[i] =
        tn_judgement_value (((TnJudgedModel *) g_ptr_array_index (self->models, i))->pooled, "auc");
  tn_rank_models (values, n, FALSE, is_tied, self, ranks);
  for (guint i = 0; i < n; i++)
    {
      TnJudgedModel *model = g_ptr_array_index (self->models, ranks[i].model);

      model->rank = ranks[i].rank;
      model->tied = ranks[i].tied;
    }
}

static gboolean
is_beaten (const TnEvaluation *self, const TnJudgedModel *baseline)
{
  for (guint i = 0; i < self->models->len; i++)
    {
      const TnJudgedModel *model = g_ptr_array_index (self->models, i);
      const TnComparison *comparison;

      if (model->is_baseline)
        continue;
      comparison = tn_evaluation_find_comparison (self, model->id, baseline->id, "auc");
      /* Models stand after baselines, so they are the first of the two. */
      if (comparison != NULL && comparison->verdict == TN_VERDICT_BETTER)
        return TRUE;
    }

  return FALSE;
}

static void
find_unbeaten_baseline (TnEvaluation *self)
{
  const TnJudgedModel *best = NULL;
  gboolean any_model = FALSE;

  for (guint i = 0; i < self->models->len; i++)
    {
      const TnJudgedModel *model = g_ptr_array_index (self->models, i);

      any_model = any_model || !model->is_baseline;
      if (model->is_baseline && (best == NULL || tn_judgement_value (model->pooled, "auc") >
                                                     tn_judgement_value (best->pooled, "auc")))
        best = model;
    }
  if (any_model && best != NULL && !isnan (tn_judgement_value (best->pooled, "auc")) &&
      !is_beaten (self, best))
    g_ptr_array_add (self->findings,
                     tn_finding_new ("compare.baseline.notbeaten", TN_SEVERITY_SERIOUS, best->id,
                                     tn_say_baseline_not_beaten (best->label)));
}

/* What is wrong with the rows is told once; what is wrong with a model, of each model. */
static void
find_all (Making *self, const TnFolds *folds)
{
  GPtrArray *findings = self->result->findings;

  tn_findings_add_counts (findings, self->contenders[0]->test);
  for (guint i = 0; i < self->n; i++)
    {
      const TnContender *contender = self->contenders[i];
      const TnJudgedModel *model = g_ptr_array_index (self->result->models, i);

      if (contender->is_baseline)
        continue;
      tn_findings_add_scores (findings, model->id, self->pooled[i]);
      tn_findings_add_judgement (findings, model->id, model->pooled);
      tn_findings_add_features (findings, model->id, model->pooled, contender->features,
                                contender->n_features);
    }
  find_unbeaten_baseline (self->result);
  if (folds != NULL)
    tn_findings_add_folds (findings, folds);
}

static void
add_model (TnEvaluation *self, const TnContender *contender, guint n_folds)
{
  TnJudgedModel *model = g_new0 (TnJudgedModel, 1);

  model->id = g_intern_string (contender->id);
  model->label = contender->label != NULL ? tn_message_ref (contender->label)
                                          : tn_message_new_literal (contender->id);
  model->is_baseline = contender->is_baseline;
  model->complexity = contender->complexity;
  model->is_calibrated = contender->chances != NULL;
  model->folds = n_folds > 1 ? g_new0 (TnJudgement *, n_folds) : NULL;
  g_ptr_array_add (self->models, model);
}

static gboolean
add_folds (Making *self, const TnFolds *folds, guint n_folds, GError **error)
{
  for (guint i = 0; i < n_folds; i++)
    {
      g_autoptr (TnScored) test = tn_scored_select_fold (self->contenders[0]->test, i, error);

      if (test == NULL)
        return FALSE;
      add_fold (self->result, folds != NULL ? tn_folds_get_fold (folds, i) : NULL, i, test);
    }

  return TRUE;
}

/* Folds that test at several cut dates have levels of their own. */
static gboolean
have_several_cuts (const TnFolds *folds, guint n_folds)
{
  for (guint i = 1; folds != NULL && i < n_folds; i++)
    if (tn_folds_get_fold (folds, i)->cut != tn_folds_get_fold (folds, 0)->cut)
      return TRUE;

  return FALSE;
}

static gboolean
pool_scores (Making *self, GError **error)
{
  for (guint i = 0; i < self->n; i++)
    {
      const TnContender *contender = self->contenders[i];
      gboolean within_folds = self->result->is_within_folds;

      if (contender->chances != NULL)
        self->pooled[i] = tn_scored_rank (contender->chances, contender->test, within_folds, error);
      else if (within_folds)
        self->pooled[i] = tn_scored_rank (contender->test, NULL, TRUE, error);
      else
        self->pooled[i] = tn_scored_ref (contender->test);
      if (self->pooled[i] == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
make (Making *self, const TnFolds *folds, GError **error)
{
  guint n_folds = tn_scored_get_n_folds (self->contenders[0]->test);
  double n_steps = n_folds > 1 ? 1 + n_folds : 1;

  if (!check_contenders (self, folds, error) || !add_folds (self, folds, n_folds, error))
    return FALSE;
  self->result->is_within_folds = have_several_cuts (folds, n_folds);
  if (!pool_scores (self, error))
    return FALSE;
  for (guint i = 0; i < self->n; i++)
    add_model (self->result, self->contenders[i], n_folds);
  for (guint i = 0; n_folds > 1 && i < n_folds; i++)
    if (!judge_fold (self, (gint) i, i / n_steps, (i + 1) / n_steps, error))
      return FALSE;
  if (!judge_fold (self, -1, 1 - 1 / n_steps, 1, error))
    return FALSE;
  rank_models (self->result);
  find_all (self, folds);

  return TRUE;
}

static void
release_scored (gpointer scored)
{
  g_clear_pointer ((TnScored **) &scored, tn_scored_unref);
}

/**
 * tn_evaluation_new:
 * @contenders: (array length=n_contenders): models and baselines with their out-of-fold scores, of
 *   the same rows in the same order
 * @folds: (nullable): for names, cuts and counts
 * @options: thresholds, shares, money, resamples; the best threshold of each
 *   fold is taken from its validate scores
 * @progress: (nullable): told of resamples done
 * @cancellable: (nullable): looked at at least every 65,536 rows
 * @error: %TN_ERROR_ARGUMENT for scores of different rows; %TN_ERROR_SPACE; G_IO_ERROR_CANCELLED
 *
 * Judges every model on every fold and on all folds pooled, compares each pair, ranks them by AUC,
 * and says what could be wrong. All models are judged on the same resampled customers.
 *
 * Folds of different cut dates are pooled by tn_scored_rank(); other folds (k-fold of
 * one table) rank all their rows together.
 *
 * Returns: (transfer full) (nullable): the result document
 */
TnEvaluation *
tn_evaluation_new (const TnContender *contenders,
                   guint n_contenders,
                   const TnFolds *folds,
                   const TnJudgeOptions *options,
                   TnProgress *progress,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autofree const TnContender **sorted = g_new (const TnContender *, MAX (n_contenders, 1));
  g_autoptr (GPtrArray) pooled = g_ptr_array_new_with_free_func (release_scored);
  g_autoptr (TnEvaluation) result = NULL;
  Making making = { sorted, 0, options, NULL, NULL, progress, cancellable };

  g_return_val_if_fail (contenders != NULL && n_contenders > 0 && options != NULL, NULL);

  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < n_contenders; i++)
      if (contenders[i].is_baseline == (pass == 0))
        sorted[making.n++] = &contenders[i];
  g_ptr_array_set_size (pooled, (int) n_contenders);
  making.pooled = (TnScored **) pooled->pdata;
  making.result = result = _tn_evaluation_new_empty ();

  return make (&making, folds, error) ? g_steal_pointer (&result) : NULL;
}

/**
 * tn_evaluation_get_n_models:
 *
 * Returns: how many models were judged, baselines included
 */
guint
tn_evaluation_get_n_models (const TnEvaluation *self)
{
  return self->models->len;
}

/**
 * tn_evaluation_get_model:
 * @index: below tn_evaluation_get_n_models(); baselines stand first
 *
 * Returns: a model, as long as the evaluation lives
 */
const TnJudgedModel *
tn_evaluation_get_model (const TnEvaluation *self, guint index)
{
  return g_ptr_array_index (self->models, index);
}

/**
 * tn_evaluation_find_model:
 * @id: of the model
 *
 * Returns: (nullable): the model, as long as the evaluation lives
 */
const TnJudgedModel *
tn_evaluation_find_model (const TnEvaluation *self, const char *id)
{
  for (guint i = 0; i < self->models->len; i++)
    if (g_str_equal (tn_evaluation_get_model (self, i)->id, id))
      return tn_evaluation_get_model (self, i);

  return NULL;
}

/**
 * tn_evaluation_get_best:
 *
 * Returns: (nullable): the simplest of those that share the first rank: what the report recommends
 */
const TnJudgedModel *
tn_evaluation_get_best (const TnEvaluation *self)
{
  const TnJudgedModel *best = NULL;

  for (guint i = 0; i < self->models->len; i++)
    {
      const TnJudgedModel *model = tn_evaluation_get_model (self, i);

      if (model->rank == 1 && (best == NULL || model->complexity < best->complexity))
        best = model;
    }

  return best;
}

/**
 * tn_evaluation_get_n_folds:
 *
 * Returns: over how many folds the models were judged
 */
guint
tn_evaluation_get_n_folds (const TnEvaluation *self)
{
  return self->folds->len;
}

/**
 * tn_evaluation_get_fold:
 * @index: below tn_evaluation_get_n_folds()
 *
 * Returns: a fold, as long as the evaluation lives
 */
const TnJudgedFold *
tn_evaluation_get_fold (const TnEvaluation *self, guint index)
{
  return g_ptr_array_index (self->folds, index);
}

/**
 * tn_evaluation_is_within_folds:
 *
 * Returns: whether the pooled figures rank customers of the same fold only, because folds are of
 *   different cut dates; see tn_scored_rank()
 */
gboolean
tn_evaluation_is_within_folds (const TnEvaluation *self)
{
  return self->is_within_folds;
}

/**
 * tn_evaluation_get_n_comparisons:
 *
 * Returns: how many pairs and figures were compared
 */
guint
tn_evaluation_get_n_comparisons (const TnEvaluation *self)
{
  return self->comparisons->len;
}

/**
 * tn_evaluation_get_comparison:
 * @index: below tn_evaluation_get_n_comparisons()
 *
 * Returns: a comparison, of the pooled figures or of one fold's AUC, as long as the evaluation
 * lives
 */
const TnComparison *
tn_evaluation_get_comparison (const TnEvaluation *self, guint index)
{
  return &g_array_index (self->comparisons, TnComparison, index);
}

/**
 * tn_evaluation_find_comparison:
 * @a: id of a model
 * @b: id of another
 * @metric: id of the figure
 *
 * Returns: (nullable): the comparison of the two over all folds, whichever of them stands first in
 * it
 */
const TnComparison *
tn_evaluation_find_comparison (const TnEvaluation *self,
                               const char *a,
                               const char *b,
                               const char *metric)
{
  for (guint i = 0; i < self->comparisons->len; i++)
    {
      const TnComparison *comparison = tn_evaluation_get_comparison (self, i);

      if (g_str_equal (comparison->split, "pooled") &&
          g_str_equal (comparison->metric.id, metric) &&
          ((g_str_equal (comparison->a, a) && g_str_equal (comparison->b, b)) ||
           (g_str_equal (comparison->a, b) && g_str_equal (comparison->b, a))))
        return comparison;
    }

  return NULL;
}

/**
 * tn_evaluation_get_n_findings:
 *
 * Returns: how many things could be wrong, or are good to know
 */
guint
tn_evaluation_get_n_findings (const TnEvaluation *self)
{
  return self->findings->len;
}

/**
 * tn_evaluation_get_finding:
 * @index: below tn_evaluation_get_n_findings()
 *
 * Returns: a finding, as long as the evaluation lives
 */
const TnFinding *
tn_evaluation_get_finding (const TnEvaluation *self, guint index)
{
  return g_ptr_array_index (self->findings, index);
}

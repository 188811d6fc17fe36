/* test-memory.c: judging when memory runs out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "judge-cases.h"
#include "tn-comparison.h"
#include "tn-exhaust.h"
#include "tn-folds.h"
#include "tn-judgement.h"
#include "tn-test-data.h"

#define N_ROWS 70000

static void
make_case (Case *self, gsize n)
{
  TnRandom random;

  case_allocate (self, n);
  tn_random_init (&random, (guint64) g_test_rand_int (), 0);
  for (gsize i = 0; i < n; i++)
    {
      self->score[i] = tn_random_uniform (&random);
      self->label[i] = tn_random_uniform (&random) < self->score[i];
      if (self->customer != NULL)
        self->customer[i] = (guint32) (i / 3);
    }
}

static gboolean
score (gpointer data, GError **error)
{
  const Case *rows = data;
  g_autoptr (TnScored) scored = tn_scored_new (
      &(TnScoredInput){ .n_rows = rows->n, .score = rows->score, .label = rows->label }, error);

  return scored != NULL;
}

static void
test_scored (void)
{
  g_auto (Case) rows = { 0 };

  make_case (&rows, N_ROWS);
  g_assert_cmpuint (tn_exhaust_memory (score, &rows, TN_EXHAUST_NONE), >, 0);
}

static gboolean
judge (gpointer data, GError **error)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  g_autoptr (TnJudgement) judgement = NULL;

  options.n_resamples = 20;
  judgement = tn_judgement_new (data, &options, NULL, NULL, error);

  return judgement != NULL;
}

/* DeLong's interval for single rows, resampling where a customer has several. */
static void
test_judgement (gconstpointer data)
{
  g_auto (Case) rows = { 0 };
  g_autoptr (TnScored) scored = NULL;
  g_autofree guint32 *customers = g_new (guint32, N_ROWS);

  make_case (&rows, N_ROWS);
  for (guint32 i = 0; i < N_ROWS; i++)
    customers[i] = i / 3;
  scored = tn_scored_new (&(TnScoredInput){ .n_rows = rows.n,
                                            .score = rows.score,
                                            .label = rows.label,
                                            .customer = GPOINTER_TO_INT (data) ? customers : NULL },
                          NULL);
  g_assert_cmpuint (tn_exhaust_memory (judge, scored, TN_EXHAUST_NONE), >, 0);
}

typedef struct
{
  TnScored *a, *b;
} Two;

static gboolean
compare (gpointer data, GError **error)
{
  const Two *two = data;
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  TnComparison comparison;

  options.n_resamples = 20;

  return tn_comparison_make (two->a, two->b, "log_loss", &options, 0.01, &comparison, NULL, NULL,
                             error);
}

static void
test_comparison (void)
{
  g_auto (Case) a = { 0 }, b = { 0 };
  g_autoptr (TnScored) first = NULL, second = NULL;
  Two two;

  make_case (&a, N_ROWS);
  make_case (&b, N_ROWS);
  memcpy (b.label, a.label, N_ROWS);
  two.a = first =
      tn_scored_new (&(TnScoredInput){ .n_rows = a.n, .score = a.score, .label = a.label }, NULL);
  two.b = second =
      tn_scored_new (&(TnScoredInput){ .n_rows = b.n, .score = b.score, .label = b.label }, NULL);
  g_assert_cmpuint (tn_exhaust_memory (compare, &two, TN_EXHAUST_NONE), >, 0);
}

static gboolean
fold (gpointer data, GError **error)
{
  TnFoldsParams params = TN_FOLDS_PARAMS_INIT;
  g_autoptr (TnFolds) folds = tn_folds_new (data, &params, error);

  return folds != NULL && tn_folds_check (data, folds, error);
}

static void
test_folds (void)
{
  TnTableBuilder *builder = tn_table_builder_new (N_ROWS);
  g_autoptr (TnTable) table = NULL;

  tn_table_builder_take (builder, tn_field_new ("customer", TN_ROLE_CUSTOMER),
                         tn_test_random_column (TN_COLUMN_CATEGORY, N_ROWS, 30000));
  tn_table_builder_take (builder, tn_field_new ("left", TN_ROLE_TARGET),
                         tn_test_random_column (TN_COLUMN_FLAG, N_ROWS, 2));
  table = tn_table_builder_end (builder);
  g_assert_cmpuint (tn_exhaust_memory (fold, table, TN_EXHAUST_NONE), >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/memory/scored-rows-say-so", test_scored);
  g_test_add_data_func ("/memory/judgement-says-so", GINT_TO_POINTER (FALSE), test_judgement);
  g_test_add_data_func ("/memory/judgement-by-customer-says-so", GINT_TO_POINTER (TRUE),
                        test_judgement);
  g_test_add_func ("/memory/comparison-says-so", test_comparison);
  g_test_add_func ("/memory/folds-say-so", test_folds);

  return g_test_run ();
}

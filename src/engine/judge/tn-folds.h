/* tn-folds.h: which rows train, choose and test in each fold, and the guard over them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "tn-column-power.h"
#include "tn-labels.h"
#include "tn-table.h"

G_BEGIN_DECLS

typedef enum
{
  TN_FOLDS_KFOLD,    /* every labelled row is a test row once */
  TN_FOLDS_HOLDOUT,  /* one random part tests */
  TN_FOLDS_COLUMN,   /* a column says which */
  TN_FOLDS_BACKTEST, /* train before a cut date, test at it */
  TN_FOLDS_FINAL,    /* every labelled row trains; nothing is judged */
} TnFoldScheme;

#define TN_N_FOLD_SCHEMES 5

const char *tn_fold_scheme_to_id (TnFoldScheme scheme);
gboolean tn_fold_scheme_from_id (const char *id, TnFoldScheme *scheme);

/**
 * TnFoldValidate:
 * @TN_FOLD_VALIDATE_AUTO: by time where train rows have several cut dates, by customer otherwise
 * @TN_FOLD_VALIDATE_CUSTOMER: a share of the customers
 * @TN_FOLD_VALIDATE_NONE: no validate rows
 */
typedef enum
{
  TN_FOLD_VALIDATE_AUTO,
  TN_FOLD_VALIDATE_CUSTOMER,
  TN_FOLD_VALIDATE_NONE,
} TnFoldValidate;

/**
 * TnFoldsParams:
 * @scheme: how
 * @seed: of all random choices
 * @n_folds: for k-fold, 2 to 100; for a backtest the latest so many cuts test, 0 for all possible
 * @test_share: for a hold-out, in (0, 1)
 * @validate: how validate rows are cut from the fold's train rows
 * @validate_share: of the fold's train customers, in [0, 1)
 * @column: for %TN_FOLDS_COLUMN: its name. Cells "train", "validate", "test", "score" make one
 *   fold; any other distinct values (at most 100) are the folds, each testing once
 * @embargo: microseconds a label must be known before the test cut
 * @purge: train rows whose label window reaches into the validate rows' cut are left out
 *
 * Start from %TN_FOLDS_PARAMS_INIT.
 */
typedef struct
{
  TnFoldScheme scheme;
  guint64 seed;
  guint n_folds;
  double test_share;
  TnFoldValidate validate;
  double validate_share;
  const char *column;
  gint64 embargo;
  gboolean purge;
} TnFoldsParams;

#define TN_FOLDS_PARAMS_INIT                                                                       \
  {                                                                                                \
    .scheme = TN_FOLDS_KFOLD, .seed = 1, .n_folds = 5, .test_share = 0.25, .validate_share = 0.15, \
  }

/**
 * TnFold:
 * @name: "fold 3", or the test cut's date
 * @cut: test cut in microseconds UTC, %TN_TIME_MISSING when the fold has none
 * @row_roles: one #TnRowRole a row, as a byte
 * @count: rows of each role
 * @test_rate: share of 1 among the test rows, NaN when there is none
 */
typedef struct
{
  char *name;
  gint64 cut;
  GBytes *row_roles;
  gsize count[TN_N_ROW_ROLES];
  double test_rate;
} TnFold;

/**
 * TnFolds:
 *
 * One assignment of row roles a fold. Immutable, reference-counted.
 */
typedef struct _TnFolds TnFolds;

TnFolds *tn_folds_new (TnTable *table, const TnFoldsParams *params, GError **error);
TnFolds *tn_folds_new_from_roles (TnFoldScheme scheme,
                                  gsize n_rows,
                                  const char *const *names,
                                  const gint64 *cuts,
                                  GBytes *const *row_roles,
                                  guint n_folds,
                                  gint64 embargo);
TnFolds *tn_folds_ref (TnFolds *self);
void tn_folds_unref (TnFolds *self);

TnFoldScheme tn_folds_get_scheme (const TnFolds *self);
guint tn_folds_get_n_folds (const TnFolds *self);
gsize tn_folds_get_n_rows (const TnFolds *self);
gint64 tn_folds_get_embargo (const TnFolds *self);
const TnFold *tn_folds_get_fold (const TnFolds *self, guint index);
/* What each column alone says about the target (of #TnColumnPower), where it was measured. */
gboolean tn_folds_measure_columns (TnFolds *self,
                                   TnTable *table,
                                   GCancellable *cancellable,
                                   GError **error);
const GArray *tn_folds_get_powers (const TnFolds *self);
TnMessage *tn_fold_say_name (const char *name, gint64 cut);
JsonNode *tn_folds_to_json (const TnFolds *self);

/* The guard. Runs before anything is fitted, whoever made the folds. */
gboolean tn_folds_check (TnTable *table, const TnFolds *folds, GError **error);

/* The customer codes (row numbers when the table has no customer column). */
guint32 *tn_table_dup_customers (TnTable *table, gsize *n_customers, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnFolds, tn_folds_unref)

G_END_DECLS

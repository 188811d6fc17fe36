/* test-folds.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "judge-cases.h"
#include "tn-folds.h"

#define DAY (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
#define T0  (G_GINT64_CONSTANT (15000) * DAY)

/* Columns in the making; those left %NULL are not in the table. */
typedef struct
{
  gsize n;
  double *target;
  guint32 *customer;
  gint64 *cut;
  gint64 *label_end;
  gint64 *evidence;
  char **fold;
} Rows;

static void
rows_clear (Rows *self)
{
  g_free (self->target);
  g_free (self->customer);
  g_free (self->cut);
  g_free (self->label_end);
  g_free (self->evidence);
  for (gsize i = 0; self->fold != NULL && i < self->n; i++)
    g_free (self->fold[i]);
  g_free (self->fold);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rows, rows_clear)

static void
take_column (TnTableBuilder *builder, const char *name, TnRole role, TnColumn *column)
{
  tn_table_builder_take (builder, tn_field_new (name, role), column);
}

static TnTable *
rows_to_table (const Rows *self)
{
  TnTableBuilder *builder = tn_table_builder_new (self->n);
  g_autoptr (TnDictionaryBuilder) names = tn_dictionary_builder_new ();
  g_autoptr (TnDictionary) dictionary = NULL;

  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *name = g_strdup_printf ("C%u", i);

      tn_dictionary_builder_intern (names, name, strlen (name));
    }
  dictionary = tn_dictionary_builder_end (g_steal_pointer (&names));
  take_column (builder, "left", TN_ROLE_TARGET, tn_column_new_numbers (self->target, self->n));
  if (self->customer != NULL)
    take_column (builder, "customer", TN_ROLE_CUSTOMER,
                 tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, self->customer, self->n));
  if (self->cut != NULL)
    take_column (builder, "cut", TN_ROLE_CUT, tn_column_new_times (self->cut, self->n));
  if (self->label_end != NULL)
    take_column (builder, "known", TN_ROLE_LABEL_END,
                 tn_column_new_times (self->label_end, self->n));
  if (self->evidence != NULL)
    take_column (builder, "seen", TN_ROLE_EVIDENCE, tn_column_new_times (self->evidence, self->n));
  if (self->fold != NULL)
    take_column (builder, "fold", TN_ROLE_NONE,
                 tn_column_new_texts ((const char *const *) self->fold, self->n));

  return tn_table_builder_end (builder);
}

/* Random customers with some rows each; @rate leave, one row in twenty is not known. */
static void
rows_random (Rows *self, gsize n, guint32 n_customers, double rate)
{
  self->n = n;
  self->target = g_new (double, n);
  self->customer = g_new (guint32, n);
  for (gsize i = 0; i < n; i++)
    {
      self->target[i] = g_test_rand_double () < rate;
      if (g_test_rand_double () < 0.05)
        self->target[i] = (double) NAN;
      self->customer[i] = (guint32) g_test_rand_int_range (0, (gint32) n_customers);
    }
}

/* A row a customer at each of @n_cuts cut dates 30 days apart, outcomes known 90 days later; the
 * last three are not over. */
static void
rows_dated (Rows *self, guint n_customers, guint n_cuts)
{
  gsize n = (gsize) n_customers * n_cuts;

  rows_random (self, n, n_customers, 0.4);
  self->cut = g_new (gint64, n);
  self->label_end = g_new (gint64, n);
  self->evidence = g_new (gint64, n);
  for (gsize i = 0; i < n; i++)
    {
      guint k = (guint) (i / n_customers);

      self->customer[i] = (guint32) (i % n_customers);
      self->cut[i] = T0 + 30 * DAY * k;
      self->label_end[i] = self->cut[i] + 90 * DAY;
      self->evidence[i] = self->cut[i] - 1 - g_test_rand_int_range (0, 1000);
      self->target[i] = k + 3 >= n_cuts ? (double) NAN : g_test_rand_double () < 0.4;
    }
}

static TnFolds *
split (TnTable *table, const TnFoldsParams *params)
{
  g_autoptr (GError) error = NULL;
  TnFolds *folds = tn_folds_new (table, params, &error);

  g_assert_no_error (error);
  g_assert_true (tn_folds_check (table, folds, &error));
  g_assert_no_error (error);

  return folds;
}

static const guint8 *
roles_of (const TnFolds *folds, guint fold)
{
  return g_bytes_get_data (tn_folds_get_fold (folds, fold)->row_roles, NULL);
}

static void
assert_customers_apart (const Rows *rows, const guint8 *roles)
{
  guint8 seen[2000] = { 0 };

  for (gsize i = 0; i < rows->n; i++)
    if (roles[i] == TN_ROW_TRAIN || roles[i] == TN_ROW_VALIDATE || roles[i] == TN_ROW_TEST)
      {
        guint8 *role = &seen[rows->customer[i]];

        g_assert_true (*role == 0 || *role == roles[i]);
        *role = roles[i];
      }
}

static void
kfold_tests_each_row_once_and_keeps_customers_together (void)
{
  for (int round = 0; round < 15; round++)
    {
      TnFoldsParams params = TN_FOLDS_PARAMS_INIT;
      g_auto (Rows) rows = { 0 };
      g_autoptr (TnTable) table = NULL;
      g_autoptr (TnFolds) folds = NULL;
      g_autofree guint *tested = NULL;

      rows_random (&rows, (gsize) g_test_rand_int_range (300, 3000),
                   (guint32) g_test_rand_int_range (100, 2000), g_test_rand_double ());
      params.n_folds = (guint) g_test_rand_int_range (2, 11);
      params.seed = (guint64) g_test_rand_int ();
      table = rows_to_table (&rows);
      folds = split (table, &params);
      g_assert_cmpuint (tn_folds_get_n_folds (folds), ==, params.n_folds);
      tested = g_new0 (guint, rows.n);
      for (guint f = 0; f < params.n_folds; f++)
        {
          const guint8 *roles = roles_of (folds, f);

          assert_customers_apart (&rows, roles);
          for (gsize i = 0; i < rows.n; i++)
            {
              tested[i] += roles[i] == TN_ROW_TEST;
              g_assert_cmpint (isnan (rows.target[i]), ==, roles[i] == TN_ROW_SCORE);
            }
          g_assert_cmpuint (tn_folds_get_fold (folds, f)->count[TN_ROW_VALIDATE], >, 0);
        }
      for (gsize i = 0; i < rows.n; i++)
        g_assert_cmpuint (tested[i], ==, !isnan (rows.target[i]));
    }
}

/* With a row a customer each fold has its share of each class, to one row. */
static void
kfold_spreads_classes_evenly (void)
{
  for (int round = 0; round < 10; round++)
    {
      TnFoldsParams params = TN_FOLDS_PARAMS_INIT;
      g_auto (Rows) rows = { 0 };
      g_autoptr (TnTable) table = NULL;
      g_autoptr (TnFolds) folds = NULL;
      gsize least[2] = { G_MAXSIZE, G_MAXSIZE }, most[2] = { 0, 0 };

      rows_random (&rows, (gsize) g_test_rand_int_range (100, 1500), 2000, 0.27);
      g_clear_pointer (&rows.customer, g_free);
      params.n_folds = 10;
      table = rows_to_table (&rows);
      folds = split (table, &params);
      for (guint f = 0; f < 10; f++)
        {
          gsize count[2] = { 0, 0 };

          for (gsize i = 0; i < rows.n; i++)
            if (roles_of (folds, f)[i] == TN_ROW_TEST)
              count[(int) rows.target[i]]++;
          for (int c = 0; c < 2; c++)
            {
              least[c] = MIN (least[c], count[c]);
              most[c] = MAX (most[c], count[c]);
            }
        }
      g_assert_cmpuint (most[0] - least[0], <=, 1);
      g_assert_cmpuint (most[1] - least[1], <=, 1);
    }
}

static void
holdout_has_its_share (void)
{
  TnFoldsParams params = TN_FOLDS_PARAMS_INIT;
  g_auto (Rows) rows = { 0 };
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnFolds) folds = NULL;
  const TnFold *fold;
  double n_known;

  params.scheme = TN_FOLDS_HOLDOUT;
  params.test_share = 0.3;
  params.validate_share = 0.2;
  rows_random (&rows, 4000, 1500, 0.3);
  table = rows_to_table (&rows);
  folds = split (table, &params);
  fold = tn_folds_get_fold (folds, 0);
  n_known = (double) (rows.n - fold->count[TN_ROW_SCORE]);
  assert_customers_apart (&rows, roles_of (folds, 0));
  g_assert_cmpfloat (fabs ((double) fold->count[TN_ROW_TEST] / n_known - 0.3), <, 0.01);
  g_assert_cmpfloat (fabs ((double) fold->count[TN_ROW_VALIDATE] / n_known - 0.7 * 0.2), <, 0.01);
}

static void
seed_decides_alone (void)
{
  TnFoldsParams params = TN_FOLDS_PARAMS_INIT;
  g_auto (Rows) rows = { 0 };
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnFolds) a = NULL;
  g_autoptr (TnFolds) b = NULL;
  g_autoptr (TnFolds) c = NULL;

  rows_random (&rows, 1000, 500, 0.3);
  table = rows_to_table (&rows);
  a = split (table, &params);
  b = split (table, &params);
  params.seed++;
  c = split (table, &params);
  g_assert_cmpmem (roles_of (a, 2), rows.n, roles_of (b, 2), rows.n);
  g_assert_cmpint (memcmp (roles_of (a, 2), roles_of (c, 2), rows.n), !=, 0);
}

static void
assert_parted_by_customer (const Rows *rows, const guint8 *roles)
{
  gsize n[TN_N_ROW_ROLES] = { 0 };

  for (gsize i = 0; i < rows->n; i++)
    n[roles[i]]++;
  g_assert_cmpuint (n[TN_ROW_TRAIN], >, 0);
  g_assert_cmpuint (n[TN_ROW_VALIDATE], >, 0);
  for (gsize i = 0; i < rows->n; i++)
    for (gsize j = 0; roles[i] == TN_ROW_VALIDATE && j < rows->n; j++)
      g_assert_false (roles[j] == TN_ROW_TRAIN && rows->customer[i] == rows->customer[j]);
}

static void
backtest_learns_from_what_was_known (void)
{
  static const gint64 embargoes[] = { 0, 10 * DAY };

  for (gsize e = 0; e < G_N_ELEMENTS (embargoes); e++)
    {
      TnFoldsParams params = TN_FOLDS_PARAMS_INIT;
      g_auto (Rows) rows = { 0 };
      g_autoptr (TnTable) table = NULL;
      g_autoptr (TnFolds) folds = NULL;

      params.scheme = TN_FOLDS_BACKTEST;
      params.n_folds = 3;
      params.embargo = embargoes[e];
      rows_dated (&rows, 50, 12);
      table = rows_to_table (&rows);
      folds = split (table, &params);
      g_assert_cmpuint (tn_folds_get_n_folds (folds), ==, 3);
      for (guint f = 0; f < 3; f++)
        {
          const TnFold *fold = tn_folds_get_fold (folds, f);
          const guint8 *roles = roles_of (folds, f);
          gint64 latest = 0;

          /* Cuts 0 to 8 are over; the last three of them test. */
          g_assert_cmpint (fold->cut, ==, T0 + (6 + f) * 30 * DAY);
          g_assert_cmpuint (fold->count[TN_ROW_TEST], ==, 50);
          g_assert_cmpuint (fold->count[TN_ROW_SCORE], ==, 150);
          for (gsize i = 0; i < rows.n; i++)
            if (roles[i] == TN_ROW_TRAIN || roles[i] == TN_ROW_VALIDATE)
              {
                g_assert_cmpint (rows.label_end[i], <=, fold->cut - params.embargo);
                latest = MAX (latest, rows.cut[i]);
              }
          /* The latest legal cut is 90 days back, 120 with an embargo, and chooses. */
          g_assert_cmpint (latest, ==, fold->cut - (e == 0 ? 90 : 120) * DAY);
          /* Unless no outcome was known by then: whole customers do. */
          if (latest < T0 + 90 * DAY)
            {
              assert_parted_by_customer (&rows, roles);
              continue;
            }
          for (gsize i = 0; i < rows.n; i++)
            if (roles[i] == TN_ROW_VALIDATE)
              g_assert_cmpint (rows.cut[i], ==, latest);
          g_assert_cmpuint (fold->count[TN_ROW_VALIDATE], ==, 50);
        }
      g_assert_cmpstr (tn_folds_get_fold (folds, 0)->name, ==, "2011-07-25");
    }
}

static void
purge_keeps_windows_apart (void)
{
  TnFoldsParams params = TN_FOLDS_PARAMS_INIT;
  g_auto (Rows) rows = { 0 };
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnFolds) folds = NULL;
  const guint8 *roles;

  params.scheme = TN_FOLDS_BACKTEST;
  params.n_folds = 1;
  params.purge = TRUE;
  rows_dated (&rows, 40, 13);
  table = rows_to_table (&rows);
  folds = split (table, &params);
  roles = roles_of (folds, 0);
  for (gsize i = 0; i < rows.n; i++)
    if (roles[i] == TN_ROW_TRAIN)
      g_assert_cmpint (rows.label_end[i], <=, tn_folds_get_fold (folds, 0)->cut - 90 * DAY);
  g_assert_cmpuint (tn_folds_get_fold (folds, 0)->count[TN_ROW_TRAIN], ==, 40 * 4);
}

static void
final_learns_from_all_known_rows (void)
{
  TnFoldsParams params = TN_FOLDS_PARAMS_INIT;
  g_auto (Rows) rows = { 0 };
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnFolds) folds = NULL;

  params.scheme = TN_FOLDS_FINAL;
  rows_dated (&rows, 30, 8);
  table = rows_to_table (&rows);
  folds = split (table, &params);
  g_assert_cmpuint (tn_folds_get_fold (folds, 0)->count[TN_ROW_TRAIN], ==, 30 * 5);
  g_assert_cmpuint (tn_folds_get_fold (folds, 0)->count[TN_ROW_SCORE], ==, 30 * 3);
}

static void
columns_name_folds_or_roles (void)
{
  static const char *const words[] = { "train", "validate", "test" };
  TnFoldsParams params = TN_FOLDS_PARAMS_INIT;

  params.scheme = TN_FOLDS_COLUMN;
  params.column = "fold";
  for (int by_role = 0; by_role < 2; by_role++)
    {
      g_auto (Rows) rows = { 0 };
      g_autoptr (TnTable) table = NULL;
      g_autoptr (TnFolds) folds = NULL;

      rows_random (&rows, 600, 300, 0.4);
      rows.fold = g_new0 (char *, rows.n);
      for (gsize i = 0; i < rows.n; i++)
        rows.fold[i] = by_role ? g_strdup (words[rows.customer[i] % 3])
                               : g_strdup_printf ("%u", rows.customer[i] % 12);
      table = rows_to_table (&rows);
      folds = split (table, &params);
      if (by_role)
        g_assert_cmpuint (tn_folds_get_n_folds (folds), ==, 1);
      else
        {
          g_assert_cmpuint (tn_folds_get_n_folds (folds), ==, 12);
          /* In the order of numbers: 2 before 10. */
          g_assert_cmpstr (tn_folds_get_fold (folds, 2)->name, ==, "fold 2");
          g_assert_cmpstr (tn_folds_get_fold (folds, 10)->name, ==, "fold 10");
        }
      for (gsize i = 0; i < rows.n; i++)
        if (by_role && !isnan (rows.target[i]))
          g_assert_cmpint (roles_of (folds, 0)[i], ==, TN_ROW_TRAIN + rows.customer[i] % 3);
    }
}

static void
foreign_telco_folds_are_taken_as_they_are (void)
{
  g_autofree char *path = tn_test_shared ("datasets/telco-churn/folds.csv");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  TnFoldsParams params = TN_FOLDS_PARAMS_INIT;
  g_auto (Rows) rows = { 0 };
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnFolds) folds = NULL;

  if (path == NULL)
    return;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  rows_random (&rows, g_strv_length (lines) - 1, 10, 0.3);
  g_clear_pointer (&rows.customer, g_free);
  rows.fold = g_new0 (char *, rows.n);
  for (gsize i = 0; i < rows.n; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i + 1], ",", -1);

      rows.fold[i] = g_strdup (cells[1]);
      rows.target[i] = i % 3 == 0;
    }
  g_assert_cmpuint (rows.n, ==, 7043);
  table = rows_to_table (&rows);
  params.scheme = TN_FOLDS_COLUMN;
  params.column = "fold";
  folds = split (table, &params);
  g_assert_cmpuint (tn_folds_get_n_folds (folds), ==, 10);
  for (gsize i = 0; i < rows.n; i++)
    {
      guint fold = (guint) g_ascii_strtoull (rows.fold[i], NULL, 10);

      g_assert_cmpint (roles_of (folds, fold - 1)[i], ==, TN_ROW_TEST);
    }
}

/* A fold by hand over dated rows: the backtest's, with one role or date changed by a cheat. */
static void
assert_refused (const Rows *rows,
                TnFoldScheme scheme,
                gint64 cut,
                const guint8 *roles,
                TnErrorCode code,
                const char *word)
{
  g_autoptr (TnTable) table = rows_to_table (rows);
  g_autoptr (GBytes) bytes = g_bytes_new (roles, rows->n);
  const char *names[] = { "the fold" };
  g_autoptr (TnFolds) folds = tn_folds_new_from_roles (scheme, rows->n, names, &cut, &bytes, 1, 0);
  g_autoptr (GError) error = NULL;

  g_assert_false (tn_folds_check (table, folds, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, TN_ERROR, (gint) code);
  g_assert_nonnull (strstr (error->message, cut != TN_TIME_MISSING     ? "2011"
                                            : scheme == TN_FOLDS_FINAL ? "customer C"
                                                                       : "the fold"));
  g_assert_nonnull (strstr (error->message, word));
  g_assert_null (strchr (error->message, '{'));
}

typedef struct
{
  Rows rows;
  gint64 cut;
  guint8 *roles;
} Backtest;

static void
backtest_clear (Backtest *self)
{
  rows_clear (&self->rows);
  g_free (self->roles);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Backtest, backtest_clear)

static void
backtest_init (Backtest *self)
{
  TnFoldsParams params = TN_FOLDS_PARAMS_INIT;
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnFolds) folds = NULL;

  params.scheme = TN_FOLDS_BACKTEST;
  params.n_folds = 1;
  rows_dated (&self->rows, 20, 10);
  table = rows_to_table (&self->rows);
  folds = split (table, &params);
  self->cut = tn_folds_get_fold (folds, 0)->cut;
  self->roles = g_memdup2 (roles_of (folds, 0), self->rows.n);
}

static gsize
find_role (const Backtest *self, TnRowRole role)
{
  const guint8 *place = memchr (self->roles, role, self->rows.n);

  g_assert_nonnull (place);

  return (gsize) (place - self->roles);
}

static void
window_past_the_test_cut_is_refused (void)
{
  g_auto (Backtest) fold = { 0 };
  gsize row;

  backtest_init (&fold);
  /* The cut a month before the test: its 90 days are not over. */
  for (row = 0; fold.rows.cut[row] != fold.cut - 30 * DAY;)
    row++;
  fold.roles[row] = TN_ROW_TRAIN;
  assert_refused (&fold.rows, TN_FOLDS_BACKTEST, fold.cut, fold.roles, TN_ERROR_LEAK, "window");
  fold.roles[row] = TN_ROW_VALIDATE;
  assert_refused (&fold.rows, TN_FOLDS_BACKTEST, fold.cut, fold.roles, TN_ERROR_LEAK, "C0");
  fold.roles[row] = TN_ROW_NONE;
  /* One microsecond late is late. */
  row = find_role (&fold, TN_ROW_TRAIN);
  fold.rows.label_end[row] = fold.cut + 1;
  assert_refused (&fold.rows, TN_FOLDS_BACKTEST, fold.cut, fold.roles, TN_ERROR_LEAK, "window");
  fold.rows.label_end[row] = TN_TIME_MISSING;
  assert_refused (&fold.rows, TN_FOLDS_BACKTEST, fold.cut, fold.roles, TN_ERROR_LEAK, "known");
  g_clear_pointer (&fold.rows.label_end, g_free);
  assert_refused (&fold.rows, TN_FOLDS_BACKTEST, fold.cut, fold.roles, TN_ERROR_LEAK, "known");
}

static void
event_at_the_cut_is_refused (void)
{
  static const TnRowRole roles[] = { TN_ROW_TRAIN, TN_ROW_VALIDATE, TN_ROW_TEST, TN_ROW_SCORE };

  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      g_auto (Backtest) fold = { 0 };
      gsize row;

      backtest_init (&fold);
      row = find_role (&fold, roles[i]);
      fold.rows.evidence[row] = fold.rows.cut[row];
      assert_refused (&fold.rows, TN_FOLDS_BACKTEST, fold.cut, fold.roles, TN_ERROR_LEAK, "events");
    }
}

static void
test_rows_in_training_are_refused (void)
{
  g_auto (Backtest) fold = { 0 };
  gsize row;

  backtest_init (&fold);
  row = find_role (&fold, TN_ROW_TEST);
  fold.roles[row] = TN_ROW_TRAIN;
  assert_refused (&fold.rows, TN_FOLDS_BACKTEST, fold.cut, fold.roles, TN_ERROR_LEAK, "test cut");
  assert_refused (&fold.rows, TN_FOLDS_FINAL, TN_TIME_MISSING, fold.roles, TN_ERROR_LEAK, "final");
}

static void
customer_on_both_sides_is_refused (void)
{
  static const TnFoldScheme schemes[] = { TN_FOLDS_KFOLD, TN_FOLDS_HOLDOUT, TN_FOLDS_COLUMN };
  double target[6] = { 0, 1, 0, 1, 0, 1 };
  guint32 customer[6] = { 0, 1, 2, 3, 3, 4 };
  guint8 roles[6] = { TN_ROW_TRAIN, TN_ROW_TRAIN, TN_ROW_VALIDATE,
                      TN_ROW_TRAIN, TN_ROW_TEST,  TN_ROW_TEST };
  Rows rows = { .n = 6, .target = target, .customer = customer };

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      roles[3] = TN_ROW_TRAIN;
      assert_refused (&rows, schemes[i], TN_TIME_MISSING, roles, TN_ERROR_LEAK, "C3");
      /* Choosing by a test customer leaks as well. */
      roles[3] = TN_ROW_VALIDATE;
      assert_refused (&rows, schemes[i], TN_TIME_MISSING, roles, TN_ERROR_LEAK, "C3");
    }
}

/* The same customers before and after a cut are fine in a column, if the windows are over. */
static void
column_may_go_forward_in_time (void)
{
  g_auto (Backtest) fold = { 0 };
  const char *names[] = { "the fold" };
  gint64 none = TN_TIME_MISSING;
  g_autoptr (TnTable) table = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TnFolds) folds = NULL;
  gsize row;

  backtest_init (&fold);
  table = rows_to_table (&fold.rows);
  bytes = g_bytes_new (fold.roles, fold.rows.n);
  folds = tn_folds_new_from_roles (TN_FOLDS_COLUMN, fold.rows.n, names, &none, &bytes, 1, 0);
  g_assert_true (tn_folds_check (table, folds, NULL));
  row = find_role (&fold, TN_ROW_TRAIN);
  fold.rows.label_end[row] = fold.cut + DAY;
  assert_refused (&fold.rows, TN_FOLDS_COLUMN, none, fold.roles, TN_ERROR_LEAK, "window");
}

/* Folds by customer of rows as of several dates would learn from what came after a tested row. */
static void
dealing_several_dates_is_refused (void)
{
  static const TnFoldScheme schemes[] = { TN_FOLDS_KFOLD, TN_FOLDS_HOLDOUT, TN_FOLDS_COLUMN };
  double target[4] = { 0, 1, 0, 1 };
  guint32 customer[4] = { 0, 1, 2, 3 };
  guint8 roles[4] = { TN_ROW_TRAIN, TN_ROW_TRAIN, TN_ROW_TEST, TN_ROW_TEST };
  gint64 cut[4] = { T0, T0 + 90 * DAY, T0, T0 + 90 * DAY }, end[4];
  Rows rows = { .n = 4, .target = target, .customer = customer, .cut = cut, .label_end = end };

  for (gsize i = 0; i < 4; i++)
    end[i] = cut[i] + 30 * DAY;
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    assert_refused (&rows, schemes[i], TN_TIME_MISSING, roles, TN_ERROR_LEAK, "C0");
  /* All rows are of one date: other customers of that date. */
  for (gsize i = 0; i < 4; i++)
    cut[i] = T0;
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      const char *names[] = { "one" };
      g_autoptr (TnTable) table = rows_to_table (&rows);
      g_autoptr (GBytes) bytes = g_bytes_new (roles, 4);
      g_autoptr (TnFolds) folds =
          tn_folds_new_from_roles (schemes[i], 4, names, NULL, &bytes, 1, 0);

      g_assert_true (tn_folds_check (table, folds, NULL));
    }
}

/* Midnight of 1 July in Shanghai is still June in UTC. */
static void
dates_are_those_of_the_zone (void)
{
  g_auto (Backtest) fold = { 0 };
  TnFoldsParams params = TN_FOLDS_PARAMS_INIT;
  g_autoptr (TnTable) plain = NULL;
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnFolds) folds = NULL;
  g_autoptr (TnMessage) said = NULL;
  g_autofree char *text = NULL;
  TnTableBuilder *builder;
  TnField *field;
  gint64 cut = G_GINT64_CONSTANT (1309449600) * G_USEC_PER_SEC; /* 2011-06-30 16:00 */
  int place;

  backtest_init (&fold);
  for (gsize i = 0; i < fold.rows.n; i++)
    {
      fold.rows.cut[i] += cut - fold.cut;
      fold.rows.label_end[i] += cut - fold.cut;
      fold.rows.evidence[i] += cut - fold.cut;
    }
  plain = rows_to_table (&fold.rows);
  place = tn_table_find_role (plain, TN_ROLE_CUT);
  builder = tn_table_builder_new_from (plain);
  field = tn_field_copy (tn_table_get_field (plain, (guint) place));
  field->zone = g_strdup ("Asia/Shanghai");
  tn_table_builder_take (builder, field,
                         tn_column_ref (tn_table_get_column (plain, (guint) place)));
  table = tn_table_builder_end (builder);
  params.scheme = TN_FOLDS_BACKTEST;
  params.n_folds = 0;
  folds = split (table, &params);
  for (guint i = 0; i < tn_folds_get_n_folds (folds); i++)
    if (tn_folds_get_fold (folds, i)->cut == cut)
      {
        g_assert_cmpstr (tn_folds_get_fold (folds, i)->name, ==, "2011-07-01");
        said = tn_fold_say_name (tn_folds_get_fold (folds, i)->name, cut);
      }
  g_assert_nonnull (said);
  text = tn_message_say (said, tn_language_get ("en"));
  g_assert_nonnull (strstr (text, "July"));
}

static void
rows_without_outcome_are_refused (void)
{
  g_auto (Backtest) fold = { 0 };

  backtest_init (&fold);
  fold.roles[find_role (&fold, TN_ROW_SCORE)] = TN_ROW_TRAIN;
  assert_refused (&fold.rows, TN_FOLDS_BACKTEST, fold.cut, fold.roles, TN_ERROR_DATA, "outcome");
}

static void
foreign_folds_are_refused (void)
{
  double target[4] = { 0, 1, 0, 1 };
  guint8 roles[4] = { TN_ROW_TRAIN, 77, TN_ROW_TEST, TN_ROW_TEST };
  guint8 good[4] = { TN_ROW_TRAIN, TN_ROW_TRAIN, TN_ROW_TEST, TN_ROW_TEST };
  const char *names[] = { "one", "two" };
  Rows rows = { .n = 4, .target = target };
  g_autoptr (TnTable) table = rows_to_table (&rows);
  g_autoptr (GBytes) bytes = g_bytes_new (good, 4);
  g_autoptr (GBytes) cut_off = g_bytes_new (good, 3);
  GBytes *twice[] = { bytes, bytes }, *wrong[] = { cut_off };
  g_autoptr (TnFolds) overlap =
      tn_folds_new_from_roles (TN_FOLDS_KFOLD, 4, names, NULL, twice, 2, 0);
  g_autoptr (TnFolds) smaller =
      tn_folds_new_from_roles (TN_FOLDS_KFOLD, 3, names, NULL, wrong, 1, 0);
  g_autoptr (GError) error = NULL;

  assert_refused (&rows, TN_FOLDS_KFOLD, TN_TIME_MISSING, roles, TN_ERROR_ARGUMENT, "fold");
  g_assert_false (tn_folds_check (table, overlap, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_false (tn_folds_check (table, smaller, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
}

static void
assert_no_folds (const Rows *rows, const TnFoldsParams *params, TnErrorCode code)
{
  g_autoptr (TnTable) table = rows_to_table (rows);
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_folds_new (table, params, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, TN_ERROR, (gint) code);
  g_assert_null (strchr (error->message, '{'));
}

static void
impossible_splits_say_what_to_do (void)
{
  TnFoldsParams params = TN_FOLDS_PARAMS_INIT;
  g_auto (Rows) few = { 0 };
  g_auto (Rows) dated = { 0 };

  rows_random (&few, 50, 3, 0.5);
  params.n_folds = 1;
  assert_no_folds (&few, &params, TN_ERROR_ARGUMENT);
  params.n_folds = 101;
  assert_no_folds (&few, &params, TN_ERROR_ARGUMENT);
  params.n_folds = 5;
  assert_no_folds (&few, &params, TN_ERROR_DATA);
  params.scheme = TN_FOLDS_HOLDOUT;
  params.test_share = 1;
  assert_no_folds (&few, &params, TN_ERROR_ARGUMENT);
  params.scheme = TN_FOLDS_BACKTEST;
  assert_no_folds (&few, &params, TN_ERROR_DATA);
  params.scheme = TN_FOLDS_COLUMN;
  params.column = "no such";
  assert_no_folds (&few, &params, TN_ERROR_NOT_FOUND);
  for (gsize i = 0; i < few.n; i++)
    few.target[i] = (double) NAN;
  params.scheme = TN_FOLDS_FINAL;
  assert_no_folds (&few, &params, TN_ERROR_DATA);

  params.scheme = TN_FOLDS_BACKTEST;
  rows_dated (&dated, 20, 4);
  assert_no_folds (&dated, &params, TN_ERROR_DATA);
  rows_clear (&dated);
  memset (&dated, 0, sizeof dated);
  rows_dated (&dated, 20, 6);
  assert_no_folds (&dated, &params, TN_ERROR_DATA);
}

static TnTable *
words_to_table (const char *const *words, const guint32 *codes, gsize n_rows)
{
  g_autoptr (TnDictionary) dictionary = tn_dictionary_new (words, g_strv_length ((char **) words));
  TnTableBuilder *builder = tn_table_builder_new (n_rows);

  take_column (builder, "Churn", TN_ROLE_TARGET,
               tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, n_rows));

  return tn_table_builder_end (builder);
}

/* Which of two words is yes does not depend on which came first. */
static void
targets_in_words_are_understood (void)
{
  static const char *const pairs[][3] = {
    { "No", "Yes", NULL },        { "Yes", "No", NULL },     { "stayed", "left", NULL },
    { "left", "stayed", NULL },   { "流失", "留存", NULL },  { "false", "TRUE", NULL },
    { "active", "walked", NULL }, { "moved", "open", NULL }, { "apple", "pear", NULL },
  };
  static const guint8 yes[] = { 1, 0, 1, 0, 0, 1, 1, 0, 1 };
  static const guint32 codes[4] = { 0, 1, TN_CODE_MISSING, 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (TnTable) table = words_to_table (pairs[i], codes, 4);
      g_autoptr (TnTable) part = words_to_table (pairs[i], codes + 1, 1);
      g_autofree guint8 *labels = tn_table_dup_labels (table, NULL);
      g_autofree guint8 *of_part = tn_table_dup_labels (part, NULL);

      g_assert_cmpint (labels[yes[i]], ==, 1);
      g_assert_cmpint (labels[1 - yes[i]], ==, 0);
      g_assert_cmpint (labels[2], ==, 255);
      g_assert_cmpint (labels[3], ==, labels[1]);
      g_assert_cmpint (of_part[0], ==, labels[1]);
    }
}

static void
targets_in_numbers_are_understood (void)
{
  double one_two[4] = { 2, 1, (double) NAN, 2 }, signs[4] = { 1, -1, -1, 1 };
  double ones[4] = { 1, 1, 1, 1 }, zeros[4] = { 0, 0, (double) NAN, 0 };
  static const guint8 expected[4][4] = {
    { 1, 0, 255, 1 }, { 1, 0, 0, 1 }, { 1, 1, 1, 1 }, { 0, 0, 255, 0 }
  };
  double *cases[] = { one_two, signs, ones, zeros };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Rows rows = { .n = 4, .target = cases[i] };
      g_autoptr (TnTable) table = rows_to_table (&rows);
      g_autofree guint8 *labels = tn_table_dup_labels (table, NULL);

      g_assert_cmpmem (labels, 4, expected[i], 4);
    }
}

static void
targets_of_three_values_are_refused (void)
{
  static const char *const words[] = { "low", "middle", "high", NULL };
  static const guint32 three[3] = { 0, 1, 2 }, two[3] = { 0, 2, 0 };
  double numbers[3] = { 0, 1, 2 };
  Rows rows = { .n = 3, .target = numbers };
  g_autoptr (TnTable) numeric = rows_to_table (&rows);
  g_autoptr (TnTable) all = words_to_table (words, three, 3);
  g_autoptr (TnTable) filtered = words_to_table (words, two, 3);
  g_autofree guint8 *labels = tn_table_dup_labels (filtered, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_table_dup_labels (numeric, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
  g_clear_error (&error);
  g_assert_null (tn_table_dup_labels (all, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "Churn"));
  g_assert_nonnull (labels);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/folds/kfold-tests-each-row-once-and-keeps-customers-together",
                   kfold_tests_each_row_once_and_keeps_customers_together);
  g_test_add_func ("/folds/kfold-spreads-classes-evenly", kfold_spreads_classes_evenly);
  g_test_add_func ("/folds/holdout-has-its-share", holdout_has_its_share);
  g_test_add_func ("/folds/seed-decides-alone", seed_decides_alone);
  g_test_add_func ("/folds/backtest-learns-from-what-was-known",
                   backtest_learns_from_what_was_known);
  g_test_add_func ("/folds/purge-keeps-windows-apart", purge_keeps_windows_apart);
  g_test_add_func ("/folds/final-learns-from-all-known-rows", final_learns_from_all_known_rows);
  g_test_add_func ("/folds/columns-name-folds-or-roles", columns_name_folds_or_roles);
  g_test_add_func ("/folds/foreign-telco-folds-are-taken-as-they-are",
                   foreign_telco_folds_are_taken_as_they_are);
  g_test_add_func ("/folds/window-past-the-test-cut-is-refused",
                   window_past_the_test_cut_is_refused);
  g_test_add_func ("/folds/event-at-the-cut-is-refused", event_at_the_cut_is_refused);
  g_test_add_func ("/folds/test-rows-in-training-are-refused", test_rows_in_training_are_refused);
  g_test_add_func ("/folds/customer-on-both-sides-is-refused", customer_on_both_sides_is_refused);
  g_test_add_func ("/folds/column-may-go-forward-in-time", column_may_go_forward_in_time);
  g_test_add_func ("/folds/rows-without-outcome-are-refused", rows_without_outcome_are_refused);
  g_test_add_func ("/folds/foreign-folds-are-refused", foreign_folds_are_refused);
  g_test_add_func ("/folds/impossible-splits-say-what-to-do", impossible_splits_say_what_to_do);
  g_test_add_func ("/folds/targets-in-words-are-understood", targets_in_words_are_understood);
  g_test_add_func ("/folds/targets-in-numbers-are-understood", targets_in_numbers_are_understood);
  g_test_add_func ("/folds/targets-of-three-values-are-refused",
                   targets_of_three_values_are_refused);
  g_test_add_func ("/folds/dealing-several-dates-is-refused", dealing_several_dates_is_refused);
  g_test_add_func ("/folds/dates-are-those-of-the-zone", dates_are_those_of_the_zone);

  return g_test_run ();
}

/* tn-learner.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-learner.h"

#include <string.h>

#include "tn-concat.h"
#include "tn-error.h"
#include "tn-folds.h"
#include "tn-keys.h"

/**
 * tn_learner_matrix:
 * @error: %TN_ERROR_DATA when there is no fact, or one that is no number
 *
 * Returns: (transfer full): the columns with the role feature
 */
TnMatrix *
tn_learner_matrix (TnTable *table, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    {
      const TnField *field = tn_table_get_field (table, i);
      TnColumnType type = tn_column_get_column_type (tn_table_get_column (table, i));

      if (field->role != TN_ROLE_FEATURE)
        continue;
      if (type != TN_COLUMN_NUMBER && type != TN_COLUMN_FLAG)
        {
          tn_error_set (
              error, TN_ERROR_DATA,
              N_ ("The column “{column}” is not a number, and a model needs numbers. Put “Encode "
                  "categories” before the model, or leave the column out."),
              "column", field->name, NULL);
          tn_error_place (error, NULL, field->name, 0);
          return NULL;
        }
      g_ptr_array_add (names, field->name);
    }
  if (names->len == 0)
    {
      tn_error_set (
          error, TN_ERROR_DATA,
          N_ ("There are no facts to learn from. Add features, or say which columns are facts."),
          NULL);
      return NULL;
    }
  g_ptr_array_add (names, NULL);

  return tn_matrix_new_from_table (table, (const char *const *) names->pdata, cancellable, error);
}

static void
set_one_class_error (TnTable *table, gboolean nobody, GError **error)
{
  int target = tn_table_find_role (table, TN_ROLE_TARGET);

  if (tn_table_find_role (table, TN_ROLE_CUT) < 0 && target >= 0)
    {
      tn_error_set (error, TN_ERROR_DATA,
                    N_ ("All customers to learn from have the same answer in “{column}”, so there "
                        "is nothing to learn. Choose another answer, or import customers of both "
                        "kinds."),
                    "column", tn_table_get_field (table, target)->name, NULL);
      return;
    }
  tn_error_set (error, TN_ERROR_DATA,
                nobody
                    ? N_ ("Nobody left among the customers to learn from, so there is nothing to "
                          "learn. Choose a shorter period or earlier cut dates.")
                    : N_ ("Everybody left among the customers to learn from, so there is nothing "
                          "to learn. Choose a longer period or earlier cut dates."),
                NULL);
}

/**
 * tn_learner_check_classes:
 * @n_positive: rows that left
 * @n_rows: rows with a label
 * @error: %TN_ERROR_DATA unless there are both
 */
gboolean
tn_learner_check_classes (TnTable *table, gsize n_positive, gsize n_rows, GError **error)
{
  if (n_positive > 0 && n_positive < n_rows)
    return TRUE;
  set_one_class_error (table, n_positive == 0, error);

  return FALSE;
}

/**
 * tn_learn_rows_read:
 * @self: (out caller-allocates): cleared by tn_learn_rows_clear(), also after an error
 * @table: with a column of role target; rows without a label are left out
 * @error: %TN_ERROR_DATA when there is no feature, no row, or one class only
 */
gboolean
tn_learn_rows_read (TnLearnRows *self, TnTable *table, GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *labels = tn_table_dup_labels (table, error);
  g_autoptr (TnMatrix) all = NULL;
  g_autofree gsize *rows = NULL;
  gsize n = tn_table_get_n_rows (table), n_kept = 0, n_positive = 0, n_customers;

  *self = (TnLearnRows){ 0 };
  if (labels == NULL)
    return FALSE;
  all = tn_learner_matrix (table, cancellable, error);
  if (all == NULL)
    return FALSE;

  rows = tn_keys_try_alloc (n, sizeof (gsize), error);
  if (rows == NULL)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (labels[i] <= 1)
      {
        rows[n_kept++] = i;
        n_positive += labels[i];
      }
  if (!tn_learner_check_classes (table, n_positive, n_kept, error))
    return FALSE;

  self->x = tn_matrix_new_rows (all, rows, n_kept, error);
  self->customers = self->x != NULL ? tn_table_dup_customers (table, &n_customers, error) : NULL;
  self->y = self->customers != NULL ? tn_keys_try_alloc (n_kept, sizeof (double), error) : NULL;
  if (self->y == NULL)
    return FALSE;
  self->n_rows = n_kept;
  for (gsize i = 0; i < n_kept; i++)
    {
      self->y[i] = labels[rows[i]];
      self->customers[i] = self->customers[rows[i]];
    }

  return TRUE;
}

void
tn_learn_rows_clear (TnLearnRows *self)
{
  g_clear_pointer (&self->x, tn_matrix_unref);
  g_clear_pointer (&self->y, g_free);
  g_clear_pointer (&self->customers, g_free);
}

/* @both: (out): whether some left and some stayed */
gboolean
tn_learner_find_both_classes (TnTable *table, gboolean *both, GError **error)
{
  g_autofree guint8 *labels = tn_table_dup_labels (table, error);
  gsize n_seen[2] = { 0, 0 };

  if (labels == NULL)
    return FALSE;
  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    if (labels[i] <= 1)
      n_seen[labels[i]]++;
  *both = n_seen[0] > 0 && n_seen[1] > 0;

  return TRUE;
}

gboolean
tn_learner_has_chooser (const TnNodeState *state)
{
  g_autoptr (GVariant) chooser =
      g_variant_lookup_value (tn_node_state_get_fields (state), "chooser", G_VARIANT_TYPE_VARDICT);

  return chooser != NULL;
}

static gint64 *
read_times (TnTable *table, TnRole role, GError **error)
{
  return tn_column_dup_times (tn_table_get_column (table, tn_table_find_role (table, role)), error);
}

static gboolean
have_role (TnTable *train, TnTable *validate, TnRole role)
{
  return tn_table_find_role (train, role) >= 0 && tn_table_find_role (validate, role) >= 0;
}

/* Whether somebody has rows in both. */
static gboolean
share_customers (TnTable *train, TnTable *validate, gboolean *share, GError **error)
{
  TnTable *parts[] = { train, validate };
  gsize n_train = tn_table_get_n_rows (train), n_customers;
  g_autoptr (TnTable) both = tn_table_concat (parts, 2, error);
  g_autofree guint32 *customers =
      both != NULL ? tn_table_dup_customers (both, &n_customers, error) : NULL;
  guint32 n_known = 0;

  if (customers == NULL)
    return FALSE;
  /* They are numbered as they come, so whoever has a number of the first rows is among them. */
  for (gsize i = 0; i < n_train; i++)
    n_known = MAX (n_known, customers[i] + 1);
  *share = FALSE;
  for (gsize i = n_train; !*share && i < tn_table_get_n_rows (both); i++)
    *share = customers[i] < n_known;

  return TRUE;
}

static TnTable *
select_known (TnTable *train, TnTable *validate, GError **error)
{
  g_autofree gint64 *cuts = read_times (validate, TN_ROLE_CUT, error);
  g_autofree gint64 *ends = cuts != NULL ? read_times (train, TN_ROLE_LABEL_END, error) : NULL;
  g_autoptr (GByteArray) rows = g_byte_array_new ();
  g_autoptr (GBytes) chosen = NULL;
  gint64 first = G_MAXINT64;

  if (ends == NULL)
    return NULL;
  for (gsize i = 0; i < tn_table_get_n_rows (validate); i++)
    first = MIN (first, cuts[i]);
  for (gsize i = 0; i < tn_table_get_n_rows (train); i++)
    if (ends[i] != TN_TIME_MISSING && ends[i] <= first)
      g_byte_array_append (rows, (const guint8 *) &i, sizeof i);
  chosen = g_byte_array_free_to_bytes (g_steal_pointer (&rows));

  return tn_table_try_new_view (train, chosen, error);
}

/**
 * tn_learner_known_before:
 * @train: rows to learn from
 * @validate: rows to choose by
 * @error: of reading, or %TN_ERROR_SPACE
 *
 * A model that chooses is judged on @validate as one that will be used is on its test rows, so it
 * may know no more: where both are of the same customers and dated, only rows whose outcome was
 * known by the first cut of @validate. A later window holds the days of theirs, hence their
 * answers. Rows of other customers know nothing of them and stay.
 *
 * Returns: (transfer full) (nullable): those rows; there may be none
 */
TnTable *
tn_learner_known_before (TnTable *train, TnTable *validate, GError **error)
{
  gboolean share;

  if (!have_role (train, validate, TN_ROLE_CUT) || !have_role (train, validate, TN_ROLE_LABEL_END))
    return tn_table_ref (train);
  if (!share_customers (train, validate, &share, error))
    return NULL;

  return share ? select_known (train, validate, error) : tn_table_ref (train);
}

/**
 * tn_learner_take_validate:
 * @from: (array): scores of a model that did not learn from the rows to choose by
 * @scores: (array) (inout): scores of the model; those of the rows to choose by are replaced
 */
void
tn_learner_take_validate (TnTable *table, const double *from, double *scores)
{
  const guint8 *roles = tn_table_get_row_roles (table);

  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    if (roles[i] == TN_ROW_VALIDATE)
      scores[i] = from[i];
}

/**
 * tn_scores_new:
 * @scores: (array): one for each row
 * @error: %TN_ERROR_SPACE
 *
 * Returns: (transfer full) (nullable): keys, label, times and figures of @table without its
 *   features, and the score
 */
TnTable *
tn_scores_new (TnTable *table, const double *scores, GError **error)
{
  TnColumn *column = tn_column_try_new_numbers (scores, tn_table_get_n_rows (table), error);
  TnTableBuilder *builder;

  if (column == NULL)
    return NULL;
  builder = tn_table_builder_new_from (table);

  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    {
      const TnField *field = tn_table_get_field (table, i);

      if (field->role == TN_ROLE_FEATURE)
        tn_table_builder_remove (builder, field->name);
    }
  tn_table_builder_take (builder, tn_field_new (TN_SCORE_COLUMN, TN_ROLE_NONE), column);

  return tn_table_builder_end (builder);
}

/* Scores stand in a column of their own: no key or answer may have its name. */
static gboolean
check_name_is_free (TnTable *table, GError **error)
{
  int place = tn_table_find (table, TN_SCORE_COLUMN);
  TnRole role = place >= 0 ? tn_table_get_field (table, place)->role : TN_ROLE_NONE;

  if (role == TN_ROLE_NONE || role == TN_ROLE_FEATURE || role == TN_ROLE_IGNORE)
    return TRUE;
  tn_error_set (error, TN_ERROR_DATA,
                N_ ("The column “{column}” has the name that scores will have. Give it another "
                    "name."),
                "column", TN_SCORE_COLUMN, NULL);
  tn_error_place (error, NULL, TN_SCORE_COLUMN, 0);

  return FALSE;
}

/**
 * tn_learner_give:
 * @error: %TN_ERROR_DATA when a key or the answer has the name of the scores
 *
 * Fills the two outputs of a learner: its model and its scores.
 */
gboolean
tn_learner_give (TnStep *step,
                 TnPacket **outputs,
                 const TnNodeState *state,
                 TnTable *table,
                 const double *scores,
                 GError **error)
{
  g_autoptr (TnTable) scored = NULL;

  if (!check_name_is_free (table, error))
    return FALSE;
  scored = tn_scores_new (table, scores, error);
  if (scored == NULL)
    return FALSE;
  /* Only the final fit's scores are explained: the folds' rows are let go. */
  outputs[0] = tn_packet_new_model (state, tn_step_is_final (step) ? table : NULL);
  outputs[1] = tn_packet_new_table (TN_PORT_SCORES, scored);

  return TRUE;
}

static GVariant *
recall_checkpoint (gpointer user_data)
{
  TnLearnerCheckpoint *self = user_data;

  return tn_step_recall_checkpoint (self->step, self->name);
}

static void
keep_checkpoint (GVariant *state, gpointer user_data)
{
  TnLearnerCheckpoint *self = user_data;

  tn_step_keep_checkpoint (self->step, self->name, state);
}

/**
 * tn_learner_checkpoint_init:
 * @self: (out caller-allocates): lives as long as the fit
 * @name: of the fit, unique in its step
 *
 * Returns: (transfer none): for the parameters of the fit
 */
const TnCheckpoint *
tn_learner_checkpoint_init (TnLearnerCheckpoint *self, TnStep *step, const char *name)
{
  double seconds = tn_step_get_checkpoint_seconds (step);

  *self = (TnLearnerCheckpoint){ step,
                                 name,
                                 { recall_checkpoint, keep_checkpoint, self,
                                   seconds > 0 ? seconds : TN_CHECKPOINT_SECONDS } };

  return &self->checkpoint;
}

/**
 * tn_explanation_init:
 * @x: what will be explained
 * @error: %TN_ERROR_SPACE
 */
gboolean
tn_explanation_init (TnExplanation *self, TnMatrix *x, GError **error)
{
  gsize n_rows = tn_matrix_get_n_rows (x), n_cols = tn_matrix_get_n_cols (x);

  *self = (TnExplanation){ .n_rows = n_rows, .n_columns = n_cols };
  self->values = g_try_malloc_n (MAX (n_rows, 1) * (n_cols + 1), sizeof (double));
  if (self->values == NULL)
    {
      tn_error_set (error, TN_ERROR_SPACE,
                    N_ ("There is not enough free memory to explain so many customers at once."),
                    NULL);
      return FALSE;
    }
  self->names = g_new0 (char *, n_cols + 1);
  for (gsize i = 0; i < n_cols; i++)
    self->names[i] = g_strdup (tn_matrix_get_name (x, i));

  return TRUE;
}

/**
 * tn_explanation_take_base:
 *
 * Rows come with the base as their last value: it becomes a field, and rows close up.
 */
void
tn_explanation_take_base (TnExplanation *self)
{
  if (self->n_rows > 0)
    self->base = self->values[self->n_columns];
  for (gsize i = 1; i < self->n_rows; i++)
    memmove (self->values + i * self->n_columns, self->values + i * (self->n_columns + 1),
             self->n_columns * sizeof (double));
}

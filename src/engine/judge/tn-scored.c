/* tn-scored.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-scored.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-scored-private.h"

#define RADIX_BITS   11
#define RADIX_SIZE   (1 << RADIX_BITS)
#define RADIX_PASSES 6

static void
set_space_error (gsize n, GError **error)
{
  tn_error_take (error, TN_ERROR_SPACE,
                 tn_message_count (tn_message_new (N_ ("Judging {n} rows needs more memory than is "
                                                       "free. Judge a sample of them.")),
                                   "n", (gint64) n));
}

/* Data-sized memory, or the sentence that there is not enough of it. */
gpointer
_tn_judge_try_malloc (gsize n, gsize size, GError **error)
{
  gpointer memory = g_try_malloc_n (MAX (n, 1), size);

  if (memory == NULL)
    set_space_error (n, error);

  return memory;
}

/* Bits whose order as integers is the descending order of the doubles. */
static guint64
descending_key (double value)
{
  guint64 bits;

  value += 0.0; /* -0 and 0 tie */
  memcpy (&bits, &value, sizeof bits);
  bits = bits >> 63 ? ~bits : bits | G_GUINT64_CONSTANT (1) << 63;

  return ~bits;
}

typedef struct
{
  guint64 key;
  guint32 row;
} Entry;

/* Stable, so ties keep the order of rows and the result does not depend on luck. */
static void
sort_by_digit (const Entry *from, Entry *to, gsize n, guint shift)
{
  gsize start[RADIX_SIZE] = { 0 };
  gsize sum = 0;

  for (gsize i = 0; i < n; i++)
    start[from[i].key >> shift & (RADIX_SIZE - 1)]++;
  for (guint digit = 0; digit < RADIX_SIZE; digit++)
    {
      gsize count = start[digit];

      start[digit] = sum;
      sum += count;
    }
  for (gsize i = 0; i < n; i++)
    to[start[from[i].key >> shift & (RADIX_SIZE - 1)]++] = from[i];
}

static gboolean
sort_rows (TnScored *self, GError **error)
{
  gsize n = self->n_rows;
  g_autofree Entry *entries = _tn_judge_try_malloc (n, sizeof (Entry), error);
  g_autofree Entry *other =
      entries != NULL ? _tn_judge_try_malloc (n, sizeof (Entry), error) : NULL;
  Entry *from = entries, *to = other;

  if (other == NULL)
    return FALSE;

  for (gsize i = 0; i < n; i++)
    from[i] = (Entry){ descending_key (self->score[i]), (guint32) i };
  for (guint pass = 0; pass < RADIX_PASSES; pass++)
    {
      Entry *swap = from;

      sort_by_digit (from, to, n, pass * RADIX_BITS);
      from = to;
      to = swap;
    }
  for (gsize i = 0; i < n; i++)
    self->order[i] = from[i].row;

  return TRUE;
}

static void
fill_sorted (TnScored *self)
{
  for (gsize i = 0; i < self->n_rows; i++)
    {
      guint32 row = self->order[i];

      self->sorted_score[i] = self->score[row];
      self->flags[i] = self->label[row] ? TN_SORTED_LABEL : 0;
      if (i + 1 == self->n_rows || self->score[self->order[i + 1]] != self->score[row])
        {
          self->flags[i] |= TN_SORTED_LAST;
          self->n_groups++;
        }
      if (self->unit != NULL)
        self->sorted_unit[i] = self->unit[row];
      if (self->weight != NULL)
        self->sorted_weight[i] = self->weight[row];
    }
}

/* Codes of dictionaries are small numbers: a table then, a hash otherwise. */
static gsize
number_units (const guint32 *customer, guint32 *unit, gsize n_rows, GError **error)
{
  g_autoptr (GHashTable) places = NULL;
  g_autofree guint32 *table = NULL;
  guint32 highest = 0;
  gsize n_units = 0;

  for (gsize i = 0; i < n_rows; i++)
    highest = MAX (highest, customer[i]);
  if (highest / 8 <= n_rows)
    {
      table = g_try_new0 (guint32, (gsize) highest + 1);
      if (table == NULL)
        {
          set_space_error (n_rows, error);
          return 0;
        }
    }
  else
    places = g_hash_table_new (NULL, NULL);

  for (gsize i = 0; i < n_rows; i++)
    {
      gpointer key = GUINT_TO_POINTER (customer[i]);
      guint32 place =
          table != NULL ? table[customer[i]] : GPOINTER_TO_UINT (g_hash_table_lookup (places, key));

      if (place == 0)
        {
          place = ++n_units;
          if (table != NULL)
            table[customer[i]] = place;
          else
            g_hash_table_insert (places, key, GUINT_TO_POINTER (place));
        }
      unit[i] = place - 1;
    }

  return n_units;
}

static gboolean
check_score (const TnScoredInput *input, GError **error)
{
  gsize n_missing = 0, first = 0;

  for (gsize i = input->n_rows; i-- > 0;)
    if (!isfinite (input->score[i]))
      {
        n_missing++;
        first = i;
      }
  if (n_missing > 0)
    {
      TnMessage *message = tn_message_new_plural (
          TN_PLURAL ("{n} of {rows} rows has no score: row {row}. Look at the step that makes the "
                     "scores.",
                     "{n} of {rows} rows have no score, the first is row {row}. Look at the step "
                     "that makes the scores."),
          n_missing);

      tn_message_count (message, "n", n_missing);
      tn_message_count (message, "rows", input->n_rows);
      tn_message_count (message, "row", first + 1);
      tn_error_take (error, TN_ERROR_DATA, message);
    }

  return n_missing == 0;
}

static gboolean
check_rows (const TnScoredInput *input, GError **error)
{
  for (gsize i = 0; i < input->n_rows; i++)
    {
      const char *id = NULL;

      if (input->label[i] > 1)
        id = N_ ("Row {row} has no known outcome, so it cannot be judged. Judge rows with a label "
                 "only.");
      else if (input->weight != NULL && !(isfinite (input->weight[i]) && input->weight[i] >= 0))
        id =
            N_ ("Row {row} has a weight that is missing or below zero. Correct the weight column.");
      if (id != NULL)
        {
          tn_error_take (error, TN_ERROR_DATA,
                         tn_message_count (tn_message_new (id), "row", (gint64) i + 1));
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_input (const TnScoredInput *input, GError **error)
{
  if (input->n_rows == 0)
    {
      tn_error_set (error, TN_ERROR_DATA,
                    N_ ("There are no rows to judge. Look at how the rows were split."), NULL);
      return FALSE;
    }
  if (input->n_rows >= G_MAXUINT32)
    {
      set_space_error (input->n_rows, error);
      return FALSE;
    }

  return check_score (input, error) && check_rows (input, error);
}

static gpointer
copy_array (gconstpointer data, gsize n, gsize size, GError **error)
{
  gpointer copy = _tn_judge_try_malloc (n, size, error);

  if (copy != NULL)
    memcpy (copy, data, n * size);

  return copy;
}

static gboolean
copy_input (TnScored *self, const TnScoredInput *input, GError **error)
{
  gsize n = input->n_rows;

  self->n_rows = n;
  return (self->score = copy_array (input->score, n, sizeof (double), error)) != NULL &&
         (self->label = copy_array (input->label, n, 1, error)) != NULL &&
         (input->weight == NULL ||
          (self->weight = copy_array (input->weight, n, sizeof (double), error)) != NULL) &&
         (input->fold == NULL ||
          (self->fold = copy_array (input->fold, n, sizeof (guint32), error)) != NULL);
}

static gboolean
number_customers (TnScored *self, const guint32 *customer, GError **error)
{
  self->n_units = self->n_rows;
  if (customer == NULL)
    return TRUE;

  self->unit = _tn_judge_try_malloc (self->n_rows, sizeof (guint32), error);
  if (self->unit == NULL)
    return FALSE;
  self->n_units = number_units (customer, self->unit, self->n_rows, error);
  if (self->n_units == self->n_rows)
    g_clear_pointer (&self->unit, g_free);

  return self->n_units > 0;
}

static gboolean
allocate_sorted (TnScored *self, GError **error)
{
  gsize n = self->n_rows;

  return (self->order = _tn_judge_try_malloc (n, sizeof (guint32), error)) != NULL &&
         (self->flags = _tn_judge_try_malloc (n, 1, error)) != NULL &&
         (self->sorted_score = _tn_judge_try_malloc (n, sizeof (double), error)) != NULL &&
         (self->unit == NULL ||
          (self->sorted_unit = _tn_judge_try_malloc (n, sizeof (guint32), error)) != NULL) &&
         (self->weight == NULL ||
          (self->sorted_weight = _tn_judge_try_malloc (n, sizeof (double), error)) != NULL);
}

static void
summarise (TnScored *self)
{
  self->is_probability = TRUE;
  self->n_folds = 1;
  for (gsize i = 0; i < self->n_rows; i++)
    {
      self->n_positive += self->label[i];
      if (self->score[i] < 0 || self->score[i] > 1)
        self->is_probability = FALSE;
      if (self->fold != NULL)
        self->n_folds = MAX (self->n_folds, self->fold[i] + 1);
    }
}

/**
 * tn_scored_new:
 * @input: the rows; copied
 * @error: %TN_ERROR_DATA for no rows, a score that is NaN or infinite, a label other than 0
 *   and 1, a weight below zero; %TN_ERROR_SPACE
 *
 * Sorts the rows by descending score: O(n) time (radix sort), about 40 bytes a row.
 * One class only is allowed here; figures that need both are then NaN.
 *
 * Returns: (transfer full) (nullable): the sorted rows
 */
TnScored *
tn_scored_new (const TnScoredInput *input, GError **error)
{
  g_autoptr (TnScored) self = NULL;

  g_return_val_if_fail (input != NULL, NULL);

  if (!check_input (input, error))
    return NULL;

  self = g_new0 (TnScored, 1);
  g_atomic_ref_count_init (&self->ref_count);
  if (!copy_input (self, input, error) || !number_customers (self, input->customer, error) ||
      !allocate_sorted (self, error) || !sort_rows (self, error))
    return NULL;
  fill_sorted (self);
  if (self->sorted_unit == NULL)
    self->sorted_unit = self->order;
  summarise (self);

  return g_steal_pointer (&self);
}

/**
 * tn_scored_ref:
 *
 * Returns: (transfer full): @self
 */
TnScored *
tn_scored_ref (TnScored *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * tn_scored_unref:
 * @self: (transfer full): scored rows
 */
void
tn_scored_unref (TnScored *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->sorted_unit != self->order)
    g_free (self->sorted_unit);
  g_free (self->score);
  g_free (self->label);
  g_free (self->weight);
  g_free (self->unit);
  g_free (self->fold);
  g_free (self->order);
  g_free (self->flags);
  g_free (self->sorted_score);
  g_free (self->sorted_weight);
  g_clear_pointer (&self->strata, _tn_strata_free);
  g_free (self);
}

/**
 * tn_scored_select_fold:
 * @fold: which
 * @error: %TN_ERROR_DATA when no row is of that fold; %TN_ERROR_SPACE
 *
 * Returns: (transfer full): the rows of one fold
 */
TnScored *
tn_scored_select_fold (TnScored *self, guint32 fold, GError **error)
{
  gsize n = self->n_rows, m = 0;
  g_autofree double *score = NULL;
  g_autofree double *weight = NULL;
  g_autofree guint8 *label = NULL;
  g_autofree guint32 *customer = NULL;

  if (self->fold == NULL && fold == 0)
    return tn_scored_ref (self);

  score = _tn_judge_try_malloc (n, sizeof (double), error);
  weight = score != NULL ? _tn_judge_try_malloc (n, sizeof (double), error) : NULL;
  label = weight != NULL ? _tn_judge_try_malloc (n, 1, error) : NULL;
  customer = label != NULL ? _tn_judge_try_malloc (n, sizeof (guint32), error) : NULL;
  if (customer == NULL)
    return NULL;

  for (gsize i = 0; i < n; i++)
    if ((self->fold != NULL ? self->fold[i] : 0) == fold)
      {
        score[m] = self->score[i];
        label[m] = self->label[i];
        weight[m] = self->weight != NULL ? self->weight[i] : 1;
        customer[m] = self->unit != NULL ? self->unit[i] : (guint32) i;
        m++;
      }

  return tn_scored_new (&(TnScoredInput){ .n_rows = m,
                                          .score = score,
                                          .label = label,
                                          .weight = self->weight != NULL ? weight : NULL,
                                          .customer = customer },
                        error);
}

/**
 * tn_scored_rank:
 * @self: rows with their folds
 * @by: (nullable): other scores of the same rows, by which they are ranked; their own otherwise
 * @within_folds: rank only rows of the same fold against each other
 * @error: %TN_ERROR_SPACE
 *
 * The same rows, ranked otherwise than by their own scores alone.
 *
 * Folds that are cut dates have levels of their own: a score that only says which date a row is of
 * would otherwise rank better, or worse, than drawing by lot. Chances that a curve of each fold
 * made of scores are ranked by the scores, so that the curves move no row past one of another fold.
 *
 * Figures of rank are then put together from those of the folds. AUC is their mean, weighted by
 * pairs of a leaver and a stayer, that is the share of pairs of the same fold that are in the
 * right order; PR-AUC is weighted by leavers; lift, gains and profit by share contact the same
 * share of every fold; the ROC curve is the mean height at equal shares of stayers, weighted as
 * AUC, so that AUC is the area below it. Figures of the chances themselves (log loss, Brier,
 * calibration, thresholds) are as ever, those of @self.
 *
 * Returns: (transfer full) (nullable): the rows, ranked so
 */
TnScored *
tn_scored_rank (const TnScored *self, const TnScored *by, gboolean within_folds, GError **error)
{
  g_autoptr (TnScored) ranked = NULL;

  g_return_val_if_fail (by == NULL || tn_scored_has_same_rows (self, by), NULL);

  ranked = tn_scored_new (&(TnScoredInput){ .n_rows = self->n_rows,
                                            .score = self->score,
                                            .label = self->label,
                                            .weight = self->weight,
                                            .customer = self->unit,
                                            .fold = self->fold },
                          error);
  if (ranked == NULL)
    return NULL;
  within_folds = within_folds && ranked->n_folds > 1;
  if (within_folds || by != NULL)
    {
      ranked->strata = _tn_strata_new (ranked, by != NULL ? by : ranked, within_folds, error);
      if (ranked->strata == NULL)
        return NULL;
    }

  return g_steal_pointer (&ranked);
}

/**
 * tn_scored_get_n_rows:
 *
 * Returns: how many rows there are
 */
gsize
tn_scored_get_n_rows (const TnScored *self)
{
  return self->n_rows;
}

/**
 * tn_scored_get_n_positive:
 *
 * Returns: how many rows have the label 1, without weights
 */
gsize
tn_scored_get_n_positive (const TnScored *self)
{
  return self->n_positive;
}

/**
 * tn_scored_get_n_customers:
 *
 * Returns: how many customers there are; rows where none were given
 */
gsize
tn_scored_get_n_customers (const TnScored *self)
{
  return self->n_units;
}

/**
 * tn_scored_get_n_distinct:
 *
 * Returns: how many different scores there are among those that rows are ranked by; the same score
 *   in two folds counts twice where they are ranked within folds
 */
gsize
tn_scored_get_n_distinct (const TnScored *self)
{
  return self->strata != NULL ? self->strata->n_groups : self->n_groups;
}

/**
 * tn_scored_get_n_folds:
 *
 * Returns: one more than the highest fold
 */
guint32
tn_scored_get_n_folds (const TnScored *self)
{
  return self->n_folds;
}

static double
weighted_mean (const TnScored *self, gboolean of_label)
{
  double sum = 0, total = 0;

  for (gsize i = 0; i < self->n_rows; i++)
    {
      double weight = self->weight != NULL ? self->weight[i] : 1;

      sum += weight * (of_label ? self->label[i] : self->score[i]);
      total += weight;
    }

  return total > 0 ? sum / total : (double) NAN;
}

/**
 * tn_scored_get_base_rate:
 *
 * Returns: the weighted share of 1
 */
double
tn_scored_get_base_rate (const TnScored *self)
{
  return weighted_mean (self, TRUE);
}

/**
 * tn_scored_get_mean_score:
 *
 * Returns: the weighted mean of the scores
 */
double
tn_scored_get_mean_score (const TnScored *self)
{
  return weighted_mean (self, FALSE);
}

/**
 * tn_scored_is_probability:
 *
 * Returns: whether all scores are in [0, 1]. Of other scores (days since the last order, say)
 *   only figures of rank exist.
 */
gboolean
tn_scored_is_probability (const TnScored *self)
{
  return self->is_probability;
}

/**
 * tn_scored_is_weighted:
 *
 * Returns: whether rows have weights
 */
gboolean
tn_scored_is_weighted (const TnScored *self)
{
  return self->weight != NULL;
}

/**
 * tn_scored_is_clustered:
 *
 * Returns: whether a customer has several rows, so that rows are not independent
 */
gboolean
tn_scored_is_clustered (const TnScored *self)
{
  return self->unit != NULL;
}

/**
 * tn_scored_is_within_folds:
 *
 * Returns: whether only rows of the same fold are ranked against each other
 */
gboolean
tn_scored_is_within_folds (const TnScored *self)
{
  return self->strata != NULL && self->strata->n > 1;
}

/**
 * tn_scored_has_same_rows:
 *
 * Returns: whether both hold the same rows in the same order: labels, customers, weights,
 *   folds. Only then can they be compared in pairs.
 */
gboolean
tn_scored_has_same_rows (const TnScored *self, const TnScored *other)
{
  gsize n = self->n_rows;

  return n == other->n_rows && memcmp (self->label, other->label, n) == 0 &&
         (self->unit == NULL) == (other->unit == NULL) &&
         (self->weight == NULL) == (other->weight == NULL) &&
         tn_scored_is_within_folds (self) == tn_scored_is_within_folds (other) &&
         (!tn_scored_is_within_folds (self) ||
          memcmp (self->fold, other->fold, n * sizeof (guint32)) == 0) &&
         (self->unit == NULL || memcmp (self->unit, other->unit, n * sizeof (guint32)) == 0) &&
         (self->weight == NULL || memcmp (self->weight, other->weight, n * sizeof (double)) == 0);
}

/**
 * tn_scored_get_scores:
 *
 * Returns: (array): the scores in the order given, as long as the rows live
 */
const double *
tn_scored_get_scores (const TnScored *self)
{
  return self->score;
}

/**
 * tn_scored_get_labels:
 *
 * Returns: (array): the labels in the order given, as long as the rows live
 */
const guint8 *
tn_scored_get_labels (const TnScored *self)
{
  return self->label;
}

/* How many rows have a score of at least @threshold: a prefix of the order. */
gsize
_tn_scored_count_above (const TnScored *self, double threshold)
{
  gsize low = 0, high = self->n_rows;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (self->sorted_score[middle] >= threshold)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* The score of the tie group at whose end cost·rows + gain·leavers, or F1, is highest. */
static double
best_threshold (const TnScored *self, gboolean f1, double cost, double gain)
{
  double rows = 0, hits = 0, total = 0, best = f1 ? 0 : -(double) INFINITY;
  double threshold = (double) NAN;

  for (gsize i = 0; i < self->n_rows; i++)
    total += self->label[i] * (self->weight != NULL ? self->weight[i] : 1);
  for (gsize i = 0; i < self->n_rows; i++)
    {
      double weight = self->sorted_weight != NULL ? self->sorted_weight[i] : 1;
      double value;

      rows += weight;
      hits += self->flags[i] & TN_SORTED_LABEL ? weight : 0;
      if (!(self->flags[i] & TN_SORTED_LAST))
        continue;
      value = f1 ? (total + rows > 0 ? 2 * hits / (total + rows) : 0) : gain * hits - cost * rows;
      if (value > best)
        {
          best = value;
          threshold = self->sorted_score[i];
        }
    }

  return threshold;
}

/**
 * tn_scored_best_f1_threshold:
 *
 * Returns: the score from which on contacting gives the highest F1, the highest such score
 *   among equals; NaN when no row is a leaver
 */
double
tn_scored_best_f1_threshold (const TnScored *self)
{
  return best_threshold (self, TRUE, 0, 0);
}

/**
 * tn_scored_best_profit_threshold:
 * @cost: of a contact
 * @gain: from a leaver contacted
 *
 * Returns: the score from which on contacting earns most; infinity when contacting nobody does
 */
double
tn_scored_best_profit_threshold (const TnScored *self, double cost, double gain)
{
  double threshold = best_threshold (self, FALSE, cost, gain);
  double earned = 0;

  for (gsize i = 0; i < _tn_scored_count_above (self, threshold); i++)
    earned += (self->sorted_weight != NULL ? self->sorted_weight[i] : 1) *
              ((self->flags[i] & TN_SORTED_LABEL ? gain : 0) - cost);

  return earned > 0 ? threshold : (double) INFINITY;
}

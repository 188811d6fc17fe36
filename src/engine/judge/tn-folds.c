/* tn-folds.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-folds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tn-error.h"
#include "tn-folds-private.h"
#include "tn-json.h"
#include "tn-random.h"
#include "tn-scored-private.h"

#define MAX_FOLDS 100

struct _TnFolds
{
  gatomicrefcount ref_count;
  TnFoldScheme scheme;
  gsize n_rows;
  gint64 embargo;
  GPtrArray *folds; /* of TnFold */
  GArray *powers;   /* (nullable): of TnColumnPower */
};

static const char *const scheme_ids[TN_N_FOLD_SCHEMES] = {
  [TN_FOLDS_KFOLD] = "kfold",       [TN_FOLDS_HOLDOUT] = "holdout", [TN_FOLDS_COLUMN] = "column",
  [TN_FOLDS_BACKTEST] = "backtest", [TN_FOLDS_FINAL] = "final",
};

/**
 * tn_fold_scheme_to_id:
 *
 * Returns: the name of a scheme in parameters and documents
 */
const char *
tn_fold_scheme_to_id (TnFoldScheme scheme)
{
  return scheme_ids[scheme];
}

/**
 * tn_fold_scheme_from_id:
 * @id: (nullable): a name
 * @scheme: (out): its scheme
 *
 * Returns: whether there is such a scheme
 */
gboolean
tn_fold_scheme_from_id (const char *id, TnFoldScheme *scheme)
{
  for (guint i = 0; i < TN_N_FOLD_SCHEMES; i++)
    if (g_strcmp0 (id, scheme_ids[i]) == 0)
      {
        *scheme = i;
        return TRUE;
      }

  return FALSE;
}

static void
fold_free (TnFold *self)
{
  g_free (self->name);
  g_bytes_unref (self->row_roles);
  g_free (self);
}

static TnFold *
fold_new (const char *name, gint64 cut, GBytes *row_roles, const guint8 *label)
{
  TnFold *self = g_new0 (TnFold, 1);
  gsize n_rows, n_positive = 0;
  const guint8 *roles = g_bytes_get_data (row_roles, &n_rows);

  self->name = g_strdup (name);
  self->cut = cut;
  self->row_roles = g_bytes_ref (row_roles);
  for (gsize i = 0; i < n_rows; i++)
    {
      if (roles[i] < TN_N_ROW_ROLES)
        self->count[roles[i]]++;
      n_positive += label != NULL && roles[i] == TN_ROW_TEST && label[i] == 1;
    }
  self->test_rate = label != NULL && self->count[TN_ROW_TEST] > 0
                        ? (double) n_positive / (double) self->count[TN_ROW_TEST]
                        : (double) NAN;

  return self;
}

static TnFolds *
folds_new (TnFoldScheme scheme, gsize n_rows, gint64 embargo)
{
  TnFolds *self = g_new0 (TnFolds, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->scheme = scheme;
  self->n_rows = n_rows;
  self->embargo = embargo;
  self->folds = g_ptr_array_new_with_free_func ((GDestroyNotify) fold_free);

  return self;
}

TnFoldDraft *
_tn_fold_draft_new (const char *name, gint64 cut, gsize n_rows, GError **error)
{
  guint8 *roles = _tn_judge_try_malloc (n_rows, 1, error);
  TnFoldDraft *self;

  if (roles == NULL)
    return NULL;
  memset (roles, TN_ROW_NONE, n_rows);
  self = g_new0 (TnFoldDraft, 1);
  self->name = g_strdup (name);
  self->cut = cut;
  self->roles = roles;

  return self;
}

void
_tn_fold_draft_free (TnFoldDraft *self)
{
  g_free (self->name);
  g_free (self->roles);
  g_free (self);
}

TnFolds *
_tn_folds_end (TnFoldScheme scheme, const TnFoldRows *rows, GPtrArray *drafts, gint64 embargo)
{
  TnFolds *self = folds_new (scheme, rows->n_rows, embargo);

  for (guint i = 0; i < drafts->len; i++)
    {
      TnFoldDraft *draft = g_ptr_array_index (drafts, i);
      g_autoptr (GBytes) roles = g_bytes_new_take (g_steal_pointer (&draft->roles), rows->n_rows);

      g_ptr_array_add (self->folds, fold_new (draft->name, draft->cut, roles, rows->label));
    }

  return self;
}

/* One customer with its rows, while customers are dealt to parts. */
typedef struct
{
  guint32 customer;
  guint32 n_rows;
  guint32 rank;   /* random order among equals */
  guint8 stratum; /* the highest label of its rows */
} Hand;

static int
compare_hands (gconstpointer a, gconstpointer b)
{
  const Hand *x = a, *y = b;

  if (x->stratum != y->stratum)
    return x->stratum < y->stratum ? -1 : 1;
  if (x->n_rows != y->n_rows)
    return x->n_rows > y->n_rows ? -1 : 1;

  return x->rank < y->rank ? -1 : x->rank > y->rank;
}

static gsize
fill_hands (const TnFoldRows *rows,
            const guint8 *eligible,
            guint64 seed,
            const char *stream,
            Hand *hands,
            guint32 *order)
{
  TnRandom random;
  gsize n_hands = 0;

  for (gsize i = 0; i < rows->n_customers; i++)
    {
      hands[i] = (Hand){ .customer = (guint32) i };
      order[i] = (guint32) i;
    }
  for (gsize i = 0; i < rows->n_rows; i++)
    if (eligible[i])
      {
        Hand *hand = &hands[rows->customer[i]];

        hand->n_rows++;
        hand->stratum = MAX (hand->stratum, rows->label[i]);
      }
  tn_random_init (&random, seed, tn_random_stream (stream));
  tn_random_shuffle (&random, order, rows->n_customers);
  for (gsize i = 0; i < rows->n_customers; i++)
    hands[order[i]].rank = (guint32) i;
  for (gsize i = 0; i < rows->n_customers; i++)
    if (hands[i].n_rows > 0)
      hands[n_hands++] = hands[i];

  return n_hands;
}

/* Deals whole customers to parts, class by class, those with most rows first, each to the part
 * that is farthest behind its share: of the class, then of all. Rows that are not eligible keep
 * the part they have. */
gboolean
_tn_folds_deal (const TnFoldRows *rows,
                const guint8 *eligible,
                guint n_parts,
                const double *share,
                guint64 seed,
                const char *stream,
                guint8 *part,
                GError **error)
{
  g_autofree Hand *hands = _tn_judge_try_malloc (rows->n_customers, sizeof (Hand), error);
  g_autofree guint32 *order =
      hands != NULL ? _tn_judge_try_malloc (rows->n_customers, sizeof (guint32), error) : NULL;
  g_autofree guint8 *part_of =
      order != NULL ? _tn_judge_try_malloc (rows->n_customers, 1, error) : NULL;
  double in_class[MAX_FOLDS] = { 0 }, in_all[MAX_FOLDS] = { 0 };
  gsize n_hands;

  g_assert (n_parts <= MAX_FOLDS);
  if (part_of == NULL)
    return FALSE;
  n_hands = fill_hands (rows, eligible, seed, stream, hands, order);
  qsort (hands, n_hands, sizeof (Hand), compare_hands);

  for (gsize i = 0; i < n_hands; i++)
    {
      guint best = 0;

      if (i > 0 && hands[i].stratum != hands[i - 1].stratum)
        memset (in_class, 0, sizeof in_class);
      for (guint p = 1; p < n_parts; p++)
        {
          double class_lead = in_class[p] / share[p] - in_class[best] / share[best];
          double lead = in_all[p] / share[p] - in_all[best] / share[best];

          if (class_lead < 0 || (class_lead == 0 && lead < 0))
            best = p;
        }
      in_class[best] += hands[i].n_rows;
      in_all[best] += hands[i].n_rows;
      part_of[hands[i].customer] = (guint8) best;
    }
  for (gsize i = 0; i < rows->n_rows; i++)
    if (eligible[i])
      part[i] = part_of[rows->customer[i]];

  return TRUE;
}

/* Rows that can be learned from or judged. */
static guint8 *
known_rows (const TnFoldRows *rows, gsize *n_known, gsize *n_customers, GError **error)
{
  guint8 *known = _tn_judge_try_malloc (rows->n_rows, 1, error);
  g_autofree guint8 *seen =
      known != NULL ? _tn_judge_try_malloc (rows->n_customers, 1, error) : NULL;

  if (seen == NULL)
    {
      g_free (known);
      return NULL;
    }
  memset (seen, 0, rows->n_customers);
  *n_known = *n_customers = 0;
  for (gsize i = 0; i < rows->n_rows; i++)
    {
      known[i] = rows->label[i] != TN_LABEL_UNKNOWN;
      *n_known += known[i];
      if (known[i] && !seen[rows->customer[i]])
        {
          seen[rows->customer[i]] = 1;
          (*n_customers)++;
        }
    }

  return known;
}

static gint64
latest_train_cut (const TnFoldDraft *draft, const TnFoldRows *rows, gboolean *several)
{
  gint64 latest = TN_TIME_MISSING;

  *several = FALSE;
  for (gsize i = 0; rows->cut != NULL && i < rows->n_rows; i++)
    if (draft->roles[i] == TN_ROW_TRAIN && rows->cut[i] != latest)
      {
        *several = *several || latest != TN_TIME_MISSING;
        latest = MAX (latest, rows->cut[i]);
      }

  return latest;
}

/* Whether a model could be learned from the train rows whose outcome was known by a date. */
static gboolean
is_known_enough (const TnFoldDraft *draft, const TnFoldRows *rows, gint64 date)
{
  gsize n_known = 0, n_positive = 0;

  for (gsize i = 0; rows->label_end != NULL && i < rows->n_rows; i++)
    if (draft->roles[i] == TN_ROW_TRAIN && rows->label_end[i] != TN_TIME_MISSING &&
        rows->label_end[i] <= date)
      {
        n_known++;
        n_positive += rows->label[i] == 1;
      }

  return n_positive > 0 && n_positive < n_known;
}

static void
cut_by_time (TnFoldDraft *draft, const TnFoldRows *rows, gint64 latest, gboolean purge)
{
  for (gsize i = 0; i < rows->n_rows; i++)
    {
      if (draft->roles[i] != TN_ROW_TRAIN)
        continue;
      if (rows->cut[i] == latest)
        draft->roles[i] = TN_ROW_VALIDATE;
      else if (purge && rows->label_end[i] > latest)
        draft->roles[i] = TN_ROW_NONE;
    }
}

static gboolean
cut_by_customer (TnFoldDraft *draft,
                 const TnFoldRows *rows,
                 const TnFoldsParams *params,
                 guint index,
                 GError **error)
{
  double share[2] = { 1 - params->validate_share, params->validate_share };
  g_autofree char *stream = g_strdup_printf ("folds/validate/%u", index);
  g_autofree guint8 *eligible = _tn_judge_try_malloc (rows->n_rows, 1, error);
  g_autofree guint8 *part = eligible != NULL ? _tn_judge_try_malloc (rows->n_rows, 1, error) : NULL;

  if (part == NULL)
    return FALSE;
  for (gsize i = 0; i < rows->n_rows; i++)
    eligible[i] = draft->roles[i] == TN_ROW_TRAIN;
  if (!_tn_folds_deal (rows, eligible, 2, share, params->seed, stream, part, error))
    return FALSE;
  for (gsize i = 0; i < rows->n_rows; i++)
    if (eligible[i] && part[i] == 1)
      draft->roles[i] = TN_ROW_VALIDATE;

  return TRUE;
}

/* Validate rows come from the fold's own train rows. Where a cut date of the fold makes time matter
 * they are those of the latest cut, as long as something was known before it: whoever chooses by
 * them learns from that alone. Whole customers otherwise, who then know nothing of each other. */
gboolean
_tn_folds_cut_validate (TnFoldDraft *draft,
                        const TnFoldRows *rows,
                        const TnFoldsParams *params,
                        guint index,
                        GError **error)
{
  gboolean several;
  gint64 latest;

  if (params->validate == TN_FOLD_VALIDATE_NONE || !(params->validate_share > 0))
    return TRUE;
  latest = latest_train_cut (draft, rows, &several);
  if (params->validate == TN_FOLD_VALIDATE_AUTO && draft->cut != TN_TIME_MISSING && several &&
      is_known_enough (draft, rows, latest))
    {
      cut_by_time (draft, rows, latest, params->purge);
      return TRUE;
    }

  return cut_by_customer (draft, rows, params, index, error);
}

static gboolean
make_kfold (const TnFoldRows *rows,
            const TnFoldsParams *params,
            const guint8 *known,
            GPtrArray *drafts,
            GError **error)
{
  g_autofree guint8 *part = _tn_judge_try_malloc (rows->n_rows, 1, error);
  double share[MAX_FOLDS];

  for (guint i = 0; i < params->n_folds; i++)
    share[i] = 1.0 / params->n_folds;
  if (part == NULL || !_tn_folds_deal (rows, known, params->n_folds, share, params->seed,
                                       "folds/kfold", part, error))
    return FALSE;

  for (guint fold = 0; fold < params->n_folds; fold++)
    {
      g_autofree char *name = g_strdup_printf ("fold %u", fold + 1);
      TnFoldDraft *draft = _tn_fold_draft_new (name, TN_TIME_MISSING, rows->n_rows, error);

      if (draft == NULL)
        return FALSE;
      g_ptr_array_add (drafts, draft);
      for (gsize i = 0; i < rows->n_rows; i++)
        draft->roles[i] = !known[i] ? TN_ROW_SCORE : part[i] == fold ? TN_ROW_TEST : TN_ROW_TRAIN;
      if (!_tn_folds_cut_validate (draft, rows, params, fold, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
make_holdout (const TnFoldRows *rows,
              const TnFoldsParams *params,
              const guint8 *known,
              GPtrArray *drafts,
              GError **error)
{
  double share[2] = { 1 - params->test_share, params->test_share };
  TnFoldDraft *draft = _tn_fold_draft_new ("hold-out", TN_TIME_MISSING, rows->n_rows, error);

  if (draft == NULL)
    return FALSE;
  g_ptr_array_add (drafts, draft);
  if (!_tn_folds_deal (rows, known, 2, share, params->seed, "folds/holdout", draft->roles, error))
    return FALSE;
  for (gsize i = 0; i < rows->n_rows; i++)
    draft->roles[i] = !known[i] ? TN_ROW_SCORE : draft->roles[i] == 1 ? TN_ROW_TEST : TN_ROW_TRAIN;

  return _tn_folds_cut_validate (draft, rows, params, 0, error);
}

static gboolean
make_final (const TnFoldRows *rows, const guint8 *known, GPtrArray *drafts, GError **error)
{
  TnFoldDraft *draft = _tn_fold_draft_new ("final", TN_TIME_MISSING, rows->n_rows, error);

  if (draft == NULL)
    return FALSE;
  g_ptr_array_add (drafts, draft);
  for (gsize i = 0; i < rows->n_rows; i++)
    draft->roles[i] = known[i] ? TN_ROW_TRAIN : TN_ROW_SCORE;

  return TRUE;
}

static gboolean
check_params (const TnFoldsParams *params, GError **error)
{
  const char *id = NULL;

  if (params->scheme == TN_FOLDS_KFOLD && (params->n_folds < 2 || params->n_folds > MAX_FOLDS))
    id = N_ ("The number of folds must be between 2 and 100. Set it to 5 or 10.");
  else if (params->scheme == TN_FOLDS_HOLDOUT &&
           !(params->test_share > 0 && params->test_share < 1))
    id = N_ ("The test share must lie between 0% and 100%. Set it to 25%.");
  else if (!(params->validate_share >= 0 && params->validate_share < 1))
    id = N_ ("The validation share must lie between 0% and 100%. Set it to 15%.");
  else if (params->embargo < 0)
    id = N_ ("The gap before the test cut must not be below zero. Set it to 0 days or more.");
  if (id != NULL)
    tn_error_set (error, TN_ERROR_ARGUMENT, id, NULL);

  return id == NULL;
}

static gboolean
check_known (const TnFoldsParams *params, gsize n_known, gsize n_customers, GError **error)
{
  gsize need = params->scheme == TN_FOLDS_KFOLD     ? params->n_folds
               : params->scheme == TN_FOLDS_HOLDOUT ? 2
                                                    : 1;
  TnMessage *message;

  if (n_customers >= need)
    return TRUE;
  if (n_known == 0)
    message = tn_message_new (N_ ("No row has a known outcome, so there is nothing to learn from. "
                                  "Choose an earlier cut date or another target column."));
  else
    message = tn_message_count (
        tn_message_new_plural (
            TN_PLURAL (
                "There is {n} customer with a known outcome; this split needs {need}. Import "
                "more customers, or use fewer folds.",
                "There are {n} customers with a known outcome; this split needs {need}. "
                "Import more customers, or use fewer folds."),
            (gint64) n_customers),
        "need", (gint64) need);
  tn_error_take (error, TN_ERROR_DATA, message);

  return FALSE;
}

/**
 * tn_folds_new:
 * @table: with a target column; cut, label end and customer columns are used where present
 * @params: how to split
 * @error: %TN_ERROR_ARGUMENT for parameters out of range; %TN_ERROR_DATA where the rows do not
 *   allow the scheme; %TN_ERROR_LEAK where a column's folds would leak; %TN_ERROR_SPACE
 *
 * Gives every row its role in every fold. All rows of a customer have the same role in schemes
 * without time, and each class is spread evenly over the folds. In a backtest a row trains only
 * where its label window ended by the fold's test cut. Rows without a label are score rows
 * everywhere. The result has passed tn_folds_check().
 *
 * Returns: (transfer full) (nullable): the folds
 */
TnFolds *
tn_folds_new (TnTable *table, const TnFoldsParams *params, GError **error)
{
  g_auto (TnFoldRows) rows = { 0 };
  g_autoptr (GPtrArray) drafts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) _tn_fold_draft_free);
  g_autofree guint8 *known = NULL;
  g_autoptr (TnFolds) self = NULL;
  gsize n_known, n_customers;
  gboolean made = FALSE;

  g_return_val_if_fail (table != NULL && params != NULL, NULL);

  if (!check_params (params, error) || !_tn_fold_rows_read (&rows, table, error))
    return NULL;
  known = known_rows (&rows, &n_known, &n_customers, error);
  if (known == NULL || !check_known (params, n_known, n_customers, error))
    return NULL;

  switch (params->scheme)
    {
    case TN_FOLDS_KFOLD:
      made = make_kfold (&rows, params, known, drafts, error);
      break;
    case TN_FOLDS_HOLDOUT:
      made = make_holdout (&rows, params, known, drafts, error);
      break;
    case TN_FOLDS_COLUMN:
      made = _tn_folds_make_column (table, &rows, params, drafts, error);
      break;
    case TN_FOLDS_BACKTEST:
      made = _tn_folds_make_backtest (&rows, params, drafts, error);
      break;
    case TN_FOLDS_FINAL:
      made = make_final (&rows, known, drafts, error);
      break;
    default:
      g_assert_not_reached ();
    }
  if (!made)
    return NULL;

  self = _tn_folds_end (params->scheme, &rows, drafts, params->embargo);
  return tn_folds_check (table, self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tn_folds_new_from_roles:
 * @names: (array length=n_folds): of the folds
 * @cuts: (nullable) (array length=n_folds): test cuts
 * @row_roles: (array length=n_folds): @n_rows bytes each
 * @embargo: microseconds a label must be known before the test cut
 *
 * Folds made elsewhere, or stored. Not checked: call tn_folds_check() before anything is fitted.
 *
 * Returns: (transfer full): the folds
 */
TnFolds *
tn_folds_new_from_roles (TnFoldScheme scheme,
                         gsize n_rows,
                         const char *const *names,
                         const gint64 *cuts,
                         GBytes *const *row_roles,
                         guint n_folds,
                         gint64 embargo)
{
  TnFolds *self = folds_new (scheme, n_rows, embargo);

  for (guint i = 0; i < n_folds; i++)
    g_ptr_array_add (self->folds, fold_new (names[i], cuts != NULL ? cuts[i] : TN_TIME_MISSING,
                                            row_roles[i], NULL));

  return self;
}

/**
 * tn_folds_ref:
 *
 * Returns: (transfer full): @self
 */
TnFolds *
tn_folds_ref (TnFolds *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * tn_folds_unref:
 * @self: (transfer full): folds
 */
void
tn_folds_unref (TnFolds *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->folds);
  g_clear_pointer (&self->powers, g_array_unref);
  g_free (self);
}

/**
 * tn_folds_measure_columns:
 * @self: folds that nobody else holds yet
 * @table: that was split
 * @cancellable: (nullable): see tn_column_powers_new()
 * @error: of reading; G_IO_ERROR_CANCELLED
 *
 * Measures what each column alone says about the target, on the train rows of the fold that has
 * most of them. Whoever judges models then knows which column could carry one by itself.
 */
gboolean
tn_folds_measure_columns (TnFolds *self, TnTable *table, GCancellable *cancellable, GError **error)
{
  const TnFold *most = NULL;

  for (guint i = 0; i < self->folds->len; i++)
    {
      const TnFold *fold = tn_folds_get_fold (self, i);

      if (most == NULL || fold->count[TN_ROW_TRAIN] > most->count[TN_ROW_TRAIN])
        most = fold;
    }
  g_clear_pointer (&self->powers, g_array_unref);
  if (most != NULL)
    self->powers =
        tn_column_powers_new (table, g_bytes_get_data (most->row_roles, NULL), cancellable, error);

  return most == NULL || self->powers != NULL;
}

/**
 * tn_folds_get_powers:
 *
 * Returns: (nullable) (element-type TnColumnPower): what tn_folds_measure_columns() found
 */
const GArray *
tn_folds_get_powers (const TnFolds *self)
{
  return self->powers;
}

/**
 * tn_folds_get_scheme:
 *
 * Returns: how the rows were split
 */
TnFoldScheme
tn_folds_get_scheme (const TnFolds *self)
{
  return self->scheme;
}

/**
 * tn_folds_get_n_folds:
 *
 * Returns: how many folds there are
 */
guint
tn_folds_get_n_folds (const TnFolds *self)
{
  return self->folds->len;
}

/**
 * tn_folds_get_n_rows:
 *
 * Returns: how many rows each fold gives a role
 */
gsize
tn_folds_get_n_rows (const TnFolds *self)
{
  return self->n_rows;
}

/**
 * tn_folds_get_embargo:
 *
 * Returns: microseconds a label must be known before the test cut
 */
gint64
tn_folds_get_embargo (const TnFolds *self)
{
  return self->embargo;
}

/**
 * tn_folds_get_fold:
 * @index: below tn_folds_get_n_folds()
 *
 * Returns: a fold, as long as the folds live
 */
const TnFold *
tn_folds_get_fold (const TnFolds *self, guint index)
{
  return g_ptr_array_index (self->folds, index);
}

/**
 * tn_fold_say_name:
 * @name: of a fold
 * @cut: its test cut, %TN_TIME_MISSING when it has none; said when the name is no date
 *
 * Returns: (transfer full): the name for people: the date of the cut by the calendar of the log,
 * "fold 3", or what the user called it
 */
TnMessage *
tn_fold_say_name (const char *name, gint64 cut)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *text = g_strdup_printf ("%.10sT00:00:00", name);
  g_autoptr (GDateTime) date =
      cut != TN_TIME_MISSING ? g_date_time_new_from_iso8601 (text, utc) : NULL;

  if (date != NULL)
    return tn_message_date (tn_message_new ("{date}"), "date",
                            g_date_time_to_unix (date) * G_USEC_PER_SEC);
  if (cut != TN_TIME_MISSING)
    return tn_message_date (tn_message_new ("{date}"), "date", cut);
  if (g_str_has_prefix (name, "fold "))
    return tn_message_text (tn_message_new (N_ ("fold {name}")), "name", name + strlen ("fold "));
  if (g_str_equal (name, "hold-out"))
    return tn_message_new (N_ ("hold-out"));
  if (g_str_equal (name, "final"))
    return tn_message_new (N_ ("final fit"));

  return tn_message_new_literal (name);
}

/**
 * tn_folds_to_json:
 *
 * Returns: (transfer full): an array of {"name", "cut", "train", "validate", "test", "score",
 *   "base_rate"}; the row roles are not in it
 */
JsonNode *
tn_folds_to_json (const TnFolds *self)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->folds->len; i++)
    {
      const TnFold *fold = tn_folds_get_fold (self, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "name", fold->name);
      if (fold->cut != TN_TIME_MISSING)
        json_object_set_int_member (object, "cut", fold->cut);
      json_object_set_int_member (object, "train", (gint64) fold->count[TN_ROW_TRAIN]);
      json_object_set_int_member (object, "validate", (gint64) fold->count[TN_ROW_VALIDATE]);
      json_object_set_int_member (object, "test", (gint64) fold->count[TN_ROW_TEST]);
      json_object_set_int_member (object, "score", (gint64) fold->count[TN_ROW_SCORE]);
      tn_json_set_double (object, "base_rate", fold->test_rate);
      json_array_add_object_element (array, object);
    }
  json_node_take_array (node, array);

  return node;
}

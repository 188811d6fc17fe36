/* tn-folds-check.c: the guard over folds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-error.h"
#include "tn-folds-private.h"
#include "tn-scored-private.h"

/* Rows that break one rule in one fold. */
typedef struct
{
  gsize n;
  gsize first;
} Offence;

typedef struct
{
  TnTable *table;
  const TnFolds *folds;
  const TnFoldRows *rows;
  const TnFold *fold;
  const guint8 *roles;
  gint64 cut; /* of the fold, or worked out from its test rows */
} Guard;

static void
offence_add (Offence *self, gsize row)
{
  if (self->n++ == 0)
    self->first = row;
}

static gboolean
is_learned_from (guint8 role)
{
  return role == TN_ROW_TRAIN || role == TN_ROW_VALIDATE;
}

/* A date as the calendar of the log has it. */
static TnMessage *
say_date (const Guard *self, TnMessage *message, const char *name, gint64 time)
{
  return tn_message_date (message, name, tn_zone_to_local (self->rows->zone, time));
}

static TnMessage *
say_name (const Guard *self)
{
  return tn_fold_say_name (self->fold->name, tn_zone_to_local (self->rows->zone, self->fold->cut));
}

/* Takes a message with its own words and adds where: fold, row, customer. */
static gboolean
refuse (const Guard *self,
        TnErrorCode code,
        TnMessage *message,
        const Offence *offence,
        GError **error)
{
  g_autofree char *customer = _tn_fold_rows_dup_customer (self->table, offence->first);

  tn_message_take (message, "fold", say_name (self));
  tn_message_count (message, "row", (gint64) offence->first + 1);
  tn_message_text (message, "customer", customer);
  tn_error_take (error, code, message);

  return FALSE;
}

static gboolean
check_shape (const Guard *self, GError **error)
{
  gsize n_roles = g_bytes_get_size (self->fold->row_roles);
  gboolean fits = n_roles == self->rows->n_rows;

  for (gsize i = 0; fits && i < n_roles; i++)
    fits = self->roles[i] < TN_N_ROW_ROLES;
  if (!fits)
    tn_error_take (
        error, TN_ERROR_ARGUMENT,
        tn_message_take (tn_message_new (N_ ("The folds were made for another table than "
                                             "this one: “{fold}” does not fit its rows. "
                                             "Split the table again.")),
                         "fold", say_name (self)));

  return fits;
}

static gboolean
check_labels (const Guard *self, GError **error)
{
  Offence offence = { 0 };

  for (gsize i = 0; i < self->rows->n_rows; i++)
    if ((is_learned_from (self->roles[i]) || self->roles[i] == TN_ROW_TEST) &&
        self->rows->label[i] == TN_LABEL_UNKNOWN)
      offence_add (&offence, i);
  if (offence.n == 0)
    return TRUE;

  return refuse (self, TN_ERROR_DATA,
                 tn_message_new_plural (
                     TN_PLURAL ("In “{fold}”, {n} row to learn from or to test has no known "
                                "outcome: row {row}, customer {customer}. Such rows can be scored "
                                "only.",
                                "In “{fold}”, {n} rows to learn from or to test have no known "
                                "outcome, the first is row {row}, customer {customer}. Such rows "
                                "can be scored only."),
                     (gint64) offence.n),
                 &offence, error);
}

/* Features made as of a cut know events strictly before it. */
static gboolean
check_evidence (const Guard *self, GError **error)
{
  const TnFoldRows *rows = self->rows;
  Offence offence = { 0 };
  TnMessage *message;

  for (gsize i = 0; rows->evidence != NULL && i < rows->n_rows; i++)
    {
      gint64 cut = rows->cut != NULL ? rows->cut[i] : self->fold->cut;

      if (self->roles[i] != TN_ROW_NONE && rows->evidence[i] != TN_TIME_MISSING &&
          cut != TN_TIME_MISSING && rows->evidence[i] >= cut)
        offence_add (&offence, i);
    }
  if (offence.n == 0)
    return TRUE;

  message = tn_message_new_plural (
      TN_PLURAL (
          "In “{fold}”, {n} row knows events from its cut date of {cut} or later: row {row}, "
          "customer {customer}, knows {seen}. Build its features from events before the cut.",
          "In “{fold}”, {n} rows know events from their cut date or later, the first is row "
          "{row}, customer {customer}: cut {cut}, but it knows {seen}. Build features from "
          "events before the cut."),
      (gint64) offence.n);
  say_date (self, message, "cut", rows->cut != NULL ? rows->cut[offence.first] : self->fold->cut);
  say_date (self, message, "seen", rows->evidence[offence.first]);

  return refuse (self, TN_ERROR_LEAK, message, &offence, error);
}

/* Rows of the test cut or later cannot be learned from. */
static gboolean
check_cuts (const Guard *self, GError **error)
{
  const TnFoldRows *rows = self->rows;
  Offence offence = { 0 };
  TnMessage *message;

  for (gsize i = 0; rows->cut != NULL && i < rows->n_rows; i++)
    if (is_learned_from (self->roles[i]) &&
        (rows->cut[i] == TN_TIME_MISSING || rows->cut[i] >= self->cut))
      offence_add (&offence, i);
  if (offence.n == 0)
    return TRUE;

  message = tn_message_new_plural (
      TN_PLURAL (
          "In “{fold}”, {n} row of the test cut of {cut} or later would be learned from: row "
          "{row}, customer {customer}. Train on earlier cut dates only.",
          "In “{fold}”, {n} rows of the test cut of {cut} or later would be learned from, "
          "the first is row {row}, customer {customer}. Train on earlier cut dates only."),
      (gint64) offence.n);
  say_date (self, message, "cut", self->cut);

  return refuse (self, TN_ERROR_LEAK, message, &offence, error);
}

static gboolean
check_label_ends (const Guard *self, GError **error)
{
  const TnFoldRows *rows = self->rows;
  gint64 limit = self->cut - tn_folds_get_embargo (self->folds);
  Offence offence = { 0 };
  TnMessage *message;

  for (gsize i = 0; i < rows->n_rows; i++)
    if (is_learned_from (self->roles[i]) &&
        (rows->label_end == NULL || rows->label_end[i] == TN_TIME_MISSING ||
         rows->label_end[i] > limit))
      offence_add (&offence, i);
  if (offence.n == 0)
    return TRUE;

  if (rows->label_end == NULL || rows->label_end[offence.first] == TN_TIME_MISSING)
    message = tn_message_new (N_ (
        "In “{fold}”, it is not known when the outcome of row {row}, customer {customer}, became "
        "known, so it cannot be learned from at the test cut of {cut}. Put *Define churn* "
        "before the split."));
  else
    {
      message = tn_message_new_plural (
          TN_PLURAL ("In “{fold}”, {n} training row has an outcome window that reaches past the "
                     "test cut of {cut}: row {row}, customer {customer}, ends on {end}. Train on "
                     "earlier cut dates.",
                     "In “{fold}”, {n} training rows have an outcome window that reaches past the "
                     "test cut of {cut}, the first is row {row}, customer {customer}, which ends "
                     "on {end}. Train on earlier cut dates."),
          (gint64) offence.n);
      say_date (self, message, "end", rows->label_end[offence.first]);
    }
  say_date (self, message, "cut", self->cut);

  return refuse (self, TN_ERROR_LEAK, message, &offence, error);
}

static gboolean
check_test_cuts (const Guard *self, GError **error)
{
  const TnFoldRows *rows = self->rows;
  Offence offence = { 0 };
  TnMessage *message;

  for (gsize i = 0; rows->cut != NULL && i < rows->n_rows; i++)
    if (self->roles[i] == TN_ROW_TEST && rows->cut[i] < self->cut)
      offence_add (&offence, i);
  if (offence.n == 0)
    return TRUE;

  message = tn_message_new_plural (
      TN_PLURAL ("In “{fold}”, {n} test row is from before the test cut of {cut}: row {row}, "
                 "customer {customer}. Test on rows of the test cut.",
                 "In “{fold}”, {n} test rows are from before the test cut of {cut}, the first is "
                 "row {row}, customer {customer}. Test on rows of the test cut."),
      (gint64) offence.n);
  say_date (self, message, "cut", self->cut);

  return refuse (self, TN_ERROR_LEAK, message, &offence, error);
}

static gboolean
check_time (const Guard *self, GError **error)
{
  return check_cuts (self, error) && check_label_ends (self, error) &&
         check_test_cuts (self, error);
}

/* Rows whose customer has rows of another role too, among train, validate and test. */
static gboolean
find_shared (const Guard *self, Offence *offence, GError **error)
{
  const TnFoldRows *rows = self->rows;
  g_autofree guint8 *role_of = _tn_judge_try_malloc (rows->n_customers, 1, error);

  if (role_of == NULL)
    return FALSE;
  memset (role_of, TN_ROW_NONE, rows->n_customers);
  for (gsize i = 0; i < rows->n_rows; i++)
    {
      guint8 *role = &role_of[rows->customer[i]];

      if (!is_learned_from (self->roles[i]) && self->roles[i] != TN_ROW_TEST)
        continue;
      if (*role != TN_ROW_NONE && *role != self->roles[i])
        offence_add (offence, i);
      *role = self->roles[i];
    }

  return TRUE;
}

static gint64
earliest_test_cut (const Guard *self)
{
  gint64 earliest = TN_TIME_MISSING;

  for (gsize i = 0; self->rows->cut != NULL && i < self->rows->n_rows; i++)
    if (self->roles[i] == TN_ROW_TEST && self->rows->cut[i] != TN_TIME_MISSING &&
        (earliest == TN_TIME_MISSING || self->rows->cut[i] < earliest))
      earliest = self->rows->cut[i];

  return earliest;
}

/* Whether all rows that are learned from or tested are as of the same date. */
static gboolean
is_one_date (const Guard *self)
{
  for (gsize i = 0; i < self->rows->n_rows; i++)
    if ((is_learned_from (self->roles[i]) || self->roles[i] == TN_ROW_TEST) &&
        self->rows->cut[i] != self->cut)
      return FALSE;

  return TRUE;
}

/* Rows dealt without regard to their dates: some are learned from that know what came later. */
static gboolean
check_dealt (const Guard *self, GError **error)
{
  const TnFoldRows *rows = self->rows;
  gint64 limit = self->cut - tn_folds_get_embargo (self->folds);
  Offence offence = { 0 };
  TnMessage *message;

  for (gsize i = 0; i < rows->n_rows; i++)
    if (is_learned_from (self->roles[i]) &&
        (rows->cut[i] == TN_TIME_MISSING || rows->cut[i] >= self->cut || rows->label_end == NULL ||
         rows->label_end[i] == TN_TIME_MISSING || rows->label_end[i] > limit))
      offence_add (&offence, i);
  if (offence.n == 0)
    return TRUE;

  message = tn_message_new_plural (
      TN_PLURAL ("The rows are of several dates. In “{fold}”, {n} row to learn from knows what "
                 "came after {cut}, where others are tested: row {row}, customer {customer}. "
                 "Split by time.",
                 "The rows are of several dates. In “{fold}”, {n} rows to learn from know what "
                 "came after {cut}, where others are tested; the first is row {row}, customer "
                 "{customer}. Split by time."),
      (gint64) offence.n);
  say_date (self, message, "cut", self->cut);

  return refuse (self, TN_ERROR_LEAK, message, &offence, error);
}

/* Rows as of one date, or of none, are kept apart by customer. Rows as of several dates are not
 * dealt but kept in order of time, whoever's they are. */
static gboolean
check_customers (Guard *self, GError **error)
{
  Offence offence = { 0 };

  self->cut = earliest_test_cut (self);
  if (self->cut != TN_TIME_MISSING && !is_one_date (self))
    return tn_folds_get_scheme (self->folds) == TN_FOLDS_COLUMN ? check_time (self, error)
                                                                : check_dealt (self, error);
  if (!find_shared (self, &offence, error))
    return FALSE;
  if (offence.n == 0)
    return TRUE;

  return refuse (self, TN_ERROR_LEAK,
                 tn_message_new_plural (
                     TN_PLURAL ("In “{fold}”, customer {customer} stands on both sides: row {row} "
                                "has another role than the customer’s other rows. Split by "
                                "customer.",
                                "In “{fold}”, customers stand on both sides in {n} rows, the first "
                                "is customer {customer} in row {row}. Split by customer."),
                     (gint64) offence.n),
                 &offence, error);
}

static gboolean
check_final (const Guard *self, GError **error)
{
  Offence offence = { 0 };

  for (gsize i = 0; i < self->rows->n_rows; i++)
    if (self->roles[i] == TN_ROW_TEST)
      offence_add (&offence, i);
  if (offence.n == 0)
    return TRUE;

  return refuse (self, TN_ERROR_LEAK,
                 tn_message_new (N_ ("The final fit learns from all known rows, so none can test: "
                                     "row {row}, customer {customer}, is marked as a test row. Use "
                                     "the folds for testing.")),
                 &offence, error);
}

static gboolean
check_fold (Guard *self, GError **error)
{
  if (!check_shape (self, error) || !check_labels (self, error) || !check_evidence (self, error))
    return FALSE;
  if (tn_folds_get_scheme (self->folds) == TN_FOLDS_FINAL)
    return check_final (self, error);
  if (self->fold->cut != TN_TIME_MISSING || tn_folds_get_scheme (self->folds) == TN_FOLDS_BACKTEST)
    return check_time (self, error);

  return check_customers (self, error);
}

/* A row that tests twice would count twice in the pooled figures. */
static gboolean
check_tested_once (Guard *self, guint8 *tested, GError **error)
{
  Offence offence = { 0 };

  for (gsize i = 0; i < self->rows->n_rows; i++)
    if (self->roles[i] == TN_ROW_TEST)
      {
        if (tested[i])
          offence_add (&offence, i);
        tested[i] = 1;
      }
  if (offence.n == 0)
    return TRUE;

  return refuse (self, TN_ERROR_ARGUMENT,
                 tn_message_new (N_ ("Row {row}, customer {customer}, tests in “{fold}” and in an "
                                     "earlier fold too. Let each row test once.")),
                 &offence, error);
}

/**
 * tn_folds_check:
 * @table: the rows, with target, customer, cut, evidence and label end where it has them
 * @folds: roles of these rows
 * @error: %TN_ERROR_LEAK for a row that would let the future, or a test row's customer, into the
 *   fit; %TN_ERROR_DATA for rows to learn from without an outcome; %TN_ERROR_ARGUMENT for folds of
 *   another table or a row that tests twice
 *
 * The rules: (1) no row knows an event at or after its own cut; (2) in a fold with a test cut T,
 * a train or validate row has a cut before T and an outcome window that ended by T less the
 * embargo; (3) in a fold without one, rows of several cut dates keep rule 2, T being the earliest
 * cut of the test rows, and of rows of one date or of none no customer has rows in two of train,
 * validate and test; (4) rows without an outcome are score rows or unused; (5) a row tests once at
 * most, and never in the final fit.
 *
 * Returns: whether the folds are safe to fit on
 */
gboolean
tn_folds_check (TnTable *table, const TnFolds *folds, GError **error)
{
  g_auto (TnFoldRows) rows = { 0 };
  g_autofree guint8 *tested = NULL;
  Guard guard = { .table = table, .folds = folds, .rows = &rows };

  g_return_val_if_fail (table != NULL && folds != NULL, FALSE);

  if (!_tn_fold_rows_read (&rows, table, error))
    return FALSE;
  tested = _tn_judge_try_malloc (rows.n_rows, 1, error);
  if (tested == NULL)
    return FALSE;
  memset (tested, 0, rows.n_rows);
  for (guint i = 0; i < tn_folds_get_n_folds (folds); i++)
    {
      guard.fold = tn_folds_get_fold (folds, i);
      guard.roles = g_bytes_get_data (guard.fold->row_roles, NULL);
      guard.cut = guard.fold->cut;
      if (!check_fold (&guard, error) || !check_tested_once (&guard, tested, error))
        return FALSE;
    }

  return TRUE;
}

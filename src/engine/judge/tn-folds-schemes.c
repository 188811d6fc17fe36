/* tn-folds-schemes.c: folds by time and by a column
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tn-error.h"
#include "tn-folds-private.h"
#include "tn-scored-private.h"

#define MAX_FOLDS 100
#define DAY       (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* The distinct cut dates of rows whose outcome is known, ascending. */
static GArray *
known_cuts (const TnFoldRows *rows)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  GArray *cuts = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer key;

  for (gsize i = 0; i < rows->n_rows; i++)
    if (rows->label[i] != TN_LABEL_UNKNOWN && rows->cut[i] != TN_TIME_MISSING)
      g_hash_table_add (seen, &rows->cut[i]);
  g_hash_table_iter_init (&iter, seen);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_array_append_vals (cuts, key, 1);
  g_array_sort (cuts, compare_times);

  return cuts;
}

static gboolean
may_train (const TnFoldRows *rows, gsize row, gint64 cut, gint64 embargo)
{
  return rows->label[row] != TN_LABEL_UNKNOWN && rows->cut[row] != TN_TIME_MISSING &&
         rows->cut[row] < cut && rows->label_end[row] != TN_TIME_MISSING &&
         rows->label_end[row] <= cut - embargo;
}

static gsize
fill_backtest (TnFoldDraft *draft, const TnFoldRows *rows, gint64 embargo)
{
  gsize n_train = 0;

  for (gsize i = 0; i < rows->n_rows; i++)
    {
      if (rows->label[i] == TN_LABEL_UNKNOWN)
        draft->roles[i] = TN_ROW_SCORE;
      else if (rows->cut[i] == draft->cut)
        draft->roles[i] = TN_ROW_TEST;
      else if (may_train (rows, i, draft->cut, embargo))
        {
          draft->roles[i] = TN_ROW_TRAIN;
          n_train++;
        }
    }

  return n_train;
}

/* The date of a cut by the calendar of its time zone. */
static char *
name_of_cut (const char *zone, gint64 moment)
{
  gint64 cut = tn_zone_to_local (zone, moment);
  gint64 seconds = cut / G_USEC_PER_SEC - (cut % G_USEC_PER_SEC < 0);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);

  return time != NULL ? g_date_time_format (time, "%Y-%m-%d") : g_strdup ("cut");
}

/* What no backtest can do without. */
static gboolean
check_dates (const TnFoldRows *rows, GError **error)
{
  if (rows->cut != NULL && rows->label_end != NULL)
    return TRUE;
  tn_error_set (error, TN_ERROR_DATA,
                N_ ("A backtest needs the cut date of each row and when its outcome is known. Put "
                    "*Define churn* before the split, or choose folds by customer."),
                NULL);

  return FALSE;
}

static void
set_no_history (const GArray *cuts, const TnFoldRows *rows, gint64 embargo, GError **error)
{
  TnMessage *message;

  if (cuts->len < 2)
    message = tn_message_new_plural (
        TN_PLURAL ("All rows belong to {n} cut date, so none is left to learn from. Add an earlier "
                   "cut date.",
                   "The rows belong to {n} cut dates, so none is left to learn from. Add an "
                   "earlier cut date."),
        cuts->len);
  else
    {
      gint64 cut = g_array_index (cuts, gint64, cuts->len - 1), earliest = G_MAXINT64;

      for (gsize i = 0; i < rows->n_rows; i++)
        if (rows->label[i] != TN_LABEL_UNKNOWN && rows->label_end[i] != TN_TIME_MISSING)
          earliest = MIN (earliest, rows->label_end[i]);
      message = tn_message_new (N_ (
          "At the test cut of {cut} no outcome is known yet: the first is known on {known}. Add "
          "an earlier cut date, or shorten the outcome window."));
      tn_message_date (message, "cut", tn_zone_to_local (rows->zone, cut));
      tn_message_date (
          message, "known",
          tn_zone_to_local (rows->zone, earliest == G_MAXINT64 ? cut : earliest + embargo));
    }
  tn_error_take (error, TN_ERROR_DATA, message);
}

/* A fold for each of the latest cuts before which something can be learned. */
gboolean
_tn_folds_make_backtest (const TnFoldRows *rows,
                         const TnFoldsParams *params,
                         GPtrArray *drafts,
                         GError **error)
{
  g_autoptr (GArray) cuts = NULL;
  guint wanted = params->n_folds == 0 ? MAX_FOLDS : MIN (params->n_folds, MAX_FOLDS);

  if (!check_dates (rows, error))
    return FALSE;
  cuts = known_cuts (rows);
  for (guint i = cuts->len; i-- > 0 && drafts->len < wanted;)
    {
      gint64 cut = g_array_index (cuts, gint64, i);
      g_autofree char *name = name_of_cut (rows->zone, cut);
      TnFoldDraft *draft = _tn_fold_draft_new (name, cut, rows->n_rows, error);

      if (draft == NULL)
        return FALSE;
      if (fill_backtest (draft, rows, params->embargo) == 0)
        {
          _tn_fold_draft_free (draft);
          break;
        }
      g_ptr_array_insert (drafts, 0, draft);
      if (!_tn_folds_cut_validate (draft, rows, params, i, error))
        return FALSE;
    }
  if (drafts->len == 0)
    set_no_history (cuts, rows, params->embargo, error);

  return drafts->len > 0;
}

static TnRowRole
role_of_word (const char *word)
{
  if (g_strcmp0 (word, "train") == 0)
    return TN_ROW_TRAIN;
  if (g_strcmp0 (word, "validate") == 0)
    return TN_ROW_VALIDATE;
  if (g_strcmp0 (word, "test") == 0)
    return TN_ROW_TEST;
  if (g_strcmp0 (word, "score") == 0)
    return TN_ROW_SCORE;

  return TN_ROW_NONE;
}

/* The column's cells as numbers of its distinct values, in the order of their first appearance. */
typedef struct
{
  GPtrArray *words;
  guint8 *place; /* MAX_FOLDS for an empty cell */
  gboolean all_roles;
} Cells;

static void
cells_clear (Cells *self)
{
  g_clear_pointer (&self->words, g_ptr_array_unref);
  g_free (self->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cells, cells_clear)

static gboolean
add_cell (Cells *self, char *word, gsize row, const char *column, GError **error)
{
  g_autofree char *owned = word;
  guint place;

  self->place[row] = MAX_FOLDS;
  if (word == NULL)
    return TRUE;
  if (!g_ptr_array_find_with_equal_func (self->words, word, g_str_equal, &place))
    {
      place = self->words->len;
      if (place == MAX_FOLDS)
        {
          tn_error_set (error, TN_ERROR_DATA,
                        N_ ("The column “{column}” has more than 100 different values, so it does "
                            "not say which rows belong together. Choose a column of folds."),
                        "column", column, NULL);
          return FALSE;
        }
      self->all_roles = self->all_roles && role_of_word (word) != TN_ROW_NONE;
      g_ptr_array_add (self->words, g_steal_pointer (&owned));
    }
  self->place[row] = (guint8) place;

  return TRUE;
}

static gboolean
read_cells (Cells *self, TnTable *table, const char *name, GError **error)
{
  int found = name != NULL ? tn_table_find (table, name) : -1;
  gsize n_rows = tn_table_get_n_rows (table);

  if (found < 0)
    {
      tn_error_set (error, TN_ERROR_NOT_FOUND,
                    N_ ("There is no column “{column}” to split by. Choose one of the table’s "
                        "columns."),
                    "column", name != NULL ? name : "", NULL);
      return FALSE;
    }
  self->words = g_ptr_array_new_with_free_func (g_free);
  self->all_roles = TRUE;
  self->place = _tn_judge_try_malloc (n_rows, 1, error);
  for (gsize i = 0; self->place != NULL && i < n_rows; i++)
    {
      g_autoptr (GError) cell_error = NULL;
      char *cell = tn_column_dup_cell (tn_table_get_column (table, found), i, &cell_error);

      if (cell_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&cell_error));
          return FALSE;
        }
      if (!add_cell (self, cell, i, name, error))
        return FALSE;
    }

  return self->place != NULL;
}

static TnFoldDraft *
draft_from_roles (const Cells *cells, const TnFoldRows *rows, const char *name, GError **error)
{
  TnFoldDraft *draft = _tn_fold_draft_new (name, TN_TIME_MISSING, rows->n_rows, error);

  for (gsize i = 0; draft != NULL && i < rows->n_rows; i++)
    if (rows->label[i] == TN_LABEL_UNKNOWN)
      draft->roles[i] = TN_ROW_SCORE;
    else if (cells->place[i] < MAX_FOLDS)
      draft->roles[i] = role_of_word (g_ptr_array_index (cells->words, cells->place[i]));

  return draft;
}

/* Folds in the order of their numbers, or of their names. */
static int
compare_words (gconstpointer a, gconstpointer b)
{
  const char *x = *(const char *const *) a, *y = *(const char *const *) b;
  double number_x = g_ascii_strtod (x, NULL), number_y = g_ascii_strtod (y, NULL);

  if (number_x != number_y)
    return number_x < number_y ? -1 : 1;

  return strcmp (x, y);
}

static TnFoldDraft *
draft_from_word (const Cells *cells, const TnFoldRows *rows, const char *word, GError **error)
{
  g_autofree char *name = g_strdup_printf ("fold %s", word);
  TnFoldDraft *draft = _tn_fold_draft_new (name, TN_TIME_MISSING, rows->n_rows, error);

  for (gsize i = 0; draft != NULL && i < rows->n_rows; i++)
    {
      if (rows->label[i] == TN_LABEL_UNKNOWN)
        draft->roles[i] = TN_ROW_SCORE;
      else if (cells->place[i] < MAX_FOLDS)
        draft->roles[i] = g_str_equal (g_ptr_array_index (cells->words, cells->place[i]), word)
                              ? TN_ROW_TEST
                              : TN_ROW_TRAIN;
    }

  return draft;
}

static gboolean
has_role (const TnFoldDraft *draft, gsize n_rows, TnRowRole role)
{
  return memchr (draft->roles, role, n_rows) != NULL;
}

/* Cells may name roles, which is one fold, or folds, which test in turn. */
gboolean
_tn_folds_make_column (TnTable *table,
                       const TnFoldRows *rows,
                       const TnFoldsParams *params,
                       GPtrArray *drafts,
                       GError **error)
{
  g_auto (Cells) cells = { 0 };
  g_autoptr (GPtrArray) sorted = NULL;

  if (!read_cells (&cells, table, params->column, error))
    return FALSE;
  sorted = g_ptr_array_copy (cells.words, NULL, NULL);
  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_words);

  for (guint i = 0; i < (cells.all_roles ? 1 : sorted->len); i++)
    {
      TnFoldDraft *draft =
          cells.all_roles ? draft_from_roles (&cells, rows, params->column, error)
                          : draft_from_word (&cells, rows, g_ptr_array_index (sorted, i), error);

      if (draft == NULL)
        return FALSE;
      g_ptr_array_add (drafts, draft);
      if (!has_role (draft, rows->n_rows, TN_ROW_TRAIN) ||
          !has_role (draft, rows->n_rows, TN_ROW_TEST))
        {
          tn_error_set (error, TN_ERROR_DATA,
                        N_ ("By the column “{column}”, “{fold}” has no rows to learn from or none "
                            "to test. Choose a column with at least two folds."),
                        "column", params->column, "fold", draft->name, NULL);
          return FALSE;
        }
      if (!has_role (draft, rows->n_rows, TN_ROW_VALIDATE) &&
          !_tn_folds_cut_validate (draft, rows, params, i, error))
        return FALSE;
    }

  return TRUE;
}

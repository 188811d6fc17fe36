/* tn-labels.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-labels.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"

/* Words that say yes and words that say no, folded; what else there is goes by order. */
static const char *const yes_words[] = {
  "1",      "yes",    "y",       "true", "t",         "ja",       "oui",  "sí",
  "si",     "churn",  "churned", "left", "cancelled", "canceled", "gone", "lost",
  "exited", "closed", "是",      "流失", "已流失",    NULL,
};

static const char *const no_words[] = {
  "0",      "no",       "n",        "false", "f",  "nein", "non",    "stay", "stayed",
  "active", "retained", "existing", "open",  "否", "留存", "未流失", NULL,
};

static guint8 *
try_labels (gsize n_rows, GError **error)
{
  guint8 *labels = g_try_malloc (MAX (n_rows, 1));

  if (labels == NULL)
    tn_error_set (error, TN_ERROR_SPACE,
                  N_ ("There is not enough free memory to read who left. Close other programs or "
                      "work on a sample."),
                  NULL);

  return labels;
}

static void
set_too_many (const TnTable *table, GError **error)
{
  tn_error_set (
      error, TN_ERROR_DATA,
      N_ ("The target “{column}” has more than two different values; a model needs yes or "
          "no. Choose another target column, or filter its rows."),
      "column", tn_table_get_field (table, tn_table_find_role (table, TN_ROLE_TARGET))->name, NULL);
}

/* Of two numbers the higher is yes; a number alone is yes when it is above 0, so that rows of one
 * class of 0 and 1 keep their meaning. */
static guint8 *
labels_of_numbers (TnTable *table, TnColumn *column, gsize n_rows, GError **error)
{
  g_autofree double *values = tn_column_dup_numbers (column, error);
  g_autofree guint8 *labels = values != NULL ? try_labels (n_rows, error) : NULL;
  double low = (double) NAN, high = (double) NAN;

  for (gsize i = 0; labels != NULL && i < n_rows; i++)
    {
      if (isnan (values[i]) || values[i] == low || values[i] == high)
        continue;
      if (low != high && !isnan (low))
        {
          set_too_many (table, error);
          return NULL;
        }
      low = isnan (low) ? values[i] : MIN (low, values[i]);
      high = isnan (high) ? values[i] : MAX (high, values[i]);
    }
  for (gsize i = 0; labels != NULL && i < n_rows; i++)
    labels[i] =
        isnan (values[i]) ? TN_LABEL_UNKNOWN : values[i] == high && (low != high || high > 0);

  return g_steal_pointer (&labels);
}

static gboolean
is_word (const TnDictionary *dictionary, guint32 code, const char *const *words)
{
  g_autofree char *text = tn_dictionary_dup (dictionary, code);
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return g_strv_contains (words, folded);
}

/* Which of two categories means yes. It depends on their names alone, never on which rows there
 * are, so that parts of a table agree. */
static guint32
pick_yes (const TnDictionary *dictionary, guint32 a, guint32 b)
{
  g_autofree char *text_a = tn_dictionary_dup (dictionary, a);
  g_autofree char *text_b = tn_dictionary_dup (dictionary, b);

  if (is_word (dictionary, a, yes_words) || is_word (dictionary, b, no_words))
    return a;
  if (is_word (dictionary, b, yes_words) || is_word (dictionary, a, no_words))
    return b;

  return strcmp (text_a, text_b) > 0 ? a : b;
}

/* The two categories there are: those of the dictionary, or of a larger one those in use.
 * %TN_CODE_MISSING where there is only one, or none. */
static gboolean
find_pair (TnTable *table,
           const TnDictionary *dictionary,
           const guint32 *codes,
           gsize n_rows,
           guint32 pair[2],
           GError **error)
{
  guint32 size = tn_dictionary_get_size (dictionary);

  pair[0] = size == 1 || size == 2 ? 0 : TN_CODE_MISSING;
  pair[1] = size == 2 ? 1 : TN_CODE_MISSING;
  for (gsize i = 0; size > 2 && i < n_rows; i++)
    {
      if (codes[i] == TN_CODE_MISSING || codes[i] == pair[0] || codes[i] == pair[1])
        continue;
      if (pair[1] != TN_CODE_MISSING)
        {
          set_too_many (table, error);
          return FALSE;
        }
      pair[pair[0] == TN_CODE_MISSING ? 0 : 1] = codes[i];
    }

  return TRUE;
}

static guint8 *
labels_of_codes (TnTable *table, TnColumn *column, gsize n_rows, GError **error)
{
  g_autoptr (TnDictionary) dictionary = tn_column_get_dictionary (column, error);
  g_autofree guint32 *codes = dictionary != NULL ? tn_column_dup_codes (column, error) : NULL;
  g_autofree guint8 *labels = codes != NULL ? try_labels (n_rows, error) : NULL;
  guint32 pair[2], yes = TN_CODE_MISSING;

  if (labels == NULL || !find_pair (table, dictionary, codes, n_rows, pair, error))
    return NULL;
  if (pair[1] != TN_CODE_MISSING)
    yes = pick_yes (dictionary, pair[0], pair[1]);
  else if (pair[0] != TN_CODE_MISSING && is_word (dictionary, pair[0], yes_words))
    yes = pair[0];
  for (gsize i = 0; i < n_rows; i++)
    labels[i] = codes[i] == TN_CODE_MISSING ? TN_LABEL_UNKNOWN : codes[i] == yes;

  return g_steal_pointer (&labels);
}

/**
 * tn_table_dup_labels:
 * @table: with a target column: a flag, two numbers (the higher is yes) or two categories (the one
 *   that says yes, or churned and the like; the later in the order of bytes where neither says)
 * @error: %TN_ERROR_DATA without a target, for more than two values, and for a time or a text;
 *   %TN_ERROR_SPACE
 *
 * Returns: (transfer full) (nullable): one byte a row: 0 for no, 1 for yes, 255 where missing
 */
guint8 *
tn_table_dup_labels (TnTable *table, GError **error)
{
  TnColumn *column = tn_table_require_role (table, TN_ROLE_TARGET, error);
  gsize n_rows = tn_table_get_n_rows (table);

  if (column == NULL)
    return NULL;
  switch (tn_column_get_column_type (column))
    {
    case TN_COLUMN_NUMBER:
      return labels_of_numbers (table, column, n_rows, error);
    case TN_COLUMN_CATEGORY:
    case TN_COLUMN_FLAG:
      return labels_of_codes (table, column, n_rows, error);
    case TN_COLUMN_TIME:
    case TN_COLUMN_TEXT:
    default:
      tn_error_set (error, TN_ERROR_DATA,
                    N_ ("The target “{column}” is a time or a text; a model needs yes or no. "
                        "Choose another target column."),
                    "column",
                    tn_table_get_field (table, tn_table_find_role (table, TN_ROLE_TARGET))->name,
                    NULL);
      return NULL;
    }
}

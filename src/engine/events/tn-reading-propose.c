/* tn-reading-propose.c: what a log itself says about its orders and returns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-error.h"
#include "tn-keys.h"
#include "tn-reading.h"

/* A prefix is a sign of cancellations when nearly all order numbers that begin so have a
 * negative line, and hardly any other number has one. */
#define PREFIX_MOST    0.9
#define PREFIX_FEW     0.1
#define PREFIX_NUMBERS 3
#define PREFIX_BYTES   8
/* A column with more different words is no status. */
#define STATUS_MOST_WORDS 100

static const char *const order_words[] = {
  "order", "orders", "ordered", "purchase", "purchased", "buy",         "bought",
  "sale",  "sold",   "pay",     "paid",     "payment",   "transaction", "下单",
  "购买",  "订单",   "支付",    "付款",     "成交",      NULL,
};

static const char *const return_words[] = {
  "return",    "returned",     "refund", "refunded", "cancel", "canceled",
  "cancelled", "cancellation", "退货",   "退款",     "取消",   NULL,
};

/* What a status may say beside the words above. */
static const char *const status_words[] = {
  "void", "voided", "已取消", "已退货", "已退款", "退货退款", "交易关闭", "已关闭", NULL,
};

/* What the name of a status column has in it. */
static const char *const status_names[] = { "status", "state", "状态", NULL };

static gboolean
is_among (const char *word, const char *const *words)
{
  g_autofree char *folded = g_utf8_casefold (word, -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (strcmp (folded, words[i]) == 0)
      return TRUE;

  return FALSE;
}

/* The words of @dictionary that are among @first or @second. */
static char **
find_words (TnDictionary *dictionary, const char *const *first, const char *const *second)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint32 i = 0; i < tn_dictionary_get_size (dictionary); i++)
    {
      const char *word = tn_dictionary_get (dictionary, i, NULL);

      if (is_among (word, first) || (second != NULL && is_among (word, second)))
        g_ptr_array_add (found, g_strdup (word));
    }
  g_ptr_array_add (found, NULL);

  return (char **) g_ptr_array_free (found, FALSE);
}

static gboolean
propose_types (TnReading *self, TnTable *table, GError **error)
{
  int place = tn_table_find_role (table, TN_ROLE_EVENT);
  g_autoptr (TnDictionary) dictionary = NULL;
  g_autofree guint32 *codes = NULL;

  if (place < 0)
    return TRUE;
  if (!tn_keys_dup_codes (tn_table_get_column (table, (guint) place), &codes, &dictionary, error))
    return FALSE;
  g_strfreev (self->order_types);
  g_strfreev (self->return_types);
  self->order_types = find_words (dictionary, order_words, NULL);
  self->return_types = find_words (dictionary, return_words, NULL);

  return TRUE;
}

/* --- Prefix of cancellations --- */

typedef struct
{
  char *prefix;
  gsize n_numbers;
  gsize n_negative; /* of them with a negative line */
} Prefix;

static void
prefix_free (Prefix *self)
{
  g_free (self->prefix);
  g_free (self);
}

/* What stands before the first figure of an order number; %NULL where there is no such thing. */
static char *
dup_prefix (const char *number)
{
  gsize n = strcspn (number, "0123456789");

  return number[n] != '\0' && n <= PREFIX_BYTES ? g_strndup (number, n) : NULL;
}

/* Which order numbers have a line of negative quantity or amount. */
static gboolean
find_negative (TnTable *table,
               const guint32 *orders,
               guint8 *negative,
               GCancellable *cancellable,
               GError **error)
{
  static const TnRole roles[] = { TN_ROLE_QUANTITY, TN_ROLE_AMOUNT, TN_ROLE_PRICE };

  for (guint k = 0; k < G_N_ELEMENTS (roles); k++)
    {
      int place = tn_table_find_role (table, roles[k]);
      TnColumn *column = place >= 0 ? tn_table_get_column (table, (guint) place) : NULL;

      if (column == NULL || tn_column_get_column_type (column) != TN_COLUMN_NUMBER)
        continue;
      for (gsize i = 0; i < tn_column_get_n_chunks (column); i++)
        {
          g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, i, error);
          const guint32 *codes = orders + i * TN_CHUNK_ROWS;

          if (chunk == NULL || tn_cancelled (cancellable, error))
            return FALSE;
          for (guint row = 0; row < chunk->n_rows; row++)
            if (chunk->number[row] < 0 && codes[row] != TN_CODE_MISSING)
              negative[codes[row]] = 1;
        }
    }

  return TRUE;
}

static GHashTable *
count_prefixes (TnDictionary *dictionary, const guint8 *used, const guint8 *negative)
{
  GHashTable *prefixes =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) prefix_free);

  for (guint32 i = 0; i < tn_dictionary_get_size (dictionary); i++)
    {
      g_autofree char *text = used[i] ? dup_prefix (tn_dictionary_get (dictionary, i, NULL)) : NULL;
      Prefix *prefix = text != NULL ? g_hash_table_lookup (prefixes, text) : NULL;

      if (text == NULL)
        continue;
      if (prefix == NULL)
        {
          prefix = g_new0 (Prefix, 1);
          prefix->prefix = g_steal_pointer (&text);
          g_hash_table_insert (prefixes, prefix->prefix, prefix);
        }
      prefix->n_numbers++;
      prefix->n_negative += negative[i];
    }

  return prefixes;
}

/* The most frequent prefix of cancellations; of equal ones the first by its bytes. */
static char *
choose_prefix (GHashTable *prefixes)
{
  const Prefix *best = NULL;
  gsize n_numbers = 0, n_negative = 0;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, prefixes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Prefix *prefix = value;

      n_numbers += prefix->n_numbers;
      n_negative += prefix->n_negative;
      if (*prefix->prefix == '\0' || prefix->n_numbers < PREFIX_NUMBERS ||
          (double) prefix->n_negative < PREFIX_MOST * (double) prefix->n_numbers)
        continue;
      if (best == NULL || prefix->n_numbers > best->n_numbers ||
          (prefix->n_numbers == best->n_numbers && strcmp (prefix->prefix, best->prefix) < 0))
        best = prefix;
    }
  if (best == NULL || n_numbers == best->n_numbers ||
      (double) (n_negative - best->n_negative) >
          PREFIX_FEW * (double) (n_numbers - best->n_numbers))
    return g_strdup ("");

  return g_strdup (best->prefix);
}

static gboolean
propose_prefix (TnReading *self, TnTable *table, GCancellable *cancellable, GError **error)
{
  int place = tn_table_find_role (table, TN_ROLE_ORDER);
  gsize n = tn_table_get_n_rows (table);
  g_autoptr (TnDictionary) dictionary = NULL;
  g_autoptr (GHashTable) prefixes = NULL;
  g_autofree guint32 *orders = NULL;
  g_autofree guint8 *used = NULL, *negative = NULL;

  if (place < 0)
    return TRUE;
  if (!tn_keys_dup_codes (tn_table_get_column (table, (guint) place), &orders, &dictionary, error))
    return FALSE;
  used = tn_keys_try_alloc (tn_dictionary_get_size (dictionary), 1, error);
  negative =
      used != NULL ? tn_keys_try_alloc (tn_dictionary_get_size (dictionary), 1, error) : NULL;
  if (negative == NULL || !find_negative (table, orders, negative, cancellable, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (orders[i] != TN_CODE_MISSING)
      used[orders[i]] = 1;
  prefixes = count_prefixes (dictionary, used, negative);
  g_free (self->cancel_prefix);
  self->cancel_prefix = choose_prefix (prefixes);

  return TRUE;
}

/* --- Status column --- */

/* “is_cancelled”, “Refunded”, “是否取消”: a yes in such a column is a cancellation. */
static gboolean
names_a_return (const char *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);
  const char *rest = folded;

  if (g_str_has_prefix (rest, "is_") || g_str_has_prefix (rest, "is "))
    rest += strlen ("is_");
  else if (g_str_has_prefix (rest, "是否"))
    rest += strlen ("是否");

  return is_among (rest, return_words);
}

static gboolean
names_a_status (const char *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);

  for (guint i = 0; status_names[i] != NULL; i++)
    if (strstr (folded, status_names[i]) != NULL)
      return TRUE;

  return FALSE;
}

/* The words of a column that say cancelled; none when it is no status. */
static gboolean
find_statuses (const TnField *field, TnColumn *column, char ***words, GError **error)
{
  TnColumnType type = tn_column_get_column_type (column);
  g_autoptr (TnDictionary) dictionary = NULL;

  *words = NULL;
  if (field->role != TN_ROLE_NONE && field->role != TN_ROLE_FEATURE &&
      field->role != TN_ROLE_IGNORE)
    return TRUE;
  if (type == TN_COLUMN_FLAG && names_a_return (field->name))
    {
      *words = g_strsplit ("yes", "\n", -1);
      return TRUE;
    }
  if (type != TN_COLUMN_CATEGORY || !names_a_status (field->name))
    return TRUE;
  dictionary = tn_column_get_dictionary (column, error);
  if (dictionary == NULL)
    return FALSE;
  if (tn_dictionary_get_size (dictionary) <= STATUS_MOST_WORDS)
    *words = find_words (dictionary, return_words, status_words);

  return TRUE;
}

static gboolean
propose_status (TnReading *self, TnTable *table, GError **error)
{
  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    {
      const TnField *field = tn_table_get_field (table, i);
      g_auto (GStrv) words = NULL;

      if (!find_statuses (field, tn_table_get_column (table, i), &words, error))
        return FALSE;
      if (words == NULL || words[0] == NULL)
        continue;
      self->found_column = g_strdup (field->name);
      self->found_statuses = g_steal_pointer (&words);
      break;
    }

  return TRUE;
}

/**
 * tn_reading_find_statuses:
 * @column: a column of @table
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): those of the column's words that
 *   usually say cancelled or returned; “yes” of a column of yes and no
 */
char **
tn_reading_find_statuses (TnTable *table, const char *column, GError **error)
{
  TnColumn *cells = tn_keys_require (table, column, error);
  g_autoptr (TnDictionary) dictionary = NULL;
  g_autofree guint32 *codes = NULL;

  if (cells == NULL)
    return NULL;
  if (tn_column_get_column_type (cells) == TN_COLUMN_FLAG)
    return g_strsplit ("yes", "\n", -1);
  if (!tn_keys_dup_codes (cells, &codes, &dictionary, error))
    return NULL;

  return find_words (dictionary, return_words, status_words);
}

/**
 * tn_reading_propose:
 * @table: an event log
 *
 * Reads off a log how it tells orders, returns and cancellations apart: event types by the
 * usual words, a prefix of order numbers that nearly always comes with negative lines (the “C”
 * of many shops). It is what is shown as a proposal and kept with what was learned, so that the
 * next file is read alike. A column named as a status with a word such as “cancelled” is found
 * and not taken: it says how an order ended and not when, and an order that is cancelled later
 * would be none already at its cut date.
 *
 * Returns: (transfer full) (nullable): the reading
 */
TnReading *
tn_reading_propose (TnTable *table, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnReading) self = tn_reading_new ();

  if (!propose_types (self, table, error) || tn_cancelled (cancellable, error) ||
      !propose_prefix (self, table, cancellable, error) || !propose_status (self, table, error))
    return NULL;

  return g_steal_pointer (&self);
}

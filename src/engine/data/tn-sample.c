/* tn-sample.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-sample.h"

#include <math.h>
#include <stdlib.h>

#include "tn-error.h"
#include "tn-group-by.h"
#include "tn-hash.h"
#include "tn-keys.h"
#include "tn-random.h"

/* A row's lot; the smallest are drawn. */
typedef struct
{
  guint64 lot;
  guint32 row;
} Ticket;

static int
compare_tickets (gconstpointer a, gconstpointer b)
{
  const Ticket *x = a, *y = b;

  if (x->lot != y->lot)
    return x->lot < y->lot ? -1 : 1;

  return (x->row > y->row) - (x->row < y->row);
}

/* The lot of one number depends on it and the seed alone (Philox with the number as
 * counter), so rows can be drawn in any order. */
static guint64
draw_lot (guint64 number, guint64 seed)
{
  guint32 counter[4] = { (guint32) number, (guint32) (number >> 32), 0x736d706c, 0 };
  guint32 key[2] = { (guint32) seed, (guint32) (seed >> 32) };
  guint32 out[4];

  tn_random_philox (counter, key, out);

  return (guint64) out[1] << 32 | out[0];
}

/* Marks the @n_chosen rows with the smallest lots of @rows. */
static gboolean
mark_rows (const guint32 *rows,
           gsize n,
           gsize n_chosen,
           guint64 seed,
           guint8 *chosen,
           GError **error)
{
  g_autofree Ticket *tickets = tn_keys_try_alloc (n, sizeof (Ticket), error);

  if (tickets == NULL)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    tickets[i] = (Ticket){ draw_lot (rows[i], seed), rows[i] };
  qsort (tickets, n, sizeof (Ticket), compare_tickets);
  for (gsize i = 0; i < n_chosen; i++)
    chosen[tickets[i].row] = 1;

  return TRUE;
}

static TnTable *
view_chosen (TnTable *table, const guint8 *chosen, GError **error)
{
  gsize n = tn_table_get_n_rows (table), n_chosen = 0;
  g_autoptr (GBytes) bytes = NULL;
  gsize *rows;

  for (gsize i = 0; i < n; i++)
    n_chosen += chosen[i];
  rows = tn_keys_try_alloc (n_chosen, sizeof (gsize), error);
  if (rows == NULL)
    return NULL;
  for (gsize i = 0, at = 0; i < n; i++)
    if (chosen[i])
      rows[at++] = i;
  bytes = g_bytes_new_take (rows, n_chosen * sizeof (gsize));

  return tn_table_try_new_view (table, bytes, error);
}

/**
 * tn_sample_uniform:
 * @n_rows: how many; all when the table has no more
 * @seed: another seed, other rows
 *
 * Every row has the same chance.
 *
 * Returns: (transfer full) (nullable): a view of exactly that many rows, in row order
 */
TnTable *
tn_sample_uniform (TnTable *table,
                   gsize n_rows,
                   guint64 seed,
                   GCancellable *cancellable,
                   GError **error)
{
  gsize n = tn_table_get_n_rows (table);
  g_autofree guint32 *rows = NULL;
  g_autofree guint8 *chosen = NULL;

  if (n_rows >= n)
    return tn_table_ref (table);
  if (!tn_keys_check_rows (n, error))
    return NULL;
  rows = tn_keys_try_alloc (n, sizeof (guint32), error);
  chosen = rows != NULL ? tn_keys_try_alloc (n, 1, error) : NULL;
  if (chosen == NULL || tn_cancelled (cancellable, error))
    return NULL;
  for (gsize i = 0; i < n; i++)
    rows[i] = (guint32) i;

  return mark_rows (rows, n, n_rows, seed, chosen, error) ? view_chosen (table, chosen, error)
                                                          : NULL;
}

typedef struct
{
  double rest;
  guint32 group;
} Remainder;

static int
compare_remainders (gconstpointer a, gconstpointer b)
{
  const Remainder *x = a, *y = b;

  if (x->rest != y->rest)
    return x->rest > y->rest ? -1 : 1;

  return (x->group > y->group) - (x->group < y->group);
}

/* Shares out @n_rows by group size, whole rows to the largest remainders. */
static gsize *
share_out (const TnGroups *groups, gsize n, gsize n_rows, GError **error)
{
  g_autofree Remainder *rests = tn_keys_try_alloc (groups->n_groups, sizeof (Remainder), error);
  gsize *shares =
      rests != NULL ? tn_keys_try_alloc (groups->n_groups, sizeof (gsize), error) : NULL;
  gsize given = 0;

  if (shares == NULL)
    return NULL;
  for (guint32 i = 0; i < groups->n_groups; i++)
    {
      double exact =
          (double) (groups->start[i + 1] - groups->start[i]) * (double) n_rows / (double) n;

      shares[i] = (gsize) floor (exact);
      rests[i] = (Remainder){ exact - floor (exact), i };
      given += shares[i];
    }
  qsort (rests, groups->n_groups, sizeof (Remainder), compare_remainders);
  for (guint32 i = 0; given < n_rows; i++, given++)
    shares[rests[i].group]++;

  return shares;
}

/**
 * tn_sample_stratified:
 * @column: each of its values keeps its share of the rows, to one row
 * @n_rows: how many; all when the table has no more
 * @error: %TN_ERROR_NOT_FOUND, %TN_ERROR_SPACE
 *
 * Returns: (transfer full) (nullable): a view of exactly that many rows, in row order
 */
TnTable *
tn_sample_stratified (TnTable *table,
                      const char *column,
                      gsize n_rows,
                      guint64 seed,
                      GCancellable *cancellable,
                      GError **error)
{
  gsize n = tn_table_get_n_rows (table);
  g_autoptr (TnGroups) groups = NULL;
  g_autofree gsize *shares = NULL;
  g_autofree guint8 *chosen = NULL;

  groups = tn_groups_new (table, &column, 1, cancellable, error);
  if (groups == NULL)
    return NULL;
  if (n_rows >= n)
    return tn_table_ref (table);
  chosen = tn_keys_try_alloc (n, 1, error);
  shares = chosen != NULL ? share_out (groups, n, n_rows, error) : NULL;
  if (shares == NULL)
    return NULL;
  for (guint32 i = 0; i < groups->n_groups; i++)
    {
      if (!mark_rows (groups->rows + groups->start[i], groups->start[i + 1] - groups->start[i],
                      shares[i], seed, chosen, error))
        return NULL;
      if (i % 256 == 0 && tn_cancelled (cancellable, error))
        return NULL;
    }

  return view_chosen (table, chosen, error);
}

/**
 * tn_sample_by_customer:
 * @column: the customers' column
 * @share: which share of the customers is kept, 0 to 1
 * @error: %TN_ERROR_NOT_FOUND, %TN_ERROR_SPACE
 *
 * Keeps all rows of the customers that are drawn and none of the others. Whether a customer
 * is drawn depends on its name and the seed alone: two tables of one shop keep the same
 * customers, and a larger share keeps those of a smaller one. Rows without a customer are
 * left out.
 *
 * Returns: (transfer full) (nullable): a view, in row order
 */
TnTable *
tn_sample_by_customer (TnTable *table,
                       const char *column,
                       double share,
                       guint64 seed,
                       GCancellable *cancellable,
                       GError **error)
{
  gsize n = tn_table_get_n_rows (table);
  TnColumn *customers = tn_keys_require (table, column, error);
  g_autofree guint32 *codes = NULL;
  g_autofree guint8 *drawn = NULL, *chosen = NULL;
  g_autoptr (TnDictionary) dictionary = NULL;
  guint32 size;

  if (customers == NULL || !tn_keys_dup_codes (customers, &codes, &dictionary, error) ||
      tn_cancelled (cancellable, error))
    return NULL;
  size = tn_dictionary_get_size (dictionary);
  drawn = tn_keys_try_alloc (size, 1, error);
  if (drawn == NULL)
    return NULL;
  for (guint32 i = 0; i < size; i++)
    {
      gsize length;
      const char *name = tn_dictionary_get (dictionary, i, &length);

      drawn[i] = (double) draw_lot (tn_hash_bytes (name, length), seed) < share * 0x1p64;
    }
  chosen = tn_keys_try_alloc (n, 1, error);
  if (chosen == NULL)
    return NULL;
  for (gsize i = 0; i < n; i++)
    chosen[i] = codes[i] != TN_CODE_MISSING && drawn[codes[i]];

  return view_chosen (table, chosen, error);
}

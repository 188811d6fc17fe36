/* tn-undo.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-undo.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-keys.h"

/* One line of a customer who returned something. */
typedef struct
{
  guint32 item;
  guint32 row;
  double size; /* quantity, or amount where the log has none, without its sign */
  gint64 time;
} Line;

typedef struct
{
  const guint8 *kinds;
  guint8 *dropped;
  gint64 *undone;
  TnUndoCounts *counts;

  guint32 *customer;
  guint32 *item; /* (nullable) */
  double *size;
  gint64 *time;
  guint32 n_customers;
  gsize n_rows;
} Undo;

static void
undo_clear (Undo *self)
{
  g_free (self->customer);
  g_free (self->item);
  g_free (self->size);
  g_free (self->time);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Undo, undo_clear)

static TnColumn *
find_column (TnTable *table, TnRole role)
{
  int place = tn_table_find_role (table, role);

  return place >= 0 ? tn_table_get_column (table, (guint) place) : NULL;
}

static TnColumn *
find_numbers (TnTable *table, TnRole role)
{
  TnColumn *column = find_column (table, role);

  return column != NULL && tn_column_get_column_type (column) == TN_COLUMN_NUMBER ? column : NULL;
}

static gboolean
refuse (GError **error)
{
  tn_error_set (
      error, TN_ERROR_DATA,
      N_ ("To find the line a cancellation undoes, the log needs customer, time, item and "
          "quantity or amount. Give these roles, or choose to keep cancellations as "
          "returns."),
      NULL);

  return FALSE;
}

static gboolean
undo_init (Undo *self, TnTable *table, GError **error)
{
  TnColumn *customer = find_column (table, TN_ROLE_CUSTOMER);
  TnColumn *time = find_column (table, TN_ROLE_TIME);
  TnColumn *item = find_column (table, TN_ROLE_ITEM);
  TnColumn *size = find_numbers (table, TN_ROLE_QUANTITY);
  g_autoptr (TnDictionary) customers = NULL;
  g_autoptr (TnDictionary) items = NULL;

  self->n_rows = tn_table_get_n_rows (table);
  if (size == NULL)
    size = find_numbers (table, TN_ROLE_AMOUNT);
  if (customer == NULL || time == NULL || item == NULL || size == NULL ||
      tn_column_get_column_type (time) != TN_COLUMN_TIME)
    return refuse (error);
  if (!tn_keys_check_rows (self->n_rows, error) ||
      !tn_keys_dup_codes (customer, &self->customer, &customers, error) ||
      !tn_keys_dup_codes (item, &self->item, &items, error))
    return FALSE;
  self->n_customers = tn_dictionary_get_size (customers);
  self->time = tn_column_dup_times (time, error);
  self->size = self->time != NULL ? tn_column_dup_numbers (size, error) : NULL;

  return self->size != NULL;
}

/* Whether a row can undo or be undone. */
static gboolean
counts (const Undo *self, gsize row)
{
  return !self->dropped[row] && self->kinds[row] != TN_LINE_OTHER &&
         self->undone[row] == TN_TIME_MISSING && self->customer[row] != TN_CODE_MISSING &&
         self->time[row] != TN_TIME_MISSING;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  const Line *x = a, *y = b;

  if (x->item != y->item)
    return x->item < y->item ? -1 : 1;
  if (x->size != y->size)
    return x->size < y->size ? -1 : 1;
  if (x->time != y->time)
    return x->time < y->time ? -1 : 1;

  return (x->row > y->row) - (x->row < y->row);
}

/* Lines of one item and size in order of time: each return takes the latest line that was
 * bought before it and is not yet taken. @open is room for as many rows. */
static void
match_lines (Undo *self, const Line *lines, gsize n, gsize *open)
{
  gsize n_open = 0;

  for (gsize i = 0; i < n; i++)
    {
      gsize k = n_open;

      if (self->kinds[lines[i].row] == TN_LINE_SALE)
        {
          open[n_open++] = i;
          continue;
        }
      while (k > 0 && lines[open[k - 1]].time >= lines[i].time)
        k--;
      if (k == 0 || lines[i].item == TN_CODE_MISSING)
        {
          self->counts->n_unmatched++;
          continue;
        }
      self->undone[lines[open[k - 1]].row] = lines[i].time;
      self->dropped[lines[i].row] = TRUE;
      self->counts->n_matched++;
      memmove (open + k - 1, open + k, (n_open - k) * sizeof (gsize));
      n_open--;
    }
}

static void
match_customer (Undo *self, Line *lines, gsize n, gsize *open)
{
  qsort (lines, n, sizeof (Line), compare_lines);
  for (gsize i = 0, end; i < n; i = end)
    {
      for (end = i + 1;
           end < n && lines[end].item == lines[i].item && lines[end].size == lines[i].size; end++)
        ;
      match_lines (self, lines + i, end - i, open);
    }
}

/* Lines of each customer who returned something: where they begin, by counting. */
static gsize *
count_lines (const Undo *self, GError **error)
{
  g_autofree gsize *start =
      tn_keys_try_alloc ((gsize) self->n_customers + 1, sizeof (gsize), error);
  g_autofree guint8 *returned =
      start != NULL ? tn_keys_try_alloc (self->n_customers, 1, error) : NULL;

  if (returned == NULL)
    return NULL;
  for (gsize i = 0; i < self->n_rows; i++)
    if (counts (self, i) && self->kinds[i] == TN_LINE_RETURN)
      returned[self->customer[i]] = 1;
  for (gsize i = 0; i < self->n_rows; i++)
    if (counts (self, i) && returned[self->customer[i]])
      start[self->customer[i] + 1]++;
  for (guint32 i = 0; i < self->n_customers; i++)
    start[i + 1] += start[i];

  return g_steal_pointer (&start);
}

static void
take_line (const Undo *self, Line *line, gsize row)
{
  double size = fabs (self->size[row]);

  line->row = (guint32) row;
  line->item = self->item[row];
  line->size = isnan (size) ? -1 : size; /* unknown sizes are one size */
  line->time = self->time[row];
}

static gboolean
match_all (Undo *self, GCancellable *cancellable, GError **error)
{
  g_autofree gsize *start = count_lines (self, error);
  g_autofree gsize *place = NULL, *open = NULL;
  g_autofree Line *lines = NULL;
  gsize n_lines;

  if (start == NULL)
    return FALSE;
  n_lines = start[self->n_customers];
  lines = tn_keys_try_alloc (n_lines, sizeof (Line), error);
  open = lines != NULL ? tn_keys_try_alloc (n_lines, sizeof (gsize), error) : NULL;
  place = open != NULL ? tn_keys_try_alloc (self->n_customers, sizeof (gsize), error) : NULL;
  if (place == NULL)
    return FALSE;
  for (gsize i = 0; i < self->n_rows; i++)
    if (counts (self, i))
      {
        guint32 customer = self->customer[i];
        gsize at = start[customer] + place[customer];

        if (at < start[customer + 1])
          {
            take_line (self, &lines[at], i);
            place[customer]++;
          }
      }
  for (guint32 i = 0; i < self->n_customers; i++)
    {
      if (start[i + 1] > start[i])
        match_customer (self, lines + start[i], start[i + 1] - start[i], open);
      if (i % 256 == 0 && tn_cancelled (cancellable, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * tn_undo_match:
 * @table: an event log
 * @kinds: (array): of each row, as tn_reading_mark() gives
 * @dropped: (array): a byte for each row; rows set are not looked at; set for each return that
 *   undoes a line
 * @undone: (array): for each row the moment it was undone at, or %TN_TIME_MISSING; rows with a
 *   moment are not looked at
 * @counts: (out)
 * @error: %TN_ERROR_DATA when a role is missing, %TN_ERROR_SPACE
 *
 * Matches each return with the latest line of an order of the same customer, item and quantity
 * (amount, where the log has no quantities) that was bought strictly before it and that no
 * earlier return has taken.
 *
 * The line itself is not dropped: until it was undone it was an order like any other, and facts
 * as of a date before that must count it.
 */
gboolean
tn_undo_match (TnTable *table,
               const guint8 *kinds,
               guint8 *dropped,
               gint64 *undone,
               TnUndoCounts *counts_out,
               GCancellable *cancellable,
               GError **error)
{
  g_auto (Undo) self = {
    .kinds = kinds, .dropped = dropped, .undone = undone, .counts = counts_out
  };

  *counts_out = (TnUndoCounts){ 0 };

  return undo_init (&self, table, error) && match_all (&self, cancellable, error);
}

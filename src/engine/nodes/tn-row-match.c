/* tn-row-match.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-row-match.h"

#include "tn-error.h"
#include "tn-hash.h"
#include "tn-keys.h"

/* Customer (a code of @in's dictionary) and cut of each row of a table. */
typedef struct
{
  guint32 *codes;
  gint64 *cuts;
} Keys;

static void
keys_clear (Keys *self)
{
  g_free (self->codes);
  g_free (self->cuts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Keys, keys_clear)

static gboolean
keys_read (Keys *self, TnTable *table, GError **error)
{
  TnColumn *customer = tn_table_require_role (table, TN_ROLE_CUSTOMER, error);
  TnColumn *cut = customer != NULL ? tn_table_require_role (table, TN_ROLE_CUT, error) : NULL;

  if (cut == NULL)
    return FALSE;
  self->codes = tn_column_dup_codes (customer, error);
  self->cuts = self->codes != NULL ? tn_column_dup_times (cut, error) : NULL;

  return self->cuts != NULL;
}

static TnDictionary *
get_customers (TnTable *table, GError **error)
{
  return tn_column_get_dictionary (
      tn_table_get_column (table, tn_table_find_role (table, TN_ROLE_CUSTOMER)), error);
}

/* Codes of @keys in the terms of another dictionary. */
static gboolean
translate (Keys *keys, gsize n_rows, TnTable *rows, TnTable *in, GError **error)
{
  g_autoptr (TnDictionary) from = get_customers (rows, error);
  g_autoptr (TnDictionary) to = from != NULL ? get_customers (in, error) : NULL;
  g_autofree guint32 *map = NULL;

  if (to == NULL)
    return FALSE;
  map = tn_keys_try_alloc (tn_dictionary_get_size (from), sizeof (guint32), error);
  if (map == NULL)
    return FALSE;
  for (guint32 i = 0; i < tn_dictionary_get_size (from); i++)
    {
      gsize length;
      const char *text = tn_dictionary_get (from, i, &length);

      tn_dictionary_find (to, text, length, &map[i]);
    }
  for (gsize i = 0; i < n_rows; i++)
    if (keys->codes[i] != TN_CODE_MISSING)
      keys->codes[i] = map[keys->codes[i]];

  return TRUE;
}

static inline gsize
slot_of (guint32 code, gint64 cut, gsize mask)
{
  return tn_hash_u64 ((guint64) cut ^ tn_hash_u64 (code)) & mask;
}

static gsize *
alloc_places (gsize n, GError **error)
{
  gsize *places = g_try_malloc0_n (MAX (n, 1), sizeof (gsize));

  if (places == NULL)
    tn_error_set (error, TN_ERROR_SPACE,
                  N_ ("There is not enough free memory for so many customers and cut dates. Use "
                      "fewer cut dates."),
                  NULL);

  return places;
}

/**
 * tn_match_rows:
 * @rows: rows wanted, with roles customer and cut
 * @in: rows to find them in, each customer and cut once
 * @error: %TN_ERROR_DATA when a row of @rows is not in @in; %TN_ERROR_SPACE
 *
 * Returns: (transfer full): for each row of @rows its place in @in, as gsize
 */
GBytes *
tn_match_rows (TnTable *rows, TnTable *in, GError **error)
{
  gsize n_rows = tn_table_get_n_rows (rows), n_in = tn_table_get_n_rows (in), n_slots = 16;
  g_auto (Keys) wanted = { 0 };
  g_auto (Keys) found = { 0 };
  g_autofree gsize *slots = NULL;
  g_autofree gsize *places = alloc_places (n_rows, error);

  if (places == NULL || !keys_read (&wanted, rows, error) || !keys_read (&found, in, error) ||
      !translate (&wanted, n_rows, rows, in, error))
    return NULL;

  while (n_slots < 2 * n_in)
    n_slots *= 2;
  slots = alloc_places (n_slots, error); /* row + 1, 0 is free */
  if (slots == NULL)
    return NULL;
  for (gsize i = 0; i < n_in; i++)
    {
      gsize at = slot_of (found.codes[i], found.cuts[i], n_slots - 1);

      while (slots[at] != 0)
        at = (at + 1) & (n_slots - 1);
      slots[at] = i + 1;
    }
  for (gsize i = 0; i < n_rows; i++)
    {
      gsize at = slot_of (wanted.codes[i], wanted.cuts[i], n_slots - 1);

      while (slots[at] != 0 && (found.codes[slots[at] - 1] != wanted.codes[i] ||
                                found.cuts[slots[at] - 1] != wanted.cuts[i]))
        at = (at + 1) & (n_slots - 1);
      if (slots[at] == 0)
        {
          tn_error_set (
              error, TN_ERROR_DATA,
              N_ ("Some customers at a cut date have no events before it. Use the same events for "
                  "both steps."),
              NULL);
          return NULL;
        }
      places[i] = slots[at] - 1;
    }

  return g_bytes_new_take (g_steal_pointer (&places), n_rows * sizeof (gsize));
}

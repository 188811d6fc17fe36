/* tn-grouping.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-grouping.h"

#include <string.h>

#include "tn-chunk.h"
#include "tn-error.h"
#include "tn-hash.h"
#include "tn-keys.h"
#include "tn-pool.h"

#define BLOCK_ROWS         (4 * TN_CHUNK_ROWS)
#define N_PARTS            TN_GROUPING_PARTS
#define FREE_SLOT          G_MAXUINT32
#define ROWS_BETWEEN_LOOKS (1 << 18)

/* A radix partition by the low bits of the hash, then one small hash table a part. */
typedef struct
{
  const guint64 *keys;
  gsize n_rows;
  gsize n_blocks;
  GCancellable *cancellable;
  guint32 (*places)[N_PARTS]; /* a row for each block: counts, then places */
  guint32 part_rows[N_PARTS + 1];
  guint64 *part_keys; /* keys and rows brought together by part */
  guint32 *rows;
  guint32 *group;           /* of each such row, within its part */
  guint32 *counts[N_PARTS]; /* rows of each group of the part */
  guint32 n_groups[N_PARTS];
  TnGrouping *grouping;
  guint64 *firsts; /* a bit for each row that begins a group */
  guint32 *ranks;  /* of each 64 rows: groups that begin before them */
} Work;

static void
work_clear (Work *self)
{
  g_free (self->places);
  g_free (self->part_keys);
  g_free (self->rows);
  g_free (self->group);
  g_free (self->firsts);
  g_free (self->ranks);
  for (guint i = 0; i < N_PARTS; i++)
    g_free (self->counts[i]);
  g_clear_pointer (&self->grouping, tn_grouping_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static gboolean
count_block (gsize index, gpointer user_data, GError **error)
{
  Work *self = user_data;
  gsize end = MIN (self->n_rows, (index + 1) * BLOCK_ROWS);
  guint32 *counts = self->places[index];

  for (gsize i = index * BLOCK_ROWS; i < end; i++)
    counts[tn_hash_u64 (self->keys[i]) % N_PARTS]++;

  return TRUE;
}

static gboolean
scatter_block (gsize index, gpointer user_data, GError **error)
{
  Work *self = user_data;
  gsize end = MIN (self->n_rows, (index + 1) * BLOCK_ROWS);
  guint32 *places = self->places[index];

  for (gsize i = index * BLOCK_ROWS; i < end; i++)
    {
      guint32 to = places[tn_hash_u64 (self->keys[i]) % N_PARTS]++;

      self->part_keys[to] = self->keys[i];
      self->rows[to] = (guint32) i;
    }

  return TRUE;
}

static gboolean
partition (Work *self, GError **error)
{
  guint32 place = 0;

  if (!tn_pool_for (self->n_blocks, count_block, self, self->cancellable, error))
    return FALSE;
  for (guint part = 0; part < N_PARTS; part++)
    {
      self->part_rows[part] = place;
      for (gsize i = 0; i < self->n_blocks; i++)
        {
          guint32 count = self->places[i][part];

          self->places[i][part] = place;
          place += count;
        }
    }
  self->part_rows[N_PARTS] = place;

  return tn_pool_for (self->n_blocks, scatter_block, self, self->cancellable, error);
}

typedef struct
{
  guint64 key;
  guint32 group; /* FREE_SLOT */
} Slot;

typedef struct
{
  Slot *slots;
  gsize n_slots;
  guint32 *counts;
  guint32 n_groups;
  guint32 n_allocated;
} Table;

static gboolean
table_init (Table *self, gsize n_slots, GError **error)
{
  self->slots = tn_keys_try_alloc (n_slots, sizeof (Slot), error);
  if (self->slots == NULL)
    return FALSE;
  self->n_slots = n_slots;
  for (gsize i = 0; i < n_slots; i++)
    self->slots[i].group = FREE_SLOT;

  return TRUE;
}

static inline Slot *
table_find (const Table *self, guint64 key)
{
  gsize at = tn_hash_u64 (key) / N_PARTS & (self->n_slots - 1);

  while (self->slots[at].group != FREE_SLOT && self->slots[at].key != key)
    at = (at + 1) & (self->n_slots - 1);

  return &self->slots[at];
}

static gboolean
table_grow (Table *self, GError **error)
{
  Table larger = *self;

  if (2 * ((gsize) self->n_groups + 1) > self->n_slots)
    {
      if (!table_init (&larger, 4 * self->n_slots, error))
        return FALSE;
      for (gsize i = 0; i < self->n_slots; i++)
        if (self->slots[i].group != FREE_SLOT)
          *table_find (&larger, self->slots[i].key) = self->slots[i];
      g_free (self->slots);
      *self = larger;
    }
  if (self->n_groups == self->n_allocated)
    {
      guint32 *counts = tn_keys_try_alloc (2 * (gsize) self->n_allocated, sizeof (guint32), error);

      if (counts == NULL)
        return FALSE;
      memcpy (counts, self->counts, self->n_allocated * sizeof (guint32));
      g_free (self->counts);
      self->counts = counts;
      self->n_allocated *= 2;
    }

  return TRUE;
}

/* The group of @key, FREE_SLOT when memory ran out. */
static inline guint32
table_add (Table *self, guint64 key, GError **error)
{
  Slot *slot = table_find (self, key);

  if (slot->group == FREE_SLOT)
    {
      if (!table_grow (self, error))
        return FREE_SLOT;
      slot = table_find (self, key);
      *slot = (Slot){ key, self->n_groups };
      self->counts[self->n_groups++] = 0;
    }
  self->counts[slot->group]++;

  return slot->group;
}

static gboolean
group_part (gsize index, gpointer user_data, GError **error)
{
  Work *self = user_data;
  Table table = { NULL, 0, g_new (guint32, 256), 0, 256 };
  gboolean done = table_init (&table, 1024, error);

  for (guint32 i = self->part_rows[index]; done && i < self->part_rows[index + 1]; i++)
    {
      self->group[i] = table_add (&table, self->part_keys[i], error);
      done = self->group[i] != FREE_SLOT;
      if (done && i % ROWS_BETWEEN_LOOKS == 0)
        done = !tn_cancelled (self->cancellable, error);
    }
  g_free (table.slots);
  self->counts[index] = table.counts;
  self->n_groups[index] = table.n_groups;

  return done;
}

/* Within its part, brings each group's rows together; they stay ascending. */
static gboolean
order_part (gsize index, gpointer user_data, GError **error)
{
  Work *self = user_data;
  TnGrouping *grouping = self->grouping;
  guint32 first_group = grouping->part_start[index];
  guint32 n_groups = self->n_groups[index];
  guint32 place = self->part_rows[index];
  g_autofree guint32 *places = tn_keys_try_alloc (n_groups, sizeof (guint32), error);

  if (places == NULL)
    return FALSE;

  for (guint32 i = 0; i < n_groups; i++)
    {
      places[i] = place;
      grouping->start[first_group + i] = place;
      place += self->counts[index][i];
    }
  for (guint32 i = self->part_rows[index]; i < self->part_rows[index + 1]; i++)
    grouping->rows[places[self->group[i]]++] = self->rows[i];

  for (guint32 i = 0; i < n_groups; i++)
    {
      guint32 first = grouping->rows[grouping->start[first_group + i]];

      __atomic_fetch_or (&self->firsts[first / 64], G_GUINT64_CONSTANT (1) << first % 64,
                         __ATOMIC_RELAXED);
    }

  return TRUE;
}

static gboolean
rank_part (gsize index, gpointer user_data, GError **error)
{
  Work *self = user_data;
  TnGrouping *grouping = self->grouping;

  for (guint32 i = grouping->part_start[index]; i < grouping->part_start[index + 1]; i++)
    {
      guint32 first = grouping->rows[grouping->start[i]];
      guint64 before = self->firsts[first / 64] & ((G_GUINT64_CONSTANT (1) << first % 64) - 1);

      grouping->rank[i] = self->ranks[first / 64] + (guint32) __builtin_popcountll (before);
    }

  return TRUE;
}

static gboolean
order_groups (Work *self, GError **error)
{
  TnGrouping *grouping = self->grouping;
  gsize n_words = self->n_rows / 64 + 1;
  guint32 rank = 0;

  for (guint i = 0; i < N_PARTS; i++)
    grouping->part_start[i + 1] = grouping->part_start[i] + self->n_groups[i];
  grouping->n_groups = grouping->part_start[N_PARTS];
  grouping->start = tn_keys_try_alloc ((gsize) grouping->n_groups + 1, sizeof (guint32), error);
  if (grouping->start == NULL)
    return FALSE;
  grouping->start[grouping->n_groups] = (guint32) self->n_rows;
  grouping->rank = tn_keys_try_alloc (grouping->n_groups, sizeof (guint32), error);
  if (grouping->rank == NULL || !tn_pool_for (N_PARTS, order_part, self, self->cancellable, error))
    return FALSE;

  for (gsize i = 0; i < n_words; i++)
    {
      self->ranks[i] = rank;
      rank += (guint32) __builtin_popcountll (self->firsts[i]);
    }

  return tn_pool_for (N_PARTS, rank_part, self, self->cancellable, error);
}

static gboolean
alloc_work (Work *self, GError **error)
{
  gsize n = self->n_rows;

  self->places = tn_keys_try_alloc (self->n_blocks, sizeof *self->places, error);
  if (self->places == NULL)
    return FALSE;
  self->part_keys = tn_keys_try_alloc (n, sizeof (guint64), error);
  if (self->part_keys == NULL)
    return FALSE;
  self->rows = tn_keys_try_alloc (n, sizeof (guint32), error);
  if (self->rows == NULL)
    return FALSE;
  self->group = tn_keys_try_alloc (n, sizeof (guint32), error);
  if (self->group == NULL)
    return FALSE;
  self->grouping->rows = tn_keys_try_alloc (n, sizeof (guint32), error);
  if (self->grouping->rows == NULL)
    return FALSE;
  self->firsts = tn_keys_try_alloc (n / 64 + 1, sizeof (guint64), error);
  if (self->firsts == NULL)
    return FALSE;
  self->ranks = tn_keys_try_alloc (n / 64 + 1, sizeof (guint32), error);

  return self->ranks != NULL;
}

/**
 * tn_grouping_new:
 * @keys: (array length=n_rows): rows with equal keys make a group
 * @n_rows: below 2^32
 * @error: %TN_ERROR_SPACE
 *
 * About 25 bytes a row while it works, 4 afterwards; some 30 ns a row and thread.
 *
 * Returns: (transfer full) (nullable): the groups
 */
TnGrouping *
tn_grouping_new (const guint64 *keys, gsize n_rows, GCancellable *cancellable, GError **error)
{
  g_auto (Work) work = { .keys = keys,
                         .n_rows = n_rows,
                         .n_blocks = (n_rows + BLOCK_ROWS - 1) / BLOCK_ROWS,
                         .cancellable = cancellable };

  if (!tn_keys_check_rows (n_rows, error))
    return NULL;
  work.grouping = g_new0 (TnGrouping, 1);
  work.grouping->n_rows = n_rows;
  if (!alloc_work (&work, error) || !partition (&work, error) ||
      !tn_pool_for (N_PARTS, group_part, &work, cancellable, error) || !order_groups (&work, error))
    return NULL;

  return g_steal_pointer (&work.grouping);
}

void
tn_grouping_free (TnGrouping *self)
{
  g_free (self->start);
  g_free (self->rows);
  g_free (self->rank);
  g_free (self);
}

/* Replaces keys by the numbers of their groups: as few bits as there are groups. */
static gboolean
make_dense (guint64 *keys, guint *bits, gsize n_rows, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnGrouping) groups = tn_grouping_new (keys, n_rows, cancellable, error);

  if (groups == NULL)
    return FALSE;
  for (guint32 i = 0; i < groups->n_groups; i++)
    for (guint32 j = groups->start[i]; j < groups->start[i + 1]; j++)
      keys[groups->rows[j]] = groups->rank[i];
  *bits = groups->n_groups > 1 ? g_bit_storage (groups->n_groups - 1) : 0;

  return TRUE;
}

/**
 * tn_grouping_fold:
 * @keys: (array length=n_rows) (inout): the keys so far
 * @bits: (inout): how many low bits of them are in use
 * @more: (array length=n_rows) (inout): the next key column
 * @more_bits: bits of it
 *
 * Makes one key of two: side by side where they fit into 64 bits, made dense first where not.
 *
 * Returns: %TRUE, or %FALSE with @error set
 */
gboolean
tn_grouping_fold (guint64 *keys,
                  guint *bits,
                  guint64 *more,
                  guint more_bits,
                  gsize n_rows,
                  GCancellable *cancellable,
                  GError **error)
{
  if (*bits + more_bits > 64 && !make_dense (keys, bits, n_rows, cancellable, error))
    return FALSE;
  if (*bits + more_bits > 64 && !make_dense (more, &more_bits, n_rows, cancellable, error))
    return FALSE;

  for (gsize i = 0; i < n_rows; i++)
    keys[i] = more_bits < 64 ? keys[i] << more_bits | more[i] : more[i];
  *bits += more_bits;

  return TRUE;
}

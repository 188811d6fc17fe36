/* tn-dictionary.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-dictionary.h"

#include <string.h>

#include "tn-chunk.h"
#include "tn-error.h"
#include "tn-hash.h"
#include "tn-space.h"

/* Open addressing with linear probing, at most half full. A slot keeps the upper
 * half of the hash beside the code, so that a probe seldom touches the arena. */
typedef struct
{
  guint32 tag;
  guint32 code; /* TN_CODE_MISSING: free */
} Slot;

typedef struct
{
  Slot *slots;
  gsize n_slots; /* a power of two */
} Index;

struct _TnDictionary
{
  gatomicrefcount ref_count;
  guint32 n_texts;
  guint64 *offsets; /* n_texts + 1; each text is followed by a NUL */
  char *arena;
  GMutex lock; /* guards the making of @index */
  Index index; /* made when first asked for */
  int indexed; /* atomic */
};

struct _TnDictionaryBuilder
{
  guint32 n_texts;
  gsize n_allocated;
  guint64 *offsets;
  char *arena;
  gsize arena_allocated;
  Index index;
  gboolean refused; /* memory was: new strings are missing from then on */
};

static gboolean
index_init (Index *self, gsize n_slots)
{
  Slot *slots = g_try_new (Slot, n_slots);

  if (slots == NULL)
    return FALSE;
  memset (slots, 0xff, n_slots * sizeof (Slot));
  *self = (Index){ slots, n_slots };

  return TRUE;
}

static inline void
index_put (Index *self, guint64 hash, guint32 code)
{
  gsize at = hash & (self->n_slots - 1);

  while (self->slots[at].code != TN_CODE_MISSING)
    at = (at + 1) & (self->n_slots - 1);
  self->slots[at].tag = hash >> 32;
  self->slots[at].code = code;
}

static inline guint32
index_find (const Index *self,
            const guint64 *offsets,
            const char *arena,
            guint64 hash,
            const char *text,
            gsize length)
{
  gsize at = hash & (self->n_slots - 1);

  for (; self->slots[at].code != TN_CODE_MISSING; at = (at + 1) & (self->n_slots - 1))
    {
      guint32 code = self->slots[at].code;

      if (self->slots[at].tag == hash >> 32 && offsets[code + 1] - offsets[code] == length + 1 &&
          memcmp (arena + offsets[code], text, length) == 0)
        return code;
    }

  return TN_CODE_MISSING;
}

static void
index_fill (Index *self, const guint64 *offsets, const char *arena, guint32 n_texts)
{
  for (guint32 i = 0; i < n_texts; i++)
    index_put (self, tn_hash_bytes (arena + offsets[i], offsets[i + 1] - offsets[i] - 1), i);
}

TnDictionaryBuilder *
tn_dictionary_builder_new (void)
{
  TnDictionaryBuilder *self = g_new0 (TnDictionaryBuilder, 1);

  self->n_allocated = 65;
  self->offsets = g_new (guint64, self->n_allocated);
  self->offsets[0] = 0;
  self->arena_allocated = 1024;
  self->arena = g_malloc (self->arena_allocated);
  if (!index_init (&self->index, 256))
    g_error ("no memory for an index of 256 strings");

  return self;
}

void
tn_dictionary_builder_free (TnDictionaryBuilder *self)
{
  g_free (self->offsets);
  g_free (self->arena);
  g_free (self->index.slots);
  g_free (self);
}

static gboolean
builder_grow (TnDictionaryBuilder *self, gsize length)
{
  gsize needed = self->offsets[self->n_texts] + length + 1;

  if (!tn_space_grow ((gpointer *) &self->arena, &self->arena_allocated, needed, 1, NULL) ||
      !tn_space_grow ((gpointer *) &self->offsets, &self->n_allocated, (gsize) self->n_texts + 2,
                      sizeof (guint64), NULL))
    return FALSE;
  if (2 * ((gsize) self->n_texts + 1) > self->index.n_slots)
    {
      Index larger;

      if (!index_init (&larger, 4 * self->index.n_slots))
        return FALSE;
      index_fill (&larger, self->offsets, self->arena, self->n_texts);
      g_free (self->index.slots);
      self->index = larger;
    }

  return TRUE;
}

/**
 * tn_dictionary_builder_intern:
 * @text: UTF-8, not necessarily terminated
 * @length: its bytes
 *
 * Returns: the code of @text, a new one when it was not there; %TN_CODE_MISSING for a new
 *   string when memory is short, which tn_dictionary_builder_try_end() then says
 */
guint32
tn_dictionary_builder_intern (TnDictionaryBuilder *self, const char *text, gsize length)
{
  guint64 hash = tn_hash_bytes (text, length);
  guint32 code = index_find (&self->index, self->offsets, self->arena, hash, text, length);
  guint64 start;

  if (code != TN_CODE_MISSING)
    return code;

  self->refused = self->refused || !builder_grow (self, length);
  if (self->refused)
    return TN_CODE_MISSING;
  start = self->offsets[self->n_texts];
  memcpy (self->arena + start, text, length);
  self->arena[start + length] = '\0';
  self->offsets[self->n_texts + 1] = start + length + 1;
  index_put (&self->index, hash, self->n_texts);

  return self->n_texts++;
}

guint32
tn_dictionary_builder_get_size (const TnDictionaryBuilder *self)
{
  return self->n_texts;
}

/**
 * tn_dictionary_builder_get_bytes:
 *
 * Returns: the memory it takes by now
 */
gsize
tn_dictionary_builder_get_bytes (const TnDictionaryBuilder *self)
{
  return self->arena_allocated + self->n_allocated * sizeof (guint64) +
         self->index.n_slots * sizeof (Slot);
}

/**
 * tn_dictionary_builder_get:
 * @code: of a string that was interned
 * @length: (out) (optional): in bytes, without the 0 at its end
 *
 * Returns: (transfer none): the string; valid until the next one is interned
 */
const char *
tn_dictionary_builder_get (const TnDictionaryBuilder *self, guint32 code, gsize *length)
{
  g_return_val_if_fail (code < self->n_texts, NULL);

  if (length != NULL)
    *length = self->offsets[code + 1] - self->offsets[code] - 1;

  return self->arena + self->offsets[code];
}

static TnDictionary *
dictionary_take (guint32 n_texts, guint64 *offsets, char *arena)
{
  TnDictionary *self = g_new0 (TnDictionary, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->n_texts = n_texts;
  self->offsets = offsets;
  self->arena = arena;

  return self;
}

/**
 * tn_dictionary_builder_check:
 * @error: %TN_ERROR_SPACE
 *
 * Returns: whether memory was found for every string so far
 */
gboolean
tn_dictionary_builder_check (const TnDictionaryBuilder *self, GError **error)
{
  if (self->refused)
    tn_space_set_error (error);

  return !self->refused;
}

/**
 * tn_dictionary_builder_end:
 * @self: (transfer full): ends with this call
 *
 * For as many strings as a program knows; where data say how many there are,
 * tn_dictionary_builder_try_end().
 *
 * Returns: (transfer full): what was interned
 */
TnDictionary *
tn_dictionary_builder_end (TnDictionaryBuilder *self)
{
  TnDictionary *dictionary = tn_dictionary_builder_try_end (self, NULL);

  if (dictionary == NULL)
    g_error ("no memory for a dictionary");

  return dictionary;
}

/**
 * tn_dictionary_builder_try_end:
 * @self: (transfer full): ends with this call
 * @error: %TN_ERROR_SPACE
 *
 * Returns: (transfer full) (nullable): what was interned; %NULL when memory was short for it
 */
TnDictionary *
tn_dictionary_builder_try_end (TnDictionaryBuilder *self, GError **error)
{
  TnDictionary *dictionary;

  if (!tn_dictionary_builder_check (self, error))
    {
      tn_dictionary_builder_free (self);
      return NULL;
    }
  dictionary = dictionary_take (self->n_texts, g_steal_pointer (&self->offsets),
                                g_steal_pointer (&self->arena));
  dictionary->index = self->index;
  dictionary->indexed = TRUE;
  self->index.slots = NULL;
  tn_dictionary_builder_free (self);

  return dictionary;
}

/**
 * tn_dictionary_new:
 * @texts: (array length=n_texts): distinct strings
 *
 * Returns: (transfer full): a dictionary in which the code of a text is its place
 */
TnDictionary *
tn_dictionary_new (const char *const *texts, guint32 n_texts)
{
  TnDictionaryBuilder *builder = tn_dictionary_builder_new ();

  for (guint32 i = 0; i < n_texts; i++)
    {
      guint32 code = tn_dictionary_builder_intern (builder, texts[i], strlen (texts[i]));

      g_assert (code == i);
    }

  return tn_dictionary_builder_end (builder);
}

/**
 * tn_dictionary_new_from_arena:
 * @offsets: n + 1 ascending 64-bit offsets
 * @arena: texts, each followed by a NUL
 * @error: %TN_ERROR_DAMAGED when the two do not fit, %TN_ERROR_SPACE
 *
 * Makes a dictionary of what tn_dictionary_dup_offsets() and
 * tn_dictionary_dup_arena() gave. Both are checked: they may come from a damaged file.
 *
 * Returns: (transfer full): the dictionary
 */
TnDictionary *
tn_dictionary_new_from_arena (GBytes *offsets, GBytes *arena, GError **error)
{
  gsize offsets_size, arena_size;
  gconstpointer given = g_bytes_get_data (offsets, &offsets_size);
  const char *texts = g_bytes_get_data (arena, &arena_size);
  /* What comes out of a file need not be aligned. */
  g_autofree guint64 *places = g_try_malloc (MAX (offsets_size, 1));
  g_autofree char *copy = g_try_malloc (MAX (arena_size, 1));
  gsize n = offsets_size / sizeof (guint64);
  gboolean sound = offsets_size % sizeof (guint64) == 0 && n >= 1 && n - 1 < TN_CODE_MISSING;

  if (places == NULL || copy == NULL)
    {
      tn_space_set_error (error);
      return NULL;
    }
  memcpy (places, given, offsets_size);
  sound = sound && places[0] == 0 && places[n - 1] == arena_size;
  for (gsize i = 0; sound && i + 1 < n; i++)
    sound = places[i] < places[i + 1] && places[i + 1] <= arena_size &&
            texts[places[i + 1] - 1] == '\0' &&
            g_utf8_validate_len (texts + places[i], places[i + 1] - places[i] - 1, NULL);

  if (!sound)
    {
      tn_error_set (error, TN_ERROR_DAMAGED, N_ ("A column's list of values is damaged."), NULL);
      return NULL;
    }

  if (arena_size > 0)
    memcpy (copy, texts, arena_size);

  return dictionary_take (n - 1, g_steal_pointer (&places), g_steal_pointer (&copy));
}

static gpointer
make_flags_once (gpointer data)
{
  const char *texts[] = { "no", "yes" };

  return tn_dictionary_new (texts, 2);
}

/**
 * tn_dictionary_get_flags:
 *
 * Returns: (transfer none): the dictionary of every flag column: "no", "yes"
 */
TnDictionary *
tn_dictionary_get_flags (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, make_flags_once, NULL);
}

TnDictionary *
tn_dictionary_ref (TnDictionary *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tn_dictionary_unref (TnDictionary *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->offsets);
  g_free (self->arena);
  g_free (self->index.slots);
  g_mutex_clear (&self->lock);
  g_free (self);
}

guint32
tn_dictionary_get_size (const TnDictionary *self)
{
  return self->n_texts;
}

/**
 * tn_dictionary_get:
 * @code: below the size
 * @length: (out) (optional): its bytes
 *
 * Returns: (transfer none): the text, ended by NUL, valid as long as the dictionary
 */
const char *
tn_dictionary_get (const TnDictionary *self, guint32 code, gsize *length)
{
  g_return_val_if_fail (code < self->n_texts, NULL);

  if (length != NULL)
    *length = self->offsets[code + 1] - self->offsets[code] - 1;

  return self->arena + self->offsets[code];
}

/**
 * tn_dictionary_dup:
 * @code: a code, or %TN_CODE_MISSING
 *
 * Returns: (transfer full) (nullable): the text; %NULL for missing
 */
char *
tn_dictionary_dup (const TnDictionary *self, guint32 code)
{
  return code == TN_CODE_MISSING ? NULL : g_strdup (tn_dictionary_get (self, code, NULL));
}

static gboolean
ensure_index (TnDictionary *self)
{
  if (g_atomic_int_get (&self->indexed))
    return TRUE;

  g_mutex_lock (&self->lock);
  if (!self->indexed)
    {
      gsize n_slots = 256;

      while (n_slots < 2 * (gsize) self->n_texts)
        n_slots *= 2;
      if (index_init (&self->index, n_slots))
        {
          index_fill (&self->index, self->offsets, self->arena, self->n_texts);
          g_atomic_int_set (&self->indexed, TRUE);
        }
    }
  g_mutex_unlock (&self->lock);

  return g_atomic_int_get (&self->indexed);
}

/* One string after the other: right, and slow. */
static guint32
scan (const TnDictionary *self, const char *text, gsize length)
{
  for (guint32 i = 0; i < self->n_texts; i++)
    if (self->offsets[i + 1] - self->offsets[i] == length + 1 &&
        memcmp (self->arena + self->offsets[i], text, length) == 0)
      return i;

  return TN_CODE_MISSING;
}

/**
 * tn_dictionary_prepare_find:
 * @error: %TN_ERROR_SPACE
 *
 * Before many calls of tn_dictionary_find(): without the memory for an index each of them
 * would look at every string.
 *
 * Returns: whether there is an index
 */
gboolean
tn_dictionary_prepare_find (TnDictionary *self, GError **error)
{
  if (ensure_index (self))
    return TRUE;
  tn_space_set_error (error);

  return FALSE;
}

/**
 * tn_dictionary_find:
 * @code: (out) (optional): its code
 *
 * Returns: whether @text is there
 */
gboolean
tn_dictionary_find (TnDictionary *self, const char *text, gsize length, guint32 *code)
{
  guint32 found;

  found = ensure_index (self) ? index_find (&self->index, self->offsets, self->arena,
                                            tn_hash_bytes (text, length), text, length)
                              : scan (self, text, length);
  if (code != NULL)
    *code = found;

  return found != TN_CODE_MISSING;
}

/* The dictionary's own bytes, which live as long as somebody reads them. */
static GBytes *
share_bytes (const TnDictionary *self, gconstpointer bytes, gsize size)
{
  return g_bytes_new_with_free_func (bytes, size, (GDestroyNotify) tn_dictionary_unref,
                                     tn_dictionary_ref ((TnDictionary *) self));
}

GBytes *
tn_dictionary_dup_offsets (const TnDictionary *self)
{
  return share_bytes (self, self->offsets, sizeof (guint64) * ((gsize) self->n_texts + 1));
}

GBytes *
tn_dictionary_dup_arena (const TnDictionary *self)
{
  return share_bytes (self, self->arena, self->offsets[self->n_texts]);
}

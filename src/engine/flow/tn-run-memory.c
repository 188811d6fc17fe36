/* tn-run-memory.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-run-memory.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tn-pause.h"

#define INTERVAL (50 * G_TIME_SPAN_MILLISECOND)

typedef struct
{
  guint n_active; /* its fits that go on */
  gint64 most;
} Entry;

struct _TnRunMemory
{
  GMutex lock;
  GCond ending;
  gboolean ended;
  GHashTable *entries; /* by node */
  GThread *thread;
  int statm;
};

/* What the process holds now. Without allocating: memory may be what there is none of. */
static gint64
read_resident (TnRunMemory *self)
{
  char buffer[128];
  gssize n = self->statm >= 0 ? pread (self->statm, buffer, sizeof buffer - 1, 0) : -1;
  const char *at;

  if (n <= 0)
    return 0;
  buffer[n] = '\0';
  at = strchr (buffer, ' ');

  return at != NULL ? strtoll (at, NULL, 10) * sysconf (_SC_PAGESIZE) : 0;
}

/* Under the lock. */
static void
look (TnRunMemory *self)
{
  gint64 now = read_resident (self);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Entry *entry = value;

      if (entry->n_active > 0)
        entry->most = MAX (entry->most, now);
    }
}

static gpointer
look_in_thread (gpointer data)
{
  TnRunMemory *self = data;

  g_mutex_lock (&self->lock);
  while (!self->ended)
    if (!g_cond_wait_until (&self->ending, &self->lock, g_get_monotonic_time () + INTERVAL) &&
        !tn_pause_is_on ())
      look (self);
  g_mutex_unlock (&self->lock);

  return NULL;
}

TnRunMemory *
tn_run_memory_new (void)
{
  TnRunMemory *self = g_new0 (TnRunMemory, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->ending);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->statm = open ("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  self->thread = g_thread_new ("memory", look_in_thread, self);

  return self;
}

void
tn_run_memory_free (TnRunMemory *self)
{
  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  g_cond_signal (&self->ending);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  if (self->statm >= 0)
    close (self->statm);
  g_hash_table_unref (self->entries);
  g_cond_clear (&self->ending);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * tn_run_memory_begin:
 * @node: a step, which may go on several times at once
 *
 * From now to as many calls of tn_run_memory_end() its most is kept.
 */
void
tn_run_memory_begin (TnRunMemory *self, const char *node)
{
  Entry *entry;

  g_mutex_lock (&self->lock);
  entry = g_hash_table_lookup (self->entries, node);
  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      g_hash_table_insert (self->entries, g_strdup (node), entry);
    }
  entry->n_active++;
  look (self);
  g_mutex_unlock (&self->lock);
}

void
tn_run_memory_end (TnRunMemory *self, const char *node)
{
  Entry *entry;

  g_mutex_lock (&self->lock);
  look (self);
  entry = g_hash_table_lookup (self->entries, node);
  if (entry != NULL && entry->n_active > 0)
    entry->n_active--;
  g_mutex_unlock (&self->lock);
}

/**
 * tn_run_memory_describe:
 *
 * What is said of a step is what the whole process held: steps side by side share their tables,
 * and nobody can say whose a byte is. A step that is done within an instant is seen where it
 * begins and where it ends.
 *
 * Returns: (transfer full): bytes by node
 */
JsonObject *
tn_run_memory_describe (TnRunMemory *self)
{
  JsonObject *object = json_object_new ();
  GHashTableIter iter;
  gpointer node, value;

  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &node, &value))
    json_object_set_int_member (object, node, ((Entry *) value)->most);
  g_mutex_unlock (&self->lock);

  return object;
}

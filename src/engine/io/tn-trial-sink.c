/* tn-trial-sink.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-trial-sink.h"

#define SHOWN_BYTES 400

struct _TnTrialSink
{
  guint max_problems;
  guint n_columns;
  GPtrArray *problems;
  GMutex lock; /* of @n_bytes: chunks come on any thread */
  gint64 n_bytes;
};

static void
problem_free (gpointer data)
{
  TnTrialProblem *self = data;

  g_free (self->file);
  g_free (self->column);
  g_free (self->text);
  g_free (self);
}

/**
 * tn_trial_sink_new:
 * @max_problems: so many are kept, the others only counted by the import
 */
TnTrialSink *
tn_trial_sink_new (guint max_problems)
{
  TnTrialSink *self = g_new0 (TnTrialSink, 1);

  self->max_problems = max_problems;
  self->problems = g_ptr_array_new_with_free_func (problem_free);
  g_mutex_init (&self->lock);

  return self;
}

void
tn_trial_sink_free (TnTrialSink *self)
{
  g_ptr_array_unref (self->problems);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * tn_trial_sink_get_bytes:
 *
 * Returns: what the table would take in memory when all of it is in use: values, texts and words
 */
gint64
tn_trial_sink_get_bytes (TnTrialSink *self)
{
  return self->n_bytes;
}

/**
 * tn_trial_sink_get_problems:
 *
 * Returns: (transfer none) (element-type TnTrialProblem): the first, in the order they were told
 */
GPtrArray *
tn_trial_sink_get_problems (TnTrialSink *self)
{
  return self->problems;
}

static void
forget (TnTrialSink *self)
{
  self->n_bytes = 0;
  g_ptr_array_set_size (self->problems, 0);
}

static gboolean
sink_begin (gpointer data,
            guint n_columns,
            const TnField *const *fields,
            const TnColumnType *types,
            GError **error)
{
  TnTrialSink *self = data;

  forget (self);
  self->n_columns = n_columns;

  return TRUE;
}

static gboolean
sink_chunk (gpointer data, guint column, gsize index, TnChunk *chunk, GError **error)
{
  TnTrialSink *self = data;

  g_mutex_lock (&self->lock);
  self->n_bytes += (gint64) tn_chunk_get_size (chunk);
  g_mutex_unlock (&self->lock);

  return TRUE;
}

/* Not in the middle of a character. */
static char *
dup_start (const char *text, gsize length)
{
  gsize n = MIN (length, SHOWN_BYTES);

  while (n > 0 && n < length && ((guint8) text[n] & 0xc0) == 0x80)
    n--;

  return g_strdup_printf ("%.*s%s", (int) n, text, n < length ? "…" : "");
}

static gboolean
sink_problem (gpointer data, const TnProblem *problem, GError **error)
{
  TnTrialSink *self = data;
  TnTrialProblem *copy;

  if (self->problems->len >= self->max_problems)
    return TRUE;
  copy = g_new0 (TnTrialProblem, 1);
  copy->reason = problem->reason;
  copy->file = g_strdup (problem->file);
  copy->line = problem->line;
  copy->row = problem->row;
  copy->column = g_strdup (problem->column);
  copy->text = dup_start (problem->text, problem->length);
  g_ptr_array_add (self->problems, copy);

  return TRUE;
}

static gboolean
sink_restart (gpointer data, GError **error)
{
  forget (data);

  return TRUE;
}

static gboolean
sink_end (gpointer data, gsize n_rows, TnDictionary *const *dictionaries, GError **error)
{
  TnTrialSink *self = data;

  for (guint i = 0; i < self->n_columns; i++)
    if (dictionaries[i] != NULL)
      {
        g_autoptr (GBytes) words = tn_dictionary_dup_arena (dictionaries[i]);

        self->n_bytes += (gint64) g_bytes_get_size (words) +
                         8 * ((gint64) tn_dictionary_get_size (dictionaries[i]) + 1);
      }

  return TRUE;
}

const TnTableSink tn_trial_sink = {
  .begin = sink_begin,
  .chunk = sink_chunk,
  .problem = sink_problem,
  .restart = sink_restart,
  .end = sink_end,
};

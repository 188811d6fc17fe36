/* wb-queue.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-queue.h"

struct _WbQueue
{
  GObject parent_instance;

  WbRun *current;
  GPtrArray *waiting;
  GPtrArray *left;
  /* What left last, for putting it back: one that waited, or those left over. */
  WbRun *removed;
  guint removed_place;
  GPtrArray *forgotten;
};

enum
{
  CHANGED,
  ENDED,
  LINED_UP,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbQueue, wb_queue, G_TYPE_OBJECT)

static gboolean begin_next (WbQueue *self);

static void
tell_lined_up (WbQueue *self)
{
  g_signal_emit (self, signals[LINED_UP], 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_changed (WbRun *run, WbQueue *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Whoever is told sees the run that ended; the next one begins behind that. */
static void
on_ended (WbRun *run, WbQueue *self)
{
  g_signal_emit (self, signals[LINED_UP], 0);
  g_signal_emit (self, signals[ENDED], 0);
  begin_next (self);
}

static void
let_go (WbQueue *self)
{
  if (self->current != NULL)
    g_signal_handlers_disconnect_by_data (self->current, self);
  g_clear_object (&self->current);
}

/* Whether one began, and that was told. */
static gboolean
begin_next (WbQueue *self)
{
  if (self->waiting->len == 0 || (self->current != NULL && wb_run_is_going (self->current)))
    return FALSE;
  let_go (self);
  self->current = g_object_ref (g_ptr_array_index (self->waiting, 0));
  g_ptr_array_remove_index (self->waiting, 0);
  g_signal_connect (self->current, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (self->current, "ended", G_CALLBACK (on_ended), self);
  wb_run_start (self->current);
  tell_lined_up (self);

  return TRUE;
}

/**
 * wb_queue_add:
 * @run: (transfer none): not started
 */
void
wb_queue_add (WbQueue *self, WbRun *run)
{
  g_ptr_array_add (self->waiting, g_object_ref (run));
  if (!begin_next (self))
    tell_lined_up (self);
}

WbRun *
wb_queue_get_current (WbQueue *self)
{
  return self->current;
}

GPtrArray *
wb_queue_get_waiting (WbQueue *self)
{
  return self->waiting;
}

gboolean
wb_queue_is_busy (WbQueue *self)
{
  return self->waiting->len > 0 || (self->current != NULL && wb_run_is_going (self->current));
}

void
wb_queue_move (WbQueue *self, WbRun *run, gboolean later)
{
  gpointer *waiting = self->waiting->pdata;
  guint place, other;

  if (!g_ptr_array_find (self->waiting, run, &place) ||
      (later ? place + 1 == self->waiting->len : place == 0))
    return;
  other = later ? place + 1 : place - 1;
  waiting[place] = waiting[other];
  waiting[other] = run;
  tell_lined_up (self);
}

static void
forget_removed (WbQueue *self)
{
  g_clear_object (&self->removed);
  g_clear_pointer (&self->forgotten, g_ptr_array_unref);
}

void
wb_queue_remove (WbQueue *self, WbRun *run)
{
  guint place;

  if (!g_ptr_array_find (self->waiting, run, &place))
    return;
  forget_removed (self);
  self->removed = g_object_ref (run);
  self->removed_place = place;
  g_ptr_array_remove_index (self->waiting, place);
  tell_lined_up (self);
}

gboolean
wb_queue_put_back (WbQueue *self)
{
  if (self->forgotten != NULL)
    {
      g_autoptr (GPtrArray) forgotten = g_steal_pointer (&self->forgotten);

      wb_queue_set_left (self, forgotten);
      return TRUE;
    }
  if (self->removed == NULL)
    return FALSE;
  g_ptr_array_insert (self->waiting, (int) MIN (self->removed_place, self->waiting->len),
                      g_steal_pointer (&self->removed));
  if (!begin_next (self))
    tell_lined_up (self);

  return TRUE;
}

static gpointer
ref_run (gconstpointer run, gpointer data)
{
  return g_object_ref ((gpointer) run);
}

/**
 * wb_queue_set_left:
 * @runs: (element-type WbRun) (transfer none): not started
 */
void
wb_queue_set_left (WbQueue *self, GPtrArray *runs)
{
  g_ptr_array_set_size (self->left, 0);
  g_ptr_array_extend (self->left, runs, ref_run, NULL);
  tell_lined_up (self);
}

GPtrArray *
wb_queue_get_left (WbQueue *self)
{
  return self->left;
}

void
wb_queue_add_left (WbQueue *self)
{
  g_ptr_array_extend (self->waiting, self->left, ref_run, NULL);
  g_ptr_array_set_size (self->left, 0);
  if (!begin_next (self))
    tell_lined_up (self);
}

void
wb_queue_forget_left (WbQueue *self)
{
  forget_removed (self);
  self->forgotten = g_steal_pointer (&self->left);
  self->left = g_ptr_array_new_with_free_func (g_object_unref);
  tell_lined_up (self);
}

void
wb_queue_close (WbQueue *self)
{
  g_ptr_array_set_size (self->waiting, 0);
  forget_removed (self);
  if (self->current != NULL && wb_run_is_going (self->current))
    wb_run_discard (self->current);
  g_signal_emit (self, signals[LINED_UP], 0);
}

static void
wb_queue_finalize (GObject *object)
{
  WbQueue *self = WB_QUEUE (object);

  let_go (self);
  forget_removed (self);
  g_ptr_array_unref (self->left);
  g_ptr_array_unref (self->waiting);

  G_OBJECT_CLASS (wb_queue_parent_class)->finalize (object);
}

static void
wb_queue_class_init (WbQueueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_queue_finalize;

  /* The run that goes on said something, or others wait. */
  signals[CHANGED] = g_signal_new ("changed", WB_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  /* The run that went on is over. */
  signals[ENDED] =
      g_signal_new ("ended", WB_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /* Other runs go on, wait or are left over, or in another order. */
  signals[LINED_UP] = g_signal_new ("lined-up", WB_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
}

static void
wb_queue_init (WbQueue *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->left = g_ptr_array_new_with_free_func (g_object_unref);
}

WbQueue *
wb_queue_new (void)
{
  return g_object_new (WB_TYPE_QUEUE, NULL);
}

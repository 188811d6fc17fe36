/* tn-run-control.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-run-control.h"

#include <sys/eventfd.h>
#include <unistd.h>

struct _TnRunControl
{
  int fd;
  int n_stops; /* atomic */
  int paused;  /* atomic */
};

TnRunControl *
tn_run_control_new (void)
{
  TnRunControl *self = g_atomic_rc_box_new0 (TnRunControl);

  self->fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);

  return self;
}

TnRunControl *
tn_run_control_ref (TnRunControl *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
control_clear (gpointer data)
{
  TnRunControl *self = data;

  if (self->fd >= 0)
    close (self->fd);
}

void
tn_run_control_unref (TnRunControl *self)
{
  g_atomic_rc_box_release_full (self, control_clear);
}

/* Without a descriptor the wish is heard with the next line of the worker. */
static void
wake (TnRunControl *self)
{
  guint64 one = 1;

  if (self->fd >= 0 && write (self->fd, &one, sizeof one) < 0)
    g_debug ("nobody hears what is wished of the run");
}

void
tn_run_control_stop (TnRunControl *self)
{
  g_atomic_int_inc (&self->n_stops);
  wake (self);
}

gboolean
tn_run_control_is_stopping (TnRunControl *self)
{
  return g_atomic_int_get (&self->n_stops) > 0;
}

void
tn_run_control_pause (TnRunControl *self, gboolean pause)
{
  g_atomic_int_set (&self->paused, pause);
  wake (self);
}

gboolean
tn_run_control_is_paused (TnRunControl *self)
{
  return g_atomic_int_get (&self->paused);
}

int
tn_run_control_get_fd (TnRunControl *self)
{
  return self->fd;
}

void
tn_run_control_heard (TnRunControl *self)
{
  guint64 n;

  if (self->fd >= 0 && read (self->fd, &n, sizeof n) < 0)
    g_debug ("nothing was wished");
}

guint
tn_run_control_get_n_stops (TnRunControl *self)
{
  return (guint) g_atomic_int_get (&self->n_stops);
}

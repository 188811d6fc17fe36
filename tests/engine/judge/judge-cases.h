/* judge-cases.h: scores the tests of this folder share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <math.h>

#include "tn-error.h"
#include "tn-random.h"
#include "tn-scored.h"
#include "tn-test.h"

G_BEGIN_DECLS

/* Rows in the making, so that tests can change them. */
typedef struct
{
  gsize n;
  double *score;
  guint8 *label;
  double *weight;
  guint32 *customer;
  guint32 *fold;
} Case;

static inline void
case_clear (Case *self)
{
  g_free (self->score);
  g_free (self->label);
  g_free (self->weight);
  g_free (self->customer);
  g_free (self->fold);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

static inline TnScored *
case_score (const Case *self)
{
  g_autoptr (GError) error = NULL;
  TnScored *scored = tn_scored_new (&(TnScoredInput){ .n_rows = self->n,
                                                      .score = self->score,
                                                      .label = self->label,
                                                      .weight = self->weight,
                                                      .customer = self->customer,
                                                      .fold = self->fold },
                                    &error);

  g_assert_no_error (error);

  return scored;
}

static inline void
case_allocate (Case *self, gsize n)
{
  self->n = n;
  self->score = g_new0 (double, n + 1);
  self->label = g_new0 (guint8, n + 1);
}

/* The rows of tests/engine/judge/golden.py: a linear congruential generator that any language
 * repeats exactly. @levels: how many different chances. */
static inline void
case_golden (Case *self, guint32 levels, gsize n)
{
  guint32 state = 42;

  case_allocate (self, n);
  for (gsize i = 0; i < n; i++)
    {
      double p;

      state = (state * 1103515245u + 12345u) & 0x7fffffffu;
      p = ((state >> 8) % levels + 0.5) / levels;
      state = (state * 1103515245u + 12345u) & 0x7fffffffu;
      self->score[i] = p;
      self->label[i] = ((state >> 8) % 100000) / 100000.0 < 0.1 + 0.6 * p * p;
    }
}

/* Random chances with as many levels as asked, labels that follow them, both classes present. */
static inline void
case_random (Case *self, gsize n, guint levels)
{
  g_assert (n >= 2 && n < G_MAXUINT32);
  case_allocate (self, n);
  for (gsize i = 0; i < n; i++)
    {
      self->score[i] = (g_test_rand_int_range (0, (gint32) levels) + 0.5) / levels;
      self->label[i] = g_test_rand_double () < 0.1 + 0.7 * self->score[i];
    }
  self->label[0] = 1;
  self->label[n - 1] = 0;
}

static inline void
case_add_customers (Case *self, gsize n_customers)
{
  self->customer = g_new0 (guint32, self->n);
  for (gsize i = 0; i < self->n; i++)
    self->customer[i] = (guint32) g_test_rand_int_range (0, (gint32) n_customers);
}

G_END_DECLS

/* tn-resample.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-resample.h"

#include <string.h>

#include "tn-random.h"

/* 2^32 times the chance of at most k for a Poisson variable of mean 1. Integers, so that
 * the draws are the same on every CPU; beyond 12 the chance is below 2^-33. */
static const guint32 poisson_below[] = {
  1580030168, 3160060337, 3950075421, 4213413783, 4279248373, 4292415291, 4294609777,
  4294923276, 4294962463, 4294966817, 4294967252, 4294967292, 4294967295,
};

#define AMBIGUOUS 255

static guint8 poisson_table[65536];

static guint8
poisson_count (guint32 bits)
{
  guint8 k = 0;

  while (k < G_N_ELEMENTS (poisson_below) && bits >= poisson_below[k])
    k++;

  return k;
}

/* By the upper 16 of 32 bits; where the lower 16 decide, they are drawn too. */
static void
make_poisson_table (void)
{
  static gsize made;

  if (!g_once_init_enter (&made))
    return;
  for (guint32 high = 0; high < 65536; high++)
    {
      guint8 lowest = poisson_count (high << 16);

      poisson_table[high] = lowest == poisson_count (high << 16 | 0xffff) ? lowest : AMBIGUOUS;
    }
  g_once_init_leave (&made, 1);
}

static void
draw_poisson (TnRandom *random, guint8 *count, gsize n_units)
{
  guint32 bits = 0;

  for (gsize i = 0; i < n_units; i++)
    {
      guint32 half;

      if (i % 2 == 0)
        bits = tn_random_next (random);
      half = i % 2 == 0 ? bits >> 16 : bits & 0xffff;
      count[i] = poisson_table[half];
      if (G_UNLIKELY (count[i] == AMBIGUOUS))
        count[i] = poisson_count (half << 16 | tn_random_next (random) >> 16);
    }
}

static void
draw_exactly (TnRandom *random, guint8 *count, gsize n_units)
{
  memset (count, 0, n_units);
  for (gsize i = 0; i < n_units; i++)
    {
      guint32 unit = tn_random_below (random, (guint32) n_units);

      if (G_LIKELY (count[unit] < G_MAXUINT8))
        count[unit]++;
    }
}

/**
 * tn_resample_draw:
 * @seed: of the bootstrap
 * @index: which resample: each has a random stream of its own
 * @count: (out caller-allocates) (array length=n_units): how often each unit is drawn
 * @n_units: customers
 *
 * Draws with replacement as many units as there are; of more than %TN_RESAMPLE_EXACT each
 * Poisson(1) times instead, which differs by the random total only and needs no random access
 * (Chamandy, Muralidharan, Najmi & Naidu, "Estimating uncertainty for massive data streams",
 * 2012).
 */
void
tn_resample_draw (guint64 seed, guint32 index, guint8 *count, gsize n_units)
{
  TnRandom random;

  tn_random_init (&random, seed, tn_random_stream ("judge/bootstrap") + index);
  if (n_units <= TN_RESAMPLE_EXACT)
    draw_exactly (&random, count, n_units);
  else
    {
      make_poisson_table ();
      draw_poisson (&random, count, n_units);
    }
}

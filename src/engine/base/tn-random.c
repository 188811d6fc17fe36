/* tn-random.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-random.h"

#include <math.h>
#include <string.h>

#include "tn-hash.h"

static inline void
multiply (guint32 a, guint32 b, guint32 *high, guint32 *low)
{
  guint64 product = (guint64) a * b;

  *high = (guint32) (product >> 32);
  *low = (guint32) product;
}

/**
 * tn_random_philox:
 * @counter: 128 bits
 * @key: 64 bits
 * @out: (out caller-allocates): 128 random bits
 *
 * One block of Philox4x32 with ten rounds.
 */
void
tn_random_philox (const guint32 counter[4], const guint32 key[2], guint32 out[4])
{
  guint32 c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  guint32 k0 = key[0], k1 = key[1];

  for (int round = 0; round < 10; round++)
    {
      guint32 high0, low0, high1, low1;

      multiply (0xD2511F53u, c0, &high0, &low0);
      multiply (0xCD9E8D57u, c2, &high1, &low1);
      c0 = high1 ^ c1 ^ k0;
      c1 = low1;
      c2 = high0 ^ c3 ^ k1;
      c3 = low0;
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/**
 * tn_random_init:
 * @self: (out caller-allocates): the generator
 * @seed: of the run
 * @stream: which of the 2^64 independent streams of that seed
 *
 * Equal arguments give equal numbers, on every machine.
 */
void
tn_random_init (TnRandom *self, guint64 seed, guint64 stream)
{
  memset (self, 0, sizeof *self);
  self->key[0] = (guint32) seed;
  self->key[1] = (guint32) (seed >> 32);
  self->stream = stream;
  self->used = 4;
}

/**
 * tn_random_next:
 *
 * Returns: the next 32 random bits
 */
guint32
tn_random_next (TnRandom *self)
{
  if (self->used == 4)
    {
      guint32 counter[4] = { (guint32) self->counter, (guint32) (self->counter >> 32),
                             (guint32) self->stream, (guint32) (self->stream >> 32) };

      tn_random_philox (counter, self->key, self->block);
      self->counter++;
      self->used = 0;
    }

  return self->block[self->used++];
}

guint64
tn_random_next64 (TnRandom *self)
{
  guint64 high = tn_random_next (self);

  return high << 32 | tn_random_next (self);
}

/**
 * tn_random_uniform:
 *
 * Returns: a double in [0, 1) with 53 random bits
 */
double
tn_random_uniform (TnRandom *self)
{
  return (double) (tn_random_next64 (self) >> 11) * 0x1.0p-53;
}

/**
 * tn_random_below:
 * @bound: at least 1
 *
 * Without the bias of a bare remainder (Lemire, "Fast random integer generation in an
 * interval", 2019).
 *
 * Returns: an integer in [0, @bound)
 */
guint32
tn_random_below (TnRandom *self, guint32 bound)
{
  guint64 product;
  guint32 threshold;

  g_return_val_if_fail (bound > 0, 0);

  product = (guint64) tn_random_next (self) * bound;
  if ((guint32) product < bound)
    {
      threshold = -bound % bound;
      while ((guint32) product < threshold)
        product = (guint64) tn_random_next (self) * bound;
    }

  return (guint32) (product >> 32);
}

/**
 * tn_random_normal:
 *
 * Marsaglia's polar method. Uses libm's log, so its last bits may differ between
 * kinds of CPU; what must be the same everywhere draws from tables instead.
 *
 * Returns: a standard normal number
 */
double
tn_random_normal (TnRandom *self)
{
  double x, y, s;

  do
    {
      x = 2 * tn_random_uniform (self) - 1;
      y = 2 * tn_random_uniform (self) - 1;
      s = x * x + y * y;
    }
  while (s >= 1 || s == 0);

  return x * sqrt (-2 * log (s) / s);
}

/**
 * tn_random_shuffle:
 * @items: (array length=n_items): put in random order
 *
 * Fisher and Yates. @n_items below 2^32.
 */
void
tn_random_shuffle (TnRandom *self, guint32 *items, gsize n_items)
{
  for (gsize i = n_items; i > 1; i--)
    {
      gsize j = tn_random_below (self, (guint32) i);
      guint32 swap = items[i - 1];

      items[i - 1] = items[j];
      items[j] = swap;
    }
}

/**
 * tn_random_stream:
 * @name: what the numbers are for, as "bootstrap/auc"
 *
 * Returns: the number of the stream with that name
 */
guint64
tn_random_stream (const char *name)
{
  return tn_hash_bytes (name, strlen (name));
}

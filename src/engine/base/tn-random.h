/* tn-random.h: counter-based random numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TnRandom:
 * @key: the seed and the stream, as the cipher's key
 * @counter: the next block of the stream
 *
 * Philox4x32-10 (Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy
 * as 1, 2, 3", SC 2011). The n-th number of a stream depends on seed, stream and n
 * alone, so parts of a parallel loop draw from their own stream and give the same
 * bytes for any number of threads.
 */
typedef struct
{
  guint32 key[2];
  guint64 stream;
  guint64 counter;
  guint32 block[4];
  guint used;
} TnRandom;

void tn_random_init (TnRandom *self, guint64 seed, guint64 stream);
guint32 tn_random_next (TnRandom *self);
guint64 tn_random_next64 (TnRandom *self);
double tn_random_uniform (TnRandom *self);
guint32 tn_random_below (TnRandom *self, guint32 bound);
double tn_random_normal (TnRandom *self);
void tn_random_shuffle (TnRandom *self, guint32 *items, gsize n_items);
void tn_random_philox (const guint32 counter[4], const guint32 key[2], guint32 out[4]);
guint64 tn_random_stream (const char *name);

G_END_DECLS

/* tn-synth-math.h: chance and curves in integers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-random.h"

G_BEGIN_DECLS

/* Numbers are integers in 1/65536, chances integers in 1/2^32. What a floating point
 * unit or a libm would round differently on another machine, integers do not. */
#define TN_SYNTH_ONE 65536

/* A number given in thousandths, as the parameters of the model are. */
#define TN_SYNTH_MILLI(thousandths) ((gint32) ((gint64) (thousandths) *TN_SYNTH_ONE / 1000))

/* A chance given in thousandths, 0 to 999. */
#define TN_SYNTH_CHANCE(thousandths) ((guint32) (((guint64) (thousandths) << 32) / 1000))

#define TN_SYNTH_N_QUANTILES 4096
#define TN_SYNTH_N_LOGISTIC  1024
#define TN_SYNTH_N_EXP2      256

extern const gint32 tn_synth_normal[TN_SYNTH_N_QUANTILES];
extern const gint32 tn_synth_gamma2[TN_SYNTH_N_QUANTILES];
extern const gint32 tn_synth_exponential[TN_SYNTH_N_QUANTILES];
extern const guint32 tn_synth_logistic[TN_SYNTH_N_LOGISTIC + 1];
extern const guint32 tn_synth_exp2[TN_SYNTH_N_EXP2 + 1];

/* a · b, rounded towards minus infinity. */
static inline gint32
tn_synth_times (gint32 a, gint32 b)
{
  return (gint32) (((gint64) a * b) >> 16);
}

static inline gint32
tn_synth_draw (TnRandom *random, const gint32 quantiles[TN_SYNTH_N_QUANTILES])
{
  return quantiles[tn_random_next (random) >> 20];
}

static inline gboolean
tn_synth_happens (TnRandom *random, guint32 chance)
{
  return tn_random_next (random) < chance;
}

/* From @low to @high, both included. */
static inline gint32
tn_synth_between (TnRandom *random, gint32 low, gint32 high)
{
  return low + (gint32) tn_random_below (random, (guint32) (high - low + 1));
}

guint32 tn_synth_chance_of (gint32 logit);
gint32 tn_synth_exp (gint32 x);

G_END_DECLS

/* tn-synth-math.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-synth-math.h"

/**
 * tn_synth_chance_of:
 * @logit: in 1/65536; beyond -8 and 8 the chance stays where it is
 *
 * Returns: 1 / (1 + exp (-@logit)) in 1/2^32, within 2^-15 of its value
 */
guint32
tn_synth_chance_of (gint32 logit)
{
  gint32 place = CLAMP (logit, -8 * TN_SYNTH_ONE, 8 * TN_SYNTH_ONE - 1) + 8 * TN_SYNTH_ONE;
  guint32 low = tn_synth_logistic[place >> 10];
  guint32 high = tn_synth_logistic[(place >> 10) + 1];

  return low + (guint32) (((guint64) (high - low) * (place & 1023)) >> 10);
}

/**
 * tn_synth_exp:
 * @x: in 1/65536, held between -10 and 10
 *
 * Returns: exp (@x) in 1/65536
 */
gint32
tn_synth_exp (gint32 x)
{
  /* log2 (e) in 1/65536 is 94548.06 */
  gint64 power = ((gint64) CLAMP (x, -10 * TN_SYNTH_ONE, 10 * TN_SYNTH_ONE) * 94548) >> 16;
  gint32 whole = (gint32) (power >> 16);
  guint32 part = power & 65535;
  guint64 low = tn_synth_exp2[part >> 8];
  guint64 high = tn_synth_exp2[(part >> 8) + 1];
  guint64 mantissa = low + (((high - low) * (part & 255)) >> 8);

  return whole >= 14 ? (gint32) (mantissa << (whole - 14)) : (gint32) (mantissa >> (14 - whole));
}

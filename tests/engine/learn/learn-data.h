/* learn-data.h: data the tests of learners share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-matrix.h"
#include "tn-random.h"

/* 200 × 4, from integers, so that any language makes the same:
 * xᵢⱼ = ((37 i + 101 j + i² (j + 1)) mod 97) / 97 − 0.5; the last column × 1000 + 5;
 * yᵢ = ((53 i + 7 i²) mod 101) < 20 + 60 ((37 i + i²) mod 97) / 97 (whole numbers). */
#define SMALL_ROWS 200
#define SMALL_COLS 4

TnMatrix *learn_data_new_small (double *y);
/* n × p uniform in ±scale around offset; y drawn from a logistic model of the first two columns. */
TnMatrix *learn_data_new_random (TnRandom *random,
                                 gsize n,
                                 gsize p,
                                 double offset,
                                 double scale,
                                 double *y);
double learn_data_auc (const double *score, const double *y, gsize n);
double learn_data_log_loss (const double *p, const double *y, gsize n);

/* tn-blas.h: one BLAS thread a call, on every thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <omp.h>

#include <cblas.h>

/* OpenBLAS built with OpenMP asks for the number of threads of the *calling* thread, which
 * starts at one a processor on each new thread whatever was set on another, and which XGBoost
 * may change. Called wherever a part that uses BLAS begins; costs nothing. */
static inline void
tn_blas_single (void)
{
  omp_set_num_threads (1);
}

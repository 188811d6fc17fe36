/* cli-blas.c: gives OpenBLAS the right kernels, OpenMP the right patience
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <cblas.h>

#include "cli.h"

/* OpenBLAS 0.3.21 does not recognise processors newer than itself and takes its Haswell
 * kernels, which are half as fast where there is AVX-512. */
static gboolean
choose_kernels (void)
{
#ifdef __x86_64__
  const char *core = openblas_get_corename ();

  if (g_getenv ("OPENBLAS_CORETYPE") != NULL ||
      (strcmp (core, "Haswell") != 0 && strcmp (core, "Zen") != 0))
    return FALSE;
  if (!__builtin_cpu_supports ("avx512f") || !__builtin_cpu_supports ("avx512bw") ||
      !__builtin_cpu_supports ("avx512vl") || !__builtin_cpu_supports ("avx512dq"))
    return FALSE;

  return g_setenv ("OPENBLAS_CORETYPE", "SKYLAKEX", TRUE);
#else
  return FALSE;
#endif
}

/* XGBoost's threads wait for each other dozens of times a round. Waiting awake, which is
 * libgomp's habit, takes the processor from the one waited for when others want it too: on
 * two crowded cores a round cost 38 ms of processor time instead of 8. */
static gboolean
choose_waiting (void)
{
  if (g_getenv ("OMP_WAIT_POLICY") != NULL || g_getenv ("GOMP_SPINCOUNT") != NULL)
    return FALSE;

  return g_setenv ("OMP_WAIT_POLICY", "PASSIVE", TRUE);
}

/**
 * cli_choose_blas:
 *
 * Chooses the kernels of OpenBLAS and how the threads of OpenMP wait. Both are read from the
 * environment before the libraries load, so the program starts itself once again with them.
 * What the user has set stays.
 */
void
cli_choose_blas (char **argv)
{
  gboolean kernels, waiting;

  if (g_getenv ("TENURE_BLAS_CHOSEN") != NULL)
    return;
  kernels = choose_kernels ();
  waiting = choose_waiting ();
  if (!kernels && !waiting)
    return;

  g_setenv ("TENURE_BLAS_CHOSEN", "1", TRUE);
  execv ("/proc/self/exe", argv);
}

/* cli-blas.c: gives OpenBLAS the right kernels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <cblas.h>

#include "cli.h"

/**
 * cli_choose_blas:
 *
 * OpenBLAS 0.3.21 does not recognise processors newer than itself and takes its Haswell
 * kernels, which are half as fast where there is AVX-512. The choice is read from the
 * environment before the library loads, so the program starts itself once again with it.
 */
void
cli_choose_blas (char **argv)
{
#ifdef __x86_64__
  const char *core = openblas_get_corename ();

  if (g_getenv ("OPENBLAS_CORETYPE") != NULL || g_getenv ("TENURE_BLAS_CHOSEN") != NULL)
    return;
  if (strcmp (core, "Haswell") != 0 && strcmp (core, "Zen") != 0)
    return;
  if (!__builtin_cpu_supports ("avx512f") || !__builtin_cpu_supports ("avx512bw") ||
      !__builtin_cpu_supports ("avx512vl") || !__builtin_cpu_supports ("avx512dq"))
    return;

  g_setenv ("OPENBLAS_CORETYPE", "SKYLAKEX", TRUE);
  g_setenv ("TENURE_BLAS_CHOSEN", "1", TRUE);
  execv ("/proc/self/exe", argv);
#endif
}

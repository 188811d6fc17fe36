/* crash-shim.c: preloaded into a worker, boosting crashes in its tenth round
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * As a library with an error in it would: by a signal, on a thread of the run. The program itself
 * has no way to be made to crash.
 */

#include <dlfcn.h>
#include <stddef.h>

int XGBoosterUpdateOneIter (void *booster, int round, void *matrix);

int
XGBoosterUpdateOneIter (void *booster, int round, void *matrix)
{
  int (*real) (void *, int, void *) =
      (int (*) (void *, int, void *)) dlsym (RTLD_NEXT, "XGBoosterUpdateOneIter");

  if (round == 9)
    *(volatile int *) NULL = 1;

  return real (booster, round, matrix);
}

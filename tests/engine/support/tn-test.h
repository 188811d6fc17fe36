/* tn-test.h: what the tests share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Path of a file of the shared data sets, or %NULL after marking the test skipped. */
char *tn_test_shared (const char *path);

/* A new empty directory that is removed with everything in it when the test program ends. */
char *tn_test_directory (void);

/* Writes a file into a fresh directory, returns its path. */
char *tn_test_file (const char *name, const void *data, gssize size);

/* One input of a fuzz target. */
typedef int (*TnFuzzTarget) (const guint8 *data, gsize size);

/* Gives a target all files of tests/fuzz/@folder: what it stumbled over once, and small seeds. */
void tn_test_fuzz_cases (const char *folder, TnFuzzTarget target);

/* Where build-aux/fuzz asks for it, keeps an input as a seed of the target of @folder. */
void tn_test_fuzz_seed (const char *folder, const char *name, const void *data, gsize size);

/* Asserts |a - b| <= tolerance * max(1, |b|), printing both. */
void tn_assert_close (double a, double b, double tolerance);

G_END_DECLS

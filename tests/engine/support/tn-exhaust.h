/* tn-exhaust.h: what happens when memory runs out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Blocks from this size on belong to data and must be asked for in a way that can be refused;
 * GLib ends the program on smaller ones, and the window outlives its worker. */
#define TN_EXHAUST_DATA_SIZE 65536

/* Does the work once, frees what came out. */
typedef gboolean (*TnExhaustFunc) (gpointer data, GError **error);

typedef enum
{
  TN_EXHAUST_NONE,
  /* A block that is refused may be done without: a cache, a step back to a slower way. */
  TN_EXHAUST_MAY_DO_WITHOUT = 1 << 0,
  /* Buffers and samples of a fixed size, up to 1 MiB each, do not grow with the data. */
  TN_EXHAUST_FIXED_BUFFERS = 1 << 1,
  /* Results as JSON, up to 128 KiB each, grow with curves and columns and not with rows. */
  TN_EXHAUST_DOCUMENTS = 1 << 2,
  /* A report is one text in memory, up to 4 MiB with its charts; it does not grow with rows. */
  TN_EXHAUST_REPORTS = 1 << 3,
} TnExhaustFlags;

/**
 * tn_exhaust_memory:
 *
 * Runs @func once for each data-sized block it asks for (in the short form for some, by lot), with
 * that block refused, and once more with all blocks from that one on refused. Asserts that each run
 * gives %TN_ERROR_SPACE with one sentence and keeps no data-sized block, and that it works again
 * afterwards; also that no data-sized block is asked for in a way that ends the program when it is
 * refused.
 *
 * A program that uses this lists tn_exhaust_dep in its meson.build. The plain build puts its own
 * malloc() into the program and so sees every block, also those of libraries; in the sanitizer
 * build the calls of our own code are wrapped, and LeakSanitizer looks for what is lost.
 *
 * Returns: how many blocks it asks for
 */
guint tn_exhaust_memory (TnExhaustFunc func, gpointer data, TnExhaustFlags flags);

G_END_DECLS

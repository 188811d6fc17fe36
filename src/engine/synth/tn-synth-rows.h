/* tn-synth-rows.h: rows of CSV files, by time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-synth-world.h"

G_BEGIN_DECLS

#define TN_SYNTH_ROW_BYTES 4096 /* no row is longer */

/**
 * TnSynthRows:
 *
 * The rows that one block of customers adds to each file. Rows come in any order and
 * leave by time, those of one moment in the order they came. Used again for the next
 * block, so its memory is asked for once.
 */
typedef struct _TnSynthRows TnSynthRows;

TnSynthRows *tn_synth_rows_new (void);
void tn_synth_rows_free (TnSynthRows *self);
void tn_synth_rows_clear (TnSynthRows *self);

char *tn_synth_rows_begin (TnSynthRows *self, TnSynthFile file, gint64 seconds);
void tn_synth_rows_end (TnSynthRows *self, TnSynthFile file, char *end);
void tn_synth_rows_repeat (TnSynthRows *self, TnSynthFile file);

guint64 tn_synth_rows_count (const TnSynthRows *self, TnSynthFile file);
void tn_synth_rows_sort (TnSynthRows *self);
const char *tn_synth_rows_get (const TnSynthRows *self, TnSynthFile file, gsize *size);

/* Cells: each writes at @p and returns the place after it. */
char *tn_synth_put_text (char *p, const char *text);
char *tn_synth_put_uint (char *p, guint64 value);
char *tn_synth_put_padded (char *p, guint64 value, guint n_digits);
char *tn_synth_put_hex (char *p, guint64 value, guint n_digits);
char *tn_synth_put_cents (char *p, gint64 cents);
char *tn_synth_put_milli (char *p, gint32 number);
char *tn_synth_put_day (char *p, const TnSynthWorld *world, gint64 seconds);
char *tn_synth_put_time (char *p, const TnSynthWorld *world, gint64 seconds);

static inline char *
tn_synth_put_char (char *p, char c)
{
  *p = c;
  return p + 1;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnSynthRows, tn_synth_rows_free)

G_END_DECLS

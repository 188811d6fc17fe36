/* synth-data.h: the simulated shop's files, as tests read them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-synth.h"

G_BEGIN_DECLS

/**
 * SynthTable:
 * @rows: of char **, one cell each; the header is not among them
 * @header: names of the columns
 *
 * A reader of its own, so that a test of the files does not lean on the importer.
 */
typedef struct
{
  GPtrArray *rows;
  char **header;
} SynthTable;

SynthTable *synth_table_read (const char *dir, TnSynthFile file);
void synth_table_free (SynthTable *self);
guint synth_table_n_rows (const SynthTable *self);
const char *synth_table_get (const SynthTable *self, guint row, const char *column);
double synth_table_number (const SynthTable *self, guint row, const char *column);
int synth_table_day (const SynthTable *self, guint row, const char *column);

char *synth_path (const char *dir, TnSynthFile file, const char *ending);
char *synth_write (const TnSynthParams *params, TnSynthCounts *counts);
char *synth_fingerprint (const char *dir, const char *ending);
guint synth_count_files (const char *dir);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SynthTable, synth_table_free)

G_END_DECLS

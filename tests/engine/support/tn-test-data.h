/* tn-test-data.h: columns of random values, and columns that are hard to read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-table.h"

G_BEGIN_DECLS

/* @n_rows values of any type, about one in ten missing, of about @n_distinct different ones. */
TnColumn *tn_test_random_column (TnColumnType type, gsize n_rows, guint n_distinct);

/* One column of each type, named by its id. */
TnTable *tn_test_random_table (gsize n_rows, guint n_distinct);

/* How a lazy column is read: counted, and refused at one chunk. */
typedef struct
{
  gint n_loads;
  gssize refuse_at; /* a chunk that cannot be read; −1 for none */
  gboolean refuse_dictionary;
} TnTestLoads;

/* The same values, loaded when asked for; %TN_ERROR_DAMAGED where @loads refuses. */
TnColumn *tn_test_lazy_column (TnColumn *column, TnTestLoads *loads);

/* Asserts equal types, lengths, dictionaries' words and cells. */
void tn_assert_equal_columns (TnColumn *a, TnColumn *b);

G_END_DECLS

/* tn-table.h: columns with names and roles
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-column.h"
#include "tn-field.h"

G_BEGIN_DECLS

/**
 * TnRowRole:
 *
 * What a row may be used for. Fitting sees train rows only; validate rows choose
 * (rounds, thresholds); test rows judge; score rows have no label yet.
 */
typedef enum
{
  TN_ROW_NONE,
  TN_ROW_TRAIN,
  TN_ROW_VALIDATE,
  TN_ROW_TEST,
  TN_ROW_SCORE,
} TnRowRole;

#define TN_N_ROW_ROLES 5

/**
 * TnTable:
 *
 * Ordered columns of equal length, each with a [struct@Field], and optionally one
 * row role for each row. Immutable and reference-counted: a changed table is a new
 * table that shares the unchanged columns.
 */
typedef struct _TnTable TnTable;
typedef struct _TnTableBuilder TnTableBuilder;

TnTableBuilder *tn_table_builder_new (gsize n_rows);
TnTableBuilder *tn_table_builder_new_from (TnTable *table);
void tn_table_builder_free (TnTableBuilder *self);
void tn_table_builder_add (TnTableBuilder *self, const TnField *field, TnColumn *column);
void tn_table_builder_take (TnTableBuilder *self, TnField *field, TnColumn *column);
gboolean tn_table_builder_remove (TnTableBuilder *self, const char *name);
void tn_table_builder_set_row_roles (TnTableBuilder *self, GBytes *row_roles);
TnTable *tn_table_builder_end (TnTableBuilder *self);

TnTable *tn_table_ref (TnTable *self);
void tn_table_unref (TnTable *self);

gsize tn_table_get_n_rows (const TnTable *self);
guint tn_table_get_n_columns (const TnTable *self);
const TnField *tn_table_get_field (const TnTable *self, guint index);
TnColumn *tn_table_get_column (const TnTable *self, guint index);
int tn_table_find (const TnTable *self, const char *name);
int tn_table_find_role (const TnTable *self, TnRole role);
TnColumn *tn_table_require_role (const TnTable *self, TnRole role, GError **error);

const guint8 *tn_table_get_row_roles (const TnTable *self);
gsize tn_table_count_row_role (const TnTable *self, TnRowRole role);
TnTable *tn_table_with_row_roles (TnTable *self, GBytes *row_roles);

/* Rows in the order given, not copied but gathered when read; @rows holds gsize. */
TnTable *tn_table_new_view (TnTable *self, GBytes *rows);
TnTable *tn_table_select_row_role (TnTable *self, TnRowRole role);

/* The same, %NULL with %TN_ERROR_SPACE instead of the program's end. */
TnTable *tn_table_try_new_view (TnTable *self, GBytes *rows, GError **error);
TnTable *tn_table_try_select_row_role (TnTable *self, TnRowRole role, GError **error);

char *tn_table_fingerprint (TnTable *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnTableBuilder, tn_table_builder_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnTable, tn_table_unref)

G_END_DECLS

/* tn-import-plan-private.h: what detection and reading write into a plan
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-import-plan.h"

G_BEGIN_DECLS

typedef enum
{
  TN_PLAN_LOCK_ENCODING = 1 << 0,
  TN_PLAN_LOCK_DIALECT = 1 << 1,
  TN_PLAN_LOCK_SHEET = 1 << 2,
  TN_PLAN_LOCK_DELIMITER = 1 << 3,
  TN_PLAN_LOCK_QUOTE = 1 << 4,
  TN_PLAN_LOCK_HEADER = 1 << 5,
  TN_PLAN_LOCK_SKIP = 1 << 6,
} TnPlanLock;

/* Parts of the dialect that can be decided one by one. */
#define TN_PLAN_LOCK_PARTS \
  (TN_PLAN_LOCK_DELIMITER | TN_PLAN_LOCK_QUOTE | TN_PLAN_LOCK_HEADER | TN_PLAN_LOCK_SKIP)

struct _TnImportPlan
{
  const char *encoding; /* interned */
  guint n_bom;
  gboolean encoding_sure;
  TnCsvDialect dialect;
  char *sheet; /* (nullable): of a workbook; the encoding does not count then */
  guint first_column;
  guint n_sheets;
  gboolean sheet_hidden;
  gboolean recalculate;
  gint64 n_hidden_rows;
  gint64 n_hidden_columns;
  gint64 n_merged;
  gint64 n_formulas;
  guint locks;
  GPtrArray *columns; /* of TnImportColumn */
  guint n_tail_empty;
  TnPseudonymKey *key; /* (nullable) */
  char *key_id;        /* (nullable): of the key, also where that is not at hand */
};

TnImportColumn *_tn_import_column_new (const char *original);
TnImportColumn *_tn_import_column_copy (const TnImportColumn *self);
void _tn_import_column_free (TnImportColumn *self);
TnImportColumn *_tn_import_plan_get (const TnImportPlan *self, guint index);
guint _tn_import_plan_get_n_bom (const TnImportPlan *self);
guint _tn_import_plan_get_n_tail_empty (const TnImportPlan *self);
gboolean _tn_import_plan_check_key (const TnImportPlan *self, GError **error);
void _tn_import_plan_take_key (TnImportPlan *self, const TnImportPlan *other);
TnSensitive _tn_sensitive_from_id (const char *id);
void _tn_import_plan_name_columns (TnImportPlan *self);

G_END_DECLS

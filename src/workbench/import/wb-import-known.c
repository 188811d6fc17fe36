/* wb-import-known.c: what is known of an import
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-import-private.h"

/* Writing and publishing come on top of reading. */
#define WRITING 1.6

const TnImportPlan *
wb_import_get_plan (WbImport *self)
{
  return self->preview != NULL && self->draft->len > 0
             ? wb_draft_get (self->draft, self->shown)->plan
             : NULL;
}

const WbPreview *
wb_import_get_preview (WbImport *self)
{
  return self->preview;
}

const WbCheck *
wb_import_get_check (WbImport *self)
{
  return self->check;
}

const TnImportColumn *
wb_import_get_checked (WbImport *self, const char *column)
{
  const TnImportPlan *plan =
      self->check != NULL ? wb_draft_get (self->check->draft, 0)->plan : NULL;
  int index = plan != NULL ? tn_import_plan_find (plan, column) : -1;

  return index >= 0 ? tn_import_plan_get_column (plan, (guint) index) : NULL;
}

const char *
wb_import_get_dataset (WbImport *self)
{
  return self->dataset;
}

gboolean
wb_import_is_workbook (WbImport *self)
{
  const TnImportPlan *plan = wb_import_get_plan (self);

  return plan != NULL && tn_import_plan_get_sheet (plan) != NULL;
}

gboolean
wb_import_is_looking (WbImport *self)
{
  return self->n_looking > 0;
}

gboolean
wb_import_is_importing (WbImport *self)
{
  return self->importing;
}

gboolean
wb_import_can_start (WbImport *self)
{
  return self->usable && !self->importing && self->n_looking == 0 &&
         (self->key_state == WB_IMPORT_KEY_NONE || self->key_state == WB_IMPORT_KEY_RING ||
          self->key_state == WB_IMPORT_KEY_FILE);
}

double
wb_import_estimate_seconds (WbImport *self)
{
  return self->check != NULL ? self->check->seconds * WRITING : -1;
}

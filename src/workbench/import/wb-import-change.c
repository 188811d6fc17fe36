/* wb-import-change.c: corrections of an import, each a step
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-import-private.h"

typedef void (*Change) (TnImportPlan *plan, guint column, gconstpointer value);

/* The column of that name, in every file. */
static void
change_column (WbImport *self, guint column, Change change, gconstpointer value)
{
  g_autofree char *name =
      g_strdup (tn_import_plan_get_column (wb_import_get_plan (self), column)->name);
  WbDraft *draft = _wb_import_begin_step (self);

  for (guint i = 0; i < draft->len; i++)
    {
      TnImportPlan *plan = wb_draft_get (draft, i)->plan;
      int index = tn_import_plan_find (plan, name);

      if (index >= 0)
        change (plan, (guint) index, value);
    }
  _wb_import_look (self, TRUE);
}

static void
change_type (TnImportPlan *plan, guint column, gconstpointer value)
{
  tn_import_plan_set_type (plan, column, *(const TnColumnType *) value);
}

void
wb_import_set_type (WbImport *self, guint column, TnColumnType type)
{
  change_column (self, column, change_type, &type);
}

static void
change_role (TnImportPlan *plan, guint column, gconstpointer value)
{
  tn_import_plan_set_role (plan, column, *(const TnRole *) value);
}

void
wb_import_set_role (WbImport *self, guint column, TnRole role)
{
  change_column (self, column, change_role, &role);
}

static void
change_included (TnImportPlan *plan, guint column, gconstpointer value)
{
  tn_import_plan_set_included (plan, column, *(const gboolean *) value);
}

void
wb_import_set_included (WbImport *self, guint column, gboolean included)
{
  change_column (self, column, change_included, &included);
}

static void
change_pseudonym (TnImportPlan *plan, guint column, gconstpointer value)
{
  tn_import_plan_set_pseudonym (plan, column, *(const gboolean *) value);
}

void
wb_import_set_pseudonym (WbImport *self, guint column, gboolean pseudonym)
{
  change_column (self, column, change_pseudonym, &pseudonym);
}

void
wb_import_replace_people (WbImport *self)
{
  const TnImportPlan *first = wb_import_get_plan (self);
  WbDraft *draft;

  if (first == NULL || self->importing)
    return;
  draft = _wb_import_begin_step (self);
  first = wb_draft_get (draft, 0)->plan;
  for (guint j = 0; j < tn_import_plan_get_n_columns (first); j++)
    {
      const TnImportColumn *column = tn_import_plan_get_column (first, j);

      if (!column->included || column->sensitive == TN_SENSITIVE_NONE)
        continue;
      for (guint i = 0; i < draft->len; i++)
        {
          TnImportPlan *plan = wb_draft_get (draft, i)->plan;
          int index = tn_import_plan_find (plan, column->name);

          if (index >= 0)
            tn_import_plan_set_pseudonym (plan, (guint) index, TRUE);
        }
    }
  _wb_import_look (self, TRUE);
}

/* In every column of @type, or, with a type below 0, in every column; of every file. */
static void
change_all (WbImport *self, int type, Change change, gconstpointer value)
{
  WbDraft *draft = _wb_import_begin_step (self);

  for (guint i = 0; i < draft->len; i++)
    {
      TnImportPlan *plan = wb_draft_get (draft, i)->plan;

      for (guint j = 0; j < tn_import_plan_get_n_columns (plan); j++)
        if (type < 0 || (int) tn_import_plan_get_column (plan, j)->type == type)
          change (plan, j, value);
    }
  _wb_import_look (self, TRUE);
}

static void
change_order (TnImportPlan *plan, guint column, gconstpointer value)
{
  TnTimeLayout layout = tn_import_plan_get_column (plan, column)->layout;

  layout.order = *(const TnTimeOrder *) value;
  tn_import_plan_set_layout (plan, column, &layout);
}

/**
 * wb_import_set_date_order:
 * @column: a column, or -1 for all columns of dates
 */
void
wb_import_set_date_order (WbImport *self, int column, TnTimeOrder order)
{
  if (column >= 0)
    change_column (self, (guint) column, change_order, &order);
  else
    change_all (self, TN_COLUMN_TIME, change_order, &order);
}

static void
change_zone (TnImportPlan *plan, guint column, gconstpointer value)
{
  tn_import_plan_set_zone (plan, column, value);
}

void
wb_import_set_zone (WbImport *self, const char *zone)
{
  change_all (self, TN_COLUMN_TIME, change_zone, zone);
}

static void
change_missing (TnImportPlan *plan, guint column, gconstpointer value)
{
  tn_import_plan_set_missing (plan, column, value);
}

void
wb_import_set_missing (WbImport *self, const char *const *marks)
{
  change_all (self, -1, change_missing, marks);
}

/* The plan of the file shown, to be changed. */
static TnImportPlan *
begin_file_step (WbImport *self)
{
  return wb_draft_get (_wb_import_begin_step (self), self->shown)->plan;
}

/**
 * wb_import_set_decimal:
 * @mark: point or comma; thousands have the other one
 */
void
wb_import_set_decimal (WbImport *self, char mark)
{
  TnImportPlan *plan = begin_file_step (self);

  for (guint i = 0; i < tn_import_plan_get_n_columns (plan); i++)
    {
      const TnImportColumn *column = tn_import_plan_get_column (plan, i);
      TnNumberFormat format = column->format;

      if (column->type != TN_COLUMN_NUMBER)
        continue;
      format.decimal = mark;
      format.group = mark == ',' ? '.' : ',';
      tn_import_plan_set_format (plan, i, &format);
    }
  _wb_import_look (self, TRUE);
}

void
wb_import_set_delimiter (WbImport *self, char delimiter)
{
  tn_import_plan_set_delimiter (begin_file_step (self), delimiter);
  _wb_import_look (self, FALSE);
}

void
wb_import_set_header (WbImport *self, gboolean has_names)
{
  tn_import_plan_set_header (begin_file_step (self), has_names ? 1 : 0);
  _wb_import_look (self, FALSE);
}

void
wb_import_set_encoding (WbImport *self, const char *encoding)
{
  tn_import_plan_set_encoding (begin_file_step (self), encoding);
  _wb_import_look (self, FALSE);
}

void
wb_import_set_sheet (WbImport *self, const char *sheet)
{
  tn_import_plan_set_sheet (begin_file_step (self), sheet);
  _wb_import_look (self, FALSE);
}

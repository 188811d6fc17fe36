/* tn-import-files.c: several files of one shape
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-error.h"
#include "tn-import-plan-private.h"
#include "tn-import.h"

static gboolean
set_shape (const TnImportFile *file,
           const TnImportFile *first,
           const char *column,
           const char *sentence,
           GError **error)
{
  tn_error_set (error, TN_ERROR_DATA, sentence, "file", tn_source_get_name (file->source), "first",
                tn_source_get_name (first->source), "column", column, NULL);
  tn_error_place (error, NULL, column, 0);

  return FALSE;
}

/* Every column of the table is in every file, and no file has another one. */
static gboolean
check_names (const TnImportFile *first, const TnImportFile *file, GError **error)
{
  for (guint i = 0; i < first->plan->columns->len; i++)
    {
      const TnImportColumn *column = tn_import_plan_get_column (first->plan, i);

      if (column->included && tn_import_plan_find (file->plan, column->name) < 0)
        return set_shape (file, first, column->name,
                          N_ ("{file} has no column “{column}”, which {first} has; files that "
                              "become one data set need the same columns, so import it by itself "
                              "or give its column that name."),
                          error);
    }
  for (guint i = 0; i < file->plan->columns->len; i++)
    {
      const TnImportColumn *column = tn_import_plan_get_column (file->plan, i);

      if (column->included && tn_import_plan_find (first->plan, column->name) < 0)
        return set_shape (file, first, column->name,
                          N_ ("{file} has a column “{column}”, which {first} has not; files that "
                              "become one data set need the same columns, so import it by itself "
                              "or leave the column out."),
                          error);
    }

  return TRUE;
}

/* Pounds and euros, or shares and per cent, are not put into one column. */
static gboolean
units_differ (const TnImportColumn *a, const TnImportColumn *b)
{
  const char *x = a->format.unit;
  const char *y = b->format.unit;

  if (a->type != TN_COLUMN_NUMBER || b->type != TN_COLUMN_NUMBER || a->empty || b->empty ||
      g_strcmp0 (x, y) == 0)
    return FALSE;

  return (x != NULL && y != NULL) || g_strcmp0 (x, "%") == 0 || g_strcmp0 (y, "%") == 0;
}

/* A column that is empty in the sample of one file is what it is in the other. */
static void
take_from (TnImportColumn *column, const TnImportColumn *other)
{
  char *unit = g_strdup (other->format.unit);

  column->type = other->type;
  column->guess = other->guess;
  column->role = other->role;
  g_clear_pointer (&column->reason, tn_message_unref);
  column->reason = other->reason != NULL ? tn_message_ref (other->reason) : NULL;
  g_free (column->format.unit);
  column->format = other->format;
  column->format.unit = unit;
  column->layout = other->layout;
  column->ambiguous = other->ambiguous;
  column->trim = other->trim;
  g_strfreev (column->missing);
  column->missing = g_strdupv (other->missing);
}

static void
set_words (TnImportColumn *column, TnColumnType type)
{
  column->type = type;
  column->trim = type == TN_COLUMN_CATEGORY;
  g_clear_pointer (&column->format.unit, g_free);
  if (!(column->locks & TN_IMPORT_LOCK_ROLE) &&
      (column->role == TN_ROLE_TIME || column->role == TN_ROLE_AMOUNT ||
       column->role == TN_ROLE_PRICE || column->role == TN_ROLE_QUANTITY))
    column->role = TN_ROLE_NONE;
}

/* Days and months that one file settles are settled for the others. */
static void
settle_dates (TnImportColumn *a, TnImportColumn *b)
{
  if (a->type != TN_COLUMN_TIME || b->type != TN_COLUMN_TIME || a->ambiguous == b->ambiguous)
    return;
  if (a->ambiguous && (b->layout.order == TN_TIME_DMY || b->layout.order == TN_TIME_MDY))
    {
      a->layout = b->layout;
      a->ambiguous = FALSE;
    }
  else if (b->ambiguous && (a->layout.order == TN_TIME_DMY || a->layout.order == TN_TIME_MDY))
    {
      b->layout = a->layout;
      b->ambiguous = FALSE;
    }
}

static gboolean
agree (TnImportColumn *a, TnImportColumn *b)
{
  TnColumnType before[] = { a->type, b->type };

  if (a->empty != b->empty && !((a->locks | b->locks) & TN_IMPORT_LOCK_TYPE))
    take_from (a->empty ? a : b, a->empty ? b : a);
  else if (a->type != b->type && (a->locks & TN_IMPORT_LOCK_TYPE))
    b->type = a->type;
  else if (a->type != b->type)
    {
      TnColumnType type = a->type == TN_COLUMN_TEXT || b->type == TN_COLUMN_TEXT
                              ? TN_COLUMN_TEXT
                              : TN_COLUMN_CATEGORY;

      set_words (a, type);
      set_words (b, type);
    }
  settle_dates (a, b);
  b->pseudonym = a->pseudonym;
  b->role = a->role;
  b->empty = a->empty = a->empty && b->empty;

  return before[0] == a->type && before[1] == b->type;
}

static TnImportColumn *
get_twin (const TnImportFile *file, const TnImportColumn *column)
{
  return _tn_import_plan_get (file->plan, (guint) tn_import_plan_find (file->plan, column->name));
}

/**
 * tn_import_check_files:
 *
 * Makes the plans of several files agree: a column has one type and one role in all of them,
 * but its marks and its order of dates may be those of the file. To be called again after a
 * plan was corrected.
 *
 * Returns: %FALSE with %TN_ERROR_DATA naming file and column when the files have different
 *   columns, or a column different units
 */
gboolean
tn_import_check_files (const TnImportFile *files, guint n_files, GError **error)
{
  gboolean settled = FALSE;

  for (guint k = 1; k < n_files; k++)
    _tn_import_plan_take_key (files[k].plan, files[0].plan);
  for (guint k = 1; k < n_files; k++)
    if (!check_names (&files[0], &files[k], error))
      return FALSE;
  /* What the third file shows may concern the second. */
  for (guint round = 0; round < 4 && !settled; round++)
    {
      settled = TRUE;
      for (guint k = 1; k < n_files; k++)
        for (guint i = 0; i < files[0].plan->columns->len; i++)
          {
            TnImportColumn *column = _tn_import_plan_get (files[0].plan, i);

            if (column->included && !agree (column, get_twin (&files[k], column)))
              settled = FALSE;
          }
    }
  for (guint k = 1; k < n_files; k++)
    for (guint i = 0; i < files[0].plan->columns->len; i++)
      {
        const TnImportColumn *column = tn_import_plan_get_column (files[0].plan, i);

        if (column->included && units_differ (column, get_twin (&files[k], column)))
          return set_shape (&files[k], &files[0], column->name,
                            N_ ("“{column}” is in another unit in {file} than in {first}; bring "
                                "both to one unit, or import them as two data sets."),
                            error);
      }

  return TRUE;
}

/**
 * tn_import_detect_files:
 * @files: (array length=n_files) (inout): sources; gives a plan for each
 * @wish: (nullable): as for tn_import_detect(), for every file
 *
 * Looks at several files that are to become one table. Columns are matched by their names.
 *
 * Returns: %FALSE with @error, as tn_import_detect() and tn_import_check_files()
 */
gboolean
tn_import_detect_files (TnImportFile *files,
                        guint n_files,
                        const TnImportPlan *wish,
                        TnProgress *progress,
                        GCancellable *cancellable,
                        GError **error)
{
  for (guint k = 0; k < n_files; k++)
    {
      files[k].plan = tn_import_detect (files[k].source, wish, NULL, cancellable, error);
      if (files[k].plan == NULL)
        return FALSE;
      tn_progress_report (progress, (double) (k + 1) / n_files);
    }

  return tn_import_check_files (files, n_files, error);
}

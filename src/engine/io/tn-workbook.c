/* tn-workbook.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-workbook.h"

#include "tn-error.h"
#include "tn-xlsx-sheet-private.h"

#define LOOK_BYTES (128 * 1024)

static void
sheet_info_free (TnSheetInfo *self)
{
  g_free (self->name);
  g_free (self);
}

typedef struct
{
  TnSheetInfo *info;
  gint64 last; /* row that holds something */
} Look;

static gboolean
look_at_row (gpointer user_data, const TnXlsxRow *row, GError **error)
{
  Look *look = user_data;

  if (row->n_cells == 0)
    return TRUE;
  look->last = row->number;
  look->info->n_rows++;
  look->info->n_columns = MAX (look->info->n_columns, row->cells[row->n_cells - 1].column + 1);

  return TRUE;
}

/* Rows of the first 128 KiB, and as many more as fit into the rest. */
static gboolean
estimate (TnSheetInfo *info,
          TnSource *source,
          guint index,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (TnXlsxSheet) sheet = _tn_xlsx_sheet_open (source, index, TRUE, cancellable, error);
  Look look = { .info = info };

  if (sheet == NULL)
    return FALSE;
  sheet->take = look_at_row;
  sheet->user_data = &look;
  while (!sheet->at_end && sheet->n_read < LOOK_BYTES)
    if (tn_cancelled (cancellable, error) || !_tn_xlsx_sheet_step (sheet, error))
      return FALSE;
  info->n_bytes = sheet->n_bytes;
  if (sheet->at_end)
    info->n_bytes = sheet->n_read;
  else if (sheet->n_bytes < sheet->n_read)
    info->n_rows = -1;
  else
    info->n_rows = (gint64) ((double) info->n_rows / sheet->n_read * sheet->n_bytes);

  return TRUE;
}

/**
 * tn_source_list_sheets:
 *
 * Looks at the beginning of every worksheet of a workbook. Sheets that are charts are left
 * out.
 *
 * Returns: (transfer container) (element-type TnSheetInfo): sheets in the order of their
 *   tabs; none for a text. %NULL with @error: %TN_ERROR_FORMAT for an archive that is no
 *   workbook, is damaged, encrypted, or unpacks to more than it may
 */
GPtrArray *
tn_source_list_sheets (TnSource *source, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) sheets = g_ptr_array_new_with_free_func ((GDestroyNotify) sheet_info_free);
  TnXlsxWorkbook *book;

  if (!tn_source_is_workbook (source))
    return g_steal_pointer (&sheets);
  book = _tn_xlsx_workbook_get (source, cancellable, error);
  if (book == NULL)
    return NULL;
  for (guint i = 0; i < book->sheets->len; i++)
    {
      const TnXlsxSheetEntry *entry = book->sheets->pdata[i];
      TnSheetInfo *info = g_new0 (TnSheetInfo, 1);

      info->name = g_strdup (entry->name);
      info->state = entry->state;
      g_ptr_array_add (sheets, info);
      if (!estimate (info, source, i, cancellable, error))
        return NULL;
    }

  return g_steal_pointer (&sheets);
}

const char *
tn_sheet_state_to_id (TnSheetState state)
{
  static const char *const ids[] = { "visible", "hidden", "very-hidden" };

  g_return_val_if_fail (state < G_N_ELEMENTS (ids), "visible");
  return ids[state];
}

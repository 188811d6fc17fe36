/* tn-sample-shop.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-sample-shop.h"

#include "tn-error.h"
#include "tn-import-dataset.h"

/* Installed, or in the source tree of this build. */
static char *
find_orders (void)
{
  const char *roots[] = { g_getenv ("TENURE_DATA"), TN_DATA_DIR, TN_SOURCE_DIR "/data" };

  for (guint i = 0; i < G_N_ELEMENTS (roots); i++)
    {
      g_autofree char *path =
          roots[i] != NULL ? g_build_filename (roots[i], "sample", "orders.csv.gz", NULL) : NULL;

      if (path != NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }

  return NULL;
}

/* The files name no currency. */
static void
set_currency (TnImportPlan *plan, const char *currency)
{
  for (guint i = 0; i < tn_import_plan_get_n_columns (plan); i++)
    {
      const TnImportColumn *column = tn_import_plan_get_column (plan, i);
      TnNumberFormat format = column->format;

      if (column->role != TN_ROLE_AMOUNT && column->role != TN_ROLE_PRICE)
        continue;
      format.unit = (char *) currency;
      tn_import_plan_set_format (plan, i, &format);
    }
}

/**
 * tn_project_import_sample:
 * @name: of the data set to be
 * @error: %TN_ERROR_NOT_FOUND where the program was installed without it
 *
 * Imports the orders of the made-up shop that ships with the program, which counts in euros.
 *
 * Returns: (transfer full): the data set
 */
TnDataset *
tn_project_import_sample (TnProject *project,
                          const char *name,
                          TnProgress *progress,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autofree char *path = find_orders ();
  g_autoptr (TnSource) source = NULL;
  g_autoptr (TnImportPlan) plan = NULL;
  TnImportSummary summary;

  if (path == NULL)
    {
      tn_error_set (error, TN_ERROR_NOT_FOUND,
                    N_ ("The sample shop is not installed. Install Tenure whole, or import a file "
                        "of your own."),
                    NULL);
      return NULL;
    }
  source = tn_source_open (path, cancellable, error);
  plan = source != NULL ? tn_import_detect (source, NULL, NULL, cancellable, error) : NULL;
  if (plan == NULL)
    return NULL;
  set_currency (plan, "EUR");

  return tn_project_import (project, name, source, plan, &summary, progress, cancellable, error);
}

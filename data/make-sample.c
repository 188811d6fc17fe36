/* make-sample.c: writes the sample shop of data/sample
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-synth.h"

int
main (int argc, char *argv[])
{
  TnSynthParams params = TN_SYNTH_PARAMS_INIT;
  TnSynthCounts counts;
  g_autoptr (GError) error = NULL;

  if (argc != 2)
    {
      g_printerr ("make-sample FOLDER\n");
      return 2;
    }
  params.compress = TRUE;
  params.with_truth = FALSE;
  if (!tn_synth_write (&params, argv[1], &counts, NULL, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  for (guint i = 0; i < TN_SYNTH_TRUTH; i++)
    g_print ("%-10s %7" G_GUINT64_FORMAT " rows\n", tn_synth_file_to_id (i), counts.n_rows[i]);

  return 0;
}

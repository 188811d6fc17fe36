/* test-processors.c: another kind of processor gives the same answer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "cli-support.h"
#include "shop-support.h"

/* Customer and score of the file that “score” wrote. */
static GHashTable *
read_scores (const char *file)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) names = NULL;
  GHashTable *scores = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  guint place = 0;

  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  names = g_strsplit (g_strchomp (lines[0]), ",", -1);
  while (names[place] != NULL && !g_str_equal (names[place], "score"))
    place++;
  g_assert_nonnull (names[place]);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);
      double score = g_ascii_strtod (cells[place], NULL);

      g_assert_true (score > 0 && score < 1);
      g_hash_table_insert (scores, g_strdup (cells[0]), g_memdup2 (&score, sizeof score));
    }

  return scores;
}

/* From orders to scores, every process of it as if the computer were another. */
static GHashTable *
score_as (const char *core, const char *model)
{
  g_autofree char *csv = shop_make_csv (150, 7);

  cli_scene ();
  if (core != NULL)
    g_setenv ("OPENBLAS_CORETYPE", core, TRUE);
  else
    g_unsetenv ("OPENBLAS_CORETYPE");
  cli_write ("orders.csv", csv);
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "orders.csv", NULL);
  cli_do ("apply", "a.tenure", "churn", "--set", "boosting.rounds=20", "--set",
          "evaluate.resamples=100", "--set", "list.explained=0", NULL);
  cli_do ("run", "a.tenure", NULL);
  cli_do ("score", "a.tenure", "--data", "orders.csv", "--node", model, "--out", "s.csv", NULL);

  return read_scores ("s.csv");
}

static void
test_agreement (gconstpointer model)
{
#if defined(__x86_64__)
  static const char *const cores[] = { "Prescott", "Haswell" };
  g_autoptr (GHashTable) here = score_as (NULL, model);

  for (guint i = 0; i < G_N_ELEMENTS (cores); i++)
    {
      g_autoptr (GHashTable) there = score_as (cores[i], model);
      GHashTableIter iter;
      gpointer customer, value;
      double most = 0;

      g_assert_cmpuint (g_hash_table_size (there), ==, g_hash_table_size (here));
      g_hash_table_iter_init (&iter, here);
      while (g_hash_table_iter_next (&iter, &customer, &value))
        {
          const double *other = g_hash_table_lookup (there, customer);
          double score = *(double *) value;

          g_assert_nonnull (other);
          most = fmax (most, fabs (*other - score) / score);
        }
      g_test_message ("%s, %s: at most %.1e apart", (const char *) model, cores[i], most);
      g_assert_cmpfloat (most, <=, 1e-9);
    }
#else
  g_test_skip ("other kinds of this processor are not known");
#endif
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/processors/logistic-agrees-to-1e-9", "logistic", test_agreement);
  g_test_add_data_func ("/processors/boosting-agrees-to-1e-9", "boosting", test_agreement);

  return g_test_run ();
}

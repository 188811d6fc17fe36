/* test-calibrated.c: chances that were not learned from what they are tested on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "nodes-support.h"
#include "tn-json.h"
#include "tn-random.h"
#include "tn-test.h"

#define N_ROWS  1500
#define N_FOLDS 3

/* Rows in three parts; the answer of the part called @turned is turned round. */
static TnTable *
make_table (int turned)
{
  GString *who = g_string_new ("who:customer:"), *x = g_string_new ("x:feature:");
  GString *part = g_string_new ("part:ignore:"), *churn = g_string_new ("churn:target:");
  TnRandom random;
  TnTable *table;

  tn_random_init (&random, 5, 1);
  for (int i = 0; i < N_ROWS; i++)
    {
      double level = tn_random_uniform (&random);
      gboolean left = tn_random_uniform (&random) < 0.1 + 0.6 * level * level;

      g_string_append_printf (who, "c%d ", i);
      g_string_append_printf (x, "%d ", (int) (1000 * level));
      g_string_append_printf (part, "%d ", i % N_FOLDS + 1);
      g_string_append (churn, left != (i % N_FOLDS == turned) ? "yes " : "no ");
    }
  table = lab_table_of (who->str, x->str, part->str, churn->str, NULL);
  g_string_free (who, TRUE);
  g_string_free (x, TRUE);
  g_string_free (part, TRUE);
  g_string_free (churn, TRUE);

  return table;
}

static Lab *
judge (int turned)
{
  Lab *lab = lab_new ("d dataset", "d.name=t", "s split", "d.table > s.table", "s.scheme=column",
                      "s.column=part", "b base_rate", "s.table > b.table", "m boosting",
                      "s.table > m.table", "m.rounds=120", "m.depth=6", "m.rate=0.3", "e evaluate",
                      "b.scores > e.scores", "m.scores > e.scores", "e.resamples=100", NULL);

  lab_put (lab, "t", make_table (turned));
  lab_run (lab);

  return lab;
}

static JsonObject *
get_model (Lab *lab, const char *id)
{
  JsonArray *models = tn_json_array (lab_result (lab, "e.result"), "models");

  for (guint i = 0; i < json_array_get_length (models); i++)
    {
      JsonObject *model = json_array_get_object_element (models, i);

      if (g_str_equal (tn_json_string (model, "id", ""), id))
        return model;
    }
  g_assert_not_reached ();
}

static double
get_figure (Lab *lab, const char *figure, guint fold)
{
  JsonArray *metrics = tn_json_array (get_model (lab, "m"), "metrics");
  const char *split = "pooled";

  if (fold < N_FOLDS)
    split = tn_json_string (
        json_array_get_object_element (tn_json_array (lab_result (lab, "e.result"), "folds"), fold),
        "name", NULL);
  for (guint i = 0; i < json_array_get_length (metrics); i++)
    {
      JsonObject *metric = json_array_get_object_element (metrics, i);

      if (g_str_equal (tn_json_string (metric, "metric", ""), figure) &&
          g_str_equal (tn_json_string (metric, "split", ""), split))
        return tn_json_double (metric, "value", NAN);
    }

  return NAN;
}

/* Turn the answers of one part round: the chances of that part's customers stay as they were,
 * while it is judged otherwise and all that learned from it gives other chances. */
static void
tested_answers_take_no_part (void)
{
  g_autoptr (Lab) lab = judge (-1);

  for (int turned = 0; turned < N_FOLDS; turned++)
    {
      g_autoptr (Lab) other = judge (turned);

      for (guint fold = 0; fold < N_FOLDS; fold++)
        {
          double a = get_figure (lab, "mean_score", fold);
          double b = get_figure (other, "mean_score", fold);

          if ((int) fold == turned)
            g_assert_cmpfloat (a, ==, b);
          else
            g_assert_cmpfloat (fabs (a - b), >, 0.01);
        }
      g_assert_cmpfloat (
          fabs (get_figure (lab, "log_loss", turned) - get_figure (other, "log_loss", turned)), >,
          0.01);
    }
}

/* A model that has learned by heart is far too sure of itself; its chances are not. */
static void
overfitted_chances_are_set_right (void)
{
  g_autoptr (Lab) lab = judge (-1);

  g_assert_true (tn_json_bool (get_model (lab, "m"), "calibrated", FALSE));
  g_assert_false (tn_json_bool (get_model (lab, "b"), "calibrated", TRUE));
  g_assert_cmpfloat (fabs (get_figure (lab, "calibration_gap", N_FOLDS)), <, 0.02);
  g_assert_cmpfloat (get_figure (lab, "ece", N_FOLDS), <, 0.06);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calibrated/tested-answers-take-no-part", tested_answers_take_no_part);
  g_test_add_func ("/calibrated/overfitted-chances-are-set-right",
                   overfitted_chances_are_set_right);

  return g_test_run ();
}

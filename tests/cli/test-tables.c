/* test-tables.c: data sets as people have them, from file to list, without a setting
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "cli-support.h"
#include "tn-json.h"
#include "tn-test.h"

static JsonObject *
get_results (Said *said)
{
  g_assert_cmpint (said->status, ==, 0);

  return json_object_get_object_member (json_node_get_object (said->json), "results");
}

static double
get_auc (Said *said, const char *model)
{
  JsonArray *models =
      tn_json_array (json_object_get_object_member (get_results (said), "evaluate"), "models");

  for (guint i = 0; models != NULL && i < json_array_get_length (models); i++)
    {
      JsonObject *at = json_array_get_object_element (models, i);
      JsonArray *metrics = tn_json_array (at, "metrics");

      if (g_strcmp0 (tn_json_string (at, "id", NULL), model) != 0)
        continue;
      for (guint j = 0; j < json_array_get_length (metrics); j++)
        {
          JsonObject *metric = json_array_get_object_element (metrics, j);

          if (g_strcmp0 (tn_json_string (metric, "metric", NULL), "auc") == 0 &&
              g_strcmp0 (tn_json_string (metric, "split", NULL), "pooled") == 0)
            return tn_json_double (metric, "value", NAN);
        }
    }

  return NAN;
}

static gboolean
has_note (Said *said, const char *code)
{
  JsonArray *notes = tn_json_array (json_node_get_object (said->json), "warnings");

  for (guint i = 0; notes != NULL && i < json_array_get_length (notes); i++)
    if (g_strcmp0 (tn_json_string (json_array_get_object_element (notes, i), "code", NULL), code) ==
        0)
      return TRUE;

  return FALSE;
}

static char *
read_text (const char *name)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (name, &text, NULL, NULL));

  return text;
}

/* The cell of a line under a heading; no cell before it is quoted. */
static char *
get_cell (const char *text, guint line, const char *heading)
{
  const char *start = g_str_has_prefix (text, "\xef\xbb\xbf") ? text + 3 : text;
  g_auto (GStrv) lines = g_strsplit (start, "\n", -1);
  g_auto (GStrv) names = g_strsplit (g_strchomp (lines[0]), ",", -1);
  g_auto (GStrv) cells = g_strsplit (lines[line], ",", -1);

  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], heading))
      return g_strdup (cells[i]);
  g_error ("no “%s” in %s", heading, lines[0]);
}

/* A table with an answer and nobody's name: rows go by their number, in list, report and in
 * another file. */
static void
check_nameless (const char *path, const char *role, double auc)
{
  g_autofree char *file = tn_test_shared (path);
  g_autofree char *list = NULL;
  g_autofree char *scores = NULL;
  g_autofree char *first = NULL;
  g_autofree char *row = NULL;
  g_autoptr (Said) said = NULL;

  if (file == NULL)
    return;
  cli_scene ();
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", file, "--role", role, NULL);
  cli_do ("apply", "a.tenure", "churn", "--set", "boosting.rounds=60", "--set",
          "evaluate.resamples=100", NULL);
  cli_do ("run", "a.tenure", NULL);
  said = cli_say_to ("results", "a.tenure", "--json", NULL);
  g_test_message ("%s: AUC %.4f of logistic, %.4f of boosting", path, get_auc (said, "logistic"),
                  get_auc (said, "boosting"));
  g_assert_cmpfloat (fmax (get_auc (said, "logistic"), get_auc (said, "boosting")), >=, auc);
  g_assert_true (has_note (said, "dataset.rows_named"));

  cli_do ("export", "a.tenure", "--out", "list.csv", NULL);
  cli_do ("report", "a.tenure", "--out", "report.html", NULL);
  list = read_text ("list.csv");
  first = get_cell (list, 1, "Customer");
  g_assert_true (g_str_has_prefix (first, "row "));
  cli_do ("score", "a.tenure", "--data", file, "--out", "scores.csv", NULL);
  scores = read_text ("scores.csv");
  row = get_cell (scores, 17, "Row");
  g_assert_cmpstr (row, ==, "row 17");
}

static void
test_german (void)
{
  check_nameless ("datasets/german-credit/german.data", "column_21=target", 0.78);
}

static void
test_shoppers (void)
{
  check_nameless ("datasets/online-shoppers/online_shoppers_intention.csv", "Revenue=target", 0.9);
}

/* 546 days of buyers who come back slowly: a window is proposed that can be tested. */
static void
test_cdnow (void)
{
  g_autofree char *file = tn_test_shared ("datasets/cdnow/CDNOW_master.txt");
  g_autoptr (Said) said = NULL;

  if (file == NULL)
    return;
  cli_scene ();
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", file, NULL);
  cli_do ("apply", "a.tenure", "churn", "--set", "boosting.rounds=30", "--set",
          "evaluate.resamples=100", NULL);
  cli_do ("run", "a.tenure", NULL);
  said = cli_say_to ("results", "a.tenure", "--json", NULL);
  g_assert_true (has_note (said, "horizon.proposed"));
  g_test_message ("AUC %.4f", get_auc (said, "boosting"));
  g_assert_cmpfloat (get_auc (said, "boosting"), >, 0.75);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tables/credit-without-customers-becomes-a-list", test_german);
  if (g_test_slow ())
    {
      g_test_add_func ("/tables/visits-without-customers-become-a-list", test_shoppers);
      g_test_add_func ("/tables/a-short-log-runs-as-it-is", test_cdnow);
    }

  return g_test_run ();
}

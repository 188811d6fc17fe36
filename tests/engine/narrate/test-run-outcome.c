/* test-run-outcome.c: figures of two runs, and what of their difference is chance
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-run-diff.h"
#include "tn-run-outcome.h"

static TnMetric
share (double hits, double n)
{
  TnMetric metric = { .id = "accuracy", .value = hits / n, .n = (gsize) n };

  tn_wilson (metric.value, n, &metric.low, &metric.high);

  return metric;
}

/* Newcombe 1998, “Interval estimation for the difference between independent proportions”, table
 * II, case a and method 10: 56/70 − 48/80. */
static void
test_published (void)
{
  TnMetric before = share (48, 80), after = share (56, 70), difference;

  tn_metric_subtract (&before, &after, &difference);
  g_assert_cmpfloat_with_epsilon (difference.value, 0.2, 1e-12);
  g_assert_cmpfloat_with_epsilon (difference.low, 0.0524, 5e-5);
  g_assert_cmpfloat_with_epsilon (difference.high, 0.3339, 5e-5);
}

/* The other way round it is the same difference with the other sign. */
static void
test_turned_round (void)
{
  for (guint i = 0; i < 200; i++)
    {
      int n = g_test_rand_int_range (5, 5000), m = g_test_rand_int_range (5, 5000);
      TnMetric a = share (g_test_rand_int_range (0, n + 1), n);
      TnMetric b = share (g_test_rand_int_range (0, m + 1), m);
      TnMetric there, back;

      tn_metric_subtract (&a, &b, &there);
      tn_metric_subtract (&b, &a, &back);
      g_assert_cmpfloat_with_epsilon (there.low, -back.high, 1e-12);
      g_assert_cmpfloat_with_epsilon (there.high, -back.low, 1e-12);
      g_assert_cmpfloat (there.low, <=, there.value);
      g_assert_cmpfloat (there.high, >=, there.value);
    }
}

static void
test_without_interval (void)
{
  TnMetric before = { .id = "auc", .value = 0.7, .low = NAN, .high = NAN };
  TnMetric after = { .id = "auc", .value = 0.8, .low = 0.79, .high = 0.81 };
  TnMetric difference;

  tn_metric_subtract (&before, &after, &difference);
  g_assert_cmpint (difference.method, ==, TN_INTERVAL_NONE);
  g_assert_cmpint (tn_comparison_judge (&difference, 0.01), ==, TN_VERDICT_UNKNOWN);
}

/* A run that is compared to itself. */
static void
test_nothing_differs (void)
{
  g_autoptr (JsonNode) info = json_from_string (
      "{\"data\": [{\"name\": \"orders\", \"rows\": 5, \"fingerprint\": \"f\"}]}", NULL);
  g_autoptr (JsonNode) versions = json_from_string ("{\"program\": \"1\", \"machine\": {}}", NULL);
  g_autoptr (JsonNode) elsewhere =
      json_from_string ("{\"program\": \"1\", \"machine\": {\"cores\": 64}}", NULL);
  g_autoptr (JsonNode) newer = json_from_string ("{\"program\": \"2\"}", NULL);
  TnRun run = { .id = 1, .info = info, .versions = versions };
  TnRun same = { .id = 2, .info = info, .versions = elsewhere };
  TnRun other = { .id = 3, .info = info, .versions = newer };
  g_autoptr (GPtrArray) none = tn_run_diff (&run, &same);
  g_autoptr (GPtrArray) program = tn_run_diff (&run, &other);

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (program->len, ==, 1);
  g_assert_cmpstr (((TnRunChange *) g_ptr_array_index (program, 0))->what, ==, "program");
}

static void
test_data (void)
{
  g_autoptr (JsonNode) few = json_from_string (
      "{\"data\": [{\"name\": \"orders\", \"rows\": 5, \"fingerprint\": \"f\", \"columns\": "
      "[{\"field\": {\"name\": \"a\"}}, {\"field\": {\"name\": \"b\"}}, 7, null]}]}",
      NULL);
  g_autoptr (JsonNode) more = json_from_string (
      "{\"data\": [{\"name\": \"orders\", \"rows\": 6, \"fingerprint\": \"g\", \"columns\": "
      "[{\"field\": {\"name\": \"a\"}}, {\"field\": {\"name\": \"c\"}}, []]}]}",
      NULL);
  TnRun before = { .id = 1, .info = few }, after = { .id = 2, .info = more };
  g_autoptr (GPtrArray) changes = tn_run_diff (&before, &after);
  static const char *const told[] = { "data_rows", "column_added", "column_removed" };

  g_assert_cmpuint (changes->len, ==, G_N_ELEMENTS (told));
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    g_assert_cmpstr (((TnRunChange *) g_ptr_array_index (changes, i))->what, ==, told[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outcome/as-published", test_published);
  g_test_add_func ("/outcome/turned-round-is-the-other-sign", test_turned_round);
  g_test_add_func ("/outcome/without-interval-nothing-is-said", test_without_interval);
  g_test_add_func ("/diff/another-computer-is-no-change", test_nothing_differs);
  g_test_add_func ("/diff/rows-and-columns", test_data);

  return g_test_run ();
}

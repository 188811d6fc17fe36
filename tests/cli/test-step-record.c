/* test-step-record.c: what a run kept of one step is told
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "cli-support.h"
#include "shop-support.h"
#include "tn-json.h"

#define N_CUSTOMERS 400

static JsonObject *
get_object (const Said *said)
{
  g_assert_cmpint (said->status, ==, 0);
  g_assert_nonnull (said->json);

  return json_node_get_object (said->json);
}

static void
run_shop (void)
{
  g_autofree char *csv = NULL;

  cli_scene ();
  csv = shop_write_csv (".", N_CUSTOMERS, 1);
  cli_do ("new", "shop.tenure", NULL);
  cli_do ("import", "shop.tenure", "orders.csv", NULL);
  cli_do ("apply", "shop.tenure", "churn", "--set", "boosting.rounds=5", "--set",
          "evaluate.resamples=100", "--set", "list.explained=5", NULL);
  cli_do ("run", "shop.tenure", NULL);
}

static gint64
find_rows (JsonObject *record, const char *port)
{
  JsonArray *outputs = json_object_get_array_member (record, "outputs");

  for (guint i = 0; i < json_array_get_length (outputs); i++)
    {
      JsonObject *at = json_array_get_object_element (outputs, i);

      if (g_str_equal (tn_json_string (at, "port", ""), port))
        return tn_json_int (at, "rows", -1);
    }

  return -1;
}

/* The same figures as those of the whole run. */
static void
test_step_agrees_with_its_run (void)
{
  g_autoptr (Said) whole = NULL;
  g_autoptr (Said) learner = NULL;
  JsonArray *all, *own;
  guint n_same = 0;

  run_shop ();
  whole = cli_say_to ("results", "shop.tenure", "--json", NULL);
  learner = cli_say_to ("results", "shop.tenure", "--step", "logistic", "--json", NULL);
  all = json_object_get_array_member (get_object (whole), "metrics");
  own = json_object_get_array_member (get_object (learner), "metrics");
  g_assert_cmpint (tn_json_int (get_object (learner), "run", 0), ==, 1);
  g_assert_cmpfloat (tn_json_double (get_object (learner), "seconds", -1), >, 0);
  g_assert_cmpint (find_rows (get_object (learner), "scores"), >, 0);
  for (guint i = 0; i < json_array_get_length (all); i++)
    for (guint j = 0; j < json_array_get_length (own); j++)
      {
        JsonObject *a = json_array_get_object_element (all, i);
        JsonObject *b = json_array_get_object_element (own, j);

        if (g_strcmp0 (tn_json_string (a, "model", ""), "logistic") != 0 ||
            g_strcmp0 (tn_json_string (a, "metric", ""), tn_json_string (b, "metric", "")) != 0 ||
            g_strcmp0 (tn_json_string (a, "split", ""), tn_json_string (b, "split", "")) != 0)
          continue;
        g_assert_cmpfloat (tn_json_double (a, "value", -1), ==, tn_json_double (b, "value", -2));
        n_same++;
      }
  g_assert_cmpuint (n_same, ==, json_array_get_length (own));
  g_assert_cmpuint (n_same, >, 5);
}

static void
test_what_was_said_is_kept (void)
{
  g_autoptr (Said) english = NULL;
  g_autoptr (Said) chinese = NULL;

  run_shop ();
  english = cli_say_to ("results", "shop.tenure", "1", "--step", "churn", "--json", NULL);
  chinese = cli_say_to ("results", "shop.tenure", "1", "--step", "churn", "--json", "--lang",
                        "zh_CN", NULL);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (get_object (english), "said")), >, 0);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (get_object (english), "said")), ==,
      json_array_get_length (json_object_get_array_member (get_object (chinese), "said")));
  g_assert_cmpstr (english->out, !=, chinese->out);
  g_assert_null (json_object_get_member (get_object (english), "metrics"));
}

static void
test_absent_step_is_told (void)
{
  g_autoptr (Said) step = NULL;
  g_autoptr (Said) run = NULL;

  run_shop ();
  step = cli_say_to ("results", "shop.tenure", "--step", "no-such-step", NULL);
  g_assert_cmpint (step->status, ==, 1);
  g_assert_nonnull (strstr (step->err, "Run 1 had no step “no-such-step”."));
  run = cli_say_to ("results", "shop.tenure", "7", "--step", "clean", NULL);
  g_assert_cmpint (run->status, ==, 1);
  g_assert_cmpstr (run->err, !=, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/step-record/step-agrees-with-its-run", test_step_agrees_with_its_run);
  g_test_add_func ("/step-record/what-was-said-is-kept", test_what_was_said_is_kept);
  g_test_add_func ("/step-record/absent-step-is-told", test_absent_step_is_told);

  return g_test_run ();
}

/* test-cancel.c: Ctrl-C leaves the project whole
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <signal.h>
#include <string.h>

#include <gio/gio.h>

#include "cli-support.h"
#include "shop-support.h"
#include "tn-json.h"

/* Status of the latest run, as another process sees it; "" while there is none. */
static char *
latest_status (void)
{
  g_autoptr (Said) said = cli_say_to ("runs", "shop.tenure", "--json", NULL);
  JsonObject *object = said->json != NULL ? json_node_get_object (said->json) : NULL;
  JsonArray *runs = tn_json_array (object, "runs");

  if (runs == NULL || json_array_get_length (runs) == 0)
    return g_strdup ("");

  return g_strdup (tn_json_string (json_array_get_object_element (runs, 0), "status", ""));
}

static void
wait_for_run (GSubprocess *process)
{
  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *status = latest_status ();

      if (g_str_equal (status, "running"))
        return;
      g_assert_nonnull (g_subprocess_get_identifier (process));
      g_usleep (10000);
    }
  g_assert_not_reached ();
}

/* By the worker itself, or by whoever ended it. */
static void
assert_log_ends (void)
{
  g_autoptr (Said) said = cli_say_to ("runs", "shop.tenure", "--log", "--json", NULL);
  JsonArray *log = tn_json_array (json_node_get_object (said->json), "log");
  JsonObject *first = json_array_get_object_element (log, 0);
  JsonObject *last = json_array_get_object_element (log, json_array_get_length (log) - 1);

  g_assert_cmpint (said->status, ==, 0);
  g_assert_cmpstr (tn_json_string (first, "event", ""), ==, "run");
  if (g_str_equal (tn_json_string (last, "event", ""), "worker"))
    g_assert_true (tn_json_bool (last, "asked", FALSE));
  else
    g_assert_cmpstr (tn_json_string (last, "status", ""), ==, "stopped");
}

/* A run may be asked to stop learning in time; it says so, and has a result. */
static void
test_stop_after (void)
{
  g_autoptr (Said) said = NULL;
  g_autofree char *csv = NULL;
  JsonArray *warnings;
  gboolean told = FALSE;

  cli_scene ();
  csv = shop_write_csv (".", 100, 1);
  cli_do ("new", "shop.tenure", NULL);
  cli_do ("import", "shop.tenure", "orders.csv", NULL);
  cli_do ("apply", "shop.tenure", "churn", "--set", "boosting.rounds=10000", "--set",
          "boosting.patience=0", NULL);
  said = cli_say_to ("run", "shop.tenure", "--stop-after", "0.05", "--json", NULL);
  g_assert_cmpint (said->status, ==, 0);
  warnings = tn_json_array (json_node_get_object (said->json), "warnings");
  for (guint i = 0; i < json_array_get_length (warnings); i++)
    told |= g_str_equal (tn_json_string (json_array_get_object_element (warnings, i), "code", ""),
                         "learning.stopped");
  g_assert_true (told);
}

static void
test_interrupt (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *csv = NULL;
  g_autofree char *err = NULL;
  g_autofree char *status = NULL;

  cli_scene ();
  csv = shop_write_csv (".", 100, 1);
  cli_do ("new", "shop.tenure", NULL);
  cli_do ("import", "shop.tenure", "orders.csv", NULL);
  cli_do ("apply", "shop.tenure", "churn", "--set", "boosting.rounds=10000", "--set",
          "boosting.patience=0", NULL);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                              &error, shop_program (), "run", "shop.tenure", NULL);
  g_assert_no_error (error);
  wait_for_run (process);
  g_subprocess_send_signal (process, SIGINT);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &err, &error));
  g_assert_no_error (error);
  g_test_message ("%s", err);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
  g_assert_cmpstr (err, ==, "Stopped. What was finished is kept.\n");
  status = latest_status ();
  g_assert_cmpstr (status, ==, "stopped");
  assert_log_ends ();
  cli_do ("apply", "shop.tenure", "churn", "--name", "quick", "--set", "boosting.rounds=5", NULL);
  cli_do ("run", "shop.tenure", "quick", NULL);
}

/* While one changes a project, another can look, but not change. */
static void
test_two_at_once (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (Said) second = NULL;
  g_autoptr (Said) look = NULL;
  g_autofree char *csv = NULL;

  cli_scene ();
  csv = shop_write_csv (".", 100, 1);
  cli_do ("new", "shop.tenure", NULL);
  cli_do ("import", "shop.tenure", "orders.csv", NULL);
  cli_do ("apply", "shop.tenure", "churn", "--set", "boosting.rounds=10000", "--set",
          "boosting.patience=0", NULL);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                              &error, shop_program (), "run", "shop.tenure", NULL);
  g_assert_no_error (error);
  wait_for_run (process);
  second = cli_say_to ("apply", "shop.tenure", "churn", "--json", NULL);
  look = cli_say_to ("datasets", "shop.tenure", "--json", NULL);
  g_assert_cmpint (second->status, ==, 1);
  g_assert_cmpstr (
      tn_json_string (tn_json_object (json_node_get_object (second->json), "error"), "code", ""),
      ==, "busy");
  g_assert_cmpint (look->status, ==, 0);
  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait (process, NULL, NULL);
  cli_do ("apply", "shop.tenure", "churn", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli-cancel/ctrl-c-stops-the-run-and-leaves-the-project-whole", test_interrupt);
  g_test_add_func ("/cli-cancel/learning-stops-in-time-and-the-run-goes-on", test_stop_after);
  g_test_add_func ("/cli-cancel/two-at-once-one-changes-one-looks", test_two_at_once);

  return g_test_run ();
}

/* test-space.c: what does not fit is told with a way out, and the way out fits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "cli-support.h"
#include "shop-support.h"
#include "tn-json.h"

#define N_CUSTOMERS 6000
#define NARROWEST   300
#define WIDEST      6000
#define DAY_LENGTH  10

/* tenure-cli with so many megabytes of address space for itself and its worker. */
static Said *
say_within (guint megabytes, const char *verb, const char *number)
{
  g_autofree char *limit = g_strdup_printf ("%u", megabytes * 1024);
  const char *argv[] = { "sh",
                         "-c",
                         "ulimit -v $0; exec \"$@\"",
                         limit,
                         shop_program (),
                         verb,
                         "shop.tenure",
                         "churn",
                         number,
                         NULL,
                         NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  Said *said = g_new0 (Said, 1);

  argv[number != NULL ? 9 : 8] = "--json";
  process = g_subprocess_newv (
      argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &said->out, &said->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  said->status = g_subprocess_get_exit_status (process);
  said->json = tn_json_parse (said->out, -1, NULL);

  return said;
}

/* Whether a run of the whole data would be refused, as the list of repairs says before it runs. */
static gboolean
is_refused (guint megabytes)
{
  g_autoptr (Said) said = say_within (megabytes, "fix", NULL);

  return said->status != 0 || strstr (said->out, "\"memory\"") != NULL;
}

/* The widest limit that is still refused: the repair keeps most of the data. */
static guint
find_limit (void)
{
  guint low = NARROWEST, high = WIDEST;

  g_assert_true (is_refused (low));
  g_assert_false (is_refused (high));
  while (high - low > 4)
    {
      guint middle = (low + high) / 2;

      if (is_refused (middle))
        low = middle;
      else
        high = middle;
    }

  return low;
}

/* The last order of each customer, "C00001" to "2025-03-01". */
static GHashTable *
read_last_orders (const char *path)
{
  GHashTable *last = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", 4);
      const char *known = g_hash_table_lookup (last, cells[1]);

      if (known == NULL || strncmp (known, cells[2], DAY_LENGTH) < 0)
        g_hash_table_replace (last, g_strdup (cells[1]), g_strndup (cells[2], DAY_LENGTH));
    }

  return last;
}

/* Customers of the list with their last orders; a customer of whom some orders are left out would
 * mostly have an earlier one. */
static guint
check_list (GHashTable *last)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) names = NULL;
  int customer = -1, order = -1;
  guint n = 0;

  cli_do ("export", "shop.tenure", "--out", "list.csv", NULL);
  g_assert_true (g_file_get_contents ("list.csv", &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  names = g_strsplit (lines[0], ",", -1);
  for (int i = 0; names[i] != NULL; i++)
    {
      g_strstrip (names[i]);
      customer = strstr (names[i], "Customer") != NULL && customer < 0 ? i : customer;
      order = strstr (names[i], "Last order") != NULL && order < 0 ? i : order;
    }
  g_assert_cmpint (customer, >=, 0);
  g_assert_cmpint (order, >=, 0);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);
      const char *known = g_hash_table_lookup (last, cells[customer]);

      g_assert_nonnull (known);
      g_assert_cmpuint (strlen (cells[order]), >=, DAY_LENGTH);
      g_assert_cmpint (strncmp (cells[order], known, DAY_LENGTH), ==, 0);
      n++;
    }

  return n;
}

/* As the repair says it: "Learn from 62% of the customers, chosen by lot". */
static double
get_share (const char *said)
{
  const char *at = strstr (said, "Learn from ");

  g_assert_nonnull (at);

  return g_ascii_strtod (at + strlen ("Learn from "), NULL) / 100;
}

static void
test_share (void)
{
  g_autofree char *csv = NULL;
  g_autoptr (GHashTable) last = NULL;
  g_autoptr (Said) refused = NULL;
  g_autoptr (Said) fixed = NULL;
  g_autoptr (Said) done = NULL;
  JsonObject *error;
  guint limit, n;
  double share;

#if defined(__SANITIZE_ADDRESS__)
  g_test_skip ("a sanitizer needs its address space");
  return;
#endif
  cli_scene ();
  csv = shop_write_csv (".", N_CUSTOMERS, 1);
  last = read_last_orders (csv);
  cli_do ("new", "shop.tenure", NULL);
  cli_do ("import", "shop.tenure", "orders.csv", NULL);
  cli_do ("apply", "shop.tenure", "churn", "--set", "boosting.rounds=5", "--set",
          "evaluate.resamples=100", "--set", "list.explained=5", "--set", "split.n_cuts=1", NULL);
  /* The client reckons with a worker that takes a little more than one does. */
  limit = find_limit () - 80;

  refused = say_within (limit, "run", NULL);
  g_test_message ("%u MB: %s", limit, refused->out);
  g_assert_cmpint (refused->status, ==, 1);
  error = tn_json_object (json_node_get_object (refused->json), "error");
  g_assert_cmpstr (tn_json_string (error, "code", ""), ==, "space");
  g_assert_nonnull (strstr (tn_json_string (error, "text", ""), "Use a sample of about "));
  g_assert_nonnull (strstr (refused->out, "of the customers, chosen by lot"));

  fixed = say_within (limit, "fix", "1");
  g_assert_cmpint (fixed->status, ==, 0);
  share = get_share (refused->out);
  g_assert_cmpfloat (share, >, 0);
  g_assert_cmpfloat (share, <, 1);
  done = say_within (limit, "run", NULL);
  g_test_message ("share %g: %s", share, done->status != 0 ? done->out : "done");
  g_assert_cmpint (done->status, ==, 0);

  n = check_list (last);
  g_test_message ("%u of %u customers", n, N_CUSTOMERS);
  g_assert_cmpfloat_with_epsilon ((double) n / N_CUSTOMERS, share, 0.1);
  /* Undone, it does not fit again. */
  cli_do ("undo", "shop.tenure", NULL);
  g_assert_true (is_refused (limit));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli-space/a-share-of-whole-customers-is-offered-and-fits", test_share);

  return g_test_run ();
}

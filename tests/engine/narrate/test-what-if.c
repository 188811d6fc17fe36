/* test-what-if.c: what the model says of a customer with other facts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "narrate-support.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-list-export.h"
#include "tn-list-search.h"
#include "tn-nodes.h"
#include "tn-test.h"
#include "tn-what-if.h"

static JsonObject *
ask (const char *customer, const char *set)
{
  const char *sets[] = { set, NULL };
  g_autoptr (GError) error = NULL;
  JsonObject *made = tn_project_what_if (get_log_run ()->project, get_log_run ()->run, customer,
                                         set != NULL ? sets : NULL, NULL, NULL, &error);

  g_assert_no_error (error);

  return made;
}

static TnListSearch *
open_list (void)
{
  g_autoptr (TnRun) run = NULL;
  g_autoptr (TnTable) table =
      tn_list_load (get_log_run ()->project, get_log_run ()->run, NULL, &run, NULL);

  return tn_list_search_new (table, NULL, NULL);
}

static double
get_chance (JsonObject *made, const char *when)
{
  return tn_json_double (tn_json_object (made, when), "chance", NAN);
}

static JsonObject *
find_fact (JsonObject *made, const char *name)
{
  JsonArray *facts = tn_json_array (made, "facts");

  for (guint i = 0; i < json_array_get_length (facts); i++)
    {
      JsonObject *fact = json_array_get_object_element (facts, i);

      if (g_str_equal (tn_json_string (tn_json_object (fact, "field"), "name", ""), name))
        return fact;
    }

  return NULL;
}

/* With nothing changed it is the list, to the last bit. */
static void
test_now_is_the_list (void)
{
  g_autoptr (TnListSearch) list = open_list ();

  for (gsize row = 0; row < tn_list_search_get_n (list); row += 40)
    {
      g_autoptr (JsonObject) made = ask (tn_list_search_get_name (list, row), NULL);

      g_assert_cmpfloat (get_chance (made, "now"), ==, tn_list_search_get_chance (list, row));
      g_assert_false (json_object_has_member (made, "then"));
    }
}

/* A fact set to what it is changes nothing; set to a point, it gives that point's chance. */
static void
test_points_are_what_setting_gives (void)
{
  g_autoptr (TnListSearch) list = open_list ();
  const char *customer = tn_list_search_get_name (list, 3);
  g_autoptr (JsonObject) made = ask (customer, NULL);
  JsonArray *points = tn_json_array (find_fact (made, "recency_days"), "points");
  guint n = json_array_get_length (points);
  gboolean differs = FALSE;

  g_assert_cmpuint (n, >, 10);
  for (guint i = 0; i < n; i += 5)
    {
      JsonObject *point = json_array_get_object_element (points, i);
      char number[G_ASCII_DTOSTR_BUF_SIZE];
      g_autofree char *set = g_strconcat (
          "recency_days=",
          g_ascii_dtostr (number, sizeof number, tn_json_double (point, "value", NAN)), NULL);
      g_autoptr (JsonObject) other = ask (customer, set);

      g_assert_cmpfloat (get_chance (other, "then"), ==, tn_json_double (point, "chance", NAN));
      g_assert_cmpfloat (get_chance (other, "now"), ==, get_chance (made, "now"));
      differs = differs || get_chance (other, "then") != get_chance (other, "now");
    }
  g_assert_true (differs);
}

/* Another fact than @name that can be changed. */
static JsonObject *
find_other_fact (JsonObject *made, const char *name)
{
  JsonArray *facts = tn_json_array (made, "facts");

  for (guint i = 0; i < json_array_get_length (facts); i++)
    {
      JsonObject *fact = json_array_get_object_element (facts, i);
      const char *at = tn_json_string (tn_json_object (fact, "field"), "name", "");

      if (!g_str_equal (at, name) && json_array_get_length (tn_json_array (fact, "points")) > 0)
        return fact;
    }
  g_assert_not_reached ();
}

/* Several facts at once: the range of one is that with the others as they were set. */
static void
test_several_facts_at_once (void)
{
  g_autoptr (TnListSearch) list = open_list ();
  const char *customer = tn_list_search_get_name (list, 3);
  const char *sets[] = { "recency_days=3", NULL, NULL };
  g_autoptr (JsonObject) one = ask (customer, sets[0]);
  JsonObject *fact = find_other_fact (one, "recency_days");
  const char *name = tn_json_string (tn_json_object (fact, "field"), "name", "");
  JsonArray *points = tn_json_array (fact, "points");
  JsonObject *point = json_array_get_object_element (points, json_array_get_length (points) - 1);
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *second = g_strconcat (
      name, "=", g_ascii_dtostr (number, sizeof number, tn_json_double (point, "value", NAN)),
      NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) both = NULL;

  sets[1] = second;
  both = tn_project_what_if (get_log_run ()->project, get_log_run ()->run, customer, sets, NULL,
                             NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (get_chance (both, "then"), ==, tn_json_double (point, "chance", NAN));
  g_assert_cmpfloat (get_chance (both, "now"), ==, get_chance (one, "now"));
  g_assert_cmpfloat (tn_json_double (find_fact (both, "recency_days"), "set", NAN), ==, 3);
  g_assert_false (json_object_has_member (find_fact (one, name), "set"));
  /* The range is that of the data. */
  g_assert_cmpfloat (tn_json_double (fact, "most", NAN), ==, tn_json_double (point, "value", NAN));
}

static void
test_bad_questions_are_told (void)
{
  static const char *const sets[][2] = { { "moon=3", NULL },
                                         { "recency_days=often", NULL },
                                         { "recency_days", NULL },
                                         { "recency_days=nan", NULL } };
  g_autoptr (TnListSearch) list = open_list ();
  g_autoptr (GError) nobody = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (tn_project_what_if (get_log_run ()->project, get_log_run ()->run,
                                         tn_list_search_get_name (list, 0), sets[i], NULL, NULL,
                                         &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
      /* Nobody asked about a step. */
      g_assert_null (tn_error_get_node (error));
    }
  g_assert_null (tn_project_what_if (get_log_run ()->project, get_log_run ()->run, "nobody", NULL,
                                     NULL, NULL, &nobody));
  g_assert_error (nobody, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_assert_null (tn_error_get_node (nobody));
}

static void
test_cancelled (void)
{
  g_autoptr (TnListSearch) list = open_list ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (tn_project_what_if (get_log_run ()->project, get_log_run ()->run,
                                     tn_list_search_get_name (list, 0), NULL, NULL, cancellable,
                                     &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A table without dates lists those who stayed by the folds; the final fit may see them otherwise,
 * but answers. */
static void
test_customer_table (void)
{
  g_autofree char *csv = make_customers (1, FALSE);
  g_autoptr (Ran) ran = ran_new (csv, fast_table, NULL);
  g_autoptr (TnRun) run = NULL;
  g_autoptr (TnTable) table = tn_list_load (ran->project, ran->run, NULL, &run, NULL);
  g_autoptr (TnListSearch) list = tn_list_search_new (table, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) made = tn_project_what_if (
      ran->project, ran->run, tn_list_search_get_name (list, 0), NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (get_chance (made, "now"), >=, 0);
  g_assert_cmpfloat (get_chance (made, "now"), <=, 1);
  g_assert_cmpuint (json_array_get_length (tn_json_array (made, "facts")), >, 0);
}

int
main (int argc, char **argv)
{
  g_autofree char *sessions = NULL;

  g_test_init (&argc, &argv, NULL);
  sessions = tn_test_directory ();
  g_setenv ("TENURE_SESSIONS", sessions, TRUE);
  tn_nodes_init ();
  g_test_add_func ("/what-if/now-is-the-list", test_now_is_the_list);
  g_test_add_func ("/what-if/points-are-what-setting-gives", test_points_are_what_setting_gives);
  g_test_add_func ("/what-if/several-facts-at-once", test_several_facts_at_once);
  g_test_add_func ("/what-if/bad-questions-are-told", test_bad_questions_are_told);
  g_test_add_func ("/what-if/can-be-cancelled", test_cancelled);
  g_test_add_func ("/what-if/of-a-customer-table", test_customer_table);

  return g_test_run ();
}

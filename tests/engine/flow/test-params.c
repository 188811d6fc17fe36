/* test-params.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "flow-support.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-table.h"

static TnParams *
read_params (const char *json, GError **error)
{
  g_autoptr (JsonNode) node = tn_json_parse (json, -1, NULL);

  g_assert_nonnull (node);

  return tn_params_new (tn_node_registry_find ("prep"), json_node_get_object (node), error);
}

static void
test_defaults (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnParams) params = tn_params_new (tn_node_registry_find ("prep"), NULL, &error);
  g_autoptr (GArray) days = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_no_error (error);
  g_assert_cmpfloat (tn_params_get_number (params, "plus"), ==, 0);
  g_assert_cmpint (tn_params_get_int (params, "n"), ==, 3);
  g_assert_true (tn_params_get_bool (params, "on"));
  g_assert_true (tn_params_is_choice (params, "style", "plain"));
  g_assert_cmpint (tn_params_get_date (params, "day"), ==, TN_TIME_MISSING);
  days = tn_params_get_numbers (params, "days");
  g_assert_cmpuint (days->len, ==, 2);
  g_assert_cmpfloat (g_array_index (days, double, 1), ==, 30);
  lines = tn_params_get_lines (params, "columns");
  g_assert_cmpuint (g_strv_length (lines), ==, 0);
}

static void
test_values (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnParams) params =
      read_params ("{\"plus\":-100,\"n\":10,\"style\":\"bold\",\"on\":false,\"day\":\"2026-03-01\","
                   "\"days\":\"1, 2.5;\",\"columns\":\" a \\n\\n b\"}",
                   &error);

  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
  g_assert_null (params);
  g_clear_error (&error);
  params = read_params ("{\"plus\":-100,\"n\":10.0,\"style\":\"bold\",\"on\":false,"
                        "\"day\":\"2026-03-01\",\"days\":\"1, 2.5\",\"columns\":\" a \\n\\n b\"}",
                        &error);
  g_assert_no_error (error);
  g_assert_cmpint (tn_params_get_int (params, "n"), ==, 10);
  /* date -u -d 2026-03-01 +%s */
  g_assert_cmpint (tn_params_get_date (params, "day"), ==, G_GINT64_CONSTANT (1772323200000000));
  {
    g_auto (GStrv) lines = tn_params_get_lines (params, "columns");

    g_assert_cmpuint (g_strv_length (lines), ==, 2);
    g_assert_cmpstr (lines[1], ==, "b");
  }
}

/* Each bad value is refused in a sentence that names the setting, its node and what to do. */
static void
test_bad_values (void)
{
  static const struct
  {
    const char *json;
    const char *setting;
  } cases[] = {
    { "{\"plus\":100.001}", "plus" },
    { "{\"plus\":\"1\"}", "plus" },
    { "{\"plus\":1e999}", "plus" },
    { "{\"n\":0}", "n" },
    { "{\"n\":11}", "n" },
    { "{\"n\":2.5}", "n" },
    { "{\"n\":true}", "n" },
    { "{\"n\":null}", "n" },
    { "{\"n\":[1]}", "n" },
    { "{\"style\":\"shy\"}", "style" },
    { "{\"style\":3}", "style" },
    { "{\"on\":1}", "on" },
    { "{\"day\":\"1.3.2026\"}", "day" },
    { "{\"day\":\"2026-02-30\"}", "day" },
    { "{\"day\":\"2026-03-01x\"}", "day" },
    { "{\"days\":\"7 thirty\"}", "days" },
    { "{\"days\":\"1e999\"}", "days" },
    { "{\"depth\":3}", "depth" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = tn_json_parse (cases[i].json, -1, NULL);
      g_autoptr (TnParams) params = NULL;

      /* A number beyond double may already be no JSON. */
      if (node == NULL)
        continue;
      params = tn_params_new (tn_node_registry_find ("prep"), json_node_get_object (node), &error);
      g_test_message ("%s: %s", cases[i].json, error != NULL ? error->message : "taken");
      g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
      g_assert_null (params);
      g_assert_nonnull (strstr (error->message, cases[i].setting));
      g_assert_nonnull (strstr (error->message, "Prepare"));
      g_assert_true (g_str_has_suffix (error->message, "."));
    }
}

static void
test_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnParams) params = read_params ("{\"plus\":0.1,\"words\":\"a\\u0007“b”\"}", &error);
  g_autoptr (JsonNode) node = tn_params_to_json (params);
  g_autofree char *text = tn_json_print (node, FALSE);
  g_autoptr (TnParams) again = read_params (text, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (tn_params_get_number (again, "plus"), ==, 0.1);
  g_assert_cmpstr (tn_params_get_text (again, "words"), ==, "a\a“b”");
}

static void
test_typed_text (void)
{
  static const struct
  {
    const char *param;
    const char *text;
    gboolean taken;
  } cases[] = {
    { "plus", "1e-3", TRUE }, { "plus", "1,5", FALSE },   { "plus", "", FALSE },
    { "plus", "nan", FALSE }, { "n", "7", TRUE },         { "n", "7 days", FALSE },
    { "on", "yes", TRUE },    { "on", "perhaps", FALSE }, { "words", "", TRUE },
    { "day", "", TRUE },      { "plus", "inf", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      const TnParamSpec *spec =
          tn_node_spec_find_param (tn_node_registry_find ("prep"), cases[i].param);
      g_autoptr (JsonNode) node = tn_param_parse (spec, cases[i].text, &error);

      g_assert_true ((node != NULL) == cases[i].taken);
      if (!cases[i].taken)
        {
          g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
          g_assert_nonnull (strstr (error->message, cases[i].param));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  flow_register ();

  g_test_add_func ("/params/unset-have-the-default", test_defaults);
  g_test_add_func ("/params/ends-of-a-range-belong-to-it", test_values);
  g_test_add_func ("/params/bad-values-are-refused-by-name", test_bad_values);
  g_test_add_func ("/params/come-back-from-json", test_round_trip);
  g_test_add_func ("/params/typed-text-is-read-in-every-locale-alike", test_typed_text);

  return g_test_run ();
}

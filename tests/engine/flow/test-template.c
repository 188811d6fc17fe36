/* test-template.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-error.h"
#include "tn-import.h"
#include "tn-nodes.h"
#include "tn-template.h"

static TnTable *
make_table (const TnRole *roles, guint n_roles)
{
  static const double values[] = { 0, 1, 1 };
  TnTableBuilder *builder = tn_table_builder_new (3);

  for (guint i = 0; i < n_roles; i++)
    {
      g_autofree char *name = g_strdup_printf ("column %u", i);

      tn_table_builder_take (builder, tn_field_new (name, roles[i]),
                             tn_column_new_numbers (values, 3));
    }

  return tn_table_builder_end (builder);
}

static void
assert_sound (const TnTemplate *template, const TnRole *roles, guint n_roles)
{
  g_autoptr (TnTable) table = make_table (roles, n_roles);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) graph = template->build ("shop", table, &error);

  g_assert_no_error (error);
  tn_graph_require_sound (graph, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tn_graph_get_template (graph), ==, template->id);
}

static void
test_sound (void)
{
  static const TnRole events[] = { TN_ROLE_CUSTOMER, TN_ROLE_TIME, TN_ROLE_AMOUNT };
  static const TnRole customers[] = { TN_ROLE_CUSTOMER, TN_ROLE_TARGET, TN_ROLE_FEATURE };

  assert_sound (tn_template_find ("churn"), events, 3);
  assert_sound (tn_template_find ("churn"), customers, 3);
}

static void
test_missing_role (void)
{
  static const TnRole without_time[] = { TN_ROLE_CUSTOMER, TN_ROLE_AMOUNT };
  static const TnRole without_customer[] = { TN_ROLE_TIME, TN_ROLE_AMOUNT };
  const TnRole *cases[] = { without_time, without_customer };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TnTable) table = make_table (cases[i], 2);
      g_autoptr (GError) error = NULL;
      g_autoptr (TnGraph) graph = tn_template_find ("churn")->build ("shop", table, &error);

      g_assert_null (graph);
      g_assert_nonnull (error);
      g_assert_true (error->domain == TN_ERROR);
      g_test_message ("%s", error->message);
    }
}

/* Every setting of a template is taken by --set with its own default, in both languages. */
static void
test_settings (void)
{
  static const char *const languages[] = { "en", "zh_CN" };

  for (const TnTemplate *const *at = tn_template_list (); *at != NULL; at++)
    for (guint l = 0; l < G_N_ELEMENTS (languages); l++)
      {
        g_autoptr (JsonNode) node = tn_template_to_json (*at, tn_language_get (languages[l]));
        JsonArray *params =
            json_object_get_array_member (json_node_get_object (node), "parameters");

        g_assert_cmpuint (json_array_get_length (params), >, 20);
        for (guint i = 0; i < json_array_get_length (params); i++)
          {
            JsonObject *param = json_array_get_object_element (params, i);
            JsonNode *value = json_object_get_member (param, "default");
            g_autofree char *text = json_node_get_value_type (value) == G_TYPE_STRING
                                        ? json_node_dup_string (value)
                                        : json_to_string (value, FALSE);
            g_autofree char *setting =
                g_strdup_printf ("%s=%s", json_object_get_string_member (param, "name"), text);
            g_autoptr (TnGraph) graph = (*at)->build ("shop", NULL, NULL);
            g_autoptr (GError) error = NULL;

            tn_graph_set_text (graph, setting, &error);
            g_assert_no_error (error);
            g_assert_cmpuint (strlen (json_object_get_string_member (param, "help")), >, 0);
          }
      }
}

/* Of a file with as many columns. */
static TnImportPlan *
make_plan (const TnRole *roles, guint n_roles)
{
  static const char *const files[] = { "a\nx\ny\n", "a\nx\ny\n", "a,b\nx,y\ny,z\n" };
  g_autoptr (GBytes) bytes = g_bytes_new_static (files[n_roles], strlen (files[n_roles]));
  g_autoptr (TnSource) source = tn_source_open_bytes (bytes, "test.csv");
  g_autoptr (GError) error = NULL;
  TnImportPlan *plan = tn_import_detect (source, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < tn_import_plan_get_n_columns (plan); i++)
    tn_import_plan_set_role (plan, i, i < n_roles ? roles[i] : TN_ROLE_FEATURE);

  return plan;
}

/* Before anything is imported: what a file lacks is said by the role, in the order of need. */
static void
test_lack (void)
{
  static const TnRole roles[] = { TN_ROLE_CUSTOMER, TN_ROLE_TIME };
  const TnTemplate *churn = tn_template_find ("churn");
  const TnLanguage *english = tn_language_get ("en");

  for (guint n = 0; n <= 2; n++)
    {
      g_autoptr (TnImportPlan) plan = make_plan (roles, n);
      g_autoptr (TnMessage) lack = tn_template_say_lack (churn, plan);
      g_autofree char *said = lack != NULL ? tn_message_say (lack, english) : NULL;

      g_assert_cmpstr (said, ==,
                       n == 0   ? "No column has the role “customer”"
                       : n == 1 ? "No column has the role “time”"
                                : NULL);
    }
}

/* One column that says who left is enough, and a column left out counts for nothing. */
static void
test_lack_of_a_customer_table (void)
{
  static const TnRole roles[] = { TN_ROLE_TARGET };
  g_autoptr (TnImportPlan) plan = make_plan (roles, 1);
  g_autoptr (TnMessage) lack = NULL;

  g_assert_null (tn_template_say_lack (tn_template_find ("churn"), plan));
  tn_import_plan_set_included (plan, 0, FALSE);
  lack = tn_template_say_lack (tn_template_find ("churn"), plan);
  g_assert_nonnull (lack);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tn_nodes_init ();

  g_test_add_func ("/template/lays-out-a-sound-pipeline", test_sound);
  g_test_add_func ("/template/names-the-role-that-is-missing", test_missing_role);
  g_test_add_func ("/template/says-what-a-file-lacks", test_lack);
  g_test_add_func ("/template/takes-a-table-of-who-left", test_lack_of_a_customer_table);
  g_test_add_func ("/template/every-setting-can-be-set", test_settings);

  return g_test_run ();
}

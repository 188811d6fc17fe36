/* wb-test-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-test-list.h"

#include <math.h>
#include <string.h>

#include "tn-pipeline-run.h"
#include "tn-template.h"

#define N_EXPLAINED 1000

static void
take (TnTableBuilder *builder, const char *name, const char *label, TnColumn *column)
{
  TnField *field =
      tn_field_new (name, g_str_equal (name, "customer") ? TN_ROLE_CUSTOMER : TN_ROLE_NONE);

  field->label = tn_message_new (label);
  tn_table_builder_take (builder, field, column);
}

static char *
make_name (gsize i, gboolean long_names)
{
  static const char part[] = "上海市浦东新区世纪大道国际";
  GString *name = g_string_new (NULL);

  if (long_names)
    while (g_utf8_strlen (name->str, -1) < 54)
      g_string_append (name, part);
  g_string_append_printf (name, "%" G_GSIZE_FORMAT, 100000 + i * 7);

  return g_string_free (name, FALSE);
}

static TnColumn *
make_names (gsize n, gboolean long_names)
{
  TnDictionaryBuilder *words = tn_dictionary_builder_new ();
  g_autoptr (TnDictionary) dictionary = NULL;
  g_autofree guint32 *codes = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *name = make_name (i, long_names);

      codes[i] = tn_dictionary_builder_intern (words, name, strlen (name));
    }
  dictionary = tn_dictionary_builder_end (words);

  return tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, n);
}

static TnColumn *
make_actions (gsize n)
{
  static const char *const words[] = { "contact", "hold_out", "none" };
  g_autoptr (TnDictionary) dictionary = tn_dictionary_new (words, G_N_ELEMENTS (words));
  g_autofree guint32 *codes = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    codes[i] = i >= 600 ? 2 : i % 4 == 3;

  return tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, n);
}

/* Chances fall from 0.95, so that what is found can be counted. */
static double
get_chance (gsize i, gsize n)
{
  return 0.95 - 0.9 * (double) i / (double) n;
}

static TnColumn *
make_numbers (gsize n, double of_chance, double plus)
{
  g_autofree double *values = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    values[i] = get_chance (i, n) * of_chance + plus;

  return tn_column_new_numbers (values, n);
}

static char *
say_reasons (gsize i)
{
  TnMessage *other =
      i % 2 == 0 ? tn_message_new ("Nothing returned so far")
                 : tn_message_number (tn_message_new ("{value} orders a month"), "value", 0.4, 1);
  g_autoptr (TnMessage) silence = tn_message_count (
      tn_message_new_plural ("Silent for {n} day, usually every {gap}",
                             "Silent for {n} days, usually every {gap}", 20 + (gint64) (i % 80)),
      "gap", 31);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  json_array_add_element (array, tn_message_to_json (silence));
  json_array_add_element (array, tn_message_to_json (other));
  json_node_take_array (node, array);
  tn_message_unref (other);

  return json_to_string (node, FALSE);
}

static TnColumn *
make_reasons (gsize n)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_full (n, g_free);

  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (texts, i < N_EXPLAINED ? say_reasons (i) : NULL);

  return tn_column_new_texts ((const char *const *) texts->pdata, n);
}

static void
take_last_orders (TnTableBuilder *builder, gsize n, const char *zone)
{
  g_autofree gint64 *times = g_new (gint64, n);
  TnField *field = tn_field_new ("last_order", TN_ROLE_NONE);

  for (gsize i = 0; i < n; i++)
    times[i] = WB_TEST_LAST_ORDER - (gint64) (i % 300) * 86400 * G_USEC_PER_SEC;
  field->label = tn_message_new ("Last order");
  field->zone = g_strdup (zone);
  tn_table_builder_take (builder, field, tn_column_new_times (times, n));
}

TnTable *
wb_test_list_table (gsize n, const char *zone, gboolean long_names)
{
  TnTableBuilder *builder = tn_table_builder_new (n);

  take (builder, "customer", "Customer", make_names (n, long_names));
  take (builder, "action", "What to do", make_actions (n));
  take (builder, "chance", "Chance of leaving", make_numbers (n, 1, 0));
  take (builder, "low", "At least", make_numbers (n, 0.9, 0));
  take (builder, "high", "At most", make_numbers (n, 1, 0.05));
  take (builder, "revenue", "Expected net revenue", make_numbers (n, 0, 1234.5));
  take (builder, "stake", "Value at stake", make_numbers (n, 1234.5, 0));
  take_last_orders (builder, n, zone);
  take (builder, "reasons", "Reasons", make_reasons (n));

  return tn_table_builder_end (builder);
}

static JsonNode *
make_document (gsize n)
{
  g_autofree char *text = g_strdup_printf (
      "{\"model\":\"boosting\",\"n\":%" G_GSIZE_FORMAT
      ",\"currency\":\"GBP\",\"as_of\":%" G_GINT64_FORMAT
      ",\"leavers\":{\"value\":%d,\"low\":%d,\"high\":%d},\"stake\":{\"value\":"
      "1000,\"low\":900,\"high\":1100},\"first\":{\"n\":%d}}",
      n, WB_TEST_AS_OF, (int) (n / 2), (int) (n / 3), (int) (n * 2 / 3), (int) MIN (n, 600));

  return json_from_string (text, NULL);
}

WbProject *
wb_test_list_project (TnTable *list)
{
  g_autoptr (GError) error = NULL;
  TnProject *store = tn_project_create (NULL, &error);
  g_autoptr (TnGraph) graph = tn_template_find ("churn")->build ("orders", NULL, &error);
  g_autoptr (JsonNode) snapshot = tn_graph_to_json (graph);
  TnOutput output = { (char *) "list", (char *) "result", (char *) "list", 4 };
  g_autoptr (JsonNode) body = make_document (tn_table_get_n_rows (list));
  WbState *state;
  gint64 run;

  g_assert_no_error (error);
  tn_project_put_pipeline (store, "churn", graph, tn_message_new_literal ("lay out"), &error);
  g_assert_no_error (error);
  run = tn_project_begin_run (store, "churn", snapshot, 1, NULL, &error);
  g_assert_no_error (error);
  output.body = body;
  output.table = tn_project_add_table (store, list, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (tn_project_put_output (store, run, &output, &error));
  g_assert_no_error (error);
  g_assert_true (tn_project_end_run (store, run, TN_RUN_DONE, NULL, &error));
  g_assert_no_error (error);
  state = wb_state_read (store, &error);
  g_assert_no_error (error);

  return wb_project_new (store, state);
}

/* test-import-plan.c: what was found can be seen, corrected and applied again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-error.h"
#include "tn-import.h"
#include "tn-json.h"
#include "tn-test.h"

static const char text[] = "day,customer id,amount,note,n,flag\n"
                           "03/04/2026,17850.0,\"1,200\",a,1,yes\n"
                           "05/06/2026,17851.0,\"$3\",b,2,no\n"
                           "07/08/2026,,\"$4,000.5\",,3,yes\n";

static TnSource *
open_text (const char *data)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, strlen (data));

  return tn_source_open_bytes (bytes, "text");
}

static TnImportPlan *
detect (const char *data, const TnImportPlan *wish)
{
  g_autoptr (TnSource) source = open_text (data);
  g_autoptr (GError) error = NULL;
  TnImportPlan *plan = tn_import_detect (source, wish, NULL, NULL, &error);

  g_assert_no_error (error);

  return plan;
}

static TnTable *
run (const char *data, TnImportPlan *plan)
{
  g_autoptr (TnSource) source = open_text (data);
  g_autoptr (TnMemorySink) sink = tn_memory_sink_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (
      tn_import_run (source, plan, NULL, &tn_memory_sink, sink, NULL, NULL, NULL, &error));
  g_assert_no_error (error);

  return tn_table_ref (tn_memory_sink_get_table (sink));
}

static void
assert_cell (TnTable *table, guint column, gsize row, const char *right)
{
  g_autofree char *cell = tn_column_dup_cell (tn_table_get_column (table, column), row, NULL);

  g_assert_cmpstr (cell, ==, right);
}

static char *
print (const TnImportPlan *plan)
{
  g_autoptr (JsonNode) node = tn_import_plan_to_json (plan);

  return tn_json_print (node, TRUE);
}

static void
test_json (void)
{
  g_autoptr (TnImportPlan) plan = detect (text, NULL);
  g_autoptr (TnTable) table = run (text, plan);
  g_autofree char *before = print (plan);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = tn_json_parse (before, -1, &error);
  g_autoptr (TnImportPlan) back = tn_import_plan_from_json (node, &error);
  g_autoptr (TnImportPlan) copy = NULL;
  g_autofree char *after = NULL;
  g_autofree char *copied = NULL;

  g_assert_no_error (error);
  after = print (back);
  g_assert_cmpstr (after, ==, before);
  copy = tn_import_plan_copy (back);
  copied = print (copy);
  g_assert_cmpstr (copied, ==, before);
}

static void
test_json_refused (void)
{
  static const char *const texts[] = {
    "{}",
    "[]",
    "{\"columns\":[],\"dialect\":{\"delimiter\":\"ab\"}}",
    "{\"columns\":[],\"dialect\":{\"delimiter\":\"\\n\"}}",
    "{\"columns\":[1],\"dialect\":{\"delimiter\":\",\"}}",
    "{\"columns\":[{\"name\":\"a\"},{\"name\":\"a\"}],\"dialect\":{\"delimiter\":\",\"}}",
    "{\"columns\":[{\"name\":\"\"}],\"dialect\":{\"delimiter\":\",\"}}",
    "{\"columns\":[],\"dialect\":{\"delimiter\":\",\"},\"encoding\":\"no-such\"}",
    "{\"columns\":[],\"dialect\":{\"delimiter\":\",\",\"skip\":-1}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = json_from_string (texts[i], NULL);

      g_assert_null (tn_import_plan_from_json (node, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_FORMAT);
    }
}

static void
test_corrections (void)
{
  g_autoptr (TnImportPlan) plan = detect (text, NULL);
  g_autoptr (TnTable) table = NULL;
  TnTimeLayout layout = { TN_TIME_MDY, TN_TIME_PIVOT };

  g_assert_true (tn_import_plan_get_column (plan, 0)->ambiguous);
  tn_import_plan_set_layout (plan, 0, &layout);
  tn_import_plan_set_strip_zero (plan, 1, FALSE);
  tn_import_plan_set_included (plan, 3, FALSE);
  tn_import_plan_set_type (plan, 4, TN_COLUMN_CATEGORY);
  tn_import_plan_set_role (plan, 4, TN_ROLE_SENSITIVE);
  g_assert_false (tn_import_plan_set_name (plan, 4, "flag"));
  g_assert_true (tn_import_plan_set_name (plan, 4, "age"));
  table = run (text, plan);
  g_assert_cmpuint (tn_table_get_n_columns (table), ==, 5);
  assert_cell (table, 0, 0, "2026-03-04");
  assert_cell (table, 1, 0, "17850.0");
  assert_cell (table, 2, 2, "4000.5");
  g_assert_cmpstr (tn_table_get_field (table, 3)->name, ==, "age");
  g_assert_cmpint (tn_table_get_field (table, 3)->role, ==, TN_ROLE_SENSITIVE);
  assert_cell (table, 3, 0, "1");
  assert_cell (table, 4, 1, "no");
}

/* A computer without tzdata would read the times of every zone as UTC. */
static void
test_unknown_zone (void)
{
  g_autoptr (TnImportPlan) plan = detect ("t,x\n2026-01-01 10:00,1\n2026-07-01 10:00,2\n", NULL);
  g_autoptr (TnSource) source = open_text ("t,x\n2026-01-01 10:00,1\n2026-07-01 10:00,2\n");
  g_autoptr (TnMemorySink) sink = tn_memory_sink_new ();
  g_autoptr (GError) error = NULL;

  tn_import_plan_set_zone (plan, 0, "Atlantis/Harbour");
  g_assert_false (
      tn_import_run (source, plan, NULL, &tn_memory_sink, sink, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
  g_assert_cmpstr (tn_error_get_column (error), ==, "t");
}

static void
test_zone (void)
{
  g_autoptr (TnImportPlan) plan = detect ("t,x\n2026-01-01 10:00,1\n2026-07-01 10:00,2\n", NULL);
  g_autoptr (TnTable) table = NULL;

  tn_import_plan_set_zone (plan, 0, "Europe/Berlin");
  table = run ("t,x\n2026-01-01 10:00,1\n2026-07-01 10:00,2\n", plan);
  assert_cell (table, 0, 0, "2026-01-01 09:00:00");
  assert_cell (table, 0, 1, "2026-07-01 08:00:00");
  g_assert_cmpstr (tn_table_get_field (table, 0)->zone, ==, "Europe/Berlin");
}

static gboolean
says (GPtrArray *sentences, const char *language, const char *words)
{
  for (guint i = 0; i < sentences->len; i++)
    {
      g_autofree char *sentence = tn_message_say (sentences->pdata[i], tn_language_get (language));

      if (strstr (sentence, words) != NULL)
        return TRUE;
    }

  return FALSE;
}

static void
test_sentences (void)
{
  static const char data[] = "order no,customer id,day\nA1,7.0,2999-01-01\nA2,8.0,2026-01-02\nA3\n";
  g_autoptr (TnImportPlan) plan = detect (data, NULL);
  g_autoptr (TnSource) source = open_text (data);
  g_autoptr (TnMemorySink) sink = tn_memory_sink_new ();
  g_autoptr (GPtrArray) sentences = NULL;
  TnImportSummary summary;

  g_assert_true (
      tn_import_run (source, plan, NULL, &tn_memory_sink, sink, &summary, NULL, NULL, NULL));
  sentences = tn_import_describe (plan, &summary);
  g_assert_true (says (sentences, "en", "1 of 3 rows"));
  g_assert_true (says (sentences, "en", "2 cells of customer id lost a trailing"));
  g_assert_true (says (sentences, "en", "day goes up to"));
  g_assert_true (says (sentences, "en", "2999"));
}

/* Next month's file, whose few rows alone would be read otherwise. */
static void
test_second_file (void)
{
  static const char next[] = "flag,amount,customer id,day,n\nno,\"9,000\",123,02/03/2026,7\n";
  g_autoptr (TnImportPlan) plan = detect (text, NULL);
  g_autoptr (TnImportPlan) second = NULL;
  g_autoptr (TnTable) table = NULL;
  TnTimeLayout layout = { TN_TIME_MDY, TN_TIME_PIVOT };

  tn_import_plan_set_layout (plan, 0, &layout);
  tn_import_plan_lock_all (plan);
  second = detect (next, plan);
  table = run (next, second);
  assert_cell (table, 0, 0, "no");
  assert_cell (table, 1, 0, "9000");
  assert_cell (table, 2, 0, "123");
  assert_cell (table, 3, 0, "2026-02-03");
  g_assert_cmpint (tn_table_get_field (table, 2)->role, ==, TN_ROLE_CUSTOMER);
}

static void
test_wished_dialect (void)
{
  g_autoptr (TnImportPlan) wish = tn_import_plan_new ();
  g_autoptr (TnImportPlan) plan = NULL;
  g_autoptr (TnTable) table = NULL;
  TnCsvDialect dialect;

  tn_csv_dialect_init (&dialect);
  dialect.delimiter = ';';
  dialect.n_header = 0;
  tn_import_plan_set_dialect (wish, &dialect);
  plan = detect ("a,b;c\n1,2;3\n", wish);
  table = run ("a,b;c\n1,2;3\n", plan);
  g_assert_cmpuint (tn_table_get_n_rows (table), ==, 2);
  g_assert_cmpuint (tn_table_get_n_columns (table), ==, 2);
  assert_cell (table, 0, 0, "a,b");
}

static void
test_wished_encoding (void)
{
  g_autoptr (TnImportPlan) wish = tn_import_plan_new ();
  g_autoptr (TnImportPlan) plan = NULL;
  g_autoptr (TnTable) table = NULL;

  tn_import_plan_set_encoding (wish, "latin1");
  plan = detect ("a,b\ncaf\xe9,1\n", wish);
  g_assert_cmpstr (tn_import_plan_get_encoding (plan), ==, "ISO-8859-1");
  table = run ("a,b\ncaf\xe9,1\n", plan);
  assert_cell (table, 0, 0, "café");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/import-plan/json-comes-back", test_json);
  g_test_add_func ("/import-plan/damaged-json-is-refused", test_json_refused);
  g_test_add_func ("/import-plan/corrections-are-applied", test_corrections);
  g_test_add_func ("/import-plan/zone-of-the-clock", test_zone);
  g_test_add_func ("/import-plan/a-zone-not-known-is-refused", test_unknown_zone);
  g_test_add_func ("/import-plan/sentences-say-what-was-done", test_sentences);
  g_test_add_func ("/import-plan/second-file-of-the-same-kind", test_second_file);
  g_test_add_func ("/import-plan/wished-dialect-holds", test_wished_dialect);
  g_test_add_func ("/import-plan/wished-encoding-holds", test_wished_encoding);

  return g_test_run ();
}

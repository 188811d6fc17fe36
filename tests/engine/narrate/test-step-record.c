/* test-step-record.c: what a run kept of a step, also of a run that anybody wrote
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "tn-nodes.h"
#include "tn-step-record.h"
#include "tn-test.h"

static const char pipeline[] =
    "{\"nodes\":[{\"id\":\"clean\",\"type\":\"clean\",\"params\":{}}],\"links\":[]}";

static TnStepRecord *
read_step (const char *info_text, const char *node, GError **error)
{
  g_autofree char *directory = tn_test_directory ();
  g_autofree char *file = g_build_filename (directory, "shop.tenure", NULL);
  g_autoptr (JsonNode) snapshot = json_from_string (pipeline, NULL);
  g_autoptr (JsonNode) info = json_from_string (info_text, NULL);
  g_autoptr (GError) failed = NULL;
  TnProject *project = tn_project_create (file, &failed);
  TnStepRecord *record;
  gint64 run;

  g_assert_no_error (failed);
  run = tn_project_begin_run (project, "churn", snapshot, 1, NULL, &failed);
  g_assert_no_error (failed);
  tn_project_end_run (project, run, TN_RUN_DONE, info, &failed);
  g_assert_no_error (failed);
  record = tn_step_record_read (project, run, node, error);
  tn_project_close (project, NULL);
  tn_project_unref (project);

  return record;
}

static void
test_shapes_and_costs (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnStepRecord) record =
      read_step ("{\"seconds\":{\"clean\":0.25},\"memory\":{\"clean\":1000},"
                 "\"shapes\":{\"clean\":{\"events\":[1200,9]}}}",
                 "clean", &error);
  const TnStepShape *shape;

  g_assert_no_error (error);
  g_assert_cmpfloat (record->seconds, ==, 0.25);
  g_assert_cmpint (record->bytes, ==, 1000);
  g_assert_cmpuint (record->shapes->len, ==, 1);
  shape = g_ptr_array_index (record->shapes, 0);
  g_assert_cmpstr (shape->port, ==, "events");
  g_assert_cmpint (shape->rows, ==, 1200);
  g_assert_cmpint (shape->columns, ==, 9);
  g_assert_null (record->judgement);
}

/* A recalled step took no time; what is no count is passed over. */
static void
test_what_is_none_is_passed_over (void)
{
  static const char *const infos[] = {
    "{}",
    "[]",
    "{\"shapes\":{\"clean\":{\"events\":[1200]}}}",
    "{\"shapes\":{\"clean\":{\"events\":[{},[]]}}}",
    "{\"shapes\":{\"clean\":{\"events\":[\"a\",-1]}}}",
    "{\"shapes\":{\"clean\":[]},\"seconds\":[],\"warnings\":{}}",
    "{\"warnings\":[3,{},{\"node\":\"clean\",\"message\":7}],\"error\":[]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (infos); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TnStepRecord) record = read_step (infos[i], "clean", &error);

      g_assert_no_error (error);
      g_assert_cmpuint (record->shapes->len, ==, 0);
      g_assert_cmpuint (record->said->len, ==, 0);
      g_assert_cmpfloat (record->seconds, <, 0);
    }
}

static void
test_absent_step (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_step ("{}", "no-such-step", &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tn_nodes_init ();
  g_test_add_func ("/step-record/shapes-and-costs", test_shapes_and_costs);
  g_test_add_func ("/step-record/what-is-none-is-passed-over", test_what_is_none_is_passed_over);
  g_test_add_func ("/step-record/absent-step", test_absent_step);

  return g_test_run ();
}

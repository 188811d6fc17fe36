/* test-run-spoilt.c: what a run wrote down, as anybody may have changed it
 *
 * A project file may be anybody's. A run is copied with one value of its documents spoilt, and all
 * that is told of a run is asked for: it is told, or refused in a sentence. GTest ends the test at
 * the first critical warning, and the sanitizers at the first wrong byte.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "tn-document.h"
#include "tn-estimate.h"
#include "tn-html.h"
#include "tn-json-spoil.h"
#include "tn-json.h"
#include "tn-list-export.h"
#include "tn-nodes.h"
#include "tn-pipeline-run.h"
#include "tn-report.h"
#include "tn-run-data.h"
#include "tn-run-diff.h"
#include "tn-run-figure.h"
#include "tn-run-outcome.h"
#include "tn-step-record.h"
#include "tn-test.h"

#ifdef __SANITIZE_ADDRESS__
#  define N_SHORT 8
#else
#  define N_SHORT 24
#endif
#define N_LONG 5000

typedef enum
{
  SNAPSHOT,
  VERSIONS,
  INFO,
  BODY,
  N_PARTS
} Part;

typedef struct
{
  TnProject *project;
  TnRun *run;         /* as it should be */
  GPtrArray *outputs; /* of it: TnOutput, whole */
} Whole;

static void
whole_init (Whole *self)
{
  g_autofree char *from = g_test_build_filename (G_TEST_DIST, "golden", "project-1.tenure", NULL);
  g_autofree char *directory = tn_test_directory ();
  g_autofree char *path = g_build_filename (directory, "shop.tenure", NULL);
  g_autoptr (GPtrArray) listed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (from, &bytes, &size, &error));
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, &error));
  self->project = tn_project_open (path, TN_OPEN_EDIT, NULL, NULL, &error);
  g_assert_no_error (error);
  self->run = tn_project_get_run (self->project, 0, &error);
  g_assert_no_error (error);
  listed = tn_project_list_outputs (self->project, self->run->id, &error);
  self->outputs = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_output_free);
  for (guint i = 0; i < listed->len; i++)
    {
      const TnOutput *output = g_ptr_array_index (listed, i);

      g_ptr_array_add (self->outputs, tn_project_get_output (self->project, self->run->id,
                                                             output->node, output->name, &error));
      g_assert_no_error (error);
    }
}

static void
whole_clear (Whole *self)
{
  g_ptr_array_unref (self->outputs);
  tn_run_free (self->run);
  tn_project_close (self->project, NULL);
  tn_project_unref (self->project);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Whole, whole_clear)

static JsonNode *
take (JsonNode *node, gboolean spoilt)
{
  if (node == NULL)
    return NULL;

  return spoilt ? tn_json_spoil (node) : tn_json_copy (node);
}

/* Which output has something to spoil. */
static guint
pick_body (const Whole *self)
{
  guint i;

  do
    i = (guint) g_test_rand_int_range (0, (gint32) self->outputs->len);
  while (((TnOutput *) g_ptr_array_index (self->outputs, i))->body == NULL);

  return i;
}

static gint64
copy_spoilt (const Whole *self, Part part)
{
  g_autoptr (JsonNode) snapshot = take (self->run->snapshot, part == SNAPSHOT);
  g_autoptr (JsonNode) versions = take (self->run->versions, part == VERSIONS);
  g_autoptr (JsonNode) info = take (self->run->info, part == INFO);
  guint spoilt = part == BODY ? pick_body (self) : G_MAXUINT;
  g_autoptr (GError) error = NULL;
  gint64 run = tn_project_begin_run (self->project, self->run->pipeline, snapshot, self->run->seed,
                                     versions, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < self->outputs->len; i++)
    {
      TnOutput output = *(TnOutput *) g_ptr_array_index (self->outputs, i);
      g_autoptr (JsonNode) body = take (output.body, i == spoilt);

      output.body = body;
      tn_project_put_output (self->project, run, &output, &error);
      g_assert_no_error (error);
    }
  tn_project_end_run (self->project, run, TN_RUN_DONE, info, &error);
  g_assert_no_error (error);

  return run;
}

/* All that is told of a run */

static void
read_steps (const Whole *self, gint64 run)
{
  g_autoptr (TnGraph) graph = tn_graph_from_json (self->run->snapshot, NULL);

  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    {
      const char *node = tn_graph_get_node (graph, i)->id;
      g_autoptr (TnStepRecord) record = tn_step_record_read (self->project, run, node, NULL);
    }
}

static void
read_figures (const Whole *self, gint64 id)
{
  g_autoptr (TnRun) run = tn_project_get_run (self->project, id, NULL);
  g_autoptr (GArray) data = tn_run_get_data (run);
  g_autoptr (GPtrArray) changes = tn_run_diff (self->run, run);
  g_autoptr (JsonArray) said = tn_run_diff_describe (changes, tn_language_get ("en"));
  g_autoptr (TnRunOutcome) outcome = tn_run_outcome_new (self->project, self->run, run, NULL);
  g_autoptr (TnGraph) graph = tn_graph_from_json (self->run->snapshot, NULL);
  g_autoptr (TnEstimate) estimate =
      tn_estimate_new (self->project, graph, self->run->pipeline, 1, NULL);
  g_auto (TnRunFigure) figure = { 0 };

  g_assert_nonnull (estimate);
  g_assert_nonnull (said);
  g_assert_nonnull (data);
  tn_run_get_figure (run, &figure);
  tn_run_get_model_figure (run, "boosting");
  if (outcome != NULL)
    {
      g_autoptr (GPtrArray) why = tn_run_outcome_say (outcome, changes);
      g_autoptr (JsonArray) told = tn_run_outcome_describe (outcome, tn_language_get ("zh_CN"));
    }
}

static void
read_report (const Whole *self, gint64 run, const char *language)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) described =
      tn_project_describe_run (self->project, run, tn_language_get (language), &error);
  g_autoptr (TnTable) list = NULL;
  g_autoptr (TnDocument) document = NULL;

  g_assert_true ((described == NULL) == (error != NULL));
  g_clear_error (&error);
  document = tn_report_new (self->project, run, &error);
  g_assert_true ((document == NULL) == (error != NULL));
  if (document != NULL)
    {
      g_autoptr (GBytes) html =
          tn_html_render (document, tn_language_get (language), NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (html);
    }
  g_clear_error (&error);
  list = tn_list_export (self->project, run, NULL, tn_language_get (language), &error);
  g_assert_true ((list == NULL) == (error != NULL));
}

static void
test_spoilt (void)
{
  guint n = g_test_slow () ? N_LONG : N_SHORT;
  g_auto (Whole) whole = { 0 };

  whole_init (&whole);
  for (guint i = 0; i < n; i++)
    {
      gint64 run = copy_spoilt (&whole, i % N_PARTS);

      read_steps (&whole, run);
      read_figures (&whole, run);
      read_report (&whole, run, i % 8 < 4 ? "en" : "zh_CN");
      g_assert_true (tn_project_delete_run (whole.project, run, NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tn_nodes_init ();
  g_test_add_func ("/run-spoilt/told-or-refused", test_spoilt);

  return g_test_run ();
}

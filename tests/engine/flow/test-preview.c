/* test-preview.c: what steps give on a sample
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "shop-support.h"
#include "tn-dataset.h"
#include "tn-error.h"
#include "tn-nodes.h"
#include "tn-preview.h"
#include "tn-step.h"
#include "tn-test.h"

#define N_CUSTOMERS 160

typedef struct
{
  char *directory;
  TnProject *project;
  TnGraph *graph;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->directory = shop_directory ();
  self->project = shop_make_project (self->directory, N_CUSTOMERS, 5);
  self->graph = tn_project_get_pipeline (self->project, "churn", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  tn_graph_unref (self->graph);
  shop_close (self->project);
  g_free (self->directory);
}

static void
set (Fixture *self, const char *setting)
{
  g_autoptr (GError) error = NULL;

  tn_graph_set_text (self->graph, setting, &error);
  g_assert_no_error (error);
}

static TnPreview *
look (Fixture *self, gsize n_rows, const char *node)
{
  g_autoptr (TnPreviewer) previewer = tn_previewer_new (self->project, n_rows);
  g_autoptr (GError) error = NULL;
  TnPreview *preview = tn_previewer_look (previewer, self->graph, node, NULL, &error);

  g_assert_no_error (error);

  return preview;
}

static gint64
count_rows (Fixture *self)
{
  g_autoptr (TnTable) table = tn_project_load_dataset (self->project, "orders", NULL);

  return (gint64) tn_table_get_n_rows (table);
}

/* All rows where they are few, fewer where asked, and whole customers. */
static void
test_sample (Fixture *self, gconstpointer data)
{
  g_autoptr (TnPreview) all = look (self, 0, "data");
  g_autoptr (TnPreview) some = look (self, 200, "data");

  g_assert_cmpint (all->rows_read, ==, count_rows (self));
  g_assert_cmpint (all->rows_all, ==, all->rows_read);
  g_assert_cmpint (some->rows_all, ==, all->rows_all);
  g_assert_cmpint (some->rows_read, <, all->rows_all / 2);
  g_assert_cmpint (some->rows_read, >, 0);
  g_assert_cmpuint (tn_table_get_n_columns (some->table), ==, tn_table_get_n_columns (all->table));
}

static void
test_what_changed (Fixture *self, gconstpointer data)
{
  g_autoptr (TnPreview) churn = look (self, 0, "churn");
  g_autoptr (TnPreview) features = look (self, 0, "features");
  g_autofree char *text = NULL;
  g_autoptr (TnMessage) message = NULL;

  g_assert_cmpint (churn->rows_in, >, 0);
  g_assert_true (g_strv_contains ((const char *const *) churn->added, "left"));
  g_assert_true (g_strv_contains ((const char *const *) features->added, "recency_days"));
  g_assert_cmpuint (g_strv_length (features->removed), ==, 0);
  g_assert_cmpint (features->rows_in, ==, (gint64) tn_table_get_n_rows (churn->table));
  g_assert_cmpuint (features->inputs->len, ==, 2);
  message = tn_preview_say_rows (features);
  text = tn_message_say (message, tn_language_get ("en"));
  g_assert_nonnull (strstr (text, " out."));
}

/* Why the window is as long as it is comes with the look. */
static void
test_notes (Fixture *self, gconstpointer data)
{
  g_autoptr (TnPreview) preview = NULL;
  gboolean found = FALSE;

  set (self, "churn.horizon_days=0");
  preview = look (self, 0, "churn");
  for (guint i = 0; i < preview->notes->len; i++)
    found |= g_str_equal (((TnPreviewNote *) g_ptr_array_index (preview->notes, i))->code,
                          "horizon.proposed");
  g_assert_true (found);
}

static void
test_error_has_a_place (Fixture *self, gconstpointer data)
{
  g_autoptr (TnPreviewer) previewer = tn_previewer_new (self->project, 0);
  g_autoptr (TnPreview) again = NULL;
  g_autoptr (GError) error = NULL;

  set (self, "churn.cuts=1990-01-01");
  g_assert_null (tn_previewer_look (previewer, self->graph, "features", NULL, &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (tn_error_get_node (error), ==, "churn");
  g_clear_error (&error);

  /* It goes on after a look that failed. */
  set (self, "churn.cuts=");
  again = tn_previewer_look (previewer, self->graph, "features", NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (again->table);
  set (self, "data.name=nothing");
  g_assert_null (tn_previewer_look (previewer, self->graph, "clean", NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (tn_previewer_look (previewer, self->graph, "nobody", NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
}

static void
test_learners (Fixture *self, gconstpointer data)
{
  g_autoptr (TnPreview) before = look (self, 0, "logistic");
  g_autoptr (TnPreview) after = NULL;
  g_autoptr (TnPreview) changed = NULL;
  g_autoptr (GError) error = NULL;
  gint64 run;

  g_assert_null (before->table);
  g_assert_nonnull (before->needs);
  /* Which columns arrive is known all the same. */
  g_assert_cmpuint (before->inputs->len, ==, 1);
  g_assert_cmpint (tn_table_find (((TnPreviewInput *) g_ptr_array_index (before->inputs, 0))->table,
                                  "recency_days"),
                   >=, 0);
  run = tn_project_run_pipeline_to (self->project, "churn", "logistic", 1, NULL, NULL, NULL, NULL,
                                    &error);
  g_assert_no_error (error);
  after = look (self, 0, "logistic");
  g_assert_cmpint (after->run, ==, run);
  g_assert_nonnull (after->table);
  g_assert_cmpint (tn_table_find_role (after->table, TN_ROLE_CUSTOMER), >=, 0);

  /* What came before it is another: what was kept is not shown for it. */
  set (self, "features.windows=7, 30");
  changed = look (self, 0, "logistic");
  g_assert_null (changed->table);
  g_assert_nonnull (changed->needs);
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (TnPreviewer) previewer = tn_previewer_new (self->project, 0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (tn_previewer_look (previewer, self->graph, "features", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A role that is given changes what is looked at. */
static void
test_role (Fixture *self, gconstpointer data)
{
  g_autoptr (TnPreviewer) previewer = tn_previewer_new (self->project, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTable) table = tn_project_load_dataset (self->project, "orders", NULL);
  int place = tn_table_find_role (table, TN_ROLE_TIME);
  g_autoptr (TnField) field = tn_field_copy (tn_table_get_field (table, (guint) place));
  TnEdit *edit = tn_edit_new (tn_message_new_literal (""));
  g_autoptr (TnPreview) before = tn_previewer_look (previewer, self->graph, "data", NULL, &error);

  g_assert_cmpint (tn_table_find_role (before->table, TN_ROLE_TIME), ==, place);
  field->role = TN_ROLE_IGNORE;
  tn_edit_set_field (edit, self->project, "orders", field, &error);
  tn_project_edit (self->project, edit, &error);
  tn_edit_free (edit);
  g_assert_no_error (error);
  g_assert_null (tn_previewer_look (previewer, self->graph, "churn", NULL, &error));
  g_assert_nonnull (error);
}

/* A step that works and works, as long as nobody stops it. */

static TnNodeSpec slow;
static GPtrArray *specs;
static const TnNodeSpec *const *registry;
static gint stopped;

static gboolean
work_for_ever (TnStep *step, TnNodeState **state, GError **error)
{
  GCancellable *cancellable = tn_step_get_cancellable (step);

  while (!tn_cancelled (cancellable, error))
    ;
  g_atomic_int_inc (&stopped);

  return FALSE;
}

static gboolean
apply_for_ever (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  return work_for_ever (step, NULL, error);
}

static void
slow_down (const char *type)
{
  registry = tn_node_registry_list ();
  specs = g_ptr_array_new ();
  for (const TnNodeSpec *const *at = registry; *at != NULL; at++)
    if (g_str_equal ((*at)->id, type))
      {
        slow = **at;
        slow.fit = slow.fit != NULL ? work_for_ever : NULL;
        slow.apply = apply_for_ever;
        slow.fit_apply = NULL;
        g_ptr_array_add (specs, &slow);
      }
    else
      g_ptr_array_add (specs, (gpointer) *at);
  g_ptr_array_add (specs, NULL);
  tn_node_registry_set ((const TnNodeSpec *const *) specs->pdata);
}

static void
speed_up (void)
{
  tn_node_registry_set (registry);
  g_ptr_array_unref (specs);
}

static void
get_again (Fixture *self)
{
  tn_graph_unref (self->graph);
  self->graph = tn_project_get_pipeline (self->project, "churn", NULL);
}

static char *
say_needs_of (const TnPreview *preview)
{
  g_assert_nonnull (preview->needs);

  return tn_message_say (preview->needs, tn_language_get ("en"));
}

/* The look ends by itself, says which step it was, and keeps what arrives there. */
static void
test_slow_step (Fixture *self, gconstpointer data)
{
  g_autoptr (TnPreviewer) previewer = tn_previewer_new (self->project, 0);
  g_autoptr (TnPreview) preview = NULL;
  g_autoptr (TnPreview) behind = NULL;
  g_autoptr (TnPreview) before = NULL;
  g_autofree char *said = NULL;
  g_autofree char *said_behind = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *type = NULL;

  type = g_strdup (
      tn_graph_get_node (self->graph, (guint) tn_graph_find_node (self->graph, "churn"))->spec->id);
  slow_down (type);
  get_again (self);
  tn_previewer_set_limit (previewer, 2);
  preview = tn_previewer_look (previewer, self->graph, "churn", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_atomic_int_get (&stopped), >, 0);
  g_assert_null (preview->table);
  g_assert_cmpstr (preview->too_long, ==, "churn");
  g_assert_cmpuint (preview->inputs->len, >, 0);
  said = say_needs_of (preview);
  g_assert_nonnull (strstr (said, "even on a sample: too long for a preview"));

  behind = tn_previewer_look (previewer, self->graph, "features", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (behind->too_long, ==, "churn");
  said_behind = say_needs_of (behind);
  g_assert_nonnull (strstr (said_behind, "before this step"));

  /* What stands before it is looked at as ever. */
  before = tn_previewer_look (previewer, self->graph, "data", NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (before->table);
  g_assert_null (before->too_long);
  speed_up ();
  get_again (self);
}

/* Who gives up is told that, not that it took too long. */
static gpointer
cancel_in_thread (gpointer data)
{
  g_usleep (50000);
  g_cancellable_cancel (data);

  return NULL;
}

static void
test_slow_step_can_be_cancelled (Fixture *self, gconstpointer data)
{
  g_autoptr (TnPreviewer) previewer = tn_previewer_new (self->project, 0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *type = NULL;
  GThread *thread;

  type = g_strdup (
      tn_graph_get_node (self->graph, (guint) tn_graph_find_node (self->graph, "churn"))->spec->id);
  slow_down (type);
  get_again (self);
  tn_previewer_set_limit (previewer, 0);
  thread = g_thread_new ("cancel", cancel_in_thread, cancellable);
  g_assert_null (tn_previewer_look (previewer, self->graph, "churn", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  speed_up ();
  get_again (self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tn_nodes_init ();

#define ADD(path, func) g_test_add ("/preview/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("a-sample-has-whole-customers", test_sample);
  ADD ("says-what-changed", test_what_changed);
  ADD ("says-why-a-value-was-proposed", test_notes);
  ADD ("what-cannot-work-is-said-with-its-place", test_error_has_a_place);
  ADD ("learners-show-what-a-run-kept", test_learners);
  ADD ("can-be-cancelled", test_cancel);
  ADD ("too-slow-a-step-is-said", test_slow_step);
  ADD ("slow-step-can-be-cancelled", test_slow_step_can_be_cancelled);
  ADD ("sees-the-role-a-column-has-now", test_role);

  return g_test_run ();
}

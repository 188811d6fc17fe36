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
  ADD ("sees-the-role-a-column-has-now", test_role);

  return g_test_run ();
}

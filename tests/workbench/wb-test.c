/* wb-test.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-test.h"

#include <math.h>
#include <string.h>

#include "tn-import-dataset.h"
#include "tn-pipeline-run.h"
#include "tn-sample-shop.h"
#include "tn-template.h"
#include "wb-open.h"
#include "wb-work.h"

#if defined(__SANITIZE_ADDRESS__)

/* GLib lets go of its table of quarks when a program has more than 2,048 of them, so that readers
 * need no lock, and a window has: no leak of ours, and no function in its stack to name in
 * lsan.supp. The first table is made while libraries are loaded; whoever remembers it keeps it from
 * being told. */
#  define QUARK_TABLE 16384

static gboolean is_loaded;
static const volatile void *quarks;

void __sanitizer_malloc_hook (const volatile void *block, size_t size);
void
__sanitizer_malloc_hook (const volatile void *block, size_t size)
{
  if (!is_loaded && size == QUARK_TABLE && quarks == NULL)
    quarks = block;
}

__attribute__ ((constructor)) static void
note_loaded (void)
{
  is_loaded = TRUE;
}

#endif

TnTable *
wb_test_table (gsize n)
{
  static const char *const names[] = { "anna", "bert", "clara", "dora", "emil" };
  TnTableBuilder *builder = tn_table_builder_new (n);
  g_autoptr (TnDictionary) dictionary = tn_dictionary_new (names, G_N_ELEMENTS (names));
  g_autofree guint32 *codes = g_new (guint32, n);
  g_autofree double *values = g_new (double, n);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < n; i++)
    {
      codes[i] = i % G_N_ELEMENTS (names);
      values[i] = i % 10 == 9 ? NAN : (double) (i % 7);
      g_ptr_array_add (notes, i % 4 == 3 ? NULL : g_strdup_printf ("note %" G_GSIZE_FORMAT, i));
    }
  tn_table_builder_take (builder, tn_field_new ("name", TN_ROLE_CUSTOMER),
                         tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, n));
  tn_table_builder_take (builder, tn_field_new ("value", TN_ROLE_AMOUNT),
                         tn_column_new_numbers (values, n));
  tn_table_builder_take (builder, tn_field_new ("note", TN_ROLE_NONE),
                         tn_column_new_texts ((const char *const *) notes->pdata, n));

  return tn_table_builder_end (builder);
}

WbProject *
wb_test_project (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) graph = tn_template_find ("churn")->build ("orders", NULL, &error);

  g_assert_no_error (error);

  return wb_test_project_of (graph);
}

WbProject *
wb_test_project_of (TnGraph *graph)
{
  g_autoptr (GError) error = NULL;
  TnProject *store = tn_project_create (NULL, &error);
  WbState *state;

  g_assert_no_error (error);
  tn_project_put_pipeline (store, "churn", graph, tn_message_new_literal ("lay out"), &error);
  g_assert_no_error (error);
  state = wb_state_read (store, &error);
  g_assert_no_error (error);

  return wb_project_new (store, state);
}

void
wb_test_run_sample (TnProject *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDataset) dataset = tn_project_import_sample (store, "orders", NULL, NULL, &error);
  g_autoptr (TnTable) table = tn_project_load_dataset (store, "orders", &error);
  g_autoptr (TnGraph) graph = tn_template_find ("churn")->build ("orders", table, &error);
  g_autoptr (TnProgress) progress = tn_progress_new (NULL, NULL);

  g_assert_no_error (error);
  g_assert_nonnull (dataset);
  tn_graph_set_text (graph, "boosting.rounds=30", NULL);
  tn_graph_set_text (graph, "evaluate.resamples=100", NULL);
  tn_project_put_pipeline (store, "churn", graph, tn_message_new_literal ("lay out"), &error);
  g_assert_no_error (error);
  tn_project_run_pipeline (store, "churn", 1, NULL, NULL, progress, NULL, &error);
  g_assert_no_error (error);
}

WbProject *
wb_test_project_ran (void)
{
  g_autoptr (GError) error = NULL;
  TnProject *store = tn_project_create (NULL, &error);
  WbState *state;

  g_assert_no_error (error);
  wb_test_run_sample (store);
  state = wb_state_read (store, &error);
  g_assert_no_error (error);

  return wb_project_new (store, state);
}

WbProject *
wb_test_import (const char *path, const char *name)
{
  g_autoptr (GError) error = NULL;
  TnProject *store = tn_project_create (NULL, &error);
  g_autoptr (TnSource) source = tn_source_open (path, NULL, &error);
  g_autoptr (TnImportPlan) plan = NULL;
  g_autoptr (TnDataset) dataset = NULL;
  TnImportSummary summary;
  WbState *state;

  g_assert_no_error (error);
  plan = tn_import_detect (source, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  dataset = tn_project_import (store, name, source, plan, &summary, NULL, NULL, &error);
  g_assert_no_error (error);
  state = wb_state_read (store, &error);
  g_assert_no_error (error);

  return wb_project_new (store, state);
}

void
wb_test_settle (void)
{
  wb_work_drain ();
  while (g_main_context_iteration (NULL, FALSE))
    ;
  wb_work_drain ();
}

gboolean
wb_test_says (GtkWidget *widget, const char *words)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      strstr (gtk_label_get_text (GTK_LABEL (widget)), words) != NULL)
    return TRUE;
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    if (wb_test_says (at, words))
      return TRUE;

  return FALSE;
}

GtkWidget *
wb_test_find (GtkWidget *widget, const char *type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), g_type_from_name (type)))
    return widget;
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    {
      GtkWidget *found = wb_test_find (at, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

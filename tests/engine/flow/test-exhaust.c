/* test-exhaust.c: whole runs, their lists and reports when memory runs out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "shop-support.h"
#include "tn-exhaust.h"
#include "tn-html.h"
#include "tn-list-export.h"
#include "tn-nodes.h"
#include "tn-pdf.h"
#include "tn-report.h"
#include "tn-run.h"
#include "tn-test.h"

/* Enough that one number a customer is a block of the size that counts. */
#define N_CUSTOMERS 8500
#define N_ORDERS    3

/* What was learned may not be kept for the next run: the result is the same. */
#define RUN_FLAGS (TN_EXHAUST_MAY_DO_WITHOUT | TN_EXHAUST_DOCUMENTS)

typedef struct
{
  TnProject *project;
  gint64 run;
  char *results; /* what a run gives that is refused nothing */
} Work;

/* A short log of many customers, so that a run is soon done. */
static char *
write_orders (const char *directory)
{
  GString *text = g_string_new ("OrderNo,CustomerNo,OrderDate,Sku,Quantity,Price\n");
  g_autoptr (GDateTime) start = g_date_time_new_utc (2024, 1, 1, 0, 0, 0);
  char *path = g_build_filename (directory, "orders.csv", NULL);

  for (guint i = 0; i < N_CUSTOMERS; i++)
    for (guint order = 0; order < N_ORDERS; order++)
      {
        guint day = (i * 37 + order * (20 + i % 150)) % 500;
        g_autoptr (GDateTime) when = g_date_time_add_days (start, (int) day);
        g_autofree char *date = g_date_time_format (when, "%Y-%m-%d");

        g_string_append_printf (text, "O%05u-%u,C%05u,%s,SKU%02u,%u,%u.%02u\n", i, order, i, date,
                                i % 40, 1 + i % 5, 2 + (i * 7 + order) % 80, i % 100);
      }
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));
  g_string_free (text, TRUE);

  return path;
}

static void
work_init (Work *self)
{
  static const char *const short_settings[] = {
    "boosting.rounds=3",      "churn.horizon_days=60", "churn.n_cuts=3",      "split.n_cuts=1",
    "evaluate.resamples=100", "list.explained=5",      "features.windows=90", "features.habit=no",
    "features.trend=no",      "features.rhythm=no",    "features.variety=no",
  };
  g_autofree char *directory = shop_directory ();
  g_autofree char *csv = write_orders (directory);

  *self = (Work){ .project = shop_make_project_of (directory, csv) };
  for (guint i = 0; i < G_N_ELEMENTS (short_settings); i++)
    shop_set (self->project, short_settings[i]);
}

static void
work_clear (Work *self)
{
  shop_close (self->project);
  g_free (self->results);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

/* Nothing is recalled: everything is carried out again. */
static void
forget (TnProject *project)
{
  static const char *const names[] = { "cache.db", "cache.db-wal", "cache.db-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (tn_project_get_session (project), names[i], NULL);

      g_unlink (path);
    }
}

static char *
print_results (TnProject *project, gint64 run)
{
  g_autoptr (JsonNode) described =
      tn_project_describe_run (project, run, tn_language_get ("en"), NULL);
  JsonObject *object = json_node_get_object (described);

  return json_to_string (json_object_get_member (object, "results"), FALSE);
}

/* What comes out is the whole result, or nothing. */
static gboolean
run (gpointer data, GError **error)
{
  Work *self = data;
  gint64 id;

  forget (self->project);
  id = tn_project_run_pipeline (self->project, "churn", 1, NULL, NULL, NULL, NULL, error);
  if (id == 0)
    return FALSE;
  self->run = id;

  return TRUE;
}

static void
test_run (void)
{
  g_auto (Work) work = { 0 };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  work_init (&work);
  g_assert_true (run (&work, &error));
  before = print_results (work.project, work.run);
  g_assert_cmpuint (tn_exhaust_memory (run, &work, RUN_FLAGS), >, 100);
  after = print_results (work.project, work.run);
  g_assert_cmpstr (before, ==, after);
}

static gboolean
export_list (gpointer data, GError **error)
{
  Work *self = data;
  g_autoptr (TnTable) table =
      tn_list_export (self->project, self->run, NULL, tn_language_get ("zh_CN"), error);

  return table != NULL;
}

static gboolean
write_report (gpointer data, GError **error)
{
  Work *self = data;
  g_autoptr (TnDocument) document = tn_report_new (self->project, self->run, error);
  g_autoptr (GBytes) pdf =
      document != NULL ? tn_pdf_render (document, tn_language_get ("zh_CN"), NULL, NULL, error)
                       : NULL;
  g_autoptr (GBytes) html =
      pdf != NULL ? tn_html_render (document, tn_language_get ("en"), NULL, NULL, error) : NULL;

  return html != NULL;
}

static void
test_list (void)
{
  g_auto (Work) work = { 0 };
  g_autoptr (GError) error = NULL;

  work_init (&work);
  g_assert_true (run (&work, &error));
  g_assert_cmpuint (tn_exhaust_memory (export_list, &work, TN_EXHAUST_NONE), >, 0);
}

static void
test_report (void)
{
  g_auto (Work) work = { 0 };
  g_autoptr (GError) error = NULL;

  work_init (&work);
  g_assert_true (run (&work, &error));
  g_assert_cmpuint (
      tn_exhaust_memory (write_report, &work, TN_EXHAUST_MAY_DO_WITHOUT | TN_EXHAUST_REPORTS), >,
      0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tn_nodes_init ();

  g_test_add_func ("/exhaust/a-run-says-so", test_run);
  g_test_add_func ("/exhaust/a-list-says-so", test_list);
  g_test_add_func ("/exhaust/a-report-says-so", test_report);

  return g_test_run ();
}

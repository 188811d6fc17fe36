/* shop-support.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "shop-support.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include "tn-import-dataset.h"
#include "tn-template.h"
#include "tn-test.h"

#define N_DAYS 730

static const char *const quick[] = { "boosting.rounds=30", "boosting.patience=5",
                                     "evaluate.resamples=100", "list.explained=20",
                                     "split.n_cuts=3" };

char *
shop_directory (void)
{
  char *directory;
  g_autofree char *sessions = NULL;

  if (g_getenv ("TMPDIR") == NULL && access ("/dev/shm", W_OK | X_OK) == 0)
    g_setenv ("TMPDIR", "/dev/shm", TRUE);
  directory = tn_test_directory ();
  sessions = g_build_filename (directory, "sessions", NULL);
  g_setenv ("TENURE_SESSIONS", sessions, TRUE);

  return directory;
}

static void
add_customer (GString *text, GRand *rand, guint customer)
{
  double day = g_rand_double_range (rand, 0, 400);
  double gap = g_rand_double_range (rand, 8, 60);
  double end = g_rand_double (rand) < 0.5 ? g_rand_double_range (rand, day, N_DAYS + 200) : N_DAYS;
  g_autoptr (GDateTime) start = g_date_time_new_utc (2024, 1, 1, 0, 0, 0);

  for (guint order = 0; day < MIN (end, N_DAYS); order++)
    {
      g_autoptr (GDateTime) when = g_date_time_add_minutes (start, (int) (day * 1440));
      g_autofree char *date = g_date_time_format (when, "%Y-%m-%d %H:%M:00");

      g_string_append_printf (text, "O%05u-%03u,C%05u,%s,SKU%02d,%d,%d.%02d\n", customer, order,
                              customer, date, g_rand_int_range (rand, 0, 40),
                              g_rand_int_range (rand, 1, 6), g_rand_int_range (rand, 2, 80),
                              g_rand_int_range (rand, 0, 100));
      day += -gap * log (1 - g_rand_double (rand));
    }
}

char *
shop_make_csv (guint n_customers, guint seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  GString *text = g_string_new ("OrderNo,CustomerNo,OrderDate,Sku,Quantity,Price\n");

  for (guint i = 0; i < n_customers; i++)
    add_customer (text, rand, i);

  return g_string_free (text, FALSE);
}

char *
shop_write_csv (const char *directory, guint n_customers, guint seed)
{
  g_autofree char *text = shop_make_csv (n_customers, seed);
  char *path = g_build_filename (directory, "orders.csv", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));

  return path;
}

static void
import (TnProject *project, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnSource) source = tn_source_open (path, NULL, &error);
  g_autoptr (TnImportPlan) plan = tn_import_detect (source, NULL, NULL, NULL, &error);
  g_autoptr (TnDataset) dataset = NULL;
  TnImportSummary summary;

  g_assert_no_error (error);
  dataset = tn_project_import (project, "orders", source, plan, &summary, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
put_graph (TnProject *project, TnGraph *graph)
{
  g_autoptr (GError) error = NULL;

  tn_project_put_pipeline (project, "churn", graph, tn_message_new_literal ("Make"), &error);
  g_assert_no_error (error);
}

TnProject *
shop_make_project (const char *directory, guint n_customers, guint seed)
{
  g_autofree char *csv = shop_write_csv (directory, n_customers, seed);

  return shop_make_project_of (directory, csv);
}

TnProject *
shop_make_project_of (const char *directory, const char *csv)
{
  g_autofree char *path = g_build_filename (directory, "shop.tenure", NULL);
  g_autoptr (GError) error = NULL;
  TnProject *project = tn_project_create (path, &error);
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnGraph) graph = NULL;

  g_assert_no_error (error);
  import (project, csv);
  table = tn_project_load_dataset (project, "orders", &error);
  graph = tn_template_find ("churn")->build ("orders", table, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (quick); i++)
    tn_graph_set_text (graph, quick[i], &error);
  g_assert_no_error (error);
  put_graph (project, graph);

  return project;
}

void
shop_set (TnProject *project, const char *setting)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) graph = tn_project_get_pipeline (project, "churn", &error);

  g_assert_no_error (error);
  tn_graph_set_text (graph, setting, &error);
  g_assert_no_error (error);
  put_graph (project, graph);
}

void
shop_close (TnProject *project)
{
  g_autoptr (GError) error = NULL;

  tn_project_close (project, &error);
  g_assert_no_error (error);
  tn_project_unref (project);
}

const char *
shop_program (void)
{
  const char *program = g_getenv ("TENURE_CLI");

  g_assert_nonnull (program);

  return program;
}

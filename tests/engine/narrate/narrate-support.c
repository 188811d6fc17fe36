/* narrate-support.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "narrate-support.h"

#include <string.h>

#include "tn-html.h"
#include "tn-import-dataset.h"
#include "tn-json.h"
#include "tn-pipeline-run.h"
#include "tn-random.h"
#include "tn-report.h"
#include "tn-template.h"
#include "tn-test.h"

#define N_CUSTOMERS 300
#define N_DAYS      450

static void
add_order (GString *csv, TnRandom *random, const char *who, guint order, gint64 day)
{
  g_autoptr (GDateTime) first = g_date_time_new_utc (2025, 1, 6, 9, 30, 0);
  g_autoptr (GDateTime) at = g_date_time_add_days (first, (int) day);
  g_autofree char *date = g_date_time_format (at, "%Y-%m-%d %H:%M:%S");
  guint n_lines = 1 + tn_random_below (random, 4);

  for (guint i = 0; i < n_lines; i++)
    g_string_append_printf (csv, "\"%s\",%u,\"%s\",item %u,%u.%02u,%u,%s\n", who, order, date,
                            tn_random_below (random, 40), 2 + tn_random_below (random, 60),
                            tn_random_below (random, 100), 1 + tn_random_below (random, 3),
                            tn_random_below (random, 5) == 0 ? "Japan" : "Norway");
}

char *
make_log (guint64 seed, const char *const *who)
{
  GString *csv = g_string_new ("customer_id,order_id,order_date,item,amount,quantity,country\n");
  guint order = 1000;
  TnRandom random;

  tn_random_init (&random, seed, 0);
  for (guint i = 0; i < N_CUSTOMERS; i++)
    {
      g_autofree char *name = who != NULL && i < g_strv_length ((char **) who)
                                  ? g_strdup (who[i])
                                  : g_strdup_printf ("%u", 20000 + i);
      gint64 gap = 10 + tn_random_below (&random, 60), day = tn_random_below (&random, 300);
      /* Some leave early, some never do. */
      gint64 last =
          tn_random_below (&random, 3) == 0 ? day + tn_random_below (&random, 200) : N_DAYS;

      for (; day <= MIN (last, N_DAYS - 1);
           day += 1 + (gint64) (gap * (0.5 + tn_random_uniform (&random))))
        add_order (csv, &random, name, order++, day);
    }

  return g_string_free (csv, FALSE);
}

char *
make_customers (guint64 seed, gboolean leak)
{
  static const char *const contracts[] = { "monthly", "yearly", "two-year" };
  GString *csv = g_string_new (leak ? "customerID,Contract,MonthsHere,CancelReason,Churn\n"
                                    : "customerID,Contract,MonthsHere,MonthlyCharges,Churn\n");
  TnRandom random;

  tn_random_init (&random, seed, 1);
  for (guint i = 0; i < 600; i++)
    {
      guint contract = tn_random_below (&random, 3), months = 1 + tn_random_below (&random, 70);
      gboolean left = tn_random_uniform (&random) < (contract == 0 ? 0.55 : 0.15) - 0.002 * months;

      g_string_append_printf (csv, "C-%04u,%s,%u,", i, contracts[contract], months);
      if (leak)
        g_string_append (csv, left ? "moved" : "none");
      else
        g_string_append_printf (csv, "%u.%02u", 20 + tn_random_below (&random, 80),
                                tn_random_below (&random, 100));
      g_string_append_printf (csv, ",%s\n", left ? "Yes" : "No");
    }

  return g_string_free (csv, FALSE);
}

/* @zone: (nullable): in which the dates of the file were written */
static void
import_in_zone (TnProject *project, const char *csv, const char *zone)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (csv, strlen (csv));
  g_autoptr (TnSource) source = tn_source_open_bytes (bytes, "shop.csv");
  g_autoptr (TnImportPlan) plan = tn_import_detect (source, NULL, NULL, NULL, &error);
  g_autoptr (TnDataset) dataset = NULL;
  TnImportSummary summary;

  g_assert_no_error (error);
  if (zone != NULL)
    tn_import_plan_set_zone (plan, (guint) tn_import_plan_find (plan, "order_date"), zone);
  dataset = tn_project_import (project, "shop", source, plan, &summary, NULL, NULL, &error);
  g_assert_no_error (error);
}

void
ran_import (TnProject *project, const char *csv)
{
  import_in_zone (project, csv, NULL);
}

static gboolean
is_of (JsonObject *link, const char *end, const char *node)
{
  const char *name = tn_json_string (link, end, "");

  return g_str_equal (name, node) || (g_str_has_prefix (name, node) &&
                                      (name[strlen (node)] == '.' || name[strlen (node)] == '\0'));
}

/* The graph without a node and its links. */
static TnGraph *
drop_node (TnGraph *graph, const char *node)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) json = tn_graph_to_json (graph);
  JsonArray *nodes = tn_json_array (json_node_get_object (json), "nodes");
  JsonArray *links = tn_json_array (json_node_get_object (json), "links");
  TnGraph *smaller;

  for (guint i = json_array_get_length (nodes); i-- > 0;)
    if (g_str_equal (tn_json_string (json_array_get_object_element (nodes, i), "id", ""), node))
      json_array_remove_element (nodes, i);
  for (guint i = json_array_get_length (links); i-- > 0;)
    {
      JsonNode *at = json_array_get_element (links, i);
      gboolean drop;

      if (JSON_NODE_HOLDS_OBJECT (at))
        drop = is_of (json_node_get_object (at), "from", node) ||
               is_of (json_node_get_object (at), "to", node);
      else
        drop = g_str_equal (json_array_get_string_element (json_node_get_array (at), 0), node) ||
               g_str_equal (json_array_get_string_element (json_node_get_array (at), 2), node);
      if (drop)
        json_array_remove_element (links, i);
    }
  smaller = tn_graph_from_json (json, &error);
  g_assert_no_error (error);

  return smaller;
}

static void
lay_out (TnProject *project, const char *const *settings, const char *without)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTable) table = tn_project_load_dataset (project, "shop", &error);
  g_autoptr (TnGraph) graph = tn_template_find ("churn")->build ("shop", table, &error);

  g_assert_no_error (error);
  if (without != NULL)
    {
      g_autoptr (TnGraph) whole = g_steal_pointer (&graph);

      graph = drop_node (whole, without);
    }
  g_assert_true (tn_graph_set_text (graph, "evaluate.resamples=100", &error));
  for (guint i = 0; settings != NULL && settings[i] != NULL; i++)
    {
      tn_graph_set_text (graph, settings[i], &error);
      g_assert_no_error (error);
    }
  tn_project_put_pipeline (project, "churn", graph, tn_message_new_literal ("lay out"), &error);
  g_assert_no_error (error);
}

gint64
ran_again (Ran *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProgress) progress = tn_progress_new (NULL, NULL);

  self->run =
      tn_project_run_pipeline (self->project, "churn", 1, NULL, NULL, progress, NULL, &error);
  g_assert_no_error (error);

  return self->run;
}

static Ran *
run_new (const char *csv, const char *zone, const char *const *settings, const char *without)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = tn_test_directory ();
  g_autofree char *path = g_build_filename (directory, "p.tenure", NULL);
  Ran *self = g_new0 (Ran, 1);

  self->project = tn_project_create (path, &error);
  g_assert_no_error (error);
  import_in_zone (self->project, csv, zone);
  lay_out (self->project, settings, without);
  ran_again (self);

  return self;
}

Ran *
ran_new (const char *csv, const char *const *settings, const char *without)
{
  return run_new (csv, NULL, settings, without);
}

Ran *
ran_new_in_zone (const char *csv, const char *zone, const char *const *settings)
{
  return run_new (csv, zone, settings, NULL);
}

void
ran_free (Ran *self)
{
  tn_project_close (self->project, NULL);
  tn_project_unref (self->project);
  g_free (self);
}

TnDocument *
ran_report (Ran *self)
{
  g_autoptr (GError) error = NULL;
  TnDocument *document = tn_report_new (self->project, self->run, &error);

  g_assert_no_error (error);

  return document;
}

/* Drops what stands between @from and @to. */
static char *
cut_out (const char *text, const char *from, const char *to)
{
  GString *kept = g_string_new (NULL);

  for (const char *at = text;;)
    {
      const char *begin = strstr (at, from), *end = begin != NULL ? strstr (begin, to) : NULL;

      if (end == NULL)
        {
          g_string_append (kept, at);
          return g_string_free (kept, FALSE);
        }
      g_string_append_len (kept, at, begin - at);
      at = end + strlen (to);
    }
}

char *
html_to_text (const char *html)
{
  g_autofree char *plain = cut_out (html, "<style", "</style>");
  g_autofree char *without = cut_out (plain, "<svg", "</svg>");
  g_autoptr (GRegex) tags = g_regex_new ("<[^>]*>", G_REGEX_OPTIMIZE, 0, NULL);
  g_autoptr (GRegex) blanks = g_regex_new ("[ \\n\\x{00a0}\\x{202f}]+", G_REGEX_OPTIMIZE, 0, NULL);
  g_autofree char *bare = g_regex_replace_literal (tags, without, -1, 0, " ", 0, NULL);

  return g_regex_replace_literal (blanks, bare, -1, 0, " ", 0, NULL);
}

char *
ran_read (Ran *self, const char *language)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDocument) document = ran_report (self);
  g_autoptr (GBytes) bytes =
      tn_html_render (document, tn_language_get (language), NULL, NULL, &error);
  g_autofree char *html = NULL;

  g_assert_no_error (error);
  html = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  return html_to_text (html);
}

const char *const fast[] = { "boosting.rounds=40", "churn.horizon_days=60", "value.currency=GBP",
                             NULL };
const char *const fast_table[] = { "boosting.rounds=40", "split.n_folds=4", NULL };

Ran *
get_log_run (void)
{
  static Ran *ran = NULL;

  if (ran == NULL)
    {
      g_autofree char *csv = make_log (1, NULL);

      ran = ran_new (csv, fast, NULL);
    }

  return ran;
}

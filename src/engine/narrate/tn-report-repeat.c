/* tn-report-repeat.c: what is needed to make the same report again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-json.h"
#include "tn-report-private.h"

static void
add_pair (TnDocumentBuilder *builder, const char *name, TnMessage *value, TnTextStyle style)
{
  tn_document_builder_item (builder, tn_report_say (name), tn_text_new_styled (value, style));
}

static TnMessage *
say_date (const TnReport *self, gint64 time)
{
  return tn_message_date (tn_message_new ("{date}"), "date", tn_report_to_local (self, time));
}

static TnMessage *
join (GPtrArray *parts)
{
  return tn_message_list (tn_message_new ("{list}"), "list", parts);
}

/* Cut dates of which outcomes are known: those learned from, or those tested. */
static void
add_cuts (const TnReport *self, TnDocumentBuilder *builder)
{
  JsonArray *cuts = tn_json_array (self->list, "cuts");
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);
  g_autoptr (GPtrArray) tested = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);

  for (guint i = 0; cuts != NULL && i < json_array_get_length (cuts); i++)
    {
      JsonObject *cut = tn_json_object_at (cuts, i);

      if (tn_json_int (cut, "known", 0) > 0)
        g_ptr_array_add (all, say_date (self, tn_json_int (cut, "cut", 0)));
    }
  for (guint i = 0; tn_report_is_by_time (self) && i < tn_evaluation_get_n_folds (self->evaluation);
       i++)
    g_ptr_array_add (tested, say_date (self, tn_evaluation_get_fold (self->evaluation, i)->cut));
  if (all->len > 0)
    add_pair (builder, N_ ("Cut dates learned from"), join (all), TN_TEXT_PLAIN);
  if (tested->len > 0)
    add_pair (builder, N_ ("Cut dates tested"), join (tested), TN_TEXT_PLAIN);
}

static void
add_window (const TnReport *self, TnDocumentBuilder *builder)
{
  TnMessage *message;

  if (self->until == 0)
    return;
  message = tn_message_new_plural (TN_PLURAL (N_ ("{n} day, for the list until {date}"),
                                              N_ ("{n} days, for the list until {date}")),
                                   tn_report_count_days (self));
  if (tn_report_count_gap (self) > 0)
    add_pair (builder, N_ ("Gap before it"),
              tn_message_new_plural (TN_PLURAL (N_ ("{n} day, in which an order says nothing"),
                                                N_ ("{n} days, in which an order says nothing")),
                                     tn_report_count_gap (self)),
              TN_TEXT_PLAIN);
  add_pair (builder, N_ ("Outcome window"), tn_message_date (message, "date", self->until),
            TN_TEXT_PLAIN);
  add_pair (builder, N_ ("The list knows"),
            tn_message_date (tn_message_new (N_ ("orders before the end of {date}")), "date",
                             self->as_of - 1),
            TN_TEXT_PLAIN);
}

/* Every data set of the run, as it was then. */
static void
add_data (const TnReport *self, TnDocumentBuilder *builder)
{
  if (self->data->len == 0)
    add_pair (builder, N_ ("Data"), tn_message_new (N_ ("not recorded by this run")),
              TN_TEXT_PLAIN);
  for (guint i = 0; i < self->data->len; i++)
    {
      const TnRunData *data = &g_array_index (self->data, TnRunData, i);

      add_pair (builder, N_ ("Data"),
                tn_message_text (
                    tn_message_new_plural (
                        TN_PLURAL (N_ ("{name}, {n} row"), N_ ("{name}, {n} rows")), data->n_rows),
                    "name", data->name),
                TN_TEXT_PLAIN);
      add_pair (builder, N_ ("Data fingerprint"), tn_message_new_literal (data->fingerprint),
                TN_TEXT_CODE);
      if (data->plan_id != NULL)
        add_pair (builder, N_ ("Read as"), tn_message_new_literal (data->plan_id), TN_TEXT_CODE);
    }
}

static TnMessage *
say_method (const TnMetric *metric)
{
  return tn_interval_method_get_name (metric->method, metric->unit);
}

/* The figures of the method, those whose intervals are made alike in one line. */
static void
add_figure_intervals (const TnReport *self, TnDocumentBuilder *builder)
{
  static const char *const ids[] = { "auc", "lift_10", "pr_auc", "log_loss", "brier" };
  const TnMetric *metrics[G_N_ELEMENTS (ids)];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      metrics[i] = tn_judgement_find (self->best->pooled, ids[i]);
      if (metrics[i] != NULL && metrics[i]->method == TN_INTERVAL_NONE)
        metrics[i] = NULL;
    }
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GPtrArray) names =
          g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);
      const TnMetric *metric = metrics[i];

      if (metric == NULL)
        continue;
      for (guint k = i; k < G_N_ELEMENTS (ids); k++)
        if (metrics[k] != NULL && metrics[k]->method == metric->method &&
            metrics[k]->unit == metric->unit)
          {
            g_ptr_array_add (names, tn_metric_get_name (ids[k]));
            metrics[k] = NULL;
          }
      add_pair (builder, N_ ("Intervals, all tests together"),
                tn_message_list (tn_message_take (tn_message_new (N_ ("{method}: {list}")),
                                                  "method", say_method (metric)),
                                 "list", names),
                TN_TEXT_PLAIN);
    }
}

/* Methods are compared over all tests together. */
static const TnComparison *
find_difference (const TnReport *self)
{
  for (guint i = 0; i < tn_evaluation_get_n_comparisons (self->evaluation); i++)
    {
      const TnComparison *at = tn_evaluation_get_comparison (self->evaluation, i);

      if (g_strcmp0 (at->split, "pooled") == 0)
        return at;
    }

  return NULL;
}

/* How every interval of the report was made, and what was taken as independent. */
static void
add_intervals (const TnReport *self, TnDocumentBuilder *builder)
{
  const TnMetric *fold =
      self->best->folds != NULL ? tn_judgement_find (self->best->folds[0], "auc") : NULL;
  const TnComparison *difference = find_difference (self);
  TnMessage *message;

  add_figure_intervals (self, builder);
  if (fold != NULL && fold->method != TN_INTERVAL_NONE)
    add_pair (builder, N_ ("Intervals, AUC of one test"), say_method (fold), TN_TEXT_PLAIN);
  if (difference != NULL)
    add_pair (builder, N_ ("Intervals, differences"), say_method (&difference->metric),
              TN_TEXT_PLAIN);
  add_pair (builder, N_ ("Intervals, shares that left"),
            tn_report_is_by_time (self)
                ? tn_message_new (N_ ("Wilson, one row a customer, at the last cut date tested"))
                : tn_message_new (N_ ("Wilson, one row a customer")),
            TN_TEXT_PLAIN);
  message = tn_message_new (
      N_ ("Wilson, over at least {n} tested customers with a similar chance; a row of a customer "
          "with several counts as its part of one"));
  add_pair (builder, N_ ("Intervals, chance of a customer"),
            tn_message_count (message, "n", tn_report_count_neighbours (self)), TN_TEXT_PLAIN);
  message = tn_message_new (
      N_ ("Luck of each customer, and a shift of the level common to all of {shift} in log-odds, "
          "as large as from one test to the next"));
  add_pair (builder, N_ ("Intervals, number of leavers"),
            tn_message_number (message, "shift", tn_json_double (self->list, "level_shift", 0), 2),
            TN_TEXT_PLAIN);
  if (tn_report_has_stake (self))
    add_pair (builder, N_ ("Intervals, value at stake"),
              tn_message_new (N_ ("As the number of leavers, with customers drawn again, each with "
                                  "its expected revenue; that all of these may be too high or too "
                                  "low together is not in it")),
              TN_TEXT_PLAIN);
}

static void
add_versions (const TnReport *self, TnDocumentBuilder *builder)
{
  JsonObject *versions = self->run->versions != NULL && JSON_NODE_HOLDS_OBJECT (self->run->versions)
                             ? json_node_get_object (self->run->versions)
                             : NULL;
  GString *said = g_string_new ("Tenure ");
  g_auto (GStrv) blas = NULL;
  const char *core = tn_json_string (versions, "core", NULL);
  JsonArray *libraries = tn_json_array (versions, "libraries");

  g_string_append (said, tn_json_string (versions, "tenure", TN_VERSION));
  /* Behind its name and number OpenBLAS tells how it was built: the run keeps that. */
  blas = g_strsplit (tn_json_string (versions, "blas", ""), " ", 3);
  if (blas[0] != NULL)
    g_string_append_printf (said, " · %s %s", blas[0], blas[1] != NULL ? blas[1] : "");
  for (guint i = 0; libraries != NULL && i < json_array_get_length (libraries); i++)
    g_string_append_printf (said, " · %s", json_array_get_string_element (libraries, i));
  add_pair (builder, N_ ("Versions"), tn_message_new_literal (g_strstrip (said->str)),
            TN_TEXT_PLAIN);
  g_string_free (said, TRUE);
  if (core != NULL)
    add_pair (builder, N_ ("Kernels for"), tn_message_new_literal (core), TN_TEXT_PLAIN);
}

/* A value as it was typed: 0.8 is not stored exactly, and is meant all the same. */
static char *
print_value (JsonNode *value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_DOUBLE)
    return g_strdup (g_ascii_formatd (text, sizeof text, "%.12g", json_node_get_double (value)));

  return json_to_string (value, FALSE);
}

/* What was set to something else than the default: "churn.horizon_days = 90". */
static void
add_settings (const TnReport *self, TnDocumentBuilder *builder)
{
  GString *said = g_string_new (NULL);

  for (guint i = 0; i < tn_graph_get_n_nodes (self->graph); i++)
    {
      const TnGraphNode *node = tn_graph_get_node (self->graph, i);
      g_autoptr (GList) names =
          node->values != NULL ? json_object_get_members (node->values) : NULL;

      for (GList *at = names; at != NULL; at = at->next)
        {
          g_autofree char *value = print_value (json_object_get_member (node->values, at->data));

          g_string_append_printf (said, "%s%s.%s = %s", said->len > 0 ? "; " : "", node->id,
                                  (const char *) at->data, value);
        }
    }
  if (said->len > 0)
    add_pair (builder, N_ ("Settings that differ"), tn_message_new_literal (said->str),
              TN_TEXT_CODE);
  g_string_free (said, TRUE);
}

/* The rest of the settings, so that nothing rests on what this version's defaults are. */
static void
add_defaults (const TnReport *self, TnDocumentBuilder *builder)
{
  g_autofree guint *order = tn_graph_sort (self->graph, NULL);

  /* Many settings are of dates and money, which a table without dates knows nothing of. */
  if (!tn_report_is_by_time (self))
    return;
  tn_document_builder_heading (builder, 2, tn_report_say (N_ ("Settings left at their default")),
                               NULL);
  tn_document_builder_begin_pairs (builder);
  for (guint i = 0; i < tn_graph_get_n_nodes (self->graph); i++)
    {
      const TnGraphNode *node = tn_graph_get_node (self->graph, order != NULL ? order[i] : i);
      TnMessage *settings = node->spec != NULL && node->spec->method != NULL
                                ? tn_report_say_settings (node, FALSE)
                                : NULL;

      if (settings != NULL)
        add_pair (builder, node->spec->title, settings, TN_TEXT_PLAIN);
    }
  tn_document_builder_end_block (builder);
}

void
tn_report_add_repeat (const TnReport *self, TnDocumentBuilder *builder)
{
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, self->run->seed);

  /* Without dates fewer steps were taken, and their page has room. */
  if (tn_report_is_by_time (self))
    tn_document_builder_page_break (builder);
  tn_document_builder_heading (builder, 1, tn_report_say (N_ ("To repeat this report")), "repeat");
  tn_document_builder_lead (
      builder, tn_report_say (N_ ("The same data, settings and seed give the same numbers.")));
  tn_document_builder_begin_panel (builder, TN_DOCUMENT_PANEL_BOX);
  tn_document_builder_begin_pairs (builder);
  add_data (self, builder);
  add_cuts (self, builder);
  add_window (self, builder);
  add_pair (builder, N_ ("Method of the list"), tn_message_ref (self->best->label), TN_TEXT_PLAIN);
  add_intervals (self, builder);
  add_settings (self, builder);
  add_pair (builder, N_ ("Random seed"), tn_message_new_literal (seed), TN_TEXT_PLAIN);
  add_versions (self, builder);
  tn_document_builder_end_block (builder);
  tn_document_builder_end_block (builder);
  add_defaults (self, builder);
  tn_report_add_odds (self, builder);
  tn_document_builder_heading (builder, 1, tn_report_say (N_ ("Words used")), "words");
  tn_document_builder_notes (builder);
}

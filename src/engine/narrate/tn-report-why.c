/* tn-report-why.c: what goes with leaving
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-chart-kinds.h"
#include "tn-json.h"
#include "tn-report-private.h"

#define MOST_TOPICS 8
#define SPOKEN_OF   3
#define MOST_PANELS 3
#define MOST_GROUPS 8

static void
add_topics (const TnReport *self, TnDocumentBuilder *builder, JsonArray *topics)
{
  guint n = MIN (json_array_get_length (topics), MOST_TOPICS);
  TnEstimate items[MOST_TOPICS];

  for (guint i = 0; i < n; i++)
    {
      JsonObject *topic = tn_json_object_at (topics, i);

      items[i] = (TnEstimate){ .name = tn_report_read_message (topic, "label"),
                               .series = 1,
                               .strong = i < SPOKEN_OF,
                               .value = tn_json_double (topic, "share", NAN),
                               .low = tn_json_double (topic, "low", NAN),
                               .high = tn_json_double (topic, "high", NAN) };
    }
  tn_document_builder_heading (
      builder, 2,
      tn_text_note (tn_report_say (N_ ("What moves the chance of leaving, share of the total")),
                    "shap"),
      NULL);
  tn_document_builder_chart (
      builder, tn_chart_bars (NULL, NULL, NULL, TN_UNIT_SHARE, NULL, 0, n, items), NULL, "topics");
}

static guint
read_groups (JsonObject *share, TnEstimate *groups)
{
  JsonArray *array = tn_json_array (share, "groups");
  guint n = array != NULL ? MIN (json_array_get_length (array), MOST_GROUPS) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonObject *group = tn_json_object_at (array, i);

      groups[i] = (TnEstimate){ .name = tn_report_read_message (group, "label"),
                                .series = 1,
                                .value = tn_json_double (group, "rate", NAN),
                                .low = tn_json_double (group, "low", NAN),
                                .high = tn_json_double (group, "high", NAN) };
    }

  return n;
}

/* The share that left of everyone who was tested in the pictures. */
static double
find_average (const TnReport *self)
{
  guint n = tn_evaluation_get_n_folds (self->evaluation);

  return tn_report_is_by_time (self) ? tn_evaluation_get_fold (self->evaluation, n - 1)->base_rate
                                     : tn_judgement_value (self->best->pooled, "base_rate");
}

static TnMessage *
say_group (JsonObject *share, JsonObject *group)
{
  TnMessage *message = tn_message_new (N_ ("{label}, {group}: {rate} left ({low} to {high})."));

  message = tn_message_take (message, "label", tn_report_read_message (share, "label"));
  message = tn_message_take (message, "group", tn_report_read_message (group, "label"));
  message = tn_message_percent (message, "rate", tn_json_double (group, "rate", NAN), 0);
  message = tn_message_percent (message, "low", tn_json_double (group, "low", NAN), 0);

  return tn_message_percent (message, "high", tn_json_double (group, "high", NAN), 0);
}

/* The two groups of the first picture that lie furthest apart, when their intervals do. */
static void
add_contrast (TnText *text, JsonArray *shares)
{
  JsonObject *share = tn_json_object_at (shares, 0);
  JsonArray *groups = tn_json_array (share, "groups");
  JsonObject *least = NULL, *most = NULL;

  for (guint i = 0; groups != NULL && i < json_array_get_length (groups); i++)
    {
      JsonObject *group = tn_json_object_at (groups, i);

      if (least == NULL ||
          tn_json_double (group, "rate", NAN) < tn_json_double (least, "rate", NAN))
        least = group;
      if (most == NULL || tn_json_double (group, "rate", NAN) > tn_json_double (most, "rate", NAN))
        most = group;
    }
  if (least == NULL || !(tn_json_double (least, "high", NAN) < tn_json_double (most, "low", NAN)))
    return;
  tn_text_add (text, say_group (share, most), TN_TEXT_PLAIN);
  tn_text_add (text, say_group (share, least), TN_TEXT_PLAIN);
}

static void
add_shares (const TnReport *self, TnDocumentBuilder *builder, JsonArray *shares)
{
  guint n = MIN (json_array_get_length (shares), MOST_PANELS),
        n_folds = tn_evaluation_get_n_folds (self->evaluation);
  TnEstimate groups[MOST_PANELS][MOST_GROUPS];
  TnGrouping panels[MOST_PANELS];
  TnMessage *caption;
  TnText *text;

  for (guint i = 0; i < n; i++)
    {
      JsonObject *share = tn_json_object_at (shares, i);

      panels[i].title = tn_report_read_message (share, "label");
      panels[i].n = read_groups (share, groups[i]);
      panels[i].groups = groups[i];
    }
  tn_document_builder_heading (
      builder, 2,
      tn_text_new (tn_report_is_by_time (self)
                       ? tn_message_date (
                             tn_message_new (
                                 N_ ("In plain counts: share that left after the cut of {date}")),
                             "date",
                             tn_report_to_local (
                                 self, tn_evaluation_get_fold (self->evaluation, n_folds - 1)->cut))
                       : tn_message_new (N_ ("In plain counts: share that left"))),
      NULL);
  tn_document_builder_chart (
      builder, tn_chart_shares (NULL, NULL, NULL, n, panels, find_average (self)), NULL, "shares");
  caption = tn_message_percent (
      tn_message_new (N_ ("Each dot is a group of customers with its 95% interval; the dashed line "
                          "is the average of all, {share}.")),
      "share", find_average (self), 0);
  text = tn_text_new (caption);
  add_contrast (text, shares);
  tn_document_builder_paragraph (builder, text);
}

/* One group of today's customers: how many leave, and what they would take with them. */
static void
add_part (const TnReport *self, TnGrid *grid, JsonObject *group, double most)
{
  double customers = (double) tn_json_int (group, "customers", 0),
         leavers = tn_json_double (group, "leavers", NAN);
  double share = customers > 0 ? leavers / customers : NAN;
  double stake = tn_json_double (group, "stake", NAN);

  tn_grid_add_row (grid, TN_GRID_ROW_PLAIN);
  tn_grid_add_text (grid,
                    tn_text_new_styled (tn_report_read_message (group, "label"), TN_TEXT_STRONG));
  tn_grid_add_text (
      grid, tn_text_new (tn_message_count (tn_message_new ("{n}"), "n", (gint64) customers)));
  if (isfinite (share))
    tn_grid_add_bar (
        grid, TN_GRID_BAR_LENGTH, TN_GRID_TONE_RUST, share, NAN, NAN,
        tn_text_new (tn_message_percent (tn_message_new ("{share}"), "share", share, 0)), NULL);
  else
    tn_grid_add_empty (grid);
  tn_grid_add_text (grid, tn_text_new (tn_message_round (tn_message_new ("{n}"), "n", leavers, 2)));
  if (most > 0)
    tn_grid_add_bar (grid, TN_GRID_BAR_LENGTH, TN_GRID_TONE_BLUE, stake, NAN, NAN,
                     tn_text_new (tn_message_money (tn_message_new ("{value}"), "value", stake,
                                                    self->currency, 3)),
                     NULL);
}

static double
find_most (JsonArray *groups)
{
  double most = 0;

  for (guint i = 0; i < json_array_get_length (groups); i++)
    most = MAX (most, tn_json_double (tn_json_object_at (groups, i), "stake", 0));

  return most;
}

static void
add_parts (const TnReport *self, TnDocumentBuilder *builder)
{
  JsonObject *parts = tn_json_object (self->list, "parts");
  JsonArray *groups = parts != NULL ? tn_json_array (parts, "groups") : NULL;
  TnGrid *grid;
  double most;
  guint column;

  if (groups == NULL || json_array_get_length (groups) == 0)
    return;
  most = find_most (groups);
  tn_document_builder_rule (builder);
  tn_document_builder_heading (builder, 2,
                               tn_report_say (most > 0 ? N_ ("Where the leavers are, and the money")
                                                       : N_ ("Where the leavers are")),
                               NULL);
  grid = tn_grid_new (NULL);
  tn_grid_add_column (grid, tn_text_new (tn_report_read_message (parts, "label")), TN_GRID_START);
  tn_grid_add_column (grid, tn_report_say (N_ ("Customers now")), TN_GRID_END);
  column = tn_grid_add_column (grid, tn_report_say (N_ ("Expected to leave")), TN_GRID_START);
  tn_grid_set_scale (grid, column, 0, 1);
  tn_grid_add_column (grid, tn_report_say (N_ ("About")), TN_GRID_END);
  if (most > 0)
    {
      column = tn_grid_add_column (grid, tn_report_say (N_ ("Value at stake")), TN_GRID_START);
      tn_grid_set_scale (grid, column, 0, most);
    }
  for (guint i = 0; i < json_array_get_length (groups); i++)
    add_part (self, grid, tn_json_object_at (groups, i), most);
  tn_document_builder_grid (builder, grid, "groups");
}

static TnMessage *
say_lead (JsonArray *topics)
{
  guint n = MIN (json_array_get_length (topics), SPOKEN_OF);
  double share = 0;

  for (guint i = 0; i < n; i++)
    share += tn_json_double (tn_json_object_at (topics, i), "share", 0);

  return tn_message_percent (
      tn_message_new_plural (
          TN_PLURAL (
              N_ ("One thing carries {share} of the model’s judgement. It is a sign that goes with "
                  "leaving. That changing it would keep anyone is not "
                  "shown by this data."),
              N_ ("The first {n} things below carry {share} of the model’s judgement. They are "
                  "signs that go with leaving. That changing them would keep anyone is not "
                  "shown by this data.")),
          n),
      "share", share, 0);
}

void
tn_report_add_why (const TnReport *self, TnDocumentBuilder *builder)
{
  JsonArray *topics = tn_json_array (self->list, "topics");
  JsonArray *shares = tn_json_array (self->list, "shares");

  if (topics == NULL || json_array_get_length (topics) == 0)
    return;
  tn_document_builder_page_break (builder);
  tn_document_builder_heading (builder, 1, tn_report_say (N_ ("What goes with leaving")), "why");
  tn_document_builder_lead (builder, tn_text_new (say_lead (topics)));
  add_topics (self, builder, topics);
  if (shares != NULL && json_array_get_length (shares) > 0)
    {
      tn_document_builder_rule (builder);
      add_shares (self, builder, shares);
    }
  add_parts (self, builder);
}

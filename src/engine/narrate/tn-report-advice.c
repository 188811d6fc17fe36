/* tn-report-advice.c: three things to do, and what could be wrong
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-json.h"
#include "tn-judge-narrator.h"
#include "tn-report-private.h"

#define MOST_DOUBTS 5

static void
add_contact (const TnReport *self, TnDocumentBuilder *builder, gint64 n, gint64 held)
{
  JsonObject *first = tn_json_object (self->list, "first");
  JsonObject *leavers = tn_json_object (first, "leavers"), *stake = tn_json_object (first, "stake");
  double all = tn_json_double (tn_json_object (self->list, "stake"), "value", NAN);
  TnMessage *title = tn_message_new_plural (
      TN_PLURAL (N_ ("Contact {n} customer."), N_ ("Contact {n} customers.")), n - held);
  TnMessage *text;

  text =
      stake != NULL && all > 0
          ? tn_message_new (N_ (
                "They are the first {n} of the list, less those held out; {share} of the value at "
                "stake is theirs. {list} shows the first {listed}, the export all."))
          : tn_message_new (N_ (
                "They are the first {n} of the list, less those held out; about {leavers} of the "
                "{n} "
                "will leave ({low} to {high}). {list} shows the first {listed}, the export all."));
  text = tn_message_count (text, "n", n);
  text = tn_message_count (text, "listed", MIN ((gint64) self->listed, n));
  if (stake != NULL && all > 0)
    text = tn_message_percent (text, "share", tn_json_double (stake, "value", NAN) / all, 0);
  text = tn_message_round (text, "leavers", tn_json_double (leavers, "value", NAN), 2);
  text = tn_message_round (text, "low", tn_json_double (leavers, "low", NAN), 2);
  text = tn_message_round (text, "high", tn_json_double (leavers, "high", NAN), 2);
  tn_document_builder_item (builder, tn_text_new (title),
                            tn_text_new (tn_text_fill_reference (text, "list", "list")));
}

/* What a round with this group can show, and what a smaller effect would take. */
static TnMessage *
say_power (JsonObject *plan)
{
  double effect = tn_json_double (plan, "effect", NAN);
  gint64 needed = tn_json_int (plan, "needed", 0);
  gint64 n = tn_json_int (plan, "held_out", 0) + tn_json_int (plan, "contacted", 0);
  TnMessage *message;

  if (!isfinite (effect))
    message = tn_message_new (
        N_ ("One round of this size cannot show an effect{note}: too few leave, or too few are "
            "held out. It takes more rounds."));
  else if (needed > n)
    message = tn_message_new (
        N_ ("One round of this size finds{note} a drop in leaving of {points} points or more; to "
            "find one of {drop} points it takes {needed} customers in all."));
  else
    message = tn_message_new (
        N_ ("One round of this size finds{note} a drop in leaving of {points} points or more."));
  message = tn_message_number (message, "points", ceil (100 * effect), 0);
  message = tn_message_number (message, "drop", 100 * tn_json_double (plan, "drop", NAN), 0);
  message = tn_message_round (message, "needed", (double) needed, 2);

  return tn_text_fill_note (message, "note", "power");
}

static void
add_held_out (TnDocumentBuilder *builder, JsonObject *plan, gint64 held)
{
  TnText *text = tn_text_new (tn_text_fill_note (
      tn_message_new (N_ ("They are marked in the list. Only such a group{note} can show what "
                          "contacting really did.")),
      "note", "held-out"));

  tn_text_add (text, say_power (plan), TN_TEXT_PLAIN);
  tn_document_builder_item (builder,
                            tn_text_new (tn_message_new_plural (
                                TN_PLURAL (N_ ("Leave the other {n} alone, chosen by lot."),
                                           N_ ("Leave the other {n} alone, chosen by lot.")),
                                held)),
                            text);
}

static double
part_share (JsonObject *group)
{
  double n = (double) tn_json_int (group, "customers", 0);

  return n > 0 ? tn_json_double (group, "leavers", NAN) / n : NAN;
}

/* The group that leaves most. */
static JsonObject *
find_worst (JsonArray *groups)
{
  JsonObject *worst = NULL;

  for (guint i = 0; i < json_array_get_length (groups); i++)
    {
      JsonObject *group = tn_json_object_at (groups, i);

      if (worst == NULL || part_share (group) > part_share (worst))
        worst = group;
    }

  return worst;
}

static void
add_group_action (const TnReport *self,
                  TnDocumentBuilder *builder,
                  JsonObject *parts,
                  JsonArray *groups)
{
  JsonObject *worst = find_worst (groups);
  double all = tn_json_double (tn_json_object (self->list, "leavers"), "value", NAN) /
               (double) tn_json_int (self->list, "n", 1);
  TnMessage *title = tn_message_new (N_ ("Ask some of one group why: {label}: {group}."));
  TnMessage *text = tn_message_new (
      N_ ("Of these {share} are expected to leave, of all customers {all}. It is a sign "
          "that goes with leaving; a few calls may show the reason."));

  title = tn_message_take (title, "label", tn_report_read_message (parts, "label"));
  title = tn_message_take (title, "group", tn_report_read_message (worst, "label"));
  text = tn_message_percent (text, "share", part_share (worst), 0);
  text = tn_message_percent (text, "all", all, 0);
  tn_document_builder_item (builder, tn_text_new (title), tn_text_new (text));
}

static void
add_third (const TnReport *self, TnDocumentBuilder *builder)
{
  JsonObject *parts = tn_json_object (self->list, "parts");
  JsonArray *groups = parts != NULL ? tn_json_array (parts, "groups") : NULL;
  guint n = groups != NULL ? json_array_get_length (groups) : 0;
  JsonObject *once = n > 1 ? tn_json_object_at (groups, 0) : NULL;
  JsonObject *often = n > 1 ? tn_json_object_at (groups, n - 1) : NULL;
  TnMessage *text;

  if (once == NULL)
    {
      tn_document_builder_item (
          builder, tn_report_say (N_ ("Run this again after the round.")),
          tn_report_say (N_ ("The new orders show who was kept, and whether the list held.")));
      return;
    }
  if (!tn_json_bool (parts, "orders", FALSE) || !(part_share (once) > part_share (often) + 0.05))
    {
      add_group_action (self, builder, parts, groups);
      return;
    }
  text = tn_message_new (N_ (
      "With one order {once} are expected to leave, with four or more {often}. Test a thank-you "
      "note on half of them, drawn by lot."));
  text = tn_message_percent (text, "once", part_share (once), 0);
  text = tn_message_percent (text, "often", part_share (often), 0);
  tn_document_builder_item (
      builder, tn_report_say (N_ ("Give one-time buyers a reason for a second order.")),
      tn_text_new (text));
}

void
tn_report_add_actions (const TnReport *self, TnDocumentBuilder *builder)
{
  JsonObject *first = tn_json_object (self->list, "first");
  gint64 n = first != NULL ? tn_json_int (first, "n", 0) : 0;
  JsonObject *plan = tn_json_object (self->list, "plan");
  gint64 held = plan != NULL ? tn_json_int (plan, "held_out", 0) : 0;

  tn_document_builder_heading (builder, 2, tn_report_say (N_ ("Three things to do")), NULL);
  tn_document_builder_begin_actions (builder);
  if (n > 0)
    add_contact (self, builder, n, held);
  if (held > 0)
    add_held_out (builder, plan, held);
  add_third (self, builder);
  tn_document_builder_end_block (builder);
}

/* What could be wrong */

/* By the beginning of a finding's code. */
static const struct
{
  const char *code;
  const char *title;
} titles[] = {
  { "compare.baseline", N_ ("The model.") },
  { "warn.leak", N_ ("Too good?") },
  { "warn.toogood", N_ ("Too good?") },
  { "warn.small", N_ ("Few customers.") },
  { "warn.oneclass", N_ ("Nothing to compare.") },
  { "warn.allequal", N_ ("No order.") },
  { "warn.wide", N_ ("The ranking.") },
  { "warn.shift", N_ ("The level.") },
  { "warn.imbalance", N_ ("Few leave.") },
  { "metric.calibration", N_ ("The chances.") },
};

static const char *
find_title (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_has_prefix (code, titles[i].code))
      return titles[i].title;

  return N_ ("Note.");
}

static gboolean
is_doubt (const TnReport *self, const TnFinding *finding)
{
  return g_strcmp0 (finding->code, "metric.calibration.good") != 0 &&
         (finding->model == NULL || g_str_has_prefix (finding->code, "compare.") ||
          g_str_equal (finding->model, self->best->id));
}

static guint
add_findings (const TnReport *self, TnDocumentBuilder *builder, TnSeverity severity, guint n)
{
  for (guint i = 0; i < tn_evaluation_get_n_findings (self->evaluation) && n < MOST_DOUBTS; i++)
    {
      const TnFinding *finding = tn_evaluation_get_finding (self->evaluation, i);

      if (finding->severity != severity || !is_doubt (self, finding))
        continue;
      tn_document_builder_item (builder, tn_report_say (find_title (finding->code)),
                                tn_text_new (tn_message_ref (finding->message)));
      n++;
    }

  return n;
}

static guint
add_season (const TnReport *self, TnDocumentBuilder *builder, guint n)
{
  g_autoptr (TnMessage) period = NULL;
  gint64 from = 0, to = 0;

  if (!tn_report_find_season (self, &from, &to))
    return n;
  period = tn_message_period (tn_message_new ("{period}"), "period", from, to);
  tn_document_builder_item (builder, tn_report_say (N_ ("The season.")),
                            tn_text_new (tn_say_season (period)));

  return n + 1;
}

/* What a step told of, by its code. */
static TnMessage *
find_told (const TnReport *self, const char *code)
{
  JsonArray *warnings = tn_json_array (tn_run_get_info (self->run), "warnings");

  for (guint i = 0; warnings != NULL && i < json_array_get_length (warnings); i++)
    {
      JsonObject *warning = tn_json_object_at (warnings, i);

      if (g_str_equal (tn_json_string (warning, "code", ""), code))
        return tn_report_read_message (warning, "message");
    }

  return NULL;
}

static guint
add_nobody (const TnReport *self, TnDocumentBuilder *builder, guint n)
{
  TnMessage *said = find_told (self, "clean.without_customer");
  TnText *text;

  if (said == NULL || n >= MOST_DOUBTS)
    {
      g_clear_pointer (&said, tn_message_unref);
      return n;
    }
  text = tn_text_new (said);
  tn_text_add (text, tn_message_new (N_ ("Those buyers are not in this report.")), TN_TEXT_PLAIN);
  tn_document_builder_item (builder, tn_report_say (N_ ("Who is missing.")), text);

  return n + 1;
}

/* Always told: its figures are not those of the settings. */
static guint
add_stopped (const TnReport *self, TnDocumentBuilder *builder, guint n)
{
  TnMessage *said = find_told (self, "learning.stopped");

  if (said == NULL)
    return n;
  tn_document_builder_item (builder, tn_report_say (N_ ("Learning was cut short.")),
                            tn_text_new (said));

  return n + 1;
}

void
tn_report_add_doubts (const TnReport *self, TnDocumentBuilder *builder)
{
  guint n;

  tn_document_builder_begin_panel (builder, TN_DOCUMENT_PANEL_WASH);
  tn_document_builder_heading (builder, 2, tn_report_say (N_ ("What could be wrong")), NULL);
  tn_document_builder_begin_warnings (builder);
  n = add_findings (self, builder, TN_SEVERITY_SERIOUS, add_stopped (self, builder, 0));
  n = add_season (self, builder, n);
  n = add_findings (self, builder, TN_SEVERITY_WARNING, n);
  if (self->until == 0)
    {
      tn_document_builder_item (
          builder, tn_report_say (N_ ("No dates.")),
          tn_report_say (N_ ("The table says who left, not when. If a column was filled in after "
                             "a customer left, the result looks too good.")));
      n++;
    }
  n = add_nobody (self, builder, n);
  add_findings (self, builder, TN_SEVERITY_NOTE, n);
  tn_document_builder_item (
      builder, tn_report_say (N_ ("The effect.")),
      tn_report_say (N_ ("Whether contacting keeps anyone has not been measured, so no gain is "
                         "claimed. The held-out group will show it.")));
  tn_document_builder_end_block (builder);
  tn_document_builder_end_block (builder);
}

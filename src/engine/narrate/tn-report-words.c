/* tn-report-words.c: small words of reports, and what their terms mean
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-json.h"
#include "tn-report-private.h"

#define DAY (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

TnText *
tn_report_say (const char *id)
{
  return tn_text_new (tn_message_new (id));
}

TnText *
tn_report_say_strong (const char *id)
{
  return tn_text_new_styled (tn_message_new (id), TN_TEXT_STRONG);
}

/* A message kept in a result; empty when it cannot be read. */
TnMessage *
tn_report_read_message (JsonObject *object, const char *name)
{
  TnMessage *message = tn_message_read (object, name);

  return message != NULL ? message : tn_message_new_literal ("");
}

TnMessage *
tn_report_say_number (double value, int decimals)
{
  return tn_message_number (tn_message_new ("{value}"), "value", value, decimals);
}

/* An interval in a table: with a dash, unless an end is negative. */
TnMessage *
tn_report_say_ends (double low, double high, int decimals)
{
  TnMessage *message = tn_message_new (low < 0 ? N_ ("{low} to {high}") : "{low}–{high}");

  message = tn_message_number (message, "low", low, decimals);

  return tn_message_number (message, "high", high, decimals);
}

TnMessage *
tn_report_say_share_ends (double low, double high)
{
  TnMessage *message = tn_message_number (tn_message_new ("{low}–{high}"), "low", 100 * low, 0);

  return tn_message_number (message, "high", 100 * high, 0);
}

/* A moment as the shop's clock shows it, for dates: they are days of its calendar. */
gint64
tn_report_to_local (const TnReport *self, gint64 time)
{
  return tn_zone_to_local (self->zone, time);
}

/* The end of a window of so many days of 24 hours, by the shop's clock. Where clocks were changed
 * within it, it ends an hour off midnight, and is called by the day that is meant. */
gint64
tn_report_to_local_end (const TnReport *self, gint64 time)
{
  gint64 local = tn_report_to_local (self, time);
  gint64 midnight = (local + DAY / 2) / DAY * DAY;

  return ABS (local - midnight) <= 2 * DAY / 24 ? midnight : local;
}

/* Days from the cut date to the end of the window asked about. */
static guint
count_span (const TnReport *self)
{
  return self->until > self->as_of ? (guint) ((self->until - self->as_of + DAY / 2) / DAY) : 0;
}

/* Days between the cut date and the window asked about, in which an order says nothing. */
guint
tn_report_count_gap (const TnReport *self)
{
  double gap = tn_report_get_setting (self, "define_churn", "gap_days", 0);

  return (guint) CLAMP (gap, 0, MAX (count_span (self), 1) - 1);
}

/* Length of the window asked about. */
guint
tn_report_count_days (const TnReport *self)
{
  return count_span (self) - tn_report_count_gap (self);
}

/* Days from the cut date on over which the value at stake is counted. */
guint
tn_report_count_value_days (const TnReport *self)
{
  double days = tn_report_get_setting (self, "value", "days", 0);

  return days > 0 ? (guint) days : count_span (self);
}

/* Tested customers that the interval of one customer rests on, at least. */
gint64
tn_report_count_neighbours (const TnReport *self)
{
  return tn_json_int (self->list, "neighbours", 100);
}

gboolean
tn_report_is_by_time (const TnReport *self)
{
  return tn_evaluation_get_n_folds (self->evaluation) > 0 &&
         tn_evaluation_get_fold (self->evaluation, 0)->cut != TN_TIME_MISSING;
}

gboolean
tn_report_has_stake (const TnReport *self)
{
  return tn_json_object (self->list, "stake") != NULL;
}

/* The first step of a type. */
const TnGraphNode *
tn_report_find_step (const TnReport *self, const char *type)
{
  for (guint i = 0; i < tn_graph_get_n_nodes (self->graph); i++)
    if (g_str_equal (tn_graph_get_node (self->graph, i)->type, type))
      return tn_graph_get_node (self->graph, i);

  return NULL;
}

/* What was set, or the default of the step. */
double
tn_report_get_setting (const TnReport *self, const char *type, const char *param, double fallback)
{
  const TnGraphNode *node = tn_report_find_step (self, type);
  const TnParamSpec *spec =
      node != NULL && node->spec != NULL ? tn_node_spec_find_param (node->spec, param) : NULL;

  if (spec == NULL)
    return fallback;

  return tn_json_double (node->values, param, spec->number);
}

/* Month and day of a local time as one number, so that years can be laid over each other. */
static guint
day_of_year (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);

  return date != NULL
             ? (guint) (g_date_time_get_month (date) * 32 + g_date_time_get_day_of_month (date))
             : 0;
}

static void
mark_window (gboolean *seen, gint64 from, gint64 until)
{
  for (gint64 time = from; time < until && time < from + 366 * DAY; time += DAY)
    seen[day_of_year (time)] = TRUE;
}

/**
 * tn_report_find_season:
 * @from: (out): first day of the window asked about that no outcome on file covers in any year
 * @to: (out): last such day
 *
 * Returns: whether a tenth of the window or more is such days
 */
gboolean
tn_report_find_season (const TnReport *self, gint64 *from, gint64 *to)
{
  JsonArray *cuts = tn_json_array (self->list, "cuts");
  gboolean seen[13 * 32 + 1] = { FALSE };
  guint n = 0, n_days = tn_report_count_days (self);
  gint64 gap = tn_report_count_gap (self) * DAY;

  if (cuts == NULL || n_days == 0)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (cuts); i++)
    {
      JsonObject *cut = tn_json_object_at (cuts, i);

      if (tn_json_int (cut, "known", 0) > 0)
        mark_window (seen, tn_report_to_local (self, tn_json_int (cut, "cut", 0)) + gap,
                     tn_report_to_local_end (self, tn_json_int (cut, "until", 0)));
    }
  for (gint64 time = self->as_of + gap; time < self->until; time += DAY)
    if (!seen[day_of_year (time)])
      {
        if (n++ == 0)
          *from = time;
        *to = time;
      }

  return n > 0 && 10 * n >= n_days;
}

void
tn_report_define_notes (const TnReport *self, TnDocumentBuilder *builder)
{
  static const struct
  {
    const char *id;
    const char *term;
    const char *text;
  } notes[] = {
    { "interval", N_ ("95% interval"),
      N_ ("The range that would contain the true value in about 95 of 100 such analyses.") },
    { "stake", N_ ("Value at stake"),
      N_ ("Chance of leaving times what the customer would bring in these days, less returns, "
          "summed.") },
    { "held-out", N_ ("Held-out group"),
      N_ ("Customers picked by lot who are not contacted, so that the effect of contacting can be "
          "measured.") },
    { "power", N_ ("Finding an effect"),
      N_ ("With a chance of 80%, by a two-proportion test at the 5% level (Fleiss, Levin and Paik "
          "2003).") },
    { "cut", N_ ("Cut date"),
      N_ ("The day to which the calendar is set back: before it the model may look, after it it is "
          "judged.") },
    { "baseline", N_ ("Baseline"),
      N_ ("A simple rule without a model. A model must beat it to be worth using.") },
    { "auc", N_ ("AUC"),
      N_ ("The chance that a random leaver is ranked above a random stayer. 0.5 is guessing, 1 is "
          "perfect.") },
    { "lift", N_ ("Lift"),
      N_ ("How many times as many leavers a group contains as a group of the same size drawn by "
          "lot.") },
    { "log-loss", N_ ("Log loss"),
      N_ ("A penalty for chances that turn out wrong, harsher for confident mistakes. Lower is "
          "better.") },
    { "roc", N_ ("ROC curve"),
      N_ ("Leavers found against stayers contacted by mistake, for every possible dividing "
          "line.") },
    { "calibration", N_ ("Calibration"),
      N_ ("Whether of the customers given 30%, about 30% really leave.") },
    { "precision", N_ ("Precision and recall"),
      N_ ("Precision: of those contacted, the share that leaves. Recall: of those who leave, the "
          "share contacted.") },
    { "shap", N_ ("SHAP"),
      N_ ("A way to share out one customer’s chance fairly among the facts it was computed "
          "from.") },
    { "bootstrap", N_ ("Drawing again (bootstrap)"),
      N_ ("Repeating the test on customers drawn at random from those tested, to see how much the "
          "result wobbles.") },
    { "fingerprint", N_ ("Data fingerprint"),
      N_ ("A short code that changes whenever a single value of the data changes.") },
    { "seed", N_ ("Random seed"),
      N_ ("The number that fixes every random choice, so that a run can be repeated.") },
  };
  guint gap = tn_report_count_gap (self);
  TnMessage *leave;

  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    tn_document_builder_define_note (builder, notes[i].id, tn_message_new (notes[i].term),
                                     tn_message_new (notes[i].text));
  leave =
      gap > 0 ? tn_message_count (
                    tn_message_count (
                        tn_message_new (N_ ("No order from day {from} to day {to} after the cut "
                                            "date. Some of the “leavers” will return later.")),
                        "from", gap + 1),
                    "to", gap + tn_report_count_days (self))
      : tn_report_count_days (self) > 0
          ? tn_message_new_plural (
                TN_PLURAL (
                    N_ ("No order in the {n} day from the cut date on. Some of the “leavers” will "
                        "return later."),
                    N_ ("No order in the {n} days from the cut date on. Some of the “leavers” will "
                        "return later.")),
                tn_report_count_days (self))
          : tn_message_new (N_ ("What the column with the answer says."));
  tn_report_define_money_notes (self, builder);
  tn_document_builder_define_note (builder, "leave", tn_message_new (N_ ("Leaving (churn)")),
                                   leave);
}

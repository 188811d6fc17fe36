/* tn-report-quality.c: how good the best method is, in four pictures
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-json.h"
#include "tn-judge-narrator.h"
#include "tn-report-curves.h"

/* The models in the order they are drawn: the list's method, the others, the rule. */
static const TnJudgedModel *
get_drawn (const TnReport *self, guint index)
{
  guint n = tn_evaluation_get_n_models (self->evaluation);

  if (index == 0)
    return self->best;
  for (guint i = n; i-- > 0;)
    {
      const TnJudgedModel *model = tn_evaluation_get_model (self->evaluation, i);

      if (model != self->best && --index == 0)
        return model;
    }

  return NULL;
}

static const TnCurve *
find_drawn (const TnReport *self, const TnJudgedModel *model, const char *id)
{
  const TnCurve *curve = tn_judgement_find_curve (model->pooled, id);
  gboolean is_other_rule = model->is_baseline && model != self->rule && model != self->best;

  return curve == NULL || curve->n_points < 2 || is_other_rule ? NULL : curve;
}

/**
 * tn_report_read_curves:
 * @id: of the curves
 * @curves: (array length=TN_REPORT_CURVES) (out caller-allocates): the list's method first
 *
 * Returns: how many there are; their names are to be taken
 */
gsize
tn_report_read_curves (const TnReport *self, const char *id, TnTrace *curves)
{
  const TnJudgedModel *model;
  gsize n = 0;
  guint series = 2;

  for (guint i = 0; n < TN_REPORT_CURVES && (model = get_drawn (self, i)) != NULL; i++)
    {
      const TnCurve *curve = find_drawn (self, model, id);

      if (curve == NULL)
        continue;
      curves[n].name = tn_message_ref (model->label);
      curves[n].series = model == self->best ? 1 : model->is_baseline ? 0 : MIN (series++, 5);
      curves[n].n = curve->n_points;
      curves[n].x = curve->x;
      curves[n].y = curve->y;
      curves[n].low = model == self->best ? curve->low : NULL;
      curves[n].high = model == self->best ? curve->high : NULL;
      n++;
    }

  return n;
}

static void
name_with_auc (const TnReport *self, TnTrace *curves, gsize n)
{
  const TnJudgedModel *model;
  gsize at = 0;

  for (guint i = 0; at < n && (model = get_drawn (self, i)) != NULL; i++)
    if (find_drawn (self, model, "roc") != NULL)
      {
        curves[at].name = tn_message_number (
            tn_message_take (tn_message_new ("{name} {auc}"), "name", curves[at].name), "auc",
            tn_judgement_value (model->pooled, "auc"), 3);
        at++;
      }
}

static void
add_roc (const TnReport *self, TnDocumentBuilder *builder)
{
  TnTrace curves[TN_REPORT_CURVES] = { 0 };
  gsize n = tn_report_read_curves (self, "roc", curves);

  name_with_auc (self, curves, n);
  tn_document_builder_heading (
      builder, 2, tn_text_note (tn_report_say (N_ ("Telling leavers from stayers")), "roc"), NULL);
  tn_document_builder_chart (
      builder, tn_chart_roc (NULL, NULL, n, curves),
      tn_text_new (tn_say_auc (tn_judgement_find (self->best->pooled, "auc"))), "roc");
}

static void
add_lift (const TnReport *self, TnDocumentBuilder *builder)
{
  TnTrace curves[TN_REPORT_CURVES] = { 0 };
  gsize n = tn_report_read_curves (self, "lift", curves);
  double rate = tn_judgement_value (self->best->pooled, "base_rate");

  tn_document_builder_heading (
      builder, 2, tn_text_note (tn_report_say (N_ ("What ranking is worth")), "lift"), NULL);
  tn_document_builder_chart (builder, tn_chart_lift (NULL, NULL, n, curves, rate, 0.1),
                             tn_text_new (tn_say_lift (self->best->pooled, 0.1)), "lift");
}

static void
add_calibration (const TnReport *self, TnDocumentBuilder *builder)
{
  const TnCurve *bins = tn_judgement_find_curve (self->best->pooled, "reliability");
  TnMessage *said = tn_say_calibration (self->best->pooled, NULL);

  tn_document_builder_heading (
      builder, 2,
      tn_text_note (tn_report_say (N_ ("Can the chances be taken at their word?")), "calibration"),
      NULL);
  if (bins == NULL || said == NULL)
    {
      g_clear_pointer (&said, tn_message_unref);
      tn_document_builder_paragraph (
          builder, tn_report_say (N_ (
                       "Cannot tell: this method gives an order, and no chances to be checked.")));
      return;
    }
  tn_document_builder_chart (builder,
                             tn_chart_calibration (NULL, NULL, bins->n_points, bins->x, bins->y,
                                                   bins->low, bins->high, 0, NULL),
                             tn_text_new (said), "calibration");
}

static void
add_precision (const TnReport *self, TnDocumentBuilder *builder)
{
  TnTrace curves[TN_REPORT_CURVES] = { 0 };
  gsize n = tn_report_read_curves (self, "pr", curves);
  double rate = tn_judgement_value (self->best->pooled, "base_rate");

  tn_document_builder_heading (
      builder, 2,
      tn_text_note (tn_report_say (N_ ("How many of those contacted would have left")),
                    "precision"),
      NULL);
  tn_document_builder_chart (builder, tn_chart_precision_recall (NULL, NULL, n, curves, rate),
                             tn_text_new (tn_say_threshold (self->best->pooled, FALSE)),
                             "precision");
}

/* Shares contacted become customers contacted. */
static double *
scale_shares (const TnTrace *curve, double n_customers)
{
  double *x = g_new (double, MAX (curve->n, 1));

  for (gsize i = 0; i < curve->n; i++)
    x[i] = curve->x[i] * n_customers;

  return x;
}

/* A gain that follows from the margin is that of a leaver who comes back, and not all do. */
static TnText *
say_most (const TnReport *self, const TnMetric *profit, JsonObject *money)
{
  TnMessage *message = tn_message_new (N_ (
      "If every leaver contacted had come back and brought {gain} of margin, contacting by this "
      "model would have earned at most {value} ({low} to {high}). No round wins all of them "
      "back; the curve says how many to contact, not what it will earn."));

  message =
      tn_message_money (message, "gain", tn_json_double (money, "gain", NAN), self->currency, 2);
  message = tn_message_money (message, "value", profit->value, self->currency, 2);
  message = tn_message_money (message, "low", profit->low, self->currency, 2);

  return tn_text_new (tn_message_money (message, "high", profit->high, self->currency, 2));
}

/* When cost and gain are known, what contacting would have been worth if the gain is right. */
static void
add_profit (const TnReport *self, TnDocumentBuilder *builder, const TnMetric *profit)
{
  TnTrace curves[TN_REPORT_CURVES] = { 0 };
  double *x[TN_REPORT_CURVES] = { NULL };
  gsize n = tn_report_read_curves (self, "profit", curves);
  JsonObject *money = tn_json_object (json_node_get_object (self->evaluation_node), "money");
  gboolean is_stated = money == NULL || tn_json_bool (money, "stated", TRUE);
  TnText *text = is_stated ? tn_text_new (tn_say_profit (profit, self->currency))
                           : say_most (self, profit, money);

  tn_text_add (text,
               tn_message_new (
                   is_stated
                       ? N_ ("All tests together. What a leaver reached is worth was stated, not "
                             "measured.")
                       : N_ ("All tests together.")),
               TN_TEXT_PLAIN);
  for (gsize i = 0; i < n; i++)
    curves[i].x = x[i] = scale_shares (&curves[i], (double) profit->n);
  tn_document_builder_heading (
      builder, 2,
      tn_report_say (is_stated ? N_ ("How many to contact, at the stated cost and gain")
                               : N_ ("How many to contact, at the stated cost and margin")),
      NULL);
  tn_document_builder_chart (builder, tn_chart_profit (NULL, NULL, self->currency, n, curves, NAN),
                             text, "profit");
  for (gsize i = 0; i < n; i++)
    g_free (x[i]);
}

static void
add_fourth (const TnReport *self, TnDocumentBuilder *builder)
{
  const TnMetric *profit = tn_judgement_find (self->best->pooled, "profit");

  if (profit != NULL && isfinite (profit->value))
    add_profit (self, builder, profit);
  else
    add_precision (self, builder);
}

/* Which chances these are: those of the list, or the model's own. */
static TnMessage *
say_chances (const TnReport *self)
{
  if (!self->best->is_calibrated)
    return tn_message_new (N_ ("The chances are the model’s own."));

  return tn_message_new (
      tn_report_is_by_time (self)
          ? N_ ("The chances, here and in the list, are calibrated: set right by a curve that each "
                "rehearsal takes from outcomes known before it, and the list from all rehearsals.")
          : N_ ("The chances, here and in the list, are calibrated: set right by a curve that each "
                "part tested takes from customers outside of it, and the list from all tests."));
}

void
tn_report_add_quality (const TnReport *self, TnDocumentBuilder *builder)
{
  TnText *text;
  TnMessage *lead = tn_message_take (
      tn_message_new (N_ ("All pictures show {method} on customers it did not learn from. Shaded "
                          "bands and bars are 95% intervals, for each point by itself; bands come "
                          "from drawing customers again.")),
      "method", tn_message_ref (self->best->label));

  tn_document_builder_page_break (builder);
  tn_document_builder_heading (builder, 1, tn_report_say (N_ ("How good the best method is")),
                               "quality");
  text = tn_text_new (lead);
  tn_text_add (text, say_chances (self), TN_TEXT_PLAIN);
  tn_document_builder_lead (builder, text);
  tn_document_builder_begin_columns (builder, 0.5);
  add_roc (self, builder);
  tn_document_builder_next_column (builder);
  add_lift (self, builder);
  tn_document_builder_end_block (builder);
  tn_document_builder_begin_columns (builder, 0.5);
  add_calibration (self, builder);
  tn_document_builder_next_column (builder);
  add_fourth (self, builder);
  tn_document_builder_end_block (builder);
}

/* tn-report-reach.c: how many leavers are reached, and how the method learned
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-report-curves.h"

static const double shares[] = { 0.05, 0.1, 0.2, 0.3, 0.5 };

/* The end of an interval at a share, read from the curve like its middle. */
static double
end_at (const TnCurve *curve, double *ends, double share)
{
  TnCurve line = *curve;

  if (ends == NULL)
    return NAN;
  line.y = ends;

  return tn_curve_at (&line, share);
}

static TnMessage *
say_reached (const TnCurve *gains)
{
  const double share = 0.2;
  double low = end_at (gains, gains->low, share), high = end_at (gains, gains->high, share);
  TnMessage *message;

  if (isfinite (low) && isfinite (high))
    message = tn_message_new (
        N_ ("Contacting the {share} with the highest chance reaches {found} of those who leave "
            "({low} to {high}). Drawn by lot it would be {share} of them."));
  else
    message = tn_message_new (
        N_ ("Contacting the {share} with the highest chance reaches {found} of those who leave. "
            "Drawn by lot it would be {share} of them."));
  tn_message_percent (message, "share", share, 0);
  tn_message_percent (message, "found", tn_curve_at (gains, share), 0);
  if (isfinite (low) && isfinite (high))
    {
      tn_message_percent (message, "low", low, 0);
      tn_message_percent (message, "high", high, 0);
    }

  return message;
}

static void
add_gains (const TnReport *self, TnDocumentBuilder *builder, const TnCurve *gains)
{
  TnTrace curves[TN_REPORT_CURVES] = { 0 };
  gsize n = tn_report_read_curves (self, "gains", curves);
  double rate = tn_judgement_value (self->best->pooled, "base_rate");

  tn_document_builder_heading (builder, 2, tn_report_say (N_ ("How many leavers are reached")),
                               NULL);
  tn_document_builder_chart (builder, tn_chart_gains (NULL, NULL, n, curves, rate, 0.2),
                             tn_text_new (say_reached (gains)), "gains");
}

static TnMessage *
say_learned (const TnLearning *learning)
{
  TnMessage *message = tn_message_new (N_ (
      "Each round mends what those before it got wrong. Round {best} of {n} is kept: from there "
      "on the error on customers kept for checking falls no more. Shown is the last test."));

  tn_message_count (message, "best", (gint64) learning->round[learning->best]);

  return tn_message_count (message, "n", (gint64) learning->n);
}

static void
add_learning (const TnReport *self, TnDocumentBuilder *builder)
{
  const TnLearning *learning = self->learning;

  tn_document_builder_heading (builder, 2, tn_report_say (N_ ("How it learned")), NULL);
  tn_document_builder_chart (
      builder,
      tn_chart_learning (NULL, NULL, tn_message_new (N_ ("Error of the forecast; lower is better")),
                         learning->n, learning->round, learning->train, learning->validate,
                         (gssize) learning->best),
      tn_text_new (say_learned (learning)), "learning");
}

static TnText *
say_count (double count)
{
  return tn_text_new (
      tn_message_count (tn_message_new ("{n}"), "n", (gint64) llround (MAX (count, 0))));
}

static TnText *
say_share (double share)
{
  return tn_text_new (tn_message_percent (tn_message_new ("{value}"), "value", share, 0));
}

/* Customers of all tests, as the counts of the window are. */
static void
add_row (const TnReport *self, TnGrid *grid, const TnCurve *gains, double share)
{
  const TnMetric *auc = tn_judgement_find (self->best->pooled, "auc");
  double n = auc != NULL ? auc->n : 0;
  double leavers = n * tn_judgement_value (self->best->pooled, "base_rate");
  double reached = tn_curve_at (gains, share);
  double low = end_at (gains, gains->low, share), high = end_at (gains, gains->high, share);
  double found = MIN (leavers * reached, n * share);

  tn_grid_add_row (grid, TN_GRID_ROW_PLAIN);
  tn_grid_add_text (grid, say_share (share));
  tn_grid_add_text (grid, say_count (n * share));
  tn_grid_add_text (grid, say_count (found));
  tn_grid_add_text (grid, say_count (n * share - found));
  if (isfinite (low) && isfinite (high))
    tn_grid_add_beside (grid, say_share (reached),
                        tn_text_new_styled (tn_report_say_share_ends (low, high), TN_TEXT_SOFT));
  else
    tn_grid_add_text (grid, say_share (reached));
}

static void
add_table (const TnReport *self, TnDocumentBuilder *builder, const TnCurve *gains)
{
  TnGrid *grid = tn_grid_new (NULL);

  tn_grid_add_column (grid, tn_report_say (N_ ("Contacted, highest chance first")), TN_GRID_START);
  tn_grid_add_column (grid, tn_report_say (N_ ("Customers")), TN_GRID_END);
  tn_grid_add_column (grid, tn_report_say (N_ ("Leavers found")), TN_GRID_END);
  tn_grid_add_column (grid, tn_report_say (N_ ("Contacted in vain")), TN_GRID_END);
  tn_grid_add_column (grid, tn_report_say (N_ ("Share of all leavers, 95% interval")), TN_GRID_END);
  tn_grid_set_dense (grid, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    add_row (self, grid, gains, shares[i]);
  tn_document_builder_grid (builder, grid, "reached");
  tn_document_builder_paragraph (
      builder, tn_report_say (N_ ("Customers of all tests together: one who was asked about at "
                                  "several cut dates counts at each.")));
}

/**
 * tn_report_add_reach:
 *
 * A page of what the ranking reaches, for whoever has to say how many are contacted; beside it,
 * where the method learns in rounds, how it came to its best. Nothing where the run has no curve.
 */
void
tn_report_add_reach (const TnReport *self, TnDocumentBuilder *builder)
{
  const TnCurve *gains = tn_judgement_find_curve (self->best->pooled, "gains");

  if (gains == NULL || gains->n_points < 2)
    return;
  tn_document_builder_page_break (builder);
  tn_document_builder_heading (builder, 1, tn_report_say (N_ ("How many to contact")), "reach");
  tn_document_builder_begin_columns (builder, 0.5);
  add_gains (self, builder, gains);
  if (self->learning != NULL)
    {
      tn_document_builder_next_column (builder);
      add_learning (self, builder);
    }
  tn_document_builder_end_block (builder);
  add_table (self, builder, gains);
}

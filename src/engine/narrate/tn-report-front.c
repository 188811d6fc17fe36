/* tn-report-front.c: the first page: the answer, what is at stake, what to do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-chart-kinds.h"
#include "tn-json.h"
#include "tn-report-private.h"

#define MOST_PARTS 8

static TnMessage *
answer (const TnReport *self)
{
  double leavers = tn_json_double (tn_json_object (self->list, "leavers"), "value", NAN);
  gint64 n = tn_json_int (self->list, "n", 0);
  TnMessage *message;

  if (self->until != 0)
    message = tn_message_date (
        tn_message_new (N_ ("About {leavers} of {all} customers, {share}, will probably not order "
                            "again by {date}.")),
        "date", self->until);
  else if (tn_json_bool (self->list, "stayed", FALSE))
    message = tn_message_new (N_ ("About {leavers} of the {all} customers who are still here, "
                                  "{share}, will probably leave."));
  else
    message =
        tn_message_new (N_ ("About {leavers} of {all} customers, {share}, will probably leave."));
  message = tn_message_round (message, "leavers", leavers, 3);
  message = tn_message_count (message, "all", n);

  return tn_message_percent (message, "share", n > 0 ? leavers / (double) n : NAN, 0);
}

static JsonObject *
get_part (const TnReport *self, guint index)
{
  JsonObject *parts = tn_json_object (self->list, "parts");
  JsonArray *groups = parts != NULL ? tn_json_array (parts, "groups") : NULL;

  return groups != NULL && index < json_array_get_length (groups)
             ? tn_json_object_at (groups, index)
             : NULL;
}

/* How many of the expected leavers ordered once: where the list is by number of orders. */
static void
add_first_orders (const TnReport *self, TnText *lead)
{
  JsonObject *parts = tn_json_object (self->list, "parts");
  double all = tn_json_double (tn_json_object (self->list, "leavers"), "value", NAN);
  double once =
      get_part (self, 0) != NULL ? tn_json_double (get_part (self, 0), "leavers", NAN) : NAN;

  if (parts == NULL || !tn_json_bool (parts, "orders", FALSE) || !(once > 0 && all > 0))
    return;
  tn_text_add (
      lead,
      tn_message_number (
          tn_message_new (N_ ("Of every 100 expected leavers, {n} ordered only once so far.")), "n",
          100 * once / all, 0),
      TN_TEXT_PLAIN);
}

static TnMessage *
say_meaning (const TnReport *self)
{
  double active = tn_report_get_setting (self, "define_churn", "active_days", 0);
  TnMessage *message;

  if (self->until == 0)
    return tn_message_new (N_ ("The table has no dates, so it cannot be told by when."));
  message =
      active > 0
          ? tn_message_new_plural (TN_PLURAL (N_ ("“Leave” means: no order in the {n} day from "
                                                  "{date}{note}. Asked about are customers "
                                                  "with an order in the {active} days before."),
                                              N_ ("“Leave” means: no order in the {n} days from "
                                                  "{date}{note}. Asked about are customers "
                                                  "with an order in the {active} days before.")),
                                   tn_report_count_days (self))
          : tn_message_new_plural (TN_PLURAL (N_ ("“Leave” means: no order in the {n} day from "
                                                  "{date}{note}. Asked about is everyone "
                                                  "with an order before."),
                                              N_ ("“Leave” means: no order in the {n} days from "
                                                  "{date}{note}. Asked about is everyone "
                                                  "with an order before.")),
                                   tn_report_count_days (self));
  /* With days to act the window begins later than the list ends. */
  message =
      tn_message_date (message, "date", self->as_of + tn_report_count_gap (self) * TN_REPORT_DAY);
  message = tn_message_count (message, "active", llround (active));

  return tn_text_fill_note (message, "note", "leave");
}

static void
add_answer (const TnReport *self, TnDocumentBuilder *builder)
{
  JsonObject *leavers = tn_json_object (self->list, "leavers");
  TnMessage *message =
      tn_message_new (N_ ("Between {low} and {high} would not surprise us{note}."));
  TnText *lead;

  tn_document_builder_kicker (builder, tn_report_say (N_ ("Who will leave?")));
  tn_document_builder_cover (builder, tn_text_new (answer (self)));
  tn_document_builder_set_subject (builder, answer (self));

  message = tn_message_round (message, "low", tn_json_double (leavers, "low", NAN), 3);
  message = tn_message_round (message, "high", tn_json_double (leavers, "high", NAN), 3);
  lead = tn_text_new (tn_text_fill_note (message, "note", "interval"));
  tn_text_add (lead, say_meaning (self), TN_TEXT_PLAIN);
  add_first_orders (self, lead);
  tn_document_builder_lead (builder, lead);
}

static void
add_parts (const TnReport *self, TnDocumentBuilder *builder)
{
  JsonObject *parts = tn_json_object (self->list, "parts");
  JsonObject *leavers = tn_json_object (self->list, "leavers");
  TnPart drawn[MOST_PARTS];
  gsize n = 0;
  TnMessage *caption;

  if (parts == NULL)
    return;
  for (; n < MOST_PARTS && get_part (self, (guint) n) != NULL; n++)
    {
      JsonObject *group = get_part (self, (guint) n);
      double customers = (double) tn_json_int (group, "customers", 0);

      drawn[n] = (TnPart){ tn_report_read_message (group, "label"), customers,
                           customers > 0 ? tn_json_double (group, "leavers", 0) / customers : 0 };
    }
  caption = tn_json_bool (parts, "orders", FALSE)
                ? tn_message_new (N_ (
                      "Width: customers by their orders so far. Filled: share expected to leave."))
                : tn_message_take (
                      tn_message_new (
                          N_ ("Width: customers by “{label}”. Filled: share expected to leave.")),
                      "label", tn_report_read_message (parts, "label"));
  tn_document_builder_chart (
      builder,
      tn_chart_parts (NULL, caption, n, drawn, tn_json_double (leavers, "value", NAN),
                      tn_json_double (leavers, "low", NAN), tn_json_double (leavers, "high", NAN)),
      NULL, "parts");
}

static TnMessage *
say_money (const TnReport *self, const char *id, JsonObject *amount)
{
  TnMessage *message = tn_message_new (id);

  message =
      tn_message_money (message, "low", tn_json_double (amount, "low", NAN), self->currency, 2);

  return tn_message_money (message, "high", tn_json_double (amount, "high", NAN), self->currency,
                           2);
}

/* Which assumptions are missing, by their names on the screen. */
static TnMessage *
ask_money (const TnReport *self)
{
  TnMessage *message = tn_message_new (
      N_ ("When contacting pays cannot be told yet: what is your margin, and what does one contact "
          "cost? State “{margin}” and “{cost}” in the step “{step}”{note}, and run again."));

  message = tn_message_take (message, "margin", tn_report_say_param (self, "margin"));
  message = tn_message_take (message, "cost", tn_report_say_param (self, "cost"));
  message = tn_message_take (message, "step", tn_report_say_money_step (self));

  return tn_text_fill_note (message, "note", "state");
}

static TnMessage *
say_assumed (const TnReport *self, const TnMoney *money)
{
  TnMessage *message = tn_message_new (
      money->offer > 0 ? N_ ("Margin {margin}, {cost} a contact, {offer} an offer used{note}.")
                       : N_ ("Margin {margin}, {cost} a contact."));

  message = tn_message_percent (message, "margin", money->margin, 0);
  message = tn_message_money (message, "cost", money->cost, self->currency,
                              money->cost < 10 && money->cost > 0 ? -1 : 0);
  if (money->offer == 0)
    return message;
  message =
      tn_message_money (message, "offer", money->offer, self->currency, money->offer < 10 ? -1 : 0);

  return tn_text_fill_note (message, "note", "offer");
}

static TnMessage *
say_rate (const TnReport *self, JsonObject *first, double low, double middle, double high)
{
  /* Small shares are counted in thousands: "9 in 1,000". */
  double of = middle < 0.02 ? 1000 : 100;
  int decimals = of * middle < 2 ? 1 : 0;
  TnMessage *message = tn_message_new (
      isfinite (high) && high <= 1
          ? N_ ("Contacting the first {n} pays as soon as {rate} in {of} of the leavers among them "
                "come back ({low} to {high}). Whether they do has not been measured.")
          : N_ ("Contacting the first {n} may pay from {low} in {of} leavers that come back, or "
                "not at all."));

  message = tn_message_count (message, "of", llround (of));
  message = tn_message_count (message, "n", tn_json_int (first, "n", 0));
  message = tn_message_number (message, "rate", of * middle, decimals);
  message = tn_message_number (message, "low", of * low, decimals);

  return tn_message_number (message, "high", of * high, decimals);
}

/* The share of the leavers contacted that must come back for the contacts to be paid. */
static TnText *
say_break_even (const TnReport *self)
{
  JsonObject *first = tn_json_object (self->list, "first");
  JsonObject *stake = first != NULL ? tn_json_object (first, "stake") : NULL;
  JsonObject *leaving = first != NULL ? tn_json_object (first, "leavers") : NULL;
  double n = first != NULL ? (double) tn_json_int (first, "n", 0) : 0;
  double leavers = tn_json_double (leaving, "value", NAN);
  TnMoney money;
  double low, middle, high;
  TnText *text;

  tn_report_read_money (self, &money);
  if (!tn_money_is_stated (&money) || stake == NULL)
    return tn_text_new (ask_money (self));
  low = tn_money_break_even (&money, n, leavers, tn_json_double (stake, "high", NAN));
  middle = tn_money_break_even (&money, n, leavers, tn_json_double (stake, "value", NAN));
  high = tn_money_break_even (&money, n, leavers, tn_json_double (stake, "low", NAN));
  text = tn_text_new (
      low <= 1 ? say_rate (self, first, low, middle, high)
               : tn_message_new (N_ ("At the stated margin and cost contacting them does not pay, "
                                     "even if every leaver came back. Contact fewer, or at a lower "
                                     "cost.")));
  tn_text_add (text, say_assumed (self, &money), TN_TEXT_PLAIN);

  return text;
}

/* What amounts are in, where only a person can say: ¥ is yuan and yen, $ many dollars. */
static TnMessage *
ask_currency (const TnReport *self)
{
  TnMessage *message =
      tn_message_new (*self->currency != '\0'
                          ? N_ ("Which currency are the amounts in? The data say {sign} only. "
                                "State “{currency}” in "
                                "the step “{step}”{note}.")
                          : N_ ("Which currency are the amounts in? State “{currency}” in the step "
                                "“{step}”{note}."));

  message = tn_message_text (message, "sign", self->currency);
  message = tn_message_take (message, "currency", tn_report_say_param (self, "currency"));
  message = tn_message_take (message, "step", tn_report_say_money_step (self));

  return tn_text_fill_note (message, "note", "state");
}

static void
add_stake (const TnReport *self, TnDocumentBuilder *builder)
{
  JsonObject *stake = tn_json_object (self->list, "stake");
  TnMessage *label;
  TnText *caption;

  if (stake == NULL)
    return;
  label = tn_message_new_plural (
      TN_PLURAL (N_ ("Value at stake in {n} day{note}"), N_ ("Value at stake in {n} days{note}")),
      tn_report_count_value_days (self));
  caption = tn_text_new_styled (say_money (self, N_ ("95% interval {low} to {high}."), stake),
                                TN_TEXT_STRONG);
  tn_text_add (
      caption,
      tn_message_new (
          tn_json_bool (self->list, "stake_errors", FALSE)
              ? N_ ("It covers luck, the level of leaving and how little is known of what each "
                    "customer spends, not that all amounts may shift together. It is not what a "
                    "campaign would earn: some leavers cannot be kept, others come back unasked.")
              : N_ ("It covers each customer’s luck, the level of leaving and which customers "
                    "there "
                    "are, not that all amounts may shift together. It is not what a campaign would "
                    "earn: some leavers cannot be kept, others would come back unasked.")),
      TN_TEXT_PLAIN);
  tn_document_builder_rule (builder);
  tn_document_builder_begin_columns (builder, 0.5);
  tn_document_builder_big_number (
      builder, tn_text_new (tn_text_fill_note (label, "note", "stake")),
      tn_text_new (tn_message_money (tn_message_new ("{value}"), "value",
                                     tn_json_double (stake, "value", NAN), self->currency, 2)),
      caption);
  tn_document_builder_next_column (builder);
  tn_document_builder_heading (builder, 2, tn_report_say (N_ ("When contacting pays")), NULL);
  tn_document_builder_paragraph (builder, say_break_even (self));
  if (tn_report_asks_currency (self))
    tn_document_builder_paragraph (builder, tn_text_new (ask_currency (self)));
  tn_document_builder_end_block (builder);
}

void
tn_report_add_front (const TnReport *self, TnDocumentBuilder *builder)
{
  add_answer (self, builder);
  add_parts (self, builder);
  add_stake (self, builder);
  tn_document_builder_rule (builder);
  tn_document_builder_begin_columns (builder, 0.5);
  tn_report_add_actions (self, builder);
  tn_document_builder_next_column (builder);
  tn_report_add_doubts (self, builder);
  tn_document_builder_end_block (builder);
  tn_document_builder_page_break (builder);
}

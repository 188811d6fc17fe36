/* tn-report-front.c: the first page: the answer, what is at stake, what to do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-report-private.h"

#include <math.h>

#include "tn-json.h"

static void
add_answer (const TnReport *self, TnDocumentBuilder *builder)
{
  JsonObject *leavers = tn_json_object (self->list, "leavers");
  gint64 n = tn_json_int (self->list, "n", 0);
  gint64 until = tn_json_int (self->list, "until", 0);
  TnMessage *message;

  tn_document_builder_kicker (builder, tn_text_new (tn_message_new (N_("Who will leave?"))));
  message = tn_message_new (until != 0
                                ? N_("About {leavers} of {all} customers will probably not order again by {date}.")
                                : N_("About {leavers} of {all} customers will probably leave."));
  message = tn_message_round (message, "leavers", tn_json_double (leavers, "value", NAN), 3);
  message = tn_message_count (message, "all", n);
  tn_document_builder_cover (builder, tn_text_new (until != 0 ? tn_message_date (message, "date", until) : message));

  message = tn_message_new (N_("Between {low} and {high} would not surprise us."));
  message = tn_message_round (message, "low", tn_json_double (leavers, "low", NAN), 3);
  message = tn_message_round (message, "high", tn_json_double (leavers, "high", NAN), 3);
  tn_document_builder_lead (builder, tn_text_new (message));
}

static void
add_stake (const TnReport *self, TnDocumentBuilder *builder)
{
  JsonObject *stake = tn_json_object (self->list, "stake");
  TnMessage *number, *caption;

  if (stake == NULL)
    return;
  number = tn_message_money (tn_message_new ("{value}"), "value", tn_json_double (stake, "value", NAN),
                             self->currency, 2);
  caption = tn_message_new (N_("95% interval {low} to {high}: chance of leaving times what each customer would "
                               "bring in the window."));
  caption = tn_message_money (caption, "low", tn_json_double (stake, "low", NAN), self->currency, 2);
  caption = tn_message_money (caption, "high", tn_json_double (stake, "high", NAN), self->currency, 2);
  tn_document_builder_big_number (builder, tn_text_new (tn_message_new (N_("Value at stake"))),
                                  tn_text_new (number), tn_text_new (caption));
}

void
tn_report_add_front (const TnReport *self, TnDocumentBuilder *builder)
{
  add_answer (self, builder);
  add_stake (self, builder);
}

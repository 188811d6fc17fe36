/* tn-report-money.c: what is assumed of money, and where a person states it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-json.h"
#include "tn-report-private.h"

/* The step that states what is assumed. Runs of older programs do not say which it is. */
static const TnGraphNode *
find_step (const TnReport *self)
{
  int place = tn_graph_find_node (self->graph, tn_json_string (self->list, "money_node", ""));

  return place >= 0 ? tn_graph_get_node (self->graph, (guint) place)
                    : tn_report_find_step (self, "value");
}

/**
 * tn_report_read_money:
 * @money: (out caller-allocates): as the run took it, which need not be as it stands today
 */
void
tn_report_read_money (const TnReport *self, TnMoney *money)
{
  *money =
      (TnMoney){ tn_json_double (self->list, "margin", 0), tn_json_double (self->list, "cost", 0),
                 tn_json_double (self->list, "offer", 0) };
}

/**
 * tn_report_asks_currency:
 *
 * Returns: whether only a person can say what the amounts are in
 */
gboolean
tn_report_asks_currency (const TnReport *self)
{
  return !tn_json_bool (self->list, "currency_known", *self->currency != '\0') &&
         find_step (self) != NULL;
}

/**
 * tn_report_say_param:
 *
 * Returns: (transfer full): the setting by the name people see
 */
TnMessage *
tn_report_say_param (const TnReport *self, const char *param)
{
  const TnGraphNode *step = find_step (self);
  const TnParamSpec *spec =
      step != NULL && step->spec != NULL ? tn_node_spec_find_param (step->spec, param) : NULL;

  return spec != NULL ? tn_message_new (spec->title) : tn_message_new_literal (param);
}

TnMessage *
tn_report_say_money_step (const TnReport *self)
{
  const TnGraphNode *step = find_step (self);

  return step != NULL && step->spec != NULL ? tn_message_new (step->spec->title)
                                            : tn_message_new_literal ("");
}

/* What to type. */
static TnMessage *
say_command (const TnReport *self, const TnGraphNode *step)
{
  TnMoney money;
  g_autoptr (GString) command = g_string_new ("tenure-cli set PROJECT");

  tn_report_read_money (self, &money);
  if (!tn_money_is_stated (&money))
    g_string_append_printf (command, " %s.margin=40 %s.cost=2", step->id, step->id);
  if (tn_report_asks_currency (self))
    g_string_append_printf (command, " %s.currency=GBP", step->id);

  return tn_message_new_literal (command->str);
}

void
tn_report_define_money_notes (const TnReport *self, TnDocumentBuilder *builder)
{
  const TnGraphNode *step = find_step (self);
  TnMessage *how;

  if (step == NULL)
    return;
  how = tn_message_new (
      N_ ("In the window these are settings of that step. On the command line, with your own "
          "values: {command}. The models are not learned again for it."));
  tn_document_builder_define_note (builder, "state",
                                   tn_message_new (N_ ("Stating what is assumed")),
                                   tn_message_take (how, "command", say_command (self, step)));
  tn_document_builder_define_note (
      builder, "offer", tn_message_new (N_ ("An offer used")),
      tn_message_new (N_ ("Everyone contacted who orders uses the offer once: leavers who come "
                          "back, and those who would have ordered anyway.")));
}

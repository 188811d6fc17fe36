/* tn-report-method.c: how it was done, and how to do it again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-report-private.h"

static void
add_steps (const TnReport *self, TnDocumentBuilder *builder)
{
  tn_document_builder_begin_steps (builder);
  for (guint i = 0; i < tn_graph_get_n_nodes (self->graph); i++)
    {
      const TnNodeSpec *spec = tn_graph_get_node (self->graph, i)->spec;

      if (spec != NULL && spec->method != NULL)
        tn_document_builder_item (builder, tn_text_new (tn_message_new (spec->title)),
                                  tn_text_new (tn_message_new (spec->method)));
    }
  tn_document_builder_end_block (builder);
}

void
tn_report_add_method (const TnReport *self, TnDocumentBuilder *builder)
{
  tn_document_builder_heading (builder, 1, tn_text_new (tn_message_new (N_("How it was done"))), "method");
  add_steps (self, builder);
  tn_document_builder_heading (builder, 1, tn_text_new (tn_message_new (N_("To repeat this report"))), "repeat");
  tn_document_builder_begin_pairs (builder);
  if (self->dataset != NULL)
    tn_document_builder_item (
        builder, tn_text_new (tn_message_new (N_("Data"))),
        tn_text_new (tn_message_text (tn_message_new_plural (TN_PLURAL (N_("{name}, {n} row"), N_("{name}, {n} rows")),
                                                             self->dataset->n_rows),
                                      "name", self->dataset->name)));
  if (self->fingerprint != NULL)
    tn_document_builder_item (builder, tn_text_new (tn_message_new (N_("Fingerprint"))),
                              tn_text_new_styled (tn_message_new_literal (self->fingerprint), TN_TEXT_CODE));
  tn_document_builder_item (
      builder, tn_text_new (tn_message_new (N_("Seed"))),
      tn_text_new (tn_message_count (tn_message_new ("{seed}"), "seed", (gint64) self->run->seed)));
  tn_document_builder_item (builder, tn_text_new (tn_message_new (N_("Version"))),
                            tn_text_new (tn_message_new_literal ("Tenure " TN_VERSION)));
  tn_document_builder_end_block (builder);
}

/* wb-what-if-private.h: what the parts of a closer look at a customer share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-reason-text.h"
#include "wb-what-if.h"

G_BEGIN_DECLS

struct _WbWhatIf
{
  AdwBin parent_instance;

  WbProject *project;
  gint64 run;
  char *customer;
  char *currency;
  gint64 as_of;
  GCancellable *cancellable;
  GHashTable *middles; /* of double, by name of the fact */
  JsonObject *made;    /* nullable: what the worker answered */
  TnTable *facts;      /* nullable: the same as a table of one row */
  GArray *choices;     /* of guint: facts that can be changed, in the order of the list */

  gboolean moves_on; /* after the answer another fact is chosen */

  GtkWidget *box; /* %NULL once disposed of */
  GtkWidget *ask;
  GtkWidget *fact;
  GtkWidget *scale;
  GtkWidget *value;
  GtkWidget *answer;
  GtkWidget *keep;    /* a button: the fact stays as it is now */
  GtkWidget *changes; /* those that stay changed */
};

/* Facts: wb-what-if.c. */
JsonObject *_wb_what_if_get_fact (WbWhatIf *self, guint index);
guint _wb_what_if_count_facts (WbWhatIf *self);
gboolean _wb_what_if_read_fact (WbWhatIf *self, guint index, TnFact *fact);
char *_wb_what_if_say_value (WbWhatIf *self, const TnFact *fact, double value);
char *_wb_what_if_say_label (const TnFact *fact);
/* @set: (transfer full) (nullable): facts to change, as "name=value" */
void _wb_what_if_ask (WbWhatIf *self, char **set);

/* What the chance is made of, and all facts: wb-what-if-why.c. */
void _wb_what_if_add_topics (WbWhatIf *self);
void _wb_what_if_add_facts (WbWhatIf *self);

/* Facts that stay changed while others are tried: wb-what-if-set.c. NaN: it does not. */
double _wb_what_if_get_set (WbWhatIf *self, guint index);
void _wb_what_if_keep (WbWhatIf *self, guint index, double value);
void _wb_what_if_show_set (WbWhatIf *self);

G_END_DECLS

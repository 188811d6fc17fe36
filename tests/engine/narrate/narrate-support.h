/* narrate-support.h: small runs to be reported on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-document.h"
#include "tn-graph.h"
#include "tn-project.h"
#include "tn-run.h"

G_BEGIN_DECLS

/**
 * Ran:
 * @project: with data "shop" and pipeline "churn"
 * @run: number of the run
 */
typedef struct
{
  TnProject *project;
  gint64 run;
} Ran;

/* An order log: 300 customers over 15 months, some of whom stop coming. @who: (nullable): names
 * given to the first customers instead of numbers, %NULL-terminated. */
char *make_log (guint64 seed, const char *const *who);
/* A customer table without dates or amounts; @leak: a column that knows the answer. */
char *make_customers (guint64 seed, gboolean leak);

/* Imports @csv, lays out the churn pipeline with @settings ("node.param=value", %NULL-terminated)
 * without the steps named in @without (nullable), and runs it. */
Ran *ran_new (const char *csv, const char *const *settings, const char *without);
/* The same, the file's dates being those of a clock in @zone (nullable). */
Ran *ran_new_in_zone (const char *csv, const char *zone, const char *const *settings);
void ran_free (Ran *self);
/* Imports @csv as data set “shop”, in place of the one there. */
void ran_import (TnProject *project, const char *csv);
/* The same project once more. */
gint64 ran_again (Ran *self);

/* Settings that make a short run of an order log, and of a customer table. */
extern const char *const fast[];
extern const char *const fast_table[];
/* Of a log that is the same for all, shared by tests that only read. */
Ran *get_log_run (void);

TnDocument *ran_report (Ran *self);
/* What the report says: HTML without its style and pictures. */
char *ran_read (Ran *self, const char *language);
char *html_to_text (const char *html);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ran, ran_free)

G_END_DECLS

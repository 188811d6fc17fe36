/* tn-retail.h: the Online Retail log for tests, and logs made up line by line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-events.h"

G_BEGIN_DECLS

/* All 541,909 lines with their roles, or %NULL after marking the test skipped. */
TnTable *tn_retail_load (void);

/* Midnight UTC of a date like 2011-09-09. */
gint64 tn_test_date (const char *date);

/* Area under the ROC curve, ties counting half; @flags: 1 yes, 0 no, others left out. */
double tn_test_auc (const double *scores, const guint32 *flags, gsize n);

/**
 * TnLog:
 *
 * Lines put together one by one, with strings for everything; made a table at the end.
 */
typedef struct
{
  GPtrArray *customers;
  GPtrArray *orders;
  GPtrArray *items;
  GPtrArray *categories;
  GPtrArray *types;
  GArray *times;
  GArray *amounts;
  GArray *quantities;
} TnLog;

TnLog *tn_log_new (void);
void tn_log_free (TnLog *self);
void tn_log_add (TnLog *self,
                 const char *customer,
                 gint64 time,
                 const char *order,
                 const char *item,
                 const char *category,
                 const char *type,
                 double quantity,
                 double amount);
TnTable *tn_log_end (TnLog *self, const char *roles);

/* The lines as an event log; @params may be NULL. */
TnEvents *tn_log_read (TnLog *self,
                       const char *roles,
                       const TnEventsParams *params,
                       GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnLog, tn_log_free)

G_END_DECLS

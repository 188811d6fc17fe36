/* wb-customer-filter.h: chooses who of a list is shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tn-list-search.h"

G_BEGIN_DECLS

/* A button with a popover. Signal “changed”: another choice was made. */
#define WB_TYPE_CUSTOMER_FILTER (wb_customer_filter_get_type ())
G_DECLARE_FINAL_TYPE (WbCustomerFilter, wb_customer_filter, WB, CUSTOMER_FILTER, AdwBin)

GtkWidget *wb_customer_filter_new (void);

/* @first: so many of the first are contacted or left alone, 0 when that is not known */
void wb_customer_filter_set_list (WbCustomerFilter *self,
                                  TnListSearch *search,
                                  gsize first,
                                  const char *currency);
/* @filter: initialised; text is not its business */
void wb_customer_filter_get (WbCustomerFilter *self, TnListFilter *filter);
void wb_customer_filter_reset (WbCustomerFilter *self);
void wb_customer_filter_choose_reason (WbCustomerFilter *self, const char *key);

G_END_DECLS

/* wb-customer-list.h: the ranked customers, however many
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-customers.h"

G_BEGIN_DECLS

/**
 * WbCustomerList:
 *
 * Rows of one height, of which only those in view are there: GtkListView of GTK 4.8 fills two
 * hundred whenever it jumps, which is too much for rows with sentences in them. Stands in a
 * GtkScrolledWindow. Signals “selected” and “activated”.
 */
#define WB_TYPE_CUSTOMER_LIST (wb_customer_list_get_type ())
G_DECLARE_FINAL_TYPE (WbCustomerList, wb_customer_list, WB, CUSTOMER_LIST, GtkWidget)

#define WB_NOBODY G_MAXUINT

GtkWidget *wb_customer_list_new (void);

void wb_customer_list_set_data (WbCustomerList *self, WbCustomerData *data, const char *currency);
/* @rows: (nullable): of guint32, those shown, in their order; who was selected stays, if shown. */
void wb_customer_list_set_rows (WbCustomerList *self, GBytes *rows);
void wb_customer_list_set_narrow (WbCustomerList *self, gboolean narrow);

guint wb_customer_list_get_n (WbCustomerList *self);
gsize wb_customer_list_get_row (WbCustomerList *self, guint position);
/* %WB_NOBODY when the list is empty */
guint wb_customer_list_get_selected (WbCustomerList *self);
void wb_customer_list_select (WbCustomerList *self, guint position);

G_END_DECLS

/* wb-customer-row.h: one customer of the list, wide or narrow
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-customers.h"

G_BEGIN_DECLS

/* Pixels of the columns of a wide row; the heads above them are as wide. The last takes the rest.
 */
#define WB_CUSTOMER_RANK   48
#define WB_CUSTOMER_NAME   116
#define WB_CUSTOMER_BAR    104
#define WB_CUSTOMER_CHANCE 46
#define WB_CUSTOMER_STAKE  76

#define WB_TYPE_CUSTOMER_ROW (wb_customer_row_get_type ())
G_DECLARE_FINAL_TYPE (WbCustomerRow, wb_customer_row, WB, CUSTOMER_ROW, AdwBin)

GtkWidget *wb_customer_row_new (gboolean narrow);
void wb_customer_row_show (WbCustomerRow *self,
                           const WbCustomerData *data,
                           gsize row,
                           const char *currency);

G_END_DECLS

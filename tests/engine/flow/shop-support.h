/* shop-support.h: a small shop whose log is made from a seed, and a project that asks about it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-pipeline-run.h"

G_BEGIN_DECLS

/* A fresh directory, in memory where there is room, with sessions of its own. */
char *shop_directory (void);
/* Orders of two years: number, customer, date, item, quantity, price. */
char *shop_make_csv (guint n_customers, guint seed);
char *shop_write_csv (const char *directory, guint n_customers, guint seed);

/* A project shop.tenure with the data set "orders" and the pipeline "churn", set to be quick. */
TnProject *shop_make_project (const char *directory, guint n_customers, guint seed);
/* The same of another log, which has a number, customer, date, quantity and price of its orders. */
TnProject *shop_make_project_of (const char *directory, const char *csv);
void shop_set (TnProject *project, const char *setting);
void shop_close (TnProject *project);

/* Path of tenure-cli. */
const char *shop_program (void);

G_END_DECLS

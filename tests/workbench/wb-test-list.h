/* wb-test-list.h: a project whose run found a customer list of any length
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-project.h"

G_BEGIN_DECLS

/* Moments of the list, microseconds since 1970: midnight of 1 January 2026 in Shanghai, and half
 * past midnight of 20 December 2025 there, when the first customer last ordered. */
#define WB_TEST_AS_OF      G_GINT64_CONSTANT (1767196800000000)
#define WB_TEST_LAST_ORDER G_GINT64_CONSTANT (1766161800000000)

/* @zone: (nullable): that the list says; @long_names: of 60 Chinese characters */
TnTable *wb_test_list_table (gsize n, const char *zone, gboolean long_names);
WbProject *wb_test_list_project (TnTable *list);

G_END_DECLS

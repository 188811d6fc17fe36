/* feature-look.h: one feature of one customer, for tests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-asof.h"

G_BEGIN_DECLS

/* All features of a family for the customer at @place as of @cut, by name (of gdouble);
 * asserts that as many values are computed as are described. */
GHashTable *feature_look_all (const TnEvents *events, TnAsofFamily family, gsize place, gint64 cut);

/* One of them, of the first customer; it must be there. */
double feature_look (const TnEvents *events, TnAsofFamily family, const char *name, gint64 cut);

/* Fails unless @value is @expected, within rounding; both may be NaN. */
void feature_assert (const char *name, double value, double expected);

G_END_DECLS

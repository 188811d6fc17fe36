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

/* What a feature should be. */
typedef struct
{
  TnAsofFamily family;
  const char *name;
  double expected;
} FeatureCase;

/* Fails unless the features of the first customer as of @cut are what @cases say. */
void feature_check (const TnEvents *events, const FeatureCase *cases, guint n, gint64 cut);

/* Fails unless @value is @expected, within rounding; both may be NaN. */
void feature_assert (const char *name, double value, double expected);

G_END_DECLS

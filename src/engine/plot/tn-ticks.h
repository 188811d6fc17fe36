/* tn-ticks.h: where an axis has its figures, and what they say
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-chart.h"

G_BEGIN_DECLS

/**
 * TnTicks:
 * @n: how many; at least 1
 * @at: rising
 * @step: distance of two, 0 when they are not equally far apart
 * @decimals: figures after the point that @step needs
 */
typedef struct
{
  gsize n;
  double *at;
  char **words; /* one a tick; an empty one is drawn as a tick alone */
  double step;
  int decimals;
} TnTicks;

double tn_nice_number (double value, gboolean round);
TnTicks *tn_ticks_heckbert (double from, double to, guint n_wanted);
TnTicks *tn_ticks_extended (double from, double to, guint n_wanted);
TnTicks *tn_ticks_calendar (gint64 from, gint64 to, guint n_wanted);
void tn_ticks_say (TnTicks *self, const TnAxis *axis, const TnLanguage *language);
void tn_ticks_free (TnTicks *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnTicks, tn_ticks_free)

G_END_DECLS

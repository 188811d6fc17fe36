/* tn-curve.h: a line of points with a band, thinned for drawing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define TN_CURVE_MAX_POINTS 200

/**
 * TnCurve:
 * @id: "roc" (x share of stayers, y share of leavers above a threshold), "pr" (recall,
 *   precision), "gains" (share contacted, share of leavers), "lift" (share contacted, times
 *   the base rate), "reliability" (mean chance, observed rate; one point a bin), "profit"
 *   (share contacted, profit of the judged rows); interned
 * @n_points: at most %TN_CURVE_MAX_POINTS
 * @x: ascending
 * @y: the line
 * @low: (nullable): lower end of the band, NaN where there is none
 * @high: (nullable): upper end
 * @n: (nullable): rows behind each point
 *
 * A value of its own: copy and free it.
 */
typedef struct
{
  const char *id;
  gsize n_points;
  double *x;
  double *y;
  double *low;
  double *high;
  double *n;
} TnCurve;

TnCurve *tn_curve_new (const char *id, gsize n_points, gboolean with_band, gboolean with_n);
TnCurve *tn_curve_copy (const TnCurve *self);
void tn_curve_free (TnCurve *self);
TnCurve *tn_curve_thin (const char *id,
                        const double *x,
                        const double *y,
                        gsize n_points,
                        gsize max_points);
double tn_curve_at (const TnCurve *self, double x);

JsonNode *tn_curve_to_json (const TnCurve *self);
TnCurve *tn_curve_from_json (const char *id, JsonNode *node, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnCurve, tn_curve_free)

G_END_DECLS

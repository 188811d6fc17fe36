/* tn-power.h: how many customers it takes to see a difference of two shares
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TN_POWER_USUAL 0.8

double tn_power_count (double share_a, double share_b, double ratio, double power);
double tn_power_effect (double share, double n_a, double n_b, double power);

G_END_DECLS

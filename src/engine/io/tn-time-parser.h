/* tn-time-parser.h: dates and times as they stand in files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TnTimeOrder:
 * @TN_TIME_YMD: 2026-03-01, 2026/3/1, 2026.03.01, 2026年3月1日, 2026-Mar-01
 * @TN_TIME_DMY: 01/03/2026, 1.3.26, 01-Mar-2026
 * @TN_TIME_MDY: 03/01/2026, Mar 1, 2026
 * @TN_TIME_COMPACT: 20260301, 20260301140500
 * @TN_TIME_SECONDS: since 1970, fractions allowed
 * @TN_TIME_MILLISECONDS: since 1970
 *
 * All but the last two may be followed by a time of day: 14:05, 14:05:09.25, 2:05 pm,
 * T14:05Z, 14:05+08:00, 14时5分9秒.
 */
typedef enum
{
  TN_TIME_YMD,
  TN_TIME_DMY,
  TN_TIME_MDY,
  TN_TIME_COMPACT,
  TN_TIME_SECONDS,
  TN_TIME_MILLISECONDS,
} TnTimeOrder;

#define TN_N_TIME_ORDERS 6

/**
 * TnTimeLayout:
 * @order: which part comes first
 * @pivot: two-digit years up to it are 20YY, later ones 19YY
 */
typedef struct
{
  TnTimeOrder order;
  int pivot;
} TnTimeLayout;

#define TN_TIME_PIVOT 68

const char *tn_time_order_to_id (TnTimeOrder order);
gboolean tn_time_order_from_id (const char *id, TnTimeOrder *order);
gboolean tn_time_parse (const char *text,
                        gsize length,
                        const TnTimeLayout *layout,
                        gint64 *time,
                        gboolean *has_zone);

G_END_DECLS

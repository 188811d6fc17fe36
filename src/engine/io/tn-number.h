/* tn-number.h: numbers as they stand in files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TnNumberFormat:
 * @decimal: '.' or ','
 * @group: thousands mark: ',', '.', '\'', ' ' (any kind of blank), or 0 for none
 * @unit: (nullable): what stands before or after the digits and is left out: "%", "£",
 *   "EUR"…; 万 and 亿 multiply instead and are no unit
 *
 * Never depends on the locale.
 */
typedef struct
{
  char decimal;
  char group;
  char *unit;
} TnNumberFormat;

gboolean tn_number_parse (const char *text,
                          gsize length,
                          const TnNumberFormat *format,
                          double *value);
gboolean tn_number_parse_plain (const char *text, gsize length, double *value);

G_END_DECLS

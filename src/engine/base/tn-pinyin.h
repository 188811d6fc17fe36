/* tn-pinyin.h: how Chinese is typed on a keyboard of Latin letters
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* First letters of the readings: "流失" is "ls". */
char *tn_pinyin_initials (const char *text);

G_END_DECLS

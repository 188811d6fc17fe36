/* tn-xlsx-check-private.h: whether a workbook just written is whole
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean _tn_xlsx_is_whole (int fd, guint sheet, guint64 row_bytes);

G_END_DECLS

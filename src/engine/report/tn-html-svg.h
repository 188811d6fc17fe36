/* tn-html-svg.h: pictures inside HTML
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-document-private.h"

G_BEGIN_DECLS

char *_tn_html_svg (const TnFigure *figure,
                    const TnLanguage *language,
                    double width,
                    gboolean dark,
                    const char *prefix,
                    GError **error);

G_END_DECLS

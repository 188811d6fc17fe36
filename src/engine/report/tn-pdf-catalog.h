/* tn-pdf-catalog.h: what cairo leaves out of a tagged PDF
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-layout-private.h"

G_BEGIN_DECLS

GBytes *_tn_pdf_complete (GByteArray *pdf, const TnPainter *painter, const TnLanguage *language);

G_END_DECLS

/* tn-pdf-catalog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-pdf-catalog.h"

gboolean
_tn_pdf_complete (GByteArray *bytes, const TnLayout *layout)
{
  return TRUE;
}

/* wb-kind.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-kind.h"

#include <string.h>

#include "tn-message.h"

const char *
wb_kind_get (TnColumnType type,
             const TnDictionary *dictionary,
             guint32 code,
             const TnLanguage *language,
             gsize *length)
{
  const char *said;

  if (type != TN_COLUMN_FLAG)
    return tn_dictionary_get (dictionary, code, length);
  said = tn_language_lookup (language, code != 0 ? N_ ("yes") : N_ ("no"));
  *length = strlen (said);

  return said;
}

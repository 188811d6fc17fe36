/* wb-kind.h: what a kind of a column is called
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-column.h"
#include "tn-language.h"

G_BEGIN_DECLS

/**
 * wb_kind_get:
 * @dictionary: of the column
 * @code: below its size
 * @length: (out): in bytes; what is given may hold a zero
 *
 * Kinds are named as the file names them. Flags have no words in the file any more, whatever it
 * had: they speak the language of the reader.
 */
const char *wb_kind_get (TnColumnType type,
                         const TnDictionary *dictionary,
                         guint32 code,
                         const TnLanguage *language,
                         gsize *length);

G_END_DECLS

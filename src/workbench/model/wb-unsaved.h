/* wb-unsaved.h: what no file holds, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-project.h"

G_BEGIN_DECLS

char *wb_unsaved_say_title (const TnUnsaved *unsaved);
char *wb_unsaved_say (const TnUnsaved *unsaved);

G_END_DECLS

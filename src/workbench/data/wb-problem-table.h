/* wb-problem-table.h: problem rows as people read them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-table.h"

G_BEGIN_DECLS

/* The stored problem rows with their columns named, reasons as sentences and rows counted from 1,
 * in the language of the window. Nothing is read before it is looked at. */
TnTable *wb_problem_table_new (TnTable *stored);

G_END_DECLS

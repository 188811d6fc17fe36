/* tn-run-memory.h: how much memory a run held while each of its steps went on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Looks at the process again and again, from a thread of its own. Safe on any thread. */
typedef struct _TnRunMemory TnRunMemory;

TnRunMemory *tn_run_memory_new (void);
void tn_run_memory_free (TnRunMemory *self);

void tn_run_memory_begin (TnRunMemory *self, const char *node);
void tn_run_memory_end (TnRunMemory *self, const char *node);
JsonObject *tn_run_memory_describe (TnRunMemory *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnRunMemory, tn_run_memory_free)

G_END_DECLS

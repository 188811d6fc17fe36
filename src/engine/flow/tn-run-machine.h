/* tn-run-machine.h: the computer a run was made on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What its speed depends on; nothing by which a computer or a person could be told. */
JsonObject *tn_run_machine_describe (void);

G_END_DECLS

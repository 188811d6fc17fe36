/* tn-preparing.h: nodes that treat columns one by one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-preparer.h"
#include "tn-step.h"

G_BEGIN_DECLS

/* Learns by the settings of the step; @columns (nullable): the setting “columns”; @out: (nullable):
 * asks for the rows learned from as well, of a node whose train rows are treated differently. */
typedef TnPreparer *(*TnPreparingFunc) (TnStep *step,
                                        const char *const *columns,
                                        TnTable **out,
                                        GError **error);

gboolean tn_preparing_fit (TnStep *step,
                           const TnNodeSpec *spec,
                           TnPreparingFunc learn,
                           TnNodeState **state,
                           TnPacket **outputs,
                           GError **error);
gboolean tn_preparing_apply (TnStep *step,
                             const TnNodeSpec *spec,
                             const TnPreparerKind *kind,
                             const TnNodeState *state,
                             TnPacket **outputs,
                             GError **error);

G_END_DECLS

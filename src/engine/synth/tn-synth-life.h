/* tn-synth-life.h: what a customer of the simulated shop does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-synth-person.h"

G_BEGIN_DECLS

void tn_synth_live (const TnSynthPerson *person,
                    const TnSynthWorld *world,
                    TnRandom *random,
                    TnSynthRows *rows);

G_END_DECLS

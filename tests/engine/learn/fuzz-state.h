/* fuzz-state.h: one input for the target, and how many kinds of state there are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/* boost, logit, imputer, encoder, scaler, baseline, calibrator, bare tree bytes */
#define FUZZ_STATE_KINDS 8

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* tn-nodes-private.h: the list of nodes, made by meson.build
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-node-spec.h"

extern const TnNodeSpec *const tn_all_nodes[];

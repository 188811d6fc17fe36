/* tn-nodes.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-nodes.h"

#include "tn-nodes-private.h"

/**
 * tn_nodes_init:
 *
 * Makes every node known. Once, at the start of a program.
 */
void
tn_nodes_init (void)
{
  tn_node_registry_set (tn_all_nodes);
}

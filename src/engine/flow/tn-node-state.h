/* tn-node-state.h: what a fitted node knows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TnNodeState:
 *
 * Typed fields (a GVariant of type a{sv}) with the id and version of the node that
 * learned them. All that apply needs beside the input. States come back from files,
 * so every getter checks, and a node checks again what the values must be.
 */
typedef struct _TnNodeState TnNodeState;

TnNodeState *tn_node_state_new (const char *node_id, guint version, GVariant *fields);
TnNodeState *tn_node_state_ref (const TnNodeState *self);
void tn_node_state_unref (TnNodeState *self);

const char *tn_node_state_get_node_id (const TnNodeState *self);
guint tn_node_state_get_version (const TnNodeState *self);
GVariant *tn_node_state_get_fields (const TnNodeState *self);

/* One field of type @type, (transfer full); %TN_ERROR_DAMAGED when it is absent or other. */
GVariant *tn_node_state_get (const TnNodeState *self,
                             const char *name,
                             const char *type,
                             GError **error);

GBytes *tn_node_state_to_bytes (const TnNodeState *self);
GBytes *tn_node_state_try_to_bytes (const TnNodeState *self);
TnNodeState *tn_node_state_from_bytes (GBytes *bytes, GError **error);
char *tn_node_state_fingerprint (const TnNodeState *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnNodeState, tn_node_state_unref)

G_END_DECLS

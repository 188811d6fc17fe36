/* tn-packet.h: what travels along a link
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-node-spec.h"
#include "tn-node-state.h"
#include "tn-table.h"

G_BEGIN_DECLS

/**
 * TnPacket:
 *
 * One value of a port type: a table (events, table, scores), a state (model) or a
 * document (result), which may carry a table of its own (a list). Immutable,
 * reference-counted, with the hash of what made it.
 */
typedef struct _TnPacket TnPacket;

TnPacket *tn_packet_new_table (TnPortType type, TnTable *table);
TnPacket *tn_packet_new_model (const TnNodeState *state, TnTable *rows);
TnPacket *tn_packet_new_result (JsonNode *document, TnTable *table);
TnPacket *tn_packet_ref (TnPacket *self);
void tn_packet_unref (TnPacket *self);

TnPortType tn_packet_get_port_type (const TnPacket *self);
TnTable *tn_packet_get_table (const TnPacket *self);
const TnNodeState *tn_packet_get_state (const TnPacket *self);
JsonNode *tn_packet_get_document (const TnPacket *self);

const char *tn_packet_get_key (const TnPacket *self);
void tn_packet_set_key (TnPacket *self, const char *key);

/* A thing computed from the packet once and shared by its readers, such as an index. */
typedef gpointer (*TnPacketMakeFunc) (TnPacket *self, gpointer user_data, GError **error);
gpointer tn_packet_get_extra (TnPacket *self,
                              const char *name,
                              TnPacketMakeFunc make,
                              gpointer user_data,
                              GDestroyNotify destroy,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnPacket, tn_packet_unref)

G_END_DECLS

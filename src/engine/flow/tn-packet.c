/* tn-packet.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-packet.h"

struct _TnPacket
{
  gatomicrefcount ref_count;
  TnPortType type;
  TnTable *table;
  TnNodeState *state;
  JsonNode *document;
  char *key;
  GRecMutex lock; /* guards @extras; recursive because a maker may ask for another extra */
  GHashTable *extras;
};

typedef struct
{
  gpointer data;
  GDestroyNotify destroy;
} Extra;

static void
extra_free (gpointer data)
{
  Extra *extra = data;

  if (extra->destroy != NULL)
    extra->destroy (extra->data);
  g_free (extra);
}

static TnPacket *
packet_new (TnPortType type)
{
  TnPacket *self = g_new0 (TnPacket, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_rec_mutex_init (&self->lock);
  self->type = type;

  return self;
}

TnPacket *
tn_packet_new_table (TnPortType type, TnTable *table)
{
  TnPacket *self = packet_new (type);

  g_assert (type == TN_PORT_EVENTS || type == TN_PORT_TABLE || type == TN_PORT_SCORES);
  self->table = tn_table_ref (table);

  return self;
}

/**
 * tn_packet_new_model:
 * @rows: (nullable): the table the model was applied to, for who explains its scores
 */
TnPacket *
tn_packet_new_model (const TnNodeState *state, TnTable *rows)
{
  TnPacket *self = packet_new (TN_PORT_MODEL);

  self->state = tn_node_state_ref (state);
  self->table = rows != NULL ? tn_table_ref (rows) : NULL;

  return self;
}

/**
 * tn_packet_new_result:
 * @document: (transfer full): an object with a member "kind"; sealed by this call
 * @table: (nullable): rows that belong to it
 */
TnPacket *
tn_packet_new_result (JsonNode *document, TnTable *table)
{
  TnPacket *self = packet_new (TN_PORT_RESULT);

  json_node_seal (document);
  self->document = document;
  self->table = table != NULL ? tn_table_ref (table) : NULL;

  return self;
}

TnPacket *
tn_packet_ref (TnPacket *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tn_packet_unref (TnPacket *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->extras, g_hash_table_unref);
  g_clear_pointer (&self->table, tn_table_unref);
  g_clear_pointer (&self->state, tn_node_state_unref);
  g_clear_pointer (&self->document, json_node_unref);
  g_rec_mutex_clear (&self->lock);
  g_free (self->key);
  g_free (self);
}

TnPortType
tn_packet_get_port_type (const TnPacket *self)
{
  return self->type;
}

TnTable *
tn_packet_get_table (const TnPacket *self)
{
  return self->table;
}

const TnNodeState *
tn_packet_get_state (const TnPacket *self)
{
  return self->state;
}

JsonNode *
tn_packet_get_document (const TnPacket *self)
{
  return self->document;
}

/**
 * tn_packet_get_key:
 *
 * Returns: (nullable): the hash of what made it: equal keys, equal bytes
 */
const char *
tn_packet_get_key (const TnPacket *self)
{
  return self->key;
}

/* Before the packet is shared. */
void
tn_packet_set_key (TnPacket *self, const char *key)
{
  g_free (self->key);
  self->key = g_strdup (key);
}

/**
 * tn_packet_get_extra:
 * @name: which thing
 * @make: makes it when it is asked for first
 * @destroy: (nullable): frees it with the packet
 *
 * Returns: (transfer none) (nullable): the thing, valid as long as the packet
 */
gpointer
tn_packet_get_extra (TnPacket *self,
                     const char *name,
                     TnPacketMakeFunc make,
                     gpointer user_data,
                     GDestroyNotify destroy,
                     GError **error)
{
  g_autoptr (GRecMutexLocker) locker = g_rec_mutex_locker_new (&self->lock);
  Extra *extra;
  gpointer data;

  if (self->extras == NULL)
    self->extras = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, extra_free);
  extra = g_hash_table_lookup (self->extras, name);
  if (extra != NULL)
    return extra->data;

  data = make (self, user_data, error);
  if (data == NULL)
    return NULL;
  extra = g_new (Extra, 1);
  extra->data = data;
  extra->destroy = destroy;
  g_hash_table_insert (self->extras, g_strdup (name), extra);

  return data;
}

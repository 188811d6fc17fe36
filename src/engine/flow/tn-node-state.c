/* tn-node-state.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-node-state.h"

#include "tn-error.h"
#include "tn-hash.h"

#define STATE_TYPE      "(sua{sv})"
#define MAX_STATE_BYTES (G_GUINT64_CONSTANT (1) << 30)

struct _TnNodeState
{
  gatomicrefcount ref_count;
  char *node_id;
  guint version;
  GVariant *fields;
};

/**
 * tn_node_state_new:
 * @fields: (transfer floating): of type a{sv}
 */
TnNodeState *
tn_node_state_new (const char *node_id, guint version, GVariant *fields)
{
  TnNodeState *self = g_new0 (TnNodeState, 1);

  g_assert (g_variant_is_of_type (fields, G_VARIANT_TYPE_VARDICT));

  g_atomic_ref_count_init (&self->ref_count);
  self->node_id = g_strdup (node_id);
  self->version = version;
  self->fields = g_variant_ref_sink (fields);

  return self;
}

TnNodeState *
tn_node_state_ref (const TnNodeState *self)
{
  TnNodeState *state = (TnNodeState *) self;

  g_atomic_ref_count_inc (&state->ref_count);
  return state;
}

void
tn_node_state_unref (TnNodeState *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->node_id);
  g_variant_unref (self->fields);
  g_free (self);
}

const char *
tn_node_state_get_node_id (const TnNodeState *self)
{
  return self->node_id;
}

guint
tn_node_state_get_version (const TnNodeState *self)
{
  return self->version;
}

GVariant *
tn_node_state_get_fields (const TnNodeState *self)
{
  return self->fields;
}

static void
set_damaged (GError **error, const char *node_id)
{
  tn_error_set (error, TN_ERROR_DAMAGED,
                N_ ("What the step “{step}” had learned is damaged. Run the pipeline again."),
                "step", node_id, NULL);
}

/**
 * tn_node_state_get:
 * @name: of a field
 * @type: what it must be, as a type string of #GVariant
 * @error: %TN_ERROR_DAMAGED when there is no such field of that type
 *
 * Returns: (transfer full) (nullable): the field
 */
GVariant *
tn_node_state_get (const TnNodeState *self, const char *name, const char *type, GError **error)
{
  GVariant *value = g_variant_lookup_value (self->fields, name, G_VARIANT_TYPE (type));

  if (value == NULL)
    set_damaged (error, self->node_id);

  return value;
}

/* Little-endian whatever the machine, in normal form. */
GBytes *
tn_node_state_to_bytes (const TnNodeState *self)
{
  g_autoptr (GVariant) whole =
      g_variant_ref_sink (g_variant_new ("(su@a{sv})", self->node_id, self->version, self->fields));
  g_autoptr (GVariant) ordered = NULL;

  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    {
      ordered = g_variant_byteswap (whole);
      return g_variant_get_data_as_bytes (ordered);
    }

  return g_variant_get_data_as_bytes (whole);
}

/**
 * tn_node_state_try_to_bytes:
 *
 * Returns: (transfer full) (nullable): as tn_node_state_to_bytes(); %NULL when there is no memory
 */
GBytes *
tn_node_state_try_to_bytes (const TnNodeState *self)
{
  g_autoptr (GVariant) whole =
      g_variant_ref_sink (g_variant_new ("(su@a{sv})", self->node_id, self->version, self->fields));
  gsize size = g_variant_get_size (whole);
  g_autofree gpointer room = NULL;

  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    return tn_node_state_to_bytes (self);
  room = g_try_malloc (size);
  if (room == NULL)
    return NULL;
  g_variant_store (whole, room);

  return g_bytes_new_take (g_steal_pointer (&room), size);
}

/**
 * tn_node_state_from_bytes:
 * @bytes: of unknown origin
 * @error: %TN_ERROR_DAMAGED when they are not what tn_node_state_to_bytes() gave
 */
TnNodeState *
tn_node_state_from_bytes (GBytes *bytes, GError **error)
{
  gsize size = g_bytes_get_size (bytes);
  g_autofree guint8 *aligned = NULL;
  g_autoptr (GBytes) copy = NULL;
  g_autoptr (GVariant) whole = NULL;
  g_autoptr (GVariant) fields = NULL;
  const char *node_id;
  guint version;

  if (size == 0 || size > MAX_STATE_BYTES)
    {
      set_damaged (error, "?");
      return NULL;
    }

  /* A copy: GVariant wants data aligned to 8 bytes, and the bytes may be a slice. */
  aligned = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
  copy = g_bytes_new_take (g_steal_pointer (&aligned), size);
  whole = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (STATE_TYPE), copy, FALSE));
  if (!g_variant_is_normal_form (whole))
    {
      set_damaged (error, "?");
      return NULL;
    }
  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    {
      GVariant *swapped = g_variant_byteswap (whole);

      g_variant_unref (whole);
      whole = swapped;
    }
  g_variant_get (whole, "(&su@a{sv})", &node_id, &version, &fields);

  return tn_node_state_new (node_id, version, fields);
}

char *
tn_node_state_fingerprint (const TnNodeState *self)
{
  g_autoptr (GBytes) bytes = tn_node_state_to_bytes (self);
  g_autoptr (TnFingerprint) fingerprint = tn_fingerprint_new ();

  tn_fingerprint_add (fingerprint, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  return tn_fingerprint_end (fingerprint);
}

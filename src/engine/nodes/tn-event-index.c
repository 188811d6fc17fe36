/* tn-event-index.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-event-index.h"

#include "tn-fitted.h"

typedef struct
{
  TnStep *step;
  const TnReading *reading; /* (nullable) */
} Making;

static gpointer
make_events (TnPacket *packet, gpointer user_data, GError **error)
{
  Making *making = user_data;
  TnEventsParams params = TN_EVENTS_PARAMS_INIT;

  params.reading = making->reading;

  return tn_events_new (tn_packet_get_table (packet), &params, NULL,
                        tn_step_get_cancellable (making->step), error);
}

static gboolean
is_marked (TnStep *step, guint port)
{
  return tn_table_find_role (tn_step_get_table (step, port), TN_ROLE_LINE) >= 0;
}

/**
 * tn_step_get_events:
 * @port: an input of events
 *
 * Returns: (transfer none) (nullable): the events of the port by customer and time, as long as the
 *   step
 */
TnEvents *
tn_step_get_events (TnStep *step, guint port, GError **error)
{
  return tn_step_read_events (step, port, NULL, error);
}

/**
 * tn_step_learn_reading:
 * @port: an input of events
 *
 * What a node that learns from events keeps in the field “reading” of its state. Where the step
 * “clean” has marked the rows the marks are read and the reading says nothing; otherwise it is
 * what the log proposes, and it is said.
 *
 * Returns: (transfer full) (nullable): the reading
 */
TnReading *
tn_step_learn_reading (TnStep *step, guint port, GError **error)
{
  g_autoptr (TnReading) reading = NULL;
  g_autoptr (GPtrArray) sentences = NULL;

  if (is_marked (step, port))
    return tn_reading_new ();
  reading =
      tn_reading_propose (tn_step_get_table (step, port), tn_step_get_cancellable (step), error);
  if (reading == NULL)
    return NULL;
  sentences = tn_reading_say (reading);
  for (guint i = 0; i < sentences->len; i++)
    tn_step_warn (step, "events.reading", tn_message_ref (g_ptr_array_index (sentences, i)));

  return g_steal_pointer (&reading);
}

/**
 * tn_step_get_reading:
 * @spec: of the node @state is of
 * @error: %TN_ERROR_DAMAGED
 *
 * Returns: (transfer full) (nullable): the field “reading” of @state
 */
TnReading *
tn_step_get_reading (TnStep *step, const TnNodeSpec *spec, const TnNodeState *state, GError **error)
{
  g_autoptr (GVariant) field = tn_node_state_get (state, "reading", "a{sv}", error);
  TnReading *reading = field != NULL ? tn_reading_from_variant (field) : NULL;

  if (field != NULL && reading == NULL)
    tn_fitted_set_damaged (spec, error);

  return reading;
}

/**
 * tn_step_read_events:
 * @port: an input of events
 * @reading: (nullable): how rows that are not marked are told apart
 *
 * Returns: (transfer none) (nullable): the events of the port by customer and time, as long as the
 *   step; one index for all nodes that read the port alike
 */
TnEvents *
tn_step_read_events (TnStep *step, guint port, const TnReading *reading, GError **error)
{
  Making making = { step, is_marked (step, port) ? NULL : reading };
  g_autoptr (GVariant) fields =
      making.reading != NULL ? g_variant_ref_sink (tn_reading_to_variant (reading)) : NULL;
  g_autofree char *text = fields != NULL ? g_variant_print (fields, FALSE) : g_strdup ("");
  g_autofree char *name = g_strdup_printf ("events%s", text);

  return tn_packet_get_extra (tn_step_get_input (step, port, 0), name, make_events, &making,
                              (GDestroyNotify) tn_events_unref, error);
}

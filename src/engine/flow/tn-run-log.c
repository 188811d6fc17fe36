/* tn-run-log.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-run-log.h"

#include "tn-json.h"
#include "tn-run.h"

/* An event is stored with those of its part: few enough to be written again with each. */
#define PART_EVENTS 32
#define LOG_VERSION 1

struct _TnRunLog
{
  TnProject *project;
  gint64 run;
  GMutex lock; /* guards what follows */
  guint part;
  JsonArray *events; /* of the part */
  guint n_events;    /* of all parts */
  guint n_dropped;
};

static TnOutput *
read_part (TnProject *project, gint64 run, guint part)
{
  g_autofree char *name = g_strdup_printf ("log-%u", part);

  return tn_project_get_output (project, run, "", name, NULL);
}

static JsonArray *
get_events (const TnOutput *output)
{
  return output->body != NULL && JSON_NODE_HOLDS_OBJECT (output->body)
             ? tn_json_array (json_node_get_object (output->body), "events")
             : NULL;
}

TnRunLog *
tn_run_log_new (TnProject *project, gint64 run)
{
  TnRunLog *self = g_new0 (TnRunLog, 1);
  TnOutput *output;

  g_mutex_init (&self->lock);
  self->project = tn_project_ref (project);
  self->run = run;
  self->events = json_array_new ();
  while ((output = read_part (project, run, self->part)) != NULL)
    {
      JsonArray *known = get_events (output);

      self->n_events += known != NULL ? json_array_get_length (known) : 0;
      self->part++;
      tn_output_free (output);
    }

  return self;
}

void
tn_run_log_free (TnRunLog *self)
{
  json_array_unref (self->events);
  tn_project_unref (self->project);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* A log that cannot be written is no reason to end a run. */
static void
store_part (TnRunLog *self)
{
  g_autofree char *name = g_strdup_printf ("log-%u", self->part);
  g_autoptr (JsonNode) body = json_node_new (JSON_NODE_OBJECT);
  TnOutput output = { (char *) "", name, (char *) "log", LOG_VERSION, body };
  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, "events", json_array_ref (self->events));
  if (self->n_dropped > 0)
    json_object_set_int_member (object, "dropped", self->n_dropped);
  json_node_take_object (body, object);
  tn_project_put_output (self->project, self->run, &output, NULL);
  if (json_array_get_length (self->events) < PART_EVENTS || self->n_dropped > 0)
    return;
  json_array_unref (self->events);
  self->events = json_array_new ();
  self->part++;
}

/**
 * tn_run_log_add:
 * @what: "run", "begin", "end", "warning", "failed", "run_end" or "worker"
 * @event: (transfer full): what else is known of it
 *
 * Keeps one event. How a run and its worker ended is kept also when there is room for no other.
 */
void
tn_run_log_add (TnRunLog *self, const char *what, JsonObject *event)
{
  gboolean is_last = g_str_equal (what, "run_end") || g_str_equal (what, "worker");

  json_object_set_int_member (event, "at", g_get_real_time ());
  json_object_set_string_member (event, "event", what);
  g_mutex_lock (&self->lock);
  if (self->n_events < TN_RUN_LOG_MAX || is_last)
    {
      json_array_add_object_element (self->events, event);
      self->n_events++;
      store_part (self);
    }
  else
    {
      json_object_unref (event);
      self->n_dropped++;
    }
  g_mutex_unlock (&self->lock);
}

JsonArray *
tn_run_log_read (TnProject *project, gint64 run)
{
  JsonArray *all = json_array_new ();
  TnOutput *output;

  for (guint part = 0; (output = read_part (project, run, part)) != NULL; part++)
    {
      JsonArray *events = get_events (output);

      for (guint i = 0; events != NULL && i < json_array_get_length (events); i++)
        if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (events, i)))
          json_array_add_element (all, json_node_copy (json_array_get_element (events, i)));
      tn_output_free (output);
    }

  return all;
}

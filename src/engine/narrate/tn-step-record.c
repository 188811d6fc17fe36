/* tn-step-record.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-step-record.h"

#include "tn-error.h"
#include "tn-evaluation.h"
#include "tn-graph.h"
#include "tn-json.h"

static void
shape_free (gpointer data)
{
  TnStepShape *self = data;

  g_free (self->port);
  g_free (self);
}

void
tn_step_record_free (TnStepRecord *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->shapes);
  g_ptr_array_unref (self->said);
  g_clear_pointer (&self->judgement, tn_judgement_unref);
  g_clear_pointer (&self->error, tn_message_unref);
  g_free (self);
}

/* In the order of the step's ports. */
static void
read_shapes (TnStepRecord *self, JsonObject *info, const TnGraphNode *node)
{
  JsonObject *shapes = tn_json_object (tn_json_object (info, "shapes"), node->id);
  const TnPortSpec *ports = node->spec != NULL ? node->spec->outputs : NULL;

  for (const TnPortSpec *at = ports; shapes != NULL && at != NULL && at->id != NULL; at++)
    {
      JsonArray *pair = tn_json_array (shapes, at->id);
      gint64 rows = tn_json_int_at (pair, 0, -1), columns = tn_json_int_at (pair, 1, -1);
      TnStepShape *shape;

      /* A project file may be anybody's. */
      if (rows < 0 || columns < 0)
        continue;
      shape = g_new0 (TnStepShape, 1);
      shape->port = g_strdup (at->id);
      shape->rows = rows;
      shape->columns = columns;
      g_ptr_array_add (self->shapes, shape);
    }
}

static void
read_said (TnStepRecord *self, JsonObject *info, const char *node)
{
  JsonArray *warnings = tn_json_array (info, "warnings");

  for (guint i = 0; warnings != NULL && i < json_array_get_length (warnings); i++)
    {
      JsonObject *warning = tn_json_object_at (warnings, i);
      TnMessage *message;

      if (g_strcmp0 (tn_json_string (warning, "node", NULL), node) != 0)
        continue;
      /* What another program says in a way this one cannot read is passed over. */
      message = tn_message_read (warning, "message");
      if (message != NULL)
        g_ptr_array_add (self->said, message);
    }
}

static void
read_error (TnStepRecord *self, JsonObject *info, const char *node)
{
  JsonObject *error = tn_json_object (info, "error");

  if (g_strcmp0 (tn_json_string (error, "node", NULL), node) == 0)
    self->error = tn_message_read (error, "message");
}

static gboolean
read_judgement (TnStepRecord *self, TnProject *project, const char *node, GError **error)
{
  g_autoptr (GPtrArray) outputs = tn_project_list_outputs (project, self->run, error);

  if (outputs == NULL)
    return FALSE;
  for (guint i = 0; i < outputs->len && self->judgement == NULL; i++)
    {
      const TnOutput *at = g_ptr_array_index (outputs, i);
      g_autoptr (TnOutput) output = NULL;
      g_autoptr (TnEvaluation) evaluation = NULL;
      const TnJudgedModel *model;

      if (!g_str_equal (at->type, "evaluate"))
        continue;
      output = tn_project_get_output (project, self->run, at->node, at->name, error);
      if (output == NULL)
        return FALSE;
      evaluation = output->body != NULL ? tn_evaluation_from_json (output->body, NULL) : NULL;
      model = evaluation != NULL ? tn_evaluation_find_model (evaluation, node) : NULL;
      self->judgement = model != NULL ? tn_judgement_ref (model->pooled) : NULL;
    }

  return TRUE;
}

static void
set_absent (GError **error, gint64 run, const char *node)
{
  TnMessage *message = tn_message_new (N_ ("Run {run} had no step “{step}”."));

  tn_message_text (message, "step", node);
  tn_error_take (error, TN_ERROR_NOT_FOUND, tn_message_count (message, "run", run));
}

TnStepRecord *
tn_step_record_read (TnProject *project, gint64 run, const char *node, GError **error)
{
  g_autoptr (TnStepRecord) self = NULL;
  g_autoptr (TnRun) record = NULL;
  g_autoptr (TnGraph) graph = NULL;
  JsonObject *info;
  int place;

  g_return_val_if_fail (project != NULL && node != NULL, NULL);

  record = tn_project_get_run (project, run, error);
  if (record == NULL)
    return NULL;
  graph = record->snapshot != NULL ? tn_graph_from_json (record->snapshot, NULL) : NULL;
  place = graph != NULL ? tn_graph_find_node (graph, node) : -1;
  if (place < 0)
    {
      set_absent (error, record->id, node);
      return NULL;
    }
  info = tn_run_get_info (record);
  self = g_new0 (TnStepRecord, 1);
  self->run = record->id;
  self->finished = record->finished;
  self->seconds = tn_json_double (tn_json_object (info, "seconds"), node, -1);
  self->bytes = tn_json_int (tn_json_object (info, "memory"), node, -1);
  self->shapes = g_ptr_array_new_with_free_func (shape_free);
  self->said = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);
  read_shapes (self, info, tn_graph_get_node (graph, (guint) place));
  read_said (self, info, node);
  read_error (self, info, node);
  if (!read_judgement (self, project, node, error))
    return NULL;

  return g_steal_pointer (&self);
}

static JsonArray *
describe_shapes (const TnStepRecord *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->shapes->len; i++)
    {
      const TnStepShape *shape = g_ptr_array_index (self->shapes, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "port", shape->port);
      json_object_set_int_member (object, "rows", shape->rows);
      json_object_set_int_member (object, "columns", shape->columns);
      json_array_add_object_element (array, object);
    }

  return array;
}

static JsonArray *
describe_said (const TnStepRecord *self, const TnLanguage *language)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->said->len; i++)
    {
      g_autofree char *text = tn_message_say (g_ptr_array_index (self->said, i), language);

      json_array_add_string_element (array, text);
    }

  return array;
}

static JsonArray *
describe_metrics (const TnStepRecord *self, const char *node)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < tn_judgement_get_n_metrics (self->judgement); i++)
    {
      JsonNode *metric = tn_metric_to_json (tn_judgement_get_metric (self->judgement, i), "pooled");

      json_object_set_string_member (json_node_get_object (metric), "model", node);
      json_array_add_element (array, metric);
    }

  return array;
}

JsonNode *
tn_step_record_describe (const TnStepRecord *self, const char *node, const TnLanguage *language)
{
  JsonNode *root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "run", self->run);
  json_object_set_string_member (object, "node", node);
  if (self->finished != 0)
    json_object_set_int_member (object, "finished", self->finished);
  if (self->seconds >= 0)
    json_object_set_double_member (object, "seconds", self->seconds);
  if (self->bytes >= 0)
    json_object_set_int_member (object, "bytes", self->bytes);
  json_object_set_array_member (object, "outputs", describe_shapes (self));
  json_object_set_array_member (object, "said", describe_said (self, language));
  if (self->judgement != NULL)
    json_object_set_array_member (object, "metrics", describe_metrics (self, node));
  if (self->error != NULL)
    {
      g_autofree char *text = tn_message_say (self->error, language);

      json_object_set_string_member (object, "error", text);
    }
  json_node_take_object (root, object);

  return root;
}

/* tn-run-diff.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-run-diff.h"

#include "tn-json.h"
#include "tn-params.h"
#include "tn-report-private.h"
#include "tn-run-data.h"

void
tn_run_change_free (TnRunChange *self)
{
  g_free (self->node);
  g_free (self->param);
  g_free (self->dataset);
  g_free (self->column);
  tn_message_unref (self->message);
  g_free (self);
}

/* @message: (transfer full) */
static TnRunChange *
add (GPtrArray *changes, const char *what, TnMessage *message)
{
  TnRunChange *change = g_new0 (TnRunChange, 1);

  change->what = what;
  change->message = message;
  g_ptr_array_add (changes, change);

  return change;
}

/* --- Pipeline --- */

static TnMessage *
name_step (const TnGraphNode *node)
{
  return node->spec != NULL ? tn_message_new (node->spec->title)
                            : tn_message_new_literal (node->type);
}

static TnMessage *
say_step (const char *sentence, const TnGraphNode *node)
{
  return tn_message_take (tn_message_new (sentence), "step", name_step (node));
}

static void
add_step (GPtrArray *changes, const char *what, const char *sentence, const TnGraphNode *node)
{
  add (changes, what, say_step (sentence, node))->node = g_strdup (node->id);
}

/* Nothing and “automatic” are the same to a reader. */
static gboolean
is_empty (const TnParams *params, const TnParamSpec *spec)
{
  switch (spec->type)
    {
    case TN_PARAM_BOOL:
    case TN_PARAM_INT:
    case TN_PARAM_NUMBER:
    case TN_PARAM_CHOICE:
      return FALSE;
    case TN_PARAM_TEXT:
    case TN_PARAM_DATE:
    case TN_PARAM_COLUMN:
    case TN_PARAM_COLUMNS:
    case TN_PARAM_DATES:
    case TN_PARAM_NUMBERS:
    case TN_PARAM_CONDITIONS:
    default:
      return *tn_params_get_text (params, spec->id) == '\0';
    }
}

static TnMessage *
fill (TnMessage *message, const char *name, const TnParams *params, const TnParamSpec *spec)
{
  const char *zero = tn_report_find_zero (params, spec);
  TnMessage *value;

  if (is_empty (params, spec))
    return tn_message_take (message, name, tn_message_new (N_ ("automatic")));
  if (zero != NULL)
    return tn_message_take (message, name, tn_message_new (zero));
  if (spec->unit == NULL)
    return tn_report_fill_setting (message, name, params, spec);
  value = tn_report_fill_setting (tn_message_new (N_ ("{value} {unit}")), "value", params, spec);

  return tn_message_take (message, name,
                          tn_message_take (value, "unit", tn_message_new (spec->unit)));
}

/* As they count, defaults filled in: a setting that was written down and is the usual one is no
 * change. Settings this version cannot read are passed over. */
static void
compare_settings (const TnGraphNode *before, const TnGraphNode *after, GPtrArray *changes)
{
  g_autoptr (TnParams) old =
      before->spec != NULL ? tn_params_new (before->spec, before->values, NULL) : NULL;
  g_autoptr (TnParams) new =
      after->spec != NULL ? tn_params_new (after->spec, after->values, NULL) : NULL;

  if (old == NULL || new == NULL)
    return;
  for (const TnParamSpec *spec = after->spec->params; spec != NULL && spec->id != NULL; spec++)
    {
      g_autofree char *was = tn_params_print (old, spec->id);
      g_autofree char *is = tn_params_print (new, spec->id);
      TnMessage *message;
      TnRunChange *change;

      if (g_strcmp0 (was, is) == 0)
        continue;
      message = tn_message_take (
          say_step (N_ ("“{setting}” of “{step}” was {before} and is {after}."), after), "setting",
          tn_message_new (spec->title));
      message = fill (fill (message, "before", old, spec), "after", new, spec);
      change = add (changes, "setting", message);
      change->node = g_strdup (after->id);
      change->param = g_strdup (spec->id);
    }
}

static void
compare_steps (TnGraph *before, TnGraph *after, GPtrArray *changes)
{
  for (guint i = 0; i < tn_graph_get_n_nodes (after); i++)
    {
      const TnGraphNode *node = tn_graph_get_node (after, i);
      int place = tn_graph_find_node (before, node->id);
      const TnGraphNode *old = place >= 0 ? tn_graph_get_node (before, (guint) place) : NULL;

      if (old == NULL)
        add_step (changes, "step_added", N_ ("“{step}” is new."), node);
      else if (g_str_equal (old->type, node->type))
        compare_settings (old, node, changes);
      else
        add (changes, "step_replaced",
             tn_message_take (say_step (N_ ("“{old}” was replaced by “{step}”."), node), "old",
                              name_step (old)))
            ->node = g_strdup (node->id);
    }
  for (guint i = 0; i < tn_graph_get_n_nodes (before); i++)
    if (tn_graph_find_node (after, tn_graph_get_node (before, i)->id) < 0)
      add_step (changes, "step_removed", N_ ("“{step}” was left out."),
                tn_graph_get_node (before, i));
}

/* "clean.events churn.events" */
static char *
print_link (TnGraph *graph, const TnGraphLink *link)
{
  const TnGraphNode *from = tn_graph_get_node (graph, link->from);
  const TnGraphNode *to = tn_graph_get_node (graph, link->to);

  return g_strdup_printf ("%s.%s %s.%s", from->id, from->spec->outputs[link->from_port].id, to->id,
                          to->spec->inputs[link->to_port].id);
}

/* Links of @graph that @other has not, between steps that both have: those of new steps are said by
 * the steps. */
static void
compare_links (TnGraph *graph,
               TnGraph *other,
               const char *what,
               const char *sentence,
               GPtrArray *changes)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < tn_graph_get_n_links (other); i++)
    g_hash_table_add (known, print_link (other, tn_graph_get_link (other, i)));
  for (guint i = 0; i < tn_graph_get_n_links (graph); i++)
    {
      const TnGraphLink *link = tn_graph_get_link (graph, i);
      const TnGraphNode *from = tn_graph_get_node (graph, link->from);
      const TnGraphNode *to = tn_graph_get_node (graph, link->to);
      g_autofree char *text = print_link (graph, link);

      if (g_hash_table_contains (known, text) || tn_graph_find_node (other, from->id) < 0 ||
          tn_graph_find_node (other, to->id) < 0)
        continue;
      add (changes, what,
           tn_message_take (tn_message_take (tn_message_new (sentence), "from", name_step (from)),
                            "to", name_step (to)))
          ->node = g_strdup (to->id);
    }
}

/* --- Data --- */

static TnRunChange *
add_data (GPtrArray *changes, const char *what, const char *dataset, TnMessage *message)
{
  TnRunChange *change = add (changes, what, tn_message_text (message, "data", dataset));

  change->dataset = g_strdup (dataset);

  return change;
}

static JsonObject *
find_column (JsonArray *columns, const char *name)
{
  for (guint i = 0; columns != NULL && i < json_array_get_length (columns); i++)
    {
      JsonObject *object = tn_json_object_at (columns, i);
      JsonObject *field = tn_json_object (object, "field");

      if (field != NULL && g_str_equal (tn_json_string (field, "name", ""), name))
        return field;
    }

  return NULL;
}

/* Columns of @data that @other has not. */
static void
compare_columns (const TnRunData *data,
                 const TnRunData *other,
                 const char *what,
                 const char *sentence,
                 GPtrArray *changes)
{
  guint n =
      data->columns != NULL && other->columns != NULL ? json_array_get_length (data->columns) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonObject *object = tn_json_object_at (data->columns, i);
      const char *name = tn_json_string (tn_json_object (object, "field"), "name", "");

      if (*name != '\0' && find_column (other->columns, name) == NULL)
        add_data (changes, what, data->name,
                  tn_message_text (tn_message_new (sentence), "column", name))
            ->column = g_strdup (name);
    }
}

static TnMessage *
say_role (const char *id)
{
  TnRole role;

  return tn_role_from_id (id, &role) ? tn_role_say (role) : tn_message_new_literal (id);
}

static void
compare_roles (const TnRunData *before, const TnRunData *after, GPtrArray *changes)
{
  for (guint i = 0; after->columns != NULL && i < json_array_get_length (after->columns); i++)
    {
      JsonObject *object = tn_json_object_at (after->columns, i);
      JsonObject *field = tn_json_object (object, "field");
      const char *name = tn_json_string (field, "name", "");
      JsonObject *old = find_column (before->columns, name);
      const char *role = tn_json_string (field, "role", "");
      TnMessage *message;

      if (old == NULL || g_str_equal (tn_json_string (old, "role", ""), role))
        continue;
      message = tn_message_text (tn_message_new (N_ ("Column “{column}” of “{data}” had the role "
                                                     "“{before}” and has the role “{after}”.")),
                                 "column", name);
      message = tn_message_take (message, "before", say_role (tn_json_string (old, "role", "")));
      add_data (changes, "column_role", after->name,
                tn_message_take (message, "after", say_role (role)))
          ->column = g_strdup (name);
    }
}

static void
compare_dataset (const TnRunData *before, const TnRunData *after, GPtrArray *changes)
{
  gboolean read_alike = g_strcmp0 (before->plan_id, after->plan_id) == 0;

  if (before->n_rows != after->n_rows)
    add_data (
        changes, "data_rows", after->name,
        tn_message_count (
            tn_message_count (tn_message_new (N_ ("“{data}” had {before} rows and has {after}.")),
                              "before", before->n_rows),
            "after", after->n_rows));
  else if (g_strcmp0 (before->fingerprint, after->fingerprint) != 0)
    add_data (changes, "data_values", after->name,
              tn_message_new (N_ ("“{data}” has as many rows as before, with other values.")));
  if (!read_alike)
    add_data (changes, "data_read", after->name,
              tn_message_new (N_ ("The file of “{data}” was read in another way.")));
  compare_columns (after, before, "column_added", N_ ("Column “{column}” of “{data}” is new."),
                   changes);
  compare_columns (before, after, "column_removed", N_ ("Column “{column}” of “{data}” is gone."),
                   changes);
  compare_roles (before, after, changes);
}

static void
compare_data (const TnRun *before, const TnRun *after, GPtrArray *changes)
{
  g_autoptr (GArray) old = tn_run_get_data (before);
  g_autoptr (GArray) new = tn_run_get_data (after);

  /* A run of an older program did not keep what it read. */
  if (old == NULL || new == NULL || old->len == 0 || new->len == 0)
    return;
  for (guint i = 0; i < new->len; i++)
    {
      const TnRunData *data = &g_array_index (new, TnRunData, i);
      const TnRunData *was = tn_run_find_data (old, data->name);

      if (was != NULL)
        compare_dataset (was, data, changes);
      else
        add_data (changes, "data_added", data->name,
                  tn_message_new (N_ ("“{data}” was not read before.")));
    }
  for (guint i = 0; i < old->len; i++)
    if (tn_run_find_data (new, g_array_index (old, TnRunData, i).name) == NULL)
      add_data (changes, "data_removed", g_array_index (old, TnRunData, i).name,
                tn_message_new (N_ ("“{data}” is not read any more.")));
}

/* --- The whole --- */

/* Without the computer, which makes a run slower or faster and nothing else. */
static JsonNode *
strip_machine (JsonNode *versions)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *from = JSON_NODE_HOLDS_OBJECT (versions) ? json_node_get_object (versions) : NULL;
  JsonObject *object = json_object_new ();
  g_autoptr (GList) members = from != NULL ? json_object_get_members (from) : NULL;

  for (GList *at = members; at != NULL; at = at->next)
    if (!g_str_equal (at->data, "machine"))
      json_object_set_member (object, at->data, json_object_dup_member (from, at->data));
  json_node_take_object (node, object);

  return node;
}

static gboolean
is_same_program (JsonNode *before, JsonNode *after)
{
  g_autoptr (JsonNode) old = strip_machine (before);
  g_autoptr (JsonNode) new = strip_machine (after);

  return json_node_equal (old, new);
}

static void
compare_program (const TnRun *before, const TnRun *after, GPtrArray *changes)
{
  if (before->seed != after->seed)
    add (changes, "seed",
         tn_message_count (
             tn_message_count (tn_message_new (N_ ("The random seed was {before} and is {after}.")),
                               "before", (gint64) before->seed),
             "after", (gint64) after->seed));
  if (before->versions != NULL && after->versions != NULL &&
      !is_same_program (before->versions, after->versions))
    add (changes, "program",
         tn_message_new (N_ ("The program or one of its libraries is another version.")));
}

/**
 * tn_run_diff:
 *
 * What could be the cause when the results differ: steps, settings, links, data, seed, program. How
 * the pipeline is drawn, and which steps were switched off, is no part of it: what was off did not
 * run.
 *
 * Returns: (transfer full) (element-type TnRunChange)
 */
GPtrArray *
tn_run_diff (const TnRun *before, const TnRun *after)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_run_change_free);
  g_autoptr (TnGraph) old =
      before->snapshot != NULL ? tn_graph_from_json (before->snapshot, NULL) : NULL;
  g_autoptr (TnGraph) new =
      after->snapshot != NULL ? tn_graph_from_json (after->snapshot, NULL) : NULL;

  if (old != NULL && new != NULL)
    {
      compare_steps (old, new, changes);
      compare_links (new, old, "link_added", N_ ("“{from}” is linked to “{to}” now."), changes);
      compare_links (old, new, "link_removed", N_ ("“{from}” is not linked to “{to}” any more."),
                     changes);
    }
  compare_data (before, after, changes);
  compare_program (before, after, changes);

  return changes;
}

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
}

/**
 * tn_run_diff_describe:
 * @changes: (element-type TnRunChange)
 *
 * Returns: (transfer full): as the command line tells them
 */
JsonArray *
tn_run_diff_describe (GPtrArray *changes, const TnLanguage *language)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < changes->len; i++)
    {
      const TnRunChange *change = g_ptr_array_index (changes, i);
      g_autofree char *text = tn_message_say (change->message, language);
      JsonObject *object = json_object_new ();

      set_text (object, "what", change->what);
      set_text (object, "node", change->node);
      set_text (object, "param", change->param);
      set_text (object, "dataset", change->dataset);
      set_text (object, "column", change->column);
      set_text (object, "text", text);
      json_array_add_object_element (array, object);
    }

  return array;
}

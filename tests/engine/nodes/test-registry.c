/* test-registry.c: every node and every template describes itself wholly
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-language.h"
#include "tn-node-spec.h"
#include "tn-nodes.h"
#include "tn-params.h"
#include "tn-template.h"

static void
assert_id (const char *id)
{
  static GRegex *snake;

  if (snake == NULL)
    snake = g_regex_new ("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", 0, 0, NULL);
  if (!g_regex_match (snake, id, 0, NULL))
    g_error ("“%s” is not in snake case", id);
}

/* Said in both languages; @sentence: with a full stop. */
static void
assert_said (const char *where, const char *text, gboolean sentence)
{
  const TnLanguage *chinese = tn_language_get ("zh_CN");
  const char *said;

  if (text == NULL || *text == '\0')
    g_error ("%s: a text is missing", where);
  if (sentence != g_str_has_suffix (text, "."))
    g_error ("%s: “%s” %s a full stop", where, text, sentence ? "lacks" : "has");
  g_assert_nonnull (chinese);
  if (!tn_language_has (chinese, text))
    {
      g_test_message ("%s: “%s” is not said in Chinese", where, text);
      g_test_fail ();
      return;
    }
  said = tn_language_lookup (chinese, text);
  g_assert_cmpstr (said, !=, "");
  if (sentence && !g_str_has_suffix (said, "。"))
    g_error ("%s: “%s” lacks a full stop in Chinese", where, said);
}

static void
check_ports (const TnNodeSpec *spec, const TnPortSpec *ports, GHashTable *seen)
{
  g_hash_table_remove_all (seen);
  for (guint i = 0; ports != NULL && ports[i].id != NULL; i++)
    {
      assert_id (ports[i].id);
      g_assert_true (g_hash_table_add (seen, (gpointer) ports[i].id));
      g_assert_cmpuint (ports[i].type, <, TN_N_PORT_TYPES);
      assert_said (spec->id, ports[i].title, FALSE);
    }
}

static void
check_choices (const TnNodeSpec *spec, const TnParamSpec *param)
{
  guint n_default = 0;

  g_assert_nonnull (param->choices);
  for (const TnChoice *choice = param->choices; choice->id != NULL; choice++)
    {
      assert_id (choice->id);
      assert_said (spec->id, choice->title, FALSE);
      n_default += strcmp (choice->id, param->text) == 0;
      for (const TnChoice *other = param->choices; other != choice; other++)
        g_assert_cmpstr (other->id, !=, choice->id);
    }
  g_assert_cmpuint (n_default, ==, 1);
}

static void
check_param (const TnNodeSpec *spec, const TnParamSpec *param)
{
  g_autofree char *where = g_strdup_printf ("%s.%s", spec->id, param->id);

  assert_id (param->id);
  assert_said (where, param->title, FALSE);
  assert_said (where, param->help, TRUE);
  if (param->unit != NULL)
    assert_said (where, param->unit, FALSE);
  if (param->why != NULL)
    assert_said (where, param->why, TRUE);
  switch (param->type)
    {
    case TN_PARAM_BOOL:
      g_assert_true (param->number == 0 || param->number == 1);
      break;
    case TN_PARAM_INT:
    case TN_PARAM_NUMBER:
      g_assert_cmpfloat (param->min, <, param->max);
      g_assert_cmpfloat (param->min, <=, param->number);
      g_assert_cmpfloat (param->number, <=, param->max);
      break;
    case TN_PARAM_CHOICE:
      check_choices (spec, param);
      break;
    case TN_PARAM_TEXT:
    case TN_PARAM_DATE:
    case TN_PARAM_COLUMN:
    case TN_PARAM_COLUMNS:
    case TN_PARAM_DATES:
    case TN_PARAM_NUMBERS:
    case TN_PARAM_CONDITIONS:
    default:
      g_assert_nonnull (param->text);
      break;
    }
}

static void
check_verbs (const TnNodeSpec *spec)
{
  gboolean splits = (spec->flags & TN_NODE_SPLITS) != 0;
  gboolean gathers = (spec->flags & TN_NODE_GATHERS) != 0;

  g_assert_true (splits == (spec->split != NULL));
  g_assert_true (gathers == (spec->gather != NULL));
  g_assert_true ((splits || gathers) == (spec->apply == NULL));
  g_assert_true ((spec->fit != NULL || spec->finish != NULL) == (spec->learns != NULL));
  g_assert_true (spec->finish == NULL || gathers);
  g_assert_true (spec->fit_apply == NULL || spec->fit != NULL);
  g_assert_true (!(spec->flags & TN_NODE_SOURCE) == (tn_node_spec_count_inputs (spec) > 0));
  if (spec->flags & TN_NODE_LEARNER)
    {
      g_assert_cmpint (tn_node_spec_find_output (spec, "model"), ==, 0);
      g_assert_cmpint (tn_node_spec_find_output (spec, "scores"), ==, 1);
    }
}

/* Placeholders of the method's sentence are settings. */
static void
check_method (const TnNodeSpec *spec)
{
  for (const char *at = strchr (spec->method, '{'); at != NULL; at = strchr (at + 1, '{'))
    {
      g_autofree char *id = g_strndup (at + 1, strcspn (at + 1, "}"));

      if (tn_node_spec_find_param (spec, id) == NULL)
        g_error ("%s: the method speaks of {%s}", spec->id, id);
    }
}

/* What is read stands for others, and what stands for others is read by somebody. */
static void
test_reads (void)
{
  const TnNodeSpec *const *specs = tn_node_registry_list ();
  g_autoptr (GHashTable) read = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; specs[i] != NULL; i++)
    {
      for (const TnReadSpec *at = specs[i]->reads; at != NULL && at->node != NULL; at++)
        {
          const TnNodeSpec *from = tn_node_registry_find (at->node);
          const TnParamSpec *param =
              from != NULL ? tn_node_spec_find_param (from, at->param) : NULL;

          g_assert_true (param != NULL && param->downstream);
          g_hash_table_add (read, g_strdup_printf ("%s.%s", at->node, at->param));
        }
      for (const TnMovedSpec *at = specs[i]->moved; at != NULL && at->param != NULL; at++)
        {
          const TnNodeSpec *to = tn_node_registry_find (at->node);

          g_assert_true (to != NULL && tn_node_spec_find_param (to, at->to) != NULL);
        }
    }
  for (guint i = 0; specs[i] != NULL; i++)
    for (const TnParamSpec *at = specs[i]->params; at != NULL && at->id != NULL; at++)
      {
        g_autofree char *name = g_strdup_printf ("%s.%s", specs[i]->id, at->id);

        g_assert_true (!at->downstream || g_hash_table_contains (read, name));
      }
  g_assert_cmpuint (g_hash_table_size (read), ==, 4);
}

static void
test_nodes (void)
{
  static const char *const groups[] = { "prepare", "features", "model", "judge", NULL };
  const TnNodeSpec *const *specs = tn_node_registry_list ();
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; specs[i] != NULL; i++)
    {
      const TnNodeSpec *spec = specs[i];

      assert_id (spec->id);
      g_assert_true (g_hash_table_add (ids, (gpointer) spec->id));
      g_assert_true (tn_node_registry_find (spec->id) == spec);
      g_assert_cmpuint (spec->version, >=, 1);
      g_assert_true (g_strv_contains (groups, spec->group));
      assert_said (spec->id, spec->title, FALSE);
      assert_said (spec->id, spec->summary, TRUE);
      if (spec->learns != NULL)
        assert_said (spec->id, spec->learns, TRUE);
      if (spec->method != NULL)
        {
          assert_said (spec->id, spec->method, TRUE);
          check_method (spec);
        }
      check_ports (spec, spec->inputs, seen);
      check_ports (spec, spec->outputs, seen);
      g_assert_cmpuint (tn_node_spec_count_outputs (spec), >, 0);
      check_verbs (spec);
      g_hash_table_remove_all (seen);
      for (const TnParamSpec *param = spec->params; param != NULL && param->id != NULL; param++)
        {
          g_assert_true (g_hash_table_add (seen, (gpointer) param->id));
          check_param (spec, param);
        }
    }
  g_assert_cmpuint (g_hash_table_size (ids), >=, 21);
}

/* No setting given: defaults are taken, and pass the checks a person's values must pass. */
static void
test_defaults (void)
{
  const TnNodeSpec *const *specs = tn_node_registry_list ();

  for (guint i = 0; specs[i] != NULL; i++)
    {
      g_autoptr (JsonObject) nothing = json_object_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (TnParams) params = tn_params_new (specs[i], nothing, &error);
      g_autoptr (JsonNode) all = NULL;
      g_autoptr (TnParams) again = NULL;

      g_assert_no_error (error);
      all = tn_params_to_json (params);
      again = tn_params_new (specs[i], json_node_get_object (all), &error);
      g_assert_no_error (error);
    }
}

static void
assert_no_empty_text (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr (GList) names = json_object_get_members (json_node_get_object (node));

      for (GList *at = names; at != NULL; at = at->next)
        {
          JsonNode *member = json_object_get_member (json_node_get_object (node), at->data);

          if (strcmp (at->data, "title") == 0 || strcmp (at->data, "summary") == 0 ||
              strcmp (at->data, "help") == 0 || strcmp (at->data, "question") == 0)
            g_assert_cmpstr (json_node_get_string (member), >, "");
          assert_no_empty_text (member);
        }
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      assert_no_empty_text (json_array_get_element (json_node_get_array (node), i));
}

static void
test_json (void)
{
  const TnNodeSpec *const *specs = tn_node_registry_list ();
  const TnTemplate *const *templates = tn_template_list ();

  for (guint l = 0; tn_language_list ()[l] != NULL; l++)
    {
      const TnLanguage *language = tn_language_get (tn_language_list ()[l]);

      for (guint i = 0; specs[i] != NULL; i++)
        {
          g_autoptr (JsonNode) node = tn_node_spec_to_json (specs[i], language);

          assert_no_empty_text (node);
        }
      for (guint i = 0; templates[i] != NULL; i++)
        {
          g_autoptr (JsonNode) node = tn_template_to_json (templates[i], language);
          JsonArray *params =
              json_object_get_array_member (json_node_get_object (node), "parameters");

          assert_no_empty_text (node);
          g_assert_cmpuint (json_array_get_length (params), >, 20);
        }
    }
}

static void
test_templates (void)
{
  const TnTemplate *const *templates = tn_template_list ();

  for (guint i = 0; templates[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TnGraph) graph = templates[i]->build ("shop", NULL, &error);

      g_assert_no_error (error);
      assert_id (templates[i]->id);
      g_assert_true (tn_template_find (templates[i]->id) == templates[i]);
      g_assert_cmpstr (tn_graph_get_template (graph), ==, templates[i]->id);
      assert_said (templates[i]->id, templates[i]->summary, TRUE);
      g_assert_true (tn_language_has (tn_language_get ("zh_CN"), templates[i]->question));
      g_assert_true (tn_graph_require_sound (graph, &error));
      g_assert_no_error (error);
    }
  g_assert_null (tn_template_find ("no_such"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tn_nodes_init ();
  g_test_add_func ("/registry/every-node-describes-itself-in-both-languages", test_nodes);
  g_test_add_func ("/registry/what-is-read-is-stated-for-readers", test_reads);
  g_test_add_func ("/registry/defaults-pass-their-own-checks", test_defaults);
  g_test_add_func ("/registry/no-text-is-empty-in-any-language", test_json);
  g_test_add_func ("/registry/every-template-is-sound", test_templates);

  return g_test_run ();
}

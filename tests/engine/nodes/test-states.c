/* test-states.c: what nodes learned goes to bytes and back, and is not trusted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "nodes-support.h"
#include "tn-error.h"
#include "tn-nodes.h"
#include "tn-template.h"

static Lab *
new_lab (TnTable *table)
{
  g_autoptr (TnGraph) graph = NULL;
  Lab *lab;

  tn_nodes_init ();
  graph = tn_template_find ("churn")->build ("shop", table, NULL);
  lab = lab_new_with_graph (graph);
  lab_put (lab, "shop", tn_table_ref (table));
  lab_set (lab, "boosting.rounds=8");
  lab_set (lab, "split.n_cuts=1");
  lab_set (lab, "split.n_folds=2");
  lab_set (lab, "evaluate.resamples=100");

  return lab;
}

static GBytes *
flip (GBytes *bytes)
{
  gsize size;
  guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  gint32 n = g_test_rand_int_range (1, 6);

  size = g_bytes_get_size (bytes);
  for (gint32 i = 0; i < n; i++)
    data[g_test_rand_int_range (0, (gint32) size)] ^= (guint8) (1 << g_test_rand_int_range (0, 8));
  if (g_test_rand_int_range (0, 8) == 0)
    size = (gsize) g_test_rand_int_range (0, (gint32) size);

  return g_bytes_new_take (data, size);
}

/* Scores with the learned states, but that of @place altered: refused in a sentence, or
 * carried through. */
static gboolean
score_altered (Lab *lab, Lab *other, guint place, const char *until)
{
  guint final = tn_runner_get_n_folds (lab->runner);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRunner) runner = tn_runner_new (other->graph, 42, lab_get_hooks (), other, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < tn_graph_get_n_nodes (lab->graph); i++)
    {
      const char *id = tn_graph_get_node (lab->graph, i)->id;
      const TnNodeState *state = tn_runner_get_state (lab->runner, id, final);
      g_autoptr (GBytes) bytes = state != NULL ? tn_node_state_to_bytes (state) : NULL;
      g_autoptr (GBytes) altered = bytes != NULL && i == place ? flip (bytes) : NULL;
      g_autoptr (TnNodeState) given = NULL;

      if (bytes == NULL)
        continue;
      given = tn_node_state_from_bytes (altered != NULL ? altered : bytes, &error);
      if (given == NULL)
        {
          g_assert_error (error, TN_ERROR, TN_ERROR_DAMAGED);
          return FALSE;
        }
      tn_runner_set_state (runner, id, given);
    }
  if (tn_runner_score (runner, until, TN_TIME_MISSING, NULL, NULL, &error))
    return TRUE;
  g_assert_nonnull (error);
  g_assert_true (error->domain == TN_ERROR);

  return FALSE;
}

static void
alter (TnTable *table, const char *until)
{
  g_autoptr (Lab) lab = new_lab (table);
  g_autoptr (Lab) other = new_lab (table);
  guint n_states = 0;

  lab_run (lab);
  for (guint i = 0; i < tn_graph_get_n_nodes (lab->graph); i++)
    {
      const TnGraphNode *node = tn_graph_get_node (lab->graph, i);
      guint n_tries = g_test_slow () ? 300 : 12, n_taken = 0;

      if (node->spec->fit == NULL || g_str_equal (node->id, "base_rate") ||
          g_str_equal (node->id, "recency_rule") ||
          ((node->spec->flags & TN_NODE_LEARNER) && !g_str_equal (node->id, until)))
        continue;
      n_states++;
      for (guint k = 0; k < n_tries; k++)
        n_taken += score_altered (lab, other, i, until);
      g_test_message ("%s: %u of %u were carried through", node->id, n_taken, n_tries);
    }
  g_assert_cmpuint (n_states, >=, 3);
}

static void
test_log (void)
{
  g_autoptr (TnTable) table = lab_make_log (5);

  alter (table, "logistic");
}

static void
test_customers (void)
{
  g_autoptr (TnTable) table = lab_make_customers (5);

  alter (table, "boosting");
}

/* A state of another node, or of another version, is not applied. */
static void
test_other (void)
{
  g_autoptr (TnTable) table = lab_make_customers (5);
  g_autoptr (Lab) lab = new_lab (table);
  const int codes[] = { TN_ERROR_DAMAGED, TN_ERROR_NEWER, TN_ERROR_NOT_FOUND };
  const TnNodeState *scale, *impute;
  guint final;

  lab_run (lab);
  final = tn_runner_get_n_folds (lab->runner);
  scale = tn_runner_get_state (lab->runner, "scale", final);
  impute = tn_runner_get_state (lab->runner, "impute", final);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (Lab) other = new_lab (table);
      g_autoptr (GError) error = NULL;
      g_autoptr (TnRunner) runner =
          tn_runner_new (other->graph, 42, lab_get_hooks (), other, &error);
      g_autoptr (TnNodeState) newer = tn_node_state_new (
          "impute", tn_node_state_get_version (impute) + 1, tn_node_state_get_fields (impute));

      if (i < 2)
        tn_runner_set_state (runner, "impute", i == 0 ? scale : newer);
      g_assert_false (tn_runner_score (runner, "impute", TN_TIME_MISSING, NULL, NULL, &error));
      g_assert_error (error, TN_ERROR, codes[i]);
      lab_assert_sentence (error);
      g_assert_cmpstr (tn_error_get_node (error), ==, "impute");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/states/altered-ones-of-a-log-are-refused-or-harmless", test_log);
  g_test_add_func ("/states/altered-ones-of-a-table-are-refused-or-harmless", test_customers);
  g_test_add_func ("/states/of-another-node-or-version-are-not-applied", test_other);

  return g_test_run ();
}

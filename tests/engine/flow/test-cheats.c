/* test-cheats.c: what would let a model see what it cannot know is refused by the engine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "flow-support.h"
#include "tn-encoder.h"
#include "tn-error.h"
#include "tn-nodes.h"

#define DAY (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
#define N   120

/* Rows of 30 customers as of four dates, 90 days apart, each with an outcome 90 days later. */
typedef struct
{
  guint32 customers[N];
  double target[N];
  double x[N];
  gint64 cut[N];
  gint64 evidence[N];
  gint64 label_end[N];
  guint32 part[N]; /* of a column to split by */
} Rows;

static Rows rows;
static gboolean with_times;

static void
reset (void)
{
  for (guint i = 0; i < N; i++)
    {
      rows.customers[i] = i % 30;
      rows.target[i] = (i * 7 % 11) % 2;
      rows.x[i] = i * 5 % 17;
      rows.cut[i] = (20000 + 90 * (gint64) (i / 30)) * DAY;
      rows.evidence[i] = rows.cut[i] - 1;
      rows.label_end[i] = rows.cut[i] + 90 * DAY;
      rows.part[i] = i % 30 < 15;
    }
  with_times = TRUE;
}

static TnDictionary *
make_words (const char *prefix, guint n)
{
  TnDictionaryBuilder *builder = tn_dictionary_builder_new ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *word = g_strdup_printf ("%s%u", prefix, i);

      tn_dictionary_builder_intern (builder, word, strlen (word));
    }

  return tn_dictionary_builder_end (builder);
}

static TnTable *
make_table (void)
{
  TnTableBuilder *builder = tn_table_builder_new (N);
  g_autoptr (TnDictionary) customers = make_words ("c", 30);
  g_autoptr (TnDictionary) parts = make_words ("part", 2);

  tn_table_builder_take (builder, tn_field_new ("customer", TN_ROLE_CUSTOMER),
                         tn_column_new_codes (TN_COLUMN_CATEGORY, customers, rows.customers, N));
  tn_table_builder_take (builder, tn_field_new ("left", TN_ROLE_TARGET),
                         tn_column_new_numbers (rows.target, N));
  tn_table_builder_take (builder, tn_field_new ("x", TN_ROLE_FEATURE),
                         tn_column_new_numbers (rows.x, N));
  tn_table_builder_take (builder, tn_field_new ("part", TN_ROLE_IGNORE),
                         tn_column_new_codes (TN_COLUMN_CATEGORY, parts, rows.part, N));
  if (with_times)
    {
      tn_table_builder_take (builder, tn_field_new ("cut", TN_ROLE_CUT),
                             tn_column_new_times (rows.cut, N));
      tn_table_builder_take (builder, tn_field_new ("evidence", TN_ROLE_EVIDENCE),
                             tn_column_new_times (rows.evidence, N));
      tn_table_builder_take (builder, tn_field_new ("known", TN_ROLE_LABEL_END),
                             tn_column_new_times (rows.label_end, N));
    }

  return tn_table_builder_end (builder);
}

static TnPacket *
load (const char *dataset, gpointer user_data, GError **error)
{
  g_autoptr (TnTable) table = make_table ();
  TnPacket *packet = tn_packet_new_table (TN_PORT_TABLE, table);

  tn_packet_set_key (packet, "rows");

  return packet;
}

static const TnRunnerHooks hooks = { .load = load };

/* data → split → base_rate, with the real nodes. */
static gboolean
run (const char *scheme, GError **error)
{
  g_autoptr (TnGraph) graph = tn_graph_new ();
  g_autoptr (TnRunner) runner = NULL;
  g_autofree char *setting = g_strdup_printf ("split.scheme=%s", scheme);

  tn_graph_add_node (graph, "data", "dataset");
  tn_graph_add_node (graph, "split", "split");
  tn_graph_add_node (graph, "base", "base_rate");
  g_assert_true (tn_graph_link (graph, "data", "table", "split", "table", NULL));
  g_assert_true (tn_graph_link (graph, "split", "table", "base", "table", NULL));
  flow_set (graph, "data.name=rows");
  flow_set (graph, setting);
  flow_set (graph, "split.n_folds=3");
  flow_set (graph, "split.validate_share=0");
  if (g_str_equal (scheme, "column"))
    flow_set (graph, "split.column=part");
  runner = tn_runner_new (graph, 1, &hooks, NULL, error);

  return runner != NULL && tn_runner_run (runner, NULL, NULL, error);
}

static void
assert_leak (const char *scheme, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (run (scheme, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, TN_ERROR, TN_ERROR_LEAK);
  g_assert_cmpstr (tn_error_get_node (error), ==, "split");
  g_assert_nonnull (strstr (error->message, word));
}

static void
test_honest (void)
{
  g_autoptr (GError) error = NULL;

  reset ();
  g_assert_true (run ("backtest", &error));
  g_assert_no_error (error);
  with_times = FALSE;
  g_assert_true (run ("column", &error));
  g_assert_no_error (error);
  g_assert_true (run ("kfold", &error));
  g_assert_no_error (error);
}

/* One event of one customer, moved to the cut itself: the earliest moment that is too late. */
static void
test_event_past_cut (void)
{
  reset ();
  rows.evidence[70] = rows.cut[70];
  assert_leak ("backtest", "c10");
  rows.evidence[70] = rows.cut[70] + 30 * DAY;
  assert_leak ("backtest", "c10");
}

/* Folds by hand, as a node of somebody else might give them. */
static gboolean
check_by_hand (TnFoldScheme scheme, guint train_until, guint test_from, GError **error)
{
  g_autoptr (TnTable) table = make_table ();
  guint8 *roles = g_malloc0 (N);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TnFolds) folds = NULL;
  const char *name = "by hand";
  gint64 cut = scheme == TN_FOLDS_BACKTEST ? rows.cut[test_from] : TN_TIME_MISSING;

  for (guint i = 0; i < N; i++)
    roles[i] = i < train_until ? TN_ROW_TRAIN : i >= test_from ? TN_ROW_TEST : TN_ROW_NONE;
  bytes = g_bytes_new_take (roles, N);
  folds = tn_folds_new_from_roles (scheme, N, &name, &cut, &bytes, 1, 0);

  return tn_folds_check (table, folds, error);
}

static void
test_label_window (void)
{
  g_autoptr (GError) error = NULL;

  reset ();
  g_assert_true (check_by_hand (TN_FOLDS_BACKTEST, 90, 90, &error));
  g_assert_no_error (error);
  rows.label_end[89] += 1;
  g_assert_false (check_by_hand (TN_FOLDS_BACKTEST, 90, 90, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_LEAK);
  g_assert_nonnull (strstr (error->message, "c29"));
  g_clear_error (&error);
  g_assert_false (check_by_hand (TN_FOLDS_BACKTEST, 100, 100, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_LEAK);
}

/* The engine's own backtest leaves such rows out by itself. */
static void
test_long_window_is_left_out (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnFolds) folds = NULL;
  TnFoldsParams how = TN_FOLDS_PARAMS_INIT;
  const guint8 *roles;
  const TnFold *last;

  reset ();
  for (guint i = 60; i < 90; i++)
    rows.label_end[i] += DAY;
  table = make_table ();
  how.scheme = TN_FOLDS_BACKTEST;
  how.n_folds = 1;
  folds = tn_folds_new (table, &how, &error);
  g_assert_no_error (error);
  last = tn_folds_get_fold (folds, tn_folds_get_n_folds (folds) - 1);
  roles = g_bytes_get_data (last->row_roles, NULL);
  for (guint i = 60; i < 90; i++)
    g_assert_true (roles[i] != TN_ROW_TRAIN && roles[i] != TN_ROW_VALIDATE);
}

static void
test_customer_on_both_sides (void)
{
  g_autoptr (GError) error = NULL;

  reset ();
  with_times = FALSE;
  rows.part[3] = 1 - rows.part[3];
  assert_leak ("column", "c3");
  g_assert_false (check_by_hand (TN_FOLDS_KFOLD, 60, 60, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_LEAK);
}

static void
test_encoder_on_test_rows (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnTable) with_roles = NULL;
  g_autoptr (TnTable) train = NULL;
  g_autoptr (TnPreparer) encoder = NULL;
  g_autoptr (GBytes) bytes = NULL;
  TnEncoderParams how = TN_ENCODER_PARAMS_DEFAULT;
  guint8 roles[N];

  reset ();
  memset (roles, TN_ROW_TRAIN, N);
  roles[N - 1] = TN_ROW_TEST;
  bytes = g_bytes_new (roles, N);
  table = make_table ();
  with_roles = tn_table_with_row_roles (table, bytes);
  encoder = tn_encoder_fit (with_roles, &how, NULL, NULL, &error);
  g_assert_null (encoder);
  g_assert_error (error, TN_ERROR, TN_ERROR_LEAK);
  g_clear_error (&error);
  train = tn_table_select_row_role (with_roles, TN_ROW_TRAIN);
  encoder = tn_encoder_fit (train, &how, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Every node that learns, put between the data and the split. */
static void
test_learning_before_split (void)
{
  static const char *const learners[] = { "encode", "impute", "scale" };

  for (guint i = 0; i < G_N_ELEMENTS (learners); i++)
    {
      g_autoptr (TnGraph) graph = tn_graph_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (TnRunner) runner = NULL;

      tn_graph_add_node (graph, "data", "dataset");
      tn_graph_add_node (graph, "early", learners[i]);
      tn_graph_add_node (graph, "split", "split");
      g_assert_true (tn_graph_link (graph, "data", "table", "early", "table", NULL));
      g_assert_true (tn_graph_link (graph, "early", "table", "split", "table", NULL));
      flow_set (graph, "data.name=rows");
      runner = tn_runner_new (graph, 1, &hooks, NULL, &error);
      g_assert_null (runner);
      g_assert_error (error, TN_ERROR, TN_ERROR_LEAK);
      g_assert_cmpstr (tn_error_get_node (error), ==, "early");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tn_nodes_init ();

  g_test_add_func ("/cheats/honest-folds-are-taken", test_honest);
  g_test_add_func ("/cheats/an-event-past-the-cut-is-refused", test_event_past_cut);
  g_test_add_func ("/cheats/an-outcome-past-the-test-cut-is-refused", test_label_window);
  g_test_add_func ("/cheats/the-own-backtest-leaves-such-rows-out", test_long_window_is_left_out);
  g_test_add_func ("/cheats/a-customer-on-both-sides-is-refused", test_customer_on_both_sides);
  g_test_add_func ("/cheats/an-encoder-on-test-rows-is-refused", test_encoder_on_test_rows);
  g_test_add_func ("/cheats/learning-before-the-split-is-refused", test_learning_before_split);

  return g_test_run ();
}

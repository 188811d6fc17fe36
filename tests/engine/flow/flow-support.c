/* flow-support.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "flow-support.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-json.h"
#include "tn-step.h"

static GMutex log_lock;
static GPtrArray *log_lines;

static void G_GNUC_PRINTF (1, 2) note (const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_mutex_lock (&log_lock);
  if (log_lines == NULL)
    log_lines = g_ptr_array_new ();
  g_ptr_array_add (log_lines, g_strdup_vprintf (format, args));
  g_mutex_unlock (&log_lock);
  va_end (args);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
flow_take_log (void)
{
  char **lines;

  g_mutex_lock (&log_lock);
  if (log_lines == NULL)
    log_lines = g_ptr_array_new ();
  g_ptr_array_sort (log_lines, compare_lines);
  g_ptr_array_add (log_lines, NULL);
  lines = (char **) g_ptr_array_free (log_lines, FALSE);
  log_lines = NULL;
  g_mutex_unlock (&log_lock);

  return lines;
}

guint
flow_count_log (char **log, const char *prefix)
{
  guint n = 0;

  for (guint i = 0; log[i] != NULL; i++)
    n += g_str_has_prefix (log[i], prefix);

  return n;
}

/* Values of a column; what the nodes do is arithmetic on "x". */
static double *
read_x (TnTable *table)
{
  double *x = tn_column_dup_numbers (tn_table_get_column (table, tn_table_find (table, "x")), NULL);

  g_assert_nonnull (x);

  return x;
}

static TnTable *
with_x (TnTable *table, const double *x)
{
  TnTableBuilder *builder = tn_table_builder_new_from (table);

  tn_table_builder_remove (builder, "x");
  tn_table_builder_take (builder, tn_field_new ("x", TN_ROLE_FEATURE),
                         tn_column_new_numbers (x, tn_table_get_n_rows (table)));

  return tn_table_builder_end (builder);
}

static gboolean
give_table (TnStep *step, TnPacket **outputs, double plus, double times)
{
  TnTable *table = tn_step_get_table (step, 0);
  g_autofree double *x = read_x (table);
  g_autoptr (TnTable) made = NULL;

  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    x[i] = (x[i] + plus) * times;
  made = with_x (table, x);
  outputs[0] = tn_packet_new_table (TN_PORT_TABLE, made);

  return TRUE;
}

static double
mean_x (TnTable *table)
{
  g_autofree double *x = read_x (table);
  gsize n = tn_table_get_n_rows (table);
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += x[i];

  return n > 0 ? sum / n : 0;
}

static TnNodeState *
number_state (const char *node, double value)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "value", g_variant_new_double (value));

  return tn_node_state_new (node, 1, g_variant_builder_end (&builder));
}

static double
get_number (const TnNodeState *state)
{
  g_autoptr (GVariant) value = tn_node_state_get (state, "value", "d", NULL);

  g_assert_nonnull (value);

  return g_variant_get_double (value);
}

static gsize
count_other_roles (TnTable *table)
{
  gsize n = tn_table_get_n_rows (table);

  return tn_table_get_row_roles (table) != NULL ? n - tn_table_count_row_role (table, TN_ROW_TRAIN)
                                                : 0;
}

static void
note_fit (TnStep *step, const char *verb)
{
  TnTable *table = tn_step_get_table (step, 0);
  TnTable *validate = tn_step_get_validate (step, 0);

  note ("%s %s/%u rows=%" G_GSIZE_FORMAT " other=%" G_GSIZE_FORMAT " validate=%" G_GSIZE_FORMAT,
        verb, tn_step_get_node_id (step), tn_step_get_fold (step), tn_table_get_n_rows (table),
        count_other_roles (table), validate != NULL ? tn_table_get_n_rows (validate) : 0);
}

static void
note_apply (TnStep *step)
{
  TnTable *table = tn_step_get_table (step, 0);

  note ("apply %s/%u rows=%" G_GSIZE_FORMAT, tn_step_get_node_id (step), tn_step_get_fold (step),
        table != NULL ? tn_table_get_n_rows (table) : 0);
}

/* Source */

static gboolean
source_apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  g_autoptr (TnPacket) loaded =
      tn_step_load (step, tn_params_get_text (tn_step_get_params (step), "name"), error);

  if (loaded == NULL)
    return FALSE;
  outputs[0] = tn_packet_new_table (TN_PORT_TABLE, tn_packet_get_table (loaded));
  tn_packet_set_key (outputs[0], tn_packet_get_key (loaded));

  return TRUE;
}

static const TnPortSpec no_ports[] = { { NULL } };
static const TnPortSpec table_ports[] = { { "table", TN_PORT_TABLE, "Table" }, { NULL } };
static const TnPortSpec model_ports[] = {
  { "model", TN_PORT_MODEL, "Model" },
  { "scores", TN_PORT_SCORES, "Scores" },
  { NULL },
};
static const TnPortSpec gather_ports[] = {
  { "scores", TN_PORT_SCORES, "Scores", .many = TRUE },
  { NULL },
};
static const TnPortSpec result_ports[] = { { "result", TN_PORT_RESULT, "Result" }, { NULL } };
static const TnChoice choices[] = { { "plain", "Plain" }, { "bold", "Bold" }, { NULL } };

static const TnParamSpec source_params[] = {
  { "name", TN_PARAM_TEXT, "Name", "Of the data set.", .text = "shop" },
  { NULL },
};
static const TnParamSpec plus_params[] = {
  { "plus", TN_PARAM_NUMBER, "Plus", "Is added.", 0, -100, 100 },
  { "n", TN_PARAM_INT, "Number", "A whole number.", 3, 1, 10 },
  { "style", TN_PARAM_CHOICE, "Style", "How.", .text = "plain", .choices = choices },
  { "on", TN_PARAM_BOOL, "On", "Whether.", 1 },
  { "day", TN_PARAM_DATE, "Day", "When.", .text = "" },
  { "days", TN_PARAM_NUMBERS, "Days", "Which.", .text = "7 30" },
  { "columns", TN_PARAM_COLUMNS, "Columns", "Which.", .text = "" },
  { "words", TN_PARAM_TEXT, "Words", "Any.", .text = "" },
  { NULL },
};

/* Prep states a rate that judge reads; judge had two names for it and still has one. */
static const TnParamSpec prep_params[] = {
  { "plus", TN_PARAM_NUMBER, "Plus", "Is added.", 0, -100, 100 },
  { "n", TN_PARAM_INT, "Number", "A whole number.", 3, 1, 10 },
  { "style", TN_PARAM_CHOICE, "Style", "How.", .text = "plain", .choices = choices },
  { "on", TN_PARAM_BOOL, "On", "Whether.", 1 },
  { "day", TN_PARAM_DATE, "Day", "When.", .text = "" },
  { "days", TN_PARAM_NUMBERS, "Days", "Which.", .text = "7 30" },
  { "columns", TN_PARAM_COLUMNS, "Columns", "Which.", .text = "" },
  { "words", TN_PARAM_TEXT, "Words", "Any.", .text = "" },
  { "rate", TN_PARAM_NUMBER, "Rate", "For others.", 0, 0, 100, .downstream = TRUE },
  { NULL },
};
static const TnParamSpec judge_params[] = {
  { "plus", TN_PARAM_NUMBER, "Plus", "Is added.", 0, -100, 100 },
  { "rate", TN_PARAM_NUMBER, "Rate", "Where nothing upstream has one.", 0, 0, 100 },
  { NULL },
};
static const TnReadSpec judge_reads[] = { { "prep", "rate" }, { NULL } };
static const TnMovedSpec judge_moved[] = { { "rate", "prep", "rate" },
                                           { "old_rate", "prep", "rate" },
                                           { NULL } };

static const TnNodeSpec source = {
  .id = "source",
  .version = 1,
  .group = "prepare",
  .title = "Source",
  .summary = "Data.",
  .inputs = no_ports,
  .outputs = table_ports,
  .params = source_params,
  .flags = TN_NODE_SOURCE,
  .apply = source_apply,
};

/* Prep: before the split, learns nothing */

static gboolean
prep_apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  note_apply (step);
  /* What stands here for others is not seen here. */
  g_assert_cmpfloat (tn_params_get_number (tn_step_get_params (step), "rate"), ==, 0);
  tn_step_warn (step, "prepared", tn_message_new ("It was prepared."));

  return give_table (step, outputs, tn_params_get_number (tn_step_get_params (step), "plus"), 1);
}

static const TnNodeSpec prep = {
  .id = "prep",
  .version = 1,
  .group = "prepare",
  .title = "Prepare",
  .summary = "Adds.",
  .inputs = table_ports,
  .outputs = table_ports,
  .params = prep_params,
  .apply = prep_apply,
};

/* Center: subtracts the mean of the train rows */

static gboolean
center_fit (TnStep *step, TnNodeState **state, GError **error)
{
  note_fit (step, "fit");
  *state = number_state (tn_step_get_node_id (step), mean_x (tn_step_get_table (step, 0)));

  return TRUE;
}

static gboolean
center_apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  note_apply (step);

  return give_table (step, outputs,
                     tn_params_get_number (tn_step_get_params (step), "plus") - get_number (state),
                     1);
}

static const TnNodeSpec center = {
  .id = "center",
  .version = 1,
  .group = "prepare",
  .title = "Center",
  .summary = "Subtracts the mean.",
  .inputs = table_ports,
  .outputs = table_ports,
  .params = plus_params,
  .fit = center_fit,
  .apply = center_apply,
};

/* Stretch: train rows times 1000, the others times 1 */

static gboolean
stretch_fit_apply (TnStep *step, TnNodeState **state, TnPacket **outputs, GError **error)
{
  note_fit (step, "fit_apply");
  *state = number_state (tn_step_get_node_id (step), 1);

  return give_table (step, outputs, 0, 1000);
}

static gboolean
stretch_apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  note_apply (step);

  return give_table (step, outputs, 0, get_number (state));
}

static const TnNodeSpec stretch = {
  .id = "stretch",
  .version = 1,
  .group = "prepare",
  .title = "Stretch",
  .summary = "Stretches.",
  .inputs = table_ports,
  .outputs = table_ports,
  .params = plus_params,
  .fit = center_fit,
  .apply = stretch_apply,
  .fit_apply = stretch_fit_apply,
};

/* Split: three folds of customers */

static gboolean
split_split (TnStep *step, TnFolds **folds, GError **error)
{
  TnFoldsParams how = TN_FOLDS_PARAMS_INIT;

  note ("split %s", tn_step_get_node_id (step));
  how.n_folds = tn_params_get_int (tn_step_get_params (step), "n");
  how.seed = tn_step_get_seed (step);
  *folds = tn_folds_new (tn_step_get_table (step, 0), &how, error);

  return *folds != NULL;
}

static const TnNodeSpec split = {
  .id = "split",
  .version = 1,
  .group = "judge",
  .title = "Split",
  .summary = "Splits.",
  .inputs = table_ports,
  .outputs = table_ports,
  .params = plus_params,
  .flags = TN_NODE_SPLITS,
  .split = split_split,
};

/* Learners: their score is x minus what they learned */

static gboolean
learner_fit (TnStep *step, TnNodeState **state, GError **error)
{
  g_autoptr (GVariant) kept = tn_step_recall_checkpoint (step, "half");
  guint n_rounds = 0;

  note_fit (step, "fit");
  if (kept != NULL)
    note ("resumed %s/%u %s", tn_step_get_node_id (step), tn_step_get_fold (step),
          g_variant_get_string (kept, NULL));
  tn_step_keep_checkpoint (step, "half", g_variant_new_string ("way"));
  tn_step_keep_checkpoint (step, "other", g_variant_new_uint32 (1));
  if (tn_cancelled (tn_step_get_cancellable (step), error))
    return FALSE;
  while (n_rounds < 5)
    {
      gboolean go_on = tn_step_curve (step, &(TnRound){ .round = n_rounds,
                                                        .train = 1.0 / (n_rounds + 1),
                                                        .validate = 2.0 / (n_rounds + 1) });

      n_rounds++;
      if (!go_on)
        break;
    }
  note ("rounds %s/%u: %u", tn_step_get_node_id (step), tn_step_get_fold (step), n_rounds);
  *state = number_state (tn_step_get_node_id (step),
                         mean_x (tn_step_get_table (step, 0)) +
                             tn_params_get_number (tn_step_get_params (step), "plus"));

  return TRUE;
}

static gboolean
last_fit (TnStep *step, TnNodeState **state, GError **error)
{
  double sum = 0;

  note_fit (step, "fit");
  for (guint i = 0; tn_step_is_final (step) && i < tn_step_get_n_folds (step); i++)
    {
      g_assert_nonnull (tn_step_get_own_state (step, i));
      sum += get_number (tn_step_get_own_state (step, i));
    }
  *state = number_state (tn_step_get_node_id (step), tn_step_is_final (step) ? sum : 1);

  return TRUE;
}

static gboolean
learner_apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  TnTable *table = tn_step_get_table (step, 0);
  g_autofree double *x = read_x (table);
  TnTableBuilder *builder = tn_table_builder_new_from (table);
  g_autoptr (TnTable) scores = NULL;

  note_apply (step);
  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    x[i] -= get_number (state);
  tn_table_builder_take (builder, tn_field_new ("score", TN_ROLE_NONE),
                         tn_column_new_numbers (x, tn_table_get_n_rows (table)));
  scores = tn_table_builder_end (builder);
  outputs[0] = tn_packet_new_model (state, tn_step_is_final (step) ? table : NULL);
  outputs[1] = tn_packet_new_table (TN_PORT_SCORES, scores);

  return TRUE;
}

static const TnNodeSpec learner = {
  .id = "learner",
  .version = 1,
  .group = "model",
  .title = "Learner",
  .summary = "Learns.",
  .inputs = table_ports,
  .outputs = model_ports,
  .params = plus_params,
  .flags = TN_NODE_LEARNER,
  .fit = learner_fit,
  .apply = learner_apply,
};
static const TnNodeSpec last = {
  .id = "last",
  .version = 1,
  .group = "model",
  .title = "Last",
  .summary = "Learns from folds.",
  .inputs = table_ports,
  .outputs = model_ports,
  .params = plus_params,
  .flags = TN_NODE_LEARNER | TN_NODE_FINAL_LAST,
  .fit = last_fit,
  .apply = learner_apply,
};

/* Judge: sums of the test rows' scores, fold by fold */

static gboolean
judge_gather (TnStep *step, TnPacket **outputs, GError **error)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  note ("gather %s", tn_step_get_node_id (step));
  tn_step_warn (step, "judged", tn_message_new ("It was judged."));
  json_object_set_string_member (object, "kind", "judgement");
  json_object_set_double_member (object, "rate", tn_step_read_number (step, "prep", "rate", -1));
  if (tn_step_get_read_node (step, "prep", "rate") != NULL)
    json_object_set_string_member (object, "rate_of", tn_step_get_read_node (step, "prep", "rate"));
  for (guint link = 0; link < tn_step_count_links (step, 0); link++)
    {
      JsonArray *sums = json_array_new ();

      for (guint fold = 0; fold <= tn_step_get_n_folds (step); fold++)
        {
          TnTable *table = tn_packet_get_table (tn_step_get_fold_input (step, 0, link, fold));
          const guint8 *roles = tn_table_get_row_roles (table);
          g_autofree double *scores = tn_column_dup_numbers (
              tn_table_get_column (table, tn_table_find (table, "score")), NULL);
          double sum = 0;

          g_assert_nonnull (tn_step_get_fold_state (step, 0, link, fold));
          for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
            sum += roles[i] == TN_ROW_TEST ? scores[i] : 0;
          json_array_add_double_element (sums, sum);
        }
      json_object_set_array_member (object, tn_step_get_input_node (step, 0, link), sums);
    }
  json_node_take_object (node, object);
  outputs[0] = tn_packet_new_result (node, NULL);

  return TRUE;
}

static const TnNodeSpec judge = {
  .id = "judge",
  .version = 1,
  .group = "judge",
  .title = "Judge",
  .summary = "Judges.",
  .inputs = gather_ports,
  .outputs = result_ports,
  .params = judge_params,
  .reads = judge_reads,
  .moved = judge_moved,
  .flags = TN_NODE_GATHERS,
  .gather = judge_gather,
};

/* Stumble: cannot go on from fold "n" on */

static gboolean
stumble_apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  guint n = tn_params_get_int (tn_step_get_params (step), "n");

  note_apply (step);
  if (tn_step_get_fold (step) < n || tn_step_is_final (step))
    return give_table (step, outputs, 0, 1);
  if (tn_params_get_bool (tn_step_get_params (step), "on"))
    tn_error_set (error, TN_ERROR_DATA, "Fold {fold} has a stone. Take it away.", "fold",
                  tn_step_get_fold (step) == n ? "n" : "above n", NULL);

  return FALSE;
}

static const TnNodeSpec stumble = {
  .id = "stumble",
  .version = 1,
  .group = "prepare",
  .title = "Stumble",
  .summary = "Stumbles.",
  .inputs = table_ports,
  .outputs = table_ports,
  .params = plus_params,
  .apply = stumble_apply,
};

/* Sieve: loses a row and does not say so */

static gboolean
sieve_apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  TnTable *table = tn_step_get_table (step, 0);
  gsize n = tn_table_get_n_rows (table) - 1;
  g_autofree gsize *rows = g_new (gsize, n);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TnTable) fewer = NULL;

  note_apply (step);
  for (gsize i = 0; i < n; i++)
    rows[i] = i + 1;
  bytes = g_bytes_new (rows, n * sizeof (gsize));
  fewer = tn_table_new_view (table, bytes);
  outputs[0] = tn_packet_new_table (TN_PORT_TABLE, fewer);

  return TRUE;
}

static const TnNodeSpec sieve = {
  .id = "sieve",
  .version = 1,
  .group = "prepare",
  .title = "Sieve",
  .summary = "Loses a row.",
  .inputs = table_ports,
  .outputs = table_ports,
  .params = plus_params,
  .apply = sieve_apply,
};

static const TnNodeSpec *const nodes[] = { &source, &prep,  &center,  &stretch, &split, &learner,
                                           &last,   &judge, &stumble, &sieve,   NULL };

void
flow_register (void)
{
  tn_node_registry_set (nodes);
}

TnTable *
flow_make_table (double shift)
{
  TnTableBuilder *builder = tn_table_builder_new (FLOW_ROWS);
  TnDictionaryBuilder *names = tn_dictionary_builder_new ();
  g_autoptr (TnDictionary) dictionary = NULL;
  guint32 customers[FLOW_ROWS];
  double x[FLOW_ROWS], target[FLOW_ROWS];

  for (guint i = 0; i < FLOW_ROWS; i++)
    {
      g_autofree char *name = g_strdup_printf ("c%02u", i);

      customers[i] = tn_dictionary_builder_intern (names, name, strlen (name));
      x[i] = i + shift;
      target[i] = i % 10 == 9 ? NAN : i % 2;
    }
  dictionary = tn_dictionary_builder_end (names);
  tn_table_builder_take (
      builder, tn_field_new ("customer", TN_ROLE_CUSTOMER),
      tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, customers, FLOW_ROWS));
  tn_table_builder_take (builder, tn_field_new ("left", TN_ROLE_TARGET),
                         tn_column_new_numbers (target, FLOW_ROWS));
  tn_table_builder_take (builder, tn_field_new ("x", TN_ROLE_FEATURE),
                         tn_column_new_numbers (x, FLOW_ROWS));

  return tn_table_builder_end (builder);
}

TnPacket *
flow_load (const char *dataset, gpointer user_data, GError **error)
{
  g_autoptr (TnTable) table = NULL;
  g_autofree char *key = NULL;
  TnPacket *packet;

  if (!g_str_equal (dataset, "shop") && !g_str_equal (dataset, "other"))
    {
      tn_error_set (error, TN_ERROR_NOT_FOUND, "There is no data set “{name}”. Import it.", "name",
                    dataset, NULL);
      return NULL;
    }
  note ("load %s", dataset);
  table = flow_make_table (g_str_equal (dataset, "shop") ? 0 : 0.5);
  key = tn_table_fingerprint (table, NULL);
  packet = tn_packet_new_table (TN_PORT_TABLE, table);
  tn_packet_set_key (packet, key);

  return packet;
}

TnGraph *
flow_make_graph (void)
{
  static const char *const chain[][2] = {
    { "data", "source" },   { "prep", "prep" },       { "split", "split" },
    { "center", "center" }, { "stretch", "stretch" }, { "learner", "learner" },
    { "last", "last" },     { "judge", "judge" },
  };
  static const char *const wires[][4] = {
    { "data", "table", "prep", "table" },       { "prep", "table", "split", "table" },
    { "split", "table", "center", "table" },    { "center", "table", "stretch", "table" },
    { "stretch", "table", "learner", "table" }, { "center", "table", "last", "table" },
    { "learner", "scores", "judge", "scores" }, { "last", "scores", "judge", "scores" },
  };
  TnGraph *graph = tn_graph_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (chain); i++)
    tn_graph_add_node (graph, chain[i][0], chain[i][1]);
  for (guint i = 0; i < G_N_ELEMENTS (wires); i++)
    tn_graph_link (graph, wires[i][0], wires[i][1], wires[i][2], wires[i][3], &error);
  g_assert_no_error (error);

  return graph;
}

void
flow_set (TnGraph *graph, const char *setting)
{
  g_autoptr (GError) error = NULL;

  tn_graph_set_text (graph, setting, &error);
  g_assert_no_error (error);
}

FlowKeep *
flow_keep_new (void)
{
  FlowKeep *self = g_new0 (FlowKeep, 1);

  g_mutex_init (&self->lock);
  self->states =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->tables =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) tn_table_unref);
  self->events = g_string_new (NULL);

  return self;
}

void
flow_keep_free (FlowKeep *self)
{
  g_hash_table_unref (self->states);
  g_hash_table_unref (self->tables);
  g_string_free (self->events, TRUE);
  g_free (self->last_code);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
on_status (const char *node, TnNodeStatus status, double seconds, gpointer user_data)
{
  FlowKeep *self = user_data;

  g_mutex_lock (&self->lock);
  g_string_append_printf (self->events, "%s %s\n", tn_node_status_to_id (status), node);
  g_mutex_unlock (&self->lock);
  if (status == TN_NODE_RUNNING && g_strcmp0 (node, self->cancel_node) == 0)
    g_cancellable_cancel (self->cancel_at);
}

static void
on_warn (const char *node, const char *code, const TnMessage *message, gpointer user_data)
{
  FlowKeep *self = user_data;

  g_mutex_lock (&self->lock);
  self->n_warnings++;
  g_free (self->last_code);
  self->last_code = g_strdup (code);
  g_mutex_unlock (&self->lock);
}

static TnNodeState *
recall_state (const char *key, gpointer user_data)
{
  FlowKeep *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GBytes *bytes = g_hash_table_lookup (self->states, key);

  return bytes != NULL ? tn_node_state_from_bytes (bytes, NULL) : NULL;
}

static void
store_state (const char *key, const TnNodeState *state, gpointer user_data)
{
  FlowKeep *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_hash_table_insert (self->states, g_strdup (key), tn_node_state_to_bytes (state));
}

static void
forget_state (const char *key, gpointer user_data)
{
  FlowKeep *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_hash_table_remove (self->states, key);
}

static TnTable *
recall_table (const char *key, gpointer user_data)
{
  FlowKeep *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  TnTable *table = g_hash_table_lookup (self->tables, key);

  return table != NULL ? tn_table_ref (table) : NULL;
}

static void
store_table (const char *key, TnTable *table, gpointer user_data)
{
  FlowKeep *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_hash_table_insert (self->tables, g_strdup (key), tn_table_ref (table));
}

static void
on_curve (const char *node, guint fold, const TnRound *round, gpointer user_data)
{
  FlowKeep *self = user_data;

  g_mutex_lock (&self->lock);
  if ((int) round->round + 1 == self->stop_at_round && self->n_stops == 0)
    self->n_stops = 1;
  g_mutex_unlock (&self->lock);
}

static guint
count_stops (gpointer user_data)
{
  FlowKeep *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->n_stops;
}

const TnRunnerHooks flow_hooks = {
  .load = flow_load,
  .status = on_status,
  .warn = on_warn,
  .curve = on_curve,
  .count_stops = count_stops,
  .recall_state = recall_state,
  .store_state = store_state,
  .forget_state = forget_state,
  .recall_table = recall_table,
  .store_table = store_table,
};

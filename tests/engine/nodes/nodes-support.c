/* nodes-support.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "nodes-support.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-nodes.h"
#include "tn-random.h"
#include "tn-retail.h"

static TnPacket *
load (const char *dataset, gpointer user_data, GError **error)
{
  Lab *self = user_data;
  TnTable *table = g_hash_table_lookup (self->tables, dataset);
  g_autofree char *key = NULL;
  TnPacket *packet;

  if (table == NULL)
    {
      tn_error_set (error, TN_ERROR_NOT_FOUND, "There is no data set {name}. Choose another.",
                    "name", dataset, NULL);
      return NULL;
    }
  key = tn_table_fingerprint (table, NULL);
  packet = tn_packet_new_table (TN_PORT_TABLE, table);
  tn_packet_set_key (packet, key);

  return packet;
}

static void
warn (const char *node, const char *code, const TnMessage *message, gpointer user_data)
{
  Lab *self = user_data;
  g_autofree char *text = tn_message_say (message, tn_language_get ("en"));

  g_assert_null (strchr (text, '{'));
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->warnings, g_strdup_printf ("%s %s %s", node, code, text));
  g_mutex_unlock (&self->lock);
}

static void
curve (const char *node, guint fold, const TnRound *round, gpointer user_data)
{
  Lab *self = user_data;

  g_mutex_lock (&self->lock);
  if (round->round == 0)
    g_string_append_printf (self->curve, "%s/%u ", node, fold);
  g_mutex_unlock (&self->lock);
}

static const TnRunnerHooks hooks = { .load = load, .warn = warn, .curve = curve };

const TnRunnerHooks *
lab_get_hooks (void)
{
  return &hooks;
}

Lab *
lab_new_with_graph (TnGraph *graph)
{
  Lab *self = g_new0 (Lab, 1);

  g_mutex_init (&self->lock);
  self->graph = tn_graph_ref (graph);
  self->tables =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) tn_table_unref);
  self->warnings = g_ptr_array_new_with_free_func (g_free);
  self->curve = g_string_new (NULL);

  return self;
}

void
lab_free (Lab *self)
{
  g_clear_pointer (&self->runner, tn_runner_free);
  g_hash_table_unref (self->tables);
  g_ptr_array_unref (self->warnings);
  g_string_free (self->curve, TRUE);
  tn_graph_unref (self->graph);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
lab_set (Lab *self, const char *setting)
{
  g_autoptr (GError) error = NULL;

  tn_graph_set_text (self->graph, setting, &error);
  g_assert_no_error (error);
}

static void
add_link (Lab *self, const char *line)
{
  g_auto (GStrv) ends = g_strsplit (line, " > ", 2);
  g_auto (GStrv) from = g_strsplit (ends[0], ".", 2);
  g_auto (GStrv) to = g_strsplit (ends[1], ".", 2);
  g_autoptr (GError) error = NULL;

  tn_graph_link (self->graph, from[0], from[1], to[0], to[1], &error);
  g_assert_no_error (error);
}

static void
add_line (Lab *self, const char *line)
{
  gsize word = strcspn (line, " =");

  if (line[word] == '=')
    lab_set (self, line);
  else if (line[word + 1] == '>')
    add_link (self, line);
  else
    {
      g_autofree char *id = g_strndup (line, word);

      tn_graph_add_node (self->graph, id, line + word + 1);
    }
}

Lab *
lab_new (const char *first, ...)
{
  g_autoptr (TnGraph) graph = NULL;
  Lab *self;
  va_list lines;

  tn_nodes_init ();
  graph = tn_graph_new ();
  self = lab_new_with_graph (graph);
  va_start (lines, first);
  for (const char *line = first; line != NULL; line = va_arg (lines, const char *))
    add_line (self, line);
  va_end (lines);

  return self;
}

void
lab_put (Lab *self, const char *name, TnTable *table)
{
  g_hash_table_insert (self->tables, g_strdup (name), table);
}

static gboolean
try_run (Lab *self, GError **error)
{
  g_clear_pointer (&self->runner, tn_runner_free);
  g_ptr_array_set_size (self->warnings, 0);
  g_string_truncate (self->curve, 0);
  self->runner = tn_runner_new (self->graph, 42, &hooks, self, error);

  return self->runner != NULL && tn_runner_run (self->runner, NULL, NULL, error);
}

void
lab_run (Lab *self)
{
  g_autoptr (GError) error = NULL;

  try_run (self, &error);
  g_assert_no_error (error);
}

/* One sentence or two, whole, without leftovers of the template. */
void
lab_assert_sentence (const GError *error)
{
  static const char *const words[] = { "invalid", "failed", "illegal", "NULL", "nan" };

  g_assert_nonnull (error);
  g_test_message ("%s: %s", tn_error_get_node (error), error->message);
  g_assert_cmpuint (strlen (error->message), >, 20);
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_null (strpbrk (error->message, "{}\n"));
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_null (strstr (error->message, words[i]));
}

void
lab_run_refused (Lab *self, int code, const char *node)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (try_run (self, &error));
  lab_assert_sentence (error);
  g_assert_error (error, TN_ERROR, code);
  g_assert_cmpstr (tn_error_get_node (error), ==, node);
}

void
lab_run_refused_somewhere (Lab *self, GError **error)
{
  g_autoptr (GError) first = NULL;

  g_assert_false (try_run (self, &first));
  lab_assert_sentence (first);
  g_propagate_error (error, g_steal_pointer (&first));
}

gboolean
lab_score (Lab *self, Lab *other, const char *until, gint64 as_of, GError **error)
{
  guint final = tn_runner_get_n_folds (self->runner);

  g_clear_pointer (&other->runner, tn_runner_free);
  other->runner = tn_runner_new (other->graph, 42, &hooks, other, error);
  g_assert_nonnull (other->runner);
  for (guint i = 0; i < tn_graph_get_n_nodes (self->graph); i++)
    {
      const char *id = tn_graph_get_node (self->graph, i)->id;
      const TnNodeState *state = tn_runner_get_state (self->runner, id, final);
      g_autoptr (GBytes) bytes = state != NULL ? tn_node_state_to_bytes (state) : NULL;
      g_autoptr (TnNodeState) copy = bytes != NULL ? tn_node_state_from_bytes (bytes, error) : NULL;

      if (copy != NULL)
        tn_runner_set_state (other->runner, id, copy);
    }

  return tn_runner_score (other->runner, until, as_of, NULL, NULL, error);
}

static TnPacket *
get_packet (Lab *self, const char *output, guint fold)
{
  g_auto (GStrv) parts = g_strsplit (output, ".", 2);
  TnPacket *packet = tn_runner_get_output (self->runner, parts[0], parts[1], fold);

  g_assert_nonnull (packet);

  return packet;
}

TnTable *
lab_table (Lab *self, const char *output)
{
  TnTable *table =
      tn_packet_get_table (get_packet (self, output, tn_runner_get_n_folds (self->runner)));

  g_assert_nonnull (table);

  return table;
}

JsonObject *
lab_result (Lab *self, const char *output)
{
  return json_node_get_object (
      tn_packet_get_document (get_packet (self, output, tn_runner_get_n_folds (self->runner))));
}

const char *
lab_find_warning (Lab *self, const char *code)
{
  for (guint i = 0; i < self->warnings->len; i++)
    {
      const char *warning = g_ptr_array_index (self->warnings, i);
      const char *space = strchr (warning, ' ');

      if (g_str_has_prefix (space + 1, code) && space[1 + strlen (code)] == ' ')
        return warning;
    }

  return NULL;
}

static TnColumn *
get_column (TnTable *table, const char *name)
{
  int place = tn_table_find (table, name);

  if (place < 0)
    g_error ("there is no column %s", name);

  return tn_table_get_column (table, place);
}

char *
lab_cells (TnTable *table, const char *column)
{
  TnColumn *cells = get_column (table, column);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    {
      g_autofree char *cell = tn_column_dup_cell (cells, i, NULL);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", cell != NULL ? cell : "-");
    }

  return g_string_free (text, FALSE);
}

double *
lab_numbers (TnTable *table, const char *column)
{
  double *numbers = tn_column_dup_numbers (get_column (table, column), NULL);

  g_assert_nonnull (numbers);

  return numbers;
}

void
lab_assert_equal (TnTable *a, TnTable *b)
{
  g_autofree char *x = tn_table_fingerprint (a, NULL);
  g_autofree char *y = tn_table_fingerprint (b, NULL);

  g_assert_cmpuint (tn_table_get_n_rows (a), ==, tn_table_get_n_rows (b));
  g_assert_cmpuint (tn_table_get_n_columns (a), ==, tn_table_get_n_columns (b));
  g_assert_cmpstr (x, ==, y);
}

/* One customer's life: orders come at a pace of their own, and at some day they may stop. */
static void
add_customer (TnLog *log, TnRandom *random, guint number, gint64 end)
{
  static const char *const categories[] = { "tea", "cups", "books", "toys", "lamps" };
  g_autofree char *name = g_strdup_printf ("C%03u", number);
  double pace = 12 + 30 * tn_random_uniform (random);
  double stops = tn_random_uniform (random) < 0.5 ? 80 + 330 * tn_random_uniform (random) : 1e9;
  double day = 1 + 120 * tn_random_uniform (random);
  guint taste = tn_random_below (random, G_N_ELEMENTS (categories)), n_orders = 0;

  for (; day < MIN (stops, 455); day += pace * (0.3 + 1.4 * tn_random_uniform (random)))
    {
      gint64 time = end - (gint64) ((456 - day) * 24 * 60) * 60 * G_USEC_PER_SEC;
      g_autofree char *order = g_strdup_printf ("%s-%u", name, n_orders++);
      guint n_lines = 1 + tn_random_below (random, 3);

      for (guint i = 0; i < n_lines; i++)
        {
          guint kind = tn_random_below (random, 3) == 0
                           ? tn_random_below (random, G_N_ELEMENTS (categories))
                           : taste;
          g_autofree char *item = g_strdup_printf ("I%u%u", kind, tn_random_below (random, 4));
          double quantity = 1 + tn_random_below (random, 4);

          tn_log_add (log, name, time, order, item, categories[kind], "order", quantity,
                      quantity * (2 + tn_random_below (random, 20)));
        }
      if (tn_random_below (random, 3) == 0)
        tn_log_add (log, name, time + G_TIME_SPAN_DAY, NULL, NULL, NULL, "view", NAN, NAN);
    }
}

TnTable *
lab_make_log (guint64 seed)
{
  g_autoptr (TnLog) log = tn_log_new ();
  gint64 end = tn_test_date ("2026-04-01");
  TnRandom random;

  tn_random_init (&random, seed, 1);
  for (guint i = 0; i < 300; i++)
    add_customer (log, &random, i, end);

  return tn_log_end (log, "ctoikeqa");
}

TnTable *
lab_make_customers (guint64 seed)
{
  enum
  {
    N = 400
  };
  static const char *const plans[] = { "basic", "plus", "pro" };
  static const char *const regions[] = { "north", "south" };
  g_autoptr (GString) who = g_string_new ("id:customer:");
  g_autoptr (GString) plan = g_string_new ("plan:feature:");
  g_autoptr (GString) region = g_string_new ("region:feature:");
  g_autoptr (GString) age = g_string_new ("age:number:");
  g_autoptr (GString) spend = g_string_new ("spend:number:");
  g_autoptr (GString) months = g_string_new ("months:number:");
  g_autoptr (GString) churn = g_string_new ("churn:target:");
  TnRandom random;

  tn_random_init (&random, seed, 2);
  for (guint i = 0; i < N; i++)
    {
      guint p = tn_random_below (&random, 3), m = tn_random_below (&random, 60);
      double s = exp (3 + tn_random_normal (&random));
      double risk = 1.5 - 0.08 * m - 0.9 * p + 0.4 * tn_random_normal (&random);

      g_string_append_printf (who, "K%03u ", i);
      g_string_append_printf (plan, "%s ", plans[p]);
      g_string_append_printf (region, "%s ", regions[tn_random_below (&random, 2)]);
      if (tn_random_below (&random, 10) == 0)
        g_string_append (age, "- ");
      else
        g_string_append_printf (age, "%u ", 18 + tn_random_below (&random, 60));
      g_string_append_printf (spend, "%d ", (int) (s * 100));
      g_string_append_printf (months, "%u ", m);
      g_string_append_printf (churn, "%s ",
                              tn_random_uniform (&random) < 1 / (1 + exp (-risk)) ? "yes" : "no");
    }

  return lab_table_of (who->str, plan->str, region->str, age->str, spend->str, months->str,
                       churn->str, NULL);
}

TnTable *
lab_with_roles (TnTable *table, TnRowRole (*choose) (gsize row))
{
  gsize n = tn_table_get_n_rows (table);
  guint8 *roles = g_malloc0 (MAX (n, 1));
  g_autoptr (GBytes) bytes = g_bytes_new_take (roles, n);

  for (gsize i = 0; i < n; i++)
    roles[i] = (guint8) choose (i);

  return tn_table_with_row_roles (table, bytes);
}

/* Tables from texts */

static gboolean
is_missing (const char *cell)
{
  return strcmp (cell, "-") == 0;
}

static TnColumn *
column_of_numbers (char **cells, gsize n)
{
  g_autofree double *values = g_new (double, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    values[i] = is_missing (cells[i]) ? NAN : g_ascii_strtod (cells[i], NULL);

  return tn_column_new_numbers (values, n);
}

static TnColumn *
column_of_times (char **cells, gsize n)
{
  g_autofree gint64 *values = g_new (gint64, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    values[i] = is_missing (cells[i]) ? TN_TIME_MISSING : tn_test_date (cells[i]);

  return tn_column_new_times (values, n);
}

static TnColumn *
column_of_flags (char **cells, gsize n)
{
  g_autofree guint8 *values = g_new (guint8, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    values[i] = is_missing (cells[i]) ? 255 : strcmp (cells[i], "yes") == 0;

  return tn_column_new_flags (values, n);
}

static TnColumn *
column_of_words (char **cells, gsize n)
{
  TnDictionaryBuilder *builder = tn_dictionary_builder_new ();
  g_autoptr (TnDictionary) dictionary = NULL;
  g_autofree guint32 *codes = g_new (guint32, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    codes[i] = is_missing (cells[i])
                   ? TN_CODE_MISSING
                   : tn_dictionary_builder_intern (builder, cells[i], strlen (cells[i]));
  dictionary = tn_dictionary_builder_end (builder);

  return tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, n);
}

static gboolean
look_like_numbers (char **cells)
{
  for (guint i = 0; cells[i] != NULL; i++)
    {
      char *end;

      g_ascii_strtod (cells[i], &end);
      if (!is_missing (cells[i]) && *end != '\0')
        return FALSE;
    }

  return TRUE;
}

static TnColumn *
make_column (const char *role, char **cells, gsize n)
{
  if (strcmp (role, "time") == 0 || strcmp (role, "cut") == 0 || strcmp (role, "date") == 0)
    return column_of_times (cells, n);
  if (strcmp (role, "target") == 0)
    return column_of_flags (cells, n);
  if (strcmp (role, "customer") != 0 && look_like_numbers (cells))
    return column_of_numbers (cells, n);

  return column_of_words (cells, n);
}

/* "number" and "date" have no role; the others are ids of roles. */
TnTable *
lab_table_of (const char *first, ...)
{
  TnTableBuilder *builder = NULL;
  gsize n_rows = 0;
  va_list lines;

  va_start (lines, first);
  for (const char *line = first; line != NULL; line = va_arg (lines, const char *))
    {
      g_auto (GStrv) parts = g_strsplit (line, ":", 3);
      g_autofree char *text = g_strstrip (g_strdup (parts[2]));
      g_auto (GStrv) cells = g_strsplit (text, " ", -1);
      TnRole role = TN_ROLE_NONE;

      if (builder == NULL)
        {
          n_rows = g_strv_length (cells);
          builder = tn_table_builder_new (n_rows);
        }
      g_assert_cmpuint (g_strv_length (cells), ==, n_rows);
      tn_role_from_id (parts[1], &role);
      tn_table_builder_take (builder, tn_field_new (parts[0], role),
                             make_column (parts[1], cells, n_rows));
    }
  va_end (lines);

  return tn_table_builder_end (builder);
}

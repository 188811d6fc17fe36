/* tn-list-export.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-list-export.h"

#include "tn-dataset.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-keys.h"
#include "tn-pipeline-run.h"
#include "tn-run-data.h"

/* A cell of stored messages as one line in a language. */
static char *
say_cell (const char *text, const TnLanguage *language)
{
  g_autoptr (JsonNode) node = text != NULL ? tn_json_parse (text, -1, NULL) : NULL;
  GString *said = g_string_new (NULL);
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return g_string_free (said, FALSE);
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autoptr (TnMessage) message =
          tn_message_from_json (json_array_get_element (array, i), NULL);
      g_autofree char *sentence = message != NULL ? tn_message_say (message, language) : NULL;

      if (sentence != NULL)
        g_string_append_printf (said, "%s%s", said->len > 0 ? " · " : "", sentence);
    }

  return g_string_free (said, FALSE);
}

/**
 * tn_list_get_action:
 * @word: what to do with a customer, as it is stored
 *
 * Returns: (transfer full): the same as people say it
 */
TnMessage *
tn_list_get_action (const char *word)
{
  static const struct
  {
    const char *word;
    const char *said;
  } actions[] = {
    { "contact", N_ ("contact") },
    { "hold_out", N_ ("leave alone") },
    { "none", N_ ("not this time") },
  };

  for (guint i = 0; word != NULL && i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (word, actions[i].word))
      return tn_message_new (actions[i].said);

  return tn_message_new_literal (word != NULL ? word : "");
}

static char *
say_action (const char *word, const TnLanguage *language)
{
  g_autoptr (TnMessage) message = tn_list_get_action (word);

  return word != NULL ? tn_message_say (message, language) : NULL;
}

typedef char *(*SayFunc) (const char *cell, const TnLanguage *language);

/* The cells of @column, each said by @say, in a list that ends with %NULL. */
static char **
say_cells (TnColumn *column, gsize n, SayFunc say, const TnLanguage *language, GError **error)
{
  g_auto (GStrv) said = tn_keys_try_alloc (n + 1, sizeof (char *), error);

  for (gsize i = 0; said != NULL && i < n; i++)
    {
      g_autoptr (GError) cell_error = NULL;
      g_autofree char *cell = tn_column_dup_cell (column, i, &cell_error);

      if (cell_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&cell_error));
          return NULL;
        }
      said[i] = say (cell, language);
      if (said[i] == NULL)
        said[i] = g_strdup ("");
    }

  return g_steal_pointer (&said);
}

/* The column with that name, each cell said by @say. */
static TnTable *
say_column (TnTable *table,
            const char *name,
            SayFunc say,
            const TnLanguage *language,
            GError **error)
{
  int place = tn_table_find (table, name);
  gsize n = tn_table_get_n_rows (table);
  g_auto (GStrv) said = NULL;
  TnColumn *column;
  TnTableBuilder *builder;

  if (place < 0)
    return tn_table_ref (table);
  said = say_cells (tn_table_get_column (table, place), n, say, language, error);
  column = said != NULL ? tn_column_try_new_texts ((const char *const *) said, n, error) : NULL;
  if (column == NULL)
    return NULL;
  builder = tn_table_builder_new_from (table);
  tn_table_builder_take (builder, tn_field_copy (tn_table_get_field (table, place)), column);

  return tn_table_builder_end (builder);
}

/* A file says nothing of zones: its times are those of the shop's clock, as in the log. */
static TnTable *
say_times (TnTable *table, const TnRun *run, GError **error)
{
  g_autoptr (GArray) data = tn_run_get_data (run);
  const char *zone = tn_run_data_find_zone (data);
  g_autoptr (TnTableBuilder) builder = tn_table_builder_new_from (table);

  for (guint i = 0; zone != NULL && i < tn_table_get_n_columns (table); i++)
    {
      TnColumn *column = tn_table_get_column (table, i);
      TnField *field;
      g_autofree gint64 *times = NULL;

      if (tn_column_get_column_type (column) != TN_COLUMN_TIME)
        continue;
      times = tn_column_dup_times (column, error);
      if (times == NULL)
        return NULL;
      for (gsize row = 0; row < tn_table_get_n_rows (table); row++)
        times[row] = tn_zone_to_local (zone, times[row]);
      field = tn_field_copy (tn_table_get_field (table, i));
      g_clear_pointer (&field->zone, g_free);
      tn_table_builder_take (builder, field,
                             tn_column_new_times (times, tn_table_get_n_rows (table)));
    }

  return tn_table_builder_end (g_steal_pointer (&builder));
}

/**
 * tn_list_say_reasons:
 * @table: of a customer list
 *
 * Returns: (transfer full): the same with what to do and the reasons as sentences in @language
 */
TnTable *
tn_list_say_reasons (TnTable *table, const TnLanguage *language, GError **error)
{
  g_autoptr (TnTable) said = say_column (table, "action", say_action, language, error);

  return said != NULL ? say_column (said, "reasons", say_cell, language, error) : NULL;
}

/* The table of the wanted step; 0 when the run keeps none. */
static gint64
find_table (GPtrArray *outputs, const char *node)
{
  gint64 id = 0;

  for (guint i = 0; i < outputs->len; i++)
    {
      const TnOutput *output = g_ptr_array_index (outputs, i);
      gboolean is_wanted =
          node != NULL ? g_str_equal (output->node, node) : g_str_equal (output->type, "list");

      if (is_wanted && output->table != 0)
        id = output->table;
    }

  return id;
}

/**
 * tn_list_load:
 * @run: its number, 0 for the latest
 * @node: (nullable): id of the node whose table is wanted; %NULL for the customer list
 * @found: (out): the run
 * @error: %TN_ERROR_NOT_FOUND
 *
 * Returns: (transfer full): the list as it is stored
 */
TnTable *
tn_list_load (TnProject *project, gint64 run, const char *node, TnRun **found, GError **error)
{
  g_autoptr (TnRun) at =
      tn_project_get_run (project, tn_project_find_run (project, run, error), error);
  g_autoptr (GPtrArray) outputs =
      at != NULL ? tn_project_list_outputs (project, at->id, error) : NULL;
  gint64 id = outputs != NULL ? find_table (outputs, node) : 0;
  TnTable *table;

  if (outputs == NULL)
    return NULL;
  if (id == 0)
    {
      tn_error_set (
          error, TN_ERROR_NOT_FOUND,
          node == NULL
              ? N_ ("This run has no list to export. Run a pipeline that ends in a customer list.")
              : N_ ("This run keeps no table of a step “{step}”. Name a step that ranks customers, "
                    "or none."),
          "step", node != NULL ? node : "", NULL);
      return NULL;
    }
  table = tn_project_load_table (project, id, error);
  if (table != NULL)
    *found = g_steal_pointer (&at);

  return table;
}

/**
 * tn_list_dress:
 * @table: of a list, or some of its rows
 * @run: that made it
 *
 * Returns: (transfer full): the same with the reasons in @language, times by the shop's clock
 */
TnTable *
tn_list_dress (TnTable *table, const TnRun *run, const TnLanguage *language, GError **error)
{
  g_autoptr (TnTable) timed = say_times (table, run, error);

  return timed != NULL ? tn_list_say_reasons (timed, language, error) : NULL;
}

/**
 * tn_list_export:
 * @run: its number, 0 for the latest
 * @node: (nullable): id of the node whose table is wanted; %NULL for the customer list
 * @error: %TN_ERROR_NOT_FOUND
 *
 * Returns: (transfer full): the list with the reasons in @language, times by the shop's clock
 */
TnTable *
tn_list_export (TnProject *project,
                gint64 run,
                const char *node,
                const TnLanguage *language,
                GError **error)
{
  g_autoptr (TnRun) found = NULL;
  g_autoptr (TnTable) stored = tn_list_load (project, run, node, &found, error);

  return stored != NULL ? tn_list_dress (stored, found, language, error) : NULL;
}

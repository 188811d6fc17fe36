/* cli-preview.c: preview
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli-graph.h"
#include "tn-preview.h"

#define LINES_SHOWN 10

static void
print_rows (Cli *cli, TnTable *table)
{
  gsize n = MIN (tn_table_get_n_rows (table), LINES_SHOWN);
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    g_string_append_printf (line, "%s%s", i > 0 ? "\t" : "", tn_table_get_field (table, i)->name);
  cli_print (cli, line->str);
  for (gsize row = 0; row < n; row++)
    {
      g_string_truncate (line, 0);
      for (guint i = 0; i < tn_table_get_n_columns (table); i++)
        {
          g_autofree char *cell = tn_column_dup_cell (tn_table_get_column (table, i), row, NULL);

          g_string_append_printf (line, "%s%s", i > 0 ? "\t" : "", cell != NULL ? cell : "");
        }
      cli_print (cli, line->str);
    }
  g_string_free (line, TRUE);
}

static void
print_names (Cli *cli, const char *sentence, GStrv names)
{
  g_autofree char *text = names != NULL ? g_strjoinv (", ", names) : NULL;

  if (text != NULL && *text != '\0')
    cli_say (cli, tn_message_text (tn_message_new (sentence), "names", text));
}

static void
print_preview (Cli *cli, const TnPreview *preview)
{
  for (guint i = 0; i < preview->notes->len; i++)
    cli_say (cli, tn_message_ref (
                      ((const TnPreviewNote *) g_ptr_array_index (preview->notes, i))->message));
  if (preview->needs != NULL)
    cli_say (cli, tn_message_ref (preview->needs));
  if (preview->table == NULL)
    return;
  cli_say (cli, tn_preview_say_rows (preview));
  print_names (cli, N_ ("New columns: {names}"), preview->added);
  print_names (cli, N_ ("Columns left out: {names}"), preview->removed);
  print_rows (cli, preview->table);
}

static JsonArray *
list_names (GStrv names)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    json_array_add_string_element (array, names[i]);

  return array;
}

static JsonArray *
list_columns (TnTable *table)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; table != NULL && i < tn_table_get_n_columns (table); i++)
    json_array_add_string_element (array, tn_table_get_field (table, i)->name);

  return array;
}

static JsonNode *
describe (Cli *cli, const TnPreview *preview)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *notes = json_array_new ();

  for (guint i = 0; i < preview->notes->len; i++)
    {
      const TnPreviewNote *note = g_ptr_array_index (preview->notes, i);
      g_autofree char *text = tn_message_say (note->message, cli->language);

      json_array_add_string_element (notes, text);
    }
  json_object_set_int_member (object, "rows_read", preview->rows_read);
  json_object_set_int_member (object, "rows_all", preview->rows_all);
  json_object_set_int_member (object, "rows_in", preview->rows_in);
  json_object_set_int_member (
      object, "rows", preview->table != NULL ? (gint64) tn_table_get_n_rows (preview->table) : 0);
  json_object_set_array_member (object, "columns", list_columns (preview->table));
  json_object_set_array_member (object, "added", list_names (preview->added));
  json_object_set_array_member (object, "removed", list_names (preview->removed));
  json_object_set_array_member (object, "notes", notes);
  json_object_set_int_member (object, "run", preview->run);
  if (preview->too_long != NULL)
    json_object_set_string_member (object, "too_long", preview->too_long);
  if (preview->needs != NULL)
    {
      g_autofree char *needs = tn_message_say (preview->needs, cli->language);

      json_object_set_string_member (object, "needs", needs);
    }
  json_node_take_object (node, object);

  return node;
}

int
cli_preview (Cli *cli, const CliVerb *verb, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autoptr (TnGraph) graph = NULL;
  g_autoptr (TnPreviewer) previewer = NULL;
  g_autoptr (TnPreview) preview = NULL;
  g_auto (GStrv) settings = NULL;
  gint64 rows = TN_PREVIEW_ROWS, seconds = TN_PREVIEW_SECONDS;
  GOptionEntry entries[] = {
    { "rows", 0, 0, G_OPTION_ARG_INT64, &rows, N_ ("Rows of each data set to look at"), "N" },
    { "seconds", 0, 0, G_OPTION_ARG_INT64, &seconds,
      N_ ("So long it may work, by the processor's clock; 0 for as long as it takes"), "N" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &settings,
      N_ ("One setting, for this look alone: nothing is changed"), "NODE.PARAM=VALUE" },
    { NULL },
  };
  int status;

  if (!cli_parse (cli, verb, entries, &argc, &argv, 3, 3, &status))
    return status;
  if (rows < 1)
    return cli_usage (cli, tn_message_new (N_ ("At least one row must be looked at.")));
  project = cli_open (cli, argv[1], TN_OPEN_READ_ONLY, &error);
  graph = project != NULL ? tn_project_get_pipeline (project, argv[2], &error) : NULL;
  for (guint i = 0; graph != NULL && settings != NULL && settings[i] != NULL; i++)
    if (!tn_graph_set_text (graph, settings[i], &error))
      return cli_fail (cli, error);
  if (graph == NULL)
    return cli_fail (cli, error);
  previewer = tn_previewer_new (project, (gsize) rows);
  tn_previewer_set_limit (previewer, (double) seconds);
  preview = tn_previewer_look (previewer, graph, argv[3], cli->cancellable, &error);
  if (preview == NULL)
    return cli_fail (cli, error);
  print_preview (cli, preview);

  return cli_done (cli, describe (cli, preview));
}

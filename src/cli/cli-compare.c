/* cli-compare.c: compare
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "cli.h"
#include "tn-column-chart.h"
#include "tn-file-replace.h"

#define PICTURE_WIDTH  640
#define PICTURE_HEIGHT 420
#define PNG_SCALE      2

static gboolean
find_column (TnTable *table, const char *name, guint *column, GError **error)
{
  int found = tn_table_find (table, name);

  if (found < 0)
    tn_error_set (error, TN_ERROR_NOT_FOUND,
                  N_ ("There is no column “{column}” here. Choose among those of the table."),
                  "column", name, NULL);
  else
    *column = (guint) found;

  return found >= 0;
}

static GBytes *
draw (Cli *cli, TnChart *chart, TnPictureFormat format, GError **error)
{
  TnPlotStyle style = *tn_plot_style_get (TN_PLOT_LIGHT);

  style.titles = TRUE;
  style.paint_paper = TRUE;

  return tn_chart_to_picture (chart, format, PICTURE_WIDTH, PICTURE_HEIGHT,
                              format == TN_PICTURE_PNG ? PNG_SCALE : 1, &style, cli->language,
                              error);
}

static GBytes *
make_file (Cli *cli, TnChart *chart, const char *file, GError **error)
{
  if (g_str_has_suffix (file, ".csv"))
    return tn_chart_to_text (chart, ',', cli->language, cli->cancellable, error);
  if (g_str_has_suffix (file, ".png"))
    return draw (cli, chart, TN_PICTURE_PNG, error);
  if (g_str_has_suffix (file, ".svg"))
    return draw (cli, chart, TN_PICTURE_SVG, error);
  if (g_str_has_suffix (file, ".pdf"))
    return draw (cli, chart, TN_PICTURE_PDF, error);
  tn_error_set (error, TN_ERROR_ARGUMENT,
                N_ ("“{file}” has an ending that cannot be written here. Choose one of: {known}."),
                "file", file, "known", ".csv, .png, .svg, .pdf", NULL);

  return NULL;
}

static gboolean
write_file (Cli *cli, TnChart *chart, const char *file, GError **error)
{
  g_autoptr (GBytes) bytes = make_file (cli, chart, file, error);
  TnFileReplace replace;

  if (bytes == NULL || !tn_file_replace_begin (&replace, file, error))
    return FALSE;
  if (tn_file_replace_write (&replace, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                             error) &&
      tn_file_replace_sync (&replace, error) && tn_file_replace_commit (&replace, error))
    return TRUE;
  tn_file_replace_abort (&replace);

  return FALSE;
}

static void
set_number (JsonObject *object, const char *name, double value)
{
  if (isfinite (value))
    json_object_set_double_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

static JsonNode *
describe (Cli *cli, const TnMessage *finding, const TnAssociation *found)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autofree char *said = tn_message_say (finding, cli->language);

  json_object_set_string_member (object, "finding", said);
  json_object_set_int_member (object, "rows", (gint64) found->n);
  set_number (object, "rank_correlation", found->value);
  set_number (object, "low", found->low);
  set_number (object, "high", found->high);
  json_node_take_object (node, object);

  return node;
}

static void
print_rows (Cli *cli, TnChart *chart)
{
  g_autoptr (GPtrArray) table = tn_chart_to_table (chart, cli->language);

  for (guint i = 0; i < table->len; i++)
    {
      g_autofree char *line = g_strjoinv ("\t", g_ptr_array_index (table, i));

      cli_print (cli, line);
    }
}

static TnChart *
compare (Cli *cli,
         const char *project_path,
         const char *const *columns,
         const char *dataset_name,
         TnMessage **finding,
         TnAssociation *association,
         GError **error)
{
  g_autoptr (TnProject) project = cli_open (cli, project_path, TN_OPEN_READ_ONLY, error);
  g_autoptr (TnDataset) dataset =
      project != NULL ? cli_find_dataset (project, dataset_name, error) : NULL;
  g_autoptr (TnTable) table =
      dataset != NULL ? tn_project_load_dataset (project, dataset->name, error) : NULL;
  guint x, y;

  if (table == NULL || !find_column (table, columns[0], &x, error) ||
      !find_column (table, columns[1], &y, error))
    return NULL;

  return tn_column_chart_new (table, x, y, finding, association, cli->cancellable, error);
}

int
cli_compare (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnChart) chart = NULL;
  g_autoptr (TnMessage) finding = NULL;
  g_autofree char *data = NULL;
  g_autofree char *out = NULL;
  TnAssociation association;
  GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_STRING, &data, N_ ("The data set; without it the last one"),
      "NAME" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_ ("File to write: .csv, .png, .svg or .pdf"),
      "FILE" },
    { NULL },
  };
  int status;

  if (!cli_parse (cli, &cli_data_verbs[4], entries, &argc, &argv, 3, 3, &status))
    return status;
  chart =
      compare (cli, argv[1], (const char *const *) argv + 2, data, &finding, &association, &error);
  if (chart == NULL || (out != NULL && !write_file (cli, chart, out, &error)))
    return cli_fail (cli, error);
  cli_say (cli, tn_message_ref (finding));
  /* Points are the rows of the table; averages are what was asked for. */
  if (out == NULL && g_str_equal (tn_chart_get_kind (chart), "forest"))
    print_rows (cli, chart);

  return cli_done (cli, describe (cli, finding, &association));
}

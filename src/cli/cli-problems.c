/* cli-problems.c: problems, the rows an import set aside
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "cli.h"
#include "tn-import-dataset.h"
#include "tn-problem.h"

/* So many are shown; a file gets all of them. */
#define N_SHOWN 50
#define N_TOLD  1000

/* Characters of a row that fit a line of a terminal. */
#define WIDTH 60

/* The columns that an import stores, see tn-dataset-sink.c. */
typedef struct
{
  TnTable *table;
  TnColumn *file; /* (nullable): where several files became one table */
  TnColumn *line;
  TnColumn *column;
  TnColumn *reason;
  TnColumn *text;
} Problems;

static TnColumn *
find (TnTable *table, const char *name)
{
  int index = tn_table_find (table, name);

  return index >= 0 ? tn_table_get_column (table, (guint) index) : NULL;
}

static gboolean
problems_init (Problems *self, TnTable *table, GError **error)
{
  self->table = table;
  self->file = find (table, "file");
  self->line = find (table, "line");
  self->column = find (table, "column");
  self->reason = find (table, "reason");
  self->text = find (table, "text");
  if (self->line != NULL && self->column != NULL && self->reason != NULL && self->text != NULL)
    return TRUE;
  tn_error_set (error, TN_ERROR_FORMAT,
                N_ ("The stored problem rows cannot be read; import the file anew."), NULL);

  return FALSE;
}

static char *
say_reason (Cli *cli, const char *id)
{
  for (TnProblemReason reason = 0; id != NULL && reason < TN_N_PROBLEM_REASONS; reason++)
    if (g_str_equal (tn_problem_reason_to_id (reason), id))
      {
        TnProblem problem = { .reason = reason };
        g_autoptr (TnMessage) message = tn_problem_describe (&problem);

        return tn_message_say (message, cli->language);
      }

  return g_strdup (id != NULL ? id : "");
}

/* The column of reasons with sentences in place of their ids. */
static TnColumn *
say_reasons (Cli *cli, TnColumn *column, GError **error)
{
  g_autoptr (TnDictionary) ids = tn_column_get_dictionary (column, error);
  g_autofree guint32 *codes = ids != NULL ? tn_column_dup_codes (column, error) : NULL;
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (TnDictionary) said = NULL;

  if (codes == NULL)
    return NULL;
  for (guint32 i = 0; i < tn_dictionary_get_size (ids); i++)
    {
      g_autofree char *id = tn_dictionary_dup (ids, i);

      g_ptr_array_add (sentences, say_reason (cli, id));
    }
  said = tn_dictionary_new ((const char *const *) sentences->pdata, sentences->len);

  return tn_column_try_new_codes (TN_COLUMN_CATEGORY, said, codes, tn_column_get_n_rows (column),
                                  error);
}

static void
add (TnTableBuilder *builder, const char *name, TnColumn *column)
{
  if (column != NULL)
    tn_table_builder_take (builder, tn_field_new (name, TN_ROLE_NONE), tn_column_ref (column));
}

/* The table as people read it: file, line, column, reason, text. */
static TnTable *
make_readable (Cli *cli, const Problems *self, GError **error)
{
  g_autoptr (TnColumn) reasons = say_reasons (cli, self->reason, error);
  TnTableBuilder *builder;

  if (reasons == NULL)
    return NULL;
  builder = tn_table_builder_new (tn_table_get_n_rows (self->table));
  add (builder, "file", self->file);
  add (builder, "line", self->line);
  add (builder, "column", self->column);
  add (builder, "reason", reasons);
  add (builder, "text", self->text);

  return tn_table_builder_end (builder);
}

/* A row of a stranger's file may hold what a terminal would obey. */
static char *
dup_plain (const char *text)
{
  GString *plain = g_string_new (NULL);
  guint n = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (n++ == WIDTH)
        {
          g_string_append (plain, "…");
          break;
        }
      if (g_unichar_isprint (c))
        g_string_append_unichar (plain, c);
      else
        g_string_append (plain, "·");
    }

  return g_string_free (plain, FALSE);
}

static gboolean
dup_cell (TnColumn *column, gsize row, char **cell, GError **error)
{
  g_autoptr (GError) cell_error = NULL;

  *cell = NULL;
  if (column == NULL)
    return TRUE;
  /* A missing cell is no error. */
  *cell = tn_column_dup_cell (column, row, &cell_error);
  if (cell_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cell_error));

  return FALSE;
}

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

static void
print_problem (Cli *cli,
               const char *file,
               const char *line,
               const char *column,
               const char *reason,
               const char *text)
{
  g_autofree char *plain = dup_plain (text != NULL ? text : "");
  g_autofree char *shown = g_strdup_printf (
      "  %s%s%s%s%s  %s  %s", file != NULL ? file : "", file != NULL ? ":" : "", line,
      column != NULL ? "  " : "", column != NULL ? column : "", reason, plain);

  cli_print (cli, shown);
}

static gboolean
show_one (Cli *cli, const Problems *self, gsize row, JsonArray *array, GError **error)
{
  g_autofree char *file = NULL;
  g_autofree char *line = NULL;
  g_autofree char *column = NULL;
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;
  g_autofree char *reason = NULL;
  JsonObject *object;

  if (!dup_cell (self->file, row, &file, error) || !dup_cell (self->line, row, &line, error) ||
      !dup_cell (self->column, row, &column, error) || !dup_cell (self->reason, row, &id, error) ||
      !dup_cell (self->text, row, &text, error))
    return FALSE;
  reason = say_reason (cli, id);
  if (row < N_SHOWN)
    print_problem (cli, file, line != NULL ? line : "", column, reason, text);
  object = json_object_new ();
  if (self->file != NULL)
    set_text (object, "file", file);
  json_object_set_int_member (object, "line", line != NULL ? g_ascii_strtoll (line, NULL, 10) : 0);
  set_text (object, "column", column);
  set_text (object, "reason", id);
  set_text (object, "says", reason);
  set_text (object, "text", text);
  json_array_add_object_element (array, object);

  return TRUE;
}

static int
show_problems (Cli *cli, const Problems *self, JsonObject *object)
{
  g_autoptr (GError) error = NULL;
  gsize n = tn_table_get_n_rows (self->table);
  JsonArray *array = json_array_new ();

  json_object_set_array_member (object, "problems", array);
  for (gsize i = 0; i < MIN (n, cli->json ? N_TOLD : N_SHOWN); i++)
    if (!show_one (cli, self, i, array, &error))
      return cli_fail (cli, error);
  if (n > N_SHOWN)
    cli_say (cli, tn_message_count (
                      tn_message_new_plural (
                          TN_PLURAL ("{n} more is not shown. --out writes all of them to a file.",
                                     "{n} more are not shown. --out writes all of them to a "
                                     "file."),
                          (gint64) (n - N_SHOWN)),
                      "n", (gint64) (n - N_SHOWN)));

  return CLI_DONE;
}

static int
write_problems (Cli *cli, const Problems *self, const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTable) readable = make_readable (cli, self, &error);

  if (readable == NULL || !cli_write_table (cli, readable, file, &error))
    return cli_fail (cli, error);
  cli_say (cli, tn_message_text (tn_message_new (N_ ("Wrote {file}.")), "file", file));

  return CLI_DONE;
}

static void
say_counts (Cli *cli, const TnDataset *dataset)
{
  gint64 n_rows = tn_dataset_count_problem_rows (dataset);
  TnMessage *message;

  if (dataset->n_problem_rows == 0)
    message = tn_message_new (N_ ("{name} has no problem rows; every row was taken as it is."));
  else
    message = tn_message_count (
        tn_message_new_plural (
            TN_PLURAL ("{name}: {n} row set aside as a problem row, {cells} cells that do not fit",
                       "{name}: {n} rows set aside as problem rows, {cells} cells that do not "
                       "fit"),
            n_rows),
        "cells", dataset->n_problem_rows - n_rows);
  cli_say (cli, tn_message_text (message, "name", dataset->name));
}

/* A data set without problems writes a file with a header alone: a nightly job finds it. */
static TnTable *
new_nothing (void)
{
  static const char *const names[] = { "line", "column", "reason", "text" };
  TnTableBuilder *builder = tn_table_builder_new (0);
  g_autoptr (TnDictionary) none = tn_dictionary_new (NULL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (TnColumn) column = i == 0 ? tn_column_new_numbers (NULL, 0)
                                    : i == 3
                                        ? tn_column_new_texts (NULL, 0)
                                        : tn_column_new_codes (TN_COLUMN_CATEGORY, none, NULL, 0);

      add (builder, names[i], column);
    }

  return tn_table_builder_end (builder);
}

int
cli_problems (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autoptr (TnDataset) dataset = NULL;
  g_autoptr (TnTable) table = NULL;
  g_autofree char *out = NULL;
  GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_ ("File to write: .csv or .xlsx"), "FILE" },
    { NULL },
  };
  Problems problems;
  JsonNode *node;
  JsonObject *object;
  int status;

  if (!cli_parse (cli, &cli_data_verbs[3], entries, &argc, &argv, 1, 2, &status))
    return status;
  project = cli_open (cli, argv[1], TN_OPEN_READ_ONLY, &error);
  dataset = project != NULL ? cli_find_dataset (project, argc > 2 ? argv[2] : NULL, &error) : NULL;
  if (dataset != NULL)
    table = dataset->problems != 0 ? tn_project_load_table (project, dataset->problems, &error)
                                   : new_nothing ();
  if (table == NULL || !problems_init (&problems, table, &error))
    return cli_fail (cli, error);

  node = json_node_new (JSON_NODE_OBJECT);
  object = json_object_new ();
  json_node_take_object (node, object);
  json_object_set_string_member (object, "name", dataset->name);
  json_object_set_int_member (object, "problem_rows", tn_dataset_count_problem_rows (dataset));
  json_object_set_int_member (object, "problem_cells",
                              dataset->n_problem_rows - tn_dataset_count_problem_rows (dataset));
  say_counts (cli, dataset);
  if (out != NULL)
    json_object_set_string_member (object, "file", out);
  status =
      out != NULL ? write_problems (cli, &problems, out) : show_problems (cli, &problems, object);
  if (status == CLI_DONE)
    return cli_done (cli, node);
  json_node_unref (node);

  return status;
}

/* fuzz-project.c: any bytes as a project file
 *
 * With clang: -fsanitize=fuzzer -DTN_FUZZER and this file. Built plainly it drives itself:
 * it takes a whole project apart by a seed (argument 1, printed) for a number of rounds
 * (argument 2), or reads the files named.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "store-support.h"
#include "tn-error.h"
#include "tn-random.h"
#include "tn-run.h"
#include "tn-test.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static char *fuzz_dir;

static void
read_table (TnTable *table)
{
  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    {
      TnColumn *column = tn_table_get_column (table, i);

      for (gsize j = 0; j < MIN (3, tn_column_get_n_chunks (column)); j++)
        {
          g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, j, NULL);
          g_autofree char *cell =
              chunk != NULL ? tn_column_dup_cell (column, j * TN_CHUNK_ROWS, NULL) : NULL;
        }
    }
}

static void
read_everything (TnProject *project)
{
  g_autoptr (GPtrArray) datasets = tn_project_list_datasets (project, NULL);
  g_autoptr (GPtrArray) runs = tn_project_list_runs (project, NULL);
  g_autoptr (GPtrArray) history = tn_project_list_history (project, 20, NULL);
  g_autoptr (GPtrArray) damage = NULL;

  for (guint i = 0; datasets != NULL && i < datasets->len; i++)
    {
      const TnDataset *dataset = g_ptr_array_index (datasets, i);
      g_autoptr (TnTable) table = tn_project_load_dataset (project, dataset->name, NULL);

      if (table != NULL)
        read_table (table);
    }
  for (guint i = 0; runs != NULL && i < runs->len; i++)
    {
      gint64 run = ((const TnRun *) g_ptr_array_index (runs, i))->id;
      g_autoptr (GPtrArray) outputs = tn_project_list_outputs (project, run, NULL);

      for (guint j = 0; outputs != NULL && j < outputs->len; j++)
        {
          const TnOutput *output = g_ptr_array_index (outputs, j);
          g_autoptr (TnOutput) whole =
              tn_project_get_output (project, run, output->node, output->name, NULL);
        }
    }
  damage = tn_project_find_damage (project, NULL, NULL, NULL);
}

static void
change_something (TnProject *project)
{
  g_autoptr (TnEdit) edit = tn_edit_new (NULL);
  g_autoptr (JsonNode) body = json_node_init_int (json_node_alloc (), 1);

  tn_project_undo (project, NULL, NULL);
  tn_project_undo (project, NULL, NULL);
  tn_project_redo (project, NULL, NULL);
  tn_edit_put (edit, "pipeline", "fuzz", 1, body);
  tn_project_edit (project, edit, NULL);
  tn_project_save (project, TN_SAVE_OVERWRITE, NULL, NULL, NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *path = NULL;
  g_autofree char *sessions = NULL;
  g_autoptr (GError) error = NULL;
  TnProject *project;

  if (fuzz_dir == NULL)
    fuzz_dir = tn_test_directory ();
  path = g_build_filename (fuzz_dir, "fuzz.tenure", NULL);
  sessions = g_build_filename (fuzz_dir, "sessions", NULL);
  g_setenv ("TENURE_SESSIONS", sessions, TRUE);
  if (!g_file_set_contents (path, (const char *) data, size, NULL))
    return 0;
  project = tn_project_open (path, TN_OPEN_EDIT, NULL, NULL, &error);
  if (project == NULL)
    {
      g_assert_true (error != NULL && error->domain == TN_ERROR);
      return 0;
    }
  read_everything (project);
  change_something (project);
  tn_project_close (project, NULL);
  tn_project_unref (project);

  return 0;
}

#ifndef TN_FUZZER

static char *
make_whole_project (gsize *size)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = store_path (dir, "whole.tenure");
  g_autoptr (TnTable) table = store_make_table (500, 1);
  g_autoptr (JsonNode) snapshot = json_node_new (JSON_NODE_NULL);
  TnProject *project = tn_project_create (path, NULL);
  GVariant *state = g_variant_new_parsed ("(%s, [1.5, 2.5, 3.5])", "weights");
  TnOutput output = {
    (char *) "node", (char *) "state", (char *) "logistic", 1, snapshot, state, 0
  };
  char *bytes;
  gint64 run;

  store_put (project, "pipeline", "churn", "{\"nodes\":[{\"max\":1}]}");
  store_add_dataset (project, "orders", table);
  store_put (project, "pipeline", "churn", "{\"nodes\":[{\"max\":2}]}");
  run = tn_project_begin_run (project, "churn", snapshot, 1, NULL, NULL);
  tn_project_put_output (project, run, &output, NULL);
  tn_project_save (project, TN_SAVE_DEFAULT, NULL, NULL, NULL);
  store_close (project);
  g_assert_true (g_file_get_contents (path, &bytes, size, NULL));

  return bytes;
}

/* One to eight changes: a bit, a byte, a run of bytes moved, a number replaced, the end
 * cut off. */
static gsize
mutate (guint8 *bytes, gsize size, TnRandom *random)
{
  static const guint32 numbers[] = {
    0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0xffffffff
  };
  guint n = 1 + tn_random_below (random, 8);

  for (guint i = 0; i < n; i++)
    {
      gsize at = tn_random_below (random, size - 16);
      guint32 number = numbers[tn_random_below (random, G_N_ELEMENTS (numbers))];

      switch (tn_random_below (random, 8))
        {
        case 0:
          size = MAX (512, at);
          break;
        case 1:
          memmove (bytes + at, bytes + tn_random_below (random, size - 16), 16);
          break;
        case 2:
          number = GUINT32_TO_BE (number);
          memcpy (bytes + at, &number, 4);
          break;
        case 3:
          bytes[at] = tn_random_next (random);
          break;
        case 4:
          /* The head of a page, where its cells are counted. */
          bytes[at / 8192 * 8192 + tn_random_below (random, 12)] = tn_random_next (random);
          break;
        default:
          bytes[at] ^= 1 << tn_random_below (random, 8);
        }
    }

  return size;
}

int
main (int argc, char **argv)
{
  guint64 seed = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : (guint64) g_get_real_time ();
  guint n_rounds = argc > 2 ? (guint) g_ascii_strtoull (argv[2], NULL, 10) : 100;
  g_autofree char *whole = NULL;
  gsize size;

  if (argc > 1 && g_file_test (argv[1], G_FILE_TEST_IS_REGULAR))
    {
      for (int i = 1; i < argc; i++)
        if (g_file_get_contents (argv[i], &whole, &size, NULL))
          LLVMFuzzerTestOneInput ((const uint8_t *) whole, size);
      return 0;
    }
  g_print ("1..1\n# seed %" G_GUINT64_FORMAT ", %u rounds\n", seed, n_rounds);
  whole = make_whole_project (&size);
  tn_test_fuzz_seed ("project", "whole", whole, size);
  tn_test_fuzz_cases ("project", LLVMFuzzerTestOneInput);
  LLVMFuzzerTestOneInput ((const uint8_t *) whole, size);
  for (guint i = 0; i < n_rounds; i++)
    {
      g_autofree guint8 *bytes = g_memdup2 (whole, size);
      TnRandom random;

      tn_random_init (&random, seed, i);
      LLVMFuzzerTestOneInput (bytes, mutate (bytes, size, &random));
    }
  g_print ("ok 1 /fuzz/any-bytes-are-a-project-or-a-sentence\n");

  return 0;
}

#endif

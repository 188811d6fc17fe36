/* synth-data.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "synth-data.h"

#include <stdlib.h>
#include <string.h>

#include "tn-hash.h"
#include "tn-test.h"

static char **
split_line (const char *line, gsize length)
{
  g_autoptr (GStrvBuilder) cells = g_strv_builder_new ();
  g_autoptr (GString) cell = g_string_new (NULL);
  gboolean quoted = FALSE;

  for (gsize i = 0; i <= length; i++)
    if (i == length || (line[i] == ',' && !quoted))
      {
        g_strv_builder_add (cells, cell->str);
        g_string_truncate (cell, 0);
      }
    else if (line[i] == '"')
      quoted = !quoted;
    else
      g_string_append_c (cell, line[i]);
  g_assert_false (quoted);

  return g_strv_builder_end (cells);
}

char *
synth_path (const char *dir, TnSynthFile file, const char *ending)
{
  g_autofree char *name = g_strconcat (tn_synth_file_to_id (file), ending, NULL);

  return g_build_filename (dir, name, NULL);
}

SynthTable *
synth_table_read (const char *dir, TnSynthFile file)
{
  g_autofree char *path = synth_path (dir, file, ".csv");
  g_autofree char *text = NULL;
  SynthTable *self = g_new0 (SynthTable, 1);
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);
  g_assert_true (g_utf8_validate_len (text, size, NULL));
  g_assert_cmpint (text[size - 1], ==, '\n');
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  for (const char *line = text, *end; *line != '\0'; line = end + 1)
    {
      char **cells;

      end = strchr (line, '\n');
      cells = split_line (line, end - line);
      if (self->header == NULL)
        self->header = cells;
      else
        {
          g_assert_cmpuint (g_strv_length (cells), ==, g_strv_length (self->header));
          g_ptr_array_add (self->rows, cells);
        }
    }

  return self;
}

void
synth_table_free (SynthTable *self)
{
  g_ptr_array_unref (self->rows);
  g_strfreev (self->header);
  g_free (self);
}

guint
synth_table_n_rows (const SynthTable *self)
{
  return self->rows->len;
}

const char *
synth_table_get (const SynthTable *self, guint row, const char *column)
{
  for (guint i = 0; self->header[i] != NULL; i++)
    if (strcmp (self->header[i], column) == 0)
      return ((char **) g_ptr_array_index (self->rows, row))[i];

  g_error ("no column %s", column);
}

double
synth_table_number (const SynthTable *self, guint row, const char *column)
{
  return g_ascii_strtod (synth_table_get (self, row, column), NULL);
}

/* Days since 0001-01-01; -1 for an empty cell. */
int
synth_table_day (const SynthTable *self, guint row, const char *column)
{
  const char *cell = synth_table_get (self, row, column);
  GDate date;

  if (*cell == '\0')
    return -1;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) atoi (cell + 8), (GDateMonth) atoi (cell + 5),
                  (GDateYear) atoi (cell));

  return (int) g_date_get_julian (&date);
}

char *
synth_write (const TnSynthParams *params, TnSynthCounts *counts)
{
  char *dir = tn_test_directory ();
  g_autoptr (GError) error = NULL;

  tn_synth_write (params, dir, counts, NULL, NULL, &error);
  g_assert_no_error (error);

  return dir;
}

/* Of all files together. */
char *
synth_fingerprint (const char *dir, const char *ending)
{
  g_autoptr (TnFingerprint) fingerprint = tn_fingerprint_new ();

  for (guint i = 0; i < TN_SYNTH_N_FILES; i++)
    {
      g_autofree char *path = synth_path (dir, i, ending);
      g_autofree char *data = NULL;
      g_autoptr (GError) error = NULL;
      gsize size;

      g_file_get_contents (path, &data, &size, &error);
      g_assert_no_error (error);
      tn_fingerprint_add (fingerprint, data, size);
    }

  return tn_fingerprint_end (fingerprint);
}

guint
synth_count_files (const char *dir)
{
  g_autoptr (GDir) open = g_dir_open (dir, 0, NULL);
  guint n = 0;

  g_assert_nonnull (open);
  while (g_dir_read_name (open) != NULL)
    n++;

  return n;
}

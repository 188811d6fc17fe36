/* tn-test-data.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-test-data.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"

static gboolean
is_drawn_missing (void)
{
  return g_test_rand_int_range (0, 10) == 0;
}

static TnColumn *
random_numbers (gsize n, guint n_distinct)
{
  g_autofree double *values = g_new (double, n + 1);

  for (gsize i = 0; i < n; i++)
    values[i] = is_drawn_missing () ? NAN : g_test_rand_int_range (0, (gint32) n_distinct) / 4.0;

  return tn_column_new_numbers (values, n);
}

static TnColumn *
random_times (gsize n, guint n_distinct)
{
  g_autofree gint64 *values = g_new (gint64, n + 1);

  for (gsize i = 0; i < n; i++)
    values[i] = is_drawn_missing ()
                    ? TN_TIME_MISSING
                    : g_test_rand_int_range (0, (gint32) n_distinct) * 86400000000LL;

  return tn_column_new_times (values, n);
}

static TnColumn *
random_codes (gsize n, guint n_distinct)
{
  TnDictionaryBuilder *builder = tn_dictionary_builder_new ();
  g_autoptr (TnDictionary) dictionary = NULL;
  g_autofree guint32 *codes = g_new (guint32, n + 1);

  for (guint i = 0; i < n_distinct; i++)
    {
      g_autofree char *word = g_strdup_printf ("w%u", i * 7919 % 1000003);

      tn_dictionary_builder_intern (builder, word, strlen (word));
    }
  for (gsize i = 0; i < n; i++)
    codes[i] = is_drawn_missing () ? TN_CODE_MISSING
                                   : (guint32) g_test_rand_int_range (0, (gint32) n_distinct);
  dictionary = tn_dictionary_builder_end (builder);

  return tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, n);
}

static TnColumn *
random_flags (gsize n)
{
  g_autofree guint8 *flags = g_new (guint8, n + 1);

  for (gsize i = 0; i < n; i++)
    flags[i] = (guint8) g_test_rand_int_range (0, 3);

  return tn_column_new_flags (flags, n);
}

/* Words of different lengths; one is empty, which is not missing. */
static TnColumn *
random_texts (gsize n, guint n_distinct)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autofree const char **texts = g_new (const char *, n + 1);

  for (guint i = 0; i < n_distinct; i++)
    g_ptr_array_add (words, i == 0 ? g_strdup ("") : g_strdup_printf ("%*u 字", (int) (i % 23), i));
  for (gsize i = 0; i < n; i++)
    texts[i] = is_drawn_missing ()
                   ? NULL
                   : g_ptr_array_index (words, g_test_rand_int_range (0, (gint32) n_distinct));

  return tn_column_new_texts (texts, n);
}

TnColumn *
tn_test_random_column (TnColumnType type, gsize n_rows, guint n_distinct)
{
  switch (type)
    {
    case TN_COLUMN_NUMBER:
      return random_numbers (n_rows, n_distinct);
    case TN_COLUMN_TIME:
      return random_times (n_rows, n_distinct);
    case TN_COLUMN_CATEGORY:
      return random_codes (n_rows, n_distinct);
    case TN_COLUMN_TEXT:
      return random_texts (n_rows, n_distinct);
    case TN_COLUMN_FLAG:
    default:
      return random_flags (n_rows);
    }
}

TnTable *
tn_test_random_table (gsize n_rows, guint n_distinct)
{
  TnTableBuilder *builder = tn_table_builder_new (n_rows);

  for (guint i = 0; i < TN_N_COLUMN_TYPES; i++)
    tn_table_builder_take (builder, tn_field_new (tn_column_type_to_id (i), TN_ROLE_NONE),
                           tn_test_random_column (i, n_rows, n_distinct));

  return tn_table_builder_end (builder);
}

typedef struct
{
  TnColumn *column;
  TnTestLoads *loads;
} Lazy;

static TnChunk *
load_chunk (gsize index, gpointer user_data, GError **error)
{
  Lazy *self = user_data;

  g_atomic_int_inc (&self->loads->n_loads);
  if ((gssize) index != self->loads->refuse_at)
    return tn_column_get_chunk (self->column, index, error);

  tn_error_set (error, TN_ERROR_DAMAGED, "This part cannot be read.", NULL);
  return NULL;
}

static TnDictionary *
load_dictionary (gpointer user_data, GError **error)
{
  Lazy *self = user_data;

  if (!self->loads->refuse_dictionary)
    return tn_column_get_dictionary (self->column, error);

  tn_error_set (error, TN_ERROR_DAMAGED, "The words cannot be read.", NULL);
  return NULL;
}

static void
lazy_free (gpointer data)
{
  Lazy *self = data;

  tn_column_unref (self->column);
  g_free (self);
}

TnColumn *
tn_test_lazy_column (TnColumn *column, TnTestLoads *loads)
{
  Lazy *lazy = g_new (Lazy, 1);
  TnColumnType type = tn_column_get_column_type (column);

  *lazy = (Lazy){ tn_column_ref (column), loads };

  return tn_column_new_lazy (
      type, tn_column_get_n_rows (column), load_chunk,
      tn_column_type_get_kind (type) == TN_CHUNK_CODE ? load_dictionary : NULL, lazy, lazy_free);
}

void
tn_assert_equal_columns (TnColumn *a, TnColumn *b)
{
  g_assert_cmpint (tn_column_get_column_type (a), ==, tn_column_get_column_type (b));
  g_assert_cmpuint (tn_column_get_n_rows (a), ==, tn_column_get_n_rows (b));
  for (gsize i = 0; i < tn_column_get_n_rows (a); i++)
    {
      g_autofree char *x = tn_column_dup_cell (a, i, NULL);
      g_autofree char *y = tn_column_dup_cell (b, i, NULL);

      g_assert_cmpstr (x, ==, y);
    }
}

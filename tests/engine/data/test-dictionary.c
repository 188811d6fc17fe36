/* test-dictionary.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-chunk.h"
#include "tn-dictionary.h"
#include "tn-error.h"

static void
first_appearance (void)
{
  static const char *const words[] = { "b", "a", "", "b", "ab", "a", "", "中文", "b" };
  static const guint32 wanted[] = { 0, 1, 2, 0, 3, 1, 2, 4, 0 };
  TnDictionaryBuilder *builder = tn_dictionary_builder_new ();
  g_autoptr (TnDictionary) dictionary = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_cmpuint (tn_dictionary_builder_intern (builder, words[i], strlen (words[i])), ==,
                      wanted[i]);
  g_assert_cmpuint (tn_dictionary_builder_get_size (builder), ==, 5);
  g_assert_cmpstr (tn_dictionary_builder_get (builder, 4, NULL), ==, "中文");
  dictionary = tn_dictionary_builder_end (builder);
  g_assert_cmpuint (tn_dictionary_get_size (dictionary), ==, 5);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length;

      g_assert_cmpstr (tn_dictionary_get (dictionary, wanted[i], &length), ==, words[i]);
      g_assert_cmpuint (length, ==, strlen (words[i]));
    }
}

/* The text need not end where its length says. */
static void
length_counts (void)
{
  TnDictionaryBuilder *builder = tn_dictionary_builder_new ();
  g_autoptr (TnDictionary) dictionary = NULL;

  g_assert_cmpuint (tn_dictionary_builder_intern (builder, "orders", 5), ==, 0);
  g_assert_cmpuint (tn_dictionary_builder_intern (builder, "orders", 6), ==, 1);
  g_assert_cmpuint (tn_dictionary_builder_intern (builder, "order", 5), ==, 0);
  dictionary = tn_dictionary_builder_end (builder);
  g_assert_true (tn_dictionary_find (dictionary, "orders!", 6, NULL));
  g_assert_false (tn_dictionary_find (dictionary, "orders!", 7, NULL));
}

/* Against a GHashTable, over many growths of table and arena. */
static void
random_words (void)
{
  TnDictionaryBuilder *builder = tn_dictionary_builder_new ();
  g_autoptr (GHashTable) naive = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (TnDictionary) dictionary = NULL;
  GHashTableIter iter;
  gpointer key, value;

  for (int i = 0; i < 60000; i++)
    {
      char *word =
          g_strdup_printf ("%0*d", g_test_rand_int_range (1, 30), g_test_rand_int_range (0, 20000));
      guint32 code = tn_dictionary_builder_intern (builder, word, strlen (word));

      if (g_hash_table_lookup_extended (naive, word, NULL, &value))
        {
          g_assert_cmpuint (code, ==, GPOINTER_TO_UINT (value));
          g_free (word);
        }
      else
        {
          g_assert_cmpuint (code, ==, g_hash_table_size (naive));
          g_hash_table_insert (naive, word, GUINT_TO_POINTER (code));
        }
    }
  g_assert_cmpuint (tn_dictionary_builder_get_bytes (builder), >, 8 * g_hash_table_size (naive));

  dictionary = tn_dictionary_builder_end (builder);
  g_assert_cmpuint (tn_dictionary_get_size (dictionary), ==, g_hash_table_size (naive));
  g_hash_table_iter_init (&iter, naive);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      guint32 code;

      g_assert_true (tn_dictionary_find (dictionary, key, strlen (key), &code));
      g_assert_cmpuint (code, ==, GPOINTER_TO_UINT (value));
      g_assert_cmpstr (tn_dictionary_get (dictionary, code, NULL), ==, key);
    }
  g_assert_false (tn_dictionary_find (dictionary, "absent", 6, NULL));
}

static void
missing_and_flags (void)
{
  TnDictionary *flags = tn_dictionary_get_flags ();
  g_autofree char *yes = tn_dictionary_dup (flags, 1);
  guint32 code;

  g_assert_cmpstr (yes, ==, "yes");
  g_assert_null (tn_dictionary_dup (flags, TN_CODE_MISSING));
  g_assert_true (tn_dictionary_find (flags, "no", 2, &code));
  g_assert_cmpuint (code, ==, 0);
  g_assert_false (tn_dictionary_find (flags, "maybe", 5, &code));
  g_assert_cmpuint (code, ==, TN_CODE_MISSING);
}

static TnDictionary *
through_arena (TnDictionary *dictionary, guint shift, GError **error)
{
  g_autoptr (GBytes) offsets = tn_dictionary_dup_offsets (dictionary);
  g_autoptr (GBytes) arena = tn_dictionary_dup_arena (dictionary);
  gsize size;
  gconstpointer data = g_bytes_get_data (offsets, &size);
  g_autofree char *shifted = g_malloc (size + shift);
  g_autoptr (GBytes) elsewhere = NULL;

  memcpy (shifted + shift, data, size);
  elsewhere = g_bytes_new_static (shifted + shift, size);

  return tn_dictionary_new_from_arena (elsewhere, arena, error);
}

static void
arena_comes_back (void)
{
  static const char *const words[] = { "", "one", "two", "三" };

  for (guint n = 0; n <= G_N_ELEMENTS (words); n++)
    for (guint shift = 0; shift < 8; shift++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (TnDictionary) dictionary = tn_dictionary_new (words, n);
        g_autoptr (TnDictionary) back = through_arena (dictionary, shift, &error);

        g_assert_no_error (error);
        g_assert_cmpuint (tn_dictionary_get_size (back), ==, n);
        for (guint i = 0; i < n; i++)
          {
            guint32 code;

            g_assert_cmpstr (tn_dictionary_get (back, i, NULL), ==, words[i]);
            g_assert_true (tn_dictionary_find (back, words[i], strlen (words[i]), &code));
            g_assert_cmpuint (code, ==, i);
          }
      }
}

static void
assert_damaged (const guint64 *offsets, gsize offsets_size, const char *arena, gsize arena_size)
{
  g_autoptr (GBytes) a = g_bytes_new (offsets, offsets_size);
  g_autoptr (GBytes) b = g_bytes_new (arena, arena_size);
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_dictionary_new_from_arena (a, b, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DAMAGED);
}

static void
damaged_arenas (void)
{
  static const guint64 good[] = { 0, 2, 4 }, back[] = { 0, 4, 2 }, late[] = { 1, 2, 4 },
                       beyond[] = { 0, G_MAXUINT64, 4 }, flat[] = { 0, 0, 4 }, cut[] = { 0, 1, 4 };

  assert_damaged (good, 23, "a\0b", 4);
  assert_damaged (good, 0, "a\0b", 4);
  assert_damaged (good, 24, "a\0b", 3);
  assert_damaged (good, 24, "a\0b\0", 5);
  assert_damaged (back, 24, "a\0b", 4);
  assert_damaged (late, 24, "a\0b", 4);
  assert_damaged (beyond, 24, "a\0b", 4);
  assert_damaged (flat, 24, "a\0b", 4);
  assert_damaged (cut, 24, "a\0b", 4);
  assert_damaged (good, 24, "a\0bc", 4);
  assert_damaged (good, 24, "\xff\0b", 4);
  assert_damaged (good, 24, "\0\0b", 4);
}

static gpointer
find_in_thread (gpointer data)
{
  for (guint i = 0; i < 1000; i++)
    {
      char word[16];
      guint32 code;

      g_snprintf (word, sizeof word, "%u", i);
      g_assert_true (tn_dictionary_find (data, word, strlen (word), &code));
      g_assert_cmpuint (code, ==, i);
    }

  return NULL;
}

/* The index of a dictionary that was read is made by whoever looks first. */
static void
index_of_many (void)
{
  TnDictionaryBuilder *builder = tn_dictionary_builder_new ();
  g_autoptr (TnDictionary) made = NULL;
  g_autoptr (TnDictionary) read = NULL;
  GThread *threads[4];

  for (guint i = 0; i < 1000; i++)
    {
      char word[16];

      g_snprintf (word, sizeof word, "%u", i);
      tn_dictionary_builder_intern (builder, word, strlen (word));
    }
  made = tn_dictionary_builder_end (builder);
  read = through_arena (made, 0, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("find", find_in_thread, read);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dictionary/codes-are-in-order-of-first-appearance", first_appearance);
  g_test_add_func ("/dictionary/a-text-ends-at-its-length", length_counts);
  g_test_add_func ("/dictionary/agrees-with-a-hash-table-on-random-words", random_words);
  g_test_add_func ("/dictionary/missing-has-no-text-and-flags-are-no-and-yes", missing_and_flags);
  g_test_add_func ("/dictionary/comes-back-from-its-stored-form", arena_comes_back);
  g_test_add_func ("/dictionary/a-damaged-stored-form-is-refused", damaged_arenas);
  g_test_add_func ("/dictionary/many-threads-may-look-first", index_of_many);

  return g_test_run ();
}

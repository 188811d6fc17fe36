/* test-join-keys.c: keys of two tables brought together, looked at group by group
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-join-private.h"
#include "tn-test.h"

static TnColumn *
new_words (TnColumnType type, const char *const *words, gsize n)
{
  TnDictionaryBuilder *builder = tn_dictionary_builder_new ();
  g_autoptr (TnDictionary) dictionary = NULL;
  g_autofree guint32 *codes = g_new (guint32, n + 1);

  for (gsize i = 0; i < n; i++)
    codes[i] = words[i] == NULL
                   ? TN_CODE_MISSING
                   : tn_dictionary_builder_intern (builder, words[i], strlen (words[i]));
  dictionary = tn_dictionary_builder_end (builder);

  return tn_column_new_codes (type, dictionary, codes, n);
}

/* Takes the columns; named k and m. */
static TnTable *
new_table (TnColumn *k, TnColumn *m)
{
  TnTableBuilder *builder = tn_table_builder_new (tn_column_get_n_rows (k));

  tn_table_builder_take (builder, tn_field_new ("k", TN_ROLE_NONE), k);
  if (m != NULL)
    tn_table_builder_take (builder, tn_field_new ("m", TN_ROLE_NONE), m);

  return tn_table_builder_end (builder);
}

static TnJoinPlan *
plan (TnTable *left, TnTable *right, guint n_keys)
{
  static const char *const keys[] = { "k", "m" };
  TnJoinParams params = { TN_JOIN_INNER, keys, keys, n_keys, NULL, NULL, 0, NULL };
  g_autoptr (GError) error = NULL;
  TnJoinPlan *self = tn_join_plan (left, right, &params, NULL, &error);

  g_assert_no_error (error);

  return self;
}

/* For each left row how many right rows have its key, as the groups say. */
static guint *
count_partners (const TnJoinPlan *self)
{
  const TnGrouping *grouping = self->grouping;
  guint *counts = g_new0 (guint, self->n_left + 1);

  for (guint32 i = 0; i < grouping->n_groups; i++)
    {
      TnJoinSpan span = tn_join_plan_get_span (self, i);

      g_assert_cmpuint (span.left, <=, span.right);
      g_assert_cmpuint (span.right, <=, span.end);
      for (guint32 j = span.left; j < span.right; j++)
        {
          g_assert_cmpuint (grouping->rows[j], <, self->n_left);
          counts[grouping->rows[j]] += span.end - span.right;
        }
      for (guint32 j = span.right; j < span.end; j++)
        g_assert_cmpuint (grouping->rows[j], >=, self->n_left);
    }

  return counts;
}

/* A key of two columns of several kinds; each may be missing. */
typedef struct
{
  const char *word;
  double number;
  gint64 time;
} Key;

static Key *
random_keys (gsize n)
{
  static const char *const words[] = { "", "a", "b", "aa", "Ä", "a\xc2\xa0", NULL };
  static const double numbers[] = { 0, -0.0, 1, -1, NAN, 0.1, 1e300 };
  Key *keys = g_new (Key, n + 1);

  for (gsize i = 0; i < n; i++)
    keys[i] = (Key){ words[g_test_rand_int_range (0, 7)], numbers[g_test_rand_int_range (0, 7)],
                     g_test_rand_int_range (0, 4) - 1 };
  for (gsize i = 0; i < n; i++)
    if (keys[i].time == 2)
      keys[i].time = TN_TIME_MISSING;

  return keys;
}

static TnTable *
table_of_keys (const Key *keys, gsize n, gboolean times, TnColumnType type)
{
  g_autofree const char **words = g_new (const char *, n + 1);
  g_autofree double *numbers = g_new (double, n + 1);
  g_autofree gint64 *moments = g_new (gint64, n + 1);

  for (gsize i = 0; i < n; i++)
    {
      words[i] = keys[i].word;
      numbers[i] = keys[i].number;
      moments[i] = keys[i].time;
    }

  return new_table (new_words (type, words, n),
                    times ? tn_column_new_times (moments, n) : tn_column_new_numbers (numbers, n));
}

static gboolean
is_equal (const Key *a, const Key *b, gboolean times)
{
  if (a->word == NULL || b->word == NULL || strcmp (a->word, b->word) != 0)
    return FALSE;
  if (times)
    return a->time != TN_TIME_MISSING && a->time == b->time;

  return a->number == b->number; /* NaN equals nothing, −0 equals 0 */
}

/* Words of two dictionaries, of one column text and of the other category, beside numbers or
 * times: each left row finds as many partners as a comparison of every pair gives. */
static void
test_twin (void)
{
  for (int round = 0; round < 60; round++)
    {
      gboolean times = round & 1;
      gsize n_left = (gsize) g_test_rand_int_range (0, 80);
      gsize n_right = (gsize) g_test_rand_int_range (0, 80);
      g_autofree Key *left = random_keys (n_left), *right = random_keys (n_right);
      g_autoptr (TnTable) a = table_of_keys (left, n_left, times, TN_COLUMN_CATEGORY);
      g_autoptr (TnTable) b = table_of_keys (right, n_right, times, TN_COLUMN_CATEGORY);
      g_autoptr (TnJoinPlan) self = plan (a, b, 2);
      g_autofree guint *counts = count_partners (self);

      for (gsize i = 0; i < n_left; i++)
        {
          guint expected = 0;

          for (gsize j = 0; j < n_right; j++)
            expected += is_equal (&left[i], &right[j], times);
          g_assert_cmpuint (counts[i], ==, expected);
        }
    }
}

/* The same words in another order of the dictionary, and read as text. */
static void
test_dictionaries (void)
{
  static const char *const left[] = { "a", "b", "c", "a" };
  static const char *const right[] = { "z", "c", "y", "a", "c" };
  static const guint expected[] = { 1, 0, 2, 1 };

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (TnTable) a = new_table (new_words (TN_COLUMN_CATEGORY, left, 4), NULL);
      g_autoptr (TnTable) b = new_table (round == 0 ? new_words (TN_COLUMN_CATEGORY, right, 5)
                                                    : tn_column_new_texts (right, 5),
                                         NULL);
      g_autoptr (TnJoinPlan) self = plan (a, b, 1);
      g_autofree guint *counts = count_partners (self);

      for (guint i = 0; i < 4; i++)
        g_assert_cmpuint (counts[i], ==, expected[i]);
    }
}

/* A missing key looks like some key inside: it must not stand in that one's group. */
static void
test_missing (void)
{
  static const char *const left[] = { "a", NULL, "b", NULL };
  static const char *const right[] = { NULL, "a", NULL, "a" };
  static const guint expected[] = { 2, 0, 0, 0 };
  g_autoptr (TnTable) a = new_table (new_words (TN_COLUMN_CATEGORY, left, 4), NULL);
  g_autoptr (TnTable) b = new_table (new_words (TN_COLUMN_CATEGORY, right, 4), NULL);
  g_autoptr (TnJoinPlan) self = plan (a, b, 1);
  g_autofree guint *counts = count_partners (self);

  for (guint i = 0; i < 4; i++)
    {
      g_assert_cmpuint (counts[i], ==, expected[i]);
      g_assert_cmpint (self->no_key[i], ==, left[i] == NULL);
      g_assert_cmpint (self->no_key[4 + i], ==, right[i] == NULL);
    }
  g_assert_false (tn_join_plan_repeats_left (self));
  g_assert_true (tn_join_plan_repeats_right (self));
}

static void
test_refused (void)
{
  static const char *const words[] = { "a" };
  static const char *const k[] = { "k" }, *const m[] = { "m" }, *const gone[] = { "gone" };
  const double numbers[] = { 1 };
  g_autoptr (TnTable) table =
      new_table (new_words (TN_COLUMN_CATEGORY, words, 1), tn_column_new_numbers (numbers, 1));
  const struct
  {
    const char *const *left;
    const char *const *right;
    int code;
    const char *column;
    const char *said;
  } cases[] = {
    { k, m, TN_ERROR_ARGUMENT, "k", "“k” and “m” hold different kinds of values" },
    { m, k, TN_ERROR_ARGUMENT, "m", "“m” and “k” hold different kinds of values" },
    { gone, k, TN_ERROR_NOT_FOUND, "gone", "“gone”" },
    { k, gone, TN_ERROR_NOT_FOUND, "gone", "“gone”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TnJoinParams params = { TN_JOIN_LEFT, cases[i].left, cases[i].right, 1, NULL, NULL, 0, NULL };
      g_autoptr (GError) error = NULL;

      g_assert_null (tn_join_plan (table, table, &params, NULL, &error));
      g_assert_error (error, TN_ERROR, cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].said));
      g_assert_cmpstr (tn_error_get_column (error), ==, cases[i].column);
    }
}

static void
test_cancel (void)
{
  static const char *const keys[] = { "k" };
  static const char *const words[] = { "a" };
  TnJoinParams params = { TN_JOIN_LEFT, keys, keys, 1, NULL, NULL, 0, NULL };
  g_autoptr (TnTable) table = new_table (new_words (TN_COLUMN_CATEGORY, words, 1), NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (tn_join_plan (table, table, &params, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/join-keys/groups-agree-with-comparing-every-pair", test_twin);
  g_test_add_func ("/join-keys/words-are-compared-and-not-their-codes", test_dictionaries);
  g_test_add_func ("/join-keys/a-missing-key-equals-nothing", test_missing);
  g_test_add_func ("/join-keys/keys-that-cannot-match-are-named", test_refused);
  g_test_add_func ("/join-keys/cancelled-plan-is-none", test_cancel);

  return g_test_run ();
}

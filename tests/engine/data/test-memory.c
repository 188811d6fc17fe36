/* test-memory.c: whole-table work when memory runs out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-concat.h"
#include "tn-conditions.h"
#include "tn-exhaust.h"
#include "tn-gather.h"
#include "tn-group-by.h"
#include "tn-join.h"
#include "tn-repeats.h"
#include "tn-sample.h"
#include "tn-sort.h"
#include "tn-test-data.h"
#include "tn-test.h"

/* More rows than a chunk has, so that a byte a row counts as data. */
#define N_ROWS (TN_CHUNK_ROWS + 4000)

typedef struct
{
  TnTable *table;
  TnTable *other;
  char *before; /* what the tables were */
  char *other_before;
} Tables;

/* Row roles travel with the rows. */
static TnTable *
add_roles (TnTable *given)
{
  g_autoptr (TnTable) table = given;
  guint8 *roles = g_malloc (N_ROWS);
  g_autoptr (GBytes) bytes = g_bytes_new_take (roles, N_ROWS);

  for (gsize i = 0; i < N_ROWS; i++)
    roles[i] = (guint8) (i % TN_N_ROW_ROLES);

  return tn_table_with_row_roles (table, bytes);
}

static void
tables_init (Tables *self)
{
  self->table = add_roles (tn_test_random_table (N_ROWS, 40000));
  self->other = tn_test_random_table (N_ROWS, 40000);
  self->before = tn_table_fingerprint (self->table, NULL);
  self->other_before = tn_table_fingerprint (self->other, NULL);
}

/* What was given is what it was. */
static void
tables_clear (Tables *self)
{
  g_autofree char *now = tn_table_fingerprint (self->table, NULL);
  g_autofree char *other_now = tn_table_fingerprint (self->other, NULL);

  g_assert_cmpstr (now, ==, self->before);
  g_assert_cmpstr (other_now, ==, self->other_before);
  tn_table_unref (self->table);
  tn_table_unref (self->other);
  g_free (self->before);
  g_free (self->other_before);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tables, tables_clear)

/* Reads all of a view, too: it takes memory only then. */
static gboolean
finish (TnTable *made, GError **error)
{
  g_autoptr (TnTable) table = made;
  g_autofree char *print = table != NULL ? tn_table_fingerprint (table, error) : NULL;

  return print != NULL;
}

static gboolean
group (gpointer data, GError **error)
{
  static const char *const keys[] = { "category", "time" };
  static const TnAggregate aggregates[] = {
    { TN_AGGREGATE_COUNT, NULL, NULL },           { TN_AGGREGATE_SUM, "number", NULL },
    { TN_AGGREGATE_STD, "number", NULL },         { TN_AGGREGATE_MIN, "time", NULL },
    { TN_AGGREGATE_FIRST, "category", NULL },     { TN_AGGREGATE_LAST, "text", NULL },
    { TN_AGGREGATE_DISTINCT, "text", "n_texts" },
  };
  Tables *self = data;

  return finish (tn_group_by (self->table, keys, 2, aggregates, G_N_ELEMENTS (aggregates),
                              TN_GROUP_ORDER_KEY, NULL, NULL, error),
                 error);
}

static gboolean
group_rows (gpointer data, GError **error)
{
  static const char *const keys[] = { "text", "number", "flag" };
  Tables *self = data;
  g_autoptr (TnGroups) groups = tn_groups_new (self->table, keys, 3, NULL, error);

  return groups != NULL;
}

static gboolean
join_by (Tables *self, const char *key, const char *time, TnJoinKind kind, GError **error)
{
  const char *const keys[] = { key, "category" };
  TnJoinParams params = { kind, keys, keys, 2, time, time, 0, NULL };
  g_autoptr (TnJoinPlan) plan = tn_join_plan (self->table, self->other, &params, NULL, error);

  return plan != NULL && finish (tn_join_run (plan, NULL, NULL, error), error);
}

static gboolean
join_left (gpointer data, GError **error)
{
  return join_by (data, "text", NULL, TN_JOIN_LEFT, error);
}

static gboolean
join_inner (gpointer data, GError **error)
{
  return join_by (data, "number", NULL, TN_JOIN_INNER, error);
}

/* All rows in one group, where the group itself is as large as the table. */
static gboolean
join_as_of (gpointer data, GError **error)
{
  static const char *const keys[] = { "flag" };
  TnJoinParams params = { TN_JOIN_LEFT, keys, keys, 1, "time", "time", 0, NULL };
  Tables *self = data;
  g_autoptr (TnJoinPlan) plan = tn_join_plan (self->table, self->other, &params, NULL, error);

  return plan != NULL && finish (tn_join_run (plan, NULL, NULL, error), error);
}

static gboolean
sort (gpointer data, GError **error)
{
  static const TnSortKey keys[] = { { "category", FALSE }, { "number", TRUE }, { "text", FALSE } };
  Tables *self = data;

  return finish (tn_sort (self->table, keys, 3, NULL, error), error);
}

static gboolean
gather (gpointer data, GError **error)
{
  Tables *self = data;
  static guint32 rows[N_ROWS];

  for (guint32 i = 0; i < N_ROWS; i++)
    rows[i] = i % 7 == 0 ? TN_NO_ROW : N_ROWS - 1 - i;
  for (guint i = 0; i < TN_N_COLUMN_TYPES; i++)
    {
      g_autoptr (TnColumn) column =
          tn_gather (tn_table_get_column (self->table, i), rows, N_ROWS, NULL, error);

      if (column == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
concat (gpointer data, GError **error)
{
  Tables *self = data;
  TnTable *parts[] = { self->table, self->other, self->table };

  return finish (tn_table_concat (parts, 3, error), error);
}

static gboolean
interleave (gpointer data, GError **error)
{
  static gsize a[N_ROWS], b[N_ROWS];
  Tables *self = data;

  for (gsize i = 0; i < N_ROWS; i++)
    {
      a[i] = 2 * i;
      b[i] = 2 * i + 1;
    }

  return finish (tn_table_interleave (self->table, a, self->other, b, error), error);
}

static gboolean
sample_uniform (gpointer data, GError **error)
{
  Tables *self = data;

  return finish (tn_sample_uniform (self->table, N_ROWS / 2, 7, NULL, error), error);
}

static gboolean
sample_stratified (gpointer data, GError **error)
{
  Tables *self = data;

  return finish (tn_sample_stratified (self->table, "category", N_ROWS / 2, 7, NULL, error), error);
}

static gboolean
sample_by_customer (gpointer data, GError **error)
{
  Tables *self = data;

  return finish (tn_sample_by_customer (self->table, "text", 0.5, 7, NULL, error), error);
}

static gboolean
select_rows (gpointer data, GError **error)
{
  static const char *const lines[] = { "number > 100", "text contains 1", "category = w7",
                                       "time > 1971-01-01", NULL };
  Tables *self = data;
  g_autoptr (TnConditions) conditions = tn_conditions_new (self->table, lines, error);
  g_autoptr (GBytes) rows =
      conditions != NULL ? tn_conditions_select (conditions, self->table, TRUE, NULL, error) : NULL;

  if (rows == NULL)
    return FALSE;

  return finish (tn_table_try_new_view (self->table, rows, error), error);
}

static gboolean
select_role (gpointer data, GError **error)
{
  Tables *self = data;

  return finish (tn_table_try_select_row_role (self->table, TN_ROW_TEST, error), error);
}

static gboolean
mark_repeats (gpointer data, GError **error)
{
  static guint8 marks[2 * N_ROWS];
  Tables *self = data;
  TnTable *parts[] = { self->table, self->table };
  g_autoptr (TnTable) twice = tn_table_concat (parts, 2, error);
  gsize n;

  return twice != NULL && tn_mark_repeats (twice, marks, &n, NULL, error);
}

/* A dictionary as it comes out of a file has no index; without memory for one, finding is slow
 * and right, and preparing to find says so. */
static gboolean
find_words (gpointer data, GError **error)
{
  TnDictionary *from = data;
  g_autoptr (GBytes) offsets = tn_dictionary_dup_offsets (from);
  g_autoptr (GBytes) arena = tn_dictionary_dup_arena (from);
  g_autoptr (TnDictionary) dictionary = tn_dictionary_new_from_arena (offsets, arena, error);
  guint32 n = tn_dictionary_get_size (from), code;

  if (dictionary == NULL)
    return FALSE;
  for (guint32 i = 0; i < n; i += n / 7)
    {
      gsize length;
      const char *word = tn_dictionary_get (from, i, &length);

      g_assert_true (tn_dictionary_find (dictionary, word, length, &code));
      g_assert_cmpuint (code, ==, i);
    }
  g_assert_false (tn_dictionary_find (dictionary, "nowhere", 7, NULL));

  return tn_dictionary_prepare_find (dictionary, error);
}

static void
test_find (void)
{
  g_autoptr (TnColumn) words = tn_test_random_column (TN_COLUMN_CATEGORY, 10, 30000);
  g_autoptr (TnDictionary) dictionary = tn_column_get_dictionary (words, NULL);

  g_assert_cmpuint (tn_exhaust_memory (find_words, dictionary, TN_EXHAUST_MAY_DO_WITHOUT), >, 2);
}

static const struct
{
  const char *path;
  TnExhaustFunc func;
} works[] = {
  { "/memory/group-by-says-so", group },
  { "/memory/groups-say-so", group_rows },
  { "/memory/left-join-says-so", join_left },
  { "/memory/inner-join-says-so", join_inner },
  { "/memory/as-of-join-says-so", join_as_of },
  { "/memory/sort-says-so", sort },
  { "/memory/gather-says-so", gather },
  { "/memory/concat-says-so", concat },
  { "/memory/interleave-says-so", interleave },
  { "/memory/uniform-sample-says-so", sample_uniform },
  { "/memory/stratified-sample-says-so", sample_stratified },
  { "/memory/sample-by-customer-says-so", sample_by_customer },
  { "/memory/conditions-say-so", select_rows },
  { "/memory/row-roles-say-so", select_role },
  { "/memory/repeats-say-so", mark_repeats },
};

static void
test_work (gconstpointer data)
{
  const TnExhaustFunc *func = data;
  g_auto (Tables) tables = { 0 };

  tables_init (&tables);
  g_assert_cmpuint (tn_exhaust_memory (*func, &tables, TN_EXHAUST_NONE), >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (works); i++)
    g_test_add_data_func (works[i].path, &works[i].func, test_work);
  g_test_add_func ("/memory/finding-a-word-goes-on-without-an-index", test_find);

  return g_test_run ();
}

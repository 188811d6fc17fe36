/* test-pseudonym.c: what a person is called stays out of the project, and the rest goes on working
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "cli-support.h"
#include "tn-dataset.h"
#include "tn-project.h"

#define N_CUSTOMERS 60
#define N_ROWS      900

/* Letters that nothing packs, so that they can be found in a file that holds them. */
static char *
make_mail (int customer)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  g_autoptr (GRand) rand = g_rand_new_with_seed (customer + 1);
  GString *mail = g_string_new (NULL);

  for (int i = 0; i < 24; i++)
    g_string_append_c (mail, letters[g_rand_int_range (rand, 0, 62)]);

  return g_string_free (g_string_append (mail, "@example.org"), FALSE);
}

/* Orders of people known by their mail; a row cut short, and a cell that is no date. */
static void
write_orders (const char *name, int first_row)
{
  g_autoptr (GString) text = g_string_new ("order,mail,date,amount\n");
  g_autoptr (GRand) rand = g_rand_new_with_seed (first_row + 7);
  g_autofree char *cut = make_mail (N_CUSTOMERS);
  g_autofree char *late = make_mail (N_CUSTOMERS + 1);

  for (int i = first_row; i < first_row + N_ROWS; i++)
    {
      /* Some stop early, so that there is something to learn. */
      int customer = g_rand_int_range (rand, 0, i < N_ROWS / 2 ? N_CUSTOMERS : N_CUSTOMERS / 2);
      g_autofree char *mail = make_mail (customer);

      g_string_append_printf (text, "%d,%s,2025-%02d-%02d,%d.50\n", 1000 + i, mail,
                              1 + i * 12 / (first_row + N_ROWS), 1 + i % 28,
                              g_rand_int_range (rand, 5, 90));
    }
  g_string_append_printf (text, "1,%s\n", cut);
  g_string_append_printf (text, "2,%s,soon,3\n", late);
  cli_write (name, text->str);
}

static gboolean
holds (const char *path, const char *word)
{
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));

  return memmem (bytes, size, word, strlen (word)) != NULL;
}

/* In the files of a folder and all below, however deep. */
static guint
count_files_with (const char *folder, const char *word)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        n += count_files_with (path, word);
      else if (g_file_test (path, G_FILE_TEST_IS_REGULAR) && !g_str_has_suffix (name, ".csv"))
        n += holds (path, word);
    }

  return n;
}

/* Everything a table holds, unpacked. */
static void
append_table (TnTable *table, GString *text)
{
  for (guint j = 0; j < tn_table_get_n_columns (table); j++)
    for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
      {
        g_autofree char *cell = tn_column_dup_cell (tn_table_get_column (table, j), i, NULL);

        g_string_append_printf (text, "%s\n", cell != NULL ? cell : "");
      }
}

/* Rows, problem rows and how they were read, of every data set of a project. */
static char *
dup_all (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = tn_project_open (path, TN_OPEN_READ_ONLY, NULL, NULL, &error);
  g_autoptr (GPtrArray) datasets = NULL;
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  datasets = tn_project_list_datasets (project, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < datasets->len; i++)
    {
      const TnDataset *dataset = datasets->pdata[i];
      g_autoptr (TnTable) rows = tn_project_load_dataset (project, dataset->name, &error);
      g_autoptr (TnTable) problems =
          dataset->problems != 0 ? tn_project_load_table (project, dataset->problems, &error)
                                 : NULL;
      g_autofree char *info = json_to_string (dataset->info, FALSE);

      g_assert_no_error (error);
      append_table (rows, text);
      if (problems != NULL)
        append_table (problems, text);
      g_string_append (text, info);
    }

  return g_string_free (text, FALSE);
}

/* The bytes of every file, and all that the project can be made to show. The first argument says
 * what is expected: a search that finds nothing anywhere would prove nothing. */
static void
assert_known (gboolean known, const char *project)
{
  g_autofree char *all = dup_all (project);
  guint n_shown = 0;
  guint n_files = 0;

  for (int i = 0; i < N_CUSTOMERS + 2; i++)
    {
      g_autofree char *mail = make_mail (i);

      mail[24] = '\0'; /* the part before the @ */
      n_shown += strstr (all, mail) != NULL;
      n_files += count_files_with (".", mail);
    }
  if (known)
    {
      g_assert_cmpuint (n_shown, >, N_CUSTOMERS);
      g_assert_cmpuint (n_files, >, 0);
    }
  else
    {
      g_assert_cmpuint (n_shown, ==, 0);
      g_assert_cmpuint (n_files, ==, 0);
    }
}

static void
test_nothing_stays (void)
{
  cli_scene ();
  write_orders ("orders.csv", 0);
  cli_do ("new", "shop.tenure", NULL);
  cli_do ("import", "shop.tenure", "orders.csv", "--pseudonym=mail", "--new-key=shop.key", NULL);
  assert_known (FALSE, "shop.tenure");
  cli_do ("import", "shop.tenure", "--again", "--name=orders", "--type=amount=category",
          "--key=shop.key", NULL);
  cli_do ("undo", "shop.tenure", NULL);
  assert_known (FALSE, "shop.tenure");

  cli_do ("new", "plain.tenure", NULL);
  cli_do ("import", "plain.tenure", "orders.csv", NULL);
  assert_known (TRUE, "plain.tenure");
}

static const char *
get_code (const Said *said)
{
  g_assert_cmpint (said->status, !=, 0);
  g_assert_nonnull (said->json);

  return json_object_get_string_member (
      json_object_get_object_member (json_node_get_object (said->json), "error"), "code");
}

static void
test_asks_for_key (void)
{
  g_autoptr (Said) without = NULL;
  g_autoptr (Said) again = NULL;
  g_autoptr (Said) other = NULL;
  g_autoptr (Said) both = NULL;
  g_autoptr (Said) over = NULL;
  g_autoptr (Said) late = NULL;

  cli_scene ();
  write_orders ("orders.csv", 0);
  cli_do ("new", "shop.tenure", NULL);
  without = cli_say_to ("import", "shop.tenure", "orders.csv", "--pseudonym=mail", "--json", NULL);
  g_assert_cmpstr (get_code (without), ==, "key");
  cli_do ("import", "shop.tenure", "orders.csv", "--pseudonym=mail", "--new-key=shop.key", NULL);
  cli_do ("import", "shop.tenure", "orders.csv", "--pseudonym=mail", "--new-key=other.key",
          "--name=others", NULL);
  again = cli_say_to ("import", "shop.tenure", "--again", "--name=orders", "--json", NULL);
  g_assert_cmpstr (get_code (again), ==, "key");
  other = cli_say_to ("import", "shop.tenure", "--again", "--name=orders", "--key=other.key",
                      "--json", NULL);
  g_assert_cmpstr (get_code (other), ==, "key");
  both = cli_say_to ("import", "shop.tenure", "--again", "--name=orders", "--key=shop.key",
                     "--new-key=third.key", "--json", NULL);
  g_assert_cmpstr (get_code (both), ==, "argument");
  over = cli_say_to ("import", "shop.tenure", "orders.csv", "--pseudonym=mail",
                     "--new-key=shop.key", "--json", NULL);
  g_assert_cmpstr (get_code (over), ==, "argument");
  cli_do ("import", "shop.tenure", "--again", "--name=orders", "--key=shop.key", NULL);

  /* What was plain before stays in the history; that is said. */
  cli_do ("import", "shop.tenure", "orders.csv", "--name=plain", NULL);
  late = cli_say_to ("import", "shop.tenure", "--again", "--name=plain", "--pseudonym=mail",
                     "--key=shop.key", NULL);
  g_assert_cmpint (late->status, ==, 0);
  g_assert_nonnull (strstr (late->out, "its history keeps them"));
}

/* The pseudonyms of one data set, as a set. */
static GHashTable *
get_mails (const char *path, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = tn_project_open (path, TN_OPEN_READ_ONLY, NULL, NULL, &error);
  g_autoptr (TnTable) table =
      project != NULL ? tn_project_load_dataset (project, name, &error) : NULL;
  GHashTable *mails = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  TnColumn *column;

  g_assert_no_error (error);
  column = tn_table_get_column (table, (guint) tn_table_find (table, "mail"));
  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    {
      char *cell = tn_column_dup_cell (column, i, NULL);

      g_assert_cmpuint (strlen (cell), ==, 16);
      g_hash_table_add (mails, cell);
    }

  return mails;
}

static void
test_can_be_joined (void)
{
  g_autoptr (GHashTable) orders = NULL;
  g_autoptr (GHashTable) letters = NULL;
  g_autofree char *mail = make_mail (3);
  g_autofree char *text = g_strdup_printf ("mail,opened\n%s,yes\nnobody@example.org,no\n", mail);
  GHashTableIter iter;
  gpointer key;
  guint n_shared = 0;

  cli_scene ();
  write_orders ("orders.csv", 0);
  cli_write ("letters.csv", text);
  cli_do ("new", "shop.tenure", NULL);
  cli_do ("import", "shop.tenure", "orders.csv", "--pseudonym=mail", "--new-key=shop.key", NULL);
  cli_do ("import", "shop.tenure", "letters.csv", "--pseudonym=mail", "--key=shop.key", NULL);
  orders = get_mails ("shop.tenure", "orders");
  letters = get_mails ("shop.tenure", "letters");
  g_assert_cmpuint (g_hash_table_size (orders), ==,
                    N_CUSTOMERS + 1); /* and the one without a date */
  g_hash_table_iter_init (&iter, letters);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    n_shared += g_hash_table_contains (orders, key);
  g_assert_cmpuint (n_shared, ==, 1);
}

/* A later file of plain mail addresses is scored like the rows that were learned from, and only
 * with the key. */
static void
test_scores_later_files (void)
{
  g_autoptr (Said) without = NULL;
  g_autofree char *list = NULL;
  g_autofree char *mail = make_mail (0);

  cli_scene ();
  write_orders ("orders.csv", 0);
  cli_do ("new", "shop.tenure", NULL);
  cli_do ("import", "shop.tenure", "orders.csv", "--pseudonym=mail", "--role=mail=customer",
          "--new-key=shop.key", NULL);
  cli_do ("apply", "shop.tenure", "churn", NULL);
  cli_do ("run", "shop.tenure", NULL);
  without =
      cli_say_to ("score", "shop.tenure", "--data=orders.csv", "--out=list.csv", "--json", NULL);
  g_assert_cmpstr (get_code (without), ==, "key");
  cli_do ("score", "shop.tenure", "--data=orders.csv", "--out=list.csv", "--key=shop.key", NULL);
  g_assert_true (g_file_get_contents ("list.csv", &list, NULL, NULL));
  g_assert_null (strstr (list, mail));
  g_remove ("list.csv");
  assert_known (FALSE, "shop.tenure");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/pseudonym/no-file-holds-the-value", test_nothing_stays);
  g_test_add_func ("/cli/pseudonym/the-key-is-asked-for", test_asks_for_key);
  g_test_add_func ("/cli/pseudonym/data-sets-can-be-joined", test_can_be_joined);
  g_test_add_func ("/cli/pseudonym/later-files-are-scored-with-the-key", test_scores_later_files);

  return g_test_run ();
}

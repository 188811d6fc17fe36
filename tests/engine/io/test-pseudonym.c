/* test-pseudonym.c: what of a person stays out of the table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "tn-error.h"
#include "tn-pseudonym.h"
#include "tn-test.h"
#include "tn-trial-sink.h"
#include "xlsx-support.h"

#define KEY "tenure-key-1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

static TnPseudonymKey *
get_key (void)
{
  g_autoptr (GError) error = NULL;
  TnPseudonymKey *key = tn_pseudonym_key_from_text (KEY, "a key", &error);

  g_assert_no_error (error);

  return key;
}

static char *
make (const TnPseudonymKey *key, const char *text)
{
  char pseudonym[TN_PSEUDONYM_LENGTH];

  tn_pseudonym_make (key, text, strlen (text), pseudonym);

  return g_strndup (pseudonym, sizeof pseudonym);
}

/* By another implementation, Python's: hashlib.blake2b (text, digest_size=16, key=bytes (range
 * (32)), person=b"tenure pseudonym"), its first 16 characters of base32. */
static void
test_known_values (void)
{
  static const char *const known[][2] = {
    { "ann@example.org", "dzqjievpzyrro6el" },
    { "", "dvhubvthmedrzujl" },
    { "张伟", "owt5fmndse5ual3t" },
  };
  g_autoptr (TnPseudonymKey) key = get_key ();

  g_assert_cmpstr (tn_pseudonym_key_get_id (key), ==, "972561bb2025d360");
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autofree char *made = make (key, known[i][0]);

      g_assert_cmpstr (made, ==, known[i][1]);
    }
}

static void
test_keys_differ (void)
{
  g_autoptr (TnPseudonymKey) one = tn_pseudonym_key_new ();
  g_autoptr (TnPseudonymKey) other = tn_pseudonym_key_new ();
  char *text = tn_pseudonym_key_to_text (one);
  g_autoptr (TnPseudonymKey) again = tn_pseudonym_key_from_text (text, "again", NULL);
  g_autofree char *a = make (one, "ann");
  g_autofree char *b = make (other, "ann");
  g_autofree char *c = make (again, "ann");

  g_assert_cmpstr (a, !=, b);
  g_assert_cmpstr (a, ==, c);
  g_assert_cmpstr (tn_pseudonym_key_get_id (one), !=, tn_pseudonym_key_get_id (other));
  g_assert_cmpstr (tn_pseudonym_key_get_id (one), ==, tn_pseudonym_key_get_id (again));
  tn_pseudonym_text_free (text);
}

static void
test_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("tenure-key-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "key", NULL);
  g_autoptr (TnPseudonymKey) key = tn_pseudonym_key_new ();
  g_autoptr (TnPseudonymKey) read = NULL;
  struct stat info;

  g_assert_true (tn_pseudonym_key_write (key, path, &error));
  g_assert_no_error (error);
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  read = tn_pseudonym_key_read (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tn_pseudonym_key_get_id (read), ==, tn_pseudonym_key_get_id (key));
  /* A key is never written over. */
  g_assert_false (tn_pseudonym_key_write (read, path, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
  g_remove (path);
  g_rmdir (folder);
}

static void
test_no_key (void)
{
  static const char *const wrong[] = {
    "",
    "tenure-key-1",
    "tenure-key-1 00",
    "tenure-key-2 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
    KEY "20",
    KEY " and more",
    "tenure-key-1 g00102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (tn_pseudonym_key_from_text (wrong[i], "wrong", &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_KEY);
    }
}

/* Importing with pseudonyms */

static TnSource *
open_text (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return tn_source_open_bytes (bytes, "people.csv");
}

static void
set_pseudonym (TnImportPlan *plan, const char *name)
{
  int column = tn_import_plan_find (plan, name);

  g_assert_cmpint (column, >=, 0);
  tn_import_plan_set_pseudonym (plan, (guint) column, TRUE);
}

static char *
get_cell (TnTable *table, const char *name, gsize row)
{
  int column = tn_table_find (table, name);
  g_autoptr (GError) error = NULL;
  char *text;

  g_assert_cmpint (column, >=, 0);
  text = tn_column_dup_cell (tn_table_get_column (table, (guint) column), row, &error);
  g_assert_no_error (error);

  return text != NULL ? text : g_strdup ("");
}

#define PEOPLE                         \
  "id,mail,born,amount\n"              \
  "1,ann@example.org,2001-02-03,1.5\n" \
  "2, bob@example.org ,2001-02-03,2\n" \
  "3,ann@example.org,1999-12-31,3\n"   \
  "4,,1999-12-31,4\n"                  \
  "5,cut@example.org\n"                \
  "6,\"quo\"\"ted@example.org\",1980-01-01,6\n"

static TnMemorySink *
import (TnSource *source, TnImportPlan *plan)
{
  TnMemorySink *sink = tn_memory_sink_new ();
  g_autoptr (GError) error = NULL;

  tn_import_run (source, plan, NULL, &tn_memory_sink, sink, NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  return sink;
}

static void
test_import (void)
{
  g_autoptr (TnSource) source = open_text (PEOPLE);
  g_autoptr (TnImportPlan) plan = tn_import_detect (source, NULL, NULL, NULL, NULL);
  g_autoptr (TnPseudonymKey) key = get_key ();
  g_autoptr (TnMemorySink) sink = NULL;
  g_autofree char *quoted = make (key, "quo\"ted@example.org");
  static const char *const expected[] = { "dzqjievpzyrro6el", NULL, "dzqjievpzyrro6el", "" };
  TnTable *table;

  set_pseudonym (plan, "mail");
  set_pseudonym (plan, "born");
  g_assert_true (tn_import_plan_set_key (plan, key, NULL));
  sink = import (source, plan);
  table = tn_memory_sink_get_table (sink);
  g_assert_cmpuint (tn_table_get_n_rows (table), ==, 5);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *bob = make (key, "bob@example.org"); /* without its blanks */
      g_autofree char *cell = get_cell (table, "mail", i);

      g_assert_cmpstr (cell, ==, expected[i] != NULL ? expected[i] : bob);
    }
  {
    g_autofree char *cell = get_cell (table, "mail", 4);
    g_autofree char *born = get_cell (table, "born", 0);
    g_autofree char *same = get_cell (table, "born", 1);

    g_assert_cmpstr (cell, ==, quoted);
    g_assert_cmpuint (strlen (born), ==, TN_PSEUDONYM_LENGTH);
    g_assert_cmpstr (born, ==, same);
  }
}

static void
test_needs_key (void)
{
  g_autoptr (TnSource) source = open_text (PEOPLE);
  g_autoptr (TnImportPlan) plan = tn_import_detect (source, NULL, NULL, NULL, NULL);
  g_autoptr (TnImportPlan) again = NULL;
  g_autoptr (TnPseudonymKey) key = get_key ();
  g_autoptr (TnPseudonymKey) other = tn_pseudonym_key_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) stored = NULL;

  g_assert_false (tn_import_plan_needs_key (plan));
  set_pseudonym (plan, "mail");
  g_assert_true (tn_import_plan_needs_key (plan));
  g_assert_false (
      tn_import_run (source, plan, NULL, &tn_null_sink, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_KEY);
  g_assert_cmpstr (tn_error_get_column (error), ==, "mail");
  g_clear_error (&error);
  g_assert_true (tn_import_plan_set_key (plan, key, NULL));
  g_assert_false (tn_import_plan_needs_key (plan));

  /* Stored and read back it knows which key, and takes no other. */
  stored = tn_import_plan_to_json (plan);
  again = tn_import_plan_from_json (stored, &error);
  g_assert_no_error (error);
  g_assert_true (tn_import_plan_needs_key (again));
  g_assert_false (tn_import_plan_set_key (again, other, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_KEY);
  g_assert_true (tn_import_plan_set_key (again, key, NULL));
}

/* The key, and what stood in the cells, are in no plan. */
static void
test_plan_keeps_no_secret (void)
{
  g_autoptr (TnSource) source = open_text (PEOPLE);
  g_autoptr (TnImportPlan) plan = tn_import_detect (source, NULL, NULL, NULL, NULL);
  g_autoptr (TnPseudonymKey) key = get_key ();
  g_autoptr (TnMemorySink) sink = NULL;
  g_autoptr (JsonNode) stored = NULL;
  g_autofree char *text = NULL;

  set_pseudonym (plan, "mail");
  tn_import_plan_set_key (plan, key, NULL);
  sink = import (source, plan);
  stored = tn_import_plan_to_json (plan);
  text = json_to_string (stored, FALSE);
  g_assert_null (strstr (text, "00010203"));
  g_assert_null (strstr (text, "example.org"));
  g_assert_nonnull (strstr (text, "972561bb2025d360"));
}

/* Whatever is set aside: no letter of it stays. */
static void
test_problem_rows_are_masked (void)
{
  g_autoptr (TnSource) source = open_text (PEOPLE);
  g_autoptr (TnImportPlan) plan = tn_import_detect (source, NULL, NULL, NULL, NULL);
  g_autoptr (TnPseudonymKey) key = get_key ();
  g_autoptr (TnMemorySink) plain = import (source, plan);
  g_autoptr (TnMemorySink) sink = NULL;
  g_autofree char *seen = get_cell (tn_memory_sink_get_problems (plain), "text", 0);
  g_autofree char *masked = NULL;

  g_assert_nonnull (strstr (seen, "cut@example.org"));
  set_pseudonym (plan, "mail");
  tn_import_plan_set_key (plan, key, NULL);
  sink = import (source, plan);
  masked = get_cell (tn_memory_sink_get_problems (sink), "text", 0);
  g_assert_cmpstr (masked, ==, "•,•••@•••••••.•••");
}

/* A person who leaves the column out does not want it in the problem rows either. */
static void
test_left_out_is_masked (void)
{
  g_autoptr (TnSource) source = open_text (PEOPLE);
  g_autoptr (TnImportPlan) plan = tn_import_detect (source, NULL, NULL, NULL, NULL);
  g_autoptr (TnMemorySink) sink = NULL;
  g_autofree char *masked = NULL;

  tn_import_plan_set_included (plan, (guint) tn_import_plan_find (plan, "mail"), FALSE);
  sink = import (source, plan);
  masked = get_cell (tn_memory_sink_get_problems (sink), "text", 0);
  g_assert_cmpstr (masked, ==, "•,•••@•••••••.•••");
}

static void
test_mask_random (void)
{
  for (int round = 0; round < 2000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *masked = NULL;
      gsize length;

      for (int i = g_test_rand_int_range (0, 40); i > 0; i--)
        g_string_append_unichar (text, g_test_rand_bit ()
                                           ? (gunichar) g_test_rand_int_range (32, 127)
                                           : (gunichar) g_test_rand_int_range (0xa0, 0xd7ff));
      masked = tn_pseudonym_mask (text->str, text->len, &length);
      g_assert_cmpuint (strlen (masked), ==, length);
      g_assert_true (g_utf8_validate (masked, (gssize) length, NULL));
      g_assert_cmpint (g_utf8_strlen (masked, -1), ==, g_utf8_strlen (text->str, -1));
      for (const char *p = masked; *p != '\0'; p = g_utf8_next_char (p))
        g_assert_true (g_utf8_get_char (p) == 0x2022 ||
                       (g_ascii_isprint (*p) && !g_ascii_isalnum (*p)));
    }
}

static void
test_files_share_key (void)
{
  TnImportFile files[] = { { open_text ("id,mail\n1,ann@example.org\n2,bob@example.org\n"), NULL },
                           { open_text ("mail,id\nann@example.org,7\ncyd@example.org,8\n"),
                             NULL } };
  g_autoptr (TnPseudonymKey) key = get_key ();
  g_autoptr (TnMemorySink) sink = tn_memory_sink_new ();
  g_autoptr (GError) error = NULL;

  tn_import_detect_files (files, 2, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  set_pseudonym (files[0].plan, "mail");
  tn_import_plan_set_key (files[0].plan, key, NULL);
  tn_import_check_files (files, 2, &error);
  g_assert_no_error (error);
  tn_import_run_files (files, 2, NULL, NULL, &tn_memory_sink, sink, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  {
    g_autofree char *first = get_cell (tn_memory_sink_get_table (sink), "mail", 0);
    g_autofree char *third = get_cell (tn_memory_sink_get_table (sink), "mail", 2);

    g_assert_cmpstr (first, ==, "dzqjievpzyrro6el");
    g_assert_cmpstr (third, ==, first);
  }
  for (int i = 0; i < 2; i++)
    {
      tn_source_unref (files[i].source);
      tn_import_plan_free (files[i].plan);
    }
}

/* Sensitive columns */

static void
assert_sensitive (const char *text, const char *name, TnSensitive expected)
{
  g_autoptr (TnSource) source = open_text (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnImportPlan) plan = tn_import_detect (source, NULL, NULL, NULL, &error);
  int column;

  g_assert_no_error (error);
  column = tn_import_plan_find (plan, name);
  g_assert_cmpint (column, >=, 0);
  g_assert_cmpstr (tn_sensitive_to_id (tn_import_plan_get_column (plan, (guint) column)->sensitive),
                   ==, tn_sensitive_to_id (expected));
}

static void
test_found_by_cells (void)
{
  assert_sensitive ("a,b\nann@example.org,1\nbob@mail.example.org,2\ncyd.d@x.de,3\n", "a",
                    TN_SENSITIVE_MAIL);
  assert_sensitive ("a,b\n+44 161 555 0100,1\n+49 30 5550100,2\n+86 138 0013 8000,3\n", "a",
                    TN_SENSITIVE_PHONE);
  assert_sensitive ("a,b\n13800138000,1\n13900139000,2\n18600186000,3\n", "a", TN_SENSITIVE_PHONE);
  /* GB 11643-1999 gives 11010519491231002X as its example. */
  assert_sensitive ("a,b\n11010519491231002X,1\n11010519491231002X,2\n11010519491231002X,3\n", "a",
                    TN_SENSITIVE_IDENTITY);
  assert_sensitive ("a,b\n4111 1111 1111 1111,1\n5500 0000 0000 0004,2\n3400 0000 0000 009,3\n",
                    "a", TN_SENSITIVE_IDENTITY);
  assert_sensitive ("a,b\n192.0.2.1,1\n198.51.100.7,2\n203.0.113.254,3\n", "a",
                    TN_SENSITIVE_COMPUTER);
}

static void
test_found_by_name (void)
{
  assert_sensitive ("Surname,b\nSmith,1\nJones,2\nSmith,3\n", "Surname", TN_SENSITIVE_NAME);
  assert_sensitive ("收货人,b\n张伟,1\n王芳,2\n李娜,3\n", "收货人", TN_SENSITIVE_NAME);
  assert_sensitive ("收货地址,b\n北京市,1\n上海市,2\n广州市,3\n", "收货地址", TN_SENSITIVE_ADDRESS);
  assert_sensitive ("date_of_birth,b\n2001-02-03,1\n1999-01-05,2\n1980-10-10,3\n", "date_of_birth",
                    TN_SENSITIVE_BIRTH);
}

/* Much in a shop looks like it and is not. */
static void
test_not_sensitive (void)
{
  assert_sensitive ("order_id,b\n100000012345,1\n100000012346,2\n100000012347,3\n", "order_id",
                    TN_SENSITIVE_NONE);
  assert_sensitive ("product_name,b\nblue cup,1\nred cup,2\npan,3\n", "product_name",
                    TN_SENSITIVE_NONE);
  assert_sensitive ("order_date,b\n2026-01-02,1\n2026-01-03,2\n2026-01-04,3\n", "order_date",
                    TN_SENSITIVE_NONE);
  assert_sensitive ("email_opt_in,b\nyes,1\nno,2\nyes,3\n", "email_opt_in", TN_SENSITIVE_NONE);
  assert_sensitive ("amount,b\n1234.50,1\n9999.99,2\n1200.00,3\n", "amount", TN_SENSITIVE_NONE);
  assert_sensitive ("version,b\n1.2.3,1\n1.2.4,2\n2.0.0,3\n", "version", TN_SENSITIVE_NONE);
}

/* A few kinds of place repeated over many customers are no addresses; many places are. */
static void
test_kinds_are_no_addresses (void)
{
  g_autoptr (GString) kinds = g_string_new ("zip_code,b\n");
  g_autoptr (GString) places = g_string_new ("zip_code,b\n");

  for (guint i = 0; i < 300; i++)
    {
      g_string_append_printf (kinds, "%s,%u\n", i % 3 > 0 ? "urban" : "rural", i);
      g_string_append_printf (places, "E%u,%u\n", i % 6, i);
    }
  assert_sensitive (kinds->str, "zip_code", TN_SENSITIVE_NONE);
  assert_sensitive (places->str, "zip_code", TN_SENSITIVE_ADDRESS);
}

static void
test_trial (void)
{
  g_autoptr (TnSource) source = open_text (PEOPLE);
  g_autoptr (TnImportPlan) plan = tn_import_detect (source, NULL, NULL, NULL, NULL);
  g_autoptr (TnTrialSink) sink = tn_trial_sink_new (1);
  g_autoptr (TnMemorySink) kept = import (source, plan);
  g_autoptr (GError) error = NULL;
  const TnTrialProblem *problem;

  tn_import_run (source, plan, NULL, &tn_trial_sink, sink, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tn_trial_sink_get_problems (sink)->len, ==, 1);
  problem = g_ptr_array_index (tn_trial_sink_get_problems (sink), 0);
  g_assert_cmpint (problem->line, ==, 6);
  g_assert_cmpstr (problem->text, ==, "5,cut@example.org");
  /* Two columns of 8 bytes a row, two of 4 and their words. */
  g_assert_cmpint (tn_trial_sink_get_bytes (sink), >=, 5 * (8 + 8 + 4 + 4));
  g_assert_cmpint (tn_trial_sink_get_bytes (sink), <, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pseudonym/equals-another-implementation", test_known_values);
  g_test_add_func ("/pseudonym/keys-differ", test_keys_differ);
  g_test_add_func ("/pseudonym/file-is-the-owners-and-never-written-over", test_file);
  g_test_add_func ("/pseudonym/what-is-no-key-is-refused", test_no_key);
  g_test_add_func ("/pseudonym/stands-for-the-cell-in-the-table", test_import);
  g_test_add_func ("/pseudonym/import-asks-for-the-key-and-no-other", test_needs_key);
  g_test_add_func ("/pseudonym/plan-keeps-no-secret", test_plan_keeps_no_secret);
  g_test_add_func ("/pseudonym/problem-rows-are-masked", test_problem_rows_are_masked);
  g_test_add_func ("/pseudonym/what-is-left-out-is-masked-too", test_left_out_is_masked);
  g_test_add_func ("/pseudonym/mask-leaves-marks-alone", test_mask_random);
  g_test_add_func ("/pseudonym/several-files-share-a-key", test_files_share_key);
  g_test_add_func ("/sensitive/by-cells", test_found_by_cells);
  g_test_add_func ("/sensitive/by-name", test_found_by_name);
  g_test_add_func ("/sensitive/what-only-looks-like-it", test_not_sensitive);
  g_test_add_func ("/sensitive/kinds-are-no-addresses", test_kinds_are_no_addresses);
  g_test_add_func ("/trial/counts-and-keeps-the-first-problems", test_trial);

  return g_test_run ();
}

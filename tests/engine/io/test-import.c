/* test-import.c: files come in whole, with the right types and roles
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "import-support.h"
#include "tn-error.h"
#include "tn-pool.h"
#include "tn-test.h"

static const TnImportColumn *
get (const Imported *in, const char *name)
{
  int i = tn_import_plan_find (in->plan, name);

  if (i < 0)
    g_error ("no column %s", name);

  return tn_import_plan_get_column (in->plan, i);
}

static TnColumn *
get_values (const Imported *in, const char *name)
{
  return tn_table_get_column (in->table, tn_table_find (in->table, name));
}

static char *
cell (const Imported *in, const char *name, gsize row)
{
  return tn_column_dup_cell (get_values (in, name), row, NULL);
}

static void
assert_cell (const Imported *in, const char *name, gsize row, const char *right)
{
  g_autofree char *text = cell (in, name, row);

  g_assert_cmpstr (text, ==, right);
}

static void
assert_column (const Imported *in,
               const char *name,
               TnColumnType type,
               TnRole role,
               gint64 n_missing)
{
  const TnImportColumn *column = get (in, name);
  gsize counted;

  g_assert_cmpstr (tn_column_type_to_id (column->type), ==, tn_column_type_to_id (type));
  g_assert_cmpstr (tn_role_to_id (column->role), ==, tn_role_to_id (role));
  g_assert_cmpint (column->n_missing, ==, n_missing);
  g_assert_true (tn_column_count_missing (get_values (in, name), &counted, NULL));
  g_assert_cmpint (counted, ==, n_missing + column->n_problems);
}

static guint32
count_words (const Imported *in, const char *name)
{
  g_autoptr (TnDictionary) words = tn_column_get_dictionary (get_values (in, name), NULL);

  return tn_dictionary_get_size (words);
}

/* Counts of the data set's README. */
static void
test_online_retail (void)
{
  g_autofree char *path = tn_test_shared ("datasets/online-retail/online_retail.csv.gz");
  g_auto (Imported) in = { 0 };
  g_autofree double *quantity = NULL;
  g_autofree double *price = NULL;
  double revenue = 0;
  gsize n_negative = 0;
  gsize n_free = 0;

  if (path == NULL)
    return;
  import_path (path, &in);
  g_assert_cmpint (in.summary.n_rows, ==, 541909);
  g_assert_cmpint (in.summary.n_problem_rows, ==, 0);
  g_assert_cmpint (in.summary.n_problem_cells, ==, 0);
  assert_column (&in, "InvoiceNo", TN_COLUMN_CATEGORY, TN_ROLE_ORDER, 0);
  assert_column (&in, "StockCode", TN_COLUMN_CATEGORY, TN_ROLE_ITEM, 0);
  assert_column (&in, "Description", TN_COLUMN_CATEGORY, TN_ROLE_NONE, 1454);
  assert_column (&in, "Quantity", TN_COLUMN_NUMBER, TN_ROLE_QUANTITY, 0);
  assert_column (&in, "InvoiceDate", TN_COLUMN_TIME, TN_ROLE_TIME, 0);
  assert_column (&in, "UnitPrice", TN_COLUMN_NUMBER, TN_ROLE_PRICE, 0);
  assert_column (&in, "CustomerID", TN_COLUMN_CATEGORY, TN_ROLE_CUSTOMER, 135080);
  assert_column (&in, "Country", TN_COLUMN_CATEGORY, TN_ROLE_CATEGORY, 0);
  g_assert_cmpuint (count_words (&in, "InvoiceNo"), ==, 25900);
  g_assert_cmpuint (count_words (&in, "StockCode"), ==, 4070);
  g_assert_cmpuint (count_words (&in, "CustomerID"), ==, 4372);
  g_assert_cmpuint (count_words (&in, "Country"), ==, 38);
  assert_cell (&in, "CustomerID", 0, "17850");
  assert_cell (&in, "InvoiceDate", 0, "2010-12-01 08:26:00");
  g_assert_cmpint (get (&in, "CustomerID")->n_stripped, ==, 541909 - 135080);
  quantity = tn_column_dup_numbers (get_values (&in, "Quantity"), NULL);
  price = tn_column_dup_numbers (get_values (&in, "UnitPrice"), NULL);
  for (gsize i = 0; i < 541909; i++)
    {
      revenue += quantity[i] * price[i];
      n_negative += quantity[i] < 0;
      n_free += price[i] <= 0;
    }
  g_assert_cmpuint (n_negative, ==, 10624);
  g_assert_cmpuint (n_free, ==, 2517);
  tn_assert_close (revenue, 9747747.93, 1e-8);
}

static void
test_telco (void)
{
  g_autofree char *path = tn_test_shared ("datasets/telco-churn/Telco-Customer-Churn.csv");
  g_auto (Imported) in = { 0 };

  if (path == NULL)
    return;
  import_path (path, &in);
  g_assert_cmpint (in.summary.n_rows, ==, 7043);
  assert_column (&in, "customerID", TN_COLUMN_CATEGORY, TN_ROLE_CUSTOMER, 0);
  assert_column (&in, "TotalCharges", TN_COLUMN_NUMBER, TN_ROLE_NONE, 11);
  assert_column (&in, "tenure", TN_COLUMN_NUMBER, TN_ROLE_NONE, 0);
  assert_column (&in, "Contract", TN_COLUMN_CATEGORY, TN_ROLE_NONE, 0);
  assert_column (&in, "Churn", TN_COLUMN_FLAG, TN_ROLE_TARGET, 0);
}

/* A table of customers has dates too, and none is the time of a log; in a log it is. */
static void
test_signup (void)
{
  g_autoptr (GString) table = g_string_new ("customer_id,signup_date,plan,age\n");
  g_autoptr (GString) log = g_string_new ("customer_id,date,amount\n");
  g_auto (Imported) people = { 0 };
  g_auto (Imported) orders = { 0 };

  for (guint i = 0; i < 60; i++)
    {
      g_string_append_printf (table, "K%03u,2024-%02u-%02u,%s,%u\n", i, 1 + i % 12, 1 + i % 27,
                              i % 3 == 0 ? "a" : "b", 20 + i % 40);
      g_string_append_printf (log, "K%03u,2024-%02u-%02u,%u.5\n", i / 2, 1 + i % 12, 1 + i % 27,
                              i % 40);
    }
  import_text (table->str, &people);
  assert_column (&people, "customer_id", TN_COLUMN_CATEGORY, TN_ROLE_CUSTOMER, 0);
  assert_column (&people, "signup_date", TN_COLUMN_TIME, TN_ROLE_NONE, 0);
  import_text (log->str, &orders);
  assert_column (&orders, "date", TN_COLUMN_TIME, TN_ROLE_TIME, 0);
}

static void
test_cdnow (void)
{
  g_autofree char *path = tn_test_shared ("datasets/cdnow/CDNOW_master.txt");
  g_autofree char *sample = tn_test_shared ("datasets/cdnow/CDNOW_sample.txt");
  g_auto (Imported) in = { 0 };
  g_auto (Imported) small = { 0 };
  g_autofree double *value = NULL;
  double sum = 0;

  if (path == NULL || sample == NULL)
    return;
  import_path (path, &in);
  g_assert_cmpint (in.summary.n_rows, ==, 69659);
  assert_column (&in, "customer_id", TN_COLUMN_CATEGORY, TN_ROLE_CUSTOMER, 0);
  assert_column (&in, "date", TN_COLUMN_TIME, TN_ROLE_TIME, 0);
  assert_column (&in, "number_of_cds", TN_COLUMN_NUMBER, TN_ROLE_QUANTITY, 0);
  assert_column (&in, "dollar_value", TN_COLUMN_NUMBER, TN_ROLE_AMOUNT, 0);
  g_assert_cmpuint (count_words (&in, "customer_id"), ==, 23570);
  assert_cell (&in, "customer_id", 0, "00001");
  assert_cell (&in, "date", 0, "1997-01-01");
  value = tn_column_dup_numbers (get_values (&in, "dollar_value"), NULL);
  for (gsize i = 0; i < 69659; i++)
    sum += value[i];
  tn_assert_close (sum, 2500315.63, 1e-9);

  import_path (sample, &small);
  g_assert_cmpint (small.summary.n_rows, ==, 6919);
  assert_column (&small, "column_1", TN_COLUMN_CATEGORY, TN_ROLE_CUSTOMER, 0);
  assert_column (&small, "column_3", TN_COLUMN_TIME, TN_ROLE_TIME, 0);
}

static void
test_shoppers (void)
{
  g_autofree char *path = tn_test_shared ("datasets/online-shoppers/online_shoppers_intention.csv");
  g_auto (Imported) in = { 0 };
  g_autofree guint32 *codes = NULL;
  gsize n_yes = 0;

  if (path == NULL)
    return;
  import_path (path, &in);
  g_assert_cmpint (in.summary.n_rows, ==, 12330);
  assert_column (&in, "Revenue", TN_COLUMN_FLAG, TN_ROLE_TARGET, 0);
  assert_column (&in, "Month", TN_COLUMN_CATEGORY, TN_ROLE_NONE, 0);
  codes = tn_column_dup_codes (get_values (&in, "Revenue"), NULL);
  for (gsize i = 0; i < 12330; i++)
    n_yes += codes[i] == 1;
  g_assert_cmpuint (n_yes, ==, 1908);
}

/* Quoted commas, doubled quotes and 4,741 more lines than rows. */
static void
test_reviews (void)
{
  g_autofree char *path =
      tn_test_shared ("datasets/womens-clothing-reviews/womens_clothing_reviews.csv.gz");
  g_auto (Imported) in = { 0 };

  if (path == NULL)
    return;
  import_path (path, &in);
  g_assert_cmpint (in.summary.n_rows, ==, 23486);
  g_assert_cmpint (in.summary.n_problem_rows, ==, 0);
  assert_column (&in, "Review Text", TN_COLUMN_TEXT, TN_ROLE_TEXT, 845);
  assert_column (&in, "Title", TN_COLUMN_CATEGORY, TN_ROLE_NONE, 3810);
  assert_column (&in, "Clothing ID", TN_COLUMN_CATEGORY, TN_ROLE_ITEM, 0);
  assert_column (&in, "column_1", TN_COLUMN_NUMBER, TN_ROLE_NONE, 0);
  g_assert_cmpuint (count_words (&in, "Clothing ID"), ==, 1206);
}

static void
test_movielens (void)
{
  g_autofree char *path = tn_test_shared ("datasets/movielens-100k/u.item");
  g_auto (Imported) in = { 0 };
  g_autoptr (GPtrArray) sentences = NULL;

  if (path == NULL)
    return;
  import_path (path, &in);
  g_assert_cmpint (in.summary.n_rows, ==, 1682);
  g_assert_cmpstr (tn_import_plan_get_encoding (in.plan), ==, "WINDOWS-1252");
  g_assert_cmpint (tn_import_plan_get_dialect (in.plan)->delimiter, ==, '|');
  assert_column (&in, "column_3", TN_COLUMN_TIME, TN_ROLE_TIME, 1);
  /* Titles of films, of which a few are alike. */
  assert_column (&in, "column_2", TN_COLUMN_CATEGORY, TN_ROLE_NONE, 0);
  /* A single-byte encoding is never taken without a word. */
  sentences = tn_import_plan_describe (in.plan);
  g_assert_cmpuint (sentences->len, >, 0);
  g_assert_nonnull (strstr (tn_message_get_id (sentences->pdata[0]), "encoding"));
}

static void
assert_same_reviews (const Imported *a, const Imported *b)
{
  g_assert_cmpint (a->summary.n_rows, ==, b->summary.n_rows);
  for (guint j = 0; j < 3; j++)
    for (gsize i = 0; i < tn_table_get_n_rows (a->table); i++)
      {
        g_autofree char *x = tn_column_dup_cell (tn_table_get_column (a->table, j), i, NULL);
        g_autofree char *y = tn_column_dup_cell (tn_table_get_column (b->table, j), i, NULL);

        g_assert_cmpstr (x, ==, y);
      }
}

static void
test_encodings (void)
{
  static const struct
  {
    const char *file;
    const char *encoding;
    gboolean lossless;
    gint64 n_problems;
  } cases[] = {
    { "utf8-bom-crlf.csv", "UTF-8", TRUE, 0 },
    { "gb18030.csv", "GB18030", TRUE, 0 },
    { "gbk-replaced.csv", "GB18030", FALSE, 0 },
    { "big5-replaced.csv", "BIG5", FALSE, 0 },
    { "utf16le-bom.csv", "UTF-16LE", TRUE, 0 },
    { "utf16be-bom.csv", "UTF-16BE", TRUE, 0 },
    { "utf16le-nobom.tsv", "UTF-16LE", TRUE, 0 },
    { "utf8-truncated-midchar.csv", "UTF-8", FALSE, 1 },
  };
  g_autofree char *root = tn_test_shared ("datasets/csv-torture/encodings");
  g_autofree char *right = NULL;
  g_auto (Imported) utf8 = { 0 };

  if (root == NULL)
    return;
  right = g_build_filename (root, "shop_reviews_300.utf8.csv", NULL);
  import_path (right, &utf8);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strconcat ("shop_reviews_300.", cases[i].file, NULL);
      g_autofree char *path = g_build_filename (root, name, NULL);
      g_auto (Imported) in = { 0 };

      import_path (path, &in);
      g_assert_cmpstr (tn_import_plan_get_encoding (in.plan), ==, cases[i].encoding);
      g_assert_cmpint (in.summary.n_problem_rows, ==, cases[i].n_problems);
      g_assert_cmpint (in.summary.n_rows + in.summary.n_problem_rows, ==, utf8.summary.n_rows);
      if (cases[i].lossless)
        assert_same_reviews (&in, &utf8);
    }
}

/* Plain ASCII over all samples, then something else. */
static GString *
long_ascii (guint n_rows)
{
  GString *text = g_string_new ("id,word,amount\n");

  for (guint i = 0; i < n_rows; i++)
    g_string_append_printf (text, "%06u,plain,%u.5\n", i, i % 100);

  return text;
}

static void
test_late_break (void)
{
  g_autoptr (GString) text = long_ascii (150000);
  g_autoptr (GString) chinese = long_ascii (150000);
  g_auto (Imported) broken = { 0 };
  g_auto (Imported) gb = { 0 };
  gsize at;
  g_autofree char *shown = NULL;
  g_autofree char *line = NULL;

  /* One byte that is no text: that row is set aside, with its line, and can be had back. */
  g_string_append (text, "999,caf\xff\x80,1\n1000,good,2\n");
  import_bytes (text->str, text->len, &broken);
  g_assert_cmpstr (tn_import_plan_get_encoding (broken.plan), ==, "UTF-8");
  g_assert_cmpint (broken.summary.n_problem_rows, ==, 1);
  g_assert_cmpint (broken.summary.n_rows, ==, 150001);
  line = tn_column_dup_cell (tn_table_get_column (broken.problems, 0), 0, NULL);
  shown = tn_column_dup_cell (tn_table_get_column (broken.problems, 4), 0, NULL);
  g_assert_cmpstr (line, ==, "150002");
  g_assert_cmpstr (shown, ==, "999,caf\\xff\\x80,1");

  /* Chinese in GB18030, between two samples: the file is read again, from the top. */
  at = strstr (chinese->str, "\n012000,") + 1 - chinese->str;
  for (guint i = 0; i < 50; i++)
    g_string_insert (chinese, (gssize) at, "1,\xd6\xd0\xce\xc4\xb5\xc4\xc9\xcc\xc6\xb7,2\n");
  import_bytes (chinese->str, chinese->len, &gb);
  g_assert_cmpstr (tn_import_plan_get_encoding (gb.plan), ==, "GB18030");
  g_assert_cmpint (gb.summary.n_problem_rows, ==, 0);
  g_assert_cmpint (gb.summary.n_restarts, ==, 1);
  assert_cell (&gb, "word", 12049, "中文的商品");
}

static void
test_late_demotion (void)
{
  g_autoptr (GString) text = g_string_new ("a,b\n");
  g_auto (Imported) in = { 0 };
  g_autoptr (GPtrArray) sentences = NULL;

  /* Samples are of both ends and of places between: only some see the words. */
  for (guint i = 0; i < 400000; i++)
    if (i >= 20000 && i < 32000 && i % 2 == 0)
      g_string_append_printf (text, "%u,word%u\n", i % 7, i);
    else
      g_string_append_printf (text, "%u,%u\n", i % 7, i);
  import_bytes (text->str, text->len, &in);
  g_assert_cmpint (in.summary.n_rows, ==, 400000);
  g_assert_cmpint (in.summary.n_problem_rows, ==, 0);
  /* 1.5 % of the cells: kept as problems, not more than the share. */
  if (get (&in, "b")->type == TN_COLUMN_NUMBER)
    g_assert_cmpint (get (&in, "b")->n_problems, ==, 6000);

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "1,late%u\n", i);
  imported_clear (&in);
  import_bytes (text->str, text->len, &in);
  g_assert_cmpint (in.summary.n_rows, ==, 420000);
  g_assert_cmpint (get (&in, "b")->type, ==, TN_COLUMN_CATEGORY);
  g_assert_cmpint (in.summary.n_problem_cells, ==, 0);
  assert_cell (&in, "b", 419999, "late19999");
}

static void
test_bad_cell (void)
{
  g_autoptr (GString) text = g_string_new ("day,amount\n");
  g_auto (Imported) in = { 0 };
  g_autofree char *column = NULL;
  g_autofree char *line = NULL;
  g_autofree char *shown = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (text, "2026-01-%02u,%s\n", i % 28 + 1, i == 77 ? "12,O5" : "12.5");
  g_string_replace (text, "12,O5", "\"12,O5\"", 1);
  import_text (text->str, &in);
  g_assert_cmpint (in.summary.n_rows, ==, 200);
  g_assert_cmpint (in.summary.n_problem_cells, ==, 1);
  assert_column (&in, "amount", TN_COLUMN_NUMBER, TN_ROLE_AMOUNT, 0);
  assert_cell (&in, "amount", 77, NULL);
  assert_cell (&in, "amount", 78, "12.5");
  line = tn_column_dup_cell (tn_table_get_column (in.problems, 0), 0, NULL);
  column = tn_column_dup_cell (tn_table_get_column (in.problems, 2), 0, NULL);
  shown = tn_column_dup_cell (tn_table_get_column (in.problems, 4), 0, NULL);
  g_assert_cmpstr (line, ==, "79");
  g_assert_cmpstr (column, ==, "amount");
  g_assert_cmpstr (shown, ==, "12,O5");
}

static void
test_identifiers (void)
{
  g_auto (Imported) in = { 0 };

  import_text ("zip,order_no,sku,phone,big,n,mixed_id\n"
               "00123,1234567890123456789,1E10,+8613812345678,1234567890123456,1e3,17850.0\n"
               "04567,9234567890123456789,2E05,+8613912345678,2234567890123456,2e3,17851.0\n"
               "98765,8234567890123456789,7E12,+8613712345678,3234567890123456,3.5,\n",
               &in);
  assert_cell (&in, "zip", 0, "00123");
  assert_cell (&in, "order_no", 1, "9234567890123456789");
  assert_cell (&in, "sku", 0, "1E10");
  assert_cell (&in, "phone", 0, "+8613812345678");
  assert_cell (&in, "big", 2, "3234567890123456");
  assert_column (&in, "n", TN_COLUMN_NUMBER, TN_ROLE_NONE, 0);
  assert_cell (&in, "mixed_id", 0, "17850");
  g_assert_cmpint (get (&in, "mixed_id")->n_stripped, ==, 2);
}

/* 12.5 among them: then ".0" says something, and every cell stays as it is. */
static void
test_no_strip (void)
{
  g_auto (Imported) in = { 0 };

  import_text ("part_no,x\n10.0,1\n11.0,2\n12.5,3\n", &in);
  assert_cell (&in, "part_no", 0, "10");
  g_assert_cmpint (get (&in, "part_no")->type, ==, TN_COLUMN_NUMBER);
}

static const char *
field_unit (const Imported *in, const char *name)
{
  return tn_table_get_field (in->table, (guint) tn_table_find (in->table, name))->unit;
}

/* Money is told apart from other units: by the marks of its cells, or by a column that names one
 * currency for all. */
static void
test_currency (void)
{
  g_auto (Imported) marks = { 0 }, named = { 0 }, mixed = { 0 };

  import_text ("customer_id,amount,price,share\nA1,€12.50,\"¥1,200\",42%\nA2,€7.00,¥80,7%\n",
               &marks);
  g_assert_cmpstr (field_unit (&marks, "amount"), ==, "EUR");
  g_assert_cmpstr (field_unit (&marks, "price"), ==, "¥");
  g_assert_cmpstr (field_unit (&marks, "share"), ==, "%");
  import_text ("customer_id,amount,quantity,currency\nA1,12.50,3,GBP\nA2,7.00,1,GBP\n", &named);
  g_assert_cmpstr (field_unit (&named, "amount"), ==, "GBP");
  g_assert_null (field_unit (&named, "quantity"));
  import_text ("customer_id,amount,currency\nA1,12.50,GBP\nA2,7.00,EUR\n", &mixed);
  g_assert_null (field_unit (&mixed, "amount"));
}

/* ¥ is yuan and yen, $ and 元 are several: what was printed is kept, and no country is claimed. */
static void
test_shared_signs (void)
{
  g_auto (Imported) in = { 0 }, said = { 0 };

  import_text ("customer_id,amount,price,cost,fee,paid\n"
               "A1,$12.50,￥80,12.5元,US$3,RMB7\nA2,$7.00,￥90,80元,US$4,RMB8\n",
               &in);
  g_assert_cmpstr (field_unit (&in, "amount"), ==, "$");
  g_assert_cmpstr (field_unit (&in, "price"), ==, "¥");
  g_assert_cmpstr (field_unit (&in, "cost"), ==, "元");
  g_assert_cmpstr (field_unit (&in, "fee"), ==, "USD");
  g_assert_cmpstr (field_unit (&in, "paid"), ==, "CNY");
  import_text ("customer_id,amount,currency\nA1,12.50,¥\nA2,7.00,¥\n", &said);
  g_assert_cmpstr (field_unit (&said, "amount"), ==, "¥");
}

static void
test_formats (void)
{
  g_auto (Imported) in = { 0 };
  g_auto (Imported) german = { 0 };

  import_text ("pct,price,sales,gmv,neg\n"
               "42%,\"¥1,200\",\"$1,234.50\",1.2万,(500)\n"
               "7.5%,¥80,$3.00,300,12\n"
               "100%,\"¥3,456\",$12.00,2亿,-3\n",
               &in);
  assert_cell (&in, "pct", 1, "7.5");
  g_assert_cmpstr (get (&in, "pct")->format.unit, ==, "%");
  assert_cell (&in, "price", 0, "1200");
  g_assert_cmpstr (get (&in, "price")->format.unit, ==, "¥");
  assert_cell (&in, "sales", 0, "1234.5");
  assert_cell (&in, "gmv", 0, "12000");
  assert_cell (&in, "gmv", 2, "200000000");
  assert_cell (&in, "neg", 0, "-500");

  import_text ("Datum;Betrag;Menge\n01.02.2026;1.234,50;1.000\n15.02.2026;0,99;2.500\n", &german);
  g_assert_cmpint (tn_import_plan_get_dialect (german.plan)->delimiter, ==, ';');
  assert_cell (&german, "Betrag", 0, "1234.5");
  /* 1.000 in a file of decimal commas is a thousand. */
  assert_cell (&german, "Menge", 1, "2500");
  assert_cell (&german, "Datum", 1, "2026-02-15");
  g_assert_false (get (&german, "Datum")->ambiguous);
}

static void
test_dates (void)
{
  g_auto (Imported) in = { 0 };
  g_autoptr (GPtrArray) sentences = NULL;

  import_text ("a,b,c,d,e_time,f\n"
               "01/02/2024,01/02/2024,2016年3月1日 14:05,20160301,1451606400,Mar 1 2016\n"
               "03/04/2024,02/25/2024,2016年12月31日 23:59,20161231,1451606401,Dec 31 2016\n",
               &in);
  g_assert_true (get (&in, "a")->ambiguous);
  g_assert_cmpint (get (&in, "a")->layout.order, ==, TN_TIME_DMY);
  assert_cell (&in, "a", 0, "2024-02-01");
  /* One 02/25 settles the column. */
  g_assert_false (get (&in, "b")->ambiguous);
  assert_cell (&in, "b", 0, "2024-01-02");
  assert_cell (&in, "c", 0, "2016-03-01 14:05:00");
  assert_cell (&in, "e_time", 0, "2016-01-01");
  assert_cell (&in, "f", 1, "2016-12-31");
  sentences = tn_import_plan_describe (in.plan);
  g_assert_cmpuint (sentences->len, ==, 1);
}

static void
test_chinese_roles (void)
{
  g_auto (Imported) in = { 0 };

  import_text ("用户编号,订单号,商品编号,下单时间,数量,单价,实付金额,类目,评论\n"
               "u1,A001,P1,2026-01-02 10:00,2,9.9,19.8,书籍,很好\n"
               "u2,A002,P2,2026-01-03 11:00,1,5,5,水果,一般\n",
               &in);
  assert_column (&in, "用户编号", TN_COLUMN_CATEGORY, TN_ROLE_CUSTOMER, 0);
  assert_column (&in, "订单号", TN_COLUMN_CATEGORY, TN_ROLE_ORDER, 0);
  assert_column (&in, "商品编号", TN_COLUMN_CATEGORY, TN_ROLE_ITEM, 0);
  assert_column (&in, "下单时间", TN_COLUMN_TIME, TN_ROLE_TIME, 0);
  assert_column (&in, "数量", TN_COLUMN_NUMBER, TN_ROLE_QUANTITY, 0);
  assert_column (&in, "单价", TN_COLUMN_NUMBER, TN_ROLE_PRICE, 0);
  assert_column (&in, "实付金额", TN_COLUMN_NUMBER, TN_ROLE_AMOUNT, 0);
  assert_column (&in, "类目", TN_COLUMN_CATEGORY, TN_ROLE_CATEGORY, 0);
}

static void
test_missing_marks (void)
{
  g_auto (Imported) in = { 0 };

  import_text ("x,w\n1,a\nN/A,NULL\n-,b\n#N/A,\nNaN,c\n4,d\n", &in);
  assert_column (&in, "x", TN_COLUMN_NUMBER, TN_ROLE_NONE, 4);
  assert_column (&in, "w", TN_COLUMN_CATEGORY, TN_ROLE_NONE, 2);
}

static void
test_names (void)
{
  g_auto (Imported) in = { 0 };

  import_text ("x, x,x,,Age (2),😀\n1,2,3,4,5,6\n7,8,9,10,11,12\n", &in);
  g_assert_cmpstr (tn_import_plan_get_column (in.plan, 0)->name, ==, "x");
  g_assert_cmpstr (tn_import_plan_get_column (in.plan, 1)->name, ==, "x (2)");
  g_assert_cmpstr (tn_import_plan_get_column (in.plan, 1)->original, ==, "x");
  g_assert_cmpstr (tn_import_plan_get_column (in.plan, 2)->name, ==, "x (3)");
  g_assert_cmpstr (tn_import_plan_get_column (in.plan, 3)->name, ==, "column_4");
  g_assert_cmpstr (tn_import_plan_get_column (in.plan, 5)->name, ==, "😀");
}

static void
test_ragged (void)
{
  g_auto (Imported) in = { 0 };
  g_autofree char *reason = NULL;

  import_text ("a,b,c\n1,x,2\n3,y\n4,z,5,6\n7,w,8,\n,,\n\n9,v,10\n", &in);
  g_assert_cmpint (in.summary.n_rows, ==, 3);
  g_assert_cmpint (in.summary.n_problem_rows, ==, 2);
  g_assert_cmpint (in.summary.n_mended_rows, ==, 1);
  g_assert_cmpint (in.summary.n_blank_lines, ==, 2);
  reason = tn_column_dup_cell (tn_table_get_column (in.problems, 3), 0, NULL);
  g_assert_cmpstr (reason, ==, "short");
}

static void
test_totals (void)
{
  g_auto (Imported) in = { 0 };
  g_autofree char *reason = NULL;
  g_autofree char *line = NULL;

  import_text ("shop,day,amount\nTotal,2016-01-01,1\na,2016-01-02,2\n,Total:,3\n\n", &in);
  g_assert_cmpint (in.summary.n_rows, ==, 2);
  g_assert_cmpint (in.summary.n_problem_rows, ==, 1);
  line = tn_column_dup_cell (tn_table_get_column (in.problems, 0), 0, NULL);
  reason = tn_column_dup_cell (tn_table_get_column (in.problems, 3), 0, NULL);
  g_assert_cmpstr (reason, ==, "footer");
  g_assert_cmpstr (line, ==, "4");
}

/* A user and the items of that user, in time: no row names the others. */
static void
test_beauty (void)
{
  g_autofree char *path = tn_test_shared ("datasets/amazon-beauty-seq/Beauty.txt");
  g_auto (Imported) in = { 0 };

  if (path == NULL)
    return;
  import_path (path, &in);
  g_assert_cmpint (in.summary.n_rows, ==, 22363);
}

static void
test_preamble (void)
{
  g_auto (Imported) in = { 0 };

  import_text ("Orders of March,,\nmade by shop,,\n,,\nitem,Price,\n,net,gross\n# note\n"
               "x,1,2\ny,3,4\nz,5,6\nu,7,8\nv,9,10\nw,11,12\n",
               &in);
  g_assert_cmpint (in.summary.n_rows, ==, 6);
  g_assert_cmpstr (tn_import_plan_get_column (in.plan, 1)->name, ==, "Price net");
  g_assert_cmpstr (tn_import_plan_get_column (in.plan, 2)->name, ==, "Price gross");
  g_assert_cmpint (in.summary.n_comment_lines, ==, 1);
}

static void
test_event_log (void)
{
  g_auto (Imported) in = { 0 };

  import_text ("customer,time,type,item,amount\nC000001,2016-01-02 10:00:00,view,SKU-00001,0.00\n"
               "C000002,2016-01-02 10:00:01,order,SKU-00002,12.50\n",
               &in);
  assert_column (&in, "customer", TN_COLUMN_CATEGORY, TN_ROLE_CUSTOMER, 0);
  assert_column (&in, "time", TN_COLUMN_TIME, TN_ROLE_TIME, 0);
  assert_column (&in, "type", TN_COLUMN_CATEGORY, TN_ROLE_EVENT, 0);
  assert_column (&in, "item", TN_COLUMN_CATEGORY, TN_ROLE_ITEM, 0);
  assert_column (&in, "amount", TN_COLUMN_NUMBER, TN_ROLE_AMOUNT, 0);
}

static void
test_libcsv (void)
{
  g_autofree char *path = tn_test_shared ("datasets/telco-churn/Telco-Customer-Churn.csv");
  g_autofree char *prints[2] = { NULL, NULL };

  if (path == NULL)
    return;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TnSource) source = tn_source_open (path, NULL, NULL);
      g_autoptr (TnImportPlan) plan = tn_import_detect (source, NULL, NULL, NULL, NULL);
      g_autoptr (TnMemorySink) sink = tn_memory_sink_new ();
      TnImportOptions options = { .use_libcsv = i == 1 };

      g_assert_true (
          tn_import_run (source, plan, &options, &tn_memory_sink, sink, NULL, NULL, NULL, NULL));
      prints[i] = tn_table_fingerprint (tn_memory_sink_get_table (sink), NULL);
    }
  g_assert_cmpstr (prints[0], ==, prints[1]);
  g_free (prints[1]);
}

static void
test_threads (void)
{
  g_autofree char *path = tn_test_shared ("datasets/online-retail/online_retail.csv.gz");
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_auto (Imported) a = { 0 };
  g_auto (Imported) b = { 0 };

  if (path == NULL)
    return;
  tn_pool_set_threads (1);
  import_path (path, &a);
  tn_pool_set_threads (2);
  import_path (path, &b);
  one = tn_table_fingerprint (a.table, NULL);
  two = tn_table_fingerprint (b.table, NULL);
  g_assert_cmpstr (one, ==, two);
}

static void
assert_refused (const char *name, const char *text, gsize size, TnErrorCode code, const char *word)
{
  g_autofree char *path = tn_test_file (name, text, (gssize) size);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTable) table = tn_import_file (path, NULL, NULL, NULL, NULL, NULL, &error);
  g_autofree char *chinese = NULL;

  g_assert_null (table);
  g_assert_error (error, TN_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, word));
  g_assert_nonnull (strstr (error->message, name));
  chinese = tn_error_render (error, tn_language_get ("zh_CN"));
  g_assert_nonnull (strstr (chinese, name));
}

static void
test_refused (void)
{
  assert_refused ("a.csv", "", 0, TN_ERROR_DATA, "empty");
  assert_refused ("b.csv", "\n\n \n", 4, TN_ERROR_DATA, "empty lines");
  assert_refused ("c.csv", "name,amount\n", 12, TN_ERROR_DATA, "no rows");
  assert_refused ("d.csv", "PK\003\004 and so on", 14, TN_ERROR_FORMAT, "Excel");
  assert_refused ("e.csv", "%PDF-1.7\n", 9, TN_ERROR_FORMAT, "PDF");
  assert_refused ("f.csv", "\x89PNG\r\n\x1a\n", 8, TN_ERROR_FORMAT, "picture");
  assert_refused ("g.csv", "SQLite format 3\0 and so on", 26, TN_ERROR_FORMAT, "SQLite");
  assert_refused ("h.csv.gz", "\x1f\x8b\x08\x00garbage that is no gzip", 28, TN_ERROR_FORMAT,
                  "gzip");
}

static void
test_missing_file (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_import_file ("/nowhere/at-all.csv", NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_true (error->domain == TN_ERROR);
  g_assert_nonnull (strstr (error->message, "at-all.csv"));
}

static void
test_million_columns (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint row = 0; row < 3; row++)
    {
      for (guint i = 0; i < 1000000; i++)
        g_string_append_printf (text, "%s%u", i > 0 ? "," : row == 0 ? "c" : "", i);
      g_string_append_c (text, '\n');
    }
  assert_refused ("wide.csv", text->str, text->len, TN_ERROR_DATA, "1,000,000 columns");
}

static void
test_wide (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (Imported) in = { 0 };

  for (guint row = 0; row < 4; row++)
    {
      for (guint i = 0; i < 10000; i++)
        g_string_append_printf (text, "%s%s%u", i > 0 ? "," : "", row == 0 ? "c" : "", i);
      g_string_append_c (text, '\n');
    }
  import_text (text->str, &in);
  g_assert_cmpint (in.summary.n_rows, ==, 3);
  g_assert_cmpuint (tn_table_get_n_columns (in.table), ==, 10000);
}

static void
test_unclosed (void)
{
  g_autoptr (GString) text = g_string_new ("a,b\n");
  g_auto (Imported) in = { 0 };
  g_autofree char *line = NULL;

  for (guint i = 2; i < 200000; i++)
    g_string_append (text, i == 6 ? "1,\"open\n" : "1,word\n");
  import_text (text->str, &in);
  g_assert_cmpint (in.summary.n_problem_rows, ==, 1);
  g_assert_cmpint (in.summary.n_rows, ==, 199997);
  line = tn_column_dup_cell (tn_table_get_column (in.problems, 0), 0, NULL);
  g_assert_cmpstr (line, ==, "6");
}

static void
test_nul (void)
{
  g_auto (Imported) in = { 0 };

  import_bytes ("a,b\n1,x\n2,y\0z\n3,w\n", 18, &in);
  g_assert_cmpint (in.summary.n_rows, ==, 2);
  g_assert_cmpint (in.summary.n_problem_rows, ==, 1);
}

static void
test_changed (void)
{
  g_autofree char *path = tn_test_file ("log.csv", "a,b\n1,2\n3,4\n", -1);
  g_autoptr (TnSource) source = tn_source_open (path, NULL, NULL);
  g_autoptr (TnImportPlan) plan = tn_import_detect (source, NULL, NULL, NULL, NULL);
  g_autoptr (TnMemorySink) sink = tn_memory_sink_new ();
  g_autoptr (GError) error = NULL;
  int fd = open (path, O_WRONLY | O_APPEND);

  g_assert_cmpint (write (fd, "5,6\n", 4), ==, 4);
  close (fd);
  g_assert_false (
      tn_import_run (source, plan, NULL, &tn_memory_sink, sink, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_IO);
  g_clear_error (&error);
  g_assert_cmpint (truncate (path, 3), ==, 0);
  g_assert_false (
      tn_import_run (source, plan, NULL, &tn_memory_sink, sink, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "changed while"));
}

static void
test_pipe (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnSource) source = NULL;
  int ends[2];

  g_assert_cmpint (pipe (ends), ==, 0);
  g_assert_cmpint (write (ends[1], "a,b\n1,2\n", 8), ==, 8);
  close (ends[1]);
  source = tn_source_open_fd (ends[0], "standard input", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tn_source_get_size (source), ==, 8);
}

/* A limit on file sizes stands for a full disk. In a process of its own: limits stay. */
static void
test_full_disk_child (void)
{
  g_autofree char *path = g_strdup (g_getenv ("TENURE_TEST_FILE"));
  g_autoptr (GError) error = NULL;
  struct rlimit limit = { 100000, 100000 };

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_null (tn_source_open (path, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_SPACE);
  g_assert_nonnull (strstr (error->message, "online_retail.csv.gz"));
}

static void
test_full_disk (void)
{
  g_autofree char *path = tn_test_shared ("datasets/online-retail/online_retail.csv.gz");

  if (path == NULL)
    return;
  g_setenv ("TENURE_TEST_FILE", path, TRUE);
  g_test_trap_subprocess ("/import/subprocess/full-disk", 0, 0);
  g_test_trap_assert_passed ();
}

static void
test_cancelled (void)
{
  g_autoptr (GString) text = long_ascii (100000);
  g_autofree char *path = tn_test_file ("data.csv", text->str, (gssize) text->len);
  g_autoptr (TnSource) source = tn_source_open (path, NULL, NULL);
  g_autoptr (TnImportPlan) plan = tn_import_detect (source, NULL, NULL, NULL, NULL);
  g_autoptr (TnMemorySink) sink = tn_memory_sink_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (
      tn_import_run (source, plan, NULL, &tn_memory_sink, sink, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (tn_memory_sink_get_table (sink));
}

static void
cancel_half_way (double fraction, const TnMessage *phase, gpointer user_data)
{
  if (fraction > 0.3)
    g_cancellable_cancel (user_data);
}

static void
test_cancelled_half_way (void)
{
  g_autoptr (GString) text = long_ascii (600000);
  g_autoptr (GBytes) bytes = g_bytes_new (text->str, text->len);
  g_autoptr (TnSource) source = tn_source_open_bytes (bytes, "text");
  g_autoptr (TnImportPlan) plan = tn_import_detect (source, NULL, NULL, NULL, NULL);
  g_autoptr (TnMemorySink) sink = tn_memory_sink_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TnProgress) progress = tn_progress_new (cancel_half_way, cancellable);
  g_autoptr (GError) error = NULL;

  g_assert_false (tn_import_run (source, plan, NULL, &tn_memory_sink, sink, NULL, progress,
                                 cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (tn_memory_sink_get_table (sink));
}

/* Words of every length around those the cache holds, many alike, against a hash table. */
static void
test_words (void)
{
  g_autoptr (GString) text = g_string_new ("n,word\n");
  g_autoptr (GPtrArray) right = g_ptr_array_new_with_free_func (g_free);
  g_auto (Imported) in = { 0 };

  for (guint i = 0; i < 30000; i++)
    {
      guint length = g_test_rand_int_range (1, 20);
      char *word = g_malloc0 (length + 1);

      for (guint j = 0; j < length; j++)
        word[j] = g_test_rand_int_range (0, 4) > 0 ? 'a' : 'b' + g_test_rand_int_range (0, 3);
      g_string_append_printf (text, "%u.5,%s\n", i, word);
      g_ptr_array_add (right, word);
    }
  import_text (text->str, &in);
  g_assert_cmpint (get (&in, "word")->type, ==, TN_COLUMN_CATEGORY);
  g_assert_cmpint (in.summary.n_rows, ==, 30000);
  for (guint i = 0; i < 30000; i += 7)
    assert_cell (&in, "word", i, right->pdata[i]);
}

static void
test_max_rows (void)
{
  g_autoptr (GString) text = long_ascii (1000);
  g_autoptr (GBytes) bytes = g_bytes_new (text->str, text->len);
  g_autoptr (TnSource) source = tn_source_open_bytes (bytes, "text");
  g_autoptr (TnImportPlan) plan = tn_import_detect (source, NULL, NULL, NULL, NULL);
  g_autoptr (TnMemorySink) sink = tn_memory_sink_new ();
  TnImportOptions options = { .max_rows = 20 };
  TnImportSummary summary;

  g_assert_true (
      tn_import_run (source, plan, &options, &tn_memory_sink, sink, &summary, NULL, NULL, NULL));
  g_assert_cmpint (summary.n_rows, ==, 20);
  g_assert_true (summary.max_rows_reached);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/import/online-retail-is-whole-and-typed", test_online_retail);
  g_test_add_func ("/import/telco-has-eleven-blank-charges", test_telco);
  g_test_add_func ("/import/cdnow-keeps-leading-zeros", test_cdnow);
  g_test_add_func ("/import/online-shoppers-without-last-newline", test_shoppers);
  g_test_add_func ("/import/reviews-with-newlines", test_reviews);
  g_test_add_func ("/import/single-byte-encoding-is-said", test_movielens);
  g_test_add_func ("/import/encodings-give-the-same-table", test_encodings);
  g_test_add_func ("/import/late-break-of-the-encoding", test_late_break);
  g_test_add_func ("/import/late-contradiction-demotes-the-column", test_late_demotion);
  g_test_add_func ("/import/rare-bad-cell-is-kept-as-problem", test_bad_cell);
  g_test_add_func ("/import/identifiers-stay-text", test_identifiers);
  g_test_add_func ("/import/fractions-keep-their-zeros", test_no_strip);
  g_test_add_func ("/import/currency-is-read-from-marks-or-its-column", test_currency);
  g_test_add_func ("/import/signs-of-several-currencies-stay-signs", test_shared_signs);
  g_test_add_func ("/import/marks-and-units", test_formats);
  g_test_add_func ("/import/date-order-is-of-the-column", test_dates);
  g_test_add_func ("/import/chinese-names-give-roles", test_chinese_roles);
  g_test_add_func ("/import/missing-marks", test_missing_marks);
  g_test_add_func ("/import/names-are-unique", test_names);
  g_test_add_func ("/import/ragged-rows-are-set-aside", test_ragged);
  g_test_add_func ("/import/totals-below-are-set-aside", test_totals);
  g_test_add_func ("/import/numbers-alone-are-no-header", test_beauty);
  g_test_add_func ("/import/preamble-comments-and-two-header-rows", test_preamble);
  g_test_add_func ("/import/event-log-roles", test_event_log);
  g_test_add_func ("/import/libcsv-gives-the-same-table", test_libcsv);
  g_test_add_func ("/import/same-bytes-for-one-and-two-threads", test_threads);
  g_test_add_func ("/import/wrong-files-are-refused-by-a-sentence", test_refused);
  g_test_add_func ("/import/missing-file-is-named", test_missing_file);
  g_test_add_func ("/import/a-million-columns-are-refused", test_million_columns);
  g_test_add_func ("/import/ten-thousand-columns-are-read", test_wide);
  g_test_add_func ("/import/unclosed-quote-is-one-problem", test_unclosed);
  g_test_add_func ("/import/nul-bytes-set-a-row-aside", test_nul);
  g_test_add_func ("/import/changed-file-is-noticed", test_changed);
  g_test_add_func ("/import/pipe-is-spooled", test_pipe);
  g_test_add_func ("/import/no-room-to-unpack-is-said", test_full_disk);
  g_test_add_func ("/import/subprocess/full-disk", test_full_disk_child);
  g_test_add_func ("/import/cancelled-leaves-nothing", test_cancelled);
  g_test_add_func ("/import/cancelled-half-way-leaves-nothing", test_cancelled_half_way);
  g_test_add_func ("/import/words-of-any-length-come-back", test_words);
  g_test_add_func ("/import/first-rows-only", test_max_rows);
  g_test_add_func ("/import/signing-up-is-no-order", test_signup);

  return g_test_run ();
}

/* tn-retail.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-retail.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tn-test.h"

gint64
tn_test_date (const char *date)
{
  int year, month, day, hour = 0, minute = 0, second = 0;
  g_autoptr (GDateTime) time = NULL;

  g_assert_cmpint (
      sscanf (date, "%d-%d-%d%*[ T]%d:%d:%d", &year, &month, &day, &hour, &minute, &second), >=, 3);
  time = g_date_time_new_utc (year, month, day, hour, minute, second);

  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

/* Splits a line of the log in place; quotes are doubled inside quotes. */
static void
split (char *line, char *cells[8])
{
  char *p = line;

  for (int i = 0; i < 8; i++)
    {
      gboolean quoted = *p == '"';
      char *out = p += quoted;

      cells[i] = out;
      for (; *p != '\0' && (quoted || *p != ','); p++)
        if (quoted && *p == '"' && *++p != '"')
          break;
        else
          *out++ = *p;
      if (*p == ',')
        p++;
      else
        g_assert_true (*p == '\0' && i == 7);
      *out = '\0';
    }
}

static char *
unpack (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) raw = g_file_read (file, NULL, NULL);
  g_autoptr (GConverter) gzip =
      G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (G_INPUT_STREAM (raw), gzip);
  gsize size = 0, allocated = 64 << 20;
  char *text = g_malloc (allocated);
  gssize n;

  while ((n = g_input_stream_read (stream, text + size, allocated - size - 1, NULL, NULL)) > 0)
    size += (gsize) n;
  g_assert_cmpint (n, ==, 0);
  text[size] = '\0';

  return text;
}

static guint32
intern (TnDictionaryBuilder *builder, const char *text)
{
  return *text != '\0' ? tn_dictionary_builder_intern (builder, text, strlen (text))
                       : TN_CODE_MISSING;
}

/* One column of codes and what they stand for, taken into the table. */
static void
take_category (TnTableBuilder *builder,
               const char *name,
               TnRole role,
               TnDictionaryBuilder *words,
               GArray *codes)
{
  g_autoptr (TnDictionary) dictionary = tn_dictionary_builder_end (words);

  tn_table_builder_take (builder, tn_field_new (name, role),
                         tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary,
                                              (const guint32 *) codes->data, codes->len));
}

TnTable *
tn_retail_load (void)
{
  static const char *const names[] = { "InvoiceNo", "StockCode", "CustomerID", "Country" };
  static const TnRole roles[] = { TN_ROLE_ORDER, TN_ROLE_ITEM, TN_ROLE_CUSTOMER, TN_ROLE_NONE };
  static const int places[] = { 0, 1, 6, 7 };
  g_autofree char *path = tn_test_shared ("datasets/online-retail/online_retail.csv.gz");
  g_autofree char *text = path != NULL ? unpack (path) : NULL;
  TnDictionaryBuilder *words[4];
  GArray *codes[4];
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) quantities = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) prices = g_array_new (FALSE, FALSE, sizeof (double));
  TnTableBuilder *builder;
  TnField *price;
  char *next;

  if (text == NULL)
    return NULL;
  for (int i = 0; i < 4; i++)
    {
      words[i] = tn_dictionary_builder_new ();
      codes[i] = g_array_new (FALSE, FALSE, sizeof (guint32));
    }

  for (char *line = strchr (text, '\n') + 1; *line != '\0'; line = next)
    {
      char *cells[8];
      gint64 time;
      double quantity, unit_price;

      next = strchr (line, '\n');
      *next++ = '\0';
      split (line, cells);
      if (g_str_has_suffix (cells[6], ".0"))
        cells[6][strlen (cells[6]) - 2] = '\0';
      for (int i = 0; i < 4; i++)
        {
          guint32 code = intern (words[i], cells[places[i]]);

          g_array_append_val (codes[i], code);
        }
      time = tn_test_date (cells[4]);
      g_array_append_val (times, time);
      quantity = g_ascii_strtod (cells[3], NULL);
      g_array_append_val (quantities, quantity);
      unit_price = g_ascii_strtod (cells[5], NULL);
      g_array_append_val (prices, unit_price);
    }

  builder = tn_table_builder_new (times->len);
  for (int i = 0; i < 4; i++)
    {
      take_category (builder, names[i], roles[i], words[i], codes[i]);
      g_array_unref (codes[i]);
    }
  tn_table_builder_take (builder, tn_field_new ("Quantity", TN_ROLE_QUANTITY),
                         tn_column_new_numbers ((double *) quantities->data, quantities->len));
  tn_table_builder_take (builder, tn_field_new ("InvoiceDate", TN_ROLE_TIME),
                         tn_column_new_times ((gint64 *) times->data, times->len));
  price = tn_field_new ("UnitPrice", TN_ROLE_PRICE);
  price->unit = g_strdup ("GBP");
  tn_table_builder_take (builder, price,
                         tn_column_new_numbers ((double *) prices->data, prices->len));

  return tn_table_builder_end (builder);
}

typedef struct
{
  double score;
  guint32 flag;
} Scored;

static int
compare_scored (gconstpointer a, gconstpointer b)
{
  const Scored *x = a, *y = b;

  return (x->score > y->score) - (x->score < y->score);
}

double
tn_test_auc (const double *scores, const guint32 *flags, gsize n)
{
  g_autofree Scored *scored = g_new (Scored, n);
  double n_yes = 0, n_no = 0, pairs = 0;
  gsize m = 0;

  for (gsize i = 0; i < n; i++)
    if (flags[i] <= 1)
      scored[m++] = (Scored){ scores[i], flags[i] };
  qsort (scored, m, sizeof (Scored), compare_scored);

  for (gsize i = 0, j; i < m; i = j)
    {
      double yes = 0, no = 0;

      for (j = i; j < m && scored[j].score == scored[i].score; j++)
        scored[j].flag == 1 ? yes++ : no++;
      pairs += yes * (n_no + no / 2);
      n_yes += yes;
      n_no += no;
    }

  return pairs / (n_yes * n_no);
}

TnLog *
tn_log_new (void)
{
  TnLog *self = g_new0 (TnLog, 1);

  self->customers = g_ptr_array_new_with_free_func (g_free);
  self->orders = g_ptr_array_new_with_free_func (g_free);
  self->items = g_ptr_array_new_with_free_func (g_free);
  self->categories = g_ptr_array_new_with_free_func (g_free);
  self->types = g_ptr_array_new_with_free_func (g_free);
  self->times = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->amounts = g_array_new (FALSE, FALSE, sizeof (double));
  self->quantities = g_array_new (FALSE, FALSE, sizeof (double));

  return self;
}

void
tn_log_free (TnLog *self)
{
  g_ptr_array_unref (self->customers);
  g_ptr_array_unref (self->orders);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->categories);
  g_ptr_array_unref (self->types);
  g_array_unref (self->times);
  g_array_unref (self->amounts);
  g_array_unref (self->quantities);
  g_free (self);
}

void
tn_log_add (TnLog *self,
            const char *customer,
            gint64 time,
            const char *order,
            const char *item,
            const char *category,
            const char *type,
            double quantity,
            double amount)
{
  g_ptr_array_add (self->customers, g_strdup (customer));
  g_ptr_array_add (self->orders, g_strdup (order));
  g_ptr_array_add (self->items, g_strdup (item));
  g_ptr_array_add (self->categories, g_strdup (category));
  g_ptr_array_add (self->types, g_strdup (type));
  g_array_append_val (self->times, time);
  g_array_append_val (self->amounts, amount);
  g_array_append_val (self->quantities, quantity);
}

static void
take_words (TnTableBuilder *builder, const char *name, TnRole role, GPtrArray *words)
{
  TnDictionaryBuilder *dictionary = tn_dictionary_builder_new ();
  g_autoptr (GArray) codes = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < words->len; i++)
    {
      const char *word = g_ptr_array_index (words, i);
      guint32 code = word != NULL ? intern (dictionary, word) : TN_CODE_MISSING;

      g_array_append_val (codes, code);
    }
  take_category (builder, name, role, dictionary, codes);
}

/* @roles: a letter for each column wanted: c ustomer, t ime, o rder, i tem, k ategory,
 * e vent, q uantity, a mount. */
TnTable *
tn_log_end (TnLog *self, const char *roles)
{
  TnTableBuilder *builder = tn_table_builder_new (self->times->len);

  for (const char *p = roles; *p != '\0'; p++)
    switch (*p)
      {
      case 'c':
        take_words (builder, "who", TN_ROLE_CUSTOMER, self->customers);
        break;
      case 'o':
        take_words (builder, "order", TN_ROLE_ORDER, self->orders);
        break;
      case 'i':
        take_words (builder, "item", TN_ROLE_ITEM, self->items);
        break;
      case 'k':
        take_words (builder, "category", TN_ROLE_CATEGORY, self->categories);
        break;
      case 'e':
        take_words (builder, "event", TN_ROLE_EVENT, self->types);
        break;
      case 't':
        tn_table_builder_take (
            builder, tn_field_new ("when", TN_ROLE_TIME),
            tn_column_new_times ((const gint64 *) self->times->data, self->times->len));
        break;
      case 'q':
        tn_table_builder_take (
            builder, tn_field_new ("quantity", TN_ROLE_QUANTITY),
            tn_column_new_numbers ((const double *) self->quantities->data, self->times->len));
        break;
      case 'a':
        tn_table_builder_take (
            builder, tn_field_new ("amount", TN_ROLE_AMOUNT),
            tn_column_new_numbers ((const double *) self->amounts->data, self->times->len));
        break;
      default:
        g_assert_not_reached ();
      }

  return tn_table_builder_end (builder);
}

TnEvents *
tn_log_read (TnLog *self, const char *roles, const TnEventsParams *params, GError **error)
{
  TnEventsParams usual = TN_EVENTS_PARAMS_INIT;
  g_autoptr (TnTable) table = tn_log_end (self, roles);

  return tn_events_new (table, params != NULL ? params : &usual, NULL, NULL, error);
}

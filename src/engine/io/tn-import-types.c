/* tn-import-types.c: guessing what the cells of each column are
 *
 * The ladder of DuckDB's sniffer (flag, number, time, text), walked on samples; the full
 * pass verifies. Identifiers leave it early: what would lose bytes as a number stays text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-cell-writer.h"
#include "tn-hash.h"
#include "tn-import-detect-private.h"
#include "tn-import-names-private.h"

#define MAX_SAMPLE_CELLS 20000
#define MAX_SLOW_CELLS   4000
#define BAD_ONE_IN       50 /* see MAX_BAD_SHARE of tn-import.c */

/* The filled cells of a column, trimmed, without missing marks. */
typedef struct
{
  TnImportColumn *column;
  const char *name; /* folded for comparison */
  TnSampleCell *cells;
  gsize n;
  gsize n_empty;
  gsize n_absent; /* rows that end before this column */
  gsize n_distinct;
  gsize n_chars;
  gboolean has_newline;
  gboolean used_marks[32];
} Sample;

/* Cells that mean "not known" where numbers, times or flags are expected. */
static const char *const value_marks[] = {
  "NA",   "N/A",  "n/a",  "#N/A",    "NULL",  "null",    "(null)", "NaN", "nan",  "-nan",
  "None", "none", "-",    "--",      "—",     "?",       ".",      "\\N", "nil",  "inf",
  "-inf", "Inf",  "-Inf", "#VALUE!", "#REF!", "#DIV/0!", "无",     "空",  "缺失", "未知",
};

/* In words only what no word could be. */
static const char *const word_marks[] = { "NULL", "\\N", "#N/A", "(null)" };

static int
find_mark (const char *text, gsize length)
{
  if (length > 8)
    return -1;
  for (gsize i = 0; i < G_N_ELEMENTS (value_marks); i++)
    if (strlen (value_marks[i]) == length && memcmp (value_marks[i], text, length) == 0)
      return (int) i;

  return -1;
}

/* Whether a word of the name is one of @words, which are separated by "|". Words of ASCII
 * must stand alone (customerID, order_no); Chinese ones may be anywhere. A word behind "="
 * must be the whole name. */
gboolean
_tn_name_has (const char *name, const char *words)
{
  gsize name_length = strlen (name);

  for (const char *word = words; word != NULL && *word != '\0';)
    {
      const char *end = strchr (word, '|');
      gsize n = end != NULL ? (gsize) (end - word) : strlen (word);
      gboolean ascii = (guint8) *word < 0x80;

      if (*word == '=')
        {
          if (n - 1 == name_length && memcmp (name, word + 1, n - 1) == 0)
            return TRUE;
        }
      else
        for (const char *found = name;
             (found = memmem (found, name_length - (found - name), word, n)) != NULL; found++)
          if (!ascii ||
              ((found == name || found[-1] == ' ') && (found[n] == '\0' || found[n] == ' ')))
            return TRUE;
      word = end != NULL ? end + 1 : NULL;
    }

  return FALSE;
}

/* "CustomerID", "customer_id" and "customer id" become " customer id". */
char *
_tn_fold_name (const char *name)
{
  GString *folded = g_string_new (NULL);
  char before = ' ';

  for (const char *p = name; *p != '\0'; p++)
    {
      char c = *p;

      if (strchr ("_-./()[]#:", c) != NULL)
        c = ' ';
      if (g_ascii_isupper (c) && (g_ascii_islower (before) || g_ascii_isdigit (before)))
        g_string_append_c (folded, ' ');
      else if (g_ascii_isupper (c) && g_ascii_isupper (before) && g_ascii_islower (p[1]))
        g_string_append_c (folded, ' ');
      if (c != ' ' || before != ' ')
        g_string_append_c (folded, g_ascii_tolower (c));
      before = c;
    }

  return g_strstrip (g_string_free (folded, FALSE));
}

/* What a person says means "not known" says nothing of the type. */
static gboolean
is_decided_mark (const TnImportColumn *column, const char *text, gsize length)
{
  if (!(column->locks & TN_IMPORT_LOCK_MISSING))
    return FALSE;
  for (char **mark = column->missing; *mark != NULL; mark++)
    if (strlen (*mark) == length && memcmp (*mark, text, length) == 0)
      return TRUE;

  return FALSE;
}

static void
sample_init (Sample *self,
             TnImportColumn *column,
             const TnSampleRows *rows,
             gsize first_row,
             guint j,
             guint n_columns)
{
  g_autoptr (GHashTable) distinct = g_hash_table_new (NULL, NULL);

  memset (self, 0, sizeof *self);
  self->column = column;
  self->name = _tn_fold_name (column->name);
  self->cells = g_new (TnSampleCell, MIN (rows->n_rows, MAX_SAMPLE_CELLS) + 1);
  for (gsize i = first_row; i < rows->n_rows && self->n < MAX_SAMPLE_CELLS; i++)
    {
      const TnSampleRow *row = &rows->rows[i];
      const char *text;
      gsize length;
      int mark;

      if (row->blank || row->state >= TN_CSV_ROW_UNCLOSED || row->n_cells > n_columns)
        continue;
      if (j >= row->n_cells)
        {
          self->n_absent++;
          continue;
        }
      text = row->cells[j].text;
      length = row->cells[j].length;
      self->has_newline = self->has_newline || memchr (text, '\n', length) != NULL;
      tn_cell_trim (&text, &length);
      mark = find_mark (text, length);
      if (length == 0)
        self->n_empty++;
      else if (mark >= 0)
        self->used_marks[mark] = TRUE;
      else if (!is_decided_mark (column, text, length))
        self->cells[self->n++] = (TnSampleCell){ text, length };
    }
  for (gsize i = 0; i < self->n; i++)
    {
      if (i < MAX_SLOW_CELLS)
        g_hash_table_add (distinct, GSIZE_TO_POINTER (tn_hash_bytes (self->cells[i].text,
                                                                     self->cells[i].length)));
      for (gsize k = 0; k < self->cells[i].length; k++)
        self->n_chars += (self->cells[i].text[k] & 0xc0) != 0x80;
    }
  self->n_distinct = g_hash_table_size (distinct);
}

static void
sample_clear (Sample *self)
{
  g_free ((char *) self->name);
  g_free (self->cells);
}

static void
set_marks (Sample *s, gboolean values)
{
  g_autoptr (GStrvBuilder) marks = g_strv_builder_new ();

  if (s->column->locks & TN_IMPORT_LOCK_MISSING)
    return;
  if (values)
    for (gsize i = 0; i < G_N_ELEMENTS (value_marks); i++)
      g_strv_builder_add (marks, value_marks[i]);
  else
    for (gsize i = 0; i < G_N_ELEMENTS (word_marks); i++)
      g_strv_builder_add (marks, word_marks[i]);
  g_strfreev (s->column->missing);
  s->column->missing = g_strv_builder_end (marks);
}

/* How many cells may contradict. */
static gsize
allowed (gsize n)
{
  return n / BAD_ONE_IN;
}

static gboolean
all_numbers (const Sample *s, const TnNumberFormat *format, gsize max)
{
  gsize n = MIN (s->n, max);
  gsize n_bad = 0;
  double value;

  for (gsize i = 0; i < n; i++)
    if (!tn_number_parse (s->cells[i].text, s->cells[i].length, format, &value) &&
        ++n_bad > allowed (n))
      return FALSE;

  return n > 0;
}

static gboolean
is_digits (const TnSampleCell *cell)
{
  for (guint i = 0; i < cell->length; i++)
    if (!g_ascii_isdigit (cell->text[i]))
      return FALSE;

  return cell->length > 0;
}

/* What digits are when they are no quantity. */
typedef struct
{
  gsize n_digits;    /* cells of digits only */
  gsize n_leading;   /* 00123 */
  gsize n_long;      /* more than 15 digits */
  gsize n_zero_tail; /* 17850.0 */
  gsize n_phone;     /* +86…, or 11 digits beginning with 1 */
  gsize n_exponent;  /* 1E10 */
  gsize n_fraction;
} DigitLook;

static gboolean
looks_like_exponent_code (const TnSampleCell *cell)
{
  gsize e = 0;

  while (e < cell->length && g_ascii_isdigit (cell->text[e]))
    e++;
  if (e == 0 || e + 1 >= cell->length || cell->text[e] != 'E')
    return FALSE;
  for (gsize i = e + 1; i < cell->length; i++)
    if (!g_ascii_isdigit (cell->text[i]))
      return FALSE;

  return TRUE;
}

static void
look_at_digits (const Sample *s, DigitLook *look)
{
  memset (look, 0, sizeof *look);
  for (gsize i = 0; i < s->n; i++)
    {
      const TnSampleCell *cell = &s->cells[i];
      gboolean digits = is_digits (cell);

      look->n_digits += digits;
      look->n_leading += digits && cell->length > 1 && cell->text[0] == '0';
      look->n_long += digits && cell->length > 15;
      look->n_zero_tail += tn_cell_is_zero_tail (cell->text, cell->length);
      look->n_phone +=
          (cell->length >= 8 && cell->text[0] == '+') ||
          (digits && cell->length == 11 && cell->text[0] == '1' && cell->text[1] >= '3');
      look->n_exponent += looks_like_exponent_code (cell);
      look->n_fraction += memchr (cell->text, '.', cell->length) != NULL;
    }
}

static const char id_words[] =
    "id|ids|no|num|number|nr|nbr|code|key|sku|ean|upc|isbn|asin|barcode|phone|mobile|tel|telephone|"
    "fax|zip|zipcode|postcode|postal|invoice|invoiceno|orderid|orderno|userid|itemid|uid|guid|uuid|"
    "customerid|customer id|ref|reference|account|serial|vin|imei|openid|unionid|"
    "编号|编码|单号|代码|货号|条码|订单号|手机|电话|邮编|身份证|账号|帐号|会员号|卡号|流水号";

/* Digits that are names of things. */
static gboolean
is_identifier (const Sample *s, const DigitLook *look)
{
  gsize n_whole = look->n_digits + look->n_zero_tail;

  if (look->n_leading > 0 && look->n_digits > allowed (s->n))
    return TRUE;
  if (look->n_long > 0 || look->n_exponent * 2 > s->n || look->n_phone * 2 > s->n)
    return TRUE;
  if (n_whole + allowed (s->n) < s->n)
    return FALSE;
  /* "number of items" is a count. */
  if (_tn_name_has (s->name, "number of|no of|num of|nb of|n of"))
    return FALSE;

  return _tn_name_has (s->name, id_words) || g_str_has_suffix (s->name, "号") ||
         strcmp (s->column->name, "ID") == 0;
}

static const char *const units[] = { "%",   "US$", "HK$", "NT$", "A$",  "C$",  "R$",  "$",   "£",
                                     "€",   "¥",   "￥",  "RMB", "CNY", "USD", "EUR", "GBP", "JPY",
                                     "CHF", "元",  "₹",   "₩",   "kr",  "zł",  "Kč",  "‰" };

/* The unit most cells carry, at either end. */
static const char *
find_unit (const Sample *s)
{
  gsize counts[G_N_ELEMENTS (units)] = { 0 };
  gsize best = 0;

  for (gsize i = 0; i < MIN (s->n, 1000); i++)
    for (gsize u = 0; u < G_N_ELEMENTS (units); u++)
      {
        const TnSampleCell *cell = &s->cells[i];
        const char *p = cell->text;
        gsize n = cell->length;
        gsize length = strlen (units[u]);

        while (n > 0 && strchr ("-+(", *p) != NULL)
          {
            p++;
            n--;
          }
        if (n > 0 && p[n - 1] == ')')
          n--;
        if (n > length &&
            (memcmp (p, units[u], length) == 0 || memcmp (p + n - length, units[u], length) == 0))
          {
            counts[u]++;
            break;
          }
      }
  for (gsize u = 1; u < G_N_ELEMENTS (units); u++)
    if (counts[u] > counts[best])
      best = u;

  if (counts[best] == 0)
    return NULL;

  return strcmp (units[best], "￥") == 0 ? "¥" : units[best];
}

static gboolean
has_byte (const Sample *s, char c)
{
  for (gsize i = 0; i < s->n; i++)
    if (memchr (s->cells[i].text, c, s->cells[i].length) != NULL)
      return TRUE;

  return FALSE;
}

/* Chooses marks and unit; FALSE when the cells are no numbers in any. */
static gboolean
find_number_format (const Sample *s, gboolean comma_file, TnNumberFormat *found)
{
  static const char marks[][2] = { { '.', 0 },   { '.', ',' }, { ',', 0 },   { ',', '.' },
                                   { ',', ' ' }, { '.', ' ' }, { '.', '\'' } };
  TnNumberFormat format = { '.', 0, NULL };
  gboolean commas;

  if (all_numbers (s, &format, MAX_SAMPLE_CELLS))
    {
      /* 1.234 in a file whose other numbers have a decimal comma. */
      TnNumberFormat grouped = { ',', '.', NULL };

      if (comma_file && has_byte (s, '.') && all_numbers (s, &grouped, MAX_SAMPLE_CELLS))
        format = grouped;
      *found = format;
      return TRUE;
    }
  format.unit = (char *) find_unit (s);
  commas = has_byte (s, ',');
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      format.decimal = marks[i][0];
      format.group = marks[i][1];
      if (!commas && (format.decimal == ',' || format.group == ',') && !has_byte (s, '.'))
        continue;
      if (!all_numbers (s, &format, MAX_SLOW_CELLS))
        continue;
      /* 1,234: grouped rather than 1.234, unless the file has decimal commas. */
      if (format.group == ',' && comma_file && !has_byte (s, '.'))
        continue;
      *found = format;
      found->unit = g_strdup (format.unit);
      return TRUE;
    }

  return FALSE;
}

static gboolean
all_times (const Sample *s, TnTimeOrder order, gsize max, gsize *n_clock)
{
  TnTimeLayout layout = { order, TN_TIME_PIVOT };
  gsize n = MIN (s->n, max);
  gsize n_bad = 0;
  gboolean has_zone;
  gint64 time;

  for (gsize i = 0; i < n; i++)
    if (!tn_time_parse (s->cells[i].text, s->cells[i].length, &layout, &time, &has_zone))
      {
        if (++n_bad > allowed (n))
          return FALSE;
      }
    else if (n_clock != NULL)
      *n_clock += time % (24 * G_TIME_SPAN_HOUR) != 0;

  return n > 0;
}

/* Share of cells an order cannot read. */
static gsize
count_bad_times (const Sample *s, TnTimeOrder order)
{
  TnTimeLayout layout = { order, TN_TIME_PIVOT };
  gsize n_bad = 0;
  gboolean has_zone;
  gint64 time;

  for (gsize i = 0; i < s->n; i++)
    n_bad += !tn_time_parse (s->cells[i].text, s->cells[i].length, &layout, &time, &has_zone);

  return n_bad;
}

static const char time_words[] =
    "date|time|datetime|timestamp|ts|day|created|updated|at|on|when|joined|birthday|dob|dt|"
    "日期|时间|年月日|生日|创建|下单|日";

static gboolean
find_digits_time (const Sample *s, const DigitLook *look, TnTimeLayout *layout)
{
  gboolean named = _tn_name_has (s->name, time_words) || g_str_has_suffix (s->name, "date") ||
                   g_str_has_suffix (s->name, "time");
  gint64 low = G_MAXINT64;
  gint64 high = 0;

  if (look->n_digits + look->n_zero_tail + allowed (s->n) < s->n)
    return FALSE;
  if ((named || s->n_distinct >= 20) && look->n_zero_tail == 0 &&
      all_times (s, TN_TIME_COMPACT, MAX_SAMPLE_CELLS, NULL))
    {
      gsize n_near = 0;

      for (gsize i = 0; i < s->n; i++)
        n_near += s->cells[i].length >= 8 && (memcmp (s->cells[i].text, "19", 2) == 0 ||
                                              memcmp (s->cells[i].text, "20", 2) == 0);
      layout->order = TN_TIME_COMPACT;
      return n_near + allowed (s->n) >= s->n;
    }
  if (!named)
    return FALSE;
  for (gsize i = 0; i < s->n; i++)
    {
      gint64 value = g_ascii_strtoll (s->cells[i].text, NULL, 10);

      low = MIN (low, value);
      high = MAX (high, value);
    }
  /* From 1990 to 2050. */
  if (low >= 631152000 && high <= 2524608000)
    layout->order = TN_TIME_SECONDS;
  else if (low >= 631152000000 && high <= 2524608000000)
    layout->order = TN_TIME_MILLISECONDS;
  else
    return FALSE;

  return TRUE;
}

/* Order of the parts, decided by the whole column: one 25/02 settles it. */
static gboolean
find_time_layout (const Sample *s, TnTimeLayout *layout, gboolean *ambiguous)
{
  static const TnTimeOrder orders[] = { TN_TIME_YMD, TN_TIME_DMY, TN_TIME_MDY };
  gboolean fits[3] = { FALSE };
  gsize bad[3] = { 0 };
  guint n_fits = 0;

  *ambiguous = FALSE;
  for (guint i = 0; i < 3; i++)
    {
      /* A few cells tell most columns apart at once. */
      if (!all_times (s, orders[i], 50, NULL) || !all_times (s, orders[i], MAX_SAMPLE_CELLS, NULL))
        continue;
      fits[i] = TRUE;
      bad[i] = n_fits > 0 || i > 0 ? count_bad_times (s, orders[i]) : 0;
      n_fits++;
    }
  if (n_fits == 0)
    return FALSE;
  layout->order = fits[0] ? TN_TIME_YMD : fits[1] ? TN_TIME_DMY : TN_TIME_MDY;
  if (fits[1] && fits[2] && !fits[0])
    {
      if (bad[1] != bad[2])
        layout->order = bad[1] < bad[2] ? TN_TIME_DMY : TN_TIME_MDY;
      else
        {
          /* Month names and the like say the same in both orders. */
          TnTimeLayout dmy = { TN_TIME_DMY, layout->pivot };
          TnTimeLayout mdy = { TN_TIME_MDY, layout->pivot };

          for (gsize i = 0; i < s->n && !*ambiguous; i++)
            {
              gint64 a = 0;
              gint64 b = 0;
              gboolean zone;

              tn_time_parse (s->cells[i].text, s->cells[i].length, &dmy, &a, &zone);
              tn_time_parse (s->cells[i].text, s->cells[i].length, &mdy, &b, &zone);
              *ambiguous = a != b;
            }
        }
    }

  return TRUE;
}

static gboolean
is_flag (const Sample *s)
{
  gboolean seen[2] = { FALSE, FALSE };
  gboolean single = FALSE;
  gboolean digit = FALSE;

  if (s->n == 0 || s->n_distinct > 4)
    return FALSE;
  for (gsize i = 0; i < s->n; i++)
    {
      int flag = tn_cell_parse_flag (s->cells[i].text, s->cells[i].length);

      if (flag < 0)
        return FALSE;
      seen[flag] = TRUE;
      single = single || s->cells[i].length == 1;
      digit = digit || g_ascii_isdigit (s->cells[i].text[0]);
    }

  return !digit && (!single || (seen[0] && seen[1]));
}

static gboolean
is_long_text (const Sample *s)
{
  gsize n = MIN (s->n, MAX_SLOW_CELLS);
  double mean = s->n > 0 ? (double) s->n_chars / s->n : 0;

  if (s->n < 2)
    return s->has_newline || mean >= 100;
  if (s->n_distinct * 2 < n)
    return FALSE;

  return (mean >= 40 && has_byte (s, ' ')) || (s->has_newline && mean >= 20) ||
         (mean >= 20 && has_byte (s, '\xef') /* full-width marks */) || mean >= 80;
}

static void
detect_column (Sample *s, gboolean comma_file)
{
  TnImportColumn *column = s->column;
  DigitLook look;
  TnNumberFormat format = { '.', 0, NULL };
  TnTimeLayout layout = column->layout;
  gboolean ambiguous = FALSE;
  gboolean identifier;

  look_at_digits (s, &look);
  identifier = is_identifier (s, &look);
  column->trim = TRUE;
  set_marks (s, TRUE);
  if (s->n == 0)
    {
      column->type = TN_COLUMN_CATEGORY;
      set_marks (s, FALSE);
    }
  else if (is_flag (s))
    column->type = TN_COLUMN_FLAG;
  else if (find_digits_time (s, &look, &layout))
    {
      column->type = TN_COLUMN_TIME;
      column->layout = layout;
    }
  else if (identifier)
    {
      column->type = TN_COLUMN_CATEGORY;
      column->strip_zero = look.n_zero_tail > 0 && look.n_fraction == look.n_zero_tail;
      set_marks (s, FALSE);
    }
  else if (find_number_format (s, comma_file, &format))
    {
      column->type = TN_COLUMN_NUMBER;
      if (!(column->locks & TN_IMPORT_LOCK_MARKS))
        {
          g_free (column->format.unit);
          column->format = format;
        }
      else
        g_free (format.unit);
    }
  else if (find_time_layout (s, &layout, &ambiguous))
    {
      column->type = TN_COLUMN_TIME;
      if (!(column->locks & TN_IMPORT_LOCK_DATES))
        {
          column->layout = layout;
          column->ambiguous = ambiguous;
        }
    }
  else
    {
      column->type = is_long_text (s) ? TN_COLUMN_TEXT : TN_COLUMN_CATEGORY;
      column->trim = column->type == TN_COLUMN_CATEGORY;
      set_marks (s, FALSE);
    }
}

/* Type, marks, dates and missing marks of every column whose type nobody decided. */
void
_tn_detect_types (TnImportPlan *plan, const TnSampleRows *rows, gsize first_row)
{
  guint n = plan->columns->len;
  gboolean comma_file = FALSE;

  plan->n_tail_empty = 0;
  for (guint pass = 0; pass < 2; pass++)
    {
      gboolean any_comma = FALSE;

      for (guint j = 0; j < n; j++)
        {
          TnImportColumn *column = _tn_import_plan_get (plan, j);
          Sample sample;

          if (column->locks & TN_IMPORT_LOCK_TYPE)
            continue;
          if (pass == 1 && column->type != TN_COLUMN_NUMBER)
            continue;
          sample_init (&sample, column, rows, first_row, j, n);
          detect_column (&sample, comma_file);
          column->guess = column->type;
          column->empty = sample.n == 0;
          any_comma =
              any_comma || (column->type == TN_COLUMN_NUMBER && column->format.decimal == ',');
          if (sample.n == 0 && sample.n_empty + sample.n_absent > 0)
            plan->n_tail_empty++;
          else if (pass == 0)
            plan->n_tail_empty = 0;
          sample_clear (&sample);
        }
      if (!any_comma)
        break;
      comma_file = TRUE;
    }
}

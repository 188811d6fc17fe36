/* tn-xlsx-style.c
 *
 * Number formats: ECMA-376 part 1, 18.8.30 and 18.8.31. A date is a number of days; only the
 * format of its cell tells it from any other number.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-plain.h"
#include "tn-xlsx-style-private.h"

#define LAST_SERIAL 2958466 /* 1 January 10000 */
#define LEAP_SERIAL 60      /* 29 February 1900, which never was */
#define MAX_EXACT   9007199254740992.0
#define MAX_ID      1e21
#define DAY_MS      G_GINT64_CONSTANT (86400000)

/**
 * _tn_xlsx_style_from_id:
 *
 * Returns: what one of the formats without a code of their own shows; 27 to 36 and 50 to 58
 *   are those of Chinese, Japanese and Korean workbooks
 */
TnXlsxStyle
_tn_xlsx_style_from_id (guint id)
{
  TnXlsxStyle style = { TN_XLSX_PLAIN, NULL };

  if (id == 9 || id == 10)
    style.show = TN_XLSX_PERCENT;
  else if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
           (id >= 50 && id <= 54) || id == 57 || id == 58)
    style.show = TN_XLSX_DATE;
  else if ((id >= 18 && id <= 21) || id == 45 || id == 47 || (id >= 32 && id <= 35) || id == 55 ||
           id == 56)
    style.show = TN_XLSX_CLOCK;
  else if (id == 46)
    style.show = TN_XLSX_DURATION;

  return style;
}

/* Letters of a code that say what is shown, and its literal text. */
typedef struct
{
  GString *literal;
  gboolean day;   /* y or d */
  gboolean month; /* m: months or minutes */
  gboolean clock; /* h or s */
  gboolean elapsed;
  gboolean percent;
} Code;

/* [h], [$€-407], [Red], [>100]: gives what follows. */
static const char *
take_bracket (Code *code, const char *p)
{
  const char *end = strchr (p, ']');
  gsize n;

  if (end == NULL)
    return p + strlen (p);
  n = end - p - 1;
  if (n > 0 && p[1] == '$')
    {
      const char *dash = memchr (p, '-', n + 1);

      g_string_append_len (code->literal, p + 2, (dash != NULL ? dash : end) - p - 2);
    }
  else if (n > 0 &&
           (strspn (p + 1, "hH") == n || strspn (p + 1, "mM") == n || strspn (p + 1, "sS") == n))
    code->elapsed = TRUE;

  return end + 1;
}

static const char *
take_letter (Code *code, const char *p)
{
  switch (g_ascii_tolower (*p))
    {
    case 'y':
    case 'd':
      code->day = TRUE;
      break;
    case 'm':
      code->month = TRUE;
      break;
    case 'h':
    case 's':
      code->clock = TRUE;
      break;
    case '%':
      code->percent = TRUE;
      break;
    default:
      g_string_append_c (code->literal, *p);
    }

  return p + 1;
}

/* The first of its sections, which is for positive numbers. */
static void
read_code (Code *code, const char *p)
{
  while (*p != '\0' && *p != ';')
    if (*p == '"')
      {
        const char *end = strchr (p + 1, '"');

        if (end == NULL)
          return;
        g_string_append_len (code->literal, p + 1, end - p - 1);
        p = end + 1;
      }
    else if (*p == '\\' && p[1] != '\0')
      {
        const char *next = g_utf8_next_char (p + 1);

        g_string_append_len (code->literal, p + 1, next - p - 1);
        p = next;
      }
    else if ((*p == '_' || *p == '*') && p[1] != '\0')
      p = g_utf8_next_char (p + 1);
    else if (*p == '[')
      p = take_bracket (code, p);
    else if (g_ascii_strncasecmp (p, "General", 7) == 0)
      p += 7;
    else if (g_ascii_strncasecmp (p, "AM/PM", 5) == 0)
      p += 5;
    else
      p = take_letter (code, p);
}

static const char *
find_unit (const char *literal)
{
  static const char *const others[] = { "US$", "HK$", "NT$", "A$", "C$", "R$" };
  static const char *const units[][2] = {
    { "$", "$" }, { "£", "£" }, { "€", "€" }, { "¥", "¥" }, { "￥", "¥" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (strstr (literal, others[i]) != NULL)
      return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (strstr (literal, units[i][0]) != NULL)
      return units[i][1];

  return NULL;
}

/**
 * _tn_xlsx_style_from_code:
 * @code: valid UTF-8, such as `yyyy"年"m"月"` or `[$€-407] #,##0.00`
 *
 * Returns: what it shows
 */
TnXlsxStyle
_tn_xlsx_style_from_code (const char *code)
{
  Code found = { .literal = g_string_new (NULL) };
  TnXlsxStyle style = { TN_XLSX_PLAIN, NULL };

  read_code (&found, code);
  if (found.day || (found.month && !found.clock && !found.elapsed))
    style.show = TN_XLSX_DATE;
  else if (found.elapsed)
    style.show = TN_XLSX_DURATION;
  else if (found.clock)
    style.show = TN_XLSX_CLOCK;
  else if (found.percent)
    style.show = TN_XLSX_PERCENT;
  else
    style.unit = find_unit (found.literal->str);
  g_string_free (found.literal, TRUE);

  return style;
}

/* The digits of @text with the point @shift places further right and no exponent: 0.07 by
 * two is 7, exactly. 0 when that would be long. */
static gsize
shift_point (const char *text, int shift, char out[TN_XLSX_VALUE_BYTES])
{
  char digits[TN_XLSX_VALUE_BYTES];
  int n_digits = 0;
  int point = 0;
  gboolean seen_point = FALSE;
  gboolean negative = *text == '-';
  gsize n = 0;
  int first = 0;

  for (text += negative; *text != '\0' && *text != 'e'; text++)
    if (*text == '.')
      seen_point = TRUE;
    else if (n_digits < 40)
      {
        digits[n_digits++] = *text;
        point += !seen_point;
      }
  if (*text == 'e')
    point += (int) g_ascii_strtoll (text + 1, NULL, 10);
  point += shift;
  if (point > 22 || point < -10)
    return 0;
  while (n_digits > point && n_digits > 1 && digits[n_digits - 1] == '0')
    n_digits--;
  while (first < point - 1 && first < n_digits - 1 && digits[first] == '0')
    first++;
  if (negative)
    out[n++] = '-';
  if (point <= 0)
    out[n++] = '0';
  for (int i = first; i < MAX (point, n_digits); i++)
    {
      if (i == MAX (point, 0) || (i == first && point < 0))
        {
          out[n++] = '.';
          for (int k = point; k < 0; k++)
            out[n++] = '0';
        }
      out[n++] = i < n_digits ? digits[i] : '0';
    }
  out[n] = '\0';

  return n;
}

static gsize
format_number (double value, gboolean percent, char decimal, char out[TN_XLSX_VALUE_BYTES])
{
  char shortest[TN_PLAIN_BYTES];
  gsize n;
  char *point;

  tn_plain_number (value, shortest);
  n = shift_point (shortest, percent ? 2 : 0, out);
  if (n == 0) /* very large or small */
    {
      if (percent)
        tn_plain_number (value * 100, shortest);
      n = g_strlcpy (out, shortest, TN_XLSX_VALUE_BYTES);
    }
  point = strchr (out, '.');
  if (point != NULL)
    *point = decimal;
  if (percent)
    out[n++] = '%';
  out[n] = '\0';

  return n;
}

static char *
put_digits (char *out, int value, int n)
{
  for (int i = n - 1; i >= 0; i--, value /= 10)
    out[i] = (char) ('0' + value % 10);

  return out + n;
}

/* 09:05:00, 36:00:00, 09:05:00.250 */
static gsize
format_clock (gint64 ms, char *out, gsize size)
{
  int seconds = (int) (ms / 1000 % 3600);
  char *p = out;

  if (ms >= 100 * G_GINT64_CONSTANT (3600000))
    p += g_snprintf (p, size, "%" G_GINT64_FORMAT, ms / 3600000);
  else
    p = put_digits (p, (int) (ms / 3600000), 2);
  *p++ = ':';
  p = put_digits (p, seconds / 60, 2);
  *p++ = ':';
  p = put_digits (p, seconds % 60, 2);
  if (ms % 1000 != 0)
    {
      *p++ = '.';
      p = put_digits (p, (int) (ms % 1000), 3);
    }
  *p = '\0';

  return (gsize) (p - out);
}

static gsize
format_day (int year, int month, int day, TnTimeOrder order, char *out)
{
  char *p = out;

  switch (order)
    {
    case TN_TIME_DMY:
    case TN_TIME_MDY:
      p = put_digits (p, order == TN_TIME_DMY ? day : month, 2);
      *p++ = '/';
      p = put_digits (p, order == TN_TIME_DMY ? month : day, 2);
      *p++ = '/';
      p = put_digits (p, year, 4);
      break;
    case TN_TIME_COMPACT:
      p = put_digits (put_digits (put_digits (p, year, 4), month, 2), day, 2);
      break;
    default:
      p = put_digits (p, year, 4);
      *p++ = '-';
      p = put_digits (p, month, 2);
      *p++ = '-';
      p = put_digits (p, day, 2);
    }
  *p = '\0';

  return (gsize) (p - out);
}

/* As texts of the column are. */
static gsize
format_time (gint64 days, gint64 ms, const TnXlsxColumn *column, char out[TN_XLSX_VALUE_BYTES])
{
  TnTimeOrder order = column->type == TN_COLUMN_TIME ? column->order : TN_TIME_YMD;
  gint64 unix_ms = days * DAY_MS + ms;
  int year;
  int month;
  int day;
  gint64 in_day;
  gsize n;

  if (order == TN_TIME_MILLISECONDS)
    return (gsize) g_snprintf (out, TN_XLSX_VALUE_BYTES, "%" G_GINT64_FORMAT, unix_ms);
  if (order == TN_TIME_SECONDS)
    return format_number ((double) unix_ms / 1000, FALSE, '.', out);
  if (!tn_plain_split_time (days * 24 * G_TIME_SPAN_HOUR, &year, &month, &day, &in_day))
    return 0;
  n = format_day (year, month, day, order, out);
  if (ms == 0)
    return n;
  if (order == TN_TIME_COMPACT)
    return n + (gsize) g_snprintf (out + n, TN_XLSX_VALUE_BYTES - n, "%02d%02d%02d",
                                   (int) (ms / 3600000), (int) (ms / 60000 % 60),
                                   (int) (ms / 1000 % 60));
  out[n++] = ' ';

  return n + format_clock (ms, out + n, TN_XLSX_VALUE_BYTES - n);
}

/* A number of days as a moment, to the millisecond; 0 when it is none. */
static gsize
format_serial (double value,
               const TnXlsxStyle *style,
               const TnXlsxColumn *column,
               gboolean date_1904,
               char out[TN_XLSX_VALUE_BYTES])
{
  gint64 all;
  gint64 days;
  gint64 ms;
  gsize n;

  if (style->show == TN_XLSX_DURATION && fabs (value) < LAST_SERIAL)
    {
      all = (gint64) round (fabs (value) * DAY_MS);
      out[0] = '-';
      n = value < 0 && all > 0;
      return n + format_clock (all, out + n, TN_XLSX_VALUE_BYTES - n);
    }
  if (!(value >= 0) || value >= LAST_SERIAL - (date_1904 ? 1462 : 0))
    return 0;
  all = (gint64) round (value * DAY_MS);
  days = all / DAY_MS;
  ms = all % DAY_MS;
  if (style->show == TN_XLSX_CLOCK && days == 0)
    return format_clock (ms, out, TN_XLSX_VALUE_BYTES);
  if (date_1904)
    return format_time (days - 24107, ms, column, out);
  if (days > LEAP_SERIAL)
    return format_time (days - 25569, ms, column, out);
  if (days > 0 && days < LEAP_SERIAL)
    return format_time (days - 25568, ms, column, out);

  /* Days that Excel has and nobody else; they read as what they are, and as no date. */
  n = g_strlcpy (out, days == 0 ? "1900-01-00" : "1900-02-29", TN_XLSX_VALUE_BYTES);
  if (ms == 0)
    return n;
  out[n++] = ' ';

  return n + format_clock (ms, out + n, TN_XLSX_VALUE_BYTES - n);
}

/* 12, -12.5: stands as it would be written again. */
static gboolean
is_plain (const char *p, gsize length)
{
  const char *end = p + length;
  const char *point = NULL;

  if (p < end && *p == '-')
    p++;
  if (end - p > 15 || p == end || (*p == '0' && end - p > 1 && p[1] != '.') || *p == '.')
    return FALSE;
  for (; p < end; p++)
    if (*p == '.' && point == NULL)
      point = p;
    else if (!g_ascii_isdigit (*p))
      return FALSE;

  return point == NULL || (end[-1] != '0' && end[-1] != '.');
}

static gboolean
is_digits (const char *p, gsize length)
{
  gsize sign = length > 0 && *p == '-';

  for (gsize i = sign; i < length; i++)
    if (!g_ascii_isdigit (p[i]))
      return FALSE;

  return length > sign && p[sign] != '0';
}

static gsize
copy_raw (const char *raw, gsize length, char out[TN_XLSX_VALUE_BYTES])
{
  gsize n = MIN (length, TN_XLSX_VALUE_BYTES - 1);

  memcpy (out, raw, n);
  out[n] = '\0';

  return n;
}

/**
 * _tn_xlsx_format_value:
 * @raw: the number as it stands in the sheet; not terminated
 * @column: (nullable): where it goes; %NULL while that is being found out: then as it is
 *   shown, with per cent or currency sign
 * @inexact: (out): a whole number so large that Excel does not keep its last digits
 *
 * Returns: bytes of @out: the number, date or time as text
 */
gsize
_tn_xlsx_format_value (const char *raw,
                       gsize length,
                       const TnXlsxStyle *style,
                       const TnXlsxColumn *column,
                       gboolean date_1904,
                       char out[TN_XLSX_VALUE_BYTES],
                       gboolean *inexact)
{
  static const TnXlsxColumn as_shown = { TN_COLUMN_CATEGORY, FALSE, '.', TN_TIME_YMD };
  gboolean detecting = column == NULL;
  gboolean percent;
  char number[TN_XLSX_VALUE_BYTES];
  const char *unit = detecting ? style->unit : NULL;
  char *end;
  double value;
  gsize n;

  *inexact = FALSE;
  if (column == NULL)
    column = &as_shown;
  percent = column->percent || (detecting && style->show == TN_XLSX_PERCENT);
  if (style->show <= TN_XLSX_PERCENT && !percent && unit == NULL && column->decimal == '.' &&
      is_plain (raw, length))
    return copy_raw (raw, length, out);
  copy_raw (raw, length, number);
  value = g_ascii_strtod (number, &end);
  if (length == 0 || length >= sizeof number || *end != '\0' || !isfinite (value) ||
      g_ascii_isalpha (number[0]) || number[0] == ' ')
    return copy_raw (raw, length, out);
  if (style->show >= TN_XLSX_DATE)
    {
      n = format_serial (value, style, column, date_1904, out);
      if (n > 0)
        return n;
    }
  *inexact = fabs (value) >= MAX_EXACT && fabs (value) < MAX_ID && value == trunc (value);
  if (*inexact && !percent && is_digits (raw, length))
    return copy_raw (raw, length, out);
  n = unit != NULL ? g_strlcpy (out, unit, TN_XLSX_VALUE_BYTES) : 0;
  n += format_number (value, percent, column->decimal, number);
  g_strlcpy (out + strlen (out) * (unit != NULL), number, TN_XLSX_VALUE_BYTES - 8);

  return n;
}

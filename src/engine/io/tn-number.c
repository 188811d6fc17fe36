/* tn-number.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-number.h"

#include <string.h>

#define MAX_DIGITS 400

/* Exact as doubles, as is every integer below 2^53: so one division or product of
 * the two is rounded once, which is the correctly rounded value (Clinger 1990). */
static const double powers[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                 1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };

static gboolean
parse_slowly (const char *text, gsize length, double *value)
{
  char buffer[MAX_DIGITS + 1];
  char *end;

  if (length > MAX_DIGITS)
    return FALSE;
  /* g_ascii_strtod() takes hexadecimal numbers, "inf" and "nan": not numbers here. */
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]) && strchr ("+-.eE", text[i]) == NULL)
      return FALSE;
  memcpy (buffer, text, length);
  buffer[length] = '\0';
  *value = g_ascii_strtod (buffer, &end);

  return end == buffer + length && end > buffer && *value - *value == 0;
}

/**
 * tn_number_parse_plain:
 * @text: not terminated
 * @value: (out): the number
 *
 * Reads a number with a decimal point and no grouping: -12.50, .5, 1e-3. Up to 15
 * digits without an exponent take the exact fast path; the rest goes to
 * g_ascii_strtod(). Both round correctly.
 *
 * Returns: whether all of @text is one finite number
 */
gboolean
tn_number_parse_plain (const char *text, gsize length, double *value)
{
  const char *p = text;
  const char *end = text + length;
  gboolean negative = FALSE;
  guint64 mantissa = 0;
  gsize n_digits;
  gsize n_fraction = 0;

  if (p < end && (*p == '-' || *p == '+'))
    negative = *p++ == '-';
  n_digits = end - p;
  for (; p < end && (guint8) (*p - '0') < 10; p++)
    mantissa = mantissa * 10 + (guint8) (*p - '0');
  if (p < end && *p == '.')
    {
      const char *point = p++;

      for (; p < end && (guint8) (*p - '0') < 10; p++)
        mantissa = mantissa * 10 + (guint8) (*p - '0');
      n_fraction = p - point - 1;
      n_digits--;
    }
  if (p != end || n_digits == 0 || n_digits > 15)
    return length > 0 && parse_slowly (text, length, value);

  *value = (double) mantissa / powers[n_fraction];
  if (negative)
    *value = -*value;

  return TRUE;
}

/* Length of the blank at @p: ASCII, no-break, narrow no-break, thin, ideographic. */
static gsize
blank_length (const char *p, const char *end)
{
  if (p < end && (*p == ' ' || *p == '\t'))
    return 1;
  if (end - p >= 2 && memcmp (p, "\xc2\xa0", 2) == 0)
    return 2;
  if (end - p >= 3 && (memcmp (p, "\xe2\x80\xaf", 3) == 0 || memcmp (p, "\xe2\x80\x89", 3) == 0 ||
                       memcmp (p, "\xe3\x80\x80", 3) == 0))
    return 3;

  return 0;
}

static void
trim (const char **p, const char **end)
{
  gsize n;

  while ((n = blank_length (*p, *end)) > 0)
    *p += n;
  while (*end > *p)
    {
      if ((*end)[-1] == ' ' || (*end)[-1] == '\t')
        *end -= 1;
      else if (*end - *p >= 2 && memcmp (*end - 2, "\xc2\xa0", 2) == 0)
        *end -= 2;
      else if (*end - *p >= 3 && blank_length (*end - 3, *end) == 3)
        *end -= 3;
      else
        break;
    }
}

static gboolean
take_prefix (const char **p, const char *end, const char *word)
{
  gsize n = strlen (word);

  if ((gsize) (end - *p) < n || g_ascii_strncasecmp (*p, word, n) != 0)
    return FALSE;
  *p += n;
  return TRUE;
}

static gboolean
take_suffix (const char *p, const char **end, const char *word)
{
  gsize n = strlen (word);

  if ((gsize) (*end - p) < n || g_ascii_strncasecmp (*end - n, word, n) != 0)
    return FALSE;
  *end -= n;
  return TRUE;
}

/* Signs, brackets and units off both ends; what is left should be digits and marks. */
static gboolean
strip_dress (const char **p, const char **end, const char *unit, gboolean *negative, double *scale)
{
  trim (p, end);
  if (*end - *p >= 2 && **p == '(' && (*end)[-1] == ')')
    {
      *negative = TRUE;
      (*p)++;
      (*end)--;
      trim (p, end);
    }
  if (*p < *end && (**p == '-' || **p == '+'))
    *negative ^= *(*p)++ == '-';
  else if (take_prefix (p, *end, "\xe2\x88\x92")) /* minus sign */
    *negative = !*negative;
  if (unit != NULL)
    {
      trim (p, end);
      if (take_prefix (p, *end, unit))
        trim (p, end);
      if (*p < *end && (**p == '-' || **p == '+'))
        *negative ^= *(*p)++ == '-';
      if (take_suffix (*p, end, unit))
        trim (p, end);
      else if (strcmp (unit, "\xc2\xa5") == 0 &&
               (take_prefix (p, *end, "\xef\xbf\xa5") || take_suffix (*p, end, "\xe5\x85\x83")))
        trim (p, end); /* ¥ in full width, 元 */
    }
  if (take_suffix (*p, end, "\xe4\xb8\x87")) /* 万 */
    *scale = 1e4;
  else if (take_suffix (*p, end, "\xe4\xba\xbf")) /* 亿 */
    *scale = 1e8;
  if (*scale != 1)
    trim (p, end);

  return *p < *end;
}

/* Rewrites into a plain number; a group has exactly three digits, the first up to three. */
static gboolean
undo_marks (const char *p, const char *end, const TnNumberFormat *format, char *out, gsize *length)
{
  gsize n = 0;
  gsize in_group = 0;
  gboolean grouped = FALSE;
  gboolean fraction = FALSE;

  while (p < end)
    {
      gsize blank = blank_length (p, end);
      gsize mark = 0;

      if (n + 2 > MAX_DIGITS)
        return FALSE;
      if (format->group == ' ')
        mark = blank;
      else if (format->group != 0 && *p == format->group)
        mark = 1;
      if (mark > 0 && !fraction)
        {
          if (in_group == 0 || in_group > 3 || (grouped && in_group != 3))
            return FALSE;
          grouped = TRUE;
          in_group = 0;
          p += mark;
        }
      else if (*p == format->decimal && !fraction)
        {
          if (grouped && in_group != 3)
            return FALSE;
          fraction = TRUE;
          out[n++] = '.';
          p++;
        }
      else if (g_ascii_isdigit (*p))
        {
          in_group++;
          out[n++] = *p++;
        }
      else if ((*p == 'e' || *p == 'E') && n > 0)
        {
          if ((gsize) (end - p) + n > MAX_DIGITS)
            return FALSE;
          if (grouped && !fraction && in_group != 3)
            return FALSE;
          memcpy (out + n, p, end - p);
          *length = n + (end - p);
          return TRUE;
        }
      else
        return FALSE;
    }
  *length = n;

  return !grouped || fraction || in_group == 3;
}

/**
 * tn_number_parse:
 * @text: not terminated
 * @format: marks and unit
 * @value: (out): the number
 *
 * Reads a number as people write it: blanks around, the unit before or behind, (500)
 * for -500, 1.2万 for 12000. A percentage keeps its figure: 42% is 42. Grouping must be
 * by threes, so that 1,2 is no number where the comma groups.
 *
 * Returns: whether all of @text is one finite number in that format
 */
gboolean
tn_number_parse (const char *text, gsize length, const TnNumberFormat *format, double *value)
{
  const char *p = text;
  const char *end = text + length;
  gboolean negative = FALSE;
  double scale = 1;
  char plain[MAX_DIGITS + 1];

  if (format->decimal == '.' && tn_number_parse_plain (text, length, value))
    return TRUE;
  if (!strip_dress (&p, &end, format->unit, &negative, &scale) ||
      !undo_marks (p, end, format, plain, &length) || !tn_number_parse_plain (plain, length, value))
    return FALSE;
  if (scale != 1)
    *value *= scale;
  if (negative)
    *value = -*value;

  return TRUE;
}

/* tn-language-format.c: numbers, money, dates and durations of a language
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>
#include <unicode/ucurr.h>
#include <unicode/ustring.h>

#include "tn-language-private.h"
#include "tn-language.h"
#include "tn-message.h"

#define MISSING        "–"
#define MINUS          TN_LANGUAGE_MINUS
#define NO_BREAK_SPACE "\302\240"

/* "," in groups of three, halves away from zero, no minus before a zero. */
static UNumberFormatter *
open_formatter (const TnLanguage *self, Form form, int digits)
{
  static const char *const starts[] = { "", "scale/100 ", "", "" };
  g_autoptr (GString) skeleton = g_string_new (starts[form]);
  g_autofree gunichar2 *text = NULL;
  UErrorCode status = U_ZERO_ERROR;
  UNumberFormatter *formatter;
  long length;

  if (form == FORM_SIGNIFICANT || form == FORM_STRIPPED)
    for (int i = 0; i < MAX (digits, 1); i++)
      g_string_append_c (skeleton, i == 0 || form == FORM_SIGNIFICANT ? '@' : '#');
  else if (digits == 0)
    g_string_append (skeleton, "precision-integer");
  else
    {
      g_string_append_c (skeleton, '.');
      for (int i = 0; i < digits; i++)
        g_string_append_c (skeleton, '0');
    }
  g_string_append (skeleton, " rounding-mode-half-up sign-negative");

  text = g_utf8_to_utf16 (skeleton->str, -1, NULL, &length, NULL);
  formatter = unumf_openForSkeletonAndLocale ((const UChar *) text, length, self->locale, &status);
  g_assert (U_SUCCESS (status));

  return formatter;
}

static const UNumberFormatter *
get_formatter (const TnLanguage *self, Form form, int digits)
{
  UNumberFormatter **slot;

  digits = CLAMP (digits, 0, TN_LANGUAGE_MAX_DECIMALS);
  /* Languages are ours and never in read-only memory; const is for the callers. */
  slot = &((TnLanguage *) self)->numbers[form][digits];
  if (g_once_init_enter ((gsize *) slot))
    g_once_init_leave ((gsize *) slot, (gsize) open_formatter (self, form, digits));

  return *slot;
}

/* ICU's text as UTF-8, with the typographic minus. */
static char *
take_formatted (UFormattedNumber *result, UErrorCode *status)
{
  g_autofree char *text = NULL;
  const UChar *chars;
  int32_t length;
  char *out;

  chars = ufmtval_getString (unumf_resultAsValue (result, status), &length, status);
  g_assert (U_SUCCESS (*status));
  text = g_utf16_to_utf8 ((const gunichar2 *) chars, length, NULL, NULL, NULL);
  unumf_closeResult (result);

  out = text[0] == '-' ? g_strconcat (MINUS, text + 1, NULL) : g_strdup (text);
  return out;
}

static char *
format_double (const TnLanguage *self, Form form, double value, int digits)
{
  UErrorCode status = U_ZERO_ERROR;
  UFormattedNumber *result;

  if (isnan (value))
    return g_strdup (MISSING);

  result = unumf_openResult (&status);
  unumf_formatDouble (get_formatter (self, form, digits), value, result, &status);
  return take_formatted (result, &status);
}

/**
 * tn_language_format_count:
 * @self: a language
 * @count: how many
 *
 * Returns: (transfer full): the count in full, as 12,345
 */
char *
tn_language_format_count (const TnLanguage *self, gint64 count)
{
  UErrorCode status = U_ZERO_ERROR;
  UFormattedNumber *result;

  g_return_val_if_fail (self != NULL, NULL);

  result = unumf_openResult (&status);
  unumf_formatInt (get_formatter (self, FORM_DECIMALS, 0), count, result, &status);
  return take_formatted (result, &status);
}

/**
 * tn_language_format_number:
 * @self: a language
 * @value: a number; NaN is a missing one and shown as a dash
 * @decimals: digits after the point, 0 to 9
 *
 * Halves are rounded away from zero; the minus is U+2212.
 *
 * Returns: (transfer full): the number, as 0.741 or −1,234.5
 */
char *
tn_language_format_number (const TnLanguage *self, double value, int decimals)
{
  g_return_val_if_fail (self != NULL, NULL);

  return format_double (self, FORM_DECIMALS, value, decimals);
}

/* To @digits significant digits, so that what decides on a form is what is shown. */
static double
round_significant (double value, int digits)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  char format[8];

  if (!isfinite (value) || value == 0)
    return value;

  g_snprintf (format, sizeof format, "%%.%de", CLAMP (digits, 1, TN_LANGUAGE_MAX_DECIMALS) - 1);
  return g_ascii_strtod (g_ascii_formatd (buffer, sizeof buffer, format, value), NULL);
}

/* "1.2 million", "120 万": @rounded is at least the smallest of the scales. */
static char *
format_scaled (const TnLanguage *self, double rounded, int digits)
{
  const Scale *scale = self->scales;
  g_autofree char *number = NULL;

  while (scale[1].unit > 0 && fabs (rounded) < scale->unit)
    scale++;
  number = fabs (rounded) / scale->unit < 1000
               ? format_double (self, FORM_STRIPPED, rounded / scale->unit, digits)
               : format_double (self, FORM_DECIMALS, rounded / scale->unit, 0);

  return g_strconcat (number, NO_BREAK_SPACE, scale->word, NULL);
}

/**
 * tn_language_format_plain:
 * @self: a language
 * @value: a number that somebody set; NaN is shown as a dash
 *
 * Says a number with the decimals it has, up to six, and none that say nothing.
 *
 * Returns: (transfer full): the number, as 0.05 or 3,650
 */
char *
tn_language_format_plain (const TnLanguage *self, double value)
{
  int digits = 0;

  for (double scaled = fabs (value); digits < 6 && fabs (scaled - round (scaled)) > 1e-9;
       scaled *= 10)
    digits++;

  return tn_language_format_number (self, value, digits);
}

/**
 * tn_language_format_round:
 * @self: a language
 * @value: an estimate; NaN is shown as a dash
 * @digits: significant digits, 1 to 9; more than 0
 *
 * Says an estimate with the digits its interval supports: two in sentences, three in
 * tables. With up to two digits it is taken for part of a sentence, where numbers from
 * a million on have a word ("1.2 million", "120 万"); with three it stays in figures.
 *
 * Returns: (transfer full): the number, as 1,260 or 0.74
 */
char *
tn_language_format_round (const TnLanguage *self, double value, int digits)
{
  double rounded = round_significant (value, digits);

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (digits > 0, NULL);

  if (value == 0)
    return g_strdup ("0");
  if (digits <= 2 && isfinite (value) && fabs (rounded) >= self->scale_from)
    return format_scaled (self, rounded, digits);

  return format_double (self, FORM_SIGNIFICANT, rounded, digits);
}

/**
 * tn_language_format_percent:
 * @self: a language
 * @share: a share; 1 is 100%
 * @decimals: digits after the point, 0 to 9
 *
 * Returns: (transfer full): the share as percent, as 38%
 */
char *
tn_language_format_percent (const TnLanguage *self, double share, int decimals)
{
  g_autofree char *number = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (isnan (share))
    return g_strdup (MISSING);

  number = format_double (self, FORM_PERCENT, share, decimals);
  return g_strconcat (number, "%", NULL);
}

/**
 * tn_language_format_share:
 * @self: a language
 * @share: how many of all, 0 to 1
 * @decimals: digits after the point, 0 to 9
 *
 * As tn_language_format_percent(), but what is there is never said to be none, nor nearly all to be
 * all.
 *
 * Returns: (transfer full): the share as percent, as 38%, < 0.1% or > 99.9%
 */
char *
tn_language_format_share (const TnLanguage *self, double share, int decimals)
{
  double least = pow (10, -2 - decimals);
  g_autofree char *percent = NULL;

  if (share > 0 && share <= least / 2)
    {
      percent = tn_language_format_percent (self, least, decimals);
      return g_strconcat ("<" NO_BREAK_SPACE, percent, NULL);
    }
  if (share < 1 && share >= 1 - least / 2)
    {
      percent = tn_language_format_percent (self, 1 - least, decimals);
      return g_strconcat (">" NO_BREAK_SPACE, percent, NULL);
    }

  return tn_language_format_percent (self, share, decimals);
}

static gboolean
is_code (const char *currency)
{
  return strlen (currency) == 3 && strspn (currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}

/* Signs that no code is known for, and that are written after amounts. */
static gboolean
stands_behind (const char *currency)
{
  return strcmp (currency, "元") == 0 || strcmp (currency, "kr") == 0;
}

/* What stands before an amount: the sign people know, or the code and a space. */
static char *
currency_sign (const char *currency)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar code[4];
  UBool is_choice = FALSE;
  const UChar *sign;
  int32_t length;
  g_autofree char *text = NULL;

  if (!is_code (currency))
    return stands_behind (currency) ? g_strdup ("") : g_strdup (currency);
  if (strcmp (currency, "CNY") == 0) /* which English calls CN¥ */
    return g_strdup ("¥");

  u_uastrcpy (code, currency);
  sign = ucurr_getName (code, "en", UCURR_SYMBOL_NAME, &is_choice, &length, &status);
  if (U_FAILURE (status))
    return g_strconcat (currency, NO_BREAK_SPACE, NULL);

  text = g_utf16_to_utf8 ((const gunichar2 *) sign, length, NULL, NULL, NULL);
  return g_strconcat (text, g_ascii_isalpha (text[strlen (text) - 1]) ? NO_BREAK_SPACE : "", NULL);
}

static int
currency_decimals (const char *currency)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar code[4];
  int decimals;

  if (!is_code (currency))
    return 2;

  u_uastrcpy (code, currency);
  decimals = ucurr_getDefaultFractionDigits (code, &status);
  return U_SUCCESS (status) ? decimals : 2;
}

/**
 * tn_language_format_money:
 * @self: a language
 * @value: an amount; NaN is shown as a dash
 * @currency: (nullable): the ISO 4217 code, or a sign as it was printed; empty for a plain number
 * @digits: significant digits as in tn_language_format_round(); 0 for the amount in
 *   full to the whole unit; negative for the amount with its cents
 *
 * Money has no decimals or all of them: £2,700, £0.80. With one or two digits it is
 * taken for part of a sentence, where Chinese says amounts from 10,000 on in 万.
 *
 * Returns: (transfer full): the amount, as £2,700, −¥149 or ¥1.2 万
 */
char *
tn_language_format_money (const TnLanguage *self, double value, const char *currency, int digits)
{
  const char *code = currency != NULL ? currency : "";
  double rounded = digits > 0 ? round_significant (value, digits) : value;
  g_autofree char *number = NULL;
  g_autofree char *sign = NULL;
  gboolean negative;

  g_return_val_if_fail (self != NULL, NULL);

  if (isnan (value))
    return g_strdup (MISSING);

  if (digits > 0 && digits <= 2 && isfinite (value) && fabs (rounded) >= self->money_from)
    number = format_scaled (self, rounded, digits);
  else
    {
      gboolean cents = digits < 0 || (digits > 0 && fabs (rounded) < pow (10, digits - 1));

      number = format_double (self, FORM_DECIMALS, rounded,
                              cents && value != 0 ? currency_decimals (code) : 0);
    }

  sign = currency_sign (code);
  negative = g_str_has_prefix (number, MINUS);
  return g_strconcat (negative ? MINUS : "", sign, number + (negative ? strlen (MINUS) : 0),
                      stands_behind (code) ? NO_BREAK_SPACE : "", stands_behind (code) ? code : "",
                      NULL);
}

/* Microseconds since 1970-01-01 UTC, as columns hold them. */
static GDateTime *
to_date (gint64 time)
{
  gint64 seconds = time / G_USEC_PER_SEC - (time % G_USEC_PER_SEC < 0 ? 1 : 0);

  return time != G_MININT64 ? g_date_time_new_from_unix_utc (seconds) : NULL;
}

/**
 * tn_language_format_date:
 * @self: a language
 * @time: microseconds since 1970-01-01 UTC, of which the day is said; move it by the
 *   zone's offset before where the reader's day differs; %G_MININT64 is shown as a dash
 *
 * Returns: (transfer full): the day, as 1 March 2026 or 2026年3月1日
 */
char *
tn_language_format_date (const TnLanguage *self, gint64 time)
{
  g_autoptr (GDateTime) date = to_date (time);

  g_return_val_if_fail (self != NULL, NULL);

  if (date == NULL)
    return g_strdup (MISSING);

  if (self->cjk)
    return g_strdup_printf ("%d年%d月%d日", g_date_time_get_year (date),
                            g_date_time_get_month (date), g_date_time_get_day_of_month (date));
  return g_strdup_printf ("%d %s %d", g_date_time_get_day_of_month (date),
                          self->months[g_date_time_get_month (date) - 1],
                          g_date_time_get_year (date));
}

/**
 * tn_language_format_date_brief:
 * @self: a language
 * @time: as for tn_language_format_date()
 *
 * Returns: (transfer full): the day as it stands in tables: 1 Mar 2026, 2026年3月1日
 */
char *
tn_language_format_date_brief (const TnLanguage *self, gint64 time)
{
  g_autoptr (GDateTime) date = to_date (time);
  g_autofree char *day = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (date == NULL || self->cjk)
    return tn_language_format_date (self, time);
  day = tn_language_format_date_short (self, time);

  return g_strdup_printf ("%s %d", day, g_date_time_get_year (date));
}

/**
 * tn_language_format_date_short:
 * @self: a language
 * @time: as for tn_language_format_date()
 *
 * Returns: (transfer full): the day without its year, as 1 Mar or 3月1日
 */
char *
tn_language_format_date_short (const TnLanguage *self, gint64 time)
{
  g_autoptr (GDateTime) date = to_date (time);

  g_return_val_if_fail (self != NULL, NULL);

  if (date == NULL)
    return g_strdup (MISSING);

  if (self->cjk)
    return g_strdup_printf ("%d月%d日", g_date_time_get_month (date),
                            g_date_time_get_day_of_month (date));
  return g_strdup_printf ("%d %s", g_date_time_get_day_of_month (date),
                          self->short_months[g_date_time_get_month (date) - 1]);
}

/**
 * tn_language_format_month:
 * @self: a language
 * @time: as for tn_language_format_date()
 *
 * Returns: (transfer full): the month, as March 2026 or 2026年3月
 */
char *
tn_language_format_month (const TnLanguage *self, gint64 time)
{
  g_autoptr (GDateTime) date = to_date (time);

  g_return_val_if_fail (self != NULL, NULL);

  if (date == NULL)
    return g_strdup (MISSING);

  if (self->cjk)
    return g_strdup_printf ("%d年%d月", g_date_time_get_year (date), g_date_time_get_month (date));
  return g_strdup_printf ("%s %d", self->months[g_date_time_get_month (date) - 1],
                          g_date_time_get_year (date));
}

/**
 * tn_language_format_date_range:
 * @self: a language
 * @from: the first day, as for tn_language_format_date()
 * @to: the last day
 *
 * Returns: (transfer full): both days, the month and year they share said once:
 *   1 to 7 March 2026, 2026年3月1日至7日
 */
char *
tn_language_format_date_range (const TnLanguage *self, gint64 from, gint64 to)
{
  g_autoptr (GDateTime) first = to_date (from);
  g_autoptr (GDateTime) last = to_date (to);
  g_autofree char *start = NULL;
  g_autofree char *end = NULL;
  gboolean same_year, same_month;

  g_return_val_if_fail (self != NULL, NULL);

  start = tn_language_format_date (self, from);
  end = tn_language_format_date (self, to);
  if (first == NULL || last == NULL)
    return tn_language_format_interval (self, start, end, FALSE);

  same_year = g_date_time_get_year (first) == g_date_time_get_year (last);
  same_month = same_year && g_date_time_get_month (first) == g_date_time_get_month (last);
  if (self->cjk && same_month)
    return g_strdup_printf ("%s至%d日", start, g_date_time_get_day_of_month (last));
  if (self->cjk && same_year)
    return g_strdup_printf ("%s至%d月%d日", start, g_date_time_get_month (last),
                            g_date_time_get_day_of_month (last));
  if (self->cjk)
    return g_strdup_printf ("%s至%s", start, end);
  if (same_month)
    return g_strdup_printf ("%d to %s", g_date_time_get_day_of_month (first), end);
  if (same_year)
    return g_strdup_printf ("%d %s to %s", g_date_time_get_day_of_month (first),
                            self->months[g_date_time_get_month (first) - 1], end);
  return g_strdup_printf ("%s to %s", start, end);
}

/**
 * tn_language_format_clock:
 * @self: a language
 * @time: as for tn_language_format_date()
 *
 * Returns: (transfer full): the time of day, as 14:05
 */
char *
tn_language_format_clock (const TnLanguage *self, gint64 time)
{
  g_autoptr (GDateTime) date = to_date (time);

  g_return_val_if_fail (self != NULL, NULL);

  if (date == NULL)
    return g_strdup (MISSING);

  return g_strdup_printf ("%02d:%02d", g_date_time_get_hour (date), g_date_time_get_minute (date));
}

/* A quantity with its unit, which must not be parted at the end of a line. */
static char *
fill_quantity (const char *form, const char *number)
{
  g_auto (GStrv) around = g_strsplit (form, "{n}", 2);
  g_autofree char *text = g_strjoinv (number, around);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  return g_strjoinv (NO_BREAK_SPACE, words);
}

typedef enum
{
  UNIT_DAY,
  UNIT_HOUR,
  UNIT_MINUTE,
} Unit;

static char *
format_whole (const TnLanguage *self, Unit unit, gint64 count)
{
  static const char *const forms[][2] = {
    { TN_PLURAL ("{n} day", "{n} days") },
    { TN_PLURAL ("{n} hour", "{n} hours") },
    { TN_PLURAL ("{n} minute", "{n} minutes") },
  };
  g_autofree char *number = tn_language_format_count (self, count);

  return fill_quantity (tn_language_lookup_plural (self, forms[unit][0], forms[unit][1], count),
                        number);
}

static char *
format_short (const TnLanguage *self, const char *id, double count, int decimals)
{
  g_autofree char *number = tn_language_format_number (self, count, decimals);

  return fill_quantity (tn_language_lookup (self, id), number);
}

static char *
format_seconds (const TnLanguage *self, double seconds)
{
  if (seconds > 0 && seconds < 0.095)
    return format_short (self, N_ ("{n} ms"), MAX (1, round (seconds * 1000)), 0);

  return format_short (self, N_ ("{n} s"), seconds, seconds < 9.95 && seconds > 0 ? 1 : 0);
}

/**
 * tn_language_format_duration:
 * @self: a language
 * @seconds: how long; NaN, infinite and negative times are shown as a dash
 *
 * Says the two largest units that are not nothing. The space in each quantity is U+00A0.
 *
 * Returns: (transfer full): the time, as 1 min 20 s, 2 h 5 min, 90 days
 */
char *
tn_language_format_duration (const TnLanguage *self, double seconds)
{
  g_autofree char *large = NULL;
  g_autofree char *small = NULL;
  gint64 whole;

  g_return_val_if_fail (self != NULL, NULL);

  if (!isfinite (seconds) || seconds < 0 || seconds > 1e15)
    return g_strdup (MISSING);
  if (seconds < 59.5)
    return format_seconds (self, seconds);

  whole = (gint64) round (seconds);
  if (whole >= 86400)
    {
      gint64 hours = (whole + 1800) / 3600;

      large = format_whole (self, UNIT_DAY, hours / 24);
      small = hours % 24 > 0 ? format_short (self, N_ ("{n} h"), hours % 24, 0) : NULL;
    }
  else if (whole >= 3600)
    {
      gint64 minutes = (whole + 30) / 60;

      large = format_short (self, N_ ("{n} h"), minutes / 60, 0);
      small = minutes % 60 > 0 ? format_short (self, N_ ("{n} min"), minutes % 60, 0) : NULL;
    }
  else
    {
      /* Chinese says 5 分钟, but 1 分 20 秒. */
      if (whole % 60 == 0 && self->cjk)
        return format_whole (self, UNIT_MINUTE, whole / 60);
      large = format_short (self, N_ ("{n} min"), whole / 60, 0);
      small = whole % 60 > 0 ? format_short (self, N_ ("{n} s"), whole % 60, 0) : NULL;
    }

  return small != NULL ? g_strjoin (" ", large, small, NULL) : g_steal_pointer (&large);
}

/**
 * tn_language_format_duration_about:
 * @self: a language
 * @seconds: how long, as for tn_language_format_duration()
 *
 * For times that are guesses: one unit. The word "about" is the template's.
 *
 * Returns: (transfer full): the time, as 4 s, 5 minutes, 2 hours
 */
char *
tn_language_format_duration_about (const TnLanguage *self, double seconds)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (!isfinite (seconds) || seconds < 0 || seconds > 1e15)
    return g_strdup (MISSING);
  if (seconds < 59.5)
    return format_short (self, N_ ("{n} s"), MAX (1, round (seconds)), 0);
  if (seconds < 59.5 * 60)
    return format_whole (self, UNIT_MINUTE, (gint64) round (seconds / 60));
  if (seconds < 23.5 * 3600)
    return format_whole (self, UNIT_HOUR, (gint64) round (seconds / 3600));

  return format_whole (self, UNIT_DAY, (gint64) round (seconds / 86400));
}

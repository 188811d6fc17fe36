/* tn-ticks.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-ticks.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define DAY ((gint64) 86400 * G_USEC_PER_SEC)

/* 10^exponent, exact where a double can be: pow() need not be. */
static double
power_of_ten (int exponent)
{
  double power = 1;

  for (int i = 0; i < ABS (exponent); i++)
    power *= 10;

  return exponent < 0 ? 1 / power : power;
}

/* multiple · 10^exponent with one rounding, so that 3 · 0.1 is the double nearest 0.3. */
static double
scale_ten (double multiple, int exponent)
{
  return exponent < 0 ? multiple / power_of_ten (-exponent) : multiple * power_of_ten (exponent);
}

/**
 * tn_nice_number:
 * @value: above 0
 * @round: whether to the nearest nice number, or up to the next
 *
 * The nice number, 1, 2, 5 or 10 times a power of ten, near a value: P. S. Heckbert,
 * "Nice numbers for graph labels", Graphics Gems, 1990, p. 61.
 *
 * Returns: the nice number
 */
double
tn_nice_number (double value, gboolean round)
{
  int exponent;
  double fraction, nice;

  g_return_val_if_fail (value > 0 && isfinite (value), 1);

  exponent = (int) floor (log10 (value));
  fraction = scale_ten (value, -exponent);
  if (round)
    nice = fraction < 1.5 ? 1 : fraction < 3 ? 2 : fraction < 7 ? 5 : 10;
  else
    nice = fraction <= 1 ? 1 : fraction <= 2 ? 2 : fraction <= 5 ? 5 : 10;

  return scale_ten (nice, exponent);
}

static TnTicks *
ticks_new (gsize n)
{
  TnTicks *self = g_new0 (TnTicks, 1);

  self->n = n;
  self->at = g_new0 (double, MAX (n, 1));
  self->words = g_new0 (char *, n + 1);

  return self;
}

/**
 * tn_ticks_free:
 * @self: ticks
 *
 * Frees ticks and their words.
 */
void
tn_ticks_free (TnTicks *self)
{
  g_free (self->at);
  g_strfreev (self->words);
  g_free (self);
}

/* How many decimals a step needs, up to the 17 a double has. */
static int
decimals_of_step (double step)
{
  for (int decimals = 0; decimals < 17; decimals++)
    {
      double scaled = step * power_of_ten (decimals);

      if (scaled >= 0.9 && fabs (scaled - rint (scaled)) < 1e-6 * scaled)
        return decimals;
    }

  return 17;
}

/* A range of no width, or of a width the values cannot be told apart in, becomes one
 * around the value. */
static void
widen (double *from, double *to)
{
  double size = MAX (fabs (*from), fabs (*to));

  if (*from > *to)
    {
      double swap = *from;

      *from = *to;
      *to = swap;
    }
  if (*to - *from > size * 1e-7 && *to - *from > DBL_MIN * 1e20)
    return;
  if (size < DBL_MIN * 1e22)
    size = 1;
  *from -= size / 2;
  *to += size / 2;
}

/**
 * tn_ticks_heckbert:
 * @from: beginning of the data
 * @to: end of the data
 * @n_wanted: at least 2
 *
 * Heckbert's "loose" labels: nice steps whose first and last enclose the data. Used to
 * round an axis that begins and ends where the data do.
 *
 * Returns: (transfer full): the ticks, without words
 */
TnTicks *
tn_ticks_heckbert (double from, double to, guint n_wanted)
{
  double step, first, last;
  TnTicks *self;

  g_return_val_if_fail (isfinite (from) && isfinite (to) && n_wanted >= 2, NULL);

  widen (&from, &to);
  step = tn_nice_number (tn_nice_number (to - from, FALSE) / (n_wanted - 1), TRUE);
  first = floor (from / step + 1e-9);
  last = ceil (to / step - 1e-9);
  self = ticks_new ((gsize) (last - first) + 1);
  self->step = step;
  self->decimals = decimals_of_step (step);
  for (gsize i = 0; i < self->n; i++)
    self->at[i] = scale_ten (rint ((first + (double) i) * step * power_of_ten (self->decimals)),
                             -self->decimals);

  return self;
}

/* One choice of labels in the search below: start · q · 10^exponent, k labels. */
typedef struct
{
  double from, to;
  guint wanted;
  double best;
  double start, q;
  int exponent;
  guint k;
} Search;

static const double nice_q[] = { 1, 5, 2, 2.5, 4, 3 };

#define WEIGHT_SIMPLICITY 0.25
#define WEIGHT_COVERAGE   0.20
#define WEIGHT_DENSITY    0.50
#define WEIGHT_LEGIBILITY 0.05

static double
simplicity (guint index, double first, double last, double step)
{
  double rest = fmod (first, step);
  gboolean has_zero;

  if (rest < 0)
    rest += step;
  has_zero = (rest < DBL_EPSILON * 100 || step - rest < DBL_EPSILON * 100 || rest < step * 1e-10) &&
             first <= 0 && last >= 0;

  return 1 - index / (double) (G_N_ELEMENTS (nice_q) - 1) - 1 + has_zero;
}

static double
coverage (const Search *self, double first, double last)
{
  double range = self->to - self->from;

  return 1 - 0.5 * (pow (self->to - last, 2) + pow (self->from - first, 2)) / pow (0.1 * range, 2);
}

static double
density (const Search *self, guint k, double first, double last)
{
  double r = (k - 1) / (last - first);
  double target = (self->wanted - 1) / (MAX (last, self->to) - MIN (first, self->from));

  return 2 - MAX (r / target, target / r);
}

static void
try_starts (Search *self, guint index, guint k, int exponent)
{
  double step = scale_ten (nice_q[index], exponent);
  double low = floor (self->to / step) - (k - 1), high = ceil (self->from / step);

  for (double start = low; start <= high; start++)
    {
      double first = start * step, last = first + step * (k - 1);
      double score = WEIGHT_SIMPLICITY * simplicity (index, first, last, step) +
                     WEIGHT_COVERAGE * coverage (self, first, last) +
                     WEIGHT_DENSITY * density (self, k, first, last) + WEIGHT_LEGIBILITY;

      if (score <= self->best)
        continue;
      self->best = score;
      self->start = start;
      self->q = nice_q[index];
      self->exponent = exponent;
      self->k = k;
    }
}

static double
bound (const Search *self, guint index, guint k, double span, gboolean with_span)
{
  double range = self->to - self->from, cover = 1;
  double dense = k >= self->wanted ? 2 - (k - 1) / (double) (self->wanted - 1) : 1;

  if (with_span && span > range)
    cover = 1 - 0.25 * pow (span - range, 2) / pow (0.1 * range, 2);

  return WEIGHT_SIMPLICITY * (1 - index / (double) (G_N_ELEMENTS (nice_q) - 1)) +
         WEIGHT_COVERAGE * cover + WEIGHT_DENSITY * dense + WEIGHT_LEGIBILITY;
}

static void
search_steps (Search *self, guint index)
{
  for (guint k = 2; bound (self, index, k, 0, FALSE) >= self->best && k < 200; k++)
    {
      double delta = (self->to - self->from) / (k + 1) / nice_q[index];
      int first = (int) ceil (log10 (delta));

      for (int exponent = first; exponent < first + 4; exponent++)
        {
          if (bound (self, index, k, scale_ten (nice_q[index], exponent) * (k - 1), TRUE) <
              self->best)
            break;
          try_starts (self, index, k, exponent);
        }
    }
}

/**
 * tn_ticks_extended:
 * @from: beginning of the range
 * @to: end of the range
 * @n_wanted: about how many
 *
 * Chooses the labels that are best by simplicity, coverage and density together: J. Talbot,
 * S. Lin & P. Hanrahan, "An extension of Wilkinson's algorithm for positioning tick labels
 * on axes", IEEE TVCG 16(6), 2010. Only every label of a sequence is used (their j = 1),
 * so that 0 is among them wherever it is in range. A tick may lie a little outside.
 *
 * Returns: (transfer full): the ticks, without words
 */
TnTicks *
tn_ticks_extended (double from, double to, guint n_wanted)
{
  Search search = { .best = -2, .wanted = MAX (n_wanted, 2) };
  TnTicks *self;

  g_return_val_if_fail (isfinite (from) && isfinite (to), NULL);

  widen (&from, &to);
  search.from = from;
  search.to = to;
  for (guint index = 0; index < G_N_ELEMENTS (nice_q); index++)
    search_steps (&search, index);

  self = ticks_new (search.k);
  self->step = scale_ten (search.q, search.exponent);
  self->decimals = decimals_of_step (self->step);
  for (gsize i = 0; i < self->n; i++)
    /* q · 10 is whole, so each tick is the double nearest to its decimal form. */
    self->at[i] = scale_ten ((search.start + (double) i) * (search.q * 10), search.exponent - 1);

  return self;
}

typedef enum
{
  BY_DAYS,
  BY_MONTHS,
} CalendarUnit;

typedef struct
{
  CalendarUnit unit;
  int every;
} CalendarStep;

/* 7 days begin on Mondays. */
static const CalendarStep calendar_steps[] = {
  { BY_DAYS, 1 },     { BY_DAYS, 2 },     { BY_DAYS, 7 },      { BY_DAYS, 14 },
  { BY_MONTHS, 1 },   { BY_MONTHS, 2 },   { BY_MONTHS, 3 },    { BY_MONTHS, 6 },
  { BY_MONTHS, 12 },  { BY_MONTHS, 24 },  { BY_MONTHS, 60 },   { BY_MONTHS, 120 },
  { BY_MONTHS, 240 }, { BY_MONTHS, 600 }, { BY_MONTHS, 1200 }, { BY_MONTHS, 12000 },
};

/* Days since 1970 of a date of the Gregorian calendar, and back: H. Hinnant,
 * "chrono-compatible low-level date algorithms". GDateTime ends at the year 9999. */
static gint64
days_from_civil (gint64 year, int month, int day)
{
  gint64 era, of_era;
  int of_year;

  year -= month <= 2;
  era = (year >= 0 ? year : year - 399) / 400;
  of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  of_era = (year - era * 400) * 365 + (year - era * 400) / 4 - (year - era * 400) / 100 + of_year;

  return era * 146097 + of_era - 719468;
}

static void
civil_from_days (gint64 days, gint64 *year, int *month)
{
  gint64 era, of_era, year_of_era, of_year, mp;

  days += 719468;
  era = (days >= 0 ? days : days - 146096) / 146097;
  of_era = days - era * 146097;
  year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  mp = (5 * of_year + 2) / 153;
  *month = (int) (mp < 10 ? mp + 3 : mp - 9);
  *year = year_of_era + era * 400 + (*month <= 2);
}

static gint64
floor_div (gint64 a, gint64 b)
{
  return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

/* The first tick of a step at or after @time. */
static gint64
calendar_first (const CalendarStep *step, gint64 time)
{
  gint64 days = -floor_div (-time, DAY), year, month_index;
  int month;

  if (step->unit == BY_DAYS)
    {
      /* 1970-01-05 was a Monday. */
      gint64 phase = step->every % 7 == 0 ? 4 : 0;

      return (-floor_div (-(days - phase), step->every) * step->every + phase) * DAY;
    }
  civil_from_days (days - 1, &year, &month);
  /* The month after the one the day before is in, or later. */
  month_index = year * 12 + month - 1 + 1;
  month_index = -floor_div (-month_index, step->every) * step->every;

  return days_from_civil (floor_div (month_index, 12),
                          (int) (month_index - floor_div (month_index, 12) * 12) + 1, 1) *
         DAY;
}

static gint64
calendar_next (const CalendarStep *step, gint64 tick)
{
  return calendar_first (step, tick + 1);
}

static double
calendar_length (const CalendarStep *step)
{
  return (double) step->every * (step->unit == BY_DAYS ? 1 : 30.436875) * (double) DAY;
}

/**
 * tn_ticks_calendar:
 * @from: microseconds since 1970
 * @to: microseconds since 1970
 * @n_wanted: at most so many, as far as the calendar allows
 *
 * Ticks at beginnings of days, weeks (Mondays), months, quarters or years. Their @step is
 * the usual length of that unit in microseconds.
 *
 * Returns: (transfer full): the ticks within the range, without words
 */
TnTicks *
tn_ticks_calendar (gint64 from, gint64 to, guint n_wanted)
{
  const CalendarStep *step = &calendar_steps[G_N_ELEMENTS (calendar_steps) - 1];
  g_autoptr (GArray) at = g_array_new (FALSE, FALSE, sizeof (double));
  TnTicks *self;

  g_return_val_if_fail (from <= to, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (calendar_steps); i++)
    if (((double) to - (double) from) / calendar_length (&calendar_steps[i]) <= MAX (n_wanted, 1))
      {
        step = &calendar_steps[i];
        break;
      }
  for (gint64 tick = calendar_first (step, from); tick <= to && at->len < 1000;
       tick = calendar_next (step, tick))
    {
      double place = (double) tick;

      g_array_append_val (at, place);
    }
  if (at->len == 0)
    {
      double place = (double) from;

      g_array_append_val (at, place);
    }

  self = ticks_new (at->len);
  for (guint i = 0; i < at->len; i++)
    self->at[i] = g_array_index (at, double, i);
  self->step = calendar_length (step);

  return self;
}

static char *
say (TnMessage *message, const TnLanguage *language)
{
  char *words = tn_message_say (message, language);

  tn_message_unref (message);

  return words;
}

/* 2×10⁻⁹, for figures that would need too many zeros. */
static char *
say_power (double value, int exponent, int decimals, const TnLanguage *language)
{
  static const char *const raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  g_autofree char *mantissa =
      tn_language_format_number (language, scale_ten (value, -exponent), decimals);
  g_autofree char *digits = g_strdup_printf ("%d", ABS (exponent));
  GString *words;

  if (value == 0)
    return g_strdup ("0");
  words = g_string_new (mantissa);
  g_string_append (words, "×10");
  if (exponent < 0)
    g_string_append (words, "⁻");
  for (const char *p = digits; *p != '\0'; p++)
    g_string_append (words, raised[*p - '0']);

  return g_string_free (words, FALSE);
}

typedef struct
{
  double size;
  const char *id;
} Large;

static const Large large_english[] = { { 1e9, N_ ("{figure}B") },
                                       { 1e6, N_ ("{figure}M") },
                                       { 1e3, N_ ("{figure}k") } };
static const Large large_cjk[] = { { 1e8, N_ ("{figure} hundred million") },
                                   { 1e4, N_ ("{figure} ten thousand") } };

/* Whether an axis to @most with this step is read more easily in thousands or millions:
 * English from 10,000 on for money, a million for counts; Chinese from 10 万 on. */
static const Large *
large_for (const TnAxis *axis, double most, double step, gboolean cjk)
{
  const Large *sizes = cjk ? large_cjk : large_english;
  guint n = cjk ? G_N_ELEMENTS (large_cjk) : G_N_ELEMENTS (large_english);

  if (axis->unit != TN_UNIT_MONEY && axis->unit != TN_UNIT_COUNT && axis->unit != TN_UNIT_NUMBER)
    return NULL;
  for (guint i = 0; i < n; i++)
    {
      double least = cjk ? sizes[i].size * 10 : sizes[i].size;

      if (sizes[i].size == 1e3 && (axis->unit != TN_UNIT_MONEY || step < 1e3))
        continue;
      if (most >= least && step >= sizes[i].size / 100)
        return &sizes[i];
    }

  return NULL;
}

/* Money with any number of decimals, for "£2.5k": the sign is what stands before a zero. */
static char *
say_figure (const TnAxis *axis, double value, int decimals, const TnLanguage *language)
{
  g_autofree char *figure = tn_language_format_number (language, fabs (value), decimals);
  g_autofree char *zero = NULL;

  if (axis->unit == TN_UNIT_MONEY)
    {
      zero = tn_language_format_money (language, 0, axis->currency, 0);
      zero[strlen (zero) - 1] = '\0';
    }

  return g_strconcat (value < 0 ? "−" : "", zero != NULL ? zero : "", figure, NULL);
}

static char *
say_value (const TnTicks *self,
           const TnAxis *axis,
           double value,
           double most,
           const TnLanguage *language)
{
  const Large *large = large_for (axis, most, self->step, tn_language_is_cjk (language));
  int exponent = most > 0 ? (int) floor (log10 (most)) : 0;

  if (value != 0 && fabs (value) < self->step * 1e-9)
    value = 0;
  if (value == 0)
    value = 0; /* not −0 */
  if (axis->unit != TN_UNIT_SHARE &&
      (exponent >= 15 || self->decimals > 9 || (exponent <= -5 && self->decimals > 6)))
    return say_power (value, exponent, CLAMP (self->decimals + exponent, 0, 12), language);
  if (value != 0 && (large != NULL || (axis->unit == TN_UNIT_MONEY && self->decimals > 0)))
    {
      double size = large != NULL ? large->size : 1;
      g_autofree char *figure =
          say_figure (axis, value / size, decimals_of_step (self->step / size), language);

      return say (tn_message_text (tn_message_new (large != NULL ? large->id : "{figure}"),
                                   "figure", figure),
                  language);
    }

  return say (
      tn_unit_say (axis->unit, value,
                   axis->unit == TN_UNIT_SHARE ? MAX (0, self->decimals - 2) : self->decimals,
                   axis->currency),
      language);
}

static const char *const months[] = { N_ ("Jan"), N_ ("Feb"), N_ ("Mar"), N_ ("Apr"),
                                      N_ ("May"), N_ ("Jun"), N_ ("Jul"), N_ ("Aug"),
                                      N_ ("Sep"), N_ ("Oct"), N_ ("Nov"), N_ ("Dec") };

/* Years where they change, months or days between: "Dec 2010", "Mar 2011", "Jun". */
static char *
say_date (const TnTicks *self, gsize i, const TnLanguage *language)
{
  gint64 year, before = G_MININT64;
  int month, other;
  g_autofree char *figure = NULL;
  const char *name;

  civil_from_days (floor_div ((gint64) self->at[i], DAY), &year, &month);
  if (i > 0)
    civil_from_days (floor_div ((gint64) self->at[i - 1], DAY), &before, &other);
  figure = g_strdup_printf ("%" G_GINT64_FORMAT, year);
  if (self->step > 360.0 * (double) DAY)
    return tn_language_is_cjk (language) ? g_strconcat (figure, "年", NULL)
                                         : g_steal_pointer (&figure);
  if (self->step < 20.0 * (double) DAY)
    return tn_language_format_date_short (language, (gint64) self->at[i]);
  if (year != before && tn_language_is_cjk (language))
    return g_strdup_printf ("%s年%d月", figure, month);
  name = tn_language_lookup (language, months[month - 1]);

  return year == before ? g_strdup (name) : g_strdup_printf ("%s %s", name, figure);
}

/**
 * tn_ticks_say:
 * @self: ticks
 * @axis: whose unit they are in
 * @language: the language
 *
 * Puts every tick into words, all with the same number of decimals.
 */
void
tn_ticks_say (TnTicks *self, const TnAxis *axis, const TnLanguage *language)
{
  double most = 0;

  for (gsize i = 0; i < self->n; i++)
    most = MAX (most, fabs (self->at[i]));
  for (gsize i = 0; i < self->n; i++)
    {
      g_free (self->words[i]);
      self->words[i] = axis->scale == TN_SCALE_TIME
                           ? say_date (self, i, language)
                           : say_value (self, axis, self->at[i], most, language);
    }
}

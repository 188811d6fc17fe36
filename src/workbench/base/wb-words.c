/* wb-words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-words.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"

static const TnLanguage *language;

static const TnLanguage *
search_languages (const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      const TnLanguage *found = tn_language_get (names[i]);

      if (found != NULL)
        return found;
    }

  return tn_language_get ("en");
}

/* What the desktop asks for, in its order of preference. Looked up once: for the words of GTK the
 * environment is changed to what was chosen. */
static const TnLanguage *
find_system_language (void)
{
  static const TnLanguage *found;

  if (found == NULL)
    found = search_languages (g_get_language_names ());

  return found;
}

/**
 * wb_language:
 *
 * Returns: the language of every sentence of the window
 */
const TnLanguage *
wb_language (void)
{
  if (language == NULL)
    language = find_system_language ();

  return language;
}

/**
 * wb_language_choose:
 * @id: "en", "zh_CN", or "" for that of the desktop
 */
void
wb_language_choose (const char *id)
{
  const TnLanguage *found = *id != '\0' ? tn_language_get (id) : NULL;

  language = found != NULL ? found : find_system_language ();
}

const char *
wb_say (const char *id)
{
  return tn_language_lookup (wb_language (), id);
}

/**
 * wb_say_in:
 * @id: a word after what it stands for, as "button|Run"
 *
 * For short words that are several in another language.
 */
const char *
wb_say_in (const char *id)
{
  const char *said = wb_say (id);
  const char *bar = strchr (id, '|');

  return g_str_equal (said, id) && bar != NULL ? bar + 1 : said;
}

char *
wb_say_message (const TnMessage *message)
{
  return message != NULL ? tn_message_say (message, wb_language ()) : g_strdup ("");
}

char *
wb_say_take (TnMessage *message)
{
  g_autoptr (TnMessage) taken = message;

  return tn_message_say (taken, wb_language ());
}

char *
wb_say_error (const GError *error)
{
  return tn_error_render (error, wb_language ());
}

char *
wb_say_text (const char *id, const char *name, const char *value)
{
  return wb_say_take (tn_message_text (tn_message_new (id), name, value));
}

char *
wb_say_count (const char *one, const char *other, const char *name, gint64 count)
{
  return wb_say_take (tn_message_count (tn_message_new_plural (one, other, count), name, count));
}

/**
 * wb_say_share:
 * @value: 0 to 1
 * @low: lower end of its 95% interval, NaN without
 * @high: upper end
 *
 * Returns: (transfer full): the share, with its interval where there is one
 */
char *
wb_say_share (double value, double low, double high)
{
  TnMessage *message;

  if (!isfinite (low) || !isfinite (high))
    return tn_language_format_share (wb_language (), value, 0);
  message =
      tn_message_percent (tn_message_new (N_ ("{value} ({low} to {high})")), "value", value, 0);
  message = tn_message_percent (message, "low", low, 0);

  return wb_say_take (tn_message_percent (message, "high", high, 0));
}

/* The clock's time today, the day otherwise. */
char *
wb_say_when (gint64 time)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  g_autoptr (GDateTime) then = utc != NULL ? g_date_time_to_local (utc) : NULL;
  gint64 shown;

  if (then == NULL)
    return g_strdup ("–");
  shown = time + g_date_time_get_utc_offset (then);
  if (g_date_time_get_year (now) == g_date_time_get_year (then) &&
      g_date_time_get_day_of_year (now) == g_date_time_get_day_of_year (then))
    return tn_language_format_clock (wb_language (), shown);

  return tn_language_format_date (wb_language (), shown);
}

char *
wb_say_size (gint64 bytes)
{
  static const char *const units[] = { "B", "KB", "MB", "GB", "TB" };
  double value = bytes;
  guint unit = 0;
  g_autofree char *number = NULL;

  for (; value >= 1000 && unit + 1 < G_N_ELEMENTS (units); unit++)
    value /= 1000;
  number = tn_language_format_number (wb_language (), value, value < 10 && unit > 0 ? 1 : 0);

  return g_strdup_printf ("%s\u00a0%s", number, units[unit]);
}

/* 0.05, 3,650: no tenths that say nothing. */
char *
wb_say_number (double number)
{
  return tn_language_format_plain (wb_language (), number);
}

/* tn-pinyin.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-pinyin.h"

#include <unicode/utrans.h>

static GMutex lock; /* a transliterator is not for several threads at once */

/* NULL where ICU was built without these rules. */
static UTransliterator *
get_rules (void)
{
  static UTransliterator *rules = NULL;
  static gsize is_ready = 0;

  if (g_once_init_enter (&is_ready))
    {
      static const UChar id[] = u"Han-Latin; Latin-ASCII; Lower";
      UErrorCode status = U_ZERO_ERROR;

      rules = utrans_openU (id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
      g_once_init_leave (&is_ready, 1);
    }

  return rules;
}

/* The first letter of how a character is read, 0 of what is none. */
static char
find_initial (gunichar character)
{
  UTransliterator *rules = get_rules ();
  UErrorCode status = U_ZERO_ERROR;
  UChar text[32] = { 0 };
  int32_t length = 1, limit;

  if (rules == NULL || character > 0xffff ||
      g_unichar_get_script (character) != G_UNICODE_SCRIPT_HAN)
    return 0;
  text[0] = (UChar) character;
  limit = length;
  utrans_transUChars (rules, text, &length, G_N_ELEMENTS (text), 0, &limit, &status);

  return U_SUCCESS (status) && length > 0 && text[0] < 128 && g_ascii_isalpha (text[0])
             ? (char) text[0]
             : 0;
}

/**
 * tn_pinyin_initials:
 *
 * By the rules of ICU, character by character: of those with several readings the usual one.
 *
 * Returns: (transfer full): letters a to z, one for each Chinese character; others are left out
 */
char *
tn_pinyin_initials (const char *text)
{
  GString *initials = g_string_new (NULL);

  g_mutex_lock (&lock);
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      char initial = find_initial (g_utf8_get_char (at));

      if (initial != 0)
        g_string_append_c (initials, initial);
    }
  g_mutex_unlock (&lock);

  return g_string_free (initials, FALSE);
}

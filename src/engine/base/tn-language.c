/* tn-language.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-language.h"

#include <string.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

#include <gio/gio.h>

#include "tn-catalogues.h"
#include "tn-language-private.h"

#define CATALOGUE_PATH "/io/github/tenureworkbench/Tenure/catalogues/"

static const Scale english_scales[] = { { 1e9, "billion" }, { 1e6, "million" }, { 0 } };
static const Scale chinese_scales[] = { { 1e8, "亿" }, { 1e4, "万" }, { 0 } };

static TnLanguage languages[] = {
  { .id = "en",
    .bcp47 = "en",
    .locale = "en",
    .scales = english_scales,
    .scale_from = 1e6,
    .money_from = 1e6,
    .and_word = " and ",
    .list_mark = ", ",
    .to_word = " to " },
  { .id = "zh_CN",
    .bcp47 = "zh-CN",
    .locale = "zh_Hans_CN",
    .cjk = TRUE,
    .scales = chinese_scales,
    .scale_from = 1e6,
    .money_from = 1e4,
    .and_word = "和",
    .list_mark = "、",
    .to_word = "至" },
};

/* Other names people and systems have for them, in small letters with dashes. */
static const struct
{
  const char *name;
  guint index;
} aliases[] = {
  { "en", 0 },    { "en-gb", 0 },   { "en-us", 0 },      { "zh", 1 },         { "zh-cn", 1 },
  { "zh-sg", 1 }, { "zh-hans", 1 }, { "zh-hans-cn", 1 }, { "zh-hans-sg", 1 },
};

static void
load_months (const TnLanguage *self, UDateFormatSymbolType type, char **out)
{
  UErrorCode status = U_ZERO_ERROR;
  UDateFormat *format = udat_open (UDAT_NONE, UDAT_LONG, self->locale, NULL, -1, NULL, -1, &status);

  g_assert (U_SUCCESS (status));
  for (int i = 0; i < TN_LANGUAGE_N_MONTHS; i++)
    {
      UChar name[64];
      int length = udat_getSymbols (format, type, i, name, G_N_ELEMENTS (name), &status);

      g_assert (U_SUCCESS (status));
      out[i] = g_utf16_to_utf8 ((const gunichar2 *) name, length, NULL, NULL, NULL);
    }
  udat_close (format);
}

static void
load_catalogue (TnLanguage *self)
{
  g_autofree char *path = g_strconcat (CATALOGUE_PATH, self->id, ".mo", NULL);
  g_autoptr (GBytes) bytes = NULL;

  /* By its function, not from the registered ones: a linker drops what a static
   * library registers and nobody calls. */
  bytes = g_resource_lookup_data (tn_catalogues_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE,
                                  NULL);
  if (bytes != NULL)
    self->catalogue = tn_catalogue_new (bytes);
}

static gpointer
load_languages (gpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      TnLanguage *self = &languages[i];
      UErrorCode status = U_ZERO_ERROR;

      self->plurals = uplrules_openForType (self->locale, UPLURAL_TYPE_CARDINAL, &status);
      g_assert (U_SUCCESS (status));
      load_months (self, UDAT_STANDALONE_MONTHS, self->months);
      load_months (self, UDAT_STANDALONE_SHORT_MONTHS, self->short_months);
      load_catalogue (self);
      g_assert (i == 0 || self->catalogue != NULL);
    }

  return languages;
}

/**
 * tn_language_get:
 * @id: (nullable): `en` or `zh_CN`, or another usual name of one of them, such as
 *   `zh`, `zh-Hans` or `en_GB.UTF-8`
 *
 * The first call loads all languages; what is returned lives as long as the process.
 *
 * Returns: (transfer none) (nullable): the language, or %NULL if Tenure does not speak it
 */
const TnLanguage *
tn_language_get (const char *id)
{
  static GOnce once = G_ONCE_INIT;
  g_autofree char *name = NULL;

  if (id == NULL)
    return NULL;

  g_once (&once, load_languages, NULL);

  name = g_ascii_strdown (id, strcspn (id, ".@"));
  g_strdelimit (name, "_", '-');
  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (strcmp (aliases[i].name, name) == 0)
      return &languages[aliases[i].index];

  return NULL;
}

/**
 * tn_language_list:
 *
 * Returns: (transfer none) (array zero-terminated=1): the ids of all languages, English first
 */
const char *const *
tn_language_list (void)
{
  static const char *const ids[] = { "en", "zh_CN", NULL };

  return ids;
}

/**
 * tn_language_get_id:
 * @self: a language
 *
 * Returns: the id, as in file names and options: `en`, `zh_CN`
 */
const char *
tn_language_get_id (const TnLanguage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

/**
 * tn_language_get_bcp47:
 * @self: a language
 *
 * Returns: the tag for HTML, PDF and Pango: `en`, `zh-CN` (RFC 5646)
 */
const char *
tn_language_get_bcp47 (const TnLanguage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->bcp47;
}

/**
 * tn_language_is_cjk:
 * @self: a language
 *
 * Returns: whether lines break between any two characters and punctuation is full-width
 */
gboolean
tn_language_is_cjk (const TnLanguage *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->cjk;
}

/**
 * tn_language_has:
 * @self: a language
 * @id: an English text, of a plural the form for one
 *
 * Returns: whether the language has words of its own for @id; always in English
 */
gboolean
tn_language_has (const TnLanguage *self, const char *id)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  return self->catalogue == NULL || tn_catalogue_lookup (self->catalogue, id, 0) != NULL;
}

/**
 * tn_language_lookup:
 * @self: a language
 * @id: an English text
 *
 * Returns: (transfer none): the text in @self, or @id where the catalogue has none
 */
const char *
tn_language_lookup (const TnLanguage *self, const char *id)
{
  const char *text = NULL;

  g_return_val_if_fail (self != NULL, id);
  g_return_val_if_fail (id != NULL, NULL);

  /* The empty id is the header of the catalogue. */
  if (self->catalogue != NULL && *id != '\0')
    text = tn_catalogue_lookup (self->catalogue, id, 0);

  return text != NULL ? text : id;
}

/* The forms in a catalogue follow CLDR's order of the keywords a language has. All of
 * ours have "other" last and at most "one" before it. */
static guint
plural_form (const TnLanguage *self, gint64 count)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar keyword[16];
  int length;
  static const UChar one[] = u"one";

  length =
      uplrules_select (self->plurals, (double) count, keyword, G_N_ELEMENTS (keyword), &status);
  g_assert (U_SUCCESS (status));

  return length == 3 && u_strncmp (keyword, one, 3) == 0 ? 0 : 1;
}

/**
 * tn_language_lookup_plural:
 * @self: a language
 * @one: the English text for one, which is also the id
 * @other: the English text for other counts
 * @count: how many
 *
 * Returns: (transfer none): the form for @count in @self
 */
const char *
tn_language_lookup_plural (const TnLanguage *self, const char *one, const char *other, gint64 count)
{
  const char *text = NULL;

  g_return_val_if_fail (self != NULL, other);
  g_return_val_if_fail (one != NULL && other != NULL, other);

  if (self->catalogue != NULL)
    {
      /* Languages with one form have it as the first. */
      text = tn_catalogue_lookup (self->catalogue, one, plural_form (self, count));
      if (text == NULL)
        text = tn_catalogue_lookup (self->catalogue, one, 0);
      if (text != NULL)
        return text;
    }

  return plural_form (tn_language_get ("en"), count) == 0 ? one : other;
}

/**
 * tn_language_format_interval:
 * @self: a language
 * @low: the lower end, formatted
 * @high: the upper end, formatted
 * @in_table: whether it stands in a table or chart, where a dash is shorter
 *
 * Returns: (transfer full): both ends, as 530 to 5,300 or 530–5,300; never a dash
 *   beside a minus
 */
char *
tn_language_format_interval (const TnLanguage *self,
                             const char *low,
                             const char *high,
                             gboolean in_table)
{
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (low != NULL && high != NULL, NULL);

  text = g_string_new (low);
  if (in_table && !g_str_has_prefix (low, TN_LANGUAGE_MINUS) &&
      !g_str_has_prefix (high, TN_LANGUAGE_MINUS))
    g_string_append_printf (text, "–%s", high);
  else
    {
      tn_language_append (self, text, self->to_word);
      tn_language_append (self, text, high);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * tn_language_join:
 * @self: a language
 * @parts: (array zero-terminated=1): what is listed
 *
 * Returns: (transfer full): the list, as "a, b and c" or 甲、乙和丙
 */
char *
tn_language_join (const TnLanguage *self, char **parts)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_parts;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (parts != NULL, NULL);

  n_parts = g_strv_length (parts);
  for (guint i = 0; i < n_parts; i++)
    {
      if (i > 0)
        tn_language_append (self, text, i + 1 == n_parts ? self->and_word : self->list_mark);
      tn_language_append (self, text, parts[i]);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

typedef enum
{
  EDGE_NONE,  /* start or end of text */
  EDGE_HAN,   /* a Chinese character */
  EDGE_MARK,  /* full-width punctuation */
  EDGE_LATIN, /* a letter or figure of another script, or a sign that goes with figures */
  EDGE_OTHER,
} Edge;

static Edge
edge_of (gunichar c)
{
  if (c == 0)
    return EDGE_NONE;
  if (g_unichar_get_script (c) == G_UNICODE_SCRIPT_HAN)
    return EDGE_HAN;
  if ((c >= 0x3000 && c <= 0x303f) || (c >= 0xff00 && c <= 0xff65) ||
      (c >= 0x2018 && c <= 0x201d) || c == 0x2026)
    return EDGE_MARK;
  if (g_unichar_isalnum (c) || c == '%' || c == 0x2212 ||
      g_unichar_type (c) == G_UNICODE_CURRENCY_SYMBOL)
    return EDGE_LATIN;

  return EDGE_OTHER;
}

/**
 * tn_language_append:
 * @self: a language
 * @sentence: what has been said so far
 * @text: what comes next
 *
 * Puts @text behind @sentence. In Chinese the space between them follows from the two
 * characters that meet: one between a Chinese character and a Latin letter or figure,
 * none beside Chinese characters and full-width punctuation otherwise. So a template
 * need not know whether a name will be 逻辑回归 or XGBoost.
 */
void
tn_language_append (const TnLanguage *self, GString *sentence, const char *text)
{
  Edge left, right;

  g_return_if_fail (self != NULL);
  g_return_if_fail (sentence != NULL && text != NULL);

  if (self->cjk && *text != '\0')
    {
      gsize trimmed = sentence->len;
      const char *rest = text;

      while (trimmed > 0 && sentence->str[trimmed - 1] == ' ')
        trimmed--;
      while (*rest == ' ')
        rest++;
      right = edge_of (g_utf8_get_char (rest));
      left = trimmed > 0 ? edge_of (g_utf8_get_char (g_utf8_prev_char (sentence->str + trimmed)))
                         : EDGE_NONE;

      if (left != EDGE_NONE && right != EDGE_NONE &&
          (left == EDGE_HAN || left == EDGE_MARK || right == EDGE_HAN || right == EDGE_MARK))
        {
          g_string_truncate (sentence, trimmed);
          text = rest;
          if ((left == EDGE_HAN && right == EDGE_LATIN) ||
              (left == EDGE_LATIN && right == EDGE_HAN))
            g_string_append_c (sentence, ' ');
        }
    }

  g_string_append (sentence, text);
}

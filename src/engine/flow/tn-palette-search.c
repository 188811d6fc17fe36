/* tn-palette-search.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-palette-search.h"

#include <string.h>

#include "tn-pinyin.h"

#define MAX_TEXT 200 /* characters that are looked at */

/* What a hit is worth, by where and how. */
enum
{
  TITLE_BEGINS = 100,
  TITLE_WORD = 90,
  TITLE_HOLDS = 80, /* Chinese has no blanks: anywhere */
  WORDS_BEGIN = 72,
  WORDS_WORD = 65,
  WORDS_HOLD = 60,
  TITLE_INITIALS = 55,
  TITLE_TYPO = 40,
  WORDS_TYPO = 32,
  SUMMARY_WORD = 20,
  SUMMARY_HOLDS = 15,
};

/* A text of a step and what hits in it are worth; 0 for a way that does not count. */
typedef struct
{
  const char *text;
  guint begins, word, holds, typo;
} Field;

static gboolean
is_chinese (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_get_script (g_utf8_get_char (text)) == G_UNICODE_SCRIPT_HAN)
      return TRUE;

  return FALSE;
}

static gboolean
is_letter (gunichar character)
{
  return g_unichar_isalnum (character) || character == '-';
}

/* --- One typo --- */

/* Whether at most one letter is changed, missing, too much, or changed places with its neighbour.
 */
static gboolean
is_near (const gunichar *a, glong n_a, const gunichar *b, glong n_b)
{
  glong begin = 0, end = 0, rest_a, rest_b;

  if (ABS (n_a - n_b) > 1)
    return FALSE;
  while (begin < n_a && begin < n_b && a[begin] == b[begin])
    begin++;
  while (end < n_a - begin && end < n_b - begin && a[n_a - 1 - end] == b[n_b - 1 - end])
    end++;
  rest_a = n_a - begin - end;
  rest_b = n_b - begin - end;
  if (rest_a <= 1 && rest_b <= 1)
    return TRUE;

  return rest_a == 2 && rest_b == 2 && a[begin] == b[begin + 1] && a[begin + 1] == b[begin];
}

/* The word at @at, or as much of it as was typed. */
static gboolean
is_misspelt (const char *at, const gunichar *typed, glong n_typed)
{
  g_autofree gunichar *word = NULL;
  const char *end = at;
  glong n;

  while (*end != '\0' && is_letter (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);
  word = g_utf8_to_ucs4_fast (at, end - at, &n);
  for (glong k = MIN (n, n_typed + 1); k >= n_typed - 1 && k > 0; k--)
    if (is_near (typed, n_typed, word, k))
      return TRUE;

  return FALSE;
}

/* --- One word in one text --- */

static guint
look_in_words (const Field *field, const char *typed)
{
  g_autofree gunichar *letters = NULL;
  const char *before = NULL;
  gsize size = strlen (typed);
  guint best = 0;
  glong n;

  letters = g_utf8_to_ucs4_fast (typed, -1, &n);
  for (const char *at = field->text; *at != '\0'; before = at, at = g_utf8_next_char (at))
    {
      if (before != NULL && is_letter (g_utf8_get_char (before)))
        continue;
      if (strncmp (at, typed, size) == 0)
        best = MAX (best, before == NULL ? field->begins : field->word);
      else if (field->typo > 0 && n >= 4 && is_letter (g_utf8_get_char (at)) &&
               is_misspelt (at, letters, n))
        best = MAX (best, field->typo);
    }

  return best;
}

/* Half of the pairs of neighbouring characters, at least: word order and particles differ. */
static guint
look_for_pairs (const Field *field, const char *typed)
{
  guint n = 0, n_found = 0;

  for (const char *at = typed; *at != '\0' && *g_utf8_next_char (at) != '\0';
       at = g_utf8_next_char (at))
    {
      const char *end = g_utf8_next_char (g_utf8_next_char (at));
      g_autofree char *pair = g_strndup (at, (gsize) (end - at));

      n++;
      n_found += strstr (field->text, pair) != NULL;
    }

  return n > 1 && 2 * n_found >= n ? field->holds * n_found / (2 * n) : 0;
}

static guint
look_in (const Field *field, const char *typed)
{
  const char *found;

  if (*field->text == '\0')
    return 0;
  if (!is_chinese (typed))
    return look_in_words (field, typed);
  found = strstr (field->text, typed);
  if (found == field->text)
    return MAX (field->begins, field->holds);

  return found != NULL ? field->holds : look_for_pairs (field, typed);
}

/* --- A step --- */

/* Folded texts of a step, in the order of @ways; behind them how its Chinese title is typed. */
static GStrv
fold_texts (const TnNodeSpec *spec)
{
  const TnLanguage *zh = tn_language_get ("zh_CN");
  const char *words = spec->words != NULL ? spec->words : "";
  const char *zh_title = zh != NULL ? tn_language_lookup (zh, spec->title) : "";
  const char *texts[] = { spec->title,
                          zh_title,
                          spec->id,
                          words,
                          zh != NULL && *words != '\0' ? tn_language_lookup (zh, words) : "",
                          spec->summary,
                          zh != NULL ? tn_language_lookup (zh, spec->summary) : "" };
  GStrv folded = g_new0 (char *, G_N_ELEMENTS (texts) + 2);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    folded[i] = g_utf8_casefold (texts[i], -1);
  folded[G_N_ELEMENTS (texts)] = tn_pinyin_initials (zh_title);

  return folded;
}

static const Field ways[] = {
  { NULL, TITLE_BEGINS, TITLE_WORD, 0, TITLE_TYPO },
  { NULL, TITLE_BEGINS, TITLE_WORD, TITLE_HOLDS, 0 },
  { NULL, WORDS_BEGIN, WORDS_WORD, 0, WORDS_TYPO },
  { NULL, WORDS_BEGIN, WORDS_WORD, 0, WORDS_TYPO },
  { NULL, WORDS_BEGIN, WORDS_WORD, WORDS_HOLD, 0 },
  { NULL, SUMMARY_WORD, SUMMARY_WORD, 0, 0 },
  { NULL, SUMMARY_WORD, SUMMARY_WORD, SUMMARY_HOLDS, 0 },
};

/* The best of all the words @typed could be. */
static guint
rank_word (char **folded, const char *typed)
{
  guint best = 0;

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      Field field = ways[i];

      field.text = folded[i];
      best = MAX (best, look_in (&field, typed));
    }
  if (strlen (typed) >= 2 && g_str_has_prefix (folded[G_N_ELEMENTS (ways)], typed))
    best = MAX (best, TITLE_INITIALS);

  return best;
}

/* What a wish is wrapped in. */
static gboolean
says_nothing (const char *word)
{
  static const char *const idle[] = { "a",     "an",   "and",    "are", "by",   "can",   "do",
                                      "does",  "for",  "get",    "how", "i",    "in",    "is",
                                      "it",    "like", "me",     "my",  "need", "of",    "on",
                                      "or",    "out",  "please", "rid", "some", "the",   "them",
                                      "there", "to",   "want",   "we",  "what", "which", "with",
                                      "would", NULL };

  return g_strv_contains (idle, word);
}

/* Chinese has them without blanks around. */
static char *
part_chinese (const char *text)
{
  static const char *const idle[] = { "哪些", "什么", "怎么", "怎样", "如何", "我想", "想要",
                                      "给我", "一下", "把",   "的",   "请",   "我要" };
  GString *parted = g_string_new (text);

  for (guint i = 0; i < G_N_ELEMENTS (idle); i++)
    g_string_replace (parted, idle[i], " ", 0);

  return g_string_free (parted, FALSE);
}

/* Of all words when none says anything: they may be the beginning of one. */
static GPtrArray *
split_words (const char *text)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *parted = part_chinese (text);
  g_auto (GStrv) all = g_strsplit_set (parted, " \t\n,;.?!", -1);

  for (gboolean strict = TRUE; words->len == 0; strict = FALSE)
    {
      for (guint i = 0; all[i] != NULL; i++)
        if (*all[i] != '\0' && !(strict && says_nothing (all[i])))
          g_ptr_array_add (words, g_strdup (all[i]));
      if (!strict)
        break;
    }

  return words;
}

/**
 * tn_palette_rank:
 * @text: words, or a wish such as “get rid of returns”, in either language
 *
 * A word counts where a title, a name people give it or its description has a word that begins like
 * it; Chinese anywhere; letters of pinyin at the beginning of a Chinese title; a word of four
 * letters and more also with one typo. Of one or two words each must be found, of more at least
 * half.
 *
 * Returns: more for a better fit; 0 when it does not fit
 */
guint
tn_palette_rank (const TnNodeSpec *spec, const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *typed = g_utf8_substring (folded, 0, MIN (g_utf8_strlen (folded, -1), MAX_TEXT));
  g_autoptr (GPtrArray) words = split_words (g_strstrip (typed));
  g_auto (GStrv) texts = NULL;
  guint sum = 0, n_found = 0;

  if (words->len == 0)
    return 1;
  texts = fold_texts (spec);
  for (guint i = 0; i < words->len; i++)
    {
      guint rank = rank_word (texts, g_ptr_array_index (words, i));

      sum += rank;
      n_found += rank > 0;
    }
  if (n_found == 0 || (words->len <= 2 ? n_found < words->len : 2 * n_found < words->len))
    return 0;

  return sum / words->len + 1 + (n_found == words->len ? 200 : 0) +
         (words->len > 1 && rank_word (texts, typed) > 0 ? 100 : 0);
}

typedef struct
{
  const TnNodeSpec *spec;
  guint rank;
  guint place;
} Found;

static int
compare_found (gconstpointer a, gconstpointer b)
{
  const Found *x = a, *y = b;

  return x->rank != y->rank ? (x->rank < y->rank) - (x->rank > y->rank)
                            : (x->place > y->place) - (x->place < y->place);
}

/**
 * tn_palette_search:
 *
 * Returns: (transfer container) (element-type TnNodeSpec): those that fit, the best first; equal
 *   ones in the order of the registry
 */
GPtrArray *
tn_palette_search (const char *text)
{
  GPtrArray *specs = g_ptr_array_new ();
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Found));
  guint place = 0;

  for (const TnNodeSpec *const *at = tn_node_registry_list (); *at != NULL; at++)
    {
      Found one = { *at, tn_palette_rank (*at, text), place++ };

      if (one.rank > 0)
        g_array_append_val (found, one);
    }
  g_array_sort (found, compare_found);
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (specs, (gpointer) g_array_index (found, Found, i).spec);

  return specs;
}

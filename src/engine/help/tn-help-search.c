/* tn-help-search.c: finds pages by words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-help-private.h"

/* Where a word stands counts: in the title, among the terms and headings, in the text. */
#define IN_TITLE   100
#define IN_TERM    20
#define IN_TEXT    1
#define WHOLE_WORD 3

typedef struct
{
  const TnHelpPage *page;
  const TnHelpBlock *block;
  guint score;
  guint place;
} Found;

static char *
fold (const char *text)
{
  g_autofree char *whole = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (whole != NULL ? whole : "", -1);
}

static gboolean
is_edge (const char *text, const char *at)
{
  return at == text || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (at)));
}

/* 0 where it does not stand; more where a word begins with it. */
static guint
weigh (const char *text, const char *word)
{
  g_autofree char *folded = text != NULL ? fold (text) : NULL;
  const char *at = folded != NULL ? strstr (folded, word) : NULL;
  guint weight = at != NULL ? 1 : 0;

  for (; at != NULL; at = strstr (g_utf8_next_char (at), word))
    if (is_edge (folded, at))
      return WHOLE_WORD;

  return weight;
}

static guint
weigh_page (const TnHelpPage *page, const char *word, const TnHelpBlock **best)
{
  guint score = IN_TITLE * weigh (page->title, word);
  guint most = 0;

  for (guint i = 0; i < page->blocks->len; i++)
    {
      const TnHelpBlock *block = g_ptr_array_index (page->blocks, i);
      guint here = IN_TERM * weigh (block->title, word) +
                   (block->kind == TN_HELP_HEADING ? IN_TERM : IN_TEXT) * weigh (block->text, word);

      score += here;
      if (here > most && *best == NULL)
        {
          most = here;
          *best = block;
        }
    }

  return score;
}

static int
compare_found (gconstpointer a, gconstpointer b)
{
  const Found *one = a, *other = b;

  if (one->score != other->score)
    return one->score > other->score ? -1 : 1;

  return one->place < other->place ? -1 : 1;
}

/* Every word has to stand somewhere on the page. */
static gboolean
look (const TnHelpPage *page, char **words, Found *found)
{
  found->page = page;
  for (guint i = 0; words[i] != NULL; i++)
    {
      guint score = *words[i] != '\0' ? weigh_page (page, words[i], &found->block) : 0;

      if (score == 0 && *words[i] != '\0')
        return FALSE;
      found->score += score;
    }

  return found->score > 0;
}

GArray *
tn_help_search (const TnHelp *self, const char *words)
{
  g_autofree char *folded = fold (words);
  g_auto (GStrv) parts = g_strsplit_set (folded, " \t\n", -1);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Found));
  GArray *hits = g_array_new (FALSE, FALSE, sizeof (TnHelpHit));

  for (guint i = 0; i < tn_help_get_n_pages (self); i++)
    {
      Found found = { .place = i };

      if (look (tn_help_get_page (self, i), parts, &found))
        g_array_append_val (all, found);
    }
  g_array_sort (all, compare_found);
  for (guint i = 0; i < all->len; i++)
    {
      const Found *found = &g_array_index (all, Found, i);
      TnHelpHit hit = { found->page, found->block };

      g_array_append_val (hits, hit);
    }

  return hits;
}

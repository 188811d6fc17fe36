/* tn-arrange-id.c: what tells a block from others, whatever stands before it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-arrange-private.h"

#define MOST_WORDS   3
#define MOST_LETTERS 24
#define MOST_PART    20 /* letters of a part, so that the whole stays a name */

/* Of these a part has one, whatever it says. */
static gboolean
is_single (const TnBlock *block)
{
  switch (block->kind)
    {
    case TN_BLOCK_KICKER:
    case TN_BLOCK_COVER:
    case TN_BLOCK_LEAD:
    case TN_BLOCK_NOTES:
      return TRUE;
    case TN_BLOCK_HEADING:
      return _tn_arrange_is_chapter (block);
    default:
      return FALSE;
    }
}

static const TnMessage *
find_message (const TnText *text)
{
  for (guint i = 0; text != NULL && i < text->runs->len; i++)
    {
      const TnTextRun *run = &g_array_index (text->runs, TnTextRun, i);

      if (run->message != NULL)
        return run->message;
    }

  return NULL;
}

/* The English template of the first sentence: the same for all numbers and languages. */
static const char *
find_sentence (const TnText *text)
{
  const TnMessage *message = find_message (text);

  return message != NULL ? tn_message_get_id (message) : NULL;
}

static const TnBlock *
find_above (const TnBlock *block)
{
  guint place;

  if (block->parent == NULL || !g_ptr_array_find (block->parent->children, block, &place) ||
      place == 0)
    return NULL;

  return g_ptr_array_index (block->parent->children, place - 1);
}

/* A list is what its heading says, or what its first point is about. */
static const char *
find_key_of_list (const TnBlock *list)
{
  static const char *const kinds[] = { "actions", "warnings", "points", "steps", "words", "facts" };
  const TnBlock *above = find_above (list);

  if (above != NULL && above->kind == TN_BLOCK_HEADING && !_tn_arrange_is_chapter (above))
    return find_sentence (above->text);

  return kinds[list->kind - TN_BLOCK_ACTIONS];
}

static const char *
find_key (const TnBlock *block)
{
  if (_tn_arrange_is_list (block))
    return find_key_of_list (block);
  if (block->title != NULL)
    return find_sentence (block->title);
  if (block->kind == TN_BLOCK_GRID)
    return find_sentence (block->grid->caption);
  if (block->kind == TN_BLOCK_BIG_NUMBER)
    return find_sentence (block->more);

  return find_sentence (block->text);
}

/* Its first words; what is filled in is none of them. */
static char *
make_words (const char *key)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint n = 0;

  for (const char *at = key; *at != '\0' && n < MOST_WORDS && out->len < MOST_LETTERS; at++)
    {
      if (*at == '{' && strchr (at, '}') != NULL)
        at = strchr (at, '}');
      else if (g_ascii_isalnum (*at))
        g_string_append_c (out, g_ascii_tolower (*at));
      if (!g_ascii_isalnum (*at) && out->len > 0 && out->str[out->len - 1] != '-')
        {
          g_string_append_c (out, '-');
          n++;
        }
    }
  if (out->len > 0 && out->str[out->len - 1] != '-')
    g_string_append_c (out, '-');

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* FNV-1a, folded: words alone may be those of two sentences. */
static guint
sum_up (const char *key)
{
  guint32 sum = 2166136261U;

  for (const char *at = key; *at != '\0'; at++)
    sum = (sum ^ (guchar) *at) * 16777619U;

  return (sum >> 16) ^ (sum & 0xffff);
}

/* What it says of what: its letters, without any number. */
static guint
sum_up_words (const TnBlock *block)
{
  const TnMessage *message = find_message (block->title != NULL ? block->title : block->text);
  g_autofree char *said = message != NULL ? tn_message_say (message, tn_language_get ("en")) : NULL;
  g_autoptr (GString) letters = g_string_new (NULL);

  for (const char *at = said; at != NULL && *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_isalpha (g_utf8_get_char (at)))
      g_string_append_unichar (letters, g_utf8_get_char (at));

  return sum_up (letters->str);
}

/* @part: id of its part
 * @stem: what kind of block it is
 * @with_words: it tells of one of several things that are told by the same sentence
 *
 * Returns: (nullable): %NULL for what a part has once, or what says nothing of its own */
char *
_tn_arrange_make_id (const char *part, const char *stem, const TnBlock *block, gboolean with_words)
{
  const char *key = is_single (block) ? NULL : find_key (block);
  g_autofree char *words = key != NULL ? make_words (key) : NULL;
  g_autofree char *more = with_words ? g_strdup_printf ("-%04x", sum_up_words (block)) : NULL;

  if (key == NULL)
    return NULL;

  return g_strdup_printf ("%.*s-%s-%s%04x%s", MOST_PART, part, stem, words, sum_up (key),
                          more != NULL ? more : "");
}

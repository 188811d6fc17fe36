/* tn-document-arrange.c: a document as a person laid it out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-arrangement-private.h"
#include "tn-document-inline.h"
#include "tn-document-private.h"
#include "tn-picture.h"

#define LOGO_SHARE  0.25
#define MOST_ASPECT 1.2

/* From one heading of the first level to the next. */
typedef struct
{
  char *id;
  gboolean breaks; /* begins a page */
  TnBlock *flow;   /* its blocks */
} Part;

typedef struct
{
  TnBlock *block; /* NULL when it is hidden for good */
  char *id;
  char *made; /* nullable: what it said */
  TnBlockState state;
} Named;

typedef struct
{
  TnDocument *document;
  const TnArrangement *arrangement;
  const TnLanguage *language;
  GPtrArray *parts;   /* of Part */
  GHashTable *ids;    /* id → Named */
  GHashTable *blocks; /* TnBlock → Named, not owned */
} Arranging;

static void
part_free (gpointer data)
{
  Part *self = data;

  g_free (self->id);
  g_clear_pointer (&self->flow, _tn_block_free);
  g_free (self);
}

static void
named_free (gpointer data)
{
  Named *self = data;

  g_free (self->id);
  g_free (self->made);
  g_free (self);
}

static void
arranging_clear (Arranging *self)
{
  g_clear_pointer (&self->blocks, g_hash_table_unref);
  g_clear_pointer (&self->ids, g_hash_table_unref);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arranging, arranging_clear)

/* Parts */

static gboolean
is_chapter (const TnBlock *block)
{
  return block->kind == TN_BLOCK_HEADING && block->level == 1;
}

static Part *
add_part (Arranging *self, const char *id, gboolean breaks)
{
  Part *part = g_new0 (Part, 1);

  part->id = id != NULL ? g_strdup (id) : g_strdup_printf ("part-%u", self->parts->len);
  part->breaks = breaks;
  part->flow = _tn_block_new (TN_BLOCK_FLOW);
  part->flow->children = g_ptr_array_new_with_free_func (_tn_block_free);
  g_ptr_array_add (self->parts, part);

  return part;
}

/* Takes the document apart; a break before a chapter is the chapter's. */
static void
part_document (Arranging *self)
{
  GPtrArray *blocks = g_steal_pointer (&self->document->root->children);
  Part *part = add_part (self, TN_PART_FRONT, TRUE);
  gboolean breaks = FALSE;

  for (guint i = 0; blocks != NULL && i < blocks->len; i++)
    {
      TnBlock *block = g_ptr_array_index (blocks, i);
      const TnBlock *next = i + 1 < blocks->len ? g_ptr_array_index (blocks, i + 1) : NULL;

      if (block->kind == TN_BLOCK_PAGE_BREAK && next != NULL && is_chapter (next))
        {
          breaks = TRUE;
          _tn_block_free (block);
          continue;
        }
      if (is_chapter (block))
        part = add_part (self, block->anchor, breaks);
      breaks = FALSE;
      _tn_block_insert (part->flow, G_MAXINT, block);
    }
  if (blocks != NULL)
    {
      g_ptr_array_set_free_func (blocks, NULL);
      g_ptr_array_unref (blocks);
    }
}

static Part *
find_part (const Arranging *self, const char *id, guint *place)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = g_ptr_array_index (self->parts, i);

      if (!g_str_equal (part->id, id))
        continue;
      if (place != NULL)
        *place = i;
      return part;
    }

  return NULL;
}

/* Names */

static const char *
get_stem (const TnBlock *block)
{
  switch (block->kind)
    {
    case TN_BLOCK_KICKER:
      return "kicker";
    case TN_BLOCK_COVER:
      return "answer";
    case TN_BLOCK_HEADING:
      return is_chapter (block) ? "title" : "heading";
    case TN_BLOCK_LEAD:
      return "lead";
    case TN_BLOCK_PARAGRAPH:
      return "sentence";
    case TN_BLOCK_SMALL:
      return "small";
    case TN_BLOCK_BIG_NUMBER:
      return "number";
    case TN_BLOCK_NOTES:
      return "terms";
    case TN_BLOCK_GRID:
      return "table";
    case TN_BLOCK_FIGURE:
      return "figure";
    case TN_BLOCK_ACTIONS:
    case TN_BLOCK_WARNINGS:
    case TN_BLOCK_BULLETS:
    case TN_BLOCK_STEPS:
    case TN_BLOCK_DEFINITIONS:
    case TN_BLOCK_PAIRS:
      return "list";
    case TN_BLOCK_ITEM:
      return "item";
    default:
      return NULL;
    }
}

/* What a list of blocks calls it. */
static const char *
get_kind (const TnBlock *block)
{
  const char *stem = get_stem (block);

  if (block->kind == TN_BLOCK_HEADING)
    return "heading";
  if (block->kind == TN_BLOCK_NOTES)
    return "words";
  if (block->kind == TN_BLOCK_FIGURE && block->figure->chart == NULL)
    return "picture";

  return block->kind <= TN_BLOCK_SMALL ? "sentence" : stem;
}

static gboolean
is_list (const TnBlock *block)
{
  return block->kind >= TN_BLOCK_ACTIONS && block->kind <= TN_BLOCK_PAIRS;
}

static Named *
name_block (Arranging *self, TnBlock *block, char *id)
{
  Named *named;

  if (g_hash_table_contains (self->ids, id))
    {
      g_free (id);
      return NULL;
    }
  named = g_new0 (Named, 1);
  named->block = block;
  named->id = id;
  g_hash_table_insert (self->ids, named->id, named);
  g_hash_table_insert (self->blocks, block, named);

  return named;
}

/* By its anchor, or by part, kind and number: equal for the same block of another run. */
static void
name_blocks (Arranging *self, const Part *part, TnBlock *block, GHashTable *counts)
{
  const char *stem = get_stem (block);

  if (stem != NULL && block->anchor != NULL && !is_chapter (block))
    name_block (self, block, g_strdup (block->anchor));
  else if (stem != NULL)
    {
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, stem)) + 1;

      g_hash_table_insert (counts, (gpointer) stem, GUINT_TO_POINTER (n));
      name_block (self, block,
                  n == 1 ? g_strdup_printf ("%s-%s", part->id, stem)
                         : g_strdup_printf ("%s-%s-%u", part->id, stem, n));
    }
  for (guint i = 0; block->children != NULL && i < block->children->len; i++)
    name_blocks (self, part, g_ptr_array_index (block->children, i), counts);
}

static void
name_all (Arranging *self)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = g_ptr_array_index (self->parts, i);
      g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);

      name_blocks (self, part, part->flow, counts);
    }
}

/* Texts */

static gboolean
can_be_written (const TnBlock *block)
{
  return block->text != NULL && block->kind != TN_BLOCK_BIG_NUMBER;
}

/* The title of what is referred to, by its first sentence. */
static void
append_title (GString *out,
              const TnDocument *document,
              const char *anchor,
              const TnLanguage *language)
{
  const TnBlock *block = g_hash_table_lookup (document->anchors, anchor);
  const TnTextRun *run = block != NULL && block->text != NULL
                             ? &g_array_index (block->text->runs, TnTextRun, 0)
                             : NULL;
  g_autofree char *said = NULL;

  if (run == NULL || run->message == NULL)
    return;
  said = _tn_inline_say (run->message, language);
  g_string_append_printf (out, "“%s”", said);
}

/* One message without marks: notes leave nothing, references the title they name. */
static char *
say_message (const TnDocument *document, const TnMessage *message, const TnLanguage *language)
{
  g_autofree char *said = tn_message_say (message, language);
  g_autoptr (GString) out = g_string_new (NULL);
  const char *at = said;

  while (*at != '\0')
    {
      gboolean is_note = g_str_has_prefix (at, TN_MARK_NOTE);
      const char *begin = at + strlen (TN_MARK_NOTE);
      const char *end =
          is_note || g_str_has_prefix (at, TN_MARK_REFERENCE) ? strstr (begin, TN_MARK_END) : NULL;
      g_autofree char *name = end != NULL ? g_strndup (begin, (gsize) (end - begin)) : NULL;

      if (name != NULL && !is_note)
        append_title (out, document, name, language);
      if (name == NULL)
        g_string_append_len (out, at, g_utf8_next_char (at) - at);
      at = name != NULL ? end + strlen (TN_MARK_END) : g_utf8_next_char (at);
    }

  return _tn_inline_clean (out->str);
}

/* What a block says, without marks. */
static char *
say_text (const TnDocument *document, const TnText *text, const TnLanguage *language)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; text != NULL && i < text->runs->len; i++)
    {
      const TnTextRun *run = &g_array_index (text->runs, TnTextRun, i);
      g_autofree char *said =
          run->message != NULL ? say_message (document, run->message, language) : NULL;

      if (said == NULL)
        continue;
      if (out->len > 0 && !tn_language_is_cjk (language))
        g_string_append_c (out, ' ');
      g_string_append (out, said);
    }

  return g_string_free (out, FALSE);
}

/* Words that were explained are explained behind what was written instead. */
static void
keep_notes (TnText *text, const TnText *made, const TnLanguage *language)
{
  for (guint i = 0; i < made->runs->len; i++)
    {
      const TnTextRun *run = &g_array_index (made->runs, TnTextRun, i);
      g_autofree char *said = run->message != NULL ? tn_message_say (run->message, language) : NULL;
      const char *at = said;

      if (run->note != NULL)
        tn_text_note (text, run->note);
      while (at != NULL && (at = strstr (at, TN_MARK_NOTE)) != NULL)
        {
          const char *begin = at + strlen (TN_MARK_NOTE);
          const char *end = strstr (begin, TN_MARK_END);
          g_autofree char *note = end != NULL ? g_strndup (begin, (gsize) (end - begin)) : NULL;

          if (note == NULL)
            break;
          tn_text_note (text, note);
          at = end;
        }
    }
}

static TnMessage *
say_change (const char *was, const char *made)
{
  TnMessage *message =
      tn_message_new (N_ ("Written by hand when the report said: “{was}” It now says: “{now}”"));

  return tn_message_text (tn_message_text (message, "was", was), "now", made);
}

/* In the line where there is small type, below where letters are large. */
static void
mark_change (TnBlock *block, TnText *text, const char *was, const char *made)
{
  TnBlock *mark;
  guint place;

  if (block->kind >= TN_BLOCK_LEAD)
    {
      tn_text_add (text, say_change (was, made), TN_TEXT_SOFT);
      return;
    }
  mark = _tn_block_new (TN_BLOCK_SMALL);
  mark->text = tn_text_new (say_change (was, made));
  if (g_ptr_array_find (block->parent->children, block, &place))
    _tn_block_insert (block->parent, place + 1, mark);
}

static void
write_text (Arranging *self, Named *named)
{
  TnBlock *block = named->block;
  TnHandText hand = _tn_arrangement_find_text (self->arrangement, named->id, self->language, FALSE);
  TnText *text;

  if (hand.text == NULL || !can_be_written (block))
    return;
  named->made = say_text (self->document, block->text, self->language);
  named->state =
      hand.was != NULL && !g_str_equal (hand.was, named->made) ? TN_BLOCK_CHANGED : TN_BLOCK_EDITED;
  text = tn_text_new (tn_message_new_literal (hand.text));
  keep_notes (text, block->text, self->language);
  if (named->state == TN_BLOCK_CHANGED)
    mark_change (block, text, hand.was, named->made);
  if (block->kind == TN_BLOCK_COVER && self->document->subject != NULL)
    {
      tn_message_unref (self->document->subject);
      self->document->subject = tn_message_new_literal (hand.text);
    }
  tn_text_unref (block->text);
  block->text = text;
}

static void
write_texts (Arranging *self)
{
  g_autoptr (GList) ids = _tn_arrangement_list_texts (self->arrangement);

  for (GList *at = ids; at != NULL; at = at->next)
    {
      Named *named = g_hash_table_lookup (self->ids, at->data);

      if (named != NULL)
        write_text (self, named);
    }
}

/* Blocks of one's own */

static void
draw_picture (cairo_t *cr,
              double width,
              double height,
              const TnLanguage *language,
              gboolean dark,
              gpointer user_data)
{
  tn_picture_draw (user_data, cr, width, height);
}

static TnBlock *
make_picture (GBytes *png, TnMessage *alt, double most)
{
  cairo_surface_t *surface = png != NULL ? tn_picture_read (png, NULL) : NULL;
  TnBlock *block;

  if (surface == NULL)
    {
      tn_message_unref (alt);
      return NULL;
    }
  block = _tn_block_new (TN_BLOCK_FIGURE);
  block->figure = g_new0 (TnFigure, 1);
  block->figure->draw = draw_picture;
  block->figure->user_data = surface;
  block->figure->destroy = (GDestroyNotify) cairo_surface_destroy;
  block->figure->aspect = MIN ((double) cairo_image_surface_get_height (surface) /
                                   cairo_image_surface_get_width (surface),
                               most);
  block->figure->alt = alt;

  return block;
}

static TnBlock *
make_own (const Arranging *self, const char *id)
{
  g_autoptr (GBytes) png = NULL;
  const char *kind = _tn_arrangement_get_own (self->arrangement, id, &png);
  TnHandText hand = _tn_arrangement_find_text (self->arrangement, id, self->language, TRUE);
  TnBlock *block;

  if (kind == NULL || hand.text == NULL)
    return NULL;
  if (g_str_equal (kind, "picture"))
    block = make_picture (png, tn_message_new_literal (hand.text), MOST_ASPECT);
  else
    block = _tn_block_new (g_str_equal (kind, "heading") ? TN_BLOCK_HEADING : TN_BLOCK_PARAGRAPH);
  if (block == NULL)
    return NULL;
  block->level = 2;
  block->text = tn_text_new (tn_message_new_literal (hand.text));

  return block;
}

/* At the end of the first part, until they are moved. */
static void
add_own (Arranging *self)
{
  g_autoptr (GList) ids = _tn_arrangement_list_own (self->arrangement);
  const Part *front = g_ptr_array_index (self->parts, 0);

  for (GList *at = ids; at != NULL; at = at->next)
    {
      TnBlock *block = make_own (self, at->data);
      Named *named;

      if (block == NULL)
        continue;
      _tn_block_insert (front->flow, G_MAXINT, block);
      named = name_block (self, block, g_strdup (at->data));
      if (named != NULL)
        named->state = TN_BLOCK_OWN;
    }
}

/* Moves */

static void
take_out (TnBlock *block)
{
  guint place;

  if (g_ptr_array_find (block->parent->children, block, &place))
    g_ptr_array_steal_index (block->parent->children, place);
}

static void
move_part (Arranging *self, guint from, const char *after)
{
  guint to = 0;
  Part *part;

  if (*after != '\0' && find_part (self, after, &to) == NULL)
    return;
  if (*after != '\0' && to == from)
    return;
  part = g_ptr_array_steal_index (self->parts, from);
  if (*after != '\0' && find_part (self, after, &to) != NULL)
    to++;
  g_ptr_array_insert (self->parts, (int) to, part);
}

/* Behind the title, where there is one. */
static void
move_into_part (TnBlock *block, const Part *part)
{
  const TnBlock *first =
      part->flow->children->len > 0 ? g_ptr_array_index (part->flow->children, 0) : NULL;

  if (first == block)
    return;
  take_out (block);
  _tn_block_insert (part->flow, first != NULL && is_chapter (first) ? 1 : 0, block);
}

static void
move_block (const Arranging *self, TnBlock *block, const char *after)
{
  const Named *target = g_hash_table_lookup (self->ids, after);
  const Part *part = find_part (self, after, NULL);
  TnBlock *at = target != NULL ? target->block : NULL;
  guint place;

  if (is_chapter (block))
    return;
  if (at == NULL && part != NULL && block->kind != TN_BLOCK_ITEM)
    move_into_part (block, part);
  if (at == NULL || at == block)
    return;
  /* Items stay among items, and what is none goes behind their list. */
  if ((block->kind == TN_BLOCK_ITEM) != (at->kind == TN_BLOCK_ITEM))
    {
      if (block->kind == TN_BLOCK_ITEM || at->parent == block)
        return;
      at = at->parent;
    }
  if (block->kind == TN_BLOCK_ITEM && block->parent != at->parent)
    return;
  take_out (block);
  if (g_ptr_array_find (at->parent->children, at, &place))
    _tn_block_insert (at->parent, place + 1, block);
}

static void
move_all (Arranging *self)
{
  for (guint i = 0; i < _tn_arrangement_get_n_moves (self->arrangement); i++)
    {
      const char *id, *after;
      const Named *named;
      guint place;

      if (!_tn_arrangement_get_move (self->arrangement, i, &id, &after))
        continue;
      named = g_hash_table_lookup (self->ids, id);
      if (find_part (self, id, &place) != NULL)
        move_part (self, place, after);
      else if (named != NULL)
        move_block (self, named->block, after);
    }
}

/* Hiding */

/* Nothing may lead to what is not there; sentences that name it still say its title. */
static void
leave_out (TnBlock *block)
{
  block->is_left_out = TRUE;
  for (guint i = 0; block->children != NULL && i < block->children->len; i++)
    leave_out (g_ptr_array_index (block->children, i));
}

static void
drop_block (const Arranging *self, TnBlock *parent, guint place)
{
  TnBlock *block = g_ptr_array_steal_index (parent->children, place);

  leave_out (block);
  block->parent = NULL;
  g_ptr_array_add (self->document->left_out, block);
}

static gboolean
is_void (const TnBlock *block)
{
  gboolean is_container = is_list (block) || block->kind == TN_BLOCK_COLUMNS ||
                          block->kind == TN_BLOCK_BALANCED || block->kind == TN_BLOCK_PANEL;

  if (!is_container)
    return FALSE;
  for (guint i = 0; block->children != NULL && i < block->children->len; i++)
    {
      const TnBlock *child = g_ptr_array_index (block->children, i);

      if (child->kind != TN_BLOCK_FLOW || (child->children != NULL && child->children->len > 0))
        return FALSE;
    }

  return TRUE;
}

/* A line parts what stands above from what stands below. */
static gboolean
is_idle_rule (const TnBlock *parent, guint place)
{
  const TnBlock *block = g_ptr_array_index (parent->children, place);
  const TnBlock *next =
      place + 1 < parent->children->len ? g_ptr_array_index (parent->children, place + 1) : NULL;

  return block->kind == TN_BLOCK_RULE &&
         (place == 0 || next == NULL || next->kind == TN_BLOCK_RULE);
}

/* A heading whose text or figure was hidden or moved away says nothing any more. */
static gboolean
is_idle_heading (const Arranging *self, const TnBlock *parent, guint place)
{
  const TnBlock *block = g_ptr_array_index (parent->children, place);
  const TnBlock *next =
      place + 1 < parent->children->len ? g_ptr_array_index (parent->children, place + 1) : NULL;
  const Named *named = g_hash_table_lookup (self->blocks, block);

  return block->kind == TN_BLOCK_HEADING && block->level > 1 && named != NULL &&
         named->state == TN_BLOCK_AS_MADE &&
         (next == NULL || next->kind == TN_BLOCK_RULE ||
          (next->kind == TN_BLOCK_HEADING && next->level <= block->level));
}

static gboolean
hide_in (const Arranging *self, TnBlock *parent)
{
  gboolean changed = FALSE;

  for (guint i = parent->children != NULL ? parent->children->len : 0; i-- > 0;)
    {
      TnBlock *block = g_ptr_array_index (parent->children, i);
      const Named *named = g_hash_table_lookup (self->blocks, block);

      if (named != NULL && !_tn_arrangement_is_shown (self->arrangement, named->id, FALSE))
        {
          drop_block (self, parent, i);
          changed = TRUE;
        }
      else if (hide_in (self, block))
        {
          changed = TRUE;
          if (is_void (block))
            drop_block (self, parent, i);
        }
    }
  for (guint i = parent->children != NULL ? parent->children->len : 0; i-- > 0;)
    if (is_idle_heading (self, parent, i) || (changed && is_idle_rule (parent, i)))
      {
        drop_block (self, parent, i);
        changed = TRUE;
      }

  return changed;
}

static void
hide (Arranging *self)
{
  for (guint i = self->parts->len; i-- > 0;)
    {
      Part *part = g_ptr_array_index (self->parts, i);

      if (_tn_arrangement_is_shown (self->arrangement, part->id, TRUE))
        {
          hide_in (self, part->flow);
          continue;
        }
      leave_out (part->flow);
      g_ptr_array_add (self->document->left_out, g_steal_pointer (&part->flow));
      g_ptr_array_remove_index (self->parts, i);
    }
}

/* Looks */

static void
add_logo (const Arranging *self, TnBlock *flow)
{
  g_autoptr (GBytes) png = _tn_arrangement_get_logo (self->arrangement);
  TnBlock *columns, *picture;

  if (png == NULL)
    return;
  picture = make_picture (png, tn_message_new (N_ ("Logo of the shop")), 0.5);
  if (picture == NULL)
    return;
  columns = _tn_block_new (TN_BLOCK_COLUMNS);
  columns->share = LOGO_SHARE;
  _tn_block_insert (columns, 0, _tn_block_new (TN_BLOCK_FLOW));
  _tn_block_insert (columns, 1, _tn_block_new (TN_BLOCK_FLOW));
  _tn_block_insert (g_ptr_array_index (columns->children, 0), 0, picture);
  _tn_block_insert (flow, 0, columns);
}

static TnBlock *
list_chapters (const Arranging *self)
{
  TnBlock *list = _tn_block_new (TN_BLOCK_BULLETS);

  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = g_ptr_array_index (self->parts, i);
      TnBlock *first =
          part->flow->children->len > 0 ? g_ptr_array_index (part->flow->children, 0) : NULL;
      TnBlock *item;

      if (first == NULL || !is_chapter (first) || first->anchor == NULL)
        continue;
      item = _tn_block_new (TN_BLOCK_ITEM);
      item->text =
          tn_text_new (tn_text_fill_reference (tn_message_new ("{part}"), "part", first->anchor));
      _tn_block_insert (list, G_MAXINT, item);
    }

  return list;
}

static void
add_contents (const Arranging *self, TnBlock *flow)
{
  TnBlock *heading = _tn_block_new (TN_BLOCK_HEADING);

  heading->level = 2;
  heading->text = tn_text_new (tn_message_new (N_ ("Contents")));
  _tn_block_insert (flow, G_MAXINT, heading);
  _tn_block_insert (flow, G_MAXINT, list_chapters (self));
}

static gboolean
explains_words (const TnBlock *block)
{
  if (block->kind == TN_BLOCK_NOTES)
    return TRUE;
  for (guint i = 0; block->children != NULL && i < block->children->len; i++)
    if (explains_words (g_ptr_array_index (block->children, i)))
      return TRUE;

  return FALSE;
}

/* Puts the document together again. */
static void
join_parts (Arranging *self)
{
  TnBlock *root = self->document->root;

  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = g_ptr_array_index (self->parts, i);
      GPtrArray *blocks = g_steal_pointer (&part->flow->children);

      if (part->breaks && root->children != NULL && blocks->len > 0)
        _tn_block_insert (root, G_MAXINT, _tn_block_new (TN_BLOCK_PAGE_BREAK));
      while (blocks->len > 0)
        _tn_block_insert (root, G_MAXINT, g_ptr_array_steal_index (blocks, 0));
      g_ptr_array_unref (blocks);
    }
  if (root->children == NULL)
    root->children = g_ptr_array_new_with_free_func (_tn_block_free);
  /* Without a chapter for them words are explained at the foot of the page. */
  if (!explains_words (root))
    self->document->notes_place = TN_DOCUMENT_NOTES_PAGE;
}

static void
begin (Arranging *self)
{
  self->parts = g_ptr_array_new_with_free_func (part_free);
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, named_free);
  self->blocks = g_hash_table_new (NULL, NULL);
  part_document (self);
  name_all (self);
  write_texts (self);
  add_own (self);
  move_all (self);
}

/**
 * tn_document_arrange:
 * @made: (transfer full): as it was built, shared with nobody
 * @arrangement: what a person changed
 * @language: in which texts written by hand are shown
 *
 * What @arrangement names and the document does not have is passed over.
 *
 * Returns: (transfer full): the document as the person laid it out; as it was for an empty one
 */
TnDocument *
tn_document_arrange (TnDocument *made, const TnArrangement *arrangement, const TnLanguage *language)
{
  g_auto (Arranging) self = { made, arrangement, language, NULL, NULL, NULL };
  Part *first;

  if (tn_arrangement_is_empty (arrangement))
    return made;
  begin (&self);
  hide (&self);
  made->colour = _tn_arrangement_get_colour (arrangement);
  if (self.parts->len > 0)
    {
      first = g_ptr_array_index (self.parts, 0);
      add_logo (&self, first->flow);
      if (_tn_arrangement_has_contents (arrangement) && self.parts->len > 1)
        add_contents (&self, first->flow);
    }
  join_parts (&self);

  return made;
}

/* Listing */

static void
entry_free (gpointer data)
{
  TnBlockEntry *self = data;

  g_free (self->id);
  g_free (self->part);
  g_free (self->text);
  g_free (self->made);
  g_free (self);
}

static TnBlockEntry *
add_entry (GPtrArray *entries, const char *id, const char *kind, const char *part)
{
  TnBlockEntry *entry = g_new0 (TnBlockEntry, 1);

  entry->id = g_strdup (id);
  entry->kind = kind;
  entry->part = g_strdup (part);
  g_ptr_array_add (entries, entry);

  return entry;
}

static void
list_in (const Arranging *self,
         GPtrArray *entries,
         const Part *part,
         const TnBlock *block,
         gboolean hidden)
{
  const Named *named = g_hash_table_lookup (self->blocks, block);

  if (named != NULL)
    {
      TnBlockEntry *entry = add_entry (entries, named->id, get_kind (block), part->id);
      TnHandText hand = _tn_arrangement_find_text (self->arrangement, named->id, self->language,
                                                   named->state == TN_BLOCK_OWN);

      hidden |= !_tn_arrangement_is_shown (self->arrangement, named->id, FALSE);
      entry->hidden = hidden;
      entry->state = named->state;
      entry->made = g_strdup (named->made);
      if (named->state != TN_BLOCK_AS_MADE)
        entry->text = g_strdup (hand.text);
      else if (block->text != NULL)
        entry->text = say_text (self->document, block->text, self->language);
      if (entry->made == NULL && named->state == TN_BLOCK_AS_MADE && can_be_written (block))
        entry->made = g_strdup (entry->text);
    }
  for (guint i = 0; block->children != NULL && i < block->children->len; i++)
    list_in (self, entries, part, g_ptr_array_index (block->children, i), hidden);
}

static gboolean
is_known (const Arranging *self, const char *id)
{
  return g_hash_table_contains (self->ids, id) || find_part (self, id, NULL) != NULL;
}

/* Texts whose block this document does not have: they wait for a run that has it. */
static void
list_gone (const Arranging *self, GPtrArray *entries)
{
  g_autoptr (GList) ids = _tn_arrangement_list_texts (self->arrangement);

  for (GList *at = ids; at != NULL; at = at->next)
    if (!is_known (self, at->data))
      {
        TnBlockEntry *entry = add_entry (entries, at->data, "sentence", "");

        entry->state = TN_BLOCK_GONE;
        entry->text = g_strdup (
            _tn_arrangement_find_text (self->arrangement, at->data, self->language, TRUE).text);
      }
}

GPtrArray *
tn_document_list_blocks (TnDocument *made,
                         const TnArrangement *arrangement,
                         const TnLanguage *language)
{
  g_auto (Arranging) self = { made, arrangement, language, NULL, NULL, NULL };
  g_autoptr (TnDocument) owned = made;
  GPtrArray *entries = g_ptr_array_new_with_free_func (entry_free);

  begin (&self);
  for (guint i = 0; i < self.parts->len; i++)
    {
      const Part *part = g_ptr_array_index (self.parts, i);
      gboolean hidden = !_tn_arrangement_is_shown (arrangement, part->id, TRUE);

      add_entry (entries, part->id, "part", part->id)->hidden = hidden;
      list_in (&self, entries, part, part->flow, hidden);
    }
  list_gone (&self, entries);
  join_parts (&self);

  return entries;
}

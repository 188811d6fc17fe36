/* tn-document-inline.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-document-inline.h"

#include <string.h>

#include "tn-document-private.h"

#define MARK_BYTES    3
#define MAX_COMBINING 4

static void
clear_span (gpointer data)
{
  g_free (((TnSpan *) data)->target);
}

static TnInline *
inline_new (void)
{
  TnInline *self = g_new0 (TnInline, 1);

  self->text = g_strdup ("");
  self->spans = g_array_new (FALSE, TRUE, sizeof (TnSpan));
  g_array_set_clear_func (self->spans, clear_span);
  return self;
}

void
_tn_inline_free (TnInline *self)
{
  g_array_unref (self->spans);
  g_free (self->text);
  g_free (self);
}

static void
take_span (TnInline *self, TnSpanKind kind, gsize start, gsize end, char *target)
{
  TnSpan span = { .kind = kind, .start = start, .end = end, .target = target };

  if (end > start)
    g_array_append_val (self->spans, span);
  else
    g_free (target);
}

void
_tn_inline_span (TnInline *self, TnSpanKind kind, guint start, guint end)
{
  take_span (self, kind, start, end, NULL);
}

static gboolean
is_mark (gunichar letter)
{
  return letter >= 0xf8f0 && letter <= 0xf8f4;
}

/* Letters that have no place in a printed sentence: controls, overrides of the writing
 * direction, invisible tags, private use, and what is no character. */
static gboolean
is_dropped (gunichar letter)
{
  if (letter < 0x20 || (letter >= 0x7f && letter < 0xa0))
    return TRUE;
  if ((letter >= 0x202a && letter <= 0x202e) || (letter >= 0x2066 && letter <= 0x206f))
    return TRUE;
  if (letter == 0x200e || letter == 0x200f || letter == 0x061c || letter == 0xfeff)
    return TRUE;
  if ((letter >= 0xe000 && letter <= 0xf8ff) || (letter >= 0xfff9 && letter <= 0xfffb) ||
      letter >= 0xe0000)
    return TRUE;
  return (letter & 0xfffe) == 0xfffe || (letter >= 0xfdd0 && letter <= 0xfdef);
}

static gboolean
is_blank (gunichar letter)
{
  return letter == '\t' || letter == '\n' || letter == '\r' || letter == '\f' || letter == '\v' ||
         letter == 0x2028 || letter == 0x2029 || letter == 0x85;
}

/* Appends @text without what is_dropped(), one blank for each run of line ends and
 * tabs; @marks says whether marks may stay. */
static void
append_clean (GString *out, const char *text, gboolean marks)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  guint n_letters = 0;
  guint n_combining = 0;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);

      if (n_letters >= TN_INLINE_MAX_LETTERS)
        {
          g_string_append (out, "…");
          break;
        }
      if (is_blank (letter))
        letter = ' ';
      if (marks ? (is_dropped (letter) && !is_mark (letter)) : is_dropped (letter))
        continue;
      n_combining = g_unichar_ismark (letter) ? n_combining + 1 : 0;
      if (n_combining > MAX_COMBINING)
        continue;
      if (letter == ' ' && out->len > 0 && out->str[out->len - 1] == ' ' && *p != ' ')
        continue;
      g_string_append_unichar (out, letter);
      n_letters++;
    }
}

/* A text of unknown origin as one line of letters that can be shown. */
char *
_tn_inline_clean (const char *text)
{
  GString *out = g_string_new (NULL);

  append_clean (out, text, FALSE);
  return g_string_free (out, FALSE);
}

/* A message as plain letters, for places where nothing can be marked. */
char *
_tn_inline_say (const TnMessage *message, const TnLanguage *language)
{
  g_autofree char *said = tn_message_say (message, language);

  return _tn_inline_clean (said);
}

static guint
context_add_note (TnInlineContext *self, const char *id)
{
  const TnNote *note = _tn_document_find_note (self->document, id);
  guint number = _tn_inline_context_number (self, id);

  if (number > 0 || note == NULL)
    return number;
  g_ptr_array_add (self->notes, (gpointer) note);
  g_hash_table_insert (self->note_numbers, note->id, GUINT_TO_POINTER (self->notes->len));
  return self->notes->len;
}

guint
_tn_inline_context_number (const TnInlineContext *self, const char *note)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->note_numbers, note));
}

static void
append_letters (TnInline *self, const char *text, gsize length)
{
  char *joined;

  if (length == 0)
    return;
  joined = g_malloc (strlen (self->text) + length + 1);
  memcpy (stpcpy (joined, self->text), text, length);
  joined[strlen (self->text) + length] = '\0';
  g_free (self->text);
  self->text = joined;
}

static void
append_note (TnInline *self, const TnInlineContext *context, const char *id)
{
  guint number = _tn_inline_context_number (context, id);
  gsize start = strlen (self->text);
  g_autofree char *figures = NULL;

  if (number == 0)
    return;
  /* Two marks in a row would read as one number. */
  if (self->spans->len > 0)
    {
      const TnSpan *last = &g_array_index (self->spans, TnSpan, self->spans->len - 1);

      if (last->kind == TN_SPAN_NOTE && last->end == start)
        append_letters (self, " ", 1);
    }
  start = strlen (self->text);
  figures = g_strdup_printf ("%u", number);
  append_letters (self, figures, strlen (figures));
  take_span (self, TN_SPAN_NOTE, start, strlen (self->text), g_strdup (id));
}

static const TnText *
block_title (const TnBlock *block)
{
  if (block->kind == TN_BLOCK_GRID)
    return block->grid->caption;
  return block->text;
}

/* The title of what is referred to. Marks in it are left out. */
static char *
say_title (const TnInlineContext *context, const TnBlock *block)
{
  const TnText *text = block_title (block);
  GString *out = g_string_new (NULL);

  for (guint i = 0; text != NULL && i < text->runs->len; i++)
    {
      const TnTextRun *run = &g_array_index (text->runs, TnTextRun, i);
      g_autofree char *said =
          run->message != NULL ? _tn_inline_say (run->message, context->language) : NULL;

      if (said == NULL)
        continue;
      if (out->len > 0 && !tn_language_is_cjk (context->language))
        g_string_append_c (out, ' ');
      g_string_append (out, said);
    }
  return g_string_free (out, FALSE);
}

static void
append_reference (TnInline *self, const TnInlineContext *context, const char *anchor)
{
  const TnBlock *block = g_hash_table_lookup (context->document->anchors, anchor);
  guint page =
      context->pages == NULL ? 0 : GPOINTER_TO_UINT (g_hash_table_lookup (context->pages, anchor));
  gsize start = strlen (self->text);
  g_autoptr (TnMessage) message = NULL;
  g_autofree char *title = NULL;
  g_autofree char *said = NULL;

  if (block == NULL)
    return;
  title = say_title (context, block);
  message = page == 0 ? tn_message_new (N_ ("“{title}”"))
                      : tn_message_new (N_ ("“{title}” (page {page})"));
  tn_message_text (message, "title", title);
  if (page > 0)
    tn_message_count (message, "page", page);
  said = _tn_inline_say (message, context->language);
  append_letters (self, said, strlen (said));
  if (!block->is_left_out)
    take_span (self, TN_SPAN_REFERENCE, start, strlen (self->text), g_strdup (anchor));
}

/* Appends @text up to the next mark and returns what stands behind. */
static const char *
append_until_mark (TnInline *self, const char *text)
{
  const char *p = text;

  while (*p != '\0' && !is_mark (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  append_letters (self, text, p - text);
  return p;
}

/* Reads a said message: letters are appended, marks become spans. */
static void
append_said (TnInline *self, const TnInlineContext *context, const char *said)
{
  gssize strong = -1;
  const char *p = append_until_mark (self, said);

  while (*p != '\0')
    {
      const char *mark = p;
      const char *end = strstr (p, TN_MARK_END);

      p += MARK_BYTES;
      if (g_str_has_prefix (mark, TN_MARK_STRONG))
        strong = strlen (self->text);
      else if (g_str_has_prefix (mark, TN_MARK_STRONG_END) && strong >= 0)
        {
          take_span (self, TN_SPAN_STRONG, strong, strlen (self->text), NULL);
          strong = -1;
        }
      else if (end != NULL && (g_str_has_prefix (mark, TN_MARK_NOTE) ||
                               g_str_has_prefix (mark, TN_MARK_REFERENCE)))
        {
          g_autofree char *target = g_strndup (p, end - p);

          if (g_str_has_prefix (mark, TN_MARK_NOTE) && _tn_document_is_name (target))
            append_note (self, context, target);
          else if (_tn_document_is_name (target))
            append_reference (self, context, target);
          p = _tn_document_is_name (target) ? end + MARK_BYTES : p;
        }
      p = append_until_mark (self, p);
    }
}

static gboolean
wants_blank (const TnInline *self, const TnInlineContext *context)
{
  gsize length = strlen (self->text);

  return length > 0 && self->text[length - 1] != ' ' && !tn_language_is_cjk (context->language);
}

static void
append_run (TnInline *self, const TnInlineContext *context, const TnTextRun *run)
{
  static const TnSpanKind kinds[] = {
    [TN_TEXT_STRONG] = TN_SPAN_STRONG,
    [TN_TEXT_SOFT] = TN_SPAN_SOFT,
    [TN_TEXT_CODE] = TN_SPAN_CODE,
  };
  g_autofree char *said = NULL;
  GString *clean;
  gsize start;

  if (run->message == NULL)
    {
      append_note (self, context, run->note);
      return;
    }
  if (wants_blank (self, context))
    append_letters (self, " ", 1);
  start = strlen (self->text);
  said = tn_message_say (run->message, context->language);
  clean = g_string_new (NULL);
  append_clean (clean, said, TRUE);
  append_said (self, context, clean->str);
  g_string_free (clean, TRUE);
  if (run->style != TN_TEXT_PLAIN)
    take_span (self, kinds[run->style], start, strlen (self->text), NULL);
}

/* Says @text, or nothing for %NULL. */
TnInline *
_tn_inline_new (const TnInlineContext *context, const TnText *text)
{
  TnInline *self = inline_new ();

  for (guint i = 0; text != NULL && i < text->runs->len; i++)
    append_run (self, context, &g_array_index (text->runs, TnTextRun, i));
  return self;
}

/* Says @message without any marks. */
TnInline *
_tn_inline_new_plain (const TnInlineContext *context, const TnMessage *message)
{
  TnInline *self = inline_new ();
  g_autofree char *said = _tn_inline_say (message, context->language);

  append_letters (self, said, strlen (said));
  return self;
}

/* Puts @other behind @self. */
void
_tn_inline_append (TnInline *self, const TnInline *other, const char *between)
{
  guint offset;

  append_letters (self, between, strlen (between));
  offset = strlen (self->text);
  append_letters (self, other->text, strlen (other->text));
  for (guint i = 0; i < other->spans->len; i++)
    {
      const TnSpan *span = &g_array_index (other->spans, TnSpan, i);

      take_span (self, span->kind, span->start + offset, span->end + offset,
                 g_strdup (span->target));
    }
}

/* Numbers the notes that @message marks. */
static void
scan_message (TnInlineContext *self, const TnMessage *message)
{
  g_autofree char *said = tn_message_say (message, self->language);

  for (const char *p = strstr (said, TN_MARK_NOTE); p != NULL; p = strstr (p, TN_MARK_NOTE))
    {
      const char *end = strstr (p, TN_MARK_END);
      g_autofree char *id = end == NULL ? NULL : g_strndup (p + MARK_BYTES, end - p - MARK_BYTES);

      if (id != NULL && _tn_document_is_name (id))
        context_add_note (self, id);
      p += MARK_BYTES;
    }
}

static void
scan_text (TnInlineContext *self, const TnText *text)
{
  for (guint i = 0; text != NULL && i < text->runs->len; i++)
    {
      const TnTextRun *run = &g_array_index (text->runs, TnTextRun, i);

      if (run->message == NULL)
        context_add_note (self, run->note);
      else
        scan_message (self, run->message);
    }
}

static void
scan_grid (TnInlineContext *self, const TnGrid *grid)
{
  scan_text (self, grid->caption);
  for (guint i = 0; i < grid->groups->len; i++)
    scan_text (self, g_array_index (grid->groups, TnGridGroup, i).title);
  for (guint i = 0; i < grid->columns->len; i++)
    scan_text (self, g_array_index (grid->columns, TnGridColumn, i).title);
  for (guint i = 0; i < grid->cells->len; i++)
    {
      scan_text (self, g_array_index (grid->cells, TnCell, i).text);
      scan_text (self, g_array_index (grid->cells, TnCell, i).more);
    }
  scan_text (self, grid->footer);
}

static void
scan_block (TnInlineContext *self, const TnBlock *block)
{
  scan_text (self, block->title);
  scan_text (self, block->text);
  scan_text (self, block->more);
  if (block->grid != NULL)
    scan_grid (self, block->grid);
  for (guint i = 0; block->children != NULL && i < block->children->len; i++)
    scan_block (self, g_ptr_array_index (block->children, i));
}

/* Reads the whole document once, to number its notes. */
TnInlineContext *
_tn_inline_context_new (const TnDocument *document, const TnLanguage *language)
{
  TnInlineContext *self = g_new0 (TnInlineContext, 1);

  self->document = document;
  self->language = language;
  self->note_numbers = g_hash_table_new (g_str_hash, g_str_equal);
  self->notes = g_ptr_array_new ();
  if (document->notes->len > 0)
    scan_block (self, document->root);
  return self;
}

void
_tn_inline_context_free (TnInlineContext *self)
{
  g_hash_table_unref (self->note_numbers);
  g_clear_pointer (&self->pages, g_hash_table_unref);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

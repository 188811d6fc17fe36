/* tn-arrangement.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tn-arrangement-private.h"
#include "tn-document-inline.h"
#include "tn-document-private.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-picture.h"

#define MAX_LETTERS 5000
#define MAX_OWN     200
#define MAX_MOVES   2000
/* Of letters and thin lines on white paper. */
#define LEAST_CONTRAST 3.0

struct _TnArrangement
{
  JsonObject *body; /* what is of no use in it is passed over when it is read */
};

static const char *const templates[] = { "full", "boss", "appendix", NULL };

TnArrangement *
tn_arrangement_new (void)
{
  return tn_arrangement_new_from_json (NULL);
}

/**
 * tn_arrangement_new_from_json:
 * @node: (nullable): not trusted
 */
TnArrangement *
tn_arrangement_new_from_json (JsonNode *node)
{
  TnArrangement *self = g_new0 (TnArrangement, 1);

  self->body = node != NULL && JSON_NODE_HOLDS_OBJECT (node)
                   ? tn_json_copy_object (json_node_get_object (node))
                   : json_object_new ();

  return self;
}

void
tn_arrangement_free (TnArrangement *self)
{
  json_object_unref (self->body);
  g_free (self);
}

JsonNode *
tn_arrangement_to_json (const TnArrangement *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, tn_json_copy_object (self->body));

  return node;
}

/* Whether it says nothing, so that the document stays as it was made. */
gboolean
tn_arrangement_is_empty (const TnArrangement *self)
{
  return json_object_get_size (self->body) == 0;
}

/* A member that is an object, made where there is none. */
static JsonObject *
need_object (JsonObject *parent, const char *name)
{
  if (tn_json_object (parent, name) == NULL)
    json_object_set_object_member (parent, name, json_object_new ());

  return json_object_get_object_member (parent, name);
}

static void
drop_empty (JsonObject *parent, const char *name)
{
  JsonObject *object = tn_json_object (parent, name);

  if (object != NULL && json_object_get_size (object) == 0)
    json_object_remove_member (parent, name);
}

/* Looks */

const char *const *
tn_arrangement_list_templates (void)
{
  return templates;
}

gboolean
tn_arrangement_set_template (TnArrangement *self, const char *name, GError **error)
{
  if (!g_strv_contains (templates, name))
    {
      g_autofree char *known = g_strjoinv (", ", (char **) templates);

      tn_error_set (error, TN_ERROR_NOT_FOUND,
                    N_ ("There is no template “{name}” for reports. Choose one of: {known}."),
                    "name", name, "known", known, NULL);
      return FALSE;
    }
  json_object_remove_member (self->body, "template");
  if (!g_str_equal (name, templates[0]))
    json_object_set_string_member (self->body, "template", name);

  return TRUE;
}

const char *
tn_arrangement_get_template (const TnArrangement *self)
{
  const char *name = tn_json_string (self->body, "template", templates[0]);

  return g_strv_contains (templates, name) ? name : templates[0];
}

void
tn_arrangement_set_contents (TnArrangement *self, gboolean contents)
{
  json_object_remove_member (self->body, "contents");
  if (contents)
    json_object_set_boolean_member (self->body, "contents", TRUE);
}

gboolean
tn_arrangement_get_contents (const TnArrangement *self)
{
  return tn_json_bool (self->body, "contents", FALSE);
}

static double
linear (guint channel)
{
  double share = channel / 255.0;

  return share <= 0.03928 ? share / 12.92 : pow ((share + 0.055) / 1.055, 2.4);
}

/* Contrast with white, 1 to 21: WCAG 2.1, relative luminance. */
static double
get_contrast (guint rgb)
{
  double luminance = 0.2126 * linear (rgb >> 16 & 255) + 0.7152 * linear (rgb >> 8 & 255) +
                     0.0722 * linear (rgb & 255);

  return 1.05 / (luminance + 0.05);
}

/* "#1a5fb4" → 0x1a5fb4, or -1. */
static gint32
read_colour (const char *text)
{
  if (text == NULL || *text != '#' || strlen (text) != 7 ||
      strspn (text + 1, "0123456789abcdefABCDEF") != 6)
    return -1;

  return (gint32) g_ascii_strtoull (text + 1, NULL, 16);
}

/**
 * tn_arrangement_set_colour:
 * @colour: (nullable): of the shop, as #1a5fb4; %NULL for that of Tenure
 * @error: %TN_ERROR_ARGUMENT for what is no colour, or one that cannot be read on paper
 */
gboolean
tn_arrangement_set_colour (TnArrangement *self, const char *colour, GError **error)
{
  gint32 rgb = read_colour (colour);

  if (colour != NULL && rgb < 0)
    tn_error_set (error, TN_ERROR_ARGUMENT,
                  N_ ("“{value}” is not a colour. Write it such as #1a5fb4."), "value", colour,
                  NULL);
  else if (colour != NULL && get_contrast ((guint) rgb) < LEAST_CONTRAST)
    tn_error_set (error, TN_ERROR_ARGUMENT,
                  N_ ("The colour {value} is too light to be read on white paper. Choose a darker "
                      "one."),
                  "value", colour, NULL);
  else
    {
      json_object_remove_member (self->body, "colour");
      if (colour != NULL)
        json_object_set_string_member (self->body, "colour", colour);
      return TRUE;
    }

  return FALSE;
}

gint32
tn_arrangement_get_colour (const TnArrangement *self)
{
  gint32 rgb = read_colour (tn_json_string (self->body, "colour", NULL));

  return rgb >= 0 && get_contrast ((guint) rgb) >= LEAST_CONTRAST ? rgb : -1;
}

static void
set_bytes (JsonObject *object, const char *name, GBytes *bytes)
{
  gsize size;
  const guchar *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = g_base64_encode (data, size);

  json_object_set_string_member (object, name, text);
}

static GBytes *
read_bytes (JsonObject *object, const char *name)
{
  const char *text = tn_json_string (object, name, NULL);
  guchar *data;
  gsize size;

  if (text == NULL)
    return NULL;
  data = g_base64_decode (text, &size);

  return g_bytes_new_take (data, size);
}

/**
 * tn_arrangement_set_logo:
 * @png: (nullable): a picture, or %NULL for none
 * @error: %TN_ERROR_FORMAT when it is none
 */
gboolean
tn_arrangement_set_logo (TnArrangement *self, GBytes *png, GError **error)
{
  if (png != NULL && !tn_picture_check (png, error))
    return FALSE;
  json_object_remove_member (self->body, "logo");
  if (png != NULL)
    set_bytes (self->body, "logo", png);

  return TRUE;
}

GBytes *
tn_arrangement_get_logo (const TnArrangement *self)
{
  return read_bytes (self->body, "logo");
}

/* Blocks */

void
tn_arrangement_show (TnArrangement *self, const char *id, gboolean shown)
{
  json_object_set_boolean_member (need_object (self->body, "shown"), id, shown);
}

/* Of parts the template says whether they are there, unless somebody said otherwise. */
gboolean
_tn_arrangement_is_shown (const TnArrangement *self, const char *id, gboolean is_part)
{
  const char *name = tn_arrangement_get_template (self);
  gboolean usual = TRUE;

  if (is_part && g_str_equal (name, "boss"))
    usual = g_str_equal (id, TN_PART_FRONT);
  else if (is_part && g_str_equal (name, "appendix"))
    usual = !g_str_equal (id, TN_PART_FRONT) && !g_str_equal (id, "list");

  return tn_json_object (self->body, "shown") != NULL
             ? tn_json_bool (tn_json_object (self->body, "shown"), id, usual)
             : usual;
}

guint
_tn_arrangement_get_n_moves (const TnArrangement *self)
{
  JsonArray *moves = tn_json_array (self->body, "moves");

  return moves != NULL ? MIN (json_array_get_length (moves), MAX_MOVES) : 0;
}

gboolean
_tn_arrangement_get_move (const TnArrangement *self,
                          guint index,
                          const char **id,
                          const char **after,
                          gboolean *together)
{
  JsonObject *move = tn_json_object_at (tn_json_array (self->body, "moves"), index);

  *id = move != NULL ? tn_json_string (move, "block", NULL) : NULL;
  *after = move != NULL ? tn_json_string (move, "after", "") : NULL;
  *together = move != NULL && tn_json_bool (move, "together", FALSE);

  return *id != NULL;
}

static JsonArray *
without_moves_of (const TnArrangement *self, const char *moved)
{
  JsonArray *kept = json_array_new ();

  for (guint i = 0; i < _tn_arrangement_get_n_moves (self); i++)
    {
      const char *id, *after;
      gboolean together;

      if (_tn_arrangement_get_move (self, i, &id, &after, &together) && !g_str_equal (id, moved))
        json_array_add_element (
            kept, tn_json_copy (json_array_get_element (tn_json_array (self->body, "moves"), i)));
    }

  return kept;
}

static void
take_moves (TnArrangement *self, JsonArray *moves)
{
  if (json_array_get_length (moves) > 0)
    json_object_set_array_member (self->body, "moves", moves);
  else
    {
      json_array_unref (moves);
      json_object_remove_member (self->body, "moves");
    }
}

static void
add_move (TnArrangement *self, const char *id, const char *after, gboolean together)
{
  JsonArray *moves = without_moves_of (self, id);
  JsonObject *move = json_object_new ();

  json_object_set_string_member (move, "block", id);
  json_object_set_string_member (move, "after", after);
  if (together)
    json_object_set_boolean_member (move, "together", TRUE);
  json_array_add_object_element (moves, move);
  take_moves (self, moves);
}

/**
 * tn_arrangement_move:
 * @id: of a part or a block
 * @after: what it comes behind: of its kind, or a part, whose first block it becomes; "" for a part
 *   that becomes the first
 *
 * Moves are carried out one after the other; only the last of a block counts.
 */
void
tn_arrangement_move (TnArrangement *self, const char *id, const char *after)
{
  add_move (self, id, after, FALSE);
}

/**
 * tn_arrangement_move_together:
 *
 * As tn_arrangement_move(), but a heading takes along what it heads, and a figure or table that is
 * the only one below its heading takes that section.
 */
void
tn_arrangement_move_together (TnArrangement *self, const char *id, const char *after)
{
  add_move (self, id, after, TRUE);
}

/* Texts */

/* Without what is no letter; blanks at the ends say nothing. */
static char *
clean_text (const char *text, GError **error)
{
  g_autofree char *clean = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("The text is not written in UTF-8. Save it as UTF-8 and try again."), NULL);
      return NULL;
    }
  clean = _tn_inline_clean (text);
  g_strstrip (clean);
  if (*clean == '\0')
    tn_error_set (error, TN_ERROR_ARGUMENT,
                  N_ ("The text is empty. Hide the block instead if it should say nothing."), NULL);
  else if (g_utf8_strlen (clean, -1) > MAX_LETTERS)
    tn_error_set (error, TN_ERROR_ARGUMENT,
                  N_ ("The text has more than {n} letters. Part it into several blocks."), "n",
                  G_STRINGIFY (MAX_LETTERS), NULL);
  else
    return g_steal_pointer (&clean);

  return NULL;
}

/**
 * tn_arrangement_set_text:
 * @id: of a block that can be written by hand
 * @language: of @text; in other languages what the report says stays
 * @text: plain: what looks like markup is shown as it is
 * @was: (nullable): what the report says there now, to tell when it changes
 * @error: %TN_ERROR_ARGUMENT for a text that says nothing, or is too long
 */
gboolean
tn_arrangement_set_text (TnArrangement *self,
                         const char *id,
                         const TnLanguage *language,
                         const char *text,
                         const char *was,
                         GError **error)
{
  g_autofree char *clean = clean_text (text, error);
  JsonObject *entry;

  if (clean == NULL)
    return FALSE;
  entry = json_object_new ();
  json_object_set_string_member (entry, "text", clean);
  if (was != NULL)
    json_object_set_string_member (entry, "was", was);
  json_object_set_object_member (need_object (need_object (self->body, "texts"), id),
                                 tn_language_get_id (language), entry);

  return TRUE;
}

void
tn_arrangement_unset_text (TnArrangement *self, const char *id, const TnLanguage *language)
{
  JsonObject *texts = tn_json_object (self->body, "texts");
  JsonObject *text = texts != NULL ? tn_json_object (texts, id) : NULL;

  if (texts == NULL)
    return;
  if (language != NULL && text != NULL)
    json_object_remove_member (text, tn_language_get_id (language));
  if (language == NULL || text == NULL || json_object_get_size (text) == 0)
    json_object_remove_member (texts, id);
  drop_empty (self->body, "texts");
}

static JsonObject *
find_texts (const TnArrangement *self, const char *id)
{
  JsonObject *texts = tn_json_object (self->body, "texts");

  return texts != NULL ? tn_json_object (texts, id) : NULL;
}

TnHandText
_tn_arrangement_find_text (const TnArrangement *self,
                           const char *id,
                           const TnLanguage *language,
                           gboolean any)
{
  JsonObject *texts = find_texts (self, id);
  JsonObject *entry = texts != NULL ? tn_json_object (texts, tn_language_get_id (language)) : NULL;
  const char *const *other = tn_language_list ();

  for (; any && texts != NULL && entry == NULL && *other != NULL; other++)
    entry = tn_json_object (texts, *other);
  if (entry == NULL)
    return (TnHandText){ NULL, NULL };

  return (TnHandText){ tn_json_string (entry, "text", NULL), tn_json_string (entry, "was", NULL) };
}

gboolean
_tn_arrangement_has_text (const TnArrangement *self, const char *id)
{
  return find_texts (self, id) != NULL;
}

/* Names in their order, owned by the arrangement; the list is the caller's. */
static GList *
list_members (const TnArrangement *self, const char *name)
{
  JsonObject *object = tn_json_object (self->body, name);

  return object != NULL ? json_object_get_members (object) : NULL;
}

GList *
_tn_arrangement_list_texts (const TnArrangement *self)
{
  return list_members (self, "texts");
}

/* Blocks of one's own */

GList *
_tn_arrangement_list_own (const TnArrangement *self)
{
  return list_members (self, "own");
}

const char *
_tn_arrangement_get_own (const TnArrangement *self, const char *id, GBytes **png)
{
  JsonObject *own = tn_json_object (self->body, "own");
  JsonObject *block = own != NULL ? tn_json_object (own, id) : NULL;

  if (png != NULL)
    *png = block != NULL ? read_bytes (block, "png") : NULL;

  return block != NULL && _tn_document_is_name (id) ? tn_json_string (block, "kind", "text") : NULL;
}

/* The first number that no block has. */
static char *
make_id (JsonObject *own)
{
  for (guint i = 1;; i++)
    {
      g_autofree char *id = g_strdup_printf ("own-%u", i);

      if (!json_object_has_member (own, id))
        return g_steal_pointer (&id);
    }
}

static char *
add_own (TnArrangement *self,
         const char *kind,
         GBytes *png,
         const TnLanguage *language,
         const char *text,
         const char *after,
         GError **error)
{
  JsonObject *own = tn_json_object (self->body, "own");
  g_autofree char *clean = clean_text (text, error);
  g_autofree char *id = NULL;
  JsonObject *block;

  if (clean == NULL)
    return NULL;
  if (own != NULL && json_object_get_size (own) >= MAX_OWN)
    {
      tn_error_set (error, TN_ERROR_SPACE,
                    N_ ("There are {n} blocks of your own, which is the most. Remove one first."),
                    "n", G_STRINGIFY (MAX_OWN), NULL);
      return NULL;
    }
  own = need_object (self->body, "own");
  id = make_id (own);
  block = json_object_new ();
  json_object_set_string_member (block, "kind", kind);
  if (png != NULL)
    set_bytes (block, "png", png);
  json_object_set_object_member (own, id, block);
  tn_arrangement_set_text (self, id, language, clean, NULL, NULL);
  tn_arrangement_move (self, id, after);

  return g_steal_pointer (&id);
}

/**
 * tn_arrangement_add_text:
 * @heading: a heading, not a sentence
 * @after: what it comes behind, see tn_arrangement_move()
 *
 * Returns: (transfer full) (nullable): the id of a new block
 */
char *
tn_arrangement_add_text (TnArrangement *self,
                         gboolean heading,
                         const TnLanguage *language,
                         const char *text,
                         const char *after,
                         GError **error)
{
  return add_own (self, heading ? "heading" : "text", NULL, language, text, after, error);
}

/**
 * tn_arrangement_add_picture:
 * @caption: what it shows, also for those who do not see it
 * @after: what it comes behind, see tn_arrangement_move()
 * @error: %TN_ERROR_FORMAT when @png is no picture
 *
 * Returns: (transfer full) (nullable): the id of a new block
 */
char *
tn_arrangement_add_picture (TnArrangement *self,
                            GBytes *png,
                            const TnLanguage *language,
                            const char *caption,
                            const char *after,
                            GError **error)
{
  if (!tn_picture_check (png, error))
    return NULL;

  return add_own (self, "picture", png, language, caption, after, error);
}

gboolean
tn_arrangement_remove_own (TnArrangement *self, const char *id)
{
  JsonObject *own = tn_json_object (self->body, "own");

  if (own == NULL || !json_object_has_member (own, id))
    return FALSE;
  json_object_remove_member (own, id);
  drop_empty (self->body, "own");
  tn_arrangement_unset_text (self, id, NULL);
  take_moves (self, without_moves_of (self, id));

  return TRUE;
}

/* Names */

static void
rename_member (JsonObject *object, const char *from, const char *to)
{
  JsonNode *node = object != NULL ? json_object_dup_member (object, from) : NULL;

  if (node == NULL)
    return;
  json_object_remove_member (object, from);
  if (json_object_has_member (object, to))
    json_node_unref (node);
  else
    json_object_set_member (object, to, node);
}

static void
rename_string (JsonObject *object, const char *name, const char *from, const char *to)
{
  if (g_strcmp0 (tn_json_string (object, name, NULL), from) == 0)
    json_object_set_string_member (object, name, to);
}

/**
 * tn_arrangement_rename:
 *
 * For a block that has another id than when it was changed. What was changed under the new one
 * stays.
 */
void
tn_arrangement_rename (TnArrangement *self, const char *from, const char *to)
{
  JsonArray *moves = tn_json_array (self->body, "moves");

  rename_member (tn_json_object (self->body, "texts"), from, to);
  rename_member (tn_json_object (self->body, "shown"), from, to);
  for (guint i = 0; moves != NULL && i < json_array_get_length (moves); i++)
    {
      JsonNode *node = json_array_get_element (moves, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;
      rename_string (json_node_get_object (node), "block", from, to);
      rename_string (json_node_get_object (node), "after", from, to);
    }
}

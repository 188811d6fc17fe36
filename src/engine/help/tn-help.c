/* tn-help.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-help.h"

#include <string.h>

#include <gio/gio.h>

#include "tn-help-guides.h"
#include "tn-help-private.h"

#define FOLDER "/io/github/tenureworkbench/Tenure/help/"

struct _TnHelp
{
  GPtrArray *pages; /* of TnHelpPage */
};

/* As they are listed: what a newcomer wants first comes first. */
static const char *const guides[] = {
  "first-answer", "import",  "who-will-leave", "reading-results", "customers", "report",
  "pipeline",     "privacy", "trouble",        "keyboard",        "words",
};

TnHelpPage *
_tn_help_page_new (TnHelpKind kind, const char *id)
{
  TnHelpPage *self = g_new0 (TnHelpPage, 1);

  self->kind = kind;
  self->id = g_strdup (id);
  self->blocks = g_ptr_array_new ();

  return self;
}

static void
block_free (TnHelpBlock *self)
{
  g_free (self->title);
  g_free (self->markup);
  g_free (self->text);
  g_free (self);
}

void
_tn_help_page_free (gpointer page)
{
  TnHelpPage *self = page;

  for (guint i = 0; i < self->blocks->len; i++)
    block_free (g_ptr_array_index (self->blocks, i));
  g_ptr_array_unref (self->blocks);
  g_free (self->id);
  g_free (self->title);
  g_free (self->summary);
  g_free (self);
}

static TnHelpBlock *
add (TnHelpPage *page, TnHelpBlockKind kind, const char *title)
{
  TnHelpBlock *block = g_new0 (TnHelpBlock, 1);

  block->kind = kind;
  block->title = g_strdup (title);
  g_ptr_array_add (page->blocks, block);

  return block;
}

static void
summarise (TnHelpPage *page, const TnHelpBlock *block)
{
  if (page->summary == NULL && block->kind == TN_HELP_PARAGRAPH)
    page->summary = g_strdup (block->text);
}

void
_tn_help_page_add (TnHelpPage *page,
                   TnHelpBlockKind kind,
                   guint number,
                   const char *title,
                   const char *source)
{
  TnHelpBlock *block = add (page, kind, title);

  block->number = number;
  _tn_help_inline (source, &block->markup, &block->text);
  summarise (page, block);
}

void
_tn_help_page_add_plain (TnHelpPage *page,
                         TnHelpBlockKind kind,
                         const char *title,
                         const char *text)
{
  TnHelpBlock *block = add (page, kind, title);

  block->markup = g_markup_escape_text (text, -1);
  block->text = g_strdup (text);
  summarise (page, block);
}

static TnHelp *
help_new (const TnLanguage *language)
{
  TnHelp *self = g_new0 (TnHelp, 1);

  self->pages = g_ptr_array_new_with_free_func (_tn_help_page_free);
  for (guint i = 0; i < G_N_ELEMENTS (guides); i++)
    {
      g_autofree char *path = g_strconcat (FOLDER, guides[i], ".md", NULL);
      g_autoptr (GBytes) bytes = g_resource_lookup_data (tn_help_guides_get_resource (), path,
                                                         G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      g_autofree char *markdown = NULL;

      g_assert (bytes != NULL);
      markdown = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_ptr_array_add (self->pages, _tn_help_guide_new (guides[i], markdown, language));
    }
  for (const TnNodeSpec *const *at = tn_node_registry_list (); at != NULL && *at != NULL; at++)
    g_ptr_array_add (self->pages, _tn_help_step_new (*at, language));

  return self;
}

const TnHelp *
tn_help_get (const TnLanguage *language)
{
  static GMutex lock;
  static GHashTable *made;
  TnHelp *self;

  g_return_val_if_fail (language != NULL, NULL);

  g_mutex_lock (&lock);
  if (made == NULL)
    made = g_hash_table_new (NULL, NULL);
  self = g_hash_table_lookup (made, language);
  if (self == NULL)
    {
      self = help_new (language);
      g_hash_table_insert (made, (gpointer) language, self);
    }
  g_mutex_unlock (&lock);

  return self;
}

guint
tn_help_get_n_pages (const TnHelp *self)
{
  return self->pages->len;
}

const TnHelpPage *
tn_help_get_page (const TnHelp *self, guint index)
{
  g_return_val_if_fail (index < self->pages->len, NULL);

  return g_ptr_array_index (self->pages, index);
}

/**
 * tn_help_find:
 *
 * Returns: (nullable): the page of that id, or of the step of that id
 */
const TnHelpPage *
tn_help_find (const TnHelp *self, const char *id)
{
  for (guint i = 0; i < self->pages->len; i++)
    {
      const TnHelpPage *page = g_ptr_array_index (self->pages, i);

      if (g_str_equal (page->id, id) ||
          (page->kind == TN_HELP_STEP && g_str_equal (page->id + strlen ("step-"), id)))
        return page;
    }

  return NULL;
}

static void
put_block (GString *text, const TnHelpBlock *block)
{
  switch (block->kind)
    {
    case TN_HELP_HEADING:
      g_string_append_printf (text, "\n%s\n", block->text);
      break;
    case TN_HELP_ITEM:
      g_string_append_printf (text, "• %s\n", block->text);
      break;
    case TN_HELP_NUMBER:
      g_string_append_printf (text, "%u. %s\n", block->number, block->text);
      break;
    case TN_HELP_TERM:
      g_string_append_printf (text, "• %s\n  %s\n", block->title, block->text);
      break;
    default:
      g_string_append_printf (text, "\n%s\n", block->text);
      break;
    }
}

char *
tn_help_page_to_text (const TnHelpPage *page)
{
  GString *text = g_string_new (page->title);

  g_string_append_c (text, '\n');
  for (guint i = 0; i < page->blocks->len; i++)
    put_block (text, g_ptr_array_index (page->blocks, i));

  return g_string_free (text, FALSE);
}

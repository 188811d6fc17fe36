/* wb-report-block.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-report-block.h"

#include "wb-words.h"

#define MOST_LETTERS 90

struct _WbReportBlock
{
  GObject parent_instance;

  GPtrArray *entries; /* keeps @entry */
  const TnBlockEntry *entry;
  char *title; /* nullable */
};

G_DEFINE_FINAL_TYPE (WbReportBlock, wb_report_block, G_TYPE_OBJECT)

static guint changed;

static const struct Kind
{
  const char *kind;
  const char *icon;
  const char *name;
} kinds[] = {
  { "part", "pan-down-symbolic", N_ ("Part") },
  { "heading", "tenure-text-symbolic", N_ ("Heading") },
  { "sentence", "format-justify-left-symbolic", N_ ("Sentence") },
  { "number", "tenure-number-symbolic", N_ ("Figure in large type") },
  { "figure", "tenure-runs-symbolic", N_ ("Chart") },
  { "table", "x-office-spreadsheet-symbolic", N_ ("Table") },
  { "list", "view-list-bullet-symbolic", N_ ("List") },
  { "item", "list-drag-handle-symbolic", N_ ("Point of a list") },
  { "picture", "image-x-generic-symbolic", N_ ("Picture") },
  { "words", "accessories-dictionary-symbolic", N_ ("Words explained") },
};

/* What a reader would call them. */
static const struct Kind known[] = {
  { "front-kicker", NULL, N_ ("Question") },
  { "front-answer", NULL, N_ ("Answer") },
  { "customers", NULL, N_ ("List of customers") },
};

static const struct Kind *
find_kind (WbReportBlock *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, self->entry->kind))
      return &kinds[i];

  return &kinds[2];
}

static gboolean
is_equal (const TnBlockEntry *a, const TnBlockEntry *b)
{
  return g_strcmp0 (a->title, b->title) == 0 && g_strcmp0 (a->text, b->text) == 0 &&
         g_strcmp0 (a->made, b->made) == 0 && g_strcmp0 (a->was, b->was) == 0 &&
         g_str_equal (a->kind, b->kind) && a->state == b->state && a->hidden == b->hidden &&
         a->covered == b->covered && a->dropped == b->dropped;
}

void
wb_report_block_take (WbReportBlock *self,
                      GPtrArray *entries,
                      const TnBlockEntry *entry,
                      const char *title)
{
  gboolean differs =
      self->entry == NULL || !is_equal (self->entry, entry) || g_strcmp0 (self->title, title) != 0;
  GPtrArray *before = self->entries;

  self->entries = g_ptr_array_ref (entries);
  self->entry = entry;
  g_free (self->title);
  self->title = g_strdup (title);
  if (differs && before != NULL)
    g_signal_emit (self, changed, 0);
  g_clear_pointer (&before, g_ptr_array_unref);
}

const TnBlockEntry *
wb_report_block_get (WbReportBlock *self)
{
  return self->entry;
}

const char *
wb_report_block_get_id (WbReportBlock *self)
{
  return self->entry->id;
}

gboolean
wb_report_block_is_part (WbReportBlock *self)
{
  return g_str_equal (self->entry->kind, "part");
}

gboolean
wb_report_block_is_own (WbReportBlock *self)
{
  return self->entry->state == TN_BLOCK_OWN;
}

gboolean
wb_report_block_is_text (WbReportBlock *self)
{
  return self->entry->made != NULL || wb_report_block_is_own (self);
}

/* What is said */

const char *
wb_report_block_get_icon (WbReportBlock *self)
{
  return find_kind (self)->icon;
}

const char *
wb_report_block_say_kind (WbReportBlock *self)
{
  if (wb_report_block_is_own (self) && g_str_equal (self->entry->kind, "sentence"))
    return wb_say (N_ ("Own text"));
  if (wb_report_block_is_own (self) && g_str_equal (self->entry->kind, "heading"))
    return wb_say (N_ ("Own heading"));

  return wb_say (find_kind (self)->name);
}

/* On one line, and no more than a row can show. */
static char *
shorten (const char *text)
{
  g_autofree char *line = g_strdup (text);

  g_strdelimit (line, "\n\t", ' ');
  if (g_utf8_strlen (line, -1) > MOST_LETTERS)
    *g_utf8_offset_to_pointer (line, MOST_LETTERS) = '\0';

  return g_steal_pointer (&line);
}

static gboolean
is_named_by_text (WbReportBlock *self)
{
  return g_str_equal (self->entry->kind, "heading") && self->entry->text != NULL;
}

char *
wb_report_block_say_name (WbReportBlock *self)
{
  if (wb_report_block_is_part (self))
    return shorten (self->title != NULL ? self->title : wb_say (N_ ("First page")));
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i].kind, self->entry->id))
      return g_strdup (wb_say (known[i].name));
  if (is_named_by_text (self))
    return shorten (self->entry->text);
  if (self->entry->title != NULL && *self->entry->title != '\0')
    return shorten (self->entry->title);

  return g_strdup (wb_report_block_say_kind (self));
}

char *
wb_report_block_say_words (WbReportBlock *self)
{
  if (wb_report_block_is_part (self) || is_named_by_text (self) || self->entry->text == NULL ||
      *self->entry->text == '\0')
    return NULL;

  return shorten (self->entry->text);
}

const char *
wb_report_block_say_state (WbReportBlock *self)
{
  switch (self->entry->state)
    {
    case TN_BLOCK_EDITED:
      return wb_say (N_ ("Edited"));
    case TN_BLOCK_CHANGED:
      return wb_say (N_ ("Figures changed"));
    case TN_BLOCK_OWN:
      return wb_say (N_ ("Own"));
    case TN_BLOCK_GONE:
      return wb_say (N_ ("Waits"));
    case TN_BLOCK_AS_MADE:
    default:
      return self->entry->dropped ? wb_say (N_ ("No room")) : NULL;
    }
}

char *
wb_report_block_describe (WbReportBlock *self)
{
  g_autofree char *name = wb_report_block_say_name (self);
  g_autofree char *words = wb_report_block_say_words (self);
  const char *kind = wb_report_block_say_kind (self);
  const char *state = wb_report_block_say_state (self);
  g_autoptr (GString) out = g_string_new (name);

  if (!g_str_equal (kind, name))
    g_string_append_printf (out, ", %s", kind);
  if (self->entry->hidden)
    g_string_append_printf (out, ", %s", wb_say (N_ ("hidden")));
  if (state != NULL)
    g_string_append_printf (out, ", %s", state);
  if (words != NULL)
    g_string_append_printf (out, ": %s", words);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* The object */

static void
wb_report_block_finalize (GObject *object)
{
  WbReportBlock *self = WB_REPORT_BLOCK (object);

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_free (self->title);

  G_OBJECT_CLASS (wb_report_block_parent_class)->finalize (object);
}

static void
wb_report_block_class_init (WbReportBlockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_report_block_finalize;
  changed = g_signal_new ("changed", WB_TYPE_REPORT_BLOCK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                          G_TYPE_NONE, 0);
}

static void
wb_report_block_init (WbReportBlock *self)
{
}

WbReportBlock *
wb_report_block_new (void)
{
  return g_object_new (WB_TYPE_REPORT_BLOCK, NULL);
}

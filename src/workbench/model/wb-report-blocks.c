/* wb-report-blocks.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-report-blocks.h"

struct _WbReportBlocks
{
  GObject parent_instance;

  WbProject *project;
  gint64 run;
  const TnLanguage *language;
  WbReportLook look;
  GPtrArray *entries; /* nullable */
  GHashTable *all;    /* id → WbReportBlock */
  GHashTable *open;   /* ids of parts */
  GPtrArray *shown;   /* of WbReportBlock */
  char *chosen;       /* nullable */
  char *wanted;       /* nullable: to be chosen when it is there */
};

enum
{
  LOADED,
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbReportBlocks,
                               wb_report_blocks,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* As a list */

static GType
get_item_type (GListModel *list)
{
  return WB_TYPE_REPORT_BLOCK;
}

static guint
get_n_items (GListModel *list)
{
  return WB_REPORT_BLOCKS (list)->shown->len;
}

static gpointer
get_item (GListModel *list, guint position)
{
  WbReportBlocks *self = WB_REPORT_BLOCKS (list);

  return position < self->shown->len ? g_object_ref (g_ptr_array_index (self->shown, position))
                                     : NULL;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

/* Which are shown */

static GPtrArray *
list_shown (WbReportBlocks *self)
{
  GPtrArray *shown = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; self->entries != NULL && i < self->entries->len; i++)
    {
      const TnBlockEntry *entry = g_ptr_array_index (self->entries, i);

      /* What waits for its block is in no part, and always shown. */
      if (g_str_equal (entry->kind, "part") || *entry->part == '\0' ||
          g_hash_table_contains (self->open, entry->part))
        g_ptr_array_add (shown, g_object_ref (g_hash_table_lookup (self->all, entry->id)));
    }

  return shown;
}

/* Rows that stay are not told of: the keyboard's place may be on one of them. */
static void
show (WbReportBlocks *self)
{
  g_autoptr (GPtrArray) before = self->shown;
  GPtrArray *after = list_shown (self);
  guint same = 0, tail = 0;
  guint least = MIN (before->len, after->len);

  while (same < least && g_ptr_array_index (before, same) == g_ptr_array_index (after, same))
    same++;
  while (tail < least - same && g_ptr_array_index (before, before->len - 1 - tail) ==
                                    g_ptr_array_index (after, after->len - 1 - tail))
    tail++;
  self->shown = after;
  if (before->len != same + tail || after->len != same + tail)
    g_list_model_items_changed (G_LIST_MODEL (self), same, before->len - same - tail,
                                after->len - same - tail);
}

static const char *
find_title (GPtrArray *entries, guint part)
{
  const TnBlockEntry *entry = g_ptr_array_index (entries, part);
  const TnBlockEntry *next = part + 1 < entries->len ? g_ptr_array_index (entries, part + 1) : NULL;

  return next != NULL && g_str_equal (next->part, entry->id) && g_str_equal (next->kind, "heading")
             ? next->text
             : NULL;
}

static void
take_entries (WbReportBlocks *self, GPtrArray *entries)
{
  g_autoptr (GHashTable) before = self->all;

  self->all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  for (guint i = 0; i < entries->len; i++)
    {
      const TnBlockEntry *entry = g_ptr_array_index (entries, i);
      WbReportBlock *known = g_hash_table_lookup (before, entry->id);
      WbReportBlock *block = known != NULL ? g_object_ref (known) : wb_report_block_new ();

      wb_report_block_take (block, entries, entry,
                            g_str_equal (entry->kind, "part") ? find_title (entries, i) : NULL);
      g_hash_table_insert (self->all, g_strdup (entry->id), block);
    }
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = g_ptr_array_ref (entries);
}

void
wb_report_blocks_take (WbReportBlocks *self,
                       gint64 run,
                       const TnLanguage *language,
                       GPtrArray *entries,
                       const WbReportLook *look)
{
  g_autofree char *wanted = g_steal_pointer (&self->wanted);

  self->run = run;
  self->language = language;
  self->look = *look;
  take_entries (self, entries);
  if (self->chosen != NULL && !g_hash_table_contains (self->all, self->chosen))
    g_clear_pointer (&self->chosen, g_free);
  show (self);
  g_signal_emit (self, signals[LOADED], 0);
  if (wanted != NULL && g_hash_table_contains (self->all, wanted))
    wb_report_blocks_choose (self, wanted);
  else
    {
      self->wanted = g_steal_pointer (&wanted);
      g_signal_emit (self, signals[CHOSEN], 0);
    }
}

/* Asking */

WbProject *
wb_report_blocks_get_project (WbReportBlocks *self)
{
  return self->project;
}

gint64
wb_report_blocks_get_run (WbReportBlocks *self)
{
  return self->run;
}

const TnLanguage *
wb_report_blocks_get_language (WbReportBlocks *self)
{
  return self->language;
}

const WbReportLook *
wb_report_blocks_get_look (WbReportBlocks *self)
{
  return &self->look;
}

gboolean
wb_report_blocks_may_change (WbReportBlocks *self)
{
  return self->run != 0 && !wb_project_get_state (self->project)->read_only;
}

WbReportBlock *
wb_report_blocks_find (WbReportBlocks *self, const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->all, id) : NULL;
}

int
wb_report_blocks_find_place (WbReportBlocks *self, const char *id)
{
  for (guint i = 0; id != NULL && i < self->shown->len; i++)
    if (g_str_equal (wb_report_block_get_id (g_ptr_array_index (self->shown, i)), id))
      return (int) i;

  return -1;
}

gboolean
wb_report_blocks_is_open (WbReportBlocks *self, const char *part)
{
  return g_hash_table_contains (self->open, part);
}

/* The row of the part has another arrow then. */
void
wb_report_blocks_open (WbReportBlocks *self, const char *part, gboolean open)
{
  WbReportBlock *block = wb_report_blocks_find (self, part);

  if (open == wb_report_blocks_is_open (self, part))
    return;
  if (open)
    g_hash_table_add (self->open, g_strdup (part));
  else
    g_hash_table_remove (self->open, part);
  if (block != NULL)
    g_signal_emit_by_name (block, "changed");
  show (self);
}

/* Choosing */

void
wb_report_blocks_choose (WbReportBlocks *self, const char *id)
{
  WbReportBlock *block = wb_report_blocks_find (self, id);

  if (id != NULL && block == NULL)
    return;
  if (block != NULL && !wb_report_block_is_part (block) &&
      *wb_report_block_get (block)->part != '\0')
    wb_report_blocks_open (self, wb_report_block_get (block)->part, TRUE);
  if (g_strcmp0 (id, self->chosen) == 0)
    return;
  g_free (self->chosen);
  self->chosen = g_strdup (id);
  g_signal_emit (self, signals[CHOSEN], 0);
}

void
wb_report_blocks_choose_later (WbReportBlocks *self, const char *id)
{
  g_free (self->wanted);
  self->wanted = g_strdup (id);
}

WbReportBlock *
wb_report_blocks_get_chosen (WbReportBlocks *self)
{
  return wb_report_blocks_find (self, self->chosen);
}

/* The object */

static void
wb_report_blocks_finalize (GObject *object)
{
  WbReportBlocks *self = WB_REPORT_BLOCKS (object);

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_ptr_array_unref (self->shown);
  g_hash_table_unref (self->all);
  g_hash_table_unref (self->open);
  g_free (self->chosen);
  g_free (self->wanted);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (wb_report_blocks_parent_class)->finalize (object);
}

static void
wb_report_blocks_class_init (WbReportBlocksClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_report_blocks_finalize;
  signals[LOADED] = g_signal_new ("loaded", WB_TYPE_REPORT_BLOCKS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  signals[CHOSEN] = g_signal_new ("chosen", WB_TYPE_REPORT_BLOCKS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
wb_report_blocks_init (WbReportBlocks *self)
{
  self->look = (WbReportLook){ "full", FALSE, -1, FALSE };
  self->all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_add (self->open, g_strdup (TN_PART_FRONT));
}

WbReportBlocks *
wb_report_blocks_new (WbProject *project)
{
  WbReportBlocks *self = g_object_new (WB_TYPE_REPORT_BLOCKS, NULL);

  self->project = g_object_ref (project);

  return self;
}

/* wb-report-change.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-report-change.h"

#include "tn-edit.h"
#include "tn-picture.h"
#include "tn-report-editor.h"
#include "wb-words.h"
#include "wb-work.h"

/* Touched in the lane of the store only. */
typedef struct
{
  gint64 step; /* of the history; 0 before anything is kept */
} Session;

typedef struct _Change Change;
typedef gboolean (*Do) (Change *self, TnReportEditor *editor, GError **error);

struct _Change
{
  TnProject *store;
  gint64 run;
  const TnLanguage *language;
  Do apply;
  char *id;
  char *text;  /* nullable */
  char *after; /* nullable */
  gint64 number;
  char *new_id; /* nullable */
  TnMessage *label;
  Session *session; /* nullable */
};

struct _WbReportWriting
{
  WbReportBlocks *blocks;
  char *id;
  Session *session;
};

static void
change_free (gpointer data)
{
  Change *self = data;

  tn_project_unref (self->store);
  g_free (self->id);
  g_free (self->text);
  g_free (self->after);
  g_free (self->new_id);
  g_clear_pointer (&self->label, tn_message_unref);
  g_clear_pointer (&self->session, g_atomic_rc_box_release);
  g_free (self);
}

/* In the lane of the store */

static gint64
find_last_step (TnProject *store)
{
  g_autoptr (GPtrArray) history = tn_project_list_history (store, 1, NULL);
  const TnHistoryEntry *last =
      history != NULL && history->len > 0 ? g_ptr_array_index (history, 0) : NULL;

  return last != NULL && !last->undone ? last->id : 0;
}

/* What was kept before of the same writing makes way for what is kept now. */
static gboolean
take_back (Change *self, GError **error)
{
  gboolean is_last = self->session != NULL && self->session->step != 0 &&
                     self->session->step == find_last_step (self->store);

  return !is_last || tn_project_undo (self->store, NULL, error);
}

static gpointer
change_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Change *self = data;
  g_autoptr (TnReportEditor) editor = NULL;

  if (!take_back (self, error))
    return NULL;
  editor = tn_report_editor_new (self->store, self->run, self->language, error);
  if (editor == NULL || !self->apply (self, editor, error) ||
      !tn_report_editor_store (editor, tn_message_ref (self->label), error))
    return NULL;
  if (self->session != NULL)
    self->session->step = find_last_step (self->store);

  return g_strdup (self->new_id != NULL ? self->new_id : "");
}

static void
on_changed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbReportBlocks *self = WB_REPORT_BLOCKS (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *new_id = wb_work_finish (result, &error);

  wb_project_fail (wb_report_blocks_get_project (self), error);
  if (new_id != NULL && *new_id != '\0')
    wb_report_blocks_choose_later (self, new_id);
  wb_project_refresh (wb_report_blocks_get_project (self));
}

/* Asking for it */

static Change *
change_new (WbReportBlocks *self, Do apply, const char *id, const char *label)
{
  Change *change = g_new0 (Change, 1);
  WbReportBlock *block = wb_report_blocks_find (self, id);
  g_autofree char *name = block != NULL ? wb_report_block_say_name (block) : NULL;
  g_autofree char *quoted = g_strdup_printf ("“%s”", name != NULL ? name : "");

  change->store = tn_project_ref (wb_project_get_store (wb_report_blocks_get_project (self)));
  change->run = wb_report_blocks_get_run (self);
  change->language = wb_report_blocks_get_language (self);
  change->apply = apply;
  change->id = g_strdup (id);
  change->label = tn_message_text (tn_message_new (label), "what", quoted);

  return change;
}

static void
start (WbReportBlocks *self, Change *change)
{
  if (wb_report_blocks_may_change (self))
    wb_work_start (WB_LANE_STORE, self, change_in_worker, change, change_free, g_free, NULL,
                   on_changed, NULL);
  else
    change_free (change);
}

static gboolean
show (Change *self, TnReportEditor *editor, GError **error)
{
  return tn_report_editor_show (editor, self->id, self->number != 0, error);
}

void
wb_report_show (WbReportBlocks *self, const char *id, gboolean shown)
{
  Change *change = change_new (
      self, show, id, shown ? N_ ("Showed {what} in the report") : N_ ("Hid {what} in the report"));

  change->number = shown;
  start (self, change);
}

static gboolean
move (Change *self, TnReportEditor *editor, GError **error)
{
  return tn_report_editor_move (editor, self->id, self->after, error);
}

void
wb_report_move (WbReportBlocks *self, const char *id, const char *after)
{
  Change *change = change_new (self, move, id, N_ ("Moved {what} in the report"));

  change->after = g_strdup (after);
  start (self, change);
}

static gboolean
move_a_place (Change *self, TnReportEditor *editor, GError **error)
{
  return tn_report_editor_step (editor, self->id, (int) self->number, error);
}

void
wb_report_step (WbReportBlocks *self, const char *id, int by)
{
  Change *change = change_new (self, move_a_place, id, N_ ("Moved {what} in the report"));

  change->number = by;
  start (self, change);
}

static gboolean
restore (Change *self, TnReportEditor *editor, GError **error)
{
  return tn_report_editor_restore (editor, self->id, error);
}

void
wb_report_restore (WbReportBlocks *self, const char *id)
{
  start (self, change_new (self, restore, id, N_ ("Restored {what} in the report")));
}

void
wb_report_remove (WbReportBlocks *self, const char *id)
{
  start (self, change_new (self, restore, id, N_ ("Removed {what} from the report")));
}

/* Blocks of one's own */

static const char *
get_after (WbReportBlocks *self)
{
  WbReportBlock *chosen = wb_report_blocks_get_chosen (self);

  return chosen != NULL && wb_report_block_get (chosen)->state != TN_BLOCK_GONE
             ? wb_report_block_get_id (chosen)
             : TN_PART_FRONT;
}

static gboolean
add (Change *self, TnReportEditor *editor, GError **error)
{
  self->new_id = tn_report_editor_add (editor, self->number != 0, self->text, self->after, error);

  return self->new_id != NULL;
}

void
wb_report_add (WbReportBlocks *self, gboolean heading, const char *text)
{
  Change *change = change_new (self, add, NULL,
                               heading ? N_ ("Added a heading to the report")
                                       : N_ ("Added a text to the report"));

  change->number = heading;
  change->text = g_strdup (text);
  change->after = g_strdup (get_after (self));
  start (self, change);
}

/* Its name says something to those who do not see it, until somebody writes better words. */
static char *
make_caption (const char *file)
{
  g_autofree char *name = g_filename_display_basename (file);
  char *dot = g_strrstr (name, ".");

  if (dot != NULL && dot != name)
    *dot = '\0';

  return g_steal_pointer (&name);
}

static gboolean
add_picture (Change *self, TnReportEditor *editor, GError **error)
{
  g_autoptr (GBytes) png = tn_picture_load (self->text, error);
  g_autofree char *caption = make_caption (self->text);

  if (png != NULL)
    self->new_id = tn_report_editor_add_picture (editor, png, caption, self->after, error);

  return self->new_id != NULL;
}

void
wb_report_add_picture (WbReportBlocks *self, const char *file)
{
  Change *change = change_new (self, add_picture, NULL, N_ ("Added a picture to the report"));

  change->text = g_strdup (file);
  change->after = g_strdup (get_after (self));
  start (self, change);
}

/* Writing */

WbReportWriting *
wb_report_writing_new (WbReportBlocks *blocks, const char *id)
{
  WbReportWriting *self = g_new0 (WbReportWriting, 1);

  self->blocks = g_object_ref (blocks);
  self->id = g_strdup (id);
  self->session = g_atomic_rc_box_new0 (Session);

  return self;
}

void
wb_report_writing_end (WbReportWriting *self)
{
  g_object_unref (self->blocks);
  g_free (self->id);
  g_atomic_rc_box_release (self->session);
  g_free (self);
}

/* What reads as it was made is no writing any more. */
static gboolean
set_text (Change *self, TnReportEditor *editor, GError **error)
{
  GPtrArray *blocks = tn_report_editor_get_blocks (editor);

  for (guint i = 0; i < blocks->len; i++)
    {
      const TnBlockEntry *entry = g_ptr_array_index (blocks, i);

      if (g_str_equal (entry->id, self->id) && entry->state != TN_BLOCK_OWN &&
          g_strcmp0 (entry->made, self->text) == 0)
        return tn_report_editor_restore (editor, self->id, error);
    }

  return tn_report_editor_write (editor, self->id, self->text, error);
}

void
wb_report_writing_keep (WbReportWriting *self, const char *text)
{
  Change *change = change_new (self->blocks, set_text, self->id, N_ ("Wrote {what} in the report"));

  change->text = g_strdup (text);
  change->session = g_atomic_rc_box_acquire (self->session);
  start (self->blocks, change);
}

/* Looks */

static gboolean
set_layout (Change *self, TnReportEditor *editor, GError **error)
{
  return tn_arrangement_set_template (tn_report_editor_get_arrangement (editor), self->text, error);
}

void
wb_report_set_layout (WbReportBlocks *self, const char *name)
{
  Change *change =
      change_new (self, set_layout, NULL, N_ ("Chose another template for the report"));

  change->text = g_strdup (name);
  start (self, change);
}

static gboolean
set_contents (Change *self, TnReportEditor *editor, GError **error)
{
  tn_arrangement_set_contents (tn_report_editor_get_arrangement (editor), self->number != 0);

  return TRUE;
}

void
wb_report_set_contents (WbReportBlocks *self, gboolean contents)
{
  Change *change = change_new (self, set_contents, NULL, N_ ("Changed the contents of the report"));

  change->number = contents;
  start (self, change);
}

static gboolean
set_colour (Change *self, TnReportEditor *editor, GError **error)
{
  return tn_arrangement_set_colour (tn_report_editor_get_arrangement (editor), self->text, error);
}

void
wb_report_set_colour (WbReportBlocks *self, const char *colour)
{
  Change *change = change_new (self, set_colour, NULL, N_ ("Changed the colour of the report"));

  change->text = g_strdup (colour);
  start (self, change);
}

static gboolean
set_logo (Change *self, TnReportEditor *editor, GError **error)
{
  g_autoptr (GBytes) png = NULL;

  if (self->text != NULL && (png = tn_picture_load (self->text, error)) == NULL)
    return FALSE;

  return tn_arrangement_set_logo (tn_report_editor_get_arrangement (editor), png, error);
}

void
wb_report_set_logo (WbReportBlocks *self, const char *file)
{
  Change *change = change_new (self, set_logo, NULL, N_ ("Changed the logo of the report"));

  change->text = g_strdup (file);
  start (self, change);
}

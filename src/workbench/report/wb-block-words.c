/* wb-block-words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-block-words.h"

#include "wb-report-change.h"
#include "wb-ui.h"

/* Without a key for so long, what was written is kept: milliseconds. */
#define PAUSE        900
#define WORDS_HEIGHT 92

struct _WbBlockWords
{
  AdwBin parent_instance;

  WbReportBlocks *blocks;   /* %NULL once disposed of */
  WbReportWriting *writing; /* nullable: what goes on */
  char *id;                 /* nullable: the block shown */
  char *kept;               /* nullable: its words as they are kept or on their way */
  guint pausing;            /* source */
  gboolean filling;

  GtkWidget *box;
  GtkLabel *kind;
  GtkLabel *note;
  GtkWidget *frame; /* of the words */
  GtkTextView *view;
  GtkWidget *change;
  GtkLabel *now;
  GtkWidget *restore;
  GtkWidget *remove;
  GtkWidget *up, *down;
  GtkButton *eye;
};

G_DEFINE_FINAL_TYPE (WbBlockWords, wb_block_words, ADW_TYPE_BIN)

static char *
get_text (WbBlockWords *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

static void
set_text (WbBlockWords *self, const char *text)
{
  self->filling = TRUE;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), text != NULL ? text : "", -1);
  self->filling = FALSE;
  g_free (self->kept);
  self->kept = g_strdup (text);
}

/* Writing */

/* An empty text is no text: it is kept as soon as something stands there. */
static void
keep (WbBlockWords *self)
{
  g_autofree char *text = get_text (self);

  g_clear_handle_id (&self->pausing, g_source_remove);
  if (self->id == NULL || *text == '\0' || g_strcmp0 (text, self->kept) == 0 ||
      !wb_report_blocks_may_change (self->blocks))
    return;
  if (self->writing == NULL)
    self->writing = wb_report_writing_new (self->blocks, self->id);
  wb_report_writing_keep (self->writing, text);
  g_free (self->kept);
  self->kept = g_steal_pointer (&text);
}

static gboolean
on_pause (gpointer data)
{
  WbBlockWords *self = data;

  self->pausing = 0;
  keep (self);

  return G_SOURCE_REMOVE;
}

static void
on_typed (WbBlockWords *self)
{
  if (self->filling)
    return;
  g_clear_handle_id (&self->pausing, g_source_remove);
  self->pausing = g_timeout_add (PAUSE, on_pause, self);
}

void
wb_block_words_leave (WbBlockWords *self)
{
  keep (self);
  g_clear_pointer (&self->writing, wb_report_writing_end);
}

/* Words that were all taken away come back. */
static void
on_left (WbBlockWords *self)
{
  g_autofree char *text = NULL;

  if (self->blocks == NULL)
    return;
  wb_block_words_leave (self);
  text = get_text (self);
  if (*text == '\0' && self->kept != NULL)
    {
      g_autofree char *kept = g_strdup (self->kept);

      set_text (self, kept);
    }
}

gboolean
wb_block_words_write (WbBlockWords *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start, end;

  if (self->id == NULL || !gtk_widget_get_visible (self->frame))
    return FALSE;
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_select_range (buffer, &end, &start);

  return gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* What is shown */

static void
show_change (WbBlockWords *self, const TnBlockEntry *entry)
{
  gboolean changed = entry->state == TN_BLOCK_CHANGED;
  g_autofree char *now = NULL;

  gtk_widget_set_visible (self->change, changed);
  if (!changed)
    return;
  now = wb_say_text (N_ ("The report says something else there now: “{now}”"), "now", entry->made);
  gtk_label_set_text (self->now, now);
}

static const char *
say_note (WbReportBlock *block)
{
  const TnBlockEntry *entry = wb_report_block_get (block);

  if (entry->state == TN_BLOCK_GONE)
    return wb_say (N_ ("This run has no such block. The words wait for a run that has it."));
  if (entry->dropped)
    return wb_say (N_ ("There is no room for this on the one page. Hide something else, or choose "
                       "another template."));
  if (entry->covered)
    return wb_say (N_ ("Hidden with the part or list it is in"));
  if (wb_report_block_is_part (block))
    return wb_say (N_ ("A part of the report, with all that is in it."));
  if (!wb_report_block_is_text (block))
    return wb_say (N_ ("Made from the run: it can be moved and hidden, not written."));

  return NULL;
}

static void
show_buttons (WbBlockWords *self, WbReportBlock *block)
{
  const TnBlockEntry *entry = wb_report_block_get (block);
  gboolean may = wb_report_blocks_may_change (self->blocks);
  gboolean gone = entry->state == TN_BLOCK_GONE;
  gboolean own = wb_report_block_is_own (block);

  gtk_widget_set_visible (self->restore, entry->state == TN_BLOCK_EDITED && may);
  gtk_widget_set_visible (self->remove, (own || gone) && may);
  gtk_widget_set_sensitive (self->up, may && !gone);
  gtk_widget_set_sensitive (self->down, may && !gone);
  gtk_widget_set_sensitive (GTK_WIDGET (self->eye), may && !gone && !entry->covered);
  gtk_button_set_icon_name (self->eye,
                            entry->hidden ? "view-conceal-symbolic" : "view-reveal-symbolic");
  wb_name_widget (self->eye, entry->hidden ? wb_say (N_ ("Show in the report"))
                                           : wb_say (N_ ("Hide in the report")));
}

static void
show_block (WbBlockWords *self, WbReportBlock *block)
{
  const TnBlockEntry *entry = wb_report_block_get (block);
  const char *note = say_note (block);
  const char *state = wb_report_block_is_own (block) ? NULL : wb_report_block_say_state (block);
  gboolean writes = wb_report_block_is_text (block) || entry->state == TN_BLOCK_GONE;
  g_autofree char *name = wb_report_block_say_name (block);
  g_autofree char *kind =
      state != NULL ? g_strdup_printf ("%s · %s", name, state) : g_strdup (name);

  gtk_label_set_text (self->kind, kind);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->kind), kind);
  gtk_label_set_text (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
  gtk_widget_set_visible (self->frame, writes);
  gtk_text_view_set_editable (self->view, wb_report_blocks_may_change (self->blocks) &&
                                              entry->state != TN_BLOCK_GONE);
  show_change (self, entry);
  show_buttons (self, block);
}

/* Words that are just being written are not written over. */
static void
show (WbBlockWords *self)
{
  WbReportBlock *chosen = wb_report_blocks_get_chosen (self->blocks);
  const char *id = chosen != NULL ? wb_report_block_get_id (chosen) : NULL;
  gboolean same = g_strcmp0 (id, self->id) == 0;
  g_autofree char *text = NULL;

  if (!same)
    wb_block_words_leave (self);
  gtk_widget_set_visible (self->box, chosen != NULL);
  text = get_text (self);
  if (!same || (self->pausing == 0 && g_strcmp0 (text, self->kept) == 0 &&
                (self->writing == NULL || !gtk_widget_has_focus (GTK_WIDGET (self->view)))))
    set_text (self, chosen != NULL ? wb_report_block_get (chosen)->text : NULL);
  if (!same)
    {
      g_free (self->id);
      self->id = g_strdup (id);
    }
  if (chosen != NULL)
    show_block (self, chosen);
}

/* What a person does */

static void
on_restore (WbBlockWords *self)
{
  g_clear_handle_id (&self->pausing, g_source_remove);
  g_clear_pointer (&self->writing, wb_report_writing_end);
  g_clear_pointer (&self->kept, g_free);
  self->kept = get_text (self);
  wb_report_restore (self->blocks, self->id);
}

static void
on_remove (WbBlockWords *self)
{
  g_clear_handle_id (&self->pausing, g_source_remove);
  g_clear_pointer (&self->writing, wb_report_writing_end);
  wb_report_remove (self->blocks, self->id);
}

/* The same words, said of what the report says now. */
static void
on_keep_mine (WbBlockWords *self)
{
  g_autofree char *text = get_text (self);

  wb_block_words_leave (self);
  self->writing = wb_report_writing_new (self->blocks, self->id);
  wb_report_writing_keep (self->writing, text);
  g_clear_pointer (&self->writing, wb_report_writing_end);
}

static void
on_eye (WbBlockWords *self)
{
  WbReportBlock *chosen = wb_report_blocks_get_chosen (self->blocks);

  if (chosen != NULL)
    wb_report_show (self->blocks, self->id, wb_report_block_get (chosen)->hidden);
}

static void
on_up (WbBlockWords *self)
{
  wb_report_step (self->blocks, self->id, -1);
}

static void
on_down (WbBlockWords *self)
{
  wb_report_step (self->blocks, self->id, 1);
}

/* The widget */

static void
wb_block_words_dispose (GObject *object)
{
  WbBlockWords *self = WB_BLOCK_WORDS (object);

  if (self->blocks != NULL)
    {
      wb_block_words_leave (self);
      g_signal_handlers_disconnect_by_data (self->blocks, self);
    }
  g_clear_handle_id (&self->pausing, g_source_remove);
  g_clear_object (&self->blocks);

  G_OBJECT_CLASS (wb_block_words_parent_class)->dispose (object);
}

static void
wb_block_words_finalize (GObject *object)
{
  WbBlockWords *self = WB_BLOCK_WORDS (object);

  g_free (self->id);
  g_free (self->kept);

  G_OBJECT_CLASS (wb_block_words_parent_class)->finalize (object);
}

static void
wb_block_words_class_init (WbBlockWordsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_block_words_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_block_words_finalize;
}

static GtkWidget *
make_words (WbBlockWords *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->view = GTK_TEXT_VIEW (gtk_text_view_new ());
  gtk_text_view_set_wrap_mode (self->view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (self->view, FALSE);
  gtk_text_view_set_top_margin (self->view, 6);
  gtk_text_view_set_bottom_margin (self->view, 6);
  gtk_text_view_set_left_margin (self->view, 8);
  gtk_text_view_set_right_margin (self->view, 8);
  wb_name_widget (self->view, wb_say (N_ ("Words of the block")));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->view), NULL);
  g_signal_connect_swapped (gtk_text_view_get_buffer (self->view), "changed", G_CALLBACK (on_typed),
                            self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_left), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), focus);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_size_request (scrolled, -1, WORDS_HEIGHT);
  gtk_widget_add_css_class (scrolled, "words-field");

  return scrolled;
}

static GtkWidget *
make_button (WbBlockWords *self, const char *text, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_label (text);

  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), TRUE);
  g_signal_connect_swapped (button, "clicked", clicked, self);

  return button;
}

/* What it says now, and the two ways on. */
static GtkWidget *
make_change (WbBlockWords *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  self->now = GTK_LABEL (wb_label_new (NULL, "caption"));
  gtk_label_set_max_width_chars (self->now, 30);
  gtk_widget_set_hexpand (GTK_WIDGET (self->now), TRUE);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (line), icon);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->now));
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box),
                  make_button (self, wb_say (N_ ("Use the new words")), G_CALLBACK (on_restore)));
  gtk_box_append (GTK_BOX (box),
                  make_button (self, wb_say (N_ ("Keep mine")), G_CALLBACK (on_keep_mine)));
  gtk_widget_add_css_class (box, "note");
  gtk_widget_add_css_class (box, "warning-note");

  return box;
}

static GtkWidget *
make_icon_button (WbBlockWords *self, const char *icon, const char *name, GCallback clicked)
{
  GtkWidget *button = wb_icon_button_new (icon, name);

  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_swapped (button, "clicked", clicked, self);

  return button;
}

static GtkWidget *
make_head (WbBlockWords *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->kind = GTK_LABEL (wb_label_new (NULL, "heading"));
  gtk_label_set_wrap (self->kind, FALSE);
  gtk_label_set_ellipsize (self->kind, PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (self->kind, 12);
  gtk_widget_set_hexpand (GTK_WIDGET (self->kind), TRUE);
  self->up = make_icon_button (self, "go-up-symbolic", wb_say (N_ ("Move up")), G_CALLBACK (on_up));
  self->down =
      make_icon_button (self, "go-down-symbolic", wb_say (N_ ("Move down")), G_CALLBACK (on_down));
  self->eye = GTK_BUTTON (make_icon_button (
      self, "view-reveal-symbolic", wb_say (N_ ("Hide in the report")), G_CALLBACK (on_eye)));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->kind));
  gtk_box_append (GTK_BOX (box), self->up);
  gtk_box_append (GTK_BOX (box), self->down);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->eye));

  return box;
}

static void
wb_block_words_init (WbBlockWords *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->note = GTK_LABEL (wb_label_new (NULL, "caption"));
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "dim-label");
  gtk_label_set_max_width_chars (self->note, 30);
  self->frame = make_words (self);
  self->change = make_change (self);
  self->restore =
      make_button (self, wb_say (N_ ("Restore the report’s own words")), G_CALLBACK (on_restore));
  self->remove = make_button (self, wb_say (N_ ("Remove")), G_CALLBACK (on_remove));
  gtk_box_append (GTK_BOX (self->box), make_head (self));
  gtk_box_append (GTK_BOX (self->box), self->frame);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->note));
  gtk_box_append (GTK_BOX (self->box), self->change);
  gtk_box_append (GTK_BOX (self->box), self->restore);
  gtk_box_append (GTK_BOX (self->box), self->remove);
  gtk_widget_add_css_class (self->box, "block-words");
  gtk_widget_set_visible (self->box, FALSE);
  adw_bin_set_child (ADW_BIN (self), self->box);
}

GtkWidget *
wb_block_words_new (WbReportBlocks *blocks)
{
  WbBlockWords *self = g_object_new (WB_TYPE_BLOCK_WORDS, NULL);

  self->blocks = g_object_ref (blocks);
  g_signal_connect_swapped (blocks, "chosen", G_CALLBACK (show), self);
  g_signal_connect_swapped (blocks, "loaded", G_CALLBACK (show), self);

  return GTK_WIDGET (self);
}

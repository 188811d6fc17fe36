/* monkey-report.c: what a hand may do to a report
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "monkey.h"
#include "wb-block-words.h"
#include "wb-report-change.h"
#include "wb-report-pane.h"
#include "wb-test.h"

#define MOST_OWN 20 /* from then on blocks of one's own are removed rather */

static WbReportBlock *
pick_block (Monkey *self)
{
  GListModel *blocks = G_LIST_MODEL (self->blocks);
  /* The list keeps it. */
  g_autoptr (WbReportBlock) block =
      g_list_model_get_item (blocks, monkey_pick (g_list_model_get_n_items (blocks)));

  return block;
}

static const char *
pick_id (Monkey *self)
{
  return wb_report_block_get_id (pick_block (self));
}

/* One of one's own, once there are too many of them; nullable. */
static WbReportBlock *
find_spare (Monkey *self)
{
  GListModel *blocks = G_LIST_MODEL (self->blocks);
  WbReportBlock *last = NULL;
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (blocks); i++)
    {
      g_autoptr (WbReportBlock) block = g_list_model_get_item (blocks, i);

      if (wb_report_block_is_own (block))
        {
          last = block;
          n++;
        }
    }

  return n > MOST_OWN ? last : NULL;
}

static void
add (Monkey *self)
{
  static const char *const kinds[] = { "heading", "text" };
  g_autofree char *missing = g_build_filename (self->folder, "missing.png", NULL);

  switch (monkey_pick (4))
    {
    case 0:
      wb_report_add_picture (self->blocks, self->picture);
      break;
    case 1:
      wb_report_add_picture (self->blocks, monkey_pick (2) ? missing : self->path);
      break;
    default:
      monkey_act (wb_test_find (self->report, g_type_name (WB_TYPE_REPORT_PANE)), "pane.add",
                  g_variant_new_string (kinds[monkey_pick (2)]));
    }
}

/* As if typed; now and then the keyboard leaves the words before the pause is over. */
static void
write_words (Monkey *self)
{
  static const char *const words[] = {
    "Too high.",          "为什么?\n\n因为…",     "", "  \n", "{n} of “{what}” \\ \"",
    "Three\nlines\nhere", "\xF0\x9F\x9B\x92 20 %"
  };
  GtkWidget *pane = wb_test_find (self->report, g_type_name (WB_TYPE_BLOCK_WORDS));
  GtkTextView *view = GTK_TEXT_VIEW (wb_test_find (pane, g_type_name (GTK_TYPE_TEXT_VIEW)));

  wb_report_blocks_choose (self->blocks, pick_id (self));
  wb_test_settle ();
  if (!gtk_widget_get_mapped (GTK_WIDGET (view)) || !gtk_text_view_get_editable (view))
    return;
  for (guint i = monkey_pick (3) + 1; i > 0; i--)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (view),
                              words[monkey_pick (G_N_ELEMENTS (words))], -1);
  if (monkey_pick (2) == 0)
    wb_block_words_leave (WB_BLOCK_WORDS (pane));
}

/* What the buttons beside the words do, as far as they are there. */
static void
press_button (Monkey *self)
{
  GtkWidget *pane = wb_test_find (self->report, g_type_name (WB_TYPE_BLOCK_WORDS));
  GtkWidget *button = monkey_pick_widget (pane, GTK_TYPE_BUTTON);

  if (button != NULL && gtk_widget_get_mapped (button) && gtk_widget_is_sensitive (button))
    g_signal_emit_by_name (button, "clicked");
}

static void
change_look (Monkey *self)
{
  static const char *const layouts[] = { "full", "boss", "appendix" };
  static const char *const colours[] = { NULL, "#1a5fb4", "#a14a00" };

  switch (monkey_pick (4))
    {
    case 0:
      wb_report_set_layout (self->blocks, layouts[monkey_pick (G_N_ELEMENTS (layouts))]);
      break;
    case 1:
      wb_report_set_contents (self->blocks, monkey_pick (2) != 0);
      break;
    case 2:
      wb_report_set_colour (self->blocks, colours[monkey_pick (G_N_ELEMENTS (colours))]);
      break;
    default:
      wb_report_set_logo (self->blocks, monkey_pick (2) ? self->picture : NULL);
    }
}

void
monkey_change_report (Monkey *self)
{
  WbReportBlock *spare = find_spare (self);

  if (spare != NULL)
    {
      wb_report_remove (self->blocks, wb_report_block_get_id (spare));
      return;
    }
  switch (monkey_pick (12))
    {
    case 0:
      wb_report_blocks_open (self->blocks, wb_report_block_get (pick_block (self))->part,
                             monkey_pick (2) != 0);
      break;
    case 1:
      wb_report_show (self->blocks, pick_id (self), monkey_pick (2) != 0);
      break;
    case 2:
      wb_report_move (self->blocks, pick_id (self), pick_id (self));
      break;
    case 3:
      wb_report_step (self->blocks, pick_id (self), monkey_pick (2) ? 1 : -1);
      break;
    case 4:
      wb_report_restore (self->blocks, pick_id (self));
      break;
    case 5:
    case 6:
      add (self);
      break;
    case 7:
      change_look (self);
      break;
    case 8:
    case 9:
      press_button (self);
      break;
    default:
      write_words (self);
    }
}

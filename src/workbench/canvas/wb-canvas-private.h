/* wb-canvas-private.h: what the files of the canvas share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-canvas.h"
#include "wb-card-look.h"

G_BEGIN_DECLS

typedef enum
{
  WB_CANVAS_OPENED,
  WB_CANVAS_MENU,
  WB_CANVAS_FIND,
  WB_CANVAS_REFUSED,
  WB_CANVAS_VIEW_CHANGED,
  WB_CANVAS_N_SIGNALS,
} WbCanvasSignal;

typedef enum
{
  WB_DRAG_NONE,
  WB_DRAG_PAN,
  WB_DRAG_CARDS,
  WB_DRAG_MARQUEE,
  WB_DRAG_LINK,
  WB_DRAG_NOTE,
  WB_DRAG_NOTE_SIZE,
} WbDragKind;

/**
 * WbLinking:
 * @active: a link is being drawn
 * @from: the port it begins at
 * @to: the port it would end at; none while it hangs in the void
 * @x, @y: where it hangs, in pixels at 100 %
 * @by_keys: the arrows choose among @fits
 */
typedef struct
{
  gboolean active;
  gboolean by_keys;
  WbPort from, to;
  double x, y;
  GArray *fits; /* of WbPort */
} WbLinking;

struct _WbCanvas
{
  GtkWidget parent_instance;

  WbSteps *steps;     /* %NULL once disposed of */
  WbScene *scene;     /* nullable */
  GHashTable *looks;  /* of WbCardLook, by id */
  GPtrArray *proxies; /* of GtkWidget, in the order of the graph */
  GByteArray *shown;  /* which of them stand in view */
  WbCardBrush brush;
  gboolean late; /* some pictures are of another zoom */
  guint tick;
  guint following; /* an idle that lets the keyboard go on at the chosen card */

  double x, y, zoom; /* what is at the top left, and how large */
  gint64 zoomed;     /* when it was last zoomed */
  gboolean placed;   /* the view has been chosen */

  WbDragKind drag;
  double start_x, start_y; /* of the drag, in the widget */
  double from_x, from_y;   /* of the view, or of the marquee, then */
  double drag_x, drag_y;   /* how far cards have come */
  gboolean space;          /* held down: the pointer pans */
  double pointer_x, pointer_y;
  double pinched; /* the zoom a pinch began at */
  int link;       /* the chosen one, -1 for none */
  int group;      /* the one whose head is dragged, -1 for none */
  int insert;     /* the link a dragged card would go into, -1 for none */
  WbLinking linking;
  WbPort open;      /* behind it a step is looked for */
  char *note;       /* nullable: id of the chosen one */
  TnBox note_box;   /* where that is while it is dragged */
  GPtrArray *notes; /* of GtkWidget, in the order of the board */

  gboolean open_here; /* or at this very place */
  double open_x, open_y;

  GPtrArray *ports;     /* of GtkWidget: those of the chosen card, for whoever cannot see them */
  const void *ports_of; /* what the card was then */
};

guint _wb_canvas_get_signal (WbCanvasSignal which);
void _wb_canvas_view_changed (WbCanvas *self);
void _wb_canvas_place (WbCanvas *self);
/* Where something about that place is shown: in the widget, however far away the place is. */
void _wb_canvas_to_view (WbCanvas *self, double x, double y, double *wx, double *wy);
const char *_wb_canvas_get_id (WbCanvas *self, guint card);
/* The chosen one, -1 for none. */
int _wb_canvas_get_card (WbCanvas *self);
void _wb_canvas_choose (WbCanvas *self, int card);

void _wb_canvas_draw (WbCanvas *self, GtkSnapshot *snapshot);
void _wb_canvas_add_pointer (WbCanvas *self);
void _wb_canvas_add_keys (WbCanvas *self);
void _wb_canvas_install_actions (GtkWidgetClass *klass);
gboolean _wb_canvas_get_direction (guint key, int *dx, int *dy);
void _wb_canvas_reveal_box (WbCanvas *self, const TnBox *box);

void _wb_canvas_update_proxies (WbCanvas *self);
void _wb_canvas_name_proxies (WbCanvas *self);
void _wb_canvas_place_proxies (WbCanvas *self);
void _wb_canvas_drop_proxies (WbCanvas *self);
char *_wb_canvas_say_card (WbCanvas *self, guint card);
void _wb_canvas_focus_card (WbCanvas *self, guint card);
void _wb_canvas_update_ports (WbCanvas *self);
void _wb_canvas_place_ports (WbCanvas *self);
void _wb_canvas_drop_ports (WbCanvas *self);
GtkWidget *_wb_canvas_make_proxy (GtkAccessibleRole role);
void _wb_canvas_place_proxy (WbCanvas *self, GtkWidget *proxy, const TnBox *box);
/* The card whose child has the focus, -1 for none. */
int _wb_canvas_get_focused (WbCanvas *self);

/* Links that are drawn. */
void _wb_canvas_begin_link (WbCanvas *self, WbPort from, gboolean by_keys);
void _wb_canvas_move_link (WbCanvas *self, double x, double y);
void _wb_canvas_step_link (WbCanvas *self, int by);
void _wb_canvas_end_link (WbCanvas *self, gboolean connect);
gboolean _wb_canvas_fits (WbCanvas *self, WbPort port);

/* Edits. */
void _wb_canvas_put_places (WbCanvas *self);
void _wb_canvas_nudge (WbCanvas *self, double dx, double dy);
void _wb_canvas_align (WbCanvas *self, int dx, int dy);
void _wb_canvas_remove_link (WbCanvas *self, guint link);
/* Notes. */
gboolean _wb_canvas_open_note (WbCanvas *self, double x, double y);
void _wb_canvas_edit_note (WbCanvas *self, guint note);
int _wb_canvas_get_note (WbCanvas *self);
void _wb_canvas_choose_note (WbCanvas *self, int note);
gboolean _wb_canvas_is_corner (WbCanvas *self, guint note, double x, double y);
void _wb_canvas_drag_note (WbCanvas *self, double dx, double dy, gboolean sizes);
void _wb_canvas_put_note (WbCanvas *self, gboolean sizes);
void _wb_canvas_remove_note (WbCanvas *self);
gboolean _wb_canvas_press_note (WbCanvas *self, guint key, GdkModifierType state);
void _wb_canvas_update_notes (WbCanvas *self);
void _wb_canvas_place_notes (WbCanvas *self);
void _wb_canvas_drop_notes (WbCanvas *self);
int _wb_canvas_get_focused_note (WbCanvas *self);
gboolean _wb_canvas_focus_note (WbCanvas *self, int note);
void _wb_canvas_write_note (WbCanvas *self);
/* Groups. */
void _wb_canvas_choose_group (WbCanvas *self, guint group);
void _wb_canvas_fold_group (WbCanvas *self, guint group);
void _wb_canvas_rename_group (WbCanvas *self, guint group);
void _wb_canvas_group (WbCanvas *self);
void _wb_canvas_ungroup (WbCanvas *self);
/* The chosen steps, as text. */
void _wb_canvas_copy (WbCanvas *self);
void _wb_canvas_cut (WbCanvas *self);
void _wb_canvas_paste (WbCanvas *self);
gboolean _wb_canvas_insert_into (WbCanvas *self, guint link, const char *node);

G_END_DECLS

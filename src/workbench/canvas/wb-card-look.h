/* wb-card-look.h: how the card of a step looks, as a picture that is kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "wb-step-state.h"

G_BEGIN_DECLS

/* Room around the card in its picture, for ports. */
#define WB_CARD_MARGIN 10
/* Below it, cards say title and state only. */
#define WB_CARD_WHOLE 0.6

typedef struct
{
  GdkRGBA ink, soft, card, line, back, dot, accent, tint, warning, error, success, on_port;
  GdkRGBA ports[TN_N_PORT_TYPES];
  gboolean contrast;
} WbCanvasColours;

void wb_canvas_colours_read (WbCanvasColours *self, GtkWidget *widget);

/**
 * WbCardBrush:
 *
 * What all pictures of a canvas are made with.
 */
typedef struct
{
  GtkWidget *widget;
  WbCanvasColours colours;
  PangoLayout *layout;
  PangoFontDescription *font;
  GHashTable *icons; /* masks by name and size */
  double zoom, factor;
} WbCardBrush;

void wb_card_brush_init (WbCardBrush *self, GtkWidget *widget);
void wb_card_brush_clear (WbCardBrush *self);
void wb_card_brush_draw_icon (WbCardBrush *self,
                              cairo_t *cr,
                              const char *name,
                              const GdkRGBA *colour,
                              double x,
                              double y,
                              double size);
void wb_card_brush_write (WbCardBrush *self,
                          cairo_t *cr,
                          const char *text,
                          double points,
                          gboolean bold,
                          const GdkRGBA *colour,
                          const GdkRectangle *box,
                          PangoAlignment align);
void wb_card_brush_draw_port (WbCardBrush *self,
                              cairo_t *cr,
                              TnPortType type,
                              double x,
                              double y,
                              double radius);
void wb_card_brush_round (cairo_t *cr, double x, double y, double width, double height, double r);

/**
 * WbCardLook:
 *
 * What one card says.
 */
typedef struct
{
  const TnNodeSpec *spec; /* nullable */
  char *title;
  char *settings;
  char *result; /* nullable */
  WbStanding standing;
  cairo_surface_t *surface; /* nullable */
  GdkTexture *picture;      /* nullable: the same */
  double zoom, factor;      /* of the picture */
} WbCardLook;

WbCardLook *wb_card_look_new (void);
void wb_card_look_free (WbCardLook *self);
void wb_card_look_forget (WbCardLook *self);
/* @state: (nullable): not known yet */
void wb_card_look_set (WbCardLook *self, const TnGraphNode *node, const WbStepState *state);
const GdkRGBA *wb_card_look_get_colour (const WbCardLook *self, const WbCanvasColours *colours);
gboolean wb_card_look_is_stale (const WbCardLook *self);
gboolean wb_card_look_is_current (const WbCardLook *self, const WbCardBrush *brush);
void wb_card_look_draw (WbCardLook *self, WbCardBrush *brush);

G_END_DECLS

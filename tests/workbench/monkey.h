/* monkey.h: random actions on the pages of a project, through what pointer, keys and menus call
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-canvas-pane.h"
#include "wb-report-blocks.h"

G_BEGIN_DECLS

/**
 * Monkey:
 * @folder: of the files it picks
 * @picture: (nullable): a PNG file there
 * @n_refused: moves that cannot be, each said in a sentence
 */
typedef struct
{
  char *folder;
  char *path;
  char *picture;
  WbProject *project;
  GtkWidget *pipeline_window, *data_window, *report_window;
  GtkWidget *pipeline, *data, *report;
  WbCanvas *canvas;
  WbSteps *steps;
  WbReportBlocks *blocks;
  guint n_refused;
} Monkey;

/* 0 to @n - 1; 0 where there is nothing to pick from. The seed is GTest's. */
guint monkey_pick (guint n);
/* One of the widgets of that type in @in; nullable. */
GtkWidget *monkey_pick_widget (GtkWidget *in, GType type);
/* @parameter: (nullable): floating */
void monkey_act (GtkWidget *page, const char *action, GVariant *parameter);

void monkey_choose (Monkey *self);
void monkey_press_key (Monkey *self);
void monkey_change_steps (Monkey *self);
void monkey_change_setting (Monkey *self);
void monkey_change_data (Monkey *self);
void monkey_change_report (Monkey *self);

G_END_DECLS

/* pictures.h: what is pictured, and how
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-window.h"

G_BEGIN_DECLS

typedef struct
{
  const char *folder;
  const char *label;
  int width, height;
  const char *file; /* nullable */
  WbWindow *window;
} Pictures;

/* Lets the main loop turn until the window of @widget rests. */
void pictures_settle (GtkWidget *widget);
void pictures_take (Pictures *self, const char *page);
/* Of a window of the test's own. */
void pictures_take_window (Pictures *self, GtkWidget *widget, const char *page);

/* What stands beside the pages: before any project is open. */
void pictures_take_dialogs (Pictures *self);

/* Charts on the page of a finished run. */
void pictures_take_charts (Pictures *self);

/* Of the run that goes on. */
void pictures_take_live (Pictures *self, WbRun *run);
/* A second run of the sample, and both side by side; last of all. */
void pictures_take_compared (Pictures *self);

/* The states of the import page. */
void pictures_take_imports (Pictures *self);
/* The states of the data page: on the sample shop, on a wide table, on files of its own. */
void pictures_take_data (Pictures *self);
void pictures_take_wide (Pictures *self);
void pictures_take_other_data (Pictures *self);

void pictures_take_customers (Pictures *self);
void pictures_take_reports (Pictures *self);

/* Those of the pipeline page, after the sample has run. */
void pictures_take_pipeline (Pictures *self);
void pictures_take_canvas (Pictures *self);

G_END_DECLS

/* wb-test.h: small things tests of the window share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "tn-table.h"
#include "wb-project.h"

G_BEGIN_DECLS

/* Names, numbers and missing values: n rows, columns "name" (a to e), "value" (i % 7, one in ten
 * missing) and "note" (text). */
TnTable *wb_test_table (gsize n);

/* A project with the sample shop's pipeline and no data of weight. */
WbProject *wb_test_project (void);
/* One with that pipeline. */
WbProject *wb_test_project_of (TnGraph *graph);

/* Lets it run there on the sample shop, quickly. */
void wb_test_run_sample (TnProject *store);
/* One in which it ran. */
WbProject *wb_test_project_ran (void);

/* A project with a file imported as it is detected. */
WbProject *wb_test_import (const char *path, const char *name);

/* The first widget of that type in @widget, itself included; nullable. */
GtkWidget *wb_test_find (GtkWidget *widget, const char *type);
/* Whether a label that is shown in @widget has these words in it. */
gboolean wb_test_says (GtkWidget *widget, const char *words);

/* Lets the main loop turn until work is done and the project has told of it. */
void wb_test_settle (void);

G_END_DECLS

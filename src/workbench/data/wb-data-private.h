/* wb-data-private.h: what the parts of the data page share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-data-page.h"
#include "wb-filter-bar.h"
#include "wb-grid.h"
#include "wb-retype.h"
#include "wb-rows.h"
#include "wb-view.h"

G_BEGIN_DECLS

struct _WbDataPage
{
  AdwBin parent_instance;

  WbProject *project;
  char *shown;        /* nullable: name of the data set */
  gint64 shown_table; /* stored table the sheet is of */
  gboolean problems;  /* its problem rows are shown */
  gboolean has_files; /* it is known which files it was made of */
  WbSheet *sheet;
  WbRowsWish wish;
  WbView *view;    /* nullable: as the columns are laid out */
  WbView *pending; /* nullable: as they were laid out here, until the project has it */
  guint n_awaited; /* loads that may still lack it */
  GCancellable *loading;
  GCancellable *finding;
  gint64 inspected; /* column in the inspector, -1 for none */
  gboolean inspected_whole;
  gboolean filling;
  WbRetype *retype; /* nullable */

  GtkStack *stack;
  AdwFlap *left, *right;
  GtkListBox *datasets;
  GtkWidget *again;
  GtkWidget *inspector; /* %NULL once disposed of */
  GtkWidget *tabs;
  GtkToggleButton *rows_tab, *problems_tab;
  WbFilterBar *search;
  GtkRevealer *wrong;
  GtkLabel *wrong_label;
  GtkMenuButton *columns_button;
  WbGrid *grid;
  GtkLabel *status;
  GtkWidget *keep, *export;
  GtkSpinner *spinner;
  GtkEditable *jump;
};

/* wb-data-page.c */
gboolean _wb_data_can_change (WbDataPage *self);
void _wb_data_inspect (WbDataPage *self, guint column);
void _wb_data_find_rows (WbDataPage *self);
void _wb_data_show_status (WbDataPage *self);

/* wb-data-sets.c */
void _wb_data_show_state (WbDataPage *self);
void _wb_data_select_dataset (WbDataPage *self, GtkListBoxRow *row);
void _wb_data_show_dataset (WbDataPage *self, const TnDataset *dataset);

/* wb-data-columns.c */
void _wb_data_add_column_actions (GtkWidgetClass *klass);
void _wb_data_connect_grid (WbDataPage *self);
/* @label: (transfer full) */
void _wb_data_store_view (WbDataPage *self, TnMessage *label);
void _wb_data_set_hidden (WbDataPage *self, const guint *columns, guint n, gboolean hidden);

/* wb-data-steps.c */
void _wb_data_add_step_actions (GtkWidgetClass *klass);
void _wb_data_stop_retype (WbDataPage *self);

G_END_DECLS

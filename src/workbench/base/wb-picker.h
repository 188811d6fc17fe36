/* wb-picker.h: columns or dates, chosen from what there is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tn-table.h"

G_BEGIN_DECLS

typedef enum
{
  WB_PICK_ONE,   /* a name, or none */
  WB_PICK_NAME,  /* a name; none only before one was chosen */
  WB_PICK_MANY,  /* names, one a line */
  WB_PICK_DATE,  /* 2026-03-01, or none */
  WB_PICK_DATES, /* such dates, one a line */
} WbPick;

/**
 * WbPicker:
 *
 * What is chosen are chips that can be taken away; more are found in a list that is searched by
 * typing, or in a calendar. Emits “changed” when a person chose.
 */
#define WB_TYPE_PICKER (wb_picker_get_type ())
G_DECLARE_FINAL_TYPE (WbPicker, wb_picker, WB, PICKER, AdwBin)

/* @name: what is chosen, for screen readers. */
GtkWidget *wb_picker_new (WbPick kind, const char *name);
/* Why a column cannot be taken; %NULL: it can. */
typedef char *(*WbPickWhy) (TnTable *table, guint column, gpointer user_data);
/* For the columns that come after: those that cannot be taken stand last, grey, and say why. */
void wb_picker_set_why (WbPicker *self,
                        WbPickWhy why,
                        gpointer user_data,
                        GDestroyNotify free_data);
/* @table: (nullable): whose columns there are; those of @role come first. */
void wb_picker_set_columns (WbPicker *self, TnTable *table, TnRole role);
/* Names with a word about each. */
void wb_picker_set_names (WbPicker *self, const char *const *names, const char *const *details);
/* One a line. Says nothing of a change. */
void wb_picker_set_text (WbPicker *self, const char *text);
char *wb_picker_get_text (WbPicker *self);

G_END_DECLS

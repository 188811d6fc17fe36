/* wb-retype.h: a column of a data set is read as another type
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-project.h"

G_BEGIN_DECLS

/**
 * WbRetypeState:
 * @WB_RETYPE_WORKING: the files are being read
 * @WB_RETYPE_LOST: a file is no longer where it was; wb_retype_locate() goes on
 * @WB_RETYPE_FAILED: it cannot be; nothing has changed
 * @WB_RETYPE_DONE: the data set is another
 */
typedef enum
{
  WB_RETYPE_WORKING,
  WB_RETYPE_LOST,
  WB_RETYPE_FAILED,
  WB_RETYPE_DONE,
} WbRetypeState;

/**
 * WbRetype:
 *
 * Reads the files of a data set once more by the plan they were read by, with one column as another
 * type. What does not fit is among the problem rows; it is one step of the history. Emits
 * “changed”.
 */
#define WB_TYPE_RETYPE (wb_retype_get_type ())
G_DECLARE_FINAL_TYPE (WbRetype, wb_retype, WB, RETYPE, GObject)

WbRetype *wb_retype_new (WbProject *project,
                         const char *dataset,
                         const char *column,
                         TnColumnType type);
void wb_retype_locate (WbRetype *self, const char *path);
void wb_retype_stop (WbRetype *self);

WbRetypeState wb_retype_get_state (WbRetype *self);
/* Why it is lost or failed. */
const GError *wb_retype_get_error (WbRetype *self);
const char *wb_retype_get_column (WbRetype *self);
TnColumnType wb_retype_get_column_type (WbRetype *self);
/* 0 to 1 while it is read. */
double wb_retype_get_fraction (WbRetype *self);

G_END_DECLS

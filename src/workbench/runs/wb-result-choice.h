/* wb-result-choice.h: how many to contact, and what would have come of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-result.h"

G_BEGIN_DECLS

#define WB_TYPE_RESULT_CHOICE (wb_result_choice_get_type ())
G_DECLARE_FINAL_TYPE (WbResultChoice, wb_result_choice, WB, RESULT_CHOICE, AdwBin)

/* Emits “changed” when the share of customers contacted or what is said of money changes. */
GtkWidget *wb_result_choice_new (WbResult *result);
double wb_result_choice_get_share (WbResultChoice *self);
void wb_result_choice_set_share (WbResultChoice *self, double share);
const WbMoney *wb_result_choice_get_money (WbResultChoice *self);

G_END_DECLS

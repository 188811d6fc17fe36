/* wb-storage-group.h: where temporary data lie, how much, and giving them back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_STORAGE_GROUP (wb_storage_group_get_type ())
G_DECLARE_FINAL_TYPE (WbStorageGroup, wb_storage_group, WB, STORAGE_GROUP, AdwPreferencesGroup)

GtkWidget *wb_storage_group_new (void);

G_END_DECLS

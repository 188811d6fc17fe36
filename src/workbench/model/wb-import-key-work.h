/* wb-import-key-work.h: asks the keyring for the key of pseudonyms, off the main loop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-project.h"
#include "tn-pseudonym.h"
#include "wb-work.h"

G_BEGIN_DECLS

/**
 * WbFoundKey:
 * @id: (nullable): which key is needed; %NULL when a new one is
 * @key: (nullable): that key
 * @has_ring: there is a keyring
 */
typedef struct
{
  char *id;
  TnPseudonymKey *key;
  gboolean has_ring;
} WbFoundKey;

void wb_found_key_free (WbFoundKey *self);

/* @store: (nullable): whose other pseudonyms say which key, unless @id (nullable) does.
 * wb_work_finish() gives a #WbFoundKey. */
void wb_key_seek (gpointer owner,
                  TnProject *store,
                  const char *id,
                  GAsyncReadyCallback callback,
                  gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbFoundKey, wb_found_key_free)

G_END_DECLS

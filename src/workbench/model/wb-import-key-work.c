/* wb-import-key-work.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-import-key-work.h"

#include "tn-import-dataset.h"
#include "wb-keyring.h"

typedef struct
{
  TnProject *store;
  char *id;
} Seek;

static void
seek_free (gpointer data)
{
  Seek *self = data;

  g_clear_pointer (&self->store, tn_project_unref);
  g_free (self->id);
  g_free (self);
}

void
wb_found_key_free (WbFoundKey *self)
{
  g_clear_pointer (&self->key, tn_pseudonym_key_unref);
  g_free (self->id);
  g_free (self);
}

static gpointer
seek_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Seek *seek = data;
  WbFoundKey *found = g_new0 (WbFoundKey, 1);

  found->id = g_strdup (seek->id);
  if (found->id == NULL && seek->store != NULL)
    found->id = tn_project_find_key_id (seek->store);
  found->has_ring =
      wb_keyring_find (found->id != NULL ? found->id : "none", &found->key, cancellable, NULL);

  return found;
}

void
wb_key_seek (gpointer owner,
             TnProject *store,
             const char *id,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  Seek *seek = g_new0 (Seek, 1);

  seek->store = store != NULL ? tn_project_ref (store) : NULL;
  seek->id = g_strdup (id);
  wb_work_start (WB_LANE_LOOK, owner, seek_in_worker, seek, seek_free,
                 (GDestroyNotify) wb_found_key_free, NULL, callback, user_data);
}

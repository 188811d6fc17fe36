/* wb-import-key.c: the key of an import's pseudonyms
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "wb-import-key-work.h"
#include "wb-import-private.h"

static void
set_key (WbImport *self, TnPseudonymKey *key, WbImportKey state)
{
  if (key != self->key)
    {
      g_clear_pointer (&self->key, tn_pseudonym_key_unref);
      self->key = key != NULL ? tn_pseudonym_key_ref (key) : NULL;
    }
  self->key_state = state;
  _wb_import_tell_key (self);
}

static void
on_key_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbImport *self = WB_IMPORT (source);
  g_autoptr (GError) error = NULL;
  WbFoundKey *found = wb_work_finish (result, &error);

  if (found == NULL || self->key_state != WB_IMPORT_KEY_SOUGHT)
    {
      g_clear_pointer (&found, wb_found_key_free);
      return;
    }
  self->key_is_new = found->id == NULL;
  if (found->key != NULL)
    set_key (self, found->key, WB_IMPORT_KEY_RING);
  else if (found->id != NULL)
    set_key (self, NULL, WB_IMPORT_KEY_LOST);
  else
    {
      g_autoptr (TnPseudonymKey) fresh = tn_pseudonym_key_new ();

      set_key (self, fresh, found->has_ring ? WB_IMPORT_KEY_RING : WB_IMPORT_KEY_HOMELESS);
    }
  wb_found_key_free (found);
  if (self->key != NULL && !self->importing)
    _wb_import_look (self, TRUE);
}

/* Which key is needed: the one of the plan, else the one the project's other data sets have. */
void
_wb_import_update_key (WbImport *self)
{
  const TnImportPlan *plan = wb_draft_get (self->draft, 0)->plan;

  if (!tn_import_plan_has_pseudonyms (plan))
    {
      if (self->key_state != WB_IMPORT_KEY_NONE && self->key == NULL)
        set_key (self, NULL, WB_IMPORT_KEY_NONE);
      return;
    }
  if (self->key != NULL || self->key_state != WB_IMPORT_KEY_NONE)
    return;
  self->key_state = WB_IMPORT_KEY_SOUGHT;
  wb_key_seek (self, self->project != NULL ? wb_project_get_store (self->project) : NULL,
               tn_import_plan_get_key_id (plan), on_key_found, NULL);
}

/**
 * wb_import_get_key_state:
 *
 * Returns: where the key is, as far as one is needed
 */
WbImportKey
wb_import_get_key_state (WbImport *self)
{
  const TnImportPlan *plan = wb_import_get_plan (self);

  return plan != NULL && tn_import_plan_has_pseudonyms (plan) ? self->key_state
                                                              : WB_IMPORT_KEY_NONE;
}

const char *
wb_import_get_key_file (WbImport *self)
{
  return self->key_file;
}

/**
 * wb_import_has_plain_past:
 *
 * Returns: whether a column becomes pseudonyms that the project already holds as it is: those
 *   values stay in its history
 */
gboolean
wb_import_has_plain_past (WbImport *self)
{
  const TnImportPlan *plan = wb_import_get_plan (self);

  for (guint i = 0; self->recalled != NULL && i < tn_import_plan_get_n_columns (plan); i++)
    {
      const TnImportColumn *column = tn_import_plan_get_column (plan, i);
      const TnImportOrigin *origin = g_ptr_array_index (self->recalled->origins, 0);
      int before = tn_import_plan_find (origin->plan, column->name);

      if (column->pseudonym && before >= 0 &&
          tn_import_plan_get_column (origin->plan, (guint) before)->included &&
          !tn_import_plan_get_column (origin->plan, (guint) before)->pseudonym)
        return TRUE;
    }

  return FALSE;
}

static void
take_key (WbImport *self, TnPseudonymKey *key, const char *path)
{
  g_free (self->key_file);
  self->key_file = g_path_get_basename (path);
  self->key_is_new = FALSE;
  set_key (self, key, WB_IMPORT_KEY_FILE);
  _wb_import_look (self, TRUE);
}

/**
 * wb_import_read_key:
 *
 * Returns: %FALSE with @error when the file is no key, or not the one of these pseudonyms
 */
gboolean
wb_import_read_key (WbImport *self, const char *path, GError **error)
{
  g_autoptr (TnPseudonymKey) key = tn_pseudonym_key_read (path, error);
  g_autoptr (TnImportPlan) plan = NULL;
  g_autoptr (JsonNode) stored = NULL;

  if (key == NULL)
    return FALSE;
  if (self->key_state == WB_IMPORT_KEY_LOST && self->recalled != NULL)
    {
      const TnImportOrigin *origin = g_ptr_array_index (self->recalled->origins, 0);

      plan = tn_import_plan_copy (origin->plan);
      if (!tn_import_plan_set_key (plan, key, error))
        return FALSE;
    }
  for (guint i = 0; i < self->draft->len; i++)
    tn_import_plan_set_key (wb_draft_get (self->draft, i)->plan, NULL, NULL);
  take_key (self, key, path);

  return TRUE;
}

/**
 * wb_import_write_key:
 * @path: of a file that is not there yet
 *
 * Puts the new key into a file instead of the keyring.
 */
gboolean
wb_import_write_key (WbImport *self, const char *path, GError **error)
{
  g_return_val_if_fail (self->key != NULL, FALSE);
  if (!tn_pseudonym_key_write (self->key, path, error))
    return FALSE;
  take_key (self, self->key, path);

  return TRUE;
}

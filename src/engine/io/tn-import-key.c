/* tn-import-key.c: pseudonyms in a plan, and the key they are made by
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "tn-import-plan-private.h"

/**
 * tn_import_plan_set_pseudonym:
 * @pseudonym: whether words made by the key stand for its cells; %FALSE to bring them in as they
 * are
 *
 * Equal cells give equal words, so a customer's number still tells customers apart and can be
 * joined by. Blanks around cells do not count.
 */
void
tn_import_plan_set_pseudonym (TnImportPlan *self, guint index, gboolean pseudonym)
{
  TnImportColumn *column;

  g_return_if_fail (index < self->columns->len);
  column = _tn_import_plan_get (self, index);
  if (column->pseudonym == pseudonym)
    return;
  column->pseudonym = pseudonym;
  column->locks |= TN_IMPORT_LOCK_TYPE;
  column->type = pseudonym ? TN_COLUMN_CATEGORY : column->guess;
  if (pseudonym)
    column->trim = TRUE;
}

/**
 * tn_import_plan_set_key:
 * @key: (nullable): %NULL gives up the one there is
 *
 * Returns: %FALSE with %TN_ERROR_KEY when pseudonyms of the plan were made by another key: what is
 *   one customer would become two
 */
gboolean
tn_import_plan_set_key (TnImportPlan *self, TnPseudonymKey *key, GError **error)
{
  const char *id = key != NULL ? tn_pseudonym_key_get_id (key) : NULL;

  if (id != NULL && self->key_id != NULL && self->key == NULL && g_strcmp0 (id, self->key_id) != 0)
    {
      tn_error_set (error, TN_ERROR_KEY,
                    N_ ("This is another key than the one these pseudonyms were made with, and "
                        "would make other ones of the same values; choose that key."),
                    NULL);
      return FALSE;
    }
  g_clear_pointer (&self->key, tn_pseudonym_key_unref);
  self->key = key != NULL ? tn_pseudonym_key_ref (key) : NULL;
  g_free (self->key_id);
  self->key_id = g_strdup (id);

  return TRUE;
}

void
_tn_import_plan_take_key (TnImportPlan *self, const TnImportPlan *other)
{
  TnPseudonymKey *key = other->key != NULL ? tn_pseudonym_key_ref (other->key) : NULL;
  char *id = g_strdup (other->key_id);

  g_clear_pointer (&self->key, tn_pseudonym_key_unref);
  g_free (self->key_id);
  self->key = key;
  self->key_id = id;
}

/**
 * tn_import_plan_get_key_id:
 *
 * Returns: (nullable): which key makes its pseudonyms, also where that is not at hand
 */
const char *
tn_import_plan_get_key_id (const TnImportPlan *self)
{
  return self->key_id;
}

static const TnImportColumn *
find_pseudonym (const TnImportPlan *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (_tn_import_plan_get (self, i)->pseudonym)
      return _tn_import_plan_get (self, i);

  return NULL;
}

gboolean
tn_import_plan_has_pseudonyms (const TnImportPlan *self)
{
  return find_pseudonym (self) != NULL;
}

/**
 * tn_import_plan_needs_key:
 *
 * Returns: whether tn_import_run() would ask for tn_import_plan_set_key()
 */
gboolean
tn_import_plan_needs_key (const TnImportPlan *self)
{
  return self->key == NULL && find_pseudonym (self) != NULL;
}

gboolean
_tn_import_plan_check_key (const TnImportPlan *self, GError **error)
{
  const TnImportColumn *column = find_pseudonym (self);

  if (column == NULL || self->key != NULL)
    return TRUE;
  tn_error_set (error, TN_ERROR_KEY,
                N_ ("“{column}” is read as pseudonyms, and that takes their key; choose the file "
                    "with the key, or let the column come in as it is."),
                "column", column->name, NULL);
  tn_error_place (error, NULL, column->name, 0);

  return FALSE;
}

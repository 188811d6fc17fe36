/* wb-keyring.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-keyring.h"

#include <libsecret/secret.h>

#include "tn-error.h"
#include "wb-words.h"

static const SecretSchema *
get_schema (void)
{
  static const SecretSchema schema = {
    "io.github.tenureworkbench.Tenure.Pseudonyms",
    SECRET_SCHEMA_NONE,
    { { "id", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
  };

  return &schema;
}

static gboolean
set_absent (GError **error, const GError *reason)
{
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_error_copy (reason));
  else
    tn_error_set (error, TN_ERROR_KEY,
                  N_ ("No keyring answers on this computer; choose a file for the key."), NULL);

  return FALSE;
}

/**
 * wb_keyring_find:
 * @id: of tn_pseudonym_key_get_id()
 * @key: (out) (transfer full) (nullable): the key; %NULL when the keyring has none of that id
 *
 * Returns: %FALSE with @error when there is no keyring
 */
gboolean
wb_keyring_find (const char *id, TnPseudonymKey **key, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) reason = NULL;
  char *text =
      secret_password_lookup_nonpageable_sync (get_schema (), cancellable, &reason, "id", id, NULL);

  *key = NULL;
  if (reason != NULL)
    return set_absent (error, reason);
  if (text == NULL)
    return TRUE;
  *key = tn_pseudonym_key_from_text (text, wb_say (N_ ("What the keyring holds")), error);
  secret_password_free (text);

  return *key != NULL;
}

/**
 * wb_keyring_keep:
 *
 * Returns: %FALSE with @error when it could not be kept
 */
gboolean
wb_keyring_keep (const TnPseudonymKey *key, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) reason = NULL;
  const char *id = tn_pseudonym_key_get_id (key);
  g_autofree char *label = wb_say_text (N_ ("Tenure: key of pseudonyms {id}"), "id", id);
  char *text = tn_pseudonym_key_to_text (key);
  gboolean kept = secret_password_store_sync (get_schema (), SECRET_COLLECTION_DEFAULT, label, text,
                                              cancellable, &reason, "id", id, NULL);

  tn_pseudonym_text_free (text);

  return kept || set_absent (error, reason);
}

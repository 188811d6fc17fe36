/* wb-keyring.h: keys of pseudonyms in the secret service of the desktop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-pseudonym.h"

G_BEGIN_DECLS

/* All of them wait, so they belong on a thread. They answer %FALSE or %NULL where there is no
 * secret service; a locked one asks its person first. */
gboolean wb_keyring_find (const char *id,
                          TnPseudonymKey **key,
                          GCancellable *cancellable,
                          GError **error);
gboolean wb_keyring_keep (const TnPseudonymKey *key, GCancellable *cancellable, GError **error);

G_END_DECLS

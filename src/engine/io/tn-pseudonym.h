/* tn-pseudonym.h: words that stand for a person's data and tell nothing without a key
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Characters of a pseudonym, which has no terminating NUL. */
#define TN_PSEUDONYM_LENGTH 16

/**
 * TnPseudonymKey:
 *
 * A secret of 32 random bytes, immutable and reference-counted. It is kept outside of projects: in
 * the secret service of the desktop, or in a file. A project knows the key's id alone.
 */
typedef struct _TnPseudonymKey TnPseudonymKey;

TnPseudonymKey *tn_pseudonym_key_new (void);
TnPseudonymKey *tn_pseudonym_key_ref (TnPseudonymKey *self);
void tn_pseudonym_key_unref (TnPseudonymKey *self);

TnPseudonymKey *tn_pseudonym_key_from_text (const char *text, const char *file, GError **error);
char *tn_pseudonym_key_to_text (const TnPseudonymKey *self);
void tn_pseudonym_text_free (char *text);
TnPseudonymKey *tn_pseudonym_key_read (const char *path, GError **error);
gboolean tn_pseudonym_key_write (const TnPseudonymKey *self, const char *path, GError **error);

const char *tn_pseudonym_key_get_id (const TnPseudonymKey *self);

void tn_pseudonym_make (const TnPseudonymKey *self,
                        const char *text,
                        gsize length,
                        char pseudonym[TN_PSEUDONYM_LENGTH]);

/* For raw text that may hold such data somewhere: its letters and digits go, its marks stay. */
char *tn_pseudonym_mask (const char *text, gsize length, gsize *masked_length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnPseudonymKey, tn_pseudonym_key_unref)

G_END_DECLS

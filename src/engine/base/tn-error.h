/* tn-error.h: what went wrong, where, and what to do about it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "tn-message.h"

G_BEGIN_DECLS

/**
 * TnErrorCode:
 * @TN_ERROR_ARGUMENT: a parameter or option is out of its range: change it
 * @TN_ERROR_DATA: the data cannot be used as they are: choose or clean other data
 * @TN_ERROR_LEAK: something of the future, or of the test rows, would be learned from
 * @TN_ERROR_FORMAT: a file is not what it should be
 * @TN_ERROR_DAMAGED: a file of ours is damaged; what is whole still opens
 * @TN_ERROR_NEWER: a file was made by a newer version
 * @TN_ERROR_BUSY: the project is open elsewhere
 * @TN_ERROR_NOT_FOUND: the thing named does not exist
 * @TN_ERROR_SPACE: disk or memory is too small
 * @TN_ERROR_IO: reading or writing failed: the place named is not usable
 * @TN_ERROR_NUMERIC: the arithmetic has no answer (separation, singular matrix)
 * @TN_ERROR_WORKER: the background process ended without an answer
 * @TN_ERROR_PASSWORD: a file needs a password, or another one than was given: ask for it
 * @TN_ERROR_KEY: pseudonyms need their key, or another one than was given: ask for it
 *
 * The codes answer what the caller could do. Cancelling is G_IO_ERROR_CANCELLED.
 */
typedef enum
{
  TN_ERROR_ARGUMENT,
  TN_ERROR_DATA,
  TN_ERROR_LEAK,
  TN_ERROR_FORMAT,
  TN_ERROR_DAMAGED,
  TN_ERROR_NEWER,
  TN_ERROR_BUSY,
  TN_ERROR_NOT_FOUND,
  TN_ERROR_SPACE,
  TN_ERROR_IO,
  TN_ERROR_NUMERIC,
  TN_ERROR_WORKER,
  TN_ERROR_PASSWORD,
  TN_ERROR_KEY,
} TnErrorCode;

#define TN_ERROR (tn_error_quark ())
GQuark tn_error_quark (void);

/* The sentence and the place an error carries beside code and English text. */
const TnMessage *tn_error_get_message (const GError *error);
const char *tn_error_get_node (const GError *error);
const char *tn_error_get_column (const GError *error);
gint64 tn_error_get_line (const GError *error);
const char *tn_error_code_to_id (const GError *error);
char *tn_error_render (const GError *error, const TnLanguage *language);

void tn_error_take (GError **error, TnErrorCode code, TnMessage *message);
void tn_error_set (GError **error, TnErrorCode code, const char *id, ...) G_GNUC_NULL_TERMINATED;
void tn_error_set_errno (GError **error, int errnum, const char *file);
void tn_error_place (GError **error, const char *node, const char *column, gint64 line);

gboolean tn_cancelled (GCancellable *cancellable, GError **error);
gboolean tn_cancelled_was_asked (void);

G_END_DECLS

/* tn-encoding.h: which encoding a text file is in, and reading it as UTF-8
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-source.h"

G_BEGIN_DECLS

/**
 * TnEncodingGuess:
 * @name: for iconv: "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030", "BIG5", "WINDOWS-1252"…
 * @n_bom: bytes of the byte order mark at the beginning
 * @by_bom: the file says so itself
 * @sure: every byte sampled fits, and a wrong encoding would very probably not
 */
typedef struct
{
  const char *name;
  guint n_bom;
  gboolean by_bom;
  gboolean sure;
} TnEncodingGuess;

/* 0xff before a byte that is no text in the encoding; it occurs in no UTF-8. */
#define TN_ENCODING_MARK 0xff

typedef struct _TnDecoder TnDecoder;

gboolean tn_encoding_guess (TnSource *source,
                            TnEncodingGuess *guess,
                            GCancellable *cancellable,
                            GError **error);
gboolean tn_encoding_guess_whole (TnSource *source,
                                  TnEncodingGuess *guess,
                                  GCancellable *cancellable,
                                  GError **error);
const char *tn_encoding_intern (const char *name);
gboolean tn_encoding_fits (TnSource *source,
                           const char *name,
                           GCancellable *cancellable,
                           gboolean *fits,
                           GError **error);

TnDecoder *tn_decoder_new (TnSource *source, const char *encoding, gint64 offset, GError **error);
void tn_decoder_free (TnDecoder *self);
gssize tn_decoder_read (TnDecoder *self, char *buffer, gsize size, GError **error);
gint64 tn_decoder_get_offset (const TnDecoder *self);

gsize tn_utf8_check (const char *text, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnDecoder, tn_decoder_free)

G_END_DECLS

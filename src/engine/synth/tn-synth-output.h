/* tn-synth-output.h: files that appear whole or not at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TnSynthOutput:
 *
 * A file being written. tn_synth_output_publish() puts it in its place; what is freed before
 * leaves nothing behind.
 */
typedef struct _TnSynthOutput TnSynthOutput;

TnSynthOutput *tn_synth_output_new (const char *path, gboolean compress, GError **error);
void tn_synth_output_free (TnSynthOutput *self);

gboolean tn_synth_output_write (TnSynthOutput *self, const char *data, gsize size, GError **error);
gboolean tn_synth_output_finish (TnSynthOutput *self, GError **error);
gboolean tn_synth_output_publish (TnSynthOutput *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnSynthOutput, tn_synth_output_free)

G_END_DECLS

/* tn-catalogue.h: a compiled gettext catalogue, read from memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _TnCatalogue TnCatalogue;

TnCatalogue *tn_catalogue_new (GBytes *bytes);
void tn_catalogue_free (TnCatalogue *self);
guint tn_catalogue_get_size (const TnCatalogue *self);
const char *tn_catalogue_lookup (const TnCatalogue *self, const char *id, guint form);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnCatalogue, tn_catalogue_free)

G_END_DECLS

/* tn-xlsx-package-private.h: the parts of a workbook, straight from its ZIP archive
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-source.h"

G_BEGIN_DECLS

/* The directory of an archive, checked. */
typedef struct _TnXlsxPackage TnXlsxPackage;

/* A part being unpacked, block by block, into memory only. */
typedef struct _TnXlsxPart TnXlsxPart;

TnXlsxPackage *_tn_xlsx_package_open (TnSource *source, GCancellable *cancellable, GError **error);
void _tn_xlsx_package_free (TnXlsxPackage *self);
gboolean _tn_xlsx_package_has (const TnXlsxPackage *self, const char *name);
gint64 _tn_xlsx_package_get_size (const TnXlsxPackage *self, const char *name);

TnXlsxPart *_tn_xlsx_part_open (TnSource *source, const char *name, GError **error);
void _tn_xlsx_part_free (TnXlsxPart *self);
gssize _tn_xlsx_part_read (TnXlsxPart *self, const char **data, GError **error);

void _tn_xlsx_set_damaged (GError **error, TnSource *source);
void _tn_xlsx_set_no_memory (GError **error);
void _tn_xlsx_set_too_much (GError **error, TnSource *source);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnXlsxPackage, _tn_xlsx_package_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnXlsxPart, _tn_xlsx_part_free)

G_END_DECLS

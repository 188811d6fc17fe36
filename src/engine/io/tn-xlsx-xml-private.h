/* tn-xlsx-xml-private.h: XML of a stranger, within limits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <expat.h>

#include "tn-xlsx-package-private.h"

G_BEGIN_DECLS

/* First member of what the handlers get as their user data. */
typedef struct
{
  XML_Parser parser;
  gsize used; /* bytes the parser holds */
  gboolean doctype;
  gboolean no_memory; /* it was refused, not kept within its bounds */
  GError *error;      /* of a handler, which ends the reading */
} TnXlsxXml;

typedef void (*TnXlsxStart) (void *user_data, const XML_Char *name, const XML_Char **attributes);
typedef void (*TnXlsxEnd) (void *user_data, const XML_Char *name);
typedef void (*TnXlsxText) (void *user_data, const XML_Char *text, int n);

gboolean _tn_xlsx_xml_init (TnXlsxXml *self, TnXlsxStart start, TnXlsxEnd end, TnXlsxText text);
void _tn_xlsx_xml_clear (TnXlsxXml *self);
void _tn_xlsx_xml_fail (TnXlsxXml *self, GError *error);
gboolean _tn_xlsx_xml_feed (TnXlsxXml *self,
                            TnSource *source,
                            const char *data,
                            gsize n,
                            GError **error);
gboolean _tn_xlsx_xml_end (TnXlsxXml *self, TnSource *source, GError **error);
gboolean _tn_xlsx_xml_read (TnXlsxXml *self,
                            TnSource *source,
                            const char *part,
                            GCancellable *cancellable,
                            GError **error);

/* The name without its prefix: x:row is row. */
static inline const char *
_tn_xlsx_local (const char *name)
{
  const char *p;

  for (p = name; *p != '\0' && *p != ':'; p++)
    continue;

  return *p == ':' ? p + 1 : name;
}

const char *_tn_xlsx_attribute (const XML_Char **attributes, const char *name);

G_END_DECLS

/* tn-xlsx-xml.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tn-error.h"
#include "tn-xlsx-xml-private.h"

/* What a parser may hold: open elements, one tag or comment, the names it has seen. */
#define MAX_PARSER (24 * 1024 * 1024)
#define SLICE      (32 * 1024)

/* Before every block of memory of a parser. */
typedef struct
{
  TnXlsxXml *owner;
  gsize size;
} Block;

/* Whose memory expat asks for: it does not say. Set only while it is called. */
static _Thread_local TnXlsxXml *current;

static void *
budget_realloc (void *memory, size_t size)
{
  Block *block = memory != NULL ? (Block *) memory - 1 : NULL;
  TnXlsxXml *owner = block != NULL ? block->owner : current;
  gsize before = block != NULL ? block->size : 0;

  if (owner == NULL || size > MAX_PARSER || owner->used - before + size > MAX_PARSER)
    return NULL;
  block = realloc (block, sizeof *block + size);
  if (block == NULL)
    {
      owner->no_memory = TRUE;
      return NULL;
    }
  owner->used += size - before;
  block->owner = owner;
  block->size = size;

  return block + 1;
}

static void *
budget_malloc (size_t size)
{
  return budget_realloc (NULL, size);
}

static void
budget_free (void *memory)
{
  Block *block = memory != NULL ? (Block *) memory - 1 : NULL;

  if (block == NULL)
    return;
  block->owner->used -= block->size;
  free (block);
}

/* No part of a workbook has a document type; without it there are no entities. */
static void
refuse_doctype (void *user_data,
                const XML_Char *name,
                const XML_Char *system_id,
                const XML_Char *public_id,
                int has_internal_subset)
{
  TnXlsxXml *self = user_data;

  self->doctype = TRUE;
  XML_StopParser (self->parser, XML_FALSE);
}

/* @self begins the struct that handlers get; the rest of it is theirs. */
gboolean
_tn_xlsx_xml_init (TnXlsxXml *self, TnXlsxStart start, TnXlsxEnd end, TnXlsxText text)
{
  static const XML_Memory_Handling_Suite suite = { budget_malloc, budget_realloc, budget_free };

  memset (self, 0, sizeof *self);
  current = self;
  self->parser = XML_ParserCreate_MM (NULL, &suite, NULL);
  current = NULL;
  if (self->parser == NULL)
    return FALSE;
  XML_SetUserData (self->parser, self);
  XML_SetElementHandler (self->parser, start, end);
  XML_SetCharacterDataHandler (self->parser, text);
  XML_SetStartDoctypeDeclHandler (self->parser, refuse_doctype);

  return TRUE;
}

void
_tn_xlsx_xml_clear (TnXlsxXml *self)
{
  if (self->parser != NULL)
    XML_ParserFree (self->parser);
  self->parser = NULL;
  g_clear_error (&self->error);
}

/* Called by a handler: ends the reading with @error (transfer full). */
void
_tn_xlsx_xml_fail (TnXlsxXml *self, GError *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
  XML_StopParser (self->parser, XML_FALSE);
}

static gboolean
set_error (TnXlsxXml *self, TnSource *source, GError **error)
{
  if (self->error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
  else if (self->doctype)
    tn_error_set (error, TN_ERROR_FORMAT,
                  N_ ("{file} holds a document type with entities, as no workbook does; get the "
                      "file anew from where it was made."),
                  "file", tn_source_get_name (source), NULL);
  else if (self->no_memory)
    _tn_xlsx_set_no_memory (error);
  else if (XML_GetErrorCode (self->parser) == XML_ERROR_NO_MEMORY)
    _tn_xlsx_set_too_much (error, source);
  else
    _tn_xlsx_set_damaged (error, source);

  return FALSE;
}

static gboolean
parse (TnXlsxXml *self, TnSource *source, const char *data, gsize n, gboolean last, GError **error)
{
  enum XML_Status status;

  current = self;
  status = XML_Parse (self->parser, data, (int) n, last);
  current = NULL;

  return (status == XML_STATUS_OK && self->error == NULL) || set_error (self, source, error);
}

gboolean
_tn_xlsx_xml_feed (TnXlsxXml *self, TnSource *source, const char *data, gsize n, GError **error)
{
  return parse (self, source, data, n, FALSE, error);
}

gboolean
_tn_xlsx_xml_end (TnXlsxXml *self, TnSource *source, GError **error)
{
  return parse (self, source, "", 0, TRUE, error);
}

/* A whole part. */
gboolean
_tn_xlsx_xml_read (TnXlsxXml *self,
                   TnSource *source,
                   const char *part,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (TnXlsxPart) stream = _tn_xlsx_part_open (source, part, error);
  const char *data;
  gssize n;

  if (stream == NULL)
    return FALSE;
  while ((n = _tn_xlsx_part_read (stream, &data, error)) > 0)
    for (gssize at = 0; at < n; at += SLICE)
      if (tn_cancelled (cancellable, error) ||
          !_tn_xlsx_xml_feed (self, source, data + at, MIN (n - at, SLICE), error))
        return FALSE;

  return n == 0 && _tn_xlsx_xml_end (self, source, error);
}

/* An attribute by its name; "r:id" takes any prefix. */
const char *
_tn_xlsx_attribute (const XML_Char **attributes, const char *name)
{
  gboolean prefixed = strchr (name, ':') != NULL;

  for (gsize i = 0; attributes[i] != NULL; i += 2)
    if (prefixed ? strchr (attributes[i], ':') != NULL &&
                       strcmp (_tn_xlsx_local (attributes[i]), _tn_xlsx_local (name)) == 0
                 : strcmp (attributes[i], name) == 0)
      return attributes[i + 1];

  return NULL;
}

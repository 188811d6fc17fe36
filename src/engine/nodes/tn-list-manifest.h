/* tn-list-manifest.h: what a list that leaves the program is, beside it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-list-search.h"
#include "tn-run.h"

G_BEGIN_DECLS

/**
 * TnListManifest:
 * @run: that made the list
 * @node: (nullable): id of the step it is of, when that is not the customer list
 * @document: (nullable): what the step says of its list as a whole
 * @search: the list
 * @filter: what of it is written
 * @n_rows: how many rows are written
 * @table: what is written, with the columns as they stand in the file
 * @language: of the file
 *
 * All a manifest is made of; it owns nothing.
 */
typedef struct
{
  const TnRun *run;
  const char *node;
  JsonObject *document;
  const TnListSearch *search;
  const TnListFilter *filter;
  gsize n_rows;
  TnTable *table;
  const TnLanguage *language;
} TnListManifest;

/* For programs: @file and @sha256 are those of the list, %NULL when it stands in the same file. */
JsonNode *tn_list_manifest_to_json (const TnListManifest *self,
                                    const char *file,
                                    const char *sha256);
/* For people: columns “Section”, “About” and “Content”. */
TnTable *tn_list_manifest_to_table (const TnListManifest *self);
/* The same as lines of text. */
char *tn_list_manifest_to_text (const TnListManifest *self, const char *file, const char *sha256);

G_END_DECLS

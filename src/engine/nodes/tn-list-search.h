/* tn-list-search.h: finding customers of a list, however long it is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-list-filter.h"
#include "tn-table.h"

G_BEGIN_DECLS

/**
 * TnListFacet:
 * @column: (nullable): the column of words; %NULL for a reason
 * @key: of the reason, or the word
 * @title: (nullable): what the column is called; %NULL for a reason
 * @label: how it is said
 * @n: customers it holds for
 */
typedef struct
{
  char *column;
  char *key;
  TnMessage *title;
  TnMessage *label;
  gsize n;
} TnListFacet;

/* A list made ready for searching. Immutable, reference-counted, of any thread. */
typedef struct _TnListSearch TnListSearch;

TnListSearch *tn_list_search_new (TnTable *table, GCancellable *cancellable, GError **error);
TnListSearch *tn_list_search_ref (TnListSearch *self);
void tn_list_search_unref (TnListSearch *self);

gsize tn_list_search_get_n (const TnListSearch *self);
TnTable *tn_list_search_get_table (const TnListSearch *self);
const char *tn_list_search_get_name (const TnListSearch *self, gsize row);
double tn_list_search_get_chance (const TnListSearch *self, gsize row);
double tn_list_search_get_stake (const TnListSearch *self, gsize row);

/* Reasons first, the most frequent first; then words of columns. */
guint tn_list_search_get_n_facets (const TnListSearch *self);
const TnListFacet *tn_list_search_get_facet (const TnListSearch *self, guint index);

/* Rows that are meant, as guint32 in their order. */
GBytes *tn_list_search_find (const TnListSearch *self,
                             const TnListFilter *filter,
                             GCancellable *cancellable,
                             GError **error);

/* What is asked for, each as a few words: (element-type TnMessage). */
GPtrArray *tn_list_search_say_filter (const TnListSearch *self,
                                      const TnListFilter *filter,
                                      const char *currency);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnListSearch, tn_list_search_unref)

G_END_DECLS

/* tn-preparer-private.h: how a kind of preparer describes itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-preparer.h"
#include "tn-state.h"

G_BEGIN_DECLS

#define TN_PREPARER_MAX_CHOICES 2

/**
 * TnPreparerKind:
 * @id: of stored states
 * @version: of stored states: another one is refused
 * @types: bits of the column types that are taken when no columns are named
 * @n_choices: settings that apply needs for all columns alike
 * @highest: the greatest value of each of them
 * @item_size: of what is known about one column: a struct that begins with the column's name
 * @clear: frees what the struct holds beside the name
 * @learn: fills the struct from the rows to learn from; @fit is what the fit function handed on
 * @apply: puts the treated column, and what goes with it, into @builder
 * @write: adds the fields of the struct
 * @read: reads them back, of any origin; refuses what @apply could not bear
 *
 * Everything a preparer needs beside the common: which columns, fit a column, apply a column,
 * fields of the state.
 */
struct _TnPreparerKind
{
  const char *id;
  guint32 version;
  guint types;
  guint n_choices;
  guint32 highest[TN_PREPARER_MAX_CHOICES];
  gsize item_size;

  void (*clear) (gpointer item);
  gboolean (*learn) (TnPreparer *self,
                     gpointer item,
                     TnColumn *column,
                     const TnField *field,
                     gpointer fit,
                     GError **error);
  gboolean (*apply) (const TnPreparer *self,
                     gconstpointer item,
                     TnTable *table,
                     TnTableBuilder *builder,
                     GCancellable *cancellable,
                     GError **error);
  void (*write) (gconstpointer item, GVariantBuilder *builder);
  void (*read) (const TnPreparer *self, gpointer item, TnState *state);
};

struct _TnPreparer
{
  gatomicrefcount ref_count;
  const TnPreparerKind *kind;
  guint32 choices[TN_PREPARER_MAX_CHOICES];
  GPtrArray *items;    /* of the kind's struct */
  GPtrArray *findings; /* of TnMessage */
};

TnPreparer *_tn_preparer_begin (const TnPreparerKind *kind, TnTable *table, GError **error);
gboolean _tn_preparer_learn (TnPreparer *self,
                             TnTable *table,
                             const char *const *columns,
                             gpointer fit,
                             TnProgress *progress,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS

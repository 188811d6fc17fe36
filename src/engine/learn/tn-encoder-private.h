/* tn-encoder-private.h: what encoding learns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-encoder.h"
#include "tn-preparer-private.h"

G_BEGIN_DECLS

/* Not a place: a category that was not there to learn from. */
#define PLACE_UNKNOWN G_MAXUINT32

/**
 * TnCode:
 * @name: of the column
 * @is_flag: a category of “no” and “yes”
 * @has_missing: cells were missing in the rows learned from
 * @kept: categories with a place of their own, by text
 * @rare: the pooled ones, by text
 * @rates: (nullable): n_kept + 2 smoothed rates: kept ones, other, missing
 *
 * One column as it was learned.
 */
typedef struct
{
  char *name;
  gboolean is_flag;
  gboolean has_missing;
  guint32 n_kept;
  char **kept;
  guint32 n_rare;
  char **rare;
  double *rates;
} TnCode;

/* The choices for all columns: a TnEncodeMethod and a TnEncodeUnknown. */
#define CHOICE_METHOD  0
#define CHOICE_UNKNOWN 1

/**
 * TnTarget:
 * @y: n_rows labels, 0 or 1
 * @folds: n_rows; rows of one customer share a fold
 * @rate: mean of @y
 *
 * What target encoding learns from.
 */
typedef struct
{
  double *y;
  guint32 *folds;
  gsize n_rows;
  double rate;
} TnTarget;

void _tn_code_write (gconstpointer item, GVariantBuilder *builder);
void _tn_code_read (const TnPreparer *preparer, gpointer item, TnState *state);
guint32 *_tn_code_map (const TnCode *self,
                       TnDictionary *dictionary,
                       TnEncodeUnknown unknown,
                       GError **error);

/* @places: of _tn_code_map(), @size of them; any other code is a missing cell. */
static inline guint32
_tn_code_place (const TnCode *self, const guint32 *places, guint32 size, guint32 code)
{
  return code < size ? places[code] : self->n_kept + 1;
}

gboolean _tn_target_init (TnTarget *self,
                          TnTable *table,
                          const TnEncoderParams *params,
                          GError **error);
void _tn_target_clear (TnTarget *self);
gboolean _tn_code_learn_rates (TnCode *code,
                               TnColumn *column,
                               const TnField *field,
                               const TnTarget *target,
                               const TnEncoderParams *params,
                               TnTableBuilder *builder,
                               GError **error);
TnField *_tn_code_rate_field (const TnCode *code, const TnField *field);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnTarget, _tn_target_clear)

G_END_DECLS

/* tn-encoder-private.h: what encoding learns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-encoder.h"

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

struct _TnEncoder
{
  gatomicrefcount ref_count;
  TnEncodeMethod method;
  TnEncodeUnknown unknown;
  GPtrArray *codes;
  GPtrArray *findings;
};

TnEncoder *_tn_encoder_new (void);
void _tn_code_free (TnCode *self);

G_END_DECLS

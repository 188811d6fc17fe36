/* tn-state.h: fitted states as typed fields, read back with suspicion
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-message.h"

G_BEGIN_DECLS

/* Columns, categories and steps a state may hold at most. */
#define TN_STATE_MAX_ITEMS 1000000

/**
 * TnState:
 * @dict: the fields
 * @what: what is being read, for the message
 * @error: set once by the first field that is not as it should be; %NULL until then
 *
 * Reads fields one after the other; the first problem is kept and all later reads give
 * empty values, so that a reader checks once, at its end.
 */
typedef struct
{
  GVariantDict dict;
  GError *error;
} TnState;

gboolean tn_state_open (TnState *self, GVariant *variant, const char *kind, guint32 version);
gboolean tn_state_close (TnState *self, GError **error);
void tn_state_refuse (TnState *self, const char *field);

guint32 tn_state_get_uint (TnState *self, const char *field, guint32 low, guint32 high);
guint64 tn_state_get_uint64 (TnState *self, const char *field);
double tn_state_get_double (TnState *self, const char *field, double low, double high);
gboolean tn_state_get_boolean (TnState *self, const char *field);
char *tn_state_dup_string (TnState *self, const char *field);
/* All must have @n items, or any number up to the limit when @n is G_MAXSIZE. */
double *tn_state_dup_doubles (TnState *self,
                              const char *field,
                              gsize n,
                              gboolean allow_nan,
                              gsize *n_out);
guint32 *tn_state_dup_uints (TnState *self, const char *field, gsize n, guint32 high, gsize *n_out);
char **tn_state_dup_strings (TnState *self, const char *field, gsize n, gsize *n_out);
TnMessage **tn_state_dup_labels (TnState *self, const char *field, gsize n);
GBytes *tn_state_dup_bytes (TnState *self, const char *field);
GVariant *tn_state_get_list (TnState *self, const char *field, gsize *n_out);

void tn_state_begin (GVariantBuilder *builder, const char *kind, guint32 version);
void tn_state_add_doubles (GVariantBuilder *builder,
                           const char *field,
                           const double *values,
                           gsize n);
void tn_state_add_uints (GVariantBuilder *builder,
                         const char *field,
                         const guint32 *values,
                         gsize n);
void tn_state_add_strings (GVariantBuilder *builder,
                           const char *field,
                           const char *const *values,
                           gsize n);
void tn_state_add_labels (GVariantBuilder *builder,
                          const char *field,
                          TnMessage *const *labels,
                          gsize n);

G_END_DECLS

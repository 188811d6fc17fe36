/* tn-encoder-state.c: an encoder's stored form
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-encoder-private.h"

void
_tn_code_write (gconstpointer item, GVariantBuilder *builder)
{
  const TnCode *self = item;

  g_variant_builder_add (builder, "{sv}", "is-flag", g_variant_new_boolean (self->is_flag));
  g_variant_builder_add (builder, "{sv}", "has-missing", g_variant_new_boolean (self->has_missing));
  tn_state_add_strings (builder, "kept", (const char *const *) self->kept, self->n_kept);
  tn_state_add_strings (builder, "rare", (const char *const *) self->rare, self->n_rare);
  tn_state_add_doubles (builder, "rates", self->rates, self->rates != NULL ? self->n_kept + 2 : 0);
}

/* Ascending and without repeats, as they were stored: two places for one category would make
 * columns of the same name. */
static void
check_order (TnState *state, const char *field, char **texts)
{
  for (gsize i = 1; texts != NULL && texts[0] != NULL && texts[i] != NULL; i++)
    if (strcmp (texts[i - 1], texts[i]) >= 0)
      tn_state_refuse (state, field);
}

void
_tn_code_read (const TnPreparer *preparer, gpointer item, TnState *state)
{
  TnCode *self = item;
  gsize n_kept = 0, n_rare = 0;

  self->is_flag = tn_state_get_boolean (state, "is-flag");
  self->has_missing = tn_state_get_boolean (state, "has-missing");
  self->kept = tn_state_dup_strings (state, "kept", G_MAXSIZE, &n_kept);
  self->rare = tn_state_dup_strings (state, "rare", G_MAXSIZE, &n_rare);
  self->n_kept = (guint32) n_kept;
  self->n_rare = (guint32) n_rare;
  if (preparer->choices[CHOICE_METHOD] == TN_ENCODE_TARGET)
    self->rates = tn_state_dup_doubles (state, "rates", n_kept + 2, FALSE, NULL);
  check_order (state, "kept", self->kept);
  check_order (state, "rare", self->rare);
}

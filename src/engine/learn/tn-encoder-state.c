/* tn-encoder-state.c: an encoder's stored form
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-encoder-private.h"
#include "tn-error.h"
#include "tn-state.h"

#define STATE_KIND    "encoder"
#define STATE_VERSION 1

static GVariant *
code_to_variant (const TnCode *self)
{
  GVariantBuilder builder;

  tn_state_begin (&builder, "code", STATE_VERSION);
  g_variant_builder_add (&builder, "{sv}", "name", g_variant_new_string (self->name));
  g_variant_builder_add (&builder, "{sv}", "is-flag", g_variant_new_boolean (self->is_flag));
  g_variant_builder_add (&builder, "{sv}", "has-missing",
                         g_variant_new_boolean (self->has_missing));
  tn_state_add_strings (&builder, "kept", (const char *const *) self->kept, self->n_kept);
  tn_state_add_strings (&builder, "rare", (const char *const *) self->rare, self->n_rare);
  tn_state_add_doubles (&builder, "rates", self->rates, self->rates != NULL ? self->n_kept + 2 : 0);

  return g_variant_builder_end (&builder);
}

/**
 * tn_encoder_to_variant:
 *
 * Returns: (transfer floating): what was learned, as an a{sv}
 */
GVariant *
tn_encoder_to_variant (const TnEncoder *self)
{
  GVariantBuilder builder, list;

  tn_state_begin (&builder, STATE_KIND, STATE_VERSION);
  g_variant_builder_add (&builder, "{sv}", "method", g_variant_new_uint32 (self->method));
  g_variant_builder_add (&builder, "{sv}", "unknown", g_variant_new_uint32 (self->unknown));
  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
  for (guint k = 0; k < self->codes->len; k++)
    g_variant_builder_add_value (&list, code_to_variant (g_ptr_array_index (self->codes, k)));
  g_variant_builder_add (&builder, "{sv}", "columns", g_variant_builder_end (&list));

  return g_variant_builder_end (&builder);
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

static TnCode *
code_from_variant (GVariant *variant, TnEncodeMethod method, GError **error)
{
  TnCode *self = g_new0 (TnCode, 1);
  gsize n_kept = 0, n_rare = 0;
  TnState state;

  if (tn_state_open (&state, variant, "code", STATE_VERSION))
    {
      self->name = tn_state_dup_string (&state, "name");
      self->is_flag = tn_state_get_boolean (&state, "is-flag");
      self->has_missing = tn_state_get_boolean (&state, "has-missing");
      self->kept = tn_state_dup_strings (&state, "kept", G_MAXSIZE, &n_kept);
      self->rare = tn_state_dup_strings (&state, "rare", G_MAXSIZE, &n_rare);
      self->n_kept = (guint32) n_kept;
      self->n_rare = (guint32) n_rare;
      if (method == TN_ENCODE_TARGET)
        self->rates = tn_state_dup_doubles (&state, "rates", n_kept + 2, FALSE, NULL);
      check_order (&state, "kept", self->kept);
      check_order (&state, "rare", self->rare);
      if (self->name[0] == '\0')
        tn_state_refuse (&state, "name");
    }
  if (tn_state_close (&state, error))
    return self;
  _tn_code_free (self);

  return NULL;
}

/**
 * tn_encoder_from_variant:
 * @variant: of any origin
 * @error: %TN_ERROR_DAMAGED, %TN_ERROR_NEWER
 *
 * Returns: (transfer full) (nullable)
 */
TnEncoder *
tn_encoder_from_variant (GVariant *variant, GError **error)
{
  g_autoptr (TnEncoder) self = _tn_encoder_new ();
  g_autoptr (GVariant) list = NULL;
  TnState state;
  gsize n = 0;

  if (tn_state_open (&state, variant, STATE_KIND, STATE_VERSION))
    {
      self->method = (TnEncodeMethod) tn_state_get_uint (&state, "method", 0, TN_ENCODE_TARGET);
      self->unknown =
          (TnEncodeUnknown) tn_state_get_uint (&state, "unknown", 0, TN_ENCODE_UNKNOWN_REFUSE);
      list = tn_state_get_list (&state, "columns", &n);
    }
  for (gsize k = 0; k < n && state.error == NULL; k++)
    {
      g_autoptr (GVariant) item = g_variant_get_child_value (list, k);
      TnCode *code = code_from_variant (item, self->method, &state.error);

      if (code != NULL)
        g_ptr_array_add (self->codes, code);
    }

  return tn_state_close (&state, error) ? g_steal_pointer (&self) : NULL;
}

/* feature-look.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "feature-look.h"

#include <math.h>

#include "tn-features-private.h"

#define MAX_FEATURES 200

GHashTable *
feature_look_all (const TnEvents *events, TnAsofFamily family, gsize place, gint64 cut)
{
  TnAsofParams params = TN_ASOF_PARAMS_INIT;
  g_auto (TnFeatureContext) context = { 0 };
  g_auto (TnHistory) history = { 0 };
  TnFeatureList list = { g_ptr_array_new_with_free_func ((GDestroyNotify) tn_field_free),
                         g_hash_table_new (g_str_hash, g_str_equal) };
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  double out[MAX_FEATURES];

  g_assert_true (_tn_feature_context_init (&context, events, &params, cut, NULL));
  g_assert_true (_tn_history_begin (&history, &context, place, cut, NULL));
  for (guint i = 0; i < TN_N_ASOF_FAMILIES; i++)
    if (_tn_feature_families[i].family == family)
      {
        _tn_feature_families[i].describe (&context, &list);
        g_assert_cmpuint (_tn_feature_families[i].compute (&context, &history, out), ==,
                          list.fields->len);
      }
  for (guint i = 0; i < list.fields->len; i++)
    {
      const TnField *field = g_ptr_array_index (list.fields, i);

      g_hash_table_insert (values, g_strdup (field->name), g_memdup2 (&out[i], sizeof (double)));
    }
  g_hash_table_unref (list.names);
  g_ptr_array_unref (list.fields);

  return values;
}

void
feature_assert (const char *name, double value, double expected)
{
  if (isnan (value) != isnan (expected) ||
      fabs (value - expected) > 1e-12 * fmax (1, fabs (expected)))
    g_error ("%s is %.17g, not %.17g", name, value, expected);
}

void
feature_check (const TnEvents *events, const FeatureCase *cases, guint n, gint64 cut)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GHashTable) values = feature_look_all (events, cases[i].family, 0, cut);
      const double *value = g_hash_table_lookup (values, cases[i].name);

      if (value == NULL)
        g_error ("there is no feature %s", cases[i].name);
      feature_assert (cases[i].name, *value, cases[i].expected);
    }
}

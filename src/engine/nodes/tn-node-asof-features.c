/* tn-node-asof-features.c: facts about each customer, from before each cut date
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-asof.h"
#include "tn-error.h"
#include "tn-event-index.h"
#include "tn-fitted.h"
#include "tn-row-match.h"

extern const TnNodeSpec tn_node_asof_features;

static gboolean
read_params (TnStep *step, TnAsofParams *how, GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  g_autoptr (GArray) windows = tn_params_get_numbers (params, "windows");

  *how = (TnAsofParams) TN_ASOF_PARAMS_INIT;
  if (windows->len > TN_ASOF_MAX_WINDOWS)
    {
      tn_error_set (error, TN_ERROR_ARGUMENT, N_ ("At most 8 windows can be used. Leave some out."),
                    NULL);
      return FALSE;
    }
  how->n_windows = windows->len;
  for (guint i = 0; i < windows->len; i++)
    {
      double days = g_array_index (windows, double, i);

      /* Not whole: 0, which is refused with the limits of a window. */
      how->windows[i] = days == floor (days) ? (guint) CLAMP (days, 0, 1e6) : 0;
    }
  how->past_end = tn_step_is_scoring (step);
  how->top_types = tn_params_get_int (params, "top_types");
  how->top_categories = tn_params_get_int (params, "top_categories");
  how->families = 0;
  for (guint i = 0; i < TN_N_ASOF_FAMILIES; i++)
    if (tn_params_get_bool (params, tn_asof_family_to_id (1 << i)))
      how->families |= 1 << i;

  return TRUE;
}

static GArray *
list_cuts (TnTable *rows, GError **error)
{
  TnColumn *column = tn_table_require_role (rows, TN_ROLE_CUT, error);
  g_autofree gint64 *times = column != NULL ? tn_column_dup_times (column, error) : NULL;
  g_autoptr (GArray) cuts = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (times == NULL)
    return NULL;
  for (gsize i = 0; i < tn_table_get_n_rows (rows); i++)
    {
      gboolean is_new = TRUE;

      /* Rows of one cut stand together: usually the last one found. */
      for (guint j = cuts->len; is_new && j > 0; j--)
        is_new = g_array_index (cuts, gint64, j - 1) != times[i];
      if (is_new)
        g_array_append_val (cuts, times[i]);
    }

  return g_steal_pointer (&cuts);
}

/* @rows with the features of @features, both by customer and cut. */
static TnTable *
add_features (TnTable *rows, TnTable *features, GError **error)
{
  g_autoptr (GBytes) places = tn_match_rows (rows, features, error);
  g_autoptr (TnTable) view =
      places != NULL ? tn_table_try_new_view (features, places, error) : NULL;
  TnTableBuilder *builder;

  if (view == NULL)
    return NULL;
  builder = tn_table_builder_new_from (rows);
  for (guint i = 0; i < tn_table_get_n_columns (view); i++)
    {
      TnRole role = tn_table_get_field (view, i)->role;

      if (role == TN_ROLE_FEATURE || role == TN_ROLE_EVIDENCE)
        tn_table_builder_add (builder, tn_table_get_field (view, i), tn_table_get_column (view, i));
    }

  return tn_table_builder_end (builder);
}

static GVariant *
vocabulary_to_variant (const TnAsofVocabulary *vocabulary, const TnReading *reading)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "types",
                         g_variant_new_strv ((const char *const *) vocabulary->types, -1));
  g_variant_builder_add (&builder, "{sv}", "categories",
                         g_variant_new_strv ((const char *const *) vocabulary->categories, -1));
  g_variant_builder_add (&builder, "{sv}", "has_hours",
                         g_variant_new_boolean (vocabulary->has_hours));
  g_variant_builder_add (&builder, "{sv}", "reading", tn_reading_to_variant (reading));

  return g_variant_builder_end (&builder);
}

static TnAsofVocabulary *
vocabulary_from_state (const TnNodeState *state, GError **error)
{
  g_autoptr (GVariant) types = NULL;
  g_autoptr (GVariant) categories = NULL;
  g_autoptr (GVariant) has_hours = NULL;
  g_autofree const char **type_names = NULL;
  g_autofree const char **category_names = NULL;
  gsize n_types, n_categories;

  if (tn_fitted_get_fields (&tn_node_asof_features, state, error) == NULL)
    return NULL;
  types = tn_node_state_get (state, "types", "as", error);
  categories = types != NULL ? tn_node_state_get (state, "categories", "as", error) : NULL;
  has_hours = categories != NULL ? tn_node_state_get (state, "has_hours", "b", error) : NULL;
  if (has_hours == NULL)
    return NULL;
  type_names = g_variant_get_strv (types, &n_types);
  category_names = g_variant_get_strv (categories, &n_categories);
  if (n_types > TN_ASOF_MAX_TOP || n_categories > TN_ASOF_MAX_TOP)
    {
      tn_fitted_set_damaged (&tn_node_asof_features, error);
      return NULL;
    }

  return tn_asof_vocabulary_new_from (type_names, category_names,
                                      g_variant_get_boolean (has_hours));
}

/* Which kinds of event and which categories get facts of their own: by what happened before
 * the earliest cut, so that no column exists because of something later. */
static gboolean
fit (TnStep *step, TnNodeState **state, GError **error)
{
  g_autoptr (TnReading) reading = tn_step_learn_reading (step, 0, error);
  TnEvents *events = reading != NULL ? tn_step_read_events (step, 0, reading, error) : NULL;
  g_autoptr (TnAsofVocabulary) vocabulary = NULL;
  g_autoptr (GArray) cuts = NULL;
  gint64 earliest = G_MAXINT64;
  TnAsofParams how;

  if (events == NULL || !read_params (step, &how, error))
    return FALSE;
  cuts = list_cuts (tn_step_get_table (step, 1), error);
  if (cuts == NULL)
    return FALSE;
  for (guint i = 0; i < cuts->len; i++)
    earliest = MIN (earliest, g_array_index (cuts, gint64, i));
  vocabulary = tn_asof_vocabulary_new (events, earliest, &how, error);
  if (vocabulary == NULL)
    return FALSE;
  *state = tn_fitted_to_state (&tn_node_asof_features, vocabulary_to_variant (vocabulary, reading));

  return TRUE;
}

static gboolean
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  TnTable *rows = tn_step_get_table (step, 1);
  g_autoptr (TnAsofVocabulary) vocabulary = vocabulary_from_state (state, error);
  g_autoptr (TnReading) reading =
      vocabulary != NULL ? tn_step_get_reading (step, &tn_node_asof_features, state, error) : NULL;
  TnEvents *events = reading != NULL ? tn_step_read_events (step, 0, reading, error) : NULL;
  g_autoptr (GArray) cuts = NULL;
  g_autoptr (TnTable) features = NULL;
  g_autoptr (TnTable) table = NULL;
  TnAsofParams how;

  if (events == NULL || !read_params (step, &how, error))
    return FALSE;
  how.vocabulary = vocabulary;
  cuts = list_cuts (rows, error);
  if (cuts == NULL)
    return FALSE;
  features = tn_asof_features (events, (const gint64 *) cuts->data, cuts->len, &how,
                               tn_step_get_progress (step), tn_step_get_cancellable (step), error);
  if (features == NULL)
    return FALSE;
  table = add_features (rows, features, error);
  if (table == NULL)
    return FALSE;
  outputs[0] = tn_packet_new_table (TN_PORT_TABLE, table);

  return TRUE;
}

static const TnPortSpec inputs[] = {
  { "events", TN_PORT_EVENTS, N_ ("Events") },
  { "rows", TN_PORT_TABLE, N_ ("Customers at each date") },
  { NULL },
};
static const TnPortSpec outputs[] = { { "table", TN_PORT_TABLE, N_ ("Facts about customers") },
                                      { NULL } };

static const TnParamSpec params[] = {
  { "windows", TN_PARAM_NUMBERS, N_ ("Windows"),
    N_ ("How many days back each window looks; all history is always looked at too."),
    .text = "7, 30, 90, 365", .unit = N_ ("days") },
  { "recency", TN_PARAM_BOOL, N_ ("Silence and age"),
    N_ ("Days since the last and since the first order."), 1 },
  { "frequency", TN_PARAM_BOOL, N_ ("Orders"), N_ ("How many orders in each window."), 1 },
  { "money", TN_PARAM_BOOL, N_ ("Money"), N_ ("Sums and averages of orders in each window."), 1 },
  { "trend", TN_PARAM_BOOL, N_ ("Trends"), N_ ("Each window compared with the one before it."), 1 },
  { "rhythm", TN_PARAM_BOOL, N_ ("Rhythm"),
    N_ ("Days between orders, and where the present silence stands in the customer's own rhythm."),
    1 },
  { "returns", TN_PARAM_BOOL, N_ ("Returns"), N_ ("Returned and cancelled orders."), 1 },
  { "variety", TN_PARAM_BOOL, N_ ("Variety"),
    N_ ("How many different items and categories, and at what price."), 1 },
  { "habit", TN_PARAM_BOOL, N_ ("Habits"), N_ ("On which weekdays and at which hours."), 1 },
  { "events", TN_PARAM_BOOL, N_ ("Other events"),
    N_ ("How often each kind of event, such as views."), 1 },
  { "affinity", TN_PARAM_BOOL, N_ ("Favourite categories"),
    N_ ("Which share of spending goes to which category."), 1 },
  { "top_types", TN_PARAM_INT, N_ ("Kinds of event"),
    N_ ("So many kinds of event are counted apart."), 8, 0, TN_ASOF_MAX_TOP, .advanced = TRUE },
  { "top_categories", TN_PARAM_INT, N_ ("Categories"),
    N_ ("So many categories get a share of their own."), 8, 0, TN_ASOF_MAX_TOP, .advanced = TRUE },
  { NULL },
};

const TnNodeSpec tn_node_asof_features = {
  .id = "asof_features",
  .version = 2,
  .group = "features",
  .title = N_ ("Facts before the date"),
  .words = N_ ("features; aggregate; rfm; recency, frequency, monetary; history of each customer; "
               "days since last order; number of orders; behaviour; window"),
  .summary = N_ ("Computes facts about each customer from events strictly before each cut date."),
  .method =
      N_ ("Facts about each customer were computed from events strictly before the cut date."),
  .inputs = inputs,
  .outputs = outputs,
  .params = params,
  .learns = N_ ("Which kinds of event and which categories get facts of their own, and what counts "
                "as an order where no step before says so."),
  .fit = fit,
  .apply = apply,
};

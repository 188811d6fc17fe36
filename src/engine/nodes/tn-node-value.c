/* tn-node-value.c: what each customer is expected to bring in the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-event-index.h"
#include "tn-fitted.h"
#include "tn-value.h"

extern const TnNodeSpec tn_node_value;

/* Cut, r, alpha, mean value, credibility, share returned, largest order, customers. */
#define SHOP_TYPE "(xddddddt)"

static void
read_params (TnStep *step, TnValueParams *how)
{
  const TnParams *params = tn_step_get_params (step);

  *how = (TnValueParams) TN_VALUE_PARAMS_INIT;
  how->days = tn_params_get_int (params, "days");
  how->cap = tn_params_get_number (params, "cap");
}

static GVariant *
shop_to_variant (GArray *shop)
{
  GVariantBuilder builder, list;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("a" SHOP_TYPE));
  for (guint i = 0; i < shop->len; i++)
    {
      const TnValueAt *at = &g_array_index (shop, TnValueAt, i);
      const TnValueFit *fit = &at->fit;

      g_variant_builder_add (&list, SHOP_TYPE, at->cut, fit->r, fit->alpha, fit->mean_value,
                             fit->credibility, fit->return_share, fit->largest,
                             (guint64) fit->n_customers);
    }
  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "shop", g_variant_builder_end (&list));

  return g_variant_builder_end (&builder);
}

static gboolean
is_sound (const TnValueFit *fit)
{
  return isfinite (fit->r) && fit->r > 0 && isfinite (fit->alpha) && fit->alpha > 0 &&
         isfinite (fit->mean_value) && isfinite (fit->credibility) && fit->credibility >= 0 &&
         fit->return_share >= 0 && fit->return_share <= 1 && isfinite (fit->largest);
}

/* States come back from a file: ascending cuts and figures that can be reckoned with. */
static GArray *
shop_from_state (const TnNodeState *state, GError **error)
{
  g_autoptr (GArray) shop = g_array_new (FALSE, TRUE, sizeof (TnValueAt));
  g_autoptr (GVariant) list = NULL;
  gboolean sound;

  if (tn_fitted_get_fields (&tn_node_value, state, error) == NULL)
    return NULL;
  list = tn_node_state_get (state, "shop", "a" SHOP_TYPE, error);
  if (list == NULL)
    return NULL;
  sound = g_variant_n_children (list) > 0;
  for (gsize i = 0; sound && i < g_variant_n_children (list); i++)
    {
      TnValueAt at = { 0 };
      guint64 n_customers;

      g_variant_get_child (list, i, SHOP_TYPE, &at.cut, &at.fit.r, &at.fit.alpha,
                           &at.fit.mean_value, &at.fit.credibility, &at.fit.return_share,
                           &at.fit.largest, &n_customers);
      at.fit.n_customers = (gsize) n_customers;
      sound = is_sound (&at.fit) && (i == 0 || at.cut > g_array_index (shop, TnValueAt, i - 1).cut);
      g_array_append_val (shop, at);
    }
  if (!sound)
    {
      tn_fitted_set_damaged (&tn_node_value, error);
      return NULL;
    }

  return g_steal_pointer (&shop);
}

static gboolean
fit (TnStep *step, TnNodeState **state, GError **error)
{
  TnEvents *events = tn_step_get_events (step, 0, error);
  g_autoptr (GArray) shop = NULL;
  TnValueParams how;

  read_params (step, &how);
  if (events == NULL || (shop = tn_value_fit_cuts (events, tn_step_get_table (step, 1), &how, NULL,
                                                   tn_step_get_cancellable (step), error)) == NULL)
    return FALSE;
  *state = tn_fitted_to_state (&tn_node_value, shop_to_variant (shop));

  return TRUE;
}

static gboolean
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  TnEvents *events = tn_step_get_events (step, 0, error);
  g_autoptr (GArray) shop = events != NULL ? shop_from_state (state, error) : NULL;
  g_autoptr (TnTable) table = NULL;
  TnValueParams how;

  if (shop == NULL)
    return FALSE;
  read_params (step, &how);
  table = tn_value_expected (events, tn_step_get_table (step, 1), &how, shop,
                             tn_step_get_progress (step), tn_step_get_cancellable (step), error);
  if (table == NULL)
    return FALSE;
  outputs[0] = tn_packet_new_table (TN_PORT_TABLE, table);

  return TRUE;
}

static const TnPortSpec inputs[] = {
  { "events", TN_PORT_EVENTS, N_ ("Events") },
  { "table", TN_PORT_TABLE, N_ ("Customers at each date") },
  { NULL },
};
static const TnPortSpec outputs[] = { { "table", TN_PORT_TABLE, N_ ("Customers with value") },
                                      { NULL } };

static const TnParamSpec params[] = {
  { "days", TN_PARAM_INT, N_ ("Window"), N_ ("Over how many days the expected revenue is counted."),
    90, 1, 3650, .unit = N_ ("days") },
  { "cap", TN_PARAM_NUMBER, N_ ("Cap large orders at"),
    N_ ("Orders above this share of all orders count as that value, so that one order does not "
        "decide."),
    0.99, 0.5, 1, .advanced = TRUE },
  { NULL },
};

const TnNodeSpec tn_node_value = {
  .id = "value",
  .version = 2,
  .group = "features",
  .title = N_ ("Expected revenue"),
  .summary = N_ ("Estimates what each customer would bring in the coming days, less returns, "
                 "pulled towards the "
                 "shop's average when little is known."),
  .method = N_ (
      "Expected net revenue came from each customer's own rate and order value, pulled towards the "
      "shop's average."),
  .inputs = inputs,
  .outputs = outputs,
  .params = params,
  .learns = N_ ("The shop's usual order, rate of orders and share returned before each date."),
  .fit = fit,
  .apply = apply,
};

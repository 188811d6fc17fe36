/* tn-node-value.c: what each customer is expected to bring in the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-assumptions.h"
#include "tn-event-index.h"
#include "tn-fitted.h"
#include "tn-value.h"

extern const TnNodeSpec tn_node_value;

#define DAY (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

/* Cut, r, alpha, mean value, credibility, share returned, largest order, customers. */
#define SHOP_TYPE "(xddddddt)"
/* By cut: variance of order values, covariance of the parameters. States of older programs have
 * none: what they say of errors is 0. */
#define ERRORS_TYPE "aad"

/* From the date of a row to the end of its outcome window; all rows have the same. */
static gboolean
find_window (TnTable *table, guint *days, GError **error)
{
  int cut = tn_table_find_role (table, TN_ROLE_CUT),
      end = tn_table_find_role (table, TN_ROLE_LABEL_END);
  g_autoptr (TnChunk) from = NULL;
  g_autoptr (TnChunk) to = NULL;

  if (cut < 0 || end < 0 || tn_table_get_n_rows (table) == 0)
    return TRUE;
  from = tn_column_get_chunk (tn_table_get_column (table, (guint) cut), 0, error);
  to = from != NULL ? tn_column_get_chunk (tn_table_get_column (table, (guint) end), 0, error)
                    : NULL;
  if (to == NULL)
    return FALSE;
  if (from->time[0] != TN_TIME_MISSING && to->time[0] != TN_TIME_MISSING &&
      to->time[0] > from->time[0])
    *days = (guint) CLAMP ((to->time[0] - from->time[0] + DAY / 2) / DAY, 1, 3650);

  return TRUE;
}

/* A window of its own, or that of the outcome: what is at stake and what is asked about then end
 * with the same day. */
static gboolean
read_params (TnStep *step, TnValueParams *how, GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  gint64 days = tn_params_get_int (params, "days");

  *how = (TnValueParams) TN_VALUE_PARAMS_INIT;
  how->cap = tn_params_get_number (params, "cap");
  if (days == 0)
    return find_window (tn_step_get_table (step, 1), &how->days, error);
  how->days = (guint) days;

  return TRUE;
}

static GVariant *
errors_to_variant (GArray *shop)
{
  GVariantBuilder list;

  g_variant_builder_init (&list, G_VARIANT_TYPE (ERRORS_TYPE));
  for (guint i = 0; i < shop->len; i++)
    {
      const TnValueFit *fit = &g_array_index (shop, TnValueAt, i).fit;
      double values[1 + TN_VALUE_N_COVARIANCE];

      values[0] = fit->order_variance;
      memcpy (values + 1, fit->covariance, sizeof fit->covariance);
      g_variant_builder_add_value (&list, g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, values,
                                                                     G_N_ELEMENTS (values),
                                                                     sizeof (double)));
    }

  return g_variant_builder_end (&list);
}

/* Absent, or as many numbers as are known of, and such as can be reckoned with. */
static gboolean
take_errors (const TnNodeState *state, GArray *shop)
{
  g_autoptr (GVariant) list = g_variant_lookup_value (tn_node_state_get_fields (state), "errors",
                                                      G_VARIANT_TYPE (ERRORS_TYPE));

  if (list == NULL)
    return TRUE;
  if (g_variant_n_children (list) != shop->len)
    return FALSE;
  for (guint i = 0; i < shop->len; i++)
    {
      TnValueFit *fit = &g_array_index (shop, TnValueAt, i).fit;
      g_autoptr (GVariant) row = g_variant_get_child_value (list, i);
      gsize n;
      const double *values = g_variant_get_fixed_array (row, &n, sizeof (double));

      if (n != 1 + TN_VALUE_N_COVARIANCE || !(values[0] >= 0))
        return FALSE;
      for (gsize k = 0; k < n; k++)
        if (!isfinite (values[k]))
          return FALSE;
      fit->order_variance = values[0];
      memcpy (fit->covariance, values + 1, sizeof fit->covariance);
    }

  return TRUE;
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
  g_variant_builder_add (&builder, "{sv}", "errors", errors_to_variant (shop));

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
  if (!sound || !take_errors (state, shop))
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

  if (!read_params (step, &how, error))
    return FALSE;
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
  if (!read_params (step, &how, error))
    return FALSE;
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
  { "days", TN_PARAM_INT, N_ ("Window"),
    N_ ("Over how many days from the cut date the expected revenue is counted. 0: to the end of "
        "the outcome window."),
    0, 0, 3650, .unit = N_ ("days"), .zero = N_ ("automatic") },
  { "cap", TN_PARAM_NUMBER, N_ ("Cap large orders at"),
    N_ ("Orders above this share of all orders count as that value, so that one order does not "
        "decide."),
    0.99, 0.5, 1, .advanced = TRUE },
  { TN_MARGIN_PARAM, TN_PARAM_NUMBER, N_ ("Margin"),
    N_ ("What is left of net revenue after the cost of the goods; 0 if not stated."), 0, 0, 100,
    .unit = N_ ("%"), .zero = N_ ("not stated"), .downstream = TRUE },
  { TN_COST_PARAM, TN_PARAM_NUMBER, N_ ("Cost of one contact"),
    N_ ("What it costs to contact one customer, without the offer, in the currency of the "
        "amounts; 0 if not stated."),
    0, 0, 1e9, .zero = N_ ("not stated"), .downstream = TRUE },
  { TN_OFFER_PARAM, TN_PARAM_NUMBER, N_ ("Worth of the offer"),
    N_ ("What a coupon or gift takes off the margin when a customer uses it; everyone contacted "
        "who orders uses it once. 0 without an offer."),
    0, 0, 1e9, .zero = N_ ("no offer"), .downstream = TRUE },
  { TN_CURRENCY_PARAM, TN_PARAM_TEXT, N_ ("Currency"),
    N_ ("What the amounts are in, as three letters such as GBP, CNY or JPY; empty takes what the "
        "data say, where they name one."),
    .text = "", .downstream = TRUE },
  { NULL },
};

const TnNodeSpec tn_node_value = {
  .id = "value",
  .version = 3,
  .group = "features",
  .title = N_ ("Expected revenue"),
  .words =
      N_ ("clv; lifetime value; ltv; worth; money; margin; how much a customer will spend; profit"),
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

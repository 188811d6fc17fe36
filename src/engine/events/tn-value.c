/* tn-value.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tn-error.h"
#include "tn-events-private.h"
#include "tn-field-unit.h"
#include "tn-items.h"
#include "tn-keys.h"
#include "tn-pool.h"
#include "tn-value-private.h"

#define N_HALVINGS     44
#define MIN_LOG        (-12.0) /* of r and alpha: beyond, the likelihood is flat */
#define MAX_LOG        16.0
#define MAX_LOG_R      8.0
#define MOST_FOR_RATES 10000
#define BLOCK_ROWS     4096
#define N_COLUMNS      6

static void
add_orders (const TnEvents *events, gsize customer, gsize n_orders, gint64 cut, double *values)
{
  memset (values, 0, n_orders * sizeof (double));
  for (gsize i = events->line_start[customer];
       i < events->line_start[customer + 1] && events->time[i] < cut; i++)
    if (events->order[i] != TN_NO_ORDER && !isnan (events->amount[i]))
      values[events->order[i]] += events->amount[i];
}

static gsize
count_orders (const TnEvents *events, gsize customer, gint64 cut)
{
  gsize start = events->order_start[customer];

  return _tn_events_count_before (events->order_time + start,
                                  events->order_start[customer + 1] - start, cut);
}

static double
sum_returns (const TnEvents *events, gsize customer, gint64 cut)
{
  double sum = 0;

  for (gsize i = events->line_start[customer];
       i < events->line_start[customer + 1] && events->time[i] < cut; i++)
    if (events->kind[i] == TN_LINE_RETURN && !isnan (events->amount[i]))
      sum -= events->amount[i];

  return sum;
}

/* @values: room for all orders of the customer. */
static TnPast
look_back (const TnEvents *events, gsize customer, gint64 cut, double largest, double *values)
{
  gsize n = count_orders (events, customer, cut);
  TnPast past = { 0 };

  if (n == 0)
    return past;
  past.repeats = (double) (n - 1);
  past.n_orders = (double) n;
  past.exposure = (double) (cut - events->order_time[events->order_start[customer]]) / TN_DAY;
  add_orders (events, customer, n, cut, values);
  for (gsize i = 0; i < n; i++)
    {
      double value = MIN (values[i], largest);

      past.gross += values[i];
      past.sold += value;
      past.squares += value * value;
    }
  past.returned = sum_returns (events, customer, cut);

  return past;
}

static gsize
most_orders (const TnEvents *events)
{
  gsize most = 0;

  for (gsize i = 0; i < events->counts.n_customers; i++)
    most = MAX (most, events->order_start[i + 1] - events->order_start[i]);

  return most;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The value that a share @cap of all orders before @cut does not exceed. */
static gboolean
find_cap (const TnEvents *events, gint64 cut, double cap, double *largest, GError **error)
{
  g_autofree double *all = NULL;
  gsize n_all = 0;

  for (gsize i = 0; i < events->counts.n_customers; i++)
    n_all += count_orders (events, i, cut);
  all = tn_keys_try_alloc (n_all, sizeof (double), error);
  if (all == NULL)
    return FALSE;
  n_all = 0;
  for (gsize i = 0; i < events->counts.n_customers; i++)
    {
      gsize n = count_orders (events, i, cut);

      add_orders (events, i, n, cut, all + n_all);
      n_all += n;
    }
  qsort (all, n_all, sizeof (double), compare_doubles);
  *largest = n_all > 0 ? all[MIN (n_all - 1, (gsize) (cap * n_all))] : 0;

  return TRUE;
}

/* Those who had ordered before @cut, in the order of customers. */
static TnItems *
look_back_all (const TnEvents *events,
               gint64 cut,
               double largest,
               double *values,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (TnItems) pasts = tn_items_new (sizeof (TnPast));

  for (gsize i = 0; i < events->counts.n_customers; i++)
    {
      TnPast past = look_back (events, i, cut, largest, values);

      if (past.n_orders > 0 && !tn_items_append (pasts, &past, 1, error))
        return NULL;
      if (i % 4096 == 0 && tn_cancelled (cancellable, error))
        return NULL;
    }

  return g_steal_pointer (&pasts);
}

/* The derivative of lgamma: recurrence up to 8, then the asymptotic series (Abramowitz &
 * Stegun 6.3.5 and 6.3.18). */
double
_tn_value_digamma (double x)
{
  double sum = 0, inverse;

  for (; x < 8; x++)
    sum -= 1 / x;
  inverse = 1 / (x * x);

  return sum + log (x) - 0.5 / x -
         inverse * (1.0 / 12 - inverse * (1.0 / 120 - inverse * (1.0 / 252 - inverse / 240)));
}

/* For a given r the likelihood is highest where the sum of (r T − alpha x) / (alpha + T) is
 * zero; it falls in alpha, so halving the interval finds it. */
static double
best_alpha (const TnPast *pasts, gsize n, double r)
{
  double low = MIN_LOG, high = MAX_LOG;

  for (int step = 0; step < N_HALVINGS; step++)
    {
      double middle = (low + high) / 2, alpha = exp (middle), slope = 0;

      for (gsize i = 0; i < n; i++)
        slope += (r * pasts[i].exposure - alpha * pasts[i].repeats) / (alpha + pasts[i].exposure);
      if (slope > 0)
        low = middle;
      else
        high = middle;
    }

  return exp ((low + high) / 2);
}

/* Derivative of the log-likelihood in r. */
static double
slope_of_r (const TnPast *pasts, gsize n, double r, double alpha)
{
  double sum = 0, constant = log (alpha) - _tn_value_digamma (r);

  for (gsize i = 0; i < n; i++)
    sum += constant + _tn_value_digamma (r + pasts[i].repeats) - log (alpha + pasts[i].exposure);

  return sum;
}

static void
fit_rates (const TnPast *pasts, gsize n, TnValueFit *fit)
{
  double low = MIN_LOG, high = MAX_LOG_R;

  for (int step = 0; step < N_HALVINGS; step++)
    {
      double r = exp ((low + high) / 2);

      if (slope_of_r (pasts, n, r, best_alpha (pasts, n, r)) > 0)
        low = (low + high) / 2;
      else
        high = (low + high) / 2;
    }
  fit->r = exp ((low + high) / 2);
  fit->alpha = best_alpha (pasts, n, fit->r);
}

/* How many orders make a customer's own mean weigh as much as the shop's. Without a sign that
 * customers differ, everyone has the shop's mean. */
double
_tn_value_credibility (double within, double between)
{
  return between > 0 ? MIN (within / between, TN_VALUE_MOST_CREDIBILITY)
                     : TN_VALUE_MOST_CREDIBILITY;
}

/* The credibility estimators of Bühlmann and Straub. */
static void
fit_values (const TnPast *pasts, gsize n, TnValueFit *fit)
{
  double orders = 0, sold = 0, squares = 0, within = 0, between = 0, freedom = 0;
  double mean, weights = 0, weighted = 0;

  for (gsize i = 0; i < n; i++)
    {
      orders += pasts[i].n_orders;
      sold += pasts[i].sold;
      squares += pasts[i].n_orders * pasts[i].n_orders;
      within += pasts[i].squares - pasts[i].sold * pasts[i].sold / pasts[i].n_orders;
      freedom += pasts[i].n_orders - 1;
    }
  mean = sold / orders;
  within = freedom > 0 ? within / freedom : 0;
  for (gsize i = 0; i < n; i++)
    {
      double difference = pasts[i].sold / pasts[i].n_orders - mean;

      between += pasts[i].n_orders * difference * difference;
    }
  between = (between - (double) (n - 1) * within) / (orders - squares / orders);
  fit->credibility =
      freedom > 0 ? _tn_value_credibility (within, between) : TN_VALUE_MOST_CREDIBILITY;
  fit->order_variance = within;

  for (gsize i = 0; i < n; i++)
    {
      double weight = pasts[i].n_orders / (pasts[i].n_orders + fit->credibility);

      weights += weight;
      weighted += weight * pasts[i].sold / pasts[i].n_orders;
    }
  fit->mean_value = weighted / weights;
}

static void
fit_returns (const TnPast *pasts, gsize n, TnValueFit *fit)
{
  double gross = 0, returned = 0;

  for (gsize i = 0; i < n; i++)
    {
      gross += pasts[i].gross;
      returned += pasts[i].returned;
    }
  fit->return_share = gross > 0 ? MIN (returned / gross, 1) : 0;
}

static gboolean
check_log (const TnEvents *events, const TnValueParams *params, GError **error)
{
  if (params->days < 1 || params->days > 3650 || !(params->cap >= 0.5 && params->cap <= 1))
    tn_error_set (error, TN_ERROR_ARGUMENT,
                  N_ ("The value window must be 1 to 3,650 days long and the cap between 50% and "
                      "100%. Change one of the two."),
                  NULL);
  else if (events->amount == NULL)
    tn_error_set (error, TN_ERROR_DATA,
                  N_ ("To say what a customer is worth, Tenure needs the column with the amounts. "
                      "Give it the role “amount”, or “price” beside “quantity”."),
                  NULL);
  else
    return TRUE;

  return FALSE;
}

/**
 * tn_value_fit:
 * @cut: only what is before it is looked at
 * @error: %TN_ERROR_DATA when nobody had ordered or there are no amounts
 *
 * Describes the shop before @cut, for customers' own figures to be shrunk to:
 *
 * Orders after the first come at a customer's own constant rate; rates are gamma distributed
 * over customers (shape r, rate alpha), so repeat orders in T days are negative binomial;
 * r and alpha have the highest likelihood. Order values differ within and between
 * customers; the two variances (Bühlmann & Straub, see Bühlmann & Gisler, "A Course in
 * Credibility Theory", 2005, chapter 4) say how many orders a customer's own mean needs to
 * weigh as much as the shop's. The few largest orders count as the @cap quantile.
 * Of more than 10,000 customers every k-th is looked at for the rates.
 *
 * Returns: %TRUE with @fit filled
 */
gboolean
tn_value_fit (const TnEvents *events,
              gint64 cut,
              const TnValueParams *params,
              TnValueFit *fit,
              GCancellable *cancellable,
              GError **error)
{
  g_autofree double *values = NULL;
  g_autoptr (TnItems) pasts = NULL;
  g_autofree TnPast *some = NULL;
  gsize stride, n_some = 0;

  if (!check_log (events, params, error))
    return FALSE;
  values = tn_keys_try_alloc (most_orders (events), sizeof (double), error);
  memset (fit, 0, sizeof *fit);
  if (values == NULL || !find_cap (events, cut, params->cap, &fit->largest, error) ||
      tn_cancelled (cancellable, error))
    return FALSE;
  pasts = look_back_all (events, cut, fit->largest, values, cancellable, error);
  if (pasts == NULL)
    return FALSE;
  if (pasts->len == 0)
    {
      tn_error_take (error, TN_ERROR_DATA,
                     tn_events_add_date (events,
                                         tn_message_new (N_ ("Nobody had ordered before {cut}. "
                                                             "Choose a later cut date.")),
                                         "cut", cut));
      return FALSE;
    }

  stride = (pasts->len + MOST_FOR_RATES - 1) / MOST_FOR_RATES;
  some = tn_keys_try_alloc (pasts->len / stride + 1, sizeof (TnPast), error);
  if (some == NULL)
    return FALSE;
  for (gsize i = 0; i < pasts->len; i += stride)
    some[n_some++] = g_array_index (pasts, TnPast, i);
  fit->n_customers = pasts->len;
  fit_rates (some, n_some, fit);
  fit_values ((const TnPast *) pasts->data, pasts->len, fit);
  fit_returns ((const TnPast *) pasts->data, pasts->len, fit);
  _tn_value_fit_errors ((const TnPast *) pasts->data, pasts->len, stride, fit);

  return TRUE;
}

/* Everything that is worked out for rows, and the fit of each of their cuts. */
typedef struct
{
  TnEvents *events;
  const TnValueParams *params;
  GArray *shop; /* (nullable): of TnValueAt */
  const guint32 *codes;
  guint32 *customer; /* of each code */
  const gint64 *cuts;
  gint64 cut;     /* the one at work */
  TnEvents *now;  /* the log as known then */
  TnValueFit fit; /* the shop as known then */
  gsize most_orders;
  gsize n_rows;
  double *columns[N_COLUMNS];
} Values;

void
_tn_value_expect (const TnValueFit *fit, const TnPast *past, guint days, TnValueRow *row)
{
  double shop = fit->mean_value * TN_VALUE_RETURN_ORDERS;

  row->orders = (fit->r + past->repeats) / (fit->alpha + past->exposure) * days;
  row->value =
      (past->sold + fit->credibility * fit->mean_value) / (past->n_orders + fit->credibility);
  row->returned =
      shop + past->gross > 0
          ? CLAMP ((past->returned + shop * fit->return_share) / (past->gross + shop), 0, 1)
          : 0;
}

static void
value_row (const Values *self, gsize row, double *values)
{
  guint32 customer =
      self->codes[row] != TN_CODE_MISSING ? self->customer[self->codes[row]] : TN_CODE_MISSING;
  TnPast past = { 0 };
  TnValueRow expected;

  if (customer != TN_CODE_MISSING)
    past = look_back (self->now, customer, self->cuts[row], self->fit.largest, values);
  _tn_value_expect (&self->fit, &past, self->params->days, &expected);
  self->columns[0][row] = expected.orders;
  self->columns[1][row] = expected.value;
  self->columns[2][row] = expected.returned;
  self->columns[3][row] = expected.orders * expected.value * (1 - expected.returned);
  _tn_value_errors (&self->fit, &past, self->params->days, &self->columns[4][row],
                    &self->columns[5][row]);
}

static gboolean
value_block (gsize index, gpointer user_data, GError **error)
{
  const Values *self = user_data;
  g_autofree double *values = tn_keys_try_alloc (self->most_orders, sizeof (double), error);
  gsize end = MIN (self->n_rows, (index + 1) * BLOCK_ROWS);

  for (gsize i = index * BLOCK_ROWS; values != NULL && i < end; i++)
    if (self->cuts[i] == self->cut)
      value_row (self, i, values);

  return values != NULL;
}

/* The shop as it was learned for the cut at work, or for the latest before it. */
static gboolean
find_shop (Values *self, GCancellable *cancellable, GError **error)
{
  guint i;

  if (self->shop == NULL || self->shop->len == 0)
    return tn_value_fit (self->now, self->cut, self->params, &self->fit, cancellable, error);
  for (i = self->shop->len - 1; i > 0 && g_array_index (self->shop, TnValueAt, i).cut > self->cut;)
    i--;
  self->fit = g_array_index (self->shop, TnValueAt, i).fit;

  return TRUE;
}

/* Values the rows of each cut, by the log as known then. */
static gboolean
value_cuts (Values *self, TnProgress *progress, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (gsize i = 0; i < self->n_rows; i++)
    if (g_hash_table_add (seen, (gpointer) &self->cuts[i]))
      {
        g_autoptr (TnEvents) now = _tn_events_as_of (self->events, self->cuts[i], error);

        self->now = now;
        self->cut = self->cuts[i];
        if (now == NULL || !find_shop (self, cancellable, error) ||
            !tn_pool_for ((self->n_rows + BLOCK_ROWS - 1) / BLOCK_ROWS, value_block, self,
                          cancellable, error))
          return FALSE;
        tn_progress_report (progress, (double) i / (double) self->n_rows);
      }

  return TRUE;
}

static TnTable *
add_columns (TnTable *table, const Values *self, GError **error)
{
  static const struct
  {
    const char *name, *unit, *label, *help;
  } columns[N_COLUMNS] = {
    { "expected_orders", TN_FIELD_UNIT_ORDERS, N_ ("Expected orders in the next {days} days"),
      N_ ("Own orders after the first ÷ days since the first, shrunk to the shop's rate, × "
          "{days}.") },
    { "expected_order_value", NULL, N_ ("Usual order"),
      N_ ("Own mean order value, shrunk to the shop's mean while there are few orders; the few "
          "largest orders are capped.") },
    { "expected_return_share", TN_FIELD_UNIT_SHARE, N_ ("Expected share returned"),
      N_ ("Own returned amount ÷ own spend, shrunk to the shop's share.") },
    { "expected_net_revenue", NULL, N_ ("Expected net revenue in the next {days} days"),
      N_ ("Expected orders in {days} days × usual order × (1 − expected share returned).") },
    { TN_VALUE_OWN_ERROR, NULL, N_ ("Own error of the expected net revenue"),
      N_ ("Standard error from how little is known of this customer alone.") },
    { TN_VALUE_SHOP_ERROR, NULL, N_ ("Shared error of the expected net revenue"),
      N_ ("Standard error from how far off the shop’s own figures may be, which is so for all "
          "customers together.") },
  };
  g_autoptr (TnTableBuilder) builder = tn_table_builder_new_from (table);

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      TnColumn *column = tn_column_try_new_numbers (self->columns[i], self->n_rows, error);
      TnField *field;

      if (column == NULL)
        return NULL;
      /* Errors are no facts about customers. */
      field = tn_field_new (columns[i].name, i < 4 ? TN_ROLE_NONE : TN_ROLE_IGNORE);
      field->unit = g_strdup (columns[i].unit != NULL ? columns[i].unit : self->events->unit);
      field->label =
          tn_message_count (tn_message_new (columns[i].label), "days", self->params->days);
      field->help = tn_message_count (tn_message_new (columns[i].help), "days", self->params->days);
      tn_table_builder_take (builder, field, column);
    }

  return tn_table_builder_end (g_steal_pointer (&builder));
}

static void
values_clear (Values *self)
{
  g_free (self->customer);
  for (guint i = 0; i < N_COLUMNS; i++)
    g_free (self->columns[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Values, values_clear)

static int
compare_cuts (gconstpointer a, gconstpointer b)
{
  const TnValueAt *x = a, *y = b;

  return (x->cut > y->cut) - (x->cut < y->cut);
}

/**
 * tn_value_fit_cuts:
 * @table: rows with a cut
 * @error: as tn_value_fit()
 *
 * Describes the shop as it was at each cut of @table, by the log as it was known then.
 *
 * Returns: (transfer full) (nullable) (element-type TnValueAt): ascending by cut
 */
GArray *
tn_value_fit_cuts (TnEvents *events,
                   TnTable *table,
                   const TnValueParams *params,
                   TnProgress *progress,
                   GCancellable *cancellable,
                   GError **error)
{
  TnColumn *cut = tn_table_require_role (table, TN_ROLE_CUT, error);
  g_autofree gint64 *cuts = cut != NULL ? tn_column_dup_times (cut, error) : NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GArray) shop = g_array_new (FALSE, TRUE, sizeof (TnValueAt));
  gsize n = tn_table_get_n_rows (table);

  if (cuts == NULL)
    return NULL;
  for (gsize i = 0; i < n; i++)
    if (g_hash_table_add (seen, &cuts[i]))
      {
        g_autoptr (TnEvents) now = _tn_events_as_of (events, cuts[i], error);
        TnValueAt at = { .cut = cuts[i] };

        if (now == NULL || !tn_value_fit (now, at.cut, params, &at.fit, cancellable, error))
          return NULL;
        g_array_append_val (shop, at);
        tn_progress_report (progress, (double) i / (double) n);
      }
  g_array_sort (shop, compare_cuts);

  return g_steal_pointer (&shop);
}

/**
 * tn_value_expected:
 * @table: rows with customer and cut, as tn_asof_features() makes
 * @shop: (nullable) (element-type TnValueAt): as tn_value_fit_cuts() gave; a row takes that of its
 *   own cut or the latest before it. %NULL to learn it from @events
 * @error: as tn_value_fit()
 *
 * Adds what each customer is expected to bring in the @days days from the cut on if it goes
 * on as before, in the unit of the amounts and with or without tax as they are: expected_orders =
 * (r + repeat orders) / (alpha + days since the first order) × days; expected_order_value = (sum of
 * own orders + k × shop's mean) / (orders + k); expected_return_share, own and shop's mixed alike;
 * expected_net_revenue, the product of the first two less returns; and the two standard errors of
 * that, #TN_VALUE_OWN_ERROR and #TN_VALUE_SHOP_ERROR (see _tn_value_errors()). All from before the
 * cut of the row. That orders above the cap count less, and that all may shift together, is in no
 * error.
 *
 * Returns: (transfer full) (nullable): @table with six more columns
 */
TnTable *
tn_value_expected (TnEvents *events,
                   TnTable *table,
                   const TnValueParams *params,
                   GArray *shop,
                   TnProgress *progress,
                   GCancellable *cancellable,
                   GError **error)
{
  TnColumn *customer = tn_table_require_role (table, TN_ROLE_CUSTOMER, error);
  TnColumn *cut = customer != NULL ? tn_table_require_role (table, TN_ROLE_CUT, error) : NULL;
  g_autofree guint32 *codes = NULL;
  g_autoptr (TnDictionary) dictionary = NULL;
  g_autofree gint64 *cuts = NULL;
  g_auto (Values) self = {
    .events = events, .params = params, .shop = shop, .n_rows = tn_table_get_n_rows (table)
  };

  /* What was learned from a log with amounts may be applied to one without. */
  if (cut == NULL || !check_log (events, params, error) ||
      !tn_keys_dup_codes (customer, &codes, &dictionary, error))
    return NULL;
  cuts = tn_column_dup_times (cut, error);
  if (cuts == NULL)
    return NULL;
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      self.columns[i] = tn_keys_try_alloc (self.n_rows, sizeof (double), error);
      if (self.columns[i] == NULL)
        return NULL;
    }
  self.codes = codes;
  self.cuts = cuts;
  self.most_orders = most_orders (events);
  self.customer = _tn_events_find_customers (events, dictionary, error);
  if (self.customer == NULL || !value_cuts (&self, progress, cancellable, error))
    return NULL;

  return add_columns (table, &self, error);
}

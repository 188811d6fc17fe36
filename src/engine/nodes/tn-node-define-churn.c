/* tn-node-define-churn.c: who is asked about, when, and whether they left
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-asof.h"
#include "tn-churn.h"
#include "tn-error.h"
#include "tn-event-index.h"
#include "tn-fitted.h"

extern const TnNodeSpec tn_node_define_churn;

/* So many of the latest cut dates a split tests unless it is told otherwise. */
#define N_REHEARSALS 4

/* What is learned: the horizon, the cut dates, and what an order is. */
typedef struct
{
  TnChurnParams churn;
  guint active_days;
  GArray *cuts; /* of gint64, ascending; today is not among them */
  gint64 today;
  TnReading *reading;
} Definition;

static void
definition_clear (Definition *self)
{
  g_clear_pointer (&self->cuts, g_array_unref);
  g_clear_pointer (&self->reading, tn_reading_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Definition, definition_clear)

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* The earliest of the typed dates that a split tests unless it is told otherwise. */
static gint64
first_rehearsal (const GArray *typed)
{
  g_autoptr (GArray) sorted = NULL;

  if (typed->len == 0)
    return TN_TIME_MISSING;
  sorted = g_array_copy ((GArray *) typed);
  g_array_sort (sorted, compare_times);

  return g_array_index (sorted, gint64, sorted->len - MIN (sorted->len, N_REHEARSALS));
}

static gboolean
choose_horizon (TnStep *step,
                TnEvents *events,
                const GArray *typed,
                Definition *self,
                GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  gint64 horizon = tn_params_get_int (params, "horizon_days");
  g_autoptr (TnHorizon) proposed = NULL;

  self->churn.horizon_days = (guint) horizon;
  if (horizon != 0)
    return TRUE;
  proposed = tn_events_propose_horizon (
      events, self->churn.gap_days, (guint) tn_params_get_int (params, "n_cuts"), N_REHEARSALS,
      first_rehearsal (typed), tn_step_get_cancellable (step), error);
  if (proposed == NULL)
    return FALSE;
  self->churn.horizon_days = proposed->days;
  tn_step_warn (step, "horizon.proposed", tn_horizon_say (proposed, events));
  if (tn_horizon_is_shortened (proposed) && typed->len == 0)
    tn_step_warn (step, "horizon.shortened", tn_horizon_say_shortened (proposed, events));

  return TRUE;
}

/* A cut date before everything asks about nobody, and one given twice counts people twice. */
static gboolean
check_typed_cut (TnEvents *events, gint64 cut, const Definition *self, GError **error)
{
  TnMessage *message;

  for (guint i = 0; i < self->cuts->len; i++)
    if (g_array_index (self->cuts, gint64, i) == cut)
      {
        message = tn_message_new (N_ ("The cut date {cut} is given twice. Remove one of the two."));
        tn_error_take (error, TN_ERROR_ARGUMENT, tn_events_add_date (events, message, "cut", cut));
        return FALSE;
      }
  if (cut <= tn_events_get_first (events))
    {
      message =
          tn_message_new (N_ ("Nobody had ordered yet at the cut date {cut}: the data begin on "
                              "{first}. Choose a later date."));
      message = tn_events_add_date (events, message, "cut", cut);
      tn_error_take (error, TN_ERROR_DATA,
                     tn_events_add_date (events, message, "first", tn_events_get_first (events)));
      return FALSE;
    }

  return tn_churn_check_cut (events, cut, &self->churn, error);
}

static GArray *
read_typed_cuts (TnStep *step, TnEvents *events, GError **error)
{
  g_auto (GStrv) lines = tn_params_get_lines (tn_step_get_params (step), "cuts");
  g_autoptr (GArray) typed = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
      g_autofree char *text = g_strdup_printf ("%sT00:00:00", lines[i]);
      g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (text, utc);
      gint64 cut;

      if (date == NULL)
        {
          tn_error_set (
              error, TN_ERROR_ARGUMENT,
              N_ ("“{value}” is not a date. Write cut dates such as 2026-03-01, one a line."),
              "value", lines[i], NULL);
          return NULL;
        }
      cut = tn_events_get_day_start (events, g_date_time_to_unix (date) * G_USEC_PER_SEC);
      g_array_append_val (typed, cut);
    }

  return g_steal_pointer (&typed);
}

static gboolean
add_typed_cuts (TnEvents *events, const GArray *typed, Definition *self, GError **error)
{
  for (guint i = 0; i < typed->len; i++)
    {
      gint64 cut = g_array_index (typed, gint64, i);

      if (!check_typed_cut (events, cut, self, error))
        return FALSE;
      g_array_append_val (self->cuts, cut);
    }

  return TRUE;
}

static gboolean
add_proposed_cuts (TnStep *step, TnEvents *events, Definition *self, GError **error)
{
  g_autoptr (TnCutPlan) plan = tn_events_propose_cuts (
      events, &self->churn, tn_params_get_int (tn_step_get_params (step), "n_cuts"), error);

  if (plan == NULL)
    return FALSE;
  g_array_append_vals (self->cuts, plan->training, plan->n_training);
  g_array_append_vals (self->cuts, plan->between, plan->n_between);
  g_array_append_val (self->cuts, plan->test);

  return TRUE;
}

static GVariant *
definition_to_variant (const Definition *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "horizon_days",
                         g_variant_new_uint32 (self->churn.horizon_days));
  g_variant_builder_add (&builder, "{sv}", "gap_days", g_variant_new_uint32 (self->churn.gap_days));
  g_variant_builder_add (&builder, "{sv}", "active_days", g_variant_new_uint32 (self->active_days));
  g_variant_builder_add (&builder, "{sv}", "cuts",
                         g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, self->cuts->data,
                                                    self->cuts->len, sizeof (gint64)));
  g_variant_builder_add (&builder, "{sv}", "today", g_variant_new_int64 (self->today));
  g_variant_builder_add (&builder, "{sv}", "reading", tn_reading_to_variant (self->reading));

  return g_variant_builder_end (&builder);
}

static gboolean
get_days (const TnNodeState *state, const char *name, guint max, guint *days, GError **error)
{
  g_autoptr (GVariant) value = tn_node_state_get (state, name, "u", error);

  if (value == NULL)
    return FALSE;
  *days = MIN (g_variant_get_uint32 (value), max);

  return TRUE;
}

static gboolean
definition_from_state (TnStep *step, const TnNodeState *state, Definition *self, GError **error)
{
  g_autoptr (GVariant) cuts = NULL;
  g_autoptr (GVariant) today = NULL;
  const gint64 *times;
  gsize n;

  if (tn_fitted_get_fields (&tn_node_define_churn, state, error) == NULL ||
      !get_days (state, "horizon_days", 3650, &self->churn.horizon_days, error) ||
      !get_days (state, "gap_days", 3650, &self->churn.gap_days, error) ||
      !get_days (state, "active_days", 3650, &self->active_days, error))
    return FALSE;
  cuts = tn_node_state_get (state, "cuts", "ax", error);
  today = cuts != NULL ? tn_node_state_get (state, "today", "x", error) : NULL;
  if (today == NULL)
    return FALSE;
  self->today = g_variant_get_int64 (today);
  times = g_variant_get_fixed_array (cuts, &n, sizeof (gint64));
  self->cuts = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (self->cuts, times, n);
  self->churn.horizon_days = MAX (self->churn.horizon_days, 1);
  self->reading = tn_step_get_reading (step, &tn_node_define_churn, state, error);

  return self->reading != NULL;
}

static gboolean
fits_data (TnStep *step, TnEvents *events, const Definition *self, guint horizon)
{
  TnChurnParams churn = self->churn;
  g_autoptr (TnCutPlan) plan = NULL;

  churn.horizon_days = horizon;
  plan = tn_events_propose_cuts (events, &churn,
                                 tn_params_get_int (tn_step_get_params (step), "n_cuts"), NULL);

  return plan != NULL;
}

/* The data are too short: the longest horizon they allow, and dates that fit it. */
static void
offer_shorter (TnStep *step, TnEvents *events, const Definition *self, gboolean typed)
{
  guint low = 0, high = self->churn.horizon_days + (typed ? 1 : 0);

  while (low + 1 < high)
    {
      guint middle = low + (high - low) / 2;

      if (fits_data (step, events, self, middle))
        low = middle;
      else
        high = middle;
    }
  if (typed && low > 0)
    tn_step_offer (
        step,
        tn_repair_set (tn_repair_new ("cuts-proposed",
                                      tn_message_new (N_ ("Let cut dates be proposed that fit"))),
                       tn_step_get_node_id (step), "cuts", NULL));
  else if (low > 0)
    tn_step_offer_int (
        step, "horizon_days", low,
        tn_message_count (tn_message_new_plural (
                              TN_PLURAL ("Count customers as gone after {n} day without an order",
                                         "Count customers as gone after {n} days without an order"),
                              low),
                          "n", low));
}

static gboolean
fit (TnStep *step, TnNodeState **state, GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  TnEvents *events = NULL;
  g_auto (Definition) self = { { 0 } };
  g_autoptr (GArray) typed = NULL;

  self.reading = tn_step_learn_reading (step, 0, error);
  if (self.reading != NULL)
    events = tn_step_read_events (step, 0, self.reading, error);
  if (events == NULL)
    return FALSE;
  self.cuts = g_array_new (FALSE, FALSE, sizeof (gint64));
  self.churn.gap_days = tn_params_get_int (params, "gap_days");
  self.active_days = tn_params_get_int (params, "active_days");
  typed = read_typed_cuts (step, events, error);
  if (typed == NULL || !choose_horizon (step, events, typed, &self, error))
    return FALSE;
  if (typed->len > 0 ? !add_typed_cuts (events, typed, &self, error)
                     : !add_proposed_cuts (step, events, &self, error))
    {
      offer_shorter (step, events, &self, typed->len > 0);
      return FALSE;
    }
  g_array_sort (self.cuts, compare_times);
  self.today = tn_events_get_today (events);
  *state = tn_fitted_to_state (&tn_node_define_churn, definition_to_variant (&self));

  return TRUE;
}

/* A typed date comes as its midnight UTC and means that of the shop. */
static gint64
get_moment (TnEvents *events, gint64 time)
{
  return time % TN_DAY == 0 ? tn_events_get_day_start (events, time) : time;
}

/* The cut dates rows are made for: the learned ones and today, or when scoring one moment: the one
 * asked for, or the day the run was made for. A file with later events has a later day; one
 * without, such as that of two customers, does not make the shop's day an earlier one. */
static GArray *
list_cuts (TnStep *step, TnEvents *events, const Definition *self)
{
  GArray *cuts = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 today = tn_events_get_today (events);

  if (tn_step_is_scoring (step) && tn_step_get_as_of (step) != TN_TIME_MISSING)
    today = get_moment (events, tn_step_get_as_of (step));
  else if (tn_step_is_scoring (step))
    today = MAX (today, self->today);
  if (!tn_step_is_scoring (step))
    g_array_append_vals (cuts, self->cuts->data, self->cuts->len);
  g_array_append_val (cuts, today);

  return cuts;
}

static TnTable *
keep_keys (TnTable *table)
{
  TnTableBuilder *builder = tn_table_builder_new_from (table);

  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    if (tn_table_get_field (table, i)->role == TN_ROLE_FEATURE)
      tn_table_builder_remove (builder, tn_table_get_field (table, i)->name);

  return tn_table_builder_end (builder);
}

static gboolean
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  TnEvents *events;
  g_auto (Definition) self = { { 0 } };
  TnAsofParams population = TN_ASOF_PARAMS_INIT;
  g_autoptr (GArray) cuts = NULL;
  g_autoptr (TnTable) people = NULL;
  g_autoptr (TnTable) keys = NULL;
  g_autoptr (TnTable) labelled = NULL;

  if (!definition_from_state (step, state, &self, error))
    return FALSE;
  events = tn_step_read_events (step, 0, self.reading, error);
  if (events == NULL)
    return FALSE;

  cuts = list_cuts (step, events, &self);
  population.n_windows = 0;
  population.families = TN_ASOF_RECENCY;
  population.active_days = self.active_days;
  population.past_end = tn_step_is_scoring (step);
  people = tn_asof_features (events, (const gint64 *) cuts->data, cuts->len, &population,
                             tn_step_get_progress (step), tn_step_get_cancellable (step), error);
  if (people == NULL)
    return FALSE;
  keys = keep_keys (people);
  labelled = tn_churn_label (events, keys, &self.churn, tn_step_get_cancellable (step), error);
  if (labelled == NULL || (!tn_step_is_scoring (step) && !tn_churn_check_labels (labelled, error)))
    return FALSE;
  outputs[0] = tn_packet_new_table (TN_PORT_TABLE, labelled);

  return TRUE;
}

static const TnPortSpec inputs[] = { { "events", TN_PORT_EVENTS, N_ ("Events") }, { NULL } };
static const TnPortSpec outputs[] = { { "table", TN_PORT_TABLE, N_ ("Customers at each date") },
                                      { NULL } };

static const TnParamSpec params[] = {
  { "horizon_days", TN_PARAM_INT, N_ ("Left means no order for"),
    N_ ("A customer has left who places no order in so many days from the cut date on; 0 takes the "
        "time within which nine in ten repeat orders come, or the longest the data allow."),
    0, 0, 3650, .unit = N_ ("days"), .zero = N_ ("automatic"),
    .why = N_ ("Beyond it a repeat order is rare, so silence means something.") },
  { "gap_days", TN_PARAM_INT, N_ ("Days to act"),
    N_ ("Days between the cut date and the beginning of the window, in which you can still do "
        "something."),
    0, 0, 3650, .unit = N_ ("days"), .advanced = TRUE },
  { "active_days", TN_PARAM_INT, N_ ("Only customers active in the last"),
    N_ ("0 asks about everyone with an order before the cut date."), 0, 0, 3650,
    .unit = N_ ("days"), .zero = N_ ("everyone") },
  { "n_cuts", TN_PARAM_INT, N_ ("Training dates"),
    N_ ("So many monthly cut dates are learned from, if the data reach back that far."), 6, 1,
    120 },
  { "cuts", TN_PARAM_DATES, N_ ("Cut dates"),
    N_ ("Dates such as 2026-03-01, one a line; each begins at midnight of the log's time zone. "
        "Empty to have them proposed."),
    .text = "", .advanced = TRUE },
  { NULL },
};

const TnNodeSpec tn_node_define_churn = {
  .id = "define_churn",
  .version = 4,
  .group = "features",
  .title = N_ ("Define leaving"),
  .words = N_ ("label; target; churn; leavers; attrition; lapse; retention; who left; what counts "
               "as leaving; horizon"),
  .summary = N_ ("Says who is asked about, at which dates, and whether they left afterwards."),
  .learns =
      N_ ("The length of the window, the cut dates, and what counts as an order where no step "
          "before says so."),
  .method = N_ ("A customer counted as gone who placed no order in the window after the cut date."),
  .inputs = inputs,
  .outputs = outputs,
  .params = params,
  .fit = fit,
  .apply = apply,
};

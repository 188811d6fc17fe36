/* tn-features.c: the list of families, and what is common to them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tn-features-private.h"
#include "tn-keys.h"

const TnFeatureFamily _tn_feature_families[TN_N_ASOF_FAMILIES] = {
  { TN_ASOF_RECENCY, _tn_describe_recency, _tn_compute_recency },
  { TN_ASOF_FREQUENCY, _tn_describe_frequency, _tn_compute_frequency },
  { TN_ASOF_MONEY, _tn_describe_money, _tn_compute_money },
  { TN_ASOF_TREND, _tn_describe_trend, _tn_compute_trend },
  { TN_ASOF_RHYTHM, _tn_describe_rhythm, _tn_compute_rhythm },
  { TN_ASOF_RETURNS, _tn_describe_returns, _tn_compute_returns },
  { TN_ASOF_VARIETY, _tn_describe_variety, _tn_compute_variety },
  { TN_ASOF_HABIT, _tn_describe_habit, _tn_compute_habit },
  { TN_ASOF_EVENTS, _tn_describe_events, _tn_compute_events },
  { TN_ASOF_AFFINITY, _tn_describe_affinity, _tn_compute_affinity },
};

/* Takes @label and @help. A name that is there already gets a number. */
void
_tn_feature_list_add (TnFeatureList *list,
                      const char *name,
                      const char *unit,
                      TnMessage *label,
                      TnMessage *help)
{
  g_autofree char *unique = g_strdup (name);
  TnField *field;

  for (guint i = 2; g_hash_table_contains (list->names, unique); i++)
    {
      g_free (unique);
      unique = g_strdup_printf ("%s_%u", name, i);
    }
  field = tn_field_new (unique, TN_ROLE_FEATURE);
  field->unit = g_strdup (unit);
  field->label = label;
  field->help = help;
  g_hash_table_add (list->names, field->name);
  g_ptr_array_add (list->fields, field);
}

/* One feature a span. @texts: label and help for a window of {days} days, label and help
 * for all history. */
void
_tn_feature_list_add_spans (const TnFeatureContext *context,
                            TnFeatureList *list,
                            const char *name,
                            const char *unit,
                            const char *const texts[4],
                            gboolean with_all)
{
  for (guint i = 0; i + 1 < context->n_spans; i++)
    {
      guint days = context->params->windows[i];
      g_autofree char *full = g_strdup_printf ("%s_%ud", name, days);

      _tn_feature_list_add (list, full, unit,
                            tn_message_count (tn_message_new (texts[0]), "days", days),
                            tn_message_count (tn_message_new (texts[1]), "days", days));
    }
  if (with_all)
    {
      g_autofree char *full = g_strdup_printf ("%s_all", name);

      _tn_feature_list_add (list, full, unit, tn_message_new (texts[2]), tn_message_new (texts[3]));
    }
}

/**
 * _tn_feature_slug:
 *
 * Returns: (transfer full): @text as a part of a snake_case name; letters of any script stay
 */
char *
_tn_feature_slug (const char *text)
{
  GString *slug = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);

      if (g_unichar_isalnum (letter))
        g_string_append_unichar (slug, g_unichar_tolower (letter));
      else if (slug->len > 0 && slug->str[slug->len - 1] != '_')
        g_string_append_c (slug, '_');
    }
  while (slug->len > 0 && slug->str[slug->len - 1] == '_')
    g_string_truncate (slug, slug->len - 1);
  if (slug->len == 0)
    g_string_append (slug, "other");

  return g_string_free (slug, FALSE);
}

typedef struct
{
  double weight;
  guint32 code;
} Weighted;

static int
compare_weighted (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Weighted *x = a, *y = b;
  const TnDictionary *dictionary = user_data;

  if (x->weight != y->weight)
    return x->weight > y->weight ? -1 : 1;

  /* Codes depend on the file's later rows, names do not. */
  return strcmp (tn_dictionary_get (dictionary, x->code, NULL),
                 tn_dictionary_get (dictionary, y->code, NULL));
}

/* A place for each of the dictionary's values, none of them given yet. */
static guint8 *
alloc_slots (const TnDictionary *dictionary, GError **error)
{
  guint32 n = tn_dictionary_get_size (dictionary);
  guint8 *slots = tn_keys_try_alloc (n, 1, error);

  if (slots != NULL)
    memset (slots, TN_NO_SLOT, MAX (n, 1));

  return slots;
}

/* The heaviest of the dictionary's values; fills @codes, @names and @slot, says how many. */
static gboolean
choose_top (TnDictionary *dictionary,
            const double *weights,
            guint most,
            guint32 *codes,
            const char **names,
            guint8 **slot,
            guint *n_top,
            GError **error)
{
  guint32 n = tn_dictionary_get_size (dictionary), n_weighted = 0;
  g_autofree Weighted *order = tn_keys_try_alloc (n, sizeof (Weighted), error);

  *slot = order != NULL ? alloc_slots (dictionary, error) : NULL;
  if (*slot == NULL)
    return FALSE;
  for (guint32 i = 0; i < n; i++)
    if (weights[i] > 0)
      order[n_weighted++] = (Weighted){ weights[i], i };
  qsort_r (order, n_weighted, sizeof (Weighted), compare_weighted, dictionary);
  *n_top = MIN (n_weighted, MIN (most, TN_ASOF_MAX_TOP));
  for (guint i = 0; i < *n_top; i++)
    {
      codes[i] = order[i].code;
      names[i] = tn_dictionary_get (dictionary, codes[i], NULL);
      (*slot)[codes[i]] = (guint8) i;
    }

  return TRUE;
}

/* Looks at lines before @earliest only. */
static void
weigh (const TnEvents *events,
       gint64 earliest,
       double *types,
       double *categories,
       gboolean *has_hours)
{
  for (gsize i = 0; i < events->counts.n_customers; i++)
    for (gsize j = events->line_start[i];
         j < events->line_start[i + 1] && events->time[j] < earliest; j++)
      {
        if (types != NULL && events->type[j] != TN_CODE_MISSING && events->kind[j] != TN_LINE_SALE)
          types[events->type[j]]++;
        if (categories != NULL && events->category[j] != TN_CODE_MISSING &&
            events->kind[j] == TN_LINE_SALE)
          {
            double amount = events->amount != NULL ? events->amount[j] : 1;

            categories[events->category[j]] += isnan (amount) ? 0 : amount;
          }
        if (!*has_hours && tn_calendar_to_local (events->calendar, events->time[j]) % TN_DAY != 0)
          *has_hours = TRUE;
      }
}

/* Places for the names learned before; one that these data do not have stays empty. */
static gboolean
place_names (TnDictionary *dictionary,
             char **names,
             guint32 *codes,
             const char **kept,
             guint8 **slot,
             guint *n_names,
             GError **error)
{
  guint i;

  *slot = alloc_slots (dictionary, error);
  if (*slot == NULL)
    return FALSE;
  for (i = 0; names[i] != NULL && i < TN_ASOF_MAX_TOP; i++)
    {
      kept[i] = names[i];
      if (tn_dictionary_find (dictionary, names[i], strlen (names[i]), &codes[i]))
        (*slot)[codes[i]] = (guint8) i;
    }
  *n_names = i;

  return TRUE;
}

static gboolean
take_vocabulary (TnFeatureContext *self, const TnAsofVocabulary *vocabulary, GError **error)
{
  const TnEvents *events = self->events;

  self->has_hours = vocabulary->has_hours;
  if (events->type != NULL &&
      !place_names (events->types, vocabulary->types, self->types, self->type_names,
                    &self->type_slot, &self->n_types, error))
    return FALSE;

  return events->category == NULL ||
         place_names (events->categories, vocabulary->categories, self->categories,
                      self->category_names, &self->category_slot, &self->n_categories, error);
}

/* Chooses by weight before @earliest which types and categories get features of their own. */
static gboolean
choose_vocabulary (TnFeatureContext *self, gint64 earliest, GError **error)
{
  const TnEvents *events = self->events;
  const TnAsofParams *params = self->params;
  g_autofree double *types = NULL;
  g_autofree double *categories = NULL;

  if (events->type != NULL && (types = tn_keys_try_alloc (tn_dictionary_get_size (events->types),
                                                          sizeof (double), error)) == NULL)
    return FALSE;
  if (events->category != NULL &&
      (categories = tn_keys_try_alloc (tn_dictionary_get_size (events->categories), sizeof (double),
                                       error)) == NULL)
    return FALSE;
  weigh (events, earliest, types, categories, &self->has_hours);
  if (types != NULL && !choose_top (events->types, types, params->top_types, self->types,
                                    self->type_names, &self->type_slot, &self->n_types, error))
    return FALSE;

  return categories == NULL ||
         choose_top (events->categories, categories, params->top_categories, self->categories,
                     self->category_names, &self->category_slot, &self->n_categories, error);
}

/* @error: %TN_ERROR_SPACE. To be cleared in either case. */
gboolean
_tn_feature_context_init (TnFeatureContext *self,
                          const TnEvents *events,
                          const TnAsofParams *params,
                          gint64 earliest,
                          GError **error)
{
  memset (self, 0, sizeof *self);
  self->events = events;
  self->params = params;
  self->n_spans = params->n_windows + 1;

  return params->vocabulary != NULL ? take_vocabulary (self, params->vocabulary, error)
                                    : choose_vocabulary (self, earliest, error);
}

/**
 * tn_asof_vocabulary_new:
 * @before: only earlier events are looked at
 * @params: how many types and categories at most
 * @error: %TN_ERROR_SPACE
 *
 * Returns: (transfer full) (nullable): which types and categories get columns of their own
 */
TnAsofVocabulary *
tn_asof_vocabulary_new (const TnEvents *events,
                        gint64 before,
                        const TnAsofParams *params,
                        GError **error)
{
  TnAsofVocabulary *self;
  TnAsofParams free_params = *params;
  TnFeatureContext context;

  free_params.vocabulary = NULL;
  if (!_tn_feature_context_init (&context, events, &free_params, before, error))
    {
      _tn_feature_context_clear (&context);
      return NULL;
    }
  self = g_new0 (TnAsofVocabulary, 1);
  self->types = g_new0 (char *, context.n_types + 1);
  for (guint i = 0; i < context.n_types; i++)
    self->types[i] = g_strdup (context.type_names[i]);
  self->categories = g_new0 (char *, context.n_categories + 1);
  for (guint i = 0; i < context.n_categories; i++)
    self->categories[i] = g_strdup (context.category_names[i]);
  self->has_hours = context.has_hours;
  _tn_feature_context_clear (&context);

  return self;
}

/**
 * tn_asof_vocabulary_new_from:
 * @types: (array zero-terminated=1): at most %TN_ASOF_MAX_TOP are taken
 * @categories: (array zero-terminated=1): likewise
 *
 * Returns: (transfer full): what was learned before
 */
TnAsofVocabulary *
tn_asof_vocabulary_new_from (const char *const *types,
                             const char *const *categories,
                             gboolean has_hours)
{
  TnAsofVocabulary *self = g_new0 (TnAsofVocabulary, 1);

  self->types = g_strdupv ((char **) types);
  self->categories = g_strdupv ((char **) categories);
  self->has_hours = has_hours;

  return self;
}

void
tn_asof_vocabulary_free (TnAsofVocabulary *self)
{
  g_strfreev (self->types);
  g_strfreev (self->categories);
  g_free (self);
}

void
_tn_feature_context_clear (TnFeatureContext *self)
{
  g_clear_pointer (&self->type_slot, g_free);
  g_clear_pointer (&self->category_slot, g_free);
}

static void
history_free_orders (TnHistory *self)
{
  g_clear_pointer (&self->order_amount, g_free);
  g_clear_pointer (&self->order_units, g_free);
  g_clear_pointer (&self->order_lines, g_free);
  g_clear_pointer (&self->gaps, g_free);
  g_clear_pointer (&self->sorted, g_free);
}

/* What is there is of the customer before: it need not be kept. */
static gboolean
history_grow (TnHistory *self, gsize n_orders, GError **error)
{
  gsize n = MAX (2 * self->n_allocated, n_orders);

  if (n_orders <= self->n_allocated)
    return TRUE;
  history_free_orders (self);
  self->order_amount = tn_keys_try_alloc (n, sizeof (double), error);
  self->order_units =
      self->order_amount != NULL ? tn_keys_try_alloc (n, sizeof (double), error) : NULL;
  self->order_lines =
      self->order_units != NULL ? tn_keys_try_alloc (n, sizeof (guint32), error) : NULL;
  self->gaps = self->order_lines != NULL ? tn_keys_try_alloc (n, sizeof (double), error) : NULL;
  self->sorted = self->gaps != NULL ? tn_keys_try_alloc (n, sizeof (double), error) : NULL;
  self->n_allocated = self->sorted != NULL ? n : 0;

  return self->sorted != NULL;
}

static void
sum_orders (TnHistory *self)
{
  self->n_sales = 0;
  for (gsize i = 0; i < self->n_orders; i++)
    {
      self->order_amount[i] = 0;
      self->order_units[i] = 0;
      self->order_lines[i] = 0;
    }
  for (gsize i = 0; i < self->n_lines; i++)
    {
      guint32 order = self->order[i];

      if (order == TN_NO_ORDER)
        continue;
      self->n_sales++;
      self->order_lines[order]++;
      if (self->amount != NULL && !isnan (self->amount[i]))
        self->order_amount[order] += self->amount[i];
      if (self->quantity != NULL && !isnan (self->quantity[i]))
        self->order_units[order] += self->quantity[i];
    }
}

static void
measure_gaps (TnHistory *self, const TnCalendar *calendar)
{
  gint64 last = 0;

  self->n_gaps = 0;
  for (gsize i = 0; i < self->n_orders; i++)
    {
      gint64 day = tn_calendar_get_day (calendar, self->order_time[i]);

      if (i > 0 && day > last)
        self->gaps[self->n_gaps++] = (double) (day - last);
      last = day;
    }
}

/* Shows @self the lines of @customer strictly before @cut, and nothing else. */
gboolean
_tn_history_begin (TnHistory *self,
                   const TnFeatureContext *context,
                   gsize customer,
                   gint64 cut,
                   GError **error)
{
  const TnEvents *events = context->events;
  gsize from = events->line_start[customer];
  gsize first = events->order_start[customer];

  self->cut = cut;
  self->n_lines =
      _tn_events_count_before (events->time + from, events->line_start[customer + 1] - from, cut);
  self->time = events->time + from;
  self->kind = events->kind + from;
  self->order = events->order + from;
  self->amount = events->amount != NULL ? events->amount + from : NULL;
  self->quantity = events->quantity != NULL ? events->quantity + from : NULL;
  self->item = events->item != NULL ? events->item + from : NULL;
  self->category = events->category != NULL ? events->category + from : NULL;
  self->type = events->type != NULL ? events->type + from : NULL;
  self->order_time = events->order_time + first;
  self->n_orders =
      _tn_events_count_before (self->order_time, events->order_start[customer + 1] - first, cut);

  if (!history_grow (self, self->n_orders, error))
    return FALSE;
  sum_orders (self);
  measure_gaps (self, events->calendar);

  return tn_stamp_map_reserve (&self->map, self->n_sales, error);
}

void
_tn_history_clear (TnHistory *self)
{
  history_free_orders (self);
  tn_stamp_map_clear (&self->map);
}

/* tn-what-if.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-what-if.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tn-error.h"
#include "tn-graph.h"
#include "tn-json.h"
#include "tn-pipeline-run.h"
#include "tn-pipeline-score-private.h"
#include "tn-run.h"

#define N_POINTS 21

/* Facts of event logs that a shop can have a hand in; of a customer table any number may be one. */
static const char *const changeable[] = {
  "recency_days",    "orders_",        "spend_",         "mean_order_value", "last_order_value",
  "lines_per_order", "returned_lines", "distinct_items", "units_per_order",
};

/* A number of the customer. */
typedef struct
{
  guint column; /* of the facts */
  double value;
  double middle;
  double most;
  guint first_row; /* of its points; 0 when it is not tried out */
} Fact;

typedef struct
{
  const char *customer;
  const char *const *set; /* nullable: "fact=value" */
  TnTable *facts;         /* as the step made them */
  gsize row;              /* of the customer */
  GArray *numbers;        /* of Fact */
  guint n_rows;           /* as is, as set, then the points */
  GError *wrong;          /* nullable: what was asked for that cannot be */
} Trial;

static void
trial_clear (Trial *self)
{
  g_clear_pointer (&self->facts, tn_table_unref);
  g_clear_pointer (&self->numbers, g_array_unref);
  g_clear_error (&self->wrong);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Trial, trial_clear)

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static gboolean
is_changeable (const Trial *self, const TnField *field)
{
  if (tn_table_find (self->facts, "recency_days") < 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (changeable); i++)
    if (g_str_has_prefix (field->name, changeable[i]) &&
        !g_str_has_prefix (field->name, "orders_per") &&
        !g_str_has_prefix (field->name, "orders_trend") &&
        !g_str_has_prefix (field->name, "spend_share") &&
        !g_str_has_prefix (field->name, "spend_trend") &&
        !g_str_has_prefix (field->name, "spend_per"))
      return TRUE;

  return FALSE;
}

/* Whether @text is "NAME=number" of that field. */
static gboolean
read_set (const char *text, const char *name, double *value)
{
  gsize length = strlen (name);
  char *end;

  if (strncmp (text, name, length) != 0 || text[length] != '=')
    return FALSE;
  *value = g_ascii_strtod (text + length + 1, &end);

  return end != text + length + 1 && *end == '\0' && isfinite (*value);
}

static gboolean
check_set (const Trial *self, GError **error)
{
  for (guint i = 0; self->set != NULL && self->set[i] != NULL; i++)
    {
      gboolean known = FALSE;
      double value;

      for (guint k = 0; k < self->numbers->len; k++)
        known = known || read_set (self->set[i],
                                   tn_table_get_field (
                                       self->facts, g_array_index (self->numbers, Fact, k).column)
                                       ->name,
                                   &value);
      if (known)
        continue;
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("“{text}” does not set a fact the model knows to a number. Write it such "
                        "as recency_days=3."),
                    "text", self->set[i], NULL);
      return FALSE;
    }

  return TRUE;
}

static gboolean
find_customer (Trial *self, GError **error)
{
  TnColumn *column = tn_table_require_role (self->facts, TN_ROLE_CUSTOMER, error);
  const guint8 *roles = tn_table_get_row_roles (self->facts);
  g_autoptr (TnDictionary) names = column != NULL ? tn_column_get_dictionary (column, error) : NULL;
  g_autofree guint32 *codes = names != NULL ? tn_column_dup_codes (column, error) : NULL;
  gboolean any = FALSE;
  guint32 code;

  if (codes == NULL)
    return FALSE;
  if (tn_dictionary_find (names, self->customer, strlen (self->customer), &code))
    for (gsize i = 0; i < tn_table_get_n_rows (self->facts); i++)
      if (codes[i] == code && (roles == NULL || roles[i] == TN_ROW_SCORE || !any))
        {
          self->row = i;
          any = TRUE;
        }
  if (any)
    return TRUE;
  tn_error_set (error, TN_ERROR_NOT_FOUND,
                N_ ("There is no customer “{customer}” among those this run scores. Check "
                    "how it is written in the list."),
                "customer", self->customer, NULL);

  return FALSE;
}

/* The facts that are numbers, and how they lie over all customers. */
static gboolean
read_facts (Trial *self, GError **error)
{
  gsize n = tn_table_get_n_rows (self->facts);

  self->numbers = g_array_new (FALSE, TRUE, sizeof (Fact));
  for (guint i = 0; i < tn_table_get_n_columns (self->facts); i++)
    {
      const TnField *field = tn_table_get_field (self->facts, i);
      TnColumn *column = tn_table_get_column (self->facts, i);
      Fact fact = { .column = i };
      g_autofree double *values = NULL;
      gsize n_known = 0;

      if (field->role != TN_ROLE_FEATURE || tn_column_get_column_type (column) != TN_COLUMN_NUMBER)
        continue;
      values = tn_column_dup_numbers (column, error);
      if (values == NULL)
        return FALSE;
      fact.value = values[self->row];
      for (gsize k = 0; k < n; k++)
        if (isfinite (values[k]))
          values[n_known++] = values[k];
      qsort (values, n_known, sizeof (double), compare_doubles);
      fact.middle = n_known > 0 ? values[n_known / 2] : NAN;
      fact.most = n_known > 0 ? values[n_known * 95 / 100] : NAN;
      if (isfinite (fact.value))
        fact.most = MAX (fact.most, fact.value);
      g_array_append_val (self->numbers, fact);
    }

  return TRUE;
}

/* From nothing to what few exceed; counts in whole steps. */
static double
get_point (const Fact *fact, guint index)
{
  double point = fact->most * index / (N_POINTS - 1);

  return fact->most >= N_POINTS ? round (point) : point;
}

static double
choose_value (const Trial *self, const Fact *fact, const char *name, guint row)
{
  double value = fact->value;

  if (row == 0)
    return value;
  for (guint i = 0; self->set != NULL && self->set[i] != NULL; i++)
    read_set (self->set[i], name, &value);
  if (fact->first_row > 0 && row >= fact->first_row && row < fact->first_row + N_POINTS)
    return get_point (fact, row - fact->first_row);

  return value;
}

static gboolean
is_set (const Trial *self, const char *name)
{
  double value;

  for (guint i = 0; self->set != NULL && self->set[i] != NULL; i++)
    if (read_set (self->set[i], name, &value))
      return TRUE;

  return FALSE;
}

/* One customer in many rows, each with one fact changed. */
static TnTable *
make_rows (TnTable *made, gpointer data, GError **error)
{
  Trial *self = data;
  g_autofree gsize *rows = NULL;
  g_autofree double *values = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TnTable) view = NULL;
  g_autoptr (TnTableBuilder) builder = NULL;

  self->facts = tn_table_ref (made);
  if (!find_customer (self, &self->wrong) || !read_facts (self, &self->wrong) ||
      !check_set (self, &self->wrong))
    {
      if (error != NULL)
        *error = g_error_copy (self->wrong);
      return NULL;
    }
  self->n_rows = 2;
  for (guint i = 0; i < self->numbers->len; i++)
    {
      Fact *fact = &g_array_index (self->numbers, Fact, i);

      if (!isfinite (fact->most) || fact->most <= 0 ||
          !is_changeable (self, tn_table_get_field (made, fact->column)))
        continue;
      fact->first_row = self->n_rows;
      self->n_rows += N_POINTS;
    }
  rows = g_new (gsize, self->n_rows);
  values = g_new (double, self->n_rows);
  for (guint i = 0; i < self->n_rows; i++)
    rows[i] = self->row;
  bytes = g_bytes_new (rows, self->n_rows * sizeof (gsize));
  view = tn_table_try_new_view (made, bytes, error);
  if (view == NULL)
    return NULL;
  builder = tn_table_builder_new_from (view);
  for (guint i = 0; i < self->numbers->len; i++)
    {
      const Fact *fact = &g_array_index (self->numbers, Fact, i);
      const TnField *field = tn_table_get_field (made, fact->column);

      for (guint row = 0; row < self->n_rows; row++)
        values[row] = choose_value (self, fact, field->name, row);
      tn_table_builder_take (builder, tn_field_copy (field),
                             tn_column_new_numbers (values, self->n_rows));
    }

  return tn_table_builder_end (g_steal_pointer (&builder));
}

/* What was found, in words of JSON */

/* The chances; the scores where no list says what they stand for. */
typedef struct
{
  double *chance, *low, *high;
} Chances;

static void
chances_clear (Chances *self)
{
  g_free (self->chance);
  g_free (self->low);
  g_free (self->high);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chances, chances_clear)

static double *
read_column (TnTable *table, const char *name, GError **error)
{
  int place = tn_table_find (table, name);

  return place >= 0 ? tn_column_dup_numbers (tn_table_get_column (table, place), error) : NULL;
}

static gboolean
read_chances (Chances *self, TnTable *scores, GError **error)
{
  self->chance = read_column (scores, "chance", error);
  if (self->chance == NULL && (error == NULL || *error == NULL))
    self->chance = read_column (scores, "score", error);
  self->low = read_column (scores, "low", NULL);
  self->high = read_column (scores, "high", NULL);

  return self->chance != NULL;
}

static JsonObject *
chance_to_json (const Chances *self, guint row)
{
  JsonObject *object = json_object_new ();

  tn_json_set_double (object, "chance", self->chance[row]);
  if (self->low != NULL && self->high != NULL)
    {
      tn_json_set_double (object, "low", self->low[row]);
      tn_json_set_double (object, "high", self->high[row]);
    }

  return object;
}

/* What a fact adds to the log-odds: the columns made of it carry its name. */
static double
sum_additions (const TnExplanation *explanation, const char *name)
{
  gsize length = strlen (name);
  double sum = 0;

  for (gsize i = 0; i < explanation->n_columns; i++)
    if (g_str_has_prefix (explanation->names[i], name) &&
        !g_ascii_isalnum (explanation->names[i][length]) &&
        (explanation->names[i][length] != '_' || g_str_equal (explanation->names[i], name)))
      sum += explanation->values[i];

  return sum;
}

static JsonObject *
fact_to_json (const Trial *self,
              const Fact *fact,
              const Chances *chances,
              const TnExplanation *explanation)
{
  const TnField *field = tn_table_get_field (self->facts, fact->column);
  JsonObject *object = json_object_new ();
  JsonArray *points = json_array_new ();
  double set = choose_value (self, fact, field->name, 1);

  json_object_set_member (object, "field", tn_field_to_json (field));
  tn_json_set_double (object, "value", fact->value);
  tn_json_set_double (object, "middle", fact->middle);
  tn_json_set_double (object, "most", get_point (fact, N_POINTS - 1));
  if (is_set (self, field->name))
    tn_json_set_double (object, "set", set);
  tn_json_set_double (object, "adds", sum_additions (explanation, field->name));
  for (guint i = 0; fact->first_row > 0 && i < N_POINTS; i++)
    {
      JsonObject *point = chance_to_json (chances, fact->first_row + i);

      tn_json_set_double (point, "value", get_point (fact, i));
      json_array_add_object_element (points, point);
    }
  json_object_set_array_member (object, "points", points);

  return object;
}

static JsonObject *
trial_to_json (const Trial *self, const Chances *chances, const TnExplanation *explanation)
{
  JsonObject *object = json_object_new ();
  JsonArray *facts = json_array_new ();

  json_object_set_int_member (object, "customers", 1);
  json_object_set_string_member (object, "customer", self->customer);
  json_object_set_object_member (object, "now", chance_to_json (chances, 0));
  if (self->set != NULL && self->set[0] != NULL)
    json_object_set_object_member (object, "then", chance_to_json (chances, 1));
  for (guint i = 0; i < self->numbers->len; i++)
    json_array_add_object_element (
        facts, fact_to_json (self, &g_array_index (self->numbers, Fact, i), chances, explanation));
  json_object_set_array_member (object, "facts", facts);

  return object;
}

/* The step whose table people read facts of: what the list is given as such. */
static char *
find_facts_node (TnProject *project, gint64 run, GError **error)
{
  g_autoptr (TnRun) found =
      tn_project_get_run (project, tn_project_find_run (project, run, error), error);
  g_autoptr (TnGraph) graph = found != NULL ? tn_graph_from_json (found->snapshot, error) : NULL;

  if (graph == NULL)
    return NULL;
  for (guint i = 0; i < tn_graph_get_n_links (graph); i++)
    {
      const TnGraphLink *link = tn_graph_get_link (graph, i);
      const TnGraphNode *to = tn_graph_get_node (graph, link->to);

      if (g_str_equal (to->type, "list") && to->spec != NULL &&
          g_strcmp0 (to->spec->inputs[link->to_port].id, "facts") == 0)
        return g_strdup (tn_graph_get_node (graph, link->from)->id);
    }
  tn_error_set (error, TN_ERROR_NOT_FOUND,
                N_ ("This run has no customer list, so there is nobody to try this on. Run a "
                    "pipeline that ends in one."),
                NULL);

  return NULL;
}

/**
 * tn_project_what_if:
 * @run: its number, 0 for the latest
 * @customer: of the list
 * @set: (nullable) (array zero-terminated=1): facts changed together, as "recency_days=3"
 * @error: %TN_ERROR_NOT_FOUND for a customer the run does not score, %TN_ERROR_ARGUMENT for a fact
 *   it does not know; as tn_project_score()
 *
 * Every step applies what it learned in the final fit of the run, to the customer as it is and to
 * the same with facts changed; so “now” is what the list says. It is what the model says of a
 * customer with other facts, and no promise of what a shop could bring about: the other facts stay
 * as they are, and the model saw what goes together and not why.
 *
 * Returns: (transfer full): “now” and, with @set, “then” (chance, low, high); “facts”, each with
 *   field, value, “set” where it was, middle of all customers and what few exceed (“most”), what it
 *   adds to the log-odds, and “points”: chances at values from none to “most”, beside what was set
 */
JsonObject *
tn_project_what_if (TnProject *project,
                    gint64 run,
                    const char *customer,
                    const char *const *set,
                    TnProgress *progress,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autofree char *node = find_facts_node (project, run, error);
  g_auto (Trial) trial = { .customer = customer, .set = set };
  TnScoreAlter alter = { node, make_rows, &trial };
  g_auto (TnExplanation) explanation = { 0 };
  g_auto (Chances) chances = { 0 };
  g_autoptr (TnTable) scores = NULL;

  if (node == NULL)
    return NULL;
  scores = _tn_score_altered (project, run, &alter, &explanation, progress, cancellable, error);
  /* What is wrong with the question is not told of a step that nobody asked about. */
  if (scores == NULL && trial.wrong != NULL)
    {
      g_clear_error (error);
      g_propagate_error (error, g_steal_pointer (&trial.wrong));
    }
  if (scores == NULL || !read_chances (&chances, scores, error))
    return NULL;
  g_return_val_if_fail (tn_table_get_n_rows (scores) == trial.n_rows, NULL);

  return trial_to_json (&trial, &chances, &explanation);
}

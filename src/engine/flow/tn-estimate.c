/* tn-estimate.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-estimate.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "tn-dataset.h"
#include "tn-error.h"
#include "tn-graph-private.h"
#include "tn-hash.h"
#include "tn-json.h"
#include "tn-run.h"

/* Rough figures of this kind of program, refined by the last run where there was one.
 *
 * Memory, measured with two threads in MB, in brackets what is said here: a customer table of 7,043
 * rows 89 (91), logs of 20 thousand lines 164 (192), of 542 thousand 219 (277), of 1.9 million
 * 1,763 (1,800). The same run has been seen to take a third more when both threads reach their peak
 * together.
 *
 * Seconds of work of one thread, on a computer that needs REFERENCE_SECONDS for the measure below:
 * the same data with the template as it is 5.0, 10.8 and 11.3; the last one with 10 trees 40. */
#define CUTS              12      /* rows a customer gives when rows are made as of dates */
#define SHARE_AT_CUT      0.85    /* of all customers: those who had ordered by then */
#define FEATURES          160     /* columns that are made from events */
#define FOLDS             10      /* of a split that does not say */
#define CELL_BYTES        8       /* one number */
#define EVENT_BYTES       48      /* of the index over one event */
#define LEARNER_COPIES    2.4     /* of a learner's table: what it prepared, its matrix, bins */
#define SECONDS_EVENT     2e-7    /* to clean or sort one event */
#define SECONDS_FEATURE   1.8e-8  /* one figure of one row */
#define SECONDS_CELL      1e-8    /* to impute, encode, scale one cell */
#define ROUNDS            50      /* at which trees usually stop, twice: to find it, to learn */
#define SECONDS_ROUND     2.2e-3  /* of a round */
#define SECONDS_TREE      2.8e-9  /* and of each cell in it */
#define SECONDS_SOLVE     0.025   /* of a model of weights */
#define SECONDS_SQUARE    1.4e-10 /* and of each pair of columns in a row */
#define SECONDS_JUDGING   1.2     /* of draws and pairs of models */
#define SECONDS_JUDGE     2e-5    /* and of each row */
#define SECONDS_LISTING   0.5     /* to explain and to draw */
#define SECONDS_LIST      2e-6    /* and of each row */
#define THREAD_GAIN       0.75    /* of each thread after the first */
#define MEASURE_STEPS     200000  /* of the measure of this computer */
#define REFERENCE_SECONDS 6.3e-4
#define RUNS_READ         5                              /* of the latest */
#define BASE_BYTES        (G_GINT64_CONSTANT (80) << 20) /* program, libraries, threads, charts */

/* What comes out of a node. */
typedef struct
{
  gint64 rows;
  gint64 columns;
  gint64 customers;
  gboolean folded;
  gboolean as_of; /* rows are as of dates */
} Shape;

typedef struct
{
  TnProject *project;
  const TnGraph *graph;
  TnGraphEnds incoming;
  Shape *shapes;
  guint n_folds;
  gint64 rows_in; /* of all sources */
} Guess;

static void
guess_clear (Guess *self)
{
  tn_graph_ends_clear (&self->incoming);
  g_free (self->shapes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Guess, guess_clear)

static void
node_estimate_free (gpointer data)
{
  TnNodeEstimate *self = data;

  g_free (self->node);
  g_free (self);
}

void
tn_estimate_free (TnEstimate *self)
{
  g_ptr_array_unref (self->nodes);
  g_free (self);
}

static gint64
count_customers (TnTable *table)
{
  int place = tn_table_find_role (table, TN_ROLE_CUSTOMER);
  TnColumn *column = place >= 0 ? tn_table_get_column (table, place) : NULL;
  g_autoptr (TnDictionary) dictionary = NULL;

  if (column == NULL ||
      tn_column_type_get_kind (tn_column_get_column_type (column)) != TN_CHUNK_CODE)
    return tn_table_get_n_rows (table);
  dictionary = tn_column_get_dictionary (column, NULL);

  return dictionary != NULL ? tn_dictionary_get_size (dictionary) : tn_table_get_n_rows (table);
}

static void
shape_source (Guess *self, const TnGraphNode *node, Shape *shape)
{
  const char *name = tn_json_string (node->values, "name", "");
  g_autoptr (TnTable) table =
      *name != '\0' ? tn_project_load_dataset (self->project, name, NULL) : NULL;

  /* A data set that is not there is told by the run, with its step. */
  if (table == NULL)
    return;
  shape->rows = tn_table_get_n_rows (table);
  shape->columns = tn_table_get_n_columns (table);
  shape->customers = count_customers (table);
  if (tn_node_spec_find_param (node->spec, "share") != NULL)
    {
      double share = CLAMP (tn_json_double (node->values, "share", 1), 0, 1);

      shape->rows = (gint64) ceil (shape->rows * share);
      shape->customers = (gint64) ceil (shape->customers * share);
    }
  self->rows_in += shape->rows;
}

static gboolean
gives (const TnNodeSpec *spec, TnPortType type)
{
  for (const TnPortSpec *port = spec->outputs; port != NULL && port->id != NULL; port++)
    if (port->type == type)
      return TRUE;

  return FALSE;
}

static gboolean
takes (const TnNodeSpec *spec, TnPortType type)
{
  for (const TnPortSpec *port = spec->inputs; port != NULL && port->id != NULL; port++)
    if (port->type == type)
      return TRUE;

  return FALSE;
}

/* How many dates rows are made as of: what the step is set to, if it says. */
static gint64
count_cuts (const TnGraphNode *node)
{
  g_autoptr (TnParams) params = tn_node_spec_find_param (node->spec, "n_cuts") != NULL
                                    ? tn_params_new (node->spec, node->values, NULL)
                                    : NULL;
  gint64 n = params != NULL ? tn_params_get_int (params, "n_cuts") : 0;

  /* One more: today's customers travel along. */
  return n > 0 ? n + 1 : CUTS;
}

static gint64
rows_at_cuts (const TnGraphNode *node, const Shape *from)
{
  return (gint64) ((double) from->customers * (double) count_cuts (node) * SHARE_AT_CUT);
}

/* Rows as of dates are tested by date, others in folds. */
static guint
count_folds (const TnGraphNode *node, gboolean as_of)
{
  const char *name = as_of ? "n_cuts" : "n_folds";
  g_autoptr (TnParams) params = tn_node_spec_find_param (node->spec, name) != NULL
                                    ? tn_params_new (node->spec, node->values, NULL)
                                    : NULL;
  gint64 n = params != NULL ? tn_params_get_int (params, name) : 0;

  return n > 0 ? (guint) MIN (n, 100) : FOLDS;
}

/* A step that takes both: the events only add facts to the rows of the table. */
static gint64
rows_of_table (const Guess *self, guint place)
{
  gint64 rows = 0;

  for (guint i = self->incoming.begin[place]; i < self->incoming.begin[place + 1]; i++)
    {
      const TnGraphLink *link = tn_graph_get_link (self->graph, self->incoming.links[i]);
      const TnGraphNode *from = tn_graph_get_node (self->graph, link->from);

      if (from->spec->outputs[link->from_port].type == TN_PORT_TABLE)
        rows = MAX (rows, self->shapes[link->from].rows);
    }

  return rows;
}

/* What goes in decides what comes out: events become rows as of dates, rows get features. */
static void
shape_node (Guess *self, guint place)
{
  const TnGraphNode *node = tn_graph_get_node (self->graph, place);
  Shape *shape = &self->shapes[place];

  if (node->spec->flags & TN_NODE_SOURCE)
    {
      shape_source (self, node, shape);
      return;
    }
  for (guint i = self->incoming.begin[place]; i < self->incoming.begin[place + 1]; i++)
    {
      const TnGraphLink *link = tn_graph_get_link (self->graph, self->incoming.links[i]);
      const TnGraphNode *from_node = tn_graph_get_node (self->graph, link->from);
      const Shape *from = &self->shapes[link->from];
      gboolean is_events = from_node->spec->outputs[link->from_port].type == TN_PORT_EVENTS;
      gboolean turns = is_events && !gives (node->spec, TN_PORT_EVENTS);

      shape->folded |= from->folded;
      shape->as_of |= from->as_of || turns;
      shape->customers = MAX (shape->customers, from->customers);
      shape->rows = MAX (shape->rows, turns ? rows_at_cuts (node, from) : from->rows);
      shape->columns = MAX (shape->columns, turns ? 6 : from->columns);
    }
  if (takes (node->spec, TN_PORT_EVENTS) && takes (node->spec, TN_PORT_TABLE))
    shape->rows = rows_of_table (self, place);
  if (g_str_equal (node->spec->group, "features") && takes (node->spec, TN_PORT_TABLE))
    shape->columns = MAX (shape->columns, FEATURES);
  if (node->spec->flags & TN_NODE_SPLITS)
    {
      shape->folded = TRUE;
      self->n_folds = count_folds (node, shape->as_of);
    }
  if (node->spec->flags & TN_NODE_GATHERS)
    shape->folded = FALSE;
}

/* Seconds of this thread for a fixed piece of work, the best of three. */
static gpointer
measure_machine (gpointer unused)
{
  static double best;

  best = G_MAXDOUBLE;
  for (guint turn = 0; turn < 3; turn++)
    {
      struct timespec from, to;
      volatile guint64 sink;
      guint64 value = turn;

      clock_gettime (CLOCK_THREAD_CPUTIME_ID, &from);
      for (guint i = 0; i < MEASURE_STEPS; i++)
        value = tn_hash_u64 (value);
      sink = value;
      (void) sink;
      clock_gettime (CLOCK_THREAD_CPUTIME_ID, &to);
      best = MIN (best, (double) (to.tv_sec - from.tv_sec) + (to.tv_nsec - from.tv_nsec) / 1e9);
    }

  return &best;
}

/* Seconds that pass for a second of work of one thread of the reference: how fast this computer
 * is, how many threads share the work, and how many others want its processors. */
static double
find_pace (guint n_threads)
{
  static GOnce once = G_ONCE_INIT;
  double speed = *(double *) g_once (&once, measure_machine, NULL) / REFERENCE_SECONDS;
  double threads = MAX (n_threads, 1), others = 0, crowd;

  if (getloadavg (&others, 1) != 1)
    others = 0;
  crowd = MAX ((others + threads) / g_get_num_processors (), 1);

  return CLAMP (speed, 0.2, 10) * crowd / (1 + THREAD_GAIN * (threads - 1));
}

/* Trees a learner makes at most, twice: some find how many, the others are the model. */
static double
count_rounds (const TnGraphNode *node)
{
  g_autoptr (TnParams) params = tn_params_new (node->spec, node->values, NULL);
  gint64 n = params != NULL ? tn_params_get_int (params, "rounds") : ROUNDS;

  return 2.0 * CLAMP (n, 1, ROUNDS);
}

static double
guess_learning (const TnGraphNode *node, const Shape *shape)
{
  double cells = (double) shape->rows * shape->columns;

  if (node->spec->flags & TN_NODE_BASELINE)
    return (double) shape->rows * 4 * SECONDS_CELL;
  if (tn_node_spec_find_param (node->spec, "rounds") != NULL)
    return count_rounds (node) * (SECONDS_ROUND + cells * SECONDS_TREE);

  return SECONDS_SOLVE + cells * shape->columns * SECONDS_SQUARE;
}

/* Seconds of work of one thread of the reference. */
static double
guess_seconds (const Guess *self, const TnGraphNode *node, const Shape *shape)
{
  const TnNodeSpec *spec = node->spec;
  double cells = (double) shape->rows * shape->columns;
  double fits = shape->folded ? self->n_folds + 1 : 1;

  if (spec->flags & TN_NODE_LEARNER)
    return guess_learning (node, shape) * fits;
  if (takes (spec, TN_PORT_SCORES) && takes (spec, TN_PORT_MODEL))
    return SECONDS_LISTING + shape->rows * SECONDS_LIST;
  if (takes (spec, TN_PORT_SCORES))
    return SECONDS_JUDGING + shape->rows * SECONDS_JUDGE;
  if (takes (spec, TN_PORT_EVENTS) || spec->flags & TN_NODE_SOURCE)
    return self->rows_in * SECONDS_EVENT + cells * SECONDS_FEATURE;
  if (spec->flags & TN_NODE_GATHERS)
    return shape->rows * SECONDS_CELL;

  return cells * fits * SECONDS_CELL;
}

static gint64
guess_bytes (const Guess *self, const TnNodeSpec *spec, const Shape *shape)
{
  gint64 table = shape->rows * shape->columns * CELL_BYTES;

  if (spec->flags & TN_NODE_SPLITS)
    return shape->rows * (self->n_folds + 1);
  if (spec->flags & TN_NODE_GATHERS)
    return shape->rows * (self->n_folds + 1) * 4 * CELL_BYTES;
  if (spec->flags & TN_NODE_LEARNER)
    return spec->flags & TN_NODE_BASELINE ? shape->rows * 4 * CELL_BYTES
                                          : (gint64) (table * LEARNER_COPIES);
  if (takes (spec, TN_PORT_EVENTS))
    return table + self->rows_in * EVENT_BYTES;

  return table;
}

/* Steps of several folds go on side by side: the share of a run's own time in the sum of theirs. */
static double
get_overlap (JsonObject *info, JsonObject *seconds)
{
  double elapsed = tn_json_double (info, "elapsed", 0), sum = 0;
  g_autoptr (GList) nodes = seconds != NULL ? json_object_get_members (seconds) : NULL;

  for (GList *at = nodes; at != NULL; at = at->next)
    sum += MAX (tn_json_double (seconds, at->data, 0), 0);

  return elapsed > 0 && sum > elapsed ? elapsed / sum : 1;
}

/* Where a step was carried out in a run, its own time is a better guess. What was recalled in
 * that run has none: an older one may. */
static void
refine_by (TnEstimate *self, JsonObject *info, GHashTable *known)
{
  JsonObject *seconds = tn_json_object (info, "seconds");
  gint64 rows_then = tn_json_int (info, "rows", 0);
  double growth =
      (rows_then > 0 ? (double) self->rows_in / rows_then : 1) * get_overlap (info, seconds);

  for (guint i = 0; seconds != NULL && i < self->nodes->len; i++)
    {
      TnNodeEstimate *at = g_ptr_array_index (self->nodes, i);

      if (!json_object_has_member (seconds, at->node) || !g_hash_table_add (known, at->node))
        continue;
      at->seconds = MAX (tn_json_double (seconds, at->node, at->seconds), 0) * growth;
      self->is_measured = TRUE;
    }
}

static void
refine (TnEstimate *self, TnProject *project, const char *pipeline)
{
  g_autoptr (GPtrArray) runs =
      tn_project_find_runs (project, pipeline, TN_RUN_DONE, RUNS_READ, NULL);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    {
      const TnRun *run = g_ptr_array_index (runs, i);

      if (tn_run_get_info (run) != NULL)
        refine_by (self, tn_run_get_info (run), known);
    }
  self->seconds = 0;
  for (guint i = 0; i < self->nodes->len; i++)
    self->seconds += ((TnNodeEstimate *) g_ptr_array_index (self->nodes, i))->seconds;
}

/**
 * tn_estimate_new:
 * @graph: sound
 * @pipeline: (nullable): its name, to find its last run
 * @n_threads: so many folds are carried out at once
 * @error: as tn_graph_sort()
 *
 * Returns: (transfer full): rows, seconds and memory of each step and of the run
 */
TnEstimate *
tn_estimate_new (TnProject *project,
                 TnGraph *graph,
                 const char *pipeline,
                 guint n_threads,
                 GError **error)
{
  g_auto (Guess) guess = { .project = project, .graph = graph, .n_folds = 0 };
  g_autofree guint *order = tn_graph_sort (graph, error);
  g_autoptr (TnEstimate) self = NULL;
  gint64 sources = 0, before = 0, table = 0, inside = 0;
  double pace = find_pace (n_threads);

  if (order == NULL)
    return NULL;
  self = g_new0 (TnEstimate, 1);
  self->nodes = g_ptr_array_new_with_free_func (node_estimate_free);
  tn_graph_ends_init (&guess.incoming, graph, TRUE);
  guess.shapes = g_new0 (Shape, tn_graph_get_n_nodes (graph));
  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    {
      const TnGraphNode *node = tn_graph_get_node (graph, order[i]);
      const Shape *shape = &guess.shapes[order[i]];
      TnNodeEstimate *at = g_new0 (TnNodeEstimate, 1);

      shape_node (&guess, order[i]);
      at->node = g_strdup (node->id);
      at->title = node->spec->title;
      at->rows = shape->rows;
      at->columns = shape->columns;
      at->seconds = guess_seconds (&guess, node, shape) * pace;
      at->bytes = guess_bytes (&guess, node->spec, shape);
      self->seconds += at->seconds;
      if (shape->folded)
        {
          inside = MAX (inside, at->bytes);
          table = MAX (table, shape->rows * shape->columns * CELL_BYTES);
        }
      else
        before = MAX (before, at->bytes);
      if (node->spec->flags & TN_NODE_SOURCE)
        sources += at->bytes;
      g_ptr_array_add (self->nodes, at);
    }
  self->rows_in = guess.rows_in;
  /* A table is let go with its last reader and shares what it did not change: before the split
   * what counts is the largest step beside the data, in folds the largest one for each thread
   * beside the table that was split. */
  self->bytes =
      BASE_BYTES +
      MAX (sources + before, table + inside * CLAMP (n_threads, 1, MAX (guess.n_folds + 1, 1)));
  refine (self, project, pipeline);

  return g_steal_pointer (&self);
}

static gint64
sum_rows (const TnEstimate *self)
{
  gint64 most = 0;

  for (guint i = 0; i < self->nodes->len; i++)
    most = MAX (most, ((TnNodeEstimate *) g_ptr_array_index (self->nodes, i))->rows);

  return most;
}

double
tn_estimate_get_share (const TnEstimate *self, gint64 available)
{
  return MIN ((double) MAX (available - BASE_BYTES, 0) / MAX (self->bytes - BASE_BYTES, 1), 1);
}

/**
 * tn_estimate_require_memory:
 * @available: in bytes
 * @error: %TN_ERROR_SPACE naming what is needed, what there is, and a sample that would fit
 */
gboolean
tn_estimate_require_memory (const TnEstimate *self, gint64 available, GError **error)
{
  TnMessage *message;

  if (self->bytes <= available)
    return TRUE;
  message = tn_message_new (
      tn_estimate_get_share (self, available) > 0
          ? N_ ("This run needs about {need} GB of memory and {have} GB are free. Use a sample of "
                "about {rows} rows, or close other programs.")
          : N_ ("This run needs about {need} GB of memory and {have} GB are free, too little even "
                "for a sample. Close other programs, or raise the limit on memory."));
  tn_message_number (message, "need", self->bytes / 1e9, 1);
  tn_message_number (message, "have", available / 1e9, 1);
  tn_message_round (message, "rows", sum_rows (self) * tn_estimate_get_share (self, available), 1);
  tn_error_take (error, TN_ERROR_SPACE, message);

  return FALSE;
}

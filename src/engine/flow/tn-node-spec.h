/* tn-node-spec.h: what a node is, as data
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-column.h"
#include "tn-field.h"

G_BEGIN_DECLS

typedef struct _TnStep TnStep;
typedef struct _TnPacket TnPacket;
typedef struct _TnNodeState TnNodeState;
typedef struct _TnFolds TnFolds;
typedef struct _TnTable TnTable;

/**
 * TnPortType:
 * @TN_PORT_EVENTS: an event log, a row each thing a customer did
 * @TN_PORT_TABLE: a table of rows to learn from and to score
 * @TN_PORT_MODEL: what a learner learned
 * @TN_PORT_SCORES: a table with keys, label, role and prediction
 * @TN_PORT_RESULT: metrics, curves, figures, lists: a document
 */
typedef enum
{
  TN_PORT_EVENTS,
  TN_PORT_TABLE,
  TN_PORT_MODEL,
  TN_PORT_SCORES,
  TN_PORT_RESULT,
} TnPortType;

#define TN_N_PORT_TYPES 5

/**
 * TnPortSpec:
 * @id: in snake case; %NULL ends a list of ports
 * @type: what travels
 * @title: for people, translatable
 * @optional: an input that may stay empty
 * @many: an input that takes several links, in their order
 */
typedef struct
{
  const char *id;
  TnPortType type;
  const char *title;
  gboolean optional;
  gboolean many;
} TnPortSpec;

typedef enum
{
  TN_PARAM_BOOL,
  TN_PARAM_INT,
  TN_PARAM_NUMBER,
  TN_PARAM_CHOICE,
  TN_PARAM_TEXT,
  TN_PARAM_DATE,       /* "2026-03-01", empty for automatic */
  TN_PARAM_COLUMN,     /* a column's name, empty for automatic */
  TN_PARAM_COLUMNS,    /* names, one a line, empty for automatic */
  TN_PARAM_DATES,      /* such as 2026-03-01, one a line, empty for automatic */
  TN_PARAM_NUMBERS,    /* numbers separated by blanks or commas */
  TN_PARAM_CONDITIONS, /* conditions on columns, one a line: see node “filter” */
} TnParamType;

#define TN_N_PARAM_TYPES 11

/* The setting of a list that says how many customers are contacted: by this name, as an int. */
#define TN_PARAM_CONTACTS "contacts"

typedef struct
{
  const char *id; /* %NULL ends a list of choices */
  const char *title;
} TnChoice;

/**
 * TnParamSpec:
 * @id: in snake case; %NULL ends a list of parameters
 * @type: what kind of value
 * @title: for people, translatable
 * @help: one plain sentence, translatable
 * @number: default of a bool (0, 1), int or number
 * @min: least value of an int or number
 * @max: greatest
 * @text: default of the other types
 * @unit: (nullable): "days", "%"…, translatable
 * @zero: (nullable): what 0 says in place of a number, as "automatic", translatable
 * @choices: (nullable): of a choice
 * @role: of a column: the role that is taken when it is empty
 * @advanced: folded away at first
 * @why: (nullable): why this default, translatable
 * @downstream: an assumption that stands here for steps further on (see #TnReadSpec) and that
 *   this node's own verbs do not see: stating it carries nothing of this node out again
 * @takes: of a column or columns: bits of the types they may have, as 1 << %TN_COLUMN_NUMBER; 0 for
 *   all
 */
typedef struct
{
  const char *id;
  TnParamType type;
  const char *title;
  const char *help;
  double number;
  double min;
  double max;
  const char *text;
  const char *unit;
  const char *zero;
  const TnChoice *choices;
  TnRole role;
  gboolean advanced;
  const char *why;
  gboolean downstream;
  guint takes;
} TnParamSpec;

#define TN_TAKES_NUMBERS    (1u << TN_COLUMN_NUMBER)
#define TN_TAKES_DATES      (1u << TN_COLUMN_TIME)
#define TN_TAKES_CATEGORIES (1u << TN_COLUMN_CATEGORY | 1u << TN_COLUMN_FLAG)

/**
 * TnReadSpec:
 * @node: id of a description; %NULL ends a list
 * @param: a parameter of it that is flagged downstream
 *
 * What a node reads of the settings of the nearest such node upstream, with tn_step_read_number()
 * and tn_step_read_text(). It is part of what the node's results are known by.
 */
typedef struct
{
  const char *node;
  const char *param;
} TnReadSpec;

/**
 * TnMovedSpec:
 * @param: a parameter this node had or has; %NULL ends a list
 * @node: id of a description
 * @to: a parameter of it
 *
 * A setting that stands in the nearest such node upstream, where there is one: settings made
 * here by an older program, or by hand, are taken there (see tn_graph_from_json()). A parameter
 * the node still has is for pipelines without such a node; one it no longer has is set aside
 * there until a node is linked that takes it.
 */
typedef struct
{
  const char *param;
  const char *node;
  const char *to;
} TnMovedSpec;

/**
 * TnNodeFlags:
 * @TN_NODE_SOURCE: brings data in; has no inputs
 * @TN_NODE_SPLITS: gives its table one assignment of row roles for each fold
 * @TN_NODE_GATHERS: sees all folds at once, and the final fit
 * @TN_NODE_BASELINE: a learner that learns next to nothing: others are measured against it
 * @TN_NODE_LEARNER: gives Model and Scores
 * @TN_NODE_FINAL_ONLY: is not carried out in folds, only in the final fit
 * @TN_NODE_FINAL_LAST: its final fit needs what its folds learned (a number of rounds)
 * @TN_NODE_CHANGES_ROWS: its apply drops rows or makes others: it stands before a split
 */
typedef enum
{
  TN_NODE_SOURCE = 1 << 0,
  TN_NODE_SPLITS = 1 << 1,
  TN_NODE_GATHERS = 1 << 2,
  TN_NODE_BASELINE = 1 << 3,
  TN_NODE_LEARNER = 1 << 4,
  TN_NODE_FINAL_ONLY = 1 << 5,
  TN_NODE_FINAL_LAST = 1 << 6,
  TN_NODE_CHANGES_ROWS = 1 << 7,
} TnNodeFlags;

/**
 * TnExplanation:
 * @n_rows: rows explained
 * @n_columns: columns the model uses
 * @names: (array length=n_columns): names of the columns
 * @values: n_rows × n_columns, row by row: what each column adds to the log-odds of each row
 * @base: log-odds before any column
 */
typedef struct
{
  gsize n_rows;
  gsize n_columns;
  char **names;
  double *values;
  double base;
} TnExplanation;

void tn_explanation_clear (TnExplanation *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnExplanation, tn_explanation_clear)

/**
 * TnNodeSpec:
 * @id: in snake case, for ever
 * @version: of state and meaning; a state of another version is not applied
 * @group: "prepare", "features", "model" or "judge"
 * @title: for people, translatable
 * @words: (nullable): what else people call it, and what they want who need it, separated by
 *   semicolons, translatable: searched in and never shown
 * @summary: one sentence, translatable
 * @learns: (nullable): what its state holds, one sentence, translatable
 * @method: (nullable): one sentence in past tense for the report's method section, translatable;
 *   placeholders are parameters' ids
 * @inputs: ended by an entry without id
 * @outputs: likewise
 * @params: likewise
 * @reads: (nullable): likewise: settings of nodes upstream
 * @moved: (nullable): likewise: settings that stand in a node upstream
 * @flags: how the runner treats it
 * @fit: sees only rows whose role is train (and, for choosing, validate)
 * @apply: keeps rows one to one, unless flagged %TN_NODE_CHANGES_ROWS
 * @fit_apply: (nullable): where train rows must be treated differently from others
 * @split: of a node that splits
 * @gather: of a node that gathers
 * @finish: (nullable): of a node that keeps a state while it gathers: replaces @scores of new rows
 *   by @model, (inout) (transfer full), by what it says of them
 * @explain: (nullable): of a learner: which column adds how much to each row's score
 * @library: (nullable): name and version of the library it learns with, which the run keeps
 *
 * A node is one source file with one of these. Canvas, inspector, command line, validation,
 * undo, saved files, the help page and the report's method section all read it.
 *
 * Each verb gives %FALSE with one sentence when it cannot; outputs are (transfer full), one for
 * each output port.
 */
typedef struct
{
  const char *id;
  guint version;
  const char *group;
  const char *title;
  const char *words;
  const char *summary;
  const char *learns;
  const char *method;
  const TnPortSpec *inputs;
  const TnPortSpec *outputs;
  const TnParamSpec *params;
  const TnReadSpec *reads;
  const TnMovedSpec *moved;
  guint flags;

  gboolean (*fit) (TnStep *step, TnNodeState **state, GError **error);
  gboolean (*apply) (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error);
  gboolean (*fit_apply) (TnStep *step, TnNodeState **state, TnPacket **outputs, GError **error);
  gboolean (*split) (TnStep *step, TnFolds **folds, GError **error);
  gboolean (*gather) (TnStep *step, TnPacket **outputs, GError **error);
  gboolean (*finish) (const TnNodeState *state,
                      const char *model,
                      TnTable **scores,
                      GError **error);
  gboolean (*explain) (TnStep *step,
                       const TnNodeState *state,
                       TnTable *rows,
                       TnExplanation *explanation,
                       GError **error);
  const char *(*library) (void);
} TnNodeSpec;

/* Why a setting cannot name a column of that type; (nullable): it can. */
TnMessage *tn_param_spec_refuse (const TnParamSpec *self, TnColumnType type);

const char *tn_port_type_to_id (TnPortType type);
const char *tn_param_type_to_id (TnParamType type);

guint tn_node_spec_count_inputs (const TnNodeSpec *self);
guint tn_node_spec_count_outputs (const TnNodeSpec *self);
int tn_node_spec_find_input (const TnNodeSpec *self, const char *id);
int tn_node_spec_find_output (const TnNodeSpec *self, const char *id);
int tn_ports_find_type (const TnPortSpec *ports, TnPortType type);
guint tn_node_spec_count_needed (const TnNodeSpec *self);
const TnParamSpec *tn_node_spec_find_param (const TnNodeSpec *self, const char *id);
JsonNode *tn_node_spec_to_json (const TnNodeSpec *self, const TnLanguage *language);

/* Every node there is. The list is made by nodes/meson.build and set once at start. */
void tn_node_registry_set (const TnNodeSpec *const *specs);
const TnNodeSpec *tn_node_registry_find (const char *id);
const TnNodeSpec *const *tn_node_registry_list (void);

G_END_DECLS

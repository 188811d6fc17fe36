/* tn-node-choose-columns.c: which columns go on, and which of them are facts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "tn-row-names.h"
#include "tn-step.h"

extern const TnNodeSpec tn_node_choose_columns;

static gboolean
check_names (TnTable *table, char **names, GError **error)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (tn_table_find (table, names[i]) < 0)
      {
        tn_error_set (error, TN_ERROR_ARGUMENT,
                      N_ ("There is no column “{column}” here. Choose among those of the table."),
                      "column", names[i], NULL);
        return FALSE;
      }

  return TRUE;
}

static gboolean
is_listed (char **names, const char *name)
{
  return g_strv_contains ((const char *const *) names, name);
}

/* What a model may learn from: everything that is no key, no answer and no free text. */
static gboolean
can_be_fact (const TnField *field, TnColumn *column)
{
  if (tn_column_get_column_type (column) == TN_COLUMN_TEXT ||
      tn_column_get_column_type (column) == TN_COLUMN_TIME)
    return FALSE;
  switch (field->role)
    {
    case TN_ROLE_NONE:
    case TN_ROLE_AMOUNT:
    case TN_ROLE_PRICE:
    case TN_ROLE_QUANTITY:
    case TN_ROLE_CATEGORY:
    case TN_ROLE_EVENT:
      return TRUE;
    case TN_ROLE_FEATURE:
    case TN_ROLE_TARGET:
    case TN_ROLE_CUSTOMER:
    case TN_ROLE_ORDER:
    case TN_ROLE_ITEM:
    case TN_ROLE_TIME:
    case TN_ROLE_TEXT:
    case TN_ROLE_WEIGHT:
    case TN_ROLE_TREATMENT:
    case TN_ROLE_OUTCOME:
    case TN_ROLE_SENSITIVE:
    case TN_ROLE_IGNORE:
    case TN_ROLE_CUT:
    case TN_ROLE_EVIDENCE:
    case TN_ROLE_LABEL_END:
    default:
      return FALSE;
    }
}

static gboolean
apply (TnStep *step, const TnNodeState *state, TnPacket **outputs, GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  TnTable *table = tn_step_get_table (step, 0);
  g_auto (GStrv) keep = tn_params_get_lines (params, "keep");
  g_auto (GStrv) drop = tn_params_get_lines (params, "drop");
  gboolean make_facts = tn_params_get_bool (params, "facts");
  g_autoptr (TnTable) chosen = NULL;
  TnTableBuilder *builder;

  if (!check_names (table, keep, error) || !check_names (table, drop, error))
    return FALSE;

  builder = tn_table_builder_new (tn_table_get_n_rows (table));
  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    {
      TnField *field = tn_field_copy (tn_table_get_field (table, i));
      TnColumn *column = tn_table_get_column (table, i);

      if ((keep[0] != NULL && !is_listed (keep, field->name) && !tn_field_is_row_name (field)) ||
          is_listed (drop, field->name))
        {
          tn_field_free (field);
          continue;
        }
      if (make_facts && can_be_fact (field, column))
        field->role = TN_ROLE_FEATURE;
      tn_table_builder_take (builder, field, tn_column_ref (column));
    }
  chosen = tn_table_builder_end (builder);
  outputs[0] = tn_packet_new_table (TN_PORT_TABLE, chosen);

  return TRUE;
}

static const TnPortSpec inputs[] = { { "table", TN_PORT_TABLE, N_ ("Table") }, { NULL } };
static const TnPortSpec outputs[] = { { "table", TN_PORT_TABLE, N_ ("Chosen columns") }, { NULL } };

static const TnParamSpec params[] = {
  { "keep", TN_PARAM_COLUMNS, N_ ("Keep"), N_ ("Only these columns go on; empty keeps all."),
    .text = "" },
  { "drop", TN_PARAM_COLUMNS, N_ ("Leave out"), N_ ("These columns do not go on."), .text = "" },
  { "facts", TN_PARAM_BOOL, N_ ("Learn from the rest"),
    N_ ("Numbers and categories that are neither key nor answer become facts a model may use."),
    1 },
  { NULL },
};

const TnNodeSpec tn_node_choose_columns = {
  .id = "choose_columns",
  .version = 1,
  .group = "prepare",
  .title = N_ ("Choose columns"),
  .words = N_ ("select columns; keep; drop; remove column; leave out; fields; features; hide"),
  .summary = N_ ("Says which columns go on, and which of them a model may learn from."),
  .inputs = inputs,
  .outputs = outputs,
  .params = params,
  .apply = apply,
};

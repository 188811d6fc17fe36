/* tn-cancellations.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-cancellations.h"

#include <string.h>

#include "tn-error.h"
#include "tn-keys.h"
#include "tn-undo.h"

#define NONE "-" /* of a setting: nothing, instead of what is proposed */

/* Words one a line, or separated by commas where there is one line. */
static char **
split_words (const char *text)
{
  g_autoptr (GRegex) between =
      g_regex_new (strchr (text, '\n') != NULL ? "\\n" : "[,，、]", 0, 0, NULL);
  g_auto (GStrv) words = g_regex_split (between, text, 0);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_strstrip (words[i]);
      if (*words[i] != '\0' && strcmp (words[i], NONE) != 0)
        g_ptr_array_add (kept, g_strdup (words[i]));
    }
  g_ptr_array_add (kept, NULL);

  return (char **) g_ptr_array_steal (kept, NULL);
}

static void
set_words (char ***words, const char *text)
{
  if (*text == '\0')
    return;
  g_strfreev (*words);
  *words = split_words (text);
}

static void
set_word (char **word, const char *text)
{
  if (*text == '\0')
    return;
  g_free (*word);
  *word = g_strdup (strcmp (text, NONE) != 0 ? text : "");
}

static gboolean
refuse_type (GError **error, const char *word)
{
  tn_error_set (error, TN_ERROR_ARGUMENT,
                N_ ("No event of this log is of type “{word}”, which should count as an order. "
                    "Write the types as they stand in the data, or leave the setting empty."),
                "word", word, NULL);

  return FALSE;
}

/* A type that was typed wrong would leave nobody with an order. */
static gboolean
check_types (TnTable *table, char **types, GError **error)
{
  int place = tn_table_find_role (table, TN_ROLE_EVENT);
  g_autofree guint32 *codes = NULL;
  g_autoptr (TnDictionary) dictionary = NULL;

  if (types[0] == NULL)
    return TRUE;
  if (place < 0)
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("The setting “order_types” names event types, and no column has the role "
                        "“event”. Give the role to a column, or leave the setting empty."),
                    NULL);
      return FALSE;
    }
  if (!tn_keys_dup_codes (tn_table_get_column (table, place), &codes, &dictionary, error))
    return FALSE;
  for (guint i = 0; types[i] != NULL; i++)
    {
      g_autofree char *wanted = g_utf8_casefold (types[i], -1);
      gboolean known = FALSE;

      for (guint32 k = 0; !known && k < tn_dictionary_get_size (dictionary); k++)
        {
          g_autofree char *word = g_utf8_casefold (tn_dictionary_get (dictionary, k, NULL), -1);

          known = strcmp (wanted, word) == 0;
        }
      if (!known)
        return refuse_type (error, types[i]);
    }

  return TRUE;
}

static gboolean
check_status (TnTable *table, const TnReading *reading, GError **error)
{
  if (*reading->status_column == '\0')
    return TRUE;
  if (tn_keys_require (table, reading->status_column, error) == NULL)
    return FALSE;
  if (reading->cancel_statuses[0] != NULL)
    return TRUE;

  tn_error_set (error, TN_ERROR_ARGUMENT,
                N_ ("“{column}” is to say what was cancelled. Write in “cancel_statuses” which of "
                    "its words say so."),
                "column", reading->status_column, NULL);
  tn_error_place (error, NULL, reading->status_column, 0);

  return FALSE;
}

/* A person's word on which column says what was cancelled, and which of its words do. */
static gboolean
take_status (TnReading *self, TnTable *table, const char *column, const char *words, GError **error)
{
  char **found;

  if (*column == '\0')
    return TRUE;
  set_word (&self->status_column, column);
  g_clear_pointer (&self->found_column, g_free);
  if (*words != '\0' || *self->status_column == '\0')
    {
      set_words (&self->cancel_statuses, words);
      return TRUE;
    }
  found = tn_reading_find_statuses (table, self->status_column, error);
  if (found == NULL)
    return FALSE;
  g_strfreev (self->cancel_statuses);
  self->cancel_statuses = found;

  return TRUE;
}

/**
 * tn_cancellations_learn:
 * @step: of the node “clean”
 *
 * What the settings say, and the log's own proposal for what they leave open.
 *
 * Returns: (transfer full) (nullable): how the log is read from now on
 */
TnReading *
tn_cancellations_learn (TnStep *step, TnTable *table, GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  g_autoptr (TnReading) self = tn_reading_propose (table, tn_step_get_cancellable (step), error);

  if (self == NULL)
    return NULL;
  set_words (&self->order_types, tn_params_get_text (params, "order_types"));
  set_words (&self->return_types, tn_params_get_text (params, "return_types"));
  set_word (&self->cancel_prefix, tn_params_get_text (params, "cancel_prefix"));
  self->free_orders = tn_params_get_bool (params, "free_orders");
  if (!take_status (self, table, tn_params_get_text (params, "status_column"),
                    tn_params_get_text (params, "cancel_statuses"), error))
    return NULL;
  if (!check_types (table, self->order_types, error) || !check_status (table, self, error))
    return NULL;

  return g_steal_pointer (&self);
}

static void
say (TnStep *step, const char *code, const char *one, const char *other, gsize n)
{
  if (n > 0)
    tn_step_warn (step, code, tn_message_new_plural (one, other, (gint64) n));
}

static gsize
count_returns (const guint8 *kinds, const guint8 *dropped, gsize n)
{
  gsize n_returns = 0;

  for (gsize i = 0; i < n; i++)
    n_returns += !dropped[i] && kinds[i] == TN_LINE_RETURN;

  return n_returns;
}

static void
drop_returns (const guint8 *kinds, guint8 *dropped, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (kinds[i] == TN_LINE_RETURN)
      dropped[i] = TRUE;
}

/* When each row was undone so far: nothing, or what an earlier step found. */
static gint64 *
begin_undone (TnTable *table, GError **error)
{
  gsize n = tn_table_get_n_rows (table);
  int place = tn_table_find_role (table, TN_ROLE_UNDONE);
  gint64 *undone;

  if (place >= 0 &&
      tn_column_get_column_type (tn_table_get_column (table, place)) == TN_COLUMN_TIME)
    return tn_column_dup_times (tn_table_get_column (table, place), error);
  undone = tn_keys_try_alloc (n, sizeof (gint64), error);
  for (gsize i = 0; undone != NULL && i < n; i++)
    undone[i] = TN_TIME_MISSING;

  return undone;
}

static gboolean
undo (TnStep *step,
      TnTable *table,
      const guint8 *kinds,
      guint8 *dropped,
      gint64 *undone,
      gsize *n_dropped,
      GError **error)
{
  TnUndoCounts counts;

  if (!tn_undo_match (table, kinds, dropped, undone, &counts, tn_step_get_cancellable (step),
                      error))
    return FALSE;
  *n_dropped += counts.n_matched;
  say (step, "clean.undone",
       TN_PLURAL (N_ ("{n} return or cancellation was left out, with the order line it undoes: "
                      "matched by customer, item and quantity. Until that day the line counts."),
                  N_ ("{n} returns or cancellations were left out, each with the order line it "
                      "undoes: matched by customer, item and quantity. Until that day the line "
                      "counts.")),
       counts.n_matched);
  say (step, "clean.not_undone",
       TN_PLURAL (N_ ("{n} return or cancellation matches no earlier order line. It is kept as a "
                      "return."),
                  N_ ("{n} returns or cancellations match no earlier order line. They are kept as "
                      "returns.")),
       counts.n_unmatched);

  return TRUE;
}

/* Adds a mark beside the columns there are, or in place of an earlier one. */
static void
take_mark (TnTableBuilder *builder, TnTable *table, TnField *field, TnColumn *column)
{
  int old = tn_table_find_role (table, field->role);
  g_autofree char *name = g_steal_pointer (&field->name);

  field->name = g_strdup (old >= 0 ? tn_table_get_field (table, old)->name : name);
  for (guint i = 2; old < 0 && tn_table_find (table, field->name) >= 0; i++)
    {
      g_free (field->name);
      field->name = g_strdup_printf ("%s %u", name, i);
    }
  tn_table_builder_take (builder, field, column);
}

static void
take_kinds (TnTableBuilder *builder, TnTable *table, TnColumn *kinds)
{
  TnField *field = tn_field_new ("line", TN_ROLE_LINE);

  field->label = tn_message_new (N_ ("Kind of row"));
  take_mark (builder, table, field, kinds);
}

static void
take_undone (TnTableBuilder *builder, TnTable *table, TnColumn *undone)
{
  TnField *field = tn_field_new ("undone", TN_ROLE_UNDONE);
  int time = tn_table_find_role (table, TN_ROLE_TIME);

  field->label = tn_message_new (N_ ("Cancelled on"));
  field->zone = g_strdup (tn_table_get_field (table, time)->zone);
  take_mark (builder, table, field, undone);
}

/**
 * tn_cancellations_mark:
 * @step: of the node “clean”
 * @dropped: (array): a byte for each row, 1 for those left out; more are set as the settings say
 * @n_dropped: (inout): how many that are
 *
 * Gives each row its mark (order, return or other), so that all later steps read the same
 * orders, and does with returns what the settings say. Every number is said.
 *
 * Returns: (transfer full) (nullable): all rows of @table with their marks
 */
TnTable *
tn_cancellations_mark (TnStep *step,
                       const TnReading *reading,
                       TnTable *table,
                       guint8 *dropped,
                       gsize *n_dropped,
                       GError **error)
{
  const TnParams *params = tn_step_get_params (step);
  gsize n = tn_table_get_n_rows (table), n_returns;
  g_autofree guint8 *kinds =
      tn_reading_mark (reading, table, tn_step_get_cancellable (step), error);
  g_autofree gint64 *undone = NULL;
  g_autoptr (TnTableBuilder) builder = NULL;
  TnColumn *column;

  if (kinds == NULL)
    return NULL;
  n_returns = count_returns (kinds, dropped, n);
  if (tn_params_is_choice (params, "cancellations", "undo"))
    {
      undone = begin_undone (table, error);
      if (undone == NULL || !undo (step, table, kinds, dropped, undone, n_dropped, error))
        return NULL;
    }
  else if (tn_params_is_choice (params, "cancellations", "drop"))
    {
      drop_returns (kinds, dropped, n);
      *n_dropped += n_returns;
      say (step, "clean.returns",
           TN_PLURAL (N_ ("{n} row was a return or a cancellation and was left out."),
                      N_ ("{n} rows were returns or cancellations and were left out.")),
           n_returns);
    }
  else
    say (step, "clean.returns",
         TN_PLURAL (N_ ("{n} row is a return or a cancellation. It is kept and counts as a return, "
                        "not as an order."),
                    N_ ("{n} rows are returns or cancellations. They are kept and count as "
                        "returns, not as orders.")),
         n_returns);

  column = tn_line_kinds_to_column (kinds, n, error);
  if (column == NULL)
    return NULL;
  builder = tn_table_builder_new_from (table);
  take_kinds (builder, table, column);
  if (undone != NULL)
    {
      TnColumn *since = tn_column_try_new_times (undone, n, error);

      if (since == NULL)
        return NULL;
      take_undone (builder, table, since);
    }

  return tn_table_builder_end (g_steal_pointer (&builder));
}

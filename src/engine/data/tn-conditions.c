/* tn-conditions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-conditions.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"

typedef enum
{
  OP_EQUAL,
  OP_UNEQUAL,
  OP_BELOW,
  OP_AT_MOST,
  OP_ABOVE,
  OP_AT_LEAST,
  OP_CONTAINS,
  OP_MISSING,
  OP_KNOWN,
} Operator;

/* Longer ones first: "<=" begins like "<". */
static const struct
{
  const char *text;
  Operator op;
} operators[] = {
  { "is missing", OP_MISSING },
  { "is known", OP_KNOWN },
  { "contains", OP_CONTAINS },
  { "<=", OP_AT_MOST },
  { ">=", OP_AT_LEAST },
  { "!=", OP_UNEQUAL },
  { "<", OP_BELOW },
  { ">", OP_ABOVE },
  { "=", OP_EQUAL },
};

typedef struct
{
  guint column;
  TnColumnType type;
  Operator op;
  char *text;
  double number;
  gint64 time;       /* a date without a time of day means the whole day: */
  gint64 time_after; /* the moments in [time, time_after) are equal to it */
  guint8 *matches;   /* of a category: a byte each code, made for one dictionary */
  TnDictionary *dictionary;
} Condition;

struct _TnConditions
{
  GArray *conditions;
};

static void
condition_clear (gpointer data)
{
  Condition *condition = data;

  g_free (condition->text);
  g_free (condition->matches);
  g_clear_pointer (&condition->dictionary, tn_dictionary_unref);
}

void
tn_conditions_free (TnConditions *self)
{
  g_array_unref (self->conditions);
  g_free (self);
}

static void
set_syntax_error (GError **error, const char *line)
{
  tn_error_set (error, TN_ERROR_ARGUMENT,
                N_ ("The condition “{line}” is not understood. Write a column, one of = != < <= > "
                    ">= contains, "
                    "is missing, is known, and a value."),
                "line", line, NULL);
}

static gboolean
set_space_error (GError **error)
{
  tn_error_set (error, TN_ERROR_SPACE,
                N_ ("There is not enough free memory to filter these rows. Close other programs."),
                NULL);

  return FALSE;
}

/* Quotes as keyboards and word processors write them. */
static const struct
{
  const char *open;
  const char *close;
} quotes[] = {
  { "\"", "\"" },
  { "“", "”" },
};

static gboolean
is_blank_or_end (char c)
{
  return c == '\0' || g_ascii_isspace (c);
}

/* The name in quotes a line begins with; %NULL when there is none. */
static char *
take_quoted (const char **line)
{
  for (guint i = 0; i < G_N_ELEMENTS (quotes); i++)
    {
      const char *start, *end;

      if (!g_str_has_prefix (*line, quotes[i].open))
        continue;
      start = *line + strlen (quotes[i].open);
      end = strstr (start, quotes[i].close);
      if (end == NULL)
        return NULL;
      *line = end + strlen (quotes[i].close);
      return g_strndup (start, end - start);
    }

  return NULL;
}

/* The column a line begins with: the longest name that fits, or one in quotes. */
static int
take_column (TnTable *table, const char **line)
{
  g_autofree char *quoted = NULL;
  int best = -1;
  gsize best_length = 0;

  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    {
      const char *name = tn_table_get_field (table, i)->name;
      gsize length = strlen (name);

      /* A name ends where the line's word ends: “Price” does not fit “Price_net > 0”. */
      if (length > best_length && g_str_has_prefix (*line, name) &&
          !g_ascii_isalnum ((*line)[length]) && (*line)[length] != '_')
        {
          best = (int) i;
          best_length = length;
        }
    }
  *line += best_length;
  if (best >= 0)
    return best;
  quoted = take_quoted (line);

  return quoted != NULL ? tn_table_find (table, quoted) : -1;
}

/* The value without blanks around it, and without the quotes when it stands in quotes. */
static char *
dup_value (const char *text)
{
  g_autofree char *value = g_strstrip (g_strdup (text));
  const char *at = value;
  g_autofree char *quoted = take_quoted (&at);

  return quoted != NULL && *at == '\0' ? g_steal_pointer (&quoted) : g_steal_pointer (&value);
}

/* A day, or a moment with or without seconds, by the clock of the column's zone. */
static gboolean
parse_time (const char *text, const char *zone, gint64 *from, gint64 *after)
{
  g_autoptr (GTimeZone) named = zone != NULL ? g_time_zone_new_identifier (zone) : NULL;
  g_autoptr (GTimeZone) clock = named != NULL ? g_steal_pointer (&named) : g_time_zone_new_utc ();
  gsize length = strlen (text);
  g_autofree char *whole = length == 10   ? g_strconcat (text, "T00:00:00", NULL)
                           : length == 16 ? g_strconcat (text, ":00", NULL)
                                          : g_strdup (text);
  g_autoptr (GDateTime) date = NULL;
  g_autoptr (GDateTime) next = NULL;

  if (length > 10 && whole[10] == ' ')
    whole[10] = 'T';
  date = g_date_time_new_from_iso8601 (whole, clock);
  if (date == NULL)
    return FALSE;
  *from = g_date_time_to_unix (date) * G_USEC_PER_SEC + g_date_time_get_microsecond (date);
  *after = *from + (length == 16 ? G_TIME_SPAN_MINUTE : 1);
  /* Not every day has 24 hours. */
  if (length == 10)
    {
      next = g_date_time_add_days (date, 1);
      if (next == NULL)
        return FALSE;
      *after = g_date_time_to_unix (next) * G_USEC_PER_SEC;
    }

  return TRUE;
}

/* Reads the value as the column's type wants it. */
static gboolean
take_value (Condition *condition, const TnField *field, GError **error)
{
  const char *column = field->name;
  char *end;

  if (condition->op == OP_MISSING || condition->op == OP_KNOWN)
    return TRUE;
  if (condition->op == OP_CONTAINS &&
      (condition->type == TN_COLUMN_NUMBER || condition->type == TN_COLUMN_TIME))
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("“contains” looks into words, and {column} holds numbers or dates. Compare "
                        "with = < > instead."),
                    "column", column, NULL);
      return FALSE;
    }
  if (condition->type == TN_COLUMN_NUMBER)
    {
      condition->number = g_ascii_strtod (condition->text, &end);
      if (end != condition->text && *end == '\0' && isfinite (condition->number))
        return TRUE;
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("“{value}” is no number, and {column} holds numbers. Write it such as "
                        "12.5."),
                    "value", condition->text, "column", column, NULL);
      return FALSE;
    }
  if (condition->type == TN_COLUMN_TIME &&
      !parse_time (condition->text, field->zone, &condition->time, &condition->time_after))
    {
      tn_error_set (
          error, TN_ERROR_ARGUMENT,
          N_ ("“{value}” is no date, and {column} holds dates. Write it such as 2026-03-01."),
          "value", condition->text, "column", column, NULL);
      return FALSE;
    }

  return TRUE;
}

/* The operator @at begins with, and what stands behind it. Words end where a word ends, and
 * only “is missing” and “is known” have no value. */
static gboolean
take_operator (const char *at, Operator *op, const char **value)
{
  for (gsize i = 0; i < G_N_ELEMENTS (operators); i++)
    {
      const char *rest = at + strlen (operators[i].text);
      gboolean has_value = operators[i].op != OP_MISSING && operators[i].op != OP_KNOWN;

      if (!g_str_has_prefix (at, operators[i].text) ||
          (g_ascii_isalpha (*at) && !is_blank_or_end (*rest)))
        continue;
      while (g_ascii_isspace (*rest))
        rest++;
      if (has_value == (*rest == '\0'))
        return FALSE;
      *op = operators[i].op;
      *value = rest;
      return TRUE;
    }

  return FALSE;
}

static gboolean
parse_line (TnConditions *self, TnTable *table, const char *line, GError **error)
{
  const char *at = line, *value;
  int column = take_column (table, &at);
  Condition condition = { 0 };

  if (column < 0)
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("The condition “{line}” begins with no column of this table. Choose one of "
                        "its columns."),
                    "line", line, NULL);
      return FALSE;
    }
  while (g_ascii_isspace (*at))
    at++;
  if (!take_operator (at, &condition.op, &value))
    {
      set_syntax_error (error, line);
      return FALSE;
    }

  condition.column = column;
  condition.type = tn_column_get_column_type (tn_table_get_column (table, column));
  condition.text = dup_value (value);
  g_array_append_val (self->conditions, condition);

  return take_value (&g_array_index (self->conditions, Condition, self->conditions->len - 1),
                     tn_table_get_field (table, column), error);
}

/**
 * tn_conditions_new:
 * @table: says which columns there are, and of which type
 * @lines: (array zero-terminated=1): one condition each
 * @error: %TN_ERROR_ARGUMENT naming the line
 *
 * Returns: (transfer full): the conditions
 */
TnConditions *
tn_conditions_new (TnTable *table, const char *const *lines, GError **error)
{
  g_autoptr (TnConditions) self = g_new0 (TnConditions, 1);

  self->conditions = g_array_new (FALSE, FALSE, sizeof (Condition));
  g_array_set_clear_func (self->conditions, condition_clear);
  for (guint i = 0; lines[i] != NULL; i++)
    if (!parse_line (self, table, lines[i], error))
      return NULL;

  return g_steal_pointer (&self);
}

static gboolean
holds_order (Operator op, int order)
{
  switch (op)
    {
    case OP_EQUAL:
      return order == 0;
    case OP_UNEQUAL:
      return order != 0;
    case OP_BELOW:
      return order < 0;
    case OP_AT_MOST:
      return order <= 0;
    case OP_ABOVE:
      return order > 0;
    case OP_AT_LEAST:
      return order >= 0;
    case OP_CONTAINS:
    case OP_MISSING:
    case OP_KNOWN:
    default:
      return FALSE;
    }
}

static gboolean
holds_text (const Condition *condition, const char *text, gsize length)
{
  gsize wanted = strlen (condition->text);
  int order;

  if (condition->op == OP_CONTAINS)
    return memmem (text, length, condition->text, wanted) != NULL;
  order = memcmp (text, condition->text, MIN (length, wanted));
  if (order == 0)
    order = (length > wanted) - (length < wanted);

  return holds_order (condition->op, order);
}

static gboolean
match_dictionary (Condition *condition, TnColumn *column, GError **error)
{
  guint32 n;

  g_clear_pointer (&condition->matches, g_free);
  g_clear_pointer (&condition->dictionary, tn_dictionary_unref);
  condition->dictionary = tn_column_get_dictionary (column, error);
  if (condition->dictionary == NULL)
    return FALSE;
  n = tn_dictionary_get_size (condition->dictionary);
  condition->matches = g_try_malloc (MAX (n, 1));
  if (condition->matches == NULL)
    return set_space_error (error);
  for (guint32 i = 0; i < n; i++)
    {
      gsize length;
      const char *text = tn_dictionary_get (condition->dictionary, i, &length);

      condition->matches[i] = holds_text (condition, text, length);
    }

  return TRUE;
}

/* A missing cell fulfils no comparison, not even "!=". */
static gboolean
holds (const Condition *condition, const TnChunk *chunk, guint row)
{
  gboolean missing = tn_chunk_is_missing (chunk, row);

  if (condition->op == OP_MISSING || condition->op == OP_KNOWN)
    return missing == (condition->op == OP_MISSING);
  if (missing)
    return FALSE;
  switch (chunk->kind)
    {
    case TN_CHUNK_NUMBER:
      return holds_order (condition->op, (chunk->number[row] > condition->number) -
                                             (chunk->number[row] < condition->number));
    case TN_CHUNK_TIME:
      return holds_order (condition->op, (chunk->time[row] >= condition->time_after) -
                                             (chunk->time[row] < condition->time));
    case TN_CHUNK_CODE:
      return condition->matches[chunk->code[row]];
    case TN_CHUNK_TEXT:
    default:
      return holds_text (condition, chunk->text + chunk->offset[row],
                         chunk->offset[row + 1] - chunk->offset[row]);
    }
}

static gboolean
apply_condition (Condition *condition,
                 TnTable *table,
                 gboolean any,
                 guint8 *held,
                 GCancellable *cancellable,
                 GError **error)
{
  TnColumn *column = tn_table_get_column (table, condition->column);

  if (tn_column_type_get_kind (condition->type) == TN_CHUNK_CODE && condition->op < OP_MISSING &&
      !match_dictionary (condition, column, error))
    return FALSE;
  for (gsize i = 0; i < tn_column_get_n_chunks (column); i++)
    {
      g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, i, error);
      guint8 *at = held + i * TN_CHUNK_ROWS;

      if (chunk == NULL || tn_cancelled (cancellable, error))
        return FALSE;
      for (guint row = 0; row < chunk->n_rows; row++)
        if (any)
          at[row] |= holds (condition, chunk, row);
        else
          at[row] &= holds (condition, chunk, row);
    }

  return TRUE;
}

/**
 * tn_conditions_select:
 * @table: the one the conditions were made for
 * @any: one condition is enough; otherwise all must hold
 *
 * Returns: (transfer full): row numbers as gsize, for tn_table_new_view(); all rows when there is
 *   no condition
 */
GBytes *
tn_conditions_select (TnConditions *self,
                      TnTable *table,
                      gboolean any,
                      GCancellable *cancellable,
                      GError **error)
{
  gsize n = tn_table_get_n_rows (table), n_kept = 0;
  g_autofree guint8 *held = g_try_malloc (MAX (n, 1));
  gsize *rows;

  if (held == NULL)
    {
      set_space_error (error);
      return NULL;
    }
  memset (held, any && self->conditions->len > 0 ? FALSE : TRUE, n);
  for (guint i = 0; i < self->conditions->len; i++)
    if (!apply_condition (&g_array_index (self->conditions, Condition, i), table, any, held,
                          cancellable, error))
      return NULL;

  for (gsize i = 0; i < n; i++)
    n_kept += held[i];
  rows = g_try_malloc_n (MAX (n_kept, 1), sizeof (gsize));
  if (rows == NULL)
    {
      set_space_error (error);
      return NULL;
    }
  for (gsize i = 0, at = 0; i < n; i++)
    if (held[i])
      rows[at++] = i;

  return g_bytes_new_take (rows, n_kept * sizeof (gsize));
}

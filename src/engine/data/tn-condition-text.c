/* tn-condition-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-condition-text.h"

#include <string.h>

#include "tn-condition-value-private.h"
#include "tn-conditions.h"
#include "tn-error.h"

/* What people write, and what it is in a line. The longest that fits is meant. Words that compare
 * may have "is" before them; in a column of words they need no such help, and "is under" would
 * take the beginning off a value. */
static const struct
{
  const char *text;
  const char *op;
} operators[] = {
  { "=", "=" },
  { "==", "=" },
  { "!=", "!=" },
  { "<>", "!=" },
  { "≠", "!=" },
  { "<", "<" },
  { "<=", "<=" },
  { "≤", "<=" },
  { ">", ">" },
  { ">=", ">=" },
  { "≥", ">=" },
  { "is", "=" },
  { "equals", "=" },
  { "is not", "!=" },
  { "contains", "contains" },
  { "over", ">" },
  { "above", ">" },
  { "more than", ">" },
  { "after", ">" },
  { "under", "<" },
  { "below", "<" },
  { "less than", "<" },
  { "before", "<" },
  { "at least", ">=" },
  { "since", ">=" },
  { "at most", "<=" },
  { "until", "<=" },
  { "is missing", "is missing" },
  { "is empty", "is missing" },
  { "is known", "is known" },
  { "is not missing", "is known" },
  { "is not empty", "is known" },
  { "是", "=" },
  { "等于", "=" },
  { "不是", "!=" },
  { "不等于", "!=" },
  { "包含", "contains" },
  { "大于", ">" },
  { "超过", ">" },
  { "多于", ">" },
  { "晚于", ">" },
  { "小于", "<" },
  { "低于", "<" },
  { "少于", "<" },
  { "早于", "<" },
  { "大于等于", ">=" },
  { "至少", ">=" },
  { "不少于", ">=" },
  { "不早于", ">=" },
  { "小于等于", "<=" },
  { "至多", "<=" },
  { "不超过", "<=" },
  { "不晚于", "<=" },
  { "缺失", "is missing" },
  { "为空", "is missing" },
  { "是空的", "is missing" },
  { "有值", "is known" },
  { "不为空", "is known" },
  { "不缺失", "is known" },
};

static const struct
{
  const char *text;
  gboolean any;
} joins[] = {
  { ",", FALSE }, { "，", FALSE }, { ";", FALSE }, { "；", FALSE },   { "and", FALSE },
  { "or", TRUE }, { "且", FALSE }, { "或", TRUE }, { "并且", FALSE }, { "或者", TRUE },
};

/* Said as they are typed; each is one of those above. */
static const char *const number_operators[] = {
  N_ ("condition|over"),       N_ ("condition|under"),    N_ ("condition|at least"),
  N_ ("condition|at most"),    N_ ("condition|is"),       N_ ("condition|is not"),
  N_ ("condition|is missing"), N_ ("condition|is known"), NULL
};
static const char *const time_operators[] = { N_ ("condition|since"),
                                              N_ ("condition|before"),
                                              N_ ("condition|after"),
                                              N_ ("condition|is"),
                                              N_ ("condition|is missing"),
                                              N_ ("condition|is known"),
                                              NULL };
static const char *const word_operators[] = {
  N_ ("condition|is"),         N_ ("condition|is not"),   N_ ("condition|contains"),
  N_ ("condition|is missing"), N_ ("condition|is known"), NULL
};

typedef struct
{
  const char *text;
  TnTable *table;
  const TnLanguage *language; /* nullable */
  TnConditionText *out;
  guint n_conditions;
  gboolean is_joined;
} Reader;

void
tn_condition_text_free (TnConditionText *self)
{
  g_ptr_array_unref (self->lines);
  g_array_unref (self->parts);
  g_array_unref (self->columns);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * tn_condition_text_operators:
 *
 * Returns: ids of what may be said behind a column of @type, see tn_condition_text_say()
 */
const char *const *
tn_condition_text_operators (TnColumnType type)
{
  if (type == TN_COLUMN_NUMBER)
    return number_operators;

  return type == TN_COLUMN_TIME ? time_operators : word_operators;
}

/* An id of tn_condition_text_operators() as it is typed in @language. */
const char *
tn_condition_text_say (const char *id, const TnLanguage *language)
{
  const char *said = tn_language_lookup (language, id);
  const char *bar = strchr (said, '|');

  return bar != NULL ? bar + 1 : said;
}

/* @op: as it is typed */
gboolean
tn_condition_text_has_value (const char *op)
{
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (strcmp (operators[i].text, op) == 0)
      return !g_str_has_prefix (operators[i].op, "is ");

  return TRUE;
}

/* Pieces of a text */

static gsize
skip_blanks (const char *text, gsize at)
{
  while (g_ascii_isspace (text[at]))
    at++;

  return at;
}

static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

/* How many bytes of @text are @wanted, whatever the case of English letters; a word ends where
 * it ends. 0 when it is something else. */
static gsize
match (const char *text, const char *wanted)
{
  gsize length = strlen (wanted);

  if (length == 0 || g_ascii_strncasecmp (text, wanted, length) != 0 ||
      (is_word (wanted[length - 1]) && is_word (text[length])))
    return 0;

  return length;
}

static const struct
{
  const char *open, *close;
} quotes[] = { { "\"", "\"" }, { "“", "”" }, { "「", "」" } };

/* Bytes of a piece in quotes that @text begins with; 0 for none, or none that is closed. */
static gsize
match_quoted (const char *text, char **inside)
{
  for (guint i = 0; i < G_N_ELEMENTS (quotes); i++)
    {
      const char *start, *end;

      if (!g_str_has_prefix (text, quotes[i].open))
        continue;
      start = text + strlen (quotes[i].open);
      end = strstr (start, quotes[i].close);
      if (end == NULL)
        return 0;
      *inside = g_strndup (start, (gsize) (end - start));
      return (gsize) (end + strlen (quotes[i].close) - text);
    }

  return 0;
}

static int
find_named (const Reader *self, const char *name)
{
  int column = tn_table_find (self->table, name);

  for (guint i = 0; column < 0 && i < tn_table_get_n_columns (self->table); i++)
    {
      const TnField *field = tn_table_get_field (self->table, i);
      g_autofree char *said =
          self->language != NULL ? tn_field_say (field, self->language) : g_strdup (field->name);

      if (g_ascii_strcasecmp (said, name) == 0 || g_ascii_strcasecmp (field->name, name) == 0)
        column = (int) i;
    }

  return column;
}

/* The column @text begins with: the longest name that fits, rather as it is written than in
 * other letters, rather its name than what it is called. */
static int
take_column (const Reader *self, const char *text, gsize *length)
{
  g_autofree char *inside = NULL;
  int best = -1;
  guint best_fit = 0;

  *length = 0;
  for (guint i = 0; i < tn_table_get_n_columns (self->table); i++)
    {
      const TnField *field = tn_table_get_field (self->table, i);
      g_autofree char *said = self->language != NULL && field->label != NULL
                                  ? tn_field_say (field, self->language)
                                  : NULL;
      gsize as_name = match (text, field->name);
      gsize as_said = said != NULL ? match (text, said) : 0;
      gsize here = MAX (as_name, as_said);
      guint fit = (here == as_name ? 1 : 0) +
                  (strncmp (text, here == as_name ? field->name : said, here) == 0 ? 2 : 0);

      if (here == 0 || here < *length || (here == *length && fit <= best_fit))
        continue;
      best = (int) i;
      best_fit = fit;
      *length = here;
    }
  if (best >= 0)
    return best;
  *length = match_quoted (text, &inside);

  return *length > 0 ? find_named (self, inside) : -1;
}

static gsize
take_one_operator (const char *text, const char **op)
{
  gsize best = 0;

  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    {
      gsize length = match (text, operators[i].text);

      if (length <= best)
        continue;
      best = length;
      *op = operators[i].op;
    }

  return best;
}

static gsize
take_operator (const char *text, TnColumnType type, const char **op)
{
  gsize length = take_one_operator (text, op);
  gboolean compares = type == TN_COLUMN_NUMBER || type == TN_COLUMN_TIME;
  const char *second = NULL;
  gsize next = skip_blanks (text, length);
  gsize more = 0;

  if (length != strlen ("is") || !compares || g_ascii_strncasecmp (text, "is", 2) != 0)
    return length;
  more = take_one_operator (text + next, &second);
  if (more == 0 || g_str_has_prefix (text + next, "is"))
    return length;
  *op = second;

  return next + more;
}

/* "and", "," or ", and": bytes of it, 0 for none. */
static gsize
take_join (const char *text, gboolean *any)
{
  gsize length = 0;

  for (guint i = 0; i < G_N_ELEMENTS (joins); i++)
    if (match (text, joins[i].text) > length)
      {
        length = match (text, joins[i].text);
        *any = joins[i].any;
      }
  if (length > 0 && !g_ascii_isalpha (*text))
    {
      gsize next = skip_blanks (text, length);

      for (guint i = 0; i < G_N_ELEMENTS (joins); i++)
        if (g_ascii_isalpha (*joins[i].text) && match (text + next, joins[i].text) > 0)
          {
            *any = joins[i].any;
            return next + strlen (joins[i].text);
          }
    }

  return length;
}

/* Whether a join at @at of a value ends it: behind it another condition begins, or nothing comes,
 * or the value is of a kind that holds no such words. */
static gboolean
ends_value (const Reader *self, gsize at, TnColumnType type, gsize *length)
{
  const char *text = self->text + at;
  gboolean any, is_mark = !is_word (*text);
  const char *op;
  gsize rest, name;
  int column;

  *length = take_join (text, &any);
  if (*length == 0 || (!is_mark && at > 0 && !g_ascii_isspace (text[-1])) ||
      (*text == ',' && g_ascii_isdigit (text[1])))
    return FALSE;
  rest = skip_blanks (text, *length);
  if (text[rest] == '\0' || type == TN_COLUMN_NUMBER || type == TN_COLUMN_TIME)
    return TRUE;
  column = take_column (self, text + rest, &name);
  if (column < 0)
    return FALSE;
  rest = skip_blanks (text, rest + name);
  type = tn_column_get_column_type (tn_table_get_column (self->table, (guint) column));

  return take_operator (text + rest, type, &op) > 0;
}

/* Where the value that begins at @at ends. */
static gsize
find_value_end (const Reader *self, gsize at, TnColumnType type)
{
  g_autofree char *inside = NULL;
  gsize quoted = match_quoted (self->text + at, &inside);
  gsize length;

  if (quoted > 0)
    {
      gsize next = skip_blanks (self->text, at + quoted);

      if (self->text[next] == '\0' || ends_value (self, next, type, &length))
        return at + quoted;
    }
  while (self->text[at] != '\0' && !ends_value (self, at, type, &length))
    at += (gsize) (g_utf8_next_char (self->text + at) - (self->text + at));

  return at;
}

/* Conditions, one after the other */

static void
add_part (Reader *self, TnConditionPartKind kind, gsize start, gsize end)
{
  TnConditionPart part = { kind, start, end };

  g_array_append_val (self->out->parts, part);
}

static void
expect (Reader *self, TnConditionExpect what, gsize start, int column)
{
  self->out->expect = what;
  self->out->expect_start = start;
  self->out->column = column;
}

static void
fail (Reader *self, GError *error, gsize start, gsize end)
{
  self->out->error = error;
  self->out->error_start = start;
  self->out->error_end = end;
}

static gsize
find_word_end (const char *text, gsize at)
{
  while (text[at] != '\0' && !g_ascii_isspace (text[at]))
    at++;

  return at;
}

/* What a mistake is depends on how far it was typed: a name that is only begun is none. */
static void
miss_column (Reader *self, gsize at)
{
  g_autofree char *rest = g_strstrip (g_strdup (self->text + at));
  gboolean has_sign = strpbrk (rest, "=<>") != NULL;
  GError *error = NULL;

  self->out->is_unfinished = TRUE;
  if (at == 0 && !has_sign)
    self->out->is_words = TRUE;
  for (guint i = 0; !has_sign && i < tn_table_get_n_columns (self->table); i++)
    {
      const TnField *field = tn_table_get_field (self->table, i);
      g_autofree char *said =
          self->language != NULL ? tn_field_say (field, self->language) : g_strdup (field->name);

      if (g_ascii_strncasecmp (said, rest, strlen (rest)) == 0 ||
          g_ascii_strncasecmp (field->name, rest, strlen (rest)) == 0)
        return;
    }
  if (self->out->is_words)
    return;
  tn_error_set (&error, TN_ERROR_ARGUMENT,
                N_ ("“{text}” is no column of this table. Begin with one of its columns."), "text",
                rest, NULL);
  fail (self, error, at, find_word_end (self->text, at));
}

static void
miss_operator (Reader *self, gsize at, guint column)
{
  g_autofree char *rest = g_strstrip (g_strdup (self->text + at));
  TnColumnType type = tn_column_get_column_type (tn_table_get_column (self->table, column));
  const TnField *field = tn_table_get_field (self->table, column);
  g_autofree char *name =
      self->language != NULL ? tn_field_say (field, self->language) : g_strdup (field->name);
  GError *error = NULL;

  self->out->is_unfinished = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (g_ascii_strncasecmp (operators[i].text, rest, strlen (rest)) == 0)
      return;
  tn_error_set (&error, TN_ERROR_ARGUMENT,
                type == TN_COLUMN_NUMBER
                    ? N_ ("“{text}” says nothing about {column}. Write over, under, at least, at "
                          "most, is, is not, is missing or is known.")
                : type == TN_COLUMN_TIME
                    ? N_ ("“{text}” says nothing about {column}. Write since, before, after, is, "
                          "is missing or is known.")
                    : N_ ("“{text}” says nothing about {column}. Write is, is not, contains, is "
                          "missing or is known."),
                "text", rest, "column", name, NULL);
  fail (self, error, at, find_word_end (self->text, at));
}

/* The lines from @first on are those of one condition: their values may not fit the column. */
static gboolean
check_lines (Reader *self, guint first, gsize start, gsize end)
{
  GError *error = NULL;

  for (guint i = first; i < self->out->lines->len; i++)
    {
      const char *line[] = { g_ptr_array_index (self->out->lines, i), NULL };
      g_autoptr (TnConditions) conditions = tn_conditions_new (self->table, line, &error);

      if (conditions != NULL)
        continue;
      g_ptr_array_set_size (self->out->lines, (int) first);
      fail (self, error, start, end);
      return FALSE;
    }

  return TRUE;
}

/* Behind a condition another may come. */
static gboolean
read_join (Reader *self, gsize *at)
{
  gsize start = skip_blanks (self->text, *at);
  gboolean any = FALSE;
  gsize length = take_join (self->text + start, &any);
  GError *error = NULL;

  *at = start + length;
  if (length == 0)
    return FALSE;
  add_part (self, TN_CONDITION_PART_JOIN, start, start + length);
  if ((self->is_joined && any != self->out->any) ||
      (any && self->out->lines->len > self->n_conditions))
    {
      tn_error_set (&error, TN_ERROR_ARGUMENT,
                    self->is_joined && any != self->out->any
                        ? N_ ("Join conditions either all by “and” or all by “or”.")
                        : N_ ("A whole year or month cannot be joined by “or”; write single days."),
                    NULL);
      fail (self, error, start, start + length);
      return FALSE;
    }
  self->is_joined = TRUE;
  self->out->any = any;
  *at = skip_blanks (self->text, *at);
  expect (self, TN_CONDITION_EXPECT_COLUMN, *at, -1);

  return TRUE;
}

static gboolean
read_value (Reader *self, gsize *at, guint column, TnColumnType type, const char *op)
{
  guint first = self->out->lines->len;
  gsize start = *at, end = find_value_end (self, start, type);
  g_autofree char *inside = NULL;
  g_autofree char *value = NULL;
  gsize last = end;

  while (last > start && g_ascii_isspace (self->text[last - 1]))
    last--;
  expect (self, TN_CONDITION_EXPECT_VALUE, start, (int) column);
  if (last == start)
    {
      self->out->is_unfinished = TRUE;
      return FALSE;
    }
  value = match_quoted (self->text + start, &inside) == last - start
              ? g_steal_pointer (&inside)
              : g_strndup (self->text + start, last - start);
  self->n_conditions++;
  _tn_condition_text_add (self->out, self->table, column, op, value);
  *at = end;
  if (!check_lines (self, first, start, last))
    return FALSE;
  add_part (self, TN_CONDITION_PART_VALUE, start, last);
  g_array_append_val (self->out->columns, column);

  return TRUE;
}

/* %FALSE at the end, and where it is not understood. */
static gboolean
read_condition (Reader *self, gsize *at)
{
  gsize length;
  int column = take_column (self, self->text + *at, &length);
  TnColumnType type;
  const char *op = NULL;

  expect (self, TN_CONDITION_EXPECT_COLUMN, *at, -1);
  if (column < 0)
    {
      if (self->text[*at] != '\0')
        miss_column (self, *at);
      return FALSE;
    }
  add_part (self, TN_CONDITION_PART_COLUMN, *at, *at + length);
  *at += length;
  if (self->text[*at] == '\0')
    {
      self->out->is_unfinished = TRUE;
      return FALSE; /* more letters may make it another column */
    }
  type = tn_column_get_column_type (tn_table_get_column (self->table, (guint) column));
  *at = skip_blanks (self->text, *at);
  expect (self, TN_CONDITION_EXPECT_OPERATOR, *at, column);
  length = take_operator (self->text + *at, type, &op);
  if (length == 0)
    {
      miss_operator (self, *at, (guint) column);
      return FALSE;
    }
  add_part (self, TN_CONDITION_PART_OPERATOR, *at, *at + length);
  *at += length;
  if (!g_str_has_prefix (op, "is "))
    {
      /* "is" may still become "is not". */
      if (self->text[*at] == '\0' && is_word (self->text[*at - 1]))
        {
          self->out->is_unfinished = TRUE;
          return FALSE;
        }
      *at = skip_blanks (self->text, *at);
      return read_value (self, at, (guint) column, type, op) && read_join (self, at);
    }
  self->n_conditions++;
  _tn_condition_text_add (self->out, self->table, (guint) column, op, NULL);
  g_array_append_val (self->out->columns, column);
  expect (self, TN_CONDITION_EXPECT_NOTHING, *at, column);
  if (self->text[skip_blanks (self->text, *at)] == '\0')
    return FALSE;
  if (read_join (self, at))
    return TRUE;
  if (self->out->error == NULL)
    miss_operator (self, *at, (guint) column);

  return FALSE;
}

/**
 * tn_condition_text_read:
 * @text: valid UTF-8
 * @table: whose columns are meant
 * @language: (nullable): in which columns may be called by their labels
 *
 * Reads what was typed so far. A text that is not finished is no mistake: what stands before
 * counts already.
 *
 * Returns: (transfer full): what was understood
 */
TnConditionText *
tn_condition_text_read (const char *text, TnTable *table, const TnLanguage *language)
{
  TnConditionText *self = g_new0 (TnConditionText, 1);
  Reader reader = { text, table, language, self, 0, FALSE };
  gsize at = skip_blanks (text, 0);

  self->lines = g_ptr_array_new_full (4, g_free);
  self->parts = g_array_new (FALSE, FALSE, sizeof (TnConditionPart));
  self->columns = g_array_new (FALSE, FALSE, sizeof (guint));
  while (read_condition (&reader, &at))
    ;
  g_ptr_array_add (self->lines, NULL);

  return self;
}

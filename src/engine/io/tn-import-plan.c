/* tn-import-plan.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-import-plan.h"

#include <string.h>

#include "tn-encoding.h"
#include "tn-error.h"
#include "tn-import-plan-private.h"
#include "tn-json.h"

TnImportColumn *
_tn_import_column_new (const char *original)
{
  TnImportColumn *self = g_new0 (TnImportColumn, 1);

  self->original = g_strdup (original);
  self->name = g_strdup (original);
  self->type = TN_COLUMN_CATEGORY;
  self->guess = TN_COLUMN_CATEGORY;
  self->format.decimal = '.';
  self->layout.pivot = TN_TIME_PIVOT;
  self->missing = g_new0 (char *, 1);
  self->included = TRUE;
  self->first = TN_TIME_MISSING;
  self->last = TN_TIME_MISSING;

  return self;
}

TnImportColumn *
_tn_import_column_copy (const TnImportColumn *self)
{
  TnImportColumn *copy = g_memdup2 (self, sizeof *self);

  copy->name = g_strdup (self->name);
  copy->original = g_strdup (self->original);
  copy->reason = self->reason != NULL ? tn_message_ref (self->reason) : NULL;
  copy->format.unit = g_strdup (self->format.unit);
  copy->zone = g_strdup (self->zone);
  copy->missing = g_strdupv (self->missing);
  copy->demoted = self->demoted != NULL ? tn_message_ref (self->demoted) : NULL;

  return copy;
}

void
_tn_import_column_free (TnImportColumn *self)
{
  g_free (self->name);
  g_free (self->original);
  g_clear_pointer (&self->reason, tn_message_unref);
  g_free (self->format.unit);
  g_free (self->zone);
  g_strfreev (self->missing);
  g_clear_pointer (&self->demoted, tn_message_unref);
  g_free (self);
}

/**
 * tn_import_plan_new:
 *
 * Makes a plan that knows nothing yet: UTF-8, the dialect of RFC 4180, no columns. As a
 * wish for tn_import_detect() it takes an encoding or a dialect that a person chose.
 *
 * Returns: (transfer full): the plan
 */
TnImportPlan *
tn_import_plan_new (void)
{
  TnImportPlan *self = g_new0 (TnImportPlan, 1);

  self->encoding = "UTF-8";
  self->encoding_sure = TRUE;
  tn_csv_dialect_init (&self->dialect);
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) _tn_import_column_free);

  return self;
}

TnImportPlan *
tn_import_plan_copy (const TnImportPlan *self)
{
  TnImportPlan *copy = tn_import_plan_new ();

  copy->encoding = self->encoding;
  copy->encoding_sure = self->encoding_sure;
  copy->n_bom = self->n_bom;
  copy->dialect = self->dialect;
  copy->sheet = g_strdup (self->sheet);
  copy->first_column = self->first_column;
  copy->n_sheets = self->n_sheets;
  copy->sheet_hidden = self->sheet_hidden;
  copy->recalculate = self->recalculate;
  copy->n_hidden_rows = self->n_hidden_rows;
  copy->n_hidden_columns = self->n_hidden_columns;
  copy->n_merged = self->n_merged;
  copy->n_formulas = self->n_formulas;
  copy->locks = self->locks;
  copy->n_tail_empty = self->n_tail_empty;
  _tn_import_plan_take_key (copy, self);
  for (guint i = 0; i < self->columns->len; i++)
    g_ptr_array_add (copy->columns, _tn_import_column_copy (g_ptr_array_index (self->columns, i)));

  return copy;
}

void
tn_import_plan_free (TnImportPlan *self)
{
  g_ptr_array_unref (self->columns);
  g_free (self->sheet);
  g_clear_pointer (&self->key, tn_pseudonym_key_unref);
  g_free (self->key_id);
  g_free (self);
}

const char *
tn_import_plan_get_encoding (const TnImportPlan *self)
{
  return self->encoding;
}

const TnCsvDialect *
tn_import_plan_get_dialect (const TnImportPlan *self)
{
  return &self->dialect;
}

/**
 * tn_import_plan_get_sheet:
 *
 * Returns: (nullable): name of the sheet of a workbook; %NULL when the file is text
 */
const char *
tn_import_plan_get_sheet (const TnImportPlan *self)
{
  return self->sheet;
}

guint
tn_import_plan_get_n_columns (const TnImportPlan *self)
{
  return self->columns->len;
}

TnImportColumn *
_tn_import_plan_get (const TnImportPlan *self, guint index)
{
  return g_ptr_array_index (self->columns, index);
}

guint
_tn_import_plan_get_n_bom (const TnImportPlan *self)
{
  return self->n_bom;
}

guint
_tn_import_plan_get_n_tail_empty (const TnImportPlan *self)
{
  return self->n_tail_empty;
}

/**
 * tn_import_plan_get_column:
 *
 * Returns: (transfer none): column @index of the file, valid until the plan changes
 */
const TnImportColumn *
tn_import_plan_get_column (const TnImportPlan *self, guint index)
{
  g_return_val_if_fail (index < self->columns->len, NULL);
  return _tn_import_plan_get (self, index);
}

/**
 * tn_import_plan_find:
 *
 * Returns: index of the column with this name, or -1
 */
int
tn_import_plan_find (const TnImportPlan *self, const char *name)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (strcmp (_tn_import_plan_get (self, i)->name, name) == 0)
      return (int) i;

  return -1;
}

/**
 * tn_import_plan_set_encoding:
 * @encoding: a name that tn_encoding_intern() knows
 */
void
tn_import_plan_set_encoding (TnImportPlan *self, const char *encoding)
{
  const char *name = tn_encoding_intern (encoding);

  g_return_if_fail (name != NULL);
  self->encoding = name;
  self->n_bom = 0;
  self->locks |= TN_PLAN_LOCK_ENCODING;
}

void
tn_import_plan_set_dialect (TnImportPlan *self, const TnCsvDialect *dialect)
{
  self->dialect = *dialect;
  self->locks |= TN_PLAN_LOCK_DIALECT;
}

/**
 * tn_import_plan_set_delimiter:
 * @delimiter: an ASCII character that stands between cells; detection finds the rest
 */
void
tn_import_plan_set_delimiter (TnImportPlan *self, char delimiter)
{
  g_return_if_fail (delimiter > 0 && delimiter != '\n' && delimiter != '\r');
  self->dialect.delimiter = delimiter;
  self->locks |= TN_PLAN_LOCK_DELIMITER;
}

/**
 * tn_import_plan_set_quote:
 * @quote: an ASCII character, or 0 when quotes mean nothing in the file
 */
void
tn_import_plan_set_quote (TnImportPlan *self, char quote)
{
  g_return_if_fail (quote >= 0 && quote != '\n' && quote != '\r');
  self->dialect.quote = self->dialect.escape = quote;
  self->locks |= TN_PLAN_LOCK_QUOTE;
}

/**
 * tn_import_plan_set_header:
 * @n_rows: rows that name the columns; 0 when the first row is data
 */
void
tn_import_plan_set_header (TnImportPlan *self, guint n_rows)
{
  self->dialect.n_header = n_rows;
  self->locks |= TN_PLAN_LOCK_HEADER;
}

/**
 * tn_import_plan_set_skip:
 * @n_lines: lines above the header, or above the first row, that are no rows
 */
void
tn_import_plan_set_skip (TnImportPlan *self, gint64 n_lines)
{
  g_return_if_fail (n_lines >= 0);
  self->dialect.n_skip = n_lines;
  self->locks |= TN_PLAN_LOCK_SKIP;
}

/**
 * tn_import_plan_set_sheet:
 * @name: of a sheet of the workbook; upper and lower case are the same, as in Excel
 */
void
tn_import_plan_set_sheet (TnImportPlan *self, const char *name)
{
  g_free (self->sheet);
  self->sheet = g_strdup (name);
  self->locks |= TN_PLAN_LOCK_SHEET;
}

static TnImportColumn *
change (TnImportPlan *self, guint index, TnImportLock lock)
{
  TnImportColumn *column;

  g_assert (index < self->columns->len);
  column = _tn_import_plan_get (self, index);
  column->locks |= lock;

  return column;
}

/**
 * tn_import_plan_set_name:
 *
 * Returns: %FALSE, and nothing changed, when another column has the name or it is empty
 */
gboolean
tn_import_plan_set_name (TnImportPlan *self, guint index, const char *name)
{
  int other = tn_import_plan_find (self, name);
  TnImportColumn *column;

  g_return_val_if_fail (index < self->columns->len, FALSE);
  if (*name == '\0' || (other >= 0 && (guint) other != index))
    return FALSE;
  column = change (self, index, TN_IMPORT_LOCK_NAME);
  g_free (column->name);
  column->name = g_strdup (name);

  return TRUE;
}

/**
 * tn_import_plan_set_type:
 *
 * Pseudonyms are words: as long as a column is read as such, its type stays.
 */
void
tn_import_plan_set_type (TnImportPlan *self, guint index, TnColumnType type)
{
  TnImportColumn *column = change (self, index, TN_IMPORT_LOCK_TYPE);

  if (column->pseudonym)
    return;
  column->type = type;
  if (type != TN_COLUMN_CATEGORY)
    column->strip_zero = FALSE;
  if (type == TN_COLUMN_TEXT)
    column->trim = FALSE;
}

void
tn_import_plan_set_role (TnImportPlan *self, guint index, TnRole role)
{
  TnImportColumn *column = change (self, index, TN_IMPORT_LOCK_ROLE);

  column->role = role;
  g_clear_pointer (&column->reason, tn_message_unref);
}

void
tn_import_plan_set_format (TnImportPlan *self, guint index, const TnNumberFormat *format)
{
  TnImportColumn *column = change (self, index, TN_IMPORT_LOCK_MARKS);
  char *unit = g_strdup (format->unit);

  g_free (column->format.unit);
  column->format = *format;
  column->format.unit = unit;
}

void
tn_import_plan_set_layout (TnImportPlan *self, guint index, const TnTimeLayout *layout)
{
  TnImportColumn *column = change (self, index, TN_IMPORT_LOCK_DATES);

  column->layout = *layout;
  column->ambiguous = FALSE;
}

/**
 * tn_import_plan_set_zone:
 * @zone: (nullable): IANA name
 *
 * Which order day and month have stays open to detection.
 */
void
tn_import_plan_set_zone (TnImportPlan *self, guint index, const char *zone)
{
  TnImportColumn *column = change (self, index, TN_IMPORT_LOCK_ZONE);

  g_free (column->zone);
  column->zone = g_strdup (zone);
}

void
tn_import_plan_set_missing (TnImportPlan *self, guint index, const char *const *missing)
{
  TnImportColumn *column = change (self, index, TN_IMPORT_LOCK_MISSING);

  g_strfreev (column->missing);
  column->missing = g_strdupv ((char **) missing);
}

/**
 * tn_import_plan_set_strip_zero:
 * @strip_zero: %FALSE to keep identifiers as they stand, 17850.0
 */
void
tn_import_plan_set_strip_zero (TnImportPlan *self, guint index, gboolean strip_zero)
{
  change (self, index, TN_IMPORT_LOCK_TYPE)->strip_zero = strip_zero;
}

void
tn_import_plan_set_included (TnImportPlan *self, guint index, gboolean included)
{
  change (self, index, 0)->included = included;
}

void
tn_import_plan_lock_all (TnImportPlan *self)
{
  self->locks = TN_PLAN_LOCK_DIALECT;
  for (guint i = 0; i < self->columns->len; i++)
    _tn_import_plan_get (self, i)->locks =
        TN_IMPORT_LOCK_TYPE | TN_IMPORT_LOCK_ROLE | TN_IMPORT_LOCK_MARKS | TN_IMPORT_LOCK_DATES |
        TN_IMPORT_LOCK_MISSING | TN_IMPORT_LOCK_NAME | TN_IMPORT_LOCK_ZONE;
}

/* Every column gets a name of its own: trimmed, "column_3" without one, " (2)" behind
 * a repeated one. The same header gives the same names always. */
void
_tn_import_plan_name_columns (TnImportPlan *self)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->columns->len; i++)
    {
      TnImportColumn *column = _tn_import_plan_get (self, i);
      g_autofree char *base = g_strstrip (g_utf8_make_valid (column->original, -1));

      if (column->locks & TN_IMPORT_LOCK_NAME)
        {
          g_hash_table_add (taken, column->name);
          continue;
        }
      if (*base == '\0')
        {
          g_free (base);
          base = g_strdup_printf ("column_%u", i + 1);
        }
      g_free (column->name);
      column->name = g_strdup (base);
      for (guint n = 2; g_hash_table_contains (taken, column->name); n++)
        {
          g_free (column->name);
          column->name = g_strdup_printf ("%s (%u)", base, n);
        }
      g_hash_table_add (taken, column->name);
    }
}

static void
set_mark (JsonObject *object, const char *name, char c)
{
  char text[2] = { c, '\0' };

  json_object_set_string_member (object, name, text);
}

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
}

static void
set_message (JsonObject *object, const char *name, const TnMessage *message)
{
  if (message != NULL)
    json_object_set_member (object, name, tn_message_to_json (message));
}

static JsonNode *
column_to_json (const TnImportColumn *column)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonArray *missing = json_array_new ();

  set_text (object, "name", column->name);
  set_text (object, "original", column->original);
  set_text (object, "type", tn_column_type_to_id (column->type));
  set_text (object, "guess", tn_column_type_to_id (column->guess));
  set_text (object, "role", tn_role_to_id (column->role));
  set_message (object, "reason", column->reason);
  set_mark (object, "decimal", column->format.decimal);
  set_mark (object, "group", column->format.group);
  set_text (object, "unit", column->format.unit);
  set_text (object, "order", tn_time_order_to_id (column->layout.order));
  json_object_set_int_member (object, "pivot", column->layout.pivot);
  set_text (object, "zone", column->zone);
  for (char **mark = column->missing; *mark != NULL; mark++)
    json_array_add_string_element (missing, *mark);
  json_object_set_array_member (object, "missing_marks", missing);
  json_object_set_boolean_member (object, "strip_zero", column->strip_zero);
  json_object_set_boolean_member (object, "trim", column->trim);
  json_object_set_boolean_member (object, "ambiguous", column->ambiguous);
  json_object_set_boolean_member (object, "included", column->included);
  if (column->sensitive != TN_SENSITIVE_NONE)
    set_text (object, "sensitive", tn_sensitive_to_id (column->sensitive));
  if (column->pseudonym)
    json_object_set_boolean_member (object, "pseudonym", TRUE);
  json_object_set_int_member (object, "locks", column->locks);
  json_object_set_int_member (object, "stripped", column->n_stripped);
  json_object_set_int_member (object, "trimmed", column->n_trimmed);
  json_object_set_int_member (object, "missing", column->n_missing);
  json_object_set_int_member (object, "problems", column->n_problems);
  if (column->n_inexact > 0)
    json_object_set_int_member (object, "inexact", column->n_inexact);
  if (column->last != TN_TIME_MISSING)
    {
      json_object_set_int_member (object, "first", column->first);
      json_object_set_int_member (object, "last", column->last);
    }
  set_message (object, "demoted", column->demoted);
  json_node_take_object (node, object);

  return node;
}

static JsonNode *
sheet_to_json (const TnImportPlan *self)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  set_text (object, "name", self->sheet);
  json_object_set_int_member (object, "first_column", self->first_column);
  json_object_set_int_member (object, "sheets", self->n_sheets);
  json_object_set_boolean_member (object, "hidden", self->sheet_hidden);
  json_object_set_boolean_member (object, "recalculate", self->recalculate);
  json_object_set_int_member (object, "hidden_rows", self->n_hidden_rows);
  json_object_set_int_member (object, "hidden_columns", self->n_hidden_columns);
  json_object_set_int_member (object, "merged", self->n_merged);
  json_object_set_int_member (object, "formulas", self->n_formulas);
  json_node_take_object (node, object);

  return node;
}

/**
 * tn_import_plan_to_json:
 *
 * Returns: (transfer full): everything the plan knows, for the project
 */
JsonNode *
tn_import_plan_to_json (const TnImportPlan *self)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonArray *columns = json_array_new ();

  json_object_set_int_member (object, "version", 1);
  set_text (object, "encoding", self->encoding);
  json_object_set_int_member (object, "bom", self->n_bom);
  json_object_set_boolean_member (object, "encoding_sure", self->encoding_sure);
  json_object_set_member (object, "dialect", tn_csv_dialect_to_json (&self->dialect));
  if (self->sheet != NULL)
    json_object_set_member (object, "sheet", sheet_to_json (self));
  json_object_set_int_member (object, "locks", self->locks);
  json_object_set_int_member (object, "tail_empty", self->n_tail_empty);
  if (tn_import_plan_has_pseudonyms (self))
    set_text (object, "key", self->key_id);
  for (guint i = 0; i < self->columns->len; i++)
    json_array_add_element (columns, column_to_json (_tn_import_plan_get (self, i)));
  json_object_set_array_member (object, "columns", columns);
  json_node_take_object (node, object);

  return node;
}

static char
get_mark (JsonObject *object, const char *name, const char *allowed, char fallback)
{
  const char *text = tn_json_string (object, name, "");

  if (*text == '\0')
    return 0;

  return text[1] == '\0' && strchr (allowed, *text) != NULL ? *text : fallback;
}

static TnImportColumn *
column_from_json (JsonObject *object)
{
  TnImportColumn *column = _tn_import_column_new (tn_json_string (object, "original", ""));
  JsonArray *missing = tn_json_array (object, "missing_marks");
  g_autoptr (GStrvBuilder) marks = g_strv_builder_new ();
  const char *zone = tn_json_string (object, "zone", NULL);
  const char *unit = tn_json_string (object, "unit", NULL);

  g_free (column->name);
  column->name = g_strdup (tn_json_string (object, "name", ""));
  tn_column_type_from_id (tn_json_string (object, "type", "category"), &column->type);
  column->guess = column->type;
  tn_column_type_from_id (tn_json_string (object, "guess", ""), &column->guess);
  tn_role_from_id (tn_json_string (object, "role", "none"), &column->role);
  column->reason = tn_message_read (object, "reason");
  column->format.decimal = get_mark (object, "decimal", ".,", '.');
  if (column->format.decimal == 0)
    column->format.decimal = '.';
  column->format.group = get_mark (object, "group", ",.' ", 0);
  column->format.unit = g_strdup (unit);
  tn_time_order_from_id (tn_json_string (object, "order", "ymd"), &column->layout.order);
  column->layout.pivot = (int) CLAMP (tn_json_int (object, "pivot", TN_TIME_PIVOT), 0, 99);
  column->zone = g_strdup (zone);
  for (guint i = 0; missing != NULL && i < json_array_get_length (missing); i++)
    {
      JsonNode *mark = json_array_get_element (missing, i);

      if (JSON_NODE_HOLDS_VALUE (mark) && json_node_get_value_type (mark) == G_TYPE_STRING)
        g_strv_builder_add (marks, json_node_get_string (mark));
    }
  g_strfreev (column->missing);
  column->missing = g_strv_builder_end (marks);
  column->strip_zero = tn_json_bool (object, "strip_zero", FALSE);
  column->trim = tn_json_bool (object, "trim", FALSE);
  column->ambiguous = tn_json_bool (object, "ambiguous", FALSE);
  column->included = tn_json_bool (object, "included", TRUE);
  column->sensitive = _tn_sensitive_from_id (tn_json_string (object, "sensitive", ""));
  column->pseudonym = tn_json_bool (object, "pseudonym", FALSE);
  if (column->pseudonym)
    column->type = TN_COLUMN_CATEGORY;
  column->locks = (guint) tn_json_int (object, "locks", 0);
  column->n_stripped = tn_json_int (object, "stripped", 0);
  column->n_trimmed = tn_json_int (object, "trimmed", 0);
  column->n_missing = tn_json_int (object, "missing", 0);
  column->n_problems = tn_json_int (object, "problems", 0);
  column->n_inexact = tn_json_int (object, "inexact", 0);
  column->first = tn_json_int (object, "first", TN_TIME_MISSING);
  column->last = tn_json_int (object, "last", TN_TIME_MISSING);
  column->demoted = tn_message_read (object, "demoted");

  return column;
}

static void
sheet_from_json (TnImportPlan *self, JsonObject *object)
{
  self->sheet = g_strdup (tn_json_string (object, "name", ""));
  self->first_column =
      (guint) CLAMP (tn_json_int (object, "first_column", 0), 0, TN_CSV_MAX_COLUMNS);
  self->n_sheets = (guint) CLAMP (tn_json_int (object, "sheets", 1), 1, G_MAXINT);
  self->sheet_hidden = tn_json_bool (object, "hidden", FALSE);
  self->recalculate = tn_json_bool (object, "recalculate", FALSE);
  self->n_hidden_rows = MAX (tn_json_int (object, "hidden_rows", 0), 0);
  self->n_hidden_columns = MAX (tn_json_int (object, "hidden_columns", 0), 0);
  self->n_merged = MAX (tn_json_int (object, "merged", 0), 0);
  self->n_formulas = MAX (tn_json_int (object, "formulas", 0), 0);
}

static gboolean
set_damaged (GError **error)
{
  tn_error_set (error, TN_ERROR_FORMAT,
                N_ ("The stored way to read this file cannot be used; import the file anew."),
                NULL);
  return FALSE;
}

static gboolean
names_are_unique (const TnImportPlan *self)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->columns->len; i++)
    {
      const char *name = _tn_import_plan_get (self, i)->name;

      if (*name == '\0' || !g_hash_table_add (taken, (char *) name))
        return FALSE;
    }

  return TRUE;
}

/**
 * tn_import_plan_from_json:
 *
 * Reads what tn_import_plan_to_json() wrote; nothing of it is trusted.
 *
 * Returns: (transfer full): the plan, or %NULL with %TN_ERROR_FORMAT
 */
TnImportPlan *
tn_import_plan_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TnImportPlan) self = tn_import_plan_new ();
  JsonObject *object =
      node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonArray *columns = object != NULL ? tn_json_array (object, "columns") : NULL;
  gint64 n_bom;

  if (columns == NULL || tn_json_object (object, "dialect") == NULL ||
      json_array_get_length (columns) > TN_CSV_MAX_COLUMNS)
    {
      set_damaged (error);
      return NULL;
    }
  if (!tn_csv_dialect_from_json (&self->dialect, json_object_get_member (object, "dialect"), error))
    return NULL;
  self->encoding = tn_encoding_intern (tn_json_string (object, "encoding", "UTF-8"));
  n_bom = tn_json_int (object, "bom", 0);
  self->n_bom = (guint) CLAMP (n_bom, 0, 6);
  self->encoding_sure = tn_json_bool (object, "encoding_sure", TRUE);
  self->locks = (guint) tn_json_int (object, "locks", 0);
  self->key_id = g_strdup (tn_json_string (object, "key", NULL));
  if (tn_json_object (object, "sheet") != NULL)
    sheet_from_json (self, tn_json_object (object, "sheet"));
  for (guint i = 0; i < json_array_get_length (columns); i++)
    {
      JsonNode *column = json_array_get_element (columns, i);

      if (JSON_NODE_HOLDS_OBJECT (column))
        g_ptr_array_add (self->columns, column_from_json (json_node_get_object (column)));
    }
  self->n_tail_empty = (guint) CLAMP (tn_json_int (object, "tail_empty", 0), 0, self->columns->len);
  if (self->encoding == NULL || self->columns->len != json_array_get_length (columns) ||
      !names_are_unique (self))
    {
      set_damaged (error);
      return NULL;
    }

  return g_steal_pointer (&self);
}

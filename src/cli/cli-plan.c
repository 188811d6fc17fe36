/* cli-plan.c: corrections of a plan, plans in files, plans in sentences
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli-plan.h"

#include <string.h>

#include "tn-encoding.h"

/* A file of another kind, taken for one with plans, is not read to its end. */
#define MAX_PLAN_BYTES (64 * 1024 * 1024)

/* More rows of names than that are none. */
#define MAX_HEADER 100

void
cli_wishes_clear (CliWishes *self)
{
  g_free (self->encoding);
  g_free (self->delimiter);
  g_free (self->quote);
  g_free (self->header);
  g_free (self->skip);
  g_free (self->sheet);
  g_free (self->plan);
  g_strfreev (self->roles);
  g_strfreev (self->types);
  g_strfreev (self->names);
  g_strfreev (self->zones);
  g_strfreev (self->date_orders);
  g_strfreev (self->decimals);
  g_strfreev (self->missing);
  g_strfreev (self->left_out);
  g_strfreev (self->pseudonyms);
  g_strfreev (self->plain);
}

/* Whether a plan has to be corrected once it is there. */
gboolean
cli_wishes_concern_columns (const CliWishes *self)
{
  return self->roles != NULL || self->types != NULL || self->names != NULL || self->zones != NULL ||
         self->date_orders != NULL || self->decimals != NULL || self->missing != NULL ||
         self->left_out != NULL || self->pseudonyms != NULL || self->plain != NULL;
}

static gboolean
refuse (GError **error, const char *sentence, const char *value)
{
  tn_error_set (error, TN_ERROR_ARGUMENT, sentence, "value", value, NULL);

  return FALSE;
}

/* One ASCII character, or the word for one that is hard to type. */
static gboolean
read_mark (const char *text, char *mark)
{
  static const struct
  {
    const char *word;
    char mark;
  } words[] = { { "tab", '\t' }, { "\\t", '\t' }, { "space", ' ' }, { "none", 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (text, words[i].word) == 0)
      {
        *mark = words[i].mark;
        return TRUE;
      }
  *mark = text[0];

  return text[0] != '\0' && text[1] == '\0' && g_ascii_isprint (text[0]) &&
         !g_ascii_isalnum (text[0]);
}

static gboolean
read_count (const char *text, gint64 most, gint64 *count, GError **error)
{
  if (g_ascii_isdigit (*text) && g_ascii_string_to_signed (text, 10, 0, most, count, NULL))
    return TRUE;

  return refuse (error, N_ ("“{value}” is not a number of lines. Write a whole number, such as 1."),
                 text);
}

static gboolean
wish_header (const CliWishes *self, TnImportPlan *wish, GError **error)
{
  gint64 n;

  if (self->header != NULL)
    {
      if (!read_count (self->header, MAX_HEADER, &n, error))
        return FALSE;
      tn_import_plan_set_header (wish, (guint) n);
    }
  if (self->no_header)
    tn_import_plan_set_header (wish, 0);
  if (self->skip != NULL)
    {
      if (!read_count (self->skip, G_MAXINT, &n, error))
        return FALSE;
      tn_import_plan_set_skip (wish, n);
    }

  return TRUE;
}

gboolean
cli_wishes_for_file (const CliWishes *self, TnImportPlan *wish, GError **error)
{
  char mark;

  if (self->encoding != NULL && tn_encoding_intern (self->encoding) == NULL)
    return refuse (error,
                   N_ ("“{value}” is not an encoding that can be read. Usual ones are UTF-8, "
                       "GB18030, BIG5, WINDOWS-1252 and UTF-16LE."),
                   self->encoding);
  if (self->encoding != NULL)
    tn_import_plan_set_encoding (wish, self->encoding);
  if (self->delimiter != NULL)
    {
      if (!read_mark (self->delimiter, &mark) || mark == 0)
        return refuse (error,
                       N_ ("“{value}” cannot stand between cells. Write one mark such as “;”, or "
                           "tab, or space."),
                       self->delimiter);
      tn_import_plan_set_delimiter (wish, mark);
    }
  if (self->quote != NULL)
    {
      if (!read_mark (self->quote, &mark) || g_ascii_isspace (mark))
        return refuse (error,
                       N_ ("“{value}” cannot stand around cells. Write one mark such as ', or "
                           "none."),
                       self->quote);
      tn_import_plan_set_quote (wish, mark);
    }
  if (self->sheet != NULL)
    tn_import_plan_set_sheet (wish, self->sheet);

  return wish_header (self, wish, error);
}

/* "COL=VALUE" taken apart at the last equals sign before which stands a column: names and values
 * may hold one. */
static int
find_setting (const TnImportPlan *plan, const char *setting, const char **value)
{
  for (const char *equals = strrchr (setting, '='); equals != NULL && equals > setting;
       equals = g_strrstr_len (setting, equals - setting, "="))
    {
      g_autofree char *name = g_strndup (setting, equals - setting);
      int column = tn_import_plan_find (plan, name);

      *value = equals + 1;
      if (column >= 0)
        return column;
    }

  return -1;
}

static gboolean
split_setting (const char *setting,
               const TnImportPlan *plan,
               int *column,
               const char **value,
               GError **error)
{
  *column = find_setting (plan, setting, value);
  if (*column >= 0)
    return TRUE;
  tn_error_set (error, TN_ERROR_ARGUMENT,
                N_ ("The file has no column for “{setting}”. Write COLUMN=VALUE with a column of "
                    "the header."),
                "setting", setting, NULL);

  return FALSE;
}

typedef gboolean (*Correct) (TnImportPlan *plan, guint column, const char *value, GError **error);

static gboolean
correct_role (TnImportPlan *plan, guint column, const char *value, GError **error)
{
  TnRole role;

  if (!tn_role_from_id (value, &role))
    {
      tn_error_set (
          error, TN_ERROR_ARGUMENT,
          N_ ("“{role}” is not a role of a column. Roles are customer, time, order, item, "
              "quantity, price, amount, event, category, target and ignore."),
          "role", value, NULL);
      return FALSE;
    }
  tn_import_plan_set_role (plan, column, role);

  return TRUE;
}

static gboolean
correct_type (TnImportPlan *plan, guint column, const char *value, GError **error)
{
  TnColumnType type;

  if (!tn_column_type_from_id (value, &type))
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("“{type}” is not a type: number, category, time, text or flag."), "type",
                    value, NULL);
      return FALSE;
    }
  if (tn_import_plan_get_column (plan, column)->pseudonym && type != TN_COLUMN_CATEGORY)
    return refuse (error,
                   N_ ("“{value}” is read as pseudonyms, which are words; bring it in as it is by "
                       "--plain to give it another type."),
                   tn_import_plan_get_column (plan, column)->name);
  tn_import_plan_set_type (plan, column, type);

  return TRUE;
}

static gboolean
correct_name (TnImportPlan *plan, guint column, const char *value, GError **error)
{
  if (tn_import_plan_set_name (plan, column, value))
    return TRUE;

  return refuse (error,
                 N_ ("A column cannot be called “{value}”: that is empty, or another column has "
                     "that name. Choose another."),
                 value);
}

static gboolean
correct_zone (TnImportPlan *plan, guint column, const char *value, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (value);

  if (zone == NULL)
    return refuse (error,
                   N_ ("“{value}” is not a time zone known here. Write it such as Europe/London "
                       "or Asia/Shanghai."),
                   value);
  tn_import_plan_set_zone (plan, column, value);

  return TRUE;
}

/* Whoever says how dates are written says that these are dates. */
static gboolean
correct_date_order (TnImportPlan *plan, guint column, const char *value, GError **error)
{
  TnTimeLayout layout = tn_import_plan_get_column (plan, column)->layout;

  if (!tn_time_order_from_id (value, &layout.order))
    return refuse (error,
                   N_ ("“{value}” is not an order of day, month and year. Write dmy, mdy or ymd."),
                   value);
  tn_import_plan_set_layout (plan, column, &layout);
  tn_import_plan_set_type (plan, column, TN_COLUMN_TIME);

  return TRUE;
}

/* The mark of thousands is then the other one, unless it is a blank or an apostrophe. */
static gboolean
correct_decimal (TnImportPlan *plan, guint column, const char *value, GError **error)
{
  TnNumberFormat format = tn_import_plan_get_column (plan, column)->format;

  if (strcmp (value, ".") != 0 && strcmp (value, ",") != 0)
    return refuse (error, N_ ("“{value}” is not a decimal mark. Write a point or a comma."), value);
  format.decimal = *value;
  if (format.group != ' ' && format.group != '\'')
    format.group = *value == ',' ? '.' : ',';
  tn_import_plan_set_format (plan, column, &format);
  tn_import_plan_set_type (plan, column, TN_COLUMN_NUMBER);

  return TRUE;
}

static gboolean
correct_missing (TnImportPlan *plan, guint column, const char *value, GError **error)
{
  char **before = tn_import_plan_get_column (plan, column)->missing;
  g_autoptr (GStrvBuilder) marks = g_strv_builder_new ();
  g_auto (GStrv) after = NULL;

  for (guint i = 0; before[i] != NULL; i++)
    if (strcmp (before[i], value) != 0)
      g_strv_builder_add (marks, before[i]);
  if (*value != '\0')
    g_strv_builder_add (marks, value);
  after = g_strv_builder_end (marks);
  tn_import_plan_set_missing (plan, column, (const char *const *) after);

  return TRUE;
}

static gboolean
is_any (const TnImportColumn *column)
{
  return TRUE;
}

static gboolean
is_time (const TnImportColumn *column)
{
  return column->type == TN_COLUMN_TIME;
}

static gboolean
is_number (const TnImportColumn *column)
{
  return column->type == TN_COLUMN_NUMBER;
}

/* @concerns: (nullable): which columns a value without a column is for */
static gboolean
correct_each (TnImportPlan *plan,
              char **settings,
              Correct correct,
              gboolean (*concerns) (const TnImportColumn *),
              GError **error)
{
  for (guint i = 0; settings != NULL && settings[i] != NULL; i++)
    {
      const char *value;
      int column = find_setting (plan, settings[i], &value);

      if (column < 0 && (concerns == NULL || (concerns != is_any && strchr (settings[i], '='))))
        return split_setting (settings[i], plan, &column, &value, error);
      if (column >= 0 && !correct (plan, (guint) column, value, error))
        return FALSE;
      if (column >= 0)
        continue;
      for (guint j = 0; j < tn_import_plan_get_n_columns (plan); j++)
        if (concerns (tn_import_plan_get_column (plan, j)) &&
            !correct (plan, j, settings[i], error))
          return FALSE;
    }

  return TRUE;
}

static gboolean
leave_out (TnImportPlan *plan, char **names, GError **error)
{
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      int column = tn_import_plan_find (plan, names[i]);

      if (column < 0)
        return refuse (error,
                       N_ ("The file has no column “{value}” to leave out. “--dry-run” lists its "
                           "columns."),
                       names[i]);
      tn_import_plan_set_included (plan, (guint) column, FALSE);
    }

  return TRUE;
}

static gboolean
set_pseudonyms (TnImportPlan *plan, char **names, gboolean pseudonym, GError **error)
{
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      int column = tn_import_plan_find (plan, names[i]);

      if (column < 0)
        return refuse (error,
                       N_ ("The file has no column “{value}” to make pseudonyms of. “--dry-run” "
                           "lists its columns."),
                       names[i]);
      tn_import_plan_set_pseudonym (plan, (guint) column, pseudonym);
    }

  return TRUE;
}

/**
 * cli_wishes_for_columns:
 *
 * Columns are named as in the file, or as they were renamed before; new names come last.
 */
gboolean
cli_wishes_for_columns (const CliWishes *self, TnImportPlan *plan, GError **error)
{
  return set_pseudonyms (plan, self->plain, FALSE, error) &&
         correct_each (plan, self->types, correct_type, NULL, error) &&
         correct_each (plan, self->date_orders, correct_date_order, is_time, error) &&
         correct_each (plan, self->decimals, correct_decimal, is_number, error) &&
         correct_each (plan, self->zones, correct_zone, is_time, error) &&
         correct_each (plan, self->missing, correct_missing, is_any, error) &&
         correct_each (plan, self->roles, correct_role, NULL, error) &&
         leave_out (plan, self->left_out, error) &&
         set_pseudonyms (plan, self->pseudonyms, TRUE, error) &&
         correct_each (plan, self->names, correct_name, NULL, error);
}

/**
 * cli_plans_write:
 *
 * Writes {"files": [{"file", "plan"}…]}, to be seen and changed with an editor.
 */
gboolean
cli_plans_write (const TnImportFile *files, guint n, const char *path, GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GError) write_error = NULL;

  json_node_take_object (node, object);
  json_object_set_array_member (object, "files", array);
  for (guint i = 0; i < n; i++)
    {
      JsonObject *file = json_object_new ();

      json_object_set_string_member (file, "file", tn_source_get_name (files[i].source));
      json_object_set_member (file, "plan", tn_import_plan_to_json (files[i].plan));
      json_array_add_object_element (array, file);
    }
  text = tn_json_print (node, TRUE);
  line = g_strconcat (text, "\n", NULL);
  if (g_file_set_contents (path, line, -1, &write_error))
    return TRUE;
  tn_error_set (error, TN_ERROR_IO,
                N_ ("{file} cannot be written. Choose another place for the plan."), "file", path,
                NULL);

  return FALSE;
}

/* What a hand has written wrong is said, and not taken for something else. */
static gboolean
check_word (JsonObject *column, const char *member, gboolean known, GError **error)
{
  if (known)
    return TRUE;
  tn_error_set (error, TN_ERROR_FORMAT,
                N_ ("In the plan, column “{column}” has “{value}” as {member}, which is not known. "
                    "“tenure-cli import --help” lists what can be chosen."),
                "column", tn_json_string (column, "name", ""), "value",
                tn_json_string (column, member, ""), "member", member, NULL);

  return FALSE;
}

static gboolean
check_column (JsonObject *column, GError **error)
{
  const char *name = tn_json_string (column, "zone", NULL);
  g_autoptr (GTimeZone) zone = name != NULL ? g_time_zone_new_identifier (name) : NULL;
  TnColumnType type;
  TnTimeOrder order;
  TnRole role;

  return check_word (column, "type",
                     tn_column_type_from_id (tn_json_string (column, "type", ""), &type), error) &&
         check_word (column, "role", tn_role_from_id (tn_json_string (column, "role", ""), &role),
                     error) &&
         check_word (column, "order",
                     tn_time_order_from_id (tn_json_string (column, "order", "ymd"), &order),
                     error) &&
         check_word (column, "zone", name == NULL || zone != NULL, error);
}

static gboolean
check_columns (JsonObject *plan, GError **error)
{
  JsonArray *columns = plan != NULL ? tn_json_array (plan, "columns") : NULL;

  for (guint i = 0; columns != NULL && i < json_array_get_length (columns); i++)
    {
      JsonNode *column = json_array_get_element (columns, i);

      if (JSON_NODE_HOLDS_OBJECT (column) && !check_column (json_node_get_object (column), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
refuse_plan (GError **error, const char *path)
{
  tn_error_set (error, TN_ERROR_FORMAT,
                N_ ("{file} is not a plan to read files by. Write one with --plan-out, and change "
                    "that."),
                "file", path, NULL);

  return FALSE;
}

/* Everything in it counts as decided, also what was only found. */
static TnImportPlan *
take_plan (JsonNode *node, const char *path, GError **error)
{
  JsonObject *file = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonObject *object = file != NULL ? tn_json_object (file, "plan") : NULL;
  TnImportPlan *plan = NULL;

  if (!check_columns (object, error))
    return NULL;
  if (object != NULL)
    plan = tn_import_plan_from_json (json_object_get_member (file, "plan"), NULL);
  if (plan == NULL)
    {
      refuse_plan (error, path);
      return NULL;
    }
  tn_import_plan_lock_all (plan);
  if (tn_import_plan_get_sheet (plan) != NULL)
    {
      g_autofree char *sheet = g_strdup (tn_import_plan_get_sheet (plan));

      tn_import_plan_set_sheet (plan, sheet);
    }
  else
    tn_import_plan_set_encoding (plan, tn_import_plan_get_encoding (plan));

  return plan;
}

/**
 * cli_plans_read:
 *
 * Returns: (transfer container) (element-type TnImportPlan): one a file, or one for all
 */
GPtrArray *
cli_plans_read (const char *path, GError **error)
{
  g_autoptr (GPtrArray) plans =
      g_ptr_array_new_with_free_func ((GDestroyNotify) tn_import_plan_free);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  g_autoptr (GBytes) bytes = stream != NULL ? g_input_stream_read_bytes (G_INPUT_STREAM (stream),
                                                                         MAX_PLAN_BYTES, NULL, NULL)
                                            : NULL;
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *array;

  if (bytes == NULL)
    {
      tn_error_set (error, TN_ERROR_NOT_FOUND,
                    N_ ("There is no file {file} that can be read. Check its name."), "file", path,
                    NULL);
      return NULL;
    }
  text = g_strndup (g_bytes_get_data (bytes, NULL) != NULL ? g_bytes_get_data (bytes, NULL) : "",
                    g_bytes_get_size (bytes));
  node = tn_json_parse (text, -1, NULL);
  array = node != NULL && JSON_NODE_HOLDS_OBJECT (node)
              ? tn_json_array (json_node_get_object (node), "files")
              : NULL;
  if (array == NULL || json_array_get_length (array) == 0)
    {
      refuse_plan (error, path);
      return NULL;
    }
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      TnImportPlan *plan = take_plan (json_array_get_element (array, i), path, error);

      if (plan == NULL)
        return NULL;
      g_ptr_array_add (plans, plan);
    }

  return g_steal_pointer (&plans);
}

static void
print_dialect (Cli *cli, const TnImportPlan *plan, const char *file)
{
  const TnCsvDialect *dialect = tn_import_plan_get_dialect (plan);
  const char delimiter[] = { dialect->delimiter, '\0' };
  const char quote[] = { dialect->quote, '\0' };
  const char *sheet = tn_import_plan_get_sheet (plan);
  TnMessage *message;

  if (sheet != NULL)
    message = tn_message_text (
        tn_message_new (N_ ("{file}: sheet “{sheet}”; lines above the table: {skip}, rows of "
                            "names: {header}")),
        "sheet", sheet);
  else
    {
      message = tn_message_new (
          dialect->quote != 0
              ? N_ ("{file}: {encoding}, cells parted by “{delimiter}”, quoted by {quote}; lines "
                    "above the table: {skip}, rows of names: {header}")
              : N_ ("{file}: {encoding}, cells parted by “{delimiter}”, not quoted; lines above "
                    "the table: {skip}, rows of names: {header}"));
      tn_message_text (message, "encoding", tn_import_plan_get_encoding (plan));
      tn_message_text (message, "delimiter", dialect->delimiter == '\t' ? "tab" : delimiter);
      tn_message_text (message, "quote", quote);
    }
  tn_message_text (message, "file", file);
  tn_message_count (message, "skip", dialect->n_skip);
  cli_say (cli, tn_message_count (message, "header", dialect->n_header));
}

/* What its cells look like, as far as that can be corrected. */
static char *
dup_shape (const TnImportColumn *column)
{
  GString *shape = g_string_new (NULL);

  if (column->type == TN_COLUMN_NUMBER)
    g_string_append_printf (shape, "%c%s%s", column->format.decimal,
                            column->format.unit != NULL ? " " : "",
                            column->format.unit != NULL ? column->format.unit : "");
  else if (column->type == TN_COLUMN_TIME)
    g_string_append_printf (shape, "%s %s", tn_time_order_to_id (column->layout.order),
                            column->zone != NULL ? column->zone : "UTC");

  return g_string_free (shape, FALSE);
}

/**
 * cli_plan_print:
 *
 * A line about the file, then one a column, each with why it has its role.
 */
void
cli_plan_print (Cli *cli, const TnImportPlan *plan, const char *file)
{
  print_dialect (cli, plan, file);
  for (guint i = 0; i < tn_import_plan_get_n_columns (plan); i++)
    {
      const TnImportColumn *column = tn_import_plan_get_column (plan, i);
      g_autofree char *shape = dup_shape (column);
      g_autofree char *reason =
          column->reason != NULL ? tn_message_say (column->reason, cli->language) : g_strdup ("");
      g_autofree char *line = g_strdup_printf (
          "  %-24s %-9s %-20s %-10s %s", column->name, tn_column_type_to_id (column->type), shape,
          !column->included              ? "–"
          : column->pseudonym            ? "pseudonym"
          : column->role != TN_ROLE_NONE ? tn_role_to_id (column->role)
                                         : "",
          reason);

      cli_print (cli, g_strchomp (line));
    }
}

static char *
quote_word (const char *word)
{
  return strpbrk (word, " '\"$`\\&|;<>()*?#!~") != NULL ? g_shell_quote (word) : g_strdup (word);
}

/* To be typed behind “import PROJECT”. */
static char *
dup_answer (const TnImportColumn *column, const char *name)
{
  g_autofree char *setting =
      g_strdup_printf ("%s=%s", column->name, column->layout.order == TN_TIME_DMY ? "mdy" : "dmy");
  g_autofree char *order = quote_word (setting);
  g_autofree char *quoted = name != NULL ? quote_word (name) : NULL;

  return quoted != NULL ? g_strdup_printf ("--again --name %s --date-order %s", quoted, order)
                        : g_strdup_printf ("--date-order %s", order);
}

/**
 * cli_plan_say_questions:
 * @name: (nullable): of the data set, when there is one already
 *
 * Asks what only a person knows, by naming the options that say otherwise.
 */
void
cli_plan_say_questions (Cli *cli, const TnImportPlan *plan, const char *name)
{
  for (guint i = 0; i < tn_import_plan_get_n_columns (plan); i++)
    {
      const TnImportColumn *column = tn_import_plan_get_column (plan, i);
      g_autofree char *answer = NULL;

      if (!column->ambiguous || !column->included || column->type != TN_COLUMN_TIME)
        continue;
      answer = dup_answer (column, name);
      cli_say (cli, tn_message_text (
                        tn_message_new (column->layout.order == TN_TIME_DMY
                                            ? N_ ("If the month comes first in it, import with "
                                                  "{options}.")
                                            : N_ ("If the day comes first in it, import with "
                                                  "{options}.")),
                        "options", answer));
    }
}

/* tn-journal.c: every change of documents with its inverse: undo and history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-journal.h"

#include "tn-error.h"
#include "tn-json.h"
#include "tn-project-private.h"
#include "tn-record.h"

/* journal.state */
enum
{
  DONE = 0,
  TAKEN_BACK = 1, /* 2: taken back, then overtaken by another change */
};

/* So many steps can be taken back. Older ones stay in the history, without the means. */
#define MAX_UNDO 1000

static char *
print_commands (JsonArray *commands)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  json_node_set_array (node, commands);

  return tn_json_print (node, FALSE);
}

static char *
print_label (const TnMessage *label)
{
  g_autoptr (JsonNode) node = label != NULL ? tn_message_to_json (label) : NULL;

  return node != NULL ? tn_json_print (node, FALSE) : NULL;
}

/* Steps after the last one that stands were taken back; now they are overtaken. */
#define OVERTAKE                                                 \
  "UPDATE journal SET state = 2, command = '[]', inverse = '[]'" \
  " WHERE id > ifnull ((SELECT id FROM journal WHERE state = 0 ORDER BY id DESC LIMIT 1), 0)"

static gboolean
forget_means (TnDatabase *database, GError **error)
{
  g_autoptr (TnStatement) forget =
      tn_database_query (database,
                         "UPDATE journal SET command = '[]', inverse = '[]'"
                         " WHERE id = (SELECT max (id) FROM journal) - ?1",
                         error);

  if (forget == NULL)
    return FALSE;
  sqlite3_bind_int (forget, 1, MAX_UNDO);

  return tn_database_run (database, forget, error);
}

static gboolean
add_entry (TnDatabase *database,
           const TnMessage *label,
           JsonArray *commands,
           JsonArray *inverse,
           GError **error)
{
  g_autofree char *command_text = print_commands (commands);
  g_autofree char *inverse_text = print_commands (inverse);
  g_autofree char *label_text = print_label (label);
  g_autoptr (TnStatement) insert = tn_database_query (
      database,
      "INSERT INTO journal (time, label, command, inverse, state) VALUES (?1, ?2, ?3, ?4, 0)",
      error);

  if (insert == NULL)
    return FALSE;
  sqlite3_bind_int64 (insert, 1, g_get_real_time ());
  sqlite3_bind_text (insert, 2, label_text, -1, SQLITE_STATIC);
  sqlite3_bind_text (insert, 3, command_text, -1, SQLITE_STATIC);
  sqlite3_bind_text (insert, 4, inverse_text, -1, SQLITE_STATIC);

  return tn_database_run (database, insert, error);
}

/**
 * tn_journal_write_edit:
 *
 * Effect, inverse and entry. Inside a write.
 */
gboolean
tn_journal_write_edit (TnDatabase *database, const TnEdit *edit, GError **error)
{
  JsonArray *commands = tn_edit_get_commands (edit);
  g_autoptr (JsonArray) inverse = NULL;

  /* A step without effect would hide those before it from being taken back. */
  if (json_array_get_length (commands) == 0)
    return TRUE;
  inverse = tn_record_apply (database, commands, error);

  return inverse != NULL && tn_database_exec (database, OVERTAKE, error) &&
         add_entry (database, tn_edit_get_label (edit), commands, inverse, error) &&
         forget_means (database, error);
}

static gboolean
write_edit (TnDatabase *database, gpointer data, GError **error)
{
  return tn_journal_write_edit (database, data, error);
}

/**
 * tn_project_edit:
 * @edit: its commands are carried out in order, all or none
 * @error: %TN_ERROR_NOT_FOUND or %TN_ERROR_ARGUMENT when a command does not fit the
 *   documents, %TN_ERROR_BUSY, %TN_ERROR_SPACE, %TN_ERROR_IO: then nothing was changed
 *
 * On disk when the call returns.
 */
gboolean
tn_project_edit (TnProject *self, const TnEdit *edit, GError **error)
{
  return tn_project_write (self, TN_WRITE_CHANGE, write_edit, (gpointer) edit, error);
}

typedef struct
{
  gboolean back; /* undo, otherwise redo */
  gboolean found;
  TnMessage *label;
} Step;

#define LAST_DONE "(SELECT id FROM journal WHERE state = 0 ORDER BY id DESC LIMIT 1)"
#define SELECT_UNDO \
  "SELECT id, label, inverse FROM journal WHERE id = " LAST_DONE " AND inverse <> '[]'"
#define SELECT_REDO                                                                           \
  "SELECT id, label, command FROM journal WHERE id > ifnull (" LAST_DONE ", 0) AND state = 1" \
  " ORDER BY id LIMIT 1"

static TnMessage *
read_label (TnStatement *statement, int column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);
  int size = sqlite3_column_bytes (statement, column);
  g_autoptr (JsonNode) node = text != NULL ? tn_json_parse (text, size, NULL) : NULL;

  return node != NULL ? tn_message_from_json (node, NULL) : NULL;
}

static gboolean
set_state (TnDatabase *database, gint64 id, int state, GError **error)
{
  g_autoptr (TnStatement) update =
      tn_database_query (database, "UPDATE journal SET state = ?2 WHERE id = ?1", error);

  if (update == NULL)
    return FALSE;
  sqlite3_bind_int64 (update, 1, id);
  sqlite3_bind_int (update, 2, state);

  return tn_database_run (database, update, error);
}

static gboolean
apply_text (TnDatabase *database, JsonNode *node, GError **error)
{
  g_autoptr (JsonArray) ignored = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    {
      tn_error_set (error, TN_ERROR_DAMAGED,
                    N_ ("This step of the history is damaged and cannot be taken back or done "
                        "again."),
                    NULL);
      return FALSE;
    }
  ignored = tn_record_apply (database, json_node_get_array (node), error);

  return ignored != NULL;
}

static gboolean
write_step (TnDatabase *database, gpointer data, GError **error)
{
  Step *step = data;
  g_autoptr (TnStatement) select =
      tn_database_query (database, step->back ? SELECT_UNDO : SELECT_REDO, error);
  g_autoptr (JsonNode) commands = NULL;
  gint64 id;

  if (select == NULL || !tn_database_step (database, select, &step->found, error))
    return FALSE;
  if (!step->found)
    return TRUE;
  id = sqlite3_column_int64 (select, 0);
  step->label = read_label (select, 1);
  commands = tn_json_parse ((const char *) sqlite3_column_text (select, 2),
                            sqlite3_column_bytes (select, 2), NULL);

  return apply_text (database, commands, error) &&
         set_state (database, id, step->back ? TAKEN_BACK : DONE, error);
}

static gboolean
take_step (TnProject *self, gboolean back, TnMessage **label, GError **error)
{
  Step step = { back, FALSE, NULL };
  gboolean written = tn_project_write (self, TN_WRITE_CHANGE, write_step, &step, error);

  if (label != NULL)
    *label = g_steal_pointer (&step.label);
  g_clear_pointer (&step.label, tn_message_unref);

  return written && step.found;
}

/**
 * tn_project_undo:
 * @label: (out) (optional) (nullable): what was taken back
 *
 * Takes the last step back that was not taken back yet.
 *
 * Returns: %FALSE without @error when there is none
 */
gboolean
tn_project_undo (TnProject *self, TnMessage **label, GError **error)
{
  return take_step (self, TRUE, label, error);
}

/**
 * tn_project_redo:
 * @label: (out) (optional) (nullable): what was done again
 *
 * Returns: %FALSE without @error when nothing was taken back since the last change
 */
gboolean
tn_project_redo (TnProject *self, TnMessage **label, GError **error)
{
  return take_step (self, FALSE, label, error);
}

void
tn_history_entry_free (TnHistoryEntry *self)
{
  g_clear_pointer (&self->label, tn_message_unref);
  g_free (self);
}

static gboolean
read_history (TnDatabase *database, guint limit, GPtrArray *entries, GError **error)
{
  g_autoptr (TnStatement) list = tn_database_query (
      database,
      "SELECT id, time, label, state FROM journal WHERE state <> 2 ORDER BY id DESC LIMIT ?1",
      error);
  gboolean row = TRUE;

  if (list == NULL)
    return FALSE;
  sqlite3_bind_int64 (list, 1, limit);
  while (row)
    {
      TnHistoryEntry *entry;

      if (!tn_database_step (database, list, &row, error))
        return FALSE;
      if (!row)
        break;
      entry = g_new0 (TnHistoryEntry, 1);
      entry->id = sqlite3_column_int64 (list, 0);
      entry->time = sqlite3_column_int64 (list, 1);
      entry->label = read_label (list, 2);
      entry->undone = sqlite3_column_int (list, 3) == TAKEN_BACK;
      g_ptr_array_add (entries, entry);
    }

  return TRUE;
}

/**
 * tn_project_list_history:
 * @limit: at most so many
 *
 * Returns: (transfer full) (element-type TnHistoryEntry): newest first; steps that were
 *   overtaken by another change are left out
 */
GPtrArray *
tn_project_list_history (TnProject *self, guint limit, GError **error)
{
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) tn_history_entry_free);
  TnDatabase *database = tn_project_borrow_reader (self, error);
  gboolean read;

  if (database == NULL)
    return NULL;
  read = read_history (database, limit, entries, error);
  tn_project_return_reader (self, database);

  return read ? g_steal_pointer (&entries) : NULL;
}

/* tn-edit.h: changes of what the user made, with undo and history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-project.h"

G_BEGIN_DECLS

/**
 * TnEdit:
 *
 * One step of the history: a label and one or more commands on documents. Documents
 * are what the user made (data sets, pipelines, plans, settings): opaque JSON under a
 * kind and an id, with the version of their layout. They change in no other way.
 */
typedef struct _TnEdit TnEdit;

TnEdit *tn_edit_new (TnMessage *label);
void tn_edit_free (TnEdit *self);
void tn_edit_put (TnEdit *self, const char *kind, const char *id, int version, JsonNode *body);
void tn_edit_delete (TnEdit *self, const char *kind, const char *id);
void tn_edit_rename (TnEdit *self, const char *kind, const char *id, const char *new_id);
/* Sets one value inside a document: @path holds member names and array indices as
 * text, %NULL-terminated; a %NULL @value removes the member. */
void tn_edit_set (TnEdit *self,
                  const char *kind,
                  const char *id,
                  const char *const *path,
                  JsonNode *value);

/* The stored form, also that of the command line: {"do": "put", …} or an array of such. */
JsonNode *tn_edit_to_json (const TnEdit *self);
TnEdit *tn_edit_new_from_json (JsonNode *commands, TnMessage *label, GError **error);

/* Effect, inverse and journal entry in one transaction. */
gboolean tn_project_edit (TnProject *self, const TnEdit *edit, GError **error);
/* %FALSE without error when there is nothing to take back; @label: (out) (optional). */
gboolean tn_project_undo (TnProject *self, TnMessage **label, GError **error);
gboolean tn_project_redo (TnProject *self, TnMessage **label, GError **error);

/**
 * TnHistoryEntry:
 * @id: ascending
 * @time: microseconds since 1970 UTC, for people only: the order is that of @id
 * @label: (nullable): what was done
 * @undone: it was taken back and can be done again
 */
typedef struct
{
  gint64 id;
  gint64 time;
  TnMessage *label;
  gboolean undone;
} TnHistoryEntry;

void tn_history_entry_free (TnHistoryEntry *self);
/* Newest first, at most @limit: (element-type TnHistoryEntry). */
GPtrArray *tn_project_list_history (TnProject *self, guint limit, GError **error);

/**
 * TnRecord:
 * @kind: "dataset", "pipeline", "plan", "setting"…
 * @id: unique in its kind
 * @version: of the layout of @body, its owner's business
 * @body: JSON
 */
typedef struct
{
  char *kind;
  char *id;
  int version;
  JsonNode *body;
} TnRecord;

void tn_record_free (TnRecord *self);
/* %TN_ERROR_NOT_FOUND when there is none. */
TnRecord *tn_project_get_document (TnProject *self,
                                   const char *kind,
                                   const char *id,
                                   GError **error);
/* Ids of one kind in the order of making: (transfer full). */
GStrv tn_project_list_documents (TnProject *self, const char *kind, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnEdit, tn_edit_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnHistoryEntry, tn_history_entry_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnRecord, tn_record_free)

G_END_DECLS

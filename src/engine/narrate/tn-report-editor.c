/* tn-report-editor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-report-editor.h"

#include "tn-error.h"
#include "tn-pipeline-run.h"
#include "tn-report.h"
#include "tn-run.h"

struct _TnReportEditor
{
  TnProject *project;
  gint64 run;
  char *pipeline;
  const TnLanguage *language;
  TnArrangement *arrangement;
  GPtrArray *blocks; /* of TnBlockEntry */
};

static char *
find_pipeline (TnProject *project, gint64 run, GError **error)
{
  g_autoptr (TnRun) record =
      tn_project_get_run (project, tn_project_find_run (project, run, error), error);

  return record != NULL ? g_strdup (record->pipeline) : NULL;
}

static TnArrangement *
load (TnProject *project, const char *pipeline)
{
  g_autoptr (TnRecord) record =
      tn_project_get_document (project, TN_DOCUMENT_REPORT, pipeline, NULL);

  return tn_arrangement_new_from_json (record != NULL ? record->body : NULL);
}

/**
 * tn_report_new_arranged:
 * @run: its number, 0 for the latest
 * @language: in which texts written by hand are shown
 * @error: %TN_ERROR_NOT_FOUND when the run did not come to its end
 *
 * What every file, print and preview of a report is made from.
 *
 * Returns: (transfer full) (nullable): the report
 */
TnDocument *
tn_report_new_arranged (TnProject *project, gint64 run, const TnLanguage *language, GError **error)
{
  g_autoptr (TnDocument) made = tn_report_new (project, run, error);
  g_autofree char *pipeline = made != NULL ? find_pipeline (project, run, error) : NULL;
  g_autoptr (TnArrangement) arrangement = NULL;
  g_autoptr (TnDocument) document = NULL;

  if (pipeline == NULL)
    return NULL;
  arrangement = load (project, pipeline);
  document = tn_document_arrange (g_steal_pointer (&made), arrangement, language);
  if (g_str_equal (tn_arrangement_get_template (arrangement), "boss") &&
      !tn_document_fit (document, language, NULL, error))
    return NULL;

  return g_steal_pointer (&document);
}

gboolean
tn_edit_copy_report (TnEdit *edit,
                     TnProject *project,
                     const char *name,
                     const char *new_name,
                     GError **error)
{
  g_auto (GStrv) names = tn_project_list_documents (project, TN_DOCUMENT_REPORT, error);
  g_autoptr (TnRecord) record = NULL;

  if (names == NULL)
    return FALSE;
  if (!g_strv_contains ((const char *const *) names, name))
    return TRUE;
  record = tn_project_get_document (project, TN_DOCUMENT_REPORT, name, error);
  if (record == NULL)
    return FALSE;
  tn_edit_put (edit, TN_DOCUMENT_REPORT, new_name, record->version, record->body);

  return TRUE;
}

/* So that what was changed before and what is changed now have one name. */
static void
take_ids_of_today (TnReportEditor *self)
{
  for (guint i = 0; i < self->blocks->len; i++)
    {
      const TnBlockEntry *entry = g_ptr_array_index (self->blocks, i);

      if (entry->older != NULL)
        tn_arrangement_rename (self->arrangement, entry->older, entry->id);
    }
}

TnReportEditor *
tn_report_editor_new (TnProject *project, gint64 run, const TnLanguage *language, GError **error)
{
  TnDocument *made = tn_report_new (project, run, error);
  g_autofree char *pipeline = made != NULL ? find_pipeline (project, run, error) : NULL;
  TnReportEditor *self;

  if (pipeline == NULL)
    {
      g_clear_pointer (&made, tn_document_unref);
      return NULL;
    }
  self = g_new0 (TnReportEditor, 1);
  self->project = tn_project_ref (project);
  self->pipeline = g_steal_pointer (&pipeline);
  self->language = language;
  self->arrangement = load (project, self->pipeline);
  self->run = run;
  self->blocks = tn_document_list_blocks (made, self->arrangement, language);
  take_ids_of_today (self);

  return self;
}

void
tn_report_editor_free (TnReportEditor *self)
{
  g_ptr_array_unref (self->blocks);
  tn_arrangement_free (self->arrangement);
  tn_project_unref (self->project);
  g_free (self->pipeline);
  g_free (self);
}

TnArrangement *
tn_report_editor_get_arrangement (TnReportEditor *self)
{
  return self->arrangement;
}

GPtrArray *
tn_report_editor_get_blocks (TnReportEditor *self)
{
  return self->blocks;
}

static const TnBlockEntry *
find (const TnReportEditor *self, const char *id, GError **error)
{
  for (guint i = 0; i < self->blocks->len; i++)
    {
      const TnBlockEntry *entry = g_ptr_array_index (self->blocks, i);

      if (g_str_equal (entry->id, id) || g_strcmp0 (entry->older, id) == 0)
        return entry;
    }
  tn_error_set (error, TN_ERROR_NOT_FOUND,
                N_ ("There is no block “{id}” in this report. “tenure-cli blocks” lists them."),
                "id", id, NULL);

  return NULL;
}

static gboolean
is_part (const TnBlockEntry *entry)
{
  return g_str_equal (entry->kind, "part");
}

gboolean
tn_report_editor_show (TnReportEditor *self, const char *id, gboolean shown, GError **error)
{
  const TnBlockEntry *entry = find (self, id, error);

  if (entry == NULL)
    return FALSE;
  tn_arrangement_show (self->arrangement, entry->id, shown);

  return TRUE;
}

static gboolean
refuse_move (const char *id, const char *after, GError **error)
{
  tn_error_set (error, TN_ERROR_ARGUMENT,
                N_ ("“{id}” cannot stand behind “{after}”. Parts stand behind parts, points of a "
                    "list behind points of the same list, anything else behind a block or first in "
                    "a part."),
                "id", id, "after", after, NULL);

  return FALSE;
}

static gboolean
is_item (const TnBlockEntry *entry)
{
  return g_str_equal (entry->kind, "item");
}

static gboolean
may_hold (const TnBlockEntry *target, const TnBlockEntry *item)
{
  return (is_item (target) || g_str_equal (target->kind, "list")) &&
         g_str_equal (target->part, item->part);
}

/**
 * tn_report_editor_move:
 * @after: a block or part it comes behind, "" for a part that becomes the first
 * @error: %TN_ERROR_NOT_FOUND for what is not there, %TN_ERROR_ARGUMENT for a place it cannot have
 */
gboolean
tn_report_editor_move (TnReportEditor *self, const char *id, const char *after, GError **error)
{
  const TnBlockEntry *entry = find (self, id, error);
  const TnBlockEntry *target = NULL;

  if (entry == NULL || (*after != '\0' && (target = find (self, after, error)) == NULL))
    return FALSE;
  if (entry == target || (target == NULL && !is_part (entry)) ||
      (target != NULL && is_part (entry) && !is_part (target)) ||
      (is_item (entry) && (target == NULL || !may_hold (target, entry))) ||
      (g_str_has_suffix (id, "-title") && g_str_equal (entry->kind, "heading")))
    return refuse_move (id, after, error);
  tn_arrangement_move_together (self->arrangement, entry->id, target != NULL ? target->id : "");

  return TRUE;
}

/**
 * tn_report_editor_step:
 * @by: 1 down, -1 up
 * @error: %TN_ERROR_NOT_FOUND for what is not there, %TN_ERROR_ARGUMENT for what stands at an end
 *
 * Moves a block past the one beside it, and with it what goes along.
 */
gboolean
tn_report_editor_step (TnReportEditor *self, const char *id, int by, GError **error)
{
  const TnBlockEntry *entry = find (self, id, error);
  TnDocument *made = entry != NULL ? tn_report_new (self->project, self->run, error) : NULL;
  g_autofree char *moved = NULL;
  g_autofree char *after = NULL;

  if (made == NULL)
    return FALSE;
  if (!tn_document_find_step (made, self->arrangement, self->language, entry->id, by, &moved,
                              &after))
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    by < 0 ? N_ ("There is nothing above this block to move it past.")
                           : N_ ("There is nothing below this block to move it past."),
                    NULL);
      return FALSE;
    }
  tn_arrangement_move_together (self->arrangement, moved, after);

  return TRUE;
}

/**
 * tn_report_editor_write:
 * @text: plain, in the language of the editor
 * @error: %TN_ERROR_ARGUMENT for a block that is no text
 *
 * What the report says there now is kept beside it, so that a change can be told.
 */
gboolean
tn_report_editor_write (TnReportEditor *self, const char *id, const char *text, GError **error)
{
  const TnBlockEntry *entry = find (self, id, error);

  if (entry == NULL)
    return FALSE;
  if (entry->made == NULL && entry->state != TN_BLOCK_OWN)
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("“{id}” is no text that can be written by hand: figures and tables are "
                        "made from the run. Hide it, or add a text of your own."),
                    "id", id, NULL);
      return FALSE;
    }

  return tn_arrangement_set_text (self->arrangement, entry->id, self->language, text, entry->made,
                                  error);
}

/**
 * tn_report_editor_restore:
 *
 * What the report says itself, in the language of the editor; a block of one's own goes. A text
 * that waits for its block goes in all languages.
 */
gboolean
tn_report_editor_restore (TnReportEditor *self, const char *id, GError **error)
{
  const TnBlockEntry *entry = find (self, id, error);

  if (entry == NULL)
    return FALSE;
  if (entry->state == TN_BLOCK_OWN)
    return tn_report_editor_remove (self, id, error);
  tn_arrangement_unset_text (self->arrangement, entry->id,
                             entry->state == TN_BLOCK_GONE ? NULL : self->language);

  return TRUE;
}

char *
tn_report_editor_add (TnReportEditor *self,
                      gboolean heading,
                      const char *text,
                      const char *after,
                      GError **error)
{
  const TnBlockEntry *target = find (self, after, error);

  if (target == NULL)
    return NULL;

  return tn_arrangement_add_text (self->arrangement, heading, self->language, text, target->id,
                                  error);
}

char *
tn_report_editor_add_picture (TnReportEditor *self,
                              GBytes *png,
                              const char *caption,
                              const char *after,
                              GError **error)
{
  const TnBlockEntry *target = find (self, after, error);

  if (target == NULL)
    return NULL;

  return tn_arrangement_add_picture (self->arrangement, png, self->language, caption, target->id,
                                     error);
}

gboolean
tn_report_editor_remove (TnReportEditor *self, const char *id, GError **error)
{
  if (tn_arrangement_remove_own (self->arrangement, id))
    return TRUE;
  if (find (self, id, error) != NULL)
    tn_error_set (error, TN_ERROR_ARGUMENT,
                  N_ ("“{id}” is a block of the report. It can be hidden, not removed."), "id", id,
                  NULL);

  return FALSE;
}

gboolean
tn_report_editor_store (TnReportEditor *self, TnMessage *label, GError **error)
{
  g_autoptr (TnEdit) edit = tn_edit_new (label);
  g_autoptr (JsonNode) body = tn_arrangement_to_json (self->arrangement);

  tn_edit_put (edit, TN_DOCUMENT_REPORT, self->pipeline, TN_ARRANGEMENT_VERSION, body);

  return tn_project_edit (self->project, edit, error);
}

/* tn-report-editor.h: reports as a person laid them out, and laying them out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-arrangement.h"
#include "tn-edit.h"

G_BEGIN_DECLS

/* Documents of this kind are arrangements, by the name of the pipeline reported on. */
#define TN_DOCUMENT_REPORT "report"

/* As tn_report_new(), laid out as the project says for the run's pipeline. */
TnDocument *tn_report_new_arranged (TnProject *project,
                                    gint64 run,
                                    const TnLanguage *language,
                                    GError **error);

/* For a pipeline that gets another name: runs made under the old one keep theirs. */
gboolean tn_edit_copy_report (TnEdit *edit,
                              TnProject *project,
                              const char *name,
                              const char *new_name,
                              GError **error);

/**
 * TnReportEditor:
 *
 * Changes to how the reports of one pipeline are laid out, checked against the report of one run
 * in one language, and kept as one step of the history. For one thread.
 */
typedef struct _TnReportEditor TnReportEditor;

TnReportEditor *tn_report_editor_new (TnProject *project,
                                      gint64 run,
                                      const TnLanguage *language,
                                      GError **error);
void tn_report_editor_free (TnReportEditor *self);
/* For templates, contents, logo and colour. */
TnArrangement *tn_report_editor_get_arrangement (TnReportEditor *self);
/* (element-type TnBlockEntry): as it was when the editor was made. */
GPtrArray *tn_report_editor_get_blocks (TnReportEditor *self);

gboolean tn_report_editor_show (TnReportEditor *self,
                                const char *id,
                                gboolean shown,
                                GError **error);
gboolean tn_report_editor_move (TnReportEditor *self,
                                const char *id,
                                const char *after,
                                GError **error);
/* Past the block above (-1) or below (1). */
gboolean tn_report_editor_step (TnReportEditor *self, const char *id, int by, GError **error);
gboolean tn_report_editor_write (TnReportEditor *self,
                                 const char *id,
                                 const char *text,
                                 GError **error);
gboolean tn_report_editor_restore (TnReportEditor *self, const char *id, GError **error);
char *tn_report_editor_add (TnReportEditor *self,
                            gboolean heading,
                            const char *text,
                            const char *after,
                            GError **error);
char *tn_report_editor_add_picture (TnReportEditor *self,
                                    GBytes *png,
                                    const char *caption,
                                    const char *after,
                                    GError **error);
gboolean tn_report_editor_remove (TnReportEditor *self, const char *id, GError **error);
/* @label: (transfer full): of the history */
gboolean tn_report_editor_store (TnReportEditor *self, TnMessage *label, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnReportEditor, tn_report_editor_free)

G_END_DECLS

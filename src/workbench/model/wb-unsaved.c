/* wb-unsaved.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-unsaved.h"

#include "wb-words.h"

/**
 * wb_unsaved_say_title:
 *
 * Returns: (transfer full): of which project it is
 */
char *
wb_unsaved_say_title (const TnUnsaved *unsaved)
{
  g_autofree char *base = NULL;
  g_autofree char *file = NULL;

  if (unsaved->path == NULL)
    return g_strdup (wb_say (N_ ("A project was never saved to a file")));
  base = g_path_get_basename (unsaved->path);
  file = g_filename_display_name (base);

  return wb_say_text (N_ ("Changes of {file} were not saved"), "file", file);
}

static char *
say_edits (const TnUnsaved *unsaved, const char *when)
{
  g_autofree char *what = unsaved->last != NULL ? wb_say_message (unsaved->last) : NULL;
  gboolean has_name = what != NULL && *what != '\0';
  TnMessage *message =
      has_name
          ? tn_message_new_plural (
                TN_PLURAL ("{n} edit: “{what}”, {when}", "{n} edits, the last: “{what}”, {when}"),
                unsaved->n_edits)
          : tn_message_new_plural (TN_PLURAL ("{n} edit, {when}", "{n} edits, the last {when}"),
                                   unsaved->n_edits);

  if (has_name)
    tn_message_text (message, "what", what);
  tn_message_text (message, "when", when);

  return wb_say_take (tn_message_count (message, "n", unsaved->n_edits));
}

/**
 * wb_unsaved_say:
 *
 * Returns: (transfer full): how much it is, what was done last, and when
 */
char *
wb_unsaved_say (const TnUnsaved *unsaved)
{
  g_autofree char *when = wb_say_when (unsaved->time);
  TnMessage *message;

  if (unsaved->n_edits > 0)
    return say_edits (unsaved, when);
  if (unsaved->n_runs == 0)
    return wb_say_text (N_ ("Steps that were undone or done again, the last {when}"), "when", when);
  message = tn_message_new_plural (TN_PLURAL ("{n} run, {when}", "{n} runs, the last {when}"),
                                   unsaved->n_runs);
  tn_message_text (message, "when", when);

  return wb_say_take (tn_message_count (message, "n", unsaved->n_runs));
}

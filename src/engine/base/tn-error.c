/* tn-error.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"

#include <errno.h>
#include <stdarg.h>

#include <gio/gio.h>

#include "tn-pause.h"

typedef struct
{
  TnMessage *message;
  char *node;
  char *column;
  gint64 line;
} TnErrorPrivate;

static void
tn_error_private_init (TnErrorPrivate *private)
{
}

static void
tn_error_private_copy (const TnErrorPrivate *from, TnErrorPrivate *to)
{
  to->message = from->message != NULL ? tn_message_ref (from->message) : NULL;
  to->node = g_strdup (from->node);
  to->column = g_strdup (from->column);
  to->line = from->line;
}

static void
tn_error_private_clear (TnErrorPrivate *private)
{
  g_clear_pointer (&private->message, tn_message_unref);
  g_clear_pointer (&private->node, g_free);
  g_clear_pointer (&private->column, g_free);
}

G_DEFINE_EXTENDED_ERROR (TnError, tn_error)

static const TnErrorPrivate *
get_private (const GError *error)
{
  return error != NULL && error->domain == TN_ERROR ? tn_error_get_private (error) : NULL;
}

/**
 * tn_error_get_message:
 * @error: (nullable): any error
 *
 * Returns: (transfer none) (nullable): the sentence of a Tenure error, for any language
 */
const TnMessage *
tn_error_get_message (const GError *error)
{
  const TnErrorPrivate *private = get_private (error);

  return private != NULL ? private->message : NULL;
}

/**
 * tn_error_get_node:
 * @error: (nullable): any error
 *
 * Returns: (nullable): the step it happened in, if that is known
 */
const char *
tn_error_get_node (const GError *error)
{
  const TnErrorPrivate *private = get_private (error);

  return private != NULL ? private->node : NULL;
}

/**
 * tn_error_get_column:
 * @error: (nullable): any error
 *
 * Returns: (nullable): the column it is about, if that is known
 */
const char *
tn_error_get_column (const GError *error)
{
  const TnErrorPrivate *private = get_private (error);

  return private != NULL ? private->column : NULL;
}

/**
 * tn_error_get_line:
 * @error: (nullable): any error
 *
 * Returns: the line of the file it is about, from 1; 0 if that is not known
 */
gint64
tn_error_get_line (const GError *error)
{
  const TnErrorPrivate *private = get_private (error);

  return private != NULL ? private->line : 0;
}

static const char *
file_error_id (const GError *error)
{
  if (error->domain == G_IO_ERROR)
    switch (error->code)
      {
      case G_IO_ERROR_CANCELLED:
        return "cancelled";
      case G_IO_ERROR_NOT_FOUND:
        return "not_found";
      case G_IO_ERROR_NO_SPACE:
        return "space";
      default:
        return "io";
      }

  switch (error->code)
    {
    case G_FILE_ERROR_NOENT:
      return "not_found";
    case G_FILE_ERROR_NOSPC:
    case G_FILE_ERROR_NOMEM:
      return "space";
    default:
      return "io";
    }
}

/**
 * tn_error_code_to_id:
 * @error: any error
 *
 * Returns: what a program tells errors apart by: `argument`, `data`, `leak`, `format`,
 *   `damaged`, `newer`, `busy`, `not_found`, `space`, `io`, `numeric`, `worker`, `password`,
 *   `key`, `cancelled`, and `other` for errors of libraries
 */
const char *
tn_error_code_to_id (const GError *error)
{
  static const char *const ids[] = {
    [TN_ERROR_ARGUMENT] = "argument", [TN_ERROR_DATA] = "data",
    [TN_ERROR_LEAK] = "leak",         [TN_ERROR_FORMAT] = "format",
    [TN_ERROR_DAMAGED] = "damaged",   [TN_ERROR_NEWER] = "newer",
    [TN_ERROR_BUSY] = "busy",         [TN_ERROR_NOT_FOUND] = "not_found",
    [TN_ERROR_SPACE] = "space",       [TN_ERROR_IO] = "io",
    [TN_ERROR_NUMERIC] = "numeric",   [TN_ERROR_WORKER] = "worker",
    [TN_ERROR_PASSWORD] = "password", [TN_ERROR_KEY] = "key",
  };

  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain == TN_ERROR && error->code >= 0 && error->code < (int) G_N_ELEMENTS (ids))
    return ids[error->code];
  if (error->domain == G_IO_ERROR || error->domain == G_FILE_ERROR)
    return file_error_id (error);

  return "other";
}

/**
 * tn_error_render:
 * @error: any error
 * @language: in which language
 *
 * Returns: (transfer full): the sentence of a Tenure error in @language; the text of
 *   any other error as it is
 */
char *
tn_error_render (const GError *error, const TnLanguage *language)
{
  const TnMessage *message = tn_error_get_message (error);

  g_return_val_if_fail (error != NULL, NULL);
  g_return_val_if_fail (language != NULL, NULL);

  return message != NULL ? tn_message_say (message, language)
                         : g_utf8_make_valid (error->message, -1);
}

/**
 * tn_error_take:
 * @error: (out) (optional): where the error goes
 * @code: what the caller could do
 * @message: (transfer full): one sentence: what, where, and what to do
 *
 * Makes an error that can be said in any language. Its plain text is the English.
 */
void
tn_error_take (GError **error, TnErrorCode code, TnMessage *message)
{
  g_autoptr (TnMessage) owned = message;
  g_autofree char *text = NULL;
  GError *made;

  g_return_if_fail (message != NULL);
  g_return_if_fail (error == NULL || *error == NULL);

  if (error == NULL)
    return;

  text = tn_message_say (message, tn_language_get ("en"));
  made = g_error_new_literal (TN_ERROR, code, text);
  tn_error_get_private (made)->message = g_steal_pointer (&owned);
  *error = made;
}

/**
 * tn_error_set:
 * @error: (out) (optional): where the error goes
 * @code: what the caller could do
 * @id: the English sentence with its placeholders
 * @...: pairs of the name of a placeholder and its text, then %NULL
 *
 * The short form of tn_error_take() for sentences whose values are texts.
 */
void
tn_error_set (GError **error, TnErrorCode code, const char *id, ...)
{
  g_autoptr (TnMessage) message = NULL;
  const char *name;
  va_list pairs;

  g_return_if_fail (id != NULL);

  if (error == NULL)
    return;

  message = tn_message_new (id);
  va_start (pairs, id);
  while ((name = va_arg (pairs, const char *)) != NULL)
    {
      const char *text = va_arg (pairs, const char *);

      if (text == NULL)
        {
          g_critical ("“%s” has no text for {%s}", id, name);
          break;
        }
      tn_message_text (message, name, text);
    }
  va_end (pairs);

  tn_error_take (error, code, g_steal_pointer (&message));
}

/* What the system's number means for the reader, and the remedy. */
static const struct
{
  int errnum;
  TnErrorCode code;
  const char *id;
} causes[] = {
  { ENOSPC, TN_ERROR_SPACE,
    N_ ("The disk is full: “{file}” could not be written. Free some space, or choose another "
        "place.") },
  { EDQUOT, TN_ERROR_SPACE,
    N_ ("Your share of this disk is used up: “{file}” could not be written. Delete files you no "
        "longer need, or choose another place.") },
  { EFBIG, TN_ERROR_SPACE,
    N_ ("“{file}” would be larger than its disk allows. Choose a place on another disk.") },
  { ENOMEM, TN_ERROR_SPACE,
    N_ ("There is not enough memory to open “{file}”. Close other programs and try again.") },
  { EACCES, TN_ERROR_IO,
    N_ ("You have no right to use “{file}”. Change its permissions, or choose another place.") },
  { EPERM, TN_ERROR_IO,
    N_ ("You have no right to use “{file}”. Change its permissions, or choose another place.") },
  { EROFS, TN_ERROR_IO,
    N_ ("The disk with “{file}” can be read, not written. Choose another place.") },
  { ENOENT, TN_ERROR_NOT_FOUND,
    N_ ("There is no “{file}” in this place. Check its name, or choose another file.") },
  { ENOTDIR, TN_ERROR_NOT_FOUND,
    N_ ("A part of the path to “{file}” is not a folder. Check the path.") },
  { EISDIR, TN_ERROR_IO, N_ ("“{file}” is a folder. Choose a file.") },
  { EEXIST, TN_ERROR_IO, N_ ("“{file}” is there already. Choose another name.") },
  { ENAMETOOLONG, TN_ERROR_ARGUMENT, N_ ("The name “{file}” is too long. Choose a shorter one.") },
  { EIO, TN_ERROR_IO,
    N_ ("The disk gave no answer for “{file}”. Check the disk and its connection, or choose "
        "another place.") },
  { EMFILE, TN_ERROR_IO,
    N_ ("Too many files are open to open “{file}” too. Close other projects and try again.") },
  { ENFILE, TN_ERROR_IO,
    N_ ("Too many files are open to open “{file}” too. Close other projects and try again.") },
  { EBUSY, TN_ERROR_BUSY,
    N_ ("“{file}” is in use by another program. Close it there and try again.") },
  { ETXTBSY, TN_ERROR_BUSY,
    N_ ("“{file}” is in use by another program. Close it there and try again.") },
};

/**
 * tn_error_set_errno:
 * @error: (out) (optional): where the error goes
 * @errnum: an errno
 * @file: the path of the file it is about, in the encoding of file names
 *
 * Says what stands in the way of a file and what helps. The file is named without its
 * folders, which are long and may be nobody's business in a report.
 */
void
tn_error_set_errno (GError **error, int errnum, const char *file)
{
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;
  TnMessage *message;

  g_return_if_fail (file != NULL);

  base = g_path_get_basename (file);
  name = g_filename_display_name (base);
  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    if (causes[i].errnum == errnum)
      {
        message = tn_message_text (tn_message_new (causes[i].id), "file", name);
        tn_error_take (error, causes[i].code, message);
        return;
      }

  message = tn_message_new (N_ ("The system gives error {number} for “{file}”. Try again, or "
                                "choose another place."));
  tn_message_text (message, "file", name);
  tn_message_count (message, "number", errnum);
  tn_error_take (error, TN_ERROR_IO, message);
}

static void
fill_in (char **place, const char *text)
{
  if (*place == NULL)
    *place = g_strdup (text);
}

/**
 * tn_error_place:
 * @error: (inout) (optional): where an error may be
 * @node: (nullable): the step it happened in
 * @column: (nullable): the column it is about
 * @line: the line of the file, from 1; 0 if it has none
 *
 * Adds to a Tenure error what it does not say yet about its place: who is nearest to the
 * cause knows best. Other errors, cancelling among them, have no place and stay as they are.
 */
void
tn_error_place (GError **error, const char *node, const char *column, gint64 line)
{
  TnErrorPrivate *private;

  if (error == NULL || *error == NULL || (*error)->domain != TN_ERROR)
    return;

  private = tn_error_get_private (*error);
  fill_in (&private->node, node);
  fill_in (&private->column, column);
  if (private->line == 0)
  private->line = MAX (line, 0);
}

static gboolean was_asked; /* atomic: a sign of life, read and cleared by the worker */

/**
 * tn_cancelled:
 * @cancellable: (nullable): what may have been cancelled
 * @error: %G_IO_ERROR_CANCELLED if it was
 *
 * Cheap enough to be asked between any two blocks of work. Rests here while work is paused.
 *
 * Returns: whether to stop
 */
gboolean
tn_cancelled (GCancellable *cancellable, GError **error)
{
  /* Written once a while only, so that threads do not wait for each other's caches. */
  if (!__atomic_load_n (&was_asked, __ATOMIC_RELAXED))
    __atomic_store_n (&was_asked, TRUE, __ATOMIC_RELAXED);

  tn_pause_wait ();

  return g_cancellable_set_error_if_cancelled (cancellable, error);
}

/**
 * tn_cancelled_was_asked:
 *
 * All work asks every few milliseconds whether it is cancelled: where nobody asks for minutes,
 * work goes on no more.
 *
 * Returns: whether tn_cancelled() was called since the last call of this function
 */
gboolean
tn_cancelled_was_asked (void)
{
  return __atomic_exchange_n (&was_asked, FALSE, __ATOMIC_RELAXED);
}

/* test-error.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <string.h>

#include <gio/gio.h>

#include "tn-error.h"

static void
assert_said (const GError *error, const char *language, const char *wanted)
{
  g_autofree char *said = tn_error_render (error, tn_language_get (language));

  g_assert_cmpstr (said, ==, wanted);
}

static void
english_text (void)
{
  g_autoptr (GError) error = NULL;

  tn_error_set (&error, TN_ERROR_NOT_FOUND,
                N_ ("There is no “{file}” in this place. Check its name, or choose another file."),
                "file", "orders.csv", NULL);
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==,
                   "There is no “orders.csv” in this place. Check its name, or choose another "
                   "file.");
  assert_said (error, "en", error->message);
  assert_said (error, "zh", "这里没有“orders.csv”。请核对文件名，或另选一个文件。");
  tn_error_set (NULL, TN_ERROR_DATA, "no one listens", NULL);
  tn_error_take (NULL, TN_ERROR_DATA, tn_message_new ("no one listens"));
}

static void
copy (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) other = NULL;

  tn_error_take (&error, TN_ERROR_DATA,
                 tn_message_text (tn_message_new ("{name} is empty."), "name", "x"));
  tn_error_place (&error, "split", "label", 12);
  other = g_error_copy (error);
  g_clear_error (&error);

  g_assert_cmpstr (other->message, ==, "x is empty.");
  g_assert_cmpstr (tn_message_get_id (tn_error_get_message (other)), ==, "{name} is empty.");
  g_assert_cmpstr (tn_error_get_node (other), ==, "split");
  g_assert_cmpstr (tn_error_get_column (other), ==, "label");
  g_assert_cmpint (tn_error_get_line (other), ==, 12);
}

static void
place (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stop");

  tn_error_place (NULL, "a", "b", 1);
  tn_error_place (&error, "a", "b", 1);
  g_assert_no_error (error);

  tn_error_set (&error, TN_ERROR_DATA, "x", NULL);
  g_assert_null (tn_error_get_node (error));
  g_assert_cmpint (tn_error_get_line (error), ==, 0);
  tn_error_place (&error, NULL, "amount", 0);
  tn_error_place (&error, "clean", "other", 7);
  g_assert_cmpstr (tn_error_get_node (error), ==, "clean");
  g_assert_cmpstr (tn_error_get_column (error), ==, "amount");
  g_assert_cmpint (tn_error_get_line (error), ==, 7);

  tn_error_place (&foreign, "a", "b", 1);
  g_assert_error (foreign, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (tn_error_get_node (foreign));
  g_assert_null (tn_error_get_message (NULL));
}

static void
foreign_text (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_NOSPC, "full {x}");

  assert_said (error, "zh", "full {x}");
  g_assert_null (tn_error_get_message (error));
  g_assert_cmpstr (tn_error_code_to_id (error), ==, "space");
}

static void
ids (void)
{
  static const char *const wanted[] = { "argument", "data",   "leak",      "format", "damaged",
                                        "newer",    "busy",   "not_found", "space",  "io",
                                        "numeric",  "worker", "password" };
  g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  g_autoptr (GError) other = g_error_new_literal (g_quark_from_string ("far-away"), 3, "");

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autoptr (GError) error = NULL;

      tn_error_set (&error, (TnErrorCode) i, "x", NULL);
      g_assert_cmpstr (tn_error_code_to_id (error), ==, wanted[i]);
    }
  g_assert_cmpstr (tn_error_code_to_id (cancelled), ==, "cancelled");
  g_assert_cmpstr (tn_error_code_to_id (other), ==, "other");
}

/* Every cause has a sentence in both languages that names the file, not its folders. */
static void
errno_sentences (void)
{
  static const struct
  {
    int errnum;
    TnErrorCode code;
  } cases[] = {
    { ENOSPC, TN_ERROR_SPACE },     { EDQUOT, TN_ERROR_SPACE },
    { EACCES, TN_ERROR_IO },        { EROFS, TN_ERROR_IO },
    { ENOENT, TN_ERROR_NOT_FOUND }, { EISDIR, TN_ERROR_IO },
    { EIO, TN_ERROR_IO },           { EMFILE, TN_ERROR_IO },
    { EBUSY, TN_ERROR_BUSY },       { ENOTDIR, TN_ERROR_NOT_FOUND },
    { EXDEV, TN_ERROR_IO },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *chinese = NULL;

      tn_error_set_errno (&error, cases[i].errnum, "/home/someone/Shop data/订单.csv");
      g_assert_error (error, TN_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, "“订单.csv”"));
      g_assert_null (strstr (error->message, "someone"));
      g_assert_true (g_str_has_suffix (error->message, "."));

      chinese = tn_error_render (error, tn_language_get ("zh"));
      g_assert_nonnull (strstr (chinese, "“订单.csv”"));
      g_assert_true (g_str_has_suffix (chinese, "。"));
    }
}

static void
missing_value (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (GError) error = NULL;

      tn_error_set (&error, TN_ERROR_DATA, "{a} and {b}", "a", "x", NULL);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*no value for {b}*");
}

static void
cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (tn_cancelled (NULL, &error));
  g_assert_false (tn_cancelled (cancellable, &error));
  g_assert_no_error (error);
  g_cancellable_cancel (cancellable);
  g_assert_true (tn_cancelled (cancellable, NULL));
  g_assert_true (tn_cancelled (cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/error/plain-text-is-english", english_text);
  g_test_add_func ("/error/copy-keeps-sentence-and-place", copy);
  g_test_add_func ("/error/nearest-place-wins", place);
  g_test_add_func ("/error/foreign-text-is-kept", foreign_text);
  g_test_add_func ("/error/ids-are-stable", ids);
  g_test_add_func ("/error/errno-names-file-and-remedy", errno_sentences);
  g_test_add_func ("/error/placeholder-without-value-is-a-mistake", missing_value);
  g_test_add_func ("/error/cancelled-is-said-once", cancelled);

  return g_test_run ();
}

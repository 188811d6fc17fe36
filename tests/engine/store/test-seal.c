/* test-seal.c: project files under a password
 *
 * Keys are made with the least memory Argon2id takes, except where the real cost is tested.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "store-support.h"
#include "tn-error.h"
#include "tn-file.h"
#include "tn-json.h"
#include "tn-project-private.h"
#include "tn-seal.h"
#include "tn-test.h"

#define PASSWORD "correct horse battery staple 密码"
#define SECRET   "the-secret-name-of-a-pipeline"
#define N_ROWS   20000

static TnSeal *
cheap_seal (const char *password)
{
  g_autoptr (GError) error = NULL;
  TnSeal *seal = tn_seal_new_with_cost (password, crypto_pwhash_OPSLIMIT_MIN,
                                        crypto_pwhash_MEMLIMIT_MIN, &error);

  g_assert_no_error (error);

  return seal;
}

static void
set_password (TnProject *project, const char *password)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnSeal) seal = password != NULL ? cheap_seal (password) : NULL;

  tn_project_set_seal (project, seal, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (tn_project_is_sealed (project) == (password != NULL));
}

static TnProject *
open_with (const char *path, const char *password)
{
  g_autoptr (GError) error = NULL;
  TnProject *project =
      tn_project_open_with_password (path, TN_OPEN_EDIT, password, NULL, NULL, &error);

  g_assert_no_error (error);

  return project;
}

static void
assert_refused (const char *path, TnOpenMode mode, const char *password)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_project_open_with_password (path, mode, password, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_PASSWORD);
  g_assert_nonnull (strstr (error->message, "shop.tenure"));
}

static void
check_content (TnProject *project)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTable) expected = store_make_table (N_ROWS, 1);
  g_autoptr (TnTable) table = tn_project_load_dataset (project, "orders", &error);
  g_autofree char *body = store_get (project, "pipeline", SECRET);

  g_assert_no_error (error);
  store_assert_equal_tables (table, expected);
  g_assert_cmpstr (body, ==, "\"" SECRET "\"");
}

/* A project under @password, with something in it to find or not to find. */
static Shop
sealed_shop (const char *password)
{
  Shop shop = shop_new ();
  g_autoptr (TnTable) table = store_make_table (N_ROWS, 1);

  store_add_dataset (shop.project, "orders", table);
  store_put (shop.project, "pipeline", SECRET, "\"" SECRET "\"");
  set_password (shop.project, password);

  return shop;
}

static GBytes *
read_file (const char *path)
{
  char *bytes;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));

  return g_bytes_new_take (bytes, size);
}

static gboolean
holds (const char *path, const char *text)
{
  g_autoptr (GBytes) bytes = read_file (path);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return memmem (data, size, text, strlen (text)) != NULL;
}

static void
test_opens_with_its_password_alone (void)
{
  Shop shop = sealed_shop (PASSWORD);

  store_close (g_steal_pointer (&shop.project));
  for (TnOpenMode mode = TN_OPEN_EDIT; mode <= TN_OPEN_READ_ONLY; mode++)
    {
      assert_refused (shop.path, mode, NULL);
      assert_refused (shop.path, mode, "");
      assert_refused (shop.path, mode, "correct horse battery staple");
      assert_refused (shop.path, mode, PASSWORD " ");
    }
  shop.project = open_with (shop.path, PASSWORD);
  check_content (shop.project);
  store_put (shop.project, "pipeline", "more", "1");
  shop_save (&shop);
  store_close (g_steal_pointer (&shop.project));
  /* On another computer, and to look. */
  g_free (store_directory ());
  assert_refused (shop.path, TN_OPEN_EDIT, "no");
  shop.project = open_with (shop.path, PASSWORD);
  check_content (shop.project);
  store_close (g_steal_pointer (&shop.project));
  shop.project =
      tn_project_open_with_password (shop.path, TN_OPEN_READ_ONLY, PASSWORD, NULL, NULL, NULL);
  check_content (shop.project);
  shop_clear (&shop);
}

/* What the public call takes, and what an attacker has to pay for each guess. */
static void
test_guessing_is_dear (void)
{
  Shop shop = sealed_shop (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *head;

  g_assert_false (tn_project_set_password (shop.project, "", NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
  g_clear_error (&error);
  tn_project_set_password (shop.project, PASSWORD, NULL, NULL, &error);
  g_assert_no_error (error);
  store_close (g_steal_pointer (&shop.project));
  bytes = read_file (shop.path);
  head = g_bytes_get_data (bytes, NULL);
  g_assert_cmpuint (head[24], >=, 3);        /* passes */
  g_assert_cmpuint (head[32 + 3], >=, 0x10); /* 0x10000000 bytes, 256 MB */
  shop.project = open_with (shop.path, PASSWORD);
  check_content (shop.project);
  shop_clear (&shop);
}

static void
test_nothing_plain_is_in_the_file (void)
{
  static const char *const words[] = { "SQLite format 3", "CREATE TABLE", SECRET, "orders",
                                       "amount",          "用户",         "订单", "naïve",
                                       "pipeline" };
  Shop shop = sealed_shop (NULL);
  guint n_plain = 0;

  shop_save (&shop);
  /* The test can fail: the plain file holds what is looked for. */
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    n_plain += holds (shop.path, words[i]);
  g_assert_cmpuint (n_plain, >=, 6);
  set_password (shop.project, PASSWORD);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_false (holds (shop.path, words[i]));
  /* Bytes that are not text either: those of a sealed file cannot be made smaller. */
  {
    g_autoptr (GBytes) bytes = read_file (shop.path);
    gsize size;
    const guint8 *data = g_bytes_get_data (bytes, &size);
    guint counts[256] = { 0 };

    for (gsize i = TN_SEAL_HEAD_BYTES; i < size; i++)
      counts[data[i]]++;
    for (guint i = 0; i < 256; i++)
      {
        g_assert_cmpuint (counts[i], >, (size / 256) * 7 / 10);
        g_assert_cmpuint (counts[i], <, (size / 256) * 13 / 10);
      }
  }
  shop_clear (&shop);
}

static void
test_same_project_twice_is_not_the_same_file (void)
{
  Shop shop = sealed_shop (PASSWORD);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) one = read_file (shop.path);
  g_autoptr (GBytes) other = NULL;
  gsize size;
  const guint8 *a = g_bytes_get_data (one, &size), *b;
  guint n_equal = 0;

  tn_project_save (shop.project, TN_SAVE_ALWAYS, NULL, NULL, &error);
  g_assert_no_error (error);
  other = read_file (shop.path);
  b = g_bytes_get_data (other, NULL);
  for (gsize i = TN_SEAL_HEAD_BYTES; i < size; i++)
    n_equal += a[i] == b[i];
  g_assert_cmpuint (n_equal, <, size / 100);
  shop_clear (&shop);
}

/* Closed and saved, only the sealed file is left on this computer. */
static void
test_closing_leaves_nothing_unsealed (void)
{
  Shop shop = sealed_shop (PASSWORD);
  g_autofree char *previous = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  store_put (shop.project, "pipeline", "more", "1");
  shop_save (&shop);
  previous = g_build_filename (shop.session, TN_SESSION_PREVIOUS, NULL);
  g_assert_true (g_file_test (previous, G_FILE_TEST_EXISTS));
  store_close (g_steal_pointer (&shop.project));
  dir = g_dir_open (shop.session, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (shop.session, name, NULL);

      g_assert_false (g_str_has_prefix (name, "live.db"));
      g_assert_false (g_str_has_prefix (name, "cache.db"));
      g_assert_false (holds (path, SECRET));
      g_assert_false (holds (path, "SQLite format 3"));
    }
  /* The version before, sealed too, goes on with the project. */
  shop.project = open_with (shop.path, PASSWORD);
  g_assert_cmpstr (tn_project_get_session (shop.project), ==, shop.session);
  g_assert_true (g_file_test (previous, G_FILE_TEST_EXISTS));
  check_content (shop.project);
  shop_clear (&shop);
}

/* Work that no file holds is not thrown away for secrecy's sake. */
static void
test_unsaved_work_stays_and_asks (void)
{
  Shop shop = sealed_shop (PASSWORD);
  g_autoptr (GPtrArray) unsaved = NULL;
  g_autoptr (GError) error = NULL;
  const TnUnsaved *found;
  g_autofree char *body = NULL;

  store_put (shop.project, "pipeline", "unsaved", "1");
  store_close (g_steal_pointer (&shop.project));
  assert_refused (shop.path, TN_OPEN_EDIT, NULL);
  unsaved = tn_project_list_unsaved (&error);
  g_assert_cmpuint (unsaved->len, ==, 1);
  found = g_ptr_array_index (unsaved, 0);
  g_assert_null (tn_project_open_unsaved (found->directory, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_PASSWORD);
  g_clear_error (&error);
  g_assert_null (tn_project_open_unsaved_with_password (found->directory, "no", &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_PASSWORD);
  g_clear_error (&error);
  shop.project = tn_project_open_unsaved_with_password (found->directory, PASSWORD, &error);
  g_assert_no_error (error);
  store_close (g_steal_pointer (&shop.project));
  shop.project = open_with (shop.path, PASSWORD);
  body = store_get (shop.project, "pipeline", "unsaved");
  g_assert_cmpstr (body, ==, "1");
  /* Saved from what was resumed, it is sealed as before. */
  shop_save (&shop);
  g_assert_false (holds (shop.path, "SQLite format 3"));
  store_close (g_steal_pointer (&shop.project));
  assert_refused (shop.path, TN_OPEN_EDIT, NULL);
  shop_clear (&shop);
}

static void
test_killed_holder_leaves_work_behind_the_password (void)
{
  Shop shop = sealed_shop (PASSWORD);
  g_autofree char *body = NULL;
  int status;
  pid_t pid;

  store_close (g_steal_pointer (&shop.project));
  pid = fork ();
  if (pid == 0)
    {
      TnProject *project = open_with (shop.path, PASSWORD);

      store_put (project, "pipeline", "late", "1");
      kill (getpid (), SIGKILL);
    }
  waitpid (pid, &status, 0);
  assert_refused (shop.path, TN_OPEN_EDIT, NULL);
  assert_refused (shop.path, TN_OPEN_READ_ONLY, NULL);
  shop.project = open_with (shop.path, PASSWORD);
  body = store_get (shop.project, "pipeline", "late");
  g_assert_cmpstr (body, ==, "1");
  check_content (shop.project);
  shop_clear (&shop);
}

/* A plain copy from before the password does not lead to what came after it. */
static void
test_older_plain_copy_does_not_open_the_store (void)
{
  Shop shop = sealed_shop (NULL);
  g_autoptr (GBytes) plain = NULL;

  shop_save (&shop);
  plain = read_file (shop.path);
  set_password (shop.project, PASSWORD);
  store_put (shop.project, "pipeline", "after", "1");
  store_close (g_steal_pointer (&shop.project));
  g_file_set_contents (shop.path, g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), NULL);
  assert_refused (shop.path, TN_OPEN_EDIT, NULL);
  shop.project = open_with (shop.path, PASSWORD);
  check_content (shop.project);
  shop_clear (&shop);
}

static void
test_password_is_changed_and_removed (void)
{
  Shop shop = sealed_shop (PASSWORD);
  g_autofree char *previous = g_build_filename (shop.session, TN_SESSION_PREVIOUS, NULL);

  g_assert_false (g_file_test (previous, G_FILE_TEST_EXISTS)); /* was plain */
  store_put (shop.project, "pipeline", "more", "1");
  shop_save (&shop);
  g_assert_true (g_file_test (previous, G_FILE_TEST_EXISTS));
  set_password (shop.project, "another");
  g_assert_false (g_file_test (previous, G_FILE_TEST_EXISTS));
  store_close (g_steal_pointer (&shop.project));
  assert_refused (shop.path, TN_OPEN_EDIT, PASSWORD);
  shop.project = open_with (shop.path, "another");
  set_password (shop.project, NULL);
  g_assert_true (holds (shop.path, "SQLite format 3"));
  store_close (g_steal_pointer (&shop.project));
  shop.project = store_open (shop.path, TN_OPEN_EDIT);
  check_content (shop.project);
  /* Removed twice is removed. */
  set_password (shop.project, NULL);
  shop_clear (&shop);
}

static void
test_worker_does_not_save_in_the_clear (void)
{
  Shop shop = sealed_shop (PASSWORD);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) before = read_file (shop.path);
  g_autoptr (GBytes) after = NULL;
  TnProject *worker = tn_project_open_session (shop.session, &error);

  g_assert_no_error (error);
  store_put (worker, "pipeline", "theirs", "1");
  g_assert_false (tn_project_save (worker, TN_SAVE_DEFAULT, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_PASSWORD);
  g_clear_error (&error);
  g_assert_false (tn_project_set_password (worker, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_PASSWORD);
  store_close (worker);
  after = read_file (shop.path);
  g_assert_true (g_bytes_equal (before, after));
  shop_save (&shop);
  shop_clear (&shop);
}

static void
test_cancelled_seal_changes_nothing (void)
{
  Shop shop = sealed_shop (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TnSeal) seal = cheap_seal (PASSWORD);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;

  shop_save (&shop);
  before = read_file (shop.path);
  g_cancellable_cancel (cancellable);
  g_assert_false (tn_project_set_seal (shop.project, seal, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (tn_project_is_sealed (shop.project));
  after = read_file (shop.path);
  g_assert_true (g_bytes_equal (before, after));
  shop_clear (&shop);
}

/* Opens what became of a sealed file on a computer of its own. Returns whether it opened as
 * if nothing had happened; otherwise it said so. */
static gboolean
opens_silently (const guint8 *data, gsize size, gboolean *password_asked)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = store_path (dir, "shop.tenure");
  g_autoptr (GError) error = NULL;
  gboolean silent = FALSE;
  TnProject *project;

  g_assert_true (g_file_set_contents (path, (const char *) data, size, NULL));
  project = tn_project_open_with_password (path, TN_OPEN_EDIT, PASSWORD, NULL, NULL, &error);
  *password_asked = g_error_matches (error, TN_ERROR, TN_ERROR_PASSWORD);
  if (project == NULL)
    g_assert_true (error->domain == TN_ERROR &&
                   (error->code == TN_ERROR_DAMAGED || error->code == TN_ERROR_FORMAT ||
                    error->code == TN_ERROR_NEWER || error->code == TN_ERROR_PASSWORD));
  else
    {
      silent = tn_project_get_notice (project) == NULL;
      if (silent)
        check_content (project);
      store_close (project);
    }
  tn_file_remove_tree (dir);

  return silent;
}

static void
test_cut_short_is_noticed (void)
{
  Shop shop = sealed_shop (PASSWORD);
  g_autoptr (GBytes) bytes = read_file (shop.path);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gsize step = g_test_slow () ? 4096 : 65553 / 2;
  g_autofree guint8 *longer = g_malloc0 (size + 1);
  gboolean asked;

  g_assert_true (opens_silently (data, size, &asked));
  for (gsize cut = 0; cut < size; cut += step)
    {
      g_assert_false (opens_silently (data, cut, &asked));
      g_assert_false (asked); /* damage is told from a wrong password */
    }
  /* At the ends of pieces, where nothing else would be missing. */
  for (gsize cut = TN_SEAL_HEAD_BYTES; cut < size; cut += 65553)
    g_assert_false (opens_silently (data, cut, &asked));
  g_assert_false (opens_silently (data, size - 1, &asked));
  memcpy (longer, data, size);
  g_assert_false (opens_silently (longer, size + 1, &asked));
  shop_clear (&shop);
}

static void
test_every_changed_bit_is_noticed (void)
{
  Shop shop = sealed_shop (PASSWORD);
  g_autoptr (GBytes) bytes = read_file (shop.path);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint n = g_test_slow () ? 1000 : 60;
  guint n_asked = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autofree guint8 *changed = g_memdup2 (data, size);
      /* A third of them in the head. */
      gsize at = g_test_rand_int_range (0, i % 3 == 0 ? TN_SEAL_HEAD_BYTES : size);
      gboolean asked;

      changed[at] ^= 1 << g_test_rand_int_range (0, 8);
      g_assert_false (opens_silently (changed, size, &asked));
      n_asked += asked;
    }
  g_assert_cmpuint (n_asked, ==, 0);
  shop_clear (&shop);
}

static void
mend_checksum (guint8 *head)
{
  crypto_generichash (head + TN_SEAL_HEAD_BYTES - 16, 16, head, TN_SEAL_HEAD_BYTES - 16, NULL, 0);
}

/* By somebody who knows the layout and not the password. */
static void
test_forged_file_is_refused (void)
{
  Shop shop = sealed_shop (PASSWORD);
  g_autoptr (GBytes) bytes = read_file (shop.path);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  static const gsize places[] = { 20, 40, 56, 92, 128, 136, 144, 152, 176, 200 };
  g_autofree guint8 *changed = NULL;
  gboolean asked;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_free (changed);
      changed = g_memdup2 (data, size);
      /* A uuid stays one. */
      changed[places[i]] = changed[places[i]] == '1' ? '2' : '1';
      mend_checksum (changed);
      g_assert_false (opens_silently (changed, size, &asked));
    }
  /* A terabyte of memory, or a million passes, is not even tried. */
  for (guint i = 0; i < 2; i++)
    {
      g_free (changed);
      changed = g_memdup2 (data, size);
      changed[i == 0 ? 32 + 5 : 24 + 2] = 1;
      mend_checksum (changed);
      g_assert_false (opens_silently (changed, size, &asked));
      g_assert_false (asked);
    }
  /* Two pieces in each other's place. */
  g_assert_cmpuint (size, >, TN_SEAL_HEAD_BYTES + 3 * 65553);
  g_free (changed);
  changed = g_memdup2 (data, size);
  memcpy (changed + TN_SEAL_HEAD_BYTES + 65553, data + TN_SEAL_HEAD_BYTES + 2 * 65553, 65553);
  memcpy (changed + TN_SEAL_HEAD_BYTES + 2 * 65553, data + TN_SEAL_HEAD_BYTES + 65553, 65553);
  g_assert_false (opens_silently (changed, size, &asked));
  shop_clear (&shop);
}

/* Pieces of an earlier save with the same key do not fit the head of a later one. */
static void
test_pieces_of_two_saves_do_not_mix (void)
{
  Shop shop = sealed_shop (PASSWORD);
  g_autoptr (GBytes) one = read_file (shop.path);
  g_autoptr (GBytes) other = NULL;
  g_autofree guint8 *mixed = NULL;
  g_autoptr (GError) error = NULL;
  gboolean asked;

  tn_project_save (shop.project, TN_SAVE_ALWAYS, NULL, NULL, &error);
  g_assert_no_error (error);
  other = read_file (shop.path);
  g_assert_cmpuint (g_bytes_get_size (one), ==, g_bytes_get_size (other));
  mixed = g_memdup2 (g_bytes_get_data (one, NULL), g_bytes_get_size (one));
  memcpy (mixed, g_bytes_get_data (other, NULL), TN_SEAL_HEAD_BYTES);
  g_assert_false (opens_silently (mixed, g_bytes_get_size (one), &asked));
  memcpy (mixed, g_bytes_get_data (one, NULL), TN_SEAL_HEAD_BYTES);
  memcpy (mixed + g_bytes_get_size (one) - 1000,
          (const guint8 *) g_bytes_get_data (other, NULL) + g_bytes_get_size (one) - 1000, 1000);
  g_assert_false (opens_silently (mixed, g_bytes_get_size (one), &asked));
  shop_clear (&shop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/seal/killed-holder-leaves-work-behind-the-password",
                   test_killed_holder_leaves_work_behind_the_password);
  g_test_add_func ("/seal/opens-with-its-password-alone", test_opens_with_its_password_alone);
  g_test_add_func ("/seal/guessing-is-dear", test_guessing_is_dear);
  g_test_add_func ("/seal/nothing-plain-is-in-the-file", test_nothing_plain_is_in_the_file);
  g_test_add_func ("/seal/same-project-twice-is-not-the-same-file",
                   test_same_project_twice_is_not_the_same_file);
  g_test_add_func ("/seal/closing-leaves-nothing-unsealed", test_closing_leaves_nothing_unsealed);
  g_test_add_func ("/seal/unsaved-work-stays-and-asks", test_unsaved_work_stays_and_asks);
  g_test_add_func ("/seal/older-plain-copy-does-not-open-the-store",
                   test_older_plain_copy_does_not_open_the_store);
  g_test_add_func ("/seal/password-is-changed-and-removed", test_password_is_changed_and_removed);
  g_test_add_func ("/seal/worker-does-not-save-in-the-clear",
                   test_worker_does_not_save_in_the_clear);
  g_test_add_func ("/seal/cancelled-seal-changes-nothing", test_cancelled_seal_changes_nothing);
  g_test_add_func ("/seal/cut-short-is-noticed", test_cut_short_is_noticed);
  g_test_add_func ("/seal/every-changed-bit-is-noticed", test_every_changed_bit_is_noticed);
  g_test_add_func ("/seal/forged-file-is-refused", test_forged_file_is_refused);
  g_test_add_func ("/seal/pieces-of-two-saves-do-not-mix", test_pieces_of_two_saves_do_not_mix);

  return g_test_run ();
}

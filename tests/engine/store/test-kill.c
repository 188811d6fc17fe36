/* test-kill.c: kill -9 at chosen system calls, and what is there afterwards
 *
 * The program runs itself under ptrace as a child that fills, edits and saves a project.
 * A first run counts the system calls of each phase; then one run a moment is killed at
 * its call. What the child had acknowledged must be there when the project is opened.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "store-support.h"
#include "tn-error.h"
#include "tn-pool.h"
#include "tn-test.h"

#define N_ROWS     70000
#define N_EDITS    12
#define PHASE_BASE 0x7e400000 /* of prctl: no such option, so it only tells the tracer */

typedef enum
{
  PHASE_START,
  PHASE_STAGE,
  PHASE_PUBLISH,
  PHASE_EDIT,
  PHASE_SAVE,
  PHASE_RENAME, /* entered by itself, at the calls that rename */
  PHASE_CLOSE,
  N_PHASES,
} Phase;

static const char *const phase_names[] = { "open", "stage",  "publish", "edit",
                                           "save", "rename", "close" };
static const char *program;

/* The child. */

static void
enter (Phase phase)
{
  syscall (SYS_prctl, PHASE_BASE + phase, 0, 0, 0, 0);
}

/* One byte a fact, in the page cache at once: it survives the kill. */
static void
acknowledge (int fd, char what)
{
  g_assert_cmpint (write (fd, &what, 1), ==, 1);
}

static void
before_publish (void)
{
  enter (PHASE_PUBLISH);
}

static void
edit_some (TnProject *project, int fd)
{
  enter (PHASE_EDIT);
  for (guint i = 0; i < N_EDITS; i++)
    {
      g_autofree char *id = g_strdup_printf ("p%u", i);

      store_put (project, "pipeline", id, "{\"days\":90}");
      acknowledge (fd, 'e');
    }
}

static void
save (TnProject *project, int fd)
{
  g_autoptr (GError) error = NULL;

  enter (PHASE_SAVE);
  tn_project_save (project, TN_SAVE_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  acknowledge (fd, 's');
}

static int
child_main (const char *path, const char *acks)
{
  int fd = open (acks, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  g_autoptr (TnTable) one = store_make_table (N_ROWS, 1);
  g_autoptr (TnTable) other = store_make_table (N_ROWS, 2);
  TnProject *project;

  enter (PHASE_START);
  project = store_open (path, TN_OPEN_EDIT);
  enter (PHASE_STAGE);
  store_add_dataset_with (project, "one", one, before_publish);
  acknowledge (fd, '1');
  edit_some (project, fd);
  save (project, fd);
  enter (PHASE_STAGE);
  store_add_dataset_with (project, "other", other, before_publish);
  acknowledge (fd, '2');
  save (project, fd);
  enter (PHASE_CLOSE);
  store_close (project);
  acknowledge (fd, 'c');
  _exit (0);
}

/* Opens and closes: what recovery does is done here. */
static int
recover_main (const char *path)
{
  enter (PHASE_START);
  store_close (store_open (path, TN_OPEN_EDIT));
  _exit (0);
}

/* The tracer. */

typedef struct
{
  guint calls[N_PHASES];
  guint total;
  Phase phase;
  gboolean finished;
} Trace;

static gboolean
is_rename (guint64 number)
{
#ifdef SYS_rename
  if (number == SYS_rename)
    return TRUE;
#endif
  return number == SYS_renameat || number == SYS_renameat2;
}

/* At the entry of a call: counts it, and returns the phase it belongs to. */
static Phase
count_call (Trace *trace, pid_t pid)
{
  struct __ptrace_syscall_info info;
  Phase phase = trace->phase;

  if (ptrace (PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) <= 0 ||
      info.op != PTRACE_SYSCALL_INFO_ENTRY)
    return N_PHASES;
  if (info.entry.nr == SYS_prctl && info.entry.args[0] >= PHASE_BASE &&
      info.entry.args[0] < PHASE_BASE + N_PHASES)
    trace->phase = info.entry.args[0] - PHASE_BASE;
  else if (is_rename (info.entry.nr) && phase == PHASE_SAVE)
    phase = PHASE_RENAME;
  trace->calls[phase]++;
  trace->total++;

  return phase;
}

static pid_t
start_child (const char *verb, const char *path, const char *acks)
{
  pid_t pid = fork ();

  if (pid == 0)
    {
      ptrace (PTRACE_TRACEME, 0, 0, 0);
      g_setenv ("LSAN_OPTIONS", "detect_leaks=0", TRUE);
      g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
      execl (program, program, verb, path, acks, NULL);
      _exit (127);
    }
  g_assert_cmpint (pid, >, 0);
  waitpid (pid, NULL, 0);
  ptrace (PTRACE_SETOPTIONS, pid, 0,
          PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL);
  ptrace (PTRACE_SYSCALL, pid, 0, 0);

  return pid;
}

/* Runs the child until call number @moment of @phase is entered, then kills it. */
static Trace
trace_child (const char *verb, const char *path, const char *acks, Phase phase, guint moment)
{
  Trace trace = { .phase = N_PHASES };
  pid_t child;
  int status;

  trace.phase = PHASE_START;
  child = start_child (verb, path, acks);
  while (TRUE)
    {
      pid_t pid = waitpid (-1, &status, __WALL);
      int deliver = 0;

      g_assert_cmpint (pid, >, 0);
      if (WIFEXITED (status) || WIFSIGNALED (status))
        {
          if (pid != child)
            continue;
          trace.finished = WIFEXITED (status) && WEXITSTATUS (status) == 0;
          break;
        }
      if (WSTOPSIG (status) == (SIGTRAP | 0x80))
        {
          Phase at = count_call (&trace, pid);

          if (at == phase && at < N_PHASES && trace.calls[at] == moment)
            kill (child, SIGKILL);
        }
      else if (WSTOPSIG (status) != SIGTRAP && WSTOPSIG (status) != SIGSTOP)
        deliver = WSTOPSIG (status);
      ptrace (PTRACE_SYSCALL, pid, 0, deliver);
    }
  /* Threads that end after their leader. */
  while (waitpid (-1, &status, __WALL | WNOHANG) > 0)
    ;

  return trace;
}

/* Afterwards. */

static guint
count_acks (const char *acks, char what)
{
  g_autofree char *text = NULL;
  guint n = 0;

  if (g_file_get_contents (acks, &text, NULL, NULL))
    for (const char *p = text; *p != '\0'; p++)
      n += *p == what;

  return n;
}

static gint64
ask_store (const char *session, const char *sql)
{
  g_autofree char *path = g_build_filename (session, "live.db", NULL);
  sqlite3 *handle;
  sqlite3_stmt *statement;
  gint64 value;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (handle);

  return value;
}

static void
check_dataset (TnProject *project, const char *name, guint seed, gboolean required)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTable) expected = NULL;
  g_autoptr (TnTable) table = tn_project_load_dataset (project, name, &error);

  if (table == NULL && !required)
    {
      g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
      return;
    }
  g_assert_no_error (error);
  expected = store_make_table (N_ROWS, seed);
  store_assert_equal_tables (table, expected);
}

static void
check_content (TnProject *project, guint n_edits, gboolean one, gboolean other)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) edits = tn_project_list_documents (project, "pipeline", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (edits), >=, n_edits);
  check_dataset (project, "one", 1, one);
  check_dataset (project, "other", 2, other);
}

static void
check_live (const char *path, const char *acks)
{
  TnProject *project = store_open (path, TN_OPEN_EDIT);
  const char *session = tn_project_get_session (project);

  check_content (project, count_acks (acks, 'e'), count_acks (acks, '1') > 0,
                 count_acks (acks, '2') > 0);
  g_assert_cmpint (ask_store (session, "SELECT count(*) FROM tbl WHERE state = 0"), ==, 0);
  g_assert_cmpint (ask_store (session, "SELECT count(*) FROM chunk WHERE id NOT IN"
                                       " (SELECT chunk FROM tbl_part)"),
                   ==, 0);
  store_close (project);
}

/* The chosen file by itself, as another computer sees it. */
static void
check_file (const char *directory, const char *path, guint n_saves)
{
  g_autofree char *elsewhere = g_build_filename (directory, "elsewhere", NULL);
  g_autofree char *copy = g_build_filename (directory, "copy.tenure", NULL);
  g_autofree char *content = NULL;
  g_autofree char *before = g_strdup (g_getenv ("TENURE_SESSIONS"));
  gsize size;
  TnProject *project;

  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  g_assert_true (g_file_set_contents (copy, content, size, NULL));
  g_setenv ("TENURE_SESSIONS", elsewhere, TRUE);
  project = store_open (copy, TN_OPEN_EDIT);
  g_assert_null (tn_project_get_notice (project));
  check_content (project, n_saves > 0 ? N_EDITS : 0, n_saves > 0, n_saves > 1);
  store_close (project);
  g_setenv ("TENURE_SESSIONS", before, TRUE);
}

/* No file but the project is left in the folder once it was opened again. */
static void
check_folder (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_true (g_str_equal (name, "shop.tenure") || g_str_equal (name, "acks") ||
                   g_str_equal (name, "sessions") || g_str_equal (name, "elsewhere") ||
                   g_str_equal (name, "copy.tenure"));
}

typedef struct
{
  char *directory;
  char *path;
  char *acks;
} Scene;

static Scene
scene_new (void)
{
  Scene scene;

  scene.directory = store_directory ();
  scene.path = store_path (scene.directory, "shop.tenure");
  scene.acks = store_path (scene.directory, "acks");
  store_close (tn_project_create (scene.path, NULL));

  return scene;
}

static void
scene_clear (Scene *scene)
{
  g_free (scene->directory);
  g_free (scene->path);
  g_free (scene->acks);
}

static void
check_after (Scene *scene)
{
  check_file (scene->directory, scene->path, count_acks (scene->acks, 's'));
  check_live (scene->path, scene->acks);
  check_folder (scene->directory);
}

static gboolean
can_trace (Scene *scene, Trace *whole)
{
  *whole = trace_child ("--child", scene->path, scene->acks, N_PHASES, 0);
  if (whole->total == 0)
    g_test_skip ("this computer does not let a program trace its children");

  return whole->total > 0;
}

static void
test_everything_acknowledged_is_there (void)
{
  guint n_each = g_test_slow () ? 15 : 2;
  guint hits[N_PHASES] = { 0 };
  Scene first = scene_new ();
  Trace whole;

  if (!can_trace (&first, &whole))
    return;
  g_assert_true (whole.finished);
  check_after (&first);
  scene_clear (&first);

  for (Phase phase = 0; phase < N_PHASES; phase++)
    {
      g_assert_cmpuint (whole.calls[phase], >, 0);
      /* Threads make the counts differ from run to run: a moment may not come. */
      for (guint i = 0; hits[phase] < n_each && i < 3 * n_each + 10; i++)
        {
          Scene scene = scene_new ();
          guint moment = g_test_rand_int_range (1, whole.calls[phase] + 1);
          Trace trace = trace_child ("--child", scene.path, scene.acks, phase, moment);

          hits[phase] += !trace.finished;
          check_after (&scene);
          scene_clear (&scene);
        }
    }
  for (Phase phase = 0; phase < N_PHASES; phase++)
    {
      g_test_message ("%s: %u system calls, killed %u times", phase_names[phase],
                      whole.calls[phase], hits[phase]);
      g_assert_cmpuint (hits[phase], >, 0);
    }
}

static void
test_second_kill_during_recovery (void)
{
  guint n = g_test_slow () ? 30 : 3;
  guint n_hits = 0;

  for (guint i = 0; i < n; i++)
    {
      Scene scene = scene_new ();
      Trace trace = trace_child ("--child", scene.path, scene.acks, PHASE_PUBLISH, 1);
      Trace recovery;

      if (trace.total == 0)
        {
          g_test_skip ("this computer does not let a program trace its children");
          return;
        }
      recovery = trace_child ("--recover", scene.path, scene.acks, PHASE_START,
                              g_test_rand_int_range (50, 700));
      n_hits += !recovery.finished;
      check_after (&scene);
      scene_clear (&scene);
    }
  g_test_message ("killed %u of %u times during recovery", n_hits, n);
}

int
main (int argc, char **argv)
{
  program = "/proc/self/exe";
  if (argc == 4 && strcmp (argv[1], "--child") == 0)
    return child_main (argv[2], argv[3]);
  if (argc == 4 && strcmp (argv[1], "--recover") == 0)
    return recover_main (argv[2]);

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/kill/everything-acknowledged-is-there-and-nothing-half",
                   test_everything_acknowledged_is_there);
  g_test_add_func ("/kill/second-kill-during-recovery-changes-nothing",
                   test_second_kill_during_recovery);

  return g_test_run ();
}

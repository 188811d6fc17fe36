/* test-kill.c: kill -9 of tenure-cli and its worker at chosen system calls
 *
 * The verbs run under ptrace with all their processes and threads. A first run counts the
 * system calls of each class; then one run a moment is killed, all processes at once, when it
 * enters that call. Afterwards the project must open with everything that was committed, and a
 * file under the name of an export must be whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "cli-support.h"
#include "shop-support.h"
#include "tn-json.h"

#define N_CUSTOMERS 60

typedef enum
{
  CLASS_IMPORT,
  CLASS_PUBLISH, /* from the end of the file on */
  CLASS_RUN,
  CLASS_SAVE, /* from the moment the temporary file is made */
  CLASS_RENAME,
  CLASS_EXPORT,
  N_CLASSES,
} Class;

static const char *const class_names[] = { "import", "publish", "run", "save", "rename", "export" };

/* One verb, and the class its calls have at first. */
typedef struct
{
  const char *args[8];
  Class first;
} Verb;

static const Verb verbs[] = {
  { { "import", "shop.tenure", "other.csv", "--quiet", NULL }, CLASS_IMPORT },
  { { "run", "shop.tenure", "--seed", "2", "--quiet", NULL }, CLASS_RUN },
  { { "export", "shop.tenure", "--out", "list.csv", "--quiet", NULL }, CLASS_EXPORT },
};

typedef struct
{
  guint calls[N_CLASSES];
  guint total;
  Class class;
  GHashTable *tracees; /* pid → number of the call it is in */
  int file;            /* descriptor of the file that is imported, or -1 */
  gint64 size;         /* its size in bytes */
  guint n_passes;      /* how often its end was read so far */
  gboolean finished;
} Trace;

/* How often an import reads the end of its file: to guess, to read, to know it again. What comes
 * after the last time is the publishing. */
static guint n_passes_of_import = G_MAXUINT;

static char *
read_text (pid_t pid, guint64 address)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/mem", pid);
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  char text[512] = "";
  gssize n = fd >= 0 ? pread (fd, text, sizeof text - 1, (off_t) address) : 0;

  if (fd >= 0)
    close (fd);

  return n > 0 ? g_strdup (text) : g_strdup ("");
}

static gboolean
is_rename (guint64 number)
{
#ifdef SYS_rename
  if (number == SYS_rename)
    return TRUE;
#endif
  return number == SYS_renameat || number == SYS_renameat2;
}

/* Looks at the entry of a call: which class it belongs to, and whether another begins. */
static Class
enter_call (Trace *self, pid_t pid, const struct __ptrace_syscall_info *info)
{
  Class class = self->class;

  if (info->entry.nr == SYS_openat)
    {
      g_autofree char *path = read_text (pid, info->entry.args[1]);

      if (strstr (path, "/.shop.tenure.") != NULL && (info->entry.args[2] & O_CREAT) != 0)
        class = self->class = CLASS_SAVE;
      g_hash_table_insert (self->tracees, GINT_TO_POINTER (pid),
                           GINT_TO_POINTER (g_str_has_suffix (path, "other.csv") ? -1 : 0));
    }
  else if (info->entry.nr == SYS_pread64 && self->file >= 0 &&
           (int) info->entry.args[0] == self->file)
    g_hash_table_insert (
        self->tracees, GINT_TO_POINTER (pid),
        GINT_TO_POINTER ((gint64) (info->entry.args[3] + info->entry.args[2]) >= self->size ? -2
                                                                                            : 0));
  else
    g_hash_table_insert (self->tracees, GINT_TO_POINTER (pid), GINT_TO_POINTER (0));
  if (is_rename (info->entry.nr) && class == CLASS_SAVE)
    class = CLASS_RENAME;
  self->calls[class]++;
  self->total++;

  return class;
}

static void
leave_call (Trace *self, pid_t pid, const struct __ptrace_syscall_info *info)
{
  int what = GPOINTER_TO_INT (g_hash_table_lookup (self->tracees, GINT_TO_POINTER (pid)));

  if (what == -1 && info->exit.rval >= 0)
    self->file = (int) info->exit.rval;
  else if (what == -2 && info->exit.rval > 0 && ++self->n_passes == n_passes_of_import)
    self->class = CLASS_PUBLISH;
}

/* Gives the class of the call that is entered now, or N_CLASSES. */
static Class
look (Trace *self, pid_t pid)
{
  struct __ptrace_syscall_info info;

  if (ptrace (PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) <= 0)
    return N_CLASSES;
  if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
    return enter_call (self, pid, &info);
  if (info.op == PTRACE_SYSCALL_INFO_EXIT)
    leave_call (self, pid, &info);

  return N_CLASSES;
}

static pid_t
start (const Verb *verb)
{
  const char *argv[10] = { shop_program () };
  pid_t pid;

  for (guint i = 0; verb->args[i] != NULL; i++)
    argv[i + 1] = verb->args[i];
  pid = fork ();
  if (pid == 0)
    {
      ptrace (PTRACE_TRACEME, 0, 0, 0);
      execv (argv[0], (char **) argv);
      _exit (127);
    }
  g_assert_cmpint (pid, >, 0);
  waitpid (pid, NULL, 0);
  ptrace (PTRACE_SETOPTIONS, pid, 0,
          PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
              PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL);
  ptrace (PTRACE_SYSCALL, pid, 0, 0);

  return pid;
}

static void
kill_all (Trace *self)
{
  GHashTableIter iter;
  gpointer pid;

  g_hash_table_iter_init (&iter, self->tracees);
  while (g_hash_table_iter_next (&iter, &pid, NULL))
    kill (GPOINTER_TO_INT (pid), SIGKILL);
}

/* Runs @verb; everything is killed when call number @moment of @class is entered. */
static void
trace (Trace *self, const Verb *verb, Class class, guint moment)
{
  struct stat info;
  pid_t child;
  int status;

  g_assert_cmpint (stat ("other.csv", &info), ==, 0);
  *self = (Trace){
    .class = verb->first, .file = -1, .size = info.st_size, .tracees = g_hash_table_new (NULL, NULL)
  };
  child = start (verb);
  for (;;)
    {
      pid_t pid = waitpid (-1, &status, __WALL);
      int deliver = 0;

      if (pid < 0 && errno == ECHILD)
        break;
      g_assert_cmpint (pid, >, 0);
      if (WIFEXITED (status) || WIFSIGNALED (status))
        {
          g_hash_table_remove (self->tracees, GINT_TO_POINTER (pid));
          if (pid == child)
            self->finished = WIFEXITED (status) && WEXITSTATUS (status) == 0;
          continue;
        }
      if (!g_hash_table_contains (self->tracees, GINT_TO_POINTER (pid)))
        g_hash_table_insert (self->tracees, GINT_TO_POINTER (pid), NULL);
      if (WSTOPSIG (status) == (SIGTRAP | 0x80))
        {
          Class at = look (self, pid);

          if (at == class && at < N_CLASSES && self->calls[at] == moment)
            kill_all (self);
        }
      else if (WSTOPSIG (status) != SIGTRAP && WSTOPSIG (status) != SIGSTOP)
        deliver = WSTOPSIG (status);
      ptrace (PTRACE_SYSCALL, pid, 0, deliver);
    }
  g_clear_pointer (&self->tracees, g_hash_table_unref);
}

/* The scene: a project with data, pipeline and a run, as it was before each moment. */

static void
shell (const char *command)
{
  int status;

  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
}

static char *expected_list;

static void
set_scene (void)
{
  g_autofree char *csv = NULL;
  g_autofree char *other = shop_make_csv (N_CUSTOMERS, 2);

  cli_scene ();
  csv = shop_write_csv (".", N_CUSTOMERS, 1);
  cli_write ("other.csv", other);
  cli_do ("new", "shop.tenure", NULL);
  cli_do ("import", "shop.tenure", "orders.csv", NULL);
  cli_do ("apply", "shop.tenure", "churn", "--set", "boosting.rounds=5", "--set",
          "evaluate.resamples=100", "--set", "list.explained=5", "--set", "split.n_cuts=2", NULL);
  cli_do ("run", "shop.tenure", "--seed", "1", NULL);
  cli_do ("export", "shop.tenure", "--out", "list.csv", NULL);
  g_assert_true (g_file_get_contents ("list.csv", &expected_list, NULL, NULL));
  g_unlink ("list.csv");
  shell ("mkdir before");
  shell ("cp -a shop.tenure sessions before/");
}

static void
reset_scene (void)
{
  shell ("rm -rf shop.tenure sessions list.csv elsewhere");
  shell ("cp -a before/shop.tenure before/sessions .");
}

static gint64
count_lines (const char *file)
{
  g_autofree char *text = NULL;
  gint64 n = -1; /* the header */

  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  for (const char *at = text; *at != '\0'; at++)
    n += *at == '\n';

  return n;
}

/* What was committed before is there; what was going on is there whole or not at all. */
static void
check_project (void)
{
  g_autoptr (Said) described = cli_say_to ("describe", "shop.tenure", "orders", "--json", NULL);
  g_autoptr (Said) other = cli_say_to ("describe", "shop.tenure", "other", "--json", NULL);
  g_autoptr (Said) results = cli_say_to ("results", "shop.tenure", "1", "--json", NULL);
  g_autoptr (Said) runs = cli_say_to ("runs", "shop.tenure", "--json", NULL);
  JsonArray *array;

  if (described->status != 0)
    g_error ("the project does not open: %s", described->err);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (described->json), "rows"), ==,
                   count_lines ("orders.csv"));
  if (other->status == 0)
    g_assert_cmpint (json_object_get_int_member (json_node_get_object (other->json), "rows"), ==,
                     count_lines ("other.csv"));
  else
    g_assert_nonnull (strstr (other->out, "not_found"));
  g_assert_cmpint (results->status, ==, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                        json_node_get_object (results->json), "metrics")),
                    >, 0);
  array = json_object_get_array_member (json_node_get_object (runs->json), "runs");
  for (guint i = 0; i < json_array_get_length (array); i++)
    g_assert_cmpstr (
        json_object_get_string_member (json_array_get_object_element (array, i), "status"), !=,
        "running");
}

/* The file by itself, as another computer sees it. */
static void
check_file (void)
{
  g_autofree char *before = g_strdup (g_getenv ("TENURE_SESSIONS"));
  g_autofree char *elsewhere = g_canonicalize_filename ("elsewhere", NULL);
  g_autoptr (Said) described = NULL;

  shell ("mkdir elsewhere");
  shell ("cp shop.tenure elsewhere/copy.tenure");
  g_setenv ("TENURE_SESSIONS", elsewhere, TRUE);
  described = cli_say_to ("describe", "elsewhere/copy.tenure", "orders", "--json", NULL);
  g_setenv ("TENURE_SESSIONS", before, TRUE);
  if (described->status != 0)
    g_error ("the file does not open: %s", described->err);
}

/* The list is there whole or not at all, and no piece of one under any other name. */
static void
check_export (void)
{
  g_autofree char *list = NULL;
  g_autoptr (GDir) folder = g_dir_open (".", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    g_assert_false (strstr (name, "part") != NULL ||
                    (strstr (name, "list.csv") != NULL && strcmp (name, "list.csv") != 0));
  if (g_file_get_contents ("list.csv", &list, NULL, NULL))
    g_assert_cmpstr (list, ==, expected_list);
}

/* Everything the next change needs still works. */
static void
check_after (void)
{
  check_file ();
  check_export ();
  cli_do ("apply", "shop.tenure", "churn", "--name", "after", NULL);
  check_project ();
}

static const Verb *
find_verb (Class class, guint round)
{
  static const guint by_class[] = { 0, 0, 1, 0, 0, 2 };

  /* Runs save, too. */
  if ((class == CLASS_SAVE || class == CLASS_RENAME) && round % 2 == 1)
    return &verbs[1];

  return &verbs[by_class[class]];
}

static void
test_kill (void)
{
  guint n_each = g_test_slow () ? 17 : 2;
  guint hits[N_CLASSES] = { 0 };
  Trace whole[G_N_ELEMENTS (verbs)];

  set_scene ();
  reset_scene ();
  trace (&whole[0], &verbs[0], N_CLASSES, 0);
  n_passes_of_import = whole[0].n_passes;
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      reset_scene ();
      trace (&whole[i], &verbs[i], N_CLASSES, 0);
      if (whole[i].total == 0)
        {
          g_test_skip ("this computer does not let a program trace its children");
          return;
        }
      g_assert_true (whole[i].finished);
      check_after ();
    }
  for (Class class = 0; class < N_CLASSES; class ++)
    for (guint i = 0; i < n_each; i++)
      {
        const Verb *verb = find_verb (class, i);
        guint n_calls = whole[verb - verbs].calls[class];
        Trace killed;

        g_assert_cmpuint (n_calls, >, 0);
        reset_scene ();
        trace (&killed, verb, class, g_test_rand_int_range (1, n_calls + 1));
        hits[class] += !killed.finished;
        check_after ();
      }
  for (Class class = 0; class < N_CLASSES; class ++)
    {
      g_test_message ("%s: %u, %u and %u system calls in import, run and export; killed %u times",
                      class_names[class], whole[0].calls[class], whole[1].calls[class],
                      whole[2].calls[class], hits[class]);
      g_assert_cmpuint (hits[class], >, 0);
    }
  g_free (expected_list);
}

int
main (int argc, char **argv)
{
  g_setenv ("LSAN_OPTIONS", "detect_leaks=0", TRUE);
  g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli-kill/opens-with-everything-committed-and-no-half-file", test_kill);

  return g_test_run ();
}

/* cli-space.c: looks at the address space before OpenBLAS does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli.h"
#include "tn-error.h"

#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__)

/* OpenBLAS 0.3.21 sets a buffer aside for each processor while it is loaded, and asks for it for
 * ever when it does not get it; GLib ends the program a little above. Measured with “ulimit -v”
 * and one and two threads. */
#  define BLAS_BUFFER      ((rlim_t) 128 << 20)
#  define MAX_BLAS_THREADS 64
#  define OTHERS           ((rlim_t) 48 << 20)

static const char *const sentence =
    N_ ("Tenure needs {need} MB of address space to begin and may use {have} MB. Raise the limit "
        "(“ulimit -v”) and start it again.");

/* No library has begun yet: no heap of GLib, no catalogues, no “environ”. */

static const char *
find_variable (char **environment, const char *name)
{
  size_t size = strlen (name);

  for (; *environment != NULL; environment++)
    if (strncmp (*environment, name, size) == 0 && (*environment)[size] == '=')
      return *environment + size + 1;

  return NULL;
}

static rlim_t
count_blas_threads (char **environment)
{
  const char *value = find_variable (environment, "OMP_NUM_THREADS");
  long asked = value != NULL ? strtol (value, NULL, 10) : 0;
  long n = sysconf (_SC_NPROCESSORS_CONF);

  return (rlim_t) CLAMP (asked > 0 && asked < n ? asked : n, 1, MAX_BLAS_THREADS);
}

static rlim_t
read_used (void)
{
  char text[128] = "";
  int fd = open ("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  ssize_t n = fd >= 0 ? read (fd, text, sizeof text - 1) : -1;

  if (fd >= 0)
    close (fd);

  return n > 0 ? (rlim_t) strtoull (text, NULL, 10) * (rlim_t) sysconf (_SC_PAGESIZE) : 0;
}

/* Puts two numbers into the sentence. */
static void
write_sentence (char *to, size_t size, unsigned need, unsigned have)
{
  const char *at = strstr (sentence, "{need}"), *then = strstr (sentence, "{have}");

  snprintf (to, size, "%.*s%u%.*s%u%s", (int) (at - sentence), sentence, need,
            (int) (then - at - strlen ("{need}")), at + strlen ("{need}"), have,
            then + strlen ("{have}"));
}

/* To a client as the answer of a worker, to a person as a sentence. */
static void
tell (gboolean is_worker, unsigned need, unsigned have)
{
  char text[512], line[2048];
  int n;

  write_sentence (text, sizeof text, need, have);
  if (is_worker)
    n = snprintf (line, sizeof line,
                  "{\"event\":\"failed\",\"error\":{\"code\":\"space\",\"number\":%d,"
                  "\"text\":\"%s\",\"message\":{\"id\":\"%s\",\"values\":{\"need\":{\"text\":"
                  "\"%u\"},\"have\":{\"text\":\"%u\"}}}}}\n",
                  TN_ERROR_SPACE, text, sentence, need, have);
  else
    n = snprintf (line, sizeof line, "%s\n", text);
  if (write (is_worker ? STDOUT_FILENO : STDERR_FILENO, line, (size_t) n) < 0)
    _exit (CLI_FAILED);
}

static void
look_at_space (int argc, char **argv, char **environment)
{
  rlim_t need = read_used () + BLAS_BUFFER * count_blas_threads (environment) + OTHERS;
  struct rlimit limit;

  if (getrlimit (RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY ||
      limit.rlim_cur >= need)
    return;
  tell (argc > 1 && strcmp (argv[1], "worker") == 0, (unsigned) (need >> 20) + 1,
        (unsigned) (limit.rlim_cur >> 20));
  _exit (CLI_FAILED);
}

/* Before the constructors of every library, OpenBLAS's among them. */
__attribute__ ((section (".preinit_array"),
                used)) static void (*const before_libraries) (int,
                                                              char **,
                                                              char **) = look_at_space;

#endif

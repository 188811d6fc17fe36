/* tn-memory.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-memory.h"

#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tn-pool.h"

#define MAX_DEPTH 64
#define MAX_BLAS  64

/* Of address space, beside what is used: a thread sets aside its stack, an arena of the allocator
 * and a buffer of OpenBLAS, which asks for it for ever when it does not get it. Measured: 350 MB
 * for two threads. */
#define THREAD_SPACE (G_GINT64_CONSTANT (192) << 20)
/* What a worker has mapped when it looks: program, libraries, and the stacks and arenas of threads
 * that read, rest, pulse and run. Measured: 670 to 730 MB. What a client has of its own says
 * little. */
#define WORKER_SPACE (G_GINT64_CONSTANT (752) << 20)

static gssize chosen_limit; /* atomic; 0: none */

static gint64
read_number (const char *directory, const char *name, gint64 otherwise)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autofree char *text = NULL;
  char *end;
  guint64 number;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return otherwise;
  number = g_ascii_strtoull (text, &end, 10);

  /* "max" is no limit; neither is the greatest number of pages, as version 1 has it. */
  return end != text && number < G_MAXINT64 / 4 ? (gint64) number : otherwise;
}

/* What is free on the computer. */
static gint64
read_free (const char *root)
{
  g_autofree char *path = g_build_filename (root, "proc", "meminfo", NULL);
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return G_MAXINT64;
  line = strstr (text, "MemAvailable:");

  return line != NULL ? g_ascii_strtoll (line + strlen ("MemAvailable:"), NULL, 10) * 1024
                      : G_MAXINT64;
}

/* What a group has of pages that it can let go at once: they are no use of memory that counts. */
static gint64
read_cache (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, "memory.stat", NULL);
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  line = strstr (text, "inactive_file ");

  return line != NULL ? g_ascii_strtoll (line + strlen ("inactive_file "), NULL, 10) : 0;
}

/* What the limits of one control group leave. */
static gint64
read_group (const char *directory, gboolean unified)
{
  gint64 limit = unified ? MIN (read_number (directory, "memory.max", G_MAXINT64),
                                read_number (directory, "memory.high", G_MAXINT64))
                         : read_number (directory, "memory.limit_in_bytes", G_MAXINT64);
  gint64 used = read_number (directory, unified ? "memory.current" : "memory.usage_in_bytes", 0);

  if (limit == G_MAXINT64)
    return G_MAXINT64;

  return MAX (limit - MAX (used - read_cache (directory), 0), 0);
}

/* The group and all above it: each may be the narrowest. */
static gint64
read_groups (const char *top, const char *group, gboolean unified)
{
  g_autofree char *path = g_strdup (group);
  gint64 left = G_MAXINT64;

  for (guint depth = 0; depth < MAX_DEPTH; depth++)
    {
      g_autofree char *directory = g_build_filename (top, path, NULL);
      char *slash;

      left = MIN (left, read_group (directory, unified));
      slash = strrchr (path, '/');
      if (slash == NULL)
        break;
      *slash = '\0';
    }

  return left;
}

static gboolean
is_memory_group (const char *controllers)
{
  g_auto (GStrv) names = g_strsplit (controllers, ",", -1);

  return g_strv_contains ((const char *const *) names, "memory");
}

/* Lines are "0::/group" for version 2 and "4:memory:/group" for version 1. In a container the
 * path may be that of the host: what is not there has no limit, and the top is looked at too. */
static gint64
read_all_groups (const char *root)
{
  g_autofree char *path = g_build_filename (root, "proc", "self", "cgroup", NULL);
  g_autofree char *top = g_build_filename (root, "sys", "fs", "cgroup", NULL);
  g_autofree char *old_top = g_build_filename (top, "memory", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gint64 left = G_MAXINT64;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return G_MAXINT64;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], ":", 3);

      if (g_strv_length (parts) != 3 || strstr (parts[2], "..") != NULL)
        continue;
      if (g_str_equal (parts[0], "0"))
        left = MIN (left, read_groups (top, parts[2], TRUE));
      else if (is_memory_group (parts[1]))
        left = MIN (left, read_groups (old_top, parts[2], FALSE));
    }

  return left;
}

/* What the process has of its address space already, or, with @resident, of memory. */
static gint64
read_used (gboolean resident)
{
  g_autofree char *text = NULL;
  char *rest;
  gint64 pages;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;
  pages = g_ascii_strtoll (text, &rest, 10);
  if (resident)
    pages = g_ascii_strtoll (rest, NULL, 10);

  return pages * sysconf (_SC_PAGESIZE);
}

/**
 * tn_memory_set_limit:
 * @bytes: a run may take no more than this, whatever is free; 0 for no such limit
 *
 * Holds for this process, and for workers it starts from now on.
 */
void
tn_memory_set_limit (gint64 bytes)
{
  g_atomic_pointer_set (&chosen_limit, (gssize) MAX (bytes, 0));
}

gint64
tn_memory_get_limit (void)
{
  return (gssize) g_atomic_pointer_get (&chosen_limit);
}

static gint64
read_chosen (gint64 used)
{
  gint64 chosen = tn_memory_get_limit ();

  return chosen > 0 ? MAX (chosen - used, 0) : G_MAXINT64;
}

/* What the limit of a process that has mapped @used leaves. */
static gint64
read_address_space (gint64 used)
{
  struct rlimit address;

  if (getrlimit (RLIMIT_AS, &address) != 0 || address.rlim_cur == RLIM_INFINITY)
    return G_MAXINT64;

  return MAX ((gint64) address.rlim_cur - used - THREAD_SPACE * tn_pool_get_threads (), 0);
}

/**
 * tn_memory_available_at:
 * @root: where proc and sys/fs/cgroup are
 *
 * Returns: bytes a run may use: what is free on the computer, what the control groups of this
 *   process leave (version 1 or 2, own and above), what its address space leaves, or what a
 *   person lets it have
 */
gint64
tn_memory_available_at (const char *root)
{
  gint64 free = MIN (read_free (root), read_chosen (read_used (TRUE)));

  return MIN (MIN (free, read_all_groups (root)), read_address_space (read_used (FALSE)));
}

gint64
tn_memory_available (void)
{
  return tn_memory_available_at ("/");
}

/**
 * tn_memory_available_to_worker:
 *
 * Returns: as tn_memory_available(), for the worker that this process would start
 */
gint64
tn_memory_available_to_worker (void)
{
  gint64 free = MIN (read_free ("/"), read_chosen (0));

  return MIN (MIN (free, read_all_groups ("/")), read_address_space (WORKER_SPACE));
}

#ifdef HAVE_BLAS_MEMORY
void *blas_memory_alloc (int where);
void blas_memory_free (void *buffer);
#endif

/**
 * tn_memory_reserve_blas:
 * @n_threads: so many call OpenBLAS at once
 *
 * OpenBLAS asks for a buffer of 128 MB of address space with the first call of each thread, and
 * asks for ever when it does not get it; what it has got it keeps. So it gets them here, where
 * tn_memory_available() has said that there is room, and not in the middle of a run that has
 * used it up.
 */
void
tn_memory_reserve_blas (guint n_threads)
{
#ifdef HAVE_BLAS_MEMORY
  void *buffers[MAX_BLAS];
  guint n = MIN (n_threads, MAX_BLAS);

  for (guint i = 0; i < n; i++)
    buffers[i] = blas_memory_alloc (0);
  for (guint i = 0; i < n; i++)
    blas_memory_free (buffers[i]);
#endif
}

/* tn-exhaust.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-exhaust.h"

#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <malloc.h>
#include <string.h>

#include "tn-error.h"
#include "tn-pool.h"

#define N_TRACKED    4096 /* see get_place() */
#define N_FRAMES     24
#define FIXED_MAX    (1024 * 1024)
#define DOCUMENT_MAX (128 * 1024)
#define REPORT_MAX   (4 * 1024 * 1024)
/* Refusals of the long form, spread by lot where there are more blocks: a whole run asks for
 * thousands. */
#define N_LONG 500
/* Those of the short form; another lot each time. */
#ifdef TN_EXHAUST_WRAPS
#  define N_SHORT 2
#else
#  define N_SHORT 5
#endif

#define N_TRACES 32

/* How the program would have taken a refusal. */
typedef enum
{
  TAKES_NULL,   /* returns it, or throws to where it is caught */
  DOES_WITHOUT, /* goes on in another way: qsort () of the C library */
  BREAKS,       /* a library that goes on with NULL: not ours to mend, never refused */
  ABORTS,       /* g_malloc () and its kind */
} Manner;

typedef struct
{
  void *frames[N_FRAMES];
  int n_frames;
  gsize size;
} Trace;

/* Everything here is used from inside malloc (): no allocation, one leaf lock. */
static struct
{
  int lock;
  gboolean armed;
  guint asked;     /* data-sized blocks since arming */
  guint refuse_at; /* 0 for none */
  gboolean sticky;
  guint refused;
  guint done_without; /* of those */
  gsize n_live;
  gsize n_lasting; /* so many stay: workspaces that may go in one run and be made anew in another */
  gpointer live[N_TRACKED];
  gsize tolerated; /* size up to which a block may end the program */
  guint n_traces;
  Trace traces[N_TRACES];
  Trace refusal; /* the first of a run */
} memory;

static void
lock_memory (void)
{
  while (__atomic_exchange_n (&memory.lock, 1, __ATOMIC_ACQUIRE) != 0)
    ;
}

static void
unlock_memory (void)
{
  __atomic_store_n (&memory.lock, 0, __ATOMIC_RELEASE);
}

/* Notes once who asks for a data-sized block without being ready to do without. */
static void
note_abort (gsize size)
{
  Trace trace = { .size = size };

  trace.n_frames = backtrace (trace.frames, N_FRAMES);
  lock_memory ();
  for (guint i = 0; i < memory.n_traces; i++)
    if (memory.traces[i].n_frames == trace.n_frames &&
        memcmp (memory.traces[i].frames, trace.frames, (gsize) trace.n_frames * sizeof (void *)) ==
            0)
      {
        unlock_memory ();
        return;
      }
  if (memory.n_traces < N_TRACES)
    memory.traces[memory.n_traces++] = trace;
  unlock_memory ();
}

static gboolean
refuse (gsize size, Manner manner)
{
  gboolean answer;
  guint asked;

  if (size < TN_EXHAUST_DATA_SIZE || !__atomic_load_n (&memory.armed, __ATOMIC_ACQUIRE) ||
      manner == BREAKS)
    return FALSE;
  if (manner == ABORTS)
    {
      if (size > memory.tolerated)
        note_abort (size);
      return FALSE;
    }
  asked = __atomic_add_fetch (&memory.asked, 1, __ATOMIC_RELAXED);
  answer = memory.refuse_at > 0 &&
           (asked == memory.refuse_at || (memory.sticky && asked > memory.refuse_at));
  if (answer)
    {
      if (memory.refusal.n_frames == 0 && manner != DOES_WITHOUT)
        memory.refusal.n_frames = backtrace (memory.refusal.frames, N_FRAMES);
      __atomic_add_fetch (&memory.refused, 1, __ATOMIC_RELAXED);
      if (manner == DOES_WITHOUT)
        __atomic_add_fetch (&memory.done_without, 1, __ATOMIC_RELAXED);
      errno = ENOMEM;
    }

  return answer;
}

#ifdef TN_EXHAUST_WRAPS

/* Calls from our own objects; the linker turns g_try_malloc into __wrap_g_try_malloc. */
#  define WRAP(type, name, params, args, size, manner)          \
    type __real_##name params;                                  \
    type __wrap_##name params;                                  \
    type __wrap_##name params                                   \
    {                                                           \
      return refuse (size, manner) ? NULL : __real_##name args; \
    }

WRAP (void *, malloc, (size_t n), (n), n, TAKES_NULL)
WRAP (void *, calloc, (size_t n, size_t m), (n, m), n *m, TAKES_NULL)
WRAP (void *, realloc, (void *p, size_t n), (p, n), n, TAKES_NULL)
WRAP (void *, aligned_alloc, (size_t a, size_t n), (a, n), n, TAKES_NULL)
WRAP (gpointer, g_try_malloc, (gsize n), (n), n, TAKES_NULL)
WRAP (gpointer, g_try_malloc0, (gsize n), (n), n, TAKES_NULL)
WRAP (gpointer, g_try_malloc_n, (gsize n, gsize m), (n, m), n *m, TAKES_NULL)
WRAP (gpointer, g_try_malloc0_n, (gsize n, gsize m), (n, m), n *m, TAKES_NULL)
WRAP (gpointer, g_try_realloc, (gpointer p, gsize n), (p, n), n, TAKES_NULL)
WRAP (gpointer, g_try_realloc_n, (gpointer p, gsize n, gsize m), (p, n, m), n *m, TAKES_NULL)
WRAP (gpointer, g_malloc, (gsize n), (n), n, ABORTS)
WRAP (gpointer, g_malloc0, (gsize n), (n), n, ABORTS)
WRAP (gpointer, g_malloc_n, (gsize n, gsize m), (n, m), n *m, ABORTS)
WRAP (gpointer, g_malloc0_n, (gsize n, gsize m), (n, m), n *m, ABORTS)
WRAP (gpointer, g_realloc, (gpointer p, gsize n), (p, n), n, ABORTS)
WRAP (gpointer, g_realloc_n, (gpointer p, gsize n, gsize m), (p, n, m), n *m, ABORTS)

int __real_posix_memalign (void **block, size_t align, size_t n);
int __wrap_posix_memalign (void **block, size_t align, size_t n);
int
__wrap_posix_memalign (void **block, size_t align, size_t n)
{
  return refuse (n, TAKES_NULL) ? ENOMEM : __real_posix_memalign (block, align, n);
}

#else

/* Every free () of a test asks, so only the few places a block may be at are looked at. */
#  define N_PLACES 64

static gpointer *
get_place (gconstpointer block, guint i)
{
  /* Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4). */
  gsize home =
      (gsize) (((guint64) (gsize) block >> 4) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) >> 52);

  return &memory.live[(home + i) % N_TRACKED];
}

/* Puts @to where @from was. */
static gboolean
replace_tracked (gconstpointer block, gconstpointer from, gpointer to)
{
  for (guint i = 0; i < N_PLACES; i++)
    if (*get_place (block, i) == from)
      {
        *get_place (block, i) = to;
        return TRUE;
      }

  return FALSE;
}

static void
track (gpointer block)
{
  if (block == NULL)
    return;
  lock_memory ();
  if (replace_tracked (block, NULL, block))
    memory.n_live++;
  unlock_memory ();
}

static void
untrack (gpointer block)
{
  /* A slot that is free holds NULL, too. */
  if (block == NULL || __atomic_load_n (&memory.n_live, __ATOMIC_RELAXED) == 0)
    return;
  lock_memory ();
  if (replace_tracked (block, block, NULL))
    memory.n_live--;
  unlock_memory ();
}

extern void *__libc_malloc (size_t n);
extern void *__libc_calloc (size_t n, size_t m);
extern void *__libc_realloc (void *block, size_t n);
extern void *__libc_memalign (size_t align, size_t n);
extern void __libc_free (void *block);

/* Cairo finishes a PDF whatever became of its streams, and asserts that they were begun. */
static gboolean
is_for_cairo (void)
{
  void *frames[8];
  int n = backtrace (frames, G_N_ELEMENTS (frames));
  Dl_info info;

  for (int i = 0; i < n; i++)
    if (dladdr (frames[i], &info) != 0 && info.dli_fname != NULL &&
        strstr (info.dli_fname, "/libcairo.so") != NULL)
      return TRUE;

  return FALSE;
}

/* g_strdup_printf () has the C library make the text, and ends the program when that cannot. */
static gboolean
is_for_printf (void)
{
  void *frames[8];
  int n = backtrace (frames, G_N_ELEMENTS (frames));
  gboolean in_libc = FALSE;
  Dl_info info;

  for (int i = 0; i < n; i++)
    {
      gboolean is_libc = dladdr (frames[i], &info) != 0 && info.dli_fname != NULL &&
                         strstr (info.dli_fname, "/libc.so") != NULL;

      if (in_libc && !is_libc)
        return info.dli_fname != NULL && strstr (info.dli_fname, "/libglib-2.0") != NULL;
      in_libc |= is_libc;
    }

  return FALSE;
}

/* GLib's own callers end the program, but for those that are called g_try_…. */
static Manner
get_manner (const void *caller)
{
  Dl_info info;

  if (dladdr (caller, &info) == 0 || info.dli_fname == NULL)
    return TAKES_NULL;
  if (g_strcmp0 (info.dli_sname, "qsort_r") == 0)
    return DOES_WITHOUT;
  if (strstr (info.dli_fname, "/libxlsxwriter") != NULL || is_for_cairo ())
    return BREAKS;
  if (strstr (info.dli_fname, "/libc.so") != NULL && is_for_printf ())
    return ABORTS;
  if (strstr (info.dli_fname, "/libglib-2.0") == NULL)
    return TAKES_NULL;

  return info.dli_sname != NULL && g_str_has_prefix (info.dli_sname, "g_try_") ? TAKES_NULL
                                                                               : ABORTS;
}

static inline gboolean
is_refused (gsize size, const void *caller)
{
  if (size < TN_EXHAUST_DATA_SIZE || !__atomic_load_n (&memory.armed, __ATOMIC_ACQUIRE))
    return FALSE;

  return refuse (size, get_manner (caller));
}

static inline void *
keep (void *block, gsize size)
{
  if (size >= TN_EXHAUST_DATA_SIZE && __atomic_load_n (&memory.armed, __ATOMIC_ACQUIRE))
    track (block);

  return block;
}

void *
malloc (size_t n)
{
  return is_refused (n, __builtin_return_address (0)) ? NULL : keep (__libc_malloc (n), n);
}

void *
calloc (size_t n, size_t m)
{
  gsize size = m > 0 && n > G_MAXSIZE / m ? G_MAXSIZE : n * m;

  return is_refused (size, __builtin_return_address (0)) ? NULL : keep (__libc_calloc (n, m), size);
}

void *
realloc (void *block, size_t n)
{
  void *other;

  if (n > malloc_usable_size (block) && is_refused (n, __builtin_return_address (0)))
    return NULL;
  other = __libc_realloc (block, n);
  if (other != NULL)
    {
      untrack (block);
      keep (other, n);
    }

  return other;
}

void *
memalign (size_t align, size_t n)
{
  return is_refused (n, __builtin_return_address (0)) ? NULL : keep (__libc_memalign (align, n), n);
}

void *
aligned_alloc (size_t align, size_t n)
{
  return is_refused (n, __builtin_return_address (0)) ? NULL : keep (__libc_memalign (align, n), n);
}

int
posix_memalign (void **block, size_t align, size_t n)
{
  void *made =
      is_refused (n, __builtin_return_address (0)) ? NULL : keep (__libc_memalign (align, n), n);

  if (made == NULL)
    return ENOMEM;
  *block = made;

  return 0;
}

void
free (void *block)
{
  untrack (block);
  __libc_free (block);
}

#endif

static void
arm (guint refuse_at, gboolean sticky)
{
  memory.asked = memory.refused = memory.done_without = 0;
  memory.refusal.n_frames = 0;
  memory.refuse_at = refuse_at;
  memory.sticky = sticky;
  __atomic_store_n (&memory.armed, TRUE, __ATOMIC_RELEASE);
}

static void
disarm (void)
{
  __atomic_store_n (&memory.armed, FALSE, __ATOMIC_RELEASE);
}

/* Addresses for addr2line, as the functions between are seldom exported. */
static void
print_trace (const Trace *trace)
{
  g_printerr ("#");
  for (int k = 1; k < trace->n_frames; k++)
    {
      Dl_info info;

      if (dladdr (trace->frames[k], &info) == 0)
        continue;
      g_printerr (" %s+%#zx", strrchr (info.dli_fname, '/') + 1,
                  (gsize) ((char *) trace->frames[k] - (char *) info.dli_fbase));
      if (info.dli_sname != NULL)
        g_printerr ("(%s)", info.dli_sname);
    }
  g_printerr ("\n");
}

static void
print_traces (void)
{
  for (guint i = 0; i < memory.n_traces; i++)
    {
      g_printerr ("# %zu bytes are asked for in a way that ends the program:\n",
                  memory.traces[i].size);
      print_trace (&memory.traces[i]);
    }
}

/* One sentence or two, of what and what to do, and no code or empty place in it. */
static void
assert_said (const GError *error)
{
  g_assert_error (error, TN_ERROR, TN_ERROR_SPACE);
  g_assert_cmpuint (strlen (error->message), >, 20);
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_null (strchr (error->message, '{'));
}

static void
run_refused (TnExhaustFunc func, gpointer data, TnExhaustFlags flags, guint at, gboolean sticky)
{
  g_autoptr (GError) error = NULL;
  gboolean done;

  arm (at, sticky);
  done = func (data, &error);
  disarm ();
  g_assert_cmpuint (memory.refused, >, 0);
  if (done && memory.refused > memory.done_without && (flags & TN_EXHAUST_MAY_DO_WITHOUT) == 0)
    {
      print_trace (&memory.refusal);
      g_error ("block %u was refused and nobody said so", at);
    }
  if (done)
    g_assert_no_error (error);
  else
    assert_said (error);
  if (memory.n_live > memory.n_lasting)
    {
      print_trace (&memory.refusal);
      g_error ("block %u was refused, %zu data-sized blocks were kept", at,
               memory.n_live - memory.n_lasting);
    }
}

guint
tn_exhaust_memory (TnExhaustFunc func, gpointer data, TnExhaustFlags flags)
{
  g_autoptr (GError) error = NULL;
  void *frames[2];
  guint n_asked, step;

  /* The unwinder and lazily made tables take their memory before anything is counted. */
  (void) backtrace (frames, G_N_ELEMENTS (frames));
  tn_pool_set_threads (1);
  arm (0, FALSE);
  g_assert_true (func (data, &error));
  disarm ();
  g_assert_no_error (error);
  memory.n_traces = 0;
  memory.tolerated = flags & TN_EXHAUST_REPORTS         ? REPORT_MAX
                     : flags & TN_EXHAUST_FIXED_BUFFERS ? FIXED_MAX
                     : flags & TN_EXHAUST_DOCUMENTS     ? DOCUMENT_MAX
                                                        : 0;
  arm (0, FALSE);
  g_assert_true (func (data, &error));
  disarm ();
  memory.n_lasting = memory.n_live;
  n_asked = memory.asked;
  step = MAX (1, n_asked / (g_test_slow () ? N_LONG : N_SHORT));
  for (guint i = 1 + (guint) g_test_rand_int_range (0, (gint32) step); i <= n_asked; i += step)
    {
      run_refused (func, data, flags, i, FALSE);
      run_refused (func, data, flags, i, TRUE);
    }
  tn_pool_set_threads (0);
  g_assert_true (func (data, &error));
  g_assert_no_error (error);
  g_test_message ("%u data-sized blocks", n_asked);
  print_traces ();
  g_assert_cmpuint (memory.n_traces, ==, 0);

  return n_asked;
}

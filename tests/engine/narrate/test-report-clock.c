/* test-report-clock.c: runs of two days give reports of the same bytes
 *
 * The engine asks GLib for the time of day; the program has its own, and the linker takes that for
 * everything the engine is made of.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "narrate-support.h"
#include "tn-html.h"
#include "tn-nodes.h"
#include "tn-pdf.h"
#include "tn-test.h"

#define DAY (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

static gint64 wall = G_GINT64_CONSTANT (1795000000) * G_USEC_PER_SEC;

gint64
g_get_real_time (void)
{
  return wall;
}

static GBytes *
render (const TnDocument *document, const char *language, gboolean is_pdf)
{
  g_autoptr (GError) error = NULL;
  const TnLanguage *in = tn_language_get (language);
  GBytes *bytes = is_pdf ? tn_pdf_render (document, in, NULL, NULL, &error)
                         : tn_html_render (document, in, NULL, NULL, &error);

  g_assert_no_error (error);

  return bytes;
}

/* The same file, imported into a project of its own and run, on another day. */
static void
test_another_day (void)
{
  static const char *const settings[] = { "boosting.rounds=30", "churn.horizon_days=60", NULL };
  g_autofree char *csv = make_log (8, NULL);
  g_autoptr (Ran) first = ran_new (csv, settings, NULL);
  g_autoptr (Ran) second = NULL;
  g_autoptr (TnRun) a = NULL, b = NULL;
  g_autoptr (TnDocument) one = ran_report (first);
  g_autoptr (TnDocument) other = NULL;

  wall += 400 * DAY;
  second = ran_new (csv, settings, NULL);
  other = ran_report (second);
  a = tn_project_get_run (first->project, first->run, NULL);
  b = tn_project_get_run (second->project, second->run, NULL);
  g_assert_cmpint (b->started - a->started, >=, 399 * DAY);
  for (const char *const *id = tn_language_list (); *id != NULL; id++)
    for (guint is_pdf = 0; is_pdf < 2; is_pdf++)
      {
        g_autoptr (GBytes) before = render (one, *id, is_pdf);
        g_autoptr (GBytes) after = render (other, *id, is_pdf);

        g_test_message ("%s, %s: %" G_GSIZE_FORMAT " bytes", *id, is_pdf ? "PDF" : "HTML",
                        g_bytes_get_size (before));
        g_assert_true (g_bytes_equal (before, after));
      }
}

int
main (int argc, char **argv)
{
  g_autofree char *sessions = NULL;

  g_test_init (&argc, &argv, NULL);
  sessions = tn_test_directory ();
  g_setenv ("TENURE_SESSIONS", sessions, TRUE);
  tn_nodes_init ();
  g_test_add_func ("/report/another-day-same-bytes", test_another_day);

  return g_test_run ();
}

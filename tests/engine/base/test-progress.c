/* test-progress.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-progress.h"
#include "tn-test.h"

typedef struct
{
  double fraction;
  int n_reports;
  char *phase;
  int inside; /* atomic */
} Seen;

static void
see_cb (double fraction, const TnMessage *phase, gpointer user_data)
{
  Seen *seen = user_data;

  g_assert_cmpint (g_atomic_int_add (&seen->inside, 1), ==, 0);
  g_assert_cmpfloat (fraction, >=, seen->fraction);
  seen->fraction = fraction;
  seen->n_reports++;
  g_free (seen->phase);
  seen->phase = phase != NULL ? g_strdup (tn_message_get_id (phase)) : NULL;
  g_atomic_int_add (&seen->inside, -1);
}

static void
parts (void)
{
  Seen seen = { 0 };
  g_autoptr (TnProgress) whole = tn_progress_new (see_cb, &seen);
  g_autoptr (TnProgress) part = tn_progress_new_part (whole, 0.2, 0.6);
  g_autoptr (TnProgress) inner = tn_progress_new_part (part, 0.5, 1);

  tn_progress_report (part, 0);
  tn_assert_close (seen.fraction, 0.2, 1e-12);
  tn_progress_report (part, 0.25);
  tn_assert_close (seen.fraction, 0.3, 1e-12);
  tn_progress_report (inner, 0.5);
  tn_assert_close (seen.fraction, 0.5, 1e-12);
  tn_progress_report (inner, 1);
  tn_assert_close (seen.fraction, 0.6, 1e-12);
  tn_progress_report (whole, 1);
  g_assert_cmpfloat (seen.fraction, ==, 1);
}

static void
only_grows (void)
{
  Seen seen = { 0 };
  g_autoptr (TnProgress) progress = tn_progress_new (see_cb, &seen);

  tn_progress_report (progress, 0.5);
  tn_progress_report (progress, 0.5);
  tn_progress_report (progress, 0.1);
  tn_progress_report (progress, -3);
  g_assert_cmpint (seen.n_reports, ==, 1);
  tn_progress_report (progress, 7);
  g_assert_cmpfloat (seen.fraction, ==, 1);
  g_assert_cmpint (seen.n_reports, ==, 2);
}

static void
phases (void)
{
  Seen seen = { 0 };
  g_autoptr (TnProgress) whole = tn_progress_new (see_cb, &seen);
  g_autoptr (TnProgress) part = tn_progress_new_part (whole, 0.5, 1);

  tn_progress_say (part, tn_message_new ("Reading orders"));
  g_assert_cmpstr (seen.phase, ==, "Reading orders");
  g_assert_cmpfloat (seen.fraction, ==, 0);
  tn_progress_say (whole, tn_message_new ("Writing"));
  tn_progress_report (part, 0.5);
  g_assert_cmpstr (seen.phase, ==, "Writing");
  tn_assert_close (seen.fraction, 0.75, 1e-12);
  g_free (seen.phase);
}

static void
nobody_listens (void)
{
  g_autoptr (TnProgress) silent = tn_progress_new (NULL, NULL);

  g_assert_null (tn_progress_new_part (NULL, 0, 1));
  tn_progress_report (NULL, 0.5);
  tn_progress_say (NULL, tn_message_new ("freed all the same"));
  tn_progress_report (silent, 0.5);
  tn_progress_say (silent, tn_message_new ("kept"));
}

/* A part keeps its whole alive. */
static void
whole_outlives_part (void)
{
  Seen seen = { 0 };
  TnProgress *whole = tn_progress_new (see_cb, &seen);
  g_autoptr (TnProgress) part = tn_progress_new_part (whole, 0, 0.5);

  tn_progress_unref (whole);
  tn_progress_report (part, 1);
  g_assert_cmpfloat (seen.fraction, ==, 0.5);
}

static gpointer
report_in_thread (gpointer data)
{
  for (int i = 0; i <= 1000; i++)
    tn_progress_report (data, i / 1000.0);

  return NULL;
}

static void
many_threads (void)
{
  Seen seen = { 0 };
  g_autoptr (TnProgress) progress = tn_progress_new (see_cb, &seen);
  GThread *threads[4];

  for (int i = 0; i < 4; i++)
    threads[i] = g_thread_new ("report", report_in_thread, progress);
  for (int i = 0; i < 4; i++)
    g_thread_join (threads[i]);
  g_assert_cmpfloat (seen.fraction, ==, 1);
  g_assert_cmpint (seen.n_reports, <=, 1000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/progress/a-part-fills-its-share-of-the-whole", parts);
  g_test_add_func ("/progress/fractions-only-grow", only_grows);
  g_test_add_func ("/progress/a-phase-is-told-at-once-and-kept", phases);
  g_test_add_func ("/progress/null-and-silent-ones-are-fine", nobody_listens);
  g_test_add_func ("/progress/a-part-keeps-its-whole", whole_outlives_part);
  g_test_add_func ("/progress/threads-report-one-at-a-time", many_threads);

  return g_test_run ();
}

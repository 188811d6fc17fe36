/* tn-build.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-build.h"

#include "tn-hash.h"

static gpointer
read_once (gpointer data)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new ("/proc/self/exe", FALSE, NULL);
  g_autoptr (TnFingerprint) hash = tn_fingerprint_new ();

  tn_fingerprint_add_string (hash, TN_VERSION);
  if (file != NULL)
    tn_fingerprint_add (hash, g_mapped_file_get_contents (file), g_mapped_file_get_length (file));

  return tn_fingerprint_end (hash);
}

/**
 * tn_build_get_id:
 *
 * A fingerprint of the running program. What another build made is never taken for what
 * this one would make.
 *
 * Returns: (transfer none): 64 hexadecimal digits
 */
const char *
tn_build_get_id (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, read_once, NULL);
}

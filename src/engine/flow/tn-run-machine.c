/* tn-run-machine.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-run-machine.h"

#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

/* "model name : …" on x86; other processors say it otherwise or not at all. */
static char *
read_processor (void)
{
  g_autofree char *text = NULL;
  const char *at, *end;

  if (!g_file_get_contents ("/proc/cpuinfo", &text, NULL, NULL))
    return NULL;
  at = strstr (text, "model name");
  at = at != NULL ? strchr (at, ':') : NULL;
  if (at == NULL)
    return NULL;
  end = strchrnul (at, '\n');

  return g_strstrip (g_strndup (at + 1, end - at - 1));
}

/**
 * tn_run_machine_describe:
 *
 * Returns: (transfer full): "processor", "architecture", "system", "processors", "memory" in bytes,
 *   as far as they are known
 */
JsonObject *
tn_run_machine_describe (void)
{
  JsonObject *object = json_object_new ();
  g_autofree char *processor = read_processor ();
  gint64 pages = sysconf (_SC_PHYS_PAGES);
  struct utsname name;

  if (processor != NULL && g_utf8_validate (processor, -1, NULL))
    json_object_set_string_member (object, "processor", processor);
  if (uname (&name) == 0)
    {
      json_object_set_string_member (object, "architecture", name.machine);
      json_object_set_string_member (object, "system", name.sysname);
    }
  json_object_set_int_member (object, "processors", g_get_num_processors ());
  if (pages > 0)
    json_object_set_int_member (object, "memory", pages * sysconf (_SC_PAGESIZE));

  return object;
}

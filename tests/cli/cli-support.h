/* cli-support.h: spawns tenure-cli as a person or a nightly job would
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * Said:
 * @status: exit status
 * @out: standard output
 * @err: standard error
 * @json: (nullable): @out when it is one JSON object
 */
typedef struct
{
  int status;
  char *out;
  char *err;
  JsonNode *json;
} Said;

/* In the current directory, with the arguments up to %NULL. */
Said *cli_say_to (const char *first, ...) G_GNUC_NULL_TERMINATED;
Said *cli_say_to_argv (const char *const *args);
void said_free (Said *self);

/* Like cli_say_to(), asserting exit status 0. */
void cli_do (const char *first, ...) G_GNUC_NULL_TERMINATED;

/* A fresh directory that is the current one from now on, with sessions of its own. */
void cli_scene (void);
void cli_write (const char *name, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Said, said_free)

G_END_DECLS

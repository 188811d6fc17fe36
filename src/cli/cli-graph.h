/* cli-graph.h: the verb that shows, writes and reads pipelines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cli.h"

G_BEGIN_DECLS

/* What a step gives on a sample: in cli-preview.c. */
int cli_preview (Cli *cli, const CliVerb *verb, int argc, char **argv);

int cli_graph (Cli *cli, const CliVerb *verb, int argc, char **argv);

/* What keeps a pipeline from running, its ways out numbered: in cli-run.c. */
int cli_graph_list_repairs (Cli *cli, GPtrArray *issues);

/* A file of at most 16 MiB, read as text. */
char *cli_graph_read_text (const char *path, GError **error);
gboolean cli_graph_write_text (const char *path, const char *text, GError **error);

G_END_DECLS

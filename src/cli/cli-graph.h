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

G_END_DECLS

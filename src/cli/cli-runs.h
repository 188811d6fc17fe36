/* cli-runs.h: what the verb “runs” does with runs that are there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cli.h"

G_BEGIN_DECLS

/* @argv: of the verb “runs”, as parsed: PROJECT ACTION … */
gboolean cli_runs_is_action (int argc, char **argv);
int cli_runs_act (Cli *cli, int argc, char **argv);

int cli_run_diff (Cli *cli, TnProject *project, char *before, char *after);

G_END_DECLS

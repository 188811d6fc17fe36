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

/* What run @run of the project at @path found; @save: after it was made. */
int cli_show_run (Cli *cli, TnProject *project, const char *path, gint64 run, gboolean save);

int cli_run_diff (Cli *cli, TnProject *project, char *before, char *after);

G_END_DECLS

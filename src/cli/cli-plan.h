/* cli-plan.h: what a person says about how a file is to be read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cli.h"
#include "tn-import.h"

G_BEGIN_DECLS

/**
 * CliWishes:
 *
 * Options of “import” that correct what is found in a file; all %NULL or 0 when absent. Lists
 * hold COL=VALUE, and where it makes sense VALUE alone, which is for all columns.
 */
typedef struct
{
  char *encoding;
  char *delimiter;
  char *quote;
  char *header; /* a number of rows */
  gboolean no_header;
  char *skip; /* a number of lines */
  char *sheet;
  char *plan;
  char **roles;
  char **types;
  char **names;
  char **zones;
  char **date_orders;
  char **decimals;
  char **missing;
  char **left_out;
  char **pseudonyms;
  char **plain;
} CliWishes;

void cli_wishes_clear (CliWishes *self);

gboolean cli_wishes_concern_columns (const CliWishes *self);

/* Of the file as a whole: to be detected with. */
gboolean cli_wishes_for_file (const CliWishes *self, TnImportPlan *wish, GError **error);
/* Of columns: of a plan that was detected, to be detected with once more. */
gboolean cli_wishes_for_columns (const CliWishes *self, TnImportPlan *plan, GError **error);

/* A file of plans, as a person may have changed them; everything in it counts as decided. */
gboolean cli_plans_write (const TnImportFile *files, guint n, const char *path, GError **error);
GPtrArray *cli_plans_read (const char *path, GError **error);

/* What was found and why, for people and as data. */
void cli_plan_print (Cli *cli, const TnImportPlan *plan, const char *file);
void cli_plan_say_questions (Cli *cli, const TnImportPlan *plan, const char *name);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliWishes, cli_wishes_clear)

G_END_DECLS

/* cli.h: what the verbs of the command line share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdio.h>

#include <gio/gio.h>

#include "tn-dataset.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-progress.h"
#include "tn-project.h"
#include "tn-table.h"

G_BEGIN_DECLS

enum
{
  CLI_DONE = 0,
  CLI_FAILED = 1,
  CLI_USAGE = 2,
};

/**
 * Cli:
 * @language: of everything that is said
 * @json: one object on standard output instead of sentences
 * @quiet: no progress, no words but errors
 * @help: how the verb is used is asked for
 * @described: (nullable): where that goes as data instead of words
 * @program: path of this program
 * @cancellable: cancelled by Ctrl-C
 * @password_file: (nullable): where the password of the project is
 */
typedef struct
{
  const TnLanguage *language;
  gboolean json;
  gboolean quiet;
  gboolean help;
  JsonArray *described;
  char *program;
  GCancellable *cancellable;
  char *password_file;
} Cli;

/**
 * CliVerb:
 * @name: as typed
 * @synopsis: its arguments
 * @summary: one line, translatable
 * @run: @argv without program and verb; gives the exit status
 * @example: (nullable): a use of it, without program and verb
 */
typedef struct
{
  const char *name;
  const char *synopsis;
  const char *summary;
  int (*run) (Cli *cli, int argc, char **argv);
  const char *example;
} CliVerb;

extern const CliVerb cli_project_verbs[];
extern const CliVerb cli_data_verbs[];
extern const CliVerb cli_pipeline_verbs[];
extern const CliVerb cli_step_verbs[];
extern const CliVerb cli_template_verbs[];
extern const CliVerb cli_run_verbs[];
extern const CliVerb cli_result_verbs[];
extern const CliVerb cli_name_verbs[];
extern const CliVerb cli_output_verbs[];
extern const CliVerb cli_block_verbs[];
extern const CliVerb cli_storage_verbs[];
extern const CliVerb cli_demo_verbs[];
extern const CliVerb cli_guide_verbs[];

/* Options of one verb; the common ones are known already. %FALSE after a word about it. */
gboolean cli_parse (Cli *cli,
                    const CliVerb *verb,
                    GOptionEntry *entries,
                    int *argc,
                    char ***argv,
                    int min_args,
                    int max_args,
                    int *status);

/* Before anything else is: in which language and form errors are told. */
void cli_look_ahead (Cli *cli, int argc, char **argv);

/* The run named by the second argument, 0 (the latest) without; %FALSE after a word about it. */
gboolean cli_parse_run (Cli *cli, int argc, char **argv, gint64 *run, int *status);

void cli_help_print (Cli *cli,
                     const CliVerb *verb,
                     const GOptionEntry *options,
                     const GOptionEntry *common,
                     FILE *to);
JsonObject *cli_help_to_json (Cli *cli, const CliVerb *verb, const GOptionEntry *options);

int cli_fail (Cli *cli, const GError *error);
/* @issues: (nullable): told beside it with --json. */
int cli_fail_with (Cli *cli, const GError *error, GPtrArray *issues);
/* What was written is not what a verb takes: one sentence, and that exit status. */
int cli_usage (Cli *cli, TnMessage *message);
int cli_done (Cli *cli, JsonNode *object);
void cli_say (Cli *cli, TnMessage *message);
void cli_print (Cli *cli, const char *text);

TnProgress *cli_progress_new (Cli *cli);
void cli_progress_show (Cli *cli, double fraction, double seconds_left, const TnMessage *phase);
void cli_progress_clear (Cli *cli);

/* Opens for changing; saves and closes. */
TnProject *cli_open (Cli *cli, const char *path, TnOpenMode mode, GError **error);
gboolean cli_save (Cli *cli, TnProject *project, GError **error);

/* Passwords, to be freed with cli_password_free(). */
char *cli_password_read (const char *file, GError **error);
gboolean cli_password_can_ask (Cli *cli);
char *cli_password_ask (Cli *cli, TnMessage *prompt, GError **error);
void cli_password_free (char *password);

/* Verbs of data that fill files of their own. */
int cli_import (Cli *cli, int argc, char **argv);

int cli_compare (Cli *cli, int argc, char **argv);
int cli_problems (Cli *cli, int argc, char **argv);

/* Says what was found in a file. Returns: (transfer full): the sentences, for --json */
JsonArray *cli_say_found (Cli *cli, GPtrArray *sentences);

/* A pipeline by name, or the only or latest one. */
char *cli_choose_pipeline (TnProject *project, const char *asked, GError **error);
/* @settings: (nullable): “step.setting=value”, as one step of the history. */
gboolean cli_change_settings (TnProject *project,
                              const char *pipeline,
                              char **settings,
                              GError **error);

/* A data set by name, or the latest. */
TnDataset *cli_find_dataset (TnProject *project, const char *name, GError **error);
/* Rows that are set aside; cells that read as missing stand in the same table and do not count. */

/* The “describe” object of data set @name, and its lines for people. */
JsonNode *cli_describe_dataset (Cli *cli, TnProject *project, const char *name, GError **error);

/* Writes as the ending of @file says: .csv or .xlsx. */
gboolean cli_write_table (Cli *cli, TnTable *table, const char *file, GError **error);

void cli_choose_blas (char **argv);

G_END_DECLS

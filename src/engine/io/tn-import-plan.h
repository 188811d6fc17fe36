/* tn-import-plan.h: how a file is read, to be seen, corrected and applied again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-column.h"
#include "tn-csv-dialect.h"
#include "tn-field.h"
#include "tn-number.h"
#include "tn-pseudonym.h"
#include "tn-time-parser.h"

G_BEGIN_DECLS

/**
 * TnImportLock:
 *
 * What a person decided: a new detection leaves it as it is.
 */
typedef enum
{
  TN_IMPORT_LOCK_TYPE = 1 << 0,
  TN_IMPORT_LOCK_ROLE = 1 << 1,
  TN_IMPORT_LOCK_MARKS = 1 << 2,
  TN_IMPORT_LOCK_DATES = 1 << 3,
  TN_IMPORT_LOCK_MISSING = 1 << 4,
  TN_IMPORT_LOCK_NAME = 1 << 5,
  TN_IMPORT_LOCK_ZONE = 1 << 6,
} TnImportLock;

/**
 * TnSensitive:
 * @TN_SENSITIVE_NONE: nothing speaks for it
 * @TN_SENSITIVE_MAIL: mail addresses
 * @TN_SENSITIVE_PHONE: telephone numbers
 * @TN_SENSITIVE_NAME: names of people
 * @TN_SENSITIVE_ADDRESS: where people live
 * @TN_SENSITIVE_BIRTH: days of birth
 * @TN_SENSITIVE_IDENTITY: numbers of identity cards, passports, cards and accounts
 * @TN_SENSITIVE_COMPUTER: addresses of computers
 *
 * What of a person a column may hold.
 */
typedef enum
{
  TN_SENSITIVE_NONE,
  TN_SENSITIVE_MAIL,
  TN_SENSITIVE_PHONE,
  TN_SENSITIVE_NAME,
  TN_SENSITIVE_ADDRESS,
  TN_SENSITIVE_BIRTH,
  TN_SENSITIVE_IDENTITY,
  TN_SENSITIVE_COMPUTER,
} TnSensitive;

#define TN_N_SENSITIVE 8

/**
 * TnImportColumn:
 * @name: unique within the file and stable: the name of the file, mended if it must be
 * @original: the name as in the file; empty when it has none
 * @type: what its cells are
 * @guess: what detection took them for; stays when a person chooses another @type
 * @role: what it means, guessed or chosen
 * @reason: (nullable): why this role, for people
 * @format: for numbers: decimal and thousands mark, unit
 * @layout: for times: order and shape
 * @zone: (nullable): for times: zone the file's clock shows, UTC otherwise
 * @missing: %NULL-terminated: cells that mean "not known", the empty one not listed
 * @strip_zero: a trailing ".0" of every identifier is left out (17850.0 is 17850)
 * @trim: blanks around cells are left out
 * @ambiguous: dates can be read day first or month first; @layout states the default
 * @included: whether it becomes a column of the table
 * @sensitive: what of a person it seems to hold
 * @pseudonym: words made of its cells by the plan's key stand in the table, never the cells
 * @empty: no cell of the samples holds anything
 * @locks: %TnImportLock flags
 * @n_stripped: after an import: cells that lost ".0"
 * @n_trimmed: after an import: cells that lost blanks
 * @n_missing: after an import
 * @n_problems: after an import: cells set to missing because they contradict @type, or hold
 *   no value
 * @n_inexact: after an import of a sheet: whole numbers so large that Excel does not keep
 *   their last digits
 * @first: for times, after an import: the earliest, %TN_TIME_MISSING when there is none
 * @last: for times, after an import: the latest, likewise
 * @demoted: (nullable): after an import: why another type was given up, for people
 */
typedef struct
{
  char *name;
  char *original;
  TnColumnType type;
  TnColumnType guess;
  TnRole role;
  TnMessage *reason;
  TnNumberFormat format;
  TnTimeLayout layout;
  char *zone;
  char **missing;
  gboolean strip_zero;
  gboolean trim;
  gboolean ambiguous;
  gboolean included;
  TnSensitive sensitive;
  gboolean pseudonym;
  gboolean empty;
  guint locks;
  gint64 n_stripped;
  gint64 n_trimmed;
  gint64 n_missing;
  gint64 n_problems;
  gint64 n_inexact;
  gint64 first;
  gint64 last;
  TnMessage *demoted;
} TnImportColumn;

/**
 * TnImportPlan:
 *
 * Everything that was found out about a file before and while reading it: encoding,
 * dialect, and one [struct@ImportColumn] a column. Made by tn_import_detect(), changed
 * by its setters, handed to tn_import_run(). Not shared between threads while changed.
 */
typedef struct _TnImportPlan TnImportPlan;

TnImportPlan *tn_import_plan_new (void);
TnImportPlan *tn_import_plan_copy (const TnImportPlan *self);
void tn_import_plan_free (TnImportPlan *self);

const char *tn_import_plan_get_encoding (const TnImportPlan *self);
const TnCsvDialect *tn_import_plan_get_dialect (const TnImportPlan *self);
const char *tn_import_plan_get_sheet (const TnImportPlan *self);
const char *tn_currency_from_mark (const char *mark);

guint tn_import_plan_get_n_columns (const TnImportPlan *self);
const TnImportColumn *tn_import_plan_get_column (const TnImportPlan *self, guint index);
int tn_import_plan_find (const TnImportPlan *self, const char *name);

/* Corrections. Encoding, dialect, its parts and sheet need tn_import_detect() with this plan as
 * wish. */
void tn_import_plan_set_encoding (TnImportPlan *self, const char *encoding);
void tn_import_plan_set_dialect (TnImportPlan *self, const TnCsvDialect *dialect);
void tn_import_plan_set_delimiter (TnImportPlan *self, char delimiter);
void tn_import_plan_set_quote (TnImportPlan *self, char quote);
void tn_import_plan_set_header (TnImportPlan *self, guint n_rows);
void tn_import_plan_set_skip (TnImportPlan *self, gint64 n_lines);
void tn_import_plan_set_sheet (TnImportPlan *self, const char *name);
gboolean tn_import_plan_set_name (TnImportPlan *self, guint index, const char *name);
void tn_import_plan_set_type (TnImportPlan *self, guint index, TnColumnType type);
void tn_import_plan_set_role (TnImportPlan *self, guint index, TnRole role);
void tn_import_plan_set_format (TnImportPlan *self, guint index, const TnNumberFormat *format);
void tn_import_plan_set_layout (TnImportPlan *self, guint index, const TnTimeLayout *layout);
void tn_import_plan_set_zone (TnImportPlan *self, guint index, const char *zone);
void tn_import_plan_set_missing (TnImportPlan *self, guint index, const char *const *missing);
void tn_import_plan_set_strip_zero (TnImportPlan *self, guint index, gboolean strip_zero);
void tn_import_plan_set_included (TnImportPlan *self, guint index, gboolean included);

/* Pseudonyms. The key is never part of what is stored; its id is. */
void tn_import_plan_set_pseudonym (TnImportPlan *self, guint index, gboolean pseudonym);
gboolean tn_import_plan_set_key (TnImportPlan *self, TnPseudonymKey *key, GError **error);
const char *tn_import_plan_get_key_id (const TnImportPlan *self);
gboolean tn_import_plan_has_pseudonyms (const TnImportPlan *self);
gboolean tn_import_plan_needs_key (const TnImportPlan *self);
const char *tn_sensitive_to_id (TnSensitive sensitive);
TnMessage *tn_sensitive_describe (TnSensitive sensitive);

/* For a second file of the same kind: everything found counts as decided. */
void tn_import_plan_lock_all (TnImportPlan *self);

/* Sentences for the import screen: what was found, altered, and what needs an answer. */
GPtrArray *tn_import_plan_describe (const TnImportPlan *self);

JsonNode *tn_import_plan_to_json (const TnImportPlan *self);
TnImportPlan *tn_import_plan_from_json (JsonNode *node, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnImportPlan, tn_import_plan_free)

G_END_DECLS

/* tn-field.h: what a column is called and what it means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "tn-message.h"

G_BEGIN_DECLS

/**
 * TnRole:
 *
 * What a column means to the analysis. Cut, evidence and label end are set by the engine on
 * tables made as of a cut date: the guard reads them. Line and undone are set where an event
 * log is cleaned, so that every later step reads the same orders.
 */
typedef enum
{
  TN_ROLE_NONE,
  TN_ROLE_FEATURE,
  TN_ROLE_TARGET,
  TN_ROLE_CUSTOMER,
  TN_ROLE_ORDER,
  TN_ROLE_ITEM,
  TN_ROLE_EVENT,
  TN_ROLE_TIME,
  TN_ROLE_AMOUNT,
  TN_ROLE_PRICE,
  TN_ROLE_QUANTITY,
  TN_ROLE_CATEGORY,
  TN_ROLE_TEXT,
  TN_ROLE_WEIGHT,
  TN_ROLE_TREATMENT,
  TN_ROLE_OUTCOME,
  TN_ROLE_SENSITIVE,
  TN_ROLE_IGNORE,
  TN_ROLE_CUT,       /* the row knows nothing from this moment on */
  TN_ROLE_EVIDENCE,  /* time of the latest event that went into the row */
  TN_ROLE_LABEL_END, /* the row's label is known from this moment on */
  TN_ROLE_LINE,      /* whether the row of a log is an “order”, a “return” or “other” */
  TN_ROLE_UNDONE,    /* when the row of a log was cancelled: an order until then */
} TnRole;

#define TN_N_ROLES 23

const char *tn_role_to_id (TnRole role);
const char *tn_role_get_words (TnRole role);
TnMessage *tn_role_say (TnRole role);
gboolean tn_role_from_id (const char *id, TnRole *role);

/**
 * TnField:
 * @name: unique within its table
 * @role: what it means
 * @unit: (nullable): an id of tn-field-unit.h, a currency such as "GBP", or what a person wrote
 * @zone: (nullable): IANA name of the zone a time is shown in; UTC otherwise
 * @label: (nullable): the plain name, in any language; @name otherwise
 * @help: (nullable): how it is computed, in any language
 */
typedef struct
{
  char *name;
  TnRole role;
  char *unit;
  char *zone;
  TnMessage *label;
  TnMessage *help;
} TnField;

TnField *tn_field_new (const char *name, TnRole role);
TnField *tn_field_copy (const TnField *self);
void tn_field_free (TnField *self);
char *tn_field_say (const TnField *self, const TnLanguage *language);

gboolean tn_zone_check (const char *zone, GError **error);

/* A moment as the clock of a zone shows it. */
gint64 tn_zone_to_local (const char *zone, gint64 time);

JsonNode *tn_field_to_json (const TnField *self);
TnField *tn_field_from_json (JsonNode *node, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnField, tn_field_free)

G_END_DECLS

/* wb-role.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-role.h"

#include "wb-words.h"

/* Where the window calls a role otherwise than the engine, whose words are also typed. */
static const char *const names[TN_N_ROLES] = {
  [TN_ROLE_NONE] = N_ ("no role"),
  [TN_ROLE_TARGET] = N_ ("answer"),
  [TN_ROLE_TREATMENT] = N_ ("contacted or not"),
  [TN_ROLE_IGNORE] = N_ ("ignored"),
  [TN_ROLE_CUT] = N_ ("cut date"),
  [TN_ROLE_EVIDENCE] = N_ ("latest event"),
  [TN_ROLE_LABEL_END] = N_ ("known from"),
};

static const TnRole given[] = {
  TN_ROLE_NONE,   TN_ROLE_CUSTOMER, TN_ROLE_TIME,      TN_ROLE_ORDER,  TN_ROLE_ITEM,
  TN_ROLE_AMOUNT, TN_ROLE_PRICE,    TN_ROLE_QUANTITY,  TN_ROLE_EVENT,  TN_ROLE_CATEGORY,
  TN_ROLE_TARGET, TN_ROLE_FEATURE,  TN_ROLE_SENSITIVE, TN_ROLE_IGNORE,
};

const char *
wb_role_say (TnRole role)
{
  if ((guint) role >= TN_N_ROLES)
    return "";

  return wb_say (names[role] != NULL ? names[role] : tn_role_get_words (role));
}

const char *
wb_type_say (TnColumnType type)
{
  switch (type)
    {
    case TN_COLUMN_NUMBER:
      return wb_say (N_ ("Number"));
    case TN_COLUMN_CATEGORY:
      return wb_say (N_ ("Category"));
    case TN_COLUMN_TIME:
      return wb_say (N_ ("Date and time"));
    case TN_COLUMN_FLAG:
      return wb_say (N_ ("Yes or no"));
    default:
      return wb_say (N_ ("Text"));
    }
}

const TnRole *
wb_role_list (guint *n_roles)
{
  *n_roles = G_N_ELEMENTS (given);

  return given;
}

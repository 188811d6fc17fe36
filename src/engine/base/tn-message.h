/* tn-message.h: a sentence with its values, to be said in any language
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "tn-language.h"

G_BEGIN_DECLS

/* Marks a string for xgettext; the catalogue is asked when the sentence is said. */
#ifndef N_
#  define N_(id) (id)
#endif
#define TN_PLURAL(one, other) (one), (other)

/**
 * TnMessage:
 *
 * A whole sentence: an English template with named placeholders `{name}`, which is
 * also its id in the catalogues, and the values that go in. Immutable once shared,
 * so that one result is said in English and Chinese from the same numbers.
 */
typedef struct _TnMessage TnMessage;

TnMessage *tn_message_new (const char *id);
TnMessage *tn_message_new_plural (const char *one, const char *other, gint64 count);
TnMessage *tn_message_new_literal (const char *text);
TnMessage *tn_message_ref (const TnMessage *self);
void tn_message_unref (TnMessage *self);

/* Each adds one value, formatted by the language when said, and returns @self. */
TnMessage *tn_message_text (TnMessage *self, const char *name, const char *text);
TnMessage *tn_message_count (TnMessage *self, const char *name, gint64 count);
TnMessage *tn_message_number (TnMessage *self, const char *name, double value, int decimals);
TnMessage *tn_message_round (TnMessage *self, const char *name, double value, int digits);
TnMessage *tn_message_percent (TnMessage *self, const char *name, double share, int decimals);
TnMessage *tn_message_money (TnMessage *self,
                             const char *name,
                             double value,
                             const char *currency,
                             int digits);
TnMessage *tn_message_date (TnMessage *self, const char *name, gint64 time);
TnMessage *tn_message_date_brief (TnMessage *self, const char *name, gint64 time);
TnMessage *tn_message_period (TnMessage *self, const char *name, gint64 from, gint64 to);
TnMessage *tn_message_duration (TnMessage *self, const char *name, double seconds);
TnMessage *tn_message_duration_about (TnMessage *self, const char *name, double seconds);
TnMessage *tn_message_take (TnMessage *self, const char *name, TnMessage *part);
TnMessage *tn_message_list (TnMessage *self, const char *name, GPtrArray *parts);

/**
 * TnMessageValue:
 * @TN_MESSAGE_WORDS: it says something else, or more
 * @TN_MESSAGE_NUMBER: a number, a count
 * @TN_MESSAGE_SHARE: a share, 1 for 100%
 * @TN_MESSAGE_MONEY: an amount
 * @TN_MESSAGE_TIME: microseconds since 1970
 *
 * What a message that says one value says.
 */
typedef enum
{
  TN_MESSAGE_WORDS,
  TN_MESSAGE_NUMBER,
  TN_MESSAGE_SHARE,
  TN_MESSAGE_MONEY,
  TN_MESSAGE_TIME,
} TnMessageValue;

TnMessageValue tn_message_get_value (const TnMessage *self,
                                     double *number,
                                     gint64 *time,
                                     const char **currency);

const char *tn_message_get_id (const TnMessage *self);
char *tn_message_say (const TnMessage *self, const TnLanguage *language);

JsonNode *tn_message_to_json (const TnMessage *self);
TnMessage *tn_message_from_json (JsonNode *node, GError **error);
TnMessage *tn_message_read (JsonObject *object, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnMessage, tn_message_unref)

G_END_DECLS

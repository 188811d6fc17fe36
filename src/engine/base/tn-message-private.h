/* tn-message-private.h: what a message is made of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-message.h"

G_BEGIN_DECLS

#define TN_MESSAGE_MAX_DIGITS 9

typedef enum
{
  KIND_TEXT,
  KIND_COUNT,
  KIND_NUMBER,
  KIND_ROUND,
  KIND_PERCENT,
  KIND_MONEY,
  KIND_DATE,
  KIND_DURATION,
  KIND_ABOUT,
  KIND_MESSAGE,
  KIND_LIST,
  KIND_BRIEF,
  KIND_PERIOD,
  N_KINDS,
} Kind;

typedef struct
{
  Kind kind;
  char *name;
  char *text;       /* text; the currency of money */
  gint64 count;     /* count, date, first day of a period */
  gint64 last;      /* last day of a period */
  double number;    /* number, round, percent, money, duration, about */
  int digits;       /* of those that are shown with so many */
  GPtrArray *parts; /* message, which is one part, and list */
} Value;

struct _TnMessage
{
  gatomicrefcount ref_count;
  char *id;     /* the text of a literal */
  char *other;  /* the English for other counts; %NULL without a plural */
  gint64 count; /* which picks the form */
  gboolean literal;
  gboolean stored;   /* read, from a file or another process */
  GPtrArray *values; /* of Value, in the order they were given */
};

TnMessage *_tn_message_alloc (const char *id);
gboolean _tn_message_is_name (const char *text);
TnMessage *_tn_message_add_number (TnMessage *self,
                                   const char *name,
                                   Kind kind,
                                   double number,
                                   int digits);
TnMessage *_tn_message_add_count (TnMessage *self, const char *name, Kind kind, gint64 count);
TnMessage *_tn_message_add_parts (TnMessage *self, const char *name, Kind kind, GPtrArray *parts);

G_END_DECLS

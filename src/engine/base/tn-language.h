/* tn-language.h: words, numbers, dates and plurals of one language
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TnLanguage:
 *
 * What a narrator needs to speak one language, whatever the process locale is:
 * the catalogue, plural rules, and the forms of numbers, dates, money and lists
 * that the voice of Tenure asks for. Immutable; safe on any thread.
 */
typedef struct _TnLanguage TnLanguage;

const TnLanguage *tn_language_get (const char *id);
const char *const *tn_language_list (void);
const char *tn_language_get_id (const TnLanguage *self);
const char *tn_language_get_bcp47 (const TnLanguage *self);
gboolean tn_language_is_cjk (const TnLanguage *self);

const char *tn_language_lookup (const TnLanguage *self, const char *id);
const char *tn_language_lookup_plural (const TnLanguage *self, const char *one, const char *other,
                                       gint64 count);

char *tn_language_format_count (const TnLanguage *self, gint64 count);
char *tn_language_format_number (const TnLanguage *self, double value, int decimals);
char *tn_language_format_round (const TnLanguage *self, double value, int digits);
char *tn_language_format_percent (const TnLanguage *self, double share, int decimals);
char *tn_language_format_money (const TnLanguage *self, double value, const char *currency,
                                int digits);
char *tn_language_format_date (const TnLanguage *self, gint64 time);
char *tn_language_format_date_short (const TnLanguage *self, gint64 time);
char *tn_language_format_month (const TnLanguage *self, gint64 time);
char *tn_language_format_duration (const TnLanguage *self, double seconds);
char *tn_language_join (const TnLanguage *self, char **parts);

G_END_DECLS

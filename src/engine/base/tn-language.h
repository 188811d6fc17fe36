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
const char *tn_language_lookup_plural (const TnLanguage *self,
                                       const char *one,
                                       const char *other,
                                       gint64 count);
gboolean tn_language_has (const TnLanguage *self, const char *id);

char *tn_language_format_count (const TnLanguage *self, gint64 count);
char *tn_language_format_number (const TnLanguage *self, double value, int decimals);
char *tn_language_format_plain (const TnLanguage *self, double value);
char *tn_language_format_round (const TnLanguage *self, double value, int digits);
char *tn_language_format_percent (const TnLanguage *self, double share, int decimals);
char *tn_language_format_share (const TnLanguage *self, double share, int decimals);
char *tn_language_format_money (const TnLanguage *self,
                                double value,
                                const char *currency,
                                int digits);
char *tn_language_format_date (const TnLanguage *self, gint64 time);
char *tn_language_format_date_brief (const TnLanguage *self, gint64 time);
char *tn_language_format_date_short (const TnLanguage *self, gint64 time);
char *tn_language_format_month (const TnLanguage *self, gint64 time);
char *tn_language_format_date_range (const TnLanguage *self, gint64 from, gint64 to);
char *tn_language_format_clock (const TnLanguage *self, gint64 time);
char *tn_language_format_duration (const TnLanguage *self, double seconds);
char *tn_language_format_duration_about (const TnLanguage *self, double seconds);
char *tn_language_format_interval (const TnLanguage *self,
                                   const char *low,
                                   const char *high,
                                   gboolean in_table);
char *tn_language_join (const TnLanguage *self, char **parts);

/* Appends @text as the language puts it after what is there: Chinese has one space
 * between a Chinese character and a Latin letter or figure, and none elsewhere. */
void tn_language_append (const TnLanguage *self, GString *sentence, const char *text);

G_END_DECLS

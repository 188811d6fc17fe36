/* tn-param-words.h: settings in words, for the inspector, the help and whoever lists them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-language.h"
#include "tn-node-spec.h"

G_BEGIN_DECLS

/* %NULL where the setting has none of that id. */
const TnChoice *tn_param_find_choice (const TnParamSpec *spec, const char *id);

/* What @number says in place of itself, to be looked up: “automatic”; %NULL where it is a number.
 */
const char *tn_param_find_zero (const TnParamSpec *spec, double number);

/* Each gives a new text. */

/* What holds until somebody changes it: “30 days”, “on”, “automatic”. */
char *tn_param_say_usual (const TnParamSpec *spec, const TnLanguage *language);
/* “0 to 3,650.”; %NULL where there is none worth telling. */
char *tn_param_say_range (const TnParamSpec *spec, const TnLanguage *language);
/* Of the catalogue. */
const char *tn_port_type_say (TnPortType type, const TnLanguage *language);

G_END_DECLS

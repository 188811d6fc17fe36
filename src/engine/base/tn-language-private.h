/* tn-language-private.h: what a language is made of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <unicode/unumberformatter.h>
#include <unicode/upluralrules.h>

#include "tn-catalogue.h"
#include "tn-language.h"

G_BEGIN_DECLS

#define TN_LANGUAGE_MINUS        "−"
#define TN_LANGUAGE_N_MONTHS     12
#define TN_LANGUAGE_MAX_DECIMALS 9

typedef enum
{
  FORM_DECIMALS,    /* so many digits after the point */
  FORM_PERCENT,     /* the same of a share, as percent */
  FORM_SIGNIFICANT, /* so many significant digits */
  FORM_STRIPPED,    /* the same, without zeros at the end */
  N_FORMS,
} Form;

/* Amounts with a word for their size, the largest first. */
typedef struct
{
  double unit;
  const char *word;
} Scale;

struct _TnLanguage
{
  const char *id;
  const char *bcp47;
  const char *locale; /* as ICU names it */
  gboolean cjk;
  const Scale *scales;  /* of plain numbers in sentences, ends with 0 */
  double scale_from;    /* and from where on they are used */
  double money_from;    /* the same of money; infinite where it is written in full */
  const char *and_word; /* between the last two of a list */
  const char *list_mark;
  const char *to_word; /* between the ends of an interval */

  TnCatalogue *catalogue; /* NULL for English, whose sentences are the ids */
  UPluralRules *plurals;
  char *months[TN_LANGUAGE_N_MONTHS];
  char *short_months[TN_LANGUAGE_N_MONTHS];
  /* Filled on first use. A UNumberFormatter is immutable: any thread may use it. */
  UNumberFormatter *numbers[N_FORMS][TN_LANGUAGE_MAX_DECIMALS + 1];
};

G_END_DECLS

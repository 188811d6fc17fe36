/* tn-ubj.h: Universal Binary JSON as XGBoost writes it, read with suspicion
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TN_UBJ_NUMBER,
  TN_UBJ_STRING,
  TN_UBJ_NUMBERS, /* a typed array */
  TN_UBJ_LIST,
  TN_UBJ_OBJECT,
} TnUbjKind;

/**
 * TnUbj:
 * @kind: which of the fields below hold
 * @number: a number, or the length of @data in items
 * @data: string bytes or packed numbers, inside the bytes that were parsed
 * @size: bytes of @data
 * @marker: type of the packed numbers: U i I l L d D
 * @names: names of an object's members, which are @items
 * @items: members of a list or an object
 */
typedef struct _TnUbj TnUbj;
struct _TnUbj
{
  TnUbjKind kind;
  double number;
  const guint8 *data;
  gsize size;
  char marker;
  GPtrArray *names;
  GPtrArray *items;
};

TnUbj *tn_ubj_parse (const guint8 *data, gsize size);
void tn_ubj_free (TnUbj *self);

const TnUbj *tn_ubj_get (const TnUbj *self, const char *name);
gboolean tn_ubj_is_text (const TnUbj *self, const char *text);
gboolean tn_ubj_get_text_number (const TnUbj *self, double *number);
gsize tn_ubj_get_length (const TnUbj *self);
double tn_ubj_get_item (const TnUbj *self, gsize index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnUbj, tn_ubj_free)

G_END_DECLS

/* tn-csv-dialect.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-csv-dialect.h"

#include <string.h>

#include "tn-error.h"
#include "tn-json.h"

static const char *const row_end_ids[] = { "lf", "cr", "any" };

/**
 * tn_csv_dialect_init:
 *
 * Sets the dialect of RFC 4180 with one header row; lines may end in LF or CR LF.
 */
void
tn_csv_dialect_init (TnCsvDialect *self)
{
  *self = (TnCsvDialect){ .delimiter = ',', .quote = '"', .escape = '"', .n_header = 1 };
}

gboolean
tn_csv_dialect_equal (const TnCsvDialect *a, const TnCsvDialect *b)
{
  return a->delimiter == b->delimiter && a->quote == b->quote && a->escape == b->escape &&
         a->row_end == b->row_end && !a->trim == !b->trim && a->comment == b->comment &&
         a->n_skip == b->n_skip && a->n_header == b->n_header;
}

static void
set_char (JsonObject *object, const char *name, char c)
{
  char text[2] = { c, '\0' };

  json_object_set_string_member (object, name, text);
}

/**
 * tn_csv_dialect_to_json:
 *
 * Returns: (transfer full): an object; absent characters are empty strings
 */
JsonNode *
tn_csv_dialect_to_json (const TnCsvDialect *self)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  set_char (object, "delimiter", self->delimiter);
  set_char (object, "quote", self->quote);
  set_char (object, "escape", self->escape);
  json_object_set_string_member (object, "row_end", row_end_ids[self->row_end]);
  json_object_set_boolean_member (object, "trim", self->trim);
  set_char (object, "comment", self->comment);
  json_object_set_int_member (object, "skip", self->n_skip);
  json_object_set_int_member (object, "header", self->n_header);
  json_node_take_object (node, object);

  return node;
}

static gboolean
get_char (JsonObject *object, const char *name, char *c)
{
  const char *text = tn_json_string (object, name, "");

  *c = text[0];

  return text[0] == '\0' || (text[1] == '\0' && (guint8) text[0] < 0x80);
}

/**
 * tn_csv_dialect_from_json:
 *
 * Returns: whether @node is a dialect that can be used; %TN_ERROR_FORMAT otherwise
 */
gboolean
tn_csv_dialect_from_json (TnCsvDialect *self, JsonNode *node, GError **error)
{
  JsonObject *object =
      node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *row_end;
  gint64 n_header;
  gboolean ok;

  tn_csv_dialect_init (self);
  ok = object != NULL && get_char (object, "delimiter", &self->delimiter) &&
       get_char (object, "quote", &self->quote) && get_char (object, "escape", &self->escape) &&
       get_char (object, "comment", &self->comment);
  if (ok)
    {
      row_end = tn_json_string (object, "row_end", "lf");
      for (guint i = 0; i < G_N_ELEMENTS (row_end_ids); i++)
        if (strcmp (row_end, row_end_ids[i]) == 0)
          self->row_end = i;
      self->trim = tn_json_bool (object, "trim", FALSE);
      self->n_skip = tn_json_int (object, "skip", 0);
      n_header = tn_json_int (object, "header", 1);
      self->n_header = (guint) CLAMP (n_header, 0, 16);
      ok = self->n_skip >= 0 && n_header >= 0 && n_header <= 16 && self->delimiter != 0 &&
           strchr ("\r\n", self->delimiter) == NULL &&
           (self->quote == 0 || strchr ("\r\n", self->quote) == NULL) &&
           self->quote != self->delimiter &&
           (self->escape == 0 || self->escape == '\\' || self->escape == self->quote);
    }
  if (!ok)
    tn_error_set (error, TN_ERROR_FORMAT,
                  N_ ("The description of how a file is cut into cells cannot be used; detect it "
                      "again."),
                  NULL);

  return ok;
}

/* tn-xlsx-strings.c: the shared strings of a workbook
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-csv-dialect.h"
#include "tn-error.h"
#include "tn-xlsx-workbook-private.h"
#include "tn-xlsx-xml-private.h"

#define MAX_BYTES   (G_GINT64_CONSTANT (1) * 1024 * 1024 * 1024)
#define MAX_STRINGS (48 * 1024 * 1024)

typedef struct
{
  TnXlsxXml xml;
  TnXlsxStrings *strings;
  TnSource *source;
  GString *text;
  gboolean in_string;
  gboolean in_text;
  guint in_phonetic;
} Reader;

static void
fail_too_large (Reader *self)
{
  GError *error = NULL;

  tn_error_set (&error, TN_ERROR_SPACE,
                N_ ("The texts of {file} need more memory than Tenure gives a workbook; save the "
                    "sheet as CSV UTF-8 and import that."),
                "file", tn_source_get_name (self->source), NULL);
  _tn_xlsx_xml_fail (&self->xml, error);
}

static gboolean
grow (gpointer *memory, gsize *max, gsize needed, gsize unit)
{
  gsize size = MAX (*max, 4096);
  gpointer grown;

  if (needed <= *max)
    return TRUE;
  while (size < needed)
    size += size / 2;
  grown = g_try_realloc_n (*memory, size, unit);
  if (grown == NULL)
    return FALSE;
  *memory = grown;
  *max = size;

  return TRUE;
}

static void
add_string (Reader *self)
{
  TnXlsxStrings *s = self->strings;
  gsize n = MIN (self->text->len, TN_CSV_MAX_CELL + 1);

  if (s->n_text + n > MAX_BYTES || s->n >= MAX_STRINGS ||
      !grow ((gpointer *) &s->text, &s->max_text, s->n_text + n + 1, 1) ||
      !grow ((gpointer *) &s->ends, &s->max, s->n + 1, sizeof (guint32)))
    {
      fail_too_large (self);
      return;
    }
  memcpy (s->text + s->n_text, self->text->str, n);
  s->n_text += n;
  s->ends[s->n++] = (guint32) s->n_text;
}

static void
on_start (void *user_data, const XML_Char *name, const XML_Char **attributes)
{
  Reader *self = user_data;

  name = _tn_xlsx_local (name);
  if (strcmp (name, "si") == 0)
    {
      g_string_truncate (self->text, 0);
      self->in_string = TRUE;
      self->in_phonetic = 0;
    }
  else if (strcmp (name, "rPh") == 0)
    self->in_phonetic++;
  else if (strcmp (name, "t") == 0)
    self->in_text = self->in_string && self->in_phonetic == 0;
}

static void
on_end (void *user_data, const XML_Char *name)
{
  Reader *self = user_data;

  name = _tn_xlsx_local (name);
  if (strcmp (name, "t") == 0)
    self->in_text = FALSE;
  else if (strcmp (name, "rPh") == 0)
    self->in_phonetic -= self->in_phonetic > 0;
  else if (strcmp (name, "si") == 0 && self->in_string)
    {
      _tn_xlsx_unescape (self->text);
      self->in_string = FALSE;
      add_string (self);
    }
}

static void
on_text (void *user_data, const XML_Char *text, int n)
{
  Reader *self = user_data;

  /* A text above the limit makes its row a problem; how far above does not matter. */
  if (self->in_text && self->text->len <= TN_CSV_MAX_CELL)
    g_string_append_len (self->text, text, n);
}

static int
read_hex (const char *p)
{
  int value = 0;

  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (p[i]);

      if (digit < 0)
        return -1;
      value = value * 16 + digit;
    }

  return value;
}

/* _x000D_ is a character that XML may not hold (ECMA-376 part 1, 22.9.2.19); what is not
 * even one for a text stays as it is written. */
gboolean
_tn_xlsx_unescape (GString *text)
{
  char *found = strstr (text->str, "_x");
  gsize out;

  if (found == NULL)
    return FALSE;
  out = found - text->str;
  for (gsize in = out; in < text->len;)
    {
      const char *p = text->str + in;
      int value =
          in + 7 <= text->len && p[0] == '_' && p[1] == 'x' && p[6] == '_' ? read_hex (p + 2) : -1;

      if (value >= 0x20 || value == '\t' || value == '\n' || value == '\r')
        if (value < 0xd800 || (value > 0xdfff && value < 0xfffe))
          {
            out += g_unichar_to_utf8 (value, text->str + out);
            in += 7;
            continue;
          }
      text->str[out++] = text->str[in++];
    }
  g_string_truncate (text, out);

  return TRUE;
}

/**
 * _tn_xlsx_read_strings:
 * @strings: (inout): empty
 * @part: name of the part
 *
 * Reads all shared strings; formatted runs are joined, readings for East Asian sorting left
 * out.
 *
 * Returns: %FALSE with @error: %TN_ERROR_SPACE when they are larger than memory may be
 */
gboolean
_tn_xlsx_read_strings (TnXlsxStrings *strings,
                       TnSource *source,
                       const char *part,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Reader self = { .strings = strings };
  gboolean ok;

  if (!_tn_xlsx_xml_init (&self.xml, on_start, on_end, on_text))
    {
      _tn_xlsx_set_no_memory (error);
      return FALSE;
    }
  self.source = source;
  self.text = text;
  ok = _tn_xlsx_xml_read (&self.xml, source, part, cancellable, error);
  _tn_xlsx_xml_clear (&self.xml);

  return ok;
}

void
_tn_xlsx_strings_clear (TnXlsxStrings *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->ends, g_free);
  memset (self, 0, sizeof *self);
}

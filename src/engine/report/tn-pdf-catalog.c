/* tn-pdf-catalog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-pdf-catalog.h"

#include <string.h>

/* cairo (1.16 to 1.18) offers no way to say the language of a document, the alternative
 * text of a figure or what a head cell heads. Its files are plain: a table of
 * places at the end, one dictionary an object. They are copied object by object, with
 * entries added to some dictionaries. A file of another shape is left as it is. */

#define ENTRY_BYTES 20
#define OBJECT_END  "endobj"

typedef struct
{
  guint number;
  gsize start;
  gsize end;
} Object;

typedef struct
{
  const char *data;
  gsize size;
  gsize table;     /* where the table of places begins */
  guint n_objects; /* with the empty one */
  guint root;
  const char *trailer;
  GArray *objects; /* of Object, by place */
} File;

/* The first, or last, place of @mark in bytes that may hold zeros; NULL for none. */
static const char *
find (const char *data, gsize size, const char *mark)
{
  return memmem (data, size, mark, strlen (mark));
}

static const char *
find_last (const char *data, gsize size, const char *mark)
{
  gsize length = strlen (mark);

  for (gsize at = size >= length ? size - length + 1 : 0; at-- > 0;)
    if (memcmp (data + at, mark, length) == 0)
      return data + at;
  return NULL;
}

static int
compare_starts (gconstpointer a, gconstpointer b)
{
  gsize x = ((const Object *) a)->start;
  gsize y = ((const Object *) b)->start;

  return x < y ? -1 : x > y;
}

static gboolean
read_tail (File *file)
{
  const char *mark = find_last (file->data, file->size, "startxref");
  const char *root;

  if (mark == NULL)
    return FALSE;
  file->table = g_ascii_strtoull (mark + strlen ("startxref"), NULL, 10);
  if (file->table + 7 >= file->size || !g_str_has_prefix (file->data + file->table, "xref\n0 "))
    return FALSE;
  file->n_objects = g_ascii_strtoull (file->data + file->table + 7, NULL, 10);
  if (file->n_objects < 2 || file->n_objects > (file->size - file->table) / ENTRY_BYTES)
    return FALSE;
  file->trailer = find (file->data + file->table, file->size - file->table, "trailer");
  root = file->trailer == NULL ? NULL : strstr (file->trailer, "/Root ");
  if (root == NULL)
    return FALSE;
  file->root = g_ascii_strtoull (root + strlen ("/Root "), NULL, 10);
  return file->root > 0 && file->root < file->n_objects;
}

static gboolean
read_places (File *file)
{
  const char *entry = strchr (file->data + file->table + 7, '\n') + 1 + ENTRY_BYTES;

  for (guint i = 1; i < file->n_objects; i++, entry += ENTRY_BYTES)
    {
      Object object = { .number = i, .start = g_ascii_strtoull (entry, NULL, 10) };

      if (entry[17] != 'n' || object.start == 0 || object.start >= file->table)
        return FALSE;
      g_array_append_val (file->objects, object);
    }
  g_array_sort (file->objects, compare_starts);
  for (guint i = 0; i < file->objects->len; i++)
    g_array_index (file->objects, Object, i).end =
        i + 1 < file->objects->len ? g_array_index (file->objects, Object, i + 1).start
                                   : file->table;
  return TRUE;
}

/* A text as PDF writes letters of all scripts: UTF-16, in hexadecimal. */
static void
append_text (GString *out, const char *text)
{
  glong n_units = 0;
  g_autofree gunichar2 *units = g_utf8_to_utf16 (text, -1, NULL, &n_units, NULL);

  g_string_append (out, "<feff");
  for (glong i = 0; i < n_units; i++)
    g_string_append_printf (out, "%04x", units[i]);
  g_string_append (out, ">");
}

static gboolean
has_type (const File *file, const Object *object, const char *type)
{
  gsize length = MIN (object->end - object->start, 256);

  return find (file->data + object->start, length, "/Type /StructElem") != NULL &&
         find (file->data + object->start, length, type) != NULL;
}

/* What goes into the dictionary of @object besides what is there; NULL for nothing.
 * Structure elements are numbered in the order they were tagged. */
static char *
addition (const File *file,
          const Object *object,
          const TnPainter *painter,
          const TnLanguage *language,
          const guint *order)
{
  GString *text;

  if (object->number == file->root)
    return g_strdup_printf ("   /Lang (%s)\n   /ViewerPreferences << /DisplayDocTitle true >>\n",
                            tn_language_get_bcp47 (language));
  if (order[object->number] == 0)
    return NULL;
  if (!has_type (file, object, "/S /Figure"))
    return g_strdup_printf ("   /A << /O /Table /Scope /%s >>\n",
                            painter->scopes->str[order[object->number] - 1] == 'R' ? "Row"
                                                                                   : "Column");
  text = g_string_new ("   /Alt ");
  {
    const TnFigure *figure = g_ptr_array_index (painter->figures, order[object->number] - 1);
    g_autofree char *alt = _tn_figure_describe (figure, language);

    append_text (text, alt);
  }
  g_string_append (text, "\n");
  return g_string_free (text, FALSE);
}

/* Numbers figures and head cells, each from 1; FALSE when there are not as many as
 * were tagged. */
static gboolean
find_order (const File *file, const TnPainter *painter, guint *order)
{
  g_autofree guint8 *kinds = g_new0 (guint8, file->n_objects);
  guint n_figures = 0;
  guint n_heads = 0;

  for (guint i = 0; i < file->objects->len; i++)
    {
      const Object *object = &g_array_index (file->objects, Object, i);

      if (has_type (file, object, "/S /Figure"))
        kinds[object->number] = 1;
      else if (has_type (file, object, "/S /TH"))
        kinds[object->number] = 2;
    }
  for (guint i = 1; i < file->n_objects; i++)
    order[i] = kinds[i] == 1 ? ++n_figures : kinds[i] == 2 ? ++n_heads : 0;
  return n_figures == painter->figures->len && n_heads == painter->scopes->len;
}

/* Copies @object, with @text before the end of its dictionary. */
static gboolean
copy_object (GString *out, const File *file, const Object *object, const char *text)
{
  const char *start = file->data + object->start;
  gsize length = object->end - object->start;
  const char *end = text == NULL ? NULL : find_last (start, length, ">>");

  if (text == NULL)
    {
      g_string_append_len (out, start, length);
      return TRUE;
    }
  if (end == NULL || find (start, length, OBJECT_END) < end)
    return FALSE;
  g_string_append_len (out, start, end - start);
  g_string_append (out, text);
  g_string_append_len (out, end, length - (end - start));
  return TRUE;
}

static GString *
copy_file (const File *file, const TnPainter *painter, const TnLanguage *language)
{
  g_autoptr (GString) out = g_string_sized_new (file->size + 4096);
  g_autofree gsize *places = g_new0 (gsize, file->n_objects);
  g_autofree guint *order = g_new0 (guint, file->n_objects);
  gsize table;

  if (!find_order (file, painter, order))
    return NULL;
  g_string_append_len (out, file->data, g_array_index (file->objects, Object, 0).start);
  for (guint i = 0; i < file->objects->len; i++)
    {
      const Object *object = &g_array_index (file->objects, Object, i);
      g_autofree char *text = addition (file, object, painter, language, order);

      places[object->number] = out->len;
      if (!copy_object (out, file, object, text))
        return NULL;
    }
  table = out->len;
  g_string_append_printf (out, "xref\n0 %u\n0000000000 65535 f \n", file->n_objects);
  for (guint i = 1; i < file->n_objects; i++)
    g_string_append_printf (out, "%010" G_GSIZE_FORMAT " 00000 n \n", places[i]);
  g_string_append_len (out, file->trailer, strstr (file->trailer, "startxref") - file->trailer);
  g_string_append_printf (out, "startxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n", table);
  return g_steal_pointer (&out);
}

/* Adds language, alternative texts and the scope of head cells to @pdf (transfer full). */
GBytes *
_tn_pdf_complete (GByteArray *pdf, const TnPainter *painter, const TnLanguage *language)
{
  File file = { .size = pdf->len };
  GString *completed = NULL;

  g_byte_array_append (pdf, (const guint8 *) "", 1); /* ends what is read as text */
  file.data = (const char *) pdf->data;
  file.objects = g_array_new (FALSE, FALSE, sizeof (Object));
  if (read_tail (&file) && read_places (&file))
    completed = copy_file (&file, painter, language);
  g_array_unref (file.objects);
  if (completed == NULL)
    {
      g_byte_array_set_size (pdf, file.size);
      return g_byte_array_free_to_bytes (pdf);
    }
  g_byte_array_unref (pdf);
  return g_string_free_to_bytes (completed);
}

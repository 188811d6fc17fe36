/* tn-xlsx-workbook.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-error.h"
#include "tn-source-private.h"
#include "tn-xlsx-workbook-private.h"
#include "tn-xlsx-xml-private.h"

#define MAX_SHEETS 4096
#define MAX_STYLES 70000 /* Excel: 65,490 */
#define MAX_CODES  20000

/* A relation of a part to another. */
typedef struct
{
  char *id;
  char *type; /* last word of it */
  char *target;
} Relation;

static void
relation_free (Relation *self)
{
  g_free (self->id);
  g_free (self->type);
  g_free (self->target);
  g_free (self);
}

static void
sheet_entry_free (TnXlsxSheetEntry *self)
{
  g_free (self->name);
  g_free (self->part);
  g_free (self);
}

typedef struct
{
  TnXlsxXml xml;
  TnXlsxWorkbook *book;
  GPtrArray *relations; /* of Relation */
  const char *folder;
  GHashTable *codes; /* number format → TnXlsxStyle */
  GArray *styles;
  gboolean in_cell_styles;
} Reader;

static gboolean
is_true (const char *value)
{
  return g_strcmp0 (value, "1") == 0 || g_strcmp0 (value, "true") == 0;
}

/* "../xl/worksheets/sheet1.xml", seen from a folder; %NULL when it leads out. */
static char *
resolve (const char *folder, const char *target)
{
  g_auto (GStrv) parts = NULL;
  g_autoptr (GPtrArray) path = g_ptr_array_new ();
  g_autofree char *joined =
      *target == '/' ? g_strdup (target + 1) : g_strconcat (folder, target, NULL);

  g_strdelimit (joined, "\\", '/');
  parts = g_strsplit (joined, "/", -1);
  for (char **part = parts; *part != NULL; part++)
    if (strcmp (*part, "..") == 0)
      {
        if (path->len == 0)
          return NULL;
        g_ptr_array_set_size (path, (int) path->len - 1);
      }
    else if (**part != '\0' && strcmp (*part, ".") != 0)
      g_ptr_array_add (path, *part);
  g_ptr_array_add (path, NULL);

  return g_strjoinv ("/", (char **) path->pdata);
}

static void
on_relation (void *user_data, const XML_Char *name, const XML_Char **attributes)
{
  Reader *self = user_data;
  const char *id = _tn_xlsx_attribute (attributes, "Id");
  const char *type = _tn_xlsx_attribute (attributes, "Type");
  const char *target = _tn_xlsx_attribute (attributes, "Target");
  Relation *relation;
  const char *word;

  if (strcmp (_tn_xlsx_local (name), "Relationship") != 0 || id == NULL || type == NULL ||
      target == NULL || self->relations->len >= MAX_SHEETS ||
      g_strcmp0 (_tn_xlsx_attribute (attributes, "TargetMode"), "External") == 0)
    return;
  word = strrchr (type, '/');
  relation = g_new0 (Relation, 1);
  relation->id = g_strdup (id);
  relation->type = g_strdup (word != NULL ? word + 1 : type);
  relation->target = resolve (self->folder, target);
  g_ptr_array_add (self->relations, relation);
}

static const Relation *
find_relation (const GPtrArray *relations, const char *id, const char *type)
{
  for (guint i = 0; i < relations->len; i++)
    {
      const Relation *relation = relations->pdata[i];

      if (relation->target != NULL && (id == NULL || strcmp (relation->id, id) == 0) &&
          strcmp (relation->type, type) == 0)
        return relation;
    }

  return NULL;
}

static GPtrArray *
read_relations (TnSource *source,
                const char *part,
                const char *folder,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GPtrArray) relations = g_ptr_array_new_with_free_func ((GDestroyNotify) relation_free);
  Reader self = { 0 };
  gboolean ok;

  if (!_tn_xlsx_xml_init (&self.xml, on_relation, NULL, NULL))
    {
      _tn_xlsx_set_no_memory (error);
      return NULL;
    }
  self.relations = relations;
  self.folder = folder;
  ok = _tn_xlsx_xml_read (&self.xml, source, part, cancellable, error);
  _tn_xlsx_xml_clear (&self.xml);

  return ok ? g_steal_pointer (&relations) : NULL;
}

static void
add_sheet (Reader *self, const XML_Char **attributes)
{
  const char *name = _tn_xlsx_attribute (attributes, "name");
  const char *id = _tn_xlsx_attribute (attributes, "r:id");
  const char *state = _tn_xlsx_attribute (attributes, "state");
  const Relation *relation = id != NULL ? find_relation (self->relations, id, "worksheet") : NULL;
  TnXlsxSheetEntry *sheet;

  /* Charts and dialogs have sheets of their own, without cells. */
  if (name == NULL || relation == NULL || self->book->sheets->len >= MAX_SHEETS)
    return;
  sheet = g_new0 (TnXlsxSheetEntry, 1);
  sheet->name = g_strdup (name);
  sheet->part = g_strdup (relation->target);
  sheet->state = g_strcmp0 (state, "hidden") == 0       ? TN_SHEET_HIDDEN
                 : g_strcmp0 (state, "veryHidden") == 0 ? TN_SHEET_VERY_HIDDEN
                                                        : TN_SHEET_VISIBLE;
  g_ptr_array_add (self->book->sheets, sheet);
}

static void
on_workbook (void *user_data, const XML_Char *name, const XML_Char **attributes)
{
  Reader *self = user_data;

  name = _tn_xlsx_local (name);
  if (strcmp (name, "sheet") == 0)
    add_sheet (self, attributes);
  else if (strcmp (name, "workbookPr") == 0)
    self->book->date_1904 = is_true (_tn_xlsx_attribute (attributes, "date1904"));
  else if (strcmp (name, "calcPr") == 0)
    self->book->recalculate = is_true (_tn_xlsx_attribute (attributes, "fullCalcOnLoad"));
}

static void
on_style (void *user_data, const XML_Char *name, const XML_Char **attributes)
{
  Reader *self = user_data;
  const char *id = _tn_xlsx_attribute (attributes, "numFmtId");
  guint number = id != NULL ? (guint) g_ascii_strtoull (id, NULL, 10) : 0;

  name = _tn_xlsx_local (name);
  if (strcmp (name, "numFmt") == 0 && !self->in_cell_styles)
    {
      const char *code = _tn_xlsx_attribute (attributes, "formatCode");

      if (code == NULL || id == NULL || g_hash_table_size (self->codes) >= MAX_CODES)
        return;
      TnXlsxStyle style = _tn_xlsx_style_from_code (code);
      g_hash_table_insert (self->codes, GUINT_TO_POINTER (number),
                           g_memdup2 (&style, sizeof style));
    }
  else if (strcmp (name, "cellXfs") == 0)
    self->in_cell_styles = TRUE;
  else if (strcmp (name, "xf") == 0 && self->in_cell_styles && self->styles->len < MAX_STYLES)
    {
      const TnXlsxStyle *known = g_hash_table_lookup (self->codes, GUINT_TO_POINTER (number));
      TnXlsxStyle style = known != NULL ? *known : _tn_xlsx_style_from_id (number);

      g_array_append_val (self->styles, style);
    }
}

static void
on_style_end (void *user_data, const XML_Char *name)
{
  Reader *self = user_data;

  if (strcmp (_tn_xlsx_local (name), "cellXfs") == 0)
    self->in_cell_styles = FALSE;
}

/* What cells of each style are shown as. */
gboolean
_tn_xlsx_read_styles (GArray *styles,
                      TnSource *source,
                      const char *part,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GHashTable) codes = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  Reader self = { 0 };
  gboolean ok;

  if (!_tn_xlsx_xml_init (&self.xml, on_style, on_style_end, NULL))
    {
      _tn_xlsx_set_no_memory (error);
      return FALSE;
    }
  self.codes = codes;
  self.styles = styles;
  ok = _tn_xlsx_xml_read (&self.xml, source, part, cancellable, error);
  _tn_xlsx_xml_clear (&self.xml);

  return ok;
}

/* What else an archive may be. */
static gboolean
set_no_workbook (TnSource *source, const TnXlsxPackage *package, GError **error)
{
  const char *sentence =
      N_ ("{file} is a ZIP archive and no workbook; unpack it and choose the CSV or XLSX file in "
          "it.");

  if (_tn_xlsx_package_has (package, "xl/workbook.bin"))
    sentence = N_ ("{file} is a binary Excel workbook (XLSB), which Tenure does not read; save it "
                   "as XLSX and import that.");
  else if (_tn_xlsx_package_has (package, "content.xml") &&
           _tn_xlsx_package_has (package, "mimetype"))
    sentence = N_ ("{file} is an OpenDocument file, which Tenure does not read; save it as XLSX or "
                   "CSV and import that.");
  else if (_tn_xlsx_package_has (package, "word/document.xml") ||
           _tn_xlsx_package_has (package, "ppt/presentation.xml"))
    sentence = N_ ("{file} is a document and no workbook; choose an XLSX or CSV file.");
  else if (_tn_xlsx_package_has (package, "index/document.iwa"))
    sentence = N_ ("{file} is a document of Apple Numbers, which Tenure does not read; export it "
                   "as Excel or CSV and import that.");
  tn_error_set (error, TN_ERROR_FORMAT, sentence, "file", tn_source_get_name (source), NULL);

  return FALSE;
}

/* "xl/workbook.xml", wherever the package says it is. */
static char *
find_workbook_part (TnSource *source,
                    const TnXlsxPackage *package,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GPtrArray) relations = NULL;
  const Relation *relation;

  if (!_tn_xlsx_package_has (package, "_rels/.rels"))
    {
      if (_tn_xlsx_package_has (package, "xl/workbook.xml"))
        return g_strdup ("xl/workbook.xml");
      set_no_workbook (source, package, error);
      return NULL;
    }
  relations = read_relations (source, "_rels/.rels", "", cancellable, error);
  if (relations == NULL)
    return NULL;
  relation = find_relation (relations, NULL, "officeDocument");
  if (relation == NULL || !_tn_xlsx_package_has (package, relation->target) ||
      !g_str_has_suffix (relation->target, ".xml") ||
      _tn_xlsx_package_has (package, "word/document.xml") ||
      _tn_xlsx_package_has (package, "ppt/presentation.xml"))
    {
      set_no_workbook (source, package, error);
      return NULL;
    }

  return g_strdup (relation->target);
}

static void
take_part (TnXlsxWorkbook *self, const TnXlsxPackage *package, const char *part)
{
  gint64 *size = g_new (gint64, 1);

  *size = _tn_xlsx_package_get_size (package, part);
  g_hash_table_insert (self->sizes, g_strdup (part), size);
}

static gboolean
read_workbook (TnXlsxWorkbook *self,
               TnSource *source,
               const TnXlsxPackage *package,
               const char *part,
               GPtrArray *relations,
               GCancellable *cancellable,
               GError **error)
{
  const Relation *strings = find_relation (relations, NULL, "sharedStrings");
  const Relation *styles = find_relation (relations, NULL, "styles");
  Reader reader = { 0 };
  gboolean ok;

  if (!_tn_xlsx_xml_init (&reader.xml, on_workbook, NULL, NULL))
    {
      _tn_xlsx_set_no_memory (error);
      return FALSE;
    }
  reader.book = self;
  reader.relations = relations;
  ok = _tn_xlsx_xml_read (&reader.xml, source, part, cancellable, error);
  _tn_xlsx_xml_clear (&reader.xml);
  if (!ok)
    return FALSE;
  for (guint i = 0; i < self->sheets->len;)
    {
      TnXlsxSheetEntry *sheet = self->sheets->pdata[i];

      if (!_tn_xlsx_package_has (package, sheet->part))
        {
          g_ptr_array_remove_index (self->sheets, i);
          continue;
        }
      take_part (self, package, sheet->part);
      i++;
    }
  if (self->sheets->len == 0)
    {
      tn_error_set (error, TN_ERROR_DATA,
                    N_ ("{file} holds no sheet with cells; choose another file, or export it from "
                        "the shop again."),
                    "file", tn_source_get_name (source), NULL);
      return FALSE;
    }
  if (strings != NULL && _tn_xlsx_package_has (package, strings->target))
    self->strings_part = g_strdup (strings->target);
  if (styles != NULL && _tn_xlsx_package_has (package, styles->target))
    self->styles_part = g_strdup (styles->target);

  return self->styles_part == NULL ||
         _tn_xlsx_read_styles (self->styles, source, self->styles_part, cancellable, error);
}

static gpointer
make_workbook (TnSource *source, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnXlsxWorkbook) self = g_new0 (TnXlsxWorkbook, 1);
  g_autoptr (TnXlsxPackage) package = NULL;
  g_autoptr (GPtrArray) relations = NULL;
  g_autofree char *part = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *relations_part = NULL;
  const char *slash;

  self->sheets = g_ptr_array_new_with_free_func ((GDestroyNotify) sheet_entry_free);
  self->styles = g_array_new (FALSE, TRUE, sizeof (TnXlsxStyle));
  self->sizes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  package = _tn_xlsx_package_open (source, cancellable, error);
  part = package != NULL ? find_workbook_part (source, package, cancellable, error) : NULL;
  if (part == NULL)
    return NULL;
  slash = strrchr (part, '/');
  folder = slash != NULL ? g_strndup (part, slash + 1 - part) : g_strdup ("");
  relations_part = g_strconcat (folder, "_rels/", part + strlen (folder), ".rels", NULL);
  if (!_tn_xlsx_package_has (package, relations_part))
    {
      _tn_xlsx_set_damaged (error, source);
      return NULL;
    }
  relations = read_relations (source, relations_part, folder, cancellable, error);
  if (relations == NULL ||
      !read_workbook (self, source, package, part, relations, cancellable, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * _tn_xlsx_workbook_get:
 *
 * Returns: (transfer none): the workbook of a source, as long as the source lives
 */
TnXlsxWorkbook *
_tn_xlsx_workbook_get (TnSource *source, GCancellable *cancellable, GError **error)
{
  return _tn_source_keep (source, make_workbook, (GDestroyNotify) _tn_xlsx_workbook_free,
                          cancellable, error);
}

/* Reads the shared strings if nobody did yet; by the thread that imports. */
gboolean
_tn_xlsx_workbook_need_strings (TnXlsxWorkbook *self,
                                TnSource *source,
                                GCancellable *cancellable,
                                GError **error)
{
  if (self->has_strings || self->strings_part == NULL)
    return TRUE;
  _tn_xlsx_strings_clear (&self->strings);
  self->has_strings =
      _tn_xlsx_read_strings (&self->strings, source, self->strings_part, cancellable, error);

  return self->has_strings;
}

void
_tn_xlsx_workbook_free (TnXlsxWorkbook *self)
{
  g_clear_pointer (&self->sheets, g_ptr_array_unref);
  g_clear_pointer (&self->styles, g_array_unref);
  g_clear_pointer (&self->sizes, g_hash_table_unref);
  _tn_xlsx_strings_clear (&self->strings);
  g_free (self->strings_part);
  g_free (self->styles_part);
  g_free (self);
}

/* By name; Excel's names differ in more than case. */
int
_tn_xlsx_workbook_find (const TnXlsxWorkbook *self, const char *name)
{
  g_autofree char *wanted = g_utf8_casefold (name, -1);

  for (guint i = 0; i < self->sheets->len; i++)
    {
      const TnXlsxSheetEntry *sheet = self->sheets->pdata[i];
      g_autofree char *folded = g_utf8_casefold (sheet->name, -1);

      if (strcmp (folded, wanted) == 0)
        return (int) i;
    }

  return -1;
}

gint64
_tn_xlsx_workbook_get_size (const TnXlsxWorkbook *self, const char *part)
{
  const gint64 *size = g_hash_table_lookup (self->sizes, part);

  return size != NULL ? *size : -1;
}

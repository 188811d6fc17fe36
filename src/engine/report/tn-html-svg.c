/* tn-html-svg.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-html-svg.h"

#include <string.h>

#include <cairo-svg.h>

#include "tn-error.h"

static cairo_status_t
append_to_string (void *closure, const unsigned char *data, unsigned int length)
{
  g_string_append_len (closure, (const char *) data, length);
  return CAIRO_STATUS_SUCCESS;
}

typedef struct
{
  const char *prefix;
  GHashTable *places; /* cairo's name of a part → its place among all */
} Names;

static gboolean
rename_part (const GMatchInfo *match, GString *result, gpointer user_data)
{
  Names *names = user_data;
  g_autofree char *mark = g_match_info_fetch (match, 1);
  g_autofree char *name = g_match_info_fetch (match, 2);
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (names->places, name));

  if (place == 0)
    {
      place = g_hash_table_size (names->places) + 1;
      g_hash_table_insert (names->places, g_steal_pointer (&name), GUINT_TO_POINTER (place));
    }
  g_string_append_printf (result, "%s%s%u", mark, names->prefix, place);

  return FALSE;
}

/* Several pictures stand in one document, but cairo names the parts of each alike; and it counts
 * surfaces of the whole process, so that a picture drawn twice would not be the same. */
static char *
make_names_unique (const char *svg, const char *prefix)
{
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Names names = { prefix, places };
  g_autoptr (GRegex) part =
      g_regex_new ("( id=\"|href=\"#|url\\(#)([^\")]+)", G_REGEX_OPTIMIZE | G_REGEX_RAW, 0, NULL);

  return g_regex_replace_eval (part, svg, -1, 0, 0, rename_part, &names, NULL);
}

/* From the svg element on, without its size in points, so that it follows the width
 * of the column; hidden from readers who get the alternative text. */
static char *
as_part (const char *svg, double width, double height)
{
  const char *start = strstr (svg, "<svg");
  const char *inside = start == NULL ? NULL : strchr (start, '>');
  char w[G_ASCII_DTOSTR_BUF_SIZE];
  char h[G_ASCII_DTOSTR_BUF_SIZE];

  if (inside == NULL)
    return g_strdup ("");
  g_ascii_formatd (w, sizeof w, "%.2f", width);
  g_ascii_formatd (h, sizeof h, "%.2f", height);
  return g_strdup_printf ("<svg xmlns=\"http://www.w3.org/2000/svg\" "
                          "xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 %s %s\" "
                          "aria-hidden=\"true\" focusable=\"false\">%s",
                          w, h, inside + 1);
}

/* Draws @figure as an svg element @width points wide. @prefix keeps its names apart
 * from those of other pictures. */
char *
_tn_html_svg (const TnFigure *figure,
              const TnLanguage *language,
              double width,
              gboolean dark,
              const char *prefix,
              GError **error)
{
  double height = _tn_figure_get_height (figure, width, language);
  g_autoptr (GString) svg = g_string_new (NULL);
  g_autofree char *unique = NULL;
  cairo_surface_t *surface =
      cairo_svg_surface_create_for_stream (append_to_string, svg, width, height);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  _tn_figure_draw (figure, cr, width, height, language, dark);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      tn_error_set (error, TN_ERROR_SPACE,
                    N_ ("Memory ran out while a picture was drawn; close other programs and "
                        "write the report again."),
                    NULL);
      return NULL;
    }
  unique = make_names_unique (svg->str, prefix);
  return as_part (unique, width, height);
}

/* tn-picture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-picture.h"

#include <string.h>

#include "tn-error.h"

#define MAX_BYTES  (4 * 1024 * 1024)
#define MAX_SIDE   4096
#define HEAD_BYTES 24 /* signature, length, name and the two sides */

typedef struct
{
  const guchar *data;
  gsize size;
} Rest;

static cairo_status_t
read_some (void *closure, unsigned char *into, unsigned int length)
{
  Rest *rest = closure;

  if (length > rest->size)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (into, rest->data, length);
  rest->data += length;
  rest->size -= length;

  return CAIRO_STATUS_SUCCESS;
}

static guint32
read_side (const guchar *data)
{
  return (guint32) data[0] << 24 | (guint32) data[1] << 16 | (guint32) data[2] << 8 | data[3];
}

/* Its sides stand in front, so that nothing large is unpacked to learn them. */
static gboolean
has_sides (const guchar *data)
{
  guint32 width = read_side (data + 16), height = read_side (data + 20);

  return width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE;
}

static void
refuse_size (GError **error)
{
  tn_error_set (error, TN_ERROR_SPACE,
                N_ ("The picture is too large. Take one of at most 4,096 × 4,096 pixels and 4 MB."),
                NULL);
}

/**
 * tn_picture_read:
 * @png: not trusted
 * @error: %TN_ERROR_FORMAT for what is no PNG, or damaged; %TN_ERROR_SPACE for a large one
 *
 * Returns: (transfer full) (nullable): its pixels
 */
cairo_surface_t *
tn_picture_read (GBytes *png, GError **error)
{
  static const guchar head[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
  Rest rest;
  cairo_surface_t *surface;

  rest.data = g_bytes_get_data (png, &rest.size);
  if (rest.size < HEAD_BYTES || memcmp (rest.data, head, sizeof head - 1) != 0)
    {
      tn_error_set (error, TN_ERROR_FORMAT,
                    N_ ("This is not a PNG picture. Save it as PNG and choose that."), NULL);
      return NULL;
    }
  if (rest.size > MAX_BYTES || !has_sides (rest.data))
    {
      refuse_size (error);
      return NULL;
    }
  surface = cairo_image_surface_create_from_png_stream (read_some, &rest);
  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    return surface;
  cairo_surface_destroy (surface);
  tn_error_set (error, TN_ERROR_FORMAT,
                N_ ("The picture is damaged. Open it in another program and save it again as PNG."),
                NULL);

  return NULL;
}

gboolean
tn_picture_check (GBytes *png, GError **error)
{
  cairo_surface_t *surface = tn_picture_read (png, error);

  if (surface == NULL)
    return FALSE;
  cairo_surface_destroy (surface);

  return TRUE;
}

static GBytes *
read_file (GFile *file, const char *name, GError **error)
{
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                         G_FILE_QUERY_INFO_NONE, NULL, NULL);
  gboolean is_file = info != NULL && g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR;
  GBytes *bytes = NULL;

  /* What is no file may never end. */
  if (is_file && g_file_info_get_size (info) > MAX_BYTES)
    {
      refuse_size (error);
      return NULL;
    }
  if (is_file)
    bytes = g_file_load_bytes (file, NULL, NULL, NULL);
  if (bytes == NULL)
    tn_error_set (error, TN_ERROR_IO,
                  N_ ("“{file}” cannot be read. Check its name and permissions."), "file", name,
                  NULL);

  return bytes;
}

/**
 * tn_picture_load:
 * @file: name of a PNG file
 * @error: as tn_picture_read(); %TN_ERROR_IO for what cannot be read
 *
 * Returns: (transfer full) (nullable): what is in the file, looked through
 */
GBytes *
tn_picture_load (const char *file, GError **error)
{
  g_autoptr (GFile) place = g_file_new_for_path (file);
  g_autoptr (GBytes) bytes = read_file (place, file, error);

  if (bytes == NULL || !tn_picture_check (bytes, error))
    return NULL;

  return g_steal_pointer (&bytes);
}

void
tn_picture_draw (cairo_surface_t *self, cairo_t *cr, double width, double height)
{
  double wide = cairo_image_surface_get_width (self), tall = cairo_image_surface_get_height (self);
  double scale = MIN (width / wide, height / tall);

  cairo_save (cr);
  cairo_translate (cr, (width - wide * scale) / 2, (height - tall * scale) / 2);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, self, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_GOOD);
  cairo_paint (cr);
  cairo_restore (cr);
}

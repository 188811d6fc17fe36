/* wb-sheet.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-sheet.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "wb-kind.h"
#include "wb-words.h"
#include "wb-work.h"

/* A screen of the largest display has some 60 × 40 cells: this is several screens. */
#define MAX_TILES 600

typedef struct
{
  guint column;
  gsize index; /* of the tile: row / WB_TILE_ROWS */
} Key;

typedef struct
{
  Key key;
  char **texts; /* %NULL while on its way; entries are %NULL where missing */
  guint n;
  guint64 used;
} Tile;

struct _WbSheet
{
  GObject parent_instance;

  TnTable *table;
  GBytes *rows;
  gsize n_rows;
  guint generation; /* of the order of the rows: answers of an earlier one are dropped */
  GHashTable *tiles;
  GPtrArray *wanted; /* of Tile: peeked at and not yet asked for */
  guint64 clock;
  GHashTable *shapes; /* of WbShape by column; a key without value is on its way */
  GQueue wanted_shapes;
  gboolean shape_running;
  GCancellable *cancellable;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbSheet, wb_sheet, G_TYPE_OBJECT)

static guint
key_hash (gconstpointer data)
{
  const Key *key = data;

  return (guint) (key->index * 2654435761u) ^ key->column;
}

static gboolean
key_equal (gconstpointer a, gconstpointer b)
{
  const Key *x = a, *y = b;

  return x->column == y->column && x->index == y->index;
}

static void
free_texts (char **texts, guint n)
{
  for (guint i = 0; texts != NULL && i < n; i++)
    g_free (texts[i]);
  g_free (texts);
}

static void
tile_free (gpointer data)
{
  Tile *tile = data;

  free_texts (tile->texts, tile->n);
  g_free (tile);
}

/* Cells as text */

/* Two decimals as money has them; more only where they say something. */
static char *
say_number (double value, const TnLanguage *language)
{
  double size = fabs (value);
  int most = size < 1 ? 4 : size < 10 ? 3 : 2;
  double scale = 100;
  int decimals = 2;

  if (!isfinite (value))
    return NULL;
  if (value == floor (value) && size < 1e15)
    return tn_language_format_number (language, value, 0);
  for (; decimals < most && fabs (value * scale - rint (value * scale)) > 1e-6; decimals++)
    scale *= 10;

  return tn_language_format_number (language, value, decimals);
}

static char *
say_time (gint64 time, const char *zone, const TnLanguage *language)
{
  g_autofree char *date = NULL;
  g_autofree char *clock = NULL;

  if (time == TN_TIME_MISSING)
    return NULL;
  time = tn_zone_to_local (zone, time);
  date = tn_language_format_date (language, time);
  if (time % ((gint64) 86400 * G_USEC_PER_SEC) == 0)
    return g_steal_pointer (&date);
  clock = tn_language_format_clock (language, time);

  return g_strdup_printf ("%s %s", date, clock);
}

/* Cut before anybody lays it out: a cell may hold a megabyte. */
static char *
cut (const char *text, gsize length)
{
  gsize n = MIN (length, (gsize) WB_CELL_LETTERS * 4);
  char *copy;

  while (n > 0 && n < length && ((guchar) text[n] & 0xc0) == 0x80)
    n--;
  copy = g_strndup (text, n);
  g_strdelimit (copy, "\n\r\t", ' ');

  return copy;
}

char *
wb_cell_say (TnColumnType type,
             const TnChunk *chunk,
             const TnDictionary *dictionary,
             guint row,
             const char *zone,
             const TnLanguage *language)
{
  gsize length;
  const char *text;

  switch (tn_column_type_get_kind (type))
    {
    case TN_CHUNK_NUMBER:
      return say_number (chunk->number[row], language);
    case TN_CHUNK_TIME:
      return say_time (chunk->time[row], zone, language);
    case TN_CHUNK_CODE:
      if (chunk->code[row] == TN_CODE_MISSING)
        return NULL;
      text = wb_kind_get (type, dictionary, chunk->code[row], language, &length);
      return cut (text, length);
    default:
      if (tn_chunk_is_missing (chunk, row))
        return NULL;
      return cut (chunk->text + chunk->offset[row], chunk->offset[row + 1] - chunk->offset[row]);
    }
}

/* Fetching */

typedef struct
{
  TnTable *table;
  GBytes *rows;
  gsize n_rows;
  guint generation;
  const TnLanguage *language;
  GArray *keys;     /* of Key */
  GPtrArray *texts; /* of char **, filled in, in the order of the keys */
} Fetch;

static void
fetch_free (gpointer data)
{
  Fetch *self = data;

  for (guint i = 0; i < self->texts->len; i++)
    free_texts (g_ptr_array_index (self->texts, i), WB_TILE_ROWS);
  g_ptr_array_unref (self->texts);
  g_array_unref (self->keys);
  tn_table_unref (self->table);
  g_clear_pointer (&self->rows, g_bytes_unref);
  g_free (self);
}

static gsize
map_row (GBytes *rows, gsize row)
{
  return rows != NULL ? ((const guint32 *) g_bytes_get_data (rows, NULL))[row] : row;
}

static char **
read_tile (const Fetch *self, const Key *key)
{
  TnColumn *column = tn_table_get_column (self->table, key->column);
  TnColumnType type = tn_column_get_column_type (column);
  g_autoptr (TnDictionary) dictionary = tn_column_type_get_kind (type) == TN_CHUNK_CODE
                                            ? tn_column_get_dictionary (column, NULL)
                                            : NULL;
  g_autoptr (TnChunk) chunk = NULL;
  const char *zone = tn_table_get_field (self->table, key->column)->zone;
  /* Read once: GLib keeps a zone as long as somebody has it. */
  g_autoptr (GTimeZone) kept =
      type == TN_COLUMN_TIME && zone != NULL ? g_time_zone_new_identifier (zone) : NULL;
  gsize loaded = G_MAXSIZE;
  char **texts = g_new0 (char *, WB_TILE_ROWS);

  for (guint i = 0; i < WB_TILE_ROWS; i++)
    {
      gsize at = key->index * WB_TILE_ROWS + i;
      gsize row;

      if (at >= self->n_rows)
        break;
      row = map_row (self->rows, at);
      if (row / TN_CHUNK_ROWS != loaded)
        {
          g_clear_pointer (&chunk, tn_chunk_unref);
          chunk = tn_column_get_chunk (column, row / TN_CHUNK_ROWS, NULL);
          loaded = row / TN_CHUNK_ROWS;
        }
      /* A damaged piece reads as missing here; opening the project said so. */
      if (chunk != NULL)
        texts[i] = wb_cell_say (type, chunk, dictionary, row % TN_CHUNK_ROWS,
                                kept != NULL ? zone : NULL, self->language);
    }

  return texts;
}

static gpointer
fetch_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Fetch *fetch = data;

  for (guint i = 0; i < fetch->keys->len && !tn_cancelled (cancellable, error); i++)
    g_ptr_array_add (fetch->texts, read_tile (fetch, &g_array_index (fetch->keys, Key, i)));

  return NULL;
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbSheet *self = WB_SHEET (source);
  Fetch *fetch = user_data;

  wb_work_finish (result, NULL);
  for (guint i = 0; i < fetch->texts->len && fetch->generation == self->generation; i++)
    {
      Tile *tile = g_hash_table_lookup (self->tiles, &g_array_index (fetch->keys, Key, i));

      if (tile == NULL || tile->texts != NULL)
        continue;
      tile->texts = g_ptr_array_index (fetch->texts, i);
      tile->n = WB_TILE_ROWS;
      g_ptr_array_index (fetch->texts, i) = NULL;
    }
  fetch_free (fetch);
  g_signal_emit (self, signals[CHANGED], 0);
}

static int
compare_age (gconstpointer a, gconstpointer b)
{
  const Tile *x = *(const Tile *const *) a, *y = *(const Tile *const *) b;

  return x->used < y->used ? -1 : x->used > y->used;
}

/* The half not looked at for longest goes. */
static void
forget_old (WbSheet *self)
{
  g_autoptr (GPtrArray) tiles = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer tile_in_table;

  if (g_hash_table_size (self->tiles) <= MAX_TILES)
    return;
  g_hash_table_iter_init (&iter, self->tiles);
  while (g_hash_table_iter_next (&iter, NULL, &tile_in_table))
    g_ptr_array_add (tiles, tile_in_table);
  g_ptr_array_sort (tiles, compare_age);
  for (guint i = 0; i < tiles->len / 2; i++)
    {
      Tile *tile = g_ptr_array_index (tiles, i);

      g_ptr_array_remove (self->wanted, tile);
      g_hash_table_remove (self->tiles, &tile->key);
    }
}

void
wb_sheet_fetch (WbSheet *self)
{
  Fetch *fetch;

  if (self->wanted->len == 0)
    return;
  forget_old (self);
  fetch = g_new0 (Fetch, 1);
  fetch->table = tn_table_ref (self->table);
  fetch->rows = self->rows != NULL ? g_bytes_ref (self->rows) : NULL;
  fetch->n_rows = self->n_rows;
  fetch->generation = self->generation;
  fetch->language = wb_language ();
  fetch->keys = g_array_new (FALSE, FALSE, sizeof (Key));
  fetch->texts = g_ptr_array_new ();
  for (guint i = 0; i < self->wanted->len; i++)
    g_array_append_val (fetch->keys, ((Tile *) g_ptr_array_index (self->wanted, i))->key);
  g_ptr_array_set_size (self->wanted, 0);
  wb_work_start (WB_LANE_LOOK, self, fetch_in_worker, fetch, NULL, NULL, NULL, on_fetched, fetch);
}

gboolean
wb_sheet_peek (WbSheet *self, guint column, gsize row, const char **text)
{
  Key key = { column, row / WB_TILE_ROWS };
  Tile *tile = g_hash_table_lookup (self->tiles, &key);

  if (tile == NULL)
    {
      tile = g_new0 (Tile, 1);
      tile->key = key;
      g_hash_table_insert (self->tiles, &tile->key, tile);
      g_ptr_array_add (self->wanted, tile);
    }
  tile->used = ++self->clock;
  if (tile->texts == NULL)
    return FALSE;
  *text = tile->texts[row % WB_TILE_ROWS];

  return TRUE;
}

/* Shapes, one after the other */

typedef struct
{
  TnColumn *column;
  char *zone;
} ShapeRequest;

static void
shape_request_free (gpointer data)
{
  ShapeRequest *self = data;

  tn_column_unref (self->column);
  g_free (self->zone);
  g_free (self);
}

static gpointer
read_shape_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  ShapeRequest *request = data;

  return wb_shape_read (request->column, request->zone, cancellable, error);
}

static void start_shape (WbSheet *self);

static void
on_shape (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbSheet *self = WB_SHEET (source);
  WbShape *shape = wb_work_finish (result, NULL);

  self->shape_running = FALSE;
  if (shape != NULL)
    {
      g_hash_table_insert (self->shapes, user_data, shape);
      g_signal_emit (self, signals[CHANGED], 0);
    }
  if (!g_cancellable_is_cancelled (self->cancellable))
    start_shape (self);
}

static void
start_shape (WbSheet *self)
{
  gpointer column;
  ShapeRequest *request;

  if (self->shape_running || g_queue_is_empty (&self->wanted_shapes))
    return;
  column = g_queue_pop_head (&self->wanted_shapes);
  self->shape_running = TRUE;
  request = g_new0 (ShapeRequest, 1);
  request->column = tn_column_ref (tn_table_get_column (self->table, GPOINTER_TO_UINT (column)));
  request->zone = g_strdup (tn_table_get_field (self->table, GPOINTER_TO_UINT (column))->zone);
  wb_work_start (WB_LANE_LOOK, self, read_shape_in_worker, request, shape_request_free,
                 (GDestroyNotify) wb_shape_free, self->cancellable, on_shape, column);
}

/* %NULL while it is on its way. */
const WbShape *
wb_sheet_peek_shape (WbSheet *self, guint column)
{
  gpointer key = GUINT_TO_POINTER (column);
  gpointer shape = NULL;

  if (g_hash_table_lookup_extended (self->shapes, key, NULL, &shape))
    return shape;
  g_hash_table_insert (self->shapes, key, NULL);
  g_queue_push_tail (&self->wanted_shapes, key);
  start_shape (self);

  return NULL;
}

/* Copying */

typedef struct
{
  TnTable *table;
  GBytes *rows;
  GArray *columns;
  gsize first, last;
} Copy;

static void
copy_free (gpointer data)
{
  Copy *self = data;

  tn_table_unref (self->table);
  g_clear_pointer (&self->rows, g_bytes_unref);
  g_array_unref (self->columns);
  g_free (self);
}

static gpointer
copy_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Copy *copy = data;
  GString *text = g_string_new (NULL);

  for (gsize row = copy->first; row <= copy->last; row++)
    for (guint i = 0; i < copy->columns->len; i++)
      {
        TnColumn *column =
            tn_table_get_column (copy->table, g_array_index (copy->columns, guint, i));
        g_autofree char *cell = tn_column_dup_cell (column, map_row (copy->rows, row), NULL);

        if (cell != NULL)
          g_strdelimit (cell, "\t\n\r", ' ');
        g_string_append (text, cell != NULL ? cell : "");
        g_string_append_c (text, i + 1 < copy->columns->len ? '\t' : '\n');
      }

  return g_string_free (text, FALSE);
}

void
wb_sheet_copy (WbSheet *self,
               const guint *columns,
               guint n_columns,
               gsize first,
               gsize last,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  Copy *copy = g_new0 (Copy, 1);

  copy->table = tn_table_ref (self->table);
  copy->rows = self->rows != NULL ? g_bytes_ref (self->rows) : NULL;
  copy->columns = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_vals (copy->columns, columns, n_columns);
  copy->first = first;
  copy->last = last;
  wb_work_start (WB_LANE_LOOK, self, copy_in_worker, copy, copy_free, g_free, NULL, callback,
                 user_data);
}

/* The object */

static void
wb_sheet_dispose (GObject *object)
{
  g_cancellable_cancel (WB_SHEET (object)->cancellable);

  G_OBJECT_CLASS (wb_sheet_parent_class)->dispose (object);
}

static void
free_shape (gpointer shape)
{
  if (shape != NULL)
    wb_shape_free (shape);
}

static void
wb_sheet_finalize (GObject *object)
{
  WbSheet *self = WB_SHEET (object);

  g_hash_table_unref (self->tiles);
  g_hash_table_unref (self->shapes);
  g_ptr_array_unref (self->wanted);
  g_queue_clear (&self->wanted_shapes);
  g_clear_pointer (&self->rows, g_bytes_unref);
  g_clear_pointer (&self->table, tn_table_unref);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (wb_sheet_parent_class)->finalize (object);
}

static void
wb_sheet_class_init (WbSheetClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_sheet_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_sheet_finalize;

  /* More cells or shapes have come, or the rows are others. */
  signals[CHANGED] = g_signal_new ("changed", WB_TYPE_SHEET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
wb_sheet_init (WbSheet *self)
{
  self->tiles = g_hash_table_new_full (key_hash, key_equal, NULL, tile_free);
  self->shapes = g_hash_table_new_full (NULL, NULL, NULL, free_shape);
  self->wanted = g_ptr_array_new ();
  g_queue_init (&self->wanted_shapes);
  self->cancellable = g_cancellable_new ();
}

WbSheet *
wb_sheet_new (TnTable *table)
{
  WbSheet *self = g_object_new (WB_TYPE_SHEET, NULL);

  self->table = tn_table_ref (table);
  self->n_rows = tn_table_get_n_rows (table);

  return self;
}

TnTable *
wb_sheet_get_table (WbSheet *self)
{
  return self->table;
}

void
wb_sheet_set_table (WbSheet *self, TnTable *table)
{
  g_return_if_fail (tn_table_get_n_columns (table) == tn_table_get_n_columns (self->table) &&
                    tn_table_get_n_rows (table) == tn_table_get_n_rows (self->table));
  tn_table_ref (table);
  tn_table_unref (self->table);
  self->table = table;
  g_signal_emit (self, signals[CHANGED], 0);
}

gsize
wb_sheet_get_n_rows (WbSheet *self)
{
  return self->n_rows;
}

guint
wb_sheet_get_n_columns (WbSheet *self)
{
  return tn_table_get_n_columns (self->table);
}

void
wb_sheet_set_rows (WbSheet *self, GBytes *rows)
{
  if (rows != NULL)
    g_bytes_ref (rows);
  g_clear_pointer (&self->rows, g_bytes_unref);
  self->rows = rows;
  self->n_rows =
      rows != NULL ? g_bytes_get_size (rows) / sizeof (guint32) : tn_table_get_n_rows (self->table);
  self->generation++;
  g_ptr_array_set_size (self->wanted, 0);
  g_hash_table_remove_all (self->tiles);
  g_signal_emit (self, signals[CHANGED], 0);
}

GBytes *
wb_sheet_get_rows (WbSheet *self)
{
  return self->rows;
}

gsize
wb_sheet_get_table_row (WbSheet *self, gsize row)
{
  return map_row (self->rows, row);
}

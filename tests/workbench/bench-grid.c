/* bench-grid.c: ten million rows, a thousand columns; a million rows, 300 columns of long names
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdio.h>

#include "wb-grid.h"
#include "wb-work.h"

#define N_STORED 20
#define N_JUMPS  200

typedef struct
{
  const char *about;
  gsize n_rows;
  guint n_columns;
  const char *name; /* of a column, behind its number */
} Size;

static const Size sizes[] = {
  { "", 10000000, 1000, " column" },
  { ", names of 60 Chinese letters", 1000000, 300,
    "列客户在促销期间的订单金额与退货比例客户在促销期间的订单金额与退货比例客户在促销期间的订单金额"
    "与"
    "退货比例客户在促销期间" },
};

static const Size *measured; /* of the chunks that are made */

/* A chunk is made when it is asked for, as the store unpacks one: the table needs no memory. */
static TnChunk *
load_chunk (gsize index, gpointer user_data, GError **error)
{
  gsize first = index * TN_CHUNK_ROWS;
  guint n = MIN (measured->n_rows - first, TN_CHUNK_ROWS);
  TnChunk *chunk = tn_chunk_new (TN_CHUNK_NUMBER, n);

  for (guint i = 0; i < n; i++)
    chunk->number[i] = (double) ((first + i) * (GPOINTER_TO_SIZE (user_data) + 1) % 100003) / 8;

  return chunk;
}

static TnTable *
make_table (void)
{
  TnTableBuilder *builder = tn_table_builder_new (measured->n_rows);
  TnColumn *stored[N_STORED];

  for (gsize i = 0; i < N_STORED; i++)
    stored[i] = tn_column_new_lazy (TN_COLUMN_NUMBER, measured->n_rows, load_chunk, NULL,
                                    GSIZE_TO_POINTER (i), NULL);
  for (guint i = 0; i < measured->n_columns; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u%s", i + 1, measured->name);

      tn_table_builder_take (builder, tn_field_new (name, TN_ROLE_NONE),
                             tn_column_ref (stored[i % N_STORED]));
    }
  for (gsize i = 0; i < N_STORED; i++)
    tn_column_unref (stored[i]);

  return tn_table_builder_end (builder);
}

static gint64
get_memory (void)
{
  g_autofree char *text = NULL;
  gint64 pages = 0;

  if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    sscanf (text, "%*s %" G_GINT64_FORMAT, &pages);

  return pages * 4096;
}

static void
on_after_paint (GdkFrameClock *clock, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* Milliseconds until what was changed has been painted. */
static double
paint (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gboolean painted = FALSE;
  gint64 start = g_get_monotonic_time ();
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), &painted);

  gtk_widget_queue_draw (widget);
  while (!painted)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, handler);

  return (g_get_monotonic_time () - start) / 1000.0;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

/* The work of one frame after a jump, without the wait for the next frame. */
static double
jump (WbGrid *grid, gsize row, guint column)
{
  gint64 start = g_get_monotonic_time ();
  GtkSnapshot *snapshot;
  GskRenderNode *node;

  wb_grid_move_to (grid, row, column);
  snapshot = gtk_snapshot_new ();
  GTK_WIDGET_GET_CLASS (grid)->snapshot (GTK_WIDGET (grid), snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  g_clear_pointer (&node, gsk_render_node_unref);

  return (g_get_monotonic_time () - start) / 1000.0;
}

static void
measure (GtkApplication *application, const Size *size)
{
  g_autoptr (TnTable) table = NULL;
  g_autoptr (WbSheet) sheet = NULL;
  GtkWidget *window = gtk_application_window_new (application);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *grid = wb_grid_new ();
  double times[N_JUMPS];
  double first;
  gint64 before, start;

  measured = size;
  table = make_table ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), grid);
  gtk_window_set_child (GTK_WINDOW (window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_present (GTK_WINDOW (window));
  paint (window);
  before = get_memory ();

  start = g_get_monotonic_time ();
  sheet = wb_sheet_new (table);
  wb_grid_set_sheet (WB_GRID (grid), sheet);
  paint (grid);
  first = (g_get_monotonic_time () - start) / 1000.0;
  for (guint i = 0; i < N_JUMPS; i++)
    {
      times[i] = jump (WB_GRID (grid), (gsize) g_random_int_range (0, (gint32) size->n_rows),
                       (guint) g_random_int_range (0, (gint32) size->n_columns));
      paint (grid);
    }
  qsort (times, N_JUMPS, sizeof (double), compare);
  printf ("grid of %zu x %u%s: first frame %.1f ms, jump: half below %.1f ms, 95%% below %.1f ms, "
          "memory above the data %.0f MB\n",
          size->n_rows, size->n_columns, size->about, first, times[N_JUMPS / 2],
          times[N_JUMPS * 95 / 100], (double) (get_memory () - before) / 1e6);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
on_activate (GtkApplication *application, gpointer user_data)
{
  /* The window of one stays until the next has opened: the program ends with its last. */
  g_application_hold (G_APPLICATION (application));
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      measure (application, &sizes[i]);
      wb_work_drain ();
    }
  g_application_release (G_APPLICATION (application));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application = g_object_new (
      ADW_TYPE_APPLICATION, "application-id", TN_APP_ID, "flags", G_APPLICATION_NON_UNIQUE,
      "resource-base-path", "/io/github/tenureworkbench/Tenure", NULL);

  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);

  return g_application_run (G_APPLICATION (application), 1, argv);
}

/* wb-print.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-print.h"

#include "wb-work.h"

typedef struct
{
  WbPages *pages;
  GtkPrintContext *context; /* while a page is on its way */
  WbPrinted printed;
  gpointer user_data;
} Print;

static void
print_free (gpointer data, GClosure *closure)
{
  Print *self = data;

  wb_pages_unref (self->pages);
  g_free (self);
}

/* Paper of another size takes the page as large as it fits, in its middle. */
static void
paint (GtkPrintContext *context, cairo_surface_t *page)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double width = gtk_print_context_get_width (context);
  double height = gtk_print_context_get_height (context);
  double scale = MIN (width / TN_LAYOUT_WIDTH, height / TN_LAYOUT_HEIGHT);

  cairo_save (cr);
  cairo_translate (cr, (width - scale * TN_LAYOUT_WIDTH) / 2,
                   (height - scale * TN_LAYOUT_HEIGHT) / 2);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, page, 0, 0);
  cairo_paint (cr);
  cairo_restore (cr);
}

static void
on_recorded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GtkPrintOperation *operation = GTK_PRINT_OPERATION (source);
  Print *print = user_data;
  cairo_surface_t *page = wb_work_finish (result, NULL);

  if (page == NULL)
    {
      gtk_print_operation_cancel (operation);
      return;
    }
  paint (print->context, page);
  cairo_surface_destroy (page);
  gtk_print_operation_draw_page_finish (operation);
}

/* Pages are drawn where their fonts are; the printer waits. */
static void
on_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page, Print *print)
{
  print->context = context;
  gtk_print_operation_set_defer_drawing (operation);
  wb_pages_record (print->pages, operation, (guint) page, NULL, on_recorded, print);
}

static void
on_done (GtkPrintOperation *operation, GtkPrintOperationResult result, Print *print)
{
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    gtk_print_operation_get_error (operation, &error);
  if (print->printed != NULL)
    print->printed (error, print->user_data);
}

void
wb_print (WbPages *pages,
          GtkWindow *window,
          const char *name,
          const char *file,
          WbPrinted printed,
          gpointer user_data)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  GtkPaperSize *paper = gtk_paper_size_new (GTK_PAPER_NAME_A4);
  Print *print = g_new0 (Print, 1);

  print->pages = wb_pages_ref (pages);
  print->printed = printed;
  print->user_data = user_data;
  gtk_page_setup_set_paper_size (setup, paper);
  gtk_paper_size_free (paper);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_n_pages (operation, (int) wb_pages_get_n (pages));
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name (operation, name);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_set_show_progress (operation, file == NULL);
  if (file != NULL)
    gtk_print_operation_set_export_filename (operation, file);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page), print);
  g_signal_connect_data (operation, "done", G_CALLBACK (on_done), print, print_free, 0);
  gtk_print_operation_run (operation,
                           file != NULL ? GTK_PRINT_OPERATION_ACTION_EXPORT
                                        : GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           window, NULL);
}

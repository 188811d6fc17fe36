/* wb-queue-keeper.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file in the folder of the live store, and not a document of the project: what waits is of this
 * computer, is no edit that undo would take back, and does not travel with the project file.
 */

#include "config.h"

#include "wb-queue-keeper.h"

#include <errno.h>

#include <glib/gstdio.h>

#include "tn-json.h"
#include "wb-work.h"

#define FILE_NAME "queue.json"

/* Nobody queues so many by hand. */
#define MAX_RUNS 1000

typedef struct
{
  char *path;
  char *text; /* nullable: nothing waits */
} Page;

static void
page_free (gpointer data)
{
  Page *self = data;

  g_free (self->path);
  g_free (self->text);
  g_free (self);
}

static Page *
page_new (TnProject *store, char *text)
{
  Page *self = g_new (Page, 1);

  self->path = g_build_filename (tn_project_get_session (store), FILE_NAME, NULL);
  self->text = text;

  return self;
}

/* Writing */

static void
add_run (JsonArray *runs, WbRun *run)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "pipeline", wb_run_get_pipeline (run));
  if (wb_run_get_target (run) != NULL)
    json_object_set_string_member (object, "to", wb_run_get_target (run));
  json_object_set_int_member (object, "seed", (gint64) wb_run_get_seed (run));
  json_object_set_int_member (object, "asked", wb_run_get_asked (run));
  if (wb_run_get_graph (run) != NULL)
    json_object_set_member (object, "graph", tn_graph_to_json (wb_run_get_graph (run)));
  json_array_add_object_element (runs, object);
}

static void
add_runs (JsonArray *array, GPtrArray *runs)
{
  for (guint i = 0; i < runs->len; i++)
    add_run (array, g_ptr_array_index (runs, i));
}

static char *
print_queue (WbQueue *queue)
{
  WbRun *current = wb_queue_get_current (queue);
  g_autoptr (JsonArray) runs = json_array_new ();
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  if (current != NULL && wb_run_is_going (current) && !wb_run_is_discarded (current))
    add_run (runs, current);
  add_runs (runs, wb_queue_get_waiting (queue));
  add_runs (runs, wb_queue_get_left (queue));
  if (json_array_get_length (runs) == 0)
    return NULL;
  json_object_set_array_member (object, "runs", g_steal_pointer (&runs));
  json_node_set_object (node, object);

  return tn_json_print (node, FALSE);
}

static gpointer
write_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Page *page = data;

  /* What cannot be written down is lost only if the program is killed, too. */
  if (page->text == NULL)
    g_unlink (page->path);
  else
    g_file_set_contents_full (page->path, page->text, -1,
                              G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                              NULL);

  return NULL;
}

/* Behind what was asked for before, so the last one is what stays. */
static void
on_lined_up (WbQueue *queue, TnProject *store)
{
  wb_work_start (WB_LANE_STORE, queue, write_in_worker, page_new (store, print_queue (queue)),
                 page_free, NULL, NULL, NULL, NULL);
}

/* Reading */

typedef struct
{
  char *pipeline;
  char *to;
  TnGraph *graph;
  guint64 seed;
  gint64 asked;
} Order;

static void
order_free (gpointer data)
{
  Order *self = data;

  g_free (self->pipeline);
  g_free (self->to);
  g_clear_pointer (&self->graph, tn_graph_unref);
  g_free (self);
}

/* Steps that this program does not know are told when it is run. */
static void
read_order (JsonObject *object, GPtrArray *orders)
{
  const char *pipeline = tn_json_string (object, "pipeline", NULL);
  JsonNode *node = json_object_get_member (object, "graph");
  g_autoptr (TnGraph) graph = node != NULL ? tn_graph_from_json (node, NULL) : NULL;
  Order *order;

  if (pipeline == NULL || graph == NULL)
    return;
  order = g_new (Order, 1);
  order->pipeline = g_strdup (pipeline);
  order->to = g_strdup (tn_json_string (object, "to", NULL));
  order->graph = g_steal_pointer (&graph);
  order->seed = (guint64) tn_json_int (object, "seed", 1);
  order->asked = tn_json_int (object, "asked", 0);
  g_ptr_array_add (orders, order);
}

static gpointer
read_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Page *page = data;
  GPtrArray *orders = g_ptr_array_new_with_free_func (order_free);
  g_autofree char *text = NULL;
  gsize size;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *runs;

  if (!g_file_get_contents (page->path, &text, &size, NULL))
    return orders;
  node = tn_json_parse (text, (gssize) size, NULL);
  runs = node != NULL && JSON_NODE_HOLDS_OBJECT (node)
             ? tn_json_array (json_node_get_object (node), "runs")
             : NULL;
  for (guint i = 0; runs != NULL && i < MIN (json_array_get_length (runs), MAX_RUNS); i++)
    {
      JsonNode *element = json_array_get_element (runs, i);

      if (JSON_NODE_HOLDS_OBJECT (element))
        read_order (json_node_get_object (element), orders);
    }

  return orders;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbQueue *queue = WB_QUEUE (source);
  g_autoptr (TnProject) store = user_data;
  g_autoptr (GPtrArray) orders = wb_work_finish (result, NULL);
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; orders != NULL && i < orders->len; i++)
    {
      const Order *order = g_ptr_array_index (orders, i);
      WbRun *run = wb_run_new (store, order->pipeline, order->graph, order->to, order->seed);

      wb_run_set_asked (run, order->asked);
      g_ptr_array_add (runs, run);
    }
  if (runs->len > 0)
    wb_queue_set_left (queue, runs);
}

void
wb_queue_keep (WbQueue *queue, TnProject *store)
{
  if (tn_project_is_read_only (store))
    return;
  /* In the lane before anything is written. */
  wb_work_start (WB_LANE_STORE, queue, read_in_worker, page_new (store, NULL), page_free,
                 (GDestroyNotify) g_ptr_array_unref, NULL, on_read, tn_project_ref (store));
  g_signal_connect_data (queue, "lined-up", G_CALLBACK (on_lined_up), tn_project_ref (store),
                         (GClosureNotify) tn_project_unref, 0);
}

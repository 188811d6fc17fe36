/* tn-run-label.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-run-label.h"

#include "tn-json.h"

#define LABEL_VERSION 1

void
tn_run_label_clear (TnRunLabel *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->note, g_free);
}

static void
label_free (gpointer data)
{
  tn_run_label_clear (data);
  g_free (data);
}

static char *
dup_text (JsonObject *object, const char *member)
{
  const char *text = tn_json_string (object, member, "");

  return *text != '\0' ? g_strdup (text) : NULL;
}

static void
read_label (JsonNode *body, TnRunLabel *label)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (body) ? json_node_get_object (body) : NULL;

  if (object == NULL)
    return;
  label->name = dup_text (object, "name");
  label->note = dup_text (object, "note");
  label->pinned = tn_json_bool (object, "pinned", FALSE);
  label->deleted = tn_json_bool (object, "deleted", FALSE);
}

/**
 * tn_project_list_run_labels:
 *
 * Returns: (transfer full): by number of the run
 */
GHashTable *
tn_project_list_run_labels (TnProject *self, GError **error)
{
  g_auto (GStrv) ids = tn_project_list_documents (self, TN_DOCUMENT_RUN_LABEL, error);
  g_autoptr (GHashTable) labels =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, label_free);

  if (ids == NULL)
    return NULL;
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (TnRecord) record =
          tn_project_get_document (self, TN_DOCUMENT_RUN_LABEL, ids[i], error);
      TnRunLabel *label;
      gint64 run;

      if (record == NULL)
        return NULL;
      if (!g_ascii_string_to_signed (ids[i], 10, 1, G_MAXINT64, &run, NULL))
        continue;
      label = g_new0 (TnRunLabel, 1);
      read_label (record->body, label);
      g_hash_table_insert (labels, g_memdup2 (&run, sizeof run), label);
    }

  return g_steal_pointer (&labels);
}

/**
 * tn_project_get_run_label:
 * @label: (out caller-allocates): to be cleared
 */
gboolean
tn_project_get_run_label (TnProject *self, gint64 run, TnRunLabel *label, GError **error)
{
  g_autoptr (GHashTable) labels = tn_project_list_run_labels (self, error);
  const TnRunLabel *found = labels != NULL ? g_hash_table_lookup (labels, &run) : NULL;

  *label = (TnRunLabel){ 0 };
  if (found != NULL)
    *label = (TnRunLabel){ g_strdup (found->name), g_strdup (found->note), found->pinned,
                           found->deleted };

  return labels != NULL;
}

static void
set_text (JsonObject *object, const char *member, const char *text)
{
  if (text != NULL && *text != '\0')
    json_object_set_string_member (object, member, text);
}

void
tn_edit_put_run_label (TnEdit *self, gint64 run, const TnRunLabel *label)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, run);
  g_autoptr (JsonNode) body = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  set_text (object, "name", label->name);
  set_text (object, "note", label->note);
  if (label->pinned)
    json_object_set_boolean_member (object, "pinned", TRUE);
  if (label->deleted)
    json_object_set_boolean_member (object, "deleted", TRUE);
  json_node_take_object (body, object);
  tn_edit_put (self, TN_DOCUMENT_RUN_LABEL, id, LABEL_VERSION, body);
}

static const char *
choose_sentence (const TnRunLabel *before, const TnRunLabel *after)
{
  if (before->deleted != after->deleted)
    return after->deleted ? N_ ("Delete run {run}") : N_ ("Bring back run {run}");
  if (before->pinned != after->pinned)
    return after->pinned ? N_ ("Pin run {run}") : N_ ("Unpin run {run}");
  if (g_strcmp0 (before->name, after->name) != 0)
    return N_ ("Name run {run}");

  return N_ ("Write a note to run {run}");
}

TnEdit *
tn_run_label_edit (gint64 run, const TnRunLabel *before, const TnRunLabel *after)
{
  TnEdit *edit =
      tn_edit_new (tn_message_count (tn_message_new (choose_sentence (before, after)), "run", run));

  tn_edit_put_run_label (edit, run, after);

  return edit;
}

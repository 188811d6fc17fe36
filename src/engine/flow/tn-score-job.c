/* tn-score-job.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-score-job.h"

#include <errno.h>
#include <fcntl.h>

#include "tn-error.h"
#include "tn-json.h"
#include "tn-source.h"
#include "tn-table-file.h"
#include "tn-what-if.h"

void
tn_score_job_clear (TnScoreJob *self)
{
  g_clear_pointer (&self->node, g_free);
  g_clear_pointer (&self->data, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->customers, g_strfreev);
  g_clear_pointer (&self->set, g_strfreev);
  g_clear_pointer (&self->language, g_free);
  g_clear_pointer (&self->out, g_free);
}

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
}

/* File names need not be text: in a line of JSON they stand as in a URI. */
static void
set_file (JsonObject *object, const char *name, const char *file)
{
  g_autofree char *escaped =
      file != NULL ? g_uri_escape_string (file, G_URI_RESERVED_CHARS_ALLOWED_IN_PATH, TRUE) : NULL;

  set_text (object, name, escaped);
}

static void
set_list (JsonObject *object, const char *name, char **texts)
{
  JsonArray *array = texts != NULL ? json_array_new () : NULL;

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  if (array != NULL)
    json_object_set_array_member (object, name, array);
}

static char *
get_file (JsonObject *object, const char *name)
{
  const char *escaped = tn_json_string (object, name, NULL);

  return escaped != NULL ? g_uri_unescape_string (escaped, NULL) : NULL;
}

/**
 * tn_score_job_to_request:
 *
 * Returns: (transfer full): the line to the worker, as src/DESIGN.md says
 */
JsonObject *
tn_score_job_to_request (const TnScoreJob *self)
{
  JsonObject *request = json_object_new ();

  json_object_set_string_member (request, "do",
                                 self->what_if   ? "what-if"
                                 : self->explain ? "explain"
                                                 : "score");
  json_object_set_int_member (request, "run", self->run);
  set_text (request, "node", self->node);
  set_file (request, "data", self->data);
  set_text (request, "name", self->name);
  set_file (request, "key", self->key);
  if (!self->explain && self->as_of != TN_TIME_MISSING)
    json_object_set_int_member (request, "as_of", self->as_of);
  set_list (request, "customers", self->customers);
  set_list (request, "set", self->set);
  set_text (request, "language", self->language);
  set_file (request, "out", self->out);

  return request;
}

/* %FALSE when it is no list of texts. */
static gboolean
get_list (JsonObject *request, const char *name, char ***texts)
{
  JsonArray *array = tn_json_array (request, name);
  guint n = array != NULL ? json_array_get_length (array) : 0;

  *texts = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return FALSE;
      (*texts)[i] = json_node_dup_string (node);
    }

  return TRUE;
}

/**
 * tn_score_job_from_request:
 * @self: empty
 *
 * Returns: %FALSE when the line does not say what to do
 */
gboolean
tn_score_job_from_request (TnScoreJob *self, JsonObject *request)
{
  const char *what = tn_json_string (request, "do", "");

  self->explain = g_str_equal (what, "explain");
  self->what_if = g_str_equal (what, "what-if");
  self->run = tn_json_int (request, "run", 0);
  self->node = g_strdup (tn_json_string (request, "node", NULL));
  self->data = get_file (request, "data");
  self->name = g_strdup (tn_json_string (request, "name", NULL));
  self->key = get_file (request, "key");
  self->as_of = tn_json_int (request, "as_of", TN_TIME_MISSING);
  self->language = g_strdup (tn_json_string (request, "language", NULL));
  self->out = get_file (request, "out");

  if (!get_list (request, "customers", &self->customers) || !get_list (request, "set", &self->set))
    return FALSE;
  if (self->what_if)
    return self->customers[0] != NULL;

  return self->out != NULL &&
         (self->explain || (g_str_equal (what, "score") && self->data != NULL));
}

static TnSource *
open_data (const TnScoreJob *self, GCancellable *cancellable, GError **error)
{
  int fd;

  if (self->name == NULL)
    return tn_source_open (self->data, cancellable, error);
  fd = open (self->data, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    {
      tn_error_set_errno (error, errno, self->name);
      return NULL;
    }

  return tn_source_open_fd (fd, self->name, cancellable, error);
}

static TnTable *
score (const TnScoreJob *self,
       TnProject *project,
       GPtrArray **sentences,
       TnProgress *progress,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (GError) key_error = NULL;
  g_autoptr (TnPseudonymKey) key =
      self->key != NULL ? tn_pseudonym_key_read (self->key, &key_error) : NULL;
  g_autoptr (TnSource) source = key_error == NULL ? open_data (self, cancellable, error) : NULL;
  g_autoptr (TnTable) data =
      source != NULL ? tn_project_read_source_like_run (project, self->run, source, key, sentences,
                                                        NULL, cancellable, error)
                     : NULL;

  if (key_error != NULL)
    g_propagate_error (error, g_steal_pointer (&key_error));

  return data != NULL ? tn_project_score (project, self->run, self->node, data, self->as_of,
                                          progress, cancellable, error)
                      : NULL;
}

static JsonObject *
describe (TnTable *table, GPtrArray *sentences)
{
  JsonObject *object = json_object_new ();
  gint64 day = tn_scores_get_day (table);
  JsonArray *found = json_array_new ();

  json_object_set_int_member (object, "customers", (gint64) tn_table_get_n_rows (table));
  if (day != TN_TIME_MISSING)
    json_object_set_int_member (object, "day", day);
  for (guint i = 0; sentences != NULL && i < sentences->len; i++)
    json_array_add_element (found, tn_message_to_json (g_ptr_array_index (sentences, i)));
  json_object_set_array_member (object, "found", found);

  return object;
}

/**
 * tn_score_job_carry_out:
 * @error: as tn_project_read_like_run(), tn_project_score(), tn_project_explain() and
 *   tn_table_file_write()
 *
 * Returns: (transfer full): “customers”, how many; “day” they were scored as of; “found”, what
 *   reading the file found: the members of “done”
 */
JsonObject *
tn_score_job_carry_out (const TnScoreJob *self,
                        TnProject *project,
                        TnProgress *progress,
                        GCancellable *cancellable,
                        GError **error)
{
  const TnLanguage *language = tn_language_get (self->language);
  g_autoptr (GPtrArray) sentences = NULL;
  g_autoptr (TnTable) table = NULL;

  if (self->what_if)
    return tn_project_what_if (project, self->run, self->customers[0],
                               (const char *const *) self->set, progress, cancellable, error);
  if (!tn_table_file_check (self->out, error))
    return NULL;
  if (self->explain)
    table =
        tn_project_explain (project, self->run, self->node, (const char *const *) self->customers,
                            progress, cancellable, error);
  else
    table = score (self, project, &sentences, progress, cancellable, error);
  if (table == NULL ||
      !tn_table_file_write (table, self->out, language, progress, cancellable, error))
    return NULL;

  return describe (table, sentences);
}

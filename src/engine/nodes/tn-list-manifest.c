/* tn-list-manifest.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-list-manifest.h"

#include <math.h>
#include <string.h>

#include "tn-build.h"
#include "tn-fact-words.h"
#include "tn-field-unit.h"
#include "tn-json.h"
#include "tn-run-data.h"

#define FORMAT  "tenure-list-manifest"
#define VERSION 1

/* What the columns of a customer list mean. @unit: NULL without, "" for the list's currency. */
static const struct
{
  const char *name;
  const char *unit;
  const char *meaning;
} known_columns[] = {
  { "customer", NULL, N_ ("The customer's number as it stands in the data.") },
  { "action", NULL,
    N_ ("Whether the customer is to be contacted, is left alone for comparison, or is neither; "
        "chosen by lot with the seed of the run.") },
  { "chance", TN_FIELD_UNIT_SHARE,
    N_ ("Chance of leaving in the window asked about, as the model sees it: 0 stays, 1 leaves.") },
  { "low", TN_FIELD_UNIT_SHARE,
    N_ ("Lower end of the 95% interval of the chance: the rate among tested customers with similar "
        "chances, a group rate and no certainty about one customer.") },
  { "high", TN_FIELD_UNIT_SHARE, N_ ("Upper end of the same interval.") },
  { "revenue", "", N_ ("Expected net revenue of the window, if the customer stays.") },
  { "stake", "", N_ ("Value at stake: chance times expected net revenue.") },
  { "pays_from", TN_FIELD_UNIT_SHARE,
    N_ ("Share of such customers that must come back for contacting them to pay, at the stated "
        "margin and cost.") },
  { "last_order", NULL, N_ ("When the customer last ordered, by the shop's clock.") },
  { "reasons", NULL,
    N_ ("What goes with a higher chance, strongest first: the customer's own value and a "
        "comparison. Associations, not causes.") },
};

static const char *
get_currency (const TnListManifest *self)
{
  return self->document != NULL ? tn_json_string (self->document, "currency", "") : "";
}

static const char *
get_unit (const TnListManifest *self, const TnField *field)
{
  for (guint i = 0; self->node == NULL && i < G_N_ELEMENTS (known_columns); i++)
    if (g_str_equal (known_columns[i].name, field->name))
      {
        const char *unit = known_columns[i].unit;

        return unit == NULL || *unit != '\0' ? unit : get_currency (self);
      }

  return field->unit;
}

/* (transfer full) (nullable) */
static TnMessage *
get_meaning (const TnListManifest *self, const TnField *field)
{
  for (guint i = 0; self->node == NULL && i < G_N_ELEMENTS (known_columns); i++)
    if (g_str_equal (known_columns[i].name, field->name))
      return tn_message_new (known_columns[i].meaning);

  return field->help != NULL ? tn_message_ref (field->help) : NULL;
}

/* A moment as the shop's clock shows it: YYYY-MM-DDTHH:MM:SS, without the time at midnight. */
static char *
format_moment (const char *zone, gint64 time)
{
  g_autoptr (GDateTime) at =
      g_date_time_new_from_unix_utc (tn_zone_to_local (zone, time) / G_USEC_PER_SEC);
  gboolean midnight = at != NULL && g_date_time_get_hour (at) == 0 &&
                      g_date_time_get_minute (at) == 0 && g_date_time_get_second (at) == 0;

  return at != NULL ? g_date_time_format (at, midnight ? "%F" : "%FT%T") : g_strdup ("");
}

/* For programs */

static void
set_said (JsonObject *object, const char *name, TnMessage *message, const TnLanguage *language)
{
  g_autoptr (TnMessage) taken = message;
  g_autofree char *said = taken != NULL ? tn_message_say (taken, language) : NULL;

  if (said != NULL)
    json_object_set_string_member (object, name, said);
}

static JsonArray *
columns_to_json (const TnListManifest *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < tn_table_get_n_columns (self->table); i++)
    {
      const TnField *field = tn_table_get_field (self->table, i);
      g_autofree char *header = tn_field_say (field, self->language);
      const char *unit = get_unit (self, field);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "name", field->name);
      json_object_set_string_member (object, "header", header);
      if (unit != NULL && *unit != '\0')
        json_object_set_string_member (object, "unit", unit);
      set_said (object, "meaning", get_meaning (self, field), self->language);
      json_array_add_object_element (array, object);
    }

  return array;
}

static JsonArray *
data_to_json (const TnListManifest *self)
{
  g_autoptr (GArray) data = tn_run_get_data (self->run);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < data->len; i++)
    {
      const TnRunData *at = &g_array_index (data, TnRunData, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "name", at->name);
      json_object_set_int_member (object, "rows", at->n_rows);
      json_object_set_int_member (object, "problem_rows", at->n_problem_rows);
      json_object_set_string_member (object, "fingerprint_blake2b", at->fingerprint);
      json_array_add_object_element (array, object);
    }

  return array;
}

static JsonObject *
run_to_json (const TnListManifest *self)
{
  JsonObject *object = json_object_new ();
  g_autofree char *started = format_moment (NULL, self->run->started);
  g_autofree char *text = g_strdup_printf ("%sZ", started);
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, self->run->seed);

  json_object_set_int_member (object, "number", self->run->id);
  json_object_set_string_member (object, "pipeline", self->run->pipeline);
  /* As text: not every reader of JSON keeps all digits of it. */
  json_object_set_string_member (object, "seed", seed);
  json_object_set_string_member (object, "started", text);
  if (self->document != NULL && json_object_has_member (self->document, "model"))
    json_object_set_string_member (object, "model", tn_json_string (self->document, "model", ""));
  if (self->node != NULL)
    json_object_set_string_member (object, "step", self->node);

  return object;
}

/* The moments of the list, each absent when it is not known. */
static void
set_times (const TnListManifest *self, JsonObject *object)
{
  static const char *const names[] = { "since", "as_of", "until" };
  g_autoptr (GArray) data = tn_run_get_data (self->run);
  const char *zone = tn_run_data_find_zone (data);

  for (guint i = 0; self->document != NULL && i < G_N_ELEMENTS (names); i++)
    {
      gint64 time = tn_json_int (self->document, names[i], 0);
      g_autofree char *text = time != 0 ? format_moment (zone, time) : NULL;

      if (text != NULL)
        json_object_set_string_member (object, names[i], text);
    }
  if (zone != NULL)
    json_object_set_string_member (object, "zone", zone);
}

/* One sentence of what was asked for. */
static TnMessage *
say_filter (const TnListManifest *self)
{
  g_autoptr (GPtrArray) said = NULL;

  if (tn_list_filter_is_all (self->filter))
    return tn_message_new (N_ ("Everybody on the list."));
  said = tn_list_search_say_filter (self->search, self->filter, get_currency (self));

  return tn_message_list (tn_message_new (N_ ("Only customers with {conditions}.")), "conditions",
                          said);
}

/**
 * tn_list_manifest_to_json:
 * @file: (nullable): name of the list's file, without folder
 * @sha256: (nullable): of its bytes
 *
 * Returns: (transfer full): the manifest, as src/DESIGN.md says; the same list gives the same bytes
 */
JsonNode *
tn_list_manifest_to_json (const TnListManifest *self, const char *file, const char *sha256)
{
  JsonObject *object = json_object_new ();
  JsonObject *list = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (object, "format", FORMAT);
  json_object_set_int_member (object, "version", VERSION);
  json_object_set_string_member (object, "program", "Tenure");
  json_object_set_string_member (object, "build", tn_build_get_id ());
  if (file != NULL)
    json_object_set_string_member (list, "file", file);
  if (sha256 != NULL)
    json_object_set_string_member (list, "sha256", sha256);
  json_object_set_int_member (list, "rows", (gint64) self->n_rows);
  json_object_set_int_member (list, "rows_of_whole_list",
                              (gint64) tn_list_search_get_n (self->search));
  json_object_set_string_member (list, "language", tn_language_get_id (self->language));
  json_object_set_string_member (list, "currency", get_currency (self));
  json_object_set_object_member (object, "list", list);
  json_object_set_member (object, "filter", tn_list_filter_to_json (self->filter));
  set_said (object, "filter_in_words", say_filter (self), self->language);
  json_object_set_object_member (object, "run", run_to_json (self));
  set_times (self, object);
  json_object_set_array_member (object, "data", data_to_json (self));
  json_object_set_array_member (object, "columns", columns_to_json (self));
  json_node_take_object (node, object);

  return node;
}

/* For people: lines of three */

typedef struct
{
  GPtrArray *cells[3];
  const TnLanguage *language;
} Lines;

static void
lines_init (Lines *self, const TnLanguage *language)
{
  for (guint i = 0; i < 3; i++)
    self->cells[i] = g_ptr_array_new_with_free_func (g_free);
  self->language = language;
}

static void
lines_clear (Lines *self)
{
  for (guint i = 0; i < 3; i++)
    g_ptr_array_unref (self->cells[i]);
}

/* @value: (transfer full) */
static void
add_line (Lines *self, const char *part, const char *what, char *value)
{
  g_ptr_array_add (self->cells[0], g_strdup (tn_language_lookup (self->language, part)));
  g_ptr_array_add (self->cells[1], g_strdup (tn_language_lookup (self->language, what)));
  g_ptr_array_add (self->cells[2], value);
}

static void
add_day (Lines *self, const TnListManifest *manifest, const char *name, const char *what)
{
  g_autoptr (GArray) data = tn_run_get_data (manifest->run);
  const char *zone = tn_run_data_find_zone (data);
  gint64 time = manifest->document != NULL ? tn_json_int (manifest->document, name, 0) : 0;

  if (time != 0)
    add_line (self, N_ ("Run"), what,
              tn_language_format_date (self->language, tn_zone_to_local (zone, time)));
}

static void
add_list (Lines *self, const TnListManifest *manifest)
{
  g_autoptr (TnMessage) rows = tn_message_count (
      tn_message_new_plural (TN_PLURAL (N_ ("{n} of {all} customers of the list"),
                                        N_ ("{n} of {all} customers of the list")),
                             (gint64) manifest->n_rows),
      "n", (gint64) manifest->n_rows);
  g_autoptr (TnMessage) filter = say_filter (manifest);

  rows = tn_message_count (g_steal_pointer (&rows), "all",
                           (gint64) tn_list_search_get_n (manifest->search));
  add_line (self, N_ ("List"), N_ ("Rows"), tn_message_say (rows, self->language));
  add_line (self, N_ ("List"), N_ ("Who is in it"), tn_message_say (filter, self->language));
  if (*get_currency (manifest) != '\0')
    add_line (self, N_ ("List"), N_ ("Currency"), g_strdup (get_currency (manifest)));
}

static void
add_run (Lines *self, const TnListManifest *manifest)
{
  const TnRun *run = manifest->run;
  g_autoptr (GArray) data = tn_run_get_data (run);
  const char *zone = tn_run_data_find_zone (data);

  add_line (self, N_ ("Run"), N_ ("Number of the run"),
            g_strdup_printf ("%" G_GINT64_FORMAT, run->id));
  add_line (self, N_ ("Run"), N_ ("Pipeline"), g_strdup (run->pipeline));
  add_line (self, N_ ("Run"), N_ ("Seed"), g_strdup_printf ("%" G_GUINT64_FORMAT, run->seed));
  add_day (self, manifest, "as_of", N_ ("Nothing is known from this day on"));
  add_day (self, manifest, "until", N_ ("Asked about until"));
  if (zone != NULL)
    add_line (self, N_ ("Run"), N_ ("Time zone of the shop"), g_strdup (zone));
  add_line (self, N_ ("Run"), N_ ("Made by"), g_strdup_printf ("Tenure %s", tn_build_get_id ()));
  for (guint i = 0; i < data->len; i++)
    {
      const TnRunData *at = &g_array_index (data, TnRunData, i);
      g_autoptr (TnMessage) rows = tn_message_count (
          tn_message_new_plural (TN_PLURAL (N_ ("“{name}”, {n} row, fingerprint {hash}"),
                                            N_ ("“{name}”, {n} rows, fingerprint {hash}")),
                                 at->n_rows),
          "n", at->n_rows);

      rows = tn_message_text (g_steal_pointer (&rows), "name", at->name);
      rows = tn_message_text (g_steal_pointer (&rows), "hash", at->fingerprint);
      add_line (self, N_ ("Data"), N_ ("Made from"), tn_message_say (rows, self->language));
    }
}

static void
add_columns (Lines *self, const TnListManifest *manifest)
{
  for (guint i = 0; i < tn_table_get_n_columns (manifest->table); i++)
    {
      const TnField *field = tn_table_get_field (manifest->table, i);
      g_autoptr (TnMessage) meaning = get_meaning (manifest, field);
      g_autofree char *said = meaning != NULL ? tn_message_say (meaning, self->language) : NULL;
      const char *id = get_unit (manifest, field);
      g_autoptr (TnMessage) unit = id != NULL && *id != '\0' ? tn_field_unit_get_name (id) : NULL;
      g_autofree char *counted = unit != NULL ? tn_message_say (unit, self->language) : NULL;
      g_autoptr (TnMessage) with_unit =
          counted != NULL
              ? tn_message_text (tn_message_new (N_ ("{meaning} Unit: {unit}.")), "unit", counted)
              : NULL;

      if (with_unit != NULL)
        with_unit =
            tn_message_text (g_steal_pointer (&with_unit), "meaning", said != NULL ? said : "");
      g_ptr_array_add (self->cells[0],
                       g_strdup (tn_language_lookup (self->language, N_ ("Columns"))));
      g_ptr_array_add (self->cells[1], tn_field_say (field, self->language));
      g_ptr_array_add (self->cells[2], with_unit != NULL
                                           ? tn_message_say (with_unit, self->language)
                                           : g_strdup (said != NULL ? said : ""));
    }
}

static void
lines_fill (Lines *self, const TnListManifest *manifest)
{
  lines_init (self, manifest->language);
  add_list (self, manifest);
  add_run (self, manifest);
  add_columns (self, manifest);
}

/**
 * tn_list_manifest_to_table:
 *
 * Returns: (transfer full): three columns of text, for a sheet beside the list
 */
TnTable *
tn_list_manifest_to_table (const TnListManifest *self)
{
  static const struct
  {
    const char *name;
    const char *label;
  } columns[] = { { "part", N_ ("Section") },
                  { "what", N_ ("About") },
                  { "value", N_ ("Content") } };
  TnTableBuilder *builder;
  Lines lines;

  lines_fill (&lines, self);
  builder = tn_table_builder_new (lines.cells[0]->len);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      TnField *field = tn_field_new (columns[i].name, TN_ROLE_TEXT);

      field->label = tn_message_new (columns[i].label);
      tn_table_builder_take (
          builder, field,
          tn_column_new_texts ((const char *const *) lines.cells[i]->pdata, lines.cells[i]->len));
    }
  lines_clear (&lines);

  return tn_table_builder_end (builder);
}

/**
 * tn_list_manifest_to_text:
 * @file: name of the list's file, without folder
 * @sha256: of its bytes
 *
 * Returns: (transfer full): what a person reads who finds the list in a year
 */
char *
tn_list_manifest_to_text (const TnListManifest *self, const char *file, const char *sha256)
{
  g_autoptr (TnMessage) title =
      tn_message_text (tn_message_new (N_ ("What is in {file}")), "file", file);
  g_autofree char *said = tn_message_say (title, self->language);
  GString *text = g_string_new (said);
  const char *part = "";
  Lines lines;

  g_string_append (text, "\r\n");
  lines_fill (&lines, self);
  for (guint i = 0; i < lines.cells[0]->len; i++)
    {
      const char *at = g_ptr_array_index (lines.cells[0], i);

      if (!g_str_equal (at, part))
        g_string_append_printf (text, "\r\n%s\r\n", at);
      part = at;
      g_string_append_printf (text, "  %s: %s\r\n", (char *) g_ptr_array_index (lines.cells[1], i),
                              (char *) g_ptr_array_index (lines.cells[2], i));
    }
  g_string_append_printf (text, "\r\nSHA-256 %s  %s\r\n", sha256, file);
  lines_clear (&lines);

  return g_string_free (text, FALSE);
}

/* cli-blocks.c: blocks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "cli.h"
#include "tn-error.h"
#include "tn-picture.h"
#include "tn-report-editor.h"

/* One change of how a report is laid out going on. */
typedef struct
{
  Cli *cli;
  TnReportEditor *editor;
  const char *after; /* nullable */
  char *id;          /* nullable: of a new block */
} Change;

static const char *
get_after (const Change *self)
{
  return self->after != NULL ? self->after : TN_PART_FRONT;
}

static gboolean
hide (Change *self, char **args, GError **error)
{
  return tn_report_editor_show (self->editor, args[0], FALSE, error);
}

static gboolean
show (Change *self, char **args, GError **error)
{
  return tn_report_editor_show (self->editor, args[0], TRUE, error);
}

static gboolean
move (Change *self, char **args, GError **error)
{
  return tn_report_editor_move (self->editor, args[0], self->after != NULL ? self->after : "",
                                error);
}

static gboolean
move_up (Change *self, char **args, GError **error)
{
  return tn_report_editor_step (self->editor, args[0], -1, error);
}

static gboolean
move_down (Change *self, char **args, GError **error)
{
  return tn_report_editor_step (self->editor, args[0], 1, error);
}

static gboolean
set_text (Change *self, char **args, GError **error)
{
  return tn_report_editor_write (self->editor, args[0], args[1], error);
}

static gboolean
restore (Change *self, char **args, GError **error)
{
  return tn_report_editor_restore (self->editor, args[0], error);
}

static gboolean
add_text (Change *self, char **args, GError **error)
{
  self->id = tn_report_editor_add (self->editor, FALSE, args[0], get_after (self), error);

  return self->id != NULL;
}

static gboolean
add_heading (Change *self, char **args, GError **error)
{
  self->id = tn_report_editor_add (self->editor, TRUE, args[0], get_after (self), error);

  return self->id != NULL;
}

static gboolean
add_picture (Change *self, char **args, GError **error)
{
  g_autoptr (GBytes) png = tn_picture_load (args[0], error);

  if (png != NULL)
    self->id = tn_report_editor_add_picture (self->editor, png, args[1], get_after (self), error);

  return self->id != NULL;
}

static gboolean
remove_own (Change *self, char **args, GError **error)
{
  return tn_report_editor_remove (self->editor, args[0], error);
}

static gboolean
set_template (Change *self, char **args, GError **error)
{
  return tn_arrangement_set_template (tn_report_editor_get_arrangement (self->editor), args[0],
                                      error);
}

static gboolean
set_contents (Change *self, char **args, GError **error)
{
  if (!g_str_equal (args[0], "on") && !g_str_equal (args[0], "off"))
    {
      tn_error_set (error, TN_ERROR_ARGUMENT, N_ ("Contents are “on” or “off”, not “{value}”."),
                    "value", args[0], NULL);
      return FALSE;
    }
  tn_arrangement_set_contents (tn_report_editor_get_arrangement (self->editor),
                               g_str_equal (args[0], "on"));

  return TRUE;
}

static gboolean
set_colour (Change *self, char **args, GError **error)
{
  return tn_arrangement_set_colour (tn_report_editor_get_arrangement (self->editor),
                                    g_str_equal (args[0], "none") ? NULL : args[0], error);
}

static gboolean
set_logo (Change *self, char **args, GError **error)
{
  g_autoptr (GBytes) png = NULL;

  if (!g_str_equal (args[0], "none") && (png = tn_picture_load (args[0], error)) == NULL)
    return FALSE;

  return tn_arrangement_set_logo (tn_report_editor_get_arrangement (self->editor), png, error);
}

/* @label: NULL for what changes nothing */
static const struct Action
{
  const char *name;
  int n_args;
  gboolean (*change) (Change *self, char **args, GError **error);
  const char *label;
} actions[] = {
  { "list", 0, NULL, NULL },
  { "hide", 1, hide, N_ ("Hid {what} in the report") },
  { "show", 1, show, N_ ("Showed {what} in the report") },
  { "move", 1, move, N_ ("Moved {what} in the report") },
  { "up", 1, move_up, N_ ("Moved {what} in the report") },
  { "down", 1, move_down, N_ ("Moved {what} in the report") },
  { "write", 2, set_text, N_ ("Wrote {what} in the report") },
  { "restore", 1, restore, N_ ("Restored {what} in the report") },
  { "text", 1, add_text, N_ ("Added a text to the report") },
  { "heading", 1, add_heading, N_ ("Added a heading to the report") },
  { "picture", 2, add_picture, N_ ("Added a picture to the report") },
  { "remove", 1, remove_own, N_ ("Removed {what} from the report") },
  { "template", 1, set_template, N_ ("Chose the report’s template {what}") },
  { "contents", 1, set_contents, N_ ("Changed the contents of the report") },
  { "colour", 1, set_colour, N_ ("Changed the colour of the report") },
  { "logo", 1, set_logo, N_ ("Changed the logo of the report") },
};

static const struct Action *
find_action (const char *name, int n_args)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (actions[i].name, name) && actions[i].n_args == n_args)
      return &actions[i];

  return NULL;
}

static const char *
get_state (const TnBlockEntry *entry)
{
  static const char *const states[] = {
    [TN_BLOCK_AS_MADE] = "made", [TN_BLOCK_EDITED] = "edited", [TN_BLOCK_CHANGED] = "changed",
    [TN_BLOCK_OWN] = "own",      [TN_BLOCK_GONE] = "gone",
  };

  return states[entry->state];
}

static void
set_string (JsonObject *object, const char *name, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
}

static JsonObject *
describe (Cli *cli, const TnBlockEntry *entry)
{
  JsonObject *object = json_object_new ();
  gboolean is_part = g_str_equal (entry->kind, "part");
  g_autofree char *line =
      g_strdup_printf ("%s%-22s %-9s %-8s%s%s", is_part ? "" : "  ", entry->id, entry->kind,
                       entry->hidden    ? "hidden"
                       : entry->dropped ? "dropped"
                                        : get_state (entry),
                       entry->text != NULL ? " " : "", entry->text != NULL ? entry->text : "");

  cli_print (cli, g_strchomp (line));
  json_object_set_string_member (object, "id", entry->id);
  json_object_set_string_member (object, "kind", entry->kind);
  json_object_set_string_member (object, "part", entry->part);
  json_object_set_string_member (object, "state", get_state (entry));
  json_object_set_boolean_member (object, "hidden", entry->hidden);
  json_object_set_boolean_member (object, "dropped", entry->dropped);
  set_string (object, "title", entry->title);
  set_string (object, "text", entry->text);
  set_string (object, "made", entry->made);
  set_string (object, "was", entry->was);

  return object;
}

static int
list_blocks (Change *self, TnProject *project, gint64 run)
{
  GPtrArray *blocks = tn_report_editor_get_blocks (self->editor);
  g_autoptr (TnDocument) document =
      tn_report_new_arranged (project, run, self->cli->language, NULL);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  /* What the one page has no room for is known by laying it out. */
  if (document != NULL)
    tn_document_mark_dropped (document, blocks);
  for (guint i = 0; i < blocks->len; i++)
    json_array_add_object_element (array, describe (self->cli, g_ptr_array_index (blocks, i)));
  json_object_set_array_member (object, "blocks", array);
  json_object_set_string_member (
      object, "template",
      tn_arrangement_get_template (tn_report_editor_get_arrangement (self->editor)));
  json_node_take_object (node, object);

  return cli_done (self->cli, node);
}

static int
keep (Change *self, TnProject *project, const struct Action *action, const char *what)
{
  g_autoptr (GError) error = NULL;
  TnMessage *label = tn_message_text (tn_message_new (action->label), "what", what);
  JsonNode *node = NULL;

  if (!tn_report_editor_store (self->editor, label, &error) ||
      !cli_save (self->cli, project, &error))
    return cli_fail (self->cli, error);
  if (self->id != NULL)
    {
      JsonObject *object = json_object_new ();

      cli_print (self->cli, self->id);
      json_object_set_string_member (object, "id", self->id);
      node = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (node, object);
    }

  return cli_done (self->cli, node);
}

static int
run_blocks (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autoptr (TnReportEditor) editor = NULL;
  g_autofree char *after = NULL;
  g_autofree char *id = NULL;
  Change change = { .cli = cli };
  const struct Action *action;
  gint64 run = 0;
  int status;
  GOptionEntry entries[] = {
    { "after", 0, 0, G_OPTION_ARG_STRING, &after,
      N_ ("The block it comes behind, or the part it comes first in"), "BLOCK" },
    { "run", 0, 0, G_OPTION_ARG_INT64, &run, N_ ("Number of the run; the latest without"), "RUN" },
    { NULL },
  };

  if (!cli_parse (cli, &cli_block_verbs[0], entries, &argc, &argv, 2, 4, &status))
    return status;
  action = find_action (argv[2], argc - 3);
  if (action == NULL)
    return cli_usage (
        cli, tn_message_text (
                 tn_message_new (
                     N_ ("“{what}” is not understood here. Say list, hide BLOCK, show BLOCK, move "
                         "BLOCK, up BLOCK, down BLOCK, write BLOCK TEXT, restore BLOCK, text TEXT, "
                         "heading TEXT, picture "
                         "FILE CAPTION, remove BLOCK, template NAME, contents on or off, colour "
                         "COLOUR or logo FILE.")),
                 "what", argv[2]));
  project =
      cli_open (cli, argv[1], action->label != NULL ? TN_OPEN_EDIT : TN_OPEN_READ_ONLY, &error);
  editor = project != NULL ? tn_report_editor_new (project, run, cli->language, &error) : NULL;
  if (editor == NULL)
    return cli_fail (cli, error);
  change.editor = editor;
  change.after = after;
  if (action->change == NULL)
    return list_blocks (&change, project, run);
  if (!action->change (&change, argv + 3, &error))
    return cli_fail (cli, error);
  id = change.id;

  return keep (&change, project, action, argc > 3 ? argv[3] : "");
}

const CliVerb cli_block_verbs[] = {
  { "blocks", "PROJECT WHAT …",
    N_ ("Lists the blocks of a report and changes how it is laid out. WHAT is list, hide, show, "
        "move, up, down, write, restore, text, heading, picture, remove, template, contents, "
        "colour or "
        "logo"),
    run_blocks, "shop.tenure move list --after front" },
  { NULL },
};

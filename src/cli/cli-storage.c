/* cli-storage.c: storage
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli.h"

static JsonNode *
describe (const TnStorage *storage, gint64 freed)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "folder", storage->folder);
  json_object_set_int_member (object, "bytes", storage->bytes);
  json_object_set_int_member (object, "spare", storage->spare);
  json_object_set_int_member (object, "freed", freed);
  json_node_take_object (node, object);

  return node;
}

static void
say_freed (Cli *cli, gint64 freed)
{
  g_autofree char *size = g_format_size ((guint64) freed);

  cli_say (cli, tn_message_text (tn_message_new (N_ ("{size} are free now. The next run of a "
                                                     "pipeline takes longer.")),
                                 "size", size));
}

static void
say_storage (Cli *cli, const TnStorage *storage)
{
  g_autofree char *folder = g_filename_display_name (storage->folder);
  g_autofree char *size = g_format_size ((guint64) storage->bytes);
  g_autofree char *spare = g_format_size ((guint64) storage->spare);
  TnMessage *message =
      tn_message_new (N_ ("{size} are in use; {spare} of them can be made again."));

  cli_print (cli, folder);
  tn_message_text (message, "size", size);
  cli_say (cli, tn_message_text (message, "spare", spare));
}

/* What no file holds, and what is open, stays in any case: there is nothing to confirm. */
static int
run_storage (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnStorage) storage = NULL;
  gboolean clearing = FALSE;
  gint64 freed = 0;
  GOptionEntry entries[] = {
    { "clear", 0, 0, G_OPTION_ARG_NONE, &clearing,
      N_ ("Remove what can be made again; work that no file holds stays"), NULL },
    { NULL },
  };
  int status;

  if (!cli_parse (cli, &cli_storage_verbs[0], entries, &argc, &argv, 0, 0, &status))
    return status;
  if (clearing)
    freed = tn_storage_clear (&error);
  storage = error == NULL ? tn_storage_measure (&error) : NULL;
  if (storage == NULL)
    return cli_fail (cli, error);
  if (clearing)
    say_freed (cli, freed);
  say_storage (cli, storage);

  return cli_done (cli, describe (storage, freed));
}

const CliVerb cli_storage_verbs[] = {
  { "storage", "",
    N_ ("Tells where open projects and known results are kept and how much room they take, and "
        "makes room"),
    run_storage, "--clear" },
  { NULL },
};

/* tn-graph-private.h: for the files of the graph only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-graph.h"

G_BEGIN_DECLS

struct _TnGraph
{
  gatomicrefcount ref_count;
  GPtrArray *nodes; /* of TnGraphNode */
  GArray *links;    /* of TnGraphLink */
  JsonArray *loose; /* links that name what this version does not know, as they came */
  char *template_id;
};

G_END_DECLS

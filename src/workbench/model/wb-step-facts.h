/* wb-step-facts.h: what is said of a step, wherever it is shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-graph.h"
#include "wb-step-state.h"

G_BEGIN_DECLS

/* Its title, or what a newer program calls it. */
const char *wb_step_say_title (const TnGraphNode *node);
const char *wb_step_say_title_of (const TnGraph *graph, const char *id);
/* As it is set: “200”, “30 days”, the title of a choice. */
char *wb_param_say_value (const TnParamSpec *spec, JsonNode *value);
/* What differs from the usual, else the summary. */
char *wb_step_say_settings (const TnGraphNode *node);
/* (nullable): the first that is about @node */
const TnGraphIssue *wb_issues_find (GPtrArray *issues, const char *node);
const char *wb_group_say (const char *group);
const char *wb_step_get_icon (const TnNodeSpec *spec);

/* “Events”; “E”, which is never translated: it stands on the port and in the legend. */
const char *wb_port_say (TnPortType type);
const char *wb_port_get_letter (TnPortType type);
char *wb_ports_say (const TnPortSpec *ports);

G_END_DECLS

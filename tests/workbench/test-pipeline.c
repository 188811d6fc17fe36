/* test-pipeline.c: the pipeline page and what it is made of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "tn-conditions.h"
#include "tn-error.h"
#include "tn-graph-edit.h"
#include "tn-nodes.h"
#include "tn-pipeline-run.h"
#include "tn-run.h"
#include "tn-sample-shop.h"
#include "tn-template.h"
#include "wb-application.h"
#include "wb-condition-adder.h"
#include "wb-palette.h"
#include "wb-param-row.h"
#include "wb-picker.h"
#include "wb-pipeline-page.h"
#include "wb-preview-pane.h"
#include "wb-step-row.h"
#include "wb-step-state.h"
#include "wb-test.h"
#include "wb-ui.h"

static TnGraph *
get_graph (WbProject *project)
{
  return wb_project_get_state (project)->graph;
}

static void
end (WbProject *project)
{
  wb_project_close (project);
  wb_test_settle ();
}

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL && found == NULL;
       at = gtk_widget_get_next_sibling (at))
    found = find_type (at, type);

  return found;
}

static gboolean
is_linked (TnGraph *graph, const char *from, const char *to)
{
  int a = tn_graph_find_node (graph, from), b = tn_graph_find_node (graph, to);

  for (guint i = 0; i < tn_graph_get_n_links (graph); i++)
    if ((int) tn_graph_get_link (graph, i)->from == a &&
        (int) tn_graph_get_link (graph, i)->to == b)
      return TRUE;

  return FALSE;
}

/* Editing */

static void
test_place (void)
{
  g_autoptr (WbProject) project = wb_test_project ();
  g_autoptr (TnGraph) graph = tn_graph_put_behind (get_graph (project), "encode", "split");
  g_autoptr (GPtrArray) issues = NULL;

  /* Before the one that came before it. */
  g_assert_nonnull (graph);
  g_assert_true (is_linked (graph, "split", "encode"));
  g_assert_false (is_linked (graph, "impute", "encode"));
  g_assert_true (is_linked (graph, "encode", "impute"));
  issues = tn_graph_check (graph);
  g_assert_cmpuint (issues->len, ==, 0);
  /* A split behind what learns is none. */
  g_assert_null (tn_graph_put_behind (get_graph (project), "split", "scale"));
  g_assert_null (tn_graph_put_behind (get_graph (project), "encode", "encode"));
  g_assert_null (tn_graph_put_behind (get_graph (project), "nobody", "encode"));
  end (project);
}

static void
test_replace (void)
{
  g_autoptr (WbProject) project = wb_test_project ();
  g_autoptr (TnGraph) graph = tn_graph_replace (get_graph (project), "logistic", "boosting");
  g_autoptr (GPtrArray) issues = tn_graph_check (graph);
  int place = tn_graph_find_node (graph, "logistic");

  g_assert_cmpstr (tn_graph_get_node (graph, (guint) place)->type, ==, "boosting");
  g_assert_true (is_linked (graph, "logistic", "evaluate"));
  g_assert_cmpuint (tn_graph_get_n_links (graph), ==, tn_graph_get_n_links (get_graph (project)));
  g_assert_cmpuint (issues->len, ==, 0);
  g_assert_null (tn_graph_replace (get_graph (project), "logistic", "logistic"));
  end (project);
}

/* What this version does not know of a step or a pipeline stays with every change. */
static void
test_unknown_is_kept (void)
{
  static const char text[] =
      "{\"version\":1,\"colour\":\"red\",\"nodes\":["
      "{\"id\":\"a\",\"type\":\"dataset\",\"place\":[1,2],\"params\":{\"name\":\"orders\"}},"
      "{\"id\":\"b\",\"type\":\"clean\",\"off\":true,\"params\":{}},"
      "{\"id\":\"c\",\"type\":\"oracle\",\"params\":{}}],"
      "\"links\":[{\"from\":\"a\",\"output\":\"events\",\"to\":\"b\",\"input\":\"events\"},"
      "{\"from\":\"a\",\"output\":\"events\",\"to\":\"c\",\"input\":\"omens\"}]}";
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  g_autoptr (TnGraph) graph = tn_graph_from_json (node, NULL);
  g_autofree char *id = NULL;
  g_autoptr (TnGraph) changed = tn_graph_insert (graph, "clean", "b", &id);
  g_autoptr (JsonNode) json = tn_graph_to_json (changed);
  g_autofree char *said = json_to_string (json, FALSE);

  g_assert_nonnull (strstr (said, "colour"));
  g_assert_nonnull (strstr (said, "place"));
  g_assert_nonnull (strstr (said, "omens"));
  g_assert_true (
      tn_graph_node_is_off (tn_graph_get_node (changed, tn_graph_find_node (changed, "b"))));
}

static void
test_learners_are_compared (void)
{
  g_autoptr (WbProject) project = wb_test_project ();
  g_autofree char *id = NULL;
  g_autoptr (TnGraph) graph = tn_graph_insert (get_graph (project), "boosting", "encode", &id);

  g_assert_true (is_linked (graph, "encode", id));
  g_assert_true (is_linked (graph, id, "evaluate"));
  end (project);
}

/* How steps stand */

static WbStanding
get_standing (WbProject *project, const char *node)
{
  g_autoptr (GPtrArray) issues = tn_graph_check (get_graph (project));
  g_autofree WbStepState *states = wb_step_states_read (project, issues, NULL);

  return states[tn_graph_find_node (get_graph (project), node)].standing;
}

static void
set (WbProject *project, const char *setting)
{
  const WbState *state = wb_project_get_state (project);
  g_autoptr (TnGraph) graph = tn_graph_copy (state->graph);
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_edit_new (tn_message_new_literal ("set"));

  tn_graph_set_text (graph, setting, &error);
  g_assert_no_error (error);
  tn_edit_put_pipeline (edit, state->pipeline, graph);
  wb_project_edit (project, edit);
  wb_test_settle ();
}

/* A run as the store keeps it. */
static void
add_run (WbProject *project, const char *to, TnRunStatus status, const char *info)
{
  TnProject *store = wb_project_get_store (project);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) part = to != NULL ? tn_graph_new_up_to (get_graph (project), to, &error)
                                        : tn_graph_new_active (get_graph (project));
  g_autoptr (JsonNode) snapshot = tn_graph_to_json (part);
  g_autoptr (JsonNode) node = json_from_string (info, NULL);
  gint64 id = tn_project_begin_run (store, "churn", snapshot, 1, NULL, &error);

  g_assert_no_error (error);
  tn_project_end_run (store, id, status, node, &error);
  g_assert_no_error (error);
  wb_project_refresh (project);
  wb_test_settle ();
}

static void
test_standing (void)
{
  g_autoptr (WbProject) project = wb_test_project ();

  g_assert_cmpint (get_standing (project, "clean"), ==, WB_STANDING_READY);
  set (project, "boosting=off");
  g_assert_cmpint (get_standing (project, "boosting"), ==, WB_STANDING_OFF);
  add_run (project, NULL, TN_RUN_DONE, "{}");
  g_assert_cmpint (get_standing (project, "clean"), ==, WB_STANDING_DONE);
  g_assert_cmpint (get_standing (project, "boosting"), ==, WB_STANDING_OFF);
  set (project, "churn.horizon_days=30");
  g_assert_cmpint (get_standing (project, "clean"), ==, WB_STANDING_DONE);
  g_assert_cmpint (get_standing (project, "churn"), ==, WB_STANDING_CHANGED);
  g_assert_cmpint (get_standing (project, "split"), ==, WB_STANDING_STALE);
  /* Up to one step: the steps behind it are as they were. */
  add_run (project, "churn", TN_RUN_DONE, "{}");
  g_assert_cmpint (get_standing (project, "churn"), ==, WB_STANDING_DONE);
  g_assert_cmpint (get_standing (project, "split"), ==, WB_STANDING_STALE);
  g_assert_true (wb_state_is_stale (wb_project_get_state (project),
                                    wb_state_find_last_done (wb_project_get_state (project))));
  add_run (project, NULL, TN_RUN_FAILED, "{\"error\":{\"node\":\"features\"}}");
  g_assert_cmpint (get_standing (project, "features"), ==, WB_STANDING_FAILED);
  g_assert_cmpint (get_standing (project, "churn"), ==, WB_STANDING_DONE);
  /* Setting it back is as it was. */
  set (project, "churn.horizon_days=0");
  g_assert_cmpint (get_standing (project, "split"), ==, WB_STANDING_DONE);
  set (project, "churn=off");
  g_assert_cmpint (get_standing (project, "features"), ==, WB_STANDING_UNREADY);
  end (project);
}

static void
test_result_line (void)
{
  g_autoptr (WbProject) project = wb_test_project ();
  g_autoptr (GPtrArray) issues = tn_graph_check (get_graph (project));
  g_autofree WbStepState *states = NULL;
  g_autofree char *said = NULL;

  add_run (project, NULL, TN_RUN_DONE,
           "{\"seconds\":{\"clean\":0.25},\"shapes\":{\"clean\":{\"events\":[1200,9]}}}");
  states = wb_step_states_read (project, issues, NULL);
  wb_language_choose ("en");
  said = wb_step_state_say_result (&states[tn_graph_find_node (get_graph (project), "clean")]);
  g_assert_nonnull (strstr (said, "1,200 rows × 9"));
  end (project);
}

/* What a step is thought to cost is said before it runs, and what it gave after. */
static void
test_cost_is_foretold (void)
{
  WbStepState state = { WB_STANDING_READY, 0, -1, -1, -1, 40, 1200000000, NAN };
  g_autofree char *before = NULL;
  g_autofree char *quick = NULL;
  g_autofree char *unknown = NULL;

  wb_language_choose ("en");
  before = wb_step_state_say_result (&state);
  g_assert_cmpstr (before, ==, "about 40\302\240s, 1.2\302\240GB of memory");
  state.expected_seconds = 0.2;
  quick = wb_step_state_say_result (&state);
  g_assert_cmpstr (quick, ==, "less than a second, 1.2\302\240GB of memory");
  state.expected_bytes = 0;
  unknown = wb_step_state_say_result (&state);
  g_assert_null (unknown);
}

/* Finding a step */

static void
test_palette_words (void)
{
  const TnNodeSpec *boosting = tn_node_registry_find ("boosting");
  const TnNodeSpec *impute = tn_node_registry_find ("impute");

  g_assert_true (wb_palette_matches (boosting, "XGBoost"));
  g_assert_true (wb_palette_matches (boosting, "机器学习"));
  g_assert_true (wb_palette_matches (boosting, wb_say (boosting->title)));
  g_assert_true (wb_palette_matches (impute, "missing fill"));
  g_assert_true (wb_palette_matches (impute, ""));
  g_assert_false (wb_palette_matches (impute, "xgboost"));
}

/* Every step is there, those that fit first; choosing one adds it. */
static void
test_palette_adds (void)
{
  g_autoptr (WbProject) project = wb_test_project ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page = wb_pipeline_page_new (project);
  GtkWidget *palette;
  GtkListBox *list;
  gint64 started;
  guint before = tn_graph_get_n_nodes (get_graph (project));

  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  wb_pipeline_page_choose (WB_PIPELINE_PAGE (page), "impute");
  palette = find_type (page, WB_TYPE_PALETTE);
  started = g_get_monotonic_time ();
  wb_palette_set_place (WB_PALETTE (palette), get_graph (project), "impute", FALSE);
  g_test_message ("the palette takes %.1f ms", (double) (g_get_monotonic_time () - started) / 1000);
  list = GTK_LIST_BOX (find_type (palette, GTK_TYPE_LIST_BOX));
  g_assert_nonnull (gtk_list_box_get_row_at_index (list, 19));
  g_signal_emit_by_name (palette, "chosen", "scale", FALSE);
  wb_test_settle ();
  g_assert_cmpuint (tn_graph_get_n_nodes (get_graph (project)), ==, before + 1);
  g_assert_true (is_linked (get_graph (project), "impute", "scale_2"));
  wb_project_undo (project);
  wb_test_settle ();
  g_assert_cmpuint (tn_graph_get_n_nodes (get_graph (project)), ==, before);
  gtk_window_destroy (GTK_WINDOW (window));
  end (project);
}

/* Settings */

static void
count (gpointer widget, gpointer user_data)
{
  ++*(guint *) user_data;
}

static void
test_picker (void)
{
  GtkWidget *picker = g_object_ref_sink (wb_picker_new (WB_PICK_MANY, "Columns"));
  g_autoptr (TnTable) table = wb_test_table (10);
  g_autofree char *text = NULL;
  g_autofree char *less = NULL;
  GtkWidget *popover = find_type (picker, GTK_TYPE_POPOVER);
  GtkListBox *list = GTK_LIST_BOX (find_type (popover, GTK_TYPE_LIST_BOX));
  guint n = 0;

  g_signal_connect (picker, "changed", G_CALLBACK (count), &n);
  wb_picker_set_columns (WB_PICKER (picker), table, TN_ROLE_AMOUNT);
  wb_picker_set_text (WB_PICKER (picker), "note\n");
  /* The likely one comes first. */
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (list, 0));
  text = wb_picker_get_text (WB_PICKER (picker));
  g_assert_cmpstr (text, ==, "note\nvalue");
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (list, 0));
  less = wb_picker_get_text (WB_PICKER (picker));
  g_assert_cmpstr (less, ==, "note");
  g_assert_cmpuint (n, ==, 2);
  g_object_unref (picker);
}

static GtkListBox *
find_list (GtkWidget *widget)
{
  return GTK_LIST_BOX (find_type (find_type (widget, GTK_TYPE_POPOVER), GTK_TYPE_LIST_BOX));
}

/* A setting of numbers: words stand last, say what is needed, and cannot be chosen. */
static void
test_picker_says_what_does_not_fit (void)
{
  const TnNodeSpec *node = tn_node_registry_find ("scale");
  GtkWidget *row = g_object_ref_sink (wb_param_row_new (tn_node_spec_find_param (node, "columns")));
  GtkWidget *picker = find_type (row, WB_TYPE_PICKER);
  g_autoptr (TnTable) table = wb_test_table (10);
  GtkListBox *list = find_list (picker);
  AdwActionRow *first, *last;
  g_autofree char *text = NULL;
  g_autofree char *none = NULL;
  g_autofree char *dropped = NULL;

  wb_param_row_set_node (WB_PARAM_ROW (row), node);
  wb_param_row_set_columns (WB_PARAM_ROW (row), table);
  first = ADW_ACTION_ROW (gtk_list_box_get_row_at_index (list, 0));
  last = ADW_ACTION_ROW (gtk_list_box_get_row_at_index (list, 2));
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (first)), ==, "value");
  g_assert_cmpstr (adw_action_row_get_subtitle (last), ==,
                   "Text · This setting needs a column of numbers.");
  g_signal_emit_by_name (list, "row-activated", last);
  none = wb_picker_get_text (WB_PICKER (picker));
  g_assert_cmpstr (none, ==, "");
  g_signal_emit_by_name (list, "row-activated", first);
  text = wb_picker_get_text (WB_PICKER (picker));
  g_assert_cmpstr (text, ==, "value");

  /* One that was named before can be taken away. */
  wb_picker_set_text (WB_PICKER (picker), "note");
  g_signal_emit_by_name (list, "row-activated", last);
  dropped = wb_picker_get_text (WB_PICKER (picker));
  g_assert_cmpstr (dropped, ==, "");
  g_object_unref (row);
}

static void
take_value (WbParamRow *row, JsonNode *value, gpointer user_data)
{
  char **text = user_data;

  g_free (*text);
  *text = value != NULL ? json_to_string (value, FALSE) : g_strdup ("usual");
}

/* What is wrong is said while it is typed and goes nowhere. */
static void
test_wrong_value_is_said (void)
{
  const TnNodeSpec *node = tn_node_registry_find ("asof_features");
  GtkWidget *row = g_object_ref_sink (wb_param_row_new (tn_node_spec_find_param (node, "windows")));
  GtkWidget *entry = find_type (row, GTK_TYPE_ENTRY);
  g_autofree char *typed = NULL;
  g_autofree char *stored = NULL;

  wb_param_row_set_node (WB_PARAM_ROW (row), node);
  g_signal_connect (row, "typed", G_CALLBACK (take_value), &typed);
  g_signal_connect (row, "set", G_CALLBACK (take_value), &stored);
  gtk_editable_set_text (GTK_EDITABLE (entry), "7, seven");
  g_assert_true (typed == NULL || strstr (typed, "seven") == NULL);
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "7, 30");
  g_assert_cmpstr (typed, ==, "\"7, 30\"");
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  g_assert_null (stored);
  g_object_unref (row);
}

static void
test_number_out_of_range_is_said (void)
{
  const TnNodeSpec *node = tn_node_registry_find ("boosting");
  GtkWidget *row = g_object_ref_sink (wb_param_row_new (tn_node_spec_find_param (node, "depth")));
  GtkWidget *spin = find_type (row, GTK_TYPE_SPIN_BUTTON);

  wb_param_row_set_node (WB_PARAM_ROW (row), node);
  gtk_editable_set_text (GTK_EDITABLE (spin), "99");
  g_assert_true (gtk_widget_has_css_class (spin, "error"));
  gtk_editable_set_text (GTK_EDITABLE (spin), "9");
  g_assert_false (gtk_widget_has_css_class (spin, "error"));
  g_object_unref (row);
}

/* What is put together is what the engine reads, whatever the column is called. */
static void
test_conditions (void)
{
  TnTableBuilder *builder = tn_table_builder_new (3);
  static const double numbers[] = { 1, 5, 9 };
  g_autoptr (TnTable) table = NULL;
  g_autofree char *more = wb_condition_write ("how many = 3", ">=", "5");
  g_autofree char *known = wb_condition_write ("how many = 3", "is known", "not used");
  const char *const lines[] = { more, known, NULL };
  g_autoptr (TnConditions) conditions = NULL;
  g_autoptr (GBytes) rows = NULL;
  g_autoptr (GError) error = NULL;

  tn_table_builder_take (builder, tn_field_new ("how many = 3", TN_ROLE_NONE),
                         tn_column_new_numbers (numbers, G_N_ELEMENTS (numbers)));
  table = tn_table_builder_end (builder);
  conditions = tn_conditions_new (table, lines, &error);
  g_assert_no_error (error);
  rows = tn_conditions_select (conditions, table, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (rows);
}

static void
test_condition_is_added (void)
{
  const TnNodeSpec *node = tn_node_registry_find ("filter");
  GtkWidget *row =
      g_object_ref_sink (wb_param_row_new (tn_node_spec_find_param (node, "conditions")));
  GtkWidget *adder = find_type (row, WB_TYPE_CONDITION_ADDER);
  g_autofree char *typed = NULL;
  g_autoptr (TnTable) table = wb_test_table (10);

  wb_param_row_set_node (WB_PARAM_ROW (row), node);
  wb_param_row_set_columns (WB_PARAM_ROW (row), table);
  g_signal_connect (row, "typed", G_CALLBACK (take_value), &typed);
  g_signal_emit_by_name (adder, "added", "\"value\" > 3");
  g_assert_nonnull (typed);
  g_assert_nonnull (strstr (typed, "value"));
  g_object_unref (row);
}

/* The page */

static void
test_page_switches_and_repairs (void)
{
  g_autoptr (WbProject) project = wb_test_project ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page = wb_pipeline_page_new (project);
  GtkWidget *row;
  GtkWidget *button;

  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  wb_test_settle ();
  wb_pipeline_page_choose (WB_PIPELINE_PAGE (page), "churn");
  gtk_widget_activate_action (page, "page.switch", NULL);
  wb_test_settle ();
  g_assert_cmpint (get_standing (project, "churn"), ==, WB_STANDING_OFF);
  g_assert_cmpint (get_standing (project, "features"), ==, WB_STANDING_UNREADY);

  /* The way out stands in the list, at the step that misses something. */
  row = find_type (page, WB_TYPE_STEP_ROW);
  while (row != NULL && (!WB_IS_STEP_ROW (row) ||
                         !g_str_equal (wb_step_row_get_node (WB_STEP_ROW (row)), "features")))
    row = gtk_widget_get_next_sibling (row);
  g_assert_nonnull (row);
  button = find_type (row, GTK_TYPE_BUTTON);
  g_assert_true (gtk_widget_get_visible (button));
  g_signal_emit_by_name (button, "clicked");
  wb_test_settle ();
  g_assert_cmpint (get_standing (project, "churn"), ==, WB_STANDING_READY);
  wb_project_undo (project);
  wb_test_settle ();
  g_assert_cmpint (get_standing (project, "churn"), ==, WB_STANDING_OFF);
  gtk_window_destroy (GTK_WINDOW (window));
  end (project);
}

static void
count_failures (WbProject *project, const GError *error, gpointer user_data)
{
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
  ++*(guint *) user_data;
}

/* The sample shop's orders and the steps of its question, in a project of their own. */
static WbProject *
open_sample (void)
{
  g_autoptr (GError) error = NULL;
  TnProject *store = tn_project_create (NULL, &error);
  g_autoptr (TnDataset) dataset = tn_project_import_sample (store, "orders", NULL, NULL, &error);
  g_autoptr (TnTable) table =
      dataset != NULL ? tn_project_load_dataset (store, "orders", &error) : NULL;
  g_autoptr (TnGraph) graph =
      table != NULL ? tn_template_find ("churn")->build ("orders", table, &error) : NULL;
  WbState *state;

  g_assert_no_error (error);
  tn_project_put_pipeline (store, "churn", graph, tn_message_new_literal ("lay out"), &error);
  state = wb_state_read (store, &error);
  g_assert_no_error (error);

  return wb_project_new (store, state);
}

static void
look_at (WbProject *project, WbPreviewPane *pane, const char *node)
{
  gint64 patience = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  wb_preview_pane_show (pane, get_graph (project), node);
  while (wb_preview_pane_is_looking (pane) && g_get_monotonic_time () < patience)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_preview_shows (void)
{
  g_autoptr (WbProject) project = open_sample ();
  WbPreviewPane *pane =
      g_object_ref_sink (WB_PREVIEW_PANE (wb_preview_pane_new (wb_project_get_store (project))));
  const TnPreview *preview;

  look_at (project, pane, "features");
  preview = wb_preview_pane_get (pane);
  g_assert_nonnull (preview);
  g_assert_nonnull (preview->table);
  g_assert_true (g_strv_contains ((const char *const *) preview->added, "recency_days"));
  look_at (project, pane, "boosting");
  preview = wb_preview_pane_get (pane);
  g_assert_nonnull (preview);
  g_assert_null (preview->table);
  g_assert_nonnull (preview->needs);
  /* Its columns can be chosen from all the same. */
  g_assert_cmpuint (preview->inputs->len, >, 0);
  g_object_unref (pane);
  end (project);
}

/* The window is closed in the middle of a look. */
static void
test_preview_may_end (void)
{
  for (guint turns = 0; turns < 6; turns++)
    {
      g_autoptr (WbProject) project = open_sample ();
      GtkWidget *pane = g_object_ref_sink (wb_preview_pane_new (wb_project_get_store (project)));

      wb_preview_pane_show (WB_PREVIEW_PANE (pane), get_graph (project), "value");
      for (guint i = 0; i < turns && wb_preview_pane_is_looking (WB_PREVIEW_PANE (pane)); i++)
        g_main_context_iteration (NULL, TRUE);
      g_object_run_dispose (G_OBJECT (pane));
      g_object_unref (pane);
      end (project);
    }
}

/* A control without words of its own needs a name. */
static void
check_names (GtkWidget *widget, guint *n)
{
  gboolean is_icon =
      GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL;
  gboolean is_field = GTK_IS_SWITCH (widget) || GTK_IS_SPIN_BUTTON (widget) ||
                      GTK_IS_ENTRY (widget) || GTK_IS_DROP_DOWN (widget) ||
                      GTK_IS_TEXT_VIEW (widget);

  /* GTK's own parts, and what is not shown. */
  if (gtk_widget_get_ancestor (widget, GTK_TYPE_CALENDAR) != NULL ||
      !gtk_widget_get_visible (widget))
    return;
  if ((is_icon && gtk_widget_get_ancestor (widget, GTK_TYPE_SPIN_BUTTON) == NULL &&
       !GTK_IS_MENU_BUTTON (gtk_widget_get_parent (widget))) ||
      is_field)
    {
      if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                             GTK_ACCESSIBLE_PROPERTY_LABEL))
        g_test_fail_printf ("a %s has no name", G_OBJECT_TYPE_NAME (widget));
      ++*n;
    }
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    check_names (at, n);
}

static void
test_names (void)
{
  g_autoptr (WbProject) project = wb_test_project ();
  GtkWidget *page = g_object_ref_sink (wb_pipeline_page_new (project));
  guint n = 0;

  for (guint i = 0; i < tn_graph_get_n_nodes (get_graph (project)); i++)
    {
      wb_pipeline_page_choose (WB_PIPELINE_PAGE (page),
                               tn_graph_get_node (get_graph (project), i)->id);
      check_names (page, &n);
    }
  g_assert_cmpuint (n, >, 100);
  g_object_unref (page);
  end (project);
}

/* A move that cannot be is told and changes nothing. */
static void
test_page_refuses (void)
{
  g_autoptr (WbProject) project = wb_test_project ();
  GtkWidget *page = g_object_ref_sink (wb_pipeline_page_new (project));
  g_autoptr (TnGraph) before = tn_graph_ref (get_graph (project));
  guint n = 0;

  g_signal_connect (project, "failed", G_CALLBACK (count_failures), &n);
  wb_pipeline_page_choose (WB_PIPELINE_PAGE (page), "data");
  gtk_widget_activate_action (page, "page.move", "i", -1);
  wb_test_settle ();
  g_assert_true (get_graph (project) == before);
  g_assert_cmpuint (n, ==, 1);
  g_object_unref (page);
  end (project);
}

static void
on_looked (WbPreviewPane *pane, gpointer user_data)
{
  ++*(guint *) user_data;
}

/* Of many keystrokes the last is looked at; what cannot be shown is said. */
static void
test_preview_looks_once (void)
{
  g_autoptr (WbProject) project = wb_test_project ();
  GtkWidget *pane = g_object_ref_sink (wb_preview_pane_new (wb_project_get_store (project)));
  gint64 patience = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  guint n = 0;

  g_signal_connect (pane, "looked", G_CALLBACK (on_looked), &n);
  for (gint64 depth = 1; depth <= 9; depth++)
    {
      g_autoptr (TnGraph) graph =
          tn_graph_with_value (get_graph (project), "churn", "horizon_days",
                               json_node_init_int (json_node_alloc (), depth));

      wb_preview_pane_show (WB_PREVIEW_PANE (pane), graph, "churn");
    }
  g_assert_true (wb_preview_pane_is_looking (WB_PREVIEW_PANE (pane)));
  while (n == 0 && g_get_monotonic_time () < patience)
    g_main_context_iteration (NULL, TRUE);
  wb_test_settle ();
  g_assert_cmpuint (n, ==, 1);
  /* There is no data set of that name. */
  g_assert_null (wb_preview_pane_get (WB_PREVIEW_PANE (pane)));
  g_object_unref (pane);
  end (project);
}

int
main (int argc, char **argv)
{
  g_autoptr (WbApplication) application = NULL;

  setlocale (LC_ALL, "");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  application = wb_application_new (G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_test_add_func ("/pipeline/cost-is-foretold", test_cost_is_foretold);
  g_test_add_func ("/pipeline/a-step-moves-where-it-may-stand", test_place);
  g_test_add_func ("/pipeline/replacing-keeps-links", test_replace);
  g_test_add_func ("/pipeline/changes-keep-what-is-not-known", test_unknown_is_kept);
  g_test_add_func ("/pipeline/a-new-model-is-compared", test_learners_are_compared);
  g_test_add_func ("/pipeline/steps-say-how-they-stand", test_standing);
  g_test_add_func ("/pipeline/steps-say-what-they-gave", test_result_line);
  g_test_add_func ("/pipeline/steps-are-found-by-words-of-both-languages", test_palette_words);
  g_test_add_func ("/pipeline/a-step-is-added-from-the-palette", test_palette_adds);
  g_test_add_func ("/pipeline/columns-are-picked-and-taken-away", test_picker);
  g_test_add_func ("/pipeline/picker-says-what-does-not-fit", test_picker_says_what_does_not_fit);
  g_test_add_func ("/pipeline/a-wrong-value-is-said-while-typing", test_wrong_value_is_said);
  g_test_add_func ("/pipeline/a-number-out-of-range-is-said", test_number_out_of_range_is_said);
  g_test_add_func ("/pipeline/conditions-are-put-together", test_conditions);
  g_test_add_func ("/pipeline/a-condition-is-added-to-those-there", test_condition_is_added);
  g_test_add_func ("/pipeline/a-way-out-is-one-click", test_page_switches_and_repairs);
  g_test_add_func ("/pipeline/a-look-shows-what-a-step-gives", test_preview_shows);
  g_test_add_func ("/pipeline/a-look-may-end-at-any-time", test_preview_may_end);
  g_test_add_func ("/pipeline/every-control-has-a-name", test_names);
  g_test_add_func ("/pipeline/a-move-that-cannot-be-is-refused", test_page_refuses);
  g_test_add_func ("/pipeline/the-last-keystroke-is-looked-at", test_preview_looks_once);

  return g_test_run ();
}

/* wb-what-if.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-what-if.h"

#include <math.h>

#include "tn-json.h"
#include "tn-worker.h"
#include "wb-run.h"
#include "wb-ui.h"
#include "wb-what-if-private.h"
#include "wb-work.h"

G_DEFINE_FINAL_TYPE (WbWhatIf, wb_what_if, ADW_TYPE_BIN)

JsonObject *
_wb_what_if_get_fact (WbWhatIf *self, guint index)
{
  return tn_json_object_at (tn_json_array (self->made, "facts"), index);
}

guint
_wb_what_if_count_facts (WbWhatIf *self)
{
  JsonArray *facts = tn_json_array (self->made, "facts");

  return facts != NULL ? json_array_get_length (facts) : 0;
}

/* The facts as a table of one row, which is what sentences are made of. */

static void
make_table (WbWhatIf *self)
{
  TnTableBuilder *builder = tn_table_builder_new (1);
  gint64 cut = self->as_of;

  for (guint i = 0; i < _wb_what_if_count_facts (self); i++)
    {
      JsonObject *fact = _wb_what_if_get_fact (self, i);
      double value = tn_json_double (fact, "value", NAN);
      TnField *field = tn_field_from_json (json_object_get_member (fact, "field"), NULL);

      if (field != NULL)
        tn_table_builder_take (builder, field, tn_column_new_numbers (&value, 1));
    }
  if (self->as_of != 0)
    tn_table_builder_take (builder, tn_field_new ("cut", TN_ROLE_CUT),
                           tn_column_new_times (&cut, 1));
  self->facts = tn_table_builder_end (builder);
}

gboolean
_wb_what_if_read_fact (WbWhatIf *self, guint index, TnFact *fact)
{
  JsonObject *object = _wb_what_if_get_fact (self, index);
  const char *name = tn_json_string (tn_json_object (object, "field"), "name", "");
  const double *middle = g_hash_table_lookup (self->middles, name);
  int place = tn_table_find (self->facts, name);

  if (place < 0)
    return FALSE;
  *fact = (TnFact){ .column = (guint) place,
                    .field = tn_table_get_field (self->facts, (guint) place),
                    .middle = middle != NULL ? *middle : tn_json_double (object, "middle", NAN) };
  fact->topic = tn_fact_get_topic (self->facts, fact->field);

  return TRUE;
}

char *
_wb_what_if_say_value (WbWhatIf *self, const TnFact *fact, double value)
{
  if (!isfinite (value))
    return g_strdup (wb_say (N_ ("not known")));

  return wb_say_take (tn_fact_say_value (self->facts, fact->field, value, self->currency));
}

char *
_wb_what_if_say_label (const TnFact *fact)
{
  return wb_say_take (tn_fact_get_label (fact->field));
}

/* Trying other facts */

static JsonArray *
get_points (WbWhatIf *self)
{
  guint at = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->fact));

  return at < self->choices->len
             ? tn_json_array (_wb_what_if_get_fact (self, g_array_index (self->choices, guint, at)),
                              "points")
             : NULL;
}

static char *
say_answer (WbWhatIf *self, JsonObject *point)
{
  JsonObject *now = tn_json_object (self->made, "now");
  g_autofree char *then =
      wb_say_share (tn_json_double (point, "chance", NAN), tn_json_double (point, "low", NAN),
                    tn_json_double (point, "high", NAN));
  TnMessage *message = tn_message_percent (tn_message_new (N_ ("{now} now, {then} then")), "now",
                                           tn_json_double (now, "chance", NAN), 0);

  return wb_say_take (tn_message_text (message, "then", then));
}

static void
show_answer (WbWhatIf *self)
{
  JsonArray *points = self->made != NULL ? get_points (self) : NULL;
  guint at = (guint) llround (gtk_range_get_value (GTK_RANGE (self->scale)));
  guint choice = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->fact));
  g_autofree char *value = NULL;
  g_autofree char *answer = NULL;
  JsonObject *point;
  TnFact fact;

  if (points == NULL || at >= json_array_get_length (points) ||
      !_wb_what_if_read_fact (self, g_array_index (self->choices, guint, choice), &fact))
    return;
  point = tn_json_object_at (points, at);
  value = _wb_what_if_say_value (self, &fact, tn_json_double (point, "value", NAN));
  answer = say_answer (self, point);
  gtk_label_set_text (GTK_LABEL (self->value), value);
  gtk_label_set_text (GTK_LABEL (self->answer), answer);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  value, -1);
}

/* The slider begins where the customer stands. */
static void
on_fact (WbWhatIf *self)
{
  JsonArray *points = self->made != NULL ? get_points (self) : NULL;
  guint choice = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->fact));
  guint n = points != NULL ? json_array_get_length (points) : 0;
  double own, nearest = INFINITY;
  guint at = 0, index;

  if (n < 2)
    return;
  index = g_array_index (self->choices, guint, choice);
  own = _wb_what_if_get_set (self, index);
  if (!isfinite (own))
    own = tn_json_double (_wb_what_if_get_fact (self, index), "value", 0);
  for (guint i = 0; i < n; i++)
    {
      double far = fabs (tn_json_double (tn_json_object_at (points, i), "value", 0) - own);

      if (far < nearest)
        {
          nearest = far;
          at = i;
        }
    }
  gtk_range_set_range (GTK_RANGE (self->scale), 0, n - 1);
  gtk_range_set_value (GTK_RANGE (self->scale), at);
  show_answer (self);
}

/* Most moving first. */
static double
find_reach (WbWhatIf *self, guint index)
{
  JsonArray *points = tn_json_array (_wb_what_if_get_fact (self, index), "points");
  double low = INFINITY, high = -INFINITY;

  for (guint i = 0; points != NULL && i < json_array_get_length (points); i++)
    {
      double chance = tn_json_double (tn_json_object_at (points, i), "chance", NAN);

      low = MIN (low, chance);
      high = MAX (high, chance);
    }

  return high - low;
}

static int
compare_reach (gconstpointer a, gconstpointer b, gpointer user_data)
{
  double x = find_reach (user_data, *(const guint *) a);
  double y = find_reach (user_data, *(const guint *) b);

  return x < y ? 1 : x > y ? -1 : 0;
}

static void
fill_choices (WbWhatIf *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < _wb_what_if_count_facts (self); i++)
    if (find_reach (self, i) > 0.0005)
      g_array_append_val (self->choices, i);
  g_array_sort_with_data (self->choices, compare_reach, self);
  for (guint i = 0; i < self->choices->len; i++)
    {
      TnFact fact;
      g_autofree char *label = NULL;

      _wb_what_if_read_fact (self, g_array_index (self->choices, guint, i), &fact);
      label = _wb_what_if_say_label (&fact);
      gtk_string_list_append (names, label);
    }
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->fact), G_LIST_MODEL (names));
}

static void
add_trial (WbWhatIf *self)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  fill_choices (self);
  if (self->choices->len == 0)
    return;
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "card-pad");
  gtk_box_append (GTK_BOX (self->box), wb_label_new (wb_say (N_ ("What if")), "heading"));
  gtk_box_append (GTK_BOX (card), self->changes);
  gtk_box_append (GTK_BOX (card), self->fact);
  gtk_box_append (GTK_BOX (card), self->scale);
  gtk_box_append (GTK_BOX (card), self->value);
  gtk_box_append (GTK_BOX (card), self->answer);
  if (self->choices->len > 1)
    gtk_box_append (GTK_BOX (card), self->keep);
  gtk_box_append (
      GTK_BOX (card),
      wb_label_new (wb_say (N_ ("This is the model’s view and not a promise: facts that are not "
                                "changed here stay as they are, and the model knows what goes "
                                "together, not why.")),
                    "dim-label"));
  gtk_box_append (GTK_BOX (self->box), card);
  on_fact (self);
}

/* The others, beside what stays changed now. The fact that was tried keeps its place. */
static void
renew (WbWhatIf *self, JsonObject *made)
{
  json_object_ref (made);
  json_object_unref (self->made);
  self->made = made;
  _wb_what_if_show_set (self);
  show_answer (self);
}

void
wb_what_if_show (WbWhatIf *self, JsonObject *made)
{
  if (self->made != NULL)
    {
      renew (self, made);
      return;
    }
  self->made = json_object_ref (made);
  make_table (self);
  gtk_widget_set_visible (self->ask, FALSE);
  _wb_what_if_add_topics (self);
  add_trial (self);
  _wb_what_if_add_facts (self);
}

/* The next fact that moves the chance most and is not changed yet. */
static void
choose_next (WbWhatIf *self)
{
  for (guint i = 0; i < self->choices->len; i++)
    if (!isfinite (_wb_what_if_get_set (self, g_array_index (self->choices, guint, i))))
      {
        gtk_drop_down_set_selected (GTK_DROP_DOWN (self->fact), i);
        gtk_widget_grab_focus (self->fact);
        return;
      }
}

static void
on_keep (WbWhatIf *self)
{
  guint choice = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->fact));
  guint at = (guint) llround (gtk_range_get_value (GTK_RANGE (self->scale)));
  JsonArray *points = self->made != NULL ? get_points (self) : NULL;

  if (points == NULL || at >= json_array_get_length (points))
    return;
  self->moves_on = TRUE;
  _wb_what_if_keep (self, g_array_index (self->choices, guint, choice),
                    tn_json_double (tn_json_object_at (points, at), "value", NAN));
}

void
wb_what_if_keep (WbWhatIf *self)
{
  on_keep (self);
}

gboolean
wb_what_if_choose (WbWhatIf *self, const char *name, guint point)
{
  for (guint i = 0; i < self->choices->len; i++)
    {
      JsonObject *fact = _wb_what_if_get_fact (self, g_array_index (self->choices, guint, i));

      if (!g_str_equal (tn_json_string (tn_json_object (fact, "field"), "name", ""), name))
        continue;
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->fact), i);
      gtk_range_set_value (GTK_RANGE (self->scale), point);
      return TRUE;
    }

  return FALSE;
}

/* Asking */

typedef struct
{
  TnProject *project;
  char *program;
  TnScoreJob job;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  tn_project_unref (self->project);
  g_free (self->program);
  tn_score_job_clear (&self->job);
  g_free (self);
}

static gpointer
ask_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;

  return tn_worker_score (request->project, request->program, &request->job, NULL, NULL,
                          cancellable, error);
}

static void
free_object (gpointer object)
{
  json_object_unref (object);
}

static void
set_asking (WbWhatIf *self, gboolean asking)
{
  gtk_widget_set_sensitive (self->ask, !asking);
  gtk_widget_set_sensitive (self->keep, !asking);
  gtk_widget_set_sensitive (self->changes, !asking);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbWhatIf *self = WB_WHAT_IF (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) made = wb_work_finish (result, &error);

  if (self->box == NULL)
    return;
  set_asking (self, FALSE);
  if (made != NULL)
    wb_what_if_show (self, made);
  else
    wb_project_fail (self->project, error);
  if (made != NULL && self->moves_on)
    choose_next (self);
  self->moves_on = FALSE;
}

void
_wb_what_if_ask (WbWhatIf *self, char **set)
{
  Request *request = g_new0 (Request, 1);

  request->project = tn_project_ref (wb_project_get_store (self->project));
  request->program = wb_run_find_worker ();
  request->job.what_if = TRUE;
  request->job.run = self->run;
  request->job.as_of = TN_TIME_MISSING;
  request->job.customers = g_new0 (char *, 2);
  request->job.customers[0] = g_strdup (self->customer);
  request->job.set = set;
  set_asking (self, TRUE);
  wb_work_start (WB_LANE_LONG, self, ask_in_worker, request, request_free, free_object,
                 self->cancellable, on_answered, NULL);
}

static void
on_ask (WbWhatIf *self)
{
  _wb_what_if_ask (self, NULL);
}

/* The object */

static void
wb_what_if_dispose (GObject *object)
{
  WbWhatIf *self = WB_WHAT_IF (object);

  g_cancellable_cancel (self->cancellable);
  self->box = NULL;
  g_clear_object (&self->fact);
  g_clear_object (&self->scale);
  g_clear_object (&self->value);
  g_clear_object (&self->answer);
  g_clear_object (&self->keep);
  g_clear_object (&self->changes);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (wb_what_if_parent_class)->dispose (object);
}

static void
wb_what_if_finalize (GObject *object)
{
  WbWhatIf *self = WB_WHAT_IF (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->made, json_object_unref);
  g_clear_pointer (&self->facts, tn_table_unref);
  g_array_unref (self->choices);
  g_hash_table_unref (self->middles);
  g_free (self->customer);
  g_free (self->currency);

  G_OBJECT_CLASS (wb_what_if_parent_class)->finalize (object);
}

static void
wb_what_if_class_init (WbWhatIfClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_what_if_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_what_if_finalize;
}

static void
wb_what_if_init (WbWhatIf *self)
{
  self->cancellable = g_cancellable_new ();
  self->choices = g_array_new (FALSE, FALSE, sizeof (guint));
  self->middles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->ask = gtk_button_new_with_label (wb_say (N_ ("Look Closer, and Try Other Facts")));
  self->fact = g_object_ref_sink (gtk_drop_down_new (NULL, NULL));
  self->scale = g_object_ref_sink (gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, 1, 1));
  self->value = g_object_ref_sink (wb_label_new ("", "tabular"));
  self->answer = g_object_ref_sink (
      GTK_WIDGET (g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS,
                                "xalign", 0.0, "wrap", TRUE, NULL)));
  self->keep = g_object_ref_sink (
      gtk_button_new_with_label (wb_say (N_ ("Keep This, and Change Another Fact"))));
  self->changes = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 3));
  gtk_widget_set_visible (self->changes, FALSE);
  gtk_widget_set_halign (self->keep, GTK_ALIGN_START);
  g_signal_connect_swapped (self->keep, "clicked", G_CALLBACK (on_keep), self);
  gtk_widget_add_css_class (self->answer, "title-4");
  gtk_scale_set_draw_value (GTK_SCALE (self->scale), FALSE);
  gtk_range_set_round_digits (GTK_RANGE (self->scale), 0);
  wb_name_widget (self->fact, wb_say (N_ ("Fact to change")));
  wb_name_widget (self->scale, wb_say (N_ ("Value of the fact")));
  gtk_widget_set_tooltip_text (self->scale, NULL);
  g_signal_connect_swapped (self->ask, "clicked", G_CALLBACK (on_ask), self);
  g_signal_connect_swapped (self->fact, "notify::selected", G_CALLBACK (on_fact), self);
  g_signal_connect_swapped (self->scale, "value-changed", G_CALLBACK (show_answer), self);
  gtk_box_append (GTK_BOX (self->box), self->ask);
  adw_bin_set_child (ADW_BIN (self), self->box);
}

/* Half of all customers, as the list says it: by a sample of them. */
static void
read_middles (WbWhatIf *self, JsonObject *list)
{
  JsonArray *known = list != NULL ? tn_json_array (list, "importance") : NULL;

  for (guint i = 0; known != NULL && i < json_array_get_length (known); i++)
    {
      JsonObject *fact = tn_json_object_at (known, i);
      double middle = tn_json_double (fact, "middle", NAN);

      if (isfinite (middle))
        g_hash_table_insert (self->middles, g_strdup (tn_json_string (fact, "name", "")),
                             g_memdup2 (&middle, sizeof middle));
    }
}

GtkWidget *
wb_what_if_new (WbProject *project,
                gint64 run,
                const char *customer,
                JsonObject *list,
                gint64 as_of)
{
  WbWhatIf *self = g_object_new (WB_TYPE_WHAT_IF, NULL);

  self->project = g_object_ref (project);
  self->run = run;
  self->customer = g_strdup (customer);
  self->currency = g_strdup (tn_json_string (list, "currency", ""));
  self->as_of = as_of;
  read_middles (self, list);

  return GTK_WIDGET (self);
}

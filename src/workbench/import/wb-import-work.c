/* wb-import-work.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-import-work.h"

#include <string.h>

#include "tn-error.h"
#include "tn-workbook.h"
#include "wb-keyring.h"
#include "wb-open.h"

#define SAMPLE_BYTES 65536
#define SHOWN_BYTES  160
/* A row of a text is at least so long: what a preview of few bytes is worth. */
#define MIN_SAMPLED_ROWS 20

static const char *const encodings[WB_N_READINGS] = { "UTF-8", "GB18030", "BIG5" };

/* Drafts */

static void
file_free (gpointer data)
{
  WbDraftFile *self = data;

  g_free (self->path);
  g_clear_pointer (&self->source, tn_source_unref);
  g_clear_pointer (&self->plan, tn_import_plan_free);
  g_free (self);
}

WbDraft *
wb_draft_new (void)
{
  return g_ptr_array_new_with_free_func (file_free);
}

WbDraftFile *
wb_draft_get (const WbDraft *self, guint index)
{
  return g_ptr_array_index (self, index);
}

void
wb_draft_add (WbDraft *self, const char *path, TnImportOrigin *origin)
{
  WbDraftFile *file = g_new0 (WbDraftFile, 1);

  file->path = g_strdup (path);
  file->origin = origin;
  file->plan = origin != NULL ? tn_import_plan_copy (origin->plan) : NULL;
  g_ptr_array_add (self, file);
}

WbDraft *
wb_draft_copy (const WbDraft *self)
{
  WbDraft *copy = wb_draft_new ();

  for (guint i = 0; i < self->len; i++)
    {
      const WbDraftFile *file = wb_draft_get (self, i);
      WbDraftFile *added = g_new0 (WbDraftFile, 1);

      added->path = g_strdup (file->path);
      added->source = file->source != NULL ? tn_source_ref (file->source) : NULL;
      added->plan = file->plan != NULL ? tn_import_plan_copy (file->plan) : NULL;
      added->origin = file->origin;
      g_ptr_array_add (copy, added);
    }

  return copy;
}

/* As the engine takes them; borrowed. */
static TnImportFile *
get_files (const WbDraft *draft)
{
  TnImportFile *files = g_new0 (TnImportFile, draft->len + 1);

  for (guint i = 0; i < draft->len; i++)
    {
      files[i].source = wb_draft_get (draft, i)->source;
      files[i].plan = wb_draft_get (draft, i)->plan;
    }

  return files;
}

static gboolean
give_key (const WbDraft *draft, TnPseudonymKey *key, GError **error)
{
  for (guint i = 0; key != NULL && i < draft->len; i++)
    if (!tn_import_plan_set_key (wb_draft_get (draft, i)->plan, key, error))
      return FALSE;

  return TRUE;
}

void
wb_preview_free (WbPreview *self)
{
  g_clear_pointer (&self->draft, g_ptr_array_unref);
  g_clear_pointer (&self->refused, g_ptr_array_unref);
  g_clear_pointer (&self->table, tn_table_unref);
  g_clear_pointer (&self->sheets, g_ptr_array_unref);
  for (guint i = 0; i < WB_N_READINGS; i++)
    g_free (self->readings[i].text);
  g_free (self);
}

void
wb_check_free (WbCheck *self)
{
  g_clear_pointer (&self->draft, g_ptr_array_unref);
  g_clear_pointer (&self->sink, tn_trial_sink_free);
  g_free (self->parts);
  g_free (self);
}

/* Looking */

typedef struct
{
  WbDraft *draft;
  guint shown;
  gboolean keep;
  TnPseudonymKey *key;
} Look;

static void
look_free (gpointer data)
{
  Look *self = data;

  g_ptr_array_unref (self->draft);
  g_clear_pointer (&self->key, tn_pseudonym_key_unref);
  g_free (self);
}

/* The first line with a letter that is not English: there the encodings differ. */
static gboolean
find_line (const char *bytes, gsize n, gsize *start, gsize *length)
{
  for (gsize i = 0; i < n; i++)
    if ((guchar) bytes[i] >= 0x80)
      {
        gsize from = i, to = i;

        while (from > 0 && bytes[from - 1] != '\n')
          from--;
        while (to < n && bytes[to] != '\n' && to - from < SHOWN_BYTES)
          to++;
        *start = from;
        *length = to - from;
        return TRUE;
      }

  return FALSE;
}

static void
read_in_encodings (WbPreview *self, TnSource *source)
{
  g_autofree char *bytes = g_malloc (SAMPLE_BYTES);
  gssize n = tn_source_read (source, 0, bytes, SAMPLE_BYTES, NULL);
  gsize start, length;

  for (guint i = 0; i < WB_N_READINGS; i++)
    self->readings[i].encoding = encodings[i];
  if (n <= 0 || !find_line (bytes, n, &start, &length))
    return;
  for (guint i = 0; i < WB_N_READINGS; i++)
    {
      char *text = i == 0 ? g_utf8_make_valid (bytes + start, length)
                          : g_convert_with_fallback (bytes + start, length, "UTF-8", encodings[i],
                                                     "\357\277\275", NULL, NULL, NULL);

      self->readings[i].text = text != NULL ? g_strstrip (text) : g_strdup ("\357\277\275");
    }
}

/* Both ends of a word that may say who a person is; the middle is nobody's business on a screen. */
static char *
mask_middle (const char *text)
{
  glong n = g_utf8_strlen (text, -1);
  glong head = MIN (3, n / 3);
  glong tail = MIN (4, n / 4);
  GString *masked = g_string_new_len (text, g_utf8_offset_to_pointer (text, head) - text);

  for (glong i = head; i < n - tail; i++)
    g_string_append (masked, "•");
  g_string_append (masked, g_utf8_offset_to_pointer (text, n - tail));

  return g_string_free (masked, FALSE);
}

static TnColumn *
mask_column (TnColumn *column, GError **error)
{
  gsize n = tn_column_get_n_rows (column);
  g_autoptr (TnDictionaryBuilder) words = tn_dictionary_builder_new ();
  g_autofree guint32 *codes = g_new (guint32, MAX (n, 1));
  g_autoptr (TnDictionary) dictionary = NULL;

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *cell = tn_column_dup_cell (column, i, error);
      g_autofree char *masked = cell != NULL ? mask_middle (cell) : NULL;

      codes[i] = masked != NULL ? tn_dictionary_builder_intern (words, masked, strlen (masked))
                                : TN_CODE_MISSING;
    }
  dictionary = tn_dictionary_builder_end (g_steal_pointer (&words));

  return tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, n);
}

/* The first rows as a screen may show them. */
static TnTable *
mask_people (TnTable *table, const TnImportPlan *plan)
{
  TnTableBuilder *builder = tn_table_builder_new (tn_table_get_n_rows (table));

  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    {
      const TnField *field = tn_table_get_field (table, i);
      TnColumn *column = tn_table_get_column (table, i);
      int index = tn_import_plan_find (plan, field->name);
      const TnImportColumn *planned =
          index >= 0 ? tn_import_plan_get_column (plan, (guint) index) : NULL;
      TnColumnType type = tn_column_get_column_type (column);

      if (planned != NULL && planned->sensitive != TN_SENSITIVE_NONE && !planned->pseudonym &&
          (type == TN_COLUMN_CATEGORY || type == TN_COLUMN_TEXT))
        tn_table_builder_take (builder, tn_field_copy (field), mask_column (column, NULL));
      else
        tn_table_builder_add (builder, field, column);
    }

  return tn_table_builder_end (builder);
}

/* For the eyes alone: where the key is not at hand, another one makes words of the same look. */
static gboolean
read_rows (WbPreview *self, const WbDraftFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnImportPlan) plan = tn_import_plan_copy (file->plan);
  g_autoptr (TnMemorySink) sink = tn_memory_sink_new ();
  g_autoptr (TnPseudonymKey) dummy = NULL;
  TnImportOptions options = { .max_rows = WB_PREVIEW_ROWS };

  if (tn_import_plan_needs_key (plan))
    {
      dummy = tn_pseudonym_key_new ();
      tn_import_plan_set_key (plan, NULL, NULL);
      tn_import_plan_set_key (plan, dummy, NULL);
    }
  if (!tn_import_run (file->source, plan, &options, &tn_memory_sink, sink, NULL, NULL, cancellable,
                      error))
    return FALSE;
  self->table = mask_people (tn_memory_sink_get_table (sink), plan);

  return TRUE;
}

/* Rows of a text by the length of the first ones. */
static gint64
estimate_rows (const WbDraftFile *file, GPtrArray *sheets)
{
  g_autofree char *bytes = g_malloc (SAMPLE_BYTES);
  const char *sheet = tn_import_plan_get_sheet (file->plan);
  gssize n;
  gint64 n_lines = 0;

  for (guint i = 0; sheet != NULL && sheets != NULL && i < sheets->len; i++)
    {
      const TnSheetInfo *info = g_ptr_array_index (sheets, i);

      if (strcmp (info->name, sheet) == 0)
        return info->n_rows > 0 ? info->n_rows : -1;
    }
  n = tn_source_read (file->source, 0, bytes, SAMPLE_BYTES, NULL);
  for (gssize i = 0; i < n; i++)
    n_lines += bytes[i] == '\n';
  if (n_lines < MIN_SAMPLED_ROWS)
    return -1;

  return (gint64) ((double) tn_source_get_size (file->source) / (double) n * (double) n_lines);
}

static gboolean
open_file (WbDraftFile *file, GCancellable *cancellable, GError **error)
{
  if (file->source != NULL)
    return TRUE;
  file->source = file->origin != NULL
                     ? tn_import_origin_open (file->origin, file->path, cancellable, error)
                     : tn_source_open (file->path, cancellable, error);

  return file->source != NULL;
}

/* Opens a file and finds out what is not known or to be found anew. */
static gboolean
look_at (WbDraftFile *file, const Look *look, GCancellable *cancellable, GError **error)
{
  TnImportPlan *plan;

  if (!open_file (file, cancellable, error))
    return FALSE;
  if (file->plan != NULL && look->keep)
    return TRUE;
  plan = tn_import_detect (file->source, file->plan, NULL, cancellable, error);
  if (plan == NULL)
    return FALSE;
  g_clear_pointer (&file->plan, tn_import_plan_free);
  file->plan = plan;

  return TRUE;
}

/* What was decided for the first file, a later one is looked at with, too. */
static void
decide_like_first (const WbDraft *draft, WbDraftFile *file)
{
  const TnImportPlan *first = wb_draft_get (draft, 0)->plan;

  for (guint i = 0; i < tn_import_plan_get_n_columns (first); i++)
    {
      const TnImportColumn *column = tn_import_plan_get_column (first, i);
      int index = tn_import_plan_find (file->plan, column->name);

      if (index >= 0 && !column->included)
        tn_import_plan_set_included (file->plan, (guint) index, FALSE);
    }
}

/* A file that does not fit to those before it is left out, with the reason; so is one that cannot
 * be opened, unless it is the only one. */
static gboolean
look_at_all (WbPreview *preview, const Look *look, GCancellable *cancellable, GError **error)
{
  WbDraft *draft = preview->draft;

  for (guint i = 0; i < draft->len;)
    {
      WbDraftFile *file = wb_draft_get (draft, i);
      gboolean is_new = file->plan == NULL;
      g_autoptr (GError) reason = NULL;
      gboolean fits = look_at (file, look, cancellable, &reason);

      if (fits && is_new && i > 0)
        decide_like_first (draft, file);
      if (fits && i > 0)
        {
          g_autofree TnImportFile *files = get_files (draft);

          fits = tn_import_check_files (files, i + 1, &reason);
        }
      if (fits)
        {
          i++;
          continue;
        }
      if (i == 0 || !is_new || g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
      g_ptr_array_add (preview->refused, g_steal_pointer (&reason));
      g_ptr_array_remove_index (draft, i);
    }

  return TRUE;
}

static gpointer
look_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Look *look = data;
  g_autoptr (WbPreview) preview = g_new0 (WbPreview, 1);
  const WbDraftFile *shown;

  preview->draft = wb_draft_copy (look->draft);
  preview->refused = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  if (!look_at_all (preview, look, cancellable, error) ||
      !give_key (preview->draft, look->key, error))
    return NULL;
  shown = wb_draft_get (preview->draft, MIN (look->shown, preview->draft->len - 1));
  if (!read_rows (preview, shown, cancellable, error))
    return NULL;
  if (tn_source_is_workbook (shown->source))
    preview->sheets = tn_source_list_sheets (shown->source, cancellable, NULL);
  else
    read_in_encodings (preview, shown->source);
  for (guint i = 0; i < preview->draft->len && preview->n_rows >= 0; i++)
    {
      gint64 n = estimate_rows (wb_draft_get (preview->draft, i), preview->sheets);

      preview->n_rows = n >= 0 ? preview->n_rows + n : -1;
    }

  return g_steal_pointer (&preview);
}

void
wb_import_look (gpointer owner,
                const WbDraft *draft,
                guint shown,
                gboolean keep,
                TnPseudonymKey *key,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  Look *look = g_new0 (Look, 1);

  look->draft = wb_draft_copy (draft);
  look->shown = shown;
  look->keep = keep;
  look->key = key != NULL ? tn_pseudonym_key_ref (key) : NULL;
  wb_work_start (WB_LANE_LOOK, owner, look_in_worker, look, look_free,
                 (GDestroyNotify) wb_preview_free, cancellable, callback, user_data);
}

/* Checking and bringing in */

typedef struct
{
  TnProject *store; /* nullable */
  WbDraft *draft;
  char *name;
  char *file_column;
  char *question;
  TnPseudonymKey *key;
  gboolean keep_key;
  TnMessage *label; /* nullable */
  TnProgress *progress;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  g_clear_pointer (&self->store, tn_project_unref);
  g_ptr_array_unref (self->draft);
  g_free (self->name);
  g_free (self->file_column);
  g_free (self->question);
  g_clear_pointer (&self->key, tn_pseudonym_key_unref);
  g_clear_pointer (&self->label, tn_message_unref);
  g_clear_pointer (&self->progress, tn_progress_unref);
  g_free (self);
}

static Reading *
reading_new (const WbDraft *draft,
             const char *file_column,
             TnPseudonymKey *key,
             TnProgress *progress)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->draft = wb_draft_copy (draft);
  reading->file_column = g_strdup (file_column);
  reading->key = key != NULL ? tn_pseudonym_key_ref (key) : NULL;
  reading->progress = progress != NULL ? tn_progress_ref (progress) : NULL;

  return reading;
}

/* Counts are the same whatever the key. */
static void
give_any_key (const WbDraft *draft)
{
  g_autoptr (TnPseudonymKey) dummy = tn_pseudonym_key_new ();

  for (guint i = 0; i < draft->len; i++)
    {
      TnImportPlan *plan = wb_draft_get (draft, i)->plan;

      if (!tn_import_plan_needs_key (plan))
        continue;
      tn_import_plan_set_key (plan, NULL, NULL);
      tn_import_plan_set_key (plan, dummy, NULL);
    }
}

static int
find_file (const WbDraft *draft, const char *name)
{
  for (guint i = 0; name != NULL && i < draft->len; i++)
    if (strcmp (tn_source_get_name (wb_draft_get (draft, i)->source), name) == 0)
      return (int) i;

  return 0;
}

/* As a person would come upon them. */
static int
compare_problems (gconstpointer a, gconstpointer b, gpointer draft)
{
  const TnTrialProblem *x = *(TnTrialProblem *const *) a;
  const TnTrialProblem *y = *(TnTrialProblem *const *) b;
  int i = find_file (draft, x->file);
  int j = find_file (draft, y->file);

  return i != j ? i - j : (x->line > y->line) - (x->line < y->line);
}

static gpointer
check_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Reading *reading = data;
  g_autoptr (WbCheck) check = g_new0 (WbCheck, 1);
  g_autofree TnImportFile *files = NULL;
  gint64 begin = g_get_monotonic_time ();

  check->draft = wb_draft_copy (reading->draft);
  check->sink = tn_trial_sink_new (WB_SHOWN_PROBLEMS);
  check->parts = g_new0 (TnImportSummary, check->draft->len + 1);
  give_any_key (check->draft);
  files = get_files (check->draft);
  if (!tn_import_run_files (files, check->draft->len, reading->file_column, NULL, &tn_trial_sink,
                            check->sink, check->parts, &check->summary, reading->progress,
                            cancellable, error))
    return NULL;
  check->problems = tn_trial_sink_get_problems (check->sink);
  g_ptr_array_sort_with_data (check->problems, compare_problems, check->draft);
  check->n_bytes = tn_trial_sink_get_bytes (check->sink);
  check->seconds = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;

  return g_steal_pointer (&check);
}

void
wb_import_check (gpointer owner,
                 const WbDraft *draft,
                 const char *file_column,
                 TnPseudonymKey *key,
                 TnProgress *progress,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  wb_work_start (WB_LANE_LONG, owner, check_in_worker,
                 reading_new (draft, file_column, key, progress), reading_free,
                 (GDestroyNotify) wb_check_free, cancellable, callback, user_data);
}

typedef struct
{
  TnProject *store;
  WbState *state;
} Brought;

static void
brought_free (gpointer data)
{
  Brought *self = data;

  g_clear_pointer (&self->store, tn_project_unref);
  g_clear_pointer (&self->state, wb_state_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Brought, brought_free)

static gboolean
has_dataset (TnProject *project, const char *name)
{
  g_autoptr (TnDataset) dataset = tn_project_find_dataset (project, name, NULL);

  return dataset != NULL;
}

/* "Orders 2024.csv.gz" is called "Orders 2024"; a second one of that name replaces nothing. */
static char *
make_name (TnProject *project, TnSource *source)
{
  g_autofree char *base = g_path_get_basename (tn_source_get_name (source));
  char *dot = strchr (base, '.');
  char *name;

  if (dot != NULL && dot != base)
    *dot = '\0';
  name = g_strdup (base);
  for (guint i = 2; has_dataset (project, name); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s-%u", base, i);
    }

  return name;
}

static gboolean
bring_into (Reading *self, TnProject *project, GCancellable *cancellable, GError **error)
{
  g_autofree TnImportFile *files = get_files (self->draft);
  g_autofree char *name = self->name != NULL
                              ? g_strdup (self->name)
                              : make_name (project, wb_draft_get (self->draft, 0)->source);
  g_autoptr (TnDataset) dataset = NULL;
  TnImportSummary summary;

  if (self->label == NULL)
    self->label = tn_message_text (tn_message_new (N_ ("Import {name}")), "name", name);
  dataset = tn_project_import_labelled (project, name, files, self->draft->len, self->file_column,
                                        self->label, &summary, self->progress, cancellable, error);

  return dataset != NULL &&
         (self->question == NULL || wb_ask (project, name, self->question, error));
}

static gpointer
bring_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Reading *reading = data;
  g_autoptr (Brought) brought = g_new0 (Brought, 1);

  if ((reading->keep_key && !wb_keyring_keep (reading->key, cancellable, error)) ||
      !give_key (reading->draft, reading->key, error))
    return NULL;
  brought->store =
      reading->store != NULL ? tn_project_ref (reading->store) : tn_project_create (NULL, error);
  if (brought->store == NULL || !bring_into (reading, brought->store, cancellable, error))
    return NULL;
  brought->state = wb_state_read (brought->store, error);

  return brought->state != NULL ? g_steal_pointer (&brought) : NULL;
}

void
wb_import_bring (gpointer owner,
                 const WbBring *bring,
                 TnProgress *progress,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  Reading *reading = reading_new (bring->draft, bring->file_column, bring->key, progress);

  reading->store = bring->store != NULL ? tn_project_ref (bring->store) : NULL;
  reading->name = g_strdup (bring->name);
  reading->question = g_strdup (bring->question);
  reading->keep_key = bring->keep_key;
  reading->label = bring->label != NULL ? tn_message_ref (bring->label) : NULL;
  wb_work_start (WB_LANE_LONG, owner, bring_in_worker, reading, reading_free, brought_free,
                 cancellable, callback, user_data);
}

/**
 * wb_import_finish:
 *
 * Returns: (transfer full): the project with the data set in it
 */
WbProject *
wb_import_finish (GAsyncResult *result, WbProject *project, GError **error)
{
  g_autoptr (Brought) brought = wb_work_finish (result, error);

  if (brought == NULL)
    return NULL;
  if (project != NULL)
    {
      wb_project_refresh (project);
      return g_object_ref (project);
    }

  return wb_project_new (g_steal_pointer (&brought->store), g_steal_pointer (&brought->state));
}

/* Importing again */

void
wb_recalled_free (WbRecalled *self)
{
  g_clear_pointer (&self->origins, g_ptr_array_unref);
  g_free (self->file_column);
  g_free (self);
}

typedef struct
{
  TnProject *store;
  char *name;
} Recall;

static void
recall_free (gpointer data)
{
  Recall *self = data;

  tn_project_unref (self->store);
  g_free (self->name);
  g_free (self);
}

static gpointer
recall_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Recall *recall = data;
  g_autoptr (TnDataset) dataset = tn_project_find_dataset (recall->store, recall->name, error);
  g_autoptr (WbRecalled) recalled = g_new0 (WbRecalled, 1);

  if (dataset == NULL)
    return NULL;
  recalled->origins = tn_project_recall_origins (recall->store, recall->name, error);
  recalled->file_column = g_strdup (tn_dataset_get_file_column (dataset));

  return recalled->origins != NULL ? g_steal_pointer (&recalled) : NULL;
}

void
wb_import_recall (gpointer owner,
                  TnProject *store,
                  const char *name,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  Recall *recall = g_new0 (Recall, 1);

  recall->store = tn_project_ref (store);
  recall->name = g_strdup (name);
  wb_work_start (WB_LANE_LOOK, owner, recall_in_worker, recall, recall_free,
                 (GDestroyNotify) wb_recalled_free, NULL, callback, user_data);
}

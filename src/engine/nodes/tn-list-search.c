/* tn-list-search.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-list-search.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-fact-words.h"
#include "tn-json.h"
#include "tn-list-export.h"
#include "tn-reason-text.h"
#include "tn-space.h"

#define CANCEL_ROWS 4096
#define MAX_REASONS 63 /* kinds of them; a bit each */
#define MAX_WORDS   50 /* more of them are no groups */

/* A column of words, and which of its facets stand for them. */
typedef struct
{
  const char *name; /* of the table */
  guint32 *codes;
  TnDictionary *words;
} Words;

struct _TnListSearch
{
  TnTable *table;
  gsize n;
  guint32 *codes;
  TnDictionary *names;
  double *chance;
  double *stake;     /* nullable */
  guint64 *reasons;  /* a bit each kind, of the first @n_explained rows */
  gsize n_explained; /* behind it nobody has reasons */
  GArray *facets;    /* of TnListFacet */
  guint n_reasons;   /* of them */
  guint *bit_of;     /* of each */
  GArray *columns;   /* of Words */
};

static void
facet_clear (gpointer data)
{
  TnListFacet *self = data;

  g_free (self->column);
  g_free (self->key);
  g_clear_pointer (&self->title, tn_message_unref);
  g_clear_pointer (&self->label, tn_message_unref);
}

static void
words_clear (gpointer data)
{
  Words *self = data;

  g_free (self->codes);
  g_clear_pointer (&self->words, tn_dictionary_unref);
}

static void
search_clear (gpointer data)
{
  TnListSearch *self = data;

  g_clear_pointer (&self->table, tn_table_unref);
  g_clear_pointer (&self->names, tn_dictionary_unref);
  g_clear_pointer (&self->facets, g_array_unref);
  g_clear_pointer (&self->columns, g_array_unref);
  g_free (self->codes);
  g_free (self->chance);
  g_free (self->stake);
  g_free (self->reasons);
  g_free (self->bit_of);
}

TnListSearch *
tn_list_search_ref (TnListSearch *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
tn_list_search_unref (TnListSearch *self)
{
  g_atomic_rc_box_release_full (self, search_clear);
}

/* Reasons */

/* A kind of reasons while they are counted. */
typedef struct
{
  guint bit;
  gsize n;
  char *key;
  TnMessage *label;
} Kind;

static void
kind_free (gpointer data)
{
  Kind *self = data;

  g_free (self->key);
  g_clear_pointer (&self->label, tn_message_unref);
  g_free (self);
}

/* The same words stand for the same kind: “{label}: {value}” by what its column is called. */
static Kind *
find_kind (GHashTable *kinds, JsonNode *reason)
{
  JsonNode *label = NULL;
  TnTopic topic = tn_reason_find_topic (json_node_get_object (reason), &label);
  g_autoptr (TnMessage) message =
      label != NULL ? tn_message_from_json (label, NULL) : tn_topic_get_label (topic);
  g_autofree char *said =
      message != NULL && label != NULL ? tn_message_say (message, tn_language_get ("en")) : NULL;
  const char *key = said != NULL ? said : tn_topic_to_id (topic);
  Kind *kind = g_hash_table_lookup (kinds, key);

  if (kind != NULL || message == NULL || g_hash_table_size (kinds) >= MAX_REASONS)
    return kind;
  kind = g_new0 (Kind, 1);
  kind->bit = g_hash_table_size (kinds);
  kind->key = g_strdup (key);
  kind->label = g_steal_pointer (&message);
  g_hash_table_insert (kinds, kind->key, kind);

  return kind;
}

static guint64
read_cell (GHashTable *kinds, const char *text, gsize length)
{
  g_autoptr (JsonNode) node = tn_json_parse (text, length, NULL);
  JsonArray *array =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint64 bits = 0;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *reason = json_array_get_element (array, i);
      Kind *kind = JSON_NODE_HOLDS_OBJECT (reason) ? find_kind (kinds, reason) : NULL;

      if (kind == NULL || (bits & G_GUINT64_CONSTANT (1) << kind->bit) != 0)
        continue;
      bits |= G_GUINT64_CONSTANT (1) << kind->bit;
      kind->n++;
    }

  return bits;
}

static int
compare_kinds (gconstpointer a, gconstpointer b)
{
  const Kind *x = *(const Kind *const *) a, *y = *(const Kind *const *) b;

  if (x->n != y->n)
    return x->n < y->n ? 1 : -1;

  return strcmp (x->key, y->key);
}

static void
take_kinds (TnListSearch *self, GHashTable *kinds)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer at;

  g_hash_table_iter_init (&iter, kinds);
  while (g_hash_table_iter_next (&iter, NULL, &at))
    g_ptr_array_add (sorted, at);
  g_ptr_array_sort (sorted, compare_kinds);
  self->bit_of = g_new0 (guint, MAX (sorted->len, 1));
  for (guint i = 0; i < sorted->len; i++)
    {
      const Kind *kind = g_ptr_array_index (sorted, i);
      TnListFacet facet = { .key = g_strdup (kind->key),
                            .label = tn_message_ref (kind->label),
                            .n = kind->n };

      self->bit_of[i] = kind->bit;
      g_array_append_val (self->facets, facet);
    }
  self->n_reasons = sorted->len;
}

static gboolean
read_reasons (TnListSearch *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) kinds = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, kind_free);
  int place = tn_table_find (self->table, "reasons");
  TnColumn *column = place >= 0 ? tn_table_get_column (self->table, place) : NULL;

  if (column == NULL || tn_column_get_column_type (column) != TN_COLUMN_TEXT)
    return TRUE;
  self->reasons = tn_space_try_alloc (self->n, sizeof (guint64), error);
  if (self->reasons == NULL)
    return FALSE;
  for (gsize row = 0; row < self->n; row += TN_CHUNK_ROWS)
    {
      g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, row / TN_CHUNK_ROWS, error);

      if (chunk == NULL)
        return FALSE;
      for (guint i = 0; i < chunk->n_rows; i++)
        {
          if (i % 256 == 0 && tn_cancelled (cancellable, error))
            return FALSE;
          self->reasons[row + i] = 0;
          if (tn_chunk_is_missing (chunk, i))
            continue;
          self->reasons[row + i] = read_cell (kinds, chunk->text + chunk->offset[i],
                                              chunk->offset[i + 1] - chunk->offset[i]);
          self->n_explained = row + i + 1;
        }
    }
  take_kinds (self, kinds);

  return TRUE;
}

/* Words of columns */

static void
take_words (TnListSearch *self, const TnField *field, const Words *words)
{
  gsize n_words = tn_dictionary_get_size (words->words);
  g_autofree gsize *counts = g_new0 (gsize, MAX (n_words, 1));
  gboolean is_action = g_str_equal (field->name, "action");

  for (gsize row = 0; row < self->n; row++)
    if (words->codes[row] < n_words)
      counts[words->codes[row]]++;
  for (guint32 code = 0; code < n_words; code++)
    {
      const char *word = tn_dictionary_get (words->words, code, NULL);
      TnListFacet facet = { .column = g_strdup (field->name),
                            .key = g_strdup (word),
                            .title = tn_fact_get_label (field),
                            .label = is_action ? tn_list_get_action (word)
                                               : tn_message_new_literal (word),
                            .n = counts[code] };

      g_array_append_val (self->facets, facet);
    }
}

/* Columns of few words divide the list into groups. */
static gboolean
read_words (TnListSearch *self, GError **error)
{
  for (guint i = 0; i < tn_table_get_n_columns (self->table); i++)
    {
      const TnField *field = tn_table_get_field (self->table, i);
      TnColumn *column = tn_table_get_column (self->table, i);
      Words words = { .name = field->name };

      if (field->role == TN_ROLE_CUSTOMER ||
          tn_column_get_column_type (column) != TN_COLUMN_CATEGORY)
        continue;
      words.words = tn_column_get_dictionary (column, error);
      if (words.words == NULL)
        return FALSE;
      if (tn_dictionary_get_size (words.words) > MAX_WORDS)
        {
          words_clear (&words);
          continue;
        }
      words.codes = tn_column_dup_codes (column, error);
      if (words.codes == NULL)
        {
          words_clear (&words);
          return FALSE;
        }
      g_array_append_val (self->columns, words);
      take_words (self, field, &words);
    }

  return TRUE;
}

static double *
read_numbers (TnTable *table, const char *name, GError **error)
{
  int place = tn_table_find (table, name);

  return place >= 0 ? tn_column_dup_numbers (tn_table_get_column (table, place), error) : NULL;
}

/**
 * tn_list_search_new:
 * @table: a customer list as it is stored, or another table with customers
 * @cancellable: (nullable): to give up
 * @error: %TN_ERROR_SPACE, %TN_ERROR_DAMAGED; %TN_ERROR_NOT_FOUND without customers
 */
TnListSearch *
tn_list_search_new (TnTable *table, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnListSearch) self = g_atomic_rc_box_new0 (TnListSearch);
  TnColumn *names = tn_table_require_role (table, TN_ROLE_CUSTOMER, error);
  g_autoptr (GError) inner = NULL;

  self->table = tn_table_ref (table);
  self->n = tn_table_get_n_rows (table);
  self->facets = g_array_new (FALSE, TRUE, sizeof (TnListFacet));
  self->columns = g_array_new (FALSE, TRUE, sizeof (Words));
  g_array_set_clear_func (self->facets, facet_clear);
  g_array_set_clear_func (self->columns, words_clear);
  if (names == NULL || (self->codes = tn_column_dup_codes (names, error)) == NULL ||
      (self->names = tn_column_get_dictionary (names, error)) == NULL)
    return NULL;
  self->chance = read_numbers (table, "chance", &inner);
  if (inner == NULL)
    self->stake = read_numbers (table, "stake", &inner);
  if (inner != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&inner));
      return NULL;
    }
  if (!read_reasons (self, cancellable, error) || !read_words (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

gsize
tn_list_search_get_n (const TnListSearch *self)
{
  return self->n;
}

TnTable *
tn_list_search_get_table (const TnListSearch *self)
{
  return self->table;
}

/* The customer's number; "" when it has none. */
const char *
tn_list_search_get_name (const TnListSearch *self, gsize row)
{
  return self->codes[row] != TN_CODE_MISSING
             ? tn_dictionary_get (self->names, self->codes[row], NULL)
             : "";
}

double
tn_list_search_get_chance (const TnListSearch *self, gsize row)
{
  return self->chance != NULL ? self->chance[row] : NAN;
}

double
tn_list_search_get_stake (const TnListSearch *self, gsize row)
{
  return self->stake != NULL ? self->stake[row] : NAN;
}

guint
tn_list_search_get_n_facets (const TnListSearch *self)
{
  return self->facets->len;
}

const TnListFacet *
tn_list_search_get_facet (const TnListSearch *self, guint index)
{
  return &g_array_index (self->facets, TnListFacet, index);
}

/* Finding */

/* A filter with what it needs looked up. */
typedef struct
{
  const TnListFilter *filter;
  char *text;      /* nullable: folded */
  guint64 bits;    /* of the reason; 0 for any */
  guint32 *codes;  /* nullable: of the column */
  guint32 code;    /* of the word */
  gboolean nobody; /* what is asked for does not exist */
} Wanted;

static void
wanted_init (Wanted *self, const TnListSearch *search, const TnListFilter *filter)
{
  *self = (Wanted){ .filter = filter };
  if (filter->text != NULL)
    self->text = g_utf8_casefold (filter->text, -1);
  for (guint i = 0; filter->reason != NULL && i < search->n_reasons; i++)
    if (g_str_equal (tn_list_search_get_facet (search, i)->key, filter->reason))
      self->bits = G_GUINT64_CONSTANT (1) << search->bit_of[i];
  self->nobody = filter->reason != NULL && self->bits == 0;
  if (filter->column == NULL)
    return;
  self->nobody = TRUE;
  for (guint i = 0; i < search->columns->len; i++)
    {
      const Words *words = &g_array_index (search->columns, Words, i);

      if (filter->value != NULL && g_str_equal (words->name, filter->column) &&
          tn_dictionary_find (words->words, filter->value, strlen (filter->value), &self->code))
        {
          self->codes = words->codes;
          self->nobody = filter->reason != NULL && self->bits == 0;
        }
    }
}

/* Numbers of customers are mostly digits, which have no small letters. */
static gboolean
contains (const char *name, const char *text)
{
  g_autofree char *folded = NULL;

  if (strstr (name, text) != NULL)
    return TRUE;
  folded = g_utf8_casefold (name, -1);

  return strstr (folded, text) != NULL;
}

static gboolean
is_within (double value, double from, double to)
{
  return (isnan (from) || value >= from) && (isnan (to) || value <= to);
}

static gboolean
is_wanted (const TnListSearch *self, const Wanted *wanted, gsize row)
{
  const TnListFilter *filter = wanted->filter;

  return is_within (tn_list_search_get_chance (self, row), filter->chance_from,
                    filter->chance_to) &&
         is_within (tn_list_search_get_stake (self, row), filter->stake_from, filter->stake_to) &&
         (wanted->bits == 0 ||
          (row < self->n_explained && (self->reasons[row] & wanted->bits) != 0)) &&
         (wanted->codes == NULL || wanted->codes[row] == wanted->code) &&
         (wanted->text == NULL || contains (tn_list_search_get_name (self, row), wanted->text));
}

/**
 * tn_list_search_find:
 * @cancellable: (nullable): to give up
 * @error: %TN_ERROR_SPACE
 *
 * A million customers take a few tens of milliseconds by ranges, some more by text.
 *
 * Returns: (transfer full): rows from 0, as guint32 in their order
 */
GBytes *
tn_list_search_find (const TnListSearch *self,
                     const TnListFilter *filter,
                     GCancellable *cancellable,
                     GError **error)
{
  gsize n = filter->first > 0 ? MIN (filter->first, self->n) : self->n;
  g_autofree guint32 *rows = tn_space_try_alloc (n, sizeof (guint32), error);
  gsize n_found = 0;
  Wanted wanted;

  if (rows == NULL)
    return NULL;
  wanted_init (&wanted, self, filter);
  for (gsize row = 0; row < n && !wanted.nobody; row++)
    {
      if (row % CANCEL_ROWS == 0 && tn_cancelled (cancellable, error))
        {
          g_free (wanted.text);
          return NULL;
        }
      if (is_wanted (self, &wanted, row))
        rows[n_found++] = (guint32) row;
    }
  g_free (wanted.text);

  return g_bytes_new (rows, n_found * sizeof (guint32));
}

/* In words */

typedef TnMessage *(*AddNumber) (TnMessage *message,
                                 const char *name,
                                 double value,
                                 const char *currency);

static TnMessage *
add_share (TnMessage *message, const char *name, double value, const char *currency)
{
  return tn_message_percent (message, name, value, 0);
}

static TnMessage *
add_money (TnMessage *message, const char *name, double value, const char *currency)
{
  return tn_message_money (message, name, value, currency, 0);
}

/* @words: with both ends, with the lower, with the upper */
static void
say_range (GPtrArray *said,
           const char *const words[3],
           double from,
           double to,
           AddNumber add,
           const char *currency)
{
  TnMessage *message;

  if (isnan (from) && isnan (to))
    return;
  message = tn_message_new (isnan (to) ? words[1] : isnan (from) ? words[2] : words[0]);
  if (!isnan (from))
    message = add (message, "low", from, currency);
  if (!isnan (to))
    message = add (message, "high", to, currency);
  g_ptr_array_add (said, message);
}

static const TnListFacet *
find_facet (const TnListSearch *self, const char *column, const char *key)
{
  for (guint i = 0; i < self->facets->len; i++)
    {
      const TnListFacet *facet = tn_list_search_get_facet (self, i);

      if (g_strcmp0 (facet->column, column) == 0 && g_strcmp0 (facet->key, key) == 0)
        return facet;
    }

  return NULL;
}

/* What nobody has is said as it was written. */
static void
say_facets (const TnListSearch *self, const TnListFilter *filter, GPtrArray *said)
{
  const TnListFacet *facet;

  if (filter->reason != NULL)
    {
      facet = find_facet (self, NULL, filter->reason);
      g_ptr_array_add (said,
                       tn_message_take (tn_message_new (N_ ("reason “{reason}”")), "reason",
                                        facet != NULL ? tn_message_ref (facet->label)
                                                      : tn_message_new_literal (filter->reason)));
    }
  if (filter->column != NULL)
    {
      TnMessage *message = tn_message_new (N_ ("{column} “{value}”"));

      facet = find_facet (self, filter->column, filter->value);
      message = tn_message_take (message, "column",
                                 facet != NULL ? tn_message_ref (facet->title)
                                               : tn_message_new_literal (filter->column));
      g_ptr_array_add (
          said, tn_message_take (message, "value",
                                 facet != NULL ? tn_message_ref (facet->label)
                                               : tn_message_new_literal (
                                                     filter->value != NULL ? filter->value : "")));
    }
}

/**
 * tn_list_search_say_filter:
 * @currency: of the list, or ""
 *
 * Returns: (transfer full) (element-type TnMessage): what is asked for, a few words each; none when
 *   everybody is meant
 */
GPtrArray *
tn_list_search_say_filter (const TnListSearch *self,
                           const TnListFilter *filter,
                           const char *currency)
{
  static const char *const chances[3] = { N_ ("chance of leaving {low} to {high}"),
                                          N_ ("chance of leaving from {low}"),
                                          N_ ("chance of leaving up to {high}") };
  static const char *const stakes[3] = { N_ ("value at stake {low} to {high}"),
                                         N_ ("value at stake from {low}"),
                                         N_ ("value at stake up to {high}") };
  GPtrArray *said = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);

  if (filter->first > 0)
    g_ptr_array_add (
        said, tn_message_count (tn_message_new_plural (TN_PLURAL (N_ ("the first {n} of the list"),
                                                                  N_ ("the first {n} of the list")),
                                                       (gint64) filter->first),
                                "n", (gint64) filter->first));
  if (filter->text != NULL)
    g_ptr_array_add (
        said, tn_message_text (tn_message_new (N_ ("number with “{text}”")), "text", filter->text));
  say_range (said, chances, filter->chance_from, filter->chance_to, add_share, currency);
  say_range (said, stakes, filter->stake_from, filter->stake_to, add_money, currency);
  say_facets (self, filter, said);

  return said;
}

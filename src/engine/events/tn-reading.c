/* tn-reading.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-reading.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-keys.h"
#include "tn-pool.h"

static const char *const kind_words[TN_N_LINE_KINDS] = { "other", "order", "return" };

static char **
new_list (void)
{
  return g_new0 (char *, 1);
}

/**
 * tn_reading_new:
 *
 * Returns: (transfer full): a reading that knows no words: negative amounts are returns, what
 *   has an order number or else an amount is an order
 */
TnReading *
tn_reading_new (void)
{
  TnReading *self = g_new0 (TnReading, 1);

  self->order_types = new_list ();
  self->return_types = new_list ();
  self->cancel_prefix = g_strdup ("");
  self->status_column = g_strdup ("");
  self->cancel_statuses = new_list ();

  return self;
}

void
tn_reading_free (TnReading *self)
{
  g_strfreev (self->order_types);
  g_strfreev (self->return_types);
  g_free (self->cancel_prefix);
  g_free (self->status_column);
  g_strfreev (self->cancel_statuses);
  g_free (self->found_column);
  g_strfreev (self->found_statuses);
  g_free (self);
}

/**
 * tn_reading_to_variant:
 *
 * Returns: (transfer floating): all of it, as an a{sv}
 */
GVariant *
tn_reading_to_variant (const TnReading *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "order_types",
                         g_variant_new_strv ((const char *const *) self->order_types, -1));
  g_variant_builder_add (&builder, "{sv}", "return_types",
                         g_variant_new_strv ((const char *const *) self->return_types, -1));
  g_variant_builder_add (&builder, "{sv}", "cancel_prefix",
                         g_variant_new_string (self->cancel_prefix));
  g_variant_builder_add (&builder, "{sv}", "status_column",
                         g_variant_new_string (self->status_column));
  g_variant_builder_add (&builder, "{sv}", "cancel_statuses",
                         g_variant_new_strv ((const char *const *) self->cancel_statuses, -1));
  g_variant_builder_add (&builder, "{sv}", "free_orders",
                         g_variant_new_boolean (self->free_orders));

  return g_variant_builder_end (&builder);
}

/**
 * tn_reading_from_variant:
 * @variant: of any origin
 *
 * Returns: (transfer full) (nullable): %NULL when a field is absent or of another type
 */
TnReading *
tn_reading_from_variant (GVariant *variant)
{
  g_autoptr (TnReading) self = g_new0 (TnReading, 1);
  gboolean whole;

  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE_VARDICT))
    whole = FALSE;
  else
    whole = g_variant_lookup (variant, "order_types", "^as", &self->order_types) &&
            g_variant_lookup (variant, "return_types", "^as", &self->return_types) &&
            g_variant_lookup (variant, "cancel_prefix", "s", &self->cancel_prefix) &&
            g_variant_lookup (variant, "status_column", "s", &self->status_column) &&
            g_variant_lookup (variant, "cancel_statuses", "^as", &self->cancel_statuses) &&
            g_variant_lookup (variant, "free_orders", "b", &self->free_orders);

  return whole ? g_steal_pointer (&self) : NULL;
}

/* Words joined as a language joins them. */
static TnMessage *
take_words (TnMessage *message, const char *name, char **words)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);

  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (parts, tn_message_text (tn_message_new (N_ ("“{word}”")), "word", words[i]));

  return tn_message_list (message, name, parts);
}

/**
 * tn_reading_say:
 *
 * Returns: (transfer full) (element-type TnMessage): sentences on what counts as an order and
 *   what as a return; none where the log needs no words
 */
GPtrArray *
tn_reading_say (const TnReading *self)
{
  GPtrArray *sentences = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);
  TnMessage *message;

  if (self->order_types[0] != NULL)
    g_ptr_array_add (sentences,
                     take_words (tn_message_new (N_ ("As orders count events of type {types}.")),
                                 "types", self->order_types));
  if (self->return_types[0] != NULL)
    g_ptr_array_add (sentences,
                     take_words (tn_message_new (N_ ("As returns or cancellations count events of "
                                                     "type {types}.")),
                                 "types", self->return_types));
  if (*self->cancel_prefix != '\0')
    g_ptr_array_add (
        sentences,
        tn_message_text (tn_message_new (N_ ("Order numbers that begin with “{prefix}” count as "
                                             "cancellations.")),
                         "prefix", self->cancel_prefix));
  if (*self->status_column != '\0' && self->cancel_statuses[0] != NULL)
    {
      message = tn_message_new (N_ ("Rows with {values} in “{column}” count as cancellations. "
                                    "If that is filled in after the order, facts before a cut date "
                                    "may know it too early."));
      message = tn_message_text (message, "column", self->status_column);
      g_ptr_array_add (sentences, take_words (message, "values", self->cancel_statuses));
    }

  else if (*self->status_column == '\0' && self->found_column != NULL)
    {
      message = tn_message_new (N_ ("“{column}” says {values}, and not since when, so it is not "
                                    "used: facts before a cut date would know of later "
                                    "cancellations. If it is filled in with the order itself, set "
                                    "it as “Column with the order's status” of the step *Clean*."));
      message = tn_message_text (message, "column", self->found_column);
      g_ptr_array_add (sentences, take_words (message, "values", self->found_statuses));
    }

  return sentences;
}

/* A column whose cells are codes into words; one that is no category is turned into one. */
typedef struct
{
  TnColumn *column; /* (nullable) */
  TnDictionary *dictionary;
  guint32 *copy; /* (nullable) */
  guint8 *marks; /* of each word */
} Words;

static void
words_clear (Words *self)
{
  g_clear_pointer (&self->dictionary, tn_dictionary_unref);
  g_free (self->copy);
  g_free (self->marks);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

static gboolean
words_open (Words *self, TnTable *table, int place, GError **error)
{
  TnColumnType type;

  if (place < 0)
    return TRUE;
  self->column = tn_table_get_column (table, (guint) place);
  type = tn_column_get_column_type (self->column);
  if (type == TN_COLUMN_CATEGORY || type == TN_COLUMN_FLAG)
    self->dictionary = tn_column_get_dictionary (self->column, error);
  else if (!tn_keys_dup_codes (self->column, &self->copy, &self->dictionary, error))
    return FALSE;
  if (self->dictionary == NULL)
    return FALSE;
  self->marks = tn_keys_try_alloc (tn_dictionary_get_size (self->dictionary), 1, error);

  return self->marks != NULL;
}

/* The codes of one chunk; @chunk (out) keeps them. */
static gboolean
words_get (const Words *self, gsize index, TnChunk **chunk, const guint32 **codes, GError **error)
{
  *codes = NULL;
  if (self->column == NULL)
    return TRUE;
  if (self->copy != NULL)
    *codes = self->copy + index * TN_CHUNK_ROWS;
  else
    {
      *chunk = tn_column_get_chunk (self->column, index, error);
      *codes = *chunk != NULL ? (*chunk)->code : NULL;
    }

  return *codes != NULL;
}

static guint8
words_mark (const Words *self, const guint32 *codes, guint row)
{
  return codes != NULL && codes[row] != TN_CODE_MISSING ? self->marks[codes[row]] : 0;
}

static gboolean
is_among (const char *word, char **words)
{
  g_autofree char *folded = g_utf8_casefold (word, -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *other = g_utf8_casefold (words[i], -1);

      if (strcmp (folded, other) == 0)
        return TRUE;
    }

  return FALSE;
}

typedef struct
{
  const TnReading *reading;
  Words types;
  Words orders;
  Words statuses;
  TnColumn *amount;   /* (nullable) */
  TnColumn *price;    /* (nullable): times quantity, where there is no amount */
  TnColumn *quantity; /* (nullable) */
  guint8 *kinds;
} Marking;

static void
marking_clear (Marking *self)
{
  words_clear (&self->types);
  words_clear (&self->orders);
  words_clear (&self->statuses);
  g_free (self->kinds);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Marking, marking_clear)

/* The column of a role, when it holds numbers. */
static TnColumn *
find_numbers (TnTable *table, TnRole role)
{
  int place = tn_table_find_role (table, role);
  TnColumn *column = place >= 0 ? tn_table_get_column (table, (guint) place) : NULL;

  return column != NULL && tn_column_get_column_type (column) == TN_COLUMN_NUMBER ? column : NULL;
}

static gboolean
find_status (const TnReading *reading, TnTable *table, int *place, GError **error)
{
  *place = -1;
  if (*reading->status_column == '\0' || reading->cancel_statuses[0] == NULL)
    return TRUE;
  *place = tn_table_find (table, reading->status_column);
  if (*place >= 0)
    return TRUE;

  tn_error_set (error, TN_ERROR_NOT_FOUND,
                N_ ("There is no column “{column}”, which says what was cancelled. Choose another "
                    "column, or set it to “-” to do without."),
                "column", reading->status_column, NULL);
  tn_error_place (error, NULL, reading->status_column, 0);

  return FALSE;
}

static gboolean
marking_init (Marking *self, TnTable *table, GError **error)
{
  const TnReading *reading = self->reading;
  int status;

  if (!find_status (reading, table, &status, error) ||
      !words_open (&self->types, table, tn_table_find_role (table, TN_ROLE_EVENT), error) ||
      !words_open (&self->orders, table, tn_table_find_role (table, TN_ROLE_ORDER), error) ||
      !words_open (&self->statuses, table, status, error))
    return FALSE;

  for (guint32 i = 0;
       self->types.marks != NULL && i < tn_dictionary_get_size (self->types.dictionary); i++)
    {
      const char *word = tn_dictionary_get (self->types.dictionary, i, NULL);

      if (is_among (word, reading->order_types))
        self->types.marks[i] = TN_LINE_SALE;
      else if (is_among (word, reading->return_types))
        self->types.marks[i] = TN_LINE_RETURN;
    }
  for (guint32 i = 0; *reading->cancel_prefix != '\0' && self->orders.marks != NULL &&
                      i < tn_dictionary_get_size (self->orders.dictionary);
       i++)
    self->orders.marks[i] = g_str_has_prefix (tn_dictionary_get (self->orders.dictionary, i, NULL),
                                              reading->cancel_prefix);
  for (guint32 i = 0;
       self->statuses.marks != NULL && i < tn_dictionary_get_size (self->statuses.dictionary); i++)
    self->statuses.marks[i] =
        is_among (tn_dictionary_get (self->statuses.dictionary, i, NULL), reading->cancel_statuses);

  self->amount = find_numbers (table, TN_ROLE_AMOUNT);
  self->quantity = find_numbers (table, TN_ROLE_QUANTITY);
  if (tn_table_find_role (table, TN_ROLE_AMOUNT) < 0)
    self->price = find_numbers (table, TN_ROLE_PRICE);

  return TRUE;
}

/* What one row of numbers and words is. */
typedef struct
{
  TnLineKind type;
  gboolean has_type;
  gboolean has_number;
  gboolean is_cancelled;
  double amount;
  double quantity;
} Line;

static TnLineKind
classify (const Marking *self, const Line *line)
{
  if (line->type == TN_LINE_RETURN || line->is_cancelled || line->quantity < 0 || line->amount < 0)
    return TN_LINE_RETURN;
  if (line->amount == 0 && !self->reading->free_orders)
    return TN_LINE_OTHER;
  if (self->types.column == NULL || line->type == TN_LINE_SALE)
    return TN_LINE_SALE;
  if (self->reading->order_types[0] != NULL)
    return !line->has_type && line->has_number ? TN_LINE_SALE : TN_LINE_OTHER;
  if (self->orders.column != NULL ? line->has_number : line->amount > 0)
    return TN_LINE_SALE;

  return TN_LINE_OTHER;
}

static gboolean
get_numbers (TnColumn *column, gsize index, TnChunk **chunk, const double **numbers, GError **error)
{
  *numbers = NULL;
  if (column == NULL)
    return TRUE;
  *chunk = tn_column_get_chunk (column, index, error);
  *numbers = *chunk != NULL ? (*chunk)->number : NULL;

  return *chunk != NULL;
}

static gboolean
mark_chunk (gsize index, gpointer user_data, GError **error)
{
  Marking *self = user_data;
  g_autoptr (TnChunk) type_chunk = NULL, order_chunk = NULL, status_chunk = NULL;
  g_autoptr (TnChunk) amount_chunk = NULL, quantity_chunk = NULL;
  const guint32 *types, *orders, *statuses;
  const double *amounts, *quantities;
  guint8 *kinds = self->kinds + index * TN_CHUNK_ROWS;
  TnColumn *amount = self->amount != NULL ? self->amount : self->price;
  TnColumn *any = self->types.column;
  guint n;

  if (!words_get (&self->types, index, &type_chunk, &types, error) ||
      !words_get (&self->orders, index, &order_chunk, &orders, error) ||
      !words_get (&self->statuses, index, &status_chunk, &statuses, error) ||
      !get_numbers (amount, index, &amount_chunk, &amounts, error) ||
      !get_numbers (self->quantity, index, &quantity_chunk, &quantities, error))
    return FALSE;
  any = any != NULL ? any : self->orders.column;
  any = any != NULL ? any : self->statuses.column;
  any = any != NULL ? any : amount;
  any = any != NULL ? any : self->quantity;
  n = (guint) MIN (TN_CHUNK_ROWS, tn_column_get_n_rows (any) - index * TN_CHUNK_ROWS);

  for (guint i = 0; i < n; i++)
    {
      double quantity = quantities != NULL ? quantities[i] : NAN;
      Line line = {
        .type = words_mark (&self->types, types, i),
        .has_type = types != NULL && types[i] != TN_CODE_MISSING,
        .has_number = orders != NULL && orders[i] != TN_CODE_MISSING,
        .is_cancelled =
            words_mark (&self->orders, orders, i) || words_mark (&self->statuses, statuses, i),
        .amount = amounts != NULL ? amounts[i] : NAN,
        .quantity = quantity,
      };

      if (self->amount == NULL && amounts != NULL && quantities != NULL)
        line.amount *= quantity;
      kinds[i] = classify (self, &line);
    }

  return TRUE;
}

/**
 * tn_reading_mark:
 * @error: %TN_ERROR_NOT_FOUND when the status column is gone, %TN_ERROR_SPACE
 *
 * Tells the rows of @table apart. A row is a return when its quantity or amount is negative,
 * its event type is one of a return, its status is one of a cancellation or its order number
 * begins with the prefix. It belongs to an order when it is no return, its amount is not zero
 * (unless such orders are wanted) and, in a log with event types, its type is one of an order;
 * where no type is known as such, an order number or else an amount makes the order. The
 * amount of a row is the amount column, or price times quantity.
 *
 * Returns: (transfer full) (nullable) (array): a [enum@LineKind] for each row
 */
guint8 *
tn_reading_mark (const TnReading *self, TnTable *table, GCancellable *cancellable, GError **error)
{
  g_auto (Marking) marking = { .reading = self };
  gsize n = tn_table_get_n_rows (table);

  if (!marking_init (&marking, table, error))
    return NULL;
  marking.kinds = tn_keys_try_alloc (n, 1, error);
  if (marking.kinds == NULL)
    return NULL;
  if (marking.types.column == NULL && marking.orders.column == NULL &&
      marking.statuses.column == NULL && marking.amount == NULL && marking.price == NULL &&
      marking.quantity == NULL)
    memset (marking.kinds, TN_LINE_SALE, n); /* nothing speaks against any row */
  else if (!tn_pool_for ((n + TN_CHUNK_ROWS - 1) / TN_CHUNK_ROWS, mark_chunk, &marking, cancellable,
                         error))
    return NULL;

  return g_steal_pointer (&marking.kinds);
}

/**
 * tn_line_kinds_to_column:
 * @error: %TN_ERROR_SPACE
 *
 * Returns: (transfer full) (nullable): a category of “other”, “order” and “return”
 */
TnColumn *
tn_line_kinds_to_column (const guint8 *kinds, gsize n_rows, GError **error)
{
  g_autoptr (TnDictionary) dictionary = tn_dictionary_new (kind_words, TN_N_LINE_KINDS);
  g_autofree guint32 *codes = tn_keys_try_alloc (n_rows, sizeof (guint32), error);

  if (codes == NULL)
    return NULL;
  for (gsize i = 0; i < n_rows; i++)
    codes[i] = kinds[i];

  return tn_column_try_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, n_rows, error);
}

/**
 * tn_line_kinds_from_column:
 * @column: with the role “line”; unknown words and missing cells are other rows
 *
 * Returns: (transfer full) (nullable) (array): a [enum@LineKind] for each row
 */
guint8 *
tn_line_kinds_from_column (TnColumn *column, GError **error)
{
  g_autofree guint32 *codes = NULL;
  g_autoptr (TnDictionary) dictionary = NULL;
  g_autofree guint8 *kind_of = NULL;
  gsize n = tn_column_get_n_rows (column);
  guint8 *kinds;

  if (!tn_keys_dup_codes (column, &codes, &dictionary, error))
    return NULL;
  kind_of = tn_keys_try_alloc ((gsize) tn_dictionary_get_size (dictionary) + 1, 1, error);
  if (kind_of == NULL)
    return NULL;
  for (guint8 kind = 0; kind < TN_N_LINE_KINDS; kind++)
    {
      guint32 code;

      if (tn_dictionary_find (dictionary, kind_words[kind], strlen (kind_words[kind]), &code))
        kind_of[code] = kind;
    }
  kinds = tn_keys_try_alloc (n, 1, error);
  for (gsize i = 0; kinds != NULL && i < n; i++)
    kinds[i] = codes[i] != TN_CODE_MISSING ? kind_of[codes[i]] : TN_LINE_OTHER;

  return kinds;
}

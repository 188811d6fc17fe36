/* tn-state.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-state.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-json.h"

/* What stands at no place: the kind of state and its version. */
#define KIND    "kind"
#define VERSION "version"

/**
 * tn_state_refuse:
 * @field: which field cannot be used
 *
 * Ends reading with %TN_ERROR_DAMAGED.
 */
void
tn_state_refuse (TnState *self, const char *field)
{
  if (self->error == NULL)
    tn_error_set (&self->error, TN_ERROR_DAMAGED,
                  N_ ("The stored model is damaged at “{field}”: run the pipeline again to make a "
                      "new one."),
                  "field", field, NULL);
}

/**
 * tn_state_open:
 * @variant: a state of unknown origin
 * @kind: what it must say it is
 * @version: the newest version that can be read
 *
 * Starts reading; every open is followed by tn_state_close(), whatever it returned.
 *
 * Returns: whether to read on
 */
gboolean
tn_state_open (TnState *self, GVariant *variant, const char *kind, guint32 version)
{
  const char *found = NULL;
  guint32 found_version = 0;

  self->error = NULL;
  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE_VARDICT) ||
      !g_variant_is_normal_form (variant))
    {
      g_variant_dict_init (&self->dict, NULL);
      tn_state_refuse (self, KIND);
      return FALSE;
    }

  g_variant_dict_init (&self->dict, variant);
  if (!g_variant_dict_lookup (&self->dict, KIND, "&s", &found) || strcmp (found, kind) != 0)
    tn_state_refuse (self, KIND);
  else if (!g_variant_dict_lookup (&self->dict, VERSION, "u", &found_version) || found_version == 0)
    tn_state_refuse (self, VERSION);
  else if (found_version > version)
    tn_error_set (&self->error, TN_ERROR_NEWER,
                  N_ ("The stored model was made by a newer Tenure: update Tenure, or run the "
                      "pipeline again."),
                  NULL);

  return self->error == NULL;
}

/**
 * tn_state_close:
 * @error: the first problem met
 *
 * Returns: whether every field was as it should be
 */
gboolean
tn_state_close (TnState *self, GError **error)
{
  g_variant_dict_clear (&self->dict);
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));

  return FALSE;
}

static GVariant *
look_up (TnState *self, const char *field, const char *type)
{
  GVariant *value = NULL;

  if (self->error != NULL)
    return NULL;
  value = g_variant_dict_lookup_value (&self->dict, field, G_VARIANT_TYPE (type));
  if (value == NULL)
    tn_state_refuse (self, field);

  return value;
}

guint32
tn_state_get_uint (TnState *self, const char *field, guint32 low, guint32 high)
{
  g_autoptr (GVariant) value = look_up (self, field, "u");
  guint32 number = value != NULL ? g_variant_get_uint32 (value) : low;

  if (number >= low && number <= high)
    return number;
  tn_state_refuse (self, field);

  return low;
}

guint64
tn_state_get_uint64 (TnState *self, const char *field)
{
  g_autoptr (GVariant) value = look_up (self, field, "t");

  return value != NULL ? g_variant_get_uint64 (value) : 0;
}

/**
 * tn_state_get_double:
 * @low: the least that is accepted
 * @high: the most
 *
 * Returns: the number; @low, and the state is refused, when there is none or it lies outside
 */
double
tn_state_get_double (TnState *self, const char *field, double low, double high)
{
  g_autoptr (GVariant) value = look_up (self, field, "d");
  double number = value != NULL ? g_variant_get_double (value) : low;

  if (number >= low && number <= high)
    return number;
  tn_state_refuse (self, field);

  return low;
}

gboolean
tn_state_get_boolean (TnState *self, const char *field)
{
  g_autoptr (GVariant) value = look_up (self, field, "b");

  return value != NULL && g_variant_get_boolean (value);
}

char *
tn_state_dup_string (TnState *self, const char *field)
{
  g_autoptr (GVariant) value = look_up (self, field, "s");

  return g_strdup (value != NULL ? g_variant_get_string (value, NULL) : "");
}

/* Whether a list's length is the one asked for. */
static gboolean
accept_length (TnState *self, const char *field, gsize n, gsize wanted)
{
  if (wanted == G_MAXSIZE ? n <= TN_STATE_MAX_ITEMS : n == wanted)
    return TRUE;
  tn_state_refuse (self, field);

  return FALSE;
}

/**
 * tn_state_dup_doubles:
 * @allow_nan: whether NaN may stand for "not known"; infinity is never allowed
 *
 * Returns: (transfer full) (nullable): the numbers; %NULL after a problem
 */
double *
tn_state_dup_doubles (TnState *self, const char *field, gsize n, gboolean allow_nan, gsize *n_out)
{
  g_autoptr (GVariant) value = look_up (self, field, "ad");
  const double *numbers;
  gsize length = 0;

  if (n_out != NULL)
    *n_out = 0;
  if (value == NULL)
    return NULL;
  numbers = g_variant_get_fixed_array (value, &length, sizeof (double));
  if (!accept_length (self, field, length, n))
    return NULL;
  for (gsize i = 0; i < length; i++)
    if (isinf (numbers[i]) || (isnan (numbers[i]) && !allow_nan))
      {
        tn_state_refuse (self, field);
        return NULL;
      }
  if (n_out != NULL)
    *n_out = length;

  return length > 0 ? g_memdup2 (numbers, length * sizeof (double)) : g_new0 (double, 1);
}

/**
 * tn_state_dup_uints:
 * @high: the largest value allowed
 *
 * Returns: (transfer full) (nullable): the numbers; %NULL after a problem
 */
guint32 *
tn_state_dup_uints (TnState *self, const char *field, gsize n, guint32 high, gsize *n_out)
{
  g_autoptr (GVariant) value = look_up (self, field, "au");
  const guint32 *numbers;
  gsize length = 0;

  if (n_out != NULL)
    *n_out = 0;
  if (value == NULL)
    return NULL;
  numbers = g_variant_get_fixed_array (value, &length, sizeof (guint32));
  if (!accept_length (self, field, length, n))
    return NULL;
  for (gsize i = 0; i < length; i++)
    if (numbers[i] > high)
      {
        tn_state_refuse (self, field);
        return NULL;
      }
  if (n_out != NULL)
    *n_out = length;

  return length > 0 ? g_memdup2 (numbers, length * sizeof (guint32)) : g_new0 (guint32, 1);
}

/**
 * tn_state_dup_strings:
 * @n: how many there must be; as of tn_state_dup_doubles()
 * @n_out: (out) (optional): how many there are
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): the strings; %NULL, and the state
 *   is refused, when they are not there or not as many
 */
char **
tn_state_dup_strings (TnState *self, const char *field, gsize n, gsize *n_out)
{
  g_autoptr (GVariant) value = look_up (self, field, "as");
  gsize length;

  if (n_out != NULL)
    *n_out = 0;
  if (value == NULL)
    return NULL;
  length = g_variant_n_children (value);
  if (!accept_length (self, field, length, n))
    return NULL;
  if (n_out != NULL)
    *n_out = length;

  return g_variant_dup_strv (value, NULL);
}

static TnMessage *
read_label (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = tn_json_parse (text, -1, error);

  return node != NULL ? tn_message_from_json (node, error) : NULL;
}

/**
 * tn_state_dup_labels:
 *
 * Returns: (transfer full) (nullable): @n labels, each %NULL or a message, and a %NULL after
 *   them; free each and the array
 */
TnMessage **
tn_state_dup_labels (TnState *self, const char *field, gsize n)
{
  g_auto (GStrv) texts = tn_state_dup_strings (self, field, n, NULL);
  TnMessage **labels;

  if (texts == NULL)
    return NULL;
  labels = g_new0 (TnMessage *, n + 1);
  for (gsize i = 0; i < n; i++)
    {
      if (texts[i][0] == '\0')
        continue;
      labels[i] = read_label (texts[i], NULL);
      if (labels[i] == NULL)
        tn_state_refuse (self, field);
    }

  return labels;
}

GBytes *
tn_state_dup_bytes (TnState *self, const char *field)
{
  g_autoptr (GVariant) value = look_up (self, field, "ay");

  return value != NULL ? g_variant_get_data_as_bytes (value) : NULL;
}

/**
 * tn_state_get_list:
 *
 * Returns: (transfer full) (nullable): a list of states, "aa{sv}"
 */
GVariant *
tn_state_get_list (TnState *self, const char *field, gsize *n_out)
{
  GVariant *value = look_up (self, field, "aa{sv}");

  *n_out = 0;
  if (value == NULL)
    return NULL;
  if (!accept_length (self, field, g_variant_n_children (value), G_MAXSIZE))
    g_clear_pointer (&value, g_variant_unref);
  else
    *n_out = g_variant_n_children (value);

  return value;
}

/**
 * tn_state_begin:
 * @builder: uninitialised; becomes an a{sv} with kind and version in it
 */
void
tn_state_begin (GVariantBuilder *builder, const char *kind, guint32 version)
{
  g_variant_builder_init (builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (builder, "{sv}", KIND, g_variant_new_string (kind));
  g_variant_builder_add (builder, "{sv}", VERSION, g_variant_new_uint32 (version));
}

/**
 * tn_state_add_doubles:
 * @values: (array length=n): kept to the last bit, little-endian on the disk
 */
void
tn_state_add_doubles (GVariantBuilder *builder, const char *field, const double *values, gsize n)
{
  g_variant_builder_add (
      builder, "{sv}", field,
      g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, values, n, sizeof (double)));
}

/**
 * tn_state_add_uints:
 * @values: (array length=n): as of tn_state_add_doubles()
 */
void
tn_state_add_uints (GVariantBuilder *builder, const char *field, const guint32 *values, gsize n)
{
  g_variant_builder_add (
      builder, "{sv}", field,
      g_variant_new_fixed_array (G_VARIANT_TYPE_UINT32, values, n, sizeof (guint32)));
}

void
tn_state_add_strings (GVariantBuilder *builder,
                      const char *field,
                      const char *const *values,
                      gsize n)
{
  g_variant_builder_add (builder, "{sv}", field, g_variant_new_strv (values, (gssize) n));
}

void
tn_state_add_labels (GVariantBuilder *builder, const char *field, TnMessage *const *labels, gsize n)
{
  g_auto (GStrv) texts = g_new0 (char *, n + 1);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (JsonNode) node = labels[i] != NULL ? tn_message_to_json (labels[i]) : NULL;

      texts[i] = node != NULL ? tn_json_print (node, FALSE) : g_strdup ("");
    }
  tn_state_add_strings (builder, field, (const char *const *) texts, n);
}

/* test-message-json.c: messages written as JSON and read from anybody's
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-message.h"

static char *
write_json (const TnMessage *message)
{
  g_autoptr (JsonNode) node = tn_message_to_json (message);

  return json_to_string (node, FALSE);
}

static TnMessage *
through_json (const TnMessage *message)
{
  g_autofree char *text = write_json (message);
  g_autoptr (JsonNode) read = json_from_string (text, NULL);
  g_autoptr (GError) error = NULL;
  TnMessage *copy = tn_message_from_json (read, &error);
  g_autofree char *again = NULL;

  g_assert_no_error (error);
  again = write_json (copy);
  g_assert_cmpstr (again, ==, text);

  return copy;
}

/* What projects and other processes read: changing it needs a migration. */
static void
test_form (void)
{
  g_autoptr (TnMessage) message = tn_message_new_plural ("{n} of {share}", "{n} in {share}", 7);
  g_autoptr (TnMessage) literal = tn_message_new_literal ("{n} ü");
  g_autofree char *text = NULL, *said = NULL;

  tn_message_count (message, "n", 7);
  tn_message_percent (message, "share", 0.25, 1);
  tn_message_money (message, "m", NAN, "EUR", -1);
  tn_message_take (message, "who", tn_message_new_literal ("XGBoost"));
  text = write_json (message);
  g_assert_cmpstr (
      text, ==,
      "{\"id\":\"{n} of {share}\",\"other\":\"{n} in {share}\",\"count\":7,\"values\":{"
      "\"n\":{\"count\":7},"
      "\"share\":{\"digits\":1,\"percent\":0.25},"
      "\"m\":{\"currency\":\"EUR\",\"digits\":-1,\"money\":\"nan\"},"
      "\"who\":{\"message\":{\"text\":\"XGBoost\"}}}}");
  said = write_json (literal);
  g_assert_cmpstr (said, ==, "{\"text\":\"{n} ü\"}");
}

static void
test_numbers (void)
{
  static const double odd[] = { 0.0, -0.0, 1e300, 5e-324, NAN, INFINITY, -INFINITY, 3.0, 1.0 / 3 };

  for (guint i = 0; i < 500; i++)
    {
      g_autoptr (TnMessage) message = tn_message_new_plural ("{n} a {v} {w}", "{n} b {v} {w}",
                                                             (gint64) g_test_rand_int () - 1000);
      g_autoptr (TnMessage) copy = NULL;
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      guint64 bits = ((guint64) (guint32) g_test_rand_int () << 32) | (guint32) g_test_rand_int ();
      double value;

      memcpy (&value, &bits, sizeof value);
      tn_message_number (message, "v", i < G_N_ELEMENTS (odd) ? odd[i] : value, 9);
      tn_message_money (message, "w", i < G_N_ELEMENTS (odd) ? odd[i] : value, "EUR", -1);
      copy = through_json (message);
      before = tn_message_say (message, tn_language_get ("en"));
      after = tn_message_say (copy, tn_language_get ("en"));
      g_assert_cmpstr (before, ==, after);
    }
}

/* Any kind of value, nested up to @depth. */
static TnMessage *
random_message (guint depth)
{
  TnMessage *self = g_test_rand_bit () ? tn_message_new ("{a} “{b}” {c}")
                                       : tn_message_new_plural ("{a} {b}", "{b} {c}",
                                                                g_test_rand_int_range (0, 5));
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);
  double number = g_test_rand_double_range (-1e6, 1e6);

  tn_message_text (self, "a", g_test_rand_bit () ? "“ü” {b}" : "");
  tn_message_count (self, "b", (gint64) g_test_rand_int () * g_test_rand_int ());
  tn_message_number (self, "c", number, g_test_rand_int_range (0, 10));
  tn_message_round (self, "d", number, g_test_rand_int_range (1, 10));
  tn_message_percent (self, "e", number, g_test_rand_int_range (0, 10));
  tn_message_money (self, "f", number, "GBP", g_test_rand_int_range (-1, 10));
  tn_message_date (self, "g", g_test_rand_int ());
  tn_message_duration (self, "h", number);
  tn_message_duration_about (self, "i", number);
  if (depth > 0)
    {
      tn_message_take (self, "j", random_message (depth - 1));
      for (int i = g_test_rand_int_range (0, 3); i > 0; i--)
        g_ptr_array_add (parts, random_message (depth - 1));
      tn_message_list (self, "k", parts);
    }

  return self;
}

static void
test_round_trip (void)
{
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (TnMessage) message = random_message (3);
      g_autoptr (TnMessage) copy = through_json (message);
      g_autofree char *before = tn_message_say (message, tn_language_get ("zh"));
      g_autofree char *after = tn_message_say (copy, tn_language_get ("zh"));

      g_assert_cmpstr (before, ==, after);
    }
}

/* What is read from a damaged file is no message, or one that can be said and kept again. */
static void
test_damage (void)
{
  static const char letters[] = "0123456789.-{}[]\":,aeilnostx";
  guint n_read = 0, n_refused = 0;

  for (guint i = 0; i < (g_test_slow () ? 100000 : 4000); i++)
    {
      g_autoptr (TnMessage) message = random_message (1);
      g_autofree char *text = write_json (message);
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (TnMessage) read = NULL;
      g_autoptr (GError) error = NULL;

      for (int j = g_test_rand_int_range (1, 4); j > 0; j--)
        text[g_test_rand_int_range (0, (int) strlen (text))] =
            letters[g_test_rand_int_range (0, (int) strlen (letters))];
      node = json_from_string (text, NULL);
      if (node == NULL)
        continue;
      read = tn_message_from_json (node, &error);
      if (read == NULL)
        {
          g_assert_error (error, TN_ERROR, TN_ERROR_FORMAT);
          n_refused++;
        }
      else
        {
          g_autoptr (TnMessage) copy = through_json (read);

          g_assert_no_error (error);
          n_read++;
        }
    }
  g_test_message ("%u read, %u refused", n_read, n_refused);
  g_assert_cmpuint (n_read, >, 0);
  g_assert_cmpuint (n_refused, >, 0);
}

static TnMessage *
read_many (const char *format, const char *item, guint n)
{
  g_autoptr (GString) items = g_string_new (NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;

  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (items, ',');
      g_string_append_printf (items, item, 'a' + i % 26, 'a' + i / 26 % 26);
    }
  text = g_strdup_printf (format, items->str);
  node = json_from_string (text, NULL);
  g_assert_nonnull (node);

  return tn_message_from_json (node, NULL);
}

/* A sentence has a few values; what has more than anybody would write is an attack. */
static void
test_limits (void)
{
  static const char *const values = "{\"id\": \"x\", \"values\": {%s}}";
  static const char *const value = "\"%c%c\": {\"count\": 1}";
  static const char *const list = "{\"id\": \"x\", \"values\": {\"n\": {\"list\": [%s]}}}";
  static const char *const part = "{\"text\": \"%c%c\"}";
  g_autoptr (TnMessage) most = read_many (values, value, 64);
  g_autoptr (TnMessage) longest = read_many (list, part, 10000);
  g_autoptr (TnMessage) empty = read_many (list, part, 0);

  g_assert_nonnull (most);
  g_assert_nonnull (longest);
  g_assert_nonnull (empty);
  g_assert_null (read_many (values, value, 65));
  g_assert_null (read_many (list, part, 10001));
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    "[]",
    "3",
    "null",
    "{}",
    "{\"id\": 3}",
    "{\"id\": \"a\", \"text\": \"b\"}",
    "{\"id\": \"a\", \"other\": \"b\"}",
    "{\"id\": \"a\", \"other\": \"b\", \"count\": \"1\"}",
    "{\"text\": \"a\", \"other\": \"b\", \"count\": 1}",
    "{\"id\": \"a\", \"values\": []}",
    "{\"id\": \"a\", \"values\": {\"N\": {\"count\": 1}}}",
    "{\"id\": \"a\", \"values\": {\"\": {\"count\": 1}}}",
    "{\"id\": \"a\", \"values\": {\"n\": 1}}",
    "{\"id\": \"a\", \"values\": {\"n\": {}}}",
    "{\"id\": \"a\", \"values\": {\"n\": {\"count\": 1.5}}}",
    "{\"id\": \"a\", \"values\": {\"n\": {\"count\": null}}}",
    "{\"id\": \"a\", \"values\": {\"n\": {\"count\": 1, \"text\": \"x\"}}}",
    "{\"id\": \"a\", \"values\": {\"n\": {\"number\": 1}}}",
    "{\"id\": \"a\", \"values\": {\"n\": {\"number\": \"many\", \"digits\": 1}}}",
    "{\"id\": \"a\", \"values\": {\"n\": {\"number\": 1, \"digits\": 10}}}",
    "{\"id\": \"a\", \"values\": {\"n\": {\"round\": 1, \"digits\": 0}}}",
    "{\"id\": \"a\", \"values\": {\"n\": {\"money\": 1, \"digits\": 2}}}",
    "{\"id\": \"a\", \"values\": {\"n\": {\"list\": {}}}}",
    "{\"id\": \"a\", \"values\": {\"n\": {\"list\": [1]}}}",
    "{\"id\": \"a\", \"values\": {\"n\": {\"message\": []}}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (texts[i], NULL);
      g_autoptr (GError) error = NULL;

      g_assert_nonnull (node);
      g_assert_null (tn_message_from_json (node, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_FORMAT);
    }
}

static TnMessage *
nested (guint depth)
{
  TnMessage *message = tn_message_new_literal ("x");

  for (guint i = 0; i < depth; i++)
    message = tn_message_take (tn_message_new ("({m})"), "m", message);

  return message;
}

static void
test_deep (void)
{
  g_autoptr (TnMessage) allowed = nested (16);
  g_autoptr (TnMessage) too_deep = nested (17);
  g_autoptr (TnMessage) copy = through_json (allowed);
  g_autoptr (JsonNode) node = tn_message_to_json (too_deep);
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_message_from_json (node, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_FORMAT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/message-json/form-is-what-projects-hold", test_form);
  g_test_add_func ("/message-json/every-number-comes-back", test_numbers);
  g_test_add_func ("/message-json/every-kind-comes-back", test_round_trip);
  g_test_add_func ("/message-json/damage-is-refused-or-can-be-said", test_damage);
  g_test_add_func ("/message-json/more-than-a-sentence-has-is-refused", test_limits);
  g_test_add_func ("/message-json/another-form-is-refused", test_refused);
  g_test_add_func ("/message-json/nested-too-deep-is-refused", test_deep);

  return g_test_run ();
}

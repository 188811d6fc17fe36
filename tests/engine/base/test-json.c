/* test-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-json.h"

static void
assert_refused (const char *text, gssize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = tn_json_parse (text, size, &error);

  g_assert_null (node);
  g_assert_error (error, TN_ERROR, TN_ERROR_FORMAT);
}

static char *
nested (guint depth, const char *before)
{
  GString *text = g_string_new (before);

  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, '[');
  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, ']');

  return g_string_free (text, FALSE);
}

static void
depth_limit (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *allowed = nested (TN_JSON_MAX_DEPTH, "");
  g_autofree char *deep = nested (TN_JSON_MAX_DEPTH + 1, "");
  g_autofree char *abyss = nested (1000000, "");
  g_autoptr (JsonNode) node = tn_json_parse (allowed, -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (node);
  assert_refused (deep, -1);
  assert_refused (abyss, -1);
}

/* Brackets in strings are no depth; what only looks like a string hides none. */
static void
depth_and_strings (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *brackets = g_strnfill (1000, '[');
  g_autofree char *text = g_strdup_printf ("{\"a\\\"%s\": \"\\\\%s\"}", brackets, brackets);
  g_autoptr (JsonNode) node = tn_json_parse (text, -1, &error);
  g_autofree char *hidden = nested (1000000, "/*\"*/");
  g_autofree char *line = nested (1000000, "//\"\n");
  g_autofree char *hash = nested (1000000, "#\"\n");
  g_autofree char *quote = nested (1000000, "'\"'");

  g_assert_no_error (error);
  g_assert_nonnull (node);
  assert_refused (hidden, -1);
  assert_refused (line, -1);
  assert_refused (hash, -1);
  assert_refused (quote, -1);
}

static void
size_limit (void)
{
  g_autofree char *text = g_strnfill (TN_JSON_MAX_BYTES + 1, ' ');
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;

  text[0] = '1';
  assert_refused (text, TN_JSON_MAX_BYTES + 1);
  if (!g_test_slow ())
    return;
  node = tn_json_parse (text, TN_JSON_MAX_BYTES, &error);
  g_assert_no_error (error);
  g_assert_cmpint (json_node_get_int (node), ==, 1);
}

static void
bad_texts (void)
{
  static const char *const texts[] = {
    "",
    "   ",
    "{",
    "[1,",
    "{\"a\":}",
    "{\"a\" 1}",
    "{'a': 1}",
    "[1] // end",
    "\"\xff\"",
    "{\"\xc3(\": 1}",
    "\xed\xa0\x80",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *shown = g_strescape (texts[i], NULL);

      g_test_message ("%s", shown);
      assert_refused (texts[i], -1);
    }
  assert_refused ("\"a\0b\"", 5);
}

static JsonObject *
parse_object (const char *text, JsonNode **node)
{
  g_autoptr (GError) error = NULL;

  *node = tn_json_parse (text, -1, &error);
  g_assert_no_error (error);

  return json_node_get_object (*node);
}

static void
fallbacks (void)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object =
      parse_object ("{\"s\": \"x\", \"d\": 1.5, \"i\": 7, \"b\": true, \"n\": null,"
                    " \"o\": {\"k\": 1}, \"a\": [1, 2]}",
                    &node);

  g_assert_cmpstr (tn_json_string (object, "s", "y"), ==, "x");
  g_assert_cmpfloat (tn_json_double (object, "d", 9), ==, 1.5);
  g_assert_cmpfloat (tn_json_double (object, "i", 9), ==, 7);
  g_assert_cmpint (tn_json_int (object, "i", 9), ==, 7);
  g_assert_true (tn_json_bool (object, "b", FALSE));
  g_assert_cmpint (tn_json_int (tn_json_object (object, "o"), "k", 9), ==, 1);
  g_assert_cmpuint (json_array_get_length (tn_json_array (object, "a")), ==, 2);

  for (const char *const *name = (const char *const[]){ "n", "o", "a", "absent", NULL };
       *name != NULL; name++)
    {
      g_assert_cmpstr (tn_json_string (object, *name, "y"), ==, "y");
      g_assert_cmpfloat (tn_json_double (object, *name, 9), ==, 9);
      g_assert_cmpint (tn_json_int (object, *name, 9), ==, 9);
      g_assert_true (tn_json_bool (object, *name, TRUE));
    }
  g_assert_cmpint (tn_json_int (object, "d", 9), ==, 9);
  g_assert_null (tn_json_string (object, "i", NULL));
  g_assert_null (tn_json_object (object, "a"));
  g_assert_null (tn_json_array (object, "o"));
  g_assert_cmpint (tn_json_int (NULL, "i", 9), ==, 9);
}

static void
not_a_number (void)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) back = NULL;

  tn_json_set_double (object, "nan", NAN);
  tn_json_set_double (object, "inf", -INFINITY);
  tn_json_set_double (object, "half", 0.5);
  tn_json_add_double (array, INFINITY);
  tn_json_add_double (array, 0.25);
  json_object_set_array_member (object, "list", array);
  json_node_take_object (node, object);
  text = tn_json_print (node, FALSE);

  g_assert_cmpstr (text, ==, "{\"nan\":null,\"inf\":null,\"half\":0.5,\"list\":[null,0.25]}");
  g_assert_cmpfloat (tn_json_double (parse_object (text, &back), "nan", 3), ==, 3);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/64-levels-are-read-65-are-refused", depth_limit);
  g_test_add_func ("/json/depth-is-not-hidden-by-quotes-or-comments", depth_and_strings);
  g_test_add_func ("/json/too-large-a-text-is-refused", size_limit);
  g_test_add_func ("/json/broken-text-and-bad-utf8-are-refused", bad_texts);
  g_test_add_func ("/json/a-member-of-another-type-gives-the-fallback", fallbacks);
  g_test_add_func ("/json/nan-and-infinity-are-null", not_a_number);

  return g_test_run ();
}

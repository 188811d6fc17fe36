/* test-field.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "tn-field-unit.h"
#include "tn-field.h"
#include "tn-json.h"

static void
roles (void)
{
  for (TnRole role = 0; role < TN_N_ROLES; role++)
    {
      TnRole back;

      g_autoptr (TnMessage) name = tn_role_say (role);
      g_autofree char *english = tn_message_say (name, tn_language_get ("en"));
      g_autofree char *chinese = tn_message_say (name, tn_language_get ("zh_CN"));

      g_assert_true (tn_role_from_id (tn_role_to_id (role), &back));
      g_assert_cmpint (back, ==, role);
      /* People read the word that they may also type, in Chinese one of their own. */
      g_assert_cmpstr (english, ==, tn_role_to_id (role));
      g_assert_cmpstr (chinese, !=, english);
    }
  g_assert_false (tn_role_from_id ("king", &(TnRole){ 0 }));
  g_assert_false (tn_role_from_id (NULL, &(TnRole){ 0 }));
}

static TnField *
full_field (void)
{
  TnField *field = tn_field_new ("gap_mean", TN_ROLE_FEATURE);

  field->unit = g_strdup ("days");
  field->zone = g_strdup ("Asia/Shanghai");
  field->label = tn_message_count (tn_message_new ("gap over {n}"), "n", 90);
  field->help = tn_message_new ("mean gap");

  return field;
}

static void
assert_full (const TnField *field)
{
  g_autofree char *said = tn_field_say (field, tn_language_get ("en"));

  g_assert_cmpstr (field->name, ==, "gap_mean");
  g_assert_cmpint (field->role, ==, TN_ROLE_FEATURE);
  g_assert_cmpstr (field->unit, ==, "days");
  g_assert_cmpstr (field->zone, ==, "Asia/Shanghai");
  g_assert_cmpstr (said, ==, "gap over 90");
  g_assert_cmpstr (tn_message_get_id (field->help), ==, "mean gap");
}

static void
copies (void)
{
  TnField *field = full_field ();
  g_autoptr (TnField) copy = tn_field_copy (field);

  tn_field_free (field);
  assert_full (copy);
}

static void
plain_name (void)
{
  g_autoptr (TnField) field = tn_field_new ("amount", TN_ROLE_AMOUNT);
  g_autofree char *said = tn_field_say (field, tn_language_get ("zh"));

  g_assert_cmpstr (said, ==, "amount");
}

static void
json (void)
{
  g_autoptr (TnField) field = full_field ();
  g_autoptr (JsonNode) node = tn_field_to_json (field);
  g_autofree char *text = tn_json_print (node, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) read = tn_json_parse (text, -1, &error);
  g_autoptr (TnField) back = tn_field_from_json (read, &error);

  g_assert_no_error (error);
  assert_full (back);
}

static void
damaged_json (void)
{
  static const char *const texts[] = {
    "[]",
    "1",
    "{}",
    "{\"name\": 5}",
    "{\"name\": \"a\", \"role\": \"king\"}",
    "null",
    "{\"name\": \"a\", \"role\": \"none\", \"label\": 3}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) node = tn_json_parse (texts[i], -1, NULL);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", texts[i]);
      g_assert_null (tn_field_from_json (node, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_FORMAT);
    }
}

static char *
say_unit (const char *unit, double value, int decimals, const char *language)
{
  g_autoptr (TnMessage) message = tn_field_unit_say (unit, value, decimals);

  return tn_message_say (message, tn_language_get (language));
}

static void
units (void)
{
  static const struct
  {
    const char *unit;
    double value;
    int decimals;
    const char *english, *chinese;
  } cases[] = {
    { TN_FIELD_UNIT_DAYS, 1, 0, "1 day", "1 天" },
    { TN_FIELD_UNIT_DAYS, 90, 0, "90 days", "90 天" },
    { TN_FIELD_UNIT_ORDERS, 1.04, 1, "1.0 order", "1.0 单" },
    { TN_FIELD_UNIT_ORDERS, 1.5, 1, "1.5 orders", "1.5 单" },
    { TN_FIELD_UNIT_ORDERS, 0, 0, "0 orders", "0 单" },
    { TN_FIELD_UNIT_SHARE, 0.38, 0, "38%", "38%" },
    { TN_FIELD_UNIT_TIMES, 1.67, 2, "1.67 times", "1.67 倍" },
    { TN_FIELD_UNIT_WEEKDAY, 2, 0, "2", "2" },
    { "GBP", 12.5, 0, "£12.50", "£12.50" },
    { "盒", 3, 0, "3 盒", "3 盒" },
    { NULL, 3, 0, "3", "3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *english = say_unit (cases[i].unit, cases[i].value, cases[i].decimals, "en");
      g_autofree char *chinese =
          say_unit (cases[i].unit, cases[i].value, cases[i].decimals, "zh_CN");

      g_assert_cmpstr (english, ==, cases[i].english);
      g_assert_cmpstr (chinese, ==, cases[i].chinese);
    }
}

static gboolean
is_ascii (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text > 127)
      return FALSE;

  return TRUE;
}

/* No unit of ours reaches a Chinese reader as an English word. */
static void
units_are_chinese (void)
{
  for (const char *const *unit = tn_field_unit_list (); *unit != NULL; unit++)
    {
      g_autoptr (TnMessage) name = tn_field_unit_get_name (*unit);
      g_autofree char *text = tn_message_say (name, tn_language_get ("zh_CN"));

      g_assert_true (tn_field_unit_is_known (*unit));
      g_assert_false (is_ascii (text));
    }
  g_assert_false (tn_field_unit_is_known ("GBP"));
  g_assert_false (tn_field_unit_is_known (NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field/roles-have-ids", roles);
  g_test_add_func ("/field/a-copy-stands-alone", copies);
  g_test_add_func ("/field/without-a-label-the-name-is-said", plain_name);
  g_test_add_func ("/field/comes-back-from-json", json);
  g_test_add_func ("/field/damaged-json-is-refused", damaged_json);

  g_test_add_func ("/unit/stands-behind-its-number", units);
  g_test_add_func ("/unit/has-a-chinese-name", units_are_chinese);

  return g_test_run ();
}

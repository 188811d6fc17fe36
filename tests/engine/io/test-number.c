/* test-number.c: numbers as they stand in files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include "tn-number.h"
#include "tn-test.h"

static gboolean
parse (const char *text, char decimal, char group, const char *unit, double *value)
{
  TnNumberFormat format = { decimal, group, (char *) unit };

  return tn_number_parse (text, strlen (text), &format, value);
}

static void
test_right (void)
{
  static const struct
  {
    const char *text;
    char decimal;
    char group;
    const char *unit;
    double value;
  } cases[] = {
    { "0", '.', 0, NULL, 0 },
    { "-12.50", '.', 0, NULL, -12.5 },
    { "+7", '.', 0, NULL, 7 },
    { ".5", '.', 0, NULL, 0.5 },
    { "5.", '.', 0, NULL, 5 },
    { "1e-3", '.', 0, NULL, 1e-3 },
    { "1.97671e+006", '.', 0, NULL, 1976710 },
    { "0.1", '.', 0, NULL, 0.1 },
    { "123456789012345678", '.', 0, NULL, 123456789012345678.0 },
    { " 38,147,147 ", '.', ',', NULL, 38147147 },
    { "1.234,56", ',', '.', NULL, 1234.56 },
    { "1 234,5", ',', ' ', NULL, 1234.5 },
    { "1\xc2\xa0"
      "234,5",
      ',', ' ', NULL, 1234.5 },
    { "1'234.5", '.', '\'', NULL, 1234.5 },
    { "42%", '.', 0, "%", 42 },
    { "\xc2\xa5"
      "1,200",
      '.', ',', "\xc2\xa5", 1200 },
    { "\xef\xbf\xa5"
      "1,200",
      '.', ',', "\xc2\xa5", 1200 },
    { "80\xe5\x85\x83", '.', 0, "\xc2\xa5", 80 },
    { "-$3.00", '.', 0, "$", -3 },
    { "$-3.00", '.', 0, "$", -3 },
    { "($500)", '.', 0, "$", -500 },
    { "(500)", '.', 0, NULL, -500 },
    { "1.2\xe4\xb8\x87", '.', 0, NULL, 12000 },
    { "3\xe4\xba\xbf", '.', 0, NULL, 3e8 },
    { "12,5 EUR", ',', 0, "EUR", 12.5 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double value = NAN;

      if (!parse (cases[i].text, cases[i].decimal, cases[i].group, cases[i].unit, &value) ||
          value != cases[i].value)
        g_error ("%s is %g", cases[i].text, value);
    }
}

static void
test_wrong (void)
{
  static const char *const texts[] = { "",       " ",   "-",   ".",      "1.2.3", "0x1F",
                                       "inf",    "nan", "1e",  "e5",     "1,2",   "12,34",
                                       "1,2345", "--1", "1 2", "1-2",    "½",     "12a",
                                       "1e999",  "(5",  "5)",  "1,234,", ",123",  "1..2" };
  double value;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      if (parse (texts[i], '.', ',', NULL, &value))
        g_error ("%s is no number, not %g", texts[i], value);
      if (strchr (texts[i], ',') == NULL && parse (texts[i], '.', 0, NULL, &value))
        g_error ("%s is no number, not %g", texts[i], value);
    }
}

/* The fast path rounds as strtod() does: every digit count, random places of the point. */
static void
test_exact (void)
{
  for (guint i = 0; i < 100000; i++)
    {
      char text[64];
      int digits = g_test_rand_int_range (1, 18);
      int point = g_test_rand_int_range (0, digits + 1);
      gsize n = 0;
      double value;

      if (g_test_rand_bit ())
        text[n++] = '-';
      for (int j = 0; j < digits; j++)
        {
          if (j == point)
            text[n++] = '.';
          text[n++] = '0' + g_test_rand_int_range (0, 10);
        }
      text[n] = '\0';
      g_assert_true (tn_number_parse_plain (text, n, &value));
      g_assert_true (value == g_ascii_strtod (text, NULL));
    }
}

static void
test_locale (void)
{
  static const char *const locales[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "C" };
  double value;

  for (gsize i = 0; i < G_N_ELEMENTS (locales); i++)
    {
      if (setlocale (LC_NUMERIC, locales[i]) == NULL)
        continue;
      g_assert_true (tn_number_parse_plain ("1234567890.123456789", 20, &value));
      g_assert_true (value == 1234567890.123456789);
      g_assert_false (tn_number_parse_plain ("1,5", 3, &value));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/number/what-people-write", test_right);
  g_test_add_func ("/number/what-is-no-number", test_wrong);
  g_test_add_func ("/number/fast-path-rounds-correctly", test_exact);
  g_test_add_func ("/number/the-locale-does-not-matter", test_locale);

  return g_test_run ();
}

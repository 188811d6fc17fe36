/* test-association.c: whether two columns go the same way
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-association.h"
#include "tn-error.h"
#include "tn-language.h"

static TnTable *
make_table (gsize n, const double *x, const double *y)
{
  TnTableBuilder *builder = tn_table_builder_new (n);

  tn_table_builder_take (builder, tn_field_new ("x", TN_ROLE_NONE), tn_column_new_numbers (x, n));
  tn_table_builder_take (builder, tn_field_new ("y", TN_ROLE_NONE), tn_column_new_numbers (y, n));

  return tn_table_builder_end (builder);
}

static TnAssociation
associate (gsize n, const double *x, const double *y)
{
  g_autoptr (TnTable) table = make_table (n, x, y);
  g_autoptr (GError) error = NULL;
  TnAssociation result;

  g_assert_true (tn_associate (table, 0, 1, x, y, &result, NULL, &error));
  g_assert_no_error (error);

  return result;
}

/* IQ and hours of television of ten people, as in Wikipedia, “Spearman's rank correlation
 * coefficient”: ρ = −29/165. */
static void
test_published_example (void)
{
  const double iq[] = { 106, 100, 86, 101, 99, 103, 97, 113, 112, 110 };
  const double hours[] = { 7, 27, 2, 50, 28, 29, 20, 12, 6, 17 };
  TnAssociation result = associate (10, iq, hours);

  g_assert_cmpuint (result.n, ==, 10);
  g_assert_cmpfloat_with_epsilon (result.value, -29.0 / 165, 1e-12);
  g_assert_cmpfloat (result.low, <, result.value);
  g_assert_cmpfloat (result.high, >, 0);
}

/* scipy.stats.spearmanr ([1, 2, 2, 3, 3, 3, 4, 5, 6, 7], [2, 1, 2, 2, 5, 4, 4, 4, 9, 8]). */
static void
test_equal_values_share_a_rank (void)
{
  const double x[] = { 1, 2, 2, 3, 3, 3, 4, 5, 6, 7 }, y[] = { 2, 1, 2, 2, 5, 4, 4, 4, 9, 8 };

  g_assert_cmpfloat_with_epsilon (associate (10, x, y).value, 0.8265354366423001, 1e-9);
}

/* The slow way: each rank counted, the textbook's formula for products. */
static double
correlate_slowly (gsize n, const double *x, const double *y)
{
  double sx = 0, sy = 0, xx = 0, yy = 0, xy = 0;
  gsize m = 0;

  for (gsize i = 0; i < n; i++)
    {
      double a = 0.5, b = 0.5;

      if (isnan (x[i]) || isnan (y[i]))
        continue;
      for (gsize k = 0; k < n; k++)
        if (!isnan (x[k]) && !isnan (y[k]))
          {
            a += x[k] < x[i] ? 1 : x[k] == x[i] ? 0.5 : 0;
            b += y[k] < y[i] ? 1 : y[k] == y[i] ? 0.5 : 0;
          }
      m++;
      sx += a;
      sy += b;
      xx += a * a;
      yy += b * b;
      xy += a * b;
    }

  return (xy - sx * sy / (double) m) /
         sqrt ((xx - sx * sx / (double) m) * (yy - sy * sy / (double) m));
}

static void
test_agrees_with_the_slow_way (void)
{
  for (int round = 0; round < 30; round++)
    {
      /* So many that enough are left whole: of fewer than are needed nothing is said. */
      gsize n = (gsize) g_test_rand_int_range (40, 300);
      g_autofree double *x = g_new (double, n), *y = g_new (double, n);

      for (gsize i = 0; i < n; i++)
        {
          x[i] = g_test_rand_int_range (0, 10) == 0 ? NAN : g_test_rand_int_range (0, 12);
          y[i] = g_test_rand_int_range (0, 10) == 0 ? NAN : x[i] + g_test_rand_double_range (-6, 6);
          if (isnan (x[i]) && g_test_rand_bit ())
            y[i] = 3;
        }
      g_assert_cmpfloat_with_epsilon (associate (n, x, y).value, correlate_slowly (n, x, y), 1e-9);
    }
}

/* Of 600 draws of two normal numbers that share a part, the interval holds the true rank
 * correlation, 6/π · asin (ρ/2), in about 95 of 100. */
static void
test_interval_holds_the_truth (void)
{
  const double rho = 0.6, truth = 6 / G_PI * asin (rho / 2);
  GRand *rand = g_rand_new_with_seed (11);
  const gsize n = 80;
  double x[80], y[80];
  int holds = 0;

  for (int round = 0; round < 600; round++)
    {
      TnAssociation result;

      for (gsize i = 0; i < n; i++)
        {
          double radius = sqrt (-2 * log (1 - g_rand_double (rand)));
          double angle = 2 * G_PI * g_rand_double (rand);

          x[i] = radius * cos (angle);
          y[i] = rho * x[i] + sqrt (1 - rho * rho) * radius * sin (angle);
        }
      result = associate (n, x, y);
      holds += result.low <= truth && truth <= result.high;
    }
  g_rand_free (rand);
  g_assert_cmpint (holds, >=, 552);
  g_assert_cmpint (holds, <=, 588);
}

static void
assert_said (const TnAssociation *self, const char *expected)
{
  g_autoptr (TnMessage) message =
      tn_association_say (self, tn_message_new_literal ("price"), tn_message_new_literal ("paid"));
  g_autofree char *said = tn_message_say (message, tn_language_get ("en"));

  g_assert_cmpstr (said, ==, expected);
}

static void
test_finding_is_one_sentence (void)
{
  const double same[12] = { 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4 };
  const double rising[12] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };
  const double nothing[12] = { NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN };
  TnAssociation result = associate (12, same, rising);

  assert_said (&result, "price and paid cannot be compared: one of them is the same in all rows.");
  result = associate (12, nothing, rising);
  assert_said (&result,
               "0 rows have both price and paid: too few to say whether they go together.");
  result = associate (0, nothing, rising);
  assert_said (&result,
               "0 rows have both price and paid: too few to say whether they go together.");
  result = (TnAssociation){ 1000, 0.5, NAN, NAN };
  tn_association_set_interval (&result);
  assert_said (&result, "price and paid tend to go the same way: rank correlation 0.50 (0.45 to "
                        "0.55), over 1,000 rows that have both.");
  result = (TnAssociation){ 1000, -0.5, NAN, NAN };
  tn_association_set_interval (&result);
  assert_said (&result, "price and paid tend to go opposite ways: rank correlation −0.50 (−0.55 to "
                        "−0.45), over 1,000 rows that have both.");
  result = (TnAssociation){ 1000000, 0.05, NAN, NAN };
  tn_association_set_interval (&result);
  assert_said (&result, "price and paid hardly go together: rank correlation 0.050 (0.048 to "
                        "0.052), over 1,000,000 rows that have both.");
  result = (TnAssociation){ 100, 0.05, NAN, NAN };
  tn_association_set_interval (&result);
  assert_said (&result, "The data do not show that price and paid go together: rank correlation "
                        "0.05 (−0.15 to 0.24), over 100 rows that have both.");
}

static void
test_can_be_cancelled (void)
{
  const double x[12] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };
  g_autoptr (TnTable) table = make_table (12, x, x);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  TnAssociation result;

  g_cancellable_cancel (cancellable);
  g_assert_false (tn_associate (table, 0, 1, x, x, &result, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/association/published-example", test_published_example);
  g_test_add_func ("/association/equal-values-share-a-rank", test_equal_values_share_a_rank);
  g_test_add_func ("/association/agrees-with-the-slow-way", test_agrees_with_the_slow_way);
  g_test_add_func ("/association/interval-holds-the-truth", test_interval_holds_the_truth);
  g_test_add_func ("/association/finding-is-one-sentence", test_finding_is_one_sentence);
  g_test_add_func ("/association/can-be-cancelled", test_can_be_cancelled);

  return g_test_run ();
}

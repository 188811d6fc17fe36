/* test-money.c: when contacting pays
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-money.h"
#include "tn-test.h"

/* Ten contacted at 2, four leavers who would bring 100 each, of which 40 % is margin: 20 spent,
 * 160 to be had, so one in eight. */
static void
test_by_hand (void)
{
  TnMoney money = { 0.4, 2, 0 };

  g_assert_true (tn_money_is_stated (&money));
  tn_assert_close (tn_money_break_even (&money, 10, 4, 400), 0.125, 1e-12);
  tn_assert_close (tn_money_gain (&money, 100), 40, 1e-12);
  tn_assert_close (tn_money_contact (&money), 2, 1e-12);
}

/* With a coupon of 5 the six stayers take 30 on top, and each leaver back brings 35. */
static void
test_offer (void)
{
  TnMoney money = { 0.4, 2, 5 };

  tn_assert_close (tn_money_break_even (&money, 10, 4, 400), 50 / 140.0, 1e-12);
  tn_assert_close (tn_money_gain (&money, 100), 35, 1e-12);
  tn_assert_close (tn_money_contact (&money), 7, 1e-12);
}

/* At the break-even rate what is gained is what is spent, customer by customer. */
static void
test_nothing_is_earned (void)
{
  for (guint round = 0; round < 1000; round++)
    {
      TnMoney money = { g_test_rand_double_range (0.05, 1), g_test_rand_double_range (0, 5),
                        g_test_rand_double_range (0, 5) };
      guint n = (guint) g_test_rand_int_range (1, 30);
      double chance[30], revenue[30], leavers = 0, stake = 0, rate, earned = 0;

      for (guint i = 0; i < n; i++)
        {
          chance[i] = g_test_rand_double ();
          revenue[i] = g_test_rand_double_range (0, 300);
          leavers += chance[i];
          stake += chance[i] * revenue[i];
        }
      rate = tn_money_break_even (&money, n, leavers, stake);
      if (!isfinite (rate))
        continue;
      for (guint i = 0; i < n; i++)
        earned += chance[i] * rate * tn_money_gain (&money, revenue[i]) -
                  (1 - chance[i]) * money.offer - money.cost;
      g_assert_cmpfloat (fabs (earned), <, 1e-6 * (1 + rate * stake));
    }
}

static void
test_not_stated (void)
{
  TnMoney none = { 0, 0, 0 }, margin = { 0.4, 0, 0 }, cost = { 0, 2, 0 }, offer = { 0.4, 0, 5 };

  g_assert_false (tn_money_is_stated (&none));
  g_assert_false (tn_money_is_stated (&margin));
  g_assert_false (tn_money_is_stated (&cost));
  g_assert_true (tn_money_is_stated (&offer));
  g_assert_true (isnan (tn_money_break_even (&none, 10, 4, 400)));
  g_assert_true (isnan (tn_money_break_even (&margin, 10, 4, 400)));
  g_assert_true (isnan (tn_money_break_even (&offer, 10, 4, (double) NAN)));
  /* The offer takes more than a leaver brings. */
  g_assert_true (isinf (tn_money_break_even (&offer, 10, 4, 40)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/money/break-even-by-hand", test_by_hand);
  g_test_add_func ("/money/stayers-use-the-offer-too", test_offer);
  g_test_add_func ("/money/at-break-even-nothing-is-earned", test_nothing_is_earned);
  g_test_add_func ("/money/what-is-not-stated-is-not-told", test_not_stated);

  return g_test_run ();
}

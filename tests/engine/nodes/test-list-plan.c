/* test-list-plan.c: who is left alone for comparison
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-json.h"
#include "tn-list-plan.h"
#include "tn-outlook.h"
#include "tn-random.h"
#include "tn-test.h"

#define MOST 600

typedef struct
{
  char text[MOST][16];
  const char *names[MOST];
  double chances[MOST];
  guint8 plan[MOST];
  gsize n;
} Round;

static void
round_init (Round *self, gsize n)
{
  self->n = n;
  for (gsize i = 0; i < n; i++)
    {
      g_snprintf (self->text[i], sizeof self->text[i], "c%u", (guint) i);
      self->names[i] = self->text[i];
      self->chances[i] = g_test_rand_double ();
    }
}

static gsize
draw (Round *self, double share, guint64 seed)
{
  gsize n_held = 0;

  g_assert_true (
      tn_list_plan_draw (self->names, self->chances, self->n, share, seed, self->plan, NULL));
  for (gsize i = 0; i < self->n; i++)
    n_held += self->plan[i] == TN_PLAN_HOLD_OUT;

  return n_held;
}

/* Of all, and of the likeliest and the least likely fifth, the share asked for. */
static void
bands_give_equal_shares (void)
{
  for (int trial = 0; trial < 50; trial++)
    {
      Round round;
      double share = g_test_rand_double ();
      gsize held, n = 0;

      round_init (&round, (gsize) g_test_rand_int_range (0, MOST));
      held = draw (&round, share, 3);
      for (gsize i = 0; i < round.n; i++)
        {
          gsize above = 0;

          for (gsize j = 0; j < round.n; j++)
            above += round.chances[j] > round.chances[i];
          g_assert_true (round.plan[i] == TN_PLAN_CONTACT || round.plan[i] == TN_PLAN_HOLD_OUT);
          n += round.plan[i] == TN_PLAN_HOLD_OUT && above < round.n / 5;
        }
      g_assert_cmpint ((gint64) held, ==, llround (share * (double) round.n));
      g_assert_cmpint (llabs ((gint64) n - llround (share * (double) (round.n / 5))), <=, 1);
    }
}

/* The same whatever stands around them: place in the list, and a few customers more or less. */
static void
lots_belong_to_customers (void)
{
  Round round, turned;
  gsize n_same = 0, n_other = 0;

  round_init (&round, MOST);
  draw (&round, 0.25, 7);
  turned.n = MOST - 10;
  for (gsize i = 0; i < turned.n; i++)
    {
      turned.names[i] = round.names[MOST - 1 - i];
      turned.chances[i] = round.chances[MOST - 1 - i];
    }
  draw (&turned, 0.25, 7);
  for (gsize i = 0; i < turned.n; i++)
    n_same += turned.plan[i] == round.plan[MOST - 1 - i];
  g_assert_cmpuint (n_same, >=, turned.n - 20);

  for (gsize i = 0; i < MOST; i++)
    turned.plan[i] = round.plan[i];
  draw (&round, 0.25, 8);
  for (gsize i = 0; i < MOST; i++)
    n_other += turned.plan[i] != round.plan[i];
  g_assert_cmpuint (n_other, >, MOST / 5);
}

static void
document_says_what_can_be_seen (void)
{
  Round round;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;

  round_init (&round, 600);
  for (gsize i = 0; i < round.n; i++)
    round.chances[i] = 0.6;
  draw (&round, 0.25, 1);
  node = tn_list_plan_to_json (round.chances, round.plan, round.n, 0.25);
  object = json_node_get_object (node);
  g_assert_cmpint (tn_json_int (object, "held_out", 0), ==, 150);
  g_assert_cmpint (tn_json_int (object, "contacted", 0), ==, 450);
  tn_assert_close (tn_json_double (object, "rate", 0), 0.6, 1e-9);
  /* 2.8 standard errors of the difference, near enough. */
  tn_assert_close (tn_json_double (object, "effect", 0), 2.8 * sqrt (0.24 / 150 + 0.24 / 450),
                   0.005);
  g_assert_cmpint (tn_json_int (object, "needed", 0), >, 3500);
}

/* Everybody leaves and the level does not move: what is left is how little is known of amounts. */
static void
test_sum_of_amounts (void)
{
  double chances[400], ten[400], five[400], none[400];
  TnAmounts sure = { ten, none, none }, own = { ten, five, none }, shared = { ten, none, five };
  TnAmounts both = { ten, five, five };
  TnOutlook count, at;

  for (gsize i = 0; i < G_N_ELEMENTS (chances); i++)
    {
      chances[i] = 1;
      ten[i] = 10;
      five[i] = 5;
      none[i] = 0;
    }
  tn_outlook_sum (&count, chances, NULL, G_N_ELEMENTS (chances), 0);
  g_assert_cmpfloat (count.high - count.low, <, 1e-6);
  tn_outlook_sum (&at, chances, &sure, G_N_ELEMENTS (chances), 0);
  tn_assert_close (at.value, 4000, 1e-9);
  g_assert_cmpfloat (at.high - at.low, <, 1e-6);
  /* 1.96 times the root of 400 times 5², and 1.96 times 400 times 5. */
  tn_outlook_sum (&at, chances, &own, G_N_ELEMENTS (chances), 0);
  tn_assert_close (at.high - at.value, 1.959963984540054 * 100, 1e-9);
  tn_outlook_sum (&at, chances, &shared, G_N_ELEMENTS (chances), 0);
  tn_assert_close (at.value - at.low, 1.959963984540054 * 2000, 1e-9);
  tn_outlook_sum (&at, chances, &both, G_N_ELEMENTS (chances), 0);
  tn_assert_close (at.high - at.value, 1.959963984540054 * hypot (100, 2000), 1e-9);
}

/* A leaver of chance p whose amount has mean w and variance e²: p (1 − p) w² + p e². */
static void
test_luck_and_error (void)
{
  double chance = 0.3, amount = 20, error = 8, none = 0;
  TnAmounts amounts = { &amount, &error, &none };
  TnOutlook at;

  tn_outlook_sum (&at, &chance, &amounts, 1, 0);
  tn_assert_close (at.value, 6, 1e-9);
  tn_assert_close (at.high - at.value, 1.959963984540054 * sqrt (0.21 * 400 + 0.3 * 64), 1e-9);
  g_assert_cmpfloat (at.low, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outlook/amounts-hold-how-little-is-known-of-them", test_sum_of_amounts);
  g_test_add_func ("/outlook/luck-and-error-of-a-customer-add-up", test_luck_and_error);
  g_test_add_func ("/list-plan/bands-give-equal-shares", bands_give_equal_shares);
  g_test_add_func ("/list-plan/lots-belong-to-customers", lots_belong_to_customers);
  g_test_add_func ("/list-plan/document-says-what-can-be-seen", document_says_what_can_be_seen);

  return g_test_run ();
}

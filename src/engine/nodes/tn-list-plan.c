/* tn-list-plan.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-list-plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tn-power.h"
#include "tn-random.h"
#include "tn-space.h"

/* Bands of chance from which equal shares are held out. */
#define N_BANDS 5
/* The drop in leaving for which the number of customers is told. */
#define USUAL_DROP 0.05

const char *const tn_plan_ids[] = {
  [TN_PLAN_NONE] = "none",
  [TN_PLAN_CONTACT] = "contact",
  [TN_PLAN_HOLD_OUT] = "hold_out",
};

typedef struct
{
  const char *name;
  double chance;
  double lot; /* drawn for this customer and seed alone */
  gsize place;
} Ticket;

static int
compare_chances (gconstpointer a, gconstpointer b)
{
  const Ticket *x = a, *y = b;

  if (x->chance != y->chance)
    return x->chance < y->chance ? 1 : -1;

  return strcmp (x->name, y->name);
}

static int
compare_lots (gconstpointer a, gconstpointer b)
{
  const Ticket *x = a, *y = b;

  if (x->lot != y->lot)
    return x->lot < y->lot ? -1 : 1;

  return strcmp (x->name, y->name);
}

/* A number of the customer's own: it depends on nobody else in the list. */
static double
draw_lot (const char *name, guint64 seed)
{
  TnRandom random;

  tn_random_init (&random, seed, tn_random_stream (name));

  return tn_random_uniform (&random);
}

/**
 * tn_list_plan_draw:
 * @names: (array length=n): of the customers to contact, without repeats
 * @chances: (array length=n): of leaving
 * @share: to be held out, 0 to 1
 * @seed: another one draws others
 * @plan: (array length=n) (out caller-allocates): #TnPlan for each
 * @error: %TN_ERROR_SPACE without memory for @n lots
 *
 * Draws who is left alone for comparison: in each of five bands of chance the same share, those
 * with the lowest lot. A customer's lot hangs on name and seed alone, so a list made again a little
 * later holds out the same customers, but for a few where a band's size has changed.
 *
 * Returns: %TRUE when all have their plan
 */
gboolean
tn_list_plan_draw (const char *const *names,
                   const double *chances,
                   gsize n,
                   double share,
                   guint64 seed,
                   guint8 *plan,
                   GError **error)
{
  g_autofree Ticket *tickets = tn_space_try_alloc (n, sizeof (Ticket), error);
  gsize held = 0;

  if (tickets == NULL)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    tickets[i] = (Ticket){ names[i], chances[i], draw_lot (names[i], seed), i };
  qsort (tickets, n, sizeof (Ticket), compare_chances);
  for (gsize band = 0; band < N_BANDS; band++)
    {
      gsize start = n * band / N_BANDS, end = n * (band + 1) / N_BANDS;
      /* So many by the end of this band: the shares of all bands add up to the share of all. */
      gsize due = (gsize) llround (share * (double) end);

      qsort (tickets + start, end - start, sizeof (Ticket), compare_lots);
      for (gsize i = start; i < end; i++)
        {
          gboolean is_held = held < due;

          plan[tickets[i].place] = is_held ? TN_PLAN_HOLD_OUT : TN_PLAN_CONTACT;
          held += is_held;
        }
    }

  return TRUE;
}

/**
 * tn_list_plan_to_json:
 * @chances: (array length=n): of the customers to contact
 * @plan: (array length=n): what was drawn
 * @share: that was to be held out
 *
 * Returns: (transfer full): {"share", "contacted", "held_out", "rate": expected leaving rate,
 *   "effect": least drop in leaving that this round shows with a chance of 80 %, null when none,
 *   "drop" and "needed": customers to contact and hold out, in all, to see that drop}
 */
JsonNode *
tn_list_plan_to_json (const double *chances, const guint8 *plan, gsize n, double share)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  double held = 0, rate = 0, contacted, effect, needed;

  for (gsize i = 0; i < n; i++)
    {
      held += plan[i] == TN_PLAN_HOLD_OUT;
      rate += chances[i] / (double) n;
    }
  contacted = (double) n - held;
  effect = tn_power_effect (rate, held, contacted, TN_POWER_USUAL);
  needed =
      share > 0 && share < 1 && rate > USUAL_DROP
          ? tn_power_count (rate, rate - USUAL_DROP, (1 - share) / share, TN_POWER_USUAL) / share
          : NAN;
  json_object_set_double_member (object, "share", share);
  json_object_set_int_member (object, "contacted", (gint64) contacted);
  json_object_set_int_member (object, "held_out", (gint64) held);
  json_object_set_double_member (object, "rate", rate);
  if (isfinite (effect))
    json_object_set_double_member (object, "effect", effect);
  json_object_set_double_member (object, "drop", USUAL_DROP);
  if (isfinite (needed))
    json_object_set_int_member (object, "needed", (gint64) ceil (needed));
  json_node_take_object (node, object);

  return node;
}

/* tn-synth-order.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-synth-order.h"

#include "tn-synth-words.h"

#define MAX_LINES 6

/* A line of an order: what was bought. */
typedef struct
{
  guint item;
  guint quantity;
  guint32 price; /* paid for one, in cents */
} Line;

/* Of 64 orders so many in each hour. */
static const guint8 hours[64] = {
  7,  7,  8,  8,  8,  9,  9,  9,  9,  10, 10, 10, 10, 10, 11, 11, 11, 11, 11, 12, 12, 12,
  12, 12, 13, 13, 13, 13, 14, 14, 14, 15, 15, 15, 16, 16, 16, 17, 17, 17, 18, 18, 18, 19,
  19, 19, 19, 20, 20, 20, 20, 20, 20, 21, 21, 21, 21, 21, 21, 22, 22, 22, 22, 23,
};

static gboolean
is_logged (const TnSynthLife *self, gint64 seconds)
{
  return seconds >= (gint64) self->world->start * 86400 &&
         seconds < (gint64) self->world->end * 86400;
}

/**
 * tn_synth_draw_moment:
 *
 * Returns: a second of that day, none before 7 o'clock
 */
gint64
tn_synth_draw_moment (TnSynthLife *self, gint32 day)
{
  guint32 hour = hours[tn_random_next (self->random) >> 26];

  return (gint64) day * 86400 + hour * 3600 + tn_random_below (self->random, 3600);
}

/**
 * tn_synth_draw_liked_item:
 *
 * Returns: an item of a category the person likes; the thrifty take the cheaper of two
 */
guint
tn_synth_draw_liked_item (TnSynthLife *self)
{
  guint category = tn_synth_person_draw_category (self->person, self->random);
  guint item = tn_synth_world_draw_item (self->world, self->random, category);
  guint other = tn_synth_world_draw_item (self->world, self->random, category);
  gint32 logit = tn_synth_times (self->person->thrift, TN_SYNTH_MILLI (1500));

  if (tn_synth_happens (self->random, tn_synth_chance_of (logit - TN_SYNTH_ONE)) &&
      self->world->items[other].price < self->world->items[item].price)
    return other;

  return item;
}

/* The cells all events begin with: customer, time, type, item, category. */
static char *
begin_event (TnSynthLife *self,
             gint64 seconds,
             const char *type,
             guint item,
             gboolean market,
             gboolean guest)
{
  char *p = tn_synth_rows_begin (self->rows, TN_SYNTH_EVENTS, seconds);

  if (!guest)
    p = tn_synth_person_put_id (self->person, p, market);
  p = tn_synth_put_char (p, ',');
  p = tn_synth_put_time (p, self->world, seconds);
  p = tn_synth_put_char (p, ',');
  p = tn_synth_put_text (p, type);
  p = tn_synth_put_text (p, ",P");
  p = tn_synth_put_padded (p, item + 1001, 4);
  p = tn_synth_put_char (p, ',');

  return tn_synth_put_text (p, tn_synth_category_name (self->world->items[item].category));
}

static void
write_look (TnSynthLife *self, gint64 seconds, const char *type, guint item, gboolean market)
{
  char *p;

  if (!is_logged (self, seconds))
    return;
  p = begin_event (self, seconds, type, item, market, FALSE);
  p = tn_synth_put_text (p, market ? ",,,,market" : ",,,,shop");
  tn_synth_rows_end (self->rows, TN_SYNTH_EVENTS, p);
}

/**
 * tn_synth_write_visit:
 *
 * A look around that leads to nothing: one to five views, seldom something in the cart.
 */
void
tn_synth_write_visit (TnSynthLife *self, gint32 day)
{
  gint64 seconds = tn_synth_draw_moment (self, day);
  gboolean market = tn_synth_happens (self->random, self->person->market_share);
  guint n_views = 1;

  while (n_views < 5 && tn_synth_happens (self->random, TN_SYNTH_CHANCE (450)))
    n_views++;
  for (guint i = 0; i < n_views; i++)
    {
      guint item = tn_synth_draw_liked_item (self);

      write_look (self, seconds, "view", item, market);
      seconds += tn_synth_between (self->random, 20, 200);
      if (tn_synth_happens (self->random, TN_SYNTH_CHANCE (80)))
        write_look (self, seconds - 10, "cart", item, market);
    }
}

static gint64
amount_of (const Line *line)
{
  return (gint64) line->price * line->quantity;
}

static const char *
channel_of (const TnSynthOrder *order)
{
  return order->market ? "market" : "shop";
}

/* What a line of an order costs or, taken back, gives back. */
static char *
put_amount (char *p, const Line *line, gboolean back)
{
  return tn_synth_put_cents (p, back ? -amount_of (line) : amount_of (line));
}

/* The cells that say what: item, category (of which some are lost), quantity, money. */
static char *
put_line (TnSynthLife *self, char *p, const Line *line, gboolean back)
{
  p = tn_synth_put_text (p, ",P");
  p = tn_synth_put_padded (p, line->item + 1001, 4);
  p = tn_synth_put_char (p, ',');
  if (!tn_synth_happens (self->random, TN_SYNTH_CHANCE (5)))
    p = tn_synth_put_text (p, tn_synth_category_name (self->world->items[line->item].category));
  p = tn_synth_put_text (p, back ? ",-" : ",");
  p = tn_synth_put_uint (p, line->quantity);
  p = tn_synth_put_char (p, ',');
  p = tn_synth_put_cents (p, line->price);
  p = tn_synth_put_char (p, ',');

  return put_amount (p, line, back);
}

static void
write_to_orders (TnSynthLife *self,
                 const TnSynthOrder *order,
                 const Line *line,
                 gint64 seconds,
                 const char *type)
{
  char *p = tn_synth_rows_begin (self->rows, TN_SYNTH_ORDERS, seconds);

  p = tn_synth_put_padded (p, order->number, 13);
  p = tn_synth_put_char (p, ',');
  if (!order->guest)
    p = tn_synth_person_put_id (self->person, p, order->market);
  p = tn_synth_put_char (p, ',');
  p = tn_synth_put_time (p, self->world, seconds);
  p = tn_synth_put_char (p, ',');
  p = tn_synth_put_text (p, type);
  p = put_line (self, p, line, *type != 'o');
  p = tn_synth_put_char (p, ',');
  if (order->percent > 0)
    {
      p = tn_synth_put_char (p, 'C');
      p = tn_synth_put_padded (p, self->coupon, 2);
    }
  p = tn_synth_put_char (p, ',');
  p = tn_synth_put_text (p, channel_of (order));
  p = tn_synth_put_char (p, ',');
  p = tn_synth_put_uint (p, order->delivery_days);
  tn_synth_rows_end (self->rows, TN_SYNTH_ORDERS, p);
  if (tn_synth_happens (self->random, TN_SYNTH_CHANCE (3)))
    tn_synth_rows_repeat (self->rows, TN_SYNTH_ORDERS);
}

static void
write_to_log (TnSynthLife *self,
              const TnSynthOrder *order,
              const Line *line,
              gint64 seconds,
              gboolean back)
{
  char *p = begin_event (self, seconds, back ? "return" : "purchase", line->item, order->market,
                         order->guest);

  p = tn_synth_put_char (p, ',');
  p = tn_synth_put_padded (p, order->number, 13);
  p = tn_synth_put_text (p, back ? ",-" : ",");
  p = tn_synth_put_uint (p, line->quantity);
  p = tn_synth_put_char (p, ',');
  p = put_amount (p, line, back);
  p = tn_synth_put_char (p, ',');
  p = tn_synth_put_text (p, channel_of (order));
  tn_synth_rows_end (self->rows, TN_SYNTH_EVENTS, p);
}

/* A line in the orders, and the same in the log: "order", "return" or "cancellation". */
static void
write_line (TnSynthLife *self,
            const TnSynthOrder *order,
            const Line *line,
            gint64 seconds,
            const char *type)
{
  if (!is_logged (self, seconds))
    return;

  write_to_orders (self, order, line, seconds, type);
  write_to_log (self, order, line, seconds, *type != 'o');
}

static guint
draw_item_to_buy (TnSynthLife *self)
{
  guint item;

  if (self->n_recent > 0 && tn_synth_happens (self->random, TN_SYNTH_CHANCE (250)))
    item = self->recent[tn_random_below (self->random, MIN (self->n_recent, TN_SYNTH_N_RECENT))];
  else
    item = tn_synth_draw_liked_item (self);
  self->recent[self->n_recent++ % TN_SYNTH_N_RECENT] = (guint16) item;

  return item;
}

/* The line that has @item already, so that equal lines are repeats and nothing else. */
static Line *
find_line (Line *lines, guint n_lines, guint item)
{
  for (guint i = 0; i < n_lines; i++)
    if (lines[i].item == item)
      return &lines[i];

  return NULL;
}

static guint
draw_lines (TnSynthLife *self, const TnSynthOrder *order, Line lines[MAX_LINES])
{
  gint32 day = (gint32) (order->seconds / 86400);
  guint sale = self->world->season[day] > TN_SYNTH_MILLI (1500) ? 10 : 0;
  guint n = 0;

  do
    {
      guint item = draw_item_to_buy (self);
      Line *line = find_line (lines, n, item);

      if (line == NULL)
        {
          line = &lines[n++];
          line->item = item;
          line->quantity = 0;
          line->price = self->world->items[item].price * (100 - order->percent - sale) / 100;
        }
      do
        line->quantity++;
      while (line->quantity < 6 && tn_synth_happens (self->random, TN_SYNTH_CHANCE (160)));
    }
  while (n < MAX_LINES && tn_synth_happens (self->random, TN_SYNTH_CHANCE (480)));

  return n;
}

/* The late season delivers late. */
static guint
draw_delivery (TnSynthLife *self, gint32 day)
{
  gboolean busy = self->world->season[day] > TN_SYNTH_MILLI (1200);

  if (tn_synth_happens (self->random, busy ? TN_SYNTH_CHANCE (170) : TN_SYNTH_CHANCE (80)))
    return (guint) tn_synth_between (self->random, 7, 16);

  return (guint) tn_synth_between (self->random, 1, 4);
}

static gint32
satisfaction_of (TnSynthLife *self, const TnSynthOrder *order, const Line *lines, guint n_lines)
{
  gint32 quality = 0, price;
  gint32 luck = tn_synth_draw (self->random, tn_synth_normal);

  for (guint i = 0; i < n_lines; i++)
    quality += self->world->items[lines[i].item].quality / (gint32) n_lines;
  price = order->percent > 0
              ? TN_SYNTH_MILLI (150)
              : -tn_synth_times (MAX (self->person->thrift, 0), TN_SYNTH_MILLI (250));

  return TN_SYNTH_MILLI (200) + quality + tn_synth_times (luck, TN_SYNTH_MILLI (650)) + price -
         (order->delivery_days >= 7 ? TN_SYNTH_MILLI (1200) : 0);
}

/* Views in the days before, and what was bought in the cart. */
static void
write_looks_before (TnSynthLife *self, const TnSynthOrder *order, const Line *lines, guint n_lines)
{
  guint n_more = tn_random_below (self->random, 4);

  for (guint i = 0; i < n_lines; i++)
    {
      gint32 before = tn_synth_between (self->random, 40, 900);

      write_look (self, order->seconds - before, "view", lines[i].item, order->market);
      write_look (self, order->seconds - before / 2, "cart", lines[i].item, order->market);
    }
  for (guint i = 0; i < n_more; i++)
    {
      gint64 before = tn_synth_between (self->random, 0, 4 * 86400);

      write_look (self, order->seconds - before, "view", tn_synth_draw_liked_item (self),
                  order->market);
    }
}

/* The unhappy send things back; now and then an order is called off on the same day. */
static void
write_returns (TnSynthLife *self, const TnSynthOrder *order, const Line *lines, guint n_lines)
{
  gint32 logit =
      -TN_SYNTH_MILLI (3300) - tn_synth_times (order->satisfaction, TN_SYNTH_MILLI (1100));

  if (tn_synth_happens (self->random, TN_SYNTH_CHANCE (15)))
    {
      gint64 seconds = order->seconds + tn_synth_between (self->random, 300, 3000);

      for (guint i = 0; i < n_lines; i++)
        write_line (self, order, &lines[i], seconds, "cancellation");
      return;
    }
  for (guint i = 0; i < n_lines; i++)
    if (tn_synth_happens (self->random, tn_synth_chance_of (logit)))
      write_line (self, order, &lines[i],
                  tn_synth_draw_moment (self, (gint32) (order->seconds / 86400) +
                                                  (gint32) order->delivery_days +
                                                  tn_synth_between (self->random, 2, 14)),
                  "return");
}

static guint
rating_of (gint32 feeling)
{
  static const gint32 limits[4] = { TN_SYNTH_MILLI (-1300), TN_SYNTH_MILLI (-800),
                                    TN_SYNTH_MILLI (-300), TN_SYNTH_MILLI (250) };
  guint rating = 1;

  while (rating < 5 && feeling >= limits[rating - 1])
    rating++;

  return rating;
}

static void
write_review (TnSynthLife *self, const TnSynthOrder *order, const Line *line, guint place)
{
  gint32 noise =
      tn_synth_times (tn_synth_draw (self->random, tn_synth_normal), TN_SYNTH_MILLI (350));
  gint64 seconds = tn_synth_draw_moment (self, (gint32) (order->seconds / 86400) +
                                                   (gint32) order->delivery_days +
                                                   tn_synth_between (self->random, 1, 9));
  TnSynthOpinion opinion = { rating_of (order->satisfaction + noise), order->delivery_days >= 7,
                             order->leaves };
  char *p;

  if (!is_logged (self, seconds))
    return;
  p = tn_synth_rows_begin (self->rows, TN_SYNTH_REVIEWS, seconds);
  p = tn_synth_put_char (p, 'R');
  p = tn_synth_put_padded (p, order->number, 13);
  p = tn_synth_put_uint (p, place);
  p = tn_synth_put_char (p, ',');
  if (!order->guest)
    p = tn_synth_person_put_id (self->person, p, order->market);
  p = tn_synth_put_char (p, ',');
  p = tn_synth_put_time (p, self->world, seconds);
  p = tn_synth_put_text (p, ",P");
  p = tn_synth_put_padded (p, line->item + 1001, 4);
  p = tn_synth_put_char (p, ',');
  p = tn_synth_put_uint (p, opinion.rating);
  p = tn_synth_put_text (p, self->person->chinese ? ",zh,\"" : ",en,\"");
  p = tn_synth_put_review (p, self->person, self->world->items[line->item].category, &opinion,
                           self->random);
  p = tn_synth_put_char (p, '"');
  tn_synth_rows_end (self->rows, TN_SYNTH_REVIEWS, p);
}

/* Who feels strongly writes more often. */
static void
write_reviews (TnSynthLife *self, const TnSynthOrder *order, const Line *lines, guint n_lines)
{
  guint32 chance = self->person->review_chance;

  if (ABS (order->satisfaction) > TN_SYNTH_ONE)
    chance += chance / 2;
  for (guint i = 0; i < n_lines; i++)
    if (tn_synth_happens (self->random, MIN (chance, TN_SYNTH_CHANCE (900))))
      write_review (self, order, &lines[i], i);
}

/* The chance to leave after this order. */
static guint32
dropout_chance (const TnSynthLife *self, const TnSynthOrder *order)
{
  gint32 logit = -TN_SYNTH_MILLI (2600);

  logit -= tn_synth_times (self->person->loyalty, TN_SYNTH_MILLI (1100));
  logit -= tn_synth_times (order->satisfaction, TN_SYNTH_MILLI (900));
  if (self->n_orders == 1)
    logit += TN_SYNTH_MILLI (700);
  if (order->percent == 0)
    logit += tn_synth_times (self->person->thrift, TN_SYNTH_MILLI (300));

  return tn_synth_chance_of (logit);
}

/* What comes after: leaving, or the day of the next order. */
static void
go_on (TnSynthLife *self, TnSynthOrder *order, gboolean extra)
{
  gint32 day = (gint32) (order->seconds / 86400);
  gint32 gap = tn_synth_draw (self->random, tn_synth_gamma2);
  gint32 mood = tn_synth_exp (-tn_synth_times (order->satisfaction, TN_SYNTH_MILLI (150)));

  /* One time in eight something else comes first: silence is not leaving. */
  if (tn_synth_happens (self->random, TN_SYNTH_CHANCE (125)))
    gap = 3 * gap;
  order->leaves = tn_synth_happens (self->random, dropout_chance (self, order));
  if (order->leaves)
    {
      self->dropout = day;
      self->alive = FALSE;
      self->next_order = G_MAXINT32;
    }
  else if (!extra || !self->alive)
    {
      self->dropout = -1;
      self->alive = TRUE;
      self->next_order = tn_synth_world_after (
          self->world, day, tn_synth_times (tn_synth_times (self->person->rhythm, gap), mood));
    }
}

/* Odd multiplier: one-to-one below 2^40, and the number tells nothing of the customer. */
static guint64
number_of (const TnSynthLife *self)
{
  guint64 number = self->person->index << 12 | MIN (self->n_orders, 4095);

  return (number * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + 0x1234567) &
         ((G_GUINT64_CONSTANT (1) << 40) - 1);
}

/**
 * tn_synth_place_order:
 *
 * An order with all that belongs to it: looks before it, its lines, delivery, satisfaction,
 * returns, reviews, and whether the customer comes again.
 */
void
tn_synth_place_order (TnSynthLife *self, gint32 day)
{
  gboolean extra = day == self->extra_order;
  TnSynthOrder order = { .seconds = tn_synth_draw_moment (self, day), .number = number_of (self) };
  Line lines[MAX_LINES];
  guint n_lines;

  order.market = tn_synth_happens (self->random, self->person->market_share);
  order.guest = !order.market && tn_synth_happens (self->random, TN_SYNTH_CHANCE (30));
  if (day < self->coupon_until && !order.market &&
      tn_synth_happens (self->random, TN_SYNTH_CHANCE (800)))
    order.percent = self->coupon_percent;
  order.delivery_days = draw_delivery (self, day);
  n_lines = draw_lines (self, &order, lines);
  order.satisfaction = satisfaction_of (self, &order, lines, n_lines);
  self->n_orders++;
  self->n_logged += day >= self->world->start && day < self->world->end;
  if (extra)
    self->extra_order = G_MAXINT32;
  go_on (self, &order, extra);

  if (!order.guest)
    write_looks_before (self, &order, lines, n_lines);
  for (guint i = 0; i < n_lines; i++)
    write_line (self, &order, &lines[i], order.seconds, "order");
  write_returns (self, &order, lines, n_lines);
  write_reviews (self, &order, lines, n_lines);
}

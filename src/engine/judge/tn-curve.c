/* tn-curve.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-curve.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-json.h"

#define BUCKETS_A_POINT 4     /* of the first, coarse thinning */
#define INVISIBLE       1e-12 /* squared distance, a millionth of an axis */

/**
 * tn_curve_new:
 * @id: what it shows
 * @n_points: how many
 * @with_band: whether it has a band
 * @with_n: whether it counts what is behind each point
 *
 * Returns: (transfer full): a curve of zeros
 */
TnCurve *
tn_curve_new (const char *id, gsize n_points, gboolean with_band, gboolean with_n)
{
  TnCurve *self = g_new0 (TnCurve, 1);

  self->id = g_intern_string (id);
  self->n_points = n_points;
  self->x = g_new0 (double, MAX (n_points, 1));
  self->y = g_new0 (double, MAX (n_points, 1));
  if (with_band)
    {
      self->low = g_new0 (double, MAX (n_points, 1));
      self->high = g_new0 (double, MAX (n_points, 1));
    }
  if (with_n)
    self->n = g_new0 (double, MAX (n_points, 1));

  return self;
}

/**
 * tn_curve_copy:
 *
 * Returns: (transfer full): a curve with points of its own
 */
TnCurve *
tn_curve_copy (const TnCurve *self)
{
  gsize size = self->n_points * sizeof (double);
  TnCurve *copy = tn_curve_new (self->id, self->n_points, self->low != NULL, self->n != NULL);

  memcpy (copy->x, self->x, size);
  memcpy (copy->y, self->y, size);
  if (self->low != NULL)
    {
      memcpy (copy->low, self->low, size);
      memcpy (copy->high, self->high, size);
    }
  if (self->n != NULL)
    memcpy (copy->n, self->n, size);

  return copy;
}

/**
 * tn_curve_free:
 * @self: (transfer full): a curve
 */
void
tn_curve_free (TnCurve *self)
{
  g_free (self->x);
  g_free (self->y);
  g_free (self->low);
  g_free (self->high);
  g_free (self->n);
  g_free (self);
}

/* Of each bucket of neighbours the first, the last, the lowest and the highest point: what a
 * line drawn through all of them would cover. Returns how many places were kept. */
static gsize
thin_by_buckets (const double *y, gsize n, gsize n_buckets, gsize *kept)
{
  gsize n_kept = 0;

  for (gsize bucket = 0; bucket < n_buckets; bucket++)
    {
      gsize from = n * bucket / n_buckets, to = n * (bucket + 1) / n_buckets;
      gsize lowest = from, highest = from;

      for (gsize i = from; i < to; i++)
        {
          lowest = y[i] < y[lowest] ? i : lowest;
          highest = y[i] > y[highest] ? i : highest;
        }
      for (gsize i = from; i < to; i++)
        if (i == from || i + 1 == to || i == lowest || i == highest)
          kept[n_kept++] = i;
    }

  return n_kept;
}

typedef struct
{
  const double *x;
  const double *y;
  const gsize *kept;
  double x_scale, y_scale; /* so that both axes count alike */
} Line;

typedef struct
{
  gsize from, to;  /* places in @kept */
  gsize worst;     /* farthest from the straight line between them */
  double distance; /* how far, squared */
} Segment;

/* Squared distance of point @i from the segment between @a and @b. */
static double
distance_to (const Line *line, gsize a, gsize b, gsize i)
{
  double dx = (line->x[b] - line->x[a]) * line->x_scale;
  double dy = (line->y[b] - line->y[a]) * line->y_scale;
  double px = (line->x[i] - line->x[a]) * line->x_scale;
  double py = (line->y[i] - line->y[a]) * line->y_scale;
  double length = dx * dx + dy * dy;
  double t = length > 0 ? CLAMP ((px * dx + py * dy) / length, 0, 1) : 0;

  return (px - t * dx) * (px - t * dx) + (py - t * dy) * (py - t * dy);
}

static Segment
segment_new (const Line *line, gsize from, gsize to)
{
  Segment segment = { from, to, from, 0 };

  for (gsize i = from + 1; i < to; i++)
    {
      double distance = distance_to (line, line->kept[from], line->kept[to], line->kept[i]);

      if (distance > segment.distance)
        {
          segment.distance = distance;
          segment.worst = i;
        }
    }

  return segment;
}

/* Splits the worst segment at its worst point until the budget is spent: Ramer (1972) and
 * Douglas & Peucker (1973), best first. Marks what stays. */
static void
thin_by_distance (const Line *line, gsize n_kept, gsize max_points, gboolean *stays)
{
  g_autofree Segment *segments = g_new (Segment, max_points);
  gsize n_segments = 1;

  segments[0] = segment_new (line, 0, n_kept - 1);
  stays[0] = stays[n_kept - 1] = TRUE;
  while (n_segments + 1 < max_points)
    {
      gsize worst = 0;
      Segment split;

      for (gsize i = 1; i < n_segments; i++)
        worst = segments[i].distance > segments[worst].distance ? i : worst;
      split = segments[worst];
      if (split.distance <= INVISIBLE)
        break;
      stays[split.worst] = TRUE;
      segments[worst] = segment_new (line, split.from, split.worst);
      segments[n_segments++] = segment_new (line, split.worst, split.to);
    }
}

static double
scale_of (const double *values, gsize n)
{
  double low = values[0], high = values[0];

  for (gsize i = 1; i < n; i++)
    {
      low = MIN (low, values[i]);
      high = MAX (high, values[i]);
    }

  return high > low ? 1 / (high - low) : 1;
}

/**
 * tn_curve_thin:
 * @id: what it shows
 * @x: (array length=n_points): ascending
 * @y: (array length=n_points): finite
 * @max_points: at least 2
 *
 * Keeps the points that matter for the shape: first and last, and those farthest from the line
 * drawn so far, both axes scaled alike. O(n_points) plus O(@max_points²) time.
 *
 * Returns: (transfer full): at most @max_points of the points, no new ones
 */
TnCurve *
tn_curve_thin (const char *id, const double *x, const double *y, gsize n_points, gsize max_points)
{
  gsize n_buckets = BUCKETS_A_POINT * max_points;
  g_autofree gsize *kept = g_new (gsize, MIN (n_points, 4 * n_buckets) + 1);
  g_autofree gboolean *stays = g_new0 (gboolean, MIN (n_points, 4 * n_buckets) + 1);
  Line line = { x, y, kept, 1, 1 };
  gsize n_kept = 0, n_stay = 0;
  TnCurve *self;

  g_return_val_if_fail (max_points >= 2, NULL);

  if (n_points > 4 * n_buckets)
    n_kept = thin_by_buckets (y, n_points, n_buckets, kept);
  else
    for (; n_kept < n_points; n_kept++)
      kept[n_kept] = n_kept;

  if (n_kept > 2)
    {
      line.x_scale = scale_of (x, n_points);
      line.y_scale = scale_of (y, n_points);
      thin_by_distance (&line, n_kept, max_points, stays);
    }
  else
    stays[0] = stays[n_kept > 0 ? n_kept - 1 : 0] = n_kept > 0;

  self = tn_curve_new (id, MIN (n_kept, max_points), FALSE, FALSE);
  for (gsize i = 0; i < n_kept; i++)
    if (stays[i])
      {
        self->x[n_stay] = x[kept[i]];
        self->y[n_stay++] = y[kept[i]];
      }
  self->n_points = n_stay;

  return self;
}

/**
 * tn_curve_at:
 * @x: where
 *
 * Returns: the height of the line at @x, straight between points, level outside; NaN without
 *   points
 */
double
tn_curve_at (const TnCurve *self, double x)
{
  gsize i = 0;
  double width;

  if (self->n_points == 0)
    return (double) NAN;
  while (i < self->n_points && self->x[i] <= x)
    i++;
  if (i == 0)
    return self->y[0];
  if (i == self->n_points)
    return self->y[i - 1];

  width = self->x[i] - self->x[i - 1];
  return self->y[i - 1] + (self->y[i] - self->y[i - 1]) * (x - self->x[i - 1]) / width;
}

static void
set_array (JsonObject *object, const char *name, const double *values, gsize n)
{
  JsonArray *array;

  if (values == NULL)
    return;
  array = json_array_sized_new ((guint) n);
  for (gsize i = 0; i < n; i++)
    tn_json_add_double (array, values[i]);
  json_object_set_array_member (object, name, array);
}

/**
 * tn_curve_to_json:
 *
 * Returns: (transfer full): {"x": […], "y": […], "low": […], "high": […], "n": […]}
 */
JsonNode *
tn_curve_to_json (const TnCurve *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  set_array (object, "x", self->x, self->n_points);
  set_array (object, "y", self->y, self->n_points);
  set_array (object, "low", self->low, self->n_points);
  set_array (object, "high", self->high, self->n_points);
  set_array (object, "n", self->n, self->n_points);
  json_node_set_object (node, object);

  return node;
}

static gboolean
read_array (JsonArray *array, double *values, gsize n)
{
  if (values == NULL)
    return TRUE;
  if (json_array_get_length (array) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

      if (type != G_TYPE_DOUBLE && type != G_TYPE_INT64 && !JSON_NODE_HOLDS_NULL (node))
        return FALSE;
      values[i] = JSON_NODE_HOLDS_NULL (node) ? (double) NAN : json_node_get_double (node);
    }

  return TRUE;
}

/**
 * tn_curve_from_json:
 * @error: %TN_ERROR_FORMAT when it is none of ours
 *
 * Returns: (transfer full) (nullable): the curve
 */
TnCurve *
tn_curve_from_json (const char *id, JsonNode *node, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonArray *x = tn_json_array (object, "x"), *y = tn_json_array (object, "y");
  JsonArray *low = tn_json_array (object, "low"), *high = tn_json_array (object, "high");
  JsonArray *n = tn_json_array (object, "n");
  guint n_points = x != NULL ? json_array_get_length (x) : 0;
  g_autoptr (TnCurve) self = NULL;

  if (x != NULL && y != NULL && (low == NULL) == (high == NULL) && n_points <= TN_CURVE_MAX_POINTS)
    self = tn_curve_new (id, n_points, low != NULL, n != NULL);
  if (self == NULL || !read_array (x, self->x, n_points) || !read_array (y, self->y, n_points) ||
      !read_array (low, self->low, n_points) || !read_array (high, self->high, n_points) ||
      !read_array (n, self->n, n_points))
    {
      tn_error_set (error, TN_ERROR_FORMAT,
                    N_ ("The curve “{id}” of this result cannot be read. Run the step again."),
                    "id", id, NULL);
      return NULL;
    }

  return g_steal_pointer (&self);
}

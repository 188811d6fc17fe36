/* tn-learning.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-learning.h"

#include <math.h>
#include <stdio.h>

#include "tn-run.h"

#define MOST_ROUNDS 100000

void
tn_learning_free (TnLearning *self)
{
  g_free (self->node);
  g_free (self->round);
  g_free (self->train);
  g_free (self->validate);
  g_free (self);
}

static double *
read_curve (GVariant *fields, const char *name, gsize *n)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (fields, name, G_VARIANT_TYPE ("ad"));
  const double *values =
      value != NULL ? g_variant_get_fixed_array (value, n, sizeof (double)) : NULL;

  if (values == NULL || *n == 0 || *n > MOST_ROUNDS)
    return NULL;
  for (gsize i = 0; i < *n; i++)
    if (!isfinite (values[i]))
      return NULL;

  return g_memdup2 (values, *n * sizeof *values);
}

/* A learner that draws a curve while it learns leaves it in its state, in the part that chose the
 * number of rounds: "train-curve" and "validate-curve", one value a round. */
static TnLearning *
read_state (GVariant *state)
{
  g_autoptr (GVariant) chooser =
      state != NULL && g_variant_is_of_type (state, G_VARIANT_TYPE_VARDICT)
          ? g_variant_lookup_value (state, "chooser", G_VARIANT_TYPE_VARDICT)
          : NULL;
  gsize n_train = 0, n_validate = 0;
  g_autofree double *train = NULL;
  g_autofree double *validate = NULL;
  TnLearning *self;

  if (chooser == NULL)
    return NULL;
  train = read_curve (chooser, "train-curve", &n_train);
  validate = read_curve (chooser, "validate-curve", &n_validate);
  if (train == NULL || validate == NULL || n_train != n_validate || n_train < 2)
    return NULL;
  self = g_new0 (TnLearning, 1);
  self->n = n_train;
  self->train = g_steal_pointer (&train);
  self->validate = g_steal_pointer (&validate);
  self->round = g_new (double, self->n);
  for (gsize i = 0; i < self->n; i++)
    {
      self->round[i] = (double) i + 1;
      self->best = self->validate[i] < self->validate[self->best] ? i : self->best;
    }

  return self;
}

/**
 * tn_learning_read:
 * @run: its number
 * @node: (nullable): a step; without one any that learned in rounds
 * @learning: (out) (nullable): the curve, %NULL where nothing learned in rounds with rows to
 *   choose by
 *
 * Reads how the error went down in the latest fold: it has learned from the most rows.
 *
 * Errors: those of reading the project.
 *
 * Returns: %FALSE with an error
 */
gboolean
tn_learning_read (TnProject *project,
                  gint64 run,
                  const char *node,
                  TnLearning **learning,
                  GError **error)
{
  g_autoptr (GPtrArray) outputs = tn_project_list_outputs (project, run, error);

  *learning = NULL;
  for (guint i = 0; outputs != NULL && i < outputs->len; i++)
    {
      const TnOutput *at = g_ptr_array_index (outputs, i);
      g_autoptr (TnOutput) output = NULL;
      TnLearning *found;
      unsigned fold = 0;
      int length = 0;

      if (sscanf (at->name, "fold-%5u/state%n", &fold, &length) != 1 || length == 0 ||
          at->name[length] != '\0' || (node != NULL && !g_str_equal (node, at->node)) ||
          (*learning != NULL && fold <= (*learning)->fold))
        continue;
      output = tn_project_get_output (project, run, at->node, at->name, error);
      if (output == NULL)
        {
          g_clear_pointer (learning, tn_learning_free);
          return FALSE;
        }
      found = read_state (output->state);
      if (found == NULL)
        continue;
      found->node = g_strdup (at->node);
      found->fold = fold;
      g_clear_pointer (learning, tn_learning_free);
      *learning = found;
    }

  return outputs != NULL;
}

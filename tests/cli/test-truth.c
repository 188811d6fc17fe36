/* test-truth.c: what a model says of a simulated shop is held against what is true there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "cli-support.h"

/* The log ends with 2025; chances are as of the day after. */
#define TODAY "2026-01-01"

typedef struct
{
  double chance;
  double silence; /* what anyone sees: the text of the last order, later is larger */
  gboolean left;
} Person;

static char **
read_lines (const char *file)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));

  return g_strsplit (text, "\n", -1);
}

/* Customer number to the day of leaving, empty while they are there. Of persons with a number in
 * each channel both tell the same. */
static GHashTable *
read_truth (void)
{
  g_auto (GStrv) lines = read_lines ("shop/truth.csv");
  GHashTable *truth = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_assert_true (g_str_has_prefix (lines[0], "person,shop_id,market_id,joined,left,"));
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);

      for (guint k = 1; k <= 2; k++)
        if (*cells[k] != '\0')
          g_hash_table_insert (truth, g_strdup (cells[k]), g_strdup (cells[4]));
    }

  return truth;
}

static double
read_day (const char *text)
{
  int year, month, day;

  g_assert_cmpint (sscanf (text, "%d-%d-%d", &year, &month, &day), ==, 3);

  return g_date_get_julian (
      &(GDate){ .dmy = 1, .day = (guint) day, .month = (guint) month, .year = (guint) year });
}

static GArray *
read_list (GHashTable *truth)
{
  g_auto (GStrv) lines = read_lines ("list.csv");
  GArray *people = g_array_new (FALSE, FALSE, sizeof (Person));

  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", 9);
      const char *left = g_hash_table_lookup (truth, cells[0]);
      Person person;

      g_assert_nonnull (left);
      person.chance = g_ascii_strtod (cells[2], NULL);
      person.silence = -read_day (cells[7]);
      person.left = *left != '\0' && strcmp (left, TODAY) < 0;
      g_array_append_val (people, person);
    }

  return people;
}

/* By counting all pairs. */
static double
measure_auc (const GArray *people, gsize offset)
{
  double won = 0, pairs = 0;

  for (guint i = 0; i < people->len; i++)
    for (guint k = 0; k < people->len; k++)
      {
        const Person *a = &g_array_index (people, Person, i);
        const Person *b = &g_array_index (people, Person, k);
        double x = G_STRUCT_MEMBER (double, a, offset), y = G_STRUCT_MEMBER (double, b, offset);

        if (!a->left || b->left)
          continue;
        pairs++;
        won += x > y ? 1 : x == y ? 0.5 : 0;
      }

  return won / pairs;
}

static double
mean_chance (const GArray *people, gboolean left)
{
  double sum = 0, n = 0;

  for (guint i = 0; i < people->len; i++)
    if (g_array_index (people, Person, i).left == left)
      {
        sum += g_array_index (people, Person, i).chance;
        n++;
      }

  return sum / n;
}

/* No model was told who has left: it saw only who placed no order for a while. */
static void
test_leavers_are_found (void)
{
  g_autoptr (GHashTable) truth = NULL;
  g_autoptr (GArray) people = NULL;
  guint n_left = 0;
  double model, recency;

  cli_scene ();
  cli_do ("synth", "--customers", "2000", "--months", "18", "--seed", "11", "--out", "shop", NULL);
  cli_do ("new", "a.tenure", NULL);
  cli_do ("import", "a.tenure", "shop/orders.csv", NULL);
  cli_do ("apply", "a.tenure", "churn", "--set", "evaluate.resamples=100", "--set",
          "list.explained=0", NULL);
  cli_do ("run", "a.tenure", NULL);
  cli_do ("export", "a.tenure", "--out", "list.csv", NULL);

  truth = read_truth ();
  people = read_list (truth);
  for (guint i = 0; i < people->len; i++)
    n_left += g_array_index (people, Person, i).left;
  g_assert_cmpuint (people->len, >, 800);
  g_assert_cmpuint (n_left, >, 200);
  g_assert_cmpuint (people->len - n_left, >, 200);

  model = measure_auc (people, G_STRUCT_OFFSET (Person, chance));
  recency = measure_auc (people, G_STRUCT_OFFSET (Person, silence));
  g_test_message ("%u of %u have left; AUC of the chance %.3f, of silence alone %.3f; mean chance "
                  "%.2f of leavers, %.2f of others",
                  n_left, people->len, model, recency, mean_chance (people, TRUE),
                  mean_chance (people, FALSE));
  g_assert_cmpfloat (model, >, 0.75);
  g_assert_cmpfloat (model, >, recency - 0.02);
  g_assert_cmpfloat (mean_chance (people, TRUE), >, mean_chance (people, FALSE) + 0.15);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/truth/who-has-left-is-found", test_leavers_are_found);

  return g_test_run ();
}

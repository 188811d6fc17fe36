/* test-arrange.c: blocks keep their names, move with what belongs to them, and are found again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-arrangement.h"
#include "tn-layout.h"

static TnText *
say (const char *id)
{
  return tn_text_new (tn_message_new (id));
}

static TnText *
say_from (gint64 n)
{
  return tn_text_new (tn_message_count (tn_message_new ("Contacting pays from {n} on."), "n", n));
}

static TnText *
compare (const char *a, const char *b, double difference)
{
  TnMessage *message = tn_message_new ("{a} and {b} differ by {n}.");

  message = tn_message_text (tn_message_text (message, "a", a), "b", b);

  return tn_text_new (tn_message_number (message, "n", difference, 3));
}

static void
draw_nothing (cairo_t *cr,
              double width,
              double height,
              const TnLanguage *language,
              gboolean dark,
              gpointer user_data)
{
}

static void
add_figure (TnDocumentBuilder *builder, const char *anchor)
{
  tn_document_builder_draw (builder, NULL, tn_message_new_literal ("Picture"), 0.3, draw_nothing,
                            NULL, NULL, anchor);
}

/* A run that has more to say says it before what both say. */
static TnDocument *
make (gboolean more)
{
  TnDocumentBuilder *builder = tn_document_builder_new (tn_message_new_literal ("Report"));

  tn_document_builder_cover (builder, say ("The answer"));
  if (more)
    tn_document_builder_paragraph (builder, say ("Which currency are the amounts in?"));
  tn_document_builder_paragraph (builder, say_from (5));
  tn_document_builder_heading (builder, 2, say ("What could be wrong"), NULL);
  tn_document_builder_begin_warnings (builder);
  if (more)
    tn_document_builder_item (builder, say ("The level"), say ("It may differ."));
  tn_document_builder_item (builder, say ("Who is missing"), say ("Some rows name nobody."));
  if (more)
    tn_document_builder_item (builder, NULL, compare ("Trees", "Rule", 0.2));
  tn_document_builder_item (builder, NULL, compare ("Trees", "Weights", more ? 0.012 : 0.5));
  tn_document_builder_item (builder, NULL, compare ("Weights", "Rule", 0.3));
  tn_document_builder_end_block (builder);
  tn_document_builder_page_break (builder);
  tn_document_builder_heading (builder, 1, say ("How we know"), "evidence");
  tn_document_builder_heading (builder, 2, say ("Telling apart"), NULL);
  add_figure (builder, "roc");
  tn_document_builder_small (builder, say ("Each dot is a group."));
  tn_document_builder_heading (builder, 2, say ("Two at once"), NULL);
  add_figure (builder, "lift");
  add_figure (builder, "gains");

  return tn_document_builder_end (builder);
}

static GPtrArray *
list (gboolean more, const TnArrangement *arrangement)
{
  return tn_document_list_blocks (make (more), arrangement, tn_language_get ("en"));
}

static const TnBlockEntry *
find_text (GPtrArray *blocks, const char *words)
{
  for (guint i = 0; i < blocks->len; i++)
    {
      const TnBlockEntry *entry = g_ptr_array_index (blocks, i);

      if (entry->text != NULL && strstr (entry->text, words) != NULL)
        return entry;
    }
  g_error ("“%s” is not said", words);
}

static guint
find_place (GPtrArray *blocks, const char *id)
{
  for (guint i = 0; i < blocks->len; i++)
    if (g_str_equal (((TnBlockEntry *) g_ptr_array_index (blocks, i))->id, id))
      return i;
  g_error ("there is no %s", id);
}

/* A run with one sentence more does not give its neighbour's text to another. */
static void
test_ids_stay (void)
{
  static const char *const words[] = { "Contacting pays", "Some rows", "Trees and Weights",
                                       "Weights and Rule", "What could be wrong" };
  g_autoptr (TnArrangement) none = tn_arrangement_new ();
  g_autoptr (GPtrArray) less = list (FALSE, none);
  g_autoptr (GPtrArray) more = list (TRUE, none);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_cmpstr (find_text (less, words[i])->id, ==, find_text (more, words[i])->id);
  for (guint i = 0; i < more->len; i++)
    g_assert_cmpuint (find_place (more, ((TnBlockEntry *) g_ptr_array_index (more, i))->id), ==, i);
}

static void
test_text_stays_with_its_sentence (void)
{
  g_autoptr (TnArrangement) arrangement = tn_arrangement_new ();
  g_autoptr (GPtrArray) less = list (FALSE, arrangement);
  const TnBlockEntry *entry = find_text (less, "Contacting pays");
  g_autoptr (GPtrArray) more = NULL;
  g_autoptr (GError) error = NULL;

  tn_arrangement_set_text (arrangement, entry->id, tn_language_get ("en"), "By hand.", entry->made,
                           &error);
  g_assert_no_error (error);
  more = list (TRUE, arrangement);
  entry = find_text (more, "By hand.");
  g_assert_cmpint (entry->state, ==, TN_BLOCK_EDITED);
  g_assert_cmpstr (entry->made, ==, "Contacting pays from 5 on.");
  g_assert_cmpint (find_text (more, "Which currency")->state, ==, TN_BLOCK_AS_MADE);
}

/* Arrangements of earlier versions named blocks by counting. */
static void
test_counted_ids_are_understood (void)
{
  g_autoptr (TnArrangement) arrangement = tn_arrangement_new ();
  g_autoptr (GPtrArray) blocks = NULL;
  g_autoptr (GError) error = NULL;

  tn_arrangement_set_text (arrangement, "front-sentence-2", tn_language_get ("en"), "By hand.",
                           "Contacting pays from 5 on.", &error);
  tn_arrangement_show (arrangement, "front-sentence", FALSE);
  tn_arrangement_move (arrangement, "front-sentence-2", "front");
  g_assert_no_error (error);
  blocks = list (TRUE, arrangement);
  g_assert_cmpint (find_text (blocks, "By hand.")->state, ==, TN_BLOCK_EDITED);
  g_assert_true (find_text (blocks, "Which currency")->hidden);
  g_assert_cmpuint (find_place (blocks, find_text (blocks, "By hand.")->id), ==, 1);
}

/* Heading, figure and what is said below it move as one; of two figures below a heading, each
 * alone. */
static void
test_figures_take_their_heading (void)
{
  g_autoptr (TnArrangement) arrangement = tn_arrangement_new ();
  g_autoptr (GPtrArray) blocks = NULL;
  guint roc;

  tn_arrangement_move_together (arrangement, "roc", "front");
  tn_arrangement_move_together (arrangement, "gains", "front-answer");
  blocks = list (FALSE, arrangement);
  roc = find_place (blocks, "roc");
  g_assert_cmpstr (((TnBlockEntry *) g_ptr_array_index (blocks, roc - 1))->text, ==,
                   "Telling apart");
  g_assert_cmpstr (((TnBlockEntry *) g_ptr_array_index (blocks, roc + 1))->text, ==,
                   "Each dot is a group.");
  g_assert_cmpuint (roc, <, find_place (blocks, "front-answer"));
  g_assert_cmpuint (find_place (blocks, "gains"), ==, find_place (blocks, "front-answer") + 1);
  g_assert_cmpuint (find_place (blocks, "lift"), >, find_place (blocks, "evidence"));
}

static void
step (TnArrangement *arrangement, const char *id, int by, gboolean expected)
{
  g_autofree char *moved = NULL;
  g_autofree char *after = NULL;
  gboolean done = tn_document_find_step (make (FALSE), arrangement, tn_language_get ("en"), id, by,
                                         &moved, &after);

  g_assert_cmpint (done, ==, expected);
  if (done)
    tn_arrangement_move_together (arrangement, moved, after);
}

static char *
spell (const TnArrangement *arrangement)
{
  g_autoptr (GPtrArray) blocks = list (FALSE, arrangement);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < blocks->len; i++)
    g_string_append_printf (out, "%s ", ((TnBlockEntry *) g_ptr_array_index (blocks, i))->id);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* As many steps down as up bring anything back to where it was, and every step changes something.
 */
static void
test_steps_lead_back (void)
{
  g_autoptr (TnArrangement) none = tn_arrangement_new ();
  g_autoptr (GPtrArray) blocks = list (FALSE, none);
  g_autofree char *before = spell (none);

  for (guint i = 0; i < blocks->len; i++)
    {
      const TnBlockEntry *entry = g_ptr_array_index (blocks, i);
      g_autoptr (TnArrangement) arrangement = tn_arrangement_new ();
      g_autofree char *there = NULL;
      g_autofree char *back = NULL;
      char *moved = NULL, *after = NULL;

      if (!tn_document_find_step (make (FALSE), arrangement, tn_language_get ("en"), entry->id, 1,
                                  &moved, &after))
        continue;
      g_free (moved);
      g_free (after);
      step (arrangement, entry->id, 1, TRUE);
      there = spell (arrangement);
      g_assert_cmpstr (there, !=, before);
      step (arrangement, entry->id, -1, TRUE);
      back = spell (arrangement);
      g_assert_cmpstr (back, ==, before);
    }
  step (none, "front", -1, FALSE);
  step (none, "evidence", 1, FALSE);
  step (none, "evidence-title", 1, FALSE);
  step (none, "front-answer", -1, FALSE);
  step (none, "no-such-block", 1, FALSE);
}

/* From the first place to the last and on into the next part, and all the way back. */
static void
test_steps_cross_parts (void)
{
  g_autoptr (TnArrangement) arrangement = tn_arrangement_new ();
  guint n = 0;

  for (;; n++)
    {
      g_autofree char *moved = NULL;
      g_autofree char *after = NULL;

      g_assert_cmpuint (n, <, 50);
      if (!tn_document_find_step (make (FALSE), arrangement, tn_language_get ("en"), "front-answer",
                                  1, &moved, &after))
        break;
      tn_arrangement_move_together (arrangement, moved, after);
    }
  g_assert_cmpuint (n, >, 6);
  {
    g_autoptr (GPtrArray) blocks = list (FALSE, arrangement);

    g_assert_cmpuint (find_place (blocks, "front-answer"), ==, blocks->len - 1);
  }
}

/* Every block that is shown stands somewhere on the pages; a list is around its points. */
static void
test_places (void)
{
  g_autoptr (TnArrangement) none = tn_arrangement_new ();
  g_autoptr (GPtrArray) blocks = list (TRUE, none);
  g_autoptr (TnDocument) document = tn_document_arrange (make (TRUE), none, tn_language_get ("en"));
  g_autoptr (GError) error = NULL;
  g_autoptr (TnLayout) layout =
      tn_layout_new (document, tn_language_get ("en"), NULL, NULL, &error);
  g_autoptr (GArray) places = tn_layout_list_places (layout);
  const TnLayoutPlace *list_place = NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < blocks->len; i++)
    {
      const TnBlockEntry *entry = g_ptr_array_index (blocks, i);
      guint n = 0;

      for (guint j = 0; j < places->len; j++)
        {
          const TnLayoutPlace *place = &g_array_index (places, TnLayoutPlace, j);

          if (!g_str_equal (place->id, entry->id))
            continue;
          n++;
          g_assert_cmpfloat (place->box.width, >, 0);
          g_assert_cmpfloat (place->box.height, >, 0);
          if (g_str_equal (entry->kind, "list"))
            list_place = place;
          else if (g_str_equal (entry->kind, "item"))
            {
              g_assert_cmpfloat (place->box.y, >=, list_place->box.y - 0.01);
              g_assert_cmpfloat (place->box.y + place->box.height, <=,
                                 list_place->box.y + list_place->box.height + 0.01);
            }
        }
      g_assert_cmpuint (n, ==, g_str_equal (entry->kind, "part") ? 0 : 1);
    }
}

/* A text of one language goes, and that of the other stays. */
static void
test_languages_are_restored_apart (void)
{
  g_autoptr (TnArrangement) arrangement = tn_arrangement_new ();
  const TnLanguage *english = tn_language_get ("en"), *chinese = tn_language_get ("zh_CN");
  g_autoptr (GPtrArray) blocks = NULL;

  tn_arrangement_set_text (arrangement, "front-answer", english, "By hand.", NULL, NULL);
  tn_arrangement_set_text (arrangement, "front-answer", chinese, "手写。", NULL, NULL);
  tn_arrangement_unset_text (arrangement, "front-answer", english);
  blocks = list (FALSE, arrangement);
  g_assert_cmpstr (find_text (blocks, "The answer")->text, ==, "The answer");
  g_clear_pointer (&blocks, g_ptr_array_unref);
  blocks = tn_document_list_blocks (make (FALSE), arrangement, chinese);
  find_text (blocks, "手写。");
  tn_arrangement_unset_text (arrangement, "front-answer", chinese);
  g_assert_true (tn_arrangement_is_empty (arrangement));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/arrange/ids-stay-when-a-run-says-more", test_ids_stay);
  g_test_add_func ("/arrange/texts-stay-with-their-sentence", test_text_stays_with_its_sentence);
  g_test_add_func ("/arrange/counted-ids-are-understood", test_counted_ids_are_understood);
  g_test_add_func ("/arrange/figures-take-their-heading", test_figures_take_their_heading);
  g_test_add_func ("/arrange/steps-lead-back", test_steps_lead_back);
  g_test_add_func ("/arrange/steps-cross-parts", test_steps_cross_parts);
  g_test_add_func ("/arrange/blocks-have-places", test_places);
  g_test_add_func ("/arrange/languages-are-restored-apart", test_languages_are_restored_apart);

  return g_test_run ();
}

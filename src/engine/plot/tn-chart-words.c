/* tn-chart-words.c: a chart for those who do not see it: sentences and a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-chart-private.h"

/* Sentences follow each other with a space, in Chinese without one. */
static void
append_sentence (GString *words,
                 const TnMessage *message,
                 gboolean close,
                 const TnLanguage *language)
{
  g_autofree char *text = message != NULL ? tn_message_say (message, language) : NULL;
  gboolean cjk = tn_language_is_cjk (language);

  if (text == NULL || *text == '\0')
    return;
  if (words->len > 0 && !cjk)
    g_string_append_c (words, ' ');
  g_string_append (words, text);
  if (close && !g_str_has_suffix (text, ".") && !g_str_has_suffix (text, "?") &&
      !g_str_has_suffix (text, "。") && !g_str_has_suffix (text, "？"))
    g_string_append (words, cjk ? "。" : ".");
}

/* Facts end with a full stop of their language in the catalogue. */
static void
append_axes (GString *words, const TnChart *self, const TnLanguage *language)
{
  const TnPanel *panel = self->panels->len > 0 ? g_ptr_array_index (self->panels, 0) : NULL;
  g_autoptr (TnMessage) axes = NULL;

  if (panel == NULL || panel->x.label == NULL || panel->y.label == NULL)
    return;
  axes = tn_message_new (N_ ("Across: {x}. Up: {y}."));
  tn_message_take (axes, "x", tn_message_ref (panel->x.label));
  tn_message_take (axes, "y", tn_message_ref (panel->y.label));
  append_sentence (words, axes, TRUE, language);
}

/**
 * tn_chart_describe:
 * @self: a chart
 * @language: the language
 *
 * Says in one paragraph what the picture shows, for alternative texts and screen readers:
 * the finding, what is shown, the axes, the main figures.
 *
 * Returns: (transfer full): the paragraph
 */
char *
tn_chart_describe (const TnChart *self, const TnLanguage *language)
{
  GString *words = g_string_new (NULL);

  g_return_val_if_fail (self != NULL && language != NULL, g_string_free (words, FALSE));

  append_sentence (words, self->title, TRUE, language);
  append_sentence (words, self->subtitle, TRUE, language);
  if (self->empty != NULL)
    {
      append_sentence (words, self->empty, TRUE, language);
      return g_string_free (words, FALSE);
    }
  append_axes (words, self, language);
  for (guint i = 0; i < self->facts->len; i++)
    append_sentence (words, g_ptr_array_index (self->facts, i), TRUE, language);
  append_sentence (words, self->note, TRUE, language);

  return g_string_free (words, FALSE);
}

/**
 * tn_chart_to_table:
 * @self: a chart
 * @language: the language
 *
 * Gives the data behind the picture, in words.
 *
 * Returns: (transfer full) (element-type GStrv): rows of cells, the first with the heads;
 *   no rows where the chart has none
 */
GPtrArray *
tn_chart_to_table (const TnChart *self, const TnLanguage *language)
{
  GPtrArray *table = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  g_return_val_if_fail (self != NULL && language != NULL, table);

  for (guint i = 0; i < self->rows->len; i++)
    {
      GPtrArray *row = g_ptr_array_index (self->rows, i);
      char **cells = g_new0 (char *, self->n_columns + 1);

      for (guint k = 0; k < self->n_columns; k++)
        {
          const TnMessage *cell = g_ptr_array_index (row, k);

          cells[k] = cell != NULL ? tn_message_say (cell, language) : g_strdup ("");
        }
      g_ptr_array_add (table, cells);
    }

  return table;
}

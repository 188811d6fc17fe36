/* wb-filter-offers.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-filter-offers.h"

#include <math.h>
#include <string.h>

#include "wb-role.h"
#include "wb-words.h"

static void
offer_free (gpointer data)
{
  WbFilterOffer *self = data;

  g_free (self->text);
  g_free (self->shown);
  g_free (self->about);
  g_free (self);
}

/* @text: (transfer full) */
static void
add (GPtrArray *offers, char *text, const char *shown, const char *about)
{
  WbFilterOffer *offer = g_new0 (WbFilterOffer, 1);

  offer->text = text;
  offer->shown = g_strdup (shown);
  offer->about = g_strdup (about);
  g_ptr_array_add (offers, offer);
}

static char *
quote (const char *text)
{
  return strchr (text, '"') == NULL ? g_strdup_printf ("\"%s\"", text)
                                    : g_strdup_printf ("“%s”", text);
}

/* The name of a column so that it is read as that column. */
static char *
write_column (TnTable *table, guint column, const char *name)
{
  g_autofree char *probe = g_strconcat (name, " ", NULL);
  g_autoptr (TnConditionText) read = tn_condition_text_read (probe, table, wb_language ());

  return read->expect == TN_CONDITION_EXPECT_OPERATOR && read->column == (int) column &&
                 read->expect_start == strlen (probe)
             ? g_strdup (name)
             : quote (name);
}

/* A value so that nothing of it is read as another condition. */
static char *
write_value (const char *value)
{
  static const char *const marks[] = {
    ",", ";", "，", "；", "\"", "“", " and ", " or ", "且", "或"
  };
  gboolean plain = *value != '\0' && *value != ' ' && value[strlen (value) - 1] != ' ';

  for (guint i = 0; plain && i < G_N_ELEMENTS (marks); i++)
    plain = strstr (value, marks[i]) == NULL;

  return plain ? g_strdup (value) : quote (value);
}

static gboolean
holds (const char *text, const char *folded_part)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, folded_part) != NULL;
}

static gboolean
begins (const char *text, const char *folded_part)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return g_str_has_prefix (folded, folded_part);
}

/* Those that begin so first, then those that hold it. */
static void
add_columns (GPtrArray *offers, TnTable *table, const char *part)
{
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < tn_table_get_n_columns (table) && offers->len < WB_MAX_OFFERS; i++)
      {
        const TnField *field = tn_table_get_field (table, i);
        g_autofree char *said = tn_field_say (field, wb_language ());
        gboolean first = begins (said, part) || begins (field->name, part);
        gboolean later = holds (said, part) || holds (field->name, part);

        if (pass == 0 ? first : (later && !first))
          add (offers, write_column (table, i, said), said,
               wb_type_say (tn_column_get_column_type (tn_table_get_column (table, i))));
      }
}

static void
add_operators (GPtrArray *offers, TnColumnType type, const char *part)
{
  const char *const *operators = tn_condition_text_operators (type);

  for (guint i = 0; operators[i] != NULL && offers->len < WB_MAX_OFFERS; i++)
    {
      const char *said = tn_condition_text_say (operators[i], wb_language ());

      if (begins (said, part))
        add (offers, g_strdup (said), said, NULL);
    }
}

static void
add_kinds (GPtrArray *offers, const WbShape *shape, const char *part)
{
  for (guint i = 0; i < shape->n_top && offers->len < WB_MAX_OFFERS; i++)
    {
      double share = (double) shape->top_counts[i] / (double) MAX (shape->n_rows, 1);
      g_autofree char *percent = tn_language_format_share (wb_language (), share, 1);

      if (holds (shape->top[i], part))
        add (offers, write_value (shape->top[i]), shape->top[i], percent);
    }
}

static void
add_number (GPtrArray *offers, double value, const char *about, const char *part)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    return;
  g_ascii_formatd (text, sizeof text, "%.6g", value);
  if (begins (text, part))
    add (offers, g_strdup (text), text, about);
}

static void
add_day (GPtrArray *offers, double time, const char *zone, const char *about, const char *part)
{
  g_autoptr (GDateTime) day = NULL;
  g_autofree char *text = NULL;

  if (!isfinite (time))
    return;
  day = g_date_time_new_from_unix_utc (tn_zone_to_local (zone, (gint64) time) / G_USEC_PER_SEC);
  text = day != NULL ? g_date_time_format (day, "%Y-%m-%d") : NULL;
  if (text != NULL && begins (text, part))
    add (offers, g_strdup (text), text, about);
}

static void
add_values (GPtrArray *offers, WbSheet *sheet, guint column, const char *part)
{
  TnTable *table = wb_sheet_get_table (sheet);
  TnColumnType type = tn_column_get_column_type (tn_table_get_column (table, column));
  const char *zone = tn_table_get_field (table, column)->zone;
  const WbShape *shape = wb_sheet_peek_shape (sheet, column);

  if (shape == NULL)
    return;
  if (shape->n_top > 0)
    add_kinds (offers, shape, part);
  else if (type == TN_COLUMN_NUMBER)
    {
      add_number (offers, shape->middle, wb_say (N_ ("middle value")), part);
      add_number (offers, shape->quarter, wb_say (N_ ("a quarter is below")), part);
      add_number (offers, shape->three_quarters, wb_say (N_ ("a quarter is above")), part);
    }
  else if (type == TN_COLUMN_TIME)
    {
      add_day (offers, shape->high, zone, wb_say (N_ ("last day")), part);
      add_day (offers, shape->middle, zone, wb_say (N_ ("half is earlier")), part);
      add_day (offers, shape->low, zone, wb_say (N_ ("first day")), part);
    }
}

GPtrArray *
wb_filter_offers_new (const char *text, const TnConditionText *read, WbSheet *sheet)
{
  GPtrArray *offers = g_ptr_array_new_with_free_func (offer_free);
  g_autofree char *part = g_utf8_casefold (text + read->expect_start, -1);
  TnTable *table = wb_sheet_get_table (sheet);

  if (*part == '"' || g_str_has_prefix (part, "“"))
    memmove (part, g_utf8_next_char (part), strlen (g_utf8_next_char (part)) + 1);
  switch (read->expect)
    {
    case TN_CONDITION_EXPECT_COLUMN:
      add_columns (offers, table, part);
      break;
    case TN_CONDITION_EXPECT_OPERATOR:
      add_operators (offers,
                     tn_column_get_column_type (tn_table_get_column (table, (guint) read->column)),
                     part);
      break;
    case TN_CONDITION_EXPECT_VALUE:
      add_values (offers, sheet, (guint) read->column, part);
      break;
    case TN_CONDITION_EXPECT_NOTHING:
    default:
      break;
    }
  /* What stands there already needs no offer. */
  if (offers->len == 1 && g_strcmp0 (((WbFilterOffer *) g_ptr_array_index (offers, 0))->text,
                                     text + read->expect_start) == 0)
    g_ptr_array_set_size (offers, 0);

  return offers;
}

/**
 * wb_filter_say:
 * @value: (nullable)
 *
 * Returns: (transfer full): as a person would type it
 */
char *
wb_filter_say (WbSheet *sheet, guint column, const char *op, const char *value)
{
  TnTable *table = wb_sheet_get_table (sheet);
  g_autofree char *said = tn_field_say (tn_table_get_field (table, column), wb_language ());
  g_autofree char *name = write_column (table, column, said);
  g_autofree char *written = value != NULL ? write_value (value) : NULL;

  return g_strjoin (" ", name, tn_condition_text_say (op, wb_language ()), written, NULL);
}

char *
wb_filter_join (const char *first, const char *second)
{
  if (*first == '\0' || *second == '\0')
    return g_strdup (*first == '\0' ? second : first);

  return g_strjoin (" ", first, tn_condition_text_say (N_ ("condition|and"), wb_language ()),
                    second, NULL);
}

/* tn-synth.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-synth.h"

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>

#include "tn-error.h"
#include "tn-pool.h"
#include "tn-synth-life.h"
#include "tn-synth-output.h"
#include "tn-synth-words.h"

/* Rows are put in order of time within a block, so its size decides the bytes of a file;
 * it is also what one thread does before it looks whether to stop: some 5 ms. */
#define BLOCK_CUSTOMERS 128

/* So many blocks are simulated while those before them are written. */
#define WAVE_BLOCKS 16

/* Written between two looks whether to stop: some 5 ms of gzip. */
#define PIECE_BYTES 65536

typedef struct
{
  TnSynthWorld *world;
  GCancellable *cancellable;
  TnSynthOutput *outputs[TN_SYNTH_N_FILES];
  TnSynthRows *rows[2][WAVE_BLOCKS]; /* even waves and odd ones in turn */
  TnSynthCounts counts;
  guint64 wave;    /* being simulated */
  guint n_waiting; /* blocks of the wave before, to be written */
} Run;

static const struct
{
  const char *id;
  const char *header;
} files[TN_SYNTH_N_FILES] = {
  [TN_SYNTH_ORDERS] = { "orders",
                        "order_id,customer_id,order_date,event_type,item_id,category,quantity,"
                        "unit_price,amount,coupon_code,channel,delivery_days\n" },
  [TN_SYNTH_EVENTS] = { "events", "customer_id,event_time,event_type,item_id,category,order_id,"
                                  "quantity,amount,channel\n" },
  [TN_SYNTH_ITEMS] = { "items", "item_id,item_name,category,price\n" },
  [TN_SYNTH_CUSTOMERS] = { "customers", "customer_id,channel,signup_date,birth_year,city,"
                                        "language,newsletter\n" },
  [TN_SYNTH_CONTACTS] = { "contacts", "customer_id,channel,phone_hash,mail_hash\n" },
  [TN_SYNTH_REVIEWS] = { "reviews",
                         "review_id,customer_id,review_date,item_id,rating,language,review\n" },
  [TN_SYNTH_CAMPAIGNS] = { "campaigns",
                           "campaign_id,customer_id,contact_date,medium,treatment,offer\n" },
  [TN_SYNTH_TRUTH] = { "truth", "person,shop_id,market_id,joined,left,loyalty,thrift,privacy,"
                                "rhythm_days,effect,orders,orders_logged\n" },
  [TN_SYNTH_TRUTH_CAMPAIGNS] = { "truth-campaigns",
                                 "campaign_id,person,shop_id,treated,here,order_without,"
                                 "order_with,effect\n" },
};

/**
 * tn_synth_file_to_id:
 *
 * Returns: the name of the file without `.csv` or `.csv.gz`
 */
const char *
tn_synth_file_to_id (TnSynthFile file)
{
  g_return_val_if_fail (file < TN_SYNTH_N_FILES, NULL);

  return files[file].id;
}

static void
run_clear (Run *self)
{
  for (guint i = 0; i < TN_SYNTH_N_FILES; i++)
    g_clear_pointer (&self->outputs[i], tn_synth_output_free);
  for (guint i = 0; i < WAVE_BLOCKS; i++)
    {
      g_clear_pointer (&self->rows[0][i], tn_synth_rows_free);
      g_clear_pointer (&self->rows[1][i], tn_synth_rows_free);
    }
  g_clear_pointer (&self->world, tn_synth_world_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static gboolean
check_params (const TnSynthParams *params, GError **error)
{
  TnMessage *message;

  if (params->n_customers < 1 || params->n_customers > TN_SYNTH_MAX_CUSTOMERS)
    {
      message = tn_message_new (N_ ("A shop can be simulated with 1 to {most} customers, not "
                                    "{number}. Choose another number."));
      tn_message_count (message, "most", TN_SYNTH_MAX_CUSTOMERS);
      tn_message_count (message, "number", (gint64) MIN (params->n_customers, G_MAXINT64));
      tn_error_take (error, TN_ERROR_ARGUMENT, message);
      return FALSE;
    }
  if (params->n_months < 1 || params->n_months > TN_SYNTH_MAX_MONTHS)
    {
      message = tn_message_new (N_ ("A shop can be simulated for 1 to {most} months, not "
                                    "{number}. Choose another number."));
      tn_message_count (message, "most", TN_SYNTH_MAX_MONTHS);
      tn_message_count (message, "number", params->n_months);
      tn_error_take (error, TN_ERROR_ARGUMENT, message);
      return FALSE;
    }
  if (params->start_day < -25567 || params->start_day > 47481)
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("A simulated shop can begin between 1900 and 2099. Choose another first "
                        "day."),
                    NULL);
      return FALSE;
    }

  return TRUE;
}

static gboolean
is_wanted (const TnSynthParams *params, guint file)
{
  return params->with_truth || (file != TN_SYNTH_TRUTH && file != TN_SYNTH_TRUTH_CAMPAIGNS);
}

static gboolean
open_outputs (Run *self, const char *out_dir, GError **error)
{
  const TnSynthParams *params = &self->world->params;

  if (g_mkdir_with_parents (out_dir, 0755) != 0)
    {
      int errnum = errno;

      /* Some folders take nobody's files, and say that the new one is not there. */
      if (errnum == ENOENT)
        tn_error_set (error, TN_ERROR_IO,
                      N_ ("The folder {folder} cannot be made there. Choose another place."),
                      "folder", out_dir, NULL);
      else
        tn_error_set_errno (error, errnum, out_dir);
      return FALSE;
    }
  for (guint i = 0; i < TN_SYNTH_N_FILES; i++)
    {
      g_autofree char *name =
          g_strconcat (files[i].id, params->compress ? ".csv.gz" : ".csv", NULL);
      g_autofree char *path = g_build_filename (out_dir, name, NULL);

      if (!is_wanted (params, i))
        continue;
      self->outputs[i] = tn_synth_output_new (path, params->compress, error);
      if (self->outputs[i] == NULL || !tn_synth_output_write (self->outputs[i], files[i].header,
                                                              strlen (files[i].header), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
write_items (Run *self, GError **error)
{
  char row[TN_SYNTH_ROW_BYTES];

  for (guint i = 0; i < TN_SYNTH_N_ITEMS; i++)
    {
      const TnSynthItem *item = &self->world->items[i];
      char *p = tn_synth_put_char (row, 'P');

      p = tn_synth_put_padded (p, i + 1001, 4);
      p = tn_synth_put_char (p, ',');
      p = tn_synth_put_item_name (p, i);
      p = tn_synth_put_char (p, ',');
      p = tn_synth_put_text (p, tn_synth_category_name (item->category));
      p = tn_synth_put_char (p, ',');
      p = tn_synth_put_cents (p, item->price);
      p = tn_synth_put_char (p, '\n');
      if (!tn_synth_output_write (self->outputs[TN_SYNTH_ITEMS], row, p - row, error))
        return FALSE;
    }
  self->counts.n_rows[TN_SYNTH_ITEMS] = TN_SYNTH_N_ITEMS;

  return TRUE;
}

static void
simulate_block (Run *self, guint index)
{
  TnSynthRows *rows = self->rows[self->wave % 2][index];
  guint64 first = (self->wave * WAVE_BLOCKS + index) * BLOCK_CUSTOMERS;
  guint64 last = MIN (first + BLOCK_CUSTOMERS, self->world->params.n_customers);

  tn_synth_rows_clear (rows);
  for (guint64 i = first; i < last; i++)
    {
      TnSynthPerson person;
      TnRandom random;

      tn_random_init (&random, self->world->params.seed, i);
      tn_synth_person_init (&person, self->world, i, &random);
      tn_synth_person_write (&person, self->world, &random, rows);
      tn_synth_live (&person, self->world, &random, rows);
    }
  tn_synth_rows_sort (rows);
}

static gboolean
write_block (Run *self, const TnSynthRows *rows, GError **error)
{
  for (guint file = 0; file < TN_SYNTH_N_FILES; file++)
    {
      gsize size;
      const char *text;

      if (self->outputs[file] == NULL || file == TN_SYNTH_ITEMS)
        continue;
      text = tn_synth_rows_get (rows, file, &size);
      for (gsize at = 0; at < size; at += PIECE_BYTES)
        if (tn_cancelled (self->cancellable, error) ||
            !tn_synth_output_write (self->outputs[file], text + at, MIN (PIECE_BYTES, size - at),
                                    error))
          return FALSE;
      self->counts.n_rows[file] += tn_synth_rows_count (rows, file);
    }

  return TRUE;
}

/* Writes the wave before the one that is simulated. */
static gboolean
write_waiting (Run *self, GError **error)
{
  for (guint i = 0; i < self->n_waiting; i++)
    if (!write_block (self, self->rows[(self->wave + 1) % 2][i], error))
      return FALSE;

  return TRUE;
}

/* Part 0 writes, the others simulate. */
static gboolean
do_part (gsize index, gpointer user_data, GError **error)
{
  Run *self = user_data;

  if (index == 0)
    return write_waiting (self, error);
  simulate_block (self, (guint) index - 1);

  return TRUE;
}

static gboolean
write_waves (Run *self, TnProgress *progress, GError **error)
{
  guint64 n_blocks = (self->world->params.n_customers + BLOCK_CUSTOMERS - 1) / BLOCK_CUSTOMERS;

  for (guint i = 0; i < MIN (WAVE_BLOCKS, n_blocks); i++)
    {
      self->rows[0][i] = tn_synth_rows_new ();
      self->rows[1][i] = tn_synth_rows_new ();
    }
  for (guint64 first = 0; first < n_blocks; first += WAVE_BLOCKS, self->wave++)
    {
      guint n = (guint) MIN (WAVE_BLOCKS, n_blocks - first);

      if (!tn_pool_for (n + 1, do_part, self, self->cancellable, error))
        return FALSE;
      self->n_waiting = n;
      tn_progress_report (progress, (double) (first + n) / (double) n_blocks);
    }

  return write_waiting (self, error);
}

/* No file appears before all of them are whole. */
static gboolean
publish (Run *self, GError **error)
{
  for (guint i = 0; i < TN_SYNTH_N_FILES; i++)
    if (self->outputs[i] != NULL && !tn_synth_output_finish (self->outputs[i], error))
      return FALSE;
  if (tn_cancelled (self->cancellable, error))
    return FALSE;
  for (guint i = 0; i < TN_SYNTH_N_FILES; i++)
    if (self->outputs[i] != NULL && !tn_synth_output_publish (self->outputs[i], error))
      return FALSE;

  return TRUE;
}

/**
 * tn_synth_write:
 * @params: how large a shop, and which of them
 * @out_dir: made when it is not there; files of the same names are replaced
 * @counts: (out caller-allocates) (optional): rows written
 * @progress: (nullable): over the customers
 * @cancellable: (nullable): looked at every few milliseconds
 * @error: %TN_ERROR_ARGUMENT for numbers out of range; %TN_ERROR_SPACE when the disk is full;
 *   %TN_ERROR_IO
 *
 * Simulates a shop and writes its files. The model is described in README.md beside this
 * file. Memory does not depend on the number of customers: under 200 MB for any.
 *
 * Returns: %TRUE when all files are there; none is otherwise
 */
gboolean
tn_synth_write (const TnSynthParams *params,
                const char *out_dir,
                TnSynthCounts *counts,
                TnProgress *progress,
                GCancellable *cancellable,
                GError **error)
{
  g_auto (Run) run = { .cancellable = cancellable };

  g_return_val_if_fail (params != NULL && out_dir != NULL, FALSE);

  if (!check_params (params, error))
    return FALSE;
  tn_progress_say (progress, tn_message_new (N_ ("Simulating the shop")));
  run.world = tn_synth_world_new (params);
  if (!open_outputs (&run, out_dir, error) || !write_items (&run, error) ||
      !write_waves (&run, progress, error) || !publish (&run, error))
    return FALSE;
  if (counts != NULL)
    *counts = run.counts;

  return TRUE;
}

/* tn-synth.h: a simulated shop with a known truth
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-progress.h"

G_BEGIN_DECLS

#define TN_SYNTH_MAX_CUSTOMERS 100000000
#define TN_SYNTH_MAX_MONTHS    120

/**
 * TnSynthFile:
 * @TN_SYNTH_ORDERS: a row a line of an order, return or cancellation
 * @TN_SYNTH_EVENTS: the whole log: views, carts, purchases, returns
 * @TN_SYNTH_ITEMS: what the shop sells
 * @TN_SYNTH_CUSTOMERS: a row a customer number, of both channels
 * @TN_SYNTH_CONTACTS: hashed phone and mail of each customer number
 * @TN_SYNTH_REVIEWS: English and Chinese
 * @TN_SYNTH_CAMPAIGNS: a row a customer and campaign, control group included
 * @TN_SYNTH_TRUTH: a row a person: what no shop knows
 * @TN_SYNTH_TRUTH_CAMPAIGNS: both potential outcomes of each contact
 */
typedef enum
{
  TN_SYNTH_ORDERS,
  TN_SYNTH_EVENTS,
  TN_SYNTH_ITEMS,
  TN_SYNTH_CUSTOMERS,
  TN_SYNTH_CONTACTS,
  TN_SYNTH_REVIEWS,
  TN_SYNTH_CAMPAIGNS,
  TN_SYNTH_TRUTH,
  TN_SYNTH_TRUTH_CAMPAIGNS,
} TnSynthFile;

#define TN_SYNTH_N_FILES 9

/**
 * TnSynthParams:
 * @n_customers: persons, 1 to %TN_SYNTH_MAX_CUSTOMERS; about 30 rows of events each in a year
 * @n_months: calendar months of the log, 1 to %TN_SYNTH_MAX_MONTHS
 * @seed: equal seeds give equal bytes, on every machine and for any number of threads
 * @start_day: first day of the log, in days since 1970-01-01; -25567 to 47481 (years 1900 to 2099)
 * @compress: write `.csv.gz`, without name or time inside
 * @with_truth: write the two files of the truth too
 */
typedef struct
{
  guint64 n_customers;
  guint n_months;
  guint64 seed;
  gint32 start_day;
  gboolean compress;
  gboolean with_truth;
} TnSynthParams;

/* 2,500 customers over the 18 months from 2024-07-01: the shop of data/sample. */
#define TN_SYNTH_PARAMS_INIT        \
  {                                 \
    2500, 18, 1, 19905, FALSE, TRUE \
  }

/**
 * TnSynthCounts:
 * @n_rows: of each file, its header not counted
 */
typedef struct
{
  guint64 n_rows[TN_SYNTH_N_FILES];
} TnSynthCounts;

/* "orders", "events" …: the file's name without its ending. */
const char *tn_synth_file_to_id (TnSynthFile file);

gboolean tn_synth_write (const TnSynthParams *params,
                         const char *out_dir,
                         TnSynthCounts *counts,
                         TnProgress *progress,
                         GCancellable *cancellable,
                         GError **error);

G_END_DECLS

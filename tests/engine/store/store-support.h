/* store-support.h: what the tests of the store share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-dataset.h"
#include "tn-project.h"

G_BEGIN_DECLS

/* A fresh directory for files, and sessions of its own for the projects in it. */
char *store_directory (void);
char *store_path (const char *directory, const char *name);

/* A project that has a file: "shop.tenure" in a directory of its own. */
typedef struct
{
  char *dir;
  char *path;
  char *session;      /* directory of its live store */
  TnProject *project; /* nullable: it may have been closed */
} Shop;

Shop shop_new (void);
void shop_save (Shop *shop);
void shop_reopen (Shop *shop);
void shop_clear (Shop *shop);

TnProject *store_create (const char *path);
TnProject *store_open (const char *path, TnOpenMode mode);
void store_close (TnProject *project);
void store_put (TnProject *project, const char *kind, const char *id, const char *json);
char *store_get (TnProject *project, const char *kind, const char *id);
/* Files and sockets this process holds open. */
guint store_count_descriptors (void);

TnTable *store_make_table (gsize n_rows, guint seed);
void store_fill_writer (TnTableWriter *writer, TnTable *table);
void store_add_dataset (TnProject *project, const char *name, TnTable *table);
void store_add_dataset_with (TnProject *project,
                             const char *name,
                             TnTable *table,
                             void (*before_publish) (void));
void store_assert_equal_tables (TnTable *a, TnTable *b);

G_END_DECLS

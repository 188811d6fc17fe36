/* wb-settings.h: what is remembered between starts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * WbRecent:
 * @path: of the project's file
 * @time: when it was last open, microseconds since 1970
 * @about: how many rows its first data set has, as a number; earlier versions wrote a line
 */
typedef struct
{
  char *path;
  gint64 time;
  char *about;
} WbRecent;

GSettings *wb_settings (void);

/* Newest first: (element-type WbRecent). */
GPtrArray *wb_recent_list (void);
void wb_recent_add (const char *path, const char *about);
void wb_recent_remove (const char *path);
/* A project was found again at another place. */
void wb_recent_move (const char *path, const char *to);
/* The list as it is, to be set again. */
GVariant *wb_recent_get (void);
void wb_recent_set (GVariant *list);

G_END_DECLS

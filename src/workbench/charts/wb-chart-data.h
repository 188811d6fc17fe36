/* wb-chart-data.h: the data behind a chart as a table, and charts as files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tn-figure.h"

G_BEGIN_DECLS

/* A window of its own above @parent. */
GtkWidget *wb_chart_data_new (TnChart *chart, GtkWindow *parent);

gboolean wb_chart_write (TnChart *chart,
                         const TnZoom *zoom,
                         TnPictureFormat format,
                         double width,
                         double height,
                         const TnLanguage *language,
                         const char *path,
                         GError **error);
void wb_chart_tell_written (GtkWidget *widget, const char *path, const GError *error);

G_END_DECLS

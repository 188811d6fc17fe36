/* wb-test-desktop.h: a desktop that takes notifications, as every real one does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* From now on, on the bus of the test. Without it GIO warns of a notification nobody takes, which
 * ends a test; and whether one is sent depends on which window the display gave the keys to. */
void wb_test_desktop_begin (void);
/* How many notifications came so far. */
guint wb_test_desktop_get_n_notes (void);
void wb_test_desktop_end (void);

G_END_DECLS

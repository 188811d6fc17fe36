/* tn-space.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-space.h"

#include <stdlib.h>

#include "tn-error.h"

/**
 * tn_space_set_error:
 *
 * Says that memory for a table's values was refused.
 */
void
tn_space_set_error (GError **error)
{
  tn_error_set (error, TN_ERROR_SPACE,
                N_ ("There is not enough free memory for this table. Use a sample of the rows."),
                NULL);
}

/**
 * tn_space_try_alloc:
 * @n: how many items; none give memory that can be freed
 * @size: of an item, at least 1
 *
 * Returns: (transfer full) (nullable): memory for @n items, zeroed; %TN_ERROR_SPACE otherwise
 */
gpointer
tn_space_try_alloc (gsize n, gsize size, GError **error)
{
  gpointer memory = n <= G_MAXSSIZE / size ? calloc (MAX (n, 1), size) : NULL;

  if (memory == NULL)
    tn_space_set_error (error);

  return memory;
}

/**
 * tn_space_grow:
 * @items: (inout): an array, %NULL at first; free with g_free()
 * @n_allocated: (inout): how many items it has room for
 * @n_needed: how many it must have room for
 * @size: of an item
 *
 * Makes room by doubling. What is in the array stays there when memory is refused.
 *
 * Returns: %TRUE, or %FALSE with %TN_ERROR_SPACE
 */
gboolean
tn_space_grow (gpointer *items, gsize *n_allocated, gsize n_needed, gsize size, GError **error)
{
  gsize n = MAX (MAX (n_needed, 16), *n_allocated <= G_MAXSIZE / 2 ? 2 * *n_allocated : 0);
  gpointer more;

  if (n_needed <= *n_allocated)
    return TRUE;
  more = g_try_realloc_n (*items, n, size);
  if (more == NULL)
    {
      tn_space_set_error (error);
      return FALSE;
    }
  *items = more;
  *n_allocated = n;

  return TRUE;
}

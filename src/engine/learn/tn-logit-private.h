/* tn-logit-private.h: what fitting once and fitting along a path share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-logit-solver.h"
#include "tn-logit.h"

G_BEGIN_DECLS

void _tn_logit_set_penalties (const TnDesign *design,
                              const TnLogitParams *params,
                              double lambda,
                              double *ridge,
                              double *lasso);
gboolean _tn_logit_check_params (const TnLogitParams *params, GError **error);
gboolean _tn_logit_check_size (const TnDesign *design, const TnLogitParams *params, GError **error);
gsize *_tn_matrix_find_columns (TnMatrix *x, char **names, gsize n_names, GError **error);

G_END_DECLS

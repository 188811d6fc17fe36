# bench-bootstrap.py: seconds a bootstrap resample of the AUC takes with scikit-learn, and the AUC.
#
# SPDX-License-Identifier: GPL-3.0-or-later
import time

import numpy as np
from sklearn.metrics import roc_auc_score

N, LEVELS, ROUNDS = 100000, 1 << 22, 20

state, scores, labels = 42, [], []
for _ in range(N):
    state = (state * 1103515245 + 12345) % 2**31
    p = ((state >> 8) % LEVELS + 0.5) / LEVELS
    state = (state * 1103515245 + 12345) % 2**31
    scores.append(p)
    labels.append(int(((state >> 8) % 100000) / 100000.0 < 0.1 + 0.6 * p * p))
scores, labels = np.array(scores), np.array(labels)
random = np.random.default_rng(1)
start = time.perf_counter()
for _ in range(ROUNDS):
    rows = random.integers(0, N, N)
    roc_auc_score(labels[rows], scores[rows])
print((time.perf_counter() - start) / ROUNDS, "%.17g" % roc_auc_score(labels, scores))

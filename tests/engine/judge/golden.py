#!/usr/bin/env python3
# golden.py: prints the values of scikit-learn that test-judgement.c compares with.
# Run with scikit-learn 1.2.1 and NumPy 1.24.2 to get the figures written there.
#
# SPDX-License-Identifier: GPL-3.0-or-later
import numpy as np
import sklearn
from sklearn.metrics import (accuracy_score, average_precision_score, brier_score_loss, f1_score,
                             log_loss, precision_score, recall_score, roc_auc_score)


def case(levels, n=1000):
    state, scores, labels = 42, [], []
    for _ in range(n):
        state = (state * 1103515245 + 12345) % 2**31
        p = ((state >> 8) % levels + 0.5) / levels
        state = (state * 1103515245 + 12345) % 2**31
        scores.append(p)
        labels.append(int(((state >> 8) % 100000) / 100000.0 < 0.1 + 0.6 * p * p))
    return np.array(scores), np.array(labels)


def show(p, y, w=None):
    for name, value in (
        ("auc", roc_auc_score(y, p, sample_weight=w)),
        ("pr_auc", average_precision_score(y, p, sample_weight=w)),
        ("log_loss", log_loss(y, p, sample_weight=w, eps=1e-15)),
        ("brier", brier_score_loss(y, p, sample_weight=w)),
        ("accuracy", accuracy_score(y, p >= 0.5, sample_weight=w)),
        ("precision", precision_score(y, p >= 0.5, sample_weight=w)),
        ("recall", recall_score(y, p >= 0.5, sample_weight=w)),
        ("f1", f1_score(y, p >= 0.5, sample_weight=w)),
    ):
        print(f'  {{ "{name}", {value:.17g} }},')


print("scikit-learn", sklearn.__version__)
print("20 levels")
p, y = case(20)
show(p, y)
print("20 levels, weights i * 7 % 5")
show(p, y, (np.arange(1000) * 7 % 5).astype(float))
print("all different")
p, y = case(1 << 22)
show(p, y)
order = np.argsort(-p, kind="stable")
bins = np.array_split(order, 10)
print("ece %.17g" % (sum(abs(y[b].mean() - p[b].mean()) * len(b) for b in bins) / len(y)))
print("lift_10 %.17g" % (y[order[:100]].mean() / y.mean()))
print("best F1 %.17g at %.17g" % max((f1_score(y, p >= t), t) for t in set(p)))

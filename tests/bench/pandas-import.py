#!/usr/bin/python3
"""Reads a CSV file five times as a running interpreter would; prints median seconds, rows and version.

  pandas-import.py FILE COLUMN_OF_DATES
"""
import statistics
import sys
import time

try:
    import pandas
except ImportError:
    sys.exit(3)

seconds = []
for _ in range(5):
    start = time.perf_counter()
    table = pandas.read_csv(sys.argv[1], parse_dates=[sys.argv[2]])
    seconds.append(time.perf_counter() - start)
missing = int(table["CustomerID"].isna().sum()) if "CustomerID" in table else -1
print(statistics.median(seconds), len(table), missing, pandas.__version__)

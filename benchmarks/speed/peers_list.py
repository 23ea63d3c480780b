"""Names of the peers, for a process that has none of them installed."""

PEERS = ("pandas", "pandas, openpyxl", "pandera", "Great Expectations", "pointblank")

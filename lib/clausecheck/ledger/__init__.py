"""What was found in every run, kept over time: any day as it was known then, what became of each finding, and a chain of
hashes that shows what was altered since. In SQLite or PostgreSQL; never on the path of an audit."""

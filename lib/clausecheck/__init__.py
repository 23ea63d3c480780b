"""clausecheck (规程核查): reads a service centre's Excel logs and says, clause by clause and cell by cell, what complies."""

__version__ = "0.1.0"

"""A file for each kind of document: what it counts and how it is filled in."""

"""What the parameters of sentences hold, as far as masking is concerned; what the columns of the logs hold their table says."""

PERSON_PARAMS = frozenset({"name", "names", "by"})
"""Parameters of sentences that are people's names."""
IDENTIFIER_PARAMS = frozenset({"id", "code", "subject"})
PUBLIC_PARAMS = frozenset({"place", "hotline", "reason", "file", "ending"})
"""`reason` is what the company wrote into a waiver."""
FLAT_PARAMS = frozenset({"parts"})

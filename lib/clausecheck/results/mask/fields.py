"""What the text columns of the logs hold, as far as masking is concerned. A test keeps this list complete."""

PERSONS = frozenset(
    {
        ("staff", "name"), ("households", "owner"), ("complaints", "person"), ("complaints", "handler"),
        ("complaints", "designated_by"), ("complaints", "developer_contacted_by"), ("interviews", "person"),
        ("interviews", "interviewer"), ("measures", "owner"), ("attestations", "by"),
    }
)  # fmt: skip
"""Columns that hold people's names."""
PHONES = frozenset({("households", "phone")})
"""Columns that hold telephone numbers of people."""
IDENTIFIERS = frozenset(
    {
        ("project", "code"), ("staff", "staff_no"), ("complaints", "id"), ("complaints", "outage_record"),
        ("complaints", "written_report_ref"), ("daily_records", "id"), ("interviews", "id"), ("postings", "id"),
        ("contacts", "id"), ("repair_visits", "order"), ("attestations", "code"),
    }
)  # fmt: skip
"""Columns whose values name a thing, not a person: they stay, but for numbers and names of people inside them."""
PLACES = frozenset(
    {
        ("project", "name"), ("project", "branch"), ("project", "hotline"), ("phases", "phase"), ("places", "place"),
        ("postings", "place"), ("postings", "topic"), ("postings", "source"), ("publicity_plan", "topic"),
    }
)  # fmt: skip
"""Columns whose values are public: places, topics, the company's own names."""
FREE = frozenset(
    {
        ("complaints", "channel"), ("complaints", "content"), ("complaints", "measures"), ("daily_records", "content"),
        ("interviews", "opinion"), ("interviews", "handling"), ("interviews", "measure"), ("postings", "contents"),
        ("contacts", "content"), ("measures", "measure"), ("attestations", "seen"),
    }
)  # fmt: skip
"""Columns where anybody may write anything: what stands there is withheld unless it is plainly harmless."""

BOARD = "人员公示"
"""The kind of posting whose contents are names of people."""
PERSON_PARAMS = frozenset({"name", "names", "by"})
"""Parameters of sentences that are people's names."""
IDENTIFIER_PARAMS = frozenset({"id", "code", "subject"})
PLACE_PARAMS = frozenset({"place", "hotline", "reason", "file", "ending"})
"""`reason` is what the company wrote into a waiver."""
FLAT_PARAMS = frozenset({"parts"})

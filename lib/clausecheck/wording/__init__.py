"""Findings in words, Chinese and English. Sentences stand in `words.yaml`, what to do now in `actions.yaml`, terms in
`terms.yaml`."""

from .own_words import LOGS, code_order, role_name, section_of, sheet_name
from .sentences import JOINTS, LANGS, actions, counted, term, word
from .subjects import said_subject, subject_in_words
from .tallies import breaches_and_faults, not_taken_as_it_stands, tally_in_words

__all__ = [
    "JOINTS",
    "LANGS",
    "LOGS",
    "actions",
    "breaches_and_faults",
    "code_order",
    "counted",
    "not_taken_as_it_stands",
    "role_name",
    "said_subject",
    "section_of",
    "sheet_name",
    "subject_in_words",
    "tally_in_words",
    "term",
    "word",
]

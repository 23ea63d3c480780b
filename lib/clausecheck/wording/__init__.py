"""Findings in words, Chinese and English. Sentences stand in `words.yaml`, what to do now in `actions.yaml`, terms in
`terms.yaml`."""

from .sentences import JOINTS, LANGS, actions, counted, term, word
from .subjects import subject_in_words

__all__ = ["JOINTS", "LANGS", "actions", "counted", "subject_in_words", "term", "word"]

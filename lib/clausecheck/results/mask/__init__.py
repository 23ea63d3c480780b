"""Personal data out of everything that leaves (HTML, Word, JSON, lists, calendars): names, telephone and identity numbers, rooms."""

from .known import Masker, masker_of
from .publish import knowing, masked, masked_subjects
from .sentences import masked_say
from .text import mask_text

__all__ = ["Masker", "knowing", "mask_text", "masked", "masked_say", "masked_subjects", "masker_of"]

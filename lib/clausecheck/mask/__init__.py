"""Personal data out of everything that leaves (HTML, Word, JSON): names, telephone and identity numbers, rooms."""

from .known import Masker, masker_of
from .publish import masked
from .text import mask_text

__all__ = ["Masker", "mask_text", "masked", "masker_of"]

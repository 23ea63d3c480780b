# ipywidgets gives no types:
# mypy: allow-untyped-calls
"""What the rectification notice (整改通知单) takes: its number, the day by which things are to be mended, a button."""

from datetime import date
from typing import Any

import ipywidgets as w

from clausecheck.desk.parts import Action, box, button, field
from clausecheck.desk.texts import text
from clausecheck.nouns.errors import Fault, InputFault


class NoticePane:
    """The fields of the notice; `write` makes it."""

    def __init__(self, lang: str, write: Action) -> None:
        self.lang = lang
        self._number = field(w.Text(placeholder=text("notice_number_hint", lang), description=self._said("number")))
        self._deadline = field(w.DatePicker(description=self._said("deadline")))
        go = button(text("notice_write", lang), write, "ccw-small")
        self.widget: Any = box([self._number, self._deadline, go], "ccw-row", "ccw-notice")

    def read(self) -> tuple[str, date]:
        """Number and deadline. Raises InputFault for one that is missing."""
        number, deadline = self._number.value.strip(), self._deadline.value
        faults = [
            Fault(self._said(name), "请填写", "fill it in")
            for name, value in (("number", number), ("deadline", deadline))
            if not value
        ]
        if faults:
            raise InputFault(*faults)
        return number, deadline

    def _said(self, name: str) -> str:
        return text(f"notice_{name}", self.lang)

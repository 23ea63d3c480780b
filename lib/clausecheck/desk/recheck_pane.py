# ipywidgets gives no types:
# mypy: allow-untyped-calls
"""The recheck (复查): how many of the earlier findings are mended, and each with its cells before and after, by state."""

from typing import Any

import ipywidgets as w

from clausecheck.desk.changes import ALL, lead_html, lines_html
from clausecheck.desk.parts import box, field, html, shown
from clausecheck.desk.texts import text
from clausecheck.nouns.model import Audit
from clausecheck.recheck import Recheck, state_word


class RecheckPane:
    """The comparison, hidden while an audit is compared with none."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._made: Recheck | None = None
        self._audit: Audit | None = None
        self._lead = html("", "ccw-recheck-lead")
        self._state = field(
            w.ToggleButtons(options=[("", ALL)], description=text("recheck_states", lang)), "ccw-toggle"
        )
        self._state.style.button_width = "auto"
        self._state.observe(lambda _: self._list(), "value")
        self._lines = html("", "ccw-recheck-lines")
        self.widget: Any = box([self._lead, self._state, self._lines], "ccw-card", "ccw-column", "ccw-recheck")
        self.show(None, None)

    def show(self, made: Recheck | None, audit: Audit | None) -> None:
        """Shows a comparison, or none."""
        self._made, self._audit = made, audit
        shown(self.widget, made is not None)
        if made is None or audit is None:
            return
        self._lead.value = lead_html(made, audit, self.lang)
        counted = [(state, n) for state, n in made.by_state.items() if n]
        options = [(text("filter_all", self.lang, n=len(made.changes)), ALL)]
        options += [
            (text("state_n", self.lang, state=state_word(state, self.lang), n=n), state) for state, n in counted
        ]
        shown(self._state, bool(counted))
        self._state.options = options
        self._state.value = ALL
        self._list()

    def _list(self) -> None:
        if self._made is not None and self._audit is not None:
            self._lines.value = lines_html(self._made, self._audit, self._state.value, self.lang)

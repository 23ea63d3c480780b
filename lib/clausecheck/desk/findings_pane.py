# ipywidgets gives no types:
# mypy: allow-untyped-calls
"""The list of findings with its filters, a page at a time."""

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as w
from markupsafe import Markup

from clausecheck.desk import listing
from clausecheck.desk.listing import Filter, Index, Marks
from clausecheck.desk.parts import VERDICT_STYLES, box, button, classed, field, html, shown
from clausecheck.desk.texts import text
from clausecheck.nouns.model import Finding
from clausecheck.results.review import Key, key_of
from clausecheck.rulebook import Procedure

LINES = 20
_FILTERS = ("verdict", "place", "severity", "role", "mark")


class FindingsPane:
    """Filters and list. `picked` is called with the finding that was picked."""

    def __init__(self, lang: str, picked: Callable[[Finding], None]) -> None:
        self.lang, self._picked = lang, picked
        self._index, self._marks = Index((), ()), dict[Key, Any]()
        self._book: Procedure | None = None
        self._fitting: Sequence[Finding] = ()
        self._first = 0
        self._on: Key | None = None
        self._place = 0  # of the finding that is picked, kept when a filter drops it
        self._quiet = False
        self._build_filters()
        self._lines = [self._line(at) for at in range(LINES)]
        self._count = html("", "ccw-count")
        self._back = button(text("page_back", lang), lambda: self._turn(-LINES), "ccw-small")
        self._next = button(text("page_on", lang), lambda: self._turn(LINES), "ccw-small")
        self._pager = box([self._back, self._next], "ccw-row", "ccw-pager")
        self.list = box([self._count, box(self._lines, "ccw-lines"), self._pager], "ccw-column", "ccw-list")

    def _build_filters(self) -> None:
        self._chosen = {
            name: field(w.Dropdown(description=text(f"filter_{name}", self.lang)), f"ccw-filter-{name}")
            for name in _FILTERS
        }
        hint = text("filter_words_hint", self.lang)
        self._words = field(w.Text(placeholder=hint, description=text("filter_words", self.lang)), "ccw-filter-words")
        for widget in (*self._chosen.values(), self._words):
            widget.observe(lambda _: self._filter(), "value")
        clear = button(text("filter_clear", self.lang), self.clear, "ccw-small")
        self.filters = box([*self._chosen.values(), self._words, clear], "ccw-card", "ccw-filters")

    def _line(self, at: int) -> Any:
        return button("", lambda: self._pick(at), "ccw-line")

    def show(self, findings: Sequence[Finding], book: Procedure, marks: Marks) -> None:
        """Lists the findings of an audit; filters that still make sense stay as they are."""
        self._index = listing.index_of(findings, book, self.lang)
        self._book, self._marks = book, dict(marks)
        choices = {
            "verdict": listing.verdict_choices(findings, self.lang),
            "place": listing.place_choices(findings, book, self.lang),
            "severity": listing.severity_choices(self.lang),
            "role": listing.role_choices(findings, book, self.lang),
            "mark": listing.mark_choices(self.lang),
        }
        self._quiet = True
        for name, options in choices.items():
            before = self._chosen[name].value
            self._chosen[name].options = options
            values = [value for _, value in options]
            self._chosen[name].value = before if before in values else values[0]
        self._quiet = False
        self._filter(stay=True)

    def mark(self, marks: Marks, on: Key | None) -> None:
        """Shows other marks, and which finding is picked."""
        self._marks, self._on = dict(marks), on
        self._filter(stay=True)

    def step(self, by: int) -> None:
        """Picks the finding `by` places on; where the filter has dropped the one that is picked, its successor."""
        keys = [key_of(one) for one in self._fitting]
        target = self._place + (by if by < 0 else by - 1)
        if self._on is None:
            target = 0
        elif self._on in keys:
            target = keys.index(self._on) + by
        if 0 <= target < len(keys):
            self._first = target // LINES * LINES
            self._picked(self._fitting[target])

    def clear(self) -> None:
        """Takes all filters away."""
        self._quiet = True
        for widget in self._chosen.values():
            widget.value = widget.options[0][1]
        self._words.value = ""
        self._quiet = False
        self._filter()

    def _filter(self, stay: bool = False) -> None:
        if self._quiet or self._book is None:
            return
        wanted = Filter(words=self._words.value, **{name: one.value for name, one in self._chosen.items()})
        self._fitting = listing.chosen(self._index, wanted, self._marks)
        self._place = next((at for at, one in enumerate(self._fitting) if key_of(one) == self._on), self._place)
        if not stay or self._first >= len(self._fitting):
            self._first = 0
        self._draw()

    def _turn(self, by: int) -> None:
        self._first = max(0, min(self._first + by, len(self._fitting) - 1))
        self._draw()

    def _pick(self, at: int) -> None:
        place = self._first + at
        if place < len(self._fitting):
            self._picked(self._fitting[place])

    def _draw(self) -> None:
        page = self._fitting[self._first : self._first + LINES]
        for line, finding in zip(self._lines, [*page, *[None] * LINES], strict=False):
            self._draw_line(line, finding)
        n, last = len(self._fitting), self._first + len(page)
        said = text("count", self.lang, n=n) if n <= LINES else ""
        if n > LINES:
            said = text("count_pages", self.lang, n=n, first=self._first + 1, last=last)
        self._count.value = Markup("<span role=status>{}</span>").format(said if n else text("count_none", self.lang))
        self._back.disabled, self._next.disabled = self._first == 0, last >= n
        shown(self._pager, n > LINES)

    def _draw_line(self, line: Any, finding: Finding | None) -> None:
        shown(line, finding is not None)
        if finding is None or self._book is None:
            return
        with line.hold_sync():
            line.description = listing.line_of(finding, self._book, self._marks, self.lang)
            line.button_style = VERDICT_STYLES.get(finding.shown_as, "")
        line.remove_class("on")
        if key_of(finding) == self._on:
            classed(line, "on")

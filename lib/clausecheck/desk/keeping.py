# ipywidgets gives no types:
# mypy: allow-untyped-calls
"""Decisions about uploaded logs, kept in the browser: the uploads go with their page, what the auditor decided need not.

The page's script (workbench.js) carries a text between the browser's store and two hidden widgets, under a key that only the
same files and period give. What comes back is data that anybody may have changed, and is checked like a file.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as w
from markupsafe import Markup

from clausecheck.audit.waivers import Waiver
from clausecheck.desk.parts import Action, box, button, classed, html, shown
from clausecheck.desk.texts import text
from clausecheck.nouns.errors import fault
from clausecheck.nouns.model import Audit
from clausecheck.nouns.records import dataclass
from clausecheck.results.review import Key, Review, as_record, well_formed


@dataclass(frozen=True, slots=True)
class Kept:
    """Marks by their finding, and waivers."""

    marks: Mapping[Key, Review]
    waivers: tuple[Waiver, ...] = ()

    @property
    def size(self) -> int:
        return len(self.marks) + len(self.waivers)

    def besides(self, marks: Mapping[Key, Review], waivers: tuple[Waiver, ...]) -> "Kept":
        """What is kept here and does not stand there already."""
        new = {key: one for key, one in self.marks.items() if key not in marks}
        return Kept(new, tuple(one for one in self.waivers if one not in waivers))


def browser_key(audit: Audit) -> str:
    """Under what the decisions about an audit are kept: the hash of its inputs, project, procedure and period."""
    parts = [
        *sorted(file.sha256 for file in audit.files),
        str(audit.project["code"]),
        audit.rulebook.id,
        str(audit.period),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def kept_text(kept: Kept) -> str:
    """What the browser keeps."""
    waivers = [one.model_dump(by_alias=True, mode="json") for one in kept.waivers]
    return json.dumps(
        {"marks": [as_record(one) for one in kept.marks.values()], "waivers": waivers}, ensure_ascii=False
    )


def read_kept(kept: str) -> Kept:
    """What the browser had kept. Raises InputFault for what is none of ours."""
    try:
        whole = json.loads(kept)
        marks, waivers = whole["marks"], [Waiver.model_validate(one) for one in whole["waivers"]]
        if not isinstance(marks, list) or not all(map(well_formed, marks)):
            raise ValueError("no marks")
    except (ValueError, TypeError, KeyError):
        raise fault(
            "浏览器 · browser",
            "保存的标记读不出来，未采用；请上传 review.yaml",
            "the marks kept there cannot be read and are not taken; upload review.yaml",
        ) from None
    reviews = (Review(**one) for one in marks)
    return Kept({(one.code, one.subject): one for one in reviews}, tuple(waivers))


class KeepPane:
    """The two hidden widgets, and the offer to take up what the browser had kept. `guard` runs an action and shows what goes
    wrong in it; `restore` is called with what is to be taken up."""

    def __init__(self, lang: str, guard: Callable[[Action], None], restore: Callable[[Kept], None]) -> None:
        self.lang, self._restore = lang, restore
        self._key = ""
        self._turn = 0
        self._now = Kept({})
        self._pending = Kept({})
        self._out = classed(html("", "ccw-keep"), "ccw-hidden")
        self._in = classed(w.Textarea(), "ccw-kept-before", "ccw-hidden")
        self._in.observe(lambda _: guard(self._take), "value")
        self._said = html("", "ccw-offer-said")
        yes = button(text("kept_yes", lang), lambda: guard(self._accept), "ccw-small", "ccw-kept-yes")
        no = button(text("kept_no", lang), lambda: guard(self._decline), "ccw-small", "ccw-kept-no")
        self._offer = box([self._said, yes, no], "ccw-row", "ccw-card", "ccw-offer")
        self.widget: Any = box([self._out, self._in, self._offer], "ccw-column", "ccw-keeping")
        shown(self._offer, False)
        shown(self.widget, False)

    def watch(self, audit: Audit | None, now: Kept) -> None:
        """Asks the browser for what it kept of this audit; None: of an audit that it keeps nothing of."""
        self._key = browser_key(audit) if audit else ""
        self._pending, self._now = Kept({}), now
        self._in.value = ""
        shown(self._offer, False)
        shown(self.widget, bool(self._key))
        self._send(None)

    def keep(self, now: Kept) -> None:
        """Has the browser keep these; what it offered and nobody has declined yet stays with it."""
        self._now = now
        pending = self._pending.besides(now.marks, now.waivers)
        self._send(kept_text(Kept({**pending.marks, **now.marks}, (*now.waivers, *pending.waivers))))

    @property
    def works(self) -> bool:
        """Whether decisions are kept in the browser."""
        return bool(self._key)

    def _send(self, kept: str | None) -> None:
        self._turn += 1
        more = Markup(' data-kept="{}"').format(kept) if kept is not None else Markup("")
        self._out.value = Markup('<div data-turn="{}" data-key="{}"{}></div>').format(self._turn, self._key, more)

    def _take(self) -> None:
        if not self._in.value or not self._key:
            return
        self._pending = read_kept(self._in.value).besides(self._now.marks, self._now.waivers)
        self._said.value = Markup("<span role=status>{}</span>").format(
            text("kept_offer", self.lang, n=self._pending.size)
        )
        shown(self._offer, self._pending.size > 0)

    def _accept(self) -> None:
        taken, self._pending = self._pending, Kept({})
        shown(self._offer, False)
        self._restore(taken)

    def _decline(self) -> None:
        self._pending = Kept({})
        shown(self._offer, False)
        self.keep(self._now)

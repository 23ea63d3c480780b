# ipywidgets gives no types:
# mypy: allow-untyped-calls
"""The auditor's decision on one finding: accepted, disputed, waived, or no mark."""

from collections.abc import Callable, Sequence
from datetime import date

import ipywidgets as w
from markupsafe import Markup

from clausecheck.audit.lines import is_place
from clausecheck.audit.waivers import Waiver
from clausecheck.desk.listing import TO_SEE, UNMARKED, Marks, mark_of
from clausecheck.desk.parts import Action, box, button, classed, field, html, shown
from clausecheck.desk.texts import text
from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.model import Audit, Finding
from clausecheck.nouns.records import dataclass
from clausecheck.results.review import Review, key_of
from clausecheck.rulebook import Procedure

WAIVED, NONE = "waived", ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What stands in the fields. `mark` is accepted, disputed, waived, or empty for no mark."""

    mark: str
    note: str
    by: str
    since: date | None = None
    until: date | None = None
    whole_rule: bool = False
    """Whether the unmarked findings of the same rule are marked alike."""


def check_decision(decision: Decision, lang: str) -> None:
    """Raises InputFault for a mark that nobody signs, and for a dispute without its reason."""
    needed = [("reviewer", decision.by)] if decision.mark else []
    if decision.mark == "disputed":
        needed.append(("dispute_reason", decision.note))
    faults = [Fault(text(name, lang), "请填写", "please fill it in") for name, value in needed if not value]
    if faults:
        raise InputFault(*faults)


def review_of(finding: Finding, decision: Decision, on: date) -> Review | None:
    """An accepted or disputed mark as it is kept; None to take the mark away. `on`: the day it is made."""
    if not decision.mark:
        return None
    return Review(
        *(finding.code, finding.subject),
        decision.mark,
        decision.note,
        decision.by,
        finding.fingerprint,
        finding.identity,
        on.isoformat(),
    )


def alike(finding: Finding, findings: Sequence[Finding], marks: Marks) -> list[Finding]:
    """The other findings of the same rule that want to be looked at and carry no mark yet."""
    return [
        one
        for one in findings
        if one.code == finding.code
        and key_of(one) != key_of(finding)
        and one.shown_as in TO_SEE
        and mark_of(one, marks) == UNMARKED
    ]


def waiver_of(finding: Finding, decision: Decision, audit: Audit, book: Procedure, lang: str) -> Waiver:
    """A waiver as waivers.yaml takes it. Raises InputFault with everything that speaks against it."""
    faults = [*_not_for(finding, book), *_incomplete(decision, audit, lang)]
    if faults:
        raise InputFault(*faults)
    record = {"code": finding.code, "subject": finding.subject, "reason": decision.note, "approved_by": decision.by}
    if is_place(finding.subject):  # any other subject says for itself which finding it is
        record["identity"] = finding.identity
    return Waiver.model_validate({**record, "from": decision.since or audit.as_of, "until": decision.until})


def _not_for(finding: Finding, book: Procedure) -> list[Fault]:
    rule = book.rules.get(finding.code)
    if finding.verdict != "fail":
        return [Fault(finding.code, "只有不合格的判定可以豁免", "only a fail can be waived")]
    if rule is None or not rule.waivable:
        return [Fault(finding.code, "这条规则不可豁免", "this rule cannot be waived")]
    return []


def _incomplete(decision: Decision, audit: Audit, lang: str) -> list[Fault]:
    faults = []
    needed = (("reason", decision.note.strip()), ("approver", decision.by.strip()), ("until_day", decision.until))
    for name, value in needed:
        if not value:
            faults.append(Fault(text(name, lang), "请填写", "please fill it in"))
    since, until = decision.since or audit.as_of, decision.until
    if until and until < since:
        faults.append(
            Fault(text("until_day", lang), f"{until} 早于起始日 {since}", f"{until} is before the first day {since}")
        )
    elif until and not since <= audit.as_of <= until:
        faults.append(
            Fault(
                text("until_day", lang),
                f"截至日期 {audit.as_of} 不在 {since} 至 {until} 之内，豁免对本次核查不起作用；请改正日期",
                f"the as-of date {audit.as_of} is not within {since} to {until}, the waiver would do nothing; correct the dates",
            )
        )
    return faults


class DecisionPane:
    """The fields of the decision. `save` is called when the button is pressed, `step` with -1 or 1 to go on to another
    finding. The name stays from one finding to the next."""

    def __init__(self, lang: str, save: Action, step: Callable[[int], None]) -> None:
        self.lang = lang
        self._as_shown: tuple[object, ...] = ()  # nothing is shown yet
        self._others = 0
        marks = [(text(f"mark_{one}", lang), one) for one in ("accepted", "disputed", WAIVED)]
        options = [*marks, (text("mark_unmarked", lang), NONE)]
        self._mark = field(w.ToggleButtons(options=options, value=NONE), "ccw-toggle", "ccw-marks")
        self._mark.style.button_width = "auto"
        self._note = field(w.Textarea(rows=2), "ccw-note")
        self._by = field(w.Text(description=text("reviewer", lang)))
        self._approver = field(w.Text(description=text("approver", lang)))
        self._since = field(w.DatePicker(description=text("from_day", lang)))
        self._until = field(w.DatePicker(description=text("until_day", lang)))
        self._whole_rule = classed(w.Checkbox(indent=False), "ccw-whole-rule")
        self._said = html("", "ccw-said")
        self.faults = html("", "ccw-faults")
        heading = html(Markup("<h4>{}</h4>").format(text("mark_heading", lang)), "cc")
        back = button(text("finding_back", lang), lambda: step(-1), "ccw-small", "ccw-finding-back")
        on = button(text("finding_on", lang), lambda: step(1), "ccw-small", "ccw-finding-on")
        keys = html(Markup("<span class='ccw-dim ccw-keys'>{}</span>").format(text("keys", lang)))
        fields = box([self._note, self._by, self._approver, self._since, self._until], "ccw-fields")
        go = box([button(text("save", lang), save, "ccw-go", "ccw-save"), back, on, self._said], "ccw-row")
        unkept = html(Markup("<b role=alert>{}</b>").format(text("unkept", lang)), "ccw-unkept-said")
        inside = [heading, self._mark, fields, self._whole_rule, self.faults, go, unkept, keys]
        self.widget = box(inside, "ccw-column", "ccw-decision")
        self._mark.observe(lambda _: self._switch(), "value")
        for one in (self._mark, self._note, self._until):
            one.observe(lambda _: self._tell_unsaved(), "value")
        self._switch()

    def show(self, finding: Finding, review: Review | None, as_of: date, others: int) -> None:
        """The fields as they stand for a finding; `others`: how many more of its rule carry no mark."""
        self._as_shown = ()
        self._mark.value = WAIVED if finding.verdict == "waived" else review.mark if review else NONE
        self._note.value = finding.waiver or (review.note if review else "")
        self._since.value, self._until.value = as_of, None
        self._others = others
        self._whole_rule.value = False
        self._whole_rule.description = text("whole_rule", self.lang, code=finding.code, n=others)
        self._as_shown = self._fields()
        self.faults.value = ""
        self._switch()
        self._tell_unsaved()
        self.say("")

    def read(self) -> Decision:
        """What stands in the fields."""
        mark = self._mark.value
        return Decision(
            mark,
            self._note.value.strip(),
            (self._approver if mark == WAIVED else self._by).value.strip(),
            self._since.value,
            self._until.value,
            bool(self._whole_rule.value) and mark not in (WAIVED, NONE),
        )

    @property
    def name(self) -> str:
        """The auditor's name, as typed once."""
        return str(self._by.value).strip()

    def say(self, said: str) -> None:
        """A word beside the button."""
        self._said.value = Markup("<span role=status>{}</span>").format(said)

    def _fields(self) -> tuple[object, ...]:
        return (self._mark.value, self._note.value, self._until.value)

    def _tell_unsaved(self) -> None:
        """What was typed and not saved is known to the page, which asks before it is left."""
        changed = bool(self._as_shown) and self._fields() != self._as_shown
        (self.widget.add_class if changed else self.widget.remove_class)("ccw-unsaved")

    def _switch(self) -> None:
        mark = self._mark.value
        kind = {WAIVED: "reason", "disputed": "dispute_reason"}.get(mark, "note")
        self._note.description = text(kind, self.lang)
        shown(self._by, mark != WAIVED)
        for one in (self._approver, self._since, self._until):
            shown(one, mark == WAIVED)
        shown(self._whole_rule, mark in ("accepted", "disputed") and self._others > 0)

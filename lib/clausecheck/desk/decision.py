# ipywidgets gives no types:
# mypy: allow-untyped-calls
"""The auditor's decision on one finding: accepted, disputed, waived, or no mark."""

from dataclasses import dataclass
from datetime import date

import ipywidgets as w
from markupsafe import Markup

from clausecheck.audit.lines import is_place
from clausecheck.audit.waivers import Waiver
from clausecheck.desk.parts import Action, box, button, field, html, shown
from clausecheck.desk.texts import text
from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.model import Audit, Finding
from clausecheck.results.review import Review
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


def review_of(finding: Finding, decision: Decision) -> Review | None:
    """An accepted or disputed mark as it is kept; None to take the mark away."""
    if not decision.mark:
        return None
    return Review(
        *(finding.code, finding.subject),
        decision.mark,
        decision.note,
        decision.by,
        finding.fingerprint,
        finding.identity,
    )


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
    """The fields of the decision. `save` is called when the button is pressed; the name stays from one to the next."""

    def __init__(self, lang: str, save: Action) -> None:
        self.lang = lang
        marks = [(text(f"mark_{one}", lang), one) for one in ("accepted", "disputed", WAIVED)]
        options = [*marks, (text("mark_unmarked", lang), NONE)]
        self._mark = field(w.ToggleButtons(options=options, value=NONE), "ccw-toggle")
        self._mark.style.button_width = "auto"
        self._mark.observe(lambda _: self._switch(), "value")
        self._note = field(w.Textarea(rows=2), "ccw-note")
        self._by = field(w.Text())
        self._since = field(w.DatePicker(description=text("from_day", lang)))
        self._until = field(w.DatePicker(description=text("until_day", lang)))
        self._said = html("", "ccw-said")
        self.faults = html("", "ccw-faults")
        heading = html(Markup("<h4>{}</h4>").format(text("mark_heading", lang)), "cc")
        fields = box([self._note, self._by, self._since, self._until], "ccw-fields")
        go = box([button(text("save", lang), save, "ccw-go"), self._said], "ccw-row")
        self.widget = box([heading, self._mark, fields, self.faults, go], "ccw-column", "ccw-decision")
        self._switch()

    def show(self, finding: Finding, review: Review | None, as_of: date) -> None:
        """The fields as they stand for a finding."""
        self._mark.value = WAIVED if finding.verdict == "waived" else review.mark if review else NONE
        self._note.value = finding.waiver or (review.note if review else "")
        if review and review.by:
            self._by.value = review.by
        self._since.value, self._until.value = as_of, None
        self.faults.value = ""
        self.say("")

    def read(self) -> Decision:
        """What stands in the fields."""
        return Decision(
            self._mark.value, self._note.value.strip(), self._by.value.strip(), self._since.value, self._until.value
        )

    def say(self, said: str) -> None:
        """A word beside the button."""
        self._said.value = Markup("<span role=status>{}</span>").format(said)

    def _switch(self) -> None:
        waived = self._mark.value == WAIVED
        self._note.description = text("reason" if waived else "note", self.lang)
        self._by.description = text("approver" if waived else "reviewer", self.lang)
        shown(self._since, waived)
        shown(self._until, waived)

# ipywidgets gives no types:
# mypy: allow-untyped-calls
"""The workbench as one screen: the form, and once an audit is there its tally, files, findings and decisions."""

import sys
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from clausecheck.audit.waivers import FILE as WAIVERS
from clausecheck.audit.waivers import add_waiver
from clausecheck.desk import checking
from clausecheck.desk.checking import Checked
from clausecheck.desk.decision import WAIVED, DecisionPane, review_of, waiver_of
from clausecheck.desk.detail import explanation_html, head_html, places_html, rule_html
from clausecheck.desk.files_pane import FilesPane
from clausecheck.desk.findings_pane import FindingsPane
from clausecheck.desk.form import FormPane
from clausecheck.desk.notice_pane import NoticePane
from clausecheck.desk.parts import Action, box, faults_html, html, own_fault_html, shown, styles_html
from clausecheck.desk.session import Session
from clausecheck.desk.sheetrows import SheetText, excerpts, read_sheets
from clausecheck.desk.texts import joined, text
from clausecheck.desk.trends_pane import TrendsPane
from clausecheck.disk.writing import disk_fault, of_the_disk
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.model import Finding
from clausecheck.nouns.periods import last_full_month
from clausecheck.papers.notice import to_correct, to_mend
from clausecheck.papers.page.head import MOST_TOLD, cards
from clausecheck.papers.page.record import open_report
from clausecheck.results.review import Key, Review, followed, key_of, read_reviews, save_review
from clausecheck.rulebook import load_procedure
from clausecheck.wording import not_taken_as_it_stands, term, word


class Screen:
    """The state of one user's screen: the audit, the marks, the finding that is picked."""

    def __init__(self, session: Session, lang: str, today: Callable[[], date], procedure: str = "") -> None:
        self.about = load_procedure(procedure).identity
        self.session, self.lang, self.today = session, lang, today
        self.checked: Checked | None = None
        self.marks: dict[Key, Review] = {}
        self.sheets: dict[str, dict[str, SheetText]] = {}
        self.picked: Finding | None = None
        self.form = FormPane(session, lang, self.guard, self.check, self.show_trends)
        self.faults = html("", "ccw-faults")
        self.tally = html("", "ccw-card")
        self.notice = NoticePane(lang, lambda: self.guard(self.write_notice))
        self.files = FilesPane(session, lang, lambda: self.guard(self.write_files), self.notice.widget)
        self.findings = FindingsPane(lang, lambda finding: self.guard(lambda: self.pick(finding)))
        self.decision = DecisionPane(lang, lambda: self.guard(self.decide, self.decision.faults))
        self.head, self.body, self.rule = html(), html(), html()
        detail = box([self.head, self.body, self.decision.widget, self.rule], "ccw-card", "ccw-column", "ccw-detail")
        panes = box([self.findings.list, detail], "ccw-panes")
        self.result = box([self.tally, self.files.widget, self.findings.filters, panes], "ccw-column")
        self.trends = TrendsPane(
            session, lang, lambda: self.guard(self.show_trends), lambda: self._turn_to(self.result)
        )
        self._turn_to(None)
        top = html(styles_html(self.lang) + self._title())
        self.widget = box([top, self.form.widget, self.faults, self.result, self.trends.widget], "ccw-column", "ccw")
        self._unpick()

    def _title(self) -> Markup:
        named = self.about.title["zh"] if self.lang == "zh" else f"{self.about.subject['en']} procedure"
        lead = text("lead", self.lang, procedure=named)
        web = text("lead_web", self.lang) if self.session.on_the_web else ""
        return Markup("<div class=cc lang={}><h1>{}</h1><p class=dim>{} {}</p></div>").format(
            "zh-CN" if self.lang == "zh" else "en", text("title", self.lang), lead, web
        )

    def guard(self, action: Action, near: Any = None) -> None:
        """Does something; what goes wrong is shown as a sentence (`near`: where), the traceback of our own goes to the log."""
        place = near or self.faults
        place.value = ""
        try:
            action()
        except Exception as error:  # noqa: BLE001 - a fault of ours must not leave the user with a dead button
            refused = disk_fault(error) if isinstance(error, OSError) and of_the_disk(error) else error
            if isinstance(refused, InputFault):
                place.value = faults_html(refused, self.lang, self.session.folder)
            else:
                traceback.print_exc(file=sys.__stderr__)  # the server's terminal; a kernel's own stderr is the page
                place.value = own_fault_html(error, self.lang)
            self.form.rest(self._done())

    def check(self) -> None:
        """Audits what the form says and shows the result."""
        self._turn_to(None)
        self.checked, self.sheets = None, {}
        request = checking.request_of(self.form.read(), self.session, self.lang)
        checked = checking.check(request, self.session, self.lang, self.form.tick)
        self.marks = followed(read_reviews(checked.review_file), checked.audit.findings)
        self._unpick()
        self._write_files(checked)
        self._show_audit(checked)
        self.checked = checked
        self._turn_to(self.result)
        self.form.rest(self._done())
        self.form.fold(True)

    def show_trends(self) -> None:
        """Shows the trends of the chosen logs in the place of the findings."""
        self.trends.draw(self.form.read(), self.form.tick)
        shown(self.trends.back, self.checked is not None)
        self._turn_to(self.trends.widget)
        self.form.rest(text("trends_done", self.lang))

    def _turn_to(self, page: Any) -> None:
        """Shows the findings or the trends, or neither (None)."""
        for each in (self.result, self.trends.widget):
            shown(each, each is page)

    def write_files(self) -> None:
        """Writes the files for download and offers them."""
        if self.checked is not None:
            self._write_files(self.checked)

    def _write_files(self, checked: Checked) -> None:
        folder = checking.write_files(checked, self.lang)
        self.files.show(checking.files_to_offer(checked, folder), folder)
        self.files.stale(False)

    def write_notice(self) -> None:
        """Writes the rectification notice and offers it with the other files."""
        if self.checked is not None:
            self.checked = checking.with_notice(self.checked, *self.notice.read(), self.today(), self.lang)
            self._offer_files()

    def pick(self, finding: Finding) -> None:
        """Shows one finding in full."""
        if self.checked is None:
            return
        review = self.marks.get(key_of(finding))
        self.picked = finding
        self.findings.mark(self.marks, key_of(finding))
        self._show_head(finding)
        self.body.value = self.rule.value = ""  # what stood there is of another finding
        self.body.value = self._explained(finding)
        self.rule.value = Markup("<div class=cc>{}</div>").format(
            rule_html(finding.code, self.checked.book, self.checked.audit.as_of, self.lang)
        )
        self.decision.show(finding, review, self.checked.audit.as_of)
        shown(self.decision.widget, True)

    def decide(self) -> None:
        """Keeps the decision on the picked finding: a waiver in waivers.yaml, any other mark in review.yaml."""
        if self.checked is None or self.picked is None:
            return
        decision = self.decision.read()
        if decision.mark == WAIVED:
            written = self._waive(self.checked, self.picked)
        else:
            written = self.checked.review_file
            kept = save_review(written, key_of(self.picked), review_of(self.picked, decision), self.picked.identity)
            self.marks = followed(kept, self.checked.audit.findings)
        self.findings.mark(self.marks, key_of(self.picked))
        self._show_head(self.picked)
        self._offer_files()
        self.decision.say(text("saved", self.lang, file=written.name))

    def _waive(self, checked: Checked, finding: Finding) -> Path:
        """Adds the waiver and judges the same logs again."""
        waiver = waiver_of(finding, self.decision.read(), checked.audit, checked.book, self.lang)
        written = add_waiver(checked.waiver_folder, waiver)
        self.checked = checking.judge_again(checked)
        self._show_audit(self.checked)
        self.pick(next(one for one in self.checked.audit.findings if key_of(one) == key_of(finding)))
        self.files.stale(True)
        return written or checked.waiver_folder / WAIVERS

    def _offer_files(self) -> None:
        """Offers review.yaml and waivers.yaml as soon as they are there; the other files may be out of date."""
        if self.checked is not None:
            folder = checking.folder_of(self.checked)
            self.files.show(checking.files_to_offer(self.checked, folder), folder)

    def _show_audit(self, checked: Checked) -> None:
        """Shows the tally, the notes and the list."""
        audit, book = checked.audit, checked.book
        report = open_report(audit, self.lang)
        card = Markup(
            "<div class='card {kind}'><div class=label>{label}</div><div class=number>{value}</div>"
            "<div class=note>{note}</div></div>"
        )
        each = [one if i < MOST_TOLD else {**one, "note": ""} for i, one in enumerate(cards(report))]
        made = Markup("<div class=cards>{}</div>").format(joined([card.format(**one) for one in each]))
        told = [*audit.notes, *not_taken_as_it_stands(audit.remarks_told, audit.files_unread)]
        if told:
            lines = [Markup("<li>{}</li>").format(word(note, self.lang)) for note in told]
            notes = Markup("<div class=notes><b>{}</b><ul>{}</ul></div>").format(
                text("notes", self.lang), joined(lines)
            )
            made += notes
        self.tally.value = Markup("<div class='cc ccw-tally'>{}</div>").format(made)
        self.findings.show(audit.findings, book, self.marks)
        shown(self.notice.widget, bool(to_mend(audit) or to_correct(audit)))

    def _show_head(self, finding: Finding) -> None:
        if self.checked is not None:
            shown_head = head_html(finding, self.checked.book, self.marks.get(key_of(finding)), self.lang)
            self.head.value = Markup("<div class=cc>{}</div>").format(shown_head)

    def _explained(self, finding: Finding) -> Markup:
        if self.checked is None:
            return Markup("")
        legend = Markup("<h4>{} <i class=hit></i>{} <i class=seen></i>{}</h4>").format(
            *(text(key, self.lang) for key in ("in_sheet", "legend_hit", "legend_seen"))
        )
        pieces = excerpts(finding, self._sheets_of(self.checked, finding), self.checked.logs.blocks)
        places = places_html(finding, pieces, self.lang)
        explained = explanation_html(finding, self.checked.book, self.lang)
        return Markup("<div class=cc>{}{}{}</div>").format(explained, legend, places)

    def _sheets_of(self, checked: Checked, finding: Finding) -> dict[str, dict[str, SheetText]]:
        """The cited rows of the files of a finding, each file read when first asked for."""
        wanted = {cell.file for cell in (*finding.at, *finding.cells)}
        for file in checked.audit.files:
            if file.file in wanted and file.file not in self.sheets:
                self.sheets[file.file] = read_sheets(file, checked.audit.findings, checked.logs.blocks)
        return self.sheets

    def _unpick(self) -> None:
        self.picked = None
        self.head.value = Markup("<p class=ccw-dim>{}</p>").format(text("pick", self.lang))
        self.body.value = self.rule.value = ""
        shown(self.decision.widget, False)

    def _done(self) -> str:
        if self.checked is None:
            return ""
        audit = self.checked.audit
        name = open_report(audit, self.lang).name
        period = term("period", str(audit.period), self.lang)
        return text("step_done", self.lang, name=name, period=period, as_of=audit.as_of, n=len(audit.findings))


def open_screen(
    session: Session,
    lang: str,
    today: Callable[[], date],
    logs: str,
    period: str,
    as_of: str,
    procedure: str,
    rulebook: str,
    out: str,
) -> Any:
    """A new screen with its fields filled in; where logs are given they are checked at once."""
    screen = Screen(session, lang, today, procedure)
    day = date.fromisoformat(as_of) if as_of else today()
    screen.form.fill_in(logs, period or str(last_full_month(today())), day, procedure, rulebook, out)
    if logs:
        screen.guard(screen.check)
    return screen.widget

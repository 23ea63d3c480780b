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

from clausecheck.audit.waived import FILE as WAIVERS
from clausecheck.audit.waivers import add_waiver
from clausecheck.desk import checking, deciding, outputs
from clausecheck.desk.checking import Checked
from clausecheck.desk.decision import WAIVED, DecisionPane, alike, waiver_of
from clausecheck.desk.detail import explanation_html, head_html, places_html, rule_html
from clausecheck.desk.draft_pane import DraftPane
from clausecheck.desk.files_pane import FilesPane
from clausecheck.desk.findings_pane import FindingsPane
from clausecheck.desk.form import FormPane
from clausecheck.desk.keeping import KeepPane, Kept
from clausecheck.desk.notice_pane import NoticePane
from clausecheck.desk.parts import Action, box, faults_html, html, own_fault_html, shown, styles_html
from clausecheck.desk.recheck_pane import RecheckPane
from clausecheck.desk.session import Session
from clausecheck.desk.sheetrows import SheetText, excerpts, read_sheets
from clausecheck.desk.tally import tally_html
from clausecheck.desk.texts import text
from clausecheck.desk.trends_pane import TrendsPane
from clausecheck.disk.writing import disk_fault, of_the_disk
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.model import Finding
from clausecheck.nouns.periods import last_full_month
from clausecheck.papers.notice import to_correct, to_mend
from clausecheck.papers.page.record import open_report
from clausecheck.results.people import key_of as reply_key
from clausecheck.results.review import Key, Review, key_of
from clausecheck.rulebook import load_procedure
from clausecheck.wording import term


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
        self.drafts = DraftPane(session, lang, lambda: self.guard(self.write_draft))
        self.findings = FindingsPane(lang, lambda finding: self.guard(lambda: self.pick(finding)))
        self.decision = DecisionPane(
            lang,
            lambda: self.guard(self.decide, self.decision.faults),
            lambda by: self.guard(lambda: self.findings.step(by)),
        )
        self.recheck = RecheckPane(lang)
        self.keeping = KeepPane(lang, self.guard, self.restore)
        self.head, self.body, self.rule = html(), html(), html()
        detail = box([self.head, self.body, self.decision.widget, self.rule], "ccw-card", "ccw-column", "ccw-detail")
        panes = box([self.findings.list, detail], "ccw-panes")
        above = (self.keeping.widget, self.tally, self.recheck.widget, self.files.widget, self.drafts.widget)
        self.result = box([*above, self.findings.filters, panes], "ccw-column")
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
        self.form.tick(0, 1, text("step_rules", self.lang))
        self.checked, self.sheets = None, {}
        request = checking.request_of(self.form.read(), self.session, self.lang)
        checked = checking.check(request, self.session, self.lang, self.form.tick)
        self.marks = checking.marks_of(checked)
        self._unpick()
        self._write_files(checked)
        self._show_audit(checked)
        self.drafts.offer(checked.book)
        self.checked = checked
        self._turn_to(self.result)
        in_browser = checked.request.uploaded and self.session.on_the_web
        self.keeping.watch(checked.audit if in_browser else None, deciding.kept_of(checked, self.marks))
        self.form.rest(self._done())
        self.form.fold(True)
        self.form.offer_results()

    def show_trends(self) -> None:
        """Shows the trends of the chosen logs in the place of the findings."""
        self.form.tick(0, 1, text("step_starting", self.lang))  # what is loaded next takes seconds
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
        checking.hear_people(checked, self.decision.name)
        folder = outputs.write_files(checked, self.lang)
        self.files.show(outputs.files_to_offer(checked, folder, self.lang), folder)
        self.files.stale(False)

    def write_notice(self) -> None:
        """Writes the rectification notice and offers it with the other files."""
        if self.checked is not None:
            checking.hear_people(self.checked, self.decision.name)
            self.checked = outputs.with_notice(self.checked, *self.notice.read(), self.today(), self.lang)
            self._offer_files()

    def write_draft(self) -> None:
        """Drafts the chosen document from the logs of the audit."""
        if self.checked is not None:
            self.drafts.write(self.checked)

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
        others = len(alike(finding, self.checked.audit.findings, self.marks))
        self.decision.show(finding, review, self.checked.audit.as_of, others)
        shown(self.decision.widget, True)

    def decide(self) -> None:
        """Keeps the decision on the picked finding: a waiver in waivers.yaml, any other mark in review.yaml."""
        checked, finding = self.checked, self.picked
        if checked is None or finding is None:
            return
        decision = self.decision.read()
        if decision.mark == WAIVED:
            written = add_waiver(
                checked.waiver_folder, waiver_of(finding, decision, checked.audit, checked.book, self.lang)
            )
            self._judge_again(checked)
            self._after_marking(written or checked.waiver_folder / WAIVERS)
        else:
            self.marks, n = deciding.mark(checked, self.marks, finding, decision, self.today(), self.lang)
            self._after_marking(checked.review_file, n)

    def _after_marking(self, written: Path, n: int = 1) -> None:
        """Shows what was decided, and says where it is kept."""
        checked, finding = self.checked, self.picked
        if checked is None:
            return
        self.files.stale(True)
        self._offer_files()
        if self.keeping.works:
            self.keeping.keep(deciding.kept_of(checked, self.marks))
        if finding is None:
            self.findings.mark(self.marks, None)
            return
        self.findings.mark(self.marks, key_of(finding))
        self._show_head(finding)
        others = len(alike(finding, checked.audit.findings, self.marks))
        self.decision.show(finding, self.marks.get(key_of(finding)), checked.audit.as_of, others)
        self.decision.say(deciding.saved(checked, self.session, written, n, self.keeping.works, self.lang))

    def _judge_again(self, checked: Checked) -> None:
        self.checked = checking.judge_again(checked)
        self._show_audit(self.checked)
        if self.picked is not None:
            picked = key_of(self.picked)
            self.pick(next(one for one in self.checked.audit.findings if key_of(one) == picked))

    def restore(self, kept: Kept) -> None:
        """Takes up what the browser had kept from an earlier visit."""
        checked = self.checked
        if checked is None:
            return
        self.marks = deciding.take_up(checked, kept)
        if kept.waivers:
            self._judge_again(checked)
        self._after_marking(checked.review_file)

    def _offer_files(self) -> None:
        """Offers review.yaml and waivers.yaml as soon as they are there; the other files may be out of date."""
        if self.checked is not None:
            folder = checking.folder_of(self.checked)
            self.files.show(outputs.files_to_offer(self.checked, folder, self.lang), folder)

    def _show_audit(self, checked: Checked) -> None:
        """Shows the tally, the notes, the comparison and the list."""
        audit = checked.audit
        self.tally.value = tally_html(audit, self.lang)
        self.recheck.show(checked.comparison, audit)
        self.findings.show(audit.findings, checked.book, self.marks)
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
        reply = self.checked.audit.people.replies.get(reply_key(finding))
        explained = explanation_html(finding, self.checked.book, self.lang, reply)
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

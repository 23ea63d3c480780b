# ipywidgets gives no types:
# mypy: allow-untyped-calls
"""The trends of the complaints in the chosen logs, on the same screen: the sections of the trends notebook, its explorer,
and its workbook for download."""

from typing import Any

import ipywidgets as w
from markupsafe import Markup

from clausecheck.desk.checking import Form, Tick, out_of, paths_of, rulebook_of
from clausecheck.desk.files_pane import FilesPane
from clausecheck.desk.parts import Action, box, button, field, html
from clausecheck.desk.session import Session
from clausecheck.desk.texts import text
from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.periods import Period, parse_period

RULES = ("western_electric", "nelson", "nelson_early", "shewhart")


class TrendsPane:
    """Span, baseline and rules, then everything the trends notebook shows. `again` draws it anew, `back` leaves it."""

    def __init__(self, session: Session, lang: str, again: Action, back: Action) -> None:
        self.session, self.lang = session, lang
        names = ("span", "span_hint", "baseline", "baseline_hint", "rules")
        said = {name: text(f"trends_{name}", lang) for name in names}
        self._span = field(w.Text(placeholder=said["span_hint"], description=said["span"]))
        self._of_form = ""  # what the span was last filled with from the form
        self._baseline = field(w.Text(placeholder=said["baseline_hint"], description=said["baseline"]))
        options = [(text(f"trends_{name}", lang), name) for name in RULES]
        self._rules = field(w.Dropdown(options=options, description=said["rules"]))
        self._files = FilesPane(session, lang)
        self._sections = box([], "ccw-card", "ccw-column", "ccw-trends")
        heading = html(Markup("<h4>{}</h4>").format(text("trends", lang)), "cc")
        draw = button(text("trends_again", lang), again, "ccw-small")
        self.back = button(text("trends_back", lang), back, "ccw-small")
        fields = box([self._span, self._baseline, self._rules, draw, self.back], "ccw-fields", "ccw-trends-fields")
        note = html(Markup('<p class="dim small">{}</p>').format(text("trends_note", lang)), "cc")
        form = box([heading, fields, note], "ccw-card", "ccw-column")
        self.widget: Any = box([form, self._files.widget, self._sections], "ccw-column")

    def draw(self, form: Form, tick: Tick) -> None:
        """Reads the logs of the form and shows everything. Raises InputFault for what cannot be used."""
        try:
            from clausecheck import trends  # noqa: PLC0415 - statistics take seconds to import, and are an extra
        except ModuleNotFoundError as missing:
            raise _not_installed(missing) from None
        self._take_period(form)
        settings = self._settings(trends, form)
        steps = len(trends.SECTIONS) + 2
        study = trends.open_study(settings, lambda name: tick(0, steps, text("step_reading", self.lang, name=name)))
        made = []
        for done, section in enumerate((trends.TITLE, *trends.SECTIONS)):
            tick(done, steps, text("step_drawing", self.lang))
            made.append(html(trends.section_html(study, section)))
        made.insert(-1, trends.explorer(study))  # before the rows, as in the notebook
        tick(steps - 1, steps, text("step_writing", self.lang))
        written = trends.write_trends_workbook(study)
        self._files.show([("file_trends", written)], written.parent)
        self._sections.children = made

    def _take_period(self, form: Form) -> None:
        """The period typed on the page is the span, until somebody gives another one here or empties the field."""
        if form.period != self._of_form and self._span.value == self._of_form:
            self._span.value = form.period
        self._of_form = form.period

    def _settings(self, analysis: Any, form: Form) -> Any:
        faults: list[Fault] = []
        span, baseline = (self._period(widget, faults) for widget in (self._span, self._baseline))
        if form.as_of is None:
            faults.append(Fault(text("as_of", self.lang), "请填写截至日期", "give the as-of date"))
        if faults or form.as_of is None:
            raise InputFault(*faults)
        return analysis.Settings(
            inputs=paths_of(form, self.session, text("source", self.lang)),
            as_of=form.as_of,
            span=span,
            baseline=baseline,
            rules=self._rules.value,
            out=out_of(form, self.session),
            procedure=form.procedure or None,
            rulebook=rulebook_of(form, self.session),
            lang=self.lang,
        )

    def _period(self, widget: Any, faults: list[Fault]) -> Period | None:
        if not widget.value.strip():
            return None
        try:
            return parse_period(widget.value, widget.description)
        except InputFault as refused:
            faults += refused.faults
            return None


def _not_installed(missing: ModuleNotFoundError) -> InputFault:
    return InputFault(
        Fault(
            str(missing.name),
            "未装好，投诉趋势要用它；请照 README 重新安装 clausecheck",
            "is not installed and trends need it; install clausecheck again as its README says",
        )
    )

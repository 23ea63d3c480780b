# ipywidgets gives no types:
# mypy: allow-untyped-calls
"""The form: which logs, which period, as of which day, by which rulebook; the button that starts and its bar."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import ipywidgets as w
from markupsafe import Markup

from clausecheck.desk.checking import Form
from clausecheck.desk.choices import projects_of, results_of
from clausecheck.desk.parts import Action, box, button, classed, field, html, shown, size_text
from clausecheck.desk.session import Session, clear_uploads, keep_previous, keep_rulebook, keep_uploads, uploaded
from clausecheck.desk.texts import joined, text
from clausecheck.logs import PASSWORD
from clausecheck.logs.sources import ENDINGS
from clausecheck.nouns.errors import Fault

ACCEPT = ",".join((*ENDINGS, ".yaml"))


class FormPane:
    """The form's widgets. `guard` runs an action and shows what goes wrong in it."""

    def __init__(
        self, session: Session, lang: str, guard: Callable[[Action], None], check: Action, trends: Action
    ) -> None:
        self.session, self.lang, self.guard = session, lang, guard
        self._rulebook: Path | None = None
        self._previous_given: Path | None = None
        self._procedure = ""
        self._refused: list[Fault] = []
        self._out = "out"
        self._build_source()
        self._build_fields()
        self._build_previous()
        self.start = button(text("check", lang), lambda: guard(check), "ccw-go")
        self.trends = button(text("trends", lang), lambda: guard(trends), "ccw-to-trends")
        self.bar = classed(w.IntProgress(min=0, max=1, layout=w.Layout(width="auto")), "ccw-bar")
        self.step = html("", "ccw-step")
        shown(self.bar, False)
        self._change = button(text("change", lang), lambda: self.fold(False), "ccw-small")
        go = box([self.start, self.trends, self.bar, self.step, self._change], "ccw-row", "ccw-run")
        self.widget = box(
            [self._source, self._upload_box, self._path, self._fields, self._previous_box, go], "ccw-card", "ccw-form"
        )
        self.fold(False)

    def _build_source(self) -> None:
        lang = self.lang
        options = [(text("source_upload", lang), True), (text("source_path", lang), False)]
        self._source = field(
            w.ToggleButtons(options=options, value=True, description=text("source", lang)), "ccw-toggle"
        )
        self._source.style.button_width = "auto"
        self._source.observe(lambda _: self.fold(False), "value")
        self._upload = classed(
            w.FileUpload(accept=ACCEPT, multiple=True, **_plain(text("upload", lang))),
            "ccw-upload",
        )
        self._upload.observe(lambda _: self.guard(self._take_uploads), "value")
        self._clear = button(text("upload_clear", lang), self._clear_uploads, "ccw-small")
        self._list = html()
        said = text("upload_hint" if self.session.on_the_web else "upload_hint_lab", lang)
        hint = html(Markup("<span class=ccw-dim>{}</span>").format(said))
        self._upload_box = box([box([self._upload, self._list, self._clear], "ccw-row"), hint], "ccw-column")
        self._offered = projects_of(self.session)
        self._path = field(
            w.Combobox(
                options=self._offered,
                ensure_option=False,
                placeholder=text("path_hint", lang),
                description=text("path", lang),
            )
        )
        self._show_uploads()

    def _build_fields(self) -> None:
        lang = self.lang
        self._period = field(w.Text(placeholder=text("period_hint", lang), description=text("period", lang)))
        self._as_of = field(w.DatePicker(description=text("as_of", lang)))
        self._rules = field(w.Text(placeholder=text("rulebook_hint", lang), description=text("rulebook", lang)))
        self._rules_upload = classed(
            w.FileUpload(accept=".yaml,.yml", **_plain(text("rulebook_upload", lang))),
            "ccw-small",
            "ccw-rulebook-upload",
        )
        self._rules_upload.observe(lambda _: self.guard(self._take_rulebook), "value")
        self._password = field(w.Password(placeholder=text("password_hint", lang), description=text("password", lang)))
        fields = [self._period, self._as_of, self._rules, self._rules_upload, self._password]
        self._fields = box(fields, "ccw-fields")

    def _build_previous(self) -> None:
        lang = self.lang
        self._previous = field(
            w.Combobox(
                ensure_option=False,
                placeholder=text("previous_hint", lang),
                description=text("previous", lang),
            ),
            "ccw-previous",
        )
        self._previous_upload = classed(
            w.FileUpload(accept=".json,.yaml", multiple=True, **_plain(text("previous_upload", lang))),
            "ccw-small",
            "ccw-previous-upload",
        )
        self._previous_upload.observe(lambda _: self.guard(self._take_previous), "value")
        self._previous_box = box([self._previous, self._previous_upload], "ccw-previous-fields")

    def fill_in(self, logs: str, period: str, as_of: date, procedure: str, rulebook: str, out: str) -> None:
        """Puts what the notebook gives into the fields; without logs the project in the folder that was named, if only one."""
        self._source.value = not (logs or self.session.named)
        if self.session.named and not logs and len(self._offered) == 1:
            logs = self._offered[0]
        self._path.value, self._period.value, self._as_of.value, self._rules.value = logs, period, as_of, rulebook
        self._procedure, self._out = procedure, out
        self.offer_results()

    def offer_results(self) -> None:
        """Offers the results that are there as the earlier audit to compare with."""
        self._previous.options = results_of(self.session, self._out)

    def read(self) -> Form:
        """What stands in the fields. A password is kept for this kernel only, which is this user's: whoever opens a
        workbook takes it from the environment. The field is emptied, for a notebook may be saved with its widgets."""
        if self._password.value:
            os.environ[PASSWORD] = self._password.value
            self._password.value = ""
        typed = self._rules.value
        rulebook = self._rulebook if self._rulebook and typed == self._rulebook.name else typed
        named = self._previous.value
        given = self._previous_given
        return Form(
            self._source.value,
            self._path.value,
            self._period.value,
            self._as_of.value,
            self._procedure,
            rulebook,
            self._out,
            given if given and named == text("previous_given", self.lang) else named,
        )

    def fold(self, yes: bool) -> None:
        """Leaves of the form, once its audit is there, only the buttons and the line that says what was audited."""
        for part in (self._source, self._fields, self._previous_box):
            shown(part, not yes)
        shown(self._upload_box, not yes and self._source.value)
        shown(self._path, not yes and not self._source.value)
        shown(self._change, yes)

    def tick(self, done: int, steps: int, what: str) -> None:
        """Shows how far the audit, or the trends, are."""
        shown(self.bar, True)
        self.start.disabled = self.trends.disabled = True
        self.bar.max, self.bar.value = steps, done
        self.step.value = Markup("<span role=status>{}</span>").format(what)

    def rest(self, said: str = "") -> None:
        """Ready for what is asked next."""
        shown(self.bar, False)
        self.start.disabled = self.trends.disabled = False
        self.step.value = Markup("<span role=status>{}</span>").format(said)

    def _take_uploads(self) -> None:
        files = self._upload.value
        if files:
            self._upload.value = ()  # the widget need not hold 200 MB a second time
            _, self._refused = keep_uploads(self.session, [(one["name"], one["content"]) for one in files])
            self._show_uploads()

    def _take_rulebook(self) -> None:
        files = self._rules_upload.value
        if files:
            self._rules_upload.value = ()
            self._rulebook = keep_rulebook(self.session, files[0]["name"], files[0]["content"])
            self._rules.value = self._rulebook.name

    def _take_previous(self) -> None:
        files = self._previous_upload.value
        if files:
            self._previous_upload.value = ()
            self._previous_given = keep_previous(self.session, [(one["name"], one["content"]) for one in files])
            self._previous.value = text("previous_given", self.lang)

    def _clear_uploads(self) -> None:
        clear_uploads(self.session)
        self._refused = []
        self._show_uploads()

    def _show_uploads(self) -> None:
        files = uploaded(self.session)
        lines: list[Any] = [
            Markup("<li>{}</li>").format(
                text("upload_file", self.lang, name=path.name, size=size_text(path.stat().st_size))
            )
            for path in files
        ]
        lines += [
            Markup("<li class=ccw-refused role=alert>{}</li>").format(one.say(self.lang)) for one in self._refused
        ]
        none = Markup("<span class=ccw-dim>{}</span>").format(text("upload_none", self.lang))
        self._list.value = Markup("<ul class=ccw-files>{}</ul>").format(joined(lines)) if lines else none
        shown(self._clear, bool(lines))


def _plain(said: str) -> dict[str, Any]:
    """An upload button with its words alone; without words of its own its tooltip would read "null"."""
    return {"description": said, "tooltip": said, "icon": "", "layout": w.Layout(width="auto")}

# IPython and nbformat give no types:
# mypy: allow-untyped-calls
"""What the notebook needs besides its sections: faults of files as sentences, and the list of what was written."""

from pathlib import Path
from types import TracebackType
from typing import Any

from IPython.core.getipython import get_ipython
from IPython.display import HTML, display, publish_display_data
from markupsafe import Markup

from clausecheck.disk.writing import disk_fault, of_the_disk
from clausecheck.nouns.errors import InputFault
from clausecheck.papers.page.parameters import Parameters
from clausecheck.papers.page.render import filter_script, style_sheet
from clausecheck.papers.page.texts import LANGUAGES, joined, text

FAULTS_MIME = "application/vnd.clausecheck.faults+json"
"""Under this type a stopped notebook hands on its faults, in both languages."""
FOLDER = "clausecheck.folder"
"""The key of an output's metadata under which the notebook says where it wrote."""
SHOWN_IN_LAB = (".html", ".ipynb", ".json", ".svg")
"""Endings of what JupyterLab itself can show; for anything else, a workbook say, it would only show an error."""


def prepare(lang: str = "zh") -> None:
    """Readies the running notebook: styles and filter script for its sections, and faults of the user's files said as
    sentences instead of tracebacks (in Chinese where `lang` is neither `zh` nor `en`; that is refused later)."""
    shell = get_ipython()
    if shell is not None:
        shell.set_custom_exc((InputFault, OSError), _say_fault(lang if lang in LANGUAGES else "zh"))
    outranking = str(style_sheet()).replace(".cc ", ".cc.cc.cc ")  # JupyterLab styles tables and headings too
    display(HTML(f"<style>{outranking}</style><script>{filter_script()}</script>"))


def _say_fault(lang: str) -> Any:
    def handler(
        shell: Any, kind: type[Exception], value: Exception, trace: TracebackType, tb_offset: int | None = None
    ) -> list[str]:
        """Shows the sentences and hands the faults on; the run still counts as failed."""
        said = disk_fault(value) if isinstance(value, OSError) and of_the_disk(value) else value
        if not isinstance(said, InputFault):
            shown: list[str] = shell.InteractiveTB.structured_traceback(kind, value, trace, tb_offset=tb_offset)
            shell._showtraceback(kind, value, shown)
            return shown
        publish_display_data({FAULTS_MIME: [{"place": one.place, "zh": one.zh, "en": one.en} for one in said.faults]})
        shell._showtraceback(InputFault, said, [said.say(lang)])
        return [said.say(lang)]

    return handler


def show_parameters(settings: Parameters) -> HTML:
    """The period and the day that are audited; which of them nobody gave is said, for a schedule may have lost it."""
    names = joined([text(name, settings.lang) for name in settings.by_default], settings.lang)
    said = text("audited", settings.lang, period=settings.period, as_of=settings.as_of)
    more = text("by_default", settings.lang, names=names) if names else ""
    return HTML(Markup('<section class="cc"><b>{}</b>{}</section>').format(said, more))


def show_files(folder: Path, lang: str = "zh") -> HTML:
    """The files in an output folder as links; the metadata hand the folder on to whoever ran the notebook."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    link = Markup('<li><a href="{}/{}"{}>{}</a></li>')
    links = Markup("").join(
        link.format(folder.as_posix(), one, Markup("" if one.endswith(SHOWN_IN_LAB) else " download"), one)
        for one in files
    )
    shown = Markup('<section class="cc"><b>{}</b> {}<ul>{}</ul></section>').format(
        text("files_written", lang), folder.as_posix(), links
    )
    return HTML(shown, metadata={FOLDER: folder.as_posix()})

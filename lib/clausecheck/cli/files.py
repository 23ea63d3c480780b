"""Commands about files: the blank form, unmarking an annotated copy, adding a waiver, proposing a column map."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clausecheck.disk.writing import write_whole
from clausecheck.nouns.errors import fault
from clausecheck.nouns.model import say
from clausecheck.nouns.periods import parse_day

from .console import complain, language, table, tell, ui
from .parameters import AskPassword, Book, Lang, Named

if TYPE_CHECKING:
    from clausecheck.logs.propose import SheetProposal
    from clausecheck.marks import Note

UNMARK_SAID = ("not_annotated", "not_ooxml", "encrypted", "damaged")
"""Why a file cannot be restored, as far as there are words of its own for it."""
MOST_PARTS = 20
"""So many places of a kind are named; the others are counted."""


def template(
    file: Annotated[Path, typer.Argument(help="要写的 .xlsx · the .xlsx to write")],
    force: Annotated[bool, typer.Option("--force", help="覆盖已有文件 · overwrite")] = False,
    procedure: Named = "",
    rulebook: Book = None,
    lang: Lang = "zh",
) -> int:
    """写出空白台账 · Write the blank log workbook."""
    from clausecheck.papers.forms import write_template

    from .books import opened

    if file.suffix.lower() != ".xlsx":
        raise fault(str(file), "文件名应以 .xlsx 结尾", "the name must end with .xlsx")
    if file.exists() and not force:
        raise fault(
            str(file), "文件已存在；换个名字，或加 --force 覆盖", "the file exists; use another name, or --force"
        )
    write_template(file, opened(procedure, rulebook), lang=language())
    tell(ui("written", file=file))
    return 0


def unmark(
    file: Annotated[Path, typer.Argument(help="标注副本 · an annotated copy")],
    out: Annotated[Path | None, typer.Option(help="写到哪里 · where to write")] = None,
    lang: Lang = "zh",
) -> int:
    """去掉标注，还原工作簿 · Take the marks out again."""
    from clausecheck.marks import AnnotationRefused
    from clausecheck.marks import unmark as unmark_workbook

    if not file.is_file():
        raise fault(str(file), "没有这个文件；请检查路径", "there is no such file; check the path")
    target = out or file.with_name(f"{file.stem}_{ui('unmarked')}{file.suffix}")
    if target.exists():
        raise fault(str(target), "文件已存在；用 --out 换个名字", "the file exists; give another name with --out")
    try:
        report = unmark_workbook(file, target)
    except AnnotationRefused as refusal:
        key = f"unmark_{refusal.code}" if refusal.code in UNMARK_SAID else "unmark_refused"
        raise fault(str(file), ui(key, "zh", code=refusal.code), ui(key, "en", code=refusal.code)) from None
    tell(ui("unmark_exact" if report.exact else "unmark_cleaned", file=target))
    for line in _unproven(report.lost):
        tell(line)
    return 0


def _unproven(notes: "Sequence[Note]") -> Iterator[str]:
    """What cannot be proven of a copy that another program has saved: a line for each kind, with the first of its places."""
    kinds: dict[str, list[str]] = {}
    for note in notes:
        kind = "parts_altered" if note.code.startswith("part_") else note.code
        said = f"{ui(note.code)} {note.detail}" if note.detail else f"{note.sheet}!{note.cell}".rstrip("!")
        kinds.setdefault(kind, []).append(said)
    for kind, places in kinds.items():
        more = [ui("parts_more", n=len(places) - MOST_PARTS)] if len(places) > MOST_PARTS else []
        yield "  " + ui(f"unmark_{kind}", n=len(places), places=ui("join").join([*places[:MOST_PARTS], *more]))


def waive(
    folder: Annotated[Path, typer.Argument(help="项目的台账文件夹 · the project's folder")],
    code: Annotated[str, typer.Argument(help="规则代码，如 INF01 · code of a rule, such as INF01")],
    subject: Annotated[
        str, typer.Argument(help="对象，照报告所写；整个项目写 project · subject as the report names it")
    ],
    reason: Annotated[str, typer.Option(help="理由 · reason")],
    approved_by: Annotated[str, typer.Option(help="批准人 · approved by")],
    until: Annotated[str, typer.Option(help="截止日（含） · last day")],
    since: Annotated[str, typer.Option("--from", help="起始日，默认今天 · first day, today by default")] = "",
    fingerprint: Annotated[str, typer.Option(help="只在事实未变时有效 · only while the facts stay the same")] = "",
    procedure: Named = "",
    rulebook: Book = None,
    lang: Lang = "zh",
) -> int:
    """登记一项豁免 · Add a waiver with its reason."""
    from clausecheck.audit.waived import FILE as WAIVERS
    from clausecheck.audit.waivers import Waiver, add_waiver
    from clausecheck.rulebook import unknown

    from .books import opened

    if not folder.is_dir():
        raise fault(
            str(folder),
            "不是文件夹；请给出台账所在的文件夹",
            "is not a folder; give the folder the logs are in",
        )
    code, rules = code.upper(), opened(procedure, rulebook).rules
    if code not in rules:
        raise fault(code, *unknown(code, rules))
    if not rules[code].waivable:
        raise fault(code, "这条规则不可豁免", "this rule cannot be waived")
    first = parse_day(since, "--from") if since else date.today()  # the command line alone asks what day it is
    last = parse_day(until, "--until", ever=True)
    if last < first:
        raise fault("--until", f"{last} 早于 {first}；请改正日期", f"{last} is before {first}; correct the dates")
    record = {
        "code": code,
        "subject": subject,
        "reason": reason,
        "approved_by": approved_by,
        "from": first,
        "until": last,
    }
    waiver = Waiver.model_validate({**record, "fingerprint": fingerprint})
    file = add_waiver(folder, waiver)
    tell(ui("written" if file else "waived_already", file=file or folder / WAIVERS))
    tell(ui("waiver_holds", since=first, until=last))
    return 0


def report(
    notebook: Annotated[Path, typer.Argument(help="执行过的笔记本 · an executed notebook")],
    out: Annotated[Path, typer.Option(help="要写的 .html · the .html to write")] = Path("report.html"),
    lang: Lang = "zh",
) -> int:
    """由执行过的笔记本生成报告 · Make the report of a notebook that papermill ran."""
    from clausecheck.papers.page.run import folder_written, render_report
    from clausecheck.results import enlist

    if not notebook.is_file():
        raise fault(str(notebook), "没有这个文件；请检查路径", "there is no such file; check the path")
    tell(ui("written", file=render_report(notebook, out, language())))
    enlist(out)
    results = folder_written(notebook)
    if results is None or (not (notebook.parent / results).is_dir() and not results.is_dir()):
        complain(ui("copies_elsewhere", folder=results or ""))
    return 0


def column_map(
    paths: Annotated[list[Path], typer.Argument(help="工作簿或文件夹 · workbooks or folders")],
    write: Annotated[Path | None, typer.Option("--write", help="写出 columns.yaml 草稿 · write a draft")] = None,
    procedure: Named = "",
    rulebook: Book = None,
    ask_password: AskPassword = False,
    lang: Lang = "zh",
) -> int:
    """列出每张表识别了哪些列，并提出列名对照 · Show which columns were recognised and propose a column map."""
    from clausecheck.logs.columns import ColumnMap
    from clausecheck.logs.draft import as_yaml
    from clausecheck.logs.propose import proposed
    from clausecheck.logs.read import map_beside
    from clausecheck.logs.sheets import Reading
    from clausecheck.wording import word

    from .books import opened

    if write and write.exists():
        raise fault(str(write), "文件已存在；换个名字", "the file exists; use another name")
    book = opened(procedure, rulebook)
    reading = Reading(map_beside(paths, book.tables) or ColumnMap(), book.tables, book.words)
    proposals = proposed(paths, reading)
    if write:  # before anything is printed: whoever reads that may close the pipe
        write_whole(write, as_yaml(proposals, book.tables))
    for sheet in proposals:
        _tell_sheet(sheet)
    if unmet := reading.unmet():
        tell(word(say("note.map_unmet", places=unmet), language()))
    if write:
        tell(ui("written", file=write))
    return 0


def _tell_sheet(sheet: "SheetProposal") -> None:
    """One sheet: the table it was recognised as and its columns, or why it is none and what it looks like."""
    from clausecheck.wording import word

    place = {"file": sheet.file, "sheet": sheet.sheet}
    if sheet.why:
        tell(ui("map_unread", **place, why=word(say(f"sheet.{sheet.why}"), language())))
    else:
        tell(ui("map_sheet", **place, table=sheet.table))
    if sheet.why and sheet.table:
        tell(ui("map_like", table=sheet.table))
    if sheet.headers:
        tell(ui("map_headers", headers=sheet.headers))
    if sheet.columns:
        rows = [(column.column, column.title, column.field, ui(f"sure_{column.sure}")) for column in sheet.columns]
        table([ui("map_column"), ui("map_title"), ui("map_field"), ui("map_sure")], rows)
    if sheet.missing:
        tell(ui("map_missing", fields="、".join(sheet.missing)))
    tell()


def notebooks(
    folder: Annotated[Path, typer.Argument(help="放到哪个文件夹 · the folder to put them in")],
    lang: Lang = "zh",
) -> int:
    """取出随附的笔记本 · Put the notebooks that come with clausecheck into a folder."""
    from clausecheck.disk.resources import resource

    shipped = sorted(resource("notebooks").glob("*.ipynb"))
    taken = [folder / path.name for path in shipped if (folder / path.name).exists()]
    if taken:
        raise fault(str(taken[0]), "文件已存在；换个文件夹", "the file exists; use another folder")
    folder.mkdir(parents=True, exist_ok=True)
    for path in shipped:
        tell(ui("written", file=write_whole(folder / path.name, path.read_text(encoding="utf-8"))))
    return 0


COMMANDS = {
    "template": template,
    "unmark": unmark,
    "waive": waive,
    "report": report,
    "map": column_map,
    "notebooks": notebooks,
}
"""The commands of this file by name."""

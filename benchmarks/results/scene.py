"""What the proofs of the outputs work on: a project with an earlier result in which a person has worked, the commands
that renew it, and what must hold of it afterwards."""

import hashlib
import json
import os
import random
import shutil
import zipfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import openpyxl
import psutil
from docx import Document
from openpyxl.comments import Comment
from whole_commands import run

CLONE = Path(__file__).parents[2]
FACTS = [
    ["项目", "内容"], ["项目编码", "C-1"], ["产权类型", "多产权"], ["总户数", 20], ["收费模式", "包干制"],
    ["接管日期", date(2024, 1, 1)],
]  # fmt: skip
REPORTS = [
    ["报告类型", "所属期间", "编制日期", "经理审核日期", "分公司审批日期", "抄送日期"],
    ["管理服务报告", "2026Q1", *[date(2026, 4, day) for day in (9, 10, 11, 12)]],
]
RESULT = Path("out", "C-1", "2026-Q3")
NOTICE = RESULT / "整改通知单.docx"
MANIFEST = (RESULT / "manifest.json").as_posix()
WAIVERS = Path("logs", "waivers.yaml")
COPY, ORIGINAL = Path("副本.xlsx"), Path("原件.xlsx")
PERIOD = ["--period", "2026-Q3"]
WAIVE = ["--reason", "停工", "--approved-by", "王总", "--from", "2026-01-01", "--until", "2026-12-31"]
UNFINISHED = (".*.new", ".*.old", ".clausecheck-*")
"""Names of what is not finished yet, beside what people keep."""
Contents = dict[str, str]
"""Path -> hash of what stands there."""


def audit(day: str) -> list[str]:
    return ["clausecheck", "audit", "logs", *PERIOD, "--as-of", day, "--out", "out"]


def notice(number: str) -> list[str]:
    dates = ["--as-of", "2026-10-31", "--issued-on", "2026-11-01", "--deadline", "2026-11-30"]
    return ["clausecheck", "notice", "logs", *PERIOD, *dates, "--number", number, "--out", "out"]


def papermill(executed: str | Path) -> list[str]:
    given = {"inputs": "logs", "period": "2026-Q3", "as_of": "2026-11-10", "out": "out"}
    command = ["papermill", str(CLONE / "notebooks" / "project_audit.ipynb"), str(executed)]
    return [*command, "--no-progress-bar", *(word for pair in given.items() for word in ("-p", *pair))]


COMMANDS = {
    "audit": audit("2026-11-10"),
    "notebook": papermill("run.ipynb"),
    "notice": notice("ZG-2"),
    "waive": ["clausecheck", "waive", "logs", "RPT01", "2026-Q2", *WAIVE],
    "unmark": ["clausecheck", "unmark", str(COPY), "--out", str(ORIGINAL)],
}
"""Each command, to be run in the folder of the scene."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The scene as it stands before a command: `earlier` everything in it, `person` the hashes of what people made."""

    kept: Path
    earlier: Contents
    person: frozenset[str]
    later: dict[str, Contents] = field(default_factory=dict)
    """By command: everything after an undisturbed run."""


def contents(place: Path) -> Contents:
    files = (path for path in sorted(place.rglob("*")) if path.is_file())
    return {path.relative_to(place).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def done(command: list[str], place: Path) -> float:
    """Runs what must succeed; returns the processor time that it took."""
    before = sum(os.times()[2:4])
    code, said = run(command, place, {})
    if code:
        raise RuntimeError(f"{command} ended with {code}: {said[-2000:]}")
    return sum(os.times()[2:4]) - before


def worked(process: int) -> float:
    """The processor time that a process and those that it started have taken so far."""
    try:
        root = psutil.Process(process)
        each = [one.cpu_times() for one in (root, *root.children(recursive=True))]
    except psutil.NoSuchProcess:
        return 0.0
    return sum(one.user + one.system + one.children_user + one.children_system for one in each)


def make(kept: Path) -> Scene:
    """A project audited and noticed once; then somebody marked findings, edited the notice and typed into the copy."""
    (kept / "logs").mkdir(parents=True)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in {"项目信息": FACTS, "报告台账": REPORTS}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(kept / "logs" / "台账.xlsx")
    with zipfile.ZipFile(kept / "logs" / "台账.xlsx", "a", zipfile.ZIP_STORED) as package:
        package.writestr("xl/media/photo.png", bytes(random.Random(1).randbytes(60_000)))
    done(audit("2026-10-31"), kept)
    done(notice("ZG-1"), kept)
    shutil.copyfile(kept / RESULT / "台账_核查.xlsx", kept / COPY)
    work = [RESULT / "review.yaml", NOTICE, RESULT / "台账_核查.xlsx", WAIVERS, COPY, Path("logs", "台账.xlsx")]
    (kept / work[0]).write_text("- {code: RPT01, subject: 2026-Q2, mark: disputed}  # 待补\n", encoding="utf-8")
    letter = Document(str(kept / NOTICE))
    letter.add_paragraph("请王经理于周五前回复。")
    letter.save(str(kept / NOTICE))
    copy = openpyxl.load_workbook(kept / work[2])
    copy["报告台账"]["H2"].value = "已电话核实"
    copy["报告台账"]["H2"].comment = Comment("问过张工", "审计")
    copy.save(kept / work[2])
    waived = "- {code: INF01, subject: project, reason: 装修, approved_by: 王总, from: 2026-01-01, until: 2026-12-31}"
    (kept / WAIVERS).write_text("# 经区域同意\n" * 2000 + f"{waived}\n", encoding="utf-8")
    earlier = contents(kept)
    return Scene(kept, earlier, frozenset(earlier[path.as_posix()] for path in work))


def learn(scene: Scene, place: Path, names: list[str]) -> dict[str, float]:
    """Runs each command undisturbed and remembers what it leaves; returns the processor time that each took."""
    took = {}
    for name in names:
        fresh(scene, place)
        took[name] = done(COMMANDS[name], place)
        scene.later[name] = contents(place)
    return took


def fresh(scene: Scene, place: Path) -> None:
    """The scene as it was before any command."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(scene.kept, place)


def state(scene: Scene, name: str, place: Path, *, again: bool = False) -> tuple[str, list[str]]:
    """Whether the earlier or the new state stands there, whole; and what is wrong. `again`: after a second run on a new
    state, whose manifest has nothing more to say of what was kept or is gone."""
    there = {key: value for key, value in contents(place).items() if not _unfinished(key)}
    executed = there.pop("run.ipynb", None)  # papermill's own file, which it writes cell by cell
    later = {key: value for key, value in scene.later[name].items() if key != "run.ipynb"}
    lost = [key for key, value in scene.earlier.items() if value in scene.person - set(there.values())]
    wrong = [f"lost: {key}" for key in lost if name != "waive" or there.get(key) != later[key]]  # a waiver is added
    if there == scene.earlier:
        return "earlier", wrong
    if again and MANIFEST in there:
        later[MANIFEST] = there[MANIFEST]
    if name == "notice":  # between the two the earlier one stands twice: in its place, and already kept beside
        extra = {key for key in there.keys() - scene.earlier.keys() if there[key] == scene.earlier[NOTICE.as_posix()]}
        if {key: value for key, value in there.items() if key not in extra} == scene.earlier:
            return "earlier", wrong
    if there == later and (name != "notebook" or executed):
        return "new", wrong + _manifest_faults(place, name, again)
    changed = [key for key in there.keys() | later.keys() if there.get(key) != later.get(key)]
    return "neither", [*wrong, f"neither earlier nor new: {', '.join(sorted(changed))}"]


def _manifest_faults(place: Path, name: str, again: bool) -> list[str]:
    """What the manifest of a new result says and does not hold."""
    if name not in ("audit", "notebook"):
        return []
    manifest = json.loads((place / RESULT / "manifest.json").read_text(encoding="utf-8"))
    there = contents(place / RESULT)
    wrong = [f"hash of {one}" for one, value in manifest["outputs"].items() if there.get(one) != value]
    named = {one["as"] for one in manifest["kept"]}
    kept = {one for one in there if "台账_核查_" in one}
    return wrong + (
        [] if kept == named or (again and not named) else [f"kept {sorted(kept)}, but named {sorted(named)}"]
    )


def _unfinished(name: str) -> bool:
    return any(Path(part).match(pattern) for part in Path(name).parts for pattern in UNFINISHED)


def unfinished(place: Path) -> list[Path]:
    """What lies there unfinished: temporary files, folders that were to become results."""
    return [path for pattern in UNFINISHED for path in place.rglob(pattern)]

"""A columns.yaml to begin with: a person takes the # off the lines that are right, and fills in the rest."""

from collections.abc import Sequence

from clausecheck.logs.propose import ColumnProposal, SheetProposal
from clausecheck.procedure.tables import Tables, TableSpec

LONGEST_HEADER = 60
_HEAD = """\
## 列名对照表草稿：左边是规范名称，右边是本项目的列名。核对后删去行首的一个 # 即生效；## 的行是说明。
## Draft of a column map: our names left, the project's columns right. Take one # off to put a line in force.
## 没有表头、或表头重复的列写列号：{column: B}；一项分在几列：房号: [{column: B}, 单元, 房]；不确定的行留空即可。
"""


def as_yaml(proposals: Sequence[SheetProposal], tables: Tables) -> str:
    """The draft: sheets that are no known table, and every column that is not settled, each as a remark."""
    specs = {spec.sheet: spec for spec in tables.values()}
    unknown = [one for one in proposals if one.why]
    lines = [_HEAD + "sheets:", *(_sheet(one) for one in unknown), "columns:"]
    for name, spec in specs.items():
        own = [one for one in proposals if one.table == name]
        if any(_open(one) for one in own):
            lines += _table(spec, own)
    for one in unknown:
        if one.table is None and one.columns:
            lines.append(f"  ## {_place(one)}：{_listed(one.columns)}")
    if any(one.table is None and one.columns for one in unknown):
        lines.append("  ## 可选的表和字段 (tables and fields to choose from):")
        lines += [
            f"  ## {name}: {'、'.join(field.header for field in spec.fields.values())}" for name, spec in specs.items()
        ]
    return "\n".join(lines) + "\n"


def _open(proposal: SheetProposal) -> bool:
    """Whether something of a sheet is for a person to settle."""
    return bool(proposal.why or proposal.missing) or any(_unsettled(column) for column in proposal.columns)


def _unsettled(column: ColumnProposal) -> bool:
    return column.sure in ("similar", "ambiguous", "unknown")


def _sheet(proposal: SheetProposal) -> str:
    return f"  # {_quoted(f'{proposal.file}/{proposal.sheet}')}: {proposal.table or '忽略'}"


def _table(spec: TableSpec, proposals: Sequence[SheetProposal]) -> list[str]:
    """The fields of a table that no column is surely taken for, with the likeliest column, if any is like it."""
    open_ones = [one for one in proposals if _open(one)]
    settled = set.intersection(*map(_settled, open_ones))
    lines = [f"  # {spec.sheet}:"]
    for field in spec.fields.values():
        if field.header not in settled:
            guesses = [(one, column) for one in proposals for column in one.columns if column.field == field.header]
            lines.append(f"  #   {field.header}: {_written(guesses)}".rstrip())
    lines += [f"  ## {_place(one)}：{_listed(one.columns)}" for one in open_ones]
    return lines


def _settled(proposal: SheetProposal) -> set[str]:
    """The fields that columns of a sheet are surely taken for."""
    return {name for column in proposal.columns if not _unsettled(column) for name in column.field.split("、")}


def _written(guesses: Sequence[tuple[SheetProposal, ColumnProposal]]) -> str:
    """One column by its header; of several that could be it the first, the others behind it: one is to be chosen."""
    texts = list(dict.fromkeys(_named(sheet, column) for sheet, column in guesses))
    if len(texts) > 1:
        return f"{texts[0]}  ## 或 {' / '.join(texts[1:])}"
    return texts[0] if texts else ""


def _named(sheet: SheetProposal, column: ColumnProposal) -> str:
    """A column by its header, or by its letters where it has none of its own."""
    alone = sum(other.title == column.title for other in sheet.columns) == 1
    fits = column.title and len(column.title) <= LONGEST_HEADER
    return _quoted(column.title) if alone and fits else f"{{column: {column.column}}}"


def _place(proposal: SheetProposal) -> str:
    return f"{proposal.file} › {proposal.sheet}"


def _listed(columns: Sequence[ColumnProposal]) -> str:
    """The headers of a sheet with their letters, and what each is taken for."""
    return "、".join(
        f"{column.column} {' '.join(column.title.split())[:LONGEST_HEADER] or '（无表头）'}"
        + (f" → {column.field}" if column.field and not _unsettled(column) else "")
        for column in columns
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

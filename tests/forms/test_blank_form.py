"""The blank log workbook: made from the table list, the same bytes every time, and the one in templates/."""

import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from clausecheck.disk.resources import sample_projects
from clausecheck.logs import read_logs
from clausecheck.logs.values import reader_of
from clausecheck.nouns.errors import InputFault
from clausecheck.papers.forms import guide, speech, write_template
from clausecheck.pipeline import audit_project
from clausecheck.procedure.shipped import our_tables, our_words
from clausecheck.rulebook import load_procedure

COMMITTED = Path(__file__).parents[2] / "templates" / "客户沟通记录_空白表.xlsx"


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    target = tmp_path_factory.mktemp("表") / "空白 表.xlsx"
    write_template(target, load_procedure())
    return load_workbook(target)


def parts(workbook: Path) -> dict[str, bytes]:
    """What is in the file, whichever zlib packed it."""
    with zipfile.ZipFile(workbook) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_form_in_templates_is_the_one_written_today(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx", load_procedure())
    assert parts(COMMITTED) == parts(tmp_path / "a.xlsx")


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx", load_procedure())
    write_template(tmp_path / "b.xlsx", load_procedure())
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_every_table_has_its_sheet_in_order_after_the_guide(form: Workbook) -> None:
    assert form.sheetnames == [guide.SHEET, *(table.sheet for table in our_tables().values())]


def test_headers_are_exactly_the_canonical_ones(form: Workbook) -> None:
    for table in our_tables().values():
        sheet = form[table.sheet]
        headers = [spec.header for spec in table.fields.values()]
        if table.facts:
            assert [sheet.cell(row, 1).value for row in range(2, sheet.max_row + 1)] == headers
            assert tuple(cell.value for cell in sheet[1]) == ("项目", "内容", "说明")
        else:
            assert [cell.value for cell in sheet[1]] == headers


def test_the_form_holds_no_rows(form: Workbook) -> None:
    for table in our_tables().values():
        below = form[table.sheet].iter_rows(
            min_row=2, min_col=2 if table.facts else 1, max_col=2 if table.facts else None
        )
        assert [cell.coordinate for row in below for cell in row if cell.value is not None] == []


def test_every_list_field_offers_its_exact_values(form: Workbook) -> None:
    for table in our_tables().values():
        checks = {check.formula1 for check in form[table.sheet].data_validations.dataValidation if check.type == "list"}
        lists = [[value for value, _ in spec.choices] for spec in table.fields.values() if spec.choices]
        assert checks == {'"' + ",".join(values) + '"' for values in lists}
        assert all(len(formula) <= 255 for formula in checks)


def test_every_column_explains_itself_when_its_cell_is_selected(form: Workbook) -> None:
    for table in our_tables().values():
        checks = form[table.sheet].data_validations.dataValidation
        assert len(checks) == len(table.fields)
        assert all(check.prompt and len(check.prompt) <= 255 and len(check.promptTitle) <= 32 for check in checks)


def test_dates_have_date_formats_and_months_stay_text(form: Workbook) -> None:
    sheet = form["投诉记录"]
    assert sheet["B2"].number_format == "yyyy-mm-dd hh:mm"
    assert sheet.column_dimensions["B"].number_format == "yyyy-mm-dd hh:mm"
    assert form["资金公示"]["C2"].number_format == "yyyy-mm-dd"
    assert form["月度统计"].column_dimensions["A"].number_format == "@"
    assert form["户册"].column_dimensions["A"].number_format == "@"


def test_the_guide_explains_every_column_of_every_table(form: Workbook) -> None:
    rows = form[guide.SHEET].iter_rows(values_only=True)
    explained = {(row[0], str(row[1]).rpartition(" · ")[2]): row for row in rows}
    for table in our_tables().values():
        for spec in table.fields.values():
            row = explained[(table.sheet, spec.header)]
            assert row[2] in ("必填", "按情况填", "选填")
            assert row[3] and row[6] and row[7]


def test_no_heading_of_the_guide_is_a_header_of_a_table() -> None:
    headers = {
        name for table in our_tables().values() for spec in table.fields.values() for name in (spec.header, *spec.also)
    }
    assert headers.isdisjoint(guide.HEADINGS)
    assert {"项目", "内容"}.isdisjoint(guide.HEADINGS)


def test_every_sheet_prints_on_a4_across_with_its_header_repeated(form: Workbook) -> None:
    for sheet in form:
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert sheet.print_title_rows
        assert sheet.freeze_panes


def test_a_name_that_is_no_xlsx_is_refused_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match="xlsx"):
        write_template(tmp_path / "表.xls", load_procedure())


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match="nowhere"):
        write_template(tmp_path / "nowhere" / "a.xlsx", load_procedure())


def test_the_english_form_speaks_english_wherever_the_reader_does_not_need_the_chinese(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx", load_procedure(), lang="en")
    form = load_workbook(tmp_path / "a.xlsx")
    assert form.sheetnames == ["Instructions", *(speech.sheet_name(table, "en") for table in our_tables().values())]
    assert all(re.match("[A-Z]", name) and len(name) <= 31 for name in form.sheetnames)
    for table in our_tables().values():
        sheet = form[speech.sheet_name(table, "en")]
        heads = [sheet.cell(row, 1) for row in range(2, sheet.max_row + 1)] if table.facts else sheet[1]
        for cell, spec in zip(heads, table.fields.values(), strict=True):
            assert cell.value == f"{spec.en[0].upper()}{spec.en[1:]}\n{spec.header}"
        for check in sheet.data_validations.dataValidation:
            assert not re.match("[一-鿿]", f"{check.promptTitle}"), check.promptTitle
            assert (check.error is None or check.error[0].isascii(), check.errorTitle) in (
                (True, None),
                (True, "This will not do"),
            )
            assert len(check.prompt) <= 255
            assert len(check.formula1 or "") <= 257


def test_every_value_of_the_english_pick_lists_is_read_as_the_chinese_one() -> None:
    for table in our_tables().values():
        for spec in table.fields.values():
            read = reader_of(spec, words=our_words())
            for (value, _), shown in zip(spec.choices, speech.choices(spec, "en"), strict=True):
                assert shown != value and read(shown)[0] == value


def test_the_english_form_filled_in_is_read_and_judged_as_the_chinese_one(tmp_path: Path) -> None:
    project = sample_projects()[-1]
    [source] = project.glob("*.xlsx")
    filled, english = load_workbook(source), tmp_path / "en" / "logs.xlsx"
    english.parent.mkdir()
    write_template(english, load_procedure(), lang="en")
    form = load_workbook(english)
    for table in our_tables().values():
        if table.sheet not in filled.sheetnames:
            del form[speech.sheet_name(table, "en")]
            continue
        picks = {
            value: shown
            for spec in table.fields.values()
            for (value, _), shown in zip(spec.choices, speech.choices(spec, "en"), strict=True)
        }
        titles = [spec.header for spec in table.fields.values()]
        for row in filled[table.sheet].iter_rows(min_row=2, min_col=2 if table.facts else 1):
            for cell in row[:1] if table.facts else row:
                if cell.value is None:
                    continue
                head = filled[table.sheet].cell(*((cell.row, 1) if table.facts else (1, cell.column))).value
                listed = cell.value in picks and bool(
                    next(f for f in table.fields.values() if f.header == head).choices
                )
                there = (cell.row, 2) if table.facts else (cell.row, titles.index(head) + 1)
                form[speech.sheet_name(table, "en")].cell(*there).value = picks[cell.value] if listed else cell.value
    form.save(english)
    as_filled, as_english = (audit_project(path, "2026-Q3", "2026-10-31") for path in (source, english))
    told = [
        [(one.code, re.sub("[A-Z][A-Za-z -]+ (?=[一-鿿]+#)", "", one.subject), one.verdict) for one in audit.findings]
        for audit in (as_filled, as_english)
    ]  # a row without a name of its own is called by its sheet
    assert told[0] == told[1]
    assert len(told[0]) > 100
    values = [
        {(block.table, row.number): row.values for block in read_logs([path]).blocks for row in block.rows}
        for path in (source, english)
    ]
    assert values[0] == values[1]

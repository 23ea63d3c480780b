"""The blank log workbook: made from the table list, the same bytes every time, and the one in templates/."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from clausecheck.errors import InputFault
from clausecheck.forms import guide, write_template
from clausecheck.forms.sheets import FACTS_HEADINGS
from clausecheck.schema import tables

COMMITTED = Path(__file__).parents[2] / "templates" / "客户沟通记录_空白表.xlsx"


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    target = tmp_path_factory.mktemp("表") / "空白 表.xlsx"
    write_template(target)
    return load_workbook(target)


def parts(workbook: Path) -> dict[str, bytes]:
    """What is in the file, whichever zlib packed it."""
    with zipfile.ZipFile(workbook) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_form_in_templates_is_the_one_written_today(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx")
    assert parts(COMMITTED) == parts(tmp_path / "a.xlsx")


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx")
    write_template(tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_every_table_has_its_sheet_in_order_after_the_guide(form: Workbook) -> None:
    assert form.sheetnames == [guide.SHEET, *(table.sheet for table in tables().values())]


def test_headers_are_exactly_the_canonical_ones(form: Workbook) -> None:
    for table in tables().values():
        sheet = form[table.sheet]
        headers = [spec.header for spec in table.fields.values()]
        if table.facts:
            assert [sheet.cell(row, 1).value for row in range(2, sheet.max_row + 1)] == headers
            assert tuple(cell.value for cell in sheet[1]) == FACTS_HEADINGS
        else:
            assert [cell.value for cell in sheet[1]] == headers


def test_the_form_holds_no_rows(form: Workbook) -> None:
    for table in tables().values():
        below = form[table.sheet].iter_rows(
            min_row=2, min_col=2 if table.facts else 1, max_col=2 if table.facts else None
        )
        assert [cell.coordinate for row in below for cell in row if cell.value is not None] == []


def test_every_list_field_offers_its_exact_values(form: Workbook) -> None:
    for table in tables().values():
        checks = {check.formula1 for check in form[table.sheet].data_validations.dataValidation if check.type == "list"}
        lists = [[value for value, _ in spec.choices] for spec in table.fields.values() if spec.choices]
        assert checks == {'"' + ",".join(values) + '"' for values in lists}
        assert all(len(formula) <= 255 for formula in checks)


def test_every_column_explains_itself_when_its_cell_is_selected(form: Workbook) -> None:
    for table in tables().values():
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
    for table in tables().values():
        for spec in table.fields.values():
            row = explained[(table.sheet, spec.header)]
            assert row[2] in ("必填", "按情况填", "选填")
            assert row[3] and row[6] and row[7]


def test_no_heading_of_the_guide_is_a_header_of_a_table() -> None:
    headers = {
        name for table in tables().values() for spec in table.fields.values() for name in (spec.header, *spec.also)
    }
    assert headers.isdisjoint(guide.HEADINGS)
    assert set(FACTS_HEADINGS[:2]).isdisjoint(guide.HEADINGS)


def test_every_sheet_prints_on_a4_across_with_its_header_repeated(form: Workbook) -> None:
    for sheet in form:
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert sheet.print_title_rows
        assert sheet.freeze_panes


def test_a_name_that_is_no_xlsx_is_refused_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match="xlsx"):
        write_template(tmp_path / "表.xls")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match="nowhere"):
        write_template(tmp_path / "nowhere" / "a.xlsx")

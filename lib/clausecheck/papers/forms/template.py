"""The blank log workbook: a guide, then one sheet per table, in the order of `tables.yaml`."""

from pathlib import Path

from openpyxl import Workbook

from clausecheck.nouns.errors import fault
from clausecheck.papers.forms.guide import write_guide
from clausecheck.papers.forms.sheets import write_facts_sheet, write_table_sheet
from clausecheck.papers.forms.speech import guide_title, say, sheet_name
from clausecheck.papers.same_bytes import save_workbook
from clausecheck.procedure import Procedure


def write_template(target: Path, procedure: Procedure, lang: str = "zh") -> None:
    """Writes the blank form of a procedure to `target`, an .xlsx file; the same bytes every time. The English form is read
    as the same values as the Chinese one.

    Raises InputFault when `target` is not an .xlsx name, or its place cannot be written to.
    """
    if target.suffix.lower() != ".xlsx":
        raise fault(str(target), "空白表只能写成 .xlsx 文件", "the blank form is an .xlsx file; give such a name")
    try:
        save_workbook(blank_workbook(procedure, lang), target)
    except OSError as error:
        raise fault(
            str(target),
            f"不能写入：{error.strerror}；请检查文件夹是否存在、文件是否正在 Excel 中打开",
            f"cannot be written: {error.strerror}; does the folder exist, is the file open in Excel?",
        ) from error


def blank_workbook(procedure: Procedure, lang: str = "zh") -> Workbook:
    """The blank form as an openpyxl workbook."""
    workbook = Workbook()
    workbook.properties.title = guide_title(procedure, lang)
    guide = workbook.active
    guide.title = say("guide_sheet", lang)
    write_guide(guide, procedure, lang)
    for table in procedure.tables.values():
        sheet = workbook.create_sheet(sheet_name(table, lang))
        if table.facts:
            write_facts_sheet(sheet, table, lang)
        else:
            write_table_sheet(sheet, table, lang)
    return workbook

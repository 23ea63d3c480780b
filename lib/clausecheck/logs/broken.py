"""The ways a file cannot be opened, and the words for each: file, fault and mend, in Chinese and English."""

from clausecheck.nouns.errors import InputFault, fault


class Broken(Exception):
    """A file that cannot be opened: a key of the list below, and what the opener said."""

    def __init__(self, key: str, detail: str = "") -> None:
        self.key = key
        self.detail = detail
        super().__init__(key, detail)


_WORDS: dict[str, tuple[str, str]] = {
    "encrypted": (
        "工作簿设有打开密码；请在 Excel 中取消密码后另存，或输入密码：工作台填“打开密码”，命令行加 --ask-password，"
        "定时任务设环境变量 CLAUSECHECK_PASSWORD",
        "the workbook needs a password to open; save it without one, or give it: in the workbench under Password, on the "
        "command line with --ask-password, to a scheduled run by the environment variable CLAUSECHECK_PASSWORD",
    ),
    "wrong_password": (
        "密码不对；请核对后重试，或在 Excel 中取消密码后另存",
        "the password does not fit; check it, or save the workbook without one",
    ),
    "no_decryption": (
        "工作簿设有打开密码，而本机的解密组件没有装好；请在 Excel 中取消密码后另存，或照 README 重新安装 clausecheck",
        "the workbook needs a password and the part that decrypts is not installed; save it without a password, "
        "or install clausecheck again as its README says",
    ),
    "no_decryption_here": (
        "工作簿设有打开密码，浏览器中的核查不能解密；请在 Excel 中取消密码后另存，再放进来",
        "the workbook needs a password to open, and a check within the browser cannot decrypt it; save it without one in "
        "Excel and bring it again",
    ),
    "empty": (
        "文件是空的（0 字节）；请从原处重新复制",
        "the file is empty (0 bytes); copy it again from where it came",
    ),
    "truncated": (
        "文件不完整，结尾缺失；请从原处重新复制，或在 Excel 中打开修复后另存",
        "the file is cut short; copy it again from where it came, or open it in Excel, repair it and save it",
    ),
    "damaged": (
        "文件已损坏；请在 Excel 或 WPS 中打开修复后另存为 .xlsx",
        "the file is damaged; open it in Excel or WPS, repair it and save it as .xlsx",
    ),
    "encoding": (
        "文件内部用了少见的编码，读不全；请在 Excel 中打开后另存为 .xlsx",
        "the parts inside are in an unusual encoding and cannot be read in full; open it in Excel and save it as .xlsx",
    ),
    "too_many_sheets": (
        "工作表过多，不像是记录；请只保留记录所在的工作表后另存",
        "more sheets than logs can have; keep only the sheets with the logs and save it again",
    ),
    "duplicate_parts": (
        "文件已损坏（内部有重复的部件）；请在 Excel 中打开修复后另存为 .xlsx",
        "the file is damaged (a part inside is there twice); open it in Excel, repair it and save it as .xlsx",
    ),
    "not_a_workbook": (
        "内容不是工作簿；请在 Excel 或 WPS 中打开，另存为 .xlsx 后再交",
        "what is inside is not a workbook; open it in Excel or WPS and save it as .xlsx",
    ),
    "web_page": (
        "这是以表格扩展名保存的网页；请在 Excel 中打开，另存为 .xlsx 后再交",
        "this is a web page saved under a workbook's name; open it in Excel and save it as .xlsx",
    ),
    "xml_2003": (
        "这是 Excel 2003 的 XML 表格；请在 Excel 中打开，另存为 .xlsx 后再交",
        "this is an XML Spreadsheet of Excel 2003; open it in Excel and save it as .xlsx",
    ),
    "own_workbook": (
        "这是本程序写出的结果工作簿，不是记录；请给出记录所在的工作簿",
        "this is a workbook of results that this program wrote, no log; name the workbook that holds the logs",
    ),
    "not_text": (
        "不是 UTF-8 或 GB18030 编码的文本；请在 Excel 中打开，另存为 .xlsx 或“CSV UTF-8”",
        'not text in UTF-8 or GB18030; open it in Excel and save it as .xlsx or "CSV UTF-8"',
    ),
    "too_large": (
        "文件展开后过大，不像是记录；请只保留记录所在的工作表后另存",
        "unpacked, the file is far larger than a log can be; keep only the sheets with the logs and save it again",
    ),
    "too_much_memory": (
        "读取所需内存超过上限（远处有多余单元格，或文件已损坏）；请在 Excel 中打开，删去多余单元格后另存为 .xlsx",
        "reading it needs more memory than allowed (cells far from the data, or a damaged file); open it in Excel, "
        "delete stray cells far from the data and save it as .xlsx",
    ),
    "far_cells": (
        "数据之外很远处有多余的单元格，读取所需内存超过上限；请在 Excel 中删去这些单元格所在的行和列后保存",
        "stray cells far from the data make reading it need more memory than allowed; in Excel delete the rows and columns "
        "they stand in, and save it",
    ),
    "too_slow": (
        "读取超过 60 秒，已停止；请删去多余的工作表或拆分文件后再交",
        "reading it took longer than 60 seconds and was stopped; delete sheets that are not logs, or split the file",
    ),
    "locked": (
        "文件正被其他程序占用（多半在 Excel 中打开着）；请关闭后重试；若没有打开，请核对读取权限",
        "another program holds the file (most likely it is open in Excel); close it and try again; if it is not open, see "
        "that you may read it",
    ),
    "forbidden": (
        "没有读取这个文件的权限；请开放读取权限（若文件在别的程序中打开着，也请关闭）后重试",
        "you may not read this file; allow reading it (and close it where another program has it open), then try again",
    ),
    "changed": (
        "文件在读取之后被改动，所示的行可能已不是核查过的行；请重新核查",
        "the file was changed after it was read, and its rows may be others than those that were judged; audit it again",
    ),
    "no_file": (
        "是管道、设备之类，不是文件；请移走，或换成工作簿",
        "is a pipe or a device, not a file; take it away, or put a workbook in its place",
    ),
    "unreadable": (
        "无法读取文件；请核对磁盘、网络位置和权限",
        "the file cannot be read; check the disk, the network place and the permissions",
    ),
}


def words_for(place: str, key: str, detail: str = "") -> InputFault:
    """The error for a file. `detail` is what the library that opened it said, kept for whoever looks into it."""
    zh, en = _WORDS[key]
    if detail:
        zh, en = f"{zh}（{detail}）", f"{en} ({detail})"
    return fault(place, zh, en)

"""Filling the Word template. A template that is broken, or foreign, is refused with what is wrong in it."""

import difflib
import re
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import LxmlError

from clausecheck.disk.resources import resource
from clausecheck.nouns.errors import Fault, InputFault, fault
from clausecheck.nouns.model import Audit
from clausecheck.papers.same_bytes import save_document

from .content import Texts, content, to_correct, to_mend

TEMPLATE = "整改通知单.docx"
NEEDED = ("number", "deadline", "roles")
"""Fields without which a file would be no notice."""
LONGEST_NUMBER = 60


def write_notice(
    audit: Audit,
    target: Path,
    *,
    template: Path | None = None,
    number: str,
    issued_on: date,
    deadline: date,
    lang: str = "zh",
    at_risk: bool = False,
) -> Path:
    """Writes the rectification notice of an audit as a Word file and returns where.

    `template`: the company's own, by default ours. `at_risk`: list quotas behind their pace, too. The same
    arguments give the same bytes.

    Raises InputFault for a template that will not do, a deadline before the day of issue, no number, or an audit in
    which nothing is to be mended (`to_mend` tells beforehand).
    """
    findings = to_mend(audit, at_risk=at_risk)
    _check(number, issued_on, deadline, bool(findings or to_correct(audit)))
    path = template or resource("templates") / TEMPLATE
    texts = content(audit, findings, number, issued_on, deadline, lang)
    filled = _filled(path, texts)
    target.parent.mkdir(parents=True, exist_ok=True)
    title = f"{texts['label']['title'].replace(' ', '') if lang == 'zh' else texts['label']['title']} {texts['number']}"
    save_document(filled.docx, target, title=title, written=datetime.combine(issued_on, time.min))
    return target


def _check(number: str, issued_on: date, deadline: date, anything: bool) -> None:
    faults = []
    if not number.strip() or len(number) > LONGEST_NUMBER:
        zh, en = (
            f"通知单编号应为 1 至 {LONGEST_NUMBER} 个字",
            f"the number of the notice must have 1 to {LONGEST_NUMBER} signs",
        )
        faults.append(Fault("number", zh, en))
    if deadline < issued_on:
        zh = f"整改期限 {deadline} 早于发出日期 {issued_on}；请改正"
        faults.append(Fault("deadline", zh, f"{deadline} is before the day of issue {issued_on}; correct it"))
    if not anything:
        zh = "没有不合格项和台账问题，不需要整改通知单"
        faults.append(Fault("notice", zh, "nothing failed and the logs have no fault, so there is nothing to notify"))
    if faults:
        raise InputFault(*faults)


def _filled(path: Path, texts: Texts) -> DocxTemplate:
    template = _opened(path)
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        used = template.get_undeclared_template_variables(environment)
        _check_fields(path, used, texts)
        template.render(texts, environment, autoescape=True)
    except UndefinedError as error:
        raise _undefined(path, error, texts) from None
    except TemplateSyntaxError as error:
        zh = f"模板的标记有误：{error.message}；请检查 {{{{ }}}} 和 {{% %}} 是否成对"
        raise fault(
            str(path), zh, f"a mark of the template is wrong: {error.message}; check {{{{ }}}} and {{% %}}"
        ) from None
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, LxmlError) as error:
        raise fault(
            str(path),
            f"模板不能填写：{error}；请对照随附的模板改正",
            f"the template cannot be filled in: {error}; compare it with ours",
        ) from None
    return template


def _opened(path: Path) -> DocxTemplate:
    if not path.is_file():
        raise fault(str(path), "没有这个模板；请检查路径", "there is no such template; check the path")
    template = DocxTemplate(str(path))
    try:
        template.init_docx()
        _ = template.docx.element.body  # a part that is no document shows itself here
    except (OpcError, zipfile.BadZipFile, KeyError, ValueError, AttributeError, OSError, LxmlError):
        raise fault(
            str(path),
            "不是可用的 Word 文件（.docx）；请用 Word 或 WPS 另存为 .docx",
            "is no usable Word file (.docx); save it as .docx with Word or WPS",
        ) from None
    return template


def _check_fields(path: Path, used: set[str], texts: Texts) -> None:
    faults = [_unknown(path, name, list(texts)) for name in sorted(used) if name not in texts]
    if lacking := [name for name in NEEDED if name not in used]:
        names = "、".join(lacking)
        zh = f"模板缺少 {names}；请对照随附的 templates/{TEMPLATE} 补上"
        faults.append(
            Fault(str(path), zh, f"the template lacks {', '.join(lacking)}; add them as in templates/{TEMPLATE}")
        )
    if faults:
        raise InputFault(*faults)


def _unknown(path: Path, name: str, known: list[str]) -> Fault:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    listed = "、".join(sorted(known))
    zh = f"模板用了不存在的字段“{name}”" + (f"；是否应为 {near[0]}？" if near else f"；可用的有 {listed}")
    en = f'the template uses "{name}", which does not exist' + (
        f"; did you mean {near[0]}?" if near else f"; known are {listed}"
    )
    return Fault(str(path), zh, en)


def _undefined(path: Path, error: UndefinedError, texts: Texts) -> InputFault:
    """A field of a role or finding that does not exist, with the nearest that does."""
    found = re.search(r"'(\w+)'$", (error.message or "").removesuffix(" is undefined").strip()) or re.search(
        r"no attribute '(\w+)'", error.message or ""
    )
    known: set[str] = set(_inner(texts))
    name = found[1] if found else str(error.message)
    return InputFault(_unknown(path, name, sorted(known)))


def _inner(texts: Any) -> set[str]:
    """The names of the fields in all dicts below."""
    if isinstance(texts, dict):
        return set(texts) | {name for value in texts.values() for name in _inner(value)}
    if isinstance(texts, list):
        return {name for value in texts[:1] for name in _inner(value)}
    return set()

"""Filling a Word template. One that is broken, or foreign, is refused with what is wrong in it."""

import difflib
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from docx.opc.exceptions import OpcError
from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import LxmlError

from clausecheck.nouns.errors import Fault, InputFault, fault

Texts = dict[str, Any]
"""Everything a template may use, by name."""
PICTURE_WIDTH = Cm(16)
NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})
_NOT_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: object) -> str:
    """A text as it may stand in an XML file: workbooks hold signs that none may."""
    return _NOT_XML.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n"))


def filled(
    path: Path, texts: Texts, needed: Sequence[str], ours: str, pictures: Mapping[str, bytes] = NO_PICTURES
) -> DocxTemplate:
    """The template with its marks filled in. `needed`: fields without which a file would be no such paper; `ours`: the name
    of the template that comes with the program; `pictures`: fields that are pictures (PNG). Raises InputFault for one
    that is broken, or foreign."""
    template = _opened(path)
    drawn = {name: InlineImage(template, io.BytesIO(png), width=PICTURE_WIDTH) for name, png in pictures.items()}
    texts = {**texts, **drawn}
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        used = template.get_undeclared_template_variables(environment)
        _check_fields(path, used, texts, needed, ours)
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


def _check_fields(path: Path, used: set[str], texts: Texts, needed: Sequence[str], ours: str) -> None:
    faults = [_unknown(path, name, list(texts)) for name in sorted(used) if name not in texts]
    if lacking := [name for name in needed if name not in used]:
        names = "、".join(lacking)
        zh = f"模板缺少 {names}；请对照随附的 templates/{ours} 补上"
        faults.append(Fault(str(path), zh, f"the template lacks {', '.join(lacking)}; add them as in templates/{ours}"))
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

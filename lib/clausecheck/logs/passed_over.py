"""Why a file of a folder is not read: its ending, a lock file, a picture, what systems leave behind (reading 63)."""

import re
from pathlib import Path

from clausecheck.nouns.records import dataclass

ENDINGS = (
    ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et", ".csv", ".xltx", ".xltm", ".ett", ".txt", ".tsv",
)  # fmt: skip
"""Endings of files that are read."""
TEXTS = (".txt", ".tsv")
"""Of these, texts that may be tables (Excel's Unicode text has tabs between its cells), and may be mere notes."""
OWN_FOLDER = ("findings.json", "manifest.json")
"""A folder that holds both is one of our own results and is never read as logs."""
OWN_FOLDER_WHY = "unread.own_folder"
SETTINGS = ("columns.yaml", "waivers.yaml", "words.yaml", "calendar.yaml", "score.yaml", "review.yaml")
"""Files that are no logs but are used: beside the logs, not in a folder below."""
_RULEBOOK = re.compile(r"^(?:extends|rules)\s*:", re.MULTILINE)
_OWN_FILES = (*OWN_FOLDER, "report.html", "project_audit.ipynb")
_LITTER = ("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx", "__pycache__", "$recycle.bin")
_HIDDEN_LITTER = (".ds_store", ".localized", ".spotlight-v100", ".trashes", ".fseventsd", ".temporaryitems", ".apdisk")
_KINDS = {
    "archive": ".zip .rar .7z .gz .tgz .tar .bz2 .xz .zipx .iso",
    "picture": ".jpg .jpeg .png .gif .bmp .tif .tiff .webp .heic .heif .svg .psd .raw",
    "media": ".mp4 .mov .avi .mkv .wmv .mp3 .wav .m4a .amr .aac",
    "document": ".doc .docx .docm .dot .dotx .wps .wpt .pdf .ofd .rtf .odt .ppt .pptx .pps .dps .md .caj",
    "shortcut": ".lnk .url .webloc",
    "web": ".htm .html .mht .mhtml",
}
_BY_ENDING = {ending: f"unread.{kind}" for kind, endings in _KINDS.items() for ending in endings.split()}
_SPREADSHEETML = "urn:schemas-microsoft-com:office:spreadsheet"


@dataclass(slots=True)
class Litter:
    """What systems leave behind in folders: the first of it, and how much there is."""

    first: str = ""
    count: int = 0

    def add(self, name: str) -> None:
        self.first = self.first or name
        self.count += 1


def is_litter(path: Path) -> bool:
    """Whether a file or folder was left behind by the system (macOS, Windows): nobody's data."""
    name = path.name.lower()
    return name in _LITTER or name in _HIDDEN_LITTER or (name.startswith("._") and len(name) > 2)


def why_not(path: Path, on_top: bool) -> str | None:
    """The word key of why a file is passed over; None for one to read, "" for one that is used otherwise.

    `on_top`: whether it lies directly in the folder handed in, where settings are looked for.
    """
    name, ending = path.name, path.suffix.lower()
    if name.startswith(("~$", ".~")) or (name.startswith(".") and name.endswith("#")):
        return "unread.lock"
    if name.startswith("."):
        return "unread.hidden"
    if ending in ENDINGS:
        return None
    if ending in (".yaml", ".yml"):
        return _why_not_yaml(path, on_top)
    if name in _OWN_FILES:
        return "unread.own_file"
    if ending == ".xml":
        return "unread.xml_2003" if is_xml_2003(path) else "unread.ending"
    if not path.is_file() and path.exists():
        return "unread.no_file"
    return _BY_ENDING.get(ending, "unread.ending")


def _why_not_yaml(path: Path, on_top: bool) -> str:
    if path.name in SETTINGS:
        return "" if on_top else "unread.settings_below"
    return "" if _RULEBOOK.search(_beginning(path)) else "unread.settings_unknown"


def is_xml_2003(path: Path) -> bool:
    """Whether a file is an XML spreadsheet of Excel 2003 (SpreadsheetML)."""
    return path.suffix.lower() == ".xml" and _SPREADSHEETML in _beginning(path)


def _beginning(path: Path) -> str:
    """The first 20,000 bytes of a file as text, "" where they cannot be had (a pipe is never waited for)."""
    if not path.is_file():
        return ""
    try:
        with path.open("rb") as stream:
            data = stream.read(20_000)
    except OSError:
        return ""
    return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")

"""What comes with the package beside its code: notebooks, sample projects, blank forms. In a clone they stand at the
top, in an installed package within it."""

from pathlib import Path

from clausecheck.nouns.errors import fault

_PACKAGE = Path(__file__).parents[1]


def resource(kind: str) -> Path:
    """The folder `notebooks`, `sample_data` or `templates`. Raises InputFault when it was not installed."""
    for place in (_PACKAGE / f"_{kind}", _PACKAGE.parents[1] / kind):
        if place.is_dir():
            return place
    raise fault(
        kind, "没有随包安装的文件夹；请重新安装 clausecheck", "the folder is not there; install clausecheck again"
    )


def sample_projects() -> list[Path]:
    """The folders of the sample projects, each with its `expected.json`."""
    return sorted(path.parent for path in resource("sample_data").glob("*/expected.json"))

"""The wheels that a Windows machine needs, got by the pip of this environment from wherever it is told to look.

pip chooses files for another platform when asked to, but asks its own machine whether `colorama; sys_platform == "win32"`
is needed. So its answer is read, what Windows needs beyond it is added, and it is asked again until nothing is lacking."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from email.parser import Parser
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename
from packaging.version import Version

from clausecheck.nouns.errors import fault
from clausecheck.nouns.records import dataclass

PLATFORM = "win_amd64"
PYTHONS = ("3.11", "3.12", "3.13")
MOST_ROUNDS = 8
"""Each round adds what the packages of the one before need on Windows; in practice there are two."""
LAST_LINES = 12
FIXES = 9
"""Every CPython from 3.11 on has had so many fix releases."""


@dataclass(frozen=True, slots=True)
class Target:
    """A CPython for 64-bit Windows, such as 3.13."""

    python: str

    @property
    def whole(self) -> str:
        """With its last number: some packages refuse the first fix releases, which nobody should run any more."""
        return f"{self.python}.{FIXES}"

    @property
    def numbers(self) -> tuple[int, int]:
        major, minor = self.python.split(".")
        return int(major), int(minor)

    @property
    def options(self) -> list[str]:
        """What tells pip to choose for this and not for the machine it runs on."""
        chosen = ["--platform", PLATFORM, "--python-version", self.whole, "--implementation", "cp"]
        return ["--only-binary=:all:", *chosen]

    @property
    def tags(self) -> frozenset[Tag]:
        """Of what wheels may run there."""
        own = cpython_tags(self.numbers, platforms=[PLATFORM])
        return frozenset([*own, *compatible_tags(self.numbers, platforms=[PLATFORM])])

    def markers(self, extra: str) -> dict[str, str]:
        """What a condition of a requirement is judged by there."""
        return {
            "implementation_name": "cpython",
            "implementation_version": self.whole,
            "os_name": "nt",
            "platform_machine": "AMD64",
            "platform_python_implementation": "CPython",
            "platform_release": "10",
            "platform_system": "Windows",
            "platform_version": "10.0",
            "python_full_version": self.whole,
            "python_version": self.python,
            "sys_platform": "win32",
            "extra": extra,
        }


@dataclass(frozen=True, slots=True)
class Package:
    """A package of one version and what it requires, as its metadata writes it."""

    version: str
    requires: tuple[str, ...]


def source_of_this() -> Path | None:
    """Where this program was installed from, as pip noted it: a checkout or a wheel that is still there."""
    try:
        noted = distribution("clausecheck").read_text("direct_url.json")
    except PackageNotFoundError:
        return None
    url = urlsplit(json.loads(noted or "{}").get("url", ""))
    path = Path(url2pathname(url.path))
    return path if url.scheme == "file" and path.exists() else None


def own_wheel(source: Path, folder: Path) -> Path:
    """The project's wheel: `source` itself, or built from a checkout into `folder`. Raises InputFault with pip's words."""
    if source.suffix == ".whl" and source.is_file():
        return source
    _pip(["wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(source)])
    return next(folder.glob("*.whl"))


def gather(wheel: Path, target: Target, folder: Path, constraints: Path | None = None) -> None:
    """Fills `folder` with `wheel` and every wheel that it needs on Windows. Raises InputFault where one cannot be had."""
    first, further = _named(wheel), list[str]()
    bounds = ["--constraint", str(constraints)] if constraints else []
    for _ in range(MOST_ROUNDS):
        found = _resolved([str(wheel), *further, *bounds], target)
        if not (more := _unmet(first, found, target)):
            break
        further += more
    else:
        raise fault(str(wheel), f"依赖没有收敛：{further}", f"what it needs does not come to an end: {further}")
    pinned = [f"{name}=={package.version}" for name, package in found.items() if name != first]
    if pinned:
        _pip(["download", "--quiet", "--no-deps", "--dest", str(folder), *target.options, *pinned])
    (folder / wheel.name).write_bytes(wheel.read_bytes())


def lacking(folder: Path, target: Target) -> list[str]:
    """What the wheels in a folder need on Windows and is not among them, or cannot run there; by their own metadata."""
    wheels = sorted(folder.glob("*.whl"))
    strange = [one.name for one in wheels if not parse_wheel_filename(one.name)[3] & target.tags]
    packages = {_named(one): _metadata(one) for one in wheels}
    return strange + _unmet("clausecheck", packages, target)


def _unmet(first: str, packages: Mapping[str, Package], target: Target) -> list[str]:
    """Requirements that hold on Windows, from `first` on, and that no package meets."""
    open_, seen, unmet = [(first, "")], set[tuple[str, str]](), list[str]()
    while open_:
        name, extra = open_.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        for wanted in _holding(packages[name].requires, target.markers(extra)):
            needed = canonicalize_name(wanted.name)
            met = packages.get(needed)
            if met is None or not wanted.specifier.contains(Version(met.version), prereleases=True):
                wanted.marker = None
                unmet.append(str(wanted))
            else:
                open_ += [(needed, one) for one in ("", *wanted.extras)]
    return sorted(set(unmet))


def _holding(requires: Iterable[str], markers: Mapping[str, str]) -> Iterator[Requirement]:
    for wanted in map(Requirement, requires):
        if wanted.marker is None or wanted.marker.evaluate(dict(markers)):
            yield wanted


def _resolved(wanted: Sequence[str], target: Target) -> dict[str, Package]:
    """What pip would install there; nothing is installed, and most of it not even fetched."""
    report = ["--dry-run", "--ignore-installed", "--quiet", "--report", "-", "--target", "unused"]
    document = json.loads(_pip(["install", *report, *target.options, *wanted]))
    metadata = [one["metadata"] for one in document["install"]]
    return {
        canonicalize_name(one["name"]): Package(one["version"], tuple(one.get("requires_dist", ()))) for one in metadata
    }


def _named(wheel: Path) -> str:
    return str(parse_wheel_filename(wheel.name)[0])


def _metadata(wheel: Path) -> Package:
    with ZipFile(wheel) as archive:
        place = next(name for name in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
        read = Parser().parsestr(archive.read(place).decode("utf-8"))
    return Package(read["Version"], tuple(read.get_all("Requires-Dist", ())))


def _pip(arguments: Sequence[str]) -> str:
    """What pip prints. Raises InputFault with its last words."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode:
        said = "\n".join(f"  {line}" for line in done.stderr.splitlines()[-LAST_LINES:])
        raise fault(
            f"pip {arguments[0]}",
            f"没有成功；请检查 pip 的索引设置和网络。pip 的原话：\n{said}",
            f"did not succeed; check where pip is told to look, and the network. In its words:\n{said}",
        )
    return done.stdout

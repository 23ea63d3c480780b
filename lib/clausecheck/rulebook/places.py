"""Where everything that a procedure says stands: what a company's rulebook or a file of rules adds has other files and
lines than the document it is added to."""

from dataclasses import field

from clausecheck.nouns.records import dataclass
from clausecheck.nouns.yamlfile import Lines

Path = tuple[str | int, ...]


@dataclass(slots=True)
class Places:
    """Beginning of a path in the whole -> the file it stands in, that file's lines, and its path there."""

    known: dict[Path, tuple[str, Lines, Path]] = field(default_factory=dict)

    def add(self, path: Path, file: str, lines: Lines, own: Path | None = None) -> None:
        """Notes where something stands; `own`: its path in its file, where that is another."""
        self.known[path] = (file, lines, path if own is None else own)

    def of(self, path: Path) -> str:
        """The file and line of a path, or of the closest thing above it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.known:
                file, lines, own = self.known[path[:length]]
                return f"{file}:{lines.nearest((*own, *path[length:]))}"
        raise KeyError(path)

    def file(self, path: Path) -> tuple[str, Lines]:
        """The file that something stands in, and its lines."""
        file, lines, _ = self.known[path]
        return file, lines

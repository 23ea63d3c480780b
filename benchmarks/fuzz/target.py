"""One fuzzer: draws inputs for one law by coverage (atheris) until the time is up, or an input breaks the law.

python benchmarks/fuzz/target.py TARGET CORPUS SECONDS [further options of libFuzzer, or one input to run alone]
"""

import io
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import atheris

TREE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TREE / "lib"), str(TREE / "tests" / "fuzz"), str(Path(__file__).parent)]
with atheris.instrument_imports(include=["clausecheck"]):
    import commands
    import laws

SECONDS_EACH, MEGABYTES, HANGS = 5, 1024, 120
"""Of CPU, of memory, and of the clock, on a machine that may be busy."""


def of_zip(data: bytes, most: int, seed: int) -> bytes:
    """A package with one of its parts changed by the fuzzer; anything else, and one in ten, is changed as mere bytes."""
    if seed % 10 == 0:
        return bytes(atheris.Mutate(data, most))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001 - the seed is no package, or a broken one: its bytes can be changed all the same
        return bytes(atheris.Mutate(data, most))
    names = sorted(parts)
    if not names:
        return bytes(atheris.Mutate(data, most))
    chosen = names[(seed // 10) % len(names)]
    parts[chosen] = atheris.Mutate(parts[chosen], len(parts[chosen]) + 2000)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return file.getvalue()


def typed(data: bytes) -> None:
    """The first byte chooses the command, lines are what is typed."""
    words = data[1:].decode("utf-8", "replace").split("\n")
    commands.typed(data[0] if data else 0, words)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "workbook": laws.workbook,
    "text": laws.text,
    **{name: (lambda data, name=name: laws.yaml_file(name, data)) for name in laws.YAML},
    "commands": typed,
}


def timed(law: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """The law, with its bound of CPU."""

    def held(data: bytes) -> None:
        start = time.process_time()
        law(data)
        taken = time.process_time() - start
        assert taken < SECONDS_EACH, f"it took {taken:.1f} s of CPU"

    return held


def main() -> None:
    name, corpus, seconds, *more = sys.argv[1:]
    law = timed(TARGETS[name])
    if more and Path(more[0]).is_file():
        law(Path(more[0]).read_bytes())
        return
    options = [f"-max_total_time={seconds}", f"-timeout={HANGS}", f"-rss_limit_mb={MEGABYTES}", "-max_len=60000",
               f"-artifact_prefix={corpus}/../{name}-", "-print_final_stats=1", "-verbosity=0", *more, corpus]  # fmt: skip
    if name == "workbook":
        atheris.Setup([sys.argv[0], *options], law, custom_mutator=of_zip)
    else:
        atheris.Setup([sys.argv[0], *options], law)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

"""Makes the sample projects: `python sample_data/make.py [--out FOLDER]`, by default into this folder.

Seeded: the same files, byte for byte, every time. The parts are in `workshop/`.
"""

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "lib")]

from workshop import compliant, new_town, office_tower, second, trends, typical_faults  # noqa: E402
from workshop.expected import write_expected, write_readme  # noqa: E402

MAKERS = (typical_faults, office_tower, new_town, compliant)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE, help="where the project folders go")
    out = parser.parse_args().out
    entries = []
    for maker in MAKERS:
        draft = maker.make()
        folder = out / f"{draft.code}_{draft.name}"
        folder.mkdir(parents=True, exist_ok=True)
        places = maker.write(draft, folder)
        entries.append((folder.name, draft, write_expected(draft, places, folder)))
    write_readme(entries, out / "README.md")
    trends.write_all(out / "trends")
    second.write_all(out / second.PROCEDURE)


if __name__ == "__main__":
    main()

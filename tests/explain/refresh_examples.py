"""Writes the words found into examples.yaml anew, and the docs: `python tests/explain/refresh_examples.py`, after a change
of wording or of a rule."""

import sys
import tempfile
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "lib")]

from example_books import findings_of, words_of  # noqa: E402

from clausecheck.explain import write_docs  # noqa: E402
from clausecheck.explain.examples import examples  # noqa: E402
from clausecheck.procedure.shipped import DEFAULT, PROCEDURES  # noqa: E402
from clausecheck.rulebook import load_rulebook  # noqa: E402


def main() -> None:
    path = PROCEDURES / DEFAULT / "examples.yaml"
    yaml = YAML()
    yaml.width, yaml.preserve_quotes = 10_000, True
    yaml.indent(mapping=2, sequence=4, offset=2)
    document = yaml.load(path.read_text(encoding="utf-8"))
    for code, both in examples(load_rulebook()).items():
        for example in both:
            with tempfile.TemporaryDirectory() as folder:
                findings = findings_of(example, Path(folder))
            named = next((finding for finding in findings if finding.subject == example.subject), None)
            if named is None or named.verdict != example.verdict:
                if example.subject or findings:
                    print(code, example.verdict, "but found", [(f.subject, f.verdict, words_of(f)) for f in findings])
                continue
            words = CommentedMap(words_of(named))
            words.fa.set_flow_style()
            target = document["examples"][code][example.verdict]
            target.pop("found", None)
            if words:
                target["found"] = words
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        yaml.dump(document, stream)
    examples.cache_clear()
    write_docs(ROOT / "docs")


if __name__ == "__main__":
    main()

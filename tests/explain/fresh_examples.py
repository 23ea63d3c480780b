"""The examples of a procedure with the words that an audit finds today."""

import io
import sys
import tempfile
from pathlib import Path

from example_books import findings_of, words_of
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from clausecheck.explain.examples import FILE, Example, examples
from clausecheck.nouns.model import Finding
from clausecheck.procedure.procedure import Procedure


def fresh_examples(book: Procedure) -> str:
    """The text of a procedure's examples.yaml with the words found (`found`) of today. An example that comes to another
    verdict than it says keeps its words, and is told on standard error: that is for a person to mend."""
    yaml = YAML()
    yaml.width, yaml.preserve_quotes = 10_000, True
    yaml.indent(mapping=2, sequence=4, offset=2)
    document = yaml.load((book.folder / FILE).read_text(encoding="utf-8"))
    for code, both in examples(book).items():
        for example in both:
            if code not in document["examples"] or (named := _found(example, book)) is None:
                continue
            words = CommentedMap(words_of(named))
            words.fa.set_flow_style()
            target = document["examples"][code][example.verdict]
            target.pop("found", None)
            if words:
                target["found"] = words
    text = io.StringIO()
    yaml.dump(document, text)
    return text.getvalue()


def _found(example: Example, book: Procedure) -> Finding | None:
    with tempfile.TemporaryDirectory() as folder:
        findings = findings_of(example, Path(folder), book)
    named = next((finding for finding in findings if finding.subject == example.subject), None)
    if named is not None and named.verdict == example.verdict:
        return named
    if example.subject or findings:
        found = [(one.subject, one.verdict, words_of(one)) for one in findings]
        print(f"{example.code} {example.verdict}: but found {found}", file=sys.stderr)
    return None

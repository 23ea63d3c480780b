"""One finding in full, as HTML: what it says, the rows around its cells, its numbers and its rule. All text is escaped."""

from collections.abc import Iterable, Mapping
from datetime import date

from markupsafe import Markup

from clausecheck.desk.listing import subject_of, title_of
from clausecheck.desk.sheetrows import Excerpt, letters
from clausecheck.desk.texts import joined, text
from clausecheck.nouns.model import Finding, NumberUsed
from clausecheck.nouns.people import Reply
from clausecheck.nouns.text import shortened
from clausecheck.papers.page.figures import gravity, is_data
from clausecheck.papers.page.texts import named
from clausecheck.papers.page.texts import text as page_text
from clausecheck.results.review import Review
from clausecheck.rulebook import Procedure, Rule, used
from clausecheck.wording import role_name, term, word

MOST_SHEETS = 4
MOST_LETTERS = 160


def head_html(finding: Finding, book: Procedure, review: Review | None, lang: str) -> Markup:
    """Code, title, whom it is about, verdict, severity, role, due date, and the mark it carries."""
    signs = [Markup("<em class={}>{}</em>").format(finding.shown_as, named("verdict", finding.shown_as, lang))]
    if finding.severity:
        signs.append(
            Markup("<em class=s{}>{}</em>").format(gravity(finding), named("severity", finding.severity, lang))
        )
    about = []
    if finding.role:
        about.append(f"{page_text('role_label', lang)} {role_name(finding.role, book.identity.english, lang)}")
    if finding.due:
        about.append(page_text("due_on", lang, day=finding.due))
    title = Markup("<h3>{} {}</h3><p class=ccw-subject><b>{}</b> <span class=dim>{}</span></p>").format(
        finding.code, title_of(book, finding.code, lang), subject_of(finding, book, lang), finding.clause
    )
    line = Markup("<p>{} <span class=dim>{}</span></p>").format(joined(signs), " · ".join(about))
    return title + line + _review_html(finding, review, lang)


def _review_html(finding: Finding, review: Review | None, lang: str) -> Markup:
    if review is None:
        return Markup("")
    said = text(f"marked_{review.mark}", lang)
    who = " ".join(filter(None, (review.by, review.on)))
    by = text("marked_by", lang, by=who) if who else ""
    old = "" if review.holds(finding) else text("marked_before", lang)
    return Markup("<p class='ccw-mark {}'><b>{}</b> {} {} <b>{}</b></p>").format(
        review.mark, said, review.note, by, old
    )


def explanation_html(finding: Finding, book: Procedure, lang: str, reply: Reply | None = None) -> Markup:
    """Required, found, what would have passed, what to do now, the numbers with their sources, and what the centre wrote
    beside the finding in a copy that came back."""
    rows = []
    if finding.required:
        rows.append((text("required", lang), Markup.escape(word(finding.required, lang))))
    if finding.found:
        said = [Markup("<div>{}</div>").format(word(one, lang)) for one in finding.found]
        rows.append((text("found", lang), joined(said)))
    if finding.mend:
        rows.append((text("mend", lang), Markup.escape(word(finding.mend, lang))))
    if finding.action:
        key = "correct" if is_data(finding) else "action"
        rows.append((text(key, lang), Markup.escape(word(finding.action, lang))))
    if finding.numbers:
        rows.append((text("numbers", lang), joined([_number_html(one, lang) for one in finding.numbers])))
    if reply:
        said = [Markup("<div>{}</div>").format(one) for one in (reply.done, reply.by, reply.on, reply.evidence) if one]
        rows.append((text("reply", lang), joined(said)))
    if not rows:
        return Markup("<p class=dim>{}</p>").format(text("bare", lang))
    lines = [Markup("<dt>{}</dt><dd>{}</dd>").format(name, said) for name, said in rows]
    return Markup("<dl>{}</dl>").format(joined(lines))


def _number_html(number: NumberUsed, lang: str) -> Markup:
    value, why = (number.zh, number.why) if lang == "zh" else (number.en, number.why_en or number.why)
    since = text("since", lang, day=number.since) if number.since else ""
    return Markup("<div><b>{}</b> <em class={}>{}</em> <span class=dim>{} {}</span></div>").format(
        value, number.source, term("source", number.source, lang), since, why
    )


def rule_html(code: str, book: Procedure, day: date, lang: str) -> Markup:
    """The rule: what it requires, of whom, how grave, the clause's own words, and its numbers in force on a day."""
    rule = book.rules.get(code)
    if rule is None:
        return Markup("")
    clauses = [
        Markup("<p><b>{}</b> {}</p>").format(clause.id, clause.text.zh if lang == "zh" else clause.text.en)
        for clause in book.clauses
        if code in clause.rules
    ]
    numbers = [number for name in rule.numbers if (number := used(rule, name, day))]
    waivable = text("waivable" if rule.waivable else "not_waivable", lang)
    facts = (named("severity", rule.severity, lang), role_name(rule.role, book.identity.english, lang), waivable)
    return Markup("<details><summary>{}</summary><p>{}</p><p class=dim>{}</p>{}{}</details>").format(
        text("rule_heading", lang, code=code, title=title_of(book, code, lang)),
        _requirement(rule, numbers, lang),
        " · ".join(filter(None, facts)),
        joined(clauses),
        joined([_number_html(number, lang) for number in numbers]),
    )


def _requirement(rule: Rule, numbers: list[NumberUsed], lang: str) -> str:
    """What the rule requires with its numbers put in; one that is not in force yet is a dash."""
    values = dict.fromkeys(rule.numbers, "—")
    values |= {number.name: number.zh if lang == "zh" else number.en for number in numbers}
    return (rule.requirement.zh if lang == "zh" else rule.requirement.en).format_map(values)


def places_html(finding: Finding, pieces: Iterable[Excerpt], lang: str) -> Markup:
    """The rows around the cells of a finding, a table for each sheet."""
    shown = list(pieces)
    if not shown:
        return Markup("<p class=dim>{}</p>").format(text("no_cells", lang))
    made = [_excerpt_html(piece, lang) for piece in shown[:MOST_SHEETS]]
    if len(shown) > MOST_SHEETS:
        made.append(Markup("<p class=dim>{}</p>").format(text("more_sheets", lang, n=len(shown) - MOST_SHEETS)))
    return joined(made)


def _excerpt_html(piece: Excerpt, lang: str) -> Markup:
    cells = ", ".join(f"{letters(column)}{row}" for row, column in (*sorted(piece.hits), *sorted(piece.seen)))
    caption = Markup("<p class=ccw-place><b>{}</b> {} <span class=dim>{}</span></p>").format(
        piece.sheet, shortened(cells, MOST_LETTERS), piece.file
    )
    head = [
        Markup("<th scope=col class='{}'>{}</th>").format(_far(piece, at), "⋯" if at is None else letters(at))
        for at in piece.columns
    ]
    body = [_row_html(piece, row) for row in piece.rows]
    more = ""
    if piece.left_out:
        more = Markup("<p class=dim>{}</p>").format(text("more_rows", lang, n=piece.left_out))
    return Markup(
        "{}<div class=ccw-scroll tabindex=0><table class=ccw-sheet><thead><tr><th></th>{}</tr></thead>"
        "<tbody>{}</tbody></table></div>{}"
    ).format(caption, joined(head), joined(body), more)


def _row_html(piece: Excerpt, row: int | None) -> Markup:
    if row is None:
        return Markup("<tr class=gap><th>⋮</th><td colspan={}></td></tr>").format(len(piece.columns))
    texts: Mapping[int, str] = piece.text.get(row, {})
    cells = [_cell_html(piece, row, column, texts) for column in piece.columns]
    kind = "head" if row in piece.headers else ""
    return Markup("<tr class='{}'><th scope=row>{}</th>{}</tr>").format(kind, row, joined(cells))


def _cell_html(piece: Excerpt, row: int, column: int | None, texts: Mapping[int, str]) -> Markup:
    if column is None:
        return Markup("<td class='gap ccw-far'></td>")
    said = texts.get(column, "")
    short = shortened(said, MOST_LETTERS)
    kind = "hit" if (row, column) in piece.hits else "seen" if (row, column) in piece.seen else ""
    kind = f"{kind} {_far(piece, column)}".strip()
    return Markup("<td class='{}' data-cell={}{} title='{}'><span>{}</span></td>").format(
        kind, letters(column), row, said[:1000], short
    )


def _far(piece: Excerpt, column: int | None) -> str:
    """Marks columns that a phone, having no room, leaves out: neither the first nor beside a cited one."""
    if column is None:
        return "ccw-far"
    cited = {at for row, at in (piece.hits or piece.seen) if row in piece.rows}
    return "" if column == 0 or any(abs(column - at) <= 1 for at in cited) else "ccw-far"

"""The comparison with an earlier audit as HTML: what it was compared with, and its changes by state. All text is escaped."""

from markupsafe import Markup

from clausecheck.desk.texts import joined, text
from clausecheck.nouns.model import Audit
from clausecheck.papers.page.recheck import COLOURS, rechecked
from clausecheck.papers.page.record import open_report
from clausecheck.papers.page.texts import named
from clausecheck.recheck import STATES, Change, Recheck, state_word
from clausecheck.recheck.told import about_of, cells_of, found_of, why_of
from clausecheck.wording import word

MOST_LINES = 200
ALL = ""


def lead_html(made: Recheck, audit: Audit, lang: str) -> Markup:
    """With what the audit was compared, how much of it is mended, and what else must be known."""
    lead = rechecked(open_report(audit, lang, recheck=made))
    notes = [Markup("<li>{}</li>").format(word(note, lang)) for note in made.notes]
    more = Markup("<ul class=notes>{}</ul>").format(joined(notes)) if notes else Markup("")
    return Markup("<div class=cc><h4>{}</h4><p>{}</p>{}</div>").format(text("recheck", lang), lead, more)


def lines_html(made: Recheck, audit: Audit, state: str, lang: str) -> Markup:
    """The changes of a state (blank: all), what wants attention first, as a table; at most `MOST_LINES`."""
    changes = sorted(made.changes, key=lambda one: STATES.index(one.state))
    fitting = [one for one in changes if state in (ALL, one.state)]
    if not fitting:
        return Markup("<p class=ccw-dim>{}</p>").format(text("recheck_none", lang))
    heads = [
        Markup("<th scope=col>{}</th>").format(text(f"recheck_{name}", lang)) for name in ("state", "what", "cells")
    ]
    rows = [_row(one, audit, lang) for one in fitting[:MOST_LINES]]
    left = len(fitting) - MOST_LINES
    more = Markup("<p class=dim>{}</p>").format(text("recheck_more", lang, n=left)) if left > 0 else ""
    return Markup(
        "<div class=cc><div class='ccw-scroll ccw-changes'><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>"
        "</div>{}</div>"
    ).format(joined(heads), joined(rows), more)


def _row(one: Change, audit: Audit, lang: str) -> Markup:
    titles = audit.rulebook.titles.get(one.code, {})
    turned = " → ".join(named("verdict", each, lang) if each else "–" for each in (one.before, one.after))
    said = [Markup("<div>{}</div>").format(each) for each in (found_of(one, lang), why_of(one, lang)) if each]
    cells = [Markup("<div><b>{}</b> <del>{}</del> → <ins>{}</ins></div>").format(*each) for each in cells_of(one, lang)]
    return Markup(
        "<tr data-state={}><td><em class={}>{}</em><div class=dim>{}</div></td><td><b>{} {}</b> {}{}</td><td>{}</td></tr>"
    ).format(
        one.state,
        COLOURS[one.state],
        state_word(one.state, lang),
        turned,
        one.code,
        titles.get(lang, ""),
        about_of(one, audit.rulebook, lang),
        joined(said),
        joined(cells),
    )

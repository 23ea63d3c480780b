"""The tally of an audit and what must be known of it, as HTML."""

from markupsafe import Markup

from clausecheck.desk.texts import joined, text
from clausecheck.nouns.model import Audit
from clausecheck.papers.page.head import MOST_TOLD, cards
from clausecheck.papers.page.record import open_report
from clausecheck.wording import not_taken_as_it_stands, word

CARD = Markup(
    "<div class='card {kind}'><div class=label>{label}</div><div class=number>{value}</div>"
    "<div class=note>{note}</div></div>"
)


def tally_html(audit: Audit, lang: str) -> Markup:
    """The cards of the report, and the notes."""
    each = [one if at < MOST_TOLD else {**one, "note": ""} for at, one in enumerate(cards(open_report(audit, lang)))]
    made = Markup("<div class=cards>{}</div>").format(joined([CARD.format(**one) for one in each]))
    told = [*audit.notes, *not_taken_as_it_stands(audit.remarks_told, audit.files_unread)]
    if told:
        lines = [Markup("<li>{}</li>").format(word(note, lang)) for note in told]
        made += Markup("<div class=notes><b>{}</b><ul>{}</ul></div>").format(text("notes", lang), joined(lines))
    return Markup("<div class='cc ccw-tally'>{}</div>").format(made)

"""What `clausecheck portfolio` may have besides a register or a folder: an export to split, a cluster, people to tell."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from clausecheck.nouns.errors import fault

from .console import complain, language, tell, ui
from .usage import misuse

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from clausecheck.portfolio.model import Night, Project, Stranger
    from clausecheck.rulebook import Procedure

    from .elsewhere import AtHand

MOST_WAIT = 15
"""Seconds in which a cluster must answer."""
MOST_STRANGERS = 20
"""So many rows of no project are named on the terminal; portfolio.json lists all."""


@contextmanager
def cluster(address: str) -> "Iterator[Executor | None]":
    """What runs on a Dask cluster; None where none is asked for. Raises InputFault where it cannot be reached."""
    if not address:
        yield None
        return
    try:
        from distributed import Client
    except ImportError:
        raise fault("--dask", *(ui("dask_missing", lang) for lang in ("zh", "en"))) from None
    try:
        client = Client(address, timeout=MOST_WAIT)
    except (OSError, ValueError) as error:
        raise fault(address, *(ui("dask_unreachable", lang, why=error) for lang in ("zh", "en"))) from None
    with client, client.get_executor(pure=False) as executor:
        yield executor


def listed(here: "AtHand", split: str, book: "Procedure") -> "tuple[list[Project], tuple[Stranger, ...] | None]":
    """The projects; of an export also the rows that belong to none."""
    if here.register is None:
        from clausecheck.portfolio.listing import list_projects

        return here.gathered(list_projects(here.source, book, here.base(here.source))), None
    from clausecheck.portfolio.split import split_export

    return split_export(here.source, split, here.register, book, here.base(here.register), here.gathered)


def refuse_half_a_split(split: str, register: str) -> None:
    """An export is split by a column and a register, not by one of them."""
    if bool(split) != bool(register):
        said = (ui("split_register", lang) for lang in ("zh", "en"))
        raise misuse("--split" if split else "--register", *said)


def addresses_in(given: dict[str, str]) -> dict[str, list[str]]:
    """Option -> the addresses in the environment variable it names. Raises InputFault for one that holds none."""
    if not any(given.values()):
        return {}
    from clausecheck.portfolio.notify import addresses

    return {option: addresses(name, option) for option, name in given.items() if name}


def send_told(to: dict[str, list[str]], night: "Night", link: str) -> None:
    """Sends what there is to tell. What cannot be handed over is said; the results are none the worse for it."""
    if not to:
        return
    from clausecheck.portfolio.month.lines import read_month
    from clausecheck.portfolio.notify import failed, morning, send

    month = read_month(night.out, night.period)
    apart = "--notify-failures" in to
    messages = {
        "--notify": morning(month, language(), link, failures=not apart),
        "--notify-failures": failed(month, language()),
    }
    for option, addresses in to.items():
        message = messages[option]
        for address in send(message, addresses, option) if message else ():
            complain(ui("not_sent", address=address))


def tell_strangers(strangers: "Sequence[Stranger]", column: str) -> None:
    """Names the rows of an export that belong to no project."""
    if strangers:
        tell(ui("strangers", n=len(strangers), column=column))
    for one in strangers[:MOST_STRANGERS]:
        place = f"{one.file} › {one.sheet}!{one.row}" if one.row else f"{one.file} › {one.sheet}"
        said = (
            ui("stranger_value", value=one.value)
            if one.value
            else ui("stranger_blank" if one.row else "stranger_sheet")
        )
        tell(f"  {place} {said}")
    if len(strangers) > MOST_STRANGERS:
        tell(ui("strangers_more", n=len(strangers) - MOST_STRANGERS))

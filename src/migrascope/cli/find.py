"""Which passages answer this question, in the documents that were read?"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrascope.cli import documents, find_showing
from migrascope.cli.context import Context, pass_context
from migrascope.errors import UsageError

if TYPE_CHECKING:
    from migrascope.knowledge.library import Filters, Library

KINDS = (
    "challenge",
    "practice",
    "recommendation",
    "commitment",
    "initiative",
    "instrument",
    "figure",
    "statement",
)
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@click.command()
@click.argument("question", nargs=-1, metavar="[QUESTION]")
@click.option("--kind", multiple=True, type=click.Choice(KINDS), help="Repeatable.")
@click.option("--goal", multiple=True, metavar="NUMBER", help="SDG goal. Repeatable.")
@click.option("--target", multiple=True, metavar="CODE", help="SDG target, as 10.c.")
@click.option(
    "--objective",
    multiple=True,
    metavar="NUMBER",
    help="Objective of the Global Compact.",
)
@click.option(
    "--area",
    multiple=True,
    metavar="AREA",
    help="Country; of a group, its members too.",
)
@click.option(
    "--organisation", multiple=True, metavar="NAME", help="As tagged: IOM, ILO, UNICEF."
)
@click.option("--group", multiple=True, metavar="NAME", help="As tagged: women, youth.")
@click.option("--sector", multiple=True, metavar="NAME", help="As tagged: health.")
@click.option("--since", metavar="DATE", help="Documents of 2018, 2018-03 or later.")
@click.option("--until", metavar="DATE", help="Documents of that day, month or before.")
@click.option("--language", multiple=True, metavar="CODE", help="ar en es fr ru zh.")
@click.option("--document", multiple=True, metavar="ID", help="Repeatable.")
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=10, help="Hits shown (10)."
)
@click.option("--explain", is_flag=True, help="Show how each rank came about.")
@click.option("--nearest", is_flag=True, help="Show the nearest if nothing answers.")
@click.option(
    "--format",
    "form",
    type=click.Choice(documents.FORMS),
    help="How to write it (table).",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write to.",
)
@pass_context
def command(
    context: Context,
    *,
    question: tuple[str, ...],
    kind: tuple[str, ...],
    goal: tuple[str, ...],
    target: tuple[str, ...],
    objective: tuple[str, ...],
    area: tuple[str, ...],
    organisation: tuple[str, ...],
    group: tuple[str, ...],
    sector: tuple[str, ...],
    since: str | None,
    until: str | None,
    language: tuple[str, ...],
    document: tuple[str, ...],
    limit: int,
    explain: bool,
    nearest: bool,
    form: str | None,
    output: Path | None,
) -> None:
    r"""Find the passages that answer a question, with document, page and reason.

    When no passage answers, it says so. Filters combine; without a QUESTION all
    passages that pass them are listed.

    \b
      migrascope find "cost of remittances"
      migrascope find "who pays recruitment fees?" --kind practice --since 2018
      migrascope find --kind commitment --area KEN --format csv
    """
    from migrascope.knowledge.search import meaning
    from migrascope.knowledge.search.finding import find

    chosen = documents.form_of(form, output)
    text = " ".join(question)
    filters = _filters(
        kind=kind,
        goal=goal,
        target=target,
        objective=objective,
        area=area,
        language=language,
        document=document,
        since=since,
        until=until,
    )
    if not text.strip() and not (filters or organisation or group or sector):
        raise UsageError(
            "There is nothing to look for.",
            'Ask something: migrascope find "cost of remittances".',
        )
    with documents.library(context) as library:
        for name in document:
            library.held(name)  # a name that is not there is told, with its neighbours
        filters = replace(
            filters,
            organisations=_tagged(library, "organisation", organisation),
            groups=_tagged(library, "group", group),
            sectors=_tagged(library, "sector", sector),
        )
        answer = find(library, text, filters=filters, limit=limit)
        behind = meaning.left_behind(library.connection) if text.strip() else ()
    if chosen == documents.FORMS[0]:
        find_showing.show(context, answer, explain=explain, nearest=nearest)
    else:
        find_showing.write(answer, form=chosen, output=output)
        if answer.nothing:
            context.say(find_showing.nothing(answer))
    if behind:
        context.say(
            f"Only words were compared: {documents.told(len(behind), 'document')} read "
            "since. To compare meanings again: migrascope library embed"
        )


def _filters(
    *,
    since: str | None,
    until: str | None,
    **values: tuple[str, ...],
) -> Filters:
    """What was typed, as filters; codes that do not exist are refused."""
    from migrascope.knowledge.library import Filters
    from migrascope.knowledge.model import Kind
    from migrascope.model import compact, goals

    for code in (*values["goal"], *values["target"]):
        goals.get(code)
    for number in values["objective"]:
        compact.get(int(number) if number.isdecimal() else 0)
    first, last = _day(since, "--since", last=False), _day(until, "--until", last=True)
    if first and last and first > last:
        raise UsageError(
            f"--since {since} is later than --until {until}.",
            "No document can be from both: swap them, or leave one out.",
        )
    return Filters(
        kinds=tuple(Kind(each) for each in values["kind"]),
        goals=values["goal"],
        targets=values["target"],
        objectives=tuple(str(int(each)) for each in values["objective"]),
        areas=tuple(dict.fromkeys(_areas(values["area"]))),
        languages=tuple(each.lower() for each in values["language"]),
        documents=values["document"],
        since=first,
        until=last,
    )


def _tagged(library: Library, scheme: str, typed: Sequence[str]) -> tuple[str, ...]:
    """The codes that were typed, as passages are tagged with them.

    Raises:
        UsageError: no passage has such a tag; the nearest are named.
    """
    from difflib import get_close_matches

    from migrascope.knowledge.model import Scheme

    codes = library.codes(Scheme(scheme)) if typed else ()
    by_spelling = {code.casefold(): code for code in codes}
    for each in typed:
        if each.casefold() in by_spelling:
            continue
        near = get_close_matches(each.casefold(), by_spelling, n=3, cutoff=0.5)
        names = ", ".join(by_spelling[spelling] for spelling in near)
        raise UsageError(
            f'No passage is tagged with the {scheme} "{each}".',
            f"Nearest: {names}." if names else f"There are: {', '.join(codes[:12])} …",
        )
    return tuple(by_spelling[each.casefold()] for each in typed)


def _areas(typed: Sequence[str]) -> list[str]:
    """The areas that were typed; of a group also what belongs to it."""
    from migrascope.model import area

    ids = []
    for text in typed:
        found = area.find(text)
        ids += [found.id, *(area.members(found.id) if found.is_aggregate else ())]
    return ids


def _day(typed: str | None, option: str, *, last: bool) -> date | None:
    """The first or the last day of a year, a month or a day.

    Raises:
        UsageError: it is none of these.
    """
    if typed is None:
        return None
    match = _DAY.fullmatch(typed.strip())
    if match is not None:
        year, month, day = (int(part) if part else None for part in match.groups())
        with suppress(ValueError):  # a thirteenth month
            return _bound(year or 0, month, day, last=last)
    raise UsageError(
        f'{option}: "{typed}" is no year, month or day.',
        "Write 2018, 2018-03 or 2018-03-26.",
    )


def _bound(year: int, month: int | None, day: int | None, *, last: bool) -> date:
    month = month or (12 if last else 1)
    first = date(year, month, 1)
    return first.replace(day=day or (monthrange(year, month)[1] if last else 1))

"""What was agreed on the weak spots of a country, and what has worked elsewhere?

For each indicator that is off track: practices, recommendations and commitments on its
target, from the documents that were read, those of similar countries first. Before
them what the documents say of the country itself. Words are quoted, never rewritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from migrascope.errors import BadCorrection
from migrascope.indicators import registry
from migrascope.indicators.progress import Assessment, Outlook
from migrascope.indicators.registry import Indicator
from migrascope.knowledge.links import agreed, conditions
from migrascope.knowledge.links.agreed import Agreed, Link
from migrascope.knowledge.links.conditions import ITSELF
from migrascope.knowledge.registers.record import Record, Register
from migrascope.language.grammar import capital, count, listing, number_word
from migrascope.language.numbers import day
from migrascope.model import area as areas
from migrascope.review.context import Context
from migrascope.review.model import Column, Exhibit, Section, Sentence, Table

TITLE = "What was agreed, and what has worked elsewhere"

MOST = 3
"""Statements shown for one target."""
MOST_HERE = 10
"""Statements shown on the country itself."""

KINDS = {
    Register.PRACTICES: "practice",
    Register.RECOMMENDATIONS: "recommendation",
    Register.COMMITMENTS: "commitment",
}
QUOTED = (
    "Words of the documents, unchanged; kind, target and place were found by a program "
    "and may be corrected: migrascope register."
)


@dataclass(frozen=True, slots=True)
class WeakSpot:
    """A target with indicators that are off track, and what was said on it.

    `links` are what was said elsewhere; `is_spoken_of` is True for what was said of the
    country itself, too.
    """

    target: str
    indicators: tuple[Indicator, ...]
    links: tuple[Link, ...]
    is_spoken_of: bool


def section(context: Context) -> Section | None:
    """What the library holds for this review; None when it holds no document."""
    if context.library is None:
        return None
    weak = _off_track(context)
    try:
        found = agreed.of_folder(context.library, tuple(weak), context.area)
    except BadCorrection as error:
        return _left_out(error)
    if found is None:
        return None
    spots = [_spot(context, found, target, metas) for target, metas in weak.items()]
    here = found.about(context.area)
    exhibits = (
        _here(context, found, here[:MOST_HERE]) if here else None,
        _elsewhere(context, [spot for spot in spots if spot.links]),
    )
    return Section(
        "agreed",
        TITLE,
        _lead(context, spots, here, documents=len(found.documents)),
        body=_silent(spots),
        exhibits=tuple(each for each in exhibits if each),
    )


def _left_out(error: BadCorrection) -> Section:
    """Say that nothing is quoted: what somebody took out could be among it.

    The rest of the review does not hang on a file with a slip of the pen.
    """
    return Section(
        "agreed",
        TITLE,
        Sentence(
            "Nothing is quoted here, as the corrections to what was read could not "
            f"be applied. {' '.join(str(error).split())}"
        ),
    )


def _spot(
    context: Context, found: Agreed, target: str, metas: tuple[Indicator, ...]
) -> WeakSpot:
    links = found.on(target, context.area)
    elsewhere = [link for link in links if link.likeness.score < ITSELF]
    return WeakSpot(target, metas, tuple(elsewhere[:MOST]), bool(links))


def _off_track(context: Context) -> dict[str, tuple[Indicator, ...]]:
    """Targets with an indicator of which a method says: too slow, or away."""
    found: dict[str, tuple[Indicator, ...]] = {}
    for meta in registry.everything():
        if not meta.sdg or context.series(meta.code).latest is None:
            continue
        if is_off_track(context.assessment(meta)):
            target = meta.sdg.rpartition(".")[0]
            found[target] = (*found.get(target, ()), meta)
    return found


def is_off_track(assessment: Assessment) -> bool:
    """True when at least one method sees progress too slow or the wrong way."""
    return any(
        verdict.outlook in {Outlook.TOO_SLOW, Outlook.AWAY}
        for verdict in assessment.verdicts
    )


def _lead(
    context: Context,
    spots: Sequence[WeakSpot],
    here: Sequence[Record],
    *,
    documents: int,
) -> Sentence:
    read = f"In {count(documents, 'document')} that {_was(documents)} read"
    named = (
        f"{_statements(len(here))} {_name(len(here))} {_place_named(context)}"
        if here
        else f"no practice, recommendation or commitment names {_place_named(context)}"
    )
    if not spots:
        return Sentence(
            f"{read}, {named}; no SDG indicator followed here is off track, so that no "
            "practice was looked for."
        )
    with_links = sum(bool(spot.links) for spot in spots)
    return Sentence(
        f"{read}, {named}; practices or recommendations were found on "
        f"{_of(with_links, len(spots))} with an indicator off track."
    )


def _statements(number: int) -> str:
    """How many are on record; of more than are shown, that there are more."""
    if number > MOST_HERE:
        return f"more than {number_word(MOST_HERE)} statements"
    return count(number, "statement")


def _place_named(context: Context) -> str:
    is_group = len(conditions.inside(context.area)) > 1
    return f"{context.inside} or a country in it" if is_group else context.inside


def _silent(spots: Sequence[WeakSpot]) -> tuple[Sentence, ...]:
    silent = [spot.target for spot in spots if not spot.is_spoken_of]
    if not silent:
        return ()
    said = "No practice, recommendation or commitment was found on"
    return (Sentence(f"{said} {_targets(silent, 'or')}."),)


def _here(context: Context, found: Agreed, records: Sequence[Record]) -> Exhibit:
    table = Table(
        "agreed-here",
        f"What the documents say of {context.inside}",
        (
            Column("says", "Words of the document"),
            Column("kind", "Kind"),
            Column("on", "On"),
            Column("source", "Written in"),
        ),
        tuple(
            (
                record.text("says"),
                _kind(record),
                _on(record),
                _source(record, found),
            )
            for record in records
        ),
    )
    kinds = [each.register for each in records]
    told = [
        count(kinds.count(register), KINDS[register])
        for register in KINDS
        if register in kinds
    ]
    return Exhibit(
        f"{capital(listing(told))} about {context.inside}", table, (), note=QUOTED
    )


def _elsewhere(context: Context, spots: Sequence[WeakSpot]) -> Exhibit | None:
    if not spots:
        return None
    table = Table(
        "agreed-elsewhere",
        f"Practices and recommendations on targets that {context.inside} may miss",
        (
            Column("says", "Words of the document"),
            Column("target", "On"),
            Column("kind", "Kind"),
            Column("area", "Where"),
            Column("why", "Why here"),
            Column("source", "Written in"),
        ),
        tuple(
            (
                link.record.text("says"),
                link.through,
                _kind(link.record),
                areas.name(link.area) if link.area else None,
                str(link.likeness) or None,
                _place(link),
            )
            for spot in spots
            for link in spot.links
        ),
    )
    links = [link for spot in spots for link in spot.links]
    alike = sum(bool(link.likeness.score) for link in links)
    similar = (
        f"{number_word(alike) if alike else 'none'} of a place in similar conditions"
    )
    return Exhibit(
        f"{capital(count(len(links), 'statement'))} from elsewhere on "
        f"{_targets([spot.target for spot in spots], 'and')}, {similar}",
        table,
        (),
        note=f"{QUOTED} {_explained(spots)}",
    )


def _explained(spots: Sequence[WeakSpot]) -> str:
    """Which indicators stand behind each target."""
    told = (
        f"{spot.target}: {', '.join(each.name for each in spot.indicators)}"
        for spot in spots
    )
    return f"Off track by at least one method: {'; '.join(told)}."


def _kind(record: Record) -> str:
    kind = KINDS[record.register]
    due = record.text("due")
    owner = record.text("owner")
    more = ", ".join(filter(None, (owner, f"due {due}" if due else "")))
    return f"{kind} ({more})" if more else kind


def _on(record: Record) -> str | None:
    told = [f"target {each}" for each in record.parts("targets")]
    told += [f"objective {each}" for each in record.parts("objectives")]
    return ", ".join(told) or None


def _source(record: Record, found: Agreed) -> str:
    return _written(record, found.document(record).metadata.title)


def _place(link: Link) -> str:
    return _written(link.record, link.document.metadata.title)


def _written(record: Record, title: str) -> str:
    """The document with its day, page and passage, so that it is found again."""
    citation = record.citations[0]
    when = record.text("when")
    event = record.text("event")
    named = event if event and event != record.document else title or record.document
    told = f"{named}, {day(date.fromisoformat(when))}" if when else named
    return f"{told}, page {citation.page} [{citation.passage}]"


def _targets(codes: Sequence[str], last: str) -> str:
    """Targets in a row: "target 10.c", "targets 10.7 and 10.c"."""
    if len(codes) == 1:
        return f"target {codes[0]}"
    return f"targets {', '.join(codes[:-1])} {last} {codes[-1]}"


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _name(number: int) -> str:
    return "names" if number == 1 else "name"


def _of(some: int, every: int) -> str:
    if every == 1:
        return "the one target" if some else "none of the targets"
    if some == every:
        return f"all {number_word(every)} targets"
    return f"{number_word(some) if some else 'none'} of {number_word(every)} targets"

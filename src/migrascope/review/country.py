"""What does the review of a country, region or group say?

Builds one immutable `Review` from the evidence: chapters, and then the sources and
caveats of exactly those editions that any number in it rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from migrascope import __version__
from migrascope.errors import UsageError
from migrascope.indicators.evidence import Evidence
from migrascope.language.numbers import day
from migrascope.model.caveat import Caveat
from migrascope.review import relevance
from migrascope.review.context import Context
from migrascope.review.model import (
    Review,
    SourceFileNote,
    SourceNote,
)
from migrascope.review.relevance import Use
from migrascope.review.sections import (
    agreed,
    arrivals,
    deaths,
    departures,
    disagreements,
    displacement,
    early,
    gaps,
    glance,
    goals,
    movements,
    prospects,
    remittances,
)

if TYPE_CHECKING:
    from migrascope.review.prospects.early import Early
    from migrascope.review.prospects.outlook import Outlook

LANGUAGES = ("en",)

CHAPTERS = (
    glance,
    arrivals,
    departures,
    movements,
    displacement,
    deaths,
    remittances,
    goals,
    agreed,
    prospects,
    early,
    gaps,
    disagreements,
)

BOUNDARIES = (
    "The designations used and the drawing of maps do not imply any opinion on the "
    "legal status of any country, territory, city or area or of its authorities, or on "
    "the delimitation of its frontiers or boundaries."
)
NOT_OFFICIAL = (
    "This review was made by a program from published figures. It is not an official "
    "document of the United Nations or of any government."
)


def build(
    evidence: Evidence,
    area: str,
    *,
    today: date,
    language: str = "en",
    library: Path | None = None,
    outlook: Outlook | None = None,
    frameworks: tuple[Early, ...] = (),
    begins: Callable[[str], object] = str,
) -> Review:
    """Build the review of an area; `area` is its id.

    `library` is the folder of the documents that were read. Without one, or with one
    that is empty, the review has no chapter on what was agreed.

    `outlook` knows what is forecast; without it the review does not look ahead.
    `frameworks` of anticipatory action add a chapter.

    `begins` is told the title of each chapter before it is written: the chapters of
    a large group take a while.

    Raises:
        UsageError: the language is not one that reviews are written in.
    """
    if language not in LANGUAGES:
        raise UsageError(
            f'Reviews are not written in "{language}" yet.',
            f"Languages: {', '.join(LANGUAGES)}.",
        )
    context = Context(
        evidence,
        area,
        language=language,
        today=today,
        library=library,
        outlook=outlook,
        early=frameworks,
    )
    sections = []
    for chapter in CHAPTERS:
        begins(chapter.TITLE)
        section = chapter.section(context)
        if section is not None:
            sections.append(section)
    used = relevance.uses(sections)
    return Review(
        area=area,
        area_name=context.name,
        title=f"Migration in the Sustainable Development Goals: {context.name}",
        language=language,
        made_on=today,
        version=__version__,
        sections=tuple(sections),
        sources=_sources(evidence, used),
        caveats=_caveats(evidence, used, context),
        disclaimers=(BOUNDARIES, NOT_OFFICIAL),
        members=context.members if context.is_group else (),
    )


def _sources(evidence: Evidence, used: Iterable[Use]) -> tuple[SourceNote, ...]:
    names = sorted({use.edition for use in used})
    editions = [evidence.editions[name] for name in names if name in evidence.editions]
    return tuple(
        SourceNote(
            edition=edition.id,
            title=edition.title,
            publisher=edition.publisher,
            licence=edition.licence.name,
            licence_address=edition.licence.address,
            citation=edition.citation,
            retrieved=day(edition.retrieved.date()),
            files=tuple(
                SourceFileNote(file.name, file.sha256, file.address)
                for file in edition.files
            ),
            source=edition.source,
        )
        for edition in editions
    )


def _caveats(
    evidence: Evidence, used: Iterable[Use], context: Context
) -> tuple[Caveat, ...]:
    found: dict[tuple[str, str], Caveat] = {}
    places = {*context.members, context.area}
    for use in used:
        edition = evidence.editions.get(use.edition)
        for caveat in edition.caveats if edition else ():
            if relevance.concerns(caveat, use, places):
                found.setdefault((caveat.source, caveat.says), caveat)
    return tuple(found[key] for key in sorted(found))

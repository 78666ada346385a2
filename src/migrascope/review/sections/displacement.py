"""Who was forced to move: into the country, out of it, and within it?"""

from __future__ import annotations

from migrascope.language.grammar import listing
from migrascope.language.numbers import exact, rounded
from migrascope.model.estimate import Estimate
from migrascope.review.context import Context
from migrascope.review.exhibits import PartnerView, line, over_time, partner_table
from migrascope.review.model import Exhibit, Number, Section, Sentence
from migrascope.review.partners import Side, corridors
from migrascope.review.wording import at, earlier_year, naming, trend

TITLE = "Refugees, asylum seekers and displaced people"

LINES = (
    ("refugees-hosted", "Refugees here", True),
    ("refugees-by-origin", "Refugees from here", True),
    ("idps", "Displaced inside", True),
    ("asylum-seekers", "Asylum seekers here", False),
    ("asylum-seekers-by-origin", "Asylum seekers from here", False),
)
NOTE = (
    "End of the year. Refugees under UNHCR's mandate; Palestine refugees registered "
    "with UNRWA are not included."
)


def section(context: Context) -> Section:
    """Refugees hosted and originating, asylum, internal displacement."""
    hosted = context.series("refugees-hosted")
    fled = context.series("refugees-by-origin")
    moving = hosted if _value(hosted.latest) > _value(fled.latest) else fled
    subject = (
        f"The number of refugees in {context.inside}"
        if moving is hosted
        else f"The number of refugees from {context.inside}"
    )
    history = over_time(
        context,
        "displaced",
        f"Refugees, asylum seekers and displaced people, {context.inside}",
        [
            line(context.series(code), title, "people", drawn=drawn)
            for code, title, drawn in LINES
        ],
        finding=trend(moving, subject, since=2000),
        note=NOTE,
    )
    exhibits = (history, *_partners(context), _recognition(context))
    return Section(
        "displacement",
        TITLE,
        _lead(context),
        body=_body(context),
        exhibits=tuple(each for each in exhibits if each),
    )


def _lead(context: Context) -> Sentence:
    here = _counted(context, "refugees-hosted", "refugee")
    waiting = _counted(context, "asylum-seekers", "asylum seeker")
    fled = _counted(context, "refugees-by-origin", "refugee")
    known = [each for each in (here, waiting) if each]
    numbers = tuple(
        Number(code, context.area, figure)
        for code in ("refugees-hosted", "asylum-seekers", "refugees-by-origin")
        if (figure := context.latest(code)) is not None
    )
    if not numbers:
        return Sentence(
            f"No figure on refugees in or from {context.inside} is published in the "
            "sources used here."
        )
    opening = at(numbers[0].estimate)
    parts = []
    if known:
        verb = "was" if len(known) == 1 and _is_one(numbers[0].estimate) else "were"
        parts.append(f"{listing(known)} {verb} in {context.inside}")
    if fled:
        verb = "was" if _is_one(numbers[-1].estimate) else "were"
        parts.append(f"{fled} from {context.inside} {verb} in other countries")
    return Sentence(f"{opening}, {', and '.join(parts)}.", numbers)


def _body(context: Context) -> tuple[Sentence, ...]:
    sentences = []
    rate = context.latest("refugees-per-1000")
    if rate is not None and rate.value:
        sentences.append(
            Sentence(
                f"That is {exact(rate.value, decimals=1)} refugees for every 1,000 "
                f"inhabitants ({rate.period.year}).",
                (Number("refugees-per-1000", context.area, rate),),
            )
        )
    idps = context.latest("idps")
    if idps is not None and idps.value:
        who = (
            "one person was" if _is_one(idps) else f"{rounded(idps.value)} people were"
        )
        sentences.append(
            Sentence(
                f"{at(idps)}, {who} displaced inside {context.inside} by conflict and "
                "violence.",
                (Number("idps", context.area, idps),),
            )
        )
    return tuple(sentences)


def _partners(context: Context) -> tuple[Exhibit | None, ...]:
    evidence, area, name = context.evidence, context.area, context.inside
    here = corridors(evidence, "refugees", area, side=Side.DESTINATION)
    elsewhere = corridors(evidence, "refugees", area, side=Side.ORIGIN)
    return (
        partner_table(
            context,
            here,
            PartnerView(
                id="refugee-origins",
                code="refugees",
                title=f"Refugees in {name} by origin, end of the year",
                heading="Origin",
                finding=naming(context, here, "fled from", "The origin of refugees"),
                compare=earlier_year(here),
                most=10,
            ),
        ),
        partner_table(
            context,
            elsewhere,
            PartnerView(
                id="refugee-asylum",
                code="refugees",
                title=f"Refugees from {name} by country of asylum, end of the year",
                heading="Country of asylum",
                finding=naming(
                    context, elsewhere, "found asylum in", "Where they found asylum"
                ),
                compare=earlier_year(elsewhere),
                most=10,
            ),
        ),
    )


def _recognition(context: Context) -> Exhibit | None:
    series = context.series("recognition-rate")
    newest = series.latest
    finding = "Decisions on asylum"
    if newest is not None and newest.value is not None:
        finding = (
            f"Of 100 asylum decisions in {newest.period.year}, "
            f"{exact(newest.value)} recognised a refugee"
        )
    return over_time(
        context,
        "recognition",
        f"Asylum decisions in {context.inside} that recognise refugee status",
        (line(series, "Recognition rate", "%", decimals=1),),
        finding=finding,
        note="Counted in persons, all levels of procedure; closures without a decision "
        "on the substance are left out.",
    )


def _counted(context: Context, code: str, one: str) -> str:
    figure = context.latest(code)
    if figure is None or figure.value is None:
        return ""
    if figure.value == 0:
        return f"no {one}s"
    return f"one {one}" if _is_one(figure) else f"{rounded(figure.value)} {one}s"


def _is_one(figure: Estimate) -> bool:
    return figure.value == 1


def _value(figure: Estimate | None) -> float:
    return figure.value or 0.0 if figure else -1.0

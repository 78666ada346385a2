"""Who was forced to move: into the country, out of it, and within it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from migrascope.language.grammar import count, listing
from migrascope.language.numbers import exact, with_unit
from migrascope.model.area import WORLD
from migrascope.model.estimate import Estimate
from migrascope.review.composition import by_age, children, of_sex
from migrascope.review.context import Context
from migrascope.review.exhibits import PartnerView, line, over_time, partner_table
from migrascope.review.model import Exhibit, Number, Section, Sentence
from migrascope.review.partners import Side, corridors
from migrascope.review.wording import (
    at,
    doubts,
    earlier_year,
    naming,
    people,
    trend,
)

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
    history = over_time(
        context,
        "displaced",
        f"Refugees, asylum seekers and displaced people: {context.name}",
        [
            line(context.series(code), title, "people", drawn=drawn)
            for code, title, drawn in LINES
        ],
        finding=_finding(context),
        note=" ".join((NOTE, *_group_notes(context))),
    )
    exhibits = (
        history,
        by_age(context),
        *_partners(context),
        _recognition(context),
    )
    return Section(
        "displacement",
        TITLE,
        _lead(context),
        body=_body(context),
        exhibits=tuple(each for each in exhibits if each),
    )


def _finding(context: Context) -> str:
    """How the largest of the groups moved."""
    inside = context.inside
    subjects = {
        "refugees-hosted": f"The number of refugees in {inside}",
        "refugees-by-origin": f"The number of refugees from {inside}",
        "idps": f"The number of people displaced inside {_own(context)}",
        "asylum-seekers": f"The number of asylum seekers in {inside}",
        "asylum-seekers-by-origin": f"The number of asylum seekers from {inside}",
    }
    # the finding speaks of a line that is drawn, if any has a figure
    drawn = [code for code, _, is_drawn in LINES if is_drawn]
    known = [code for code in drawn if context.latest(code)] or list(subjects)
    largest = max(known, key=lambda code: _value(context.latest(code)))
    return trend(context.series(largest), subjects[largest], since=2000)


def _group_notes(context: Context) -> tuple[str, ...]:
    """What is said of the sums over members, once."""
    if not context.has_members:
        return ()
    return tuple(
        dict.fromkeys(
            note
            for code in ("refugees-hosted", "refugees-by-origin")
            for note in context.series(code).notes
            if "sex" not in note
        )
    )


def _lead(context: Context) -> Sentence:
    """Who was in the country, and who from it was elsewhere, at the newest date."""
    here = _known(context, ("refugees-hosted", "asylum-seekers"))
    away = _known(context, ("refugees-by-origin", "asylum-seekers-by-origin"))
    if context.area == WORLD:
        away = {}
    if not here and not away:
        return Sentence(
            f"No figure on refugees or asylum seekers in or from {context.inside} is "
            "published in the sources used here."
        )
    parts = []
    if here:
        who = listing([_counted(code, figure) for code, figure in here.items()])
        parts.append(f"{who} {_were(here)} in {context.inside}")
    if away:
        who = listing([_counted(code, figure) for code, figure in away.items()])
        parts.append(f"{who} from {context.inside} {_were(away)} in other countries")
    found = {**here, **away}
    opening = at(max(found.values(), key=lambda figure: figure.period.end))
    return Sentence(
        f"{opening}, {', and '.join(parts)}.",
        tuple(Number(code, context.area, figure) for code, figure in found.items()),
    )


def _known(context: Context, codes: tuple[str, ...]) -> dict[str, Estimate]:
    """The newest figures, if they are of the newest date of the chapter."""
    newest = max(
        (
            figure.period.end
            for code, _, _ in LINES
            if code != "idps" and (figure := context.latest(code)) is not None
        ),
        default=None,
    )
    return {
        code: figure
        for code in codes
        if (figure := context.latest(code)) is not None and figure.period.end == newest
    }


def _counted(code: str, figure: Estimate) -> str:
    one = "refugee" if code.startswith("refugees") else "asylum seeker"
    return count(figure.value or 0.0, one)


def _were(figures: Mapping[str, Estimate]) -> str:
    """The verb for one person, none or many."""
    only = next(iter(figures.values())) if len(figures) == 1 else None
    return "was" if only is not None and only.value == 1 else "were"


def _body(context: Context) -> tuple[Sentence, ...]:
    return (
        *_per_thousand(context),
        *_women_and_children(context),
        *_displaced_inside(context),
        *_others(context),
        *doubts(context, _newest(context)),
    )


def _newest(context: Context) -> Estimate | None:
    """The newest figure on refugees, of those who came or else of those who left."""
    return context.latest("refugees-hosted") or context.latest("refugees-by-origin")


def _per_thousand(context: Context) -> Iterator[Sentence]:
    rate = context.latest("refugees-per-1000")
    if rate is None or not rate.value:
        return
    year = rate.period.year
    text = (
        f"For every 1,000 inhabitants there were {exact(rate.value, decimals=1)} "
        f"refugees ({year})."
        if rate.value >= 0.1
        else f"There was less than one refugee for every 10,000 inhabitants ({year})."
    )
    yield Sentence(text, (Number("refugees-per-1000", context.area, rate),))


def _women_and_children(context: Context) -> Iterator[Sentence]:
    """The shares of women and girls and of children among the refugees here."""
    series = context.series("refugees-hosted")
    women, girls_and_boys = of_sex(series, "F"), children(series)
    told = []
    if women is not None:
        told.append((f"{with_unit(women.value, 'PT')} women and girls", women))
    if girls_and_boys is not None:
        share = with_unit(girls_and_boys.value, "PT")
        told.append((f"{share} children under 18", girls_and_boys))
    if told:
        year = told[0][1].period.year
        yield Sentence(
            f"Among the refugees in {context.inside} whose sex and age are known were "
            f"{' and '.join(text for text, _ in told)} ({year}).",
            tuple(
                Number("refugees-hosted-share", context.area, share)
                for _, share in told
            ),
        )


def _displaced_inside(context: Context) -> Iterator[Sentence]:
    idps = context.latest("idps")
    if idps is None:
        return
    number = Number("idps", context.area, idps)
    if not idps.value:
        yield Sentence(
            f"{at(idps)}, nobody was counted as displaced inside {context.inside} by "
            "conflict and violence, which can mean that nobody counted.",
            (number,),
        )
        return
    who = people(idps.value)
    verb = "was" if idps.value == 1 else "were"
    yield Sentence(
        f"{at(idps)}, {who} {verb} displaced inside {_own(context)} by conflict and "
        "violence.",
        (number,),
    )


def _own(context: Context) -> str:
    return "their own country" if context.area == WORLD else context.inside


def _others(context: Context) -> Iterator[Sentence]:
    """Stateless people, and people who share home with the displaced."""
    for code, one, many in (
        ("stateless", "one stateless person", "stateless people"),
        (
            "host-community",
            "one person in a host community",
            "people in host communities",
        ),
    ):
        figure = context.latest(code)
        if figure is not None and figure.value:
            who = people(figure.value, one=one, many=many)
            yield Sentence(
                f"{at(figure)}, UNHCR counted {who} in {context.inside}.",
                (Number(code, context.area, figure),),
            )


def _partners(context: Context) -> tuple[Exhibit | None, ...]:
    evidence, area, name = context.evidence, context.area, context.inside
    who = "Refugees" if area == WORLD else f"Refugees from {name}"
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
                title=f"{who} by country of asylum, end of the year",
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
        finding = _recognised(newest.value, newest.period.year)
    return over_time(
        context,
        "recognition",
        f"Asylum decisions in {context.inside} that recognise refugee status",
        (line(series, "Recognition rate", "%", decimals=1),),
        finding=finding,
        note="Counted in persons, all levels of procedure; closures without a decision "
        "on the substance are left out.",
    )


def _recognised(share: float, year: int) -> str:
    """The share of decisions in words; what is not all is not called all."""
    if share in (0, 100):
        which = "All" if share else "None"
        return f"{which} of the asylum decisions in {year} recognised a refugee"
    if share > 99.5 or share < 0.5:
        which = "Nearly all" if share > 99.5 else "Hardly any"
        return f"{which} of the asylum decisions in {year} recognised a refugee"
    return f"Of 100 asylum decisions in {year}, {exact(share)} recognised a refugee"


def _value(figure: Estimate | None) -> float:
    return figure.value or 0.0 if figure else -1.0

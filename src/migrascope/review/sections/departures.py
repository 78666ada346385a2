"""Who was born in the country and lives elsewhere?"""

from __future__ import annotations

from migrascope.indicators.series import Series
from migrascope.language.numbers import exact, rounded, with_unit
from migrascope.model.area import WORLD
from migrascope.model.estimate import Estimate, ratio
from migrascope.review.context import Context
from migrascope.review.exhibits import PartnerView, line, over_time, partner_table
from migrascope.review.model import Number, Section, Sentence
from migrascope.review.partners import Side, corridors
from migrascope.review.wording import at, doubts, earlier_year, naming, trend

TITLE = "People who left"


def section(context: Context) -> Section:
    """The diaspora: how many, since when, where they live."""
    found = corridors(context.evidence, "migrant_stock", context.area, side=Side.ORIGIN)
    diaspora = context.series("diaspora")
    who = "People" if context.area == WORLD else f"People from {context.inside}"
    history = over_time(
        context,
        "diaspora",
        f"{who} who live outside their country of origin, mid-year",
        (
            line(diaspora, "Diaspora", "people"),
            line(
                context.series("diaspora-share"),
                "Compared with population",
                "%",
                decimals=1,
                drawn=False,
            ),
        ),
        finding=trend(diaspora, "The diaspora"),
        since=1990,
        note=" ".join(diaspora.notes),
    )
    destinations = partner_table(
        context,
        found,
        PartnerView(
            id="destinations",
            code="migrant_stock",
            title=f"{who} by country where they live, mid-year",
            heading="Destination",
            finding=naming(context, found, "live in", "Where they live"),
            compare=earlier_year(found),
            note="Counted by the countries of destination. Countries that publish no "
            "origin of their migrants are missing here.",
        ),
    )
    return Section(
        "departures",
        TITLE,
        _lead(context, diaspora.latest),
        body=(
            *_women(context, diaspora),
            *_net(context),
            *doubts(context, diaspora.latest),
        ),
        exhibits=tuple(each for each in (history, destinations) if each),
    )


def _lead(context: Context, diaspora: Estimate | None) -> Sentence:
    if diaspora is None:
        return Sentence(
            f"No country publishes how many people from {context.inside} live there."
        )
    shown = Number("diaspora", context.area, diaspora)
    if context.area == WORLD:
        return Sentence(
            f"{at(diaspora)}, the origin of {rounded(diaspora.value)} people who lived "
            "outside their country of origin was known.",
            (shown,),
        )
    if not diaspora.value:
        text = (
            f"{at(diaspora)}, no people from {context.inside} were recorded elsewhere."
        )
    elif diaspora.value == 1:
        text = f"{at(diaspora)}, one person from {context.inside} lived elsewhere."
    else:
        text = (
            f"{at(diaspora)}, {rounded(diaspora.value)} people from {context.inside} "
            "lived in other countries."
        )
    return Sentence(text, (shown,))


def _women(context: Context, diaspora: Series) -> tuple[Sentence, ...]:
    """The share of women and girls in the newest year."""
    strand, everyone = diaspora.strand(sex="F"), diaspora.latest
    women = strand.latest if strand else None
    if women is None or not everyone or women.period != everyone.period:
        return ()
    share = ratio(
        women, everyone, factor=100, unit="PT", formula="female ÷ both sexes × 100"
    )
    if share.value is None:
        return ()
    return (
        Sentence(
            f"Women and girls were {with_unit(share.value, 'PT')} of them.",
            (Number("diaspora-female-share", context.area, share),),
        ),
    )


def _net(context: Context) -> tuple[Sentence, ...]:
    """Net migration of the newest year that is counted or estimated, not projected."""
    if context.area == WORLD:
        return ()
    series = context.series("net-migration")
    known = [
        figure
        for figure in series.estimates
        if figure.value is not None
        and figure.period.year < context.today.year
        and figure.status != "F"
    ]
    if not known:
        return ()
    figure = known[-1]
    value = figure.value or 0.0
    year = figure.period.year
    if round(value) == 0:
        text = f"In {year}, as many people came as left, as far as is known."
    else:
        side = (
            "more people came than left" if value > 0 else "more people left than came"
        )
        text = f"In {year}, {side}: net migration is estimated at {_signed(value)}."
    return (Sentence(text, (Number("net-migration", context.area, figure),)),)


def _signed(value: float) -> str:
    text = rounded(value) if abs(value) >= 1000 else exact(value)
    return text if value < 0 else f"+{text}"

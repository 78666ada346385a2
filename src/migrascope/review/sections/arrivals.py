"""Who lives in the country and was born elsewhere?"""

from __future__ import annotations

from migrascope.language.numbers import exact, rounded, with_unit
from migrascope.model.estimate import Estimate
from migrascope.review.context import Context
from migrascope.review.exhibits import PartnerView, line, over_time, partner_table
from migrascope.review.model import Number, Section, Sentence
from migrascope.review.partners import Side, corridors
from migrascope.review.wording import doubts, earlier_year, naming, trend

TITLE = "People who came"


def section(context: Context) -> Section:
    """The migrant stock: how many, since when, from where, women and men."""
    found = corridors(
        context.evidence, "migrant_stock", context.area, side=Side.DESTINATION
    )
    stock = context.series("migrant-stock")
    share = context.series("migrant-share")
    female = context.series("migrant-female-share")
    history = over_time(
        context,
        "migrant-stock",
        "International migrants, mid-year",
        (
            line(stock, "Migrants", "people"),
            line(share, "Share of population", "%", decimals=1, drawn=False),
            line(female, "Female", "%", decimals=1, drawn=False),
        ),
        finding=trend(stock, "The number of migrants"),
        since=1990,
        note=" ".join(stock.notes),
    )
    origins = partner_table(
        context,
        found,
        PartnerView(
            id="origins",
            code="migrant_stock",
            title=f"International migrants in {context.inside} by origin, mid-year",
            heading="Origin",
            finding=naming(context, found, "came from", "The origin of migrants"),
            compare=earlier_year(found),
            note="Origin is the country of birth, or of citizenship where birth is "
            "not known. “Other” is what the publisher did not attribute to a country.",
        ),
    )
    return Section(
        "arrivals",
        TITLE,
        _lead(context, stock.latest, share.latest),
        body=(*_women(context, female.latest), *doubts(context, stock.latest)),
        exhibits=tuple(each for each in (history, origins) if each),
    )


def _lead(context: Context, stock: Estimate | None, share: Estimate | None) -> Sentence:
    if stock is None:
        return Sentence(
            f"No figure on people who were born elsewhere and live in {context.inside} "
            "is published in the sources used here."
        )
    shown = Number("migrant-stock", context.area, stock)
    if not stock.value:
        return Sentence(
            f"In {stock.period.year}, no international migrants were recorded in "
            f"{context.inside}.",
            (shown,),
        )
    who = (
        "one person who was born elsewhere lived"
        if stock.value == 1
        else f"{rounded(stock.value)} people who were born elsewhere lived"
    )
    text = f"In {stock.period.year}, {who} in {context.inside}"
    if share is None or share.value is None or share.period.year != stock.period.year:
        return Sentence(f"{text}.", (shown,))
    return Sentence(
        f"{text}, {with_unit(share.value, 'PT')} of the population.",
        (shown, Number("migrant-share", context.area, share)),
    )


def _women(context: Context, female: Estimate | None) -> tuple[Sentence, ...]:
    if female is None or female.value is None:
        return ()
    number = Number("migrant-female-share", context.area, female)
    share = exact(female.value, decimals=1)
    return (
        Sentence(
            f"Women and girls were {share} % of them in {female.period.year}.",
            (number,),
        ),
    )

"""What do people send home, what does it cost, and what would 3 % leave?"""

from __future__ import annotations

from migrascope.indicators import corridors
from migrascope.indicators.series import Series
from migrascope.language.grammar import capital, number_word
from migrascope.language.numbers import exact, with_unit
from migrascope.review import charts
from migrascope.review.context import Context
from migrascope.review.exhibits import MILLIONS, editions_of, line, over_time
from migrascope.review.geography import label
from migrascope.review.model import (
    Chart,
    Column,
    Exhibit,
    Kind,
    Number,
    Section,
    Sentence,
    Table,
)
from migrascope.review.wording import doubts, trend

TITLE = "Remittances and their cost"
GOAL = 3.0
LIMIT = 5.0


def section(context: Context) -> Section:
    """Money received and paid, the price of sending it, and the gain at 3 %."""
    received = context.series("remittances-received")
    history = over_time(
        context,
        "remittances",
        f"Personal remittances: {context.name}",
        (
            line(received, "Received", MILLIONS, decimals=1),
            line(context.series("remittances-paid"), "Paid", MILLIONS, decimals=1),
            line(
                context.series("17.3.2"),
                "Received",
                "% of GDP",
                decimals=1,
                drawn=False,
            ),
        ),
        finding=_money_finding(received),
        note="Current US dollars, as the balance of payments records them. Money "
        "sent by informal ways is not included.",
    )
    cost = context.series("10.c.1")
    prices = over_time(
        context,
        "remittance-cost",
        f"Cost of sending 200 US dollars to {context.inside}",
        (line(cost, "Mean cost", "%", decimals=2),),
        finding=_cost_finding(context),
        since=2011,
        note="Mean over the corridors surveyed, each counted alike, in per cent of "
        "the amount sent. The goal for 2030 is below 3 %, and no corridor above 5 %.",
    )
    exhibits = (history, prices, _corridors(context))
    return Section(
        "remittances",
        TITLE,
        _lead(context),
        body=(
            *_saving(context),
            *doubts(context, context.latest("remittances-received")),
        ),
        exhibits=tuple(each for each in exhibits if each),
    )


def _lead(context: Context) -> Sentence:
    received = context.latest("remittances-received")
    if received is None or received.value is None:
        return Sentence(
            f"No figure on money sent home to {context.inside} is published in the "
            "sources used here."
        )
    shown = [Number("remittances-received", context.area, received)]
    if received.value == 0:
        return Sentence(
            f"For {received.period.year}, the money that families in {context.inside} "
            "received from abroad is published as zero, which may mean that nobody "
            "reported it.",
            tuple(shown),
        )
    text = (
        f"In {received.period.year}, families in {context.inside} received "
        f"{with_unit(received.value, 'USD')} from abroad"
    )
    share = context.series("17.3.2").at(received.period.year)
    if share is not None and share.value is not None:
        shown.append(Number("17.3.2", context.area, share))
        text += f", {with_unit(share.value, 'PT')} of GDP"
    return Sentence(f"{text}.", tuple(shown))


def _saving(context: Context) -> tuple[Sentence, ...]:
    series = context.series("corridor-saving")
    saving = series.latest
    if saving is None or not saving.value:
        return ()
    text = (
        f"Had sending money cost 3 %, families would have kept about "
        f"{with_unit(saving.value, 'USD')} more in {saving.period.year}."
    )
    shown = (Number("corridor-saving", context.area, saving),)
    return (Sentence(text, shown), *(Sentence(note) for note in series.notes))


def _cost_finding(context: Context) -> str:
    cost = context.latest("10.c.1")
    if cost is None or cost.value is None:
        return "The cost of sending money"
    state = "below the goal of 3 %" if cost.value < GOAL else "above the goal of 3 %"
    return (
        f"Sending 200 US dollars cost {exact(cost.value, decimals=1)} % in "
        f"{cost.period.year}, {state}"
    )


def _corridors(context: Context) -> Exhibit | None:
    years = corridors.to(context.evidence, context.area)
    if not years or context.is_group:
        return None
    year = max(years)
    found = sorted(years[year], key=lambda each: -each.percent)
    table = Table(
        "corridors",
        f"Cost of sending 200 US dollars to {context.inside} by corridor, {year}",
        (
            Column("sender", "Sent from"),
            Column("cost", "Cost", Kind.NUMBER, "%", 2),
        ),
        tuple(
            (
                context.partner(each.sending),
                Number(corridors.MEASURE, context.area, each.cost, origin=each.sending),
            )
            for each in found
        ),
    )
    dear = sum(each.percent > LIMIT for each in found)
    finding = f"{_dear(dear, len(found))} more than 5 % ({year})"
    values = {
        label(each.sending, context.partner(each.sending)): each.percent
        for each in found
    }
    texts = {name: f"{exact(value, decimals=1)} %" for name, value in values.items()}
    drawing = Chart(
        charts.bars(values, texts=texts),
        f"Bar chart. {table.title}. {finding}.",
    )
    return Exhibit(finding, table, editions_of(table), drawing)


def _dear(dear: int, of: int) -> str:
    """How many of the corridors cost too much: none, the one, some, all."""
    if of == 1:
        return "The one corridor surveyed " + ("cost" if dear else "did not cost")
    if dear == 0:
        return f"None of the {of} corridors surveyed cost"
    if dear == of == 2:
        return "Both corridors surveyed cost"
    if dear == of:
        return f"All {of} corridors surveyed cost"
    return f"{capital(number_word(dear))} of the {of} corridors surveyed cost"


def _money_finding(received: Series) -> str:
    """How the money received moved; a zero at the end is a report that is missing."""
    newest = received.latest
    if newest is not None and not newest.value:
        return f"Money received is published as zero for {newest.period.year}"
    return trend(received, "Money received", since=2000)

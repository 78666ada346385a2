"""How many people came and went, by estimates from stocks, and how sure is that?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from migrascope.language.grammar import listing, number_word
from migrascope.language.numbers import exact, rounded
from migrascope.model.estimate import Estimate
from migrascope.review.context import Context
from migrascope.review.model import Number, Section, Sentence
from migrascope.review.movements import compared, corridors, measured, named, over_time
from migrascope.review.movements.gathered import MEASURE, Gathered, Way, gather
from migrascope.review.movements.prospects import net_migration
from migrascope.review.wording import doubts

TITLE = "How people moved"


def section(context: Context) -> Section:
    """Who came from where and went where, by every method, with the check of WPP."""
    found = gather(context.evidence, context.area)
    if not found:
        return Section("movements", TITLE, _nothing(context))
    exhibits = (
        over_time.ranges(context, found),
        *compared.methods(context, found),
        corridors.partners(context, found),
        corridors.within(context, found),
    )
    return Section(
        "movements",
        TITLE,
        _lead(context, found),
        body=(
            *_which_figure(found),
            *_failed(found),
            *_check(context, found),
            *_old(context, found),
        ),
        exhibits=tuple(each for each in exhibits if each),
    )


def _nothing(context: Context) -> Sentence:
    if context.is_world:
        who = "people between countries"
    else:
        who = f"people to and from {context.inside}"
    return Sentence(
        f"No estimate of the movements of {who} is in the sources used here; the "
        "stocks of migrants do not say when people came, or where those who left went."
    )


def _lead(context: Context, found: Gathered) -> Sentence:
    """How many came, left and moved within, from the least to the most."""
    told: list[str] = []
    numbers: list[Number] = []
    for way in Way:
        figure = found.total_range(way, found.newest)
        if figure is not None:
            is_first = not told
            says = _says(context, way, found, is_first=is_first)
            told.append(f"{_between(figure, is_first=is_first)} {says}")
            numbers.append(_total(context, way, figure))
    methods = len(found.methods_of(found.newest))
    by = "one method" if methods == 1 else f"{number_word(methods)} methods"
    verb = "estimates" if methods == 1 else "estimate"
    return Sentence(
        f"By {by} that {verb} movements from stocks of migrants, not from counts, "
        f"{listing(told)}.",
        tuple(numbers),
    )


def _says(context: Context, way: Way, found: Gathered, *, is_first: bool) -> str:
    """What they did, with place and time where it is said first."""
    when = f" in {found.newest}" if is_first else ""
    if context.is_world:
        return f"moved from one country to another{when}"
    if way is Way.WITHIN:
        return f"moved from one member to another{when}"
    if way is Way.CAME:
        return f"came to {context.inside}{when}"
    return f"left {context.inside}{when}" if is_first else "left"


def _between(figure: Estimate, *, is_first: bool) -> str:
    """So many people, from the least to the most: "between 120 and 400 people"."""
    who = " people" if is_first else ""
    low, high = (
        round(figure.value or 0.0 if each is None else each)
        for each in (figure.low, figure.high)
    )
    if high < 2:
        most = "at most " if low < high else ""
        return f"{most}one person" if high else "nobody"
    if rounded(low) == rounded(high):
        return f"{rounded(high)}{who}"
    start = f"between {rounded(low)} and" if low else "up to"
    return f"{start} {rounded(high)}{who}"


def _total(context: Context, way: Way, figure: Estimate) -> Number:
    """All who came to the area (from anywhere), or left it (for anywhere)."""
    if way is Way.LEFT:
        return Number(MEASURE, "_T", figure, origin=context.area)
    origin = context.area if way is Way.WITHIN else "_T"
    return Number(MEASURE, context.area, figure, origin=origin)


def _which_figure(found: Gathered) -> Iterator[Sentence]:
    """Why a single figure is that of one method, and what stands beside it."""
    if len(found.methods) > 1:
        front = found.methods[0]
        yield Sentence(
            "Where one figure is shown, it is that of the method "
            f"“{named.name(front)}”, because {named.why(front)}; beside it stand the "
            "least and the most that the methods say. Figures of methods are never "
            "averaged."
        )


def _failed(found: Gathered) -> Iterator[Sentence]:
    """Which methods have no estimate of an interval, why, and what could be done."""
    alike: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for each in found.failed:
        alike[each.years, each.says].append(f"“{named.name(each.method)}”")
    for (years, says), methods in alike.items():
        have, who = ("has", "it") if len(methods) == 1 else ("have", "they")
        yield Sentence(
            f"{listing(methods)} {have} no estimate for {years}, because {who} failed "
            f"when the estimates were made: {says}"
        )


def _check(context: Context, found: Gathered) -> Iterator[Sentence]:
    """What World Population Prospects says about net migration, and the difference.

    Of the newest interval that is over by its estimates, not its projections.
    """
    compared = [
        (interval, check, shown)
        for interval in found.intervals
        if (check := net_migration(context, interval)) is not None
        and (shown := measured.net_a_year(found, interval)) is not None
    ]
    if not compared:
        return
    interval, check, shown = compared[-1]
    if check.value is None or shown.value is None:
        return
    numbers = (
        Number("net-migration", context.area, check),
        Number("migration-net", context.area, shown),
    )
    gap = shown.value - check.value
    if round(abs(gap)) == 0:
        differs = "the same as the estimate shown"
    else:
        more = "more" if gap > 0 else "less"
        differs = f"the estimate shown is {rounded(abs(round(gap)))} a year {more}"
    yield Sentence(
        "As a check, World Population Prospects puts net migration at "
        f"{_signed(check.value)} people a year in {interval}; {differs}"
        f"{_spread(shown)}.",
        numbers,
    )
    held = [each for each in found.methods if each in named.HELD_TO_NET]
    if held and len(found.methods) > len(held):
        names = listing([f"“{named.name(each)}”" for each in held])
        verb = "is" if len(held) == 1 else "are"
        yield Sentence(
            f"{names} {verb} made to meet net migration as it was "
            "known at the time: for them a difference is a revision, and only "
            "the other methods are checked."
        )


def _spread(shown: Estimate) -> str:
    if shown.low is None or shown.high is None or shown.low == shown.high:
        return ""
    return (
        f", and the methods lie between {_signed(shown.low)} and {_signed(shown.high)}"
    )


def _signed(value: float) -> str:
    whole = round(value)
    text = rounded(whole) if abs(whole) >= 1000 else exact(whole)
    return text if whole <= 0 else f"+{text}"


def _old(context: Context, found: Gathered) -> tuple[Sentence, ...]:
    newest = [found.total_range(way, found.newest) for way in Way]
    return doubts(context, next((each for each in newest if each), None))

"""What may come for an area, ready to be told?

A forecast with its sentence, the figures it goes on from, the scores that the model
earned, and what a reader has to mind.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from migrascope.errors import NoFigures
from migrascope.foresight import nowhere, reach, wording
from migrascope.foresight.evaluating import LARGE, shortest
from migrascope.foresight.forecasting import Forecast, Record, forecast
from migrascope.foresight.panel import FloatArray, Panel
from migrascope.foresight.quantiles import INTERVALS, LEVELS, MEDIAN
from migrascope.foresight.series import breaks
from migrascope.foresight.series.catalogue import SERIES, Quantity, records
from migrascope.foresight.series.reading import read, residents
from migrascope.foresight.summing import forecast_sum
from migrascope.foresight.wording import Manner
from migrascope.language.grammar import with_article
from migrascope.model import area as areas

if TYPE_CHECKING:
    from migrascope.store.base import Base

Advance = Callable[[int, int], None]
CAVEATS = (
    "a forecast carries on what was counted; it knows of no conflict still to begin.",
    "figures of the newest year are provisional and will be revised.",
)
OF_A_SUM = (
    "medians of the countries are added up; the intervals are those of the errors that "
    "this sum made at past origins."
)
NOT_PEOPLE = "events are counted, not people: whoever tries twice counts twice."


@dataclass(frozen=True, slots=True)
class Row:
    """Quantiles at one time ahead."""

    time: int
    quantiles: tuple[float, ...]

    @property
    def shown(self) -> tuple[float, ...]:
        """Median and the bounds of the 80 and the 95 per cent interval."""
        at = (MEDIAN, *INTERVALS[80], *INTERVALS[95])
        return tuple(self.quantiles[each] for each in at)


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A forecast of one series, ready to be told."""

    area: str
    by: str
    subject: str
    sentence: str
    past: dict[int, float]
    rows: tuple[Row, ...]
    models: tuple[str, ...]
    records: tuple[Record, ...]
    earned: tuple[str, ...]
    caveats: tuple[str, ...]
    editions: tuple[str, ...]
    manner: Manner
    what: str

    @property
    def publisher(self) -> str:
        """Who counted."""
        return SERIES[self.by].publisher

    def csv(self) -> str:
        """One row for each time ahead; quantiles unrounded, status F (forecast)."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        levels = [f"q{level:g}" for level in LEVELS]
        writer.writerow(["area", "by", "time", "model", "obs_status", *levels])
        for row, model in zip(self.rows, self.models, strict=True):
            values = [f"{each:.1f}" for each in row.quantiles]
            writer.writerow([self.area, self.by, self._time(row), model, "F", *values])
        return text.getvalue()

    def _time(self, row: Row) -> str:
        if self.manner.season == 1:
            return str(row.time)
        year, month = divmod(row.time, self.manner.season)
        return f"{year}-{month + 1:02}"

    def json(self) -> str:
        """Everything, with the scores of all models."""
        facts = asdict(self)
        facts["levels"] = list(LEVELS)
        return json.dumps(facts, ensure_ascii=False, indent=2)


def ask(
    base: Base,
    area: str,
    *,
    by: str = "origin",
    to: str | None = None,
    horizon: int = 3,
    cache: Path,
    advance: Advance | None = None,
) -> Answer:
    """Forecast one area `horizon` steps ahead; `to` names the end of a corridor.

    Raises:
        UnknownArea: no such area.
        NoFigures: the base has no series of it, or it is too short.
    """
    panel = read(by, base, cache)
    group = () if SERIES[by].keys_are == "route" else members(panel, area)
    key, name = (area, "") if group else _series(by, panel, area, to)
    found = records(by, panel, cache, horizon=horizon, advance=advance)
    if group:
        place = areas.find(area).id
        whole = answer_of_group(by, panel, place, group, found, cache=cache)
        return beside_nowhere(whole, base, panel, cache=cache)
    said = answer(by, panel, key, name, found, cache=cache)
    return within_reach(said, base, panel, cache=cache)


def within_reach(
    said: Answer, base: Base, panel: Panel, *, cache: Path | None = None
) -> Answer:
    """The same; a remark where a bound passes half of the people of a country."""
    there_are = (
        reach.people(residents(base, panel.times[-1], cache), panel, said.area)
        if SERIES[said.by].keys_are == "origin" and SERIES[said.by].is_stock
        else None
    )
    remarks = () if there_are is None else reach.remarks(said.rows, there_are)
    return replace(said, caveats=(*remarks, *said.caveats))


def beside_nowhere(
    said: Answer, base: Base, panel: Panel, *, cache: Path | None = None
) -> Answer:
    """The same of a group; a remark on people who come from no country."""
    remarks = nowhere.remarks(base, panel, said.by, cache=cache)
    return replace(said, caveats=(*remarks, *said.caveats))


def inside(area: str) -> str:
    """The name of an area as it stands inside a sentence.

    >>> inside("KEN"), inside("SYR")
    ('Kenya', 'the Syrian Arab Republic')
    """
    place = areas.get(area)
    return with_article(place.id, areas.name(place.id), kind=place.kind)


def members(panel: Panel, area: str) -> tuple[str, ...]:
    """The series of a panel that belong to a group of countries; none of a country."""
    place = areas.find(area)
    if not place.is_aggregate:
        return ()
    if place.id == areas.WORLD:
        return panel.keys
    inside = set(areas.members(place.id))
    return tuple(key for key in panel.keys if key in inside)


def answer(
    by: str,
    panel: Panel,
    key: str,
    name: str,
    record: Sequence[Record],
    *,
    cache: Path | None = None,
) -> Answer:
    """The forecast of one series of a panel, by models whose record is known.

    A series whose newest figures are older than those of others is forecast from its
    own last figure.

    Raises:
        NoFigures: its last figure is too old.
    """
    quantity = SERIES[by]
    known = _until_last(panel, key, name)
    (made,) = forecast(known, [key], record, cache=cache)
    column = known.values[:, known.keys.index(key)]
    manner = Manner(known.season, quantity.is_stock, known.unit)
    subject = quantity.opening.format(name)
    return Answer(
        key,
        by,
        subject,
        wording.sentence(subject, made, float(column[-1]), manner),
        _known(known, column),
        _rows(made),
        made.models,
        tuple(record),
        _earned(known, column, record, is_short=made.is_short),
        _caveats(known, key, column),
        known.editions,
        manner,
        known.what,
    )


def answer_of_group(
    by: str,
    panel: Panel,
    area: str,
    keys: Sequence[str],
    record: Sequence[Record],
    *,
    cache: Path | None = None,
) -> Answer:
    """The forecast of the sum over the countries of a group.

    Raises:
        NoFigures: none of them has a newest figure.
    """
    quantity = SERIES[by]
    made = forecast_sum(panel, keys, inside(area), record, cache=cache)
    at = [panel.keys.index(key) for key in keys]
    column = np.nansum(panel.values[:, at], axis=1)
    manner = Manner(panel.season, quantity.is_stock, panel.unit)
    subject = quantity.subject(inside(area), is_world=area == areas.WORLD)
    return Answer(
        area,
        by,
        subject,
        wording.sentence(subject, made, float(column[-1]), manner),
        _known(panel, column),
        _rows(made),
        made.models,
        tuple(record),
        tuple(wording.earned(each, panel.season, is_sum=True) for each in record),
        (OF_A_SUM, *CAVEATS),
        panel.editions,
        manner,
        panel.what,
    )


def _series(by: str, panel: Panel, named: str, to: str | None) -> tuple[str, str]:
    """The key of a series, and its name inside a sentence."""
    quantity = SERIES[by]
    if quantity.keys_are == "route":
        key = route_named(panel, named)
        return key, key
    place = areas.find(named)
    if to is not None:
        end = areas.find(to)
        key = f"{place.id}>{end.id}"
        name = f"from {inside(place.id)} to {inside(end.id)}"
        if end.id == place.id:
            name = f"inside {inside(place.id)}"
    else:
        key, name = place.id, inside(place.id)
    if key not in panel.keys:
        raise _nobody(quantity, name)
    return key, name


def _nobody(quantity: Quantity, name: str) -> NoFigures:
    return NoFigures(
        f"{quantity.publisher} {quantity.nobody.format(name)} in this series.",
        "`migrascope show refugees AREA --origin all` shows what there is; "
        "`--by asylum` asks for people who came.",
    )


def route_named(panel: Panel, named: str) -> str:
    """The route that a part of its name means.

    Raises:
        NoFigures: none, or several; the message lists them.
    """
    found = [key for key in panel.keys if named.casefold() in key.casefold()]
    exact = [key for key in found if key.casefold() == named.casefold()]
    if len(exact or found) != 1:
        raise NoFigures(
            f"{named!r} names {len(found) or 'none'} of the routes.",
            f"The routes are: {', '.join(panel.keys)}.",
        )
    (key,) = exact or found
    return key


def last_figures(panel: Panel) -> list[int | None]:
    """The row of the last figure of each series; None for one that is too old.

    A forecast starts from the newest figure, or from one that is less than a year
    older where figures come more often than once a year.
    """
    seen = ~np.isnan(panel.values)
    rows = np.where(seen, np.arange(len(panel.times))[:, None], -1).max(axis=0)
    oldest = max(len(panel.times) - panel.season, 0)
    return [int(row) if row >= oldest else None for row in rows]


def _until_last(panel: Panel, key: str, name: str) -> Panel:
    """The panel until the last figure of a series; an old one is refused."""
    last = last_figures(panel)[panel.keys.index(key)]
    if last is None:
        raise NoFigures(
            f"The newest year holds no figure for {name}.",
            "A forecast starts from the newest figure: fetch a newer edition.",
        )
    return panel.until(panel.times[last])


def _known(panel: Panel, column: FloatArray) -> dict[int, float]:
    pairs = zip(panel.times, column, strict=True)
    return {time: float(value) for time, value in pairs if not np.isnan(value)}


def _rows(made: Forecast) -> tuple[Row, ...]:
    return tuple(
        Row(made.origin + step, tuple(float(each) for each in quantiles))
        for step, quantiles in zip(made.horizons, made.quantiles, strict=True)
    )


def _earned(
    known: Panel, column: FloatArray, record: Sequence[Record], *, is_short: bool
) -> tuple[str, ...]:
    """Why these models speak, one sentence for each horizon."""
    if not is_short:
        return tuple(wording.earned(each, known.season) for each in record)
    figures = int((~np.isnan(column)).sum())
    return (
        wording.not_tried(figures, shortest(known.season)),
        *(wording.earned(each, known.season, is_short=True) for each in record),
    )


def _caveats(panel: Panel, key: str, column: FloatArray) -> tuple[str, ...]:
    least = LARGE * panel.floor
    small = (
        f"the series was never above {least:,.0f}; the scores are those of larger ones."
    )
    return (
        *((small,) if np.nanmax(column) < least else ()),
        *(f"{each.says} ({each.source})" for each in breaks.said(panel.what, key)),
        *((NOT_PEOPLE,) if panel.unit == "EVENTS" else ()),
        *CAVEATS,
    )

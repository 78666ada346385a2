"""What is forecast for the areas of a base, found out once for many reviews?

The panel and the record of the models are read when they are first asked for, and kept:
a process that writes two hundred reviews reads them once. They are those of
`migrascope foresight`: what a review says hangs on figures and program, not on what was
asked of a machine before. Where nobody has tried the models on these figures yet, that
is done first, which takes seconds (`prepare`), and is kept for all processes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from migrascope.errors import NoFigures
from migrascope.foresight import asking, ledger
from migrascope.foresight.series import reading
from migrascope.foresight.series.catalogue import SERIES, records
from migrascope.model import area as areas
from migrascope.store.figure import Figure

if TYPE_CHECKING:
    from migrascope.foresight.asking import Answer
    from migrascope.foresight.forecasting import Record
    from migrascope.foresight.ledger import Scored
    from migrascope.foresight.panel import Panel
    from migrascope.store.base import Base

BY = "origin"
HORIZON = 3


class Outlook:
    """Forecasts of displaced people by origin, for reviews.

    `cache` is where it is kept how models did; `book` the ledger of published
    forecasts, which may not exist. `as_of` takes figures and ledger as they stood on
    that day.
    """

    def __init__(
        self,
        base: Base,
        *,
        cache: Path,
        book: Path | None = None,
        as_of: date | None = None,
    ) -> None:
        self._base = base if as_of is None else base.as_known(as_of)
        self._cache = cache
        self._book = book
        self._as_of = as_of
        self._advance: Callable[[int, int], None] | None = None

    def prepare(self, advance: Callable[[int, int], None] | None = None) -> None:
        """Try the models, so that reviews, here or in other processes, need not."""
        if self._panel is not None:
            self._advance = advance
            _ = self._records
            self._advance = None

    def answer(self, area: str, members: Sequence[str] = ()) -> Answer:
        """The forecast of a country, or of the sum over the members of a group.

        Raises:
            NoFigures: there is none; the error says why in words for readers.
        """
        panel, found = self._known
        name = asking.inside(area)
        if members:
            keys = self.keys(area, members)
            if not keys:
                raise _nobody(name)
            whole = asking.answer_of_group(
                BY, panel, area, keys, found, cache=self._cache
            )
            return asking.beside_nowhere(whole, self._base, panel, cache=self._cache)
        if area not in panel.keys:
            raise _nobody(name)
        column = panel.values[:, panel.keys.index(area)]
        if np.isnan(column[-1]):
            last = max(np.flatnonzero(~np.isnan(column)), default=None)
            since = "" if last is None else f" since {panel.times[int(last)]}"
            raise NoFigures(
                f"Nothing is forecast for {name}: UNHCR has counted no refugees, "
                f"asylum seekers or internally displaced people from there{since}, and "
                f"a forecast starts from the newest year, {panel.times[-1]}."
            )
        said = asking.answer(BY, panel, area, name, found, cache=self._cache)
        return asking.within_reach(said, self._base, panel, cache=self._cache)

    def keys(self, area: str, members: Sequence[str]) -> tuple[str, ...]:
        """The series that belong to a group: those that have figures."""
        panel, _ = self._known
        if area == areas.WORLD:
            return panel.keys
        return tuple(key for key in panel.keys if key in set(members))

    def counted(self, keys: Sequence[str], *, since: int) -> dict[int, list[Figure]]:
        """The figures that add up to some series, by year."""
        panel, _ = self._known
        found = self._base.query(
            measure=SERIES[BY].measures,
            origin=tuple(keys),
            sex="_T",
            age="_T",
            since=since,
            editions=panel.editions[0],
        )
        years: dict[int, list[Figure]] = {}
        for figure in found:
            if figure.value is not None:
                years.setdefault(figure.year, []).append(figure)
        return years

    def scored(self, keys: Sequence[str]) -> tuple[Scored, ...]:
        """Published forecasts of some series whose outcome is known, newest last."""
        wanted = set(keys)
        return tuple(each for each in self._scored if each.forecast.key in wanted)

    @property
    def _known(self) -> tuple[Panel, tuple[Record, ...]]:
        """The figures, and how models did on them.

        Raises:
            NoFigures: there are none, or they are too short to try a model.
        """
        if self._panel is None:
            raise NoFigures(
                "Nothing is forecast: the evidence base holds no figures of UNHCR on "
                "forced displacement by country of origin."
            )
        if self._records is None:
            raise NoFigures(
                "Nothing is forecast: the figures of forced displacement go back too "
                "few years to try a model on them."
            )
        return self._panel, self._records

    @cached_property
    def _panel(self) -> Panel | None:
        try:
            return reading.read(BY, self._base, self._cache)
        except NoFigures:  # no series of UNHCR: the chapter says so
            return None

    @cached_property
    def _records(self) -> tuple[Record, ...] | None:
        assert self._panel is not None
        try:
            return records(
                BY, self._panel, self._cache, horizon=HORIZON, advance=self._advance
            )
        except NoFigures:  # too short to try anything
            return None

    @cached_property
    def _scored(self) -> tuple[Scored, ...]:
        if self._book is None or self._panel is None or not self._book.is_file():
            return ()
        what = self._panel.what
        every = ledger.newest(ledger.scored(self._book, as_of=self._as_of))
        return tuple(each for each in every if each.forecast.what == what)


def _nobody(name: str) -> NoFigures:
    return NoFigures(
        f"Nothing is forecast for {name}: UNHCR counts no refugees, asylum seekers or "
        "internally displaced people from there."
    )

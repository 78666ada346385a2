"""What is forecast for the areas of a base, found out once for many reviews?

The panel and the record of the models are read when they are first asked for, and kept:
a process that writes two hundred reviews reads them once. Where nobody has tried the
models on these figures before, only the quick ones are tried, at a few origins, and the
answer says on how many forecasts its record rests.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from migrascope.errors import NoFigures
from migrascope.foresight import asking, ledger
from migrascope.foresight.remembering import recalled, remembered
from migrascope.foresight.series.catalogue import LIGHT, SERIES
from migrascope.model import area as areas
from migrascope.store.figure import Figure

if TYPE_CHECKING:
    from migrascope.foresight.asking import Answer
    from migrascope.foresight.forecasting import Record
    from migrascope.foresight.ledger import Scored
    from migrascope.foresight.panel import Panel
    from migrascope.store.base import Base

BY = "origin"
HORIZONS = (1, 2, 3)
FEW_ORIGINS = 5


class Outlook:
    """Forecasts of displaced people by origin, for reviews.

    `cache` is where it is kept how models did; `book` the ledger of published
    forecasts, which may not exist.
    """

    def __init__(self, base: Base, *, cache: Path, book: Path | None = None) -> None:
        self._base = base
        self._cache = cache
        self._book = book

    def answer(self, area: str) -> Answer | None:
        """The forecast of a country; None without one."""
        if self._panel is None or area not in self._panel.keys:
            return None
        column = self._panel.values[:, self._panel.keys.index(area)]
        if np.isnan(column[-1]) or self._records is None:
            return None
        return asking.answer(BY, self._panel, area, areas.name(area), self._records)

    def counted(self, area: str, *, since: int) -> dict[int, list[Figure]]:
        """The figures that add up to the series of an area, by year."""
        assert self._panel is not None
        found = self._base.query(
            measure=SERIES[BY].measures,
            origin=area,
            sex="_T",
            age="_T",
            since=since,
            editions=self._panel.editions[0],
        )
        years: dict[int, list[Figure]] = {}
        for figure in found:
            if figure.value is not None:
                years.setdefault(figure.year, []).append(figure)
        return years

    def scored(self, area: str) -> tuple[Scored, ...]:
        """Published forecasts of an area whose outcome is known, the newest last."""
        return tuple(each for each in self._scored if each.forecast.key == area)

    @cached_property
    def _panel(self) -> Panel | None:
        try:
            return SERIES[BY].read(self._base)
        except NoFigures:  # no series of UNHCR: the chapter is left out
            return None

    @cached_property
    def _records(self) -> tuple[Record, ...] | None:
        assert self._panel is not None
        known = recalled(
            self._panel,
            self._cache,
            horizons=HORIZONS,
            origins=SERIES[BY].origins,
            tried=SERIES[BY].tried,
        )
        if known is not None:
            return known
        try:
            return remembered(
                self._panel,
                self._cache,
                horizons=HORIZONS,
                origins=FEW_ORIGINS,
                tried=LIGHT,
            )
        except NoFigures:  # too short to try anything
            return None

    @cached_property
    def _scored(self) -> tuple[Scored, ...]:
        if self._book is None or self._panel is None or not self._book.is_file():
            return ()
        what = self._panel.what
        every = ledger.newest(ledger.scored(self._book))
        return tuple(each for each in every if each.forecast.what == what)

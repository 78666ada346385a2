"""What is being counted?

Two tables: the project's own measures (`measures.csv`), and the series of the SDG
database under the codes that the UN Statistics Division gives them (`series.csv`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from migrascope.errors import UnknownMeasure


@dataclass(frozen=True, slots=True)
class Measure:
    """A concept that publishers count, with its unit.

    `kind` is stock, flow, rate, share, price or score, forecast for what was not
    counted at all, and '' for the SDG series that the project has not described, whose
    unit may be '' too. `unit` is the code that observations carry (PS persons, USD, PT
    percent, PER_1000 …). `source_term` is the publisher's own wording. `indicators` are
    the SDG indicators that a series stands for, empty for the project's own measures.
    `adds_over` are the dimensions of a breakdown whose parts share nobody, so that they
    may be added up where no total is printed.
    """

    code: str
    name: str
    name_plural: str
    unit: str
    kind: str
    definition: str
    source_term: str
    indicators: tuple[str, ...] = ()
    adds_over: frozenset[str] = frozenset()

    @property
    def is_series(self) -> bool:
        """True for a series of the SDG database."""
        return bool(self.indicators)


def get(code: str) -> Measure:
    """The measure or SDG series with this code; case does not matter.

    Raises:
        UnknownMeasure: no such code; the message lists the nearest three.
    """
    measure = _measures().get(code.casefold())
    if measure is None:
        raise _unknown(code)
    return measure


@cache
def all() -> tuple[Measure, ...]:  # noqa: A001  read as measure.all()
    """Every measure and series, sorted by code."""
    return tuple(sorted(_measures().values(), key=lambda measure: measure.code))


def series_of(indicator: str) -> tuple[Measure, ...]:
    """The SDG series that stand for an indicator, such as `10.7.3`; sorted by code."""
    return tuple(measure for measure in all() if indicator in measure.indicators)


def _unknown(code: str) -> UnknownMeasure:
    import difflib

    nearest = difflib.get_close_matches(code.casefold(), _measures(), n=3, cutoff=0.0)
    return UnknownMeasure(
        f'No measure or SDG series is called "{code}".',
        f"Nearest: {', '.join(_measures()[found].code for found in nearest)}.",
    )


@cache
def _measures() -> dict[str, Measure]:
    rows = (*_read("measures.csv"), *_read("series.csv"))
    return {row["code"].casefold(): _measure(row) for row in rows}


def _measure(row: Mapping[str, str]) -> Measure:
    # A series that the project has not described goes by its publisher's wording.
    name = row["name"] or row["source_term"]
    return Measure(
        code=row["code"],
        name=name,
        name_plural=row.get("name_plural") or name,
        unit=row["unit"],
        kind=row["kind"],
        definition=row["definition"],
        source_term=row["source_term"],
        indicators=tuple(filter(None, row.get("indicators", "").split("|"))),
        adds_over=frozenset(filter(None, row.get("adds_over", "").split("|"))),
    )


def _read(table_name: str) -> Iterator[dict[str, str]]:
    import csv
    from pathlib import Path

    file = Path(__file__).with_name("tables") / table_name
    with file.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)

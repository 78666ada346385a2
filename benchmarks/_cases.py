"""What does a large file of trafficking cases look like that describes nobody?

Case files of this kind cannot be passed around, so benchmarks and tests make their
own. Every share below was set by hand: none was fitted to a file of real people, and
no record imitates one. What real files have is kept in kind. Shares are skewed (a few
citizenships make up most cases, many are rare); columns hang together (citizenship
with destination and exploitation, exploitation with sex, age, work and means of
control, age with the recruiter); values are missing, more often in hotline records.

The same number of rows and the same seed give the same file on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

KEYS = (
    "year",
    "source",
    "sex",
    "age",
    "citizenship",
    "destination",
    "exploitation",
    "work",
)
"""The eight categorical keys: what others may know of a person."""

SENSITIVE = ("control", "recruiter")
"""What nobody may learn of a person by a release."""

FURTHER = ("weight", "incident", "months", "registered", "case_number")
"""A weight, a group of people, a skewed number, a date and a name for the record."""

CHUNK = 500_000
"""Rows made at a time, so that the working memory stays small."""

_Whole = npt.NDArray[np.int64]

_YEARS = {
    "2012": 3,
    "2013": 4,
    "2014": 5,
    "2015": 9,
    "2016": 14,
    "2017": 17,
    "2018": 15,
    "2019": 12,
    "2020": 7,
    "2021": 7,
    "2022": 7,
}
_SOURCES = {"Case management": 62, "Hotline": 38}
_SEXES = ("Female", "Male", "Other")
_AGES = ("0-8", "9-17", "18-20", "21-23", "24-26", "27-29", "30-38", "39-47", "48+")
_EXPLOITATIONS = (
    "Sexual",
    "Labour",
    "Sexual and labour",
    "Forced marriage",
    "Begging",
    "Other",
)
_WORKS = (
    "None",
    "Domestic work",
    "Construction",
    "Agriculture",
    "Manufacturing",
    "Hospitality",
    "Fishing",
    "Peddling",
    "Other",
)
_CONTROLS = ("Threats", "Debt", "Violence", "Documents", "Confinement", "Other")
_RECRUITERS = ("Partner", "Family", "Friend", "Employer", "Agency", "Stranger")


@dataclass(frozen=True, slots=True)
class _Region:
    """Where people of some citizenships are taken, and what is done to them.

    `citizenships` and `destinations` by ISO code with their shares; `home` is the
    share exploited in their own country; `exploitations` in the order of the list.
    """

    citizenships: dict[str, float]
    destinations: dict[str, float]
    home: float
    exploitations: tuple[float, ...]


_REGIONS = (
    _Region(
        {"UA": 90, "MD": 40, "BY": 28, "RO": 20, "BG": 11, "AL": 6, "RU": 4, "GE": 2},
        {"RU": 45, "PL": 15, "TR": 12, "DE": 8, "IT": 7, "ES": 5, "CZ": 4, "AE": 2},
        0.18,
        (28, 60, 4, 0.5, 6, 1.5),
    ),
    _Region(
        {"US": 150, "MX": 22, "CA": 3, "GT": 4, "HN": 4, "SV": 2.5, "CU": 0.6},
        {"US": 90, "MX": 6, "CA": 3, "ES": 0.5},
        0.88,
        (72, 20, 6, 0.3, 0.7, 1),
    ),
    _Region(
        {"PH": 130, "KH": 40, "MM": 30, "ID": 38, "TH": 8, "VN": 9, "LA": 4, "MY": 0.7},
        {"MY": 25, "TH": 18, "SA": 10, "CN": 9, "AE": 7, "KW": 6, "QA": 5, "SG": 3},
        0.31,
        (22, 66, 4, 5, 2, 1),
    ),
    _Region(
        {"NG": 16, "UG": 9, "KE": 8, "GH": 7, "CI": 4, "SN": 3, "SL": 3, "ET": 6},
        {"IT": 14, "SA": 14, "KW": 9, "GH": 8, "LY": 8, "OM": 7, "AE": 7, "FR": 5},
        0.35,
        (30, 55, 5, 2, 6, 2),
    ),
    _Region(
        {"IN": 12, "BD": 11, "LK": 6, "NP": 8, "PK": 4, "AF": 5},
        {"SA": 22, "AE": 18, "QA": 12, "KW": 10, "MY": 9, "IN": 8, "OM": 6, "GB": 2},
        0.30,
        (18, 66, 3, 5, 6, 2),
    ),
    _Region(
        {"KG": 11, "UZ": 13, "TJ": 5, "KZ": 3, "TM": 2, "MN": 0.8},
        {"RU": 55, "KZ": 26, "TR": 9, "AE": 6, "KR": 1},
        0.22,
        (20, 71, 3, 1, 3, 2),
    ),
    _Region(
        {"CO": 8, "BO": 7, "PE": 5, "BR": 3, "HT": 6, "DO": 3, "VE": 4, "EC": 2},
        {"AR": 26, "ES": 13, "CL": 9, "DO": 8, "BR": 7, "MX": 6, "IT": 3, "JP": 0.5},
        0.38,
        (48, 42, 4, 1, 3, 2),
    ),
)
_FEMALE = (0.95, 0.47, 0.92, 0.97, 0.44, 0.55)
"""The share of women and girls by exploitation."""

_AGE_BY_EXPLOITATION = (
    (1, 27, 18, 15, 12, 10, 13, 3, 1),
    (1, 5, 9, 11, 12, 13, 27, 14, 8),
    (1, 22, 18, 16, 13, 11, 14, 4, 1),
    (1, 47, 22, 12, 8, 5, 4, 0.7, 0.3),
    (23, 38, 7, 4, 3, 3, 7, 7, 8),
    (6, 19, 13, 12, 11, 10, 16, 8, 5),
)
_WORK_BY_EXPLOITATION = (
    (96, 0.6, 0.1, 0.1, 0.1, 2.6, 0, 0.1, 0.4),
    (1, 31, 20, 13, 12, 8, 7, 2, 6),
    (2, 47, 3, 6, 5, 29, 0.5, 2.5, 5),
    (69, 24, 0.2, 4, 0.4, 1.2, 0, 0.7, 0.5),
    (72, 3, 1, 2, 1, 2, 0, 16, 3),
    (66, 7, 3, 4, 2, 3, 1, 3, 11),
)
_WORK_OF_MEN = (1.0, 0.15, 2.2, 1.4, 1.1, 0.8, 2.4, 1.3, 1.2)
"""How much more (or less) often men and boys do each work."""

_CONTROL_BY_EXPLOITATION = (
    (27, 14, 26, 7, 15, 11),
    (19, 33, 10, 21, 9, 8),
    (24, 20, 22, 13, 14, 7),
    (26, 7, 31, 8, 22, 6),
    (30, 8, 34, 4, 12, 12),
    (22, 14, 18, 11, 13, 22),
)
_RECRUITER_BY_AGE = (
    (2, 79, 8, 3, 1, 7),
    (24, 31, 22, 8, 3, 12),
    (30, 9, 24, 16, 9, 12),
    (25, 7, 24, 20, 13, 11),
    (21, 6, 23, 23, 16, 11),
    (18, 6, 22, 25, 18, 11),
    (13, 6, 21, 28, 21, 11),
    (9, 6, 21, 30, 23, 11),
    (7, 8, 21, 30, 21, 13),
)
_MISSING = {
    "sex": (0.002, 0.01),
    "age": (0.02, 0.30),
    "citizenship": (0.01, 0.36),
    "destination": (0.03, 0.05),
    "exploitation": (0.01, 0.06),
    "work": (0.05, 0.20),
    "control": (0.12, 0.38),
    "recruiter": (0.30, 0.62),
}
"""The share of missing values in records of case managers and of hotlines."""


def cases(rows: int, seed: int, columns: int = 10) -> pl.DataFrame:
    """Make a file of cases: the first `columns` of `KEYS + SENSITIVE + FURTHER`.

    Categories are texts and missing ones null; `weight` and `months` are numbers,
    `registered` is a date, `incident` and `case_number` are whole numbers.

    Raises:
        ValueError: no row, or a number of columns that the generator does not have.
    """
    names = (*KEYS, *SENSITIVE, *FURTHER)
    if rows < 1 or not 1 <= columns <= len(names):
        msg = f"at least one row, and from 1 to {len(names)} columns"
        raise ValueError(msg)
    wanted = names[:columns]
    starts = range(0, rows, CHUNK)
    # Each piece has randomness of its own: its values do not hang on the others.
    seeds = np.random.SeedSequence(seed).spawn(len(starts))
    pieces = [
        _piece(min(CHUNK, rows - start), start, np.random.default_rng(own), wanted)
        for start, own in zip(starts, seeds, strict=True)
    ]
    return pl.concat(pieces, rechunk=False)


def _piece(
    rows: int, first: int, random: np.random.Generator, wanted: Sequence[str]
) -> pl.DataFrame:
    """Some rows, column after column, each drawn given those that it hangs on."""
    nowhere = np.zeros(rows, dtype=np.int64)
    codes: dict[str, tuple[_Whole, Sequence[str]]] = {}
    codes["year"] = _draw([list(_YEARS.values())], nowhere, random), tuple(_YEARS)
    sources = [list(_SOURCES.values())]
    source = _draw(sources, nowhere, random)
    codes["source"] = source, tuple(_SOURCES)

    listed = [
        (code, number, share)
        for number, region in enumerate(_REGIONS)
        for code, share in region.citizenships.items()
    ]
    citizenship = _draw([[share for _, _, share in listed]], nowhere, random)
    region = np.array([number for _, number, _ in listed])[citizenship]
    codes["citizenship"] = citizenship, tuple(code for code, _, _ in listed)
    codes["destination"] = _destination(citizenship, region, listed, random)

    exploited = _draw([each.exploitations for each in _REGIONS], region, random)
    sexes = [(share, 0.994 - share, 0.006) for share in _FEMALE]
    sex = _draw(sexes, exploited, random)
    age = _draw(_AGE_BY_EXPLOITATION, exploited, random)
    works = [
        [share * factor for share, factor in zip(row, _WORK_OF_MEN, strict=True)]
        for row in _WORK_BY_EXPLOITATION
    ]
    man = (sex == 1).astype(np.int64)
    work = _draw([*_WORK_BY_EXPLOITATION, *works], exploited + 6 * man, random)
    codes["sex"] = sex, _SEXES
    codes["age"] = age, _AGES
    codes["exploitation"] = exploited, _EXPLOITATIONS
    codes["work"] = work, _WORKS
    control = _draw(_CONTROL_BY_EXPLOITATION, exploited, random)
    codes["control"] = control, _CONTROLS
    recruiter = _draw(_RECRUITER_BY_AGE, age, random)
    codes["recruiter"] = recruiter, _RECRUITERS

    further = _further(rows, first, source, codes["year"][0], random)
    return pl.DataFrame(
        [
            _texts(name, *codes[name], source, random)
            if name in codes
            else further[name].alias(name)
            for name in (*KEYS, *SENSITIVE, *FURTHER)
        ]
    ).select(wanted)


def _draw(
    shares: Sequence[Sequence[float]], given: _Whole, random: np.random.Generator
) -> _Whole:
    """One value a record, by the row of shares that `given` names."""
    table = np.asarray(shares, dtype=np.float64)
    table = np.cumsum(table / table.sum(axis=1, keepdims=True), axis=1)
    table[:, -1] = 1.0
    # Rows set one after the other on a line: one search finds row and value.
    line = (table + np.arange(len(table))[:, None]).ravel()
    found = np.searchsorted(line, random.random(len(given)) + given, side="right")
    value: _Whole = found - given * table.shape[1]
    # A sum on the line is rounded: the last value of a row may be passed by a hair.
    return np.clip(value, 0, table.shape[1] - 1)


def _destination(
    citizenship: _Whole,
    region: _Whole,
    listed: Sequence[tuple[str, int, float]],
    random: np.random.Generator,
) -> tuple[_Whole, Sequence[str]]:
    """Their own country, or one where people of the region are taken."""
    abroad = {code for each in _REGIONS for code in each.destinations}
    places = sorted(abroad | {code for code, _, _ in listed})
    shares = [
        [each.destinations.get(code, 0.0) for code in places] for each in _REGIONS
    ]
    away = _draw(shares, region, random)
    own = np.array([places.index(code) for code, _, _ in listed])[citizenship]
    home = np.array([each.home for each in _REGIONS])[region]
    return np.where(random.random(len(away)) < home, own, away), places


def _further(
    rows: int,
    first: int,
    source: _Whole,
    year: _Whole,
    random: np.random.Generator,
) -> dict[str, pl.Series]:
    """The columns that are no categories."""
    number = np.arange(first, first + rows)
    months = np.minimum(np.ceil(random.lognormal(2.0, 1.1, rows)), 600.0)
    starts = np.array([date(int(each), 1, 1) for each in _YEARS], dtype="datetime64[D]")
    days = starts[year] + random.integers(0, 365, rows)
    # Records of one incident stand together, about two in each.
    incident = first + np.cumsum(random.random(rows) < 0.5)
    return {
        "weight": pl.Series(np.where(source == 0, 12.5, 40.0)),
        "incident": pl.Series(incident),
        "months": pl.Series(months),
        "registered": pl.Series(days),
        "case_number": pl.Series(number + 1_000_000),
    }


def _texts(
    name: str,
    codes: _Whole,
    values: Sequence[str],
    source: _Whole,
    random: np.random.Generator,
) -> pl.Series:
    """Codes as texts, with the missing ones left out."""
    series = pl.Series(name, codes.astype(np.uint32))
    if name in _MISSING:
        shares = np.array(_MISSING[name])
        present = random.random(len(codes)) >= shares[source]
        nothing = pl.Series(name, [None], dtype=pl.UInt32)
        series = series.zip_with(pl.Series(present), nothing)
    return pl.Series(name, values, dtype=pl.String).gather(series)

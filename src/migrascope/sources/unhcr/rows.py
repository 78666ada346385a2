"""What does a row of UNHCR say of all its counts: when, where, of whom, in what?

Countries are read by ISO code, or by name where the code is blank; UNHCR's own codes
are never read. A "-" is a side that was added up: accepted for the origin where
a download does not ask for it, refused otherwise.
"""

from __future__ import annotations

import polars as pl

from migrascope.errors import ChangedHeader, NotANumber, UnknownLayout, UnknownPlace
from migrascope.model import breakdown
from migrascope.sources import places
from migrascope.sources.batch import Residuals
from migrascope.sources.formats import numbers
from migrascope.sources.formats.table import ROW
from migrascope.sources.unhcr import tables
from migrascope.sources.unhcr.extract import DATABASE, Extract

_ABYEI = "AB9"
"""The code of the area that the Refugee Data Finder leaves blank in IDMC's table."""

_ALL = "-"
"""What UNHCR prints for a side that was added up, or that does not apply."""

_COUNTED = {"P": "P", "Persons": "P", "C": "C", "Cases": "C"}
_WORDS = pl.Categorical()


def said(
    extract: Extract, place_of: dict[str, str], residuals: Residuals
) -> pl.DataFrame:
    """One row for each row of the file: year, area, origin, unit, breakdown.

    Raises:
        UnknownPlace: a country without an area.
        UnknownLayout: figures that were added up over countries.
        NotANumber: text where a year should stand.
        ChangedHeader: an unknown population type or unit.
    """
    origin, area = _sides(extract)
    read = extract.frame
    rows = pl.DataFrame(
        {
            "year": _years(extract),
            "area": _areas(extract, area, "coa", place_of, residuals),
            "origin": _areas(extract, origin, "coo", place_of, residuals),
            "row": read[ROW],
            "unit": _units(extract),
            "dimensions": _dimensions(extract),
            "note": _notes(extract),
        }
    )
    if "pop_type" in read.columns:
        rows = rows.with_columns(_population_types(extract))
    return rows


def last_year(extract: Extract) -> int:
    """The newest year in a file."""
    return int(_years(extract).max() or 0)  # type: ignore[arg-type]  # an Int32 column


def _years(extract: Extract) -> pl.Series:
    texts = extract.frame["year"].cast(pl.String)
    years = texts.str.extract(r"^(19[4-9]\d|20\d\d)$").cast(pl.Int32)
    if years.null_count():
        position = int(years.is_null().arg_true()[0])
        raise NotANumber(
            f'"{texts[position] or ""}" is not a year.',
            "Remove lines that are not data from the end of a copy of the file.",
            where=extract.where(int(extract.frame[ROW][position]), "year"),
        )
    return years


def _sides(extract: Extract) -> tuple[pl.Series, pl.Series]:
    """Codes or names of origin and asylum; figures that were added up are refused."""
    origin, area = _spelled(extract, "coo"), _spelled(extract, "coa")
    if extract.layout.table is tables.IDMC:
        # displaced people are counted where they come from
        area = area.zip_with(area != _ALL, origin)
    added = (area == _ALL).fill_null(value=False)
    if added.any():
        row = int(extract.frame[ROW][int(added.arg_true()[0])])
        raise _added_up("asylum", "coa_all", extract, row)
    alone = (origin == _ALL).all() and extract.layout.feed == DATABASE
    if alone and len(origin):
        raise _added_up("origin", "coo_all", extract, int(extract.frame[ROW][0]))
    return origin, area


def _spelled(extract: Extract, side: str) -> pl.Series:
    """The ISO code of a row, or the name where the code is blank."""
    texts = [
        pl.col(name).cast(pl.String).str.strip_chars().replace("", None)
        for name in (f"{side}_iso", f"{side}_name")
        if name in extract.frame.columns
    ]
    spelled = extract.frame.select(pl.coalesce(texts).alias(side)).to_series()
    if side == "coo" and extract.layout.table is tables.IDMC:
        spelled = spelled.fill_null(_ABYEI)
    if spelled.null_count():
        row = int(extract.frame[ROW][int(spelled.is_null().arg_true()[0])])
        raise UnknownPlace(
            f"the row names no country of {'origin' if side == 'coo' else 'asylum'}.",
            'Complete the row in a copy of the file; UNHCR writes "Unknown" where the '
            "country is not known.",
            where=extract.where(row, f"{side}_iso"),
        )
    return spelled


def _areas(
    extract: Extract,
    spelled: pl.Series,
    side: str,
    place_of: dict[str, str],
    residuals: Residuals,
) -> pl.Series:
    known = place_of | {_ALL: "_T"} if side == "coo" else place_of
    return places.match(
        spelled,
        known,
        where=extract.where(column=f"{side}_iso"),
        rows=extract.frame[ROW],
        residuals=residuals,
        remedy="sources/unhcr/places.csv",
    ).cast(_WORDS)


def _units(extract: Extract) -> pl.Series:
    """Persons, or cases (families) that must never be added to persons."""
    if "counted" not in extract.frame.columns:
        return pl.Series(["PS"], dtype=_WORDS).new_from_index(0, extract.frame.height)
    units = extract.frame["counted"].replace_strict(
        _COUNTED, default=None, return_dtype=pl.String
    )
    if units.null_count():
        position = int(units.is_null().arg_true()[0])
        raise ChangedHeader(
            f'"{extract.frame["counted"][position]}" says neither cases (C) nor '
            "persons (P).",
            "Correct the cell in a copy of the file.",
            where=extract.where(int(extract.frame[ROW][position]), "counted"),
        )
    return units.replace({"P": "PS", "C": "CASES"}).cast(_WORDS)


def _dimensions(extract: Extract) -> pl.Series:
    """The breakdown of each row, built once for each combination that occurs."""
    keys = {
        column: key
        for column, key in extract.layout.table.dimensions.items()
        if column in extract.columns
    }
    if not keys:
        return pl.Series([""], dtype=_WORDS).new_from_index(0, extract.frame.height)
    texts = extract.frame.select(pl.col(list(keys)).cast(pl.String).fill_null(""))
    distinct = texts.unique()
    written = [
        breakdown.join(dict(zip(keys.values(), values, strict=True)))
        for values in distinct.iter_rows()
    ]
    return texts.join(
        distinct.with_columns(pl.Series("written", written, dtype=_WORDS)),
        on=list(keys),
        how="left",
        maintain_order="left",
    )["written"]


def _notes(extract: Extract) -> pl.Series:
    """The mean size of a case, which the older feed prints beside the count."""
    if "persons_per_case" not in extract.frame.columns:
        return pl.Series([""], dtype=_WORDS).new_from_index(0, extract.frame.height)
    sizes = numbers.parse(
        extract.frame["persons_per_case"],
        where=extract.where(column="persons_per_case"),
        rows=extract.frame[ROW],
    )
    written = {
        size: f"{size:g} persons per case" if size else ""
        for size in sizes.unique().drop_nulls()
    }
    notes = sizes.replace_strict(written, default="", return_dtype=pl.String)
    return notes.fill_null("").cast(_WORDS)


def _population_types(extract: Extract) -> list[pl.Series]:
    """Measure, status and kind of every row, from its population type."""
    codes = extract.frame["pop_type"].replace(tables.POPULATION_NAMES)
    unknown = ~codes.is_in(list(tables.POPULATION_TYPES)) | codes.is_null()
    if unknown.any():
        position = int(unknown.arg_true()[0])
        raise ChangedHeader(
            f'"{codes[position]}" is not a known population type.',
            f"Known: {', '.join(tables.POPULATION_TYPES)}.",
            where=extract.where(int(extract.frame[ROW][position]), "pop_type"),
        )
    known = tables.POPULATION_TYPES
    return [
        codes.replace_strict(list(known), [figure.measure for figure in known.values()])
        .cast(_WORDS)
        .alias("measure"),
        codes.replace_strict(list(known), [figure.status for figure in known.values()])
        .cast(_WORDS)
        .alias("status"),
        codes.replace_strict(
            list(known), [figure.is_flow for figure in known.values()]
        ).alias("is_flow"),
    ]


def _added_up(side: str, option: str, extract: Extract, row: int) -> UnknownLayout:
    return UnknownLayout(
        f"the figures are added up over the countries of {side}"
        ' ("-" stands instead of a country).',
        f"Ask the interface with {option}=true (coo_all=true&coa_all=true for all "
        f"pairs), or download again with every country of {side} chosen.",
        where=extract.where(row),
    )

"""Is everything in the release that should be, and nothing else?

Names of columns are told, values never.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

import polars as pl

from migrascope.protect.verify import written
from migrascope.protect.verify.promises import RELEASED, WITHHELD, Promised
from migrascope.protect.verify.verdict import Check
from migrascope.protect.verify.written import Written


def identifiers(release: Written, promised: Promised) -> Check:
    """No column that names a person, or that was to be left out, is there."""
    left = [
        name
        for frame in _files(release)
        for name in frame.columns
        if name in promised.named(*WITHHELD)
    ]
    names = sorted(set(left))
    says = (
        "no direct identifier and no dropped column is in it."
        if not names
        else f"still there: {_listed(names)}."
    )
    return Check("identifiers", not names, float(len(names)), 0.0, says)


def columns(release: Written, promised: Promised) -> Check:
    """The columns are those that the plan releases, each once."""
    due = set(promised.named(*RELEASED))
    absent: set[str] = set()
    strange = 0
    for frame in _files(release):
        there = set(frame.columns)
        absent |= due - there
        # a column that the plan does not know may be named like a person
        strange = max(strange, len(there - due - set(promised.named(*WITHHELD))))
    passed = not absent and not strange
    says = f"all {len(due)} columns of the plan are there, and no other."
    if absent:
        says = f"not there: {_listed(sorted(absent))}."
    elif strange:
        says = f"{strange} of which the plan says nothing."
    return Check("columns", passed, float(len(absent) + strange), 0.0, says)


def records(release: Written, before: int | None) -> Check:
    """There are as many records as before."""
    heights = {frame.height for frame in _files(release)}
    found = release.frame.height
    passed = found > 0 and len(heights) == 1 and before in (None, found)
    says = f"{found:,} records"
    if not found:
        says = "there is no record."
    elif len(heights) > 1:
        says = "the CSV and the Parquet file have different numbers of records."
    elif before is None:
        says += " in every file."
    else:
        says += f", {before:,} before."
    limit = None if before is None else float(before)
    return Check("records", passed, float(found), limit, says)


def formats(release: Written, promised: Promised) -> Check | None:
    """CSV and Parquet hold the same; None when there is only one of them."""
    if release.csv is None or release.parquet is None:
        return None
    one, other = release.csv, release.parquet
    if one.columns != other.columns or one.height != other.height:
        says = "the CSV and the Parquet file have other columns or records."
        return Check("formats", False, None, 0.0, says)
    differing = 0
    for name in one.columns:
        told = promised.columns.get(name)
        numeric = other[name].dtype.is_numeric()
        read = written.number if numeric else written.text
        if told is not None and told.kind == "date" and not numeric:
            left, right = _days(one[name]), _days(other[name])
        else:
            left, right = read(one[name]), read(other[name])
        differing += int((~left.eq_missing(right)).sum())
        if numeric:
            # a text where a number should be would be read as nothing
            differing += int(
                (written.text(one[name]).is_null() != left.is_null()).sum()
            )
    says = (
        "the CSV and the Parquet file hold the same."
        if not differing
        else f"{differing:,} cells of the CSV and the Parquet file differ."
    )
    return Check("formats", not differing, float(differing), 0.0, says)


def unchanged(release: Written) -> Check | None:
    """The files are those of which the release itself tells the hashes, if it does.

    A file that nobody told of may be anything, even the cases: it was never proven.
    """
    told = release.record.get("files")
    if not isinstance(told, dict) or not told:
        return None
    there = {entry.name for entry in release.folder.iterdir()}
    wrong = sorted(
        {name for name, facts in told.items() if not _is_as_told(release, name, facts)}
        | (there - told.keys() - {written.RECORD})
    )
    says = (
        f"all {len(told)} files are as they were released."
        if not wrong
        else f"not as released: {_listed(wrong)}."
    )
    return Check("files", not wrong, float(len(wrong)), 0.0, says)


def record(release: Written, promised: Promised, plan_sha256: str) -> Check:
    """What `release.json` says of plan, promises and size is what stands here.

    `plan_sha256` is the hash of what the plan decides.
    """
    told = release.record
    promises = told.get("promises")
    promises = promises if isinstance(promises, dict) else {}
    wrong = []
    if told.get("plan_sha256") != plan_sha256:
        wrong.append("it was made by another plan")
    if "k" in promises and (
        promises["k"] != promised.k or promises.get("keys") != list(promised.keys)
    ):
        wrong.append("it says other promises than the plan")
    if told.get("records") != release.frame.height:
        wrong.append("it says another number of records")
    if told.get("columns") != release.frame.columns:
        wrong.append("it says other columns")
    if not told:
        wrong = ["there is none"]
    says = "release.json says the plan, the promises and the size that are here."
    if wrong:
        says = f"of release.json: {'; '.join(wrong)}."
    return Check("record", not wrong, float(len(wrong)), 0.0, says)


def formulas(release: Written) -> Check | None:
    """No cell of the CSV starts a formula in a spreadsheet."""
    if release.raw is None:
        return None
    risky = 0
    for name in release.raw.columns:
        cells = release.raw[name]
        starts = cells.str.contains(written.FORMULA)
        harmless = cells.str.contains(written.NUMBER) | cells.is_in(["-", "+"])
        risky += int((starts & ~harmless).sum())
        risky += int(pl.Series([name]).str.contains(written.FORMULA).sum())
    says = (
        "no cell starts a formula in a spreadsheet."
        if not risky
        else f"{risky:,} cells would be taken for formulas by a spreadsheet."
    )
    return Check("formulas", not risky, float(risky), 0.0, says)


def blanks(frame: pl.DataFrame, keys: tuple[str, ...]) -> dict[str, int]:
    """How many cells of each key are blank."""
    return {key: written.text(frame[key]).null_count() for key in keys}


def suppressed(
    release: Written, promised: Promised, before: Mapping[str, int]
) -> Check:
    """The share of key cells that were blanked is within what the plan allows."""
    after = blanks(release.frame, promised.keys)
    lost = sum(max(0, after[key] - before[key]) for key in promised.keys)
    cells = max(1, release.frame.height * len(promised.keys))
    share = lost / cells
    returned = [key for key in promised.keys if after[key] < before[key]]
    passed = share <= promised.most_suppressed + 1e-12 and not returned
    says = (
        f"{lost:,} of {cells:,} key cells were blanked ({100 * share:.2f} %); "
        f"{100 * promised.most_suppressed:g} % are allowed."
    )
    if returned:
        says = f"missing values of {_listed(returned)} were filled in."
    return Check("suppression", passed, share, promised.most_suppressed, says)


def labels(release: Written, wanted: Mapping[str, Mapping[str, str]]) -> Check:
    """Every label of a column or a code that is still in use is in the codebook.

    `wanted` holds the label of each column (under '') and of its codes.
    """
    book = _book(release.codebook)
    lost = 0
    of = 0
    for column, meant in wanted.items():
        if column not in release.frame.columns:
            continue
        used = set(written.text(release.frame[column]).unique().drop_nulls())
        for value, label in meant.items():
            if (value and value not in used) or not label:
                continue
            of += 1
            lost += book.get((column, value)) != label
    says = (
        (f"all {of:,} labels that are still in use" if of else "what labels there were")
        + " are in the codebook."
        if not lost
        else f"{lost:,} of {of:,} labels are not in the codebook as they were."
    )
    return Check("labels", not lost, float(lost), 0.0, says)


def _book(book: pl.DataFrame | None) -> dict[tuple[str, str], str]:
    if book is None:
        return {}
    book = book.rename({name: name.strip().lower() for name in book.columns})
    if not {"column", "value", "label"} <= set(book.columns):
        return {}
    lines: list[tuple[Any, ...]] = book.select(
        pl.col("column", "value", "label").str.strip_chars().fill_null("")
    ).rows()
    return {(column, value): label for column, value, label in lines}


def _is_as_told(release: Written, name: str, facts: Any) -> bool:
    file = release.folder / PurePath(name).name
    if not isinstance(facts, dict) or not file.is_file():
        return False
    with file.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    return bool(facts.get("sha256") == found)


def _days(column: pl.Series) -> pl.Series:
    """Dates as texts, without a time of midnight."""
    return written.text(column).str.replace(r"[T ]00:00:00(\.0+)?$", "")


def _files(release: Written) -> list[pl.DataFrame]:
    return [each for each in (release.csv, release.parquet) if each is not None]


def _listed(names: list[str]) -> str:
    return ", ".join(names)

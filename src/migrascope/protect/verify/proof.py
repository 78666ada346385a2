"""Does this release keep its promises: yes or no?

Reads the plan and what was written, runs every check for which there is something to
go by, and tells what could not be checked and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from migrascope.protect.verify import (
    anonymity,
    contents,
    described,
    differencing,
    fabricated,
    faithful,
    few,
    inference,
    joining,
    linkage,
    promises,
    values,
    written,
)
from migrascope.protect.verify import original as originals
from migrascope.protect.verify.promises import Promised
from migrascope.protect.verify.verdict import Check, Verdict
from migrascope.protect.verify.written import Written

_NO_ORIGINAL = "it needs the original file."
_Frames = tuple[pl.DataFrame, pl.DataFrame]


@dataclass(slots=True)
class _Found:
    """The checks so far, and what had to be left out."""

    checks: list[Check] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)

    def add(self, check: Check | None) -> None:
        if check is not None:
            self.checks.append(check)


def release(
    folder_or_file: Path,
    plan_path: Path,
    *,
    original: Path | None = None,
    earlier: Sequence[Path] = (),
    control: Path | None = None,
    labels: Mapping[str, Mapping[str, str]] | None = None,
    order: Sequence[int] | None = None,
    plan_sha256: str | None = None,
) -> Verdict:
    """The verdict on a release as it was written.

    `original` is the file that was protected, `earlier` are releases of the same file,
    `control` are cases of the same kind that are not in it. `labels` are those of the
    original, by column and code, the label of the column under ''. `order` says for
    each released record which record of the original it is (from 0), where the release
    is not in its order; without it records that cannot be paired are not attacked.
    `plan_sha256` is the hash of the plan, for a release that was handed over: what its
    own record says must be true.

    Raises:
        BadPlan: the plan is not understood.
        NotProven: what was written cannot be read.
        UnusableCases: the original or the control group cannot be read.
        UsageError: there is no release.
    """
    promised = promises.read(plan_path)
    done = written.read(folder_or_file)
    before = None if original is None else originals.read(original, promised)
    found = _Found()
    _contents(found, done, promised, before, plan_sha256)
    if labels is not None:
        found.add(contents.labels(done, labels))
    else:
        found.left_out["labels"] = "it needs the labels of the original."
    there = set(done.frame.columns)
    needed = {
        *promised.keys,
        *(each.column for each in promised.diversity),
        *(each.column for each in promised.closeness),
    }
    if needed - there or not done.frame.height:
        why = "a column that the plan promises for, or every record, is not there."
        found.left_out["k-anonymity"] = why
        return Verdict.of(found.checks, found.left_out)
    _promises(found, done, promised)
    _values(found, done, promised, before)
    found.add(few.rare(done.frame, promised))
    for check in few.households(done.frame, before, promised):
        found.add(check)
    _suppression(found, done, promised, before)
    for number, path in enumerate(earlier, start=1):
        other = written.read(path).frame
        shown = differencing.compare(other, done.frame, promised.keys, promised.k)
        found.add(differencing.check(shown, promised.k, number=number))
        found.add(
            joining.check(other, done.frame, promised.keys, promised.k, number=number)
        )
    pairs = _paired(done, promised, before, order)
    if pairs is None:
        found.left_out["linkage"] = (
            _NO_ORIGINAL if before is None else "the records cannot be paired with it."
        )
    else:
        found.add(faithful.check(*pairs, promised))
        found.add(linkage.check(linkage.attack(*pairs, promised), promised.k))
    if control is None:
        found.left_out["attribute inference"] = "it needs a control group."
    elif pairs is None:
        found.left_out["attribute inference"] = found.left_out["linkage"]
    else:
        against = originals.read(control, promised)
        told = _as_released(pairs, (pairs[0], against), promised)
        _attributes(found, pairs[1], told, promised)
    return Verdict.of(found.checks, found.left_out)


def twin(
    twin_file: Path,
    plan_path: Path,
    *,
    original: Path | None = None,
    control: Path | None = None,
    resolution: int | None = None,
    mean_error: float | None = None,
    plan_sha256: str | None = None,
) -> Verdict:
    """The verdict on a synthetic twin: what it gives away of those it was made from.

    A twin holds no record of a person, so it is attacked, which takes a `control`
    group. `original` is the file it was made from, in the groups that it was made
    from: columns in other groups are left out. `resolution` is how many people must
    have had each combination of values in it; none is promised of a twin whose counts
    carry noise. `mean_error` is by how many records it says to miss the counts that
    were released with it: with these, who has no original proves it too.
    `plan_sha256` is as for `release`.

    Raises:
        BadPlan: the plan is not understood.
        NotProven: what was written cannot be read.
        UnusableCases: the original or the control group cannot be read.
        UsageError: there is no twin.
    """
    promised = promises.read(plan_path)
    done = written.read(twin_file)
    found = _Found()
    found.add(contents.identifiers(done, promised))
    _files(found, done, promised, plan_sha256)
    if resolution is not None and done.folder.is_dir():
        for check in fabricated.released(
            done, resolution=resolution, mean_error=mean_error
        ):
            found.add(check)
    if resolution is None:
        found.left_out["noise"] = "that it was added cannot be seen in the files."
    if original is None:
        found.left_out["combinations among the cases"] = _NO_ORIGINAL
        found.left_out["inference"] = "it needs the original and a control group."
        return Verdict.of(found.checks, found.left_out)
    before = originals.read(original, promised)
    common = [
        name
        for name in promised.named(*promises.RELEASED)
        if name in done.frame.columns and name in before.columns
    ]
    alike = [
        name
        for name in common
        if differencing.same_level(
            written.text(done.frame[name]), written.text(before[name])
        )
    ]
    if len(alike) < len(common):
        other = ", ".join(name for name in common if name not in alike)
        found.left_out[other] = "told in other groups than in the original."
    if not alike:
        found.left_out["attacks"] = "no column is told as in the original."
        return Verdict.of(found.checks, found.left_out)
    told = done.frame.select(alike)
    if resolution is not None:
        found.add(fabricated.check(told, before, alike, resolution=resolution))
    if control is None:
        found.left_out["inference"] = "it needs a control group."
        return Verdict.of(found.checks, found.left_out)
    groups = before, originals.read(control, promised)
    if min(each.height for each in groups) < 2 * inference.LEAST:
        why = f"a group has fewer than {2 * inference.LEAST} people: too few to say."
        found.left_out["inference"] = why
    else:
        found.add(inference.membership(told, *groups, promised))
        _attributes(found, told, groups, promised)
    return Verdict.of(found.checks, found.left_out)


def _contents(
    found: _Found,
    done: Written,
    promised: Promised,
    before: pl.DataFrame | None,
    plan_sha256: str | None,
) -> None:
    found.add(contents.identifiers(done, promised))
    found.add(contents.columns(done, promised))
    counted = done.record.get("records")
    height = counted if isinstance(counted, int) else None
    found.add(contents.records(done, height if before is None else before.height))
    _files(found, done, promised, plan_sha256)


def _files(
    found: _Found, done: Written, promised: Promised, plan_sha256: str | None
) -> None:
    """What the files of a release, or of a twin, say of each other."""
    found.add(contents.formats(done, promised))
    found.add(contents.unchanged(done))
    found.add(contents.formulas(done))
    found.add(described.check(done, promised.k))
    if plan_sha256 is not None and done.folder.is_dir():
        found.add(contents.record(done, promised, plan_sha256))


def _promises(found: _Found, done: Written, promised: Promised) -> None:
    classes = anonymity.Classes.of(done.frame, promised)
    found.add(anonymity.hidden(classes, promised.k))
    for promise in promised.diversity:
        found.add(anonymity.diverse(classes, promise))
    for close in promised.closeness:
        groups = promised.columns[close.column].groups
        found.add(anonymity.close(classes, close, groups))


def _values(
    found: _Found, done: Written, promised: Promised, before: pl.DataFrame | None
) -> None:
    check, free = values.allowed(done.frame, promised, before)
    found.add(check)
    if before is None and free:
        found.left_out["values of other columns" if check else "values"] = _NO_ORIGINAL
    elif free:
        found.left_out[f"values of {', '.join(free)}"] = (
            "changed so that there is no list to hold them against."
        )


def _suppression(
    found: _Found, done: Written, promised: Promised, before: pl.DataFrame | None
) -> None:
    keys = promised.keys
    told = done.record.get("missing_before")
    if before is not None and set(promised.keys) <= set(before.columns):
        found.add(contents.suppressed(done, promised, contents.blanks(before, keys)))
        return
    if not isinstance(told, dict) or not set(keys) <= set(told):
        found.left_out["suppression"] = (
            f"{_NO_ORIGINAL.removesuffix('.')}, or missing_before in release.json."
        )
        return
    step = done.record.get("missing_rounded_to")
    doubt = step // 2 if isinstance(step, int) else 0
    after = contents.blanks(done.frame, keys)
    # What is told is rounded: no more is held against the release than is sure.
    counts = {
        key: max(int(told[key]) - doubt, min(after[key], int(told[key]) + doubt))
        for key in keys
    }
    check = contents.suppressed(done, promised, counts)
    if doubt:
        check = replace(check, says=f"at least {check.says}")
    found.add(check)


def _paired(
    done: Written,
    promised: Promised,
    before: pl.DataFrame | None,
    order: Sequence[int] | None,
) -> _Frames | None:
    """Original and release record by record, or None where that is not known."""
    after, keys = done.frame, promised.keys
    if before is None or not set(keys) <= set(before.columns):
        return None
    if before.height != after.height:
        return None
    if order is not None and sorted(order) != list(range(after.height)):
        return None
    if order is not None:
        return before.select(pl.all().gather(list(order))), after
    return (before, after) if linkage.paired(before, after, keys) else None


def _as_released(
    pairs: _Frames, people: _Frames, promised: Promised
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Keys and sensitive values of people in the groups of the release.

    An attacker knows how values were grouped; numbers that were not are left.
    """
    before, after = pairs
    told = []
    for group in people:
        columns = []
        for name in promised.named("key", "sensitive"):
            own, released = group[name], after[name]
            if promised.columns[name].kind == "number":
                numbers = written.number(released).null_count()
                if numbers == written.text(released).null_count():
                    columns.append(own)
                    continue
            known = linkage.groups(written.text(before[name]), written.text(released))
            columns.append(linkage.as_grouped(written.text(own), known))
        told.append(pl.DataFrame(columns))
    return told[0], told[1]


def _attributes(
    found: _Found, after: pl.DataFrame, groups: _Frames, promised: Promised
) -> None:
    """Guess every sensitive column."""
    for column in promised.named("sensitive"):
        if not all(column in each.columns for each in (after, *groups)):
            continue
        check = inference.attribute(after, *groups, promised, column)
        if check is None:
            why = "too few of a group have a value to say."
            found.left_out[f"attribute inference of {column}"] = why
        found.add(check)

"""Is every record hidden among k, and are those k different enough?

Every check counts on the written records themselves. The class of a record are the
records that it could be: with missing keys as wildcards those compatible with it
(sdcMicro's definition of f_k), else those with the same keys.

Diversity after Machanavajjhala et al. (2007), closeness after Li et al. (2007).
Missing sensitive values tell nothing and are left out; a class in which nothing is
known breaks no promise. How far two values are apart is what the plan says: by the
values between them, all equally, or by the level of a hierarchy at which they meet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from migrascope.protect.verify import sharing, written
from migrascope.protect.verify.promises import Close, Diverse, Promised
from migrascope.protect.verify.verdict import Check

Real = npt.NDArray[np.float64]
_ROUNDING = 1e-9
"""Sums of fractions that are equal on paper may differ in the last digits."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Classes:
    """The records of a release by their keys."""

    frame: pl.DataFrame
    packed: sharing.Packed

    @classmethod
    def of(cls, frame: pl.DataFrame, promised: Promised) -> Classes:
        """The classes of a release."""
        texts = frame.select(written.text(frame[key]) for key in promised.keys)
        (packed,) = sharing.pack([texts], promised.keys, wildcard=promised.wildcard)
        return cls(frame, packed)


def hidden(classes: Classes, k: int) -> Check:
    """Whether each record shares all its keys with k - 1 others or more."""
    packed = classes.packed
    shared = packed.counts.copy()
    few = shared < k  # the others have enough who are quite alike
    shared[few] = sharing.counted(packed.only(few), packed, enough=k)
    least = min(k, int(shared.min()))
    below = int(packed.counts[shared < k].sum())
    of = int(packed.counts.sum())
    says = (
        f"every one of {of:,} records shares its keys with {k - 1} others or more."
        if not below
        else f"{below:,} of {of:,} records share their keys with fewer than {k - 1} "
        "others."
    )
    alone = int(packed.counts[packed.counts < k].sum())
    if alone and not below:
        # by wildcards only: told, since an attacker may go by full matches first
        says += (
            f" A blank agrees with everything in that; {alone:,} records show just the "
            f"same as fewer than {k - 1} others."
        )
    return Check("k-anonymity", not below, float(least), float(k), says)


def diverse(classes: Classes, promise: Diverse) -> Check:
    """Whether the sensitive values in each class are as many as promised."""
    name = f"l-diversity of {promise.column} ({promise.kind})"
    codes, _ = _codes(classes.frame[promise.column], ordered=False)
    asked = np.arange(len(classes.packed))
    if promise.kind == "distinct":
        asked = _too_alike(classes, codes, promise.least)
    wanted = classes.packed.only(np.isin(np.arange(len(classes.packed)), asked))
    found = sharing.held(wanted, classes.packed, codes)
    share = pl.col("n") / pl.col("n").sum()
    match promise.kind:
        case "distinct":
            figure = pl.len().cast(pl.Float64)
        case "entropy":
            figure = (-(share * share.log()).sum()).exp()
        case _:
            # the largest l with: most frequent < c times all from the l-th on
            counts = pl.col("n").sort(descending=True)
            tail = counts.cum_sum(reverse=True)
            figure = (promise.c * tail > counts.first()).sum().cast(pl.Float64)
    figures = found.group_by("id").agg(figure=figure)
    records = wanted.counts[figures["id"].to_numpy()]
    low = figures["figure"].to_numpy() < promise.least - _ROUNDING
    below = int(records[low].sum())
    least = figures["figure"].min()
    if least is None:
        # nobody is in a class too alike, or nothing at all is known
        least = promise.least
    says = (
        f"every class is worth {float(str(least)):.3g} values or more."
        if not below
        else f"{below:,} records are in classes worth fewer than {promise.least:g}."
    )
    return Check(name, not below, float(str(least)), promise.least, says)


def close(
    classes: Classes, promise: Close, groups: Sequence[Mapping[str, str]] = ()
) -> Check:
    """Whether the sensitive values in each class are spread as in the whole file.

    `groups` are the lines of the column's hierarchy.
    """
    name, most = f"t-closeness of {promise.column}", promise.most
    column = classes.frame[promise.column]
    codes, ordered = _codes(column, ordered=promise.distance == "ordered")
    if not (codes >= 0).any():
        return Check(name, True, None, most, "no value is known.")
    if promise.distance == "ordered" and not ordered:
        return Check(name, False, None, most, "its values have no order.")
    layers = [codes]
    if promise.distance == "hierarchical":
        grouped = _layers(column, groups)
        if grouped is None:
            return Check(name, False, None, most, "a value is not in the hierarchy.")
        layers += grouped
    if ordered:
        found = sharing.held(classes.packed, classes.packed, codes)
        ids, distances = _moved_in_order(found, _shares(codes))
    else:
        # on a tree as high everywhere: the mean of what differs at each height
        ids, distances = _differing(classes, layers[0])
        for layer in layers[1:]:
            distances = distances + _differing(classes, layer)[1]
        distances = distances / len(layers)
    far = distances > most + _ROUNDING
    above = int(classes.packed.counts[ids[far]].sum())
    worst = float(distances.max())
    says = (
        f"the class furthest from the whole file is {worst:.3f} away."
        if not above
        else f"{above:,} records are in classes further away than {most:g}."
    )
    return Check(name, not above, worst, most, says)


def _too_alike(classes: Classes, codes: sharing.Whole, least: float) -> sharing.Whole:
    """The classes that are not diverse by the records that are quite alike.

    Others can only add values to them, so the rest needs no further look.
    """
    alike = (
        pl.DataFrame({"id": classes.packed.of_record, "value": codes})
        .filter(pl.col("value") >= 0)
        .group_by("id")
        .agg(pl.col("value").n_unique())
    )
    values = np.zeros(len(classes.packed), np.int64)
    values[alike["id"].to_numpy()] = alike["value"].to_numpy()
    return np.flatnonzero(values < least)


def _codes(column: pl.Series, *, ordered: bool) -> tuple[sharing.Whole, bool]:
    """Values as ranks, -1 where nothing is known; and whether their order means."""
    texts = written.text(column)
    numbers = written.number(column) if column.dtype != pl.Date else texts
    meant = texts
    if ordered and numbers.null_count() == texts.null_count():
        meant = numbers
    elif ordered:
        # bands have no order that a text tells; days written year first do
        dates = texts.str.contains(r"^\d{4}(-[QW]?\d\d?)*$").drop_nulls().all()
        ordered = bool(dates)
    known = meant.drop_nulls().unique().sort()
    ranks = pl.Series(range(len(known)), dtype=pl.Int64)
    found = meant.replace_strict(known, ranks, default=-1, return_dtype=pl.Int64)
    return found.fill_null(-1).to_numpy(), ordered


def _layers(
    column: pl.Series, groups: Sequence[Mapping[str, str]]
) -> list[sharing.Whole] | None:
    """The groups of the values at each level below that at which all are one.

    None where a value has no group.
    """
    texts = written.text(column)
    layers = []
    for level in list(groups[0])[1:] if groups else []:
        of = {line[""]: line[level] for line in groups}
        if len(set(of.values())) == 1:
            continue
        if set(texts.drop_nulls()) - set(of):
            return None
        named = texts.replace_strict(of, default=None, return_dtype=pl.String)
        layers.append(_codes(named, ordered=False)[0])
    return layers


def _shares(codes: sharing.Whole) -> Real:
    """The share of the file that has each code."""
    known = codes[codes >= 0]
    shares: Real = np.bincount(known) / len(known)
    return shares


def _differing(classes: Classes, codes: sharing.Whole) -> tuple[sharing.Whole, Real]:
    """By how much the shares in each class exceed those of the file, in all."""
    found = sharing.held(classes.packed, classes.packed, codes)
    share = pl.col("n") / pl.col("n").sum().over("id")
    gain = share - pl.Series(_shares(codes)[found["value"].to_numpy()])
    sums = (
        found.with_columns(gain=gain)
        .group_by("id")
        .agg(pl.col("gain").clip(lower_bound=0).sum())
        .sort("id")
    )
    return sums["id"].to_numpy(), sums["gain"].to_numpy()


def _moved_in_order(found: pl.DataFrame, whole: Real) -> tuple[sharing.Whole, Real]:
    """The earth mover's distance of each class from the file, for ordered values.

    The mean over all steps of the order of |share of class - share of file| up to it.
    Between two values that a class has its own share stands still while that of the
    file only grows, so each stretch is two sums, taken from running totals.
    """
    if len(whole) == 1:
        ids = found["id"].unique().sort().to_numpy()
        return ids, np.zeros(len(ids))
    file = np.cumsum(whole)
    running = np.concatenate([[0.0], np.cumsum(file)])
    stretches = found.sort("id", "value").with_columns(
        share=(pl.col("n").cum_sum() / pl.col("n").sum()).over("id"),
        end=pl.col("value").shift(-1, fill_value=len(whole) - 1).over("id"),
        first=pl.col("value").cum_count().over("id") == 1,
    )
    start, end = stretches["value"].to_numpy(), stretches["end"].to_numpy()
    share = stretches["share"].to_numpy()
    turn = np.clip(np.searchsorted(file, share), start, end)
    below = share * (turn - start) - (running[turn] - running[start])
    above = (running[end] - running[turn]) - share * (end - turn)
    before = np.where(stretches["first"].to_numpy(), running[start], 0.0)
    sums = (
        stretches.with_columns(moved=pl.Series(below + above + before))
        .group_by("id")
        .agg(pl.col("moved").sum() / (len(whole) - 1))
        .sort("id")
    )
    return sums["id"].to_numpy(), sums["moved"].to_numpy()

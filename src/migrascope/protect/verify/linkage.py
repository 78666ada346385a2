"""Who could be found again by someone who knows the keys of everybody?

The attacker has the original keys of everybody and the release, and knows how values
were grouped (each original value is taken for the group in which most of its records
are; where a column was not grouped, a value that nobody was released with is known to
be blanked). They look for each person among the nearest released records, their
candidates: those that differ in the fewest keys, where a blank agrees with everything.
Of several one is drawn, so the share found is an expectation and no draw is made:
1 / candidates when the person is among them, else nothing.

A second attacker does not believe in blanks: who finds records that match in full takes
one of these, and looks further only where there is none. By both, no more than 1 / k
may be found on average; by the first, nobody may be found among fewer than k.

An average alone would hide a few people who are found for certain, as a unique record
is that was blanked in a release in which nobody else was: the blank agrees with many,
but it alone with what the person was. That is a no under both meanings of a missing
key. What `wildcard` declares is that a blank cannot be ruled out, and here it is not:
the blanked records are counted among the candidates. What the second attacker finds is
what wildcards concede; where it is too much, `value` is needed.

Only counts and shares leave this module; no record is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from migrascope.protect.verify import sharing, written
from migrascope.protect.verify.promises import Promised
from migrascope.protect.verify.verdict import Check

SEARCHED = 2_000
"""So many kinds of records that nothing agrees with are searched one by one."""


@dataclass(frozen=True, slots=True)
class Linkage:
    """The shares of records that are found: on average, and for certain.

    `exposed` is the share with a chance above 1 / k: they are among fewer than k.
    `in_full` is what is found by those who take full matches first.
    """

    found: float
    certain: float
    exposed: float
    in_full: float
    records: int


def attack(
    original: pl.DataFrame, release: pl.DataFrame, promised: Promised
) -> Linkage:
    """Look for every record of the original in the release, on the keys.

    Record by record both files must be in the same order.
    """
    keys = promised.keys
    after = release.select(written.text(release[key]) for key in keys)
    own = [written.text(original[key]) for key in keys]
    before = pl.DataFrame([_as_known(values, after[values.name]) for values in own])
    known, public = sharing.pack([before, after], keys, wildcard=True)
    pairs = (
        pl.DataFrame({"person": known.of_record, "record": public.of_record})
        .group_by("person", "record")
        .agg(n=pl.len().cast(pl.Int64))
        .sort("person", "record")
    )
    person, record = pairs["person"].to_numpy(), pairs["record"].to_numpy()
    number = pairs["n"].to_numpy()
    ties = sharing.counted(known, public)
    differs = (
        (known.words[person] ^ public.words[record])
        & known.masks[person]
        & public.masks[record]
    ).any(axis=1)
    chance = np.where(differs, 0.0, 1.0 / np.maximum(ties[person], 1))
    lost = np.flatnonzero(ties == 0)
    if len(lost):
        weight = _nearest(before, after, known, public, pairs, lost)
        chance = np.where(ties[person] == 0, weight, chance)
    total = int(number.sum())
    full = _in_full(known, public)[person]
    unseen = (known.masks[person] & ~public.masks[record]).any(axis=1)
    same = ~(differs | unseen)
    believed = np.where(full > 0, same / np.maximum(full, 1), chance)
    return Linkage(
        found=float((chance * number).sum() / total),
        certain=float(number[chance > 1 - 1e-12].sum() / total),
        exposed=float(number[chance > 1 / promised.k + 1e-12].sum() / total),
        in_full=float((believed * number).sum() / total),
        records=total,
    )


def paired(original: pl.DataFrame, release: pl.DataFrame, keys: Sequence[str]) -> bool:
    """Whether the records of both files stand in the same order, going by the keys.

    In the same order a value nearly always comes with one group; in another one no
    more often than the group is frequent anyway. The line is drawn half-way.
    """
    agreed, chance, whole = 0.0, 0.0, 0
    for key in keys:
        before, after = written.text(original[key]), written.text(release[key])
        pairs = pl.DataFrame({"value": before, "group": after}).drop_nulls()
        if pairs.is_empty():
            continue
        likely = as_grouped(pairs["value"], groups(before, after))
        agreed += int((likely == pairs["group"]).sum()) / pairs.height
        chance += int(pairs["group"].value_counts()["count"].sort()[-1]) / pairs.height
        whole += 1
    return agreed >= (chance + whole) / 2


def check(found: Linkage, k: int) -> Check:
    """Whether everybody has k candidates, and no more are found than 1 in k."""
    most = max(found.found, found.in_full)
    passed = most <= 1 / k + 1e-12 and not found.exposed
    few, certain = (
        round(share * found.records) for share in (found.exposed, found.certain)
    )
    says = (
        f"of {found.records:,} records {100 * found.found:.2f} % are expected to be "
        f"found by their keys, {100 * found.in_full:.2f} % by taking full matches "
        f"first, at most {100 / k:.2f} % may be; {few:,} are found among fewer than "
        f"{k} candidates, {certain:,} of them for certain."
    )
    if not passed:
        says += ' With missing = "value", and "suppress" as the last step that changes '
        says += "keys, it holds."
    return Check("linkage", passed, most, 1 / k, says)


def groups(before: pl.Series, after: pl.Series) -> dict[str, str]:
    """The group in which most records with a value are released, for each value."""
    likely = (
        pl.DataFrame({"value": before, "group": after})
        .drop_nulls()
        .group_by("value", "group")
        .len()
        .sort("value", "len", "group", descending=[False, True, False])
        .unique("value", keep="first", maintain_order=True)
    )
    return dict(likely.select("value", "group").iter_rows())


def _as_known(before: pl.Series, after: pl.Series) -> pl.Series:
    """Values as an attacker expects to find them released."""
    known = groups(before, after)
    grouped = as_grouped(before, known)
    if any(value != group for value, group in known.items()):
        return grouped  # a value that nobody was released with may be in any group
    return grouped.fill_null(before)


def as_grouped(values: pl.Series, known: Mapping[str, str]) -> pl.Series:
    """Values as their groups; null where nobody was released with the value."""
    if not known:
        return pl.Series(values.name, [None] * len(values), dtype=pl.String)
    return values.replace_strict(
        list(known), list(known.values()), default=None, return_dtype=pl.String
    )


def _in_full(known: sharing.Packed, public: sharing.Packed) -> sharing.Whole:
    """How many records show all that is known of each person's keys."""
    names = [f"w{number}" for number in range(known.words.shape[1])]
    total = np.zeros(len(known), np.int64)
    for mask in np.unique(known.masks, axis=0):
        people = np.flatnonzero((known.masks == mask).all(axis=1))
        shows = ((public.masks & mask) == mask).all(axis=1)
        records = (
            pl.DataFrame(public.words[shows] & mask, names)
            .with_columns(n=pl.Series(public.counts[shows]))
            .group_by(names)
            .agg(pl.col("n").sum())
        )
        asked = pl.DataFrame(known.words[people], names)
        found = asked.join(records, on=names, how="left", maintain_order="left")
        total[people] = found["n"].fill_null(0).to_numpy()
    return total


def _nearest(
    before: pl.DataFrame,
    after: pl.DataFrame,
    known: sharing.Packed,
    public: sharing.Packed,
    pairs: pl.DataFrame,
    lost: sharing.Whole,
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The chance to find those with whom no record agrees in all keys.

    Where there are very many, an even spread of them stands for all.
    """
    step = max(1, len(lost) // SEARCHED)
    asked = lost[::step]
    ours = _codes(before, after, 0)[_first(known)[asked]]
    theirs = _codes(before, after, 1)[_first(public)]
    chances: dict[int, dict[int, float]] = {}
    for spot, own in zip(asked.tolist(), ours, strict=True):
        distance = ((theirs != own) & (theirs > 0) & (own > 0)).sum(axis=1)
        near = distance == distance.min()
        chance = 1.0 / float(public.counts[near].sum())
        chances[spot] = {int(each): chance for each in np.flatnonzero(near)}
    person, record = pairs["person"].to_list(), pairs["record"].to_list()
    found = np.zeros(len(person))
    number = pairs["n"].to_numpy()
    hit = weight = 0.0
    for line, (who, what) in enumerate(zip(person, record, strict=True)):
        if who in chances:
            found[line] = chances[who].get(what, 0.0)
            hit, weight = hit + found[line] * number[line], weight + number[line]
    if step > 1:
        unasked = np.isin(person, lost) & ~np.isin(person, asked)
        found[unasked] = hit / weight
    return found


def _first(packed: sharing.Packed) -> sharing.Whole:
    """A record of each kind."""
    first = np.zeros(len(packed), np.int64)
    first[packed.of_record[::-1]] = np.arange(len(packed.of_record))[::-1]
    return first


def _codes(before: pl.DataFrame, after: pl.DataFrame, which: int) -> sharing.Whole:
    """The keys of one file as ranks, alike in both; 0 for a blank."""
    columns = []
    for key in before.columns:
        both = pl.concat([before[key], after[key]])
        rank = both.rank("dense").fill_null(0).cast(pl.Int64)
        columns.append(rank[: len(before)] if which == 0 else rank[len(before) :])
    return np.column_stack([column.to_numpy() for column in columns])

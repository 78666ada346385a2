"""How many records could this record be, and what do they hold?

Records are packed: the code of each key has its own bits in one or more words, with
zero for a missing key, and a mask says which bits are known. Two records are compatible
when no bit that both know differs: (a xor b) and mask(a) and mask(b) is zero. Records
with the same pattern of missing keys are counted together: on the keys that both
patterns know, agreement is plain equality, so a group-by and a join count it exactly.
Where few records are left to ask about, comparing them with all is cheaper, and done.

With missing as a value, a missing key has a code like any other and is always known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

Whole = npt.NDArray[np.int64]
_BITS = 62
_CALL = 1.5e6
"""What a group-by and a join cost before the first row, in comparisons of bits."""

_ROW = 40.0
"""What a row in them costs, in the same measure."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Packed:
    """The different records of a file, by their keys.

    `words` and `masks` have a row for each and a column for each word; `counts` says
    how many records are alike, and `of_record` which of them a record is.
    """

    words: Whole
    masks: Whole
    counts: Whole
    of_record: Whole

    def __len__(self) -> int:
        return len(self.counts)

    def only(self, wanted: npt.NDArray[np.bool_]) -> Packed:
        """Some of them, with nothing said of the records."""
        none = np.empty(0, np.int64)
        return Packed(self.words[wanted], self.masks[wanted], self.counts[wanted], none)


def pack(
    frames: Sequence[pl.DataFrame], keys: Sequence[str], *, wildcard: bool
) -> list[Packed]:
    """The records of files packed alike, so that they can be compared."""
    word, shift = -1, _BITS
    columns: list[list[Whole]] = [[] for _ in frames]
    masks: list[list[Whole]] = [[] for _ in frames]
    for key in keys:
        texts = [frame[key].cast(pl.String) for frame in frames]
        known = pl.concat(texts).drop_nulls().unique().sort()
        bits = max(1, len(known).bit_length())
        if shift + bits > _BITS:
            word, shift = word + 1, 0
            for number, frame in enumerate(frames):
                columns[number].append(np.zeros(frame.height, np.int64))
                masks[number].append(np.zeros(frame.height, np.int64))
        ranks = pl.Series(range(1, len(known) + 1), dtype=pl.Int64)
        for number, text in enumerate(texts):
            code = text.replace_strict(known, ranks, default=0, return_dtype=pl.Int64)
            codes = code.fill_null(0).to_numpy()
            columns[number][word] |= codes << shift
            field = ((1 << bits) - 1) << shift
            seen = (codes > 0) | (not wildcard)
            masks[number][word] |= np.where(seen, field, 0)
        shift += bits
    return [_distinct(own, mask) for own, mask in zip(columns, masks, strict=True)]


def counted(asked: Packed, among: Packed, *, enough: int | None = None) -> Whole:
    """For each record that is asked about, how many of the others it could be.

    Where `enough` are found counting may stop: the figure is then `enough` or more.
    """
    total = np.zeros(len(asked), np.int64)
    for part in _parts(asked, among):
        left = part.spots
        for number, (mask, rows) in enumerate(part.shared):
            if not len(left):
                break
            if _one_by_one(len(left), part.shared[number:], among):
                for spot in left:
                    agrees = _agrees(asked.words[spot], asked.masks[spot], among)
                    total[spot] = among.counts[agrees].sum()
                break
            groups = _frame(among.words[rows] & mask).with_columns(
                n=pl.Series(among.counts[rows])
            )
            words = groups.columns[:-1]
            groups = groups.group_by(words).agg(pl.col("n").sum())
            wanted = _frame(asked.words[left] & mask)
            found = wanted.join(groups, on=words, how="left", maintain_order="left")
            total[left] += found["n"].fill_null(0).to_numpy()
            if enough is not None:
                left = left[total[left] < enough]
    return total


def held(asked: Packed, among: Packed, values: Whole) -> pl.DataFrame:
    """What the records hold that each could be: columns `id`, `value` and `n`.

    `values` has a code for each record of the other file, below zero where nothing is
    known; those are left out. `id` is the number of the record asked about.
    """
    lines = (
        _frame(among.words)
        .with_columns(id=pl.int_range(pl.len()))
        .join(
            pl.DataFrame({"id": among.of_record, "value": values})
            .filter(pl.col("value") >= 0)
            .group_by("id", "value")
            .agg(n=pl.len().cast(pl.Int64)),
            on="id",
        )
    )
    line = lines["id"].to_numpy()
    every = Packed(among.words[line], among.masks[line], lines["n"].to_numpy(), line)
    value = lines["value"].to_numpy()
    found: list[pl.DataFrame] = []
    for part in _parts(asked, every):
        if _one_by_one(len(part.spots), part.shared, every):
            found.extend(_held_one_by_one(asked, every, value, part.spots))
            continue
        for mask, rows in part.shared:
            groups = _frame(every.words[rows] & mask).with_columns(
                value=pl.Series(value[rows]), n=pl.Series(every.counts[rows])
            )
            words = groups.columns[:-2]
            groups = groups.group_by([*words, "value"]).agg(pl.col("n").sum())
            wanted = _frame(asked.words[part.spots] & mask).with_columns(
                id=pl.Series(part.spots)
            )
            found.append(wanted.join(groups, on=words).select("id", "value", "n"))
    nothing = pl.DataFrame(schema=dict.fromkeys(("id", "value", "n"), pl.Int64))
    return (
        pl.concat([nothing, *found])
        .group_by("id", "value")
        .agg(pl.col("n").sum())
        .sort("id", "value")
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Records with one pattern of missing keys, and whom to compare them with.

    `shared` has, for each set of bits that both know, the rows for which it is that
    set; those that know least first, for they agree with most.
    """

    spots: Whole
    shared: list[tuple[Whole, Whole]]


def _parts(asked: Packed, among: Packed) -> Iterator[_Part]:
    """Cut the question into patterns of missing keys."""
    rows_of = _by_pattern(among)
    for own, spots in _by_pattern(asked):
        shared: dict[tuple[int, ...], list[Whole]] = {}
        for pattern, rows in rows_of:
            mask = tuple(a & b for a, b in zip(own, pattern, strict=True))
            shared.setdefault(mask, []).append(rows)
        known = sorted(shared, key=lambda mask: sum(bits.bit_count() for bits in mask))
        yield _Part(
            spots,
            [
                (np.array(mask, np.int64), np.concatenate(shared[mask]))
                for mask in known
            ],
        )


def _one_by_one(asked: int, shared: list[tuple[Whole, Whole]], among: Packed) -> bool:
    """Whether comparing the records with all rows, bit by bit, costs less."""
    rows = sum(len(each) for _, each in shared)
    joined = len(shared) * _CALL + rows * _ROW
    compared = 3.0 * asked * len(among) * among.words.shape[1]
    return bool(compared < joined)


def _by_pattern(packed: Packed) -> list[tuple[tuple[int, ...], Whole]]:
    """Where the records with each pattern of missing keys are."""
    frame = _frame(packed.masks)
    groups = frame.with_row_index("row").group_by(frame.columns).agg("row")
    return [
        (tuple(mask), np.array(rows, np.int64)) for *mask, rows in groups.iter_rows()
    ]


def _held_one_by_one(
    asked: Packed, every: Packed, value: Whole, spots: Whole
) -> Iterator[pl.DataFrame]:
    for spot in spots.tolist():
        agrees = _agrees(asked.words[spot], asked.masks[spot], every)
        found, place = np.unique(value[agrees], return_inverse=True)
        number = np.bincount(place, weights=every.counts[agrees]).astype(np.int64)
        one = np.full(len(found), spot, np.int64)
        yield pl.DataFrame({"id": one, "value": found, "n": number})


def _agrees(word: Whole, mask: Whole, among: Packed) -> npt.NDArray[np.bool_]:
    differs = (among.words ^ word) & among.masks & mask
    agrees: npt.NDArray[np.bool_] = np.all(differs == 0, axis=1)
    return agrees


def _distinct(columns: list[Whole], masks: list[Whole]) -> Packed:
    names = [f"w{number}" for number in range(len(columns))]
    frame = pl.DataFrame(dict(zip(names, columns, strict=True)))
    mask = [pl.Series(f"m{number}", each) for number, each in enumerate(masks)]
    groups = (
        frame.with_columns(mask)
        .group_by(names)
        .agg(pl.len().cast(pl.Int64).alias("n"), *[pl.first(m.name) for m in mask])
        .sort(names)
        .with_columns(id=pl.int_range(pl.len()))
    )
    of_record = frame.join(
        groups.select(*names, "id"), on=names, how="left", maintain_order="left"
    )["id"]
    return Packed(
        groups.select(names).to_numpy(),
        groups.select([each.name for each in mask]).to_numpy(),
        groups["n"].to_numpy(),
        of_record.to_numpy(),
    )


def _frame(words: Whole) -> pl.DataFrame:
    return pl.DataFrame(
        {f"w{number}": words[:, number] for number in range(words.shape[1])}
    )

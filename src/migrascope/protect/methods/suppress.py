"""Which cells of the keys must be blanked until nobody stands out?

Local suppression: single cells of single records are blanked, as few as possible,
weighed by the importance of their columns. What that means hangs on what a missing
key means, and the plan says so:

- as a wildcard, a record is safe when k records of the release agree with what its
  keys were (`sharing`); each released record is then compatible with k as well;
- as a value of its own, when k records show exactly the same keys (`merging`). That
  is the stronger promise: every smaller set of keys is k-anonymous too, and nobody is
  found by taking a record that matches in full for the person. As a wildcard neither
  holds: `exact_below_k` counts the records that show exactly the same as fewer than k.

Under both, who knows all keys of a person finds k candidates; `candidates_below_k`
counts for how many that is not so.

With l-diversity or t-closeness, classes are merged under both meanings, since a union
of classes that keep these promises keeps them too, while a wildcard does not tell
which class a record is in.

The result is counted again by the code that measures risk, which shares nothing with
the search; a record below the promise ends the run with an error, never in a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import polars as pl

from migrascope.errors import BadPlan, CannotPromise
from migrascope.protect.methods.combinations import Combinations, Whole, combinations
from migrascope.protect.methods.compatible import Patterns, compatible
from migrascope.protect.methods.done import Done
from migrascope.protect.methods.merging import blank_merging
from migrascope.protect.methods.sets import Blanked, Progress
from migrascope.protect.methods.sharing import blank_sharing
from migrascope.protect.methods.standing import Standard, standard
from migrascope.protect.plan.model import Missing, Promise
from migrascope.protect.risk import closeness, diversity, frequencies

STEP = "suppress"

_EQUAL: Mapping[str, float] = MappingProxyType({})


def suppress(
    frame: pl.DataFrame,
    keys: Sequence[str],
    *,
    promise: Promise,
    missing: Missing = Missing.WILDCARD,
    importance: Mapping[str, float] = _EQUAL,
    progress: Progress | None = None,
) -> tuple[pl.DataFrame, tuple[Done, ...]]:
    """Blank key cells until every record keeps the promise, as few as can be found.

    Only cells of the keys change, and only from a value to missing. The more
    important a column (1 where nothing is said), the less is blanked there. One
    `Done` for each key.

    >>> frame = pl.DataFrame({"sex": ["f", "f", "m"], "age": ["9-17"] * 3})
    >>> blanked, done = suppress(frame, ["sex", "age"], promise=Promise(k=2))
    >>> blanked["sex"].to_list()
    ['f', 'f', None]

    Raises:
        BadPlan: no key, a key that is not there, or an importance not above 0.
        CannotPromise: even the file as one class does not keep the promise.
    """
    _check(frame, keys, importance, promise)
    found = combinations(frame, keys)
    needed = standard(frame, found, promise)
    _check_possible(found, needed)
    weights = [float(importance.get(key, 1.0)) for key in keys]
    merged = missing is Missing.VALUE or bool(needed.spreads)
    if merged:
        blanked = blank_merging(found, needed, weights, progress=progress)
    else:
        blanked = blank_sharing(found, promise.k, weights, progress=progress)
    hidden = _of_records(found, blanked)
    safe = _blank(frame, keys, hidden)
    _check_kept(safe, keys, promise, missing)
    return safe, _told(found, hidden, promise, blanked)


def below(
    frame: pl.DataFrame,
    keys: Sequence[str],
    *,
    promise: Promise,
    missing: Missing = Missing.WILDCARD,
) -> int:
    """How often a record does not keep a promise, by the code that measures risk."""
    counted = frequencies.count(frame, keys, missing=missing).sample
    found = int((counted < promise.k).sum())
    for wanted in promise.diversity:
        found += diversity.check(frame, keys, wanted, missing=missing).below
    for asked in promise.closeness:
        found += closeness.check(frame, keys, asked, missing=missing).above
    return found


def _check(
    frame: pl.DataFrame,
    keys: Sequence[str],
    importance: Mapping[str, float],
    promise: Promise,
) -> None:
    """Refuse what no search can work with."""
    if not keys:
        raise BadPlan(
            "no column is a key, so there is nothing to suppress.",
            'Give the columns that others may know the role "key".',
        )
    diverse = [each.column for each in promise.diversity]
    close = [each.column for each in promise.closeness]
    absent = [name for name in (*keys, *diverse, *close) if name not in frame.columns]
    if absent:
        raise BadPlan(
            f"the cases have no column {_named(absent)}.",
            "Correct the names of the keys, or of the promises, in the plan.",
        )
    if len(keys) > 62:
        raise BadPlan(
            f"{len(keys)} columns are keys; suppression works with 62 at most.",
            "Drop columns, or give some another role: nobody knows that much.",
        )
    wrong = [key for key in keys if not importance.get(key, 1.0) > 0]
    if wrong:
        raise BadPlan(
            f"the importance of {_named(wrong)} is not above 0.",
            "Use small numbers for columns in which much may be blanked.",
        )


def _check_possible(found: Combinations, needed: Standard) -> None:
    """The last resort is one class of the whole file; it must stand."""
    if found.records == 0 or found.records < needed.k:
        raise CannotPromise(
            f"the promise k = {needed.k} cannot be kept: the cases are only "
            f"{_counted(found.records, 'record')}, and with every key blanked ("
            f"{found.records * len(found.keys):,} cells) these are still fewer.",
            f"Promise k = {max(found.records, 1)} at most, or collect more cases.",
        )
    one = np.zeros(found.size, dtype=np.int64)
    for spread in needed.spreads:
        alone = Standard(1, (spread,))
        if not alone.kept(one, 1, found.counts)[0]:
            raise CannotPromise(
                f'the promise about "{spread.promise.column}" cannot be kept: the '
                f"whole file as one class, with all {found.records * len(found.keys)} "
                "key cells blanked, does not keep it.",
                "Lower l, or give the column another role.",
            )


def _of_records(found: Combinations, blanked: Blanked) -> Whole:
    """What each record hides: records alike in all keys are taken in file order."""
    hidden = np.zeros(found.records, dtype=np.int64)
    order = np.argsort(found.of_record, kind="stable")
    start = np.concatenate([[0], np.cumsum(found.counts)])[:-1]
    by = np.lexsort((blanked.hidden, blanked.combination))
    of, records = blanked.combination[by], blanked.records[by]
    ahead = np.cumsum(records) - records
    first = np.searchsorted(of, of)
    offset = ahead - ahead[first] if len(of) else ahead
    at = np.repeat(start[of] + offset - ahead, records) + np.arange(records.sum())
    hidden[order[at]] = np.repeat(blanked.hidden[by], records)
    return hidden


def _blank(frame: pl.DataFrame, keys: Sequence[str], hidden: Whole) -> pl.DataFrame:
    """The frame with the hidden cells turned to missing."""
    return frame.with_columns(
        pl.when(pl.lit(pl.Series((hidden >> place & 1) == 0)))
        .then(pl.col(key))
        .otherwise(None)
        .alias(key)
        for place, key in enumerate(keys)
    )


def _check_kept(
    safe: pl.DataFrame, keys: Sequence[str], promise: Promise, missing: Missing
) -> None:
    """Count again, with code that shares nothing with the search."""
    failed = below(safe, keys, promise=promise, missing=missing)
    if failed:
        raise CannotPromise(
            f"after suppression {failed} records still do not keep the promise: this "
            "is a fault of the program, and nothing was released.",
            "Please report it with the number of records and keys, never with data.",
        )


def _told(
    found: Combinations, hidden: Whole, promise: Promise, blanked: Blanked
) -> tuple[Done, ...]:
    """For each key how many cells were blanked."""
    few, exact = _few_candidates(found, hidden, promise.k)
    cells = [int((hidden >> place & 1).sum()) for place in range(len(found.keys))]
    changed = int((hidden > 0).sum())
    facts = {
        "records": float(found.records),
        "records_changed": float(changed),
        "below_k_before": float(blanked.below),
        "candidates_below_k": float(few),
        "exact_below_k": float(exact),
    }
    shared = (
        f"every key combination is shared by at least {promise.k} records."
        if not exact
        else f"at least {promise.k} records agree with the keys of everybody, a blank "
        f"with every value. Without that, {_counted(exact, 'record')} show the same as "
        f"fewer than {promise.k}: whoever takes a full match for the person finds them "
        'or comes near. With missing = "value" there are none.'
    )
    return tuple(
        Done(
            step=STEP,
            column=key,
            cells_changed=number,
            says=f'{_counted(number, "cell")} of "{key}" '
            f"{'was' if number == 1 else 'were'} blanked so that {shared}",
            facts=MappingProxyType({**facts, "share": number / found.records}),
        )
        for key, number in zip(found.keys, cells, strict=True)
    )


def _few_candidates(found: Combinations, hidden: Whole, k: int) -> tuple[int, int]:
    """Records that fewer than k of the release agree with, and that fewer than k are.

    The first are counted by what they were, a blank agreeing with every value; the
    second by what they show, a blank being a value of its own.
    """
    pairs, records = np.unique(
        np.stack([found.of_record, hidden]), axis=1, return_counts=True
    )
    release = Patterns(found.addends[:, pairs[0]], found.shown[pairs[0]] & ~pairs[1])
    low: npt.NDArray[np.bool_] = found.counts < k + np.bincount(
        found.of_record, weights=hidden > 0, minlength=found.size
    )
    asked = Patterns(found.addends, found.shown).of(low)
    candidates = compatible(asked, release, records.astype(np.int64), enough=k)
    shows = np.stack([release.codes().view(np.int64), release.shown])
    place = np.unique(shows, axis=1, return_inverse=True)[1].reshape(-1)
    same = np.bincount(place, weights=records)[place]
    return int(found.counts[low][candidates < k].sum()), int(records[same < k].sum())


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _named(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)

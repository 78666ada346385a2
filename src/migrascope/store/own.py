"""How do results of this program become editions beside those of publishers?

An edition that was made here has the day as its vintage, the terms of everything that
it was made from, and is not kept again when it says the same as the newest one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from migrascope.model.observation import KEY
from migrascope.model.source import Licence

if TYPE_CHECKING:
    from migrascope.sources.batch import Batch
    from migrascope.store.base import Base
    from migrascope.store.editions import Edition


def newest(base: Base, dataset: str) -> Edition | None:
    """The newest edition of a dataset; None before the first."""
    held = {each.dataset for each in base.index.entries}
    return base.edition(dataset) if dataset in held else None


def vintage(base: Base, dataset: str, today: date) -> str:
    """The day; with a number when something was stored on that day already.

    A clock that was ahead does no harm: what is stored now comes after what is there.
    """
    taken = [each.vintage for each in base.index.entries if each.dataset == dataset]
    day = max([today.isoformat(), *(each[:10] for each in taken)])
    that_day = sum(each.startswith(day) for each in taken)
    return f"{day}-{that_day + 1:03}" if that_day else day


def same_as(base: Base, made: Batch) -> Edition | None:
    """The newest edition of the dataset, if it holds the very same figures."""
    edition = newest(base, made.dataset)
    if edition is None or edition.rows != made.observations.height:
        return None
    known = base.frame(editions=edition.id).select(*KEY, "value", "low", "high")
    new = made.observations.select(known.columns)
    plain = [pl.col(name).cast(pl.String) for name in KEY]
    same = known.with_columns(plain).sort(KEY).equals(new.with_columns(plain).sort(KEY))
    return edition if same else None


def licence_of(inputs: Sequence[Edition]) -> Licence:
    """The terms of derived work: all of those of its inputs together."""
    terms = tuple(dict.fromkeys(each.licence for each in inputs))
    if len(terms) == 1:
        return terms[0]
    return Licence(
        " AND ".join(each.id for each in terms),
        f"All of these terms together: {'; '.join(each.name for each in terms)}",
        redistributable=all(each.redistributable for each in terms),
        commercial=all(each.commercial for each in terms),
    )

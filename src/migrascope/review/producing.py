"""How are reviews made, one or all of them?

Reads the evidence once, builds, writes every form beside its final name and puts
it in place when it is complete: a reader never meets half a file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from migrascope.errors import NoFigures, UsageError
from migrascope.indicators.evidence import Evidence
from migrascope.model import area as areas
from migrascope.review import country, listing
from migrascope.review.model import Review
from migrascope.review.writers import pdf
from migrascope.review.writers.forms import WRITERS
from migrascope.store.base import Base

if TYPE_CHECKING:
    from migrascope.review.prospects.early import Early
    from migrascope.review.prospects.outlook import Outlook

Advance = Callable[..., None]
TRYING = "Trying models of forecasts"


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: which evidence base, which forms, as known on which day.

    `library` is the folder of the documents that were read, which may not exist.
    `forecasts` is where it is kept how models of forecasts did; without it reviews do
    not look ahead. `ledger` holds published forecasts, if there are any. `frameworks`
    of anticipatory action, with their files of `data`, are shown in the review of their
    area; `triggers` is the log of their evaluations.
    """

    base: Path
    forms: tuple[str, ...] = tuple(WRITERS)
    language: str = "en"
    as_of: date | None = None
    library: Path | None = None
    forecasts: Path | None = None
    ledger: Path | None = None
    frameworks: tuple[Path, ...] = ()
    data: tuple[Path, ...] = ()
    triggers: Path | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A review that was written: its first finding, and its files."""

    area: str
    name: str
    headline: str
    paths: tuple[Path, ...]


def one(
    order: Order, area: str, folder: Path | None = None, *, advance: Advance
) -> Made:
    """Write the review of one area, given by code or name.

    Raises:
        UnknownArea: no such area.
        NoFigures: the evidence base is empty.
        UsageError: the folder cannot be written to, or a framework is for elsewhere.
    """
    found = reviewable(area)
    target = folder or Path(f"review-{file_name(found.id)}")
    evidence = _evidence(order, area=found.id)
    early = _early(order, (found.id,), log=order.triggers)
    known = _Known(evidence, _prepared(order, advance), early)
    return _make(order, known, found.id, target, advance=advance)


def countries() -> tuple[str, ...]:
    """The ids of every country and area."""
    return tuple(each.id for each in areas.countries())


def members(group: str) -> tuple[str, ...]:
    """The ids of the countries of a region or group, given by code or name.

    Raises:
        UnknownArea: no such group.
        UsageError: a country, or a group whose members are not known.
    """
    found = reviewable(group)
    those = areas.members(found.id)
    if those == (found.id,):
        raise UsageError(
            f"{found.name} is not a group and has no members.",
            f"For its own review: migrascope review {found.id}",
        )
    return those


def several(
    order: Order,
    places: Sequence[str],
    folder: Path,
    *,
    workers: int,
    advance: Advance,
) -> int:
    """Write the reviews of several countries and areas, and a page that lists them.

    Each process reads the evidence once; what models of forecasts did is found out
    before they start, for all of them. Returns how many reviews were written.

    Raises:
        UsageError: a framework is for none of them.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    _prepare(folder)
    _early(order, places, log=order.triggers)
    _prepared(order, advance)
    made: list[Made] = []
    advance(0, len(places), "Reviews")
    with ProcessPoolExecutor(
        min(workers, len(places)),
        mp_context=get_context("spawn"),
        initializer=_begin,
        initargs=(order, folder),
    ) as pool:
        for review in pool.map(_next, places):
            made.append(review)
            advance(len(made), len(places))
    listing.write(sorted(made, key=lambda each: each.name), folder)
    return len(made)


def reviewable(text: str) -> areas.Area:
    """The area meant by a code or name, if a review of it can be written.

    Raises:
        UnknownArea: no such area.
        UsageError: a residual such as "unknown", which is no place.
    """
    found = areas.find(text)
    if found.kind == "residual":
        raise UsageError(
            f'"{found.name}" is not a place that can be reviewed.',
            "Name a country, region or group; `migrascope areas` lists them.",
        )
    return found


def file_name(area: str) -> str:
    """An area id as the name of a file.

    >>> file_name("M49:014")
    'M49-014'
    """
    return area.replace(":", "-")


@dataclass(frozen=True, slots=True)
class _Known:
    """What reviews are made from: figures, forecasts and frameworks."""

    evidence: Evidence
    outlook: Outlook | None
    early: tuple[Early, ...]


@dataclass(slots=True)
class _Worker:
    """What a process keeps between two reviews."""

    order: Order
    folder: Path
    known: _Known


_worker: list[_Worker] = []


def _begin(order: Order, folder: Path) -> None:
    known = _Known(_evidence(order, area=None), _outlook(order), _early(order))
    _worker[:] = [_Worker(order, folder, known)]


def _next(area: str) -> Made:
    worker = _worker[0]
    made = _make(worker.order, worker.known, area, worker.folder, advance=_silent)
    worker.known.evidence.forget()
    pdf.forget()
    return made


def _silent(done: int, total: int | None = None, label: str | None = None) -> None:
    del done, total, label


def _evidence(order: Order, *, area: str | None) -> Evidence:
    base = Base.open(order.base)
    if not base.editions(order.as_of):
        day = "" if order.as_of is None else f" on {order.as_of}"
        raise NoFigures(
            f"the evidence base {'was' if day else 'is'} empty{day}.",
            "`migrascope fetch SOURCE` downloads figures, `migrascope add FILE` adds "
            "files that you have.",
            where=str(order.base),
        )
    return Evidence.load(base, area=area, as_of=order.as_of)


def _outlook(order: Order) -> Outlook | None:
    if order.forecasts is None:
        return None
    from migrascope.review.prospects.outlook import Outlook

    return Outlook(
        Base.open(order.base),
        cache=order.forecasts,
        book=order.ledger,
        as_of=order.as_of,
    )


def _prepared(order: Order, advance: Advance) -> Outlook | None:
    """The same when the models have been tried, which takes seconds the first time."""
    outlook = _outlook(order)
    if outlook is not None:
        outlook.prepare(lambda done, total: advance(done, total, TRYING))
    return outlook


def _early(
    order: Order, places: Sequence[str] = (), *, log: Path | None = None
) -> tuple[Early, ...]:
    """The frameworks, evaluated today and checked to be for these places.

    With a `log` each evaluation is kept there.
    """
    if not order.frameworks:
        return ()
    if order.as_of is not None:
        raise UsageError(
            "A framework is evaluated on what is known today.",
            "Leave out --framework or --as-of; `trigger evaluate --on` speaks of "
            "another day.",
        )
    from migrascope.review.prospects.early import early

    return early(
        order.frameworks,
        order.data,
        order.base,
        today=datetime.now(UTC).date(),
        places=places,
        log=log,
    )


def _make(
    order: Order, known: _Known, area: str, folder: Path, *, advance: Advance
) -> Made:
    today = order.as_of or datetime.now(UTC).date()
    steps = len(country.CHAPTERS) + len(order.forms)
    done = count()
    review = country.build(
        known.evidence,
        area,
        today=today,
        language=order.language,
        library=order.library,
        outlook=known.outlook,
        frameworks=tuple(each for each in known.early if each.area == area),
        begins=lambda title: advance(next(done), steps, title),
    )
    _prepare(folder)
    paths = []
    for form in order.forms:
        advance(next(done), steps, f"Writing {form}")
        paths.append(_write(review, form, folder))
    advance(steps, steps, review.area_name)
    opening = review.sections[1].lead.text
    return Made(area, review.area_name, opening, tuple(paths))


def _write(review: Review, form: str, folder: Path) -> Path:
    path = folder / f"{file_name(review.area)}.{form}"
    unfinished = path.with_name(f".{path.stem}-{os.getpid()}.{form}")
    try:
        WRITERS[form](review, unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"the folder cannot be made ({error.strerror}).",
            "Name another one with --output.",
            where=str(folder),
        ) from error

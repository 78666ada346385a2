"""What is the state of an agreed framework, and what would it have done in the past?

A framework of anticipatory action with its figures: its state on a day, written into
the log before anybody is told, and its back-test, for the chapter of a review.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from migrascope.errors import NoFigures, UnknownArea, UsageError
from migrascope.model import area as areas

if TYPE_CHECKING:
    from migrascope.foresight.frameworks.model import Framework
    from migrascope.foresight.frameworks.reading import Agreed
    from migrascope.foresight.frameworks.series import Series
    from migrascope.foresight.frameworks.standing import Standing
    from migrascope.foresight.frameworks.trial import Trial

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Early:
    """A framework on a day; without a `trial` its past cannot be tried: `because`.

    `area` is the id of the area that it is for.
    """

    area: str
    framework: Framework
    series: Mapping[str, Series]
    standing: Standing
    trial: Trial | None
    because: str = ""


def early(
    paths: Sequence[Path],
    data: Sequence[Path],
    base: Path,
    *,
    today: date,
    places: Sequence[str] = (),
    log: Path | None = None,
) -> tuple[Early, ...]:
    """The frameworks of some files, evaluated and tried; `log` keeps what was said.

    With `places` each must be for one of them.

    Raises:
        UsageError: a framework is for none of the places: nobody would see it.
        BadPlan: a framework cannot be meant.
        NoFigures: nothing is known of its indicators.
        SourceError: a file of figures cannot be used.
    """
    from migrascope.foresight.frameworks import reading

    agreed = [reading.load(path) for path in paths]
    if places:
        for each in agreed:
            _insist(each, places)
    return tuple(_evaluated(each, data, base, today, log) for each in agreed)


def _insist(agreed: Agreed, places: Sequence[str]) -> None:
    area = area_of(agreed.framework)
    if not area:
        raise UsageError(
            f'"{agreed.framework.area}" is no country, region or group.',
            "Write as `area` what `migrascope areas` knows, or show it with "
            "`migrascope trigger backtest`.",
            where=agreed.file,
        )
    if area not in places:
        raise UsageError(
            f"This framework is for {areas.name(area)}, which is not under review.",
            f"For its review: migrascope review {area}",
            where=agreed.file,
        )


def area_of(framework: Framework) -> str:
    """The id of the area of a framework; empty where it is no area of the world."""
    try:
        return areas.find(framework.area).id
    except UnknownArea:
        return ""


def _evaluated(
    agreed: Agreed, data: Sequence[Path], base: Path, today: date, log: Path | None
) -> Early:
    from migrascope.foresight.frameworks import gathering, record, standing, trial
    from migrascope.store.base import Base

    framework = agreed.framework
    with agreed.at_fault():
        series = gathering.gather(framework, data, Base.open(base))
        stands = standing.stand(framework, series, (today - _EPOCH).days)
    if log is not None:
        record.keep(log, agreed, stands, series, now=datetime.now(UTC))
    area = area_of(framework)
    if framework.event is None:
        because = "It does not say what counts as the shock: its past cannot be tried."
        return Early(area, framework, series, stands, None, because)
    try:
        tried = trial.trial(framework, series)
    except NoFigures as problem:
        return Early(area, framework, series, stands, None, problem.what)
    return Early(area, framework, series, stands, tried)

"""Who can prove later what the trigger said, and when?

Every evaluation is a line of a chain (`chain`): the framework and the files by their
hashes, the day, the state, every figure, and what was released. No line is ever
changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from migrascope import __version__
from migrascope.errors import NoFigures
from migrascope.foresight import chain
from migrascope.foresight.frameworks.reading import Agreed
from migrascope.foresight.frameworks.series import Series
from migrascope.foresight.frameworks.standing import Standing

KIND = "evaluation"


@dataclass(frozen=True, slots=True)
class Entry:
    """An evaluation of the log, for people; `hash` is that of its line."""

    line: int
    made: str
    title: str
    day: str
    state: str
    released: float
    currency: str
    hash: str


def keep(
    path: Path,
    agreed: Agreed,
    standing: Standing,
    series: Mapping[str, Series],
    *,
    now: datetime,
) -> Entry:
    """Write an evaluation behind the last one.

    Raises:
        NotProven: the log was changed; nothing is written.
        BusyBase: another process is writing.
    """
    framework = agreed.framework
    record = {
        "kind": KIND,
        "made": now.isoformat(timespec="seconds"),
        "program": __version__,
        "framework": {
            "title": framework.title,
            "file": agreed.file,
            "sha256": agreed.sha256,
        },
        "day": standing.day,
        "state": str(standing.state),
        "since": {str(name): day for name, day in standing.since.items()},
        "known": standing.newest,
        "figures": [
            {
                "stage": str(each.stage),
                "indicator": each.condition.indicator,
                "period": each.period,
                "value": each.value,
                "threshold": each.condition.threshold,
                "unit": each.condition.unit,
                "holds": each.holds,
            }
            for each in standing.readings
        ],
        "sources": {
            name: {"origin": each.origin, "sha256": each.fingerprint}
            for name, each in series.items()
        },
        "released": [
            {"stage": str(each.stage), "amount": each.amount}
            for each in standing.releases
        ],
        "currency": framework.money.currency,
        "missing": list(standing.missing),
    }
    (line,) = chain.append(path, [record])
    return _entry(line)


def entries(path: Path) -> tuple[Entry, ...]:
    """Every evaluation of a log, in the order of writing.

    Raises:
        NotProven: a line was changed; the first one is named.
        NoFigures: there is no log.
    """
    insist(path)
    return tuple(
        _entry(line) for line in chain.read(path) if line.record.get("kind") == KIND
    )


def insist(path: Path) -> None:
    """Insist that there is a log.

    Raises:
        NoFigures: there is none.
    """
    if not path.is_file():
        raise NoFigures(
            "There is no log of evaluations here.",
            "`migrascope trigger evaluate FRAMEWORK` begins one.",
            where=str(path),
        )


def _entry(line: chain.Line) -> Entry:
    facts: Mapping[str, Any] = line.record
    return Entry(
        line.number,
        facts["made"],
        _plain(facts["framework"]["title"]),
        facts["day"],
        facts["state"],
        sum(each["amount"] for each in facts["released"]),
        facts["currency"],
        line.hash,
    )


def _plain(text: str) -> str:
    """A title as it may be shown: a log can come from elsewhere."""
    return "".join(each if each.isprintable() else "?" for each in text)

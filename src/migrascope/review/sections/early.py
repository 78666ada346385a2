"""Which frameworks of anticipatory action are agreed, and is it time to act?

For each framework that was named with the review: its state today in plain words, who
acts and what is released, and what it would have done in the past.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migrascope.language.grammar import capital, count, listing
from migrascope.language.numbers import day
from migrascope.review.context import Context
from migrascope.review.model import Exhibit, Section, Sentence

if TYPE_CHECKING:
    from migrascope.review.prospects.early import Early

TITLE = "Acting before the shock"


def section(context: Context) -> Section | None:
    """The frameworks that were named for the area; None where there is none."""
    if not context.early:
        return None
    return Section(
        "early",
        TITLE,
        Sentence(_lead(context)),
        body=tuple(Sentence(text) for text in _told(context)),
        exhibits=tuple(_exhibits(context)),
    )


def _lead(context: Context) -> str:
    """How many frameworks stand where; of a single one its state."""
    from migrascope.foresight.frameworks.standing import State

    said = {
        State.ACTIVATION: "activated",
        State.READINESS: "at readiness",
        State.NOT_YET: "neither at readiness nor activated",
        State.NOT_WATCHED: "not watched in this month",
        State.UNKNOWN: "of unknown state, as figures are missing or too old",
    }
    stands = [each.standing.state for each in context.early]
    parts = [
        f"{stands.count(state)} {words}"
        for state, words in said.items()
        if state in stands
    ]
    if len(stands) == 1:
        return (
            f"On {day(context.today)} the framework for {context.inside} is "
            f"{said[stands[0]]}."
        )
    many = capital(count(len(stands), "framework"))
    return (
        f"{many} of anticipatory action for {context.inside}, on {day(context.today)}: "
        f"{listing(parts)}."
    )


def _told(context: Context) -> Iterator[str]:
    """Each framework: its state, then its record."""
    from migrascope.foresight.frameworks import judging, wording

    for each in context.early:
        yield (
            f"{each.framework.title}. {wording.headline(each.framework, each.standing)}"
            f" {' '.join(wording.releases(each.framework, each.standing))}"
        )
        if each.trial is None:
            yield each.because
        else:
            yield from filter(
                None,
                (
                    " ".join(judging.skill(each.trial)),
                    " ".join(judging.rhythm(each.framework, each.trial)),
                    " ".join(judging.money(each.framework, each.trial)),
                ),
            )


def _exhibits(context: Context) -> Iterator[Exhibit]:
    from migrascope.review.prospects import early_tables as tables

    for number, each in enumerate(context.early, start=1):
        key = f"early-{number}"
        yield tables.state(each.framework, each.standing, f"{key}-state")
        acting = tables.actions(each.framework, each.standing, f"{key}-actions")
        if acting is not None:
            yield acting
        if each.trial is not None:
            yield _record(each, key)


def _record(each: Early, key: str) -> Exhibit:
    from migrascope.review.prospects import early_tables as tables

    assert each.trial is not None
    return tables.record(each.framework, each.series, each.trial, f"{key}-record")

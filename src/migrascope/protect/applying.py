"""What do the cases look like when all steps of a plan were taken?

The steps run in the order of the plan; a plan without any gets a search for the levels
of recoding and then suppression. Columns that name people, and dropped ones, leave
last, since a step may need them (dates are shifted for each person). At the end all
promises are counted once more: a step that spoils what an earlier one made safe is
found here, before anything is written.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import polars as pl

from migrascope.errors import BadPlan, CannotPromise
from migrascope.protect.cases import Cases
from migrascope.protect.methods import randomness, suppress
from migrascope.protect.methods.done import Done
from migrascope.protect.methods.lattice import Search, search
from migrascope.protect.methods.recode import recode
from migrascope.protect.plan import hierarchy, steps
from migrascope.protect.plan.hierarchy import Hierarchy
from migrascope.protect.plan.model import Plan, Role

_Made = tuple[pl.DataFrame, Done]

Progress = Callable[[str, float], None]
"""Told the name of the step at work and the share of all steps that is done."""

USUAL: tuple[steps.Step, ...] = (steps.SearchRecoding(), steps.Suppress())
"""What is done when a plan names no steps."""

SEARCH = "search_recoding"

_LEAVE_MORE = (0.1, 0.2, 0.4)
"""Shares of records to leave to suppression when the coarsest levels need more."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Protected:
    """The cases as they may be released, and what was done to them, in order."""

    cases: Cases
    done: tuple[Done, ...]

    def __repr__(self) -> str:
        return f"Protected({self.cases!r}, {len(self.done)} changes)"


def apply(
    cases: Cases,
    plan: Plan,
    *,
    secret: bytes,
    chance: bytes | None = None,
    progress: Progress | None = None,
) -> Protected:
    """Take all steps of a plan; all chance comes from secrets.

    `secret` keys pseudonyms and the days that dates move by: kept for a later release,
    they stay those of the person. `chance`, or the same secret without it, draws noise
    and changes: drawn alike for two releases these could be subtracted.

    Raises:
        BadPlan: a column that the plan does not speak of, or a step that cannot be
            taken.
        CannotPromise: the promises cannot be kept, or only by blanking more cells
            than the plan allows; says what costs most, and what would help.
    """
    _check_columns(cases, plan)
    work = _Work(cases.frame, plan, secret, progress or (lambda _step, _share: None))
    work.chance = chance or secret
    chosen = plan.steps or USUAL
    for place, step in enumerate(chosen):
        work.place = place / len(chosen), 1 / len(chosen)
        work.take(step)
    _check_promises(work, chosen)
    leaving = (Role.DIRECT_IDENTIFIER, Role.DROPPED)
    left = [
        name
        for role in leaving
        for name in plan.in_role(role)
        if name in work.frame.columns
    ]
    for name in left:
        work.done.append(
            Done("drop", name, work.frame.height, f'"{name}" is not released.')
        )
    frame = work.frame.drop(left)
    codebook = {
        name: labels for name, labels in cases.codebook.items() if name in frame.columns
    }
    work.say("", 1.0)
    safe = Cases(frame, MappingProxyType(codebook), cases.name)
    return Protected(safe, tuple(work.done))


@dataclass(slots=True, eq=False, repr=False)
class _Work:
    """The frame on its way through the steps.

    `recoded` are the columns that no longer hold their own values, so that their
    hierarchy does not fit any more; `drawn` is for what chance was drawn already.
    `place` is where the step at work begins, and its length, as shares of all steps.
    """

    frame: pl.DataFrame
    plan: Plan
    secret: bytes
    say: Progress
    done: list[Done] = field(default_factory=list)
    recoded: set[str] = field(default_factory=set)
    drawn: list[tuple[type[steps.Step], tuple[str, ...]]] = field(default_factory=list)
    place: tuple[float, float] = (0.0, 1.0)
    chance: bytes = b""

    def take(self, step: steps.Step) -> None:
        """Take one step."""
        start, length = self.place
        name = type(step).__name__
        self.say(name, start)
        match step:
            case steps.Recode(column=column, level=level):
                own = hierarchy.of(self.plan.named(column), self.frame)
                self._recode(own, level)
            case steps.SearchRecoding(most_suppressed=share):
                self._search(share)
            case steps.Suppress():
                self._suppress(lambda part: self.say(name, start + length * part))
            case _:
                made = _by_rule(self.frame, step, self.plan.promise.k)
                self.frame, done = made or _by_secret(
                    self.frame, step, self._secret_of(step)
                )
                self.done.append(done)
                if isinstance(
                    step, steps.TopCode | steps.BottomCode | steps.CoarsenDate
                ):
                    self.recoded.add(step.column)

    def _secret_of(self, step: steps.Step) -> bytes:
        """The secret of a step: one of its own where it draws for a column again.

        Else the second draw would be the first one over again. Pseudonyms and days
        to move by stay those of the person, in every release with their secret.
        """
        if not isinstance(step, steps.AddNoise | steps.Pram | steps.RankSwap):
            return self.secret
        columns = step.columns if isinstance(step, steps.AddNoise) else (step.column,)
        earlier = self.drawn.count((type(step), columns))
        self.drawn.append((type(step), columns))
        chance = self.chance or self.secret
        if not earlier:
            return chance
        return randomness.key(chance, "once more", str(earlier))

    def _recode(self, own: Hierarchy, level: str) -> None:
        self.frame, done = recode(self.frame, own, level)
        self.done.append(done)
        self.recoded.add(own.name)

    def _search(self, share: float) -> None:
        """Recode to the levels that a search finds, and say why these."""
        columns = [
            column
            for column in (self.plan.named(key) for key in self.plan.keys)
            if column.name not in self.recoded and (column.hierarchy or column.grouping)
        ]
        if not columns:
            return
        hierarchies = [hierarchy.of(column, self.frame) for column in columns]
        importance = {column.name: column.importance for column in columns}
        for allowed in (share, *(more for more in _LEAVE_MORE if more > share)):
            found = search(
                self.frame,
                hierarchies,
                keys=self.plan.keys,
                promise=self.plan.promise,
                most_suppressed=allowed,
                missing=self.plan.missing,
                importance=importance,
            )
            if found.will_do:
                break
        self.done.append(_explained(found, share, allowed, self.frame.height))
        if found.will_do:
            for own in hierarchies:
                level = found.chosen.levels[own.name]
                if level:
                    self._recode(own, level)

    def _suppress(self, say: Callable[[float], None]) -> None:
        plan = self.plan
        importance = {key: plan.named(key).importance for key in plan.keys}
        self.frame, done = suppress.suppress(
            self.frame,
            plan.keys,
            promise=plan.promise,
            missing=plan.missing,
            importance=importance,
            progress=say,
        )
        self.done.extend(done)
        _check_cost(done, plan, self.frame.height)


def _by_rule(frame: pl.DataFrame, step: steps.Step, k: int) -> _Made | None:
    """The steps that work on some columns without chance; None for another step."""
    from migrascope.protect.methods import (
        dates,
        group_rare,
        microaggregate,
        top_bottom,
    )

    match step:
        case steps.TopCode():
            return top_bottom.top(frame, step, k=k)
        case steps.BottomCode():
            return top_bottom.bottom(frame, step, k=k)
        case steps.GroupRare():
            return group_rare.apply(frame, step, k=k)
        case steps.Microaggregate():
            return microaggregate.apply(frame, step)
        case steps.CoarsenDate():
            return dates.coarsen(frame, step)
    return None


def _by_secret(frame: pl.DataFrame, step: steps.Step, secret: bytes) -> _Made:
    """The steps whose chance, or key, comes from the secret."""
    from migrascope.protect.methods import dates, noise, pram, pseudonyms, rank_swap

    match step:
        case steps.AddNoise():
            return noise.apply(frame, step, secret=secret)
        case steps.Pram():
            return pram.apply(frame, step, secret=secret)
        case steps.RankSwap():
            return rank_swap.apply(frame, step, secret=secret)
        case steps.Pseudonymise():
            return pseudonyms.apply(frame, step, secret=secret)
        case steps.ShiftDates():
            return dates.shift(frame, step, secret=secret)
    msg = f"{type(step).__name__} has no method"
    raise NotImplementedError(msg)


def _check_columns(cases: Cases, plan: Plan) -> None:
    """Every column must be decided about, and every key must be there."""
    decided = {column.name for column in plan.columns}
    open_still = [name for name in cases.frame.columns if name not in decided]
    if open_still:
        raise BadPlan(
            f"the plan does not speak of {_named(open_still)}.",
            'Give each column a role; "dropped" leaves it out of the release.',
        )
    absent = [column for column in plan.keys if column not in cases.frame.columns]
    if absent:
        raise BadPlan(
            f"the cases have no column {_named(absent)}.",
            "Correct the names of the keys in the plan.",
        )


def _check_cost(done: Sequence[Done], plan: Plan, records: int) -> None:
    """No more cells may be blanked than the plan allows."""
    allowed = plan.promise.most_suppressed
    cells = sum(each.cells_changed for each in done)
    whole = records * len(done)
    if cells <= allowed * whole:
        return
    dear = sorted(done, key=lambda each: -each.cells_changed)[:3]
    enough = math.ceil(1000 * cells / whole) / 1000
    costs = ", ".join(
        f'"{each.column}" {each.cells_changed:,} ({each.cells_changed / records:.1%})'
        for each in dear
        if each.cells_changed
    )
    raise CannotPromise(
        f"k = {plan.promise.k} would cost {cells:,} blanked cells, {cells / whole:.1%} "
        f"of all key cells; the plan allows {allowed:.1%}. Most would go in {costs}.",
        f"Recode {_named([each.column for each in dear if each.cells_changed])} to a "
        'coarser level, give columns that others do not know another role than "key", '
        f"promise less than k = {plan.promise.k}, or allow {enough:.3f} as "
        "most_suppressed.",
    )


def _check_promises(work: _Work, chosen: Sequence[steps.Step]) -> None:
    """Count once more when something came after suppression, or nothing suppressed."""
    if chosen and isinstance(chosen[-1], steps.Suppress):
        return
    plan = work.plan
    below = suppress.below(
        work.frame, plan.keys, promise=plan.promise, missing=plan.missing
    )
    if below:
        raise CannotPromise(
            f"after the last step {below:,} records do not keep the promises.",
            'Make "suppress" the last step of the plan.',
        )


def _explained(found: Search, share: float, allowed: float, records: int) -> Done:
    """Why these levels: what they lose and leave, and the next best."""
    if not found.will_do:
        text = (
            "No recoding helps enough: even at the coarsest levels "
            f"{found.chosen.below / records:.1%} of the records are left to "
            "suppression. Nothing was recoded."
        )
    else:
        how = (
            f"The best of all {found.nodes:,} choices of levels, by counting "
            f"{found.looked_at:,} of them"
            if found.exhaustive
            else f"A good one of {found.nodes:,} choices of levels, climbing key by key"
        )
        text = (
            f"{how}: {_levels(found.chosen.levels)}. It loses {found.chosen.loss:.1%} "
            f"of the information (non-uniform entropy) and leaves "
            f"{found.chosen.below:,} of {records:,} records to suppression."
        )
        if allowed > share:
            text += (
                f" At most {share:.0%} were wished for; no levels reach that, so up to "
                f"{allowed:.0%} were allowed."
            )
        if found.runner_up is not None:
            text += (
                f" The next best, {_levels(found.runner_up.levels)}, loses "
                f"{found.runner_up.loss:.1%} and leaves {found.runner_up.below:,}."
            )
    node = found.chosen
    return Done(
        step=SEARCH,
        column="",
        cells_changed=0,
        says=text,
        facts=MappingProxyType(
            {
                "loss": node.loss,
                "below": float(node.below),
                "precision": node.precision,
                "discernibility": node.discernibility,
                "average_class": node.average_class,
                "nodes": float(found.nodes),
                "looked_at": float(found.looked_at),
            }
        ),
    )


def _levels(levels: Mapping[str, str]) -> str:
    chosen = [f"{key} at {level}" for key, level in levels.items() if level]
    return ", ".join(chosen) or "every key as it is"


def _named(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)

"""How exactly may everybody be told what the original was like?

Nowhere more exactly than elsewhere: a count of the original, or of what was changed in
it, that is exact in one place undoes the rounding of all others, for what the release
holds is known. So each is rounded to a multiple of k (of 5 where k is smaller), on the
page, in the codebooks and in `release.json` alike.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from migrascope.protect.methods import dates, suppress
from migrascope.protect.methods.done import Done
from migrascope.protect.plan.model import Plan

SMALLEST_BASE = 5

ATTACK_STEP = 0.05
"""How coarsely it is told how far an attack succeeds: in steps of 5 %."""

_LEFT = re.compile(r",? and leaves [\d,]+(?: of [\d,]+ records to suppression)?")
_BLANKED = re.compile(r"[\d,]+(?= cells were blanked)")
_VALUES = re.compile(r": [\d,]+ values became [\d,]+ groups?\.")
_RARE = re.compile(r"[\d,]+ values(?= that fewer than )")
"""How many values the original had: one more tells of one person more."""

_LEFT_SHARE = re.compile(r" [\d.]+% of the records are left to")


def base(plan: Plan) -> int:
    """To multiples of how many records counts of the original are rounded."""
    return max(plan.promise.k, SMALLEST_BASE)


def rounded(count: float, to: int) -> int:
    """A count to the nearest multiple.

    >>> rounded(38, 5), rounded(2, 5)
    (40, 0)
    """
    return to * round(count / to)


def steps(done: Sequence[Done], plan: Plan) -> tuple[str, ...]:
    """What was done, in sentences that everybody may read."""
    to = base(plan)
    return tuple(filter(None, (_step(each, to) for each in done)))


def missing_before(counts: Mapping[str, int], plan: Plan) -> dict[str, int]:
    """How many values of each key the cases lacked, rounded."""
    return {name: rounded(count, base(plan)) for name, count in counts.items()}


def suppression(check: Mapping[str, Any], cells: int, plan: Plan) -> dict[str, Any]:
    """The check on how much was blanked, with a rounded count."""
    blanked = rounded(check["figure"] * cells, base(plan))
    share = blanked / max(1, cells)
    says = (
        f"about {blanked:,} of {cells:,} key cells were blanked ({100 * share:.1f} %); "
        f"{100 * check['limit']:g} % are allowed."
    )
    return {**check, "figure": share, "says": says}


def attack(check: Mapping[str, Any]) -> dict[str, Any]:
    """How far an attack succeeds, no more exactly than in steps of 5 %."""
    figure, limit = check["figure"], check["limit"]
    if figure is None:
        return {**check, "says": "the attack stays within its limit."}
    most = ATTACK_STEP * max(1, math.ceil(round(figure / ATTACK_STEP, 6)))
    is_kept = limit is None or figure <= limit
    if limit is not None and is_kept:
        most = min(most, limit)
    most = round(most, 4)
    says = f"by this attack the risk is at most {100 * most:.3g} %"
    says += "." if limit is None else f"; {100 * limit:.3g} % may be."
    if not is_kept:
        says += " That is more, but so few people can differ by as much by chance."
    return {**check, "figure": most, "says": says}


def _step(done: Done, to: int) -> str:
    """One sentence; a count of the original in it is rounded or left out."""
    if done.step == suppress.STEP:
        number = rounded(done.cells_changed, to)
        many = (
            f"About {number:,} cells" if number else f"Fewer than {to} cells, or none,"
        )
        _, _, rest = done.says.partition(" blanked ")
        return f'{many} of "{done.column}" were blanked {rest}'
    if done.step == dates.SHIFT:
        return done.says.replace(
            f"{int(done.facts['people']):,} people",
            f"about {rounded(done.facts['people'], to):,} people",
        )
    says = _RARE.sub("Values", _VALUES.sub(".", _LEFT.sub("", done.says)))
    says = _LEFT_SHARE.sub(" too many records are left to", says)
    return _BLANKED.sub(lambda told: f"about {_rounded(told[0], to):,}", says)


def _rounded(number: str, to: int) -> int:
    return rounded(int(number.replace(",", "")), to)

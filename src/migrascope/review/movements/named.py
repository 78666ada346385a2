"""What is each method of estimating movements called, and which one is drawn?

No method is right, so the least and the most of all of them stand beside the one
that is drawn. The headline is the one of `flows.side_by_side`; where it is missing,
the next of the closed accounts comes first, because the two came closest to what
countries report (Abel & Cohen 2019, doi:10.1038/s41597-019-0089-3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from migrascope.flows.side_by_side import HEADLINE

NAMES: Mapping[str, str] = {
    HEADLINE: "Pseudo-Bayes",
    "da_min_closed": "Closed account",
    "da_min_open": "Open account",
    "mig_rate": "Migration rates",
    "sd_rev_neg": "Stock changes",
    "sd_drop_neg": "Stock growth",
    "net_entropy": "Net entropy",
    "net_lp": "Net least moves",
    "net_gravity": "Net gravity",
}
"""Short names for headings and labels, in the order of preference."""

FROM_STOCKS = tuple(code for code in NAMES if not code.startswith("net_"))
"""The methods that read stocks by origin, and make the range that is shown."""

HELD_TO_NET = frozenset({"da_pb_closed", "da_min_closed"})
"""Methods that are made to meet net migration, so that it is no check on them."""

CLOSEST = "the closed accounts came closest to reported flows"
NEXT = "it is the next where the closed accounts are missing"


def name(code: str) -> str:
    """The short name of a method; an unknown one goes by its code."""
    return NAMES.get(code, code)


def why(code: str) -> str:
    """Why this method is shown before the others."""
    return CLOSEST if code in HELD_TO_NET else NEXT


def ordered(codes: Iterable[str]) -> tuple[str, ...]:
    """Methods in the order of preference, unknown ones last."""
    order = list(NAMES)
    return tuple(
        sorted(set(codes), key=lambda c: (order.index(c) if c in NAMES else 99, c))
    )

"""Which methods are there, and what does each of them rest on?

The registry that the command line, the documents and the review read.
"""

from __future__ import annotations

from migrascope.errors import UsageError
from migrascope.flows.estimators import (
    migration_rates,
    minimum_closed,
    minimum_open,
    net_entropy,
    net_gravity,
    net_lp,
    pseudo_bayes_closed,
    stock_difference_dropped,
    stock_difference_reversed,
)
from migrascope.flows.estimators.method import BIRTHPLACES, NET, WORLD, Method

__all__ = ["ALL", "BIRTHPLACES", "EXTRA", "NET", "WORLD", "Method", "get"]

_FROM_STOCKS = (
    stock_difference_dropped.METHOD,
    stock_difference_reversed.METHOD,
    migration_rates.METHOD,
    minimum_open.METHOD,
    minimum_closed.METHOD,
    pseudo_bayes_closed.METHOD,
)
_FROM_NET = (net_entropy.METHOD, net_lp.METHOD, net_gravity.METHOD)

ALL: tuple[str, ...] = tuple(method.code for method in _FROM_STOCKS)
"""The six methods that read both stock tables, as they are published side by side."""

EXTRA: tuple[str, ...] = tuple(method.code for method in _FROM_NET)
"""Methods that know only the net migration of each area."""

_KNOWN = {method.code: method for method in (*_FROM_STOCKS, *_FROM_NET)}


def get(code: str) -> Method:
    """A method by its code.

    Raises:
        UsageError: no such method; the message lists them.
    """
    try:
        return _KNOWN[code]
    except KeyError:
        raise UsageError(
            f'There is no method "{code}".', f"Name one of {', '.join(_KNOWN)}."
        ) from None

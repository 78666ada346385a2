"""A method that fails, for all intervals or for those that begin in one year."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pytest

from migrascope.errors import UnbalancedTotals
from migrascope.flows import methods
from migrascope.flows.account import Account, FloatArray
from migrascope.flows.table import FlowTable

REASON = "Births and stocks contradict each other."
ADVICE = "Correct the births."


def fail(
    patch: pytest.MonkeyPatch, *codes: str, years: Collection[int] = range(3000)
) -> None:
    """Let these methods fail for the intervals that begin in one of the years."""
    for code in codes:
        method = methods.get(code)

        def estimator(
            account: Account, seed: FloatArray | None, usual: methods.Method = method
        ) -> FlowTable:
            if account.interval.start.year in years:
                raise UnbalancedTotals(REASON, ADVICE)
            return usual.estimator(account, seed)

        patch.setitem(methods._KNOWN, code, replace(method, estimator=estimator))


def fail_in_a_draw(patch: pytest.MonkeyPatch, code: str) -> None:
    """Let a method fail from its third table on: the first two are of the stocks."""
    method = methods.get(code)
    made: list[Account] = []

    def estimator(account: Account, seed: FloatArray | None) -> FlowTable:
        made.append(account)
        if len(made) > 2:
            raise UnbalancedTotals(REASON, ADVICE)
        return method.estimator(account, seed)

    patch.setitem(methods._KNOWN, code, replace(method, estimator=estimator))

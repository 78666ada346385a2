"""Text that was made to be slow is judged as fast as any other."""

from __future__ import annotations

import time

import pytest
from tests.knowledge.made import document, passage

from migrascope.knowledge import judging

MANY = 50_000
PATIENCE = 2.0
"""Seconds, on any machine; each takes a few hundredths. Unbounded, it took minutes."""


@pytest.mark.parametrize(
    "text",
    [
        "SDG" + " " * MANY,
        "A" * MANY + " (",
        "1" * MANY,
        "SDG " + "1, " * MANY,
        "SDG 1" + "-" * MANY,
        "goal 1" + " and" * MANY,
        "objective 1 " * MANY,
        "Aa " * MANY + "(AB)",
        "12," * MANY + "%",
        "1.1." * MANY,
        "2014-" * MANY,
        "need to " * MANY,
        "e\u0301" * MANY,
        "肯尼亚" * MANY,
    ],
    ids=lambda text: text[:8],
)
def test_repetition_costs_nothing(text: str) -> None:
    begun = time.process_time()
    (judged,) = judging.judge(document(text), [passage(text, sections=(text[:150],))])
    assert judged.cue
    assert time.process_time() - begun < PATIENCE

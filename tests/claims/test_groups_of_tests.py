"""Tests that share something costly run in one process, so that it is made once."""

from __future__ import annotations

import os

import pytest


@pytest.mark.xdist_group("a group")
def test_a_group_is_sent_to_one_worker(request: pytest.FixtureRequest) -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        pytest.skip("one process runs all tests: there is nothing to send")
    if not request.config.getoption("loadgroup"):
        pytest.skip("the tests were spread without --dist loadgroup")
    assert request.node.nodeid.endswith("@a group")

"""A review says which method failed for an interval, and shows what the others say."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

import pytest
from tests.flows import made_base
from tests.flows.failing import ADVICE, REASON, fail

from migrascope.flows import edition, methods
from migrascope.flows.estimating import estimate
from migrascope.indicators.evidence import Evidence
from migrascope.model.area import WORLD
from migrascope.review import country
from migrascope.review.model import Number, Section, Table

TODAY = date(2026, 11, 22)
Failing = Mapping[str, Collection[int]]


def section(
    folder: Path, patch: pytest.MonkeyPatch, failing: Failing, area: str = "KEN"
) -> Section:
    """How people moved to and from an area, when methods fail for some intervals."""
    base = made_base.publish(folder)
    for method, years in failing.items():
        fail(patch, method, years=years)
    made = estimate(base, start=2010, end=2020)
    base.accept(edition.batch(made, base, folder=folder, today=TODAY))
    review = country.build(Evidence.load(base, area=area), area, today=TODAY)
    return next(each for each in review.sections if each.id == "movements")


def table(found: Section, id_: str) -> Table:
    return next(each.table for each in found.exhibits if each.table.id == id_)


def shown_by(found: Section) -> list[str]:
    """The method of the figures of each interval."""
    return [
        row[1].breakdown
        for row in table(found, "movements").rows
        if isinstance(row[1], Number)
    ]


def test_a_method_that_failed_is_named_with_interval_reason_and_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = section(tmp_path, monkeypatch, {"mig_rate": {2015}})
    (sentence,) = [each.text for each in found.body if "failed" in each.text]
    assert sentence == (
        "“Migration rates” has no estimate for 2015–2020, because it failed "
        f"when the estimates were made: {REASON} {ADVICE}"
    )
    assert found.lead.text.startswith("By five methods that estimate")


def test_it_has_no_figures_there_and_the_others_have_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = section(tmp_path / "a", monkeypatch, {})
    found = section(tmp_path / "b", monkeypatch, {"mig_rate": {2015}})
    for id_ in ("movements-came", "movements-left", "movements-net"):
        before, after = (by_method(table(each, id_)) for each in (alone, found))
        assert after["mig_rate"][1] is None
        assert after["mig_rate"][0] == before["mig_rate"][0]
        assert after | {"mig_rate": before["mig_rate"]} == before


def test_methods_that_failed_for_the_same_reason_are_named_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = {"da_min_closed": {2010}, "da_pb_closed": {2010}}
    found = section(tmp_path, monkeypatch, closed)
    (sentence,) = [each.text for each in found.body if "failed" in each.text]
    assert sentence.startswith(
        "“Closed account” and “Pseudo-Bayes” have no estimate for 2010–2015, because "
        "they failed"
    )


def test_a_method_without_gaps_is_shown_before_the_usual_one_that_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = section(tmp_path, monkeypatch, {"da_pb_closed": {2010}})
    assert shown_by(found) == ["method=da_min_closed"] * 2


def test_where_every_method_has_gaps_the_note_says_whose_figures_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = ("da_pb_closed", "mig_rate")
    failing = {each: {2010 if each in early else 2015} for each in methods.ALL}
    found = section(tmp_path, monkeypatch, failing)
    assert shown_by(found) == ["method=da_min_closed", "method=da_pb_closed"]
    (note,) = [
        each.note for each in found.exhibits if each.table.id == "movements"
    ]  # fmt: skip
    assert (
        "Figures of the method “Pseudo-Bayes”, in 2010–2015 of “Closed account”" in note
    )


def test_the_world_of_which_one_interval_is_read_tells_of_that_one_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = {"da_pb_closed": {2010}, "mig_rate": {2015}}
    found = section(tmp_path, monkeypatch, failing, WORLD)
    (sentence,) = [each.text for each in found.body if "failed" in each.text]
    assert sentence.startswith("“Migration rates” has no estimate for 2015–2020")
    assert shown_by(found) == ["method=da_pb_closed"]


def test_nothing_is_said_where_no_method_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = section(tmp_path, monkeypatch, {})
    assert not [each for each in found.body if "failed" in each.text]
    assert shown_by(found) == ["method=da_pb_closed"] * 2


def by_method(table: Table) -> dict[str, list[float | None]]:
    """The figures of a table with a column for each method, by interval."""
    return {
        column.key: [
            each.estimate.value if isinstance(each, Number) else None
            for each in (row[spot] for row in table.rows)
        ]
        for spot, column in enumerate(table.columns)
        if column.key in methods.ALL
    }

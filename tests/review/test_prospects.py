"""The review looks ahead where UNHCR has a series, and says what such forecasts did."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from migrascope.foresight import ledger
from migrascope.foresight.forecasting import forecast
from migrascope.foresight.series import displaced
from migrascope.indicators.evidence import Evidence
from migrascope.model.observation import Status
from migrascope.review import country
from migrascope.review.model import Number, Review, Section
from migrascope.review.prospects.outlook import Outlook
from migrascope.store.base import Base

from .conftest import EASTERN_AFRICA, TODAY


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def outlook(starter_base: Path, cache: Path) -> Outlook:
    return Outlook(Base.open(starter_base), cache=cache)


@pytest.fixture(scope="module")
def syria(evidence: Evidence, outlook: Outlook) -> Review:
    return country.build(evidence, "SYR", today=TODAY, outlook=outlook)


def chapter(review: Review) -> Section:
    (found,) = [each for each in review.sections if each.id == "prospects"]
    return found


def test_forecasts_are_marked_and_lie_within_their_bounds(syria: Review) -> None:
    table = chapter(syria).exhibits[0].table
    ahead = [row for row in table.rows if row[1] is None]
    assert len(ahead) == 3
    for row in ahead:
        expected, low80, high80, low95, high95 = (
            each.estimate for each in row[2:] if isinstance(each, Number)
        )
        assert expected.status is Status.FORECAST
        values = [low95, low80, expected, high80, high95]
        numbers = [each.value or 0.0 for each in values]
        assert numbers == sorted(numbers)
        assert (expected.low, expected.high) == (low95.value, high95.value)
        assert expected.cells


def test_what_was_counted_is_the_series_with_every_cell(
    syria: Review, starter_base: Path
) -> None:
    panel = displaced.by_origin(Base.open(starter_base))
    column = panel.values[:, panel.keys.index("SYR")]
    table = chapter(syria).exhibits[0].table
    for row in table.rows:
        if isinstance(row[1], Number):
            figure = row[1].estimate
            assert figure.value == column[panel.times.index(row[0])]
            assert sum(each.value or 0.0 for each in figure.cells) == figure.value


def test_the_chapter_opens_with_the_forecast_and_its_interval(syria: Review) -> None:
    lead = chapter(syria).lead
    assert lead.text.startswith("Forcibly displaced people from Syrian Arab Republic: ")
    assert "with 80 % probability between" in lead.text
    assert chapter(syria).exhibits[0].chart is not None


def test_the_last_value_stands_beside_the_model_that_speaks(syria: Review) -> None:
    (scores,) = [e for e in chapter(syria).exhibits if e.table.id == "prospects-scores"]
    assert "Last value" in [row[1] for row in scores.table.rows]
    assert {row[0] for row in scores.table.rows} == {"1", "2", "3"}


def test_groups_and_reviews_without_an_outlook_do_not_look_ahead(
    evidence: Evidence, outlook: Outlook
) -> None:
    group = country.build(evidence, EASTERN_AFRICA, today=TODAY, outlook=outlook)
    alone = country.build(evidence, "SYR", today=TODAY)
    for review in (group, alone):
        assert "prospects" not in {each.id for each in review.sections}


def test_a_base_without_series_of_unhcr_does_not_look_ahead(
    evidence: Evidence, tmp_path: Path
) -> None:
    nothing = Outlook(Base.open(tmp_path / "base"), cache=tmp_path)
    review = country.build(evidence, "SYR", today=TODAY, outlook=nothing)
    assert "prospects" not in {each.id for each in review.sections}


def test_published_forecasts_stand_beside_what_came(
    evidence: Evidence,
    outlook: Outlook,
    starter_base: Path,
    cache: Path,
    tmp_path: Path,
) -> None:
    panel = displaced.by_origin(Base.open(starter_base))
    answer = outlook.answer("SYR")
    assert answer is not None
    before = replace(panel.until(panel.times[-2]), editions=("unhcr-population@old",))
    book = tmp_path / "ledger.jsonl"
    made = forecast(before, ["SYR"], answer.records)
    ledger.publish(book, before, made, today=date(2025, 7, 1))
    ledger.score(book, panel, today=date(2026, 7, 1))
    knowing = Outlook(Base.open(starter_base), cache=cache, book=book)
    review = country.build(evidence, "SYR", today=TODAY, outlook=knowing)
    (published,) = [
        each
        for each in chapter(review).exhibits
        if each.table.id == "prospects-published"
    ]
    ((when, year, *_, came),) = published.table.rows
    assert (when, year) == ("2025-07-01", str(panel.times[-1]))
    assert came == f"{panel.values[-1, panel.keys.index('SYR')]:,.0f}"
    assert published.finding.startswith("Of one published forecast,")

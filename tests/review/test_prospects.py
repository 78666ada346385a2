"""The review looks ahead where UNHCR has a series, and says what such forecasts did."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from migrascope.errors import NoFigures
from migrascope.foresight import ledger
from migrascope.foresight.forecasting import forecast
from migrascope.foresight.series import displaced
from migrascope.indicators.evidence import Evidence
from migrascope.model import area as areas
from migrascope.model.estimate import Estimate
from migrascope.model.lineage import Cell
from migrascope.model.observation import Status
from migrascope.model.period import end_year
from migrascope.review import country
from migrascope.review.context import Context
from migrascope.review.model import Number, Review, Section
from migrascope.review.prospects.outlook import Outlook
from migrascope.review.sections import prospects
from migrascope.store.base import Base

from .conftest import EASTERN_AFRICA, TODAY

pytestmark = pytest.mark.xdist_group("prospects")  # models are tried once


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
    assert lead.text.startswith(
        "Forcibly displaced people from the Syrian Arab Republic: "
    )
    assert "with 80 % probability between" in lead.text
    assert chapter(syria).exhibits[0].chart is not None


def test_the_last_value_stands_beside_the_model_that_speaks(syria: Review) -> None:
    (scores,) = [e for e in chapter(syria).exhibits if e.table.id == "prospects-scores"]
    assert "Last value" in [row[1] for row in scores.table.rows]
    assert {row[0] for row in scores.table.rows} == {"1", "2", "3"}


def test_a_forecast_in_a_review_has_a_measure_of_its_own(syria: Review) -> None:
    table = chapter(syria).exhibits[0].table
    kinds = {
        (cell.measure, cell.estimate.status is Status.FORECAST)
        for row in table.rows
        for cell in row
        if isinstance(cell, Number)
    }
    assert kinds == {
        ("displaced_by_origin", False),
        ("forecast_displaced_by_origin", True),
    }


@pytest.fixture(scope="module")
def eastern_africa(evidence: Evidence, outlook: Outlook) -> Review:
    return country.build(evidence, EASTERN_AFRICA, today=TODAY, outlook=outlook)


def test_a_group_is_the_sum_of_its_countries_with_an_interval_of_its_own(
    eastern_africa: Review, starter_base: Path
) -> None:
    panel = displaced.by_origin(Base.open(starter_base))
    inside = [k for k in panel.keys if k in areas.members(EASTERN_AFRICA)]
    sums = np.nansum(panel.only(tuple(inside)).values, axis=1)
    found = chapter(eastern_africa)
    assert found.lead.text.startswith("Forcibly displaced people from Eastern Africa: ")
    told = [each.text for each in found.body]
    assert "forecasts of single countries made at" in told[0]
    assert "are counted under no country, and so not in this sum" in told[1]
    assert "Medians of the countries are added up" in told[2]
    counted = {
        row[0]: row[1].estimate
        for row in found.exhibits[0].table.rows
        if isinstance(row[1], Number)
    }
    assert len(counted) == 10
    for year, figure in counted.items():
        assert figure.value == sums[panel.times.index(int(str(year)))]
        assert sum(each.value or 0.0 for each in figure.cells) == figure.value


def test_displaced_people_of_another_publisher_are_told_apart(
    evidence: Evidence,
    outlook: Outlook,
    syria: Review,
    starter_base: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not [e for e in chapter(syria).body if "elsewhere" in e.text]
    panel = displaced.by_origin(Base.open(starter_base))
    inside = panel.parts["idps"][-1, panel.keys.index("SYR")]
    cell = Cell("worldbank-wdi-selected@2024", 0, "", 2, 3, 7e6, "idps")
    other = Estimate(7_000_000.0, "PS", end_year(2024), cell)
    monkeypatch.setattr(Context, "latest", lambda _, code: other if code else None)
    context = Context(evidence, "SYR", language="en", today=TODAY, outlook=outlook)
    found = prospects.section(context)
    assert found is not None
    (said,) = [each for each in found.body if "elsewhere" in each.text]
    assert f"those that UNHCR counts ({inside:,.0f} at the end of" in said.text
    assert "those of World Bank (7,000,000 at the end of 2024)" in said.text
    assert [each.estimate.value for each in said.numbers] == [inside, 7_000_000.0]


def test_reviews_without_an_outlook_do_not_look_ahead(evidence: Evidence) -> None:
    alone = country.build(evidence, "SYR", today=TODAY)
    assert "prospects" not in {each.id for each in alone.sections}


@pytest.mark.parametrize(
    ("area", "says"),
    [
        ("PCN", "Nothing is forecast for Pitcairn: UNHCR counts no refugees"),
        ("M49:054", "Nothing is forecast for Melanesia: UNHCR counts no refugees"),
    ],
)
def test_a_place_from_which_nobody_is_counted_says_so(
    evidence: Evidence, outlook: Outlook, area: str, says: str
) -> None:
    told = outlook
    if area.startswith("M49"):  # a group none of whose countries is counted
        told = Outlook(outlook._base, cache=outlook._cache)  # the panel is replaced
        panel = displaced.by_origin(outlook._base).only(("SYR",))
        vars(told).update(_panel=panel, _records=outlook._records)
    found = chapter(country.build(evidence, area, today=TODAY, outlook=told))
    assert found.lead.text.startswith(says)
    assert (found.exhibits, found.body) == ((), ())


def test_a_base_without_series_of_unhcr_says_that_nothing_is_forecast(
    evidence: Evidence, tmp_path: Path
) -> None:
    nothing = Outlook(Base.open(tmp_path / "base"), cache=tmp_path)
    found = chapter(country.build(evidence, "SYR", today=TODAY, outlook=nothing))
    assert found.lead.text.startswith(
        "Nothing is forecast: the evidence base holds no figures of UNHCR"
    )


def test_a_country_that_is_not_counted_any_more_names_the_last_year(
    outlook: Outlook, starter_base: Path
) -> None:
    base = Base.open(starter_base)
    panel = displaced.by_origin(base)
    values = panel.values.copy()
    values[-3:, panel.keys.index("SYR")] = np.nan
    gone = Outlook(base, cache=Path("nowhere"))
    late = replace(panel, values=values, parts={}, drivers={})
    vars(gone).update(_panel=late, _records=outlook._records)
    last = panel.times[-4]
    with pytest.raises(NoFigures, match=f"from there since {last}, and"):
        gone.answer("SYR")


def test_published_forecasts_stand_beside_what_came(
    evidence: Evidence,
    outlook: Outlook,
    starter_base: Path,
    cache: Path,
    tmp_path: Path,
) -> None:
    panel = displaced.by_origin(Base.open(starter_base))
    answer = outlook.answer("SYR")
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


def test_a_review_of_an_earlier_day_holds_the_forecast_and_the_ledger_of_that_day(
    outlook: Outlook, starter_base: Path, cache: Path, tmp_path: Path
) -> None:
    base = Base.open(starter_base)
    panel = displaced.by_origin(base)
    before = replace(panel.until(panel.times[-2]), editions=("unhcr-population@old",))
    book = tmp_path / "ledger.jsonl"
    made = forecast(before, ["SYR"], outlook.answer("SYR").records)
    ledger.publish(book, before, made, today=date(2025, 7, 1))
    ledger.score(book, panel, today=date(2026, 7, 1))
    day = base.edition("unhcr-population").retrieved.date()
    then = Outlook(base, cache=cache, book=book, as_of=day)
    assert then.answer("SYR").sentence == outlook.answer("SYR").sentence
    assert len(then.scored(["SYR"])) == int(day >= date(2026, 7, 1))
    earlier = Outlook(base, cache=cache, book=book, as_of=date(1999, 1, 1))
    with pytest.raises(NoFigures, match="holds no figures of UNHCR"):
        earlier.answer("SYR")


def test_published_forecasts_of_a_group_are_those_of_its_countries(
    evidence: Evidence,
    outlook: Outlook,
    starter_base: Path,
    cache: Path,
    tmp_path: Path,
) -> None:
    panel = displaced.by_origin(Base.open(starter_base))
    before = replace(panel.until(panel.times[-2]), editions=("unhcr-population@old",))
    book = tmp_path / "ledger.jsonl"
    records = outlook.answer("SYR").records
    made = forecast(before, ["SSD", "SOM", "SYR"], records)
    ledger.publish(book, before, made, today=date(2025, 7, 1))
    ledger.score(book, panel, today=date(2026, 7, 1))
    knowing = Outlook(Base.open(starter_base), cache=cache, book=book)
    review = country.build(evidence, EASTERN_AFRICA, today=TODAY, outlook=knowing)
    published = chapter(review).exhibits[-1]
    assert published.finding.startswith("Of 2 published forecasts of its countries, ")
    assert published.table.rows[0][:2] == ("1", "2")

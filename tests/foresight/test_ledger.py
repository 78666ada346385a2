"""A forecast stands before its outcome, once, and is scored by later figures."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from migrascope.errors import NoFigures, NotProven
from migrascope.foresight import chain, ledger
from migrascope.foresight.forecasting import Forecast
from migrascope.foresight.models import last_value
from migrascope.foresight.panel import Panel

THEN, NOW = date(2024, 7, 1), date(2026, 7, 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a ledger may stand."""
    return tmp_path / "ledger.jsonl"


@pytest.fixture
def past(panel: Panel) -> Panel:
    """What was known of 2023."""
    return replace(panel.until(2023), editions=("unhcr-population@2023",))


@pytest.fixture
def later(panel: Panel) -> Panel:
    """What is known of 2025."""
    return replace(panel, editions=("unhcr-population@2025",))


def forecasts(panel: Panel, *keys: str) -> list[Forecast]:
    said = last_value.MODEL.forecast(panel, (1, 2))
    return [
        Forecast(
            key,
            panel.times[-1],
            (1, 2),
            said[:, panel.keys.index(key)],
            ("last_value", "last_value"),
        )
        for key in keys
    ]


def test_a_forecast_names_its_figures_its_model_and_its_day(
    path: Path, past: Panel
) -> None:
    ledger.publish(path, past, forecasts(past, "A01"), today=THEN)
    first = chain.read(path)[0].record
    assert first["editions"] == ["unhcr-population@2023"]
    assert first["figures"] == past.fingerprint()
    assert (first["origin"], first["time"], first["model"]) == (
        2023,
        2024,
        "last_value",
    )
    assert first["made"] == "2024-07-01"


def test_a_forecast_of_a_time_that_is_over_is_marked_and_older_lines_stay_valid(
    path: Path, past: Panel
) -> None:
    early, late = (forecasts(past, key) for key in ("A01", "A02"))
    ledger.publish(path, past, early, today=date(2024, 12, 31))
    ledger.publish(path, past, late, today=date(2025, 1, 1))
    assert [line.record.get("late") for line in chain.read(path)] == [
        *(None, None),  # as lines of before: no mark
        *(True, None),  # 2024 was over on that day, 2025 was not
    ]
    made = ledger.published(path)
    assert [each.late for each in made] == [False, False, True, False]
    assert [ledger.was_late(each, past) for each in made] == [
        each.late for each in made
    ]
    unmarked = replace(made[0], made="2026-03-01")
    assert ledger.was_late(unmarked, past)
    assert chain.verify(path).lines == 4


def test_a_month_is_over_on_the_first_of_the_next(past: Panel) -> None:
    monthly = replace(past, season=12)
    june = 2024 * 12 + 5
    assert not ledger.is_over(monthly, june, date(2024, 6, 30))
    assert ledger.is_over(monthly, june, date(2024, 7, 1))


def test_what_was_published_is_not_published_again(path: Path, past: Panel) -> None:
    assert len(ledger.publish(path, past, forecasts(past, "A01"), today=THEN)) == 2
    before = path.read_bytes()
    assert ledger.publish(path, past, forecasts(past, "A01"), today=NOW) == ()
    assert path.read_bytes() == before
    assert len(ledger.publish(path, past, forecasts(past, "A02"), today=NOW)) == 2
    assert path.read_bytes().startswith(before)


def test_outcomes_are_those_of_the_later_figures(
    path: Path, past: Panel, later: Panel
) -> None:
    ledger.publish(path, past, forecasts(past, "A01", "A02"), today=THEN)
    new, every = ledger.score(path, later, today=NOW)
    assert new == every
    for each in every:
        row, column = (
            later.times.index(each.forecast.time),
            later.keys.index(each.forecast.key),
        )
        assert each.outcome == later.values[row, column]
        assert each.error == each.naive_error  # the last value was all that was said


def test_scoring_again_adds_nothing_and_a_revision_adds_lines(
    path: Path, past: Panel, later: Panel
) -> None:
    ledger.publish(path, past, forecasts(past, "A01"), today=THEN)
    ledger.score(path, later, today=NOW)
    before = path.read_bytes()
    assert ledger.score(path, later, today=NOW)[0] == ()
    assert path.read_bytes() == before
    revised = replace(later, values=later.values + 7, parts={}, editions=("x@2026",))
    new, every = ledger.score(path, revised, today=NOW)
    assert (len(new), len(every)) == (2, 4)
    assert {each.edition for each in ledger.newest(every)} == {"x@2026"}
    assert path.read_bytes().startswith(before)


def test_the_figures_that_a_forecast_was_made_from_do_not_score_it(
    path: Path, past: Panel, later: Panel
) -> None:
    ledger.publish(path, past, forecasts(past, "A01"), today=THEN)
    same = replace(later, editions=past.editions)
    assert ledger.score(path, same, today=NOW) == ((), ())


def test_figures_that_went_into_a_forecast_among_others_do_not_score_it(
    path: Path, past: Panel, later: Panel
) -> None:
    both = replace(past, editions=(*past.editions, "unhcr-asylum-applications@2023"))
    ledger.publish(path, both, forecasts(past, "A01"), today=THEN)
    same = replace(later, editions=past.editions)
    assert ledger.score(path, same, today=NOW) == ((), ())
    assert len(ledger.score(path, later, today=NOW)[0]) == 2


def test_outcomes_of_another_quantity_are_not_counted_in(
    path: Path, past: Panel, later: Panel
) -> None:
    money, more = (replace(each, what="remittances_received") for each in (past, later))
    ledger.publish(path, past, forecasts(past, "A01"), today=THEN)
    ledger.publish(path, money, forecasts(past, "A02"), today=THEN)
    ledger.score(path, later, today=NOW)
    new, every = ledger.score(path, more, today=NOW)
    assert new == every
    assert {each.forecast.key for each in every} == {"A02"}


def test_the_ledger_of_an_earlier_day_holds_what_was_written_until_then(
    path: Path, past: Panel, later: Panel
) -> None:
    ledger.publish(path, past, forecasts(past, "A01"), today=THEN)
    ledger.score(path, later, today=NOW)
    what = past.what
    for day, forecasts_then, outcomes_then in (
        (date(2024, 6, 30), 0, 0),
        (THEN, 2, 0),
        (NOW, 2, 2),
    ):
        found = ledger.of_series(path, what, "A01", as_of=day)
        assert len(found) == forecasts_then
        assert sum(came is not None for _, came in found) == outcomes_then
        assert len(ledger.scored(path, as_of=day)) == outcomes_then


def test_a_ledger_without_forecasts_has_nothing_to_score(
    path: Path, later: Panel
) -> None:
    with pytest.raises(NoFigures, match="no forecast"):
        ledger.score(path, later, today=NOW)


def test_a_changed_ledger_takes_no_forecast(path: Path, past: Panel) -> None:
    ledger.publish(path, past, forecasts(past, "A01"), today=THEN)
    changed = path.read_bytes().replace(b'"model":"last_value"', b'"model":"theta"', 1)
    path.write_bytes(changed)
    with pytest.raises(NotProven, match="Line 1"):
        ledger.publish(path, past, forecasts(past, "A02"), today=NOW)
    assert path.read_bytes() == changed


def test_two_who_publish_at_once_write_each_forecast_once(
    path: Path, past: Panel
) -> None:
    said = forecasts(past, *past.keys)
    with ThreadPoolExecutor(4) as pool:
        written = list(
            pool.map(lambda _: ledger.publish(path, past, said, today=THEN), range(4))
        )
    identities = [each.identity for each in ledger.published(path)]
    assert len(identities) == len(set(identities)) == 2 * len(past.keys)
    assert sum(map(len, written)) == len(identities)


def test_two_who_score_at_once_write_each_outcome_once(
    path: Path, past: Panel, later: Panel
) -> None:
    ledger.publish(path, past, forecasts(past, "A01", "A02"), today=THEN)
    with ThreadPoolExecutor(4) as pool:
        new = list(
            pool.map(lambda _: ledger.score(path, later, today=NOW)[0], range(4))
        )
    assert sum(map(len, new)) == len(ledger.scored(path)) == 4


@pytest.mark.parametrize(
    "record",
    [
        {"kind": "forecast", "key": "A01"},
        {"kind": "outcome", "forecast": 99, "outcome": 1.0},
        {"what": "no kind"},
        "text",
    ],
)
def test_a_line_with_a_right_hash_that_no_ledger_holds_is_refused_by_its_number(
    path: Path, past: Panel, later: Panel, record: chain.Record
) -> None:
    ledger.publish(path, past, forecasts(past, "A01"), today=THEN)
    chain.append(path, [record])
    with pytest.raises(NotProven, match="Line 3 is neither"):
        ledger.score(path, later, today=NOW)


def test_a_forecast_with_a_text_or_too_few_quantiles_is_refused(
    path: Path, past: Panel
) -> None:
    ledger.publish(path, past, forecasts(past, "A01"), today=THEN)
    first = dict(chain.read(path)[0].record)
    for wrong in ({"last": "many"}, {"quantiles": [1.0]}):
        other = path.with_name(f"{next(iter(wrong))}.jsonl")
        chain.append(other, [{**first, **wrong}])
        with pytest.raises(NotProven, match="Line 1 is neither"):
            ledger.published(other)

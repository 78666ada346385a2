"""Frameworks that are named stand in the review: state today, record, people, money."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.foresight.frameworks import sample

from migrascope.errors import UsageError
from migrascope.foresight.frameworks import reading, thresholds, trial
from migrascope.foresight.frameworks.reading import Agreed
from migrascope.foresight.frameworks.series import Series
from migrascope.indicators.evidence import Evidence
from migrascope.review import country, drawing, early_page
from migrascope.review.model import Section
from migrascope.review.prospects import trial_chart
from migrascope.review.prospects.early import Early, early

from .conftest import TODAY

FLOW = {
    "2015-07-01": 120.0,
    "2016-07-01": 60.0,
    "2017-07-01": 130.0,
    "2019-07-20": 140.0,
}
HOMES = {"2015-07-05": 30.0, "2018-08-01": 50.0, "2019-07-10": 25.0}
YEARS = (2014, 2015, 2016, 2017, 2018, 2019, 2020)


@pytest.fixture
def series() -> dict[str, Series]:
    return sample.series(FLOW, HOMES, YEARS)


def specification(series: dict[str, Series], text: str = sample.TEXT) -> dict[str, Any]:
    framework = sample.framework(text)
    found = trial.trial(framework, series)
    made: dict[str, Any] = json.loads(
        trial_chart.specification(framework, series, found)
    )
    return made


def layers(panel: dict[str, Any], mark: str) -> Iterator[dict[str, Any]]:
    for layer in panel["layer"]:
        if layer["mark"]["type"] == mark:
            yield layer


def test_each_season_stands_in_the_row_of_what_became_of_it(
    series: dict[str, Series],
) -> None:
    strip = specification(series)["vconcat"][-1]
    rows = {int(each["year"]): each["what"] for each in strip["data"]["values"]}
    assert rows == {
        2014: "quiet",
        2015: "hit",
        2016: "quiet",
        2017: "in vain",
        2018: "missed",
        2019: "late",
        2020: "quiet",
    }
    order = strip["encoding"]["y"]["sort"]
    assert order == ["hit", "late", "missed", "in vain", "quiet"]


def test_activations_shocks_and_thresholds_are_drawn_where_they_are(
    series: dict[str, Series],
) -> None:
    panels = specification(series)["vconcat"][:-1]
    assert [each["title"]["text"] for each in panels] == [
        "flow (m3/s)",
        "homes (homes)",
    ]
    said = panels[0]["title"]["subtitle"]
    assert said == "activation: at least 100 m3/s; readiness: at least 50 m3/s"
    rules = [each["data"]["values"] for each in layers(panels[0], "rule")]
    activations, shocks, *levels = rules
    assert [int(each["year"]) for each in activations] == [2015, 2017, 2019]
    assert [int(each["year"]) for each in shocks] == [2015, 2018, 2019]
    assert [each[0]["value"] for each in levels] == [100, 50]


def test_of_daily_figures_the_highest_of_each_month_is_drawn(
    series: dict[str, Series],
) -> None:
    (line,) = layers(specification(series)["vconcat"][0], "line")
    values = line["data"]["values"]
    assert len(values) == 12 * 6 + 8  # from May of the first season to the end of 2020
    assert sorted(each["value"] for each in values)[-4:] == [60, 120, 130, 140]


def test_figures_far_above_every_threshold_are_cut_off_and_it_is_said(
    series: dict[str, Series],
) -> None:
    far = sample.series({**FLOW, "2017-07-01": 1e6}, HOMES, YEARS)
    panel = specification(far)["vconcat"][0]
    (line,) = layers(panel, "line")
    assert line["encoding"]["y"]["scale"]["domain"] == [0.0, 2000.0]
    assert "higher figures are cut off" in panel["title"]["subtitle"]
    assert "cut off" not in specification(series)["vconcat"][0]["title"]["subtitle"]


def test_the_drawing_is_told_in_words(series: dict[str, Series]) -> None:
    framework = sample.framework()
    said = trial_chart.in_words(framework, trial.trial(framework, series))
    assert "hit 1, late 1, missed 1, in vain 1, quiet 3" in said
    made = trial_chart.specification(framework, series, trial.trial(framework, series))
    assert drawing.svg(made).startswith("<svg")


# --- the chapter ---


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """The sample as a framework for Kenya, and its figures."""
    framework, figures = tmp_path / "river.toml", tmp_path / "river.csv"
    text = sample.TEXT.replace('area = "A valley"', 'area = "Kenya"')
    framework.write_text(text)
    made = sample.series(FLOW, HOMES, YEARS)
    days = range(len(made["flow"].values))
    rows = [
        f"{date.fromordinal(date(2014, 1, 1).toordinal() + spot)},"
        f"{made['flow'].values[spot]:g},{made['homes'].values[spot]:g}"
        for spot in days
    ]
    figures.write_text("\n".join(["date,flow,homes", *rows]) + "\n")
    return framework, figures


def known(files: tuple[Path, Path], tmp_path: Path, today: date) -> Early:
    (found,) = early(
        [files[0]],
        [files[1]],
        tmp_path,
        today=today,
        places=("KEN",),
        log=tmp_path / "log.jsonl",
    )
    return found


def chapter(evidence: Evidence, found: tuple[Early, ...], today: date) -> Section:
    review = country.build(evidence, "KEN", today=today, frameworks=found)
    (made,) = [each for each in review.sections if each.id == "early"]
    return made


def test_the_chapter_says_the_state_today_and_the_record(
    evidence: Evidence, files: tuple[Path, Path], tmp_path: Path
) -> None:
    today = date(2019, 7, 21)
    made = chapter(evidence, (known(files, tmp_path, today),), today)
    assert made.lead.text == "On 21 July 2019 the framework for Kenya is activated."
    told = " ".join(each.text for each in made.body)
    assert "Activated since 2019-07-20" in told
    assert "Released at activation: 5,000 USD" in told
    assert "Shocks foreseen: 1 of 3" in told
    state, acting, record = made.exhibits
    assert acting.finding == "2 actions due, for at most 500 people: 6,000 USD"
    assert record.finding == (
        "1 of 3 shocks foreseen, 1 of 3 activations in vain, 1 late"
    )
    assert record.chart is not None
    assert [row[0] for row in record.table.rows] == [
        "2015",
        "2016",
        "2017",
        "2018",
        "2019",
    ]
    assert "Quiet seasons left out: 2." in record.note
    assert state.table.rows


def test_every_evaluation_of_a_review_is_kept(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    known(files, tmp_path, date(2019, 7, 21))
    (line,) = (tmp_path / "log.jsonl").read_text().splitlines()
    assert '"activation"' in line


def test_several_frameworks_are_counted(
    evidence: Evidence, files: tuple[Path, Path], tmp_path: Path
) -> None:
    today = date(2020, 11, 5)
    found = known(files, tmp_path, today)
    made = chapter(evidence, (found, found), today)
    assert made.lead.text == (
        "2 frameworks of anticipatory action for Kenya, on 5 November 2020: 2 not "
        "watched in this month."
    )
    ids = [each.table.id for each in made.exhibits]
    assert len(ids) == len(set(ids))


def test_without_a_shock_the_past_is_not_tried(
    evidence: Evidence, files: tuple[Path, Path], tmp_path: Path
) -> None:
    text = files[0].read_text()
    start, end = text.index("[event]"), text.index("[costs]")
    files[0].write_text(text[:start] + text[end:])
    today = date(2019, 7, 21)
    made = chapter(evidence, (known(files, tmp_path, today),), today)
    assert "its past cannot be tried" in made.body[1].text
    assert all(each.chart is None for each in made.exhibits)


def test_a_framework_for_elsewhere_is_refused(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    text = files[0].read_text()
    files[0].write_text(text.replace('"Kenya"', '"Uganda"'))
    with pytest.raises(UsageError, match="for Uganda, which is not under review"):
        known(files, tmp_path, TODAY)
    files[0].write_text(text.replace('"Kenya"', '"A valley"'))
    with pytest.raises(UsageError, match="no country, region or group"):
        known(files, tmp_path, TODAY)
    assert not (tmp_path / "log.jsonl").exists()


def test_a_review_without_frameworks_has_no_such_chapter(evidence: Evidence) -> None:
    review = country.build(evidence, "KEN", today=TODAY)
    assert "early" not in {each.id for each in review.sections}


# --- the page ---


def test_a_page_holds_drawing_seasons_and_thresholds_and_loads_nothing(
    series: dict[str, Series], tmp_path: Path
) -> None:
    text = sample.TEXT.replace('title = "A river"', 'title = "<b>A river</b>"')
    framework = reading.parse(text)
    found = trial.trial(framework, series)
    page = tmp_path / "page.html"
    early_page.write(
        page,
        Agreed(framework, "river.toml", "0" * 64),
        series,
        found,
        thresholds.thresholds(framework, series),
        today=TODAY,
    )
    made = page.read_text("utf-8")
    assert "<b>A river" not in made
    assert "&lt;b&gt;A river" in made
    assert 'role="img"' in made
    assert "What another threshold would have done" in made
    for year in YEARS:
        assert f'<th scope="row">{year}</th>' in made
    assert "<script" not in made
    assert 'src="http' not in made


@pytest.mark.parametrize("name", ["page.pdf", "nowhere/page.html"])
def test_another_ending_or_folder_is_refused_before_any_work(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(UsageError):
        early_page.insist(tmp_path / name)

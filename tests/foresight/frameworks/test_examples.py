"""The worked examples of the documentation give what the documentation says."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrascope.foresight.frameworks import explaining, gathering, judging, reading
from migrascope.foresight.frameworks.trial import Trial, Verdict, trial
from migrascope.store.base import Base

NAMES = ("drought", "flood", "cyclone", "displacement")
INVENTED = {
    "drought": ("drought-invented.csv", "drought-pasture-invented.csv"),
    "cyclone": ("cyclone-invented.csv",),
}


@pytest.fixture(scope="session")
def examples(repository: Path) -> Path:
    return repository / "docs" / "how-to" / "frameworks"


def tried(folder: Path, name: str, base: Base | None, *data: Path) -> Trial:
    framework = reading.load(folder / f"{name}.toml").framework
    paths = data or tuple(folder / each for each in INVENTED.get(name, ()))
    return trial(framework, gathering.gather(framework, paths, base))


@pytest.mark.parametrize("name", NAMES)
def test_an_example_can_be_read_and_explained(examples: Path, name: str) -> None:
    framework = reading.load(examples / f"{name}.toml").framework
    page = explaining.page(framework)
    assert framework.title in page
    for each in framework.delivery.action:
        assert each.name in page


@pytest.mark.parametrize("name", [*INVENTED])
def test_invented_figures_are_said_to_be_invented(examples: Path, name: str) -> None:
    text = (examples / f"{name}.toml").read_text("utf-8")
    assert "Everything is invented" in text
    assert all(each in text for each in INVENTED[name])


def test_drought_has_too_few_shocks_to_say(examples: Path) -> None:
    found = tried(examples, "drought", None)
    assert (found.events, found.foreseen, found.in_vain) == (4, 3, 2)
    assert found.too_few


def test_the_cyclone_is_foreseen_too_late_for_some_actions(examples: Path) -> None:
    found = tried(examples, "cyclone", None)
    assert (found.events, found.foreseen, found.in_vain) == (12, 12, 1)
    assert sum(each >= 2 for each in found.leads) == 7


def test_floods_upstream_are_no_better_than_chance(
    examples: Path, shared_data: Path
) -> None:
    data = shared_data / "idmc" / "gidd_disasters_events.csv"
    found = tried(examples, "flood", None, data)
    assert (len(found.counted), found.events, found.foreseen) == (17, 7, 3)
    assert (found.activations, found.in_vain) == (13, 6)
    assert found.luck > 0.5
    assert found.number(Verdict.LATE) == 4


def test_the_events_of_the_flood_are_those_of_the_list(
    examples: Path, shared_data: Path
) -> None:
    import polars as pl

    data = shared_data / "idmc" / "gidd_disasters_events.csv"
    framework = reading.load(examples / "flood.toml").framework
    series = gathering.gather(framework, [data], None)["displaced downstream"]
    rows = pl.read_csv(data, infer_schema_length=None).filter(
        pl.col("iso3") == "SOM",
        pl.col("hazard_type_name") == "Flood",
        pl.col("start_date").is_between(pl.lit("2018-04-02"), pl.lit("2018-05-01")),
    )
    month = list(series.begins).index((2018 - 1970) * 365 + 12 + 120)
    assert series.values[month] == rows["new_displacement"].sum()


def test_arrivals_in_uganda_warn_of_more_of_them(
    examples: Path, real_base: Base
) -> None:
    found = tried(examples, "displacement", real_base)
    assert (found.events, found.foreseen) == (9, 5)
    assert (found.activations, found.in_vain) == (6, 1)
    assert not found.too_few
    said = " ".join(
        judging.verdict(reading.load(examples / "displacement.toml").framework, found)
    )
    assert "5 of 9, 56 %" in said

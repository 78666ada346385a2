"""`migrascope flows measures` prints what movements look like, and what it rests on."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from tests.flows.preparing import bases
from tests.flows.preparing.bases import STOCKS, pair

from migrascope.cli import flows_measures
from migrascope.cli.context import Context
from migrascope.errors import UnknownArea, UsageError
from migrascope.flows.estimating import estimate
from migrascope.flows.measures import lumping, profile, registry
from migrascope.flows.side_by_side import HEADLINE
from migrascope.store.base import Base

Ask = Callable[..., Result]

AREAS = ("KEN", "SOM", "UGA", "USA")
YEARS = (2015, 2020, 2024)
PEOPLE = [
    *pair("KEN", "SOM", {2015: (60, 40), 2020: (90, 60), 2024: (95, 60)}),
    *pair("SOM", "KEN", {2015: (5, 5), 2020: (6, 5), 2024: (4, 4)}),
    *pair("UGA", "KEN", {2015: (20, 20), 2020: (10, 10), 2024: (9, 9)}),
    *pair("USA", "KEN", {2015: (9, 9), 2020: (20, 25), 2024: (60, 70)}),
    *pair("USA", "SOM", {2015: (5, 5), 2020: (9, 9), 2024: (12, 9)}),
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return bases.base(
        tmp_path_factory.mktemp("measuring"),
        {
            STOCKS: PEOPLE,
            "undesa-wpp@2024": bases.demography(AREAS, years=range(2015, 2025)),
            "undesa-ims-totals@2020": bases.by_sex(AREAS, YEARS),
        },
    )


@pytest.fixture
def ask(base: Base) -> Ask:
    def run(*arguments: object) -> Result:
        typed = [str(argument) for argument in arguments]
        return CliRunner().invoke(
            flows_measures.command, typed, obj=Context(folder=base.folder)
        )

    return run


def rows(answer: Result) -> list[dict[str, str]]:
    assert answer.exit_code == 0, answer.output
    return list(csv.DictReader(answer.stdout.splitlines()))


def test_everything_printed_says_estimate_and_by_which_method(ask: Ask) -> None:
    for typed in ((), ("--area", "KEN"), ("--by", "region")):
        text = ask(*typed).stdout
        assert "Estimated by da_pb_closed: Demographic accounting" in text
        assert "Estimates, not counts: nobody recorded these movements." in text
        assert "undesa-ims-bilateral@2024" in text
    answer = json.loads(ask("--format", "json").stdout)
    assert "not counts" in answer["what"]
    assert list(answer["methods"]) == ["da_pb_closed"]
    assert {row["status"] for row in rows(ask("--format", "csv"))} == {"estimated"}


def test_the_figures_are_those_of_the_library(ask: Ask, base: Base) -> None:
    made = estimate(base, start=2020, end=2024, methods=(HEADLINE,))
    expected = {
        each.code: each.value
        for each in profile.profile(made.table(HEADLINE), made.account(), "KEN")
    }
    found = {
        row["measure"]: float(row["value"]) if row["value"] else None
        for row in rows(ask("--area", "Kenya", "--format", "csv"))
    }
    assert found == pytest.approx(expected)
    assert len(found) == len(registry.of_areas())


def test_an_area_opens_with_a_sentence_and_ends_with_its_corridors(ask: Ask) -> None:
    lines = ask("--area", "KEN").stdout.splitlines()
    assert lines[0] == "Kenya, mid-2020 to mid-2024, both sexes"
    assert "people came and" in lines[2]
    assert any(line.startswith("rank of all") for line in lines)
    assert any(line.startswith("In-migration rate") for line in lines)


def test_what_has_no_value_says_why(ask: Ask) -> None:
    text = " ".join(ask("--area", "KEN", "--method", "sd_drop_neg").stdout.split())
    assert "This method does not give it: it tells no birthplaces." in text
    (share,) = (
        row
        for row in rows(ask("--method", "sd_drop_neg", "--format", "csv"))
        if row["measure"] == "return_share"
    )
    assert share["value"] == ""
    assert "does not give it" in share["reason"]


def test_methods_and_intervals_stand_side_by_side(ask: Ask) -> None:
    text = ask("--from", 2015, "--to", 2024, "--method", "all").stdout
    (header,) = (line for line in text.splitlines() if line.startswith("measure"))
    for method in ("sd_drop_neg", "da_pb_closed"):
        assert f"{method} 2015–2020" in header
        assert f"{method} 2020–2024" in header
    assert "rank 2015–2020" in text


def test_groups_conserve_everybody(ask: Ask, base: Base) -> None:
    found = rows(ask("--by", "region", "--format", "csv"))
    moved = sum(
        float(r["value"]) for r in found if r["measure"] in ("movers", "within")
    )
    made = estimate(base, start=2020, end=2024, methods=(HEADLINE,))
    assert moved == pytest.approx(made.table(HEADLINE).total)
    assert {row["area"] for row in found} == {"M49:900", "M49:002", "M49:019"}
    text = ask("--by", "region").stdout
    assert "Movements between 2 groups by region" in text
    assert "Africa" in text


def test_a_group_is_measured_as_one_area(ask: Ask) -> None:
    found = rows(ask("--area", "Eastern Africa", "--format", "csv"))
    by_code = {row["measure"]: row for row in found}
    assert by_code["in"]["area"] == "M49:014"
    assert float(by_code["within"]["value"]) > 0
    assert by_code["mean_distance_in"]["reason"].startswith("A group of areas")
    assert "more moved within it" in ask("--area", "Eastern Africa").stdout


def test_top_says_how_many_corridors(ask: Ask) -> None:
    few = json.loads(ask("--top", 2, "--format", "json").stdout)
    assert [each["rank"] for each in few["corridors"]] == [1, 2]
    text = ask("--top", 2).stdout
    assert "× expected: over what" in text
    first = few["corridors"][0]
    assert f"{first['times_expected']:.3f}" in text
    assert "The largest corridors" not in ask("--top", 0).stdout


def test_women_are_measured_alone(ask: Ask) -> None:
    assert "women" in ask("--sex", "F").stdout.splitlines()[0]


def test_the_list_says_what_each_measure_means(ask: Ask) -> None:
    listed = json.loads(ask("--list", "--format", "json").stdout)
    assert [each["code"] for each in listed] == [e.code for e in registry.facts()]
    text = ask("--list").stdout
    assert "net_rate" in text
    assert rows(ask("--list", "--format", "csv"))[0]["code"] == "in"


def test_an_area_and_a_grouping_do_not_go_together(ask: Ask) -> None:
    answer = ask("--area", "KEN", "--by", "region")
    assert isinstance(answer.exception, UsageError)
    assert "Eastern Africa" in str(answer.exception)


def test_unknown_areas_are_refused(ask: Ask) -> None:
    assert isinstance(ask("--area", "Atlantis").exception, UnknownArea)
    absent = ask("--area", "FRA").exception
    assert isinstance(absent, UsageError)
    assert "do not hold France" in str(absent)


def test_the_options_are_those_of_the_library() -> None:
    assert flows_measures.BY == lumping.GROUPINGS
    assert flows_measures.HEADLINE == HEADLINE

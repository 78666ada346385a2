"""Claims: `add` says what became of every file, and its exit code agrees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from tests.conftest import Finished

from migrascope.store.base import Base

Run = Callable[..., Finished]
MAPPING = """source = "kenya"
name = "stock"
vintage = "2020"
title = "Stock"
publisher = "An office"
measure = "migrant_stock"
area = "KEN"
[file]
kind = "{kind}"
[origin]
column = "origin"
codes = "name"
[time]
year = 2019
convention = "mid-year"
[[values]]
column = "n"
"""


@pytest.fixture
def stock(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "stock.csv"
    path.parent.mkdir()
    path.write_text('origin,n\nUganda,5\nSomalia,"1,006"\n')
    return path


@pytest.fixture
def declared(tmp_path: Path) -> Path:
    path = tmp_path / "m.toml"
    path.write_text(MAPPING.format(kind="csv"))
    return path


def test_a_file_with_a_mapping_is_added(
    run: Run, stock: Path, declared: Path, tmp_path: Path
) -> None:
    done = run("add", stock, "--mapping", declared)
    assert done.code == 0, done.err
    assert "kenya-stock@2020" in done.out
    assert "added" in done.out
    figures = Base.open(tmp_path / "base").query(measure="migrant_stock", area="KEN")
    assert {(figure.origin, figure.value) for figure in figures} == {
        ("UGA", 5.0),
        ("SOM", 1006.0),
    }
    assert {figure.end for figure in figures} == {date(2019, 7, 1)}


def test_adding_it_again_changes_nothing(run: Run, stock: Path, declared: Path) -> None:
    run("add", stock, "--mapping", declared)
    again = run("add", stock, "--mapping", declared)
    assert (again.code, "unchanged" in again.out) == (0, True)


def test_a_mapping_beside_the_file_is_enough(run: Run, stock: Path) -> None:
    stock.with_suffix(".toml").write_text(MAPPING.format(kind="csv"))
    done = run("add", stock.parent)
    assert (done.code, "kenya-stock@2020" in done.out) == (0, True)


def test_an_unknown_file_is_listed_with_what_to_do(run: Run, stock: Path) -> None:
    done = run("add", stock)
    assert done.code == 3
    assert "no adapter knows this file" in done.err
    assert "--suggest" in done.err


def test_one_bad_file_does_not_stop_the_others_but_is_told(
    run: Run, stock: Path
) -> None:
    stock.with_suffix(".toml").write_text(MAPPING.format(kind="csv"))
    bad = stock.with_name("bad.csv")
    bad.write_text("origin,n\nUganda,few\n")
    text = MAPPING.format(kind="csv").replace('"stock"', '"bad"')
    bad.with_suffix(".toml").write_text(text)
    done = run("add", stock.parent)
    assert done.code == 3
    assert "kenya-stock@2020" in done.out
    assert 'bad.csv, row 2, column 2: "few" is not a number' in done.err


def test_nothing_is_kept_of_a_file_that_is_refused(
    run: Run, stock: Path, declared: Path, tmp_path: Path
) -> None:
    stock.write_text("origin,n\nUganda,5\nUganda,6\n")
    done = run("add", stock, "--mapping", declared)
    assert done.code == 3
    assert "two figures for the same thing" in done.err
    assert Base.open(tmp_path / "base").editions() == ()
    assert not list((tmp_path / "base").rglob("*.parquet"))


def test_unknown_places_are_kept_when_asked(
    run: Run, stock: Path, declared: Path
) -> None:
    stock.write_text("origin,n\nAtlantis,5\n")
    refused = run("add", stock, "--mapping", declared)
    assert (refused.code, '"Atlantis" has no area' in refused.err) == (3, True)
    assert run("add", stock, "--mapping", declared, "--residuals", "keep").code == 0


def test_a_bad_mapping_is_told_with_its_line(
    run: Run, stock: Path, declared: Path
) -> None:
    declared.write_text(declared.read_text().replace("column = ", "colunm = ", 1))
    done = run("add", stock, "--mapping", declared)
    assert done.code == 3
    assert 'm.toml, line 11: the key "origin.colunm" is unknown' in done.err


def test_a_draft_is_written_and_works(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "refugees.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("T")
    rows = (("Country", "Year", "Refugees"), ("Kenya", 2020, 5), ("Chad", 2020, 7))
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    declared = tmp_path / "draft.toml"
    drafted = run("add", path, "--suggest", "-o", declared)
    assert (drafted.code, drafted.out) == (0, "")
    assert str(declared) in drafted.err
    done = run("add", path, "--mapping", declared)
    assert (done.code, "national-refugees@2020" in done.out) == (0, True)


def test_a_draft_goes_to_the_screen_when_no_file_is_named(
    run: Run, stock: Path
) -> None:
    shown = run("add", stock, "--suggest")
    assert (shown.code, "[origin]" in shown.out or "[area]" in shown.out) == (0, True)


def test_a_draft_writes_over_nothing(run: Run, stock: Path, declared: Path) -> None:
    before = declared.read_text()
    assert run("add", stock, "--suggest", "-o", declared).code == 2
    assert declared.read_text() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("nowhere.csv",),
        ("{stock}", "--mapping", "{declared}", "--source", "unhcr"),
        ("{stock}", "--source", "atlantis"),
        ("{stock}", "-o", "x.toml"),
        ("{stock}", "{stock}", "--suggest"),
        ("nowhere.csv", "--suggest"),
    ],
)
def test_what_was_not_understood_ends_with_two(
    run: Run, stock: Path, declared: Path, arguments: tuple[str, ...]
) -> None:
    told = [each.format(stock=stock, declared=declared) for each in arguments]
    assert run("add", *told).code == 2


def test_an_empty_folder_holds_nothing(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    done = run("add", folder)
    assert (done.code, "no file to read" in done.err) == (3, True)


def test_a_folder_of_a_publisher(run: Run, shared_data: Path) -> None:
    done = run("add", shared_data / "unhcr" / "hdx_feed" / "HDX_Solutions.csv")
    assert done.code == 0, done.err
    assert "unhcr-" in done.out


def test_ones_own_figures_can_stand_beside_those_of_the_program(
    run: Run, stock: Path, declared: Path, tmp_path: Path
) -> None:
    done = run("add", "--starter", stock, "--mapping", declared)
    assert done.code == 0, done.err
    sources = {each.source for each in Base.open(tmp_path / "base").editions()}
    assert sources > {"kenya", "undesa", "unhcr", "worldbank"}


def test_add_without_a_file_says_what_can_be_named(run: Run) -> None:
    done = run("add")
    assert done.code == 2
    assert "--starter" in done.err


def test_a_known_file_without_figures_is_said_to_hold_none(
    run: Run, tmp_path: Path
) -> None:
    header = '"Country Name","Country Code","Indicator Name","Indicator Code","2020"'
    path = tmp_path / "API_BX.csv"
    path.write_text(f'"Last Updated Date","2023-05-10"\n\n{header}\n')
    done = run("add", path)
    assert done.code == 3
    assert "no figures" in done.err

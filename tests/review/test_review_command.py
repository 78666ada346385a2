"""`migrascope review` writes whole files or none, and says what it cannot do."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Finished

from migrascope.errors import NoFigures, UsageError
from migrascope.model import area as areas
from migrascope.review import producing
from migrascope.review.writers.forms import WRITERS

Review = Callable[..., Finished]


@pytest.fixture
def review(run: Callable[..., Finished], starter_base: Path, tmp_path: Path) -> Review:
    """The verb on a base of the starter figures."""
    (tmp_path / "base").symlink_to(starter_base)

    def run_review(*arguments: object) -> Finished:
        return run("review", *arguments)

    return run_review


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_a_country_is_written_in_every_form(review: Review, target: Path) -> None:
    done = review("Tuvalu", "--output", target)
    assert done.code == 0, done.err
    assert {path.name for path in target.iterdir()} == {
        f"TUV.{form}" for form in WRITERS
    }
    assert "Tuvalu" in done.out


def test_only_the_forms_asked_for_are_written(review: Review, target: Path) -> None:
    review("TUV", "--output", target, "--format", "csv", "--format", "json")
    assert {path.name for path in target.iterdir()} == {"TUV.csv", "TUV.json"}


@pytest.mark.parametrize("name", ["توفالو", "图瓦卢", "Тувалу", "tuv", "798"])
def test_an_area_is_found_by_any_of_its_names(
    review: Review, target: Path, name: str
) -> None:
    assert review(name, "--output", target, "--format", "csv").code == 0
    assert (target / "TUV.csv").exists()


def test_the_members_of_a_group_each_get_a_review(review: Review, target: Path) -> None:
    done = review("--members", "Southern Africa", "--output", target, "--format", "csv")
    assert done.code == 0, done.err
    members = areas.members("M49:018")
    assert {path.stem for path in target.glob("*.csv")} == set(members)
    page = (target / "index.html").read_text("utf-8")
    assert all(f'href="{member}.csv"' in page for member in members)
    assert f"{len(members)} reviews" in done.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("Kenyya",), "Kenya"),
        (("X:unknown",), "not a place that can be reviewed"),
        (("KEN", "--lang", "tlh"), 'not written in "tlh"'),
        (("KEN", "--format", "odt"), "odt"),
        (("KEN", "--as-of", "yesterday"), "yesterday"),
        (("KEN", "--all"), "Name one area"),
        ((), "Name one area"),
        (("--members", "KEN"), "not a group"),
        (("--members", "Atlantis"), "Atlantis"),
        (("Latin America",), "do not say which countries"),
    ],
)
def test_what_cannot_be_done_is_named(
    review: Review, target: Path, arguments: tuple[str, ...], says: str
) -> None:
    done = review(*arguments, "--output", target)
    assert done.code != 0
    assert says in done.err
    assert not target.exists()


def test_figures_of_a_day_before_there_were_any_are_refused(
    review: Review, target: Path
) -> None:
    done = review("KEN", "--as-of", "1990-01-01", "--output", target)
    assert done.code == NoFigures.exit_code
    assert "empty" in done.err
    assert not target.exists()


def test_a_file_where_the_folder_should_be_is_named(
    review: Review, target: Path
) -> None:
    target.write_text("here")
    done = review("TUV", "--output", target / "reviews", "--format", "csv")
    assert done.code == UsageError.exit_code
    assert "the folder cannot be made" in done.err


@pytest.mark.skipif(os.name != "posix", reason="a full disk is tried on /dev/full")
def test_a_form_that_fails_leaves_the_older_one(review: Review, target: Path) -> None:
    review("TUV", "--output", target, "--format", "csv")
    before = (target / "TUV.csv").read_bytes()
    unfinished = target / f".TUV-{os.getpid()}.csv"
    unfinished.symlink_to("/dev/full")
    done = review("TUV", "--output", target, "--format", "csv")
    assert done.code == 1
    assert "No space left" in done.err
    assert (target / "TUV.csv").read_bytes() == before
    assert [path.name for path in target.iterdir()] == ["TUV.csv"]


def test_a_second_review_takes_the_place_of_the_first(
    review: Review, target: Path
) -> None:
    target.mkdir()
    (target / "TUV.csv").write_text("old")
    review("TUV", "--output", target, "--format", "csv")
    assert (target / "TUV.csv").read_text("utf-8").startswith("STRUCTURE,")


def test_a_file_name_has_no_character_that_a_disk_refuses() -> None:
    names = [producing.file_name(area.id) for area in areas.table()]
    assert not {letter for name in names for letter in name} & set('<>:"/\\|?*')
    assert len({name.casefold() for name in names}) == len(names)

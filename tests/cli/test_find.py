"""`migrascope find` and `migrascope library`, as they are typed."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Finished

from migrascope.knowledge.learned import embeddings

Run = Callable[..., Finished]

MINUTES = """# Round table on newcomers

4 May 2021, Lisbon

## Panel 1: Schools

The town of Sylvania opened an evening school for newcomers in 2019.

=Teachers should be paid for the hours that they spend with parents.

## Panel 2: Money

Banks of Freedonia cut the fees for remittances by half.
"""


@pytest.fixture
def read(run: Run, tmp_path: Path) -> Run:
    """The command line on a library that holds one document."""
    path = tmp_path / "minutes.md"
    path.write_text(MINUTES, encoding="utf-8")
    assert run("read", path).code == 0
    return run


def test_a_hit_shows_passage_document_and_reason(read: Run) -> None:
    answer = read("find", "cost of sending money home")
    assert answer.code == 0
    assert "cut the fees for remittances by half" in answer.out
    assert "[minutes#" in answer.out
    assert "why: speaks of" in answer.out


def test_an_explanation_shows_each_word_with_its_weight(read: Run) -> None:
    answer = read("find", "evening school", "--explain")
    assert "evening as “evening” in the passage" in answer.out
    assert "of what was asked" in answer.out


def test_nothing_found_is_said_and_the_nearest_are_shown_on_demand(read: Run) -> None:
    answer = read("find", "fees of dentists")
    assert answer.code == 0
    assert answer.out.startswith("Nothing found that answers this.")
    assert "Freedonia" not in answer.out
    assert "Freedonia" in read("find", "fees of dentists", "--nearest").out


def test_json_holds_the_whole_answer(read: Run) -> None:
    facts = json.loads(read("find", "evening school", "--format", "json").out)
    assert facts["answered"] is True
    hit = facts["hits"][0]
    assert "evening school" in hit["text"]
    assert {"evening", "school"} <= set(hit["matched"])
    none = json.loads(read("find", "copper mines", "--format", "json").out)
    assert none["hits"] == []
    assert none["answered"] is False


def test_areas_are_shown_by_name_and_unsure_tags_as_such(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "minutes.txt"
    path.write_text(
        "Nurses of LDCs, and of Moldova, asked that banks make transfers to their "
        "families cheaper, and that hospitals train them.",
        encoding="utf-8",
    )
    assert run("read", path).code == 0
    shown = " ".join(run("find", "nurses").out.split())
    assert "Least developed countries" in shown
    assert "Republic of Moldova" in shown
    assert "M49:" not in shown
    assert "perhaps" in shown
    (hit,) = json.loads(run("find", "nurses", "--format", "json").out)["hits"]
    assert {"MDA", "M49:941"} <= set(hit["areas"])
    sure = {f"target {code}" for code in hit["targets"]}
    assert sure
    assert hit["perhaps"]
    assert not sure & set(hit["perhaps"])


def test_no_cell_of_a_csv_is_a_formula(read: Run, tmp_path: Path) -> None:
    path = tmp_path / "hits.csv"
    assert read("find", "hours of teachers with parents", "--output", path).code == 0
    with path.open(encoding="utf-8", newline="") as stream:
        (row, *_) = csv.DictReader(stream)
    assert row["text"].startswith("'=Teachers")


def test_a_workbook_can_be_opened(read: Run, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "hits.xlsx"
    assert read("find", "hours of teachers with parents", "--output", path).code == 0
    sheet = load_workbook(path).active
    assert sheet is not None
    assert sheet.cell(1, 2).value == "passage"
    assert sheet.cell(2, 3).data_type == "s"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--since", "soon"), "no year, month or day"),
        (("--since", "2023", "--until", "2020"), "later than --until 2020"),
        (("--target", "10.z"), "10.z"),
        (("--objective", "24"), "24"),
        (("--area", "Ruritania"), "Ruritania"),
        (("--document", "minuts"), "Did you mean: minutes"),
        (("--sector", "educaton"), "Nearest: education"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(
    read: Run, options: tuple[str, ...], says: str
) -> None:
    answer = read("find", "school", *options)
    assert answer.code == 2
    assert says in answer.err


@pytest.mark.skipif(not embeddings.available(), reason="no embeddings installed")
def test_when_words_alone_are_compared_again_it_is_said(
    read: Run, tmp_path: Path
) -> None:
    told = "Only words were compared: 1 document read since."
    assert told not in read("find", "cost of sending money").err
    assert read("library", "embed").code == 0
    assert told not in read("find", "cost of sending money").err
    assert read("read", tmp_path / "minutes.md").code == 0
    (tmp_path / "more.md").write_text("Banks lowered the fees.\n", "utf-8")
    assert told not in read("find", "cost of sending money").err, "nobody has any"
    assert read("library", "embed").code == 0
    assert read("read", tmp_path / "more.md").code == 0
    assert told in read("find", "cost of sending money").err
    assert told not in read("find", "--kind", "practice").err


def test_filters_by_date_take_years_and_days(read: Run) -> None:
    assert "evening school" in read("find", "school", "--since", "2021").out
    assert "evening school" in read("find", "school", "--until", "2021-05").out
    assert "Nothing found" in read("find", "school", "--until", "2020").out


def test_a_library_without_documents_says_what_to_do(run: Run) -> None:
    answer = run("find", "school")
    assert answer.code == 6
    assert "migrascope read" in answer.err


def test_a_file_in_the_place_of_the_library_is_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "minutes.md"
    path.write_text(MINUTES, encoding="utf-8")
    answer = run("read", path, "--base", path)
    assert answer.code == 1
    assert "A file stands where a folder should be" in answer.err
    assert str(path) in answer.err


def test_nothing_to_look_for_is_refused(read: Run) -> None:
    assert read("find").code == 2


def test_documents_are_listed_shown_and_removed(read: Run) -> None:
    assert "minutes" in read("library", "list").out
    shown = read("library", "show", "minutes").out
    assert "2021-05-04" in shown
    assert "minutes.md" in shown
    facts = json.loads(read("library", "show", "minutes", "--format", "json").out)
    assert Path(facts["original"]).read_text(encoding="utf-8") == MINUTES
    assert read("library", "remove", "minutes", "other").code == 2
    assert read("library", "remove", "minutes").code == 0
    assert read("library", "list").code == 6


def test_a_passage_is_shown_with_the_reasons_for_its_tags(read: Run) -> None:
    facts = json.loads(read("find", "evening school", "--format", "json").out)
    shown = read("library", "passage", facts["hits"][0]["passage"]).out
    assert "evening school" in shown
    assert "under" in shown
    assert "kind" in shown
    assert "2019" in shown


def test_a_damaged_library_is_made_again_from_the_files_that_were_read(
    read: Run, tmp_path: Path
) -> None:
    before = read("find", "evening school", "--format", "json").out
    path = tmp_path / "base" / "knowledge" / "knowledge.sqlite"
    path.write_bytes(b"x" * 5000)
    broken = read("find", "evening school")
    assert broken.code == 6
    assert "migrascope library rebuild" in broken.err
    path.unlink()
    assert read("library", "rebuild").code == 0
    assert read("find", "evening school", "--format", "json").out == before


def test_a_library_of_an_older_version_is_said_to_be_one_until_it_is_rebuilt(
    read: Run, tmp_path: Path
) -> None:
    says = "1 document judged by another version"
    assert says not in read("library", "list").err
    with sqlite3.connect(tmp_path / "base" / "knowledge" / "knowledge.sqlite") as held:
        held.execute("DROP TABLE judged")
    held.close()
    for verb in (
        ("library", "list"),
        ("find", "evening school"),
        ("register", "practices"),
    ):
        asked = read(*verb)
        assert asked.code == 0
        assert says in asked.err
        assert "migrascope library rebuild" in asked.err
    assert read("library", "rebuild").code == 0
    assert says not in read("library", "list").err

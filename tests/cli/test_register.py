"""Registers on the command line: listed, written, corrected."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.conftest import Finished
from tests.knowledge import summaries

from migrascope.cli.register import REGISTERS
from migrascope.knowledge.registers import fields
from migrascope.knowledge.registers.record import Register

Run = Callable[..., Finished]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The base of the command line, with the invented documents read."""
    summaries.read(tmp_path / "base" / "knowledge", tmp_path / "files").close()
    return tmp_path / "base"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def data(text: str) -> Any:
    return json.loads(text)


def test_every_register_has_its_command() -> None:
    assert list(REGISTERS) == list(Register)


@pytest.mark.usefixtures("base")
def test_a_register_is_printed_with_its_passages(run: Run) -> None:
    done = run("register", "practices")
    assert done.code == 0
    assert "mobile clinic" in done.out
    assert "lakeside-2019#4, page 1" in done.out
    assert "4 records" in done.err


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("practices", "--area", "Uganda"), ["mobile clinic"]),
        (("practices", "--area", "Eastern Africa"), ["mobile clinic", "recruiters"]),
        (("recommendations", "--objective", "20"), ["reduce", "should cut"]),
        (("recommendations", "--objective", "20", "--since", "2020-01-01"), ["cut"]),
        (("initiatives", "--goal", "8", "--area", "KEN"), ["Seasonal Work"]),
        (("recommendations", "--document", "lakeside-2022"), ["cut", "train", "share"]),
        (("practices", "--target", "10.c"), []),
    ],
)
def test_filters_say_which_records(
    run: Run, arguments: tuple[str, ...], words: list[str]
) -> None:
    done = run("register", *arguments, "--format", "json")
    told = [
        record["fields"].get("says", record["fields"].get("name"))["text"]
        + record["fields"].get("name", {"text": ""})["text"]
        for record in data(done.out)
    ]
    assert len(told) == len(words)
    assert all(any(word in text for text in told) for word in words), told


@pytest.mark.usefixtures("base")
def test_json_cites_every_field(run: Run) -> None:
    (record,) = data(
        run("register", "practices", "--area", "UGA", "--format", "json").out
    )
    for value in record["fields"].values():
        assert value["citations"][0]["passage"] == "lakeside-2019#4"
        assert value["citations"][0]["words"] in summaries.FIRST.replace("\\\n", "")


@pytest.mark.usefixtures("base")
def test_csv_has_a_column_for_each_field_and_no_formulas(run: Run) -> None:
    done = run("register", "instruments", "--format", "csv")
    (row,) = rows(done.out)
    for field in fields.FIELDS[Register.INSTRUMENTS]:
        assert field.key in row
    assert row["title"].startswith("Global Compact")


@pytest.mark.usefixtures("base")
def test_a_workbook_goes_out_and_corrections_come_in(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "practices.xlsx"
    assert run("register", "practices", "--output", book).code == 0
    opened = openpyxl.load_workbook(book)
    sheet = opened["Practices"]
    sheet["C2"].value = "Uganda; Kenya"
    opened.save(book)
    done = run("register", "correct", book, "--by", "Amina Yusuf")
    assert done.code == 0
    assert "1 correction of practices by Amina Yusuf" in done.out
    found = data(run("register", "practices", "--area", "KEN", "--format", "json").out)
    clinic = next(r for r in found if "clinic" in r["fields"]["says"]["text"])
    assert clinic["fields"]["areas"]["by"] == "Amina Yusuf"
    assert clinic["fields"]["areas"]["extracted"] == "UGA"
    again = run("register", "correct", book, "--by", "Amina Yusuf")
    assert again.code == 0
    assert len(list((tmp_path / "base/knowledge/corrections").iterdir())) == 2


@pytest.mark.usefixtures("base")
def test_a_workbook_without_a_name_is_called_like_its_register_and_replaces_none(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("register", "practices", "--area", "UGA", "--format", "xlsx")
    assert done.code == 0
    assert "written to practices.xlsx" in done.err
    held = (tmp_path / "practices.xlsx").read_bytes()
    again = run("register", "practices", "--format", "xlsx")
    assert again.code == 2
    assert "--output" in again.err
    assert (tmp_path / "practices.xlsx").read_bytes() == held


@pytest.mark.usefixtures("base")
def test_an_unchanged_workbook_says_so(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "practices.xlsx"
    run("register", "practices", "--output", book)
    done = run("register", "correct", book, "--by", "Jo")
    assert done.code == 0
    assert "Nothing was changed" in done.out
    assert not (tmp_path / "base/knowledge/corrections").exists()


@pytest.mark.usefixtures("base")
def test_a_mistake_in_a_workbook_is_refused_whole(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "practices.xlsx"
    run("register", "practices", "--output", book)
    opened = openpyxl.load_workbook(book)
    opened["Practices"]["C2"].value = "Kenya"
    opened["Practices"]["C3"].value = "Atlantis"
    opened.save(book)
    done = run("register", "correct", book, "--by", "Jo")
    assert done.code == 3
    assert "row 3" in done.err
    assert "Atlantis" in done.err
    assert not (tmp_path / "base/knowledge/corrections").exists()


@pytest.mark.usefixtures("base")
def test_a_passage_is_corrected_by_its_id(run: Run) -> None:
    done = run(
        "register", "passage", "lakeside-2019#3",
        "--kind", "practice", "--tag", "target:10.7", "--untag", "area:Kenya",
        "--by", "Jo",
    )  # fmt: skip
    assert done.code == 0
    assert "practice" in done.out
    assert "target:10.7" in done.out
    assert "area:KEN" not in done.out
    listed = run("register", "practices", "--target", "10.7").out
    assert "Ms. Ada Okello" in listed


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("practices", "--area", "Atlantis"), 2, "Atlantis"),
        (("practices", "--target", "99.9"), 3, "99.9"),
        (("practices", "--output", "register.doc"), 2, "doc"),
        (("correct", "missing.xlsx", "--by", "Jo"), 2, "no such file"),
        (("passage", "lakeside-2019#3", "--by", "Jo"), 2, "--kind"),
        (("passage", "lakeside-2019#99", "--kind", "practice", "--by", "Jo"), 2, "#99"),
        (("passage", "lakeside-2019#3", "--tag", "colour:red", "--by", "Jo"), 3, "red"),
        (("passage", "lakeside-2019#3", "--kind", "practice", "--by", " "), 2, "--by"),
        (("birds",), 2, "birds"),
    ],
)
def test_mistakes_are_explained(
    run: Run, arguments: tuple[str, ...], code: int, says: str
) -> None:
    done = run("register", *arguments)
    assert done.code == code
    assert says in done.err


def test_without_documents_it_says_how_to_read_some(run: Run, tmp_path: Path) -> None:
    done = run("register", "practices")
    assert done.code == 6
    assert "migrascope read" in done.err
    assert not (tmp_path / "base" / "knowledge").exists()


def test_a_hostile_document_cannot_reach_a_spreadsheet(
    run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    text = (
        '# Talks 2020\n\n### Good practices\n\n- =HYPERLINK("http://evil","x") was '
        "set up in Kenya for all who arrive by sea.\n"
    )
    (folder / "hostile.md").write_text(text, encoding="utf-8")
    assert run("read", folder / "hostile.md").code == 0
    run("register", "passage", "hostile#1", "--kind", "practice", "--by", "Jo")
    done = run("register", "practices", "--format", "csv")
    cells = [cell for row in rows(done.out) for cell in row.values()]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not any(cell.startswith("=") for cell in cells)

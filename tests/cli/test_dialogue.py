"""A dialogue on the command line: how it was built, and what recurs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Finished
from tests.knowledge import summaries

Run = Callable[..., Finished]

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The base of the command line, with the invented documents read."""
    summaries.read(tmp_path / "base" / "knowledge", tmp_path / "files").close()
    return tmp_path / "base"


def test_one_dialogue_is_shown_in_its_parts(run: Run) -> None:
    done = run("dialogue", "lakeside-2019")
    assert done.code == 0
    for words in (
        "4 and 5 June 2019, Nairobi",
        "speakers: 21  [lakeside-2019#2]",
        "Practices (4)",
        "Good practices: 2 practices",
        "4,500: “",
        "Ada Okello, Director, Migration in the Ministry of Interior of Kenya",
        "(woman: “Ms”)",
        "Kenya (2)",
    ):
        assert words in done.out


def test_one_dialogue_as_data_has_everything(run: Run) -> None:
    done = run("dialogue", "lakeside-2019", "--format", "json")
    told = json.loads(done.out)
    assert told["facts"]["fields"]["panels"]["text"] == "6"
    assert told["speakers"][0]["sex_stated_by"] == "Ms"
    assert told["counts"]["objective"] == {"20": 1}
    assert {record["register"] for record in told["records"]} >= {
        "practices",
        "recommendations",
        "commitments",
    }


def test_two_dialogues_say_what_recurs_and_what_does_not(run: Run) -> None:
    done = run("dialogue", "lakeside-2022", "lakeside-2019")
    assert done.code == 0
    assert done.out.startswith("lakeside-2019 → lakeside-2022")
    recurs, _, rest = done.out.partition("New in the last one")
    new, _, dropped = rest.partition("Not in the last one any more")
    assert "transaction costs" in recurs
    assert "[lakeside-2022#3, page 1]" in recurs
    assert "interpreters" in new
    assert "fishermen" in dropped


def test_a_dialogue_in_another_language_is_told_to_be_compared_less(
    run: Run, tmp_path: Path
) -> None:
    minutes = tmp_path / "minutes.md"
    minutes.write_text(
        "# Réunion du 3 mai 2023\n\nLes États devraient aider les pêcheurs qui partent "
        "et les familles qui restent dans les villages de la côte.\n",
        "utf-8",
    )
    assert run("read", str(minutes)).code == 0
    done = run("dialogue", "lakeside-2019", "minutes")
    assert "Not in English: minutes" in done.err
    assert "pêcheurs" not in done.out, "no conclusion in its language to be unlike"
    assert "Not in English" not in run("dialogue", "lakeside-2019", "lakeside-2022").err


def test_a_dialogue_without_a_date_is_told_to_stand_first(
    run: Run, tmp_path: Path
) -> None:
    minutes = tmp_path / "minutes.txt"
    minutes.write_text("Governments should help fishermen who move.\n", "utf-8")
    assert run("read", str(minutes)).code == 0
    done = run("dialogue", "lakeside-2019", "minutes")
    assert done.out.startswith("minutes → lakeside-2019")
    assert "Without a date, and therefore put first: minutes" in done.err


def test_two_dialogues_as_data_cite_each_passage(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "recurs.json"
    done = run("dialogue", "lakeside-2019", "lakeside-2022", "--output", path)
    assert done.code == 0
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told["documents"] == ["lakeside-2019", "lakeside-2022"]
    (theme,) = [each for each in told["themes"] if each["code"] == "20"]
    assert theme["fate"] == "recurs"
    recurring = {
        tuple(each["passage"] for each in conclusion["passages"]): conclusion
        for conclusion in told["conclusions"]
        if conclusion["fate"] == "recurs"
    }
    assert ("lakeside-2019#7", "lakeside-2022#5") in recurring
    money = recurring["lakeside-2019#6", "lakeside-2022#3"]
    assert {"costs", "compact"} <= set(money["shared_words"])
    assert all(each["words"] for each in money["passages"])


def test_a_document_that_was_not_read_is_named(run: Run) -> None:
    done = run("dialogue", "lakeside-2020")
    assert done.code == 2
    assert "lakeside-2020" in done.err
    assert "lakeside-2019" in done.err


def test_one_document_twice_is_one_dialogue(run: Run) -> None:
    once = run("dialogue", "lakeside-2019").out
    assert run("dialogue", "lakeside-2019", "lakeside-2019").out == once

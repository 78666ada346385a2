"""Claims: what is known of a document was found in its words, or given by a person."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.knowledge.papers import LOREM, text

from migrascope.knowledge import reading
from migrascope.knowledge.model import Metadata
from migrascope.knowledge.reading import dates

FRONT = f"""\
Norland Agency for Mobility (NAM)

## **Third session of the Norland Dialogue on Mobility 2031**

### *Towns that welcome*

4 and 5 May 2031

Palais des Nations, Geneva

#### Summary of conclusions

{LOREM}

Symbol N/5. Adopted as A/RES/99/7. Licence: CC BY 4.0.
"""


def test_the_title_page_says_what_a_document_is(tmp_path: Path) -> None:
    known = reading.read(text(tmp_path / "a.txt", FRONT)).metadata
    assert known.title == (
        "Third session of the Norland Dialogue on Mobility 2031: Towns that welcome"
    )
    assert known.event == "Third session of the Norland Dialogue on Mobility 2031"
    assert (known.date, known.period) == (date(2031, 5, 4), "4 and 5 May 2031")
    assert (known.place, known.area) == ("Geneva", "CHE")
    assert known.publisher == "Norland Agency for Mobility (NAM)"
    assert (known.language, known.licence) == ("en", "CC BY 4.0")
    assert known.symbol == "A/RES/99/7"


def test_every_find_keeps_its_words(tmp_path: Path) -> None:
    known = reading.read(text(tmp_path / "a.txt", FRONT)).metadata
    assert known.found["date"] == "4 and 5 May 2031"
    assert known.found["place"] == "Palais des Nations, Geneva"
    assert "A/RES/99/7" in known.found["symbol"]
    assert set(known.found) >= {"title", "event", "publisher", "language", "licence"}


def test_what_a_person_gives_stands(tmp_path: Path) -> None:
    given = Metadata(title="My title", place="Nairobi", date=date(2030, 1, 2))
    known = reading.read(text(tmp_path / "a.txt", FRONT), given=given).metadata
    assert (known.title, known.place, known.area) == ("My title", "Nairobi", "KEN")
    assert known.date == date(2030, 1, 2)
    assert known.found["title"] == known.found["date"] == "given"
    assert known.publisher == "Norland Agency for Mobility (NAM)"


def test_nothing_is_guessed(tmp_path: Path) -> None:
    known = reading.read(
        text(tmp_path / "notes.txt", f"{LOREM}In May they left.")
    ).metadata
    assert (known.title, known.found["title"]) == ("notes", "the name of the file")
    assert (known.date, known.place, known.event, known.symbol) == (None, "", "", "")


def test_a_date_in_running_text_is_not_the_day_of_the_document(tmp_path: Path) -> None:
    words = f"{LOREM}The law of 3 March 1999 is old. {LOREM}"
    assert reading.read(text(tmp_path / "a.txt", words)).metadata.date is None


def test_the_day_of_adoption_or_meeting_is(tmp_path: Path) -> None:
    words = f"The session was held in Quito on 3 and 4 March 2029. {LOREM}"
    known = reading.read(text(tmp_path / "a.txt", words)).metadata
    assert (known.date, known.place, known.area) == (date(2029, 3, 3), "Quito", "ECU")


@pytest.mark.parametrize("part", ["Good practices", "Recommandations", "良好做法"])
def test_the_name_of_a_part_is_no_second_line_of_the_title(
    tmp_path: Path, part: str
) -> None:
    words = f"# Lakeside Forum on Mobility 2031\n\n4 May 2031\n\n## {part}\n\n{LOREM}"
    known = reading.read(text(tmp_path / "a.md", words)).metadata
    assert known.title == "Lakeside Forum on Mobility 2031"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("29 February - 1 March 2016", date(2016, 2, 29)),
        ("26 and 27 March 2018", date(2018, 3, 26)),
        ("3 أيلول/سبتمبر 2019", date(2019, 9, 3)),
        ("30–31 March 2023", date(2023, 3, 30)),
        ("05 and 06 October 2023", date(2023, 10, 5)),
        ("1st of May 2020", date(2020, 5, 1)),
        ("March 26–27, 2018", date(2018, 3, 26)),
        ("July 2025", date(2025, 7, 1)),
        ("les 14 et 15 octobre 2021", date(2021, 10, 14)),
        ("1er août 2022", date(2022, 8, 1)),
        ("del 5 al 7 de septiembre de 2022", date(2022, 9, 5)),
        ("14 и 15 октября 2021", date(2021, 10, 14)),
        ("14 و15 أكتوبر 2021", date(2021, 10, 14)),
        ("2021年10月14日", date(2021, 10, 14)),
        ("2021年10月14日至15日", date(2021, 10, 14)),
        ("2021年10月", date(2021, 10, 1)),
    ],
)
def test_dates_are_read_in_six_languages(words: str, day: date) -> None:
    (found,) = dates.find(f"Geneva, {words}.")
    assert found.day == day


@pytest.mark.parametrize(
    "words", ["03/04/2018", "31 June 2020", "2030 Agenda", "May 5"]
)
def test_what_is_no_clear_date_is_none(words: str) -> None:
    assert dates.find(words) == []


@pytest.mark.parametrize(
    ("name", "day", "area", "event"),
    [
        ("idm-2016-new-york", date(2016, 2, 29), "USA", "(IDM) 2016"),
        ("idm-2018-new-york", date(2018, 3, 26), "USA", "Migration 2018"),
        ("idm-2021-geneva", date(2021, 10, 14), "CHE", "Second session"),
        ("idm-2023-new-york", date(2023, 3, 30), "USA", "First Session"),
    ],
)
def test_the_real_dialogues_say_when_and_where(
    shared_data: Path, name: str, day: date, area: str, event: str
) -> None:
    known = reading.read(shared_data / f"dialogues/{name}-summary.txt").metadata
    assert (known.date, known.area) == (day, area)
    assert event in known.event
    assert "Migration" in known.title


def test_the_real_resolution_says_its_symbol_and_day(shared_data: Path) -> None:
    known = reading.read(shared_data / "knowledge/docs/un_agenda_2030.pdf").metadata
    assert (known.symbol, known.date) == ("A/RES/70/1", date(2015, 9, 25))
    assert known.title.startswith("Transforming our world")


def test_a_title_made_of_a_file_name_has_no_unseen_signs(tmp_path: Path) -> None:
    path = tmp_path / "minutes \n of\u202e Norland.txt"
    path.write_text("Fees should fall.", encoding="utf-8")
    assert reading.read(path).metadata.title == "minutes of Norland"

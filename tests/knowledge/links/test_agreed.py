"""A review is given what was said on a target, nearest to its country first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from tests.knowledge import made

from migrascope.knowledge.corrections import writing
from migrascope.knowledge.corrections.model import Action, Correction, Said
from migrascope.knowledge.library import Library
from migrascope.knowledge.links import agreed, candidates
from migrascope.knowledge.model import (
    Document,
    How,
    Judgement,
    Kind,
    Metadata,
    Passage,
    Scheme,
    Tag,
)
from migrascope.knowledge.registers.record import Register

SAID = (
    ("Switzerland publishes the price of sending money.", "CHE", "10.c", ""),
    ("Uganda licences agents who send money.", "UGA", "10.c", ""),
    ("Banks publish what sending money costs.", "", "10.c", ""),
    ("Tanzania has made transfers by telephone free.", "TZA", "", "20"),
    ("Ghana runs a school bus for refugees.", "GHA", "4.1", ""),
    ("Kenya opened a desk for senders of money.", "KEN", "", ""),
)


def document(day: date | None) -> Document:
    found = made.document("\n".join(text for text, *_ in SAID))
    metadata = Metadata(title="Minutes", event="Talks", date=day, language="en")
    return replace(found, metadata=metadata, sha256=sha256(b"made").hexdigest())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of practices that somebody judged."""
    passages, judgements = [], []
    for number, (text, area, target, objective) in enumerate(SAID, start=1):
        start = sum(len(each[0]) + 1 for each in SAID[: number - 1])
        passages.append(Passage("made", number, text, start, start + len(text)))
        tags = [
            Tag(scheme, code, How.MENTIONED, 0.9, "")
            for scheme, code in (
                (Scheme.AREA, area),
                (Scheme.TARGET, target),
                (Scheme.OBJECTIVE, objective),
            )
            if code
        ]
        judgements.append(Judgement(Kind.PRACTICE, "has", 0.9, tuple(tags)))
    with Library.open(tmp_path / "knowledge") as library:
        library.put(document(date(2020, 5, 1)), passages, judgements, b"made")
    return tmp_path / "knowledge"


def found(folder: Path, *targets: str) -> agreed.Agreed:
    told = agreed.of_folder(folder, targets, "KEN")
    assert told is not None
    return told


def test_similar_countries_come_first_then_no_place_then_others(folder: Path) -> None:
    links = found(folder, "10.c").on("10.c", "KEN")
    assert [link.area for link in links] == ["TZA", "UGA", "", "CHE"]


def test_a_link_says_through_what_and_why(folder: Path) -> None:
    links = {link.area: link for link in found(folder, "10.c").on("10.c", "KEN")}
    assert links["TZA"].through == "objective 20 of the Compact"
    assert links["UGA"].through == "target 10.c"
    assert "also in Eastern Africa" in str(links["UGA"].likeness)
    assert links["UGA"].document.metadata.event == "Talks"


def test_other_targets_are_left_out(folder: Path) -> None:
    words = [
        link.record.text("says") for link in found(folder, "10.c").on("4.1", "KEN")
    ]
    assert words == []
    (bus,) = found(folder, "4.1").on("4.1", "KEN")
    assert bus.area == "GHA"


def test_what_names_the_country_itself_is_found(folder: Path) -> None:
    (desk,) = found(folder, "10.c").about("KEN")
    assert desk.text("says").startswith("Kenya opened")


def test_what_names_a_member_speaks_of_the_group(folder: Path) -> None:
    told = agreed.of_folder(folder, ("10.c",), "M49:014")
    assert told is not None
    assert {each.text("areas") for each in told.about("M49:014")} == {
        "KEN",
        "TZA",
        "UGA",
    }
    here = [link.area for link in told.on("10.c", "M49:014")[:2]]
    assert set(here) == {"UGA", "TZA"}


def test_what_people_hid_or_corrected_holds(folder: Path) -> None:
    said = Said("Jo", "2026-03-01T10:00:00+00:00")
    links = {link.area: link.record for link in found(folder, "10.c").on("10.c", "KEN")}
    desk = found(folder).about("KEN")[0]
    changes = (
        Correction(Register.PRACTICES, Action.HIDE, links["UGA"].id, said),
        Correction(
            Register.PRACTICES,
            Action.SET,
            desk.id,
            said,
            field="targets",
            now="10.c",
            document=desk.document,
        ),
    )
    writing.keep(folder, changes)
    areas = [link.area for link in found(folder, "10.c").on("10.c", "KEN")]
    assert areas == ["KEN", "TZA", "", "CHE"]


def test_of_many_only_the_nearest_are_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "ENOUGH", 2)
    links = found(folder, "10.c").on("10.c", "KEN")
    assert [link.area for link in links] == ["TZA", "UGA"]


def test_no_library_is_no_answer_and_makes_none(tmp_path: Path) -> None:
    assert agreed.of_folder(tmp_path / "knowledge", ("10.c",), "KEN") is None
    assert list(tmp_path.iterdir()) == []
    Library.open(tmp_path / "empty").close()
    assert agreed.of_folder(tmp_path / "empty", ("10.c",), "KEN") is None

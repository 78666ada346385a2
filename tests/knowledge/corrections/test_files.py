"""Corrections are TOML that people can write, and mistakes in it are named."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import BadCorrection
from migrascope.knowledge.corrections import files, writing
from migrascope.knowledge.corrections.model import (
    Action,
    Correction,
    PassageCorrection,
    Said,
    Status,
    StatusChange,
)
from migrascope.knowledge.model import Kind, Scheme
from migrascope.knowledge.registers.record import Register

texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=40
).map(str.strip)


def write(folder: Path, text: str) -> Path:
    (folder / "corrections").mkdir(exist_ok=True)
    (folder / "corrections" / "by-hand.toml").write_text(text, encoding="utf-8")
    return folder


def test_what_people_write_by_hand_is_understood(tmp_path: Path) -> None:
    text = """
[[correction]]
register = "practices"
record = "P-1"
field = "Areas"
to = "Kenya; Uganda"
by = "Jo"
on = 2026-03-01

[[passage]]
document = "minutes"
words = "Uganda has set up a clinic"
kind = "practice"
add = ["area:Uganda"]
by = "Jo"
on = 2026-03-02
"""
    told = files.load(write(tmp_path, text))
    (correction,) = told.records
    assert (correction.field, correction.now, correction.was) == (
        "areas",
        "KEN; UGA",
        None,
    )
    (passage,) = told.passages
    assert passage.kind is Kind.PRACTICE
    assert passage.add == ((Scheme.AREA, "UGA"),)


@given(texts, texts, texts)
def test_whatever_is_kept_is_read_again(now: str, note: str, by: str) -> None:
    import tempfile

    said = Said(by or "Jo", "2026-03-01T10:00:00+00:00", note)
    change = Correction(
        Register.INITIATIVES,
        Action.SET,
        "I-1",
        said,
        field="name",
        now=now,
        was="Old",
        document="minutes",
        opening="uganda has",
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = writing.keep(folder, [change])
        assert path is not None
        (read,) = files.load(folder).records
    assert read.now == now
    assert (read.said.by, read.said.note) == (said.by, note)
    assert (read.was, read.opening) == ("Old", "uganda has")


def test_all_three_kinds_of_change_come_back(tmp_path: Path) -> None:
    said = Said("Jo", "2026-03-01T10:00:00+00:00", "seen")
    changes = (
        Correction(
            Register.PRACTICES, Action.ADD, "P-9", said, values={"says": "A bus"}
        ),
        PassageCorrection(
            "minutes",
            "uganda has",
            said,
            Kind.PRACTICE,
            Kind.STATEMENT,
            ((Scheme.TARGET, "10.c"),),
            ((Scheme.AREA, "COD"),),
        ),
        StatusChange(
            "C-1", Status.MET, said, ("minutes#4", "indicator:10.c.1@KEN"), "minutes"
        ),
    )
    path = writing.keep(tmp_path, changes)
    assert path is not None
    told = files.load(tmp_path)
    read = (*told.records, *told.passages, *told.statuses)
    assert [type(each) for each in read] == [type(each) for each in changes]
    assert told.records[0].values == {"says": "A bus"}
    assert told.passages[0].add == ((Scheme.TARGET, "10.c"),)
    assert told.passages[0].remove == ((Scheme.AREA, "COD"),)
    assert told.statuses[0].evidence == ("minutes#4", "indicator:10.c.1@KEN")


def test_each_time_is_a_file_of_its_own_and_none_is_changed(tmp_path: Path) -> None:
    said = Said("Jo", "2026-03-01T10:00:00+00:00")
    change = StatusChange("C-1", Status.MET, said, ("minutes#4",))
    first = writing.keep(tmp_path, [change], now=datetime(2026, 3, 1, tzinfo=UTC))
    assert first is not None
    text = first.read_bytes()
    writing.keep(tmp_path, [change])
    assert first.read_bytes() == text
    assert len(list((tmp_path / "corrections").iterdir())) == 2


def test_no_change_writes_no_file(tmp_path: Path) -> None:
    assert writing.keep(tmp_path, []) is None
    assert not (tmp_path / "corrections").exists()


FIELD = '[[correction]]\nregister = "practices"\nrecord = "P-1"\nfield = "says"\n'
PASSAGE = '[[passage]]\ndocument = "m"\nwords = "w"\nby = "Jo"\non = 2026-03-01\n'


@pytest.mark.parametrize(
    ("text", "says", "line"),
    [
        ("[[correction]", "no TOML", 1),
        ('\n[[colour]]\nby = "Jo"', "colour", 2),
        ('[[correction]]\nregister = "birds"', "register", 2),
        ('[[correction]]\nregister = "practices"\nfield = "size"\n', "size", 3),
        (
            '[[correction]]\nregister = "practices"\nfield = "areas"\nto = "Atlantis"',
            "Atlantis",
            1,
        ),
        (f'{FIELD}to = "A"\nby = "Jo"', '"on"', 1),
        ('[[status]]\ncommitment = "C-1"\nstatus = "perhaps"', "perhaps", 3),
        (f'{PASSAGE}\n{PASSAGE}add = "colour:red"', "passage 2, line 7: ", 7),
        (f'{PASSAGE}add = "colour:red"', "colour:red", 1),
        ('[correction]\nby = "Jo"', "brackets", 1),
    ],
)
def test_a_mistake_is_named_with_file_and_line(
    tmp_path: Path, text: str, says: str, line: int
) -> None:
    with pytest.raises(BadCorrection) as raised:
        files.load(write(tmp_path, text))
    assert says in str(raised.value)
    assert "by-hand.toml" in str(raised.value)
    assert f"line {line}" in str(raised.value)


def test_a_folder_without_corrections_says_nothing(tmp_path: Path) -> None:
    told = files.load(tmp_path)
    assert (told.records, told.passages, told.statuses) == ((), (), ())

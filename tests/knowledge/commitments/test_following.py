"""A commitment is open until somebody says otherwise, and its history stays."""

from __future__ import annotations

from datetime import date

import pytest

from migrascope.errors import BadCorrection, UnknownArea
from migrascope.knowledge.commitments import evidence, following
from migrascope.knowledge.commitments.following import Commitment
from migrascope.knowledge.corrections.model import Said, Status, StatusChange
from migrascope.knowledge.registers.record import (
    Citation,
    Record,
    Register,
    Registers,
    Value,
    key,
    opening,
)

TODAY = date(2026, 3, 1)


def made(words: str, due: str = "") -> Record:
    where = (Citation("minutes", "minutes#1", 1, words),)
    values = {"says": Value(words, where)}
    if due:
        values["due"] = Value(due, where)
    return Record(
        Register.COMMITMENTS,
        key(Register.COMMITMENTS, "minutes", words),
        "minutes",
        opening(words),
        values,
        where,
    )


SCHOOLS = made("Norland will open ten schools by the end of 2025.", "2025-12-31")
ROADS = made("Norland will mend roads by 2030.", "2030-12-31")
VISAS = made("Norland is committed to free visas.")


def said(day: int) -> Said:
    return Said("Jo", f"2026-02-{day:02}T10:00:00+00:00")


def followed(*changes: StatusChange) -> dict[str, Commitment]:
    found, _ = following.followed(Registers((SCHOOLS, ROADS, VISAS)), changes)
    return {each.record.id: each for each in found}


def test_nothing_said_is_open_and_the_calendar_closes_nothing() -> None:
    found = followed()[SCHOOLS.id]
    assert found.status is Status.OPEN
    assert found.is_overdue(TODAY)
    assert not found.is_overdue(date(2025, 12, 31))


def test_the_newest_state_holds_and_all_are_kept() -> None:
    changes = (
        StatusChange(SCHOOLS.id, Status.UNDER_WAY, said(1)),
        StatusChange(SCHOOLS.id, Status.MET, said(2), ("minutes#7",)),
    )
    found = followed(*changes)[SCHOOLS.id]
    assert found.status is Status.MET
    assert found.history == changes
    assert not found.is_overdue(TODAY)


def test_what_is_due_comes_earliest_first_without_what_is_over() -> None:
    every = tuple(followed().values())
    assert [each.record.id for each in following.due_by(every, date(2030, 12, 31))] == [
        SCHOOLS.id,
        ROADS.id,
    ]
    assert following.due_by(every, date(2025, 12, 30)) == ()
    met = tuple(followed(StatusChange(SCHOOLS.id, Status.MET, said(1))).values())
    assert [each.record.id for each in following.due_by(met, date(2030, 12, 31))] == [
        ROADS.id
    ]
    assert [each.record.id for each in following.without_day(every)] == [VISAS.id]


def test_a_state_finds_a_commitment_whose_passage_was_cut_differently() -> None:
    change = StatusChange(
        "C-0000000000", Status.MET, said(1), ("m#1",), "minutes", SCHOOLS.opening[:20]
    )
    assert followed(change)[SCHOOLS.id].status is Status.MET


def test_a_state_of_what_is_gone_is_told() -> None:
    change = StatusChange("C-0000000000", Status.MET, said(1), (), "minutes", "nobody")
    _, remarks = following.followed(Registers((SCHOOLS,)), [change])
    assert "C-0000000000" in remarks[0]


def test_a_commitment_is_named_by_the_beginning_of_its_id() -> None:
    every = tuple(followed().values())
    assert following.find(every, SCHOOLS.id[:6].lower()).record is SCHOOLS
    with pytest.raises(BadCorrection, match="no commitment"):
        following.find(every, "C-zz")
    with pytest.raises(BadCorrection, match="3 commitments"):
        following.find(every, "C-")


def test_an_end_needs_evidence_or_a_reason() -> None:
    commitment = followed()[SCHOOLS.id]
    with pytest.raises(BadCorrection, match="evidence"):
        following.change(commitment, Status.MET, evidence=(), said=said(1))
    for status in (Status.OPEN, Status.UNDER_WAY, Status.DROPPED):
        made_ = following.change(commitment, status, evidence=(), said=said(1))
        assert made_.status is status
    noted = Said("Jo", "2026-02-01", "told by the minister")
    assert following.change(commitment, Status.MET, evidence=(), said=noted)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("idm-2023#12", evidence.Passage("idm-2023#12")),
        ("indicator:10.c.1@KEN", evidence.Indicator("10.c.1", "KEN")),
        ("indicator:10.c.1@Côte d'Ivoire", evidence.Indicator("10.c.1", "CIV")),
    ],
)
def test_evidence_is_a_passage_or_an_indicator(
    text: str, told: evidence.Evidence
) -> None:
    assert evidence.parse(text) == told
    assert evidence.parse(str(told)) == told


@pytest.mark.parametrize("text", ["", "a letter", "indicator:10.c.1", "indicator:@KEN"])
def test_anything_else_is_no_evidence(text: str) -> None:
    with pytest.raises(BadCorrection, match="no evidence"):
        evidence.parse(text)


def test_evidence_of_no_place_is_refused() -> None:
    with pytest.raises(UnknownArea):
        evidence.parse("indicator:10.c.1@Atlantis")

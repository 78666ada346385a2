"""What people said holds until the document says something else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.knowledge.corrections.shelf import SAID, corrected, read_again, record

from migrascope.knowledge.corrections import applying, writing
from migrascope.knowledge.corrections.model import Action, Correction, Said
from migrascope.knowledge.library import Library
from migrascope.knowledge.registers.record import Record, Register


def change(found: Record, field: str, now: str) -> Correction:
    return Correction(
        found.register,
        Action.SET,
        found.id,
        SAID,
        field=field,
        now=now,
        was=found.text(field),
        document=found.document,
        opening=found.opening,
    )


def test_a_correction_says_who_when_and_what_was_there(library: Library) -> None:
    clinic = record(corrected(library), "mobile clinic")
    writing.keep(library.folder, [change(clinic, "areas", "UGA; KEN")])
    value = record(corrected(library), "mobile clinic").values["areas"]
    assert value.text == "UGA; KEN"
    assert (value.by, value.on, value.extracted) == ("Amina Yusuf", "2026-03-01", "UGA")
    assert value.citations == clinic.values["areas"].citations


def test_a_correction_survives_a_reading_that_moves_everything(
    library: Library, tmp_path: Path
) -> None:
    clinic = record(corrected(library), "mobile clinic")
    writing.keep(library.folder, [change(clinic, "areas", "UGA; KEN")])
    new = "Somalia offers a hotline.\n\n- Uganda has set up"
    read_again(library, tmp_path / "files", "Uganda has set up", new)
    after = record(corrected(library), "mobile clinic")
    assert after.id == clinic.id
    assert after.citations[0].passage != clinic.citations[0].passage
    assert after.text("areas") == "UGA; KEN"


def test_a_correction_finds_a_passage_whose_end_was_changed(
    library: Library, tmp_path: Path
) -> None:
    clinic = record(corrected(library), "mobile clinic")
    writing.keep(library.folder, [change(clinic, "areas", "UGA; KEN")])
    read_again(library, tmp_path / "files", "since 2017.", "since 2017 and 2018.")
    after = record(corrected(library), "mobile clinic")
    assert after.id != clinic.id
    assert after.text("areas") == "UGA; KEN"


def test_a_value_that_changed_since_is_shown_and_not_overruled(
    library: Library, tmp_path: Path
) -> None:
    clinic = record(corrected(library), "mobile clinic")
    writing.keep(library.folder, [change(clinic, "areas", "KEN")])
    read_again(library, tmp_path / "files", "- Uganda has", "- Rwanda has")
    now = corrected(library)
    (after,) = [r for r in now.of(Register.PRACTICES) if "mobile" in r.text("says")]
    assert after.text("areas") == "RWA"
    moved = replace(change(clinic, "areas", "KEN"), record=after.id)
    writing.keep(library.folder, [moved])
    conflict = record(corrected(library), "mobile clinic")
    assert conflict.text("areas") == "RWA"
    (remark,) = conflict.remarks
    assert "Amina Yusuf" in remark
    assert "“UGA” to “KEN”" in remark
    assert "“RWA”" in remark


def test_of_two_people_who_disagree_the_second_hears_of_the_first_once(
    library: Library,
) -> None:
    clinic = record(corrected(library), "mobile clinic")
    for areas in ("KEN", "TZA", "TZA"):
        writing.keep(library.folder, [change(clinic, "areas", areas)])
    found = corrected(library)
    assert record(found, "mobile clinic").text("areas") == "KEN"
    told = [each for each in applying.remarks(found) if "“TZA”" in each]
    assert told, "what was not applied is told"
    assert all("Amina Yusuf has made it “KEN”" in each for each in told)
    assert all(".toml" in each for each in told), "the file to take it out of"
    assert len(told) == len(set(told))


def test_a_correction_of_a_record_that_is_gone_is_told_and_kept(
    library: Library, tmp_path: Path
) -> None:
    clinic = record(corrected(library), "mobile clinic")
    writing.keep(library.folder, [change(clinic, "areas", "KEN")])
    read_again(library, tmp_path / "files", "Uganda has set up a mobile clinic", "Now")
    (remark,) = applying.remarks(corrected(library))
    assert clinic.id in remark
    read_again(library, tmp_path / "files", "Uganda", "Uganda")
    assert record(corrected(library), "mobile clinic").text("areas") == "KEN"


def test_the_later_of_two_corrections_holds(library: Library) -> None:
    clinic = record(corrected(library), "mobile clinic")
    writing.keep(library.folder, [change(clinic, "areas", "KEN")])
    second = record(corrected(library), "mobile clinic")
    later = replace(
        change(second, "areas", "RWA"), said=Said("Jo", "2026-04-01T10:00:00+00:00")
    )
    writing.keep(library.folder, [later])
    value = record(corrected(library), "mobile clinic").values["areas"]
    assert (value.text, value.by, value.extracted) == ("RWA", "Jo", "UGA")


def test_a_hidden_record_is_not_listed_and_can_be_shown_again(
    library: Library,
) -> None:
    clinic = record(corrected(library), "mobile clinic")
    hide = replace(change(clinic, "", ""), action=Action.HIDE)
    writing.keep(library.folder, [hide])
    now = corrected(library)
    assert clinic.id not in {each.id for each in now.of(Register.PRACTICES)}
    assert clinic.id in {each.id for each in now}
    show = replace(
        hide, action=Action.SHOW, said=Said("Jo", "2026-04-01T10:00:00+00:00")
    )
    writing.keep(library.folder, [show])
    assert clinic.id in {each.id for each in corrected(library).of(Register.PRACTICES)}


def test_two_records_of_the_same_thing_are_merged(library: Library) -> None:
    before = corrected(library)
    one = record(before, "language courses")
    other = record(before, "register of recruiters")
    merge = replace(change(other, "", ""), action=Action.MERGE, into=one.id)
    writing.keep(library.folder, [merge])
    after = corrected(library)
    kept = record(after, "language courses")
    assert set(kept.citations) == {*one.citations, *other.citations}
    assert kept.text("areas") == "KEN"  # what the one lacked, the other has
    assert other.id not in {each.id for each in after.of(Register.PRACTICES)}


def test_people_may_add_what_no_document_says(library: Library) -> None:
    added = Correction(
        Register.PRACTICES,
        Action.ADD,
        "P-added",
        SAID,
        values={"says": "Night buses for care workers", "areas": "FJI"},
    )
    writing.keep(library.folder, [added])
    found = record(corrected(library), "Night buses")
    assert found.parts("areas") == ("FJI",)
    assert "Amina Yusuf" in found.citations[0].words

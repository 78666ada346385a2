"""What a person says of a passage holds for whatever the passage is called later."""

from __future__ import annotations

from pathlib import Path

from tests.knowledge.corrections.shelf import SAID, corrected, read_again

from migrascope.knowledge.corrections import passages, writing
from migrascope.knowledge.corrections.model import PassageCorrection
from migrascope.knowledge.library import Filters, Library
from migrascope.knowledge.model import How, JudgedPassage, Kind, Scheme
from migrascope.knowledge.registers.record import Register


def passage(library: Library, words: str) -> JudgedPassage:
    (found,) = [
        judged
        for judged in library.passages(Filters(documents=("lakeside-2019",)))
        if words in judged.passage.text
    ]
    return found


def say(library: Library, judged: JudgedPassage, change: PassageCorrection) -> None:
    writing.keep(library.folder, [passages.correction_of(judged, change)])


def test_another_kind_moves_a_passage_to_another_register(library: Library) -> None:
    permits = passage(library, "single window")
    assert permits.judgement.kind is not Kind.PRACTICE
    say(library, permits, PassageCorrection("", "", SAID, Kind.PRACTICE))
    assert passages.put_in_force(library) == ()
    now = passage(library, "single window").judgement
    assert (now.kind, now.cue) == (Kind.PRACTICE, "said by Amina Yusuf on 2026-03-01")
    assert any(
        "single window" in each.text("says")
        for each in corrected(library).of(Register.PRACTICES)
    )


def test_tags_are_added_and_taken_away_with_the_name_of_who_did(
    library: Library,
) -> None:
    change = PassageCorrection(
        "",
        "",
        SAID,
        add=((Scheme.TARGET, "3.8"),),
        remove=((Scheme.AREA, "UGA"),),
    )
    say(library, passage(library, "mobile clinic"), change)
    passages.put_in_force(library)
    tags = passage(library, "mobile clinic").judgement.tags
    assert (Scheme.AREA, "UGA") not in {(tag.scheme, tag.code) for tag in tags}
    (added,) = [tag for tag in tags if tag.how is How.CORRECTED]
    assert (added.code, added.confidence) == ("3.8", 1.0)
    assert "Amina Yusuf" in added.reason


def test_it_survives_a_reading_that_gives_the_passage_another_number(
    library: Library, tmp_path: Path
) -> None:
    before = passage(library, "mobile clinic")
    say(library, before, PassageCorrection("", "", SAID, Kind.STATEMENT))
    new = "Somalia offers a hotline.\n\n- Uganda has set up"
    read_again(library, tmp_path / "files", "Uganda has set up", new)
    assert passages.put_in_force(library) == ()
    after = passage(library, "mobile clinic")
    assert after.passage.number != before.passage.number
    assert after.judgement.kind is Kind.STATEMENT


def test_a_correction_of_a_passage_that_is_gone_is_told(
    library: Library, tmp_path: Path
) -> None:
    say(
        library,
        passage(library, "mobile clinic"),
        PassageCorrection("", "", SAID, Kind.STATEMENT),
    )
    old = "Uganda has set up a mobile clinic for refugees along the northern road"
    read_again(library, tmp_path / "files", old, "The road was long")
    (remark,) = passages.put_in_force(library)
    assert "lakeside-2019" in remark


def test_without_corrections_everything_is_as_extracted(library: Library) -> None:
    before = library.passages()
    say(
        library,
        passage(library, "mobile clinic"),
        PassageCorrection("", "", SAID, Kind.STATEMENT),
    )
    passages.put_in_force(library)
    assert library.passages() != before
    for path in (library.folder / "corrections").iterdir():
        path.unlink()
    passages.put_in_force(library)
    assert library.passages() == before

"""Claims: `read` takes what it can, names what it cannot, and its exit code agrees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.conftest import Finished
from tests.knowledge.papers import LOREM, pdf, text

from migrascope.knowledge import learned
from migrascope.knowledge.library import Library
from migrascope.knowledge.model import Kind

Run = Callable[..., Finished]

MINUTES = (
    f"## Panel 1: Fees\n\nSpeakers recommended lower fees for remittances. {LOREM}"
)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    (folder / "more").mkdir(parents=True)
    text(folder / "minutes-2031.txt", MINUTES)
    text(folder / "more" / "notes.md", f"# Notes\n\n{LOREM}")
    text(folder / "figures.csv", "a,b\n1,2\n")
    return folder


def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "base" / "knowledge")


def test_a_line_for_each_document_says_pages_passages_and_kinds(
    run: Run, papers: Path
) -> None:
    done = run("read", papers / "minutes-2031.txt")
    assert done.code == 0, done.err
    head, line = done.out.splitlines()
    assert head.split()[:4] == ["Document", "Pages", "Passages", "Seconds"]
    assert line.startswith("minutes-2031")
    assert any(kind.value in line for kind in Kind)


def test_a_folder_and_a_pattern_are_read(
    run: Run, papers: Path, tmp_path: Path
) -> None:
    assert run("read", papers).code == 0
    with library(tmp_path) as kept:
        assert [held.id for held in kept.documents()] == ["minutes-2031", "notes"]
    done = run("read", papers / "**" / "*.md")
    assert done.code == 0
    assert "notes" in done.out
    assert "minutes" not in done.out


def test_one_bad_file_does_not_lose_the_others(
    run: Run, papers: Path, tmp_path: Path
) -> None:
    scan = pdf(tmp_path / "scan.pdf", "#rect(width: 50%, height: 50%, fill: gray)")
    done = run("read", scan, papers / "minutes-2031.txt", tmp_path / "gone.pdf")
    assert done.code == 3
    assert "scan.pdf: no text layer: page 1." in done.err
    assert "there is no such file" in done.err
    assert "1 of 3 files were read." in done.err
    with library(tmp_path) as kept:
        assert [held.id for held in kept.documents()] == ["minutes-2031"]


def test_a_refused_file_leaves_the_former_document(
    run: Run, papers: Path, tmp_path: Path
) -> None:
    path = papers / "minutes-2031.txt"
    assert run("read", path).code == 0
    path.write_bytes(b"Gen\xe8ve")
    assert run("read", path).code == 3
    with library(tmp_path) as kept:
        assert "remittances" in kept.document("minutes-2031").text


def test_reading_again_replaces_the_passages_and_nothing_else(
    run: Run, papers: Path, tmp_path: Path
) -> None:
    assert run("read", papers).code == 0
    with library(tmp_path) as kept:
        before = [each for each in kept.passages() if each.passage.document == "notes"]
    text(papers / "minutes-2031.txt", "Quite another text is here now.")
    assert run("read", papers / "minutes-2031.txt").code == 0
    with library(tmp_path) as kept:
        after = kept.passages()
    assert [each for each in after if each.passage.document == "notes"] == before
    assert [each.passage.text for each in after if each not in before] == [
        "Quite another text is here now."
    ]


def test_what_is_given_about_a_document_stands(
    run: Run, papers: Path, tmp_path: Path
) -> None:
    done = run(
        *(
            "read",
            papers / "minutes-2031.txt",
            "--title",
            "Minutes",
            "--place",
            "Geneva",
        ),
        *("--date", "2031-05-04", "--event", "Dialogue", "--publisher", "An office"),
        *("--language", "EN", "--licence", "CC0"),
    )
    assert done.code == 0, done.err
    with library(tmp_path) as kept:
        known = kept.held("minutes-2031").metadata
    assert (known.title, known.event, known.place) == ("Minutes", "Dialogue", "Geneva")
    assert (known.date, known.area, known.language) == (date(2031, 5, 4), "CHE", "en")
    assert (known.publisher, known.licence) == ("An office", "CC0")


def test_one_title_does_not_go_with_several_files(run: Run, papers: Path) -> None:
    done = run("read", papers, "--title", "Minutes")
    assert done.code == 2
    assert "one file" in done.err


def test_two_files_of_one_name_do_not_replace_each_other(
    run: Run, papers: Path, tmp_path: Path
) -> None:
    twin = text(papers / "more" / "minutes-2031.md", f"# Others\n\n{LOREM}")
    done = run("read", papers / "minutes-2031.txt", twin)
    assert done.code == 3
    assert "the same name" in done.err
    again = run("read", twin)
    assert again.code == 3
    assert "migrascope library remove minutes-2031" in again.err
    with library(tmp_path) as kept:
        assert kept.held("minutes-2031").file == "minutes-2031.txt"


def test_warnings_stand_in_the_line_of_the_document(run: Run, tmp_path: Path) -> None:
    box = "#rect(width: 50%, height: 50%, fill: gray)"
    path = pdf(tmp_path / "half.pdf", f"{LOREM} #pagebreak() {box}")
    done = run("read", path)
    assert done.code == 0
    assert "no text layer: page 2" in done.out


@pytest.mark.parametrize("arguments", [(), ("nothing-*.pdf",), (".",)])
def test_nothing_to_read_is_said(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert run("read", *arguments).code == 2


def test_meaning_is_asked_only_when_somebody_wants_it(
    run: Run, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def embed(texts: Sequence[str]) -> np.ndarray:
        asked.append(len(texts))
        return np.zeros((len(texts), 384), np.float32)

    monkeypatch.setattr(learned.embeddings, "available", lambda: True)
    monkeypatch.setattr(learned.embeddings, "prepare", lambda _: None)
    monkeypatch.setattr(learned.embeddings, "embed", embed)
    assert run("read", papers).code == 0
    assert asked == []
    done = run("read", papers, "--meaning")
    assert done.code == 0, done.err
    assert asked


def test_without_the_extra_meaning_cannot_be_asked(
    run: Run, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learned.embeddings, "available", lambda: False)
    done = run("read", papers, "--meaning")
    assert done.code == 2
    assert "--meaning needs embeddings, and they are not installed." in done.err


def test_a_language_is_named_by_its_code(run: Run, papers: Path) -> None:
    done = run("read", papers, "--language", "French")
    assert done.code == 2
    assert '"French" is no code of a language.' in done.err
    assert "ar, en, es, fr, ru, zh" in done.err
    assert run("read", papers, "--language", "FR").code == 0

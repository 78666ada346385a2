"""A verb asks the user's evidence, or the starter figures while there is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Finished

from migrascope.cli.context import Context

Run = Callable[..., Finished]
SPECIMEN = (
    Path(__file__).parent.parent / "specimens" / "missing_migrants" / "download.csv"
)


def test_an_empty_base_is_answered_for_by_the_starter_figures_and_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    context = Context(folder=tmp_path / "base")
    measures = context.evidence.measures()
    assert "migrant_stock" in measures
    assert "figures that come with the program" in capsys.readouterr().err
    assert not (tmp_path / "base").exists()


def test_a_base_with_figures_answers_for_itself(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("add", SPECIMEN).code == 0
    context = Context(folder=tmp_path / "base")
    assert context.evidence is context.base
    assert context.evidence_folder == tmp_path / "base"
    assert capsys.readouterr().err == ""


def test_a_file_is_no_evidence_base(run: Run, tmp_path: Path) -> None:
    (tmp_path / "base").write_text("not a folder")
    answer = run("catalog")
    assert answer.code == 2
    assert "must be a folder" in answer.err


def test_without_a_terminal_there_is_no_progress_bar(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Context().progress("Reading", total=2) as advance:
        advance(1)
    assert capsys.readouterr().err == ""

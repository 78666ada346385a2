"""Tables and numbers for people, in a terminal and in a pipe."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from migrascope.cli import asking, printing
from migrascope.cli.context import Context
from migrascope.errors import UsageError

ROWS = [("unhcr-population@2025", "People " * 30, "1,111,299"), ("a@1", "[b]", "5")]
HEADERS = ("edition", "title", "figures")


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    printing.table(Context(), HEADERS, ROWS, right={"figures"}, whole={"edition"})
    return re.sub(r"\x1b\[[\d;]*m", "", capsys.readouterr().out).splitlines()


def test_a_pipe_gets_one_aligned_line_a_row(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = printed(capsys)
    assert len(lines) == 3
    assert len({len(line) for line in lines}) == 1
    assert lines[2].endswith("        5")


def test_a_terminal_gets_what_fits_and_ids_are_not_cut(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    lines = printed(capsys)
    assert all(len(line) <= 60 for line in lines)
    assert lines[1].startswith("unhcr-population@2025 ")
    assert "[b]" in lines[-1], "square brackets are text, not markup"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ".."),
        (0.0, "0"),
        (-5.0, "-5"),
        (1050147.0, "1,050,147"),
        (52217327.000000015, "52,217,327"),
        (8.4, "8.40"),
        (0.0013, "0.0013"),
        (999.5, "999.50"),
    ],
)
def test_numbers_are_written_for_people(value: float | None, text: str) -> None:
    assert printing.number(value) == text


def test_parquet_is_not_poured_into_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    def write(path: Path) -> int:
        raise AssertionError(path)

    with pytest.raises(UsageError, match="not for a terminal"):
        printing.deliver(write, target=None, form="parquet")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("Y0T4", "0–4"),
        ("Y_GE60", "60+"),
        ("Y_LT18", "under 18"),
        ("_T", "all"),
        ("_U", "unknown"),
    ],
)
def test_age_groups_are_written_in_words(code: str, text: str) -> None:
    assert asking.age_name(code) == text


def test_codes_without_a_name_stand_for_themselves() -> None:
    assert asking.area_name("nowhere") == "nowhere"
    assert asking.unit_name("IX") == "IX"
    assert asking.status_name("A") == ""
    assert asking.sex_name("_T") == "both"

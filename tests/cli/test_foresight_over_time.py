"""Forecasts are published on one edition, scored by the next, and can be read again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from tests.conftest import Finished

from migrascope.starter import opening
from migrascope.store.base import Base

pytestmark = pytest.mark.xdist_group("foresight over time")  # tries models once

Run = Callable[..., Finished]
THEN, NOW = datetime(2024, 6, 20, tzinfo=UTC), datetime(2026, 6, 20, tzinfo=UTC)


def accept(base: Base, *, until: int, when: datetime) -> None:
    """Take in the figures of UNHCR as an edition that ends in a year."""
    starter = Base.open(opening.folder())
    known = starter.edition("unhcr-population")
    rows = starter.frame(editions=known.id).filter(pl.col("end").dt.year() <= until)
    id_ = f"unhcr-population@{until}"
    edition = replace(known, id=id_, vintage=str(until), retrieved=when)
    named = rows.with_columns(pl.lit(id_).cast(rows.schema["edition"]).alias("edition"))
    base.restore(edition, named)


@pytest.fixture(autouse=True)
def base(tmp_path: Path) -> Base:
    made = Base.open(tmp_path / "base")
    accept(made, until=2023, when=THEN)
    return made


def test_the_page_of_an_earlier_day_is_made_again(run: Run, base: Base) -> None:
    page = run("foresight", "SSD")
    assert page.code == 0, page.err
    assert "at the end of 2023; for the end of 2024" in page.out
    accept(base, until=2025, when=NOW)
    assert "for the end of 2026" in run("foresight", "SSD").out
    again = run("foresight", "SSD", "--as-of", "2025-01-01")
    assert again.out == page.out
    told = run("foresight", "SSD", "--as-of", "2025-01-01", "--format", "observations")
    assert "migrascope-foresight-origin@2025-01-01" in told.out


def test_what_was_published_is_scored_by_the_next_edition_and_shown(
    run: Run, base: Base, tmp_path: Path
) -> None:
    first = run("foresight", "publish", "SSD", "SYR", "KEN")
    assert "6 forecasts" not in first.out
    assert "9 forecasts of 3 series written" in first.out
    assert "are for times that are over; their lines are marked as late" in first.err
    head = first.out.rsplit("hash ", 1)[1].strip()
    book = tmp_path / "base" / "foresight" / "ledger.jsonl"
    before = book.read_bytes()
    accept(base, until=2025, when=NOW)
    scored = run("foresight", "score")
    assert scored.code == 0, scored.err
    assert "6 outcomes written" in scored.out  # 2024 and 2025 of three countries
    assert "origin: published forecasts beside what came" in scored.out
    assert "Of these 6 forecasts, 6 were published after the end" in scored.out
    assert book.read_bytes().startswith(before)
    proof = run("foresight", "verify", "--hash", head)
    assert (proof.code, "15 lines, none changed" in proof.out) == (0, True)
    page = run("foresight", "SSD").out.splitlines()
    (place,) = [at for at, line in enumerate(page) if "what came" in line]
    assert [line.split()[1] for line in page[place + 1 :]] == ["2024", "2025", "2026"]
    assert [line.split()[-1] == ".." for line in page[place + 1 :]] == [
        False,
        False,
        True,
    ]


def test_every_form_of_the_review_shows_what_came(
    run: Run, base: Base, tmp_path: Path
) -> None:
    run("foresight", "publish", "SSD")
    accept(base, until=2025, when=NOW)
    run("foresight", "score")
    done = run(
        "review", "SSD", "--format", "json", "--format", "html",
        "--output", tmp_path / "out",
    )  # fmt: skip
    assert done.code == 0, done.err
    review = json.loads((tmp_path / "out" / "SSD.json").read_text("utf-8"))
    (ahead,) = [each for each in review["sections"] if each["id"] == "prospects"]
    tables = {each["table"]["id"]: each["table"] for each in ahead["exhibits"]}
    assert [row[1] for row in tables["prospects-published"]["rows"]] == ["2024", "2025"]
    page = (tmp_path / "out" / "SSD.html").read_text("utf-8")
    for _, _, expected, interval, came in tables["prospects-published"]["rows"]:
        assert expected in page
        assert interval in page
        assert came in page


def test_the_review_of_an_earlier_day_looks_ahead_from_there(
    run: Run, base: Base, tmp_path: Path
) -> None:
    accept(base, until=2025, when=NOW)
    leads = []
    for name, when in (("then", ("--as-of", "2025-01-01")), ("now", ())):
        done = run(
            "review", "SSD", "--format", "json", "--output", tmp_path / name, *when
        )
        assert done.code == 0, done.err
        review = json.loads((tmp_path / name / "SSD.json").read_text("utf-8"))
        (ahead,) = [each for each in review["sections"] if each["id"] == "prospects"]
        leads.append(ahead["lead"]["text"])
    assert "at the end of 2023; for the end of 2024" in leads[0]
    assert "at the end of 2025; for the end of 2026" in leads[1]


def test_an_emptied_ledger_is_found_by_the_noted_hash(run: Run, tmp_path: Path) -> None:
    first = run("foresight", "publish", "SSD")
    head = first.out.rsplit("hash ", 1)[1].strip()
    (tmp_path / "base" / "foresight" / "ledger.jsonl").write_bytes(b"")
    assert "only a noted hash tells" in run("foresight", "verify").out
    proof = run("foresight", "verify", "--hash", head)
    assert (proof.code, proof.out) == (4, "")


def test_forecasts_of_another_quantity_wait_for_their_own_figures(run: Run) -> None:
    run("foresight", "publish", "SSD")
    waiting = run("foresight", "score")
    assert "origin: no outcome is known yet" in waiting.out
    other = run("foresight", "score", "--by", "asylum")
    assert other.code == 6
    assert "no forecast of refugees_by_asylum" in other.err

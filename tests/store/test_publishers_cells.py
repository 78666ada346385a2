"""Figures of the publishers' own files say what their cells say."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from migrascope.sources import registry
from migrascope.store.base import Base
from migrascope.store.figure import Figure
from migrascope.store.trace import Verdict

DIFFERENT = {Verdict.DIFFERENT, Verdict.UNREADABLE}


@pytest.mark.parametrize("source", ["worldbank", "unsdg", "missing_migrants"])
def test_figures_drawn_from_every_edition_equal_their_cells(
    source: str, shared_data: Path, tmp_path: Path
) -> None:
    adapter = registry.adapter(source)
    found = sorted(path for path in shared_data.rglob("*") if path.is_file())
    mine = [path for path in found if adapter.recognise(path) is not None]
    base = Base.open(tmp_path / "base")
    for batch in adapter.read(mine):
        base.accept(batch)
    chance = random.Random(107)
    wrong = []
    for edition in base.editions():
        table = base.frame(editions=edition.id)
        for number in chance.sample(range(table.height), min(4, table.height)):
            trace = base.trace(Figure(*table.row(number)))
            if trace.verdict in DIFFERENT:
                wrong.append(f"{edition.id} {trace.place}: {trace.found}")
    assert base.editions()
    assert wrong == []

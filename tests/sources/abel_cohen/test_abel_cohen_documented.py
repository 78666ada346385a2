"""Everything that this source does is documented."""

from __future__ import annotations

from pathlib import Path

from migrascope.sources.abel_cohen import adapter


def test_every_caveat_has_a_heading_and_its_words(repository: Path) -> None:
    page = repository / "docs" / "reference" / "sources" / "abel_cohen.md"
    text = " ".join(page.read_text(encoding="utf-8").split())
    for caveat in adapter.describe().caveats:
        assert f"### {caveat.id} " in text
        assert " ".join(caveat.says.split()) in text

"""Lists of monthly counts: told apart, refused with advice, documented."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrascope.errors import (
    NegativeCount,
    NotANumber,
    SourceError,
    Truncated,
    UnknownLayout,
    UnknownPlace,
    UsageError,
)
from migrascope.model import measure
from migrascope.sources import registry
from migrascope.sources.batch import Residuals

SPECIMENS = Path(__file__).parents[1] / "specimens"
LISTS = {
    "frontex": "detections.csv",
    "cbp": "encounters.csv",
    "mexico": "mexico_events.csv",
    "panama": "darien_crossings.csv",
}


def specimen(source: str) -> Path:
    return SPECIMENS / source / LISTS[source]


def changed(source: str, folder: Path, old: str, new: str) -> Path:
    text = specimen(source).read_text(encoding="utf-8")
    assert old in text
    path = folder / LISTS[source]
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize("source", LISTS)
def test_a_list_is_known_by_one_adapter(source: str) -> None:
    assert registry.recognise(specimen(source)) == (source, "counts")


@pytest.mark.parametrize("source", LISTS)
def test_what_is_counted_are_events(source: str) -> None:
    (batch,) = registry.adapter(source).read([specimen(source)])
    (code,) = batch.observations["measure"].unique().to_list()
    assert measure.get(code).unit == "EVENTS"
    assert measure.get(code).kind == "flow"
    assert any(
        "not people" in caveat.says or "again" in caveat.says
        for caveat in batch.caveats
    )


@pytest.mark.parametrize("source", LISTS)
def test_rubbish_is_nobodys(source: str, tmp_path: Path) -> None:
    rubbish = tmp_path / "darien_mexico.csv"
    rubbish.write_bytes(b"\x00\xff\x00not a table")
    adapter = registry.adapter(source)
    assert adapter.recognise(rubbish) is None
    with pytest.raises(UnknownLayout):
        list(adapter.read([rubbish]))


@pytest.mark.parametrize("source", LISTS)
def test_a_list_without_counts_is_refused(source: str, tmp_path: Path) -> None:
    empty = tmp_path / LISTS[source]
    head = specimen(source).read_text(encoding="utf-8").splitlines()[0]
    empty.write_text(head + "\n", encoding="utf-8")
    with pytest.raises(Truncated, match="no counts"):
        list(registry.adapter(source).read([empty]))


def test_a_count_that_is_no_number_is_named_with_its_row(tmp_path: Path) -> None:
    path = changed("frontex", tmp_path, "120.0", "about 120")
    with pytest.raises(NotANumber, match="about 120") as caught:
        list(registry.adapter("frontex").read([path]))
    assert "row 2" in str(caught.value.where)


def test_counts_of_days_are_not_taken_for_months(tmp_path: Path) -> None:
    path = changed("frontex", tmp_path, "2023-03-01", "2023-03-15")
    with pytest.raises(SourceError, match="a day within a month") as caught:
        list(registry.adapter("frontex").read([path]))
    assert "row 3" in str(caught.value.where)


def test_fewer_than_no_events_are_refused(tmp_path: Path) -> None:
    path = changed("cbp", tmp_path, "900.0", "-900.0")
    with pytest.raises(NegativeCount):
        list(registry.adapter("cbp").read([path]))


def test_a_nationality_without_an_area_is_refused_or_kept(tmp_path: Path) -> None:
    path = changed("panama", tmp_path, "TIB", "QQQ")
    adapter = registry.adapter("panama")
    with pytest.raises(UnknownPlace, match="QQQ"):
        list(adapter.read([path]))
    (batch,) = adapter.read([path], residuals=Residuals.KEEP)
    assert "X:qqq" in batch.observations["origin"].to_list()


@pytest.mark.parametrize("source", LISTS)
def test_nothing_is_downloaded(source: str, tmp_path: Path) -> None:
    adapter = registry.adapter(source)
    assert adapter.locate() == ()
    assert list(adapter.fetch(None, tmp_path)) == []  # type: ignore[arg-type]  # unused


@pytest.mark.parametrize("source", LISTS)
def test_every_caveat_has_a_heading_and_its_words(
    source: str, repository: Path
) -> None:
    page = repository / "docs" / "reference" / "sources" / f"{source}.md"
    text = " ".join(page.read_text(encoding="utf-8").split())
    caveats = registry.adapter(source).describe().caveats
    assert caveats
    for caveat in caveats:
        assert f"### {caveat.id} " in text
        assert " ".join(caveat.says.split()) in text


def test_a_source_outside_the_registry_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="atlantis"):
        registry.adapter("atlantis").recognise(tmp_path)

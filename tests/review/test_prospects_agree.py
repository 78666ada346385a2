"""What a review forecasts hangs on the figures, not on what a machine did before."""

from __future__ import annotations

import json
from pathlib import Path

from migrascope.foresight import asking
from migrascope.foresight.wording import rounded
from migrascope.review import producing
from migrascope.store.base import Base

_EXPECTED = 2


def test_reviews_and_the_page_say_the_same_with_an_empty_cache_and_a_full_one(
    starter_base: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    order = producing.Order(starter_base, forms=("json",), forecasts=cache)
    labels: list[str] = []

    def advance(done: int, total: int | None = None, label: str | None = None) -> None:
        del done, total
        labels.extend([label] if label else [])

    producing.several(order, ["SSD"], tmp_path / "all", workers=1, advance=advance)
    # Tried once, before there are other processes that might all do it.
    assert list(dict.fromkeys(labels)) == [producing.TRYING, "Reviews"]
    assert len(list(cache.glob("records-*.json"))) == 1
    labels.clear()
    made = producing.one(order, "SSD", tmp_path / "one", advance=advance)
    assert producing.TRYING not in labels
    text = made.paths[0].read_text("utf-8")
    assert (tmp_path / "all" / "SSD.json").read_text("utf-8") == text
    page = json.loads(asking.ask(Base.open(starter_base), "SSD", cache=cache).json())
    (chapter,) = (e for e in json.loads(text)["sections"] if e["id"] == "prospects")
    assert chapter["lead"]["text"] == page["sentence"]
    rows = chapter["exhibits"][0]["table"]["rows"]
    ahead = [row for row in rows if row[1] is None]
    middle = [row[_EXPECTED]["estimate"]["value"] for row in ahead]
    said = [rounded(row["quantiles"][3]) for row in page["rows"]]
    assert middle == said
    assert page["records"][0]["best"] == page["models"][0]

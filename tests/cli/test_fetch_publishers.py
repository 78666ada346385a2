"""From a publisher's own answers over the network into the evidence base.

A server on this machine replays the pages of UNHCR's interface, whole and broken.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.conftest import Finished
from tests.sources.publisher import Publisher, Reply, open_for_business

from migrascope.cli.context import Context
from migrascope.sources.unhcr import pages

Run = Callable[..., Finished]
SPECIMENS = Path(__file__).parent.parent / "specimens" / "unhcr"
FIRST = (SPECIMENS / "api_population_page_001.json").read_bytes()
SECOND = (SPECIMENS / "api_population_page_002.json").read_bytes()
FETCH = ("fetch", "unhcr", "--only", "population")
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def unhcr(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """UNHCR, on this machine."""
    with open_for_business() as opened:
        monkeypatch.setattr(pages, "ADDRESS", opened.address)
        yield opened


@pytest.fixture
def base(tmp_path: Path) -> Callable[[], Context]:
    """The evidence base that `run` writes to, opened anew."""
    return lambda: Context(folder=tmp_path / "base")


def test_all_pages_arrive_and_each_figure_knows_its_address(
    run: Run, unhcr: Publisher, base: Callable[[], Context]
) -> None:
    packed = Reply(gzip.compress(FIRST), headers=JSON | {"Content-Encoding": "gzip"})
    unhcr.offers("/population/", packed, Reply(SECOND, headers=JSON))
    answer = run(*FETCH)
    assert answer.code == 0, answer.err
    assert all("coo_all=true&coa_all=true" in path for path, _ in unhcr.asked)
    (edition,) = base().base.editions()
    addresses = [file.address for file in edition.files]
    assert "page=1&" in addresses[0]
    assert "page=2&" in addresses[1]
    somali = base().base.query(measure="refugees", area="KEN", origin="SOM")
    assert 308_000 in {figure.value for figure in somali}


def test_a_busy_moment_does_not_matter(
    run: Run, unhcr: Publisher, base: Callable[[], Context]
) -> None:
    busy = Reply(status=429, headers={"Retry-After": "0"})
    unhcr.offers("/population/", busy, Reply(FIRST), busy, Reply(SECOND))
    answer = run(*FETCH)
    assert answer.code == 0, answer.err
    assert "status 429" in answer.err
    assert len(base().base.editions()) == 1


@pytest.mark.parametrize(
    ("second", "says"),
    [
        (Reply(b"<!doctype html><title>Maintenance</title>"), "a web page came"),
        (Reply(status=302, headers={"Location": "/population/"}), "in a circle"),
        (Reply(b"gone", status=404), "status 404"),
    ],
    ids=["page", "redirects", "gone"],
)
def test_half_of_the_pages_are_not_an_edition(
    run: Run, unhcr: Publisher, base: Callable[[], Context], second: Reply, says: str
) -> None:
    unhcr.offers("/population/", Reply(FIRST), second)
    answer = run(*FETCH)
    assert answer.code == 5
    assert says in answer.err
    assert "page 2" in answer.err
    assert base().base.editions() == ()


def test_a_changed_header_is_named_and_nothing_is_added(
    run: Run, unhcr: Publisher, base: Callable[[], Context]
) -> None:
    answer = json.loads(FIRST) | {"maxPages": 1}
    for item in answer["items"]:
        item["country_of_asylum"] = item.pop("coa_iso")
    unhcr.offers("/population/", Reply(json.dumps(answer).encode()))
    ended = run(*FETCH)
    assert ended.code == 3
    assert "unhcr-population-page-001.json" in ended.err
    assert base().base.editions() == ()


def test_text_that_ends_in_the_middle_is_named_and_nothing_is_added(
    run: Run, unhcr: Publisher, base: Callable[[], Context]
) -> None:
    unhcr.offers("/population/", Reply(FIRST[:900]))
    ended = run(*FETCH)
    assert ended.code == 3
    assert "unhcr-population-page-001.json" in ended.err
    assert base().base.editions() == ()

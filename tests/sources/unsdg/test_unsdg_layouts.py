"""What do the layouts of the SDG database say, cell by cell?"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from migrascope.model import measure
from migrascope.sources import registry
from migrascope.sources.batch import Batch
from migrascope.sources.door import Door
from migrascope.sources.transport import FolderTransport
from migrascope.sources.unsdg import adapter, codes

Read = Callable[..., list[Batch]]
PAGES = ("injuries_page_2.json", "injuries_page_1.json")
POLICIES = "ddf--datapoints--sg_cpa_migrs--by--geo_area--nature--policy_domains--units--year.csv"  # noqa: E501  the file's own name
TRAFFICKING = (
    "ddf--datapoints--vc_htf_detvfl--by--age--geo_area--nature--sex--units--year.csv"
)


def lines(batch: Batch, *columns: str) -> list[tuple[object, ...]]:
    texts = pl.col(pl.Categorical).cast(pl.String)
    ordered = batch.observations.with_columns(texts).sort("file", "row")
    return ordered.select(columns).rows()


def test_an_answer_of_the_api_gives_sex_status_and_breakdown(read: Read) -> None:
    (batch,) = read(*PAGES)
    assert lines(batch, "area", "sex", "status", "breakdown", "file", "row") == [
        ("KEN", "_T", "_T", "", 0, 1),
        ("KEN", "F", "MIG", "migrants_from=EU", 0, 2),
        ("KEN", "M", "NMIG", "", 0, 3),
        ("M49:900", "_T", "_T", "", 1, 1),
        ("M49:921", "_T", "_T", "", 1, 2),
    ]


def test_bounds_are_kept_as_bounds_and_gaps_as_gaps(read: Read) -> None:
    (batch,) = read(*PAGES)
    assert lines(batch, "value", "low", "high", "obs_status") == [
        (101.5, None, None, "A"),
        (1.0, None, 1.0, "U"),
        (95.0, 95.0, None, "U"),
        (None, None, None, "M"),
        (88.25, 80.0, 97.5, "E"),
    ]


def test_notes_say_the_nature_the_published_text_and_the_footnotes(
    read: Read,
) -> None:
    (batch,) = read(*PAGES)
    assert [note for (note,) in lines(batch, "note")] == [
        "Country data",
        'Country data; published as "<1"; Employees only.',
        'Country data; published as ">95"',
        'Nature of the figure not available; published as "NaN"',
        "Estimated by the agency; Estimate.; Few countries.",
    ]


def test_the_list_of_series_gives_the_release(read: Read) -> None:
    (named,) = read(*PAGES, "series_list.json")
    (unnamed,) = read(*PAGES)
    assert named.edition == "unsdg-sl-emp-injur@2024.Q2.G.01"
    assert unnamed.edition == "unsdg-sl-emp-injur@2015"
    assert "last year of the data" in unnamed.remarks[0]
    assert not named.remarks


def test_a_download_of_the_portal_makes_one_edition_per_series(read: Read) -> None:
    victims, scholarships = read("portal.csv")
    assert lines(victims, "sex", "age", "value", "unit", "row", "column") == [
        ("F", "Y_LT18", 12.0, "PS", 2, 9),
        ("_T", "Y_GE18", 30.0, "PS", 3, 9),
    ]
    assert lines(scholarships, "start", "end", "value", "unit") == [
        (date(2017, 1, 1), date(2017, 12, 31), 7_500_000.0, "USD_CON")
    ]
    assert scholarships.remarks[-1].startswith("Stored as the published number times")


def test_policy_domains_are_a_breakdown_and_n_is_no_figure(read: Read) -> None:
    (batch,) = read(POLICIES)
    assert lines(batch, "area", "breakdown", "value", "unit", "obs_status") == [
        ("KEN", "", 3.0, "SCORE", "A"),
        ("KEN", "domain=domain1", 2.0, "SCORE", "A"),
        ("BES", "", None, "SCORE", "M"),
    ]


def test_ages_of_the_copy_are_read_without_their_signs(read: Read) -> None:
    (batch,) = read(TRAFFICKING)
    assert lines(batch, "age", "value") == [
        ("Y_GE18", 4.0),
        ("Y_LT18", 2.0),
        ("_T", 6.0),
    ]


def test_caveats_of_a_series_travel_with_it_and_no_others(read: Read) -> None:
    (batch,) = read(POLICIES)
    ids = {caveat.id for caveat in batch.caveats}
    assert "unsdg-migration-policies-level" in ids
    assert "unsdg-injuries-usa" not in ids
    (live,) = read(*PAGES)
    assert not any(caveat.id.startswith("unsdg-copy") for caveat in live.caveats)


@pytest.mark.parametrize(
    ("name", "layout"),
    [
        ("injuries_page_1.json", "api"),
        ("series_list.json", "series-list"),
        ("portal.csv", "portal"),
        (POLICIES, "ddf"),
    ],
)
def test_a_layout_is_recognised(specimens: Path, name: str, layout: str) -> None:
    assert registry.recognise(specimens / name) == ("unsdg", layout)


def test_long_code_lists_before_the_data_do_not_hide_an_answer(
    specimens: Path, tmp_path: Path
) -> None:
    answer = json.loads((specimens / "injuries_page_1.json").read_text())
    answer["dimensions"][0]["codes"] *= 500
    path = tmp_path / "page.json"
    path.write_text(json.dumps(answer))
    assert path.stat().st_size > 20_000
    assert adapter.recognise(path) == "api"


@pytest.mark.parametrize(
    ("published", "meant"),
    [
        ("ALLAGE", "_T"),
        ("<=45Y", "Y_LE45"),
        ("lt_45y", "Y_LE45"),
        ("<1M", "M_LT1"),
        ("M36T47", "M36T47"),
        ("15_19", "Y15T19"),
        ("85", "Y_GE85"),
        ("_U", "_U"),
        ("teenagers", None),
    ],
)
def test_an_age_code_means_one_group(published: str, meant: str | None) -> None:
    assert codes.age(published) == meant


def test_every_series_to_fetch_is_a_known_series_with_an_indicator() -> None:
    for code in codes.series():
        assert measure.get(code).indicators, code


def test_fetching_an_indicator_asks_for_the_list_and_its_series() -> None:
    remotes = adapter.locate(only="10.7.2")
    assert [dict(remote.parameters).get("seriesCode") for remote in remotes] == [
        None,
        "SG_CPA_MIGRP",
        "SG_CPA_MIGRS",
    ]
    assert all(
        remote.address.startswith("https://unstats.un.org") for remote in remotes
    )
    assert adapter.locate(only="99.9.9") == ()


def test_every_caveat_has_evidence() -> None:
    assert all(caveat.evidence for caveat in adapter.describe().caveats)


def test_what_was_fetched_is_recognised_and_read(
    specimens: Path, tmp_path: Path
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    there.mkdir()
    answer = json.loads((specimens / "injuries_page_1.json").read_text())
    answer |= {"totalPages": 1, "totalElements": 3}
    (there / "unsdg_SL_EMP_INJUR.json").write_text(json.dumps(answer))
    (there / "unsdg_series_list.json").write_bytes(
        (specimens / "series_list.json").read_bytes()
    )
    door = Door(FolderTransport(there))
    paths = list(adapter.fetch(door, here, only="SL_EMP_INJUR"))
    (batch,) = adapter.read(paths)
    assert batch.edition == "unsdg-sl-emp-injur@2024.Q2.G.01"


def test_the_reference_page_names_every_caveat(repository: Path) -> None:
    page = repository / "docs" / "reference" / "sources" / "unsdg.md"
    text = page.read_text(encoding="utf-8")
    for caveat in adapter.describe().caveats:
        assert f"`{caveat.id}`" in text

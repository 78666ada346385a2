"""A publisher's file gets here whole and unharmed, and only when it is new."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.sources.conftest import Patience
from tests.sources.publisher import (
    FILE,
    Publisher,
    Reply,
    files_in,
    open_for_business,
    ranged,
)

from migrascope.errors import Refused, Unreachable
from migrascope.sources import receipt
from migrascope.sources.batch import Remote
from migrascope.sources.door import Door
from migrascope.sources.transport import FolderTransport, HttpTransport


def test_a_file_arrives_with_a_receipt(
    publisher: Publisher, door: Door, tmp_path: Path
) -> None:
    remote = publisher.offers("/stock.csv", Reply(FILE, headers={"ETag": '"one"'}))
    path = door.download(remote, tmp_path / "new" / "folder")
    assert path.read_bytes() == FILE
    proof = receipt.find(path)
    assert proof is not None
    assert proof.address == remote.address
    assert proof.sha256 == hashlib.sha256(FILE).hexdigest()
    assert proof.etag == '"one"'
    assert files_in(path.parent) == {"stock.csv", ".stock.csv.receipt.json"}


def test_parameters_are_asked_for(
    publisher: Publisher, door: Door, tmp_path: Path
) -> None:
    publisher.offers("/api", Reply(b"{}"))
    remote = Remote(
        "page.json",
        publisher.address + "/api?limit=5",
        parameters=(("coo_all", "true"), ("name", "a b&c")),
    )
    door.download(remote, tmp_path)
    assert publisher.asked[0][0] == "/api?limit=5&coo_all=true&name=a+b%26c"


def test_a_broken_publisher_is_asked_again_later_each_time(
    publisher: Publisher, door: Door, patience: Patience, tmp_path: Path
) -> None:
    broken = Reply(status=500)
    remote = publisher.offers("/stock.csv", broken, broken, broken, Reply(FILE))
    assert door.download(remote, tmp_path).read_bytes() == FILE
    assert patience.slept == [1.0, 2.0, 4.0]


def test_a_busy_publisher_is_left_alone_as_long_as_it_asks(
    publisher: Publisher, door: Door, patience: Patience, tmp_path: Path
) -> None:
    busy = Reply(status=429, headers={"Retry-After": "17"})
    door.download(publisher.offers("/a.csv", busy, Reply(FILE)), tmp_path)
    assert patience.slept == [17.0]


def test_a_publisher_that_asks_for_an_hour_is_not_waited_for(
    publisher: Publisher, door: Door, patience: Patience, tmp_path: Path
) -> None:
    busy = Reply(status=503, headers={"Retry-After": "3600"})
    with pytest.raises(Unreachable, match="3600 seconds"):
        door.download(publisher.offers("/a.csv", busy), tmp_path)
    assert patience.slept == []


def test_a_publisher_that_stays_broken_is_given_up(
    publisher: Publisher, door: Door, tmp_path: Path
) -> None:
    with pytest.raises(Unreachable, match=r"status 500.*after 5 tries"):
        door.download(publisher.offers("/a.csv", Reply(status=500)), tmp_path)
    assert len(publisher.asked) == 5
    assert files_in(tmp_path) == set()


def test_silence_is_a_timeout_and_tried_again(
    publisher: Publisher, door: Door, tmp_path: Path
) -> None:
    slow = Reply(FILE, delay=0.8)
    assert door.download(publisher.offers("/a.csv", slow, Reply(FILE)), tmp_path)
    assert len(publisher.asked) == 2


def test_nobody_there_is_unreachable(
    door_with: Callable[..., Door], tmp_path: Path
) -> None:
    with open_for_business() as gone:
        remote = gone.offers("/a.csv", Reply(FILE))
    with pytest.raises(Unreachable, match="connection failed"):
        door_with(tries=2).download(remote, tmp_path)


def test_a_cut_download_is_taken_up_where_it_broke(
    publisher: Publisher, door: Door, tmp_path: Path
) -> None:
    half = Reply(FILE, headers={"ETag": '"one"'}, cut=30_000)
    remote = publisher.offers("/a.csv", half, ranged(FILE, '"one"'))
    assert door.download(remote, tmp_path).read_bytes() == FILE
    _, second = publisher.asked[1]
    assert second["range"] == "bytes=30000-"
    assert second["if-range"] == '"one"'


def test_a_later_process_takes_up_what_an_earlier_one_left(
    publisher: Publisher, door_with: Callable[..., Door], tmp_path: Path
) -> None:
    half = Reply(FILE, headers={"ETag": '"one"'}, cut=30_000)
    remote = publisher.offers("/a.csv", half)
    with pytest.raises(Unreachable):
        door_with(tries=1).download(remote, tmp_path)
    assert "a.csv" not in files_in(tmp_path)
    publisher.offers("/a.csv", ranged(FILE, '"one"'))
    assert door_with().download(remote, tmp_path).read_bytes() == FILE
    assert publisher.asked[-1][1]["range"] == "bytes=30000-"
    assert files_in(tmp_path) == {"a.csv", ".a.csv.receipt.json"}


def test_the_half_of_an_older_file_is_never_continued_with_a_newer_one(
    publisher: Publisher, door: Door, tmp_path: Path
) -> None:
    newer = FILE.replace(b"KEN", b"UGA")
    half = Reply(FILE, headers={"ETag": '"one"'}, cut=30_000)
    remote = publisher.offers("/a.csv", half, ranged(newer, '"two"'))
    assert door.download(remote, tmp_path).read_bytes() == newer


@pytest.mark.parametrize("headers", [{}, {"ETag": 'W/"weak"'}])
def test_a_half_without_a_mark_is_fetched_anew(
    publisher: Publisher, door: Door, tmp_path: Path, headers: dict[str, str]
) -> None:
    half = Reply(FILE, headers=headers, cut=30_000)
    remote = publisher.offers("/a.csv", half, Reply(FILE, headers=headers))
    assert door.download(remote, tmp_path).read_bytes() == FILE
    assert "range" not in publisher.asked[1][1]


def test_a_half_that_the_publisher_cannot_continue_is_fetched_anew(
    publisher: Publisher, door: Door, tmp_path: Path
) -> None:
    mark = {"ETag": '"one"'}
    wrong = Reply(FILE[5:], 206, mark | {"Content-Range": f"bytes 5-9/{len(FILE)}"})
    half = Reply(FILE, headers=mark, cut=30_000)
    remote = publisher.offers("/a.csv", half, wrong, Reply(FILE, headers=mark))
    assert door.download(remote, tmp_path).read_bytes() == FILE


def test_a_half_beyond_the_end_is_fetched_anew(
    publisher: Publisher, door: Door, tmp_path: Path
) -> None:
    half = Reply(FILE, headers={"ETag": '"one"'}, cut=30_000)
    remote = publisher.offers("/a.csv", half, Reply(status=416), Reply(FILE))
    assert door.download(remote, tmp_path).read_bytes() == FILE


def test_a_truncated_body_never_becomes_the_file(
    publisher: Publisher, door: Door, tmp_path: Path
) -> None:
    remote = publisher.offers("/a.csv", Reply(FILE, cut=30_000))
    with pytest.raises(Unreachable):
        door.download(remote, tmp_path)
    assert "a.csv" not in files_in(tmp_path)


def test_a_file_that_did_not_change_is_not_sent_again(
    publisher: Publisher, door: Door, tmp_path: Path
) -> None:
    remote = publisher.offers("/a.csv", ranged(FILE, '"one"'))
    first = door.download(remote, tmp_path)
    modified = first.stat().st_mtime_ns
    assert door.download(remote, tmp_path) == first
    assert publisher.asked[1][1]["if-none-match"] == '"one"'
    assert first.stat().st_mtime_ns == modified


def test_a_file_with_a_new_mark_is_fetched_again(
    publisher: Publisher, door: Door, tmp_path: Path
) -> None:
    remote = publisher.offers("/a.csv", ranged(FILE, '"one"'))
    door.download(remote, tmp_path)
    publisher.offers("/a.csv", ranged(FILE + b"more\n", '"two"'))
    path = door.download(remote, tmp_path)
    assert path.read_bytes() == FILE + b"more\n"
    proof = receipt.find(path)
    assert proof is not None
    assert proof.etag == '"two"'


def test_a_date_of_change_serves_where_there_is_no_etag(
    publisher: Publisher, door: Door, tmp_path: Path
) -> None:
    date = {"Last-Modified": "Tue, 06 Oct 2026 10:00:00 GMT"}
    unchanged = Reply(status=304)
    remote = publisher.offers("/a.csv", Reply(FILE, headers=date), unchanged)
    door.download(remote, tmp_path)
    door.download(remote, tmp_path)
    assert publisher.asked[1][1]["if-modified-since"] == date["Last-Modified"]


def test_a_file_that_somebody_edited_is_fetched_again(
    publisher: Publisher, door: Door, tmp_path: Path
) -> None:
    remote = publisher.offers("/a.csv", ranged(FILE, '"one"'))
    path = door.download(remote, tmp_path)
    path.write_bytes(FILE.replace(b"KEN", b"TZA"))
    assert door.download(remote, tmp_path).read_bytes() == FILE
    assert "if-none-match" not in publisher.asked[1][1]


def test_the_same_host_is_not_asked_twice_within_the_interval(
    publisher: Publisher,
    door_with: Callable[..., Door],
    patience: Patience,
    tmp_path: Path,
) -> None:
    slow = door_with(interval=30.0)
    slow.download(publisher.offers("/a.csv", Reply(FILE)), tmp_path)
    slow.download(publisher.offers("/b.csv", Reply(FILE)), tmp_path)
    assert len(patience.slept) == 1
    assert 25 < patience.slept[0] <= 30


def test_progress_ends_at_the_size_of_the_file(
    publisher: Publisher, tmp_path: Path
) -> None:
    seen: list[tuple[str, int, int | None]] = []
    remote = publisher.offers("/a.csv", Reply(FILE))
    with HttpTransport() as transport:
        Door(transport, progress=lambda *step: seen.append(step)).download(
            remote, tmp_path
        )
    assert seen[0] == ("a.csv", 0, len(FILE))
    assert seen[-1] == ("a.csv", len(FILE), len(FILE))
    done = [step[1] for step in seen]
    assert done == sorted(done)


def test_a_folder_stands_in_for_the_network(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    (shelf / "a.csv").write_bytes(FILE)
    door = Door(FolderTransport(shelf))
    remote = Remote("a.csv", "https://example.org/a.csv")
    assert door.download(remote, tmp_path / "here").read_bytes() == FILE
    with pytest.raises(Refused, match=r'no file "b\.csv" here') as refusal:
        door.download(Remote("b.csv", "https://example.org/b.csv"), tmp_path)
    assert "https://example.org/b.csv" in str(refusal.value)


def test_a_download_survives_a_line_that_breaks_again_and_again(
    publisher: Publisher, door: Door, tmp_path: Path
) -> None:
    chance = random.Random(20260901)  # the same breaks every time
    whole = ranged(FILE, '"one"')

    def breaking(headers: Mapping[str, str]) -> Reply:
        reply = whole(headers)
        cut = chance.randrange(1_000, 9_000)
        return Reply(reply.body, reply.status, reply.headers, cut=cut)

    remote = publisher.offers("/a.csv", breaking)
    assert door.download(remote, tmp_path).read_bytes() == FILE
    assert len(publisher.asked) > 5


def test_a_body_in_chunks_that_ends_too_early_is_fetched_again(
    publisher: Publisher, door: Door, tmp_path: Path
) -> None:
    chunked = {"Transfer-Encoding": "chunked"}
    cut = Reply(b"6\r\narea,v\r\n", headers=chunked, announce=False)
    whole = Reply(b"b\r\narea,value\n\r\n0\r\n\r\n", headers=chunked, announce=False)
    remote = publisher.offers("/a.csv", cut, whole)
    assert door.download(remote, tmp_path).read_bytes() == b"area,value\n"
    assert len(publisher.asked) == 2

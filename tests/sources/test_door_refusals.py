"""What comes back that is not the data is told apart, with a reason."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.sources.publisher import FILE, Publisher, Reply, files_in

from migrascope.errors import Refused, Unreachable
from migrascope.sources.batch import Remote
from migrascope.sources.door import Door

PAGE = b"\n<!DOCTYPE html><html><body>Please log in</body></html>"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(PAGE, headers={"Content-Type": "text/csv"}),
        Reply(b"Maintenance", headers={"Content-Type": "text/html; charset=utf-8"}),
        Reply(b"\xef\xbb\xbf<!-- x -->\n<HTML lang='en'>"),
        Reply(gzip.compress(PAGE), headers={"Content-Encoding": "gzip"}),
    ],
)
def test_a_web_page_instead_of_the_data_is_refused_and_the_old_file_stays(
    publisher: Publisher, door: Door, tmp_path: Path, reply: Reply
) -> None:
    remote = publisher.offers("/a.csv", Reply(FILE), reply)
    path = door.download(remote, tmp_path)
    with pytest.raises(Refused, match="web page came instead of the data"):
        door.download(remote, tmp_path)
    assert path.read_bytes() == FILE
    assert len(publisher.asked) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_no_is_final_and_says_where(
    publisher: Publisher, door: Door, tmp_path: Path, status: int
) -> None:
    remote = publisher.offers("/a.csv", Reply(b"no", status))
    with pytest.raises(Refused, match=f"status {status}") as refusal:
        door.download(remote, tmp_path)
    assert remote.address in str(refusal.value)
    assert len(publisher.asked) == 1


def test_an_empty_answer_is_not_a_file(
    publisher: Publisher, door: Door, tmp_path: Path
) -> None:
    with pytest.raises(Unreachable, match="an empty answer"):
        door.download(publisher.offers("/a.csv", Reply()), tmp_path)
    assert files_in(tmp_path) == set()


@pytest.mark.parametrize("announce", [True, False])
def test_a_file_over_the_limit_is_stopped(
    publisher: Publisher,
    door_with: Callable[..., Door],
    tmp_path: Path,
    *,
    announce: bool,
) -> None:
    remote = publisher.offers("/a.csv", Reply(FILE, announce=announce))
    with pytest.raises(Refused, match="larger than 20,000 bytes"):
        door_with(largest=20_000).download(remote, tmp_path)
    assert files_in(tmp_path) == set()


def test_a_packed_answer_that_unpacks_over_the_limit_is_stopped(
    publisher: Publisher, door_with: Callable[..., Door], tmp_path: Path
) -> None:
    bomb = gzip.compress(b"0" * 30_000_000)
    reply = Reply(bomb, headers={"Content-Encoding": "gzip"})
    with pytest.raises(Refused, match="larger than 1,000,000 bytes"):
        door_with(largest=1_000_000).download(
            publisher.offers("/a.csv", reply), tmp_path
        )
    assert files_in(tmp_path) == set()


def test_a_packed_answer_is_unpacked_and_a_cut_one_noticed(
    publisher: Publisher, door: Door, tmp_path: Path
) -> None:
    packed = gzip.compress(FILE)
    headers = {"Content-Encoding": "gzip", "ETag": '"one"'}
    cut = Reply(packed[:-200], headers=headers)
    remote = publisher.offers("/a.csv", cut, Reply(packed, headers=headers))
    assert door.download(remote, tmp_path).read_bytes() == FILE
    assert len(publisher.asked) == 2


def test_a_packing_that_was_not_asked_for_is_refused(
    publisher: Publisher, door: Door, tmp_path: Path
) -> None:
    reply = Reply(FILE, headers={"Content-Encoding": "br"})
    with pytest.raises(Refused, match="packed as 'br'"):
        door.download(publisher.offers("/a.csv", reply), tmp_path)


def checksum_headers(body: bytes) -> list[dict[str, str]]:
    sha = base64.b64encode(hashlib.sha256(body).digest()).decode()
    md5 = base64.b64encode(hashlib.md5(body).digest()).decode()
    return [
        {"Repr-Digest": f"sha-256=:{sha}:"},
        {"Digest": f"SHA-256={sha},unixsum=30637"},
        {"Content-MD5": md5},
    ]


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_a_file_damaged_on_the_way_is_fetched_again(
    publisher: Publisher, door: Door, tmp_path: Path, kind: int
) -> None:
    headers = checksum_headers(FILE)[kind]
    damaged = Reply(FILE.replace(b"KEN,1990", b"KEN,1890"), headers=headers)
    remote = publisher.offers("/a.csv", damaged, Reply(FILE, headers=headers))
    assert door.download(remote, tmp_path).read_bytes() == FILE
    assert len(publisher.asked) == 2


def test_redirects_are_followed(
    publisher: Publisher, door: Door, tmp_path: Path
) -> None:
    remote = publisher.offers("/a.csv", Reply(status=302, headers={"Location": "/b"}))
    publisher.offers("/b", Reply(status=308, headers={"Location": "/c?x=1"}))
    publisher.offers("/c", Reply(FILE))
    assert door.download(remote, tmp_path).read_bytes() == FILE


def test_a_circle_of_redirects_is_refused(
    publisher: Publisher, door: Door, tmp_path: Path
) -> None:
    remote = publisher.offers("/a.csv", Reply(status=302, headers={"Location": "/b"}))
    publisher.offers("/b", Reply(status=302, headers={"Location": "/a.csv"}))
    with pytest.raises(Refused, match="in a circle"):
        door.download(remote, tmp_path)


def test_an_endless_chain_of_redirects_is_refused(
    publisher: Publisher, door: Door, tmp_path: Path
) -> None:
    for step in range(20):
        onward = {"Location": f"/{step + 1}"}
        publisher.offers(f"/{step}", Reply(status=302, headers=onward))
    with pytest.raises(Refused, match="more than 8 times"):
        door.download(Remote("a.csv", publisher.address + "/0"), tmp_path)


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://example.org/a", ""])
def test_a_redirect_out_of_the_web_is_refused(
    publisher: Publisher, door: Door, tmp_path: Path, location: str
) -> None:
    headers = {"Location": location}
    with pytest.raises(Refused):
        door.download(
            publisher.offers("/a.csv", Reply(status=302, headers=headers)), tmp_path
        )


@pytest.mark.parametrize("name", ["../a.csv", "a/b.csv", "C:\\a", ".hidden", "nul", ""])
def test_a_name_that_climbs_or_hides_is_refused_before_anything_is_asked(
    publisher: Publisher, door: Door, tmp_path: Path, name: str
) -> None:
    with pytest.raises(Refused):
        door.download(Remote(name, publisher.address + "/a.csv"), tmp_path)
    assert publisher.asked == []


def test_an_address_that_is_none_is_refused(door: Door, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        door.download(Remote("a.csv", "gopher://example.org/a"), tmp_path)

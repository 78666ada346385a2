"""Is this answer the data that was asked for?

Publishers answer with error pages, login pages, half a file, or a file that was
damaged on the way. Each is told apart here, and what may pass by itself (`Setback`)
from what will not (`Refused`).
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from migrascope.errors import Refused
from migrascope.sources.manners import seconds_to_wait
from migrascope.sources.transport import Answer, Setback

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BEYOND_THE_END = 416
_BUSY = frozenset({408, 425, 429})
_PAGE = re.compile(
    rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html)[\s>]"
)
_MEANINGS = {
    401: "wants a name and a password",
    403: "does not allow this",
    404: "has no such file (any more)",
    410: "has removed this file",
    451: "may not give out this file",
}


def refuse_status(answer: Answer, address: str) -> None:
    """Insist on an answer that brings data.

    Raises:
        Setback: the publisher is busy or broken at the moment.
        Refused: the publisher says no.
    """
    status = answer.status
    if status in {200, 206, 304}:
        return
    if status == _BEYOND_THE_END:
        raise Setback("the part that was asked for does not exist any more")
    if status in _BUSY or status >= 500:
        wait = seconds_to_wait(answer.headers.get("retry-after"), now=datetime.now(UTC))
        raise Setback(f"the publisher is busy or broken (status {status})", wait=wait)
    meaning = _MEANINGS.get(status, "gives no data")
    raise Refused(
        f"the publisher {meaning} (status {status}).",
        "Open the address in a browser: the publisher may have moved the file. "
        "A file that you have can be added with `migrascope add FILE`.",
        where=address,
    )


def refuse_page(head: bytes, headers: Mapping[str, str], address: str) -> None:
    """Insist that the answer does not begin like a web page.

    Raises:
        Refused: a web page instead of the data.
    """
    start = head.removeprefix(b"\xef\xbb\xbf").lower()
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in {"text/html", "application/xhtml+xml"} or _PAGE.match(start):
        raise Refused(
            "a web page came instead of the data (a login, a notice, an error).",
            "Open the address in a browser to see what it says, save the file there, "
            "and add it with `migrascope add FILE`.",
            where=address,
        )


def expected_size(headers: Mapping[str, str]) -> int | None:
    """How many bytes the whole file has on the line; None when not said."""
    if total := re.fullmatch(r"bytes \d+-\d+/(\d+)", headers.get("content-range", "")):
        return int(total[1])
    length = headers.get("content-length", "")
    return int(length) if length.isdecimal() else None


def starts_at(headers: Mapping[str, str]) -> int | None:
    """The first byte of a partial answer."""
    span = re.match(r"bytes (\d+)-", headers.get("content-range", ""))
    return int(span[1]) if span else None


def is_packed(headers: Mapping[str, str]) -> bool:
    """Whether the answer was packed for the journey.

    Raises:
        Refused: packed in a way that was not asked for.
    """
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding in {"", "identity"}:
        return False
    if encoding in {"gzip", "x-gzip"}:
        return True
    raise Refused(f"the answer is packed as {encoding!r}, which was not asked for.")


def unpacked(body: Iterator[bytes]) -> Iterator[bytes]:
    """The bytes of a gzip-packed answer, a piece at a time.

    Raises:
        Setback: the packed bytes end too early or are damaged.
    """
    unpacker = zlib.decompressobj(wbits=31)
    try:
        for chunk in body:
            rest = chunk
            while rest and not unpacker.eof:
                yield unpacker.decompress(rest, 1 << 20)
                rest = unpacker.unconsumed_tail
        yield unpacker.flush()
    except zlib.error as error:
        raise Setback(f"the answer was damaged on the way ({error})") from error
    if not unpacker.eof:
        raise Setback("the packed answer ended too early")


def refuse_damage(path: Path, headers: Mapping[str, str], *, whole: bool) -> None:
    """Compare a file with the checksum that the publisher sent along, if it did.

    `whole` says that one answer brought the whole file: Content-MD5 speaks of the
    answer, Repr-Digest and Digest of the file.

    Raises:
        Setback: the checksum differs.
    """
    for algorithm, said in _checksums(headers, whole=whole):
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, algorithm).digest()
        if found != said:
            raise Setback(f"the {algorithm} checksum of the publisher differs")


def _checksums(
    headers: Mapping[str, str], *, whole: bool
) -> Iterator[tuple[str, bytes]]:
    """The algorithm and value of each checksum that can be read."""
    digests = f"{headers.get('repr-digest', '')},{headers.get('digest', '')}"
    for name, text in re.findall(r"(?i)\b(sha-256|sha-512|md5)=:?([\w+/]+=*)", digests):
        yield from _decoded(name.lower().replace("-", ""), text)
    if whole and (text := headers.get("content-md5")):
        yield from _decoded("md5", text)


def _decoded(algorithm: str, text: str) -> Iterator[tuple[str, bytes]]:
    """A checksum from base64; nothing when it is not one of the right length."""
    try:
        said = base64.b64decode(text, validate=True)
    except ValueError:
        return
    if len(said) == hashlib.new(algorithm, usedforsecurity=False).digest_size:
        yield algorithm, said

"""A publisher on this machine, which answers as it is told, also badly.

Each path has a list of replies; the last one is repeated. A reply can be cut off,
slow, sent under another length than announced, or a function of the request.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from migrascope.sources.batch import Remote

Headers = Mapping[str, str]

FILE = b"area,year,value\n" + b"".join(
    b"KEN,%d,%d\n" % (year, 7 * year) for year in range(1990, 6000)
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What to answer. `cut` sends only so many bytes and hangs up."""

    body: bytes = b""
    status: int = 200
    headers: Headers = field(default_factory=dict)
    cut: int | None = None
    delay: float = 0.0
    announce: bool = True


Answering = Reply | Callable[[Headers], Reply]


@dataclass
class Publisher:
    """The server: what it will answer, and what it was asked."""

    address: str
    replies: dict[str, list[Answering]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def offers(self, path: str, *replies: Answering) -> Remote:
        """Answer `path` with these replies, one after the other."""
        self.replies[path] = list(replies)
        return Remote(path.strip("/"), self.address + path)

    def next_reply(self, path: str, headers: dict[str, str]) -> Reply:
        """The reply to a request, noted down."""
        self.asked.append((path, headers))
        waiting = self.replies.get(path.partition("?")[0])
        if not waiting:
            return Reply(b"no such file", 404)
        reply = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return reply if isinstance(reply, Reply) else reply(headers)


def ranged(body: bytes, etag: str) -> Callable[[Headers], Reply]:
    """A reply that honours Range, If-Range and If-None-Match, as good servers do."""

    def answer(headers: Headers) -> Reply:
        mark = {"ETag": etag}
        if headers.get("if-none-match") == etag:
            return Reply(status=304, headers=mark)
        span = headers.get("range", "")
        if not span or headers.get("if-range") != etag:
            return Reply(body, headers=mark)
        start = int(span.removeprefix("bytes=").rstrip("-"))
        if start >= len(body):
            return Reply(status=416, headers=mark)
        place = f"bytes {start}-{len(body) - 1}/{len(body)}"
        return Reply(body[start:], 206, mark | {"Content-Range": place})

    return answer


@contextmanager
def open_for_business() -> Iterator[Publisher]:
    """A publisher that answers until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # the name that http.server calls
            headers = {name.lower(): text for name, text in self.headers.items()}
            reply = publisher.next_reply(self.path, headers)
            time.sleep(reply.delay)
            self.send_response(reply.status)
            for name, text in reply.headers.items():
                self.send_header(name, text)
            if reply.announce and "Content-Length" not in reply.headers:
                self.send_header("Content-Length", str(len(reply.body)))
            if reply.cut is not None or not reply.announce:
                self.send_header("Connection", "close")
                self.close_connection = True
            self.end_headers()
            self.wfile.write(reply.body[: reply.cut])

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing; `format` is the name that http.server calls."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    publisher = Publisher(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def files_in(folder: Path) -> set[str]:
    """The names of what lies in a folder."""
    return {path.name for path in folder.iterdir()}

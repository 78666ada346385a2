"""How does a publisher's file get here, whole and unharmed?

The one place that touches the network. A download goes into `.NAME.part` and becomes
`NAME` in one step, after all checks; a cut line is taken up where it broke; a busy
publisher is asked again, later each time; a file that did not change is not sent
again. What comes back that is not the data is refused with a reason.

    with HttpTransport() as transport:
        path = Door(transport).download(remote, folder)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from migrascope.errors import Refused, Unreachable
from migrascope.sources import answers, receipt
from migrascope.sources.addresses import full_address, next_address, safe_name
from migrascope.sources.batch import Remote
from migrascope.sources.manners import Clock, Manners, Visits
from migrascope.sources.partial import Partial
from migrascope.sources.receipt import Receipt
from migrascope.sources.transport import Answer, Question, Setback, Transport

Progress = Callable[[str, int, int | None], None]
Notice = Callable[[str], None]

DEFAULT_MANNERS = Manners()
_HEAD = 1024


@dataclass(frozen=True, slots=True)
class _Errand:
    """One file on its way: from where, to where, and what is here already."""

    name: str
    address: str
    target: Path
    partial: Partial
    known: Receipt | None


class Door:
    """Downloads files over a transport, with the manners of a guest.

    `progress` is called with the name, the bytes so far and the total (None when
    unknown); `notice` with a sentence when the door waits or starts again.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        manners: Manners = DEFAULT_MANNERS,
        clock: Clock | None = None,
        progress: Progress = lambda _name, _done, _total: None,
        notice: Notice = lambda _text: None,
    ) -> None:
        self._transport = transport
        self._manners = manners
        self._clock = clock or Clock()
        self._visits = Visits(manners.interval, self._clock)
        self._progress = progress
        self._notice = notice

    def download(self, remote: Remote, folder: Path) -> Path:
        """The file of a publisher, in a folder, under the name that we give it.

        Raises:
            Unreachable: no answer, or only half of one, after several tries.
            Refused: an answer that is not the data, too large, or not allowed.
        """
        name = safe_name(remote.name)
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / name
        address = full_address(remote)
        known = receipt.find(target)
        if known is not None and known.address != address:
            known = None
        errand = _Errand(name, address, target, Partial.beside(target, address), known)
        return self._insist(errand)

    def _insist(self, errand: _Errand) -> Path:
        """Try, wait, and try again."""
        failures = 0
        while True:
            before = errand.partial.size()
            try:
                return self._fetch(errand)
            except Setback as setback:
                # A try that brought something is no failure: long files on poor
                # lines arrive in pieces.
                failures = 1 if errand.partial.size() > before else failures + 1
                self._wait(errand, setback, failures)

    def _wait(self, errand: _Errand, setback: Setback, failures: int) -> None:
        """Wait before the next try, or give up."""
        manners = self._manners
        wait = manners.wait(failures, chance=self._clock.chance())
        if setback.wait is not None:
            wait = max(wait, setback.wait)
        if failures >= manners.tries or wait > manners.longest_wait:
            later = f" It asks to wait {wait:.0f} seconds." if setback.wait else ""
            raise Unreachable(
                f"{setback.what}, after {failures} "
                f"{'try' if failures == 1 else 'tries'}.{later}",
                "Try again later: what has arrived is kept and taken up. Without a "
                "network, use --from FOLDER or `migrascope add FILE`.",
                where=errand.address,
            ) from setback
        self._notice(f"{errand.name}: {setback.what}; next try in {wait:.0f} s")
        self._clock.sleep(wait)

    def _fetch(self, errand: _Errand) -> Path:
        """One try."""
        with ExitStack() as stack:
            answer = self._ask(errand, stack)
            if answer.status == 304:
                return self._unchanged(errand)
            offset = self._offset(errand, answer)
            total = answers.expected_size(answer.headers)
            packed = answers.is_packed(answer.headers)
            self._refuse_size(errand, total or 0)
            body = self._checked_head(errand, answer, packed=packed, offset=offset)
            if offset == 0:
                errand.partial.begin(answer.headers, resumable=not packed)
            size = self._store(errand, body, offset, None if packed else total)
        if not packed:
            if total is not None and size < total:
                raise Setback(f"the answer ended after {size:,} of {total:,} bytes")
            if total is not None and size > total:
                errand.partial.discard()
                raise Setback(f"{size:,} bytes came instead of {total:,}")
            self._refuse_damage(errand, answer, whole=offset == 0)
        return self._keep(errand, answer, size)

    def _ask(self, errand: _Errand, stack: ExitStack) -> Answer:
        """Ask, and follow where the publisher sends us on."""
        address = errand.address
        headers = self._headers(errand)
        seen = {address}
        for _ in range(self._manners.redirects + 1):
            self._visits.announce(address)
            question = Question(address, errand.name, headers)
            with ExitStack() as one:
                answer = one.enter_context(self._transport.ask(question))
                if answer.status not in answers.REDIRECTS:
                    if answer.status == 416:  # what is here is of no use: start anew
                        errand.partial.discard()
                    answers.refuse_status(answer, address)
                    stack.push(one.pop_all())
                    return answer
                location = answer.headers.get("location")
            address = next_address(address, location, start=errand.address)
            if address in seen:
                raise Refused(
                    "the publisher sends us round in a circle.",
                    "Open the address in a browser to see where the file is now.",
                    where=errand.address,
                )
            seen.add(address)
        raise Refused(
            f"the publisher sends us on more than {self._manners.redirects} times.",
            "Open the address in a browser to see where the file is now.",
            where=errand.address,
        )

    def _headers(self, errand: _Errand) -> dict[str, str]:
        """What to ask for: the rest of a file, a newer one, or all of it."""
        if (have := errand.partial.size()) and (mark := errand.partial.mark()):
            return {
                "accept-encoding": "identity",
                "range": f"bytes={have}-",
                "if-range": mark,
            }
        headers = {"accept-encoding": "gzip"}
        if errand.known and errand.known.etag:
            headers["if-none-match"] = errand.known.etag
        elif errand.known and errand.known.last_modified:
            headers["if-modified-since"] = errand.known.last_modified
        return headers

    def _unchanged(self, errand: _Errand) -> Path:
        """The file that is here is the newest one."""
        if errand.known is None:
            raise Refused(
                'the publisher says "not modified" about a file that is not here.',
                where=errand.address,
            )
        errand.partial.discard()
        self._progress(errand.name, errand.known.size, errand.known.size)
        return errand.target

    def _offset(self, errand: _Errand, answer: Answer) -> int:
        """At which byte the answer goes on."""
        if answer.status != 206:
            return 0
        offset = answers.starts_at(answer.headers)
        if offset != errand.partial.size() or offset == 0:
            errand.partial.discard()
            raise Setback("the publisher sent another part than was asked for")
        return offset

    def _checked_head(
        self, errand: _Errand, answer: Answer, *, packed: bool, offset: int
    ) -> Iterator[bytes]:
        """The body, after a look at how it begins."""
        body = answers.unpacked(answer.body) if packed else answer.body
        if offset:
            return body
        head = b""
        for chunk in body:
            head += chunk
            if len(head) >= _HEAD:
                break
        answers.refuse_page(head, answer.headers, errand.address)
        if not head:
            raise Setback("an empty answer")
        return chain([head], body)

    def _store(
        self, errand: _Errand, body: Iterator[bytes], size: int, total: int | None
    ) -> int:
        """Write the body to the end of the partial file; how large it is now."""
        self._progress(errand.name, size, total)
        with errand.partial.open() as stream:
            for chunk in body:
                size += len(chunk)
                self._refuse_size(errand, size)
                stream.write(chunk)
                self._progress(errand.name, size, total)
            stream.flush()
            os.fsync(stream.fileno())
        return size

    def _refuse_size(self, errand: _Errand, size: int) -> None:
        """Stop before the disk is full of something that is not what we think."""
        if size > self._manners.largest:
            errand.partial.discard()
            raise Refused(
                f"the file is larger than {self._manners.largest:,} bytes.",
                "Download it in a browser if you trust it, and add it with "
                "`migrascope add FILE`.",
                where=errand.address,
            )

    def _refuse_damage(self, errand: _Errand, answer: Answer, *, whole: bool) -> None:
        """Compare with the publisher's checksum; what differs is thrown away."""
        try:
            answers.refuse_damage(errand.partial.path, answer.headers, whole=whole)
        except Setback:
            errand.partial.discard()
            raise

    def _keep(self, errand: _Errand, answer: Answer, size: int) -> Path:
        """Give the file its name, in one step, and write its receipt."""
        proof = Receipt(
            address=errand.address,
            retrieved=datetime.now(UTC).isoformat(timespec="seconds"),
            sha256=receipt.hash_of(errand.partial.path),
            size=size,
            etag=answer.headers.get("etag", ""),
            last_modified=answer.headers.get("last-modified", ""),
        )
        errand.partial.become(errand.target)
        receipt.keep(proof, errand.target)
        self._progress(errand.name, size, size)
        return errand.target

"""Who carries a question to a publisher and brings the answer?

The seam for all network traffic: the door speaks to a `Transport`, and whoever
passes a folder instead of the network gets the same door without a network.

A transport raises `Setback` for what may pass by itself (no answer, a cut line), and
`Refused` for what will not.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from migrascope import __version__
from migrascope.errors import Refused

if TYPE_CHECKING:
    import httpx2

CHUNK = 1 << 16


class Setback(Exception):
    """Something that may pass: the door tries again.

    `wait` is how many seconds the publisher asked to wait, when it did.
    """

    def __init__(self, what: str, *, wait: float | None = None) -> None:
        self.what = what
        self.wait = wait
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: an address, the name of the file here, further headers."""

    address: str
    name: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; the names of the headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: Iterator[bytes]


class Transport(Protocol):
    """Carries one question at a time; redirects are left to the door."""

    def ask(self, question: Question) -> AbstractContextManager[Answer]:
        """Bring the answer, its body unread."""
        ...


class FolderTransport:
    """Answers out of a folder that `migrascope fetch --to` filled earlier."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def ask(self, question: Question) -> Iterator[Answer]:
        """Bring the file of that name.

        Raises:
            Refused: the folder does not hold it.
        """
        path = self.folder / question.name
        if not path.is_file():
            raise Refused(
                f'there is no file "{question.name}" here.',
                f"It is at {question.address}; fetch it where there is a network.",
                where=str(self.folder),
            )
        with path.open("rb") as stream:
            headers = {"content-length": str(path.stat().st_size)}
            yield Answer(200, headers, iter(lambda: stream.read(CHUNK), b""))


class HttpTransport:
    """Answers from the network, over one client that is closed at the end."""

    def __init__(self, *, connect: float = 20.0, read: float = 60.0) -> None:
        import httpx2

        self._client = httpx2.Client(
            follow_redirects=False,
            timeout=httpx2.Timeout(read, connect=connect),
            headers={"User-Agent": f"migrascope/{__version__}"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._client.close()

    @contextmanager
    def ask(self, question: Question) -> Iterator[Answer]:
        """Send a GET request.

        Raises:
            Setback: no answer in time, or the line was cut.
            Refused: an address that cannot be asked, or a certificate that is not
                trusted.
        """
        with (
            _translated(question),
            self._client.stream(
                "GET", question.address, headers=dict(question.headers)
            ) as response,
        ):
            headers = {name.lower(): text for name, text in response.headers.items()}
            yield Answer(response.status_code, headers, _body(response, question))


def _body(response: httpx2.Response, question: Question) -> Iterator[bytes]:
    """The bytes as they come over the line, not unpacked."""
    with _translated(question):
        yield from response.iter_raw()  # in larger pieces, a cut would lose one


@contextmanager
def _translated(question: Question) -> Iterator[None]:
    """Turn the errors of the HTTP library into ours."""
    import httpx2

    try:
        yield
    except httpx2.TimeoutException as error:
        raise Setback("no answer in time") from error
    except (httpx2.UnsupportedProtocol, httpx2.InvalidURL) as error:
        raise Refused(
            f"this is not an address that can be asked ({error}).",
            where=question.address,
        ) from error
    except httpx2.TransportError as error:
        if _is_distrust(error):
            raise Refused(
                "the certificate of this host is not trusted.",
                "A proxy of your office may stand between: ask your administrator to "
                "add its certificate to the system, or fetch elsewhere and use --from.",
                where=question.address,
            ) from error
        raise Setback(f"the connection failed ({error})") from error


def _is_distrust(error: BaseException | None) -> bool:
    """Whether a certificate that failed to convince is at the root of an error."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False

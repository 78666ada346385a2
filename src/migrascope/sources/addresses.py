"""Where may the door go, and what may a file be called?

A publisher can send us on to another address, and a name can come from a publisher's
answer. Neither may lead into the user's own network or out of the folder.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlencode, urljoin, urlsplit

from migrascope.errors import Refused
from migrascope.sources.batch import Remote

_RESERVED = {"con", "prn", "aux", "nul"} | {
    f"{device}{number}" for device in ("com", "lpt") for number in range(1, 10)
}


def full_address(remote: Remote) -> str:
    """The address of a file with its parameters."""
    if not remote.parameters:
        return remote.address
    joint = "&" if urlsplit(remote.address).query else "?"
    return f"{remote.address}{joint}{urlencode(remote.parameters)}"


def safe_name(name: str) -> str:
    """The name, when it is a plain file name on every system.

    Raises:
        Refused: it names a folder, a device, or hides.
    """
    stem = name.partition(".")[0].lower()
    bad = any(letter in '<>:"/\\|?*' or ord(letter) < 32 for letter in name)
    if bad or not name.strip(". ") or name != name.strip() or stem in _RESERVED:
        raise Refused(
            f"{name!r} cannot be the name of a file here.",
            "Tell the people who maintain the source: the name comes from there.",
        )
    if name.startswith(".") or len(name.encode()) > 200:
        raise Refused(f"{name!r} is hidden or too long for the name of a file.")
    return name


def next_address(current: str, location: str | None, *, start: str) -> str:
    """Where a redirect leads, when a guest may follow it.

    Raises:
        Refused: not http(s), from a secured to an unsecured address, or into a
            private network although the first address was a public one.
    """
    if not location:
        raise Refused("the publisher sends us on without saying where.", where=current)
    target = urljoin(current, location)
    try:
        here, there = urlsplit(current), urlsplit(target)
        host = there.hostname
    except ValueError as error:
        raise Refused(f"a redirect to {target!r}.", where=current) from error
    if there.scheme not in {"http", "https"} or not host:
        raise Refused(f"a redirect to {target!r} is not followed.", where=current)
    if here.scheme == "https" and there.scheme == "http":
        raise Refused(
            f"a redirect from a secured to an unsecured address ({target}).",
            where=current,
        )
    if is_private(host) and not is_private(urlsplit(start).hostname or ""):
        raise Refused(
            f"a redirect into a private network ({host}) is not followed.",
            "A login page of your network may stand between: open any web page in "
            "a browser, and try again.",
            where=current,
        )
    return target


def is_private(host: str) -> bool:
    """Whether a host is this machine or stands in a private network.

    A name that cannot be resolved counts as public: asking it will fail by itself.
    """
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        pass
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        found = socket.getaddrinfo(host, None)
    except (OSError, UnicodeError):
        return False
    return any(
        not ipaddress.ip_address(str(entry[4][0]).partition("%")[0]).is_global
        for entry in found
    )

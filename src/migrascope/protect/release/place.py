"""May a release be put here?

Not where something is already, not where a web server may serve it the moment it
appears, and not where others can exchange it. Publishing is a step that people take
with a release in their hands; it never happens because a folder stood in the wrong
place. What counts as a web root: a folder called as web servers call theirs
(`WEB_NAMES`), or one with a start page or the settings of a server in it
(`WEB_FILES`), anywhere above the release.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from migrascope.errors import UsageError

RECORD = "release.json"
"""The file by which a release is known."""

WEB_NAMES = frozenset(
    {"htdocs", "httpdocs", "inetpub", "public_html", "webroot", "www", "wwwroot"}
)
WEB_FILES = (
    "index.html",
    "index.htm",
    "index.php",
    ".htaccess",
    "web.config",
    "CNAME",
)
WEB_FOLDERS = ("/srv/http", "/usr/share/nginx/html", "/usr/share/caddy")
_ELSEWHERE = "Name a folder that only you and your colleagues use; publish from there."


def inside_of(output: Path) -> Path:
    """The folder beside a release for what stays inside."""
    return output.with_name(f"{output.name}-inside")


def staging_of(output: Path) -> Path:
    """The private folder beside a release in which it is made."""
    return output.with_name(f".{output.name}.staging")


def check(output: Path) -> Path:
    """The resolved place of a release to be.

    Raises:
        UsageError: something is there, or others would see or could exchange it.
    """
    if output.is_symlink():
        raise UsageError("the release folder is a link.", _ELSEWHERE, where=str(output))
    place = output.expanduser().resolve()
    _check_free(place)
    parent = place.parent
    if not parent.is_dir():
        raise UsageError(
            "the folder around the release does not exist.",
            "Make it first, so that its rights are those that you want.",
            where=str(parent),
        )
    _check_web(place)
    _check_rights(place)
    return place


def _check_free(place: Path) -> None:
    if place.is_file():
        raise UsageError("this is a file.", "Name a new folder.", where=str(place))
    if (place / RECORD).is_file():
        raise UsageError(
            "this folder already holds a release, which is never changed.",
            "Name a new folder, and the old one with --earlier, so that the two are "
            "compared.",
            where=str(place),
        )
    if place.is_dir() and any(place.iterdir()):
        raise UsageError(
            "this folder is not empty.", "Name a new folder.", where=str(place)
        )


def _check_web(place: Path) -> None:
    for folder in (place, *place.parents):
        told = ""
        if folder.name.lower() in WEB_NAMES or folder.as_posix() in WEB_FOLDERS:
            told = f'"{folder.name}" is a name that web servers use'
        else:
            found = next((each for each in WEB_FILES if _is_there(folder / each)), "")
            told = f'"{folder}" holds {found}' if found else ""
        if told:
            raise UsageError(
                f"the release would lie inside a web root: {told}.",
                _ELSEWHERE,
                where=str(place),
            )


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _check_rights(place: Path) -> None:
    """Nobody else may put something else in the place of the release."""
    if os.name == "nt":
        return
    for folder in (place, *place.parents):
        if not folder.exists():
            continue
        mode = folder.stat().st_mode
        # A sticky folder (/tmp) protects what others put in it, but not below `place`.
        near = folder in (place, place.parent)
        if mode & stat.S_IWOTH and (near or not mode & stat.S_ISVTX):
            raise UsageError(
                f'everybody may write into "{folder}".',
                "Name a folder that only you and your colleagues may write into, or "
                "take that right away (chmod o-w).",
                where=str(place),
            )

"""May a release, a plan or a report be put here?

Not where something is already, not where a web server may serve it the moment it
appears, not inside a release that is handed on, and not where others can exchange it.
Publishing is a step that people take with a release in their hands; it never happens
because a folder stood in the wrong place. What counts as a web root: a folder called
as web servers and hosts of pages call theirs (`WEB_NAMES`, `WEB_ENDINGS`), or one with
a start page, the settings of a server or of a program that makes sites in it
(`WEB_FILES`), anywhere above.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from migrascope.errors import UsageError

RECORD = "release.json"
"""The file by which a release is known."""

WEB_NAMES = frozenset(
    {
        "gh-pages",
        "htdocs",
        "httpdocs",
        "inetpub",
        "public_html",
        "webroot",
        "www",
        "wwwroot",
    }
)
WEB_ENDINGS = (".github.io", ".gitlab.io", ".codeberg.page")
WEB_FILES = (
    "index.html",
    "index.htm",
    "index.php",
    ".htaccess",
    "web.config",
    "CNAME",
    ".nojekyll",
    "_config.yml",
    "_quarto.yml",
    "hugo.toml",
    "mkdocs.yml",
    "mkdocs.yaml",
    "zensical.toml",
    "netlify.toml",
    "vercel.json",
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
    place = _resolved(output)
    _check_free(place)
    _check_around(place)
    return place


def check_file(output: Path) -> Path:
    """The resolved place of a plan or a report that stays inside.

    Raises:
        UsageError: it is a folder or a link, or others would see or exchange it.
    """
    place = _resolved(output)
    if place.is_dir():
        raise UsageError("this is a folder.", "Name a file in it.", where=str(place))
    _check_around(place)
    return place


def _resolved(output: Path) -> Path:
    if output.is_symlink():
        raise UsageError("this is a link.", _ELSEWHERE, where=str(output))
    return output.expanduser().resolve()


def _check_around(place: Path) -> None:
    """Insist on folders around it that nobody serves, hands on or fills."""
    parent = place.parent
    if not parent.is_dir():
        raise UsageError(
            "the folder around it does not exist.",
            "Make it first, so that its rights are those that you want.",
            where=str(parent),
        )
    _check_web(place)
    _check_released(place)
    _check_rights(place)


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
        name = folder.name.lower()
        if (
            name in WEB_NAMES
            or name.endswith(WEB_ENDINGS)
            or folder.as_posix() in WEB_FOLDERS
        ):
            told = f'"{folder.name}" is a name that web servers use'
        else:
            found = next((each for each in WEB_FILES if _is_there(folder / each)), "")
            told = f'"{folder}" holds {found}' if found else ""
        if told:
            raise UsageError(
                f"it would lie inside a web root: {told}.",
                _ELSEWHERE,
                where=str(place),
            )


def _check_released(place: Path) -> None:
    for folder in place.parents:
        if _is_there(folder / RECORD):
            raise UsageError(
                f'it would lie inside the release "{folder}", which is handed on as it '
                "is.",
                "Name a place beside it.",
                where=str(place),
            )


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _check_rights(place: Path) -> None:
    """Nobody else may put something else in its place."""
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

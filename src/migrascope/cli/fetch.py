"""How do a publisher's files get here, and into the evidence base?"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrascope.cli.context import Context, pass_context
from migrascope.errors import NetworkError, UnknownLayout, UsageError

if TYPE_CHECKING:
    from migrascope.sources.batch import Remote
    from migrascope.sources.registry import Adapter


@click.command()
@click.argument("source")
@click.option("--only", metavar="X", help="Only this table, indicator or file.")
@click.option(
    "--from",
    "shelf",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Take the files from a folder instead of the network.",
)
@click.option(
    "--to",
    "target",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the files there (default: the user's cache).",
)
@click.option(
    "--add/--no-add", default=True, help="Add the files to the evidence base, or not."
)
@click.option(
    "--list", "listing", is_flag=True, help="Say what would be fetched, and from where."
)
@pass_context
def command(
    context: Context,
    *,
    source: str,
    only: str | None,
    shelf: Path | None,
    target: Path | None,
    add: bool,
    listing: bool,
) -> int:
    """Download the files of SOURCE and add them to the evidence base.

    A file that did not change is not sent again, and a download that broke off is
    taken up where it broke. `migrascope sources` names the sources.

    With --from, the files come from a folder: one that `fetch --to` filled on another
    machine, or any folder with files of this publisher, known by their content.
    """
    from migrascope.sources import registry

    adapter = registry.adapter(source)
    remotes = _offered(adapter, only)
    if listing:
        _list(remotes)
        return 0
    if shelf is not None and target is None and not add:
        raise UsageError(
            "with --from and --no-add nothing would be kept.",
            "Name a folder with --to, or leave out --no-add.",
        )
    with _folder(context, source, shelf, target) as folder:
        paths, failure = (
            _download(context, adapter, folder, only)
            if shelf is None
            else (_take(adapter, remotes, shelf, folder, only), None)
        )
        if shelf is not None and target is not None:
            paths = _copied(paths, target)
        code = _add(context, paths, source) if add else 0
    if not add:
        context.say(f"{_files(len(paths))} in {folder}")
    if failure is not None:
        raise failure
    return code


def _offered(adapter: Adapter, only: str | None) -> tuple[Remote, ...]:
    """What the publisher offers at a lasting address.

    Raises:
        UsageError: nothing, or nothing of that name.
    """
    remotes = adapter.locate(only=only)
    if remotes:
        return remotes
    if only is None:
        raise UsageError(
            f"{adapter.SOURCE} has no address to fetch from.",
            "Add its files with `migrascope add FILE`.",
        )
    names = "\n".join(f"  {remote.name}" for remote in adapter.locate())
    raise UsageError(
        f'{adapter.SOURCE} offers nothing called "{only}".', f"It offers:\n{names}"
    )


def _list(remotes: tuple[Remote, ...]) -> None:
    """Name, meaning and address of each file."""
    from migrascope.sources.addresses import full_address

    for remote in remotes:
        says = f"  {remote.says}" if remote.says else ""
        click.echo(f"{remote.name}{says}\n    {full_address(remote)}")


@contextmanager
def _folder(
    context: Context, source: str, shelf: Path | None, target: Path | None
) -> Iterator[Path]:
    """Where the files are kept: --to, the cache, or (with --from) not at all."""
    if target is not None:
        yield target
    elif shelf is not None:
        with tempfile.TemporaryDirectory(prefix="migrascope-") as passing:
            yield Path(passing)
    else:
        yield context.downloads / source


def _download(
    context: Context, adapter: Adapter, folder: Path, only: str | None
) -> tuple[list[Path], NetworkError | None]:
    """What arrives over the network, and the error that ended it too early.

    What has come before an error is worth adding: the error is told at the end.

    Raises:
        NetworkError: nothing arrived.
    """
    from migrascope.sources.door import Door
    from migrascope.sources.transport import HttpTransport

    paths: list[Path] = []
    with (
        HttpTransport() as transport,
        context.progress(f"Asking {adapter.SOURCE}", unit="bytes") as advance,
    ):
        door = Door(
            transport,
            progress=lambda name, done, total: advance(done, total, name),
            notice=context.say,
        )
        try:
            for path in adapter.fetch(door, folder, only=only):
                paths.append(path)
                context.say(f"{path.name}  {path.stat().st_size:,} bytes")
        except NetworkError as error:
            if not paths:
                raise
            return paths, error
    return paths, None


def _take(
    adapter: Adapter,
    remotes: tuple[Remote, ...],
    shelf: Path,
    folder: Path,
    only: str | None,
) -> list[Path]:
    """The publisher's files in a folder: by their names, else by their content.

    Raises:
        UnknownLayout: none is there.
        UsageError: --only names a file that is not there.
    """
    from migrascope.sources.door import Door
    from migrascope.sources.manners import Manners
    from migrascope.sources.plan import files_in
    from migrascope.sources.transport import FolderTransport

    missing = [remote.name for remote in remotes if not (shelf / remote.name).is_file()]
    if not missing:
        door = Door(FolderTransport(shelf), manners=Manners(interval=0))
        return list(adapter.fetch(door, folder, only=only))
    if only is not None:
        raise UsageError(
            f"this folder does not hold {', '.join(missing)}.",
            "Leave out --only to take whatever is there, or use `migrascope add FILE`.",
            where=str(shelf),
        )
    found = [path for path in files_in([shelf]) if adapter.recognise(path) is not None]
    if not found:
        raise UnknownLayout(
            f"no file here is one of {adapter.SOURCE}.",
            f"To see what is expected: migrascope fetch {adapter.SOURCE} --list",
            where=str(shelf),
        )
    return found


def _copied(paths: list[Path], folder: Path) -> list[Path]:
    """The files in another folder, with what is known of their download.

    Raises:
        UsageError: two of them have the same name.
    """
    from migrascope.sources import receipt

    folder.mkdir(parents=True, exist_ok=True)
    names = [path.name for path in paths]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UsageError(
            f"several files are called {twice}, and one folder cannot hold them.",
            "Leave out --to, or name a folder further down with --from.",
        )
    kept = []
    for path in paths:
        copy = folder / path.name
        if copy.resolve() != path.resolve():
            unfinished = copy.with_name(f".{copy.name}.part")
            shutil.copyfile(path, unfinished)
            unfinished.replace(copy)
            if (known := receipt.find(path)) is not None:
                receipt.keep(known, copy)
        kept.append(copy)
    return kept


def _add(context: Context, paths: list[Path], source: str) -> int:
    """Hand the files to the evidence base; the exit code."""
    from migrascope.cli.add import add_paths, report
    from migrascope.sources.batch import Residuals

    added = add_paths(context, paths, residuals=Residuals.REFUSE, source=source)
    return report(context, added, named=paths)


def _files(count: int) -> str:
    """`1 file`, `2 files`."""
    return f"{count} file{'' if count == 1 else 's'}"

"""What does every verb need: the evidence base, a way to speak, a progress bar.

A verb takes the context with `@pass_context`. Nothing in it is opened, and
nothing heavy is imported, before a verb asks for it::

    @click.command()
    @click.argument("area")
    @pass_context
    def command(context: Context, *, area: str) -> None:
        rows = context.evidence.query(...)   # to write: context.base.accept(batch)
        context.console.print(...)           # the answer: to stdout
        context.say("3 files added")         # a remark: to stderr, not with --quiet

Both `migrascope --base DIR show …` and `migrascope show … --base DIR` work.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from migrascope.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from migrascope.store.base import Base

ENVIRONMENT = "MIGRASCOPE_BASE"


class Advance(Protocol):
    """Move a progress bar: `done` so far, `total` when it is known, of what."""

    def __call__(
        self, done: int, total: int | None = None, label: str | None = None
    ) -> None:
        """Show that `done` of `total` is done."""


@dataclass
class Context:
    """What the user said before the verb, and what the verb needs for its work."""

    folder: Path | None = None
    quiet: bool = False
    debug: bool = False

    @property
    def base_folder(self) -> Path:
        """Where the evidence base is: --base, the environment, or the default."""
        if self.folder is not None:
            return self.folder
        if named := os.environ.get(ENVIRONMENT):
            return Path(named).expanduser()
        import platformdirs

        return platformdirs.user_data_path("migrascope", appauthor=False) / "base"

    @property
    def downloads(self) -> Path:
        """Where downloads are kept until they are asked for again."""
        import platformdirs

        return platformdirs.user_cache_path("migrascope", appauthor=False) / "downloads"

    @property
    def forecasts(self) -> Path:
        """Where it is kept how models of forecasts did at past origins."""
        return self.downloads.parent / "foresight"

    @cached_property
    def base(self) -> Base:
        """The evidence base, opened when it is first asked for."""
        from migrascope.store.base import Base

        folder = self.base_folder
        if folder.exists() and not folder.is_dir():
            raise UsageError(
                "The evidence base must be a folder, and this is a file.",
                "Name a folder with --base DIR.",
                where=str(folder),
            )
        return Base.open(folder)

    @cached_property
    def evidence_folder(self) -> Path:
        """The base to ask: the user's own, or the starter figures while that is empty.

        A remark says so when it is the starter figures.
        """
        if self.base.index.entries:
            return self.base_folder
        from migrascope.starter import opening

        self.say(
            f"The evidence base in {self.base_folder} is empty: these are the figures "
            "that come with the program.\nFor newer and more: migrascope fetch SOURCE"
        )
        return opening.folder()

    @cached_property
    def evidence(self) -> Base:
        """The base in `evidence_folder`, to be read and never written to."""
        from migrascope.store.base import Base

        own = self.evidence_folder == self.base_folder
        return self.base if own else Base.open(self.evidence_folder)

    @cached_property
    def console(self) -> Console:
        """Where the answer goes (stdout): tables for people."""
        from rich.console import Console

        return Console(soft_wrap=False, highlight=False)

    @cached_property
    def messages(self) -> Console:
        """Where remarks go (stderr), so that a piped answer stays clean."""
        from rich.console import Console

        return Console(stderr=True, quiet=self.quiet, highlight=False)

    def say(self, text: str) -> None:
        """A remark by the way, on stderr; nothing with --quiet."""
        if not self.quiet:
            click.echo(text, err=True)

    @contextmanager
    def progress(
        self, label: str, *, total: int | None = None, unit: str = ""
    ) -> Iterator[Advance]:
        """A progress bar on stderr; `unit="bytes"` shows sizes and speed.

        Silent with --quiet and when stderr is not a terminal.
        """
        if self.quiet or not sys.stderr.isatty():
            yield _no_bar
            return
        from migrascope.cli.bar import bar

        with bar(self.messages, label, total=total, unit=unit) as advance:
            yield advance


def _no_bar(done: int, total: int | None = None, label: str | None = None) -> None:
    """Show nothing."""
    del done, total, label


pass_context = click.make_pass_decorator(Context, ensure=True)


def shared_options() -> list[click.Option]:
    """The options that may stand before the verb or after it."""
    return [
        click.Option(
            ["--base"],
            metavar="DIR",
            type=click.Path(file_okay=True, path_type=Path),
            expose_value=False,
            callback=_remember_base,
            help=f"Folder of the evidence base (or set {ENVIRONMENT}).",
        ),
        click.Option(
            ["--quiet"],
            is_flag=True,
            expose_value=False,
            callback=_remember_quiet,
            help="No progress bars and no remarks.",
        ),
        click.Option(
            ["--debug"],
            is_flag=True,
            expose_value=False,
            callback=_remember_debug,
            help="Show where in the program an error arose.",
        ),
    ]


def _remember_base(
    context: click.Context, parameter: click.Parameter, value: Path | None
) -> None:
    """Keep the folder that --base names."""
    del parameter
    if value is not None:
        context.ensure_object(Context).folder = value


def _remember_quiet(
    context: click.Context,
    parameter: click.Parameter,
    value: bool,
) -> None:
    """Keep --quiet."""
    del parameter
    if value:
        context.ensure_object(Context).quiet = True


def _remember_debug(
    context: click.Context,
    parameter: click.Parameter,
    value: bool,
) -> None:
    """Keep --debug."""
    del parameter
    if value:
        context.ensure_object(Context).debug = True

"""What does the user see when something goes wrong, and which exit code?

===========  ==============================================================
exit code    meaning
===========  ==============================================================
0            done
1 to 7       a named error: the number stands at its name in `errors.py`
2            also: the command line itself was not understood
1            also: the disk, a permission, or a fault of the program
130          interrupted by the user (Ctrl-C)
141          the reader of a pipe went away (`migrascope query … | head`)
===========  ==============================================================

A fault of the program (anything that is not a named error) prints one line, and
the traceback goes to a log file whose place is printed.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import click

from migrascope.errors import MigrascopeError

INTERRUPTED = 130
BROKEN_PIPE = 141

_ELSEWHERE = "\nName another place (--base, --output), or ask for the right to write."
_IN_THE_WAY = "\nA file stands where a folder should be: name another place (--base)."
_ADVICE = {
    errno.EACCES: _ELSEWHERE,
    errno.EPERM: _ELSEWHERE,
    errno.EROFS: _ELSEWHERE,
    errno.ENOTDIR: _IN_THE_WAY,
    errno.EEXIST: _IN_THE_WAY,
    errno.ENOSPC: "\nMake room on the disk; what was there before is whole.",
}
"""What to do when the disk says no."""


def report(error: BaseException, *, debug: bool) -> int:
    """Tell the user what went wrong, on stderr; the exit code to end with."""
    if _is_broken_pipe(error):
        _silence_outputs()
        return BROKEN_PIPE
    if isinstance(error, (KeyboardInterrupt, click.Abort)):
        click.echo("Interrupted.", err=True)
        return INTERRUPTED
    if debug:
        click.echo(_traceback(error), err=True)
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    if isinstance(error, MigrascopeError):
        click.echo(f"migrascope: {error}", err=True)
        return error.exit_code
    if isinstance(error, OSError) and error.strerror:
        place = f"{error.filename}: " if error.filename else ""
        advice = _ADVICE.get(error.errno or 0, "")
        click.echo(f"migrascope: {place}{error.strerror}.{advice}", err=True)
        return MigrascopeError.exit_code
    _report_fault(error)
    return MigrascopeError.exit_code


def log_file() -> Path:
    """Where the tracebacks of faults are kept."""
    import platformdirs

    return platformdirs.user_log_path("migrascope", appauthor=False) / "faults.log"


def _report_fault(error: BaseException) -> None:
    """One line for the user, the traceback for whoever repairs the program."""
    click.echo(
        f"migrascope: a fault of the program ({type(error).__name__}: {error}).",
        err=True,
    )
    try:
        path = log_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as log:
            log.write(_heading() + _traceback(error) + "\n")
    except OSError:
        click.echo("Run it again with --debug to see where it arose.", err=True)
    else:
        click.echo(f"What happened inside is written to {path}", err=True)


def _heading() -> str:
    """When and in which version; never the arguments: they may name a case file."""
    from datetime import UTC, datetime

    from migrascope import __version__

    return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC, migrascope {__version__}\n"


def _traceback(error: BaseException) -> str:
    """The traceback as text."""
    import traceback

    return "".join(traceback.format_exception(error))


def _is_broken_pipe(error: BaseException) -> bool:
    """Whether the reader of our output went away."""
    if isinstance(error, BrokenPipeError):
        return True
    # Windows says EINVAL, without a file name, when the reader of a pipe ends.
    silent = isinstance(error, OSError) and error.filename is None
    return silent and os.name == "nt" and getattr(error, "errno", 0) == errno.EINVAL


def _silence_outputs() -> None:
    """Let the interpreter flush into nothing when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            os.dup2(nowhere, stream.fileno())
        except (OSError, ValueError):
            continue

"""What did the user ask for?

`main` reads the command line, lets one verb do the work, and turns whatever goes
wrong into a message and an exit code.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from migrascope import __version__
from migrascope.cli.context import Context, shared_options
from migrascope.cli.failures import report
from migrascope.cli.lazy import LazyGroup

COMPLETION = "_MIGRASCOPE_COMPLETE"

EPILOG = """\b
Start here:
  migrascope review KEN --output kenya
  migrascope review "Eastern Africa" --output eastern-africa
  migrascope show 10.c.1 KEN
  migrascope fetch unhcr
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code (see `failures`)."""
    _speak_utf8()
    # Systems of a few hundred areas: on a busy machine, threads that wait for each
    # other make linear algebra ten times slower, and on an idle one hardly faster.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    context = Context()
    given = None if arguments is None else list(arguments)
    try:
        answer = group.main(
            args=given, prog_name="migrascope", obj=context, standalone_mode=False
        )
        sys.stdout.flush()
    except SystemExit as end:
        # So click ends after a completion, and when the reader of a pipe is gone.
        if COMPLETION in os.environ:
            raise
        return report(BrokenPipeError(end.code), debug=False)
    except BaseException as error:  # noqa: BLE001 - the rim: everything is reported
        return report(error, debug=context.debug)
    return answer if isinstance(answer, int) else 0


@click.group(
    cls=LazyGroup,
    params=[*shared_options()],
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
)
@click.version_option(__version__, prog_name="migrascope")
def group() -> None:
    """Follow-up and review of migration in the SDGs, from the raw file to the review.

    Every figure knows its file, sheet and cell. Works without a network after the
    first fetch; `review` works at once from the figures that come with the program.
    """


def _speak_utf8() -> None:
    """Write names in any script, also into a file or a pipe on Windows."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        encoding = (getattr(stream, "encoding", None) or "utf-8").lower()
        if reconfigure is not None and encoding.replace("-", "") != "utf8":
            reconfigure(encoding="utf-8", errors="replace")

"""How does a fault of the program end without a word of a record?

The text of an error of a library can quote what it choked on. So whatever is not an
error of our own, whose texts name columns and rows only, is replaced by one that says
its kind and the place in the program, and nothing else; nothing is chained to it.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from migrascope.errors import MigrascopeError

_ROOM = Path(__file__).resolve().parents[2]


@contextmanager
def silent() -> Iterator[None]:
    """Let nothing out but errors of our own, without what caused them."""
    try:
        yield
    except MigrascopeError as error:
        error.__cause__ = None
        error.__suppress_context__ = True
        raise
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except OSError as error:
        if error.strerror is None:
            raise _told(error) from None
        # The system's own words and the name of a file that the user named.
        raise OSError(error.errno, error.strerror, error.filename) from None
    except BaseException as error:  # noqa: BLE001 - a panic of Polars is no Exception
        raise _told(error) from None


def _told(error: BaseException) -> MigrascopeError:
    """The kind of a fault, and the lines of this program that led to it."""
    steps = []
    for frame in traceback.extract_tb(error.__traceback__):
        file = Path(frame.filename)
        if file.is_relative_to(_ROOM):
            steps.append(f"{file.relative_to(_ROOM).as_posix()}:{frame.lineno}")
    at = f" at {' < '.join(reversed(steps[-3:]))}" if steps else ""
    return MigrascopeError(
        f"a fault of the program ({type(error).__name__}{at}).",
        "Its text is not shown, for it may quote a record. Nothing was published.",
    )

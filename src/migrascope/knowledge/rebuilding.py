"""How is the whole library made again from the files that were read?"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from migrascope.errors import SourceError, StoreError
from migrascope.knowledge.judging import Learned
from migrascope.knowledge.library import Library, originals
from migrascope.knowledge.library.originals import Original
from migrascope.knowledge.taking import take


def rebuild(
    library: Library, *, learned: Learned | None = None
) -> Iterator[tuple[Original, SourceError | StoreError | None]]:
    """Read every kept file again, one after the other; what went wrong, if anything.

    A document that cannot be read again stays as it was.
    """
    for original in list(originals.newest(library.folder)):
        try:
            _read_again(library, original, learned)
        except (SourceError, StoreError) as error:
            yield original, error
        else:
            yield original, None


def _read_again(library: Library, original: Original, learned: Learned | None) -> None:
    """Read the kept bytes under the name that the file had."""
    kept = originals.find(library.folder, original.sha256)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(original.file).name
        shutil.copyfile(kept, path)
        take(library, path, given=original.given, learned=learned)

"""How does a machine without an evidence base get its first figures?

The package carries a selection of what publishers put out, each row with its
edition and cell. It is unpacked once into an evidence base in the user's cache, so
that every verb works on it as on any other base.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from migrascope import __version__
from migrascope.errors import StoreError
from migrascope.store.editions import SCHEMA_VERSION

if TYPE_CHECKING:
    from migrascope.store.base import Base

FIGURES = "figures.parquet"
EDITIONS = "editions.json"
SELECTION = "selection"
"""The id of the caveat that every starter edition carries."""


def folder() -> Path:
    """The evidence base of the starter figures, unpacked when it is not there yet.

    Raises:
        StoreError: neither the cache nor the temporary folder can be written to.
    """
    import tempfile

    import platformdirs

    places = (
        platformdirs.user_cache_path("migrascope", appauthor=False),
        Path(tempfile.gettempdir()) / "migrascope",
    )
    for place in places:
        target = place / f"starter-{_fingerprint()}"
        try:
            return _unpacked(target)
        except OSError as error:
            problem = error
    raise StoreError(
        f"the figures that come with the program cannot be unpacked ({problem}).",
        "Name a folder that can be written to: --base DIR, and add files to it.",
        where=str(places[0]),
    )


def unpack(target: Path) -> Base:
    """Unpack the starter figures into an evidence base in a folder."""
    import polars as pl

    from migrascope.model.frames import SCHEMA
    from migrascope.starter import packing
    from migrascope.store import editions
    from migrascope.store.base import Base

    here = files("migrascope.starter")
    packed = pl.read_parquet(here.joinpath(FIGURES).read_bytes())
    parts = packing.unpack(packed).partition_by("edition", as_dict=True)
    base = Base.open(target)
    for facts in json.loads(here.joinpath(EDITIONS).read_text("utf-8")):
        edition = editions.from_facts(facts)
        rows = parts[edition.id,]
        base.restore(edition, rows.select(SCHEMA.names()).cast(SCHEMA))
    return base


def _unpacked(target: Path) -> Path:
    ready = target / "ready"
    if not ready.exists():
        target.mkdir(parents=True, exist_ok=True)
        unpack(target)
        ready.touch()
    return target


@cache
def _fingerprint() -> str:
    here = files("migrascope.starter")
    digest = hashlib.sha256(here.joinpath(FIGURES).read_bytes())
    digest.update(here.joinpath(EDITIONS).read_bytes())
    digest.update(f"{__version__} {SCHEMA_VERSION}".encode())
    return digest.hexdigest()[:16]

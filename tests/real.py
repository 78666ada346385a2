"""Which of the publishers' files make the base that tests ask?

The newest complete file of every dataset that indicators read; built once for all
test processes, behind the lock of the base itself.
"""

from __future__ import annotations

from pathlib import Path

from migrascope.sources import registry
from migrascope.store.base import Base
from migrascope.store.lock import writing

FILES = {
    "undesa": ("undesa/*", "wpp2024/*"),
    "unhcr": ("unhcr/refugees_pkg/*",),
    "worldbank": ("worldbank/*",),
    "unsdg": ("sdg_unsd/ddf/*",),
    "missing_migrants": ("missing_migrants/*",),
    "abel_cohen": ("flows/abel_cohen_*_both_*",),
}
PATIENCE = 300.0


def build(folder: Path, data: Path) -> Base:
    """The base in a folder; the first process makes it, the others wait."""
    done = folder / "done"
    with writing(folder / "turn", patience=PATIENCE):
        if not done.exists():
            base = Base.open(folder / "base")
            for source, patterns in FILES.items():
                adapter = registry.adapter(source)
                found = (path for each in patterns for path in data.glob(each))
                known = [path for path in sorted(found) if adapter.recognise(path)]
                for batch in adapter.read(known):
                    base.accept(batch)
            done.touch()
    return Base.open(folder / "base")

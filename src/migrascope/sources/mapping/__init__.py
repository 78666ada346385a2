"""How is a file read that no adapter knows? By a mapping that declares it.

>>> from pathlib import Path
>>> declared = load(Path("arrivals.toml"))                    # doctest: +SKIP
>>> batch = apply(declared, Path("arrivals.xlsx"))            # doctest: +SKIP
"""

from migrascope.sources.mapping.apply import apply, apply_all, matches
from migrascope.sources.mapping.declaration import Mapping
from migrascope.sources.mapping.toml import load

__all__ = ["Mapping", "apply", "apply_all", "load", "matches"]

"""How many people may be displaced in the next years, and how sure is that?"""

from __future__ import annotations

from migrascope.cli.parted import Part, PartedGroup

EPILOG = """\b
For example:
  migrascope foresight SSD
  migrascope foresight SSD --draw fan.svg
  migrascope foresight evaluate
"""
_HERE = "migrascope.cli.foresight_"

command = PartedGroup(
    "foresight",
    parts=(Part("evaluate", "Score every model at past origins.", f"{_HERE}evaluate"),),
    unnamed=Part("area", "Forecast one area.", f"{_HERE}area"),
    usage="AREA",
    epilog=EPILOG,
)

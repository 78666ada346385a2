"""How many people may be displaced in the next years, and how sure is that?"""

from __future__ import annotations

from migrascope.cli.parted import Part, PartedGroup

EPILOG = """\b
For example:
  migrascope foresight SSD
  migrascope foresight SSD --draw fan.svg
  migrascope foresight evaluate
  migrascope foresight publish
  migrascope foresight score
  migrascope foresight arrivals my-network --people 50000
"""
_HERE = "migrascope.cli.foresight_"

command = PartedGroup(
    "foresight",
    parts=(
        Part("evaluate", "Score every model at past origins.", f"{_HERE}evaluate"),
        Part("publish", "Lock forecasts before the outcome.", f"{_HERE}publish"),
        Part("score", "Put outcomes beside what was published.", f"{_HERE}score"),
        Part("verify", "Prove that no published line was changed.", f"{_HERE}verify"),
        Part("scenario", "Work out an assumption about migration.", f"{_HERE}scenario"),
        Part("arrivals", "Simulate arrivals after a shock.", f"{_HERE}arrivals"),
    ),
    unnamed=Part("area", "Forecast one area.", f"{_HERE}area"),
    usage="AREA",
    epilog=EPILOG,
)
